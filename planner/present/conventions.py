"""Every convention a loan is calculated by, echoed in every output under the names and values of the case file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from planner.dates import day
from planner.floating import on_day
from planner.money import share, yuan
from planner.present.convention_words import BY_RULE, say_conventions

if TYPE_CHECKING:
    from planner.book import Part
    from planner.case import Case
    from planner.clauses import Number, PrepaymentFee
    from planner.loan import Agreed, Card, Floating, Grace, LateFee, Loan, StepUp
    from planner.rules import Dated

__all__ = ["conventions", "of_loan", "say_conventions"]

LEVELS: Final = ("level", "equal-principal")
"""Methods whose instalments have an amount or a unit of principal that is set once."""


def conventions(case: Case) -> dict[str, Any]:
    """The conventions of the case's loan by name: codes, rates and shares as decimal strings, amounts in yuan, days as integers.

    What is made of several figures is a table; what does not apply is None. Rates that follow the LPR are those in force on the as-of date.
    Of several loans there is one such table each, by id.
    """
    found = {loan.id: of_loan(on_day(loan, day(case.as_of))) for loan in case.loans}
    return next(iter(found.values())) if len(found) == 1 else found


def of_loan(loan: Loan) -> dict[str, Any]:
    """The conventions of one loan, and under BY_RULE the rules that gave those which the loan itself leaves open."""
    return {
        **_schedule(loan), **_interest(loan), **_lateness(loan), **_rounding(loan), **_money(loan),
        "accelerated": None if loan.accelerated is None else loan.accelerated.isoformat(), "agreed": _agreed(loan.agreed),
        BY_RULE: {name: _rule(rule) for name, rule in loan.by_rule},
    }  # fmt: skip


def _rule(rule: Dated) -> dict[str, Any]:
    """The rule that gave a convention."""
    return {"rule": rule.rule, "source": rule.source, "confidence": rule.confidence, "checked_on": rule.checked_on.isoformat()}


def _schedule(loan: Loan) -> dict[str, Any]:
    """When instalments fall due and how they are made; a card with statements has its own way."""
    own = loan.card is None
    return {
        "method": loan.method if own else None, "every": f"{loan.every[0]} {loan.every[1]}" if own else None,
        "due_day": loan.due_day if own and loan.every[1] == "month" else None, "card": _card(loan.card),
        "first_period": loan.first_period if own else None, "business_days": loan.business_days,
        "interest_due": loan.interest_due if own else None,
        "instalment_amount": loan.instalment_amount if own and loan.method in LEVELS else None,
        "residue": loan.residue if own and loan.method in LEVELS else None,
        "level_on": loan.level_on if own and loan.method == "level" else None,
        "interest_above_level": loan.interest_above_level if own and loan.method == "level" else None,
    }  # fmt: skip


def _interest(loan: Loan) -> dict[str, Any]:
    """The contract rate, what it follows, how its days count."""
    return {"rate": _rate(loan.rate), **_repricing(loan.floating), "day_count": loan.day_count, "days": loan.days}


def _lateness(loan: Loan) -> dict[str, Any]:
    """What overdue money bears and from when on."""
    before = loan.compound_rate if loan.compound_before_maturity is None else loan.compound_before_maturity
    compounds = bool(np.any(loan.compound_rate) or np.any(before))
    return {
        "penalty_rate": _rate(loan.penalty_rate), "uplift": None if loan.uplift is None else share(loan.uplift),
        "penalty_day_count": loan.penalty_day_count, "first_penalty_day": loan.first_penalty_day, "grace": _grace(loan.grace),
        "step_up": _step_up(loan.step_up), "overdue_interest": loan.overdue_interest, "compound_rate": _rate(loan.compound_rate),
        "compound_rate_before_maturity": _rate(before), "compound_on_penalty": "penalty" in loan.compounds if compounds else None,
        "compound_on_compound": "compound" in loan.compounds if compounds else None,
        "compound_settlement": loan.compound_settlement if compounds else None, "late_fee": _late_fee(loan.late_fee),
    }  # fmt: skip


def _rounding(loan: Loan) -> dict[str, Any]:
    """How exact amounts become cents."""
    decimals = loan.daily_decimals if loan.rounded == "daily" else None
    return {"rounding": loan.rounding, "rounded": loan.rounded, "daily_decimals": decimals, "remainder": loan.remainder}


def _money(loan: Loan) -> dict[str, Any]:
    """What a payment pays first, and what becomes of money that comes early."""
    late = loan.late_from >= 0
    return {
        "allocation": _names(loan.order), "late_allocation": _names(loan.late_order or loan.order) if late else None,
        "late_from": loan.late_from if late else None, "allocation_by": "instalment" if loan.by_instalment else "part",
        "early_money": loan.early_money, "prepayment_fee": _prepayment_fee(loan.prepayment_fee),
    }  # fmt: skip


def _repricing(floating: Floating | None) -> dict[str, str | None]:
    """What the rate follows, when it is repriced, and the first day of a new rate."""
    if floating is None:
        return {"follows": None, "repricing": "none", "repricing_effective": None}
    sign = "-" if floating.basis_points < 0 else "+"
    follows = f"LPR{floating.tenor} {sign} {abs(floating.basis_points)}bp"
    effective = None if floating.reprice == "fixed" else floating.effective
    return {"follows": follows, "repricing": floating.reprice, "repricing_effective": effective}


def _card(card: Card | None) -> dict[str, Any] | None:
    if card is None:
        return None
    return {
        "statement_day": card.statement_day, "due_day": card.due_day, "due_after": card.due_after if card.due_day is None else None,
        "minimum": share(card.minimum), "interest": card.interest, "statement_day_counted": card.statement_day_counted,
    }  # fmt: skip


def _grace(grace: Grace | None) -> dict[str, Any] | None:
    return None if grace is None else {"days": grace.days, "kind": "retroactive" if grace.retroactive else "excused"}


def _step_up(step: StepUp | None) -> dict[str, Any] | None:
    if step is None:
        return None
    return {"days": step.days, "penalty_rate": _rate(step.penalty_rate), "compound_rate": _rate(step.compound_rate)}


def _late_fee(fee: LateFee | None) -> dict[str, Any] | None:
    if fee is None:
        return None
    return {
        "share": share(fee.share), "least": _above_nil(fee.least), "most": _above_nil(fee.most), "tolerance": _above_nil(fee.tolerance),
        "after": fee.after or None,
    }  # fmt: skip


def _prepayment_fee(fee: PrepaymentFee | None) -> dict[str, Any] | None:
    """Only what has an effect: a fee that is not asked has neither size nor time."""
    if fee is None or fee.waived:
        return None if fee is None else {"waived": True}
    return {
        "months_of_interest": fee.months_of_interest or None, "share": share(fee.share) if fee.share else None,
        "fixed": _above_nil(fee.fixed), "base": None if fee.fixed else fee.base, "least": _above_nil(fee.least),
        "most": _above_nil(fee.most), "from_month": fee.from_month or None, "until_month": fee.until_month, "free": _above_nil(fee.free),
    }  # fmt: skip


def _agreed(plan: Agreed | None) -> dict[str, Any] | None:
    if plan is None:
        return None
    broken = None if plan.broken is None else plan.broken.isoformat()
    return {
        "start": plan.start.isoformat(), "terms": len(plan.terms), "broken": broken, "on_break": None if broken is None else plan.on_break,
    }  # fmt: skip


def _above_nil(cents: int | None) -> str | None:
    return yuan(cents) if cents else None


def _rate(value: Number) -> str:
    return share(int(np.asarray(value).max()))


def _names(order: tuple[Part, ...]) -> list[str]:
    return [part.name.lower() for part in order]
