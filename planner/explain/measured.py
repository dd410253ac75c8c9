"""Every measure of a scenario explained: the formula it can be recomputed with, and its inputs down to the cells of the ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from planner.explain import against, failing, paid, ruled, worth
from planner.explain.asked import Asked
from planner.measures import PAID
from planner.why import Why

EXPLAINED: Final[dict[str, Callable[[Asked], Why]]] = {
    "first_payment": paid.first_payment, "typical_payment": paid.typical_payment, "highest_payment": paid.highest_payment,
    "payments": paid.how_many, "finish": paid.finish, "total_paid": paid.total_paid, **{code: paid.paid_part(code) for code in PAID},
    "waived": paid.waived, "waived_conditional": paid.waived_conditional, "less_than_nothing": paid.less_than_nothing,
    "annual_rate": worth.annual_rate, "effective_rate": worth.effective_rate, "life_rate": worth.life_rate,
    "debt_to_income": ruled.debt_to_income, "left_to_live_on": ruled.left_to_live_on, "npv": worth.npv, "claim": worth.claim,
    "modification_gain": worth.modification_gain, "modification_share": worth.modification_share,
    "expected_npv": failing.expected_npv, "breakeven_redefault": failing.breakeven_redefault,
    "enforcement_npv": against.enforcement_npv, "surplus": against.surplus,
    "recovery": worth.recovery, "concession": paid.concession, "risk_class": ruled.risk_class, "observation_end": ruled.observation_end,
}  # fmt: skip
"""What explains each measure."""


def explain_measure(asked: Asked, code: str) -> Why:
    """Why a measure is what it is; KeyError for a code that is none."""
    if code not in EXPLAINED and asked.measures[code].amount is None:
        return paid.answer(asked, code, "", ())
    return EXPLAINED[code](asked)
