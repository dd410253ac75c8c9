"""The least change of a plan's budget with which a condition holds: every budget that is tried is rolled and measured by itself.

A few budgets on each side of the plan's own are tried, nearest first; between two of them of which one meets the condition the place where
it begins to hold is narrowed to the cent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from planner import dates, debts, joint
from planner.errors import CaseError
from planner.measures import measure
from planner.purse import LONGEST
from planner.scenarios import compare, inputs_of

if TYPE_CHECKING:
    from planner.case import Case, Plan
    from planner.conditions import Condition
    from planner.figures import Value

POINTS: Final = 6
"""Budgets tried on each side before the place is narrowed."""
ROLLED: Final = (
    "first_payment", "typical_payment", "highest_payment", "payments", "finish", "total_paid", "paid_principal", "paid_interest",
    "paid_penalty", "paid_compound", "paid_fees", "waived", "npv", "recovery", "annual_rate", "effective_rate", "debt_to_income",
    "left_to_live_on",
)  # fmt: skip
"""Measures that need nothing but the plan's own ledger."""
Advance = Callable[[], None]


@dataclass(slots=True)
class Purse:
    """A plan of a case whose budget is varied, and what each budget that was tried came to."""

    case: Case
    plan: Plan
    asked: Condition
    advance: Advance
    tried: dict[int, dict[str, Value]] = field(default_factory=dict)

    def measures(self, budget: int) -> dict[str, Value]:
        """The measures under a budget, all of them where the condition needs a comparison; none where it never pays the debts."""
        if budget not in self.tried:
            self.advance()
            try:
                self.tried[budget] = self._rolled(budget) if self.asked.measure in ROLLED else self.whole(budget)
            except CaseError:
                self.tried[budget] = {}
        return self.tried[budget]

    def whole(self, budget: int) -> dict[str, Value]:
        """Every measure under a budget, as the case compared has them."""
        found = compare(replace(self.case, plans=(replace(self.plan, budget=budget),))).scenario(self.plan.name)
        return {} if found is None else found.measures

    def _rolled(self, budget: int) -> dict[str, Value]:
        """Those that the plan alone tells."""
        known = debts.stands(self.case)
        lines = joint.timelines(self.case, replace(self.plan, budget=budget), known)
        inputs = inputs_of(self.case, debts.joined([now for now, _ in known]))
        return measure(debts.merged(debts.ledgers(known, lines)), 0, replace(inputs, start=dates.day(self.plan.start)))

    def met(self, budget: int) -> bool:
        """Whether the condition holds under a budget."""
        found = self.measures(budget)
        return bool(found) and self.asked.holds(found[self.asked.measure])

    def nearest(self) -> int | None:
        """Of the budgets tried, the one that comes nearest to meeting the condition; None where the measure never exists."""
        amounts = {cents: found[self.asked.measure].amount for cents, found in self.tried.items() if found}
        gaps = {
            cents: float(self.asked.gap(np.array([amount]))[0]) for cents, amount in amounts.items() if isinstance(amount, int | float)
        }  # fmt: skip
        return min(gaps, key=lambda cents: gaps[cents]) if gaps else None


def nearest_budget(purse: Purse) -> int | None:
    """The budget nearest to the plan's own that meets the condition, the smaller of two as near; None where none that is tried does."""
    own = purse.plan.budget or 0
    least, most = _ends(purse, own)
    above = _toward(purse, own, most)
    if above is not None:
        # Only a smaller budget that is as near is of interest.
        least = max(least, 2 * own - above)
    below = _toward(purse, own, least)
    return above if below is None else below


def _ends(purse: Purse, own: int) -> tuple[int, int]:
    """The smallest budget that could pay what the plan pays in the longest time, and one that pays all of it at once."""
    total = purse.measures(own).get("total_paid")
    paid = total.amount if total is not None and isinstance(total.amount, int) else own * LONGEST
    return min(own, max(paid // LONGEST, 1)), max(own, paid)


def _toward(purse: Purse, own: int, end: int) -> int | None:
    """The first budget on the way from the plan's own to an end that meets the condition."""
    before = own
    for point in _points(own, end):
        if purse.met(point):
            return _narrowed(purse, before, point)
        before = point
    return None


def _points(own: int, end: int) -> Iterator[int]:
    """Budgets on the way, each as many times the one before."""
    steps = (round(own * (end / own) ** (k / POINTS)) for k in range(1, POINTS))
    yield from dict.fromkeys([*steps, end])


def _narrowed(purse: Purse, before: int, there: int) -> int:
    """The budget next to one that does not meet the condition, between that and one that does."""
    while abs(there - before) > 1:
        middle = (before + there) // 2
        before, there = (before, middle) if purse.met(middle) else (middle, there)
    return there
