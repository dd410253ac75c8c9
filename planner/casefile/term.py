"""What all terms of a plan have in common."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TypeVar

from pydantic import PlainValidator, WithJsonSchema

from planner import clauses
from planner.casefile import words
from planner.casefile.fields import Ids
from planner.casefile.form import Form

T = TypeVar("T")


class Term(Form):
    """One clause of a plan; one of its keys names it, ``loan`` the loans for which it holds: all unless given."""

    loan: Ids | None = None

    def clause(self) -> clauses.Clause:
        """The clause it stands for; only where there were no problems."""
        raise NotImplementedError


def one_of(names: tuple[str, ...], later: tuple[str, ...] = ()) -> tuple[PlainValidator, WithJsonSchema]:
    """A reader of one of these words, and its schema."""
    return PlainValidator(words.choice(names, later)), WithJsonSchema({"type": "string", "enum": list(names)})


def given(value: T | None) -> T:
    """A value that has been checked to be there."""
    if value is None:
        raise LookupError("unchecked")
    return value


def days(term: Term) -> Iterator[tuple[str, dt.date]]:
    """The dates in a term, with their keys."""
    for name, field in type(term).model_fields.items():
        value = getattr(term, name)
        if isinstance(value, dt.date):
            yield field.alias or name, value
