"""The inputs of a formula as numbers: by name, in order, a name possibly several times."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from planner.money import Ints
from planner.why import Number


class Values:
    """What a formula is given. Names that are absent are 0, or an empty tuple."""

    __slots__ = ("first", "named")

    def __init__(self, named: tuple[tuple[str, Number], ...]) -> None:
        """Inputs in order; of a name that stands several times the first is found by it."""
        self.named = named
        self.first = dict(reversed(named))

    def __getitem__(self, name: str) -> int:
        """The whole number of that name, the first where there are several."""
        return whole(self.first.get(name, 0))

    def has(self, name: str) -> bool:
        """Whether there is an input of that name."""
        return name in self.first

    def row(self, name: str) -> tuple[int, ...]:
        """The numbers of an input that is several, such as an order of the parts or a count for each step."""
        value = self.first.get(name)
        return value if isinstance(value, tuple) else ()

    def rows(self, name: str) -> tuple[tuple[int, ...], ...]:
        """All inputs of that name that are several numbers."""
        return tuple(value for own, value in self.named if own == name and isinstance(value, tuple))

    def but(self, *names: str) -> tuple[int, ...]:
        """The whole numbers of all other names, in order."""
        return tuple(whole(value) for own, value in self.named if own not in names)

    def all(self, name: str) -> int:
        """The sum of all whole numbers of that name."""
        return sum(whole(value) for own, value in self.named if own == name)

    def array(self, name: str) -> Ints:
        """The whole number of that name for one loan (1,)."""
        return np.array([self[name]], dtype=np.int64)

    def mode(self, name: str) -> Ints | None:
        """A convention (1,), None where it is 0."""
        return self.array(name) if self[name] else None


Formula: TypeAlias = Callable[[Values], Number]


def whole(value: Number) -> int:
    """A whole number; TypeError where it is none."""
    if not isinstance(value, int):
        raise TypeError(value)
    return value


def table(*formulas: Formula) -> dict[str, Formula]:
    """Functions by their names, which are the codes of formulas; a trailing underscore does not count."""
    return {formula.__name__.removesuffix("_"): formula for formula in formulas}
