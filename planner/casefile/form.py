"""What all tables of a document have in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, TypeAlias

from pydantic import BaseModel, ConfigDict

Trouble: TypeAlias = tuple[str, str, dict[str, str]]
"""A contradiction inside a table: code, key at fault, values."""


class Form(BaseModel):
    """A table of the document. ``needs``: keys that must stand in it; ``later``: keys of the format that cannot be used yet."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    needs: ClassVar[tuple[str, ...]] = ()
    later: ClassVar[frozenset[str]] = frozenset()

    def troubles(self) -> Iterator[Trouble]:
        """Contradictions between its own fields."""
        yield from ()


def exactly_one(first: object, second: object, names: tuple[str, str]) -> Iterator[Trouble]:
    """Two ways of saying the same: one of them must be used, and only one."""
    one, other = names
    if first is None and second is None:
        yield "neither", one, {"one": one, "other": other}
    yield from at_most_one(first, second, names)


def at_most_one(first: object, second: object, names: tuple[str, str]) -> Iterator[Trouble]:
    """Two ways of saying the same: not both."""
    one, other = names
    if first is not None and second is not None:
        yield "either", other, {"one": one, "other": other}


def both_or_none(first: object, second: object, names: tuple[str, str]) -> Iterator[Trouble]:
    """Two keys that mean something only together."""
    one, other = names
    if (first is None) != (second is None):
        there, needed = (other, one) if first is None else (one, other)
        yield "needs_key", there, {"key": there, "needed": needed}


def least_and_most(least: int, most: int | None) -> Iterator[Trouble]:
    """A lower limit, in cents, that is not above the upper one."""
    if most is not None and least > most:
        yield "least_above_most", "least", {"limit": f"{most // 100:,}.{most % 100:02d}"}
