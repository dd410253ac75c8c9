"""The rates and orders a loan follows: what its document says, and what holds where it is silent."""

from __future__ import annotations

from typing import Final

from planner import repricing, series
from planner.book import Part
from planner.case import LAW_ORDER, Floating
from planner.casefile.lpr import Lpr
from planner.casefile.models import LoanForm, PenaltyForm
from planner.dates import day
from planner.money import ONE

UPLIFT: Final = ONE // 2
"""Penalty uplift of a loan whose document gives none: 50 %, the upper end of the usual 30 to 50 % (251号, 2003)."""
CARD_LATE: Final = (Part.PRINCIPAL, Part.INTEREST, Part.PENALTY, Part.COMPOUND, Part.FEE)
"""Allocation of card payments once overdue for CARD_AGE days: principal first (card business measures 2011, Art. 57)."""
CARD_AGE: Final = 91


def floating(loan: LoanForm) -> Floating | None:
    """How the rate follows the LPR; None where it does not. What the document does not say: on 1 January, from that day on."""
    if not isinstance(loan.rate, Lpr):
        return None
    reprice, effective = loan.repricing or "january", loan.repricing_effective or "on-the-day"
    return Floating(loan.rate.tenor, loan.rate.points, reprice, effective)


def contract(loan: LoanForm) -> int:
    """Contract rate in 1e-8 a year: as given, or what follows from the LPR on the opening or on a statement's date.

    0 where that cannot be said, which is a problem of the opening.
    """
    if not isinstance(loan.rate, Lpr):
        return loan.rate
    rule, opened = floating(loan), loan.opened
    if rule is None or opened is None or opened < series.known_from():
        return 0
    stated = loan.statement.date if loan.statement is not None else None
    return repricing.in_force(rule, day(opened), day(stated or opened))


def penalty(loan: LoanForm) -> int:
    """Penalty rate in 1e-8 a year: as given, or the rate with its uplift, half up; a card's own rate where nothing is said."""
    form = loan.penalty or PenaltyForm()
    if form.rate is not None:
        return form.rate
    return (contract(loan) * (ONE + uplift(loan)) + ONE // 2) // ONE


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
