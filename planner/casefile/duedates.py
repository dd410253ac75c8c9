"""Due dates of a contract as written: the first one, the next one, how many have passed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from planner import dates
from planner.casefile.models_loan import LoanForm, StatementForm

DAYS: Final = {"day": 1, "week": 7}
AFTER: Final = 20
"""Days from a card's statement to its due date where the document does not say."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Due dates from ``first`` on, without end; ``anchor`` is the day of the month."""

    first: dt.date
    every: tuple[int, str]
    anchor: int

    def day(self, k: int) -> int:
        """Day number of the due date ``k``, from 0; one period before the first is -1."""
        n, unit = self.every
        if unit == "month":
            return int(dates.add_months(dates.day(self.first), n * k, self.anchor))
        return dates.day(self.first) + n * k * DAYS[unit]

    def passed(self, until: dt.date) -> int:
        """How many due dates are not after a date."""
        n, unit = self.every
        if unit != "month":
            return max(0, (until - self.first).days // (n * DAYS[unit]) + 1)
        months = (until.year - self.first.year) * 12 + until.month - self.first.month
        k = max(0, months // n)
        return k + (self.day(k) <= dates.day(until))

    def after(self, date: dt.date) -> dt.date:
        """The first due date after a date."""
        return dates.date(self.day(self.passed(date)))


def one_period_after(start: dt.date, every: tuple[int, str], anchor: int) -> Calendar:
    """A calendar that begins one period after a date, on day ``anchor`` of the month where the period is in months."""
    before = Calendar(start, every, anchor)
    return Calendar(dates.date(before.day(1)), every, anchor)


def contract(loan: LoanForm) -> Calendar | None:
    """The calendar of a contract; None where nothing is known of it.

    From ``first_due``, else one period after ``opened``; the day of the month is ``due_day``, else that of the date it starts from. With
    a statement and neither: from the latest unpaid due date, else from the day of the statement. A card's begins with its first statement.
    """
    if loan.statement_day is not None and loan.opened is not None:
        return _card(loan.opened, loan.statement_day, loan.due_day, loan.due_after or AFTER)
    if loan.first_due is not None:
        return Calendar(loan.first_due, loan.every, loan.due_day or loan.first_due.day)
    if loan.opened is not None:
        return one_period_after(loan.opened, loan.every, loan.due_day or loan.opened.day)
    stated = None if loan.statement is None else _latest(loan.statement)
    return None if stated is None else Calendar(stated, loan.every, loan.due_day or stated.day)


def _card(opened: dt.date, statement_day: int, due_day: int | None, due_after: int) -> Calendar:
    """Due dates of a card: its first statement is made on the opening or after it; payment is due some days, or on the due day, later."""
    stated = _first_on(opened, statement_day)
    due = stated + dt.timedelta(due_after) if due_day is None else _first_on(stated + dt.timedelta(1), due_day)
    return Calendar(due, (1, "month"), due_day or due.day)


def _first_on(date: dt.date, day_of_month: int) -> dt.date:
    """The first such day of a month on a date or after it; a short month's last day stands for it."""
    months = Calendar(date, (1, "month"), day_of_month)
    return dates.date(months.day(months.day(0) < dates.day(date)))


def _latest(statement: StatementForm) -> dt.date | None:
    """The latest unpaid due date, else the day of the statement."""
    return max((row.due for row in statement.dues or () if row.due is not None), default=statement.date)


def left(loan: LoanForm, statement: StatementForm) -> int | None:
    """Instalments that come after a statement; None where it cannot be told.

    Those stated, else all less those whose due date has passed; none after acceleration, and none where neither number is given.
    """
    if loan.acceleration is not None:
        return 0
    if statement.instalments_left is not None:
        return statement.instalments_left
    if loan.instalments is None:
        return 0
    calendar = contract(loan)
    if (loan.first_due is None and loan.opened is None) or calendar is None or statement.date is None:
        return None
    return max(0, loan.instalments - calendar.passed(statement.date))


def shortest(calendar: Calendar) -> int:
    """Days of the shortest of the first twelve periods."""
    return min(calendar.day(k + 1) - calendar.day(k) for k in range(12))
