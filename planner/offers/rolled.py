"""Candidates rolled together, chunk by chunk: what each asks of the household and gives the lender."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from planner import dates
from planner.engine import roll_forward
from planner.errors import PlannerError
from planner.money import Bools, Ints
from planner.offers.axes import Candidates
from planner.outcomes import NEVER, by_day, outcomes
from planner.terms import apply

if TYPE_CHECKING:
    import datetime as dt

    from planner.book import Flows, Position, Timeline
    from planner.case import Case, Plan
    from planner.offers.limits import Limits

CHUNK: Final = 4000
"""Candidates of one roll."""
Tick = Callable[[int], None]
"""Told how many candidates were rolled since it was last called."""


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """What candidates come to, (N,) each, cents and days: ``month`` is the dearest calendar month, ``worth`` the npv in whole cents.

    ``finish`` is NEVER where something stays or the plan cannot be rolled; ``waived`` is (5, N), ``paid`` too.
    """

    month: Ints
    highest: Ints
    total: Ints
    finish: Ints
    worth: Ints
    first: Ints
    payments: Ints
    waived: Ints
    paid: Ints

    def take(self, which: Ints | Bools) -> Figures:
        """Those of some candidates."""
        return Figures(*(getattr(self, f.name)[..., which] for f in fields(self)))


@dataclass(frozen=True, slots=True)
class Bench:
    """Where candidates of a case are tried: its position and future, the day the plan starts, its limits.

    ``first_due`` is the first due date, where it is not a period after the start; ``every`` the period, where the loan's own is not a
    month: what can be paid is known by the month.
    """

    case: Case
    now: Position
    future: Timeline
    start: dt.date
    limits: Limits
    first_due: dt.date | None = None
    every: tuple[int, str] | None = None

    def plan(self, candidates: Candidates, name: str = "") -> Plan:
        """The plan of candidates that have the same clauses; of one of several loans they hold for that one."""
        plan = candidates.plan(name, self.start, self.limits.whens, self.first_due, self.every)
        return replace(plan, only=((self.case.loans[0].id,),) * len(plan.terms)) if self.case.picked else plan

    def figures(self, candidates: Candidates, *, outside: bool = False, tick: Tick | None = None) -> Figures:
        """What each candidate comes to; ``outside``: what is paid down does not come out of the month's money."""
        found = [np.zeros((5, candidates.count) if f.name in ("waived", "paid") else candidates.count, np.int64) for f in fields(Figures)]
        for rows in _chunks(candidates):
            part = self._some(candidates.take(rows), outside=outside)
            for column, f in zip(found, fields(Figures), strict=True):
                column[..., rows] = getattr(part, f.name)
            if tick is not None:
                tick(rows.size)
        return Figures(*found)

    def feasible(self, found: Figures, *, budget: int | None = None) -> Bools:
        """Whether each ends, keeps within what a month leaves, and is worth enough to the lender."""
        fits: Bools = (found.finish != NEVER) & (found.month <= (self.limits.budget if budget is None else budget))
        return fits if self.limits.floor is None else fits & (found.worth >= self.limits.floor)

    def _some(self, candidates: Candidates, *, outside: bool) -> Figures:
        """One roll; halved where a candidate cannot be rolled, until it stands alone and has no finish."""
        try:
            return self._together(candidates, outside=outside)
        except PlannerError:
            if candidates.count == 1:
                none, parts = np.zeros(1, dtype=np.int64), np.zeros((5, 1), dtype=np.int64)
                return Figures(none, none, none, none + NEVER, none, none, none, parts, parts)
            half = np.arange(candidates.count) < candidates.count // 2
            one, two = (self._some(candidates.take(rows), outside=outside) for rows in (half, ~half))
            return Figures(*(np.concatenate([getattr(one, f.name), getattr(two, f.name)], axis=-1) for f in fields(Figures)))

    def _together(self, candidates: Candidates, *, outside: bool) -> Figures:
        day = dates.day(self.case.as_of)
        plan = self.plan(candidates)
        roll = roll_forward(self.now, apply(plan, self.case.loans[0], self.now, self.future, day), keep="flows")
        flows = roll.flows
        assert flows is not None  # noqa: S101 - keep="flows"
        found = outcomes(flows, roll.position, day, self.case.funding_rate or 0)
        beside = np.where(flows.date[:, :1] == dates.day(self.start), candidates.down, 0) if outside else 0
        columns = (
            dearest(flows, beside), found["highest_payment"], found["total_paid"], found["finish"], np.floor(found["npv"] + 0.5),
            found["first_payment"], found["payments"], flows.waived_parts, flows.paid_parts,
        )  # fmt: skip
        n = candidates.count
        return Figures(*(np.broadcast_to(c.astype(np.int64), (*c.shape[:-1], n)) for c in columns))


def dearest(flows: Flows, beside: Ints | int = 0) -> Ints:
    """The most that is paid in one calendar month (N,), ``beside`` (E, N) left out."""
    months = dates.month_number(flows.date[:, 0])
    begins = np.unique(months, return_index=True)[1]
    most: Ints = np.add.reduceat(np.maximum(by_day(flows.date, flows.paid) - beside, 0), begins, axis=0).max(axis=0)
    return most


def _chunks(candidates: Candidates) -> Iterator[Ints]:
    """Candidates of the same clauses, those of like length together."""
    clauses = candidates.clauses
    order = np.lexsort((candidates.months, clauses))
    edges = np.flatnonzero(np.diff(clauses[order])) + 1
    for group in np.split(order, edges):
        yield from (group[k : k + CHUNK] for k in range(0, group.size, CHUNK))
