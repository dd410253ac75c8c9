"""Several debts of one borrower: their joint position and ledger, and one budget a month that is paid between them.

Each loan is rolled by itself; what is joint is added up from their positions and ledgers, so that it equals them to the cent.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from planner import contract, customs, dates
from planner.between import Debt, between
from planner.book import Dues, Early, Ledger, Position, Timeline, standing
from planner.engine import roll_forward
from planner.errors import CaseError, Problem
from planner.money import Ints
from planner.payoff import Payoff, per_day, quote
from planner.steps import cut, full, gather, mark, measured, weave
from planner.terms import apply
from planner.today import stand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.case import Case, Loan, Plan

Stand = tuple[Position, Timeline]
LONGEST: Final = 600
"""Months for which a budget is paid at most."""
STOCKS: Final = ("opening", "closing", "held", "level", "days_past_due")
"""Columns that say where things stand, not what happened."""


def only_loan(case: Case, plan: Plan | None = None) -> None:
    """CaseError where a case has several loans, or a plan a budget between them, and what is asked is about one loan."""
    if len(case.loans) > 1:
        raise CaseError([Problem("one_loan", "loan", str(len(case.loans)))])
    if plan is not None and plan.budget is not None:
        raise CaseError([Problem("no_budget", "plan.budget", f"{plan.budget / 100:.2f}")])


def stands(case: Case) -> list[Stand]:
    """Where each loan stands on the as-of date, and what is agreed from there on."""
    return [stand(loan, case.as_of) for loan in case.loans]


def grown(known: Sequence[Stand]) -> Ints:
    """What one more day adds to all loans, by part (5, 1)."""
    total: Ints = np.sum([per_day(*own) for own in known], axis=0)
    return total


def quoted(case: Case, known: Sequence[Stand], day: int) -> Payoff:
    """What pays all loans off on a day."""
    quotes = [quote(loan, *own, day) for loan, own in zip(case.loans, known, strict=True)]
    first, *more = quotes
    return replace(
        first, owed=tuple(map(sum, zip(*(q.owed for q in quotes), strict=True))), deferred=sum(q.deferred for q in quotes),
        held=sum(q.held for q in quotes), prepayment_fee=sum(q.prepayment_fee for q in quotes),
        per_day=np.sum([q.per_day for q in quotes], axis=0),
    ) if more else first  # fmt: skip


def joined(positions: Sequence[Position]) -> Position:
    """The positions of several loans (N = 1 each, of one day) as one."""
    rows = np.argsort(np.concatenate([p.dues.due[:, 0] for p in positions]), kind="stable")
    dues = {f.name: np.concatenate([getattr(p.dues, f.name) for p in positions], axis=-2)[..., rows, :] for f in fields(Dues)}
    total = {
        f.name: np.sum([getattr(p, f.name) for p in positions], axis=0) for f in fields(Position) if f.name not in ("date", "dues")
    }  # fmt: skip
    return Position(date=positions[0].date, dues=Dues(**dues), **{**total, "relief": positions[0].relief * 0})


def merged(ledgers: Sequence[Ledger]) -> Ledger:
    """The ledgers of several loans (N = 1 each) as one with a step for every day on which any has one.

    What happened adds up; what stands is carried on from a loan's last step; days past due are the most of any.
    """
    days = np.unique(np.concatenate([ledger.date[:, 0] for ledger in ledgers]))
    own = [_on(ledger, days) for ledger in ledgers]
    total = {name: np.sum([columns[name] for columns in own], axis=0) for name in own[0]}
    total["days_past_due"] = np.max([columns["days_past_due"] for columns in own], axis=0)
    total["number"] = np.max([columns["number"] for columns in own], axis=0)
    return Ledger(**{**total, "date": days[:, None]})


def _on(ledger: Ledger, days: Ints) -> dict[str, Ints]:
    """One ledger's columns on other days, among which are all of its own."""
    date = ledger.date[:, 0]
    first, last = np.searchsorted(date, days, side="left"), np.searchsorted(date, days, side="right")
    found = {}
    for f in fields(Ledger):
        column = getattr(ledger, f.name)
        if f.name == "opening":
            wide = np.concatenate([column, ledger.closing[..., -1:, :]], axis=-2)
            before = np.where(first > 0, first - 1, 0)
            carried = np.where((first > 0)[:, None], ledger.closing[..., before, :], column[..., :1, :])
            found[f.name] = np.where((last > first)[:, None], wide[..., first, :], carried)
        elif f.name in STOCKS:
            found[f.name] = np.where((last > 0)[:, None], column[..., np.maximum(last - 1, 0), :], 0)
        else:
            sums = np.concatenate([np.zeros_like(column[..., :1, :]), np.cumsum(column, axis=-2)], axis=-2)
            found[f.name] = sums[..., last, :] - sums[..., first, :]
    return found


def shared_out(case: Case, plan: Plan, known: Sequence[Stand]) -> list[Timeline]:
    """Each loan's timeline under a plan with a budget: the plan's clauses, and its part of the budget on the start and each month after.

    CaseError where the budget never pays the debts, or a clause cannot be applied.
    """
    begin, start = dates.day(case.as_of), dates.day(plan.start)
    days = dates.add_months(start, np.arange(LONGEST))
    loans = [_Purse(loan, plan, stand, begin, days) for loan, stand in zip(case.loans, known, strict=True)]
    for k in range(LONGEST):
        debts = tuple(loan.roll(k) for loan in loans)
        if not any(debt.owed for debt in debts):
            return [loan.timeline(k) for loan in loans]
        for loan, cents in zip(loans, between(plan.budget or 0, debts, plan.split), strict=True):
            loan.pay(cents)
    raise CaseError([Problem("budget_too_small", "budget", f"{(plan.budget or 0) / 100:.2f}", values={"years": str(LONGEST // 12)})])


class _Purse:
    """A loan under a plan, rolled from one payment of the budget to the next."""

    def __init__(self, loan: Loan, plan: Plan, stand: Stand, begin: int, days: Ints) -> None:
        """Write the plan's clauses; nobody pays yet. Each day of the budget gets a step of its own after all that falls due on it."""
        now, future = stand
        timeline = apply(plan, loan, now, future, begin) if plan.terms else future
        timeline = replace(timeline, pays=None, cash=None, early=None)
        timeline = weave(timeline, days, contract.one(begin))
        own = timeline.date[:, 0]
        at = np.searchsorted(own, days, side="right")
        wide = gather(timeline, np.insert(np.arange(own.size), at, -1 - at)[:, None])
        date = np.insert(own, at, days)[:, None]
        since = np.insert(np.broadcast_to(timeline.since, (own.size, 1))[:, 0], at, days)[:, None]
        self._steps = at + np.arange(days.size)
        wide = measured(replace(wide, date=date, since=since), contract.one(begin))
        here = np.isin(np.arange(date.size), self._steps)[:, None]
        self._timeline = customs.headed(mark(wide, "early", here, Early.PREPAY), loan)
        self._cash = np.zeros((date.size, 1), dtype=np.int64)
        self._now, self._loan, self._next, self._paying = now, loan, 0, 0

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
        owed = int((standing(self._now) - self._now.conditional).sum()) - int(self._now.held[0])
        rate, overdue = (int(full(self._timeline, name)[step, 0]) for name in ("rate", "penalty"))
        since = int(dues.due[late, 0].min()) if late.any() else None
        return Debt(self._loan.id, min(due, owed), max(owed - due, 0), since, rate, overdue, self._loan.secured)

    def pay(self, cents: int) -> None:
        """The loan's part of this payment."""
        self._cash[self._paying, 0] = cents

    def timeline(self, k: int) -> Timeline:
        """The timeline with all payments, up to the one by which nothing is left."""
        return cut(replace(self._timeline, cash=self._cash), 0, int(self._steps[k]) + 1)


def _recasts(timeline: Timeline) -> bool:
    """Whether a level is set in these steps, which sees all steps that follow."""
    return timeline.recast is not None and bool(timeline.recast.any())


def ledgers(known: Sequence[Stand], timelines: Sequence[Timeline]) -> list[Ledger]:
    """Each loan's ledger (N = 1) along its timeline."""
    rolled = [roll_forward(now, timeline).ledger for (now, _), timeline in zip(known, timelines, strict=True)]
    return [ledger for ledger in rolled if ledger is not None]
