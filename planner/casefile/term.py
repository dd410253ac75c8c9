"""What all terms of a plan have in common."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TypeVar

from pydantic import PlainValidator, WithJsonSchema

from planner import clauses
from planner.casefile import words
from planner.casefile.models import Form

T = TypeVar("T")
Trouble = tuple[str, str, dict[str, str]]
"""A contradiction inside a table: code, key at fault, values."""


def one_of(names: tuple[str, ...], later: tuple[str, ...] = ()) -> tuple[PlainValidator, WithJsonSchema]:
    """A reader of one of these words, and its schema."""
    return PlainValidator(words.choice(names, later)), WithJsonSchema({"type": "string", "enum": list(names)})


_then, _then_schema = one_of(THEN)
_when, _when_schema = one_of(WHEN, ("after", "paid"))
_until, _until_schema = one_of(("end",))
Then = Annotated[str, _then, _then_schema]
When = Annotated[str, _when, _when_schema]
Until = Annotated[str, _until, _until_schema]


def given(value: T | None) -> T:
    """A value that has been checked to be there."""
    if value is None:
        raise LookupError("unchecked")
    return value


def exactly_one(first: object, second: object, names: tuple[str, str]) -> Iterator[Trouble]:
    """Two ways of saying the same: one of them must be used, and only one."""
    one, other = names
    if first is not None and second is not None:
        yield "either", other, {"one": one, "other": other}
    if first is None and second is None:
        yield "neither", one, {"one": one, "other": other}


class Term(Form):
    """One clause of a plan."""

    def troubles(self) -> Iterator[Trouble]:
        """Contradictions between its own fields."""
        yield from ()

    def clause(self) -> clauses.Clause:
        """The clause it stands for; only where there were no problems."""
        raise NotImplementedError


def days(term: Term) -> Iterator[tuple[str, dt.date]]:
    """The dates in a term, with their keys."""
    for name, field in type(term).model_fields.items():
        value = getattr(term, name)
        if isinstance(value, dt.date):
            yield field.alias or name, value
