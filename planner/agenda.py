"""The days of a contract: instalments, separate interest days, an odd first period, days on which interest joins what compounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from planner import dates, workdays
from planner.book import Shape
from planner.loan import Loan
from planner.money import Ints

TWENTIETH: Final = 20
"""Day of the month on which banks settle interest (银发〔1999〕77号, Arts 20 and 21)."""
EVERY: Final = {"monthly-20": 1, "quarterly-20": 3}
"""Months between settlements; quarters end with March, June, September and December."""
REGULAR: Final[dict[str, int]] = {
    "level": Shape.LEVEL, "equal-principal": Shape.UNIT, "interest-only": Shape.INTEREST, "bullet": Shape.NONE, "flat": Shape.UNIT,
}  # fmt: skip
"""What an instalment before the last asks, by repayment method."""
APART: Final[dict[int, int]] = {Shape.UNIT: Shape.PRINCIPAL, Shape.INTEREST: Shape.NONE}
"""What it asks where interest has days of its own."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """Rows of a contract (E, 1): day, first day of the interest period, instalment number (0: none) and shape.

    ``stub`` is the day on which an odd first period ends (None: it is part of the first instalment's).
    """

    date: Ints
    since: Ints
    number: Ints
    shape: Ints
    stub: int | None = None


def period_before(first: int, every: tuple[int, str], anchor: int) -> int:
    """One period before a due date."""
    n, unit = every
    return int(dates.add_months(first, -n, anchor)) if unit == "month" else first - n * (7 if unit == "week" else 1)


def twentieths(after: int, until: int, cycle: str) -> Ints:
    """The settlement days of a cycle after a day, up to another."""
    n = EVERY[cycle]
    months = (until - after) // 28 + 2 * n
    days = dates.add_months(after, np.arange(-n, months + 1), TWENTIETH)
    month = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12 + 1
    asked: Ints = days[(month % n == 0) & (days > after) & (days <= until)]
    return asked


def due_days(loan: Loan, first: int, count: int) -> Ints:
    """``count`` due dates from ``first`` on, moved to business days where the loan says so (count,)."""
    return workdays.shifted(dates.schedule(first, count, loan.every, loan.due_day), loan.business_days)


def agenda(loan: Loan, first: int, count: int, begins: int) -> Agenda:
    """The rows of ``count`` instalments from ``first`` on, in a contract whose first interest period begins on ``begins``."""
    due = due_days(loan, first, count)
    shape = np.full(count, REGULAR[loan.method], dtype=np.int64)
    shape[-1:] = Shape.ALL
    stub = _stub(loan, first, begins)
    if stub is None and loan.interest_due == "instalments":
        since = np.concatenate([[begins], due[:-1]])[:count]
        return Agenda(due[:, None], since[:, None], np.arange(1, count + 1)[:, None], shape[:, None])
    own = np.zeros(0, dtype=np.int64)
    if loan.interest_due in EVERY and loan.method not in ("level", "flat") and count:
        own = workdays.shifted(twentieths(begins, int(due[-1]) - 1, loan.interest_due), loan.business_days)
        apart = np.array([APART.get(int(s), int(s)) for s in shape])
        shape = np.where(np.isin(due, own), np.where(shape == Shape.NONE, Shape.INTEREST, shape), apart)
    return _merged(due, shape, np.setdiff1d(own, due), (begins, stub))


def _stub(loan: Loan, first: int, begins: int) -> int | None:
    """The day an odd first period ends, where it is longer than a period and not simply part of the first instalment's."""
    if loan.first_period == "actual" or loan.method == "flat":
        return None
    before = period_before(first, loan.every, loan.due_day)
    return before if before > dates.day(loan.opened) and before > begins else None


def _merged(due: Ints, shape: Ints, interest: Ints, start: tuple[int, int | None]) -> Agenda:
    """Instalments, interest days and the stub in the order of their days."""
    begins, stub = start
    extra = np.union1d(interest, [] if stub is None else [stub]).astype(np.int64)
    day = np.concatenate([due, extra])
    order = np.argsort(day, kind="stable")
    kind = np.concatenate([shape, np.where(np.isin(extra, interest), Shape.INTEREST, Shape.NONE)])[order]
    number = np.concatenate([np.arange(1, due.size + 1), np.zeros(extra.size, dtype=np.int64)])[order]
    day = day[order]
    ends = np.isin(kind, (Shape.LEVEL, Shape.UNIT, Shape.INTEREST, Shape.ALL)) | (day == (-1 if stub is None else stub))
    if interest.size == 0:
        ends |= number > 0
    last = np.maximum.accumulate(np.where(ends, day, begins))
    since = np.concatenate([[begins], last[:-1]])
    return Agenda(day[:, None], since[:, None], number[:, None], kind[:, None], stub)
