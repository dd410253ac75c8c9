"""Rates that follow the LPR: on which days they change, and to what."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np

from planner.case import Floating, Loan
from planner.dates import add_months, date, day
from planner.money import Bools, Ints
from planner.series import lpr

BASIS_POINT: Final = 10_000
"""0.01 % in 1e-8."""


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """``rate`` (m,) in 1e-8 a year holds from ``day`` (m,) to the next; ``held``: rests on an LPR after the last one known."""

    day: Ints
    rate: Ints
    held: Bools


def changes(floating: Floating, opened: int, until: int) -> Changes:
    """The rate from the opening (a day number) and from each repricing up to ``until`` on, penalty uplift not included.

    The LPR is the one in force on the day the new rate takes effect; no rate is below 0. Days on which it stays the same are listed too.
    RangeError where the opening lies before the first LPR.
    """
    days = np.concatenate([[opened], _repricings(floating, opened, until)]).astype(np.int64)
    published, held = lpr(floating.tenor).on(days)
    if floating.raised_after is not None:
        published = published + np.where(days > day(floating.raised_after), floating.raised, 0)
    return Changes(days, np.maximum(published + floating.basis_points * BASIS_POINT, 0), held)


def _repricings(floating: Floating, opened: int, until: int) -> Ints:
    """The days after the opening, up to ``until``, on which a new rate takes effect."""
    if floating.reprice == "fixed":
        return np.zeros(0, dtype=np.int64)
    first, last = date(opened).year, date(until).year + 1
    years = np.arange(1, last - first + 1)
    start = opened if floating.reprice == "anniversary" else day(dt.date(first, 1, 1))
    days = add_months(start, years * 12) - (floating.effective == "day-before")
    return days[(days > opened) & (days <= until)]


def in_force(floating: Floating, opened: int, on: int) -> int:
    """The rate in force on a day, in 1e-8 a year."""
    return int(changes(floating, opened, on).rate[-1])


def contract_rate(loan: Loan, on: dt.date) -> int:
    """The contract's rate of a day, in 1e-8 a year."""
    if loan.floating is not None:
        return in_force(loan.floating, day(loan.opened), day(on))
    return int(np.max(loan.rate))
