"""The rates and orders a loan follows: what its document says, and what holds where it is silent."""

from __future__ import annotations

from typing import Final

from planner import repricing, series
from planner.book import Part
from planner.casefile.lpr import Lpr
from planner.casefile.models_charges import PenaltyForm
from planner.casefile.models_loan import LoanForm, RepricingForm
from planner.dates import day
from planner.loan import LAW_ORDER, Floating, StepUp
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
    form = loan.repricing or RepricingForm()
    return Floating(loan.rate.tenor, loan.rate.points, form.on or "january", form.effective or "on-the-day")


def contract(loan: LoanForm) -> int:
    """Contract rate in 1e-8 a year: as given, or what follows from the LPR on the opening, or on the date of a statement it is rolled from.

    0 where that cannot be said, which is a problem of the opening.
    """
    if not isinstance(loan.rate, Lpr):
        return loan.rate
    rule, opened = floating(loan), loan.opened
    if rule is None or opened is None or opened < series.known_from():
        return 0
    stated = None if loan.replayed or loan.statement is None else loan.statement.date
    return repricing.in_force(rule, day(opened), day(max(opened, stated or opened)))


def uplifted(rate: int, share: int) -> int:
    """A rate with an uplift, in 1e-8 a year, half up."""
    return (rate * (ONE + share) + ONE // 2) // ONE


def penalty(loan: LoanForm) -> int:
    """Penalty rate in 1e-8 a year: as given, or the rate with its uplift; where the money was misused, the higher of it and that uplift."""
    form, follows = loan.penalty or PenaltyForm(), uplift(loan)
    return form.rate or 0 if follows is None else uplifted(contract(loan), follows)


def uplift(loan: LoanForm) -> int | None:
    """Share (1e-8) by which the penalty rate in force lies above the contract rate; None where it is a rate of its own.

    Unless given 50 %, and none for a card. Lateness and misuse are not added up: the higher one holds (251号, 2003).
    """
    form = loan.penalty or PenaltyForm()
    if form.rate is not None:
        higher = form.misuse is not None and uplifted(contract(loan), form.misuse) > form.rate
        return form.misuse if higher else None
    late = form.uplift if form.uplift is not None else 0 if loan.kind == "card" else UPLIFT
    return max(late, form.misuse or 0)


def compound(loan: LoanForm) -> int:
    """Compound rate in 1e-8 a year: the penalty rate unless given; 0 where nothing is compounded."""
    form = loan.penalty or PenaltyForm()
    if form.compound == "none":
        return 0
    return penalty(loan) if form.compound_rate is None else form.compound_rate


def before_maturity(loan: LoanForm) -> int | None:
    """Compound rate until the last due date in 1e-8 a year; None where it is the one after it."""
    form = loan.penalty or PenaltyForm()
    match form.compound_rate_before_maturity:
        case "contract":
            return contract(loan)
        case "penalty":
            return penalty(loan)
        case int(rate):
            return rate
    return None


def step_up(loan: LoanForm) -> StepUp | None:
    """The rates of instalments that are late for longer; compound interest follows unless it has a rate of its own or there is none."""
    form = loan.penalty or PenaltyForm()
    if form.step_up is None:
        return None
    share, given = form.step_up.uplift, form.step_up.rate
    annual = given or 0 if share is None else uplifted(contract(loan), share)
    own = 0 if form.compound == "none" else annual if form.compound_rate is None else form.compound_rate
    return StepUp(form.step_up.days, annual, own, share)


def orders(loan: LoanForm) -> tuple[tuple[Part, ...], tuple[Part, ...] | None, int]:
    """Allocation order, the later one or None, and the age in days from which it holds (-1: never).

    A card that says nothing changes to principal first at 91 days past due.
    """
    form = loan.allocation
    if form is None:
        return (LAW_ORDER, CARD_LATE, CARD_AGE) if loan.kind == "card" else (LAW_ORDER, None, -1)
    age = -1 if form.from_day is None else form.from_day
    return form.order or LAW_ORDER, form.then, age
