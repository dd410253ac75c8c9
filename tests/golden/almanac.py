"""A banker's calendar counted in plain dates and fractions; nothing of the planner.

The day counts are those of 银发〔2005〕129号: whole months of 30 days and odd days as they are, over 360; or all days as they are.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from fractions import Fraction


def later(day: dt.date, months: int, anchor: int) -> dt.date:
    """The day ``months`` months later, on day ``anchor`` of its month or the month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(anchor, monthrange(year, month + 1)[1]))


def monthly(first: dt.date, count: int, anchor: int, every: int = 1) -> list[dt.date]:
    """``count`` due dates, a month apart, or ``every`` months."""
    return [later(first, k * every, anchor) for k in range(count)]


def quarters(after: dt.date, until: dt.date) -> list[dt.date]:
    """Every 20th of March, June, September and December after a day and before another."""
    days = (dt.date(year, month, 20) for year in range(after.year, until.year + 1) for month in (3, 6, 9, 12))
    return [day for day in days if after < day < until]


def years(count: str, since: dt.date, until: dt.date, anchor: int) -> Fraction:
    """The time from the first day of an interest period to a day of it, in years."""
    if count != "30/360":
        return Fraction((until - since).days, {"actual/360": 360, "actual/365": 365}[count])
    own = anchor if since == later(since, 0, anchor) else since.day
    months = 0
    while later(since, months + 1, own) <= until:
        months += 1
    return Fraction(30 * months + (until - later(since, months, own)).days, 360)
