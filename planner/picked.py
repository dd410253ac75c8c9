"""One of several loans looked at by itself: what the others usually ask a month is counted among the other debts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner import dates, debts
from planner.errors import CaseError, Problem
from planner.household import paid_by_month
from planner.pays import usual
from planner.scenarios import catch_up

if TYPE_CHECKING:
    from planner.case import Case, Plan


def picked(case: Case, loan: str | None) -> Case:
    """The case of the loan with this id, the case itself where none is asked for; CaseError where there is none.

    Plans keep the clauses that hold for the loan; those without any, and those with a budget between loans, are left out. A price for the
    claim is for all of it, collateral stands for what is secured.
    """
    if loan is None:
        return case
    own = next((one for one in case.loans if one.id == loan), None)
    if own is None:
        raise CaseError([Problem("unknown_loan", "--loan", loan, values={"names": ", ".join(one.id for one in case.loans)})])
    if len(case.loans) == 1:
        return case
    alone = case.alone(own)
    plans = tuple(plan for plan in alone.plans if plan.terms and not _between(case, plan))
    household = case.household
    if household is not None:
        household = replace(household, other_debts=household.other_debts + others(case, loan))
    collateral = case.collateral if own.secured else None
    return replace(alone, plans=plans, household=household, claim_price=None, collateral=collateral, picked=True)


def _between(case: Case, plan: Plan) -> bool:
    """Whether a plan pays several loans from one budget."""
    return plan.budget is not None and len(case.loans) > 1


def others(case: Case, loan: str) -> int:
    """What the contracts of all other loans usually ask in a month after the as-of date, once their arrears are paid; in cents."""
    rest = replace(case, loans=tuple(own for own in case.loans if own.id != loan))
    known, day = debts.stands(rest), dates.day(case.as_of)
    ledger = debts.merged(debts.ledgers(known, [catch_up(future, day) for _, future in known]))
    pays = [int(cents) for cents in paid_by_month(ledger, day + 1).cents if cents > 0]
    return usual(pays) if pays else 0
