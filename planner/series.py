"""The loan prime rate (LPR) as published, and the value in force on a day; after the last publication it is held and said to be.

Published by the interbank funding centre for the People's Bank of China on the 20th of a month or the next business day.
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Final

import numpy as np

from planner.dates import add_months, date, day
from planner.errors import RangeError
from planner.money import Bools, Ints, to_rate

TENORS: Final = ("1Y", "5Y")
PUBLISHED: Final = 20
"""Day of the month on which the next value is expected."""


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Values of one tenor: ``day`` (m,) of publication, ``rate`` (m,) in 1e-8 a year, and how sure each is (``confidence.<code>``)."""

    day: Ints
    rate: Ints
    confidence: tuple[str, ...]

    def on(self, days: Ints) -> tuple[Ints, Bools]:
        """The latest value published on or before each day, and whether a later one was due by then and is not known.

        RangeError for a day before the first publication.
        """
        if days.size and days.min() < self.day[0]:
            raise RangeError("lpr_before_first", date(int(days.min())), date(int(self.day[0])))
        return self.rate[np.searchsorted(self.day, days, side="right") - 1], days >= self.next_due

    @property
    def next_due(self) -> int:
        """The day on which a value after the last known one is expected."""
        return int(add_months(self.day[-1:], 1, PUBLISHED)[0])


@cache
def lpr(tenor: str) -> Series:
    """The published series of a tenor of TENORS."""
    name = tenor.lower()
    with (resources.files("planner") / "data" / "lpr.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    days = np.array([day(dt.date.fromisoformat(row["date"])) for row in rows], dtype=np.int64)
    rates = np.array([to_rate(Decimal(row[f"lpr_{name}_pct"]) / 100) for row in rows], dtype=np.int64)
    return Series(days, rates, tuple(row[f"confidence_{name}"] for row in rows))


def known_from() -> dt.date:
    """The day of the first publication."""
    return date(int(lpr("1Y").day[0]))


def known_until() -> dt.date:
    """The day of the last publication that is known."""
    return date(int(lpr("1Y").day[-1]))
