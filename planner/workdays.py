"""Business days of China: the holidays and worked weekends that the optional package knows, weekends alone in other years."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from planner.dates import day, years
from planner.money import Bools, Ints

STEP: Final[dict[str, int]] = {"none": 0, "following": 1, "preceding": -1}
"""Where a due date that is no business day goes: nowhere, to the next business day, to the one before."""


def shifted(days: Ints, convention: str) -> Ints:
    """Day numbers of any shape, each moved to a business day by a convention of STEP."""
    step, moved = STEP[convention], np.array(days, dtype=np.int64)
    while step and (rest := ~worked(moved)).any():
        moved = moved + step * rest
    return moved


def worked(days: Ints) -> Bools:
    """Whether each day is a business day; day 0, 1 January 1970, was a Thursday."""
    holidays, makeup, _ = _known()
    weekday: Bools = (days + 3) % 7 < 5
    return (weekday & ~np.isin(days, holidays)) | np.isin(days, makeup)


def unknown_years(days: Ints) -> tuple[int, ...]:
    """The years of these days whose holidays are not known, in order; of shifted dates, ask for those before and after."""
    return tuple(sorted({int(year) for year in np.unique(years(days))} - _known()[2]))


@cache
def _known() -> tuple[Ints, Ints, frozenset[int]]:
    """Days off, weekends that are worked, and the years they are known for; all empty without the package."""
    try:
        import chinese_calendar as calendar  # noqa: PLC0415 - optional, and only business days ask for it
    except ImportError:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), frozenset()
    off, on = (np.array([day(d) for d in sorted(table)], dtype=np.int64) for table in (calendar.holidays, calendar.workdays))
    first, last = min(calendar.holidays).year, max(calendar.holidays).year
    return off, on, frozenset(range(first, last + 1))
