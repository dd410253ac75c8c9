"""One budget a month that is paid between the loans of a borrower, until nothing is owed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from planner import contract, customs, dates
from planner.between import Debt, between
from planner.book import Early, Timeline, standing
from planner.engine import roll_forward
from planner.errors import CaseError, Problem
from planner.money import Ints, yuan
from planner.steps import cut, full, gather, mark, measured, weave

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.book import Position
    from planner.case import Loan, Plan

LONGEST: Final = 600
"""Months for which a budget is paid at most."""


def shared_out(loans: Sequence[Loan], plan: Plan, known: Sequence[Position], written: Sequence[Timeline]) -> list[Timeline]:
    """Each loan's timeline, as ``written`` without money, with its part of the plan's budget on the start and each month after.

    CaseError where the budget never pays the debts, with what they grow by in the first month.
    """
    days, budget = dates.add_months(dates.day(plan.start), np.arange(LONGEST)), plan.budget or 0
    purses = [_Purse(loan, now, timeline, days) for loan, now, timeline in zip(loans, known, written, strict=True)]
    total, grows = 0, 0
    for k in range(LONGEST):
        debts = tuple(purse.roll(k) for purse in purses)
        owed = sum(debt.owed for debt in debts)
        if not owed and not any(purse.expects() for purse in purses):
            return [purse.timeline(k) for purse in purses]
        grows, total = max(owed - total, 0) if k == 1 else grows, owed - min(budget, owed)
        for purse, cents in zip(purses, between(budget, debts, plan.split), strict=True):
            purse.pay(cents)
    values = {"years": str(LONGEST // 12), "grows": yuan(grows)}
    raise CaseError([Problem("budget_too_small", "budget", yuan(budget), "expected.budget", values)])


class _Purse:
    """A loan under a plan, rolled from one payment of the budget to the next."""

    def __init__(self, loan: Loan, now: Position, timeline: Timeline, days: Ints) -> None:
        """Nobody pays yet."""
        self._written, self._days, self._loan, self._begin = timeline, days, loan, int(now.date[0])
        self._timeline, self._steps = _laid(timeline, days, self._begin, loan)
        self._cash = np.zeros((self._timeline.length, 1), dtype=np.int64)
        self._now, self._next, self._paying = now, 0, 0

    def roll(self, k: int) -> Debt:
        """Roll up to payment k; what stands then and can be paid."""
        step, begin = int(self._steps[k]), self._next
        ahead = cut(replace(self._timeline, cash=self._cash), begin, min(self._timeline.length, step + 1))
        whole = cut(replace(self._timeline, cash=self._cash), begin, self._timeline.length) if _recasts(ahead) else ahead
        self._now = roll_forward(self._now, whole, keep="flows", stop=step - begin).position
        self._next, self._paying = step, step
        day, dues = int(self._timeline.date[step, 0]), self._now.dues
        late = (dues.due[:, 0] <= day) & (dues.amount[:, :, 0].sum(axis=0) > 0)
        due = int(dues.amount[:, late, 0].sum())
        owed = max(int((standing(self._now) - self._now.conditional).sum()) - int(self._now.held[0]), 0)
        rate, overdue = (int(full(self._timeline, name)[step, 0]) for name in ("rate", "penalty"))
        since = int(dues.due[late, 0].min()) if late.any() else None
        return Debt(self._loan.id, min(due, owed), max(owed - due, 0), since, rate, overdue, self._loan.secured)

    def pay(self, cents: int) -> None:
        """The loan's part of this payment."""
        self._cash[self._paying, 0] = cents

    def expects(self) -> bool:
        """Whether the plan or the contract charges or lends anything after this payment."""
        later = (full(self._timeline, name)[self._paying + 1 :] for name in ("fee", "draw"))
        return any(bool((column > 0).any()) for column in later)

    def timeline(self, k: int) -> Timeline:
        """The timeline with the payments up to one; what follows it stays, since levels are set by what follows."""
        timeline, steps = _laid(self._written, self._days[: k + 1], self._begin, self._loan)
        cash = np.zeros((timeline.length, 1), dtype=np.int64)
        cash[steps] = self._cash[self._steps[: k + 1]]
        return replace(timeline, cash=cash)


def _laid(timeline: Timeline, days: Ints, begin: int, loan: Loan) -> tuple[Timeline, Ints]:
    """A timeline without money in which each of some days has a step of its own after all that falls due on it; and those steps."""
    timeline = replace(timeline, pays=None, cash=None, early=None)
    timeline = weave(timeline, days, contract.one(begin))
    own = timeline.date[:, 0]
    at = np.searchsorted(own, days, side="right")
    wide = gather(timeline, np.insert(np.arange(own.size), at, -1 - at)[:, None])
    date = np.insert(own, at, days)[:, None]
    since = np.insert(np.broadcast_to(timeline.since, (own.size, 1))[:, 0], at, days)[:, None]
    steps: Ints = at + np.arange(days.size)
    wide = measured(replace(wide, date=date, since=since), contract.one(begin))
    here = np.isin(np.arange(date.size), steps)[:, None]
    return customs.headed(mark(wide, "early", here, Early.PREPAY), loan), steps


def _recasts(timeline: Timeline) -> bool:
    """Whether a level is set in these steps, which sees all steps that follow."""
    return timeline.recast is not None and bool(timeline.recast.any())
