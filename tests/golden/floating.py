"""Rates that follow the LPR of five years and more, read from its publications and set anew on each 1 January."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

PUBLISHED = ((dt.date(2024, 7, 22), "3.85"), (dt.date(2024, 10, 21), "3.60"), (dt.date(2025, 5, 20), "3.50"))
"""Days of publication on which the value changed, and percent a year; the last one is held (domain section 10)."""
POINT = 10**4
"""A basis point in 1e-8."""


def in_force(day: dt.date) -> int:
    """The LPR on a day in 1e-8 a year."""
    return int(Decimal([value for since, value in PUBLISHED if since <= day][-1]) * 10**6)


def changes(text: str, opened: dt.date, until: dt.date) -> list[tuple[dt.date, int]]:
    """The rate on the opening and on every 1 January on which it changes: "LPR5Y - 30bp"."""
    name, sign, points = text.split()
    assert name == "LPR5Y"
    more = int(points.removesuffix("bp")) * POINT * {"+": 1, "-": -1}[sign]
    found = [(opened, in_force(opened) + more)]
    for year in range(opened.year + 1, until.year + 1):
        day = dt.date(year, 1, 1)
        if in_force(day) + more != found[-1][1]:
            found.append((day, in_force(day) + more))
    return found
