"""Dates of a loan that are out of order: opening, then what happened, then the statement, then the as-of date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from planner.casefile import duedates
from planner.casefile.models_loan import LoanForm, StatementForm
from planner.casefile.problems import Log


def check_dates(loan: LoanForm, as_of: dt.date | None, path: str, log: Log) -> None:
    """Note dates that are out of order."""
    opened = loan.opened
    if opened is not None and as_of is not None and as_of < opened:
        log.add("date.as_of_before_opening", "as_of", as_of, date=opened)
    if opened is not None and loan.first_due is not None and loan.first_due <= opened:
        log.add("date.not_after_opening", f"{path}.first_due", loan.first_due, date=opened)
    for place, date in (*_happened(loan), *_charged(loan)):
        if opened is not None and date < opened:
            log.add("date.before_opening", path + place, date, date=opened)
    for place, date in _happened(loan):
        if as_of is not None and date > as_of:
            log.add("date.after_as_of", path + place, date, date=as_of)
    if loan.statement is not None:
        _stated(loan, loan.statement, as_of, path, log)
    _drawn(loan, path, log)
    agreed = loan.agreed
    if agreed is not None and agreed.start is not None and agreed.broken is not None and agreed.broken < agreed.start:
        log.add("date.before_start", f"{path}.agreed.broken", agreed.broken, date=agreed.start)


def _happened(loan: LoanForm) -> Iterator[tuple[str, dt.date]]:
    """Dates that lie between the opening and the as-of date, with their places."""
    paid = ((f".payments[{n}].date", payment.date) for n, payment in enumerate(loan.payments or ()))
    drawn = ((f".draws[{n}].date", draw.date) for n, draw in enumerate(loan.draws or ()))
    rows = () if loan.statement is None else loan.statement.dues or ()
    owed = ((f".statement.dues[{n}].due", row.due) for n, row in enumerate(rows))
    stated = () if loan.statement is None or not loan.replayed else ((".statement.date", loan.statement.date),)
    plan = () if loan.agreed is None else ((".agreed.start", loan.agreed.start), (".agreed.broken", loan.agreed.broken))
    for place, date in (*paid, *drawn, *owed, *stated, *plan, (".acceleration", loan.acceleration)):
        if date is not None:
            yield place, date


def _charged(loan: LoanForm) -> Iterator[tuple[str, dt.date]]:
    """Dates of fees; they may lie ahead."""
    for n, fee in enumerate(loan.fees or ()):
        if fee.date is not None:
            yield f".fees[{n}].date", fee.date


def _stated(loan: LoanForm, statement: StatementForm, as_of: dt.date | None, path: str, log: Log) -> None:
    """A statement a loan is rolled from is of the as-of date and holds all fees before it; its rows were due when it was made."""
    date = statement.date
    if date is None:
        return
    if not loan.replayed and as_of is not None and date != as_of and not log.touches(f"{path}.payments"):
        log.add("date.not_as_of", f"{path}.statement.date", date, date=as_of)
    for place, charged in _charged(loan) if not loan.replayed else ():
        if charged <= date:
            log.add("date.in_statement", path + place, charged, date=date)
    for n, row in enumerate(statement.dues or ()):
        if row.due is not None and date < row.due and (as_of is None or row.due <= as_of):
            log.add("date.after_statement", f"{path}.statement.dues[{n}].due", row.due, date=date)


def _drawn(loan: LoanForm, path: str, log: Log) -> None:
    """Only a card is drawn again once instalments are due."""
    calendar = duedates.contract(loan)
    for n, draw in enumerate(loan.draws or ()):
        if loan.kind != "card" and calendar is not None and draw.date is not None and draw.date >= calendar.first:
            log.add("date.drawn_late", f"{path}.draws[{n}].date", draw.date, date=calendar.first)
