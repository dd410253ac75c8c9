"""Contradictions of a loan: what its source requires, a calendar that does not fit, rates out of range."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from planner import dates, repricing, series
from planner.casefile import duedates, meaning, rates, silent
from planner.casefile.check_dates import check_dates
from planner.casefile.lpr import Lpr
from planner.casefile.models import CaseForm
from planner.casefile.models_charges import PenaltyForm
from planner.casefile.models_loan import LoanForm, StatementForm
from planner.casefile.problems import Log, grouped
from planner.casefile.reading import absent
from planner.casefile.units import LONGEST_TERM
from planner.money import MAX_RATE, ONE, share
from planner.rules import Rulebook


def check_loans(form: CaseForm, document: dict[str, Any], log: Log, book: Rulebook) -> None:
    """Note what contradicts itself in the loans, and ids that another loan has."""
    written = document.get("loan")
    if written == []:
        log.add("missing", "loan", expected="loan")
    tables = written if isinstance(written, list) else []
    for place, (loan, table) in enumerate(zip(form.loan or [], tables, strict=False)):
        path = f"loan[{place}]"
        if loan.id in {other.id for other in (form.loan or [])[:place]} and not log.touches(f"{path}.id"):
            log.add("duplicate_loan", f"{path}.id", loan.id)
        if isinstance(table, dict):
            _source(loan, table, path, log)
            _floating(loan, table, path, log)
            _calendar(loan, path, log)
            check_dates(loan, form.as_of, path, log)
            _penalty(loan, path, log, book)
            _silent(loan, path, log, book)
            meaning.check(loan, table, path, log)


def _floating(loan: LoanForm, table: dict[str, Any], path: str, log: Log) -> None:
    """A rate that follows the LPR starts from a known one and does not fall below 0; only such a rate is repriced."""
    if not isinstance(loan.rate, Lpr):
        refused = log.touches(f"{path}.rate") or log.touches(f"{path}.repricing")
        if loan.repricing is not None and not refused and loan.repricing.on != "fixed":
            log.add("needs_lpr", f"{path}.repricing", table["repricing"])
        return
    if table.get("opened") is None:
        absent(f"{path}.opened", "opened", log)
    elif loan.opened is not None and loan.opened < series.known_from():
        log.add("lpr_before_first", f"{path}.opened", loan.opened, first=series.known_from())
    elif loan.opened is not None:
        _not_negative(loan, loan.rate, table, path, log)


def _not_negative(loan: LoanForm, rate: Lpr, table: dict[str, Any], path: str, log: Log) -> None:
    """No LPR known since the opening is lower than the basis points taken off it: a rate of less than 0 is not taken for one of 0."""
    rule = rates.floating(loan)
    if rule is None or rate.points >= 0 or loan.opened is None:
        return
    days = repricing.changes(rule, dates.day(loan.opened), max(dates.day(loan.opened), dates.day(series.known_until()))).day
    low = days[series.lpr(rate.tenor).on(days)[0] < -rate.points * repricing.BASIS_POINT]
    if low.size:
        log.add("rate_below_zero", f"{path}.rate", table["rate"], date=dates.date(int(low[0])))


def _penalty(loan: LoanForm, path: str, log: Log, book: Rulebook) -> None:
    """Penalty rates, uplifts included, within the range of rates."""
    form, follows, step = loan.penalty or PenaltyForm(), rates.uplift(loan, book), rates.step_up(loan, book)
    misused = follows is not None and follows == form.misuse and follows != form.uplift
    key = "rate" if follows is None or form.uplift is form.misuse is None else "penalty.misuse" if misused else "penalty.uplift"
    _within(loan, rates.penalty(loan, book), follows, f"{path}.{key}", log)
    if step is not None:
        _within(loan, int(step.penalty_rate), step.uplift, f"{path}.penalty.step_up.uplift", log)


def _silent(loan: LoanForm, path: str, log: Log, book: Rulebook) -> None:
    """What decides how much is owed is said by the loan, or by a book that can be read."""
    if any(log.touches(place) for place in ("rules", f"{path}.kind")):
        return
    for key in [key for key in silent.lacking(loan, book) if not log.touches(f"{path}.{key.partition('.')[0]}")]:
        log.add("no_default", f"{path}.{key}", book=book.name)


def _within(loan: LoanForm, annual: int, uplift: int | None, place: str, log: Log) -> None:
    """A rate with its uplift is no higher than rates may be."""
    if annual > MAX_RATE:
        there = rates.contract(loan) if place.endswith(".rate") else uplift or 0
        largest = f"{MAX_RATE * 10_000 // (ONE + (uplift or 0)) / 100:,.2f} %"
        log.add("range.penalty", place, _percent(there), penalty=_percent(annual), limit=_percent(MAX_RATE), largest=largest)


def _percent(value: int) -> str:
    """A rate in 1e-8 as it is written: 1,350 %."""
    return f"{Decimal(share(100 * value)):,f} %"


def _source(loan: LoanForm, table: dict[str, Any], path: str, log: Log) -> None:
    """A contract with its payments, or a statement, or both; each needs its own keys."""
    revolves = loan.kind == "card" and (table.get("statement_day") is not None or bool(table.get("draws")))
    if table.get("statement") is None or table.get("payments") is not None:
        drawn, billed = ("principal",) if table.get("draws") else (), ("instalments",) if revolves else ()
        for key in ("principal", "opened", "instalments"):
            if table.get(key) is None and key not in (*drawn, *billed):
                absent(f"{path}.{key}", key, log)
    elif loan.statement is not None:
        fee = loan.prepayment_fee
        if fee is not None and (fee.until_month or fee.from_month or fee.free) and table.get("opened") is None:
            absent(f"{path}.opened", "opened", log)
        if (loan.method == "flat" or (fee is not None and fee.base == "original")) and table.get("principal") is None:
            absent(f"{path}.principal", "principal", log)
        _statement(loan, loan.statement, table, path, log)
    if revolves and table.get("statement_day") is None:
        absent(f"{path}.statement_day", "statement_day", log)


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
