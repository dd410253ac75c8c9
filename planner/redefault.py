"""A plan that may fail: what it is worth with the chance of each break, and the chance at which it is worth no more than its alternative.

A broken plan is worth what the position then left brings: the contract revived with the payments made, enforced from the day after.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.branches import branches
from planner.enforcement.costs import costs_of
from planner.enforcement.course import courses
from planner.enforcement.rolled import CENTRAL, proceeds
from planner.figures import Kind, Value
from planner.hazards import Course, months_met
from planner.money import ONE, Floats, Ints

if TYPE_CHECKING:
    from planner.book import Ledger, Position, Timeline
    from planner.branches import Branches
    from planner.case import Case
    from planner.measures import Inputs

    Stand = tuple[Position, Timeline]


@dataclass(frozen=True, slots=True)
class Fallback:
    """What claims in cents (N,) on a day are worth then: ``brings`` them ``delay`` days later, for ``costs`` at once."""

    delay: int
    brings: Callable[[Ints], Floats]
    costs: Callable[[Ints], Floats]

    def worth(self, claim: Ints, annual: float) -> Floats:
        """The worth of each claim on its day at an effective annual rate; nothing where it costs more than it brings."""
        late = (1 + annual) ** (-self.delay / 365)
        worth: Floats = np.maximum(0.0, self.brings(claim) * late - self.costs(claim))
        return worth


def fallback(case: Case, claim: int) -> Fallback | None:
    """What a broken plan falls back on: enforcement by its central assumptions, else the price for the claim; None where neither is known.

    ``claim`` is what is owed on the as-of date, in cents.
    """
    if case.enforcement is not None or case.collateral is not None:
        return _enforced(case)
    return None if case.claim_price is None else sold(case.claim_price, claim)


def _enforced(case: Case) -> Fallback:
    """The central course of enforcement, whatever the day; what the judgment lays on the borrower is claimed as well."""
    way = courses(case)[CENTRAL]

    def brings(claim: Ints) -> Floats:
        filed = claim + costs_of(case, claim)[1]
        return proceeds(case, way, filed, filed)[1].astype(np.float64)

    return Fallback(way.paid - way.filed, brings, lambda claim: costs_of(case, claim)[0].astype(np.float64))


def sold(price: int, claim: int) -> Fallback:
    """A claim for which a price is offered today: the same share of what is owed then, at most all of it, at once."""
    share = min(1.0, price / claim) if claim > 0 else 0.0
    return Fallback(0, lambda cents: np.multiply(share, cents, dtype=np.float64), lambda cents: np.zeros(cents.size))


def course(found: Branches, fallback: Fallback, annual: float, days: tuple[int, int]) -> Course:
    """What a plan brings at an effective annual rate, broken at each payment and kept; ``days`` are the as-of date and its start."""
    as_of, start = days
    today = (1 + annual) ** (-(found.day - as_of) / 365)
    paid = np.concatenate(([0.0], np.cumsum(found.pays * today)))
    after = (1 + annual) ** (-(found.day + 1 - as_of) / 365)
    return Course(months_met(found.day, start), paid[:-1] + fallback.worth(np.maximum(found.claim, 0), annual) * after, float(paid[-1]))


def measured(case: Case, stand: Stand, ledger: Ledger, inputs: Inputs) -> tuple[Course | None, dict[str, Value]]:
    """What a plan whose ledger (N = 1) is known brings as it may break, and its measures; nothing where re-default is not assumed."""
    rate, claim = inputs.funding_rate, int(inputs.owed.sum()) - inputs.held
    way = None if case.redefault is None or rate is None else fallback(case, claim)
    if way is None or rate is None:
        return None, {}
    found = branches(case.loans[0], stand, ledger, inputs.as_of)
    brings = course(found, way, rate / ONE, (inputs.as_of, inputs.since))
    others = [other for other in (inputs.enforced, inputs.price) if other is not None]
    return brings, figures(brings, hazards(case), max(others, default=None))


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
