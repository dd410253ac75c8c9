"""From forms without problems to the nouns of a case."""

from __future__ import annotations

import datetime as dt
from typing import Any

from planner import verify
from planner.case import Case, Due, Household, Loan, Payment, Plan, PrepaymentFee, Statement
from planner.casefile import duedates, rates
from planner.casefile.checks import check_loans
from planner.casefile.models import AssumptionsForm, CaseForm, HouseholdForm, LoanForm, PlanForm, StatementForm
from planner.casefile.plans import check_plans
from planner.casefile.problems import Log
from planner.casefile.reading import read
from planner.casefile.term import Term, given
from planner.errors import CaseError


def build(document: dict[str, Any]) -> Case:
    """A case from a document as tomllib gives it; CaseError with every problem of it.

    Where something is wrong, the plans without problems of form are tried out as well, so that what they lead to is told at once.
    """
    log = Log()
    form = read(CaseForm, document, "", log)
    check_loans(form, document, log)
    terms = check_plans(form, log)
    places = [n for n in range(len(form.plan or ())) if not log.touches(f"plan[{n}]")]
    if log.problems:
        usable = not log.touches("loan") and not log.touches("as_of")
        raise CaseError([*log.told(), *(verify.problems(_case(form, terms, document, places), tuple(places)) if usable else ())])
    return _case(form, terms, document, places)


def _case(form: CaseForm, terms: list[list[Term]], document: dict[str, Any], places: list[int]) -> Case:
    """A case with the plans of these places; it and they have no problems of form."""
    assumptions = form.assumptions or AssumptionsForm()
    return Case(
        title=form.title, as_of=given(form.as_of), loans=tuple(map(_loan, form.loan or ())),
        plans=tuple(_plan((form.plan or [])[n], terms[n]) for n in places), rules=form.rules, household=_household(form.household),
        funding_rate=assumptions.funding_rate, unused=tuple(_unused(form)), raw=document,
    )  # fmt: skip


def _unused(form: CaseForm) -> list[str]:
    """Paths of tables that are read and not used yet."""
    found = ["mandate"] if form.mandate is not None else []
    if form.household is not None and form.household.income is None:
        found.append("household")
    later = ("redefault", "enforcement", "collateral")
    return found + [f"assumptions.{key}" for key in later if getattr(form.assumptions, key, None) is not None]


def _household(form: HouseholdForm | None) -> Household | None:
    """The borrower's month; None where the income is not known."""
    if form is None or form.income is None:
        return None
    return Household(form.income, form.essential_costs, form.other_debts, form.dependants)


def _plan(form: PlanForm, terms: list[Term]) -> Plan:
    return Plan(form.name, given(form.start), tuple(term.clause() for term in terms))


def _loan(form: LoanForm) -> Loan:
    """A loan; one with a statement begins with the contract's next due date after it, and counts the instalments from there."""
    calendar = given(duedates.contract(form))
    statement = None if form.statement is None else _statement(form, form.statement)
    first, count = calendar.first, form.instalments or 0
    if statement is not None:
        first, count = calendar.after(statement.date), statement.instalments_left or 0
    order, late, age = rates.orders(form)
    return Loan(
        id=form.id, kind=form.kind, principal=_principal(form), rate=rates.contract(form), opened=_opened(form), instalments=count,
        first_due=first, due_day=calendar.anchor, method=form.method, every=form.every, day_count=form.day_count,
        penalty_day_count=form.penalty_day_count, penalty_rate=rates.penalty(form), compound_rate=rates.compound(form),
        order=order, late_order=late, late_from=age, early_money=form.early_money, accelerated=form.acceleration,
        payments=_payments(form), statement=statement, prepayment_fee=_fee(form), floating=rates.floating(form),
    )  # fmt: skip


def _payments(form: LoanForm) -> tuple[Payment, ...]:
    """What came, in the order of its dates."""
    paid = [Payment(given(p.date), p.amount) for p in form.payments or ()]
    return tuple(sorted(paid, key=lambda payment: payment.date))


def _fee(form: LoanForm) -> PrepaymentFee | None:
    fee = form.prepayment_fee
    return None if fee is None else PrepaymentFee(fee.months_of_interest or 0, fee.share or 0, fee.until_month)


def _statement(form: LoanForm, stated: StatementForm) -> Statement:
    """A statement with its rows oldest first and the number of instalments that come after it."""
    date = given(stated.date)
    rows = [Due(given(d.due), d.principal, d.interest, d.penalty, d.compound, d.fee) for d in stated.dues or ()]
    aside = stated.deferred
    deferred = None if aside is None else Due(date, aside.principal, aside.interest, aside.penalty, aside.compound, aside.fee)
    return Statement(
        date=date, principal=stated.principal, dues=tuple(sorted(rows, key=lambda row: row.due)), accrued=stated.accrued,
        deferred=deferred, held=stated.held, instalments_left=duedates.left(form, stated), payment=stated.payment,
    )  # fmt: skip


def _principal(form: LoanForm) -> int:
    """Principal first lent; with a statement that does not say, all principal of the statement."""
    if form.principal is not None or form.statement is None:
        return given(form.principal)
    rows = form.statement.dues or []
    aside = 0 if form.statement.deferred is None else form.statement.deferred.principal
    return form.statement.principal + sum(row.principal for row in rows) + aside


def _opened(form: LoanForm) -> dt.date:
    """The day of opening; with a statement that does not say, the oldest unpaid due date, else the day of the statement."""
    if form.opened is not None or form.statement is None:
        return given(form.opened)
    return min((given(row.due) for row in form.statement.dues or ()), default=given(form.statement.date))
