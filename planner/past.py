"""What a loan's history shows beside where it stands: compound interest that is disputed, money that was returned, unknown holidays."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner import dates, written
from planner.agenda import due_days
from planner.case import Case
from planner.checks import calendar_findings, case_findings
from planner.claims import line_findings, views
from planner.engine import roll_forward
from planner.findings import Finding
from planner.limits import ceiling_findings, loan_findings
from planner.loan import Loan
from planner.money import yuan
from planner.today import history, stand

if TYPE_CHECKING:
    from planner.book import Ledger


@dataclass(frozen=True, slots=True)
class Past:
    """Cents, from the first step of the history on: compound charged on penalty and on compound, money returned."""

    on_penalty: int = 0
    on_compound: int = 0
    returned: int = 0


def past(loan: Loan, as_of: dt.date) -> Past | None:
    """What the history of a loan (N = 1) shows; None where it is known from a statement."""
    ledger = _ledger(loan, as_of)
    if ledger is None:
        return None
    on_penalty, on_compound = (int(cents) for cents in ledger.disputed[:, :, 0].sum(axis=1))
    return Past(on_penalty, on_compound, int(ledger.returned[:, 0].sum()))


def _ledger(loan: Loan, as_of: dt.date) -> Ledger | None:
    """The ledger of a loan's history, the as-of date included."""
    if loan.stated is not None:
        return None
    day = dates.day(as_of)
    position, timeline = history(loan, day)
    return roll_forward(position, timeline, stop=int(np.searchsorted(timeline.date[:, 0], day)) + 1).ledger


def given_back(loan: Loan, as_of: dt.date) -> list[tuple[int, int]]:
    """Money of the borrower's that was returned by the as-of date, below nothing, by day.

    Rolled only where that may be: all money that came is no less than what was lent first, or what comes early is returned.
    """
    came = sum(payment.amount for payment in loan.payments)
    if not came or (came < int(np.asarray(loan.principal).max()) and loan.early_money != "return"):
        return []
    ledger = _ledger(loan, as_of)
    return [] if ledger is None else [
        (int(day), -int(cents)) for day, cents in zip(ledger.date[:, 0], ledger.returned[:, 0], strict=True) if cents
    ]  # fmt: skip


def past_findings(loan: Loan, as_of: dt.date) -> tuple[Finding, ...]:
    """Disputed compound interest, money that came and was not owed, due dates in years whose holidays are not known."""
    found = _holidays(loan)
    shown = past(loan, as_of) if loan.compounds or loan.payments else None
    if shown is None:
        return found
    if loan.compounds:
        values = {"on_penalty": yuan(shown.on_penalty), "on_compound": yuan(shown.on_compound)}
        total = yuan(shown.on_penalty + shown.on_compound)
        found += (Finding("disputed_compound", "warning", where=loan.id, value=total, values=values),)
    if shown.returned:
        found += (Finding("payments_returned", "note", where=loan.id, value=yuan(shown.returned)),)
    return found


def all_findings(case: Case) -> tuple[Finding, ...]:
    """What holds for the whole case, what the histories of its loans show, and where the rulebook draws a line."""
    past = (found for loan in case.loans for found in written.sourced(past_findings(loan, case.as_of), loan, case.book))
    return (*case_findings(case), *past, *(found for loan in case.loans for found in _lines(loan, case)))


def _lines(loan: Loan, case: Case) -> tuple[Finding, ...]:
    """What a loan asks beyond the limits of the rulebook."""
    now, _ = stand(loan, case.as_of)
    line = line_findings(loan, views(loan, now, case.book, case.as_of))
    own = (*loan_findings(loan, case.book), *ceiling_findings(loan, case.book, case.as_of))
    return (*own, *written.findings(loan, now, case), *line)


def _holidays(loan: Loan) -> tuple[Finding, ...]:
    """Whether due dates, before and after they were moved, lie in years whose holidays are not known."""
    if loan.business_days == "none" or not loan.instalments:
        return ()
    first = dates.day(loan.first_due)
    plain = dates.schedule(first, loan.instalments, loan.every, loan.due_day)
    return calendar_findings(loan.id, np.concatenate([plain, due_days(loan, first, loan.instalments)]))
