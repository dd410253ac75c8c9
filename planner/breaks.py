"""What if a plan is broken: which payments stop, what comes back, what is owed the day after, beside never having had the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from planner import contract, customs, dates
from planner.book import Ledger, Position, Timeline, standing
from planner.case import Case, Plan
from planner.debts import only_loan
from planner.engine import roll_forward
from planner.errors import CaseError, Problem
from planner.loan import Loan
from planner.money import Ints
from planner.negotiated import forgiven, kept_after
from planner.steps import full, mark, weave
from planner.terms import apply
from planner.today import stand

ON_BREAK: Final = ("restore", "keep")


@dataclass(frozen=True, slots=True)
class Broken:
    """A plan whose payments stop with the one ``at`` (from 0). Amounts by part (5,) in cents on the day after ``date``.

    ``date`` is the day the break takes hold: the day of that payment and the days to cure it. ``owed`` stands then, ``never`` would
    stand without the plan but with the same payments; ``back`` is what the break itself brings back of what had been set aside;
    ``paid`` came before it.
    """

    at: int
    date: int
    owed: Ints
    never: Ints
    back: Ints
    paid: int

    @property
    def worse(self) -> int:
        """How much more is owed than without the plan; below 0 where it is less."""
        return int(self.owed.sum() - self.never.sum())


def broken(case: Case, plan: Plan, at: int, on_break: str = "restore", cure: int = 0) -> Broken:
    """Break a plan of a case's only loan at payment ``at``; CaseError where it has no such payment."""
    only_loan(case, plan)
    loan = case.loans[0]
    day = dates.day(case.as_of)
    now, future = stand(loan, case.as_of)
    timeline = apply(plan, loan, now, future, day)
    missed = _missed(timeline, dates.day(plan.start), at)
    date = missed + cure
    stopped = _stopped(weave(timeline, np.array([date, date + 1]), contract.one(day)), missed)
    kept = _kept(now, stopped, date)
    paid = [(int(d), int(c)) for d, c in zip(kept.date[:, 0], kept.received[:, 0] - kept.returned[:, 0], strict=True) if c]
    alone = _with_payments(loan, future, paid, (day, date))
    revived = kept_after(stopped, loan, date, contract.one(day)) if on_break == "keep" else forgiven(alone, kept, contract.one(day))
    owed, never = (standing(_after(now, own, date + 1))[:, 0] for own in (revived, alone))
    held = _after(now, stopped, date)
    return Broken(at, date, owed, never, (held.deferred + held.conditional)[:, 0], sum(cents for _, cents in paid))


def payments(timeline: Timeline, start: int) -> Ints:
    """The days on which a plan is paid, from its start on, in order."""
    pays = (full(timeline, "pays")[:, 0] > 0) | (full(timeline, "cash")[:, 0] > 0)
    found: Ints = np.unique(timeline.date[pays & (timeline.date[:, 0] >= start), 0])
    return found


def _missed(timeline: Timeline, start: int, at: int) -> int:
    """The day of the payment that is not made."""
    due = payments(timeline, start)
    if not 0 <= at < due.size:
        raise CaseError([Problem("past_last_instalment", "at", str(at), "expected.past_last_instalment", {"count": str(due.size)})])
    return int(due[at])


def _stopped(timeline: Timeline, day: int) -> Timeline:
    """No money comes from a day on."""
    later = timeline.date >= day
    timeline = mark(timeline, "pays", later, 0)
    return timeline if timeline.cash is None else mark(timeline, "cash", later, 0)


def _kept(now: Position, timeline: Timeline, until: int) -> Ledger:
    """The ledger up to a day, that day included."""
    stop = int(np.searchsorted(timeline.date[:, 0], until, side="right"))
    ledger = roll_forward(now, timeline, stop=stop).ledger
    if ledger is None:
        raise ValueError(until)
    return ledger


def _with_payments(loan: Loan, future: Timeline, paid: list[tuple[int, int]], days: tuple[int, int]) -> Timeline:
    """The contract's future with the payments that were made, and steps on the day of the break and the day after."""
    begin, date = days
    timeline = weave(future, np.array([date, date + 1, *(day for day, _ in paid)]), contract.one(begin))
    timeline = contract.placed(timeline, "cash", paid)
    early = customs.EARLY[loan.early_money]
    if early and paid:
        timeline = mark(timeline, "early", np.isin(timeline.date, [day for day, _ in paid]), early)
    return customs.headed(timeline, loan)


def _after(now: Position, timeline: Timeline, until: int) -> Position:
    """The position after a day."""
    stop = int(np.searchsorted(timeline.date[:, 0], until, side="right"))
    return roll_forward(now, timeline, keep="flows", stop=stop).position
