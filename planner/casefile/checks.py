"""Contradictions of a loan: dates out of order, what its source requires, a calendar that does not fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from planner import dates, series
from planner.casefile import duedates, rates
from planner.casefile.lpr import Lpr
from planner.casefile.models import CaseForm, LoanForm, StatementForm
from planner.casefile.problems import Log, grouped
from planner.casefile.reading import absent
from planner.casefile.units import LONGEST_TERM
from planner.money import MAX_RATE, ONE, share


def check_loans(form: CaseForm, document: dict[str, Any], log: Log) -> None:
    """Note what contradicts itself in the loans; one loan is all a case can hold yet."""
    written = document.get("loan")
    if written == []:
        log.add("missing", "loan", expected="loan")
    tables = written if isinstance(written, list) else []
    for place, (loan, table) in enumerate(zip(form.loan or [], tables, strict=False)):
        path = f"loan[{place}]"
        if place:
            log.add("one_loan", path)
        if isinstance(table, dict):
            _source(loan, table, path, log)
            _floating(loan, table, path, log)
            _calendar(loan, path, log)
            _dates(loan, form.as_of, path, log)
            _penalty(loan, path, log)


def _floating(loan: LoanForm, table: dict[str, Any], path: str, log: Log) -> None:
    """A rate that follows the LPR starts from a known one; only such a rate is repriced."""
    if not isinstance(loan.rate, Lpr):
        keys = [key for key in ("repricing", "repricing_effective") if getattr(loan, key) not in {None, "fixed"}]
        for key in keys if not log.touches(f"{path}.rate") else ():
            log.add("needs_lpr", f"{path}.{key}", table[key])
        return
    if table.get("opened") is None:
        absent(f"{path}.opened", "opened", log)
    elif loan.opened is not None and loan.opened < series.known_from():
        log.add("lpr_before_first", f"{path}.opened", loan.opened, first=series.known_from())
    if loan.repricing != "fixed":
        log.add("not_available", f"{path}.rate", table["rate"], name="repricing")


def _penalty(loan: LoanForm, path: str, log: Log) -> None:
    """A penalty rate, uplift included, within the range of rates."""
    annual = rates.penalty(loan)
    if annual > MAX_RATE:
        uplift = None if loan.penalty is None else loan.penalty.uplift
        place, there = (f"{path}.rate", rates.contract(loan)) if uplift is None else (f"{path}.penalty.uplift", uplift)
        largest = f"{MAX_RATE * 10_000 // (ONE + rates.uplift(loan)) / 100:,.2f} %"
        log.add("range.penalty", place, _percent(there), penalty=_percent(annual), limit=_percent(MAX_RATE), largest=largest)


def _percent(value: int) -> str:
    """A rate in 1e-8 as it is written: 1,350 %."""
    return f"{Decimal(share(100 * value)):,f} %"


def _source(loan: LoanForm, table: dict[str, Any], path: str, log: Log) -> None:
    """A statement, or a contract with its payments; each needs its own keys."""
    if table.get("statement") is None:
        for key in ("principal", "opened", "instalments"):
            if table.get(key) is None:
                absent(f"{path}.{key}", key, log)
    elif table.get("payments") is not None:
        log.add("one_source", f"{path}.payments", table["payments"])
    elif loan.statement is not None:
        fee = loan.prepayment_fee
        if fee is not None and fee.until_month is not None and table.get("opened") is None:
            absent(f"{path}.opened", "opened", log)
        if loan.method == "flat" and table.get("principal") is None:
            absent(f"{path}.principal", "principal", log)
        _statement(loan, loan.statement, table, path, log)


def _statement(loan: LoanForm, statement: StatementForm, table: dict[str, Any], path: str, log: Log) -> None:
    """What is not yet due needs instalments in which it falls due."""
    if loan.acceleration is not None and statement.principal:
        log.add("accelerated_but_undue", f"{path}.acceleration", loan.acceleration)
        return
    count = duedates.left(loan, statement)
    key = "instalments_left"
    refused = table["statement"].get(key) is not None and statement.instalments_left is None
    if refused or (loan.instalments is None and table.get("instalments") is not None):
        return
    if count is None and not any(table.get(name) is not None for name in ("first_due", "opened")):
        absent(f"{path}.statement.{key}", key, log)
    if count == 0 and statement.principal:
        log.add("undue_without_instalments", f"{path}.statement.{key}", statement.instalments_left)
    if loan.instalments is not None and (statement.instalments_left or 0) > loan.instalments:
        log.add("more_left_than_all", f"{path}.statement.{key}", statement.instalments_left, limit=loan.instalments)
    _lent(loan, statement, path, log)


def _lent(loan: LoanForm, statement: StatementForm, path: str, log: Log) -> None:
    """No more principal stands than was lent."""
    rows, aside = statement.dues or (), statement.deferred
    stands = statement.principal + sum(row.principal for row in rows) + (0 if aside is None else aside.principal)
    if loan.principal is not None and loan.principal < stands:
        limit = grouped(Decimal(stands) / 100)
        log.add("lent_less", f"{path}.principal", grouped(Decimal(loan.principal) / 100), limit=limit)


def _calendar(loan: LoanForm, path: str, log: Log) -> None:
    """A due day that fits the period and the first due date; a term of at most a hundred years."""
    n, unit = loan.every
    if loan.due_day is not None and unit != "month":
        log.add("due_day_needs_months", f"{path}.due_day", loan.due_day)
    elif loan.due_day is not None and loan.first_due is not None:
        own = duedates.Calendar(loan.first_due, loan.every, loan.due_day).day(0)
        if own != dates.day(loan.first_due):
            log.add("due_day_mismatch", f"{path}.due_day", loan.due_day, date=loan.first_due)
    if loan.instalments is not None and n * loan.instalments > LONGEST_TERM[unit]:
        log.add("range.term", f"{path}.instalments", loan.instalments, limit=100)
    if loan.statement is not None and n * (loan.statement.instalments_left or 0) > LONGEST_TERM[unit]:
        log.add("range.term", f"{path}.statement.instalments_left", loan.statement.instalments_left, limit=100)


def _dates(loan: LoanForm, as_of: dt.date | None, path: str, log: Log) -> None:
    """Opening, then due dates, payments and acceleration, then the as-of date."""
    opened = loan.opened
    if opened is not None and as_of is not None and as_of < opened:
        log.add("date.as_of_before_opening", "as_of", as_of, date=opened)
    if opened is not None and loan.first_due is not None and loan.first_due <= opened:
        log.add("date.not_after_opening", f"{path}.first_due", loan.first_due, date=opened)
    statement = loan.statement
    if statement is not None and None not in {statement.date, as_of} and statement.date != as_of:
        log.add("date.not_as_of", f"{path}.statement.date", statement.date, date=as_of)
    for place, date in _happened(loan):
        if opened is not None and date < opened:
            log.add("date.before_opening", path + place, date, date=opened)
        if as_of is not None and date > as_of:
            log.add("date.after_as_of", path + place, date, date=as_of)


def _happened(loan: LoanForm) -> Iterator[tuple[str, dt.date]]:
    """Dates that lie between the opening and the as-of date, with their places."""
    paid = ((f".payments[{n}].date", payment.date) for n, payment in enumerate(loan.payments or ()))
    rows = () if loan.statement is None else loan.statement.dues or ()
    owed = ((f".statement.dues[{n}].due", row.due) for n, row in enumerate(rows))
    for place, date in (*paid, *owed, (".acceleration", loan.acceleration)):
        if date is not None:
            yield place, date
