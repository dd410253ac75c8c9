"""Where a loan stands today, whichever way it is known: from a bank's statement, its payments, or a plan agreed earlier."""

from __future__ import annotations

import datetime as dt

from planner import contract, dates, negotiated
from planner.book import Position, Timeline
from planner.loan import Loan


def stand(loan: Loan, as_of: dt.date) -> tuple[Position, Timeline]:
    """Where the loan stands on ``as_of``, and what is agreed from there on, nobody paying.

    CaseError for clauses of an agreed plan that cannot be applied.
    """
    if loan.stated is not None:
        return contract.from_statement(loan, loan.stated)
    position, timeline = history(loan, dates.day(as_of))
    return contract.rolled(position, timeline, dates.day(as_of))


def history(loan: Loan, as_of: int) -> tuple[Position, Timeline]:
    """A position in the past and the timeline by which the loan came from there to ``as_of`` (a day), which is a step."""
    if loan.agreed is not None and dates.day(loan.agreed.start) <= as_of:
        return negotiated.history(loan, loan.agreed, as_of)
    return contract.history(loan, as_of)
