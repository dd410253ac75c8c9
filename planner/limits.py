"""What a loan's terms and a plan's length are by the limits of the rulebook: findings, each with what was measured and the limit."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from planner.clauses import Instalments
from planner.court import private_caps
from planner.dates import date, day, schedule
from planner.findings import Finding, by_rule
from planner.money import ONE, share

if TYPE_CHECKING:
    from planner.book import Ledger
    from planner.case import Case, Plan
    from planner.loan import Loan
    from planner.rules import Dated, Rulebook


def loan_findings(loan: Loan, book: Rulebook) -> tuple[Finding, ...]:
    """Uplifts on lateness, misuse and long lateness against their bands, by the rules of the day on which the loan was made."""
    late, misuse = (book.on(code, loan.opened, loan.kind) for code in ("penalty_uplift", "misuse_uplift"))
    found: list[Finding] = []
    if late is not None:
        steps = () if loan.step_up is None else (_over(loan.step_up.penalty_rate, loan.rate),)
        for uplift in dict.fromkeys((_late(loan), *steps)):
            found += () if uplift is None else _outside(uplift, late, loan.id, ("penalty_uplift", "penalty_uplift_low"))
    if misuse is not None and loan.misuse is not None:
        found += _outside(loan.misuse, misuse, loan.id, ("misuse_uplift", "misuse_uplift_low"))
    return tuple(found)


def ceiling_findings(loan: Loan, book: Rulebook, as_of: dt.date) -> tuple[Finding, ...]:
    """What a private loan bears above its ceilings: that of the day it was made, and that of a rule which came later on an older loan."""
    rule = book.on("private_cap", loan.opened, loan.kind)
    if rule is None or as_of <= loan.opened:
        return ()
    bears = max(int(np.asarray(rate).max()) for rate in (loan.rate, loan.penalty_rate))
    found = []
    for span in private_caps(book, loan.opened, loan.opened, as_of):
        rule = book.on("private_cap", span.since, loan.kind)
        if rule is not None and bears > span.rate:
            days = {"since": span.since.isoformat(), "until": span.until.isoformat()}
            found.append(_shares("private_cap", rule, "breach", loan.id, (bears, span.rate), **days))
    return tuple(found)


def _late(loan: Loan) -> int | None:
    """The uplift on lateness in 1e-8; None where it cannot be told from that on misuse, comes beside interest, or there is no rate."""
    if loan.late_uplift is not None or loan.uplift is not None:
        return loan.late_uplift
    if loan.overdue_interest:
        return None
    return _over(loan.penalty_rate, loan.rate)


def _over(penalty: object, rate: object) -> int | None:
    """By which share of itself the contract rate is exceeded, in 1e-8 to the nearest 0.01 %."""
    high, base = (int(np.asarray(value).max()) for value in (penalty, rate))
    step = ONE // 10_000
    return round((high / base - 1) * ONE / step) * step if base else None


def _outside(uplift: int, rule: Dated, where: str, codes: tuple[str, str]) -> tuple[Finding, ...]:
    """Above the band, or, as a note, below it."""
    high, low = codes
    band = rule.band
    if band.most is not None and uplift > band.most:
        return (_shares(high, rule, "breach", where, (uplift, band.most)),)
    if band.least is not None and uplift < band.least:
        return (_shares(low, rule, "note", where, (uplift, band.least)),)
    return ()


def _shares(code: str, rule: Dated, grade: str, where: str, sizes: tuple[int, int], **values: str) -> Finding:
    found, limit = sizes
    return by_rule(code, rule, grade, where, share(found), share(limit), found=percent(found), bound=percent(limit), **values)


def percent(value: int) -> str:
    """A share in 1e-8 as a percentage: 60 %."""
    return f"{share(100 * value)}%"


def plan_findings(case: Case, plan: Plan | None, ledger: Ledger) -> tuple[Finding, ...]:
    """How long a plan runs and by how much it extends the contract, by the rules of the day on which it starts."""
    return () if plan is None else term_findings(case, plan, _last(ledger))


def term_findings(case: Case, plan: Plan, last: int) -> tuple[Finding, ...]:
    """The same of a plan whose last day (a day number) is known."""
    loan = case.loans[0]
    return (*_length(plan, loan, case.book, last), *_extension(plan, loan, case.book, last))


def _last(ledger: Ledger) -> int:
    """The last day on which anything is billed or paid."""
    busy = np.flatnonzero(ledger.billed.sum(axis=(0, 2)) + ledger.received[:, 0])
    return int(ledger.date[busy[-1] if busy.size else 0, 0])


def months_apart(since: dt.date, until: dt.date) -> int:
    """Calendar months from the month of one day to that of another."""
    return 12 * (until.year - since.year) + until.month - since.month


def _length(plan: Plan, loan: Loan, book: Rulebook, last: int) -> tuple[Finding, ...]:
    """The longest plan a kind of loan may have: in months from its start, or in monthly instalments where those are more."""
    rule = book.on("plan_term", plan.start, loan.kind)
    if rule is None or rule.band.most is None:
        return ()
    monthly = [c for c in plan.terms if isinstance(c, Instalments) and (c.every or loan.every) == (1, "month")]
    counts = (int(np.asarray(clause.count).max()) for clause in monthly)
    months = max(months_apart(plan.start, date(last)), *counts, 0)
    return (_months("plan_term", rule, plan.name, months, rule.band.most),) if months > rule.band.most else ()


def _months(code: str, rule: Dated, where: str, found: int, most: int, **values: str) -> Finding:
    return by_rule(code, rule, "breach", where, str(found), str(most), **values)


def _extension(plan: Plan, loan: Loan, book: Rulebook, last: int) -> tuple[Finding, ...]:
    """By how many months a plan runs on after the contract's last due date, against what the contract's own term allows.

    A contract that has ended, or was called, before the plan starts is not extended by it.
    """
    if loan.card is not None or loan.kind == "card" or not loan.instalments or _opening_unknown(loan):
        return ()
    due = schedule(day(loan.first_due), loan.instalments, loan.every, loan.due_day)
    end = date(int(due[-1]))
    term, extra = months_apart(loan.opened, end), months_apart(end, date(last))
    over = plan.start > end or (loan.accelerated is not None and loan.accelerated <= plan.start)
    if over or extra <= 0:
        return ()
    found = []
    for code, rule, most in _extensions(book, plan.start, loan.kind, term):
        measured = term + extra if code == "longest_term" else extra
        if measured > most:
            found.append(_months(code, rule, plan.name, measured, most, term=str(term)))
    return tuple(found)


def _opening_unknown(loan: Loan) -> bool:
    """Whether only a statement is known: its oldest due date, or its own, stands for the opening."""
    if loan.stated is None:
        return False
    return loan.opened >= min((row.due for row in loan.stated.dues), default=loan.stated.date)


def _extensions(book: Rulebook, on: dt.date, kind: str, term: int) -> list[tuple[str, Dated, int]]:
    """The limits that hold for a contract of ``term`` months: code, rule, and months."""
    short, medium = (book.on(code, on, kind) for code in ("short_term", "medium_term"))
    if short is not None and term <= (short.band.most or 0):
        codes = ["extension_of_short"]
    else:
        codes = ["extension_of_medium" if medium is not None and term <= (medium.band.most or 0) else "extension_of_long"]
    found = []
    for code in (*codes, "longest_term"):
        rule = book.on(code, on, kind)
        if rule is not None and rule.band.most is not None:
            by_term = code in ("extension_of_short", "extension_of_medium")
            found.append((code, rule, rule.band.most * term // ONE if by_term else rule.band.most))
    return found
