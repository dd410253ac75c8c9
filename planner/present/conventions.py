"""Every convention a loan is calculated by, echoed in every output."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from planner.money import share

if TYPE_CHECKING:
    from planner.book import Part
    from planner.case import Case, Floating, Loan
    from planner.text import Words

SETTLED: Final = {
    "days_counted": "start_in_end_out", "first_penalty_day": "day_after_due", "grace": "none", "rounding": "half_up_when_posted",
    "instalment_amount": "to_the_cent", "remainder": "last_instalment", "level_on": "accrual", "compound_settlement": "each_due_date",
    "interest_due": "with_instalments", "first_period": "actual_days", "business_days": "none",
}  # fmt: skip
"""Conventions that no field of a loan changes yet."""
RATES: Final = ("rate", "penalty_rate", "compound_rate")
ORDERS: Final = ("allocation", "late_allocation")
SINGLE: Final = {"month": "monthly", "week": "weekly", "day": "daily"}


def conventions(case: Case) -> dict[str, Any]:
    """The conventions of the case's loan by name: codes, rates as decimal strings, days as integers, orders as lists of parts."""
    return of_loan(case.loans[0])


def of_loan(loan: Loan) -> dict[str, Any]:
    """The conventions of one loan; what does not apply is None."""
    late = loan.late_from >= 0
    return {
        "method": loan.method, "every": f"{loan.every[0]} {loan.every[1]}", "due_day": loan.due_day if loan.every[1] == "month" else None,
        "rate": _rate(loan.rate), **_repricing(loan.floating), "day_count": loan.day_count,
        "penalty_rate": _rate(loan.penalty_rate), "compound_rate": _rate(loan.compound_rate),
        "penalty_day_count": loan.penalty_day_count, "allocation": _names(loan.order),
        "late_allocation": _names(loan.late_order or loan.order) if late else None, "late_from": loan.late_from if late else None,
        "early_money": loan.early_money, "accelerated": None if loan.accelerated is None else loan.accelerated.isoformat(), **SETTLED,
    }  # fmt: skip


def _repricing(floating: Floating | None) -> dict[str, str | None]:
    """What the rate follows, when it is repriced, and the first day of a new rate."""
    if floating is None:
        return {"follows": None, "repricing": "none", "repricing_effective": None}
    sign = "-" if floating.basis_points < 0 else "+"
    follows = f"LPR{floating.tenor} {sign} {abs(floating.basis_points)}bp"
    effective = None if floating.reprice == "fixed" else floating.effective
    return {"follows": follows, "repricing": floating.reprice, "repricing_effective": effective}


def _rate(value: Any) -> str:  # noqa: ANN401 - an int, or an array of one
    return share(int(np.asarray(value).max()))


def _names(order: tuple[Part, ...]) -> list[str]:
    return [part.name.lower() for part in order]


def say_conventions(words: Words, found: dict[str, Any]) -> list[tuple[str, str]]:
    """Name and value of each convention in words, those that do not apply left out."""
    return [(words(f"convention.{name}"), _say(words, name, value)) for name, value in found.items() if value is not None]


def _say(words: Words, name: str, value: Any) -> str:  # noqa: ANN401 - a code, a number or a list
    if name in RATES:
        return words.rate(int(float(value) * 10**8 + 0.5))
    if name in ORDERS:
        return words("convention.comma").join(words(f"part.{part}") for part in value)
    if name == "every":
        return _period(words, value)
    if isinstance(value, int) or name == "follows" or _is_date(value):
        return str(value)
    return _coded(words, name, value)


def _coded(words: Words, name: str, value: str) -> str:
    """The words of a code; each family is spelled out, so that its words are known to be in use."""
    match name:
        case "method":
            return words(f"method.{value}")
        case "day_count" | "penalty_day_count":
            return words(f"day_count.{value}")
        case "early_money":
            return words(f"early.{value}")
        case "business_days" if value == "none":
            return words("convention.no_roll")
    return words(f"convention.{value}")


def _period(words: Words, value: str) -> str:
    """Every n months, weeks or days."""
    n, unit = value.split()
    return words(f"convention.{SINGLE[unit]}") if n == "1" else words(f"convention.every_{unit}", n=n)


def _is_date(value: str) -> bool:
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True
