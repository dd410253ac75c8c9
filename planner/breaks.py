"""What if a plan is broken: which payments stop, what comes back, what is owed the day after, beside never having had the plan.

Every break of a plan lies beside the others on the loan axis.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from planner import contract, customs, dates, joint
from planner.book import Flows, Ledger, Position, Timeline, take
from planner.case import Case, Plan
from planner.debts import stands
from planner.engine import roll_forward
from planner.errors import CaseError, Problem
from planner.loan import Loan
from planner.money import Ints
from planner.negotiated import forgiven, kept_after
from planner.steps import full, mark, weave

ON_BREAK: Final = ("restore", "keep")
CHUNK: Final = 24
"""Breaks beside each other: each roll goes no further than its last break, so early ones are not carried to the end of a long plan."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A plan whose payments stop with the one ``at`` (from 0). Amounts by part (5,) in cents on the day after ``date``.

    ``missed`` is the day of that payment; ``date`` the day the break takes hold, when the days to cure it are over. ``owed`` stands then,
    ``never`` would stand without the plan but with the same payments, both without money ``held``; ``back`` is what the break itself
    brings back of what had been set aside; ``paid`` came before it.
    """

    at: int
    missed: int
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
    """Break a plan of a case at payment ``at``, on all its loans; CaseError where it has no such payment."""
    books = signed(case, plan)
    if not 0 <= at < books[0].due.size:
        values = {"count": str(books[0].due.size)}
        raise CaseError([Problem("past_last_instalment", "at", str(at + 1), "expected.past_last_instalment", values)])
    return _together(books, np.array([at]), on_break, cure)[0]


def breaks(
    case: Case, plan: Plan, on_break: str = "restore", cure: int = 0, progress: Callable[[int, int], None] = lambda _done, _of: None
) -> list[Broken]:
    """A plan of a case broken at each of its payments, on all its loans; ``progress`` is told how many of how many are done."""
    books, found = signed(case, plan), list[Broken]()
    count = books[0].due.size
    for first in range(0, count, CHUNK):
        found += _together(books, np.arange(first, min(first + CHUNK, count)), on_break, cure)
        progress(len(found), count)
    return found


def _together(books: Sequence[Signed], at: Ints, on_break: str, cure: int) -> list[Broken]:
    """The breaks of some payments, added up over the loans."""
    each = [_told(roll_breaks(book, at, on_break, cure)) for book in books]
    return [
        replace(
            own[0], owed=np.sum([one.owed for one in own], axis=0), never=np.sum([one.never for one in own], axis=0),
            back=np.sum([one.back for one in own], axis=0), paid=sum(one.paid for one in own),
        )
        for own in zip(*each, strict=True)
    ]  # fmt: skip


def _told(rolled: Rolled) -> list[Broken]:
    """Every break of a roll."""
    owed, never = (_closing(ledger, rolled.date + 1) for ledger in (rolled.after, rolled.never))
    back, paid = rolled.back(), rolled.paid()
    return [
        Broken(int(place), int(rolled.missed[k]), int(rolled.date[k]), owed[:, k], never[:, k], back[:, k], int(paid[k]))
        for k, place in enumerate(rolled.at)
    ]


@dataclass(frozen=True, slots=True)
class Signed:
    """A plan on one loan (N = 1) from a ``day`` on: ``now``, the contract's ``future``, the plan's ``timeline`` and ``flows``.

    ``due`` (D,) are the days of its payments, on whichever loan.
    """

    loan: Loan
    day: int
    now: Position
    future: Timeline
    timeline: Timeline
    flows: Flows
    due: Ints


def signed(case: Case, plan: Plan) -> list[Signed]:
    """A plan on each loan of a case, kept to its end."""
    day, known = dates.day(case.as_of), stands(case)
    timelines = joint.timelines(case, plan, known)
    due = np.unique(np.concatenate([payments(own, dates.day(plan.start)) for own in timelines]))
    found = []
    for loan, (now, future), timeline in zip(case.loans, known, timelines, strict=True):
        flows = roll_forward(now, timeline, keep="flows").flows
        if flows is None:
            raise ValueError(plan.name)
        found.append(Signed(loan, day, now, future, timeline, flows, due))
    return found


@dataclass(frozen=True, slots=True)
class Rolled:
    """The breaks of a plan (K,) beside each other: ``at`` which payment, the day ``missed``, the day (``date``) from which it is broken.

    Ledgers (E, K): ``stopped`` is the plan without money from the missed day on, ``kept`` the same with what comes back, ``never`` the
    contract with the same payments, ``after`` what holds after the break. ``flows`` are those of the plan kept to its end (N = 1).
    """

    at: Ints
    missed: Ints
    date: Ints
    flows: Flows
    stopped: Ledger
    kept: Ledger
    never: Ledger
    after: Ledger

    def back(self) -> Ints:
        """What each break brings back of what had been set aside, by part (5, K)."""
        ours: Ints = np.where(self.kept.date == self.date, self.kept.revived + self.kept.released, 0).sum(axis=1)
        planned: Ints = np.where(self.stopped.date == self.date, self.stopped.released, 0).sum(axis=1)
        back: Ints = ours - planned
        return back

    def paid(self) -> Ints:
        """What came before each break (K,), less what was returned."""
        total: Ints = np.where(self.flows.date < self.missed, self.flows.paid, 0).sum(axis=0)
        return total


def roll_breaks(book: Signed, at: Ints, on_break: str = "restore", cure: int = 0) -> Rolled:
    """The ledgers of a plan broken at some of its payments (K,), each as far as the last break."""
    missed = book.due[at]
    date, opened = missed + cure, contract.one(book.day)
    days, until = np.unique(np.concatenate([date, date + 1])), int(date.max()) + 1
    stopped = _stopped(weave(book.timeline, days, opened), missed)
    alone = _with_payments(book, weave(book.future, np.concatenate([days, book.flows.date[:, 0]]), opened), missed)
    everyone = take(book.now, np.zeros(date.size, dtype=np.int64))
    plain, kept, never = (_ledger(everyone, own, until) for own in (stopped, kept_after(stopped, book.loan, date, opened), alone))
    if on_break == "keep":
        after = kept
    elif np.where(plain.date <= date, plain.vested, 0).any():
        after = _ledger(everyone, forgiven(alone, plain, opened, date), until)
    else:
        after = never
    return Rolled(at, missed, date, book.flows, plain, kept, never, after)


def payments(timeline: Timeline, start: int) -> Ints:
    """The days on which a plan is paid, from its start on, in order."""
    pays = (full(timeline, "pays")[:, 0] > 0) | (full(timeline, "cash")[:, 0] > 0)
    found: Ints = np.unique(timeline.date[pays & (timeline.date[:, 0] >= start), 0])
    return found


def _stopped(timeline: Timeline, missed: Ints) -> Timeline:
    """No money comes from a day on, (K,)."""
    later = timeline.date >= missed
    timeline = mark(timeline, "pays", later, 0)
    return timeline if timeline.cash is None else mark(timeline, "cash", later, 0)


def _with_payments(book: Signed, future: Timeline, missed: Ints) -> Timeline:
    """The contract's future with the payments that were made before each break (K,)."""
    flows, loan = book.flows, book.loan
    paid = [(int(d), int(c)) for d, c in zip(flows.date[:, 0], flows.paid[:, 0], strict=True) if c > 0]
    timeline = contract.placed(future, "cash", paid)
    timeline = contract.interest_first(mark(timeline, "cash", timeline.date >= missed, 0), loan)
    early = customs.EARLY[loan.early_money]
    if early and paid:
        timeline = mark(timeline, "early", np.isin(timeline.date, [day for day, _ in paid]) & (timeline.date < missed), early)
    return customs.headed(timeline, loan)


def _ledger(everyone: Position, timeline: Timeline, until: int) -> Ledger:
    """The ledger up to a day, that day included."""
    ledger = roll_forward(everyone, timeline, stop=int(np.searchsorted(timeline.date[:, 0], until, side="right"))).ledger
    if ledger is None:
        raise ValueError(until)
    return ledger


def _closing(ledger: Ledger, days: Ints) -> Ints:
    """All that stands by part (5, K) after a day a loan (K,)."""
    rows = np.searchsorted(ledger.date[:, 0], days, side="right") - 1
    closing: Ints = ledger.closing[:, rows, np.arange(days.size)]
    return closing
