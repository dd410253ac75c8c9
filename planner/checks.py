"""What is worth saying about a scenario: codes and values, the sentences live in the catalogues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner import household
from planner.book import Part
from planner.clauses import Extend, Instalments
from planner.dates import day, schedule
from planner.findings import Finding
from planner.money import yuan
from planner.pays import usual
from planner.repricing import changes
from planner.series import known_until, lpr
from planner.workdays import unknown_years

if TYPE_CHECKING:
    from planner.book import Ledger
    from planner.case import Case, Loan, Plan
    from planner.money import Ints

LARGE = 2
"""A last payment above this many typical ones is worth a warning."""


def case_findings(case: Case) -> tuple[Finding, ...]:
    """What holds for the whole case: sections read and not yet used, what a month leaves, rates that rest on an LPR nobody knows yet."""
    unused = tuple(Finding("not_used", "note", where=path, values={"path": path}) for path in case.unused)
    return (
        *unused, *household.findings(case.household), *_reconciled(case),
        *(found for loan in case.loans for found in lpr_findings(loan, _last_due(loan))),
    )  # fmt: skip


def _reconciled(case: Case) -> tuple[Finding, ...]:
    """The date on which histories are held against statements of another day than the as-of date: today's figures come from the history."""
    stated = [(loan.id, loan.statement.date) for loan in case.loans if loan.reconcile and loan.statement is not None]
    return tuple(Finding("reconciled_on", "note", where=name, value=date.isoformat()) for name, date in stated if date != case.as_of)


def lpr_findings(loan: Loan, until: int) -> tuple[Finding, ...]:
    """Whether a rate up to ``until`` (a day) rests on an LPR after the last one known: that one's date, and how sure it is."""
    if loan.floating is None or not changes(loan.floating, day(loan.opened), until).held.any():
        return ()
    confidence = lpr(loan.floating.tenor).confidence[-1]
    return (Finding("lpr_unknown", "note", where=loan.id, value=known_until().isoformat(), confidence=confidence),)


def calendar_findings(where: str, days: Ints) -> tuple[Finding, ...]:
    """Whether due dates, as they fall and as they were moved, lie in years whose holidays are not known."""
    years = unknown_years(days)
    return (Finding("calendar_unknown", "note", where=where, value=", ".join(map(str, years))),) if years else ()


def moved_findings(plan: Plan, loan: Loan, ledger: Ledger) -> tuple[Finding, ...]:
    """Whether due dates of a plan (N = 1) that move to business days lie in years whose holidays are not known."""
    if loan.business_days == "none" or not any(isinstance(clause, (Extend, Instalments)) for clause in plan.terms):
        return ()
    billed = ledger.billed.sum(axis=(0, 2)) > 0
    return calendar_findings(plan.name, ledger.date[billed & (ledger.date[:, 0] > day(plan.start)), 0])


def _last_due(loan: Loan) -> int:
    """The last due date of the contract, or its opening where no instalment is left."""
    due = schedule(day(loan.first_due), loan.instalments, loan.every, loan.due_day)
    return int(due[-1]) if due.size else day(loan.opened)


def plan_findings(plan: Plan | None, ledger: Ledger) -> tuple[Finding, ...]:
    """What a plan's ledger (N = 1) shows: money still owed, a large last payment, money that was not owed."""
    if plan is None:
        return ()
    return (*_remains(plan.name, ledger), *_last_payment(plan.name, ledger), *_returned(plan.name, ledger))


def _remains(name: str, ledger: Ledger) -> tuple[Finding, ...]:
    left = int(ledger.closing[:, -1].sum())
    if not (ledger.opening.any() or ledger.closing.any()):
        return ()
    if not (ledger.received - ledger.returned).any():
        return (Finding("nothing_paid", "warning", where=name, value=yuan(left)),)
    return (Finding("debt_remains", "warning", where=name, value=yuan(left)),) if left else ()


def _last_payment(name: str, ledger: Ledger) -> tuple[Finding, ...]:
    """A last payment above twice the usual one and twice the one before, fees left out."""
    paid = (ledger.received - ledger.returned - ledger.allocated[Part.FEE])[:, 0]
    pays = [int(cents) for cents in paid if cents > 0]
    if len(pays) <= LARGE or pays[-1] <= LARGE * max(usual(pays), pays[-2]):
        return ()
    return (Finding("large_last_payment", "warning", where=name, value=yuan(pays[-1]), limit=yuan(usual(pays))),)


def _returned(name: str, ledger: Ledger) -> tuple[Finding, ...]:
    """Money that came and was not owed."""
    back = int(ledger.returned.sum())
    return (Finding("money_returned", "note", where=name, value=yuan(back)),) if back else ()
