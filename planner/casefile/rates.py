"""The rates and orders a loan follows: what its document says, and what holds where it is silent."""

from __future__ import annotations

from planner import repricing, series
from planner.book import Part
from planner.casefile import silent
from planner.casefile.lpr import Lpr
from planner.casefile.models_charges import PenaltyForm
from planner.casefile.models_loan import LoanForm, RepricingForm
from planner.casefile.silent import default
from planner.dates import day
from planner.loan import LAW_ORDER, Floating, StepUp
from planner.money import ONE
from planner.rules import Dated, Rulebook


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


def penalty(loan: LoanForm, book: Rulebook) -> int:
    """Penalty rate in 1e-8 a year: as given, or the rate with its uplift; where the money was misused, the higher of it and that uplift."""
    form, follows = loan.penalty or PenaltyForm(), uplift(loan, book)
    return form.rate or 0 if follows is None else uplifted(contract(loan), follows)


def uplift(loan: LoanForm, book: Rulebook) -> int | None:
    """Share (1e-8) by which the penalty rate in force lies above the contract rate; None where it is a rate of its own.

    Unless given what the rulebook says, else nothing. Lateness and misuse are not added up: the higher one holds.
    """
    form = loan.penalty or PenaltyForm()
    if form.rate is not None:
        higher = form.misuse is not None and uplifted(contract(loan), form.misuse) > form.rate
        return form.misuse if higher else None
    return max(late_uplift(loan, book) or 0, form.misuse or 0)


def late_uplift(loan: LoanForm, book: Rulebook) -> int | None:
    """The uplift (1e-8) on lateness alone: as given, or by the rulebook, else nothing; None where penalty is a rate of its own."""
    form = loan.penalty or PenaltyForm()
    if form.uplift is not None or form.rate is not None:
        return form.uplift
    rule = default(loan, book, "penalty_uplift_default")
    return 0 if rule is None else rule.number


def compound(loan: LoanForm, book: Rulebook) -> int:
    """Compound rate in 1e-8 a year: the penalty rate unless given; 0 where nothing is compounded."""
    form = loan.penalty or PenaltyForm()
    if not silent.compounds(loan, book):
        return 0
    return penalty(loan, book) if form.compound_rate is None else form.compound_rate


def before_maturity(loan: LoanForm, book: Rulebook) -> int | None:
    """Compound rate until the last due date in 1e-8 a year; None where it is the one after it.

    By the rulebook where neither this nor a compound rate is given.
    """
    form = loan.penalty or PenaltyForm()
    says: int | str | None = form.compound_rate_before_maturity
    if says == "penalty":
        return penalty(loan, book)
    if says is None and _compounds_by_rule(loan, book):
        rule = default(loan, book, "compound_rate_before_maturity")
        says = None if rule is None else rule.word
    return contract(loan) if says == "contract" else says if isinstance(says, int) else None


def _compounds_by_rule(loan: LoanForm, book: Rulebook) -> bool:
    """Whether the document leaves open at which rate interest compounds before maturity."""
    form = loan.penalty or PenaltyForm()
    return silent.compounds(loan, book) and form.compound_rate is form.compound_rate_before_maturity is None


def step_up(loan: LoanForm, book: Rulebook) -> StepUp | None:
    """The rates of instalments that are late for longer; compound interest follows unless it has a rate of its own or there is none."""
    form = loan.penalty or PenaltyForm()
    if form.step_up is None:
        return None
    share, given = form.step_up.uplift, form.step_up.rate
    annual = given or 0 if share is None else uplifted(contract(loan), share)
    own = 0 if not silent.compounds(loan, book) else annual if form.compound_rate is None else form.compound_rate
    return StepUp(form.step_up.days, annual, own, share)


def orders(loan: LoanForm, book: Rulebook) -> tuple[tuple[Part, ...], tuple[Part, ...] | None, int]:
    """Allocation order, the later one or None, and the age in days from which it holds (-1: never); by the rulebook where not given."""
    form, rule = loan.allocation, default(loan, book, "allocation")
    order = LAW_ORDER if rule is None else rule.parts
    if form is not None:
        return form.order or order, form.then, -1 if form.from_day is None else form.from_day
    late, age = (default(loan, book, code) for code in ("allocation_late", "allocation_late_from"))
    return (order, None, -1) if late is None or age is None else (order, late.parts, age.number)


def by_rule(loan: LoanForm, book: Rulebook) -> tuple[tuple[str, Dated], ...]:
    """The conventions that the document leaves to the rulebook, by name, each with what the book says."""
    form, order = loan.penalty or PenaltyForm(), loan.allocation
    codes = silent.left(loan, book)
    if form.uplift is form.rate is None and uplift(loan, book) == late_uplift(loan, book):
        codes["uplift"] = "penalty_uplift_default"
    if _compounds_by_rule(loan, book) and penalty(loan, book):
        codes["compound_rate_before_maturity"] = "compound_rate_before_maturity"
    if order is None or order.order is None:
        codes["allocation"] = "allocation"
    if order is None:
        codes |= {"late_allocation": "allocation_late", "late_from": "allocation_late_from"}
    found = {name: default(loan, book, code) for name, code in codes.items()}
    return tuple((name, rule) for name, rule in found.items() if rule is not None)
