"""The rates and orders a loan follows where its document is silent."""

from __future__ import annotations

from typing import Final

from planner.book import Part
from planner.case import LAW_ORDER
from planner.casefile.models import LoanForm, PenaltyForm
from planner.money import ONE

UPLIFT: Final = ONE // 2
"""Penalty uplift of a loan whose document gives none: 50 %, the upper end of the usual 30 to 50 % (251号, 2003)."""
CARD_LATE: Final = (Part.PRINCIPAL, Part.INTEREST, Part.PENALTY, Part.COMPOUND, Part.FEE)
"""Allocation of card payments once overdue for CARD_AGE days: principal first (card business measures 2011, Art. 57)."""
CARD_AGE: Final = 91


def penalty(loan: LoanForm) -> int:
    """Penalty rate in 1e-8 a year: as given, or the rate with its uplift, half up; a card's own rate where nothing is said."""
    form = loan.penalty or PenaltyForm()
    if form.rate is not None:
        return form.rate
    return (loan.rate * (ONE + uplift(loan)) + ONE // 2) // ONE


def uplift(loan: LoanForm) -> int:
    """Penalty uplift in 1e-8 of the contract rate: as given, else 50 %; none for a card that says nothing."""
    if loan.penalty is not None and loan.penalty.uplift is not None:
        return loan.penalty.uplift
    return 0 if loan.kind == "card" else UPLIFT


def compound(loan: LoanForm) -> int:
    """Compound rate in 1e-8 a year: the penalty rate unless given; 0 where nothing is compounded."""
    form = loan.penalty or PenaltyForm()
    if form.compound == "none":
        return 0
    return penalty(loan) if form.compound_rate is None else form.compound_rate


def orders(loan: LoanForm) -> tuple[tuple[Part, ...], tuple[Part, ...] | None, int]:
    """Allocation order, the later one or None, and the age in days from which it holds (-1: never).

    A card that says nothing changes to principal first at 91 days past due.
    """
    form = loan.allocation
    if form is None:
        return (LAW_ORDER, CARD_LATE, CARD_AGE) if loan.kind == "card" else (LAW_ORDER, None, -1)
    age = -1 if form.from_day is None else form.from_day
    return form.order or LAW_ORDER, form.then, age
