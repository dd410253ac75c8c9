"""A plan agreed earlier, with what was paid under it, as history (二次协商): what still stands, and what a break brings back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner import contract, customs, dates
from planner.book import PARTS, Ledger, Position, Timeline
from planner.case import Plan
from planner.engine import roll_forward
from planner.errors import CaseError
from planner.floating import late_again
from planner.loan import Agreed, Loan, Payment
from planner.money import Ints
from planner.steps import full, mark, weave
from planner.terms import apply

ALL_PARTS = tuple(int(part) for part in PARTS)


def history(loan: Loan, agreed: Agreed, as_of: int) -> tuple[Position, Timeline]:
    """A position and the timeline from there by which the loan came to ``as_of`` (a day), which is a step.

    Before its start the contract ran; from then on the plan, with what was really paid; after a break either the plan goes on and only
    what was set aside is due again (keep), or the contract revives with all payments, and only waivers whose condition had been met stay
    (restore). CaseError with paths relative to the case where a clause cannot be applied.
    """
    now, timeline = _under(loan, agreed, as_of)
    if agreed.broken is None or dates.day(agreed.broken) > as_of:
        return now, timeline
    if agreed.on_break == "keep":
        return now, kept_after(timeline, loan, dates.day(agreed.broken), contract.one(dates.day(agreed.start)))
    position, whole = contract.history(loan, as_of)
    stop = int(np.searchsorted(timeline.date[:, 0], dates.day(agreed.broken), side="right"))
    ledger = roll_forward(now, timeline, stop=stop).ledger
    return position, whole if ledger is None else forgiven(whole, ledger, contract.one(customs.day_before(loan)))


def _under(loan: Loan, agreed: Agreed, as_of: int) -> tuple[Position, Timeline]:
    """The loan on the plan's start, and the plan from there with the payments that came."""
    start = dates.day(agreed.start)
    before = replace(loan, payments=_paid(loan, None, start), accelerated=None)
    now, future = contract.signed(before, agreed.start)
    try:
        timeline = apply(Plan("agreed", agreed.start, agreed.terms), before, now, future, start)
    except CaseError as error:
        raise CaseError([replace(p, path=f"loan[0].agreed.{p.path}") for p in error.problems]) from None
    paid = _paid(loan, start, as_of + 1)
    called = [] if loan.accelerated is None else [day for day in [dates.day(loan.accelerated)] if day > start]
    charges = [(dates.day(day), amount) for day, amount in loan.fees if start < dates.day(day) <= as_of]
    days = np.array([as_of, *called, *(dates.day(p.date) for p in paid), *(day for day, _ in charges)], dtype=np.int64)
    timeline = weave(timeline, days, contract.one(start))
    timeline = replace(timeline, pays=None, cash=None, early=None)
    if timeline.settle is not None:
        timeline = mark(timeline, "settle", timeline.date >= start, timeline.settle.max(axis=0))
    for name, rows in (("cash", [(dates.day(p.date), p.amount) for p in paid]), ("fee", charges)):
        timeline = contract.placed(timeline, name, rows)
    early = customs.EARLY[loan.early_money]
    if early and paid:
        timeline = mark(timeline, "early", np.isin(timeline.date, [dates.day(p.date) for p in paid]), early)
    for day in called:
        timeline = mark(timeline, "accelerate", timeline.date == day, 1)
    return now, customs.headed(timeline, loan)


def _paid(loan: Loan, since: int | None, until: int) -> tuple[Payment, ...]:
    """Payments from one day on, before another."""
    return tuple(p for p in loan.payments if (since is None or dates.day(p.date) >= since) and dates.day(p.date) < until)


def kept_after(timeline: Timeline, loan: Loan, day: int | Ints, opened: Ints) -> Timeline:
    """What was set aside is due again on a day (or a day a loan, (N,)); after it nothing is paused and the contract's late rates hold.

    ``opened`` is the day from which the timeline's first step is measured.
    """
    days = np.atleast_1d(np.asarray(day, dtype=np.int64))
    timeline = weave(timeline, np.unique(days), opened)
    again = late_again(timeline, loan, int(days.min()), opened)
    timeline = weave(timeline, again.date[:, 0], opened)
    here, later = timeline.date == days, timeline.date > days
    for name in ("penalty", "compound"):
        timeline = mark(timeline, name, later, full(again, name))
    timeline = mark(mark(timeline, "revive", here, 1), "release", here, 1, ALL_PARTS)
    return mark(mark(timeline, "off", later, 0), "release", later, 0, ALL_PARTS)


def forgiven(timeline: Timeline, ledger: Ledger, opened: Ints, until: Ints | None = None) -> Timeline:
    """Conditional waivers that had vested under a plan, by part on their days, written into the contract that revives.

    ``opened`` is the day from which the timeline's first step is measured; only what vested ``until`` a day a loan (N,) counts, if given.
    """
    gone = ledger.vested if until is None else np.where(ledger.date <= until, ledger.vested, 0)
    rows = np.flatnonzero(gone.any(axis=(0, 2)))
    timeline = weave(timeline, ledger.date[rows, 0], opened)
    for row in rows:
        here = timeline.date == ledger.date[row, 0]
        before = full(timeline, "waive_cents")[:, here[:, 0], :][:, 0]
        timeline = mark(timeline, "waive_cents", here, (before + gone[:, row])[:, None], ALL_PARTS)
    return timeline
