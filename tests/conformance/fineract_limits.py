"""Conventions of Fineract's that the planner has no field for yet, and whether these inputs need them.

Each is decided from the inputs alone: a schedule is rolled without the convention, and where the convention would have
something to change in it, the case is not covered. What is published is never looked at.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import floor
from typing import Final

import numpy as np

from planner.book import Ledger, Off, Part, Position, Timeline
from planner.contract import one
from planner.engine import roll_forward
from planner.money import ONE
from planner.steps import full, measured, put
from tests.conformance.cases import refuse
from tests.conformance.fineract_loan import Terms

HALF: Final = Fraction(1, 2)


def rolled(now: Position, timeline: Timeline) -> Ledger:
    """The ledger of one loan."""
    ledger = roll_forward(now, timeline).ledger
    assert ledger is not None
    return ledger


def refuse_edges(read: Terms) -> None:
    """Changes at places the conventions built so far do not reach."""
    if read.rates and read.pauses:
        refuse("a level set anew as if paused days bore interest")
    if any(not read.opened <= day < read.due[-1] for day, _ in read.rates):
        refuse("a rate that changes before the loan is lent or after its last due date")
    inside = [day for day in read.edges if read.opened < day < read.due[-1] and day not in read.due]
    if inside and read.loan.day_count == "30/360-share" and read.loan.every[0] > 1:
        refuse("odd days as a share of a period of several months")
    if read.loan.day_count == "actual/actual" and any(_crosses_leap(read, day) for day in inside):
        refuse("days inside a period across a leap year's edge, counted evenly")


def _crosses_leap(read: Terms, day: int) -> bool:
    """Whether the period around a day has days of a leap year and of another."""
    ends = max(d for d in (read.opened, *read.due) if d < day), min(d for d in read.due if d > day)
    years = {int(np.datetime64(d, "D").astype("datetime64[Y]").astype(int)) + 1970 for d in ends}
    return len({y % 4 == 0 and (y % 100 != 0 or y % 400 == 0) for y in years}) > 1


def refuse_level(read: Terms, now: Position, timeline: Timeline, since: int) -> None:
    """A level set at the end of day ``since`` that Fineract would round otherwise, or move once it sees the last instalment."""
    ledger = rolled(now, timeline)
    e = int(np.flatnonzero(ledger.date[:, 0] <= since)[-1])
    level = int(ledger.level[e, 0])
    due = ledger.billed[:, (ledger.number[:, 0] > 0) & (ledger.date[:, 0] > since), 0].sum(axis=0)
    if due.size < 2:
        return
    accrued = sum(_since_billed(ledger, timeline, e), Fraction(0))
    exact = _level(ledger, timeline, e, accrued)
    if floor(exact + HALF) != floor(_level(ledger, timeline, e, Fraction(floor(accrued + HALF))) + HALF):
        refuse("a level set on interest accrued to fractions of a cent")
    if read.half_even and _ties(exact):
        refuse("half even")
    if read.multiple and level % read.multiple:
        refuse("instalments in multiples of a unit")
    if abs(int(due[-1] - due[-2])) > due.size // 2:
        refuse("smoothing of the last instalment")


def _level(ledger: Ledger, timeline: Timeline, e: int, accrued: Fraction) -> Fraction:
    """The payment that amortises what is left after step ``e`` with what has accrued on it, unrounded."""
    unit, rate = int(timeline.base[0]) * ONE, full(timeline, "rate")
    grown = [Fraction(1)]
    for step in range(timeline.length - 1, e, -1):
        grown.append(grown[-1] * (1 + Fraction(int(rate[step, 0]) * int(timeline.time[step, 0]), unit)))
    return (int(ledger.closing[Part.PRINCIPAL, e, 0]) * grown[-1] + accrued * grown[-2]) / sum(grown[:-1])


def refuse_cents(read: Terms, now: Position, timeline: Timeline) -> None:
    """A posting that Fineract would round, carry or count otherwise."""
    ledger = rolled(now, timeline)
    rows = np.flatnonzero(ledger.number[:, 0] > 0)
    if bool((ledger.billed[Part.INTEREST, rows, 0] > ledger.level[rows - 1, 0])[:-1].any()):
        refuse("interest above the level, carried to the next instalment")
    if read.half_even and any(_ties(sum(_since_billed(ledger, timeline, int(e)), Fraction(0))) for e in rows):
        refuse("half even")
    if read.loan.day_count == "actual/actual":
        _refuse_earned(now, timeline, ledger)


def _since_billed(ledger: Ledger, timeline: Timeline, e: int) -> list[Fraction]:
    """Interest of the steps up to ``e`` since the instalment before it, in cents, unrounded."""
    unit, before = int(timeline.base[0]) * ONE, np.flatnonzero(ledger.number[:e, 0] > 0)
    rate, time, off = (full(timeline, name)[:, 0] for name in ("rate", "time", "off"))
    steps = range(int(before[-1]) + 1 if before.size else 0, e + 1)
    return [
        Fraction(int(ledger.opening[Part.PRINCIPAL, s, 0]) * int(rate[s]) * int(time[s]), unit) for s in steps if not off[s] & Off.INTEREST
    ]


def _ties(exact: Fraction) -> bool:
    """Whether the rounding mode decides; Fineract's nineteen digits may also fall just short of the half."""
    return exact.denominator == 2


def _refuse_earned(now: Position, timeline: Timeline, ledger: Ledger) -> None:
    """A day earns for the night before it; which year a night belongs to matters at a leap year's edge."""
    shifted = measured(replace(timeline, date=timeline.date + 1, since=timeline.since + 1), now.date + 1)
    earned = replace(timeline, time=shifted.time)
    if timeline.off is None:
        earned = put(earned, "recast", one(0), 1)
    if not np.array_equal(rolled(now, earned).billed, ledger.billed):
        refuse("a day that earns for the night before it, at a leap year's edge")
