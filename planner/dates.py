"""Days as integers since 1970-01-01, month arithmetic that keeps its anchor day, and day counts as exact fractions.

All functions take and give int64 arrays (or ints) and broadcast. A day count is a numerator over ``BASE[count]``; it is
measured from the first day of its interest period, so that cutting a period in pieces never changes the whole.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from planner.money import Bools, Ints

EPOCH: Final = dt.date(1970, 1, 1)
MONTH_SHARE: Final = 12 * 4 * 3 * 5 * 7 * 29 * 31
"""A common multiple of 12 and of 12 times every month length from 28 to 31 days."""

BASE: Final[dict[str, int]] = {
    "30/360": 360,
    "30/360-share": MONTH_SHARE,
    "30E/360": 360,
    "bond 30/360": 360,
    "30/360 US": 360,
    "actual/360": 360,
    "actual/365": 365,
    "actual/actual": 365 * 366,
    "actual/actual-366": 365 * 366,
}
"""Denominator of each day count (a year)."""
PLAIN: Final = ("actual/360", "actual/365")
"""Day counts that count days as they are."""
BY_PERIOD: Final = "actual/actual-366"
"""The day count that needs to know where a period ends."""


def day(date: dt.date) -> int:
    """Day number of a date."""
    return (date - EPOCH).days


def date(number: int) -> dt.date:
    """The date of a day number."""
    return EPOCH + dt.timedelta(days=int(number))


def _months(days: Ints) -> Ints:
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def month_number(days: Ints) -> Ints:
    """The calendar month of each day, 0 for January 1970."""
    return _months(days)


def _first(months: Ints) -> Ints:
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def _length(months: Ints) -> Ints:
    return _first(months + 1) - _first(months)


def day_of_month(days: Ints) -> Ints:
    """1 to 31."""
    return days - _first(_months(days)) + 1


def years(days: Ints) -> Ints:
    """The calendar year of each day."""
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def add_months(days: Ints | int, months: Ints | int, anchor: Ints | int | None = None) -> Ints:
    """The day ``months`` later, on day ``anchor`` of its month (its own day where None) or the month's last."""
    start = np.asarray(days, dtype=np.int64)
    on = day_of_month(start) if anchor is None else np.asarray(anchor, dtype=np.int64)
    month = _months(start) + np.asarray(months, dtype=np.int64)
    return _first(month) + np.minimum(on, _length(month)) - 1


def months_between(since: int, until: int) -> int:
    """Whole months from a day to a later one."""
    begin, end = np.array([since]), np.array([until])
    return int(_whole_months(begin, end, day_of_month(begin))[0][0])


def schedule(first: int, count: int, every: tuple[int, str], anchor: int | None = None) -> Ints:
    """``count`` due dates (count,) from ``first`` on, every (n, 'month' | 'week' | 'day'); month ends keep their anchor."""
    n, unit = every
    steps = np.arange(count, dtype=np.int64) * n
    if unit == "month":
        return add_months(first, steps, anchor)
    return first + steps * (7 if unit == "week" else 1)


def elapsed(count: str, since: Ints, until: Ints, anchor: Ints | int, ends: Ints | None = None) -> Ints:
    """Numerator over BASE[count] of the time from ``since``, the first day of a period, to ``until``.

    ``anchor`` is the loan's due day, so that 31 Jan to 29 Feb and 29 Feb to 31 Mar are whole months. ``ends`` is the last day of the
    period (``until`` where absent): BY_PERIOD asks for it, so that a piece of a period counts as the whole does.
    """
    if count in PLAIN:
        return until - since
    if count == "actual/actual":
        return _leap_weighted(until) - _leap_weighted(since)
    if count == BY_PERIOD:
        leap = _leap_days(until if ends is None else ends) > _leap_days(since)
        return (until - since) * np.where(leap, 365, 366)
    return _in_months(count, since, until, anchor)


def _in_months(count: str, since: Ints, until: Ints, anchor: Ints | int) -> Ints:
    """The day counts in which a month is a twelfth of a year."""
    if count == "30E/360":
        return _thirty(until) - _thirty(since)
    if count in ("bond 30/360", "30/360 US"):
        return _bond(since, until, february=count == "30/360 US")
    months, odd, length = _whole_months(since, until, np.asarray(anchor, dtype=np.int64))
    if count == "30/360":
        return months * 30 + odd
    return months * (MONTH_SHARE // 12) + odd * (MONTH_SHARE // 12 // length)


def _whole_months(since: Ints, until: Ints, anchor: Ints) -> tuple[Ints, Ints, Ints]:
    """Whole months, odd days after them, and the length of the month they fall in."""
    own, first_month = day_of_month(since), _months(since)
    on = np.where(own == np.minimum(anchor, _length(first_month)), anchor, own)
    last_month = _months(until)
    back = day_of_month(until) < np.minimum(on, _length(last_month))
    months = last_month - first_month - back
    start = add_months(since, months, on)
    return months, until - start, add_months(since, months + 1, on) - start


def _year(days: Ints) -> tuple[Ints, Ints, Ints]:
    """Years since 1970, the first day of the year, and its length."""
    year = years(days) - 1970
    opening, following = (y.astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64) for y in (year, year + 1))
    return year, opening, following - opening


def _leap_weighted(days: Ints) -> Ints:
    """Days since 1970 weighted 365 in leap years and 366 in others (ISDA, start day in, end day out)."""
    year, opening, length = _year(days)
    return year * (365 * 366) + (days - opening) * np.where(length == 366, 365, 366)


def _leap_days(days: Ints) -> Ints:
    """How many 29 Februaries lie after the start of 1970, up to and with this day; it is day 59 of its year, from 0."""
    year, opening, length = _year(days)
    passed: Ints = opening - year * 365 + ((length == 366) & (days - opening >= 59))
    return passed


def _thirty(days: Ints) -> Ints:
    """30E/360 day number: every month has 30 days, the 31st counts as the 30th."""
    return _months(days) * 30 + np.minimum(day_of_month(days), 30)


def _bond(since: Ints, until: Ints, *, february: bool) -> Ints:
    """Days of 30/360 bond basis: a 31st at the end counts as the 30th only where the start stands on a 30th or 31st.

    ``february`` (US): a start on the last day of February stands on a 30th, and so does an end there beside such a start.
    """
    first, last = day_of_month(since), day_of_month(until)
    if february:
        begins, ends = (_is_february_end(d) for d in (since, until))
        first, last = np.where(begins, 30, first), np.where(begins & ends, 30, last)
    first = np.minimum(first, 30)
    last = np.where((last == 31) & (first == 30), 30, last)
    return (_months(until) - _months(since)) * 30 + last - first


def _is_february_end(days: Ints) -> Bools:
    """Whether the next day is the first of a March; month 0 is January 1970."""
    month = _months(days + 1)
    ends: Bools = (month % 12 == 2) & (month != _months(days))
    return ends
