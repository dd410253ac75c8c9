"""From the form of a loan without problems to its noun."""

from __future__ import annotations

import datetime as dt
from typing import Any

from planner.casefile import duedates, rates, silent
from planner.casefile.models_charges import PenaltyForm
from planner.casefile.models_loan import AllocationForm, CardForm, LoanForm, StatementForm
from planner.casefile.term import Term, given
from planner.loan import CHOICES, Agreed, Card, Draw, Due, Grace, LateFee, Loan, Payment, Statement
from planner.rules import Rulebook

SAME: tuple[str, ...] = (*(name for name in CHOICES if name not in silent.WORDS), "overdue_interest", "method", "every")
"""Keys that are fields of a loan as they stand."""


def loan(form: LoanForm, terms: list[Term], book: Rulebook) -> Loan:
    """A loan; one rolled from a statement begins with the contract's next due date after it, and counts the instalments from there.

    ``terms`` are those of the plan it was under; ``book`` says what the document leaves open.
    """
    calendar = given(duedates.contract(form))
    statement = None if form.statement is None else _statement(form, form.statement)
    first, count = calendar.first, form.instalments or 0
    if statement is not None and not form.replayed:
        first, count = calendar.after(statement.date), statement.instalments_left or 0
    return Loan(
        id=form.id, kind=form.kind, principal=_principal(form), opened=_opened(form), instalments=count, first_due=first,
        due_day=calendar.anchor, accelerated=form.acceleration, payments=_payments(form), statement=statement,
        reconcile=statement is not None and form.replayed, day_count=_day_count(form),
        secured=form.kind == "mortgage" if form.secured is None else form.secured,
        fees=_fees(form), draws=_draws(form), agreed=_agreed(form, terms),
        **{name: getattr(form, name) for name in SAME}, **silent.words(form, book), **_rates(form, book), **_charges(form, book),
        **_allocation(form, book),
    )  # fmt: skip


def _day_count(form: LoanForm) -> str:
    """The day count of interest; a card with statements that says nothing counts actual days by a daily rate."""
    silent = form.statement_day is not None and "day_count" not in form.model_fields_set
    return "actual/360" if silent else form.day_count


def _rates(form: LoanForm, book: Rulebook) -> dict[str, Any]:
    """Contract, penalty and compound rates, and what they follow."""
    penalty = form.penalty or PenaltyForm()
    switches = {"penalty": silent.on_penalty(form, book), "compound": penalty.compound_on_compound}
    return {
        "rate": rates.contract(form), "floating": rates.floating(form), "penalty_rate": rates.penalty(form, book),
        "uplift": rates.uplift(form, book), "late_uplift": rates.late_uplift(form, book), "misuse": penalty.misuse,
        "compound_rate": rates.compound(form, book), "compound_before_maturity": rates.before_maturity(form, book),
        "step_up": rates.step_up(form, book), "by_rule": rates.by_rule(form, book),
        "compounds": frozenset(name for name, on in switches.items() if on),
    }  # fmt: skip


def _charges(form: LoanForm, book: Rulebook) -> dict[str, Any]:
    """Grace, fees, how a card bills, decimals of daily rounding."""
    grace, late = form.grace, form.late_fee
    return {
        "grace": None if grace is None else Grace(grace.days, grace.kind == "retroactive"),
        "late_fee": None if late is None else LateFee(late.share, late.least, late.most, late.tolerance, late.after),
        "prepayment_fee": None if form.prepayment_fee is None else form.prepayment_fee.rule(),
        "card": _card(form, book), "daily_decimals": form.daily_decimals or 2,
    }  # fmt: skip


def _card(form: LoanForm, book: Rulebook) -> Card | None:
    """How a card with statements bills: 20 days to pay unless given."""
    if form.statement_day is None:
        return None
    return Card(
        statement_day=form.statement_day, due_day=form.due_day, due_after=form.due_after or duedates.AFTER,
        minimum=silent.minimum(form, book), interest=(form.card or CardForm()).interest,
        statement_day_counted=silent.statement_day_counted(form, book),
    )  # fmt: skip


def _allocation(form: LoanForm, book: Rulebook) -> dict[str, Any]:
    """The orders, the age of the later one, and whether an instalment is paid whole first."""
    order, late, age = rates.orders(form, book)
    by = (form.allocation or AllocationForm()).by
    return {"order": order, "late_order": late, "late_from": age, "by_instalment": by == "instalment"}


def _agreed(form: LoanForm, terms: list[Term]) -> Agreed | None:
    """The plan it was under."""
    plan = form.agreed
    if plan is None:
        return None
    return Agreed(given(plan.start), tuple(term.clause() for term in terms), plan.broken, plan.on_break or "restore")


def _payments(form: LoanForm) -> tuple[Payment, ...]:
    """What came, in the order of its dates."""
    paid = [Payment(given(p.date), p.amount) for p in form.payments or ()]
    return tuple(sorted(paid, key=lambda payment: payment.date))


def _fees(form: LoanForm) -> tuple[tuple[dt.date, int], ...]:
    """Fees in the order of their dates."""
    return tuple(sorted((given(f.date), f.amount) for f in form.fees or ()))


def _draws(form: LoanForm) -> tuple[Draw, ...]:
    """What was drawn, in the order of its dates."""
    drawn = [Draw(given(d.date), d.amount, d.cash) for d in form.draws or ()]
    return tuple(sorted(drawn, key=lambda draw: draw.date))


def _statement(form: LoanForm, stated: StatementForm) -> Statement:
    """A statement with its rows oldest first and the number of instalments that come after it."""
    date = given(stated.date)
    rows = [Due(given(d.due), d.principal, d.interest, d.penalty, d.compound, d.fee) for d in stated.dues or ()]
    aside = stated.deferred
    deferred = None if aside is None else Due(date, aside.principal, aside.interest, aside.penalty, aside.compound, aside.fee)
    return Statement(
        date=date, principal=stated.principal, dues=tuple(sorted(rows, key=lambda row: row.due)), accrued=stated.accrued,
        deferred=deferred, held=stated.held, instalments_left=duedates.left(form, stated), payment=stated.payment,
        tolerance=stated.tolerance,
    )  # fmt: skip


def _principal(form: LoanForm) -> int:
    """Principal first lent, 0 where all of it is drawn; with a statement that does not say, all principal of the statement."""
    if form.principal is not None:
        return form.principal
    if form.replayed or form.statement is None:
        return 0
    rows = form.statement.dues or []
    aside = 0 if form.statement.deferred is None else form.statement.deferred.principal
    return form.statement.principal + sum(row.principal for row in rows) + aside


def _opened(form: LoanForm) -> dt.date:
    """The day of opening; with a statement that does not say, the oldest unpaid due date, else the day of the statement."""
    if form.opened is not None or form.statement is None:
        return given(form.opened)
    return min((given(row.due) for row in form.statement.dues or ()), default=given(form.statement.date))
