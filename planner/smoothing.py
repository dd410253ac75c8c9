"""Smoothing of a level as Apache Fineract does it: the level moves by a share of the gap between the last instalment and the one before."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import numpy as np

from planner.book import Off, Shape, Timeline
from planner.conventions import Rounding
from planner.levels import Basis, of_loans, rows_of
from planner.money import ONE, Ints
from planner.rounding import post, post_days

TIMES: Final = 3
"""How often the level may move."""


def smoothed(timeline: Timeline, after: int, loan: int, at: tuple[Basis, int], level: int) -> int:
    """The level of one loan, moved while that makes the last instalment more like the one before it."""
    one = np.array([loan], dtype=np.int64)
    shape = np.broadcast_to(of_loans(rows_of(timeline.shape, after), one), (timeline.length - after, 1))[:, 0]
    count = int((shape > 0).sum())
    gap = _gap(timeline, after, one, at, level) if count > 1 else 0
    for _ in range(TIMES):
        step = round(Fraction(gap, count)) if count else 0
        if abs(gap) <= count // 2 or step == 0:
            break
        moved = _whole(timeline, one, level + step)
        new = _gap(timeline, after, one, at, moved)
        if abs(new) >= abs(gap):
            break
        level, gap = moved, new
    return level


def _whole(timeline: Timeline, one: Ints, level: int) -> int:
    """The nearest multiple of the loan's unit."""
    own = timeline.conventions["level_unit"]
    unit = max(1 if own is None else int(of_loans(own, one)[0]), 1)
    even = timeline.conventions["rounding"]
    units = Fraction(level, unit)
    to_even = even is not None and of_loans(even, one)[0] == Rounding.HALF_EVEN
    return (round(units) if to_even else int((units + Fraction(1, 2)) // 1)) * unit


def _gap(timeline: Timeline, after: int, one: Ints, at: tuple[Basis, int], level: int) -> int:
    """The last instalment less the one before, when the remaining steps are billed and paid at this level."""
    paid = _run(timeline, after, one, at, level)
    return paid[-1] - paid[-2]


def _run(timeline: Timeline, after: int, one: Ints, at: tuple[Basis, int], level: int) -> list[int]:
    """What each remaining instalment asks, in cents."""
    def own(column: Ints | None) -> Ints:
        return np.broadcast_to(of_loans(rows_of(column, after), one), (timeline.length - after, 1))[:, 0]

    basis, j = at
    shape, off, time, rate = own(timeline.shape), own(timeline.off), own(timeline.time), own(timeline.rate)[0]
    mode, capped, kept = (None if (c := timeline.conventions[n]) is None else of_loans(c, one) for n in ("rounding", "capped", "remainder"))
    unit = of_loans(timeline.base, one) * ONE
    undue, accrued, rem = basis.undue[[j]], basis.accrued[[j]], basis.held[[j]]
    paid = []
    daily = None if (c := timeline.conventions["daily"]) is None else of_loans(c, one)
    for s in range(shape.size):
        days = np.array([0 if off[s] & Off.INTEREST else time[s]])
        if daily is None or not daily.any():
            cents, rem = post(undue, rate * days, rem, unit, mode)
        else:
            cents, rem = post_days(undue, (np.array([rate]), days), rem, unit, daily, mode)
        accrued = accrued + cents
        if shape[s] == Shape.NONE:
            continue
        last = shape[s] == Shape.ALL
        interest = accrued if last or capped is None or not capped.any() else np.minimum(accrued, level)
        principal = undue if last else np.minimum(np.maximum(level - interest, 0), undue)
        undue, accrued = undue - principal, accrued - interest
        rem = rem if accrued.any() or (kept is not None and kept[0] == 1) else rem * 0
        paid.append(int((interest + principal)[0]))
    return paid
