"""A plan that may fail: what it is worth with the chance of each break, and the chance at which it is worth no more than its alternative.

A broken plan is worth what the position then left brings: the contract revived with the payments made, enforced from the day after.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.figures import Kind, Value
from planner.hazards import Course, months_met
from planner.money import ONE, Floats, Ints

if TYPE_CHECKING:
    from planner.branches import Branches
    from planner.case import Case


@dataclass(frozen=True, slots=True)
class Fallback:
    """What a claim in cents on a day is worth then: ``brings`` it ``delay`` days later, for ``costs`` at once."""

    delay: int
    brings: Callable[[int], float]
    costs: Callable[[int], float]

    def worth(self, claim: Ints, annual: float) -> Floats:
        """The worth of each claim on its day at an effective annual rate; nothing where it costs more than it brings."""
        late = (1 + annual) ** (-self.delay / 365)
        return np.array([max(0.0, self.brings(int(cents)) * late - self.costs(int(cents))) for cents in claim])


def sold(price: int, claim: int) -> Fallback:
    """A claim for which a price is offered today: the same share of what is owed then, at most all of it, at once."""
    share = min(1.0, price / claim) if claim > 0 else 0.0
    return Fallback(0, lambda cents: share * max(cents, 0), lambda _: 0.0)


def course(found: Branches, fallback: Fallback, annual: float, days: tuple[int, int]) -> Course:
    """What a plan brings at an effective annual rate, broken at each payment and kept; ``days`` are the as-of date and its start."""
    as_of, start = days
    today = (1 + annual) ** (-(found.day - as_of) / 365)
    paid = np.concatenate(([0.0], np.cumsum(found.pays * today)))
    after = (1 + annual) ** (-(found.day + 1 - as_of) / 365)
    return Course(months_met(found.day, start), paid[:-1] + fallback.worth(found.claim, annual) * after, float(paid[-1]))


def hazards(case: Case, place: int = 1) -> tuple[float, ...]:
    """The hazard of each month by the case's assumption, the last repeating; ``place`` is low, central or high. Empty without one."""
    own = case.redefault
    if own is None:
        return ()
    return (own.monthly.values[place] / ONE,) if own.monthly is not None else tuple(month / ONE for month in own.curve)


def figures(brings: Course, month: tuple[float, ...], other: float | None) -> dict[str, Value]:
    """``expected_npv`` and ``breakeven_redefault`` against the better of enforcement and a price for the claim, where that is known."""
    expected = Value(Kind.MONEY, brings.expected(month)) if month else Value(Kind.MONEY, None, reason="unknown")
    found = brings.breakeven(other) if other is not None else "unknown"
    if isinstance(found, str):
        return {"expected_npv": expected, "breakeven_redefault": Value(Kind.RATE, None, reason=found)}
    return {"expected_npv": expected, "breakeven_redefault": Value(Kind.RATE, found[0], all=found)}
