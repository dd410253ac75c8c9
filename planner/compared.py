"""Measures that hold a scenario against something else: a household's month, what enforcement or a buyer would bring the lender."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.figures import Kind, Value
from planner.household import capacity

if TYPE_CHECKING:
    from planner.case import Household


def of_household(found: dict[str, Value], household: Household | None, *, outside: bool = False) -> dict[str, Value]:
    """All debts as a share of income, and what is left of the capacity in the dearest month; without payments they are 0.

    ``outside``: what is paid does not come out of a month, so that neither can be said.
    """
    spare = None if household is None else capacity(household)
    if household is None or household.income is None or spare is None:
        return {"debt_to_income": Value(Kind.RATE, None, reason="unknown"), "left_to_live_on": Value(Kind.MONEY, None, reason="unknown")}
    if outside:
        kinds = {"debt_to_income": Kind.RATE, "left_to_live_on": Kind.MONEY}
        return {code: Value(kind, None, reason="not_income") for code, kind in kinds.items()}
    typical, highest = (cents_of(found[code]) for code in ("typical_payment", "highest_payment"))
    debts = typical + household.other_debts + household.priority_debts
    share = Value(Kind.RATE, debts / household.income) if household.income > 0 else Value(Kind.RATE, None, reason="no_income")
    return {"debt_to_income": share, "left_to_live_on": Value(Kind.MONEY, spare - highest)}


def cents_of(value: Value) -> int:
    """The cents of an amount, 0 where there is none."""
    return value.amount if isinstance(value.amount, int) else 0


def against(worth: float | None, enforced: float | None, price: int | None) -> dict[str, Value]:
    """What enforcement is worth (cents), and by how much ``worth`` is more than the better of it and of the price for the claim."""
    others = [other for other in (enforced, price) if other is not None]
    surplus = None if worth is None or not others else worth - max(others)
    return {"enforcement_npv": _money(enforced), "surplus": _money(surplus)}


def _money(cents: float | None) -> Value:
    """An amount, or that it is not known."""
    return Value(Kind.MONEY, cents, reason="unknown" if cents is None else "")
