"""The months of a card: statement days, the steps that close them, due dates, days of late fees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from planner import dates, workdays
from planner.loan import Card, Loan
from planner.money import ONE, Ints

LEAST: Final = 10_000
"""A balance of less than 100 yuan is taken to be asked in full, so that minimum payments come to an end."""
YEAR: Final = 12
"""Months for which statements go on in any case."""
MOST: Final = 120
"""Months ahead after which whatever is left is asked."""


@dataclass(frozen=True, slots=True)
class Cycles:
    """Days of each cycle (n,): the statement, the step that closes it, the due date, the late fee.

    The closing step stands on the day after the statement where the statement day itself is counted.
    """

    statement: Ints
    closing: Ints
    due: Ints
    late: Ints

    @property
    def count(self) -> int:
        """Number of cycles."""
        return int(self.statement.size)

    def paid_by(self, k: int) -> int:
        """The last day on which statement ``k`` can still be paid in full in time, before the next statement is made."""
        late = int(self.late[k])
        return min(late, int(self.statement[k + 1])) if k + 1 < self.count else late


def cycles(loan: Loan, card: Card, as_of: int) -> Cycles:
    """The cycles from the opening until minimum payments on all that was drawn come to an end after ``as_of``."""
    opened = dates.day(loan.opened)
    first = int(dates.add_months(opened, 0, card.statement_day))
    months = (as_of - opened) // 28 + 3
    statement = dates.add_months(first, np.arange(months + MOST + 1), card.statement_day)
    statement = statement[statement >= opened]
    due = _due(card, statement, loan.business_days)
    count = int((due <= as_of).sum()) + ahead(drawn(loan, as_of), card.minimum)
    after = 0 if loan.late_fee is None else loan.late_fee.after
    return Cycles(statement[:count], statement[:count] + card.statement_day_counted, due[:count], due[:count] + after)


def _due(card: Card, statement: Ints, business_days: str) -> Ints:
    """Due dates: some days after the statement, or the next due day of the month; moved as asked, never past the next statement."""
    if card.due_day is None:
        due = statement + card.due_after
    else:
        here = dates.add_months(statement, 0, card.due_day)
        due = np.where(here > statement, here, dates.add_months(statement, 1, card.due_day))
    due = np.maximum(workdays.shifted(due, business_days), statement + 1)
    return np.concatenate([np.minimum(due[:-1], statement[1:]), due[-1:]])


def drawn(loan: Loan, as_of: int) -> int:
    """All that was lent by a day."""
    return int(loan.principal) + sum(draw.amount for draw in loan.draws if dates.day(draw.date) <= as_of)


def ahead(balance: int, minimum: int) -> int:
    """In how many cycles minimum payments bring a balance below LEAST, at least YEAR and at most MOST."""
    for count in range(1, MOST):
        if count >= YEAR and balance < LEAST:
            return count
        balance -= (balance * minimum + ONE // 2) // ONE
    return MOST


def shares(minimum: int, count: int) -> Ints:
    """Shares of one level, equal to the principal at their beginning, that ask the minimum of what is left each time (count,).

    The last share is all that the others leave, so that a level set anew from any of them on is again the principal.
    """
    own: Ints = np.floor(minimum * (1 - minimum / ONE) ** np.arange(count) + 0.5).astype(np.int64)
    own[-1] = ONE - own[:-1].sum()
    return own
