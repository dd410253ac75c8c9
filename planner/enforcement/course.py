"""The courses enforcement may take by the assumptions: a cautious, a central and a favourable one, each with its days and its prices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from planner import dates
from planner.case import Collateral, Enforcement, Span
from planner.money import ONE

if TYPE_CHECKING:
    from planner.case import Case
    from planner.rules import Dated

ROUNDS: Final = ("sale", "second", "first")
"""In which round a house is assumed to sell, by course."""
GIVEN: Final = "judgment"
"""The procedure of a claim on which judgment is given already: only execution is left."""


@dataclass(frozen=True, slots=True)
class Course:
    """One course: days on which the claim is filed, judged, may last be performed, and paid; what then comes in.

    ``recovery`` is the share (1e-8) of the claim as filed, or of what a house leaves unpaid of it. ``price`` is what the house sells for in
    cents (None: no house) in ``round``, ``set_aside`` what is kept of that for the costs of selling, an only home's rent and prior liens.
    """

    filed: int
    judged: int
    performed: int
    paid: int
    recovery: int
    price: int | None = None
    set_aside: int = 0
    round: str = ""

    @property
    def available(self) -> int:
        """What a house leaves for this claim and its execution, in cents."""
        return max((self.price or 0) - self.set_aside, 0)


def courses(case: Case) -> tuple[Course, Course, Course]:
    """The cautious, the central and the favourable course: late and little, as assumed, soon and much."""
    court = case.enforcement or Enforcement()
    filed = dates.day(case.as_of)
    cautious, central, favourable = (_course(case, court, filed, place) for place in range(3))
    return cautious, central, favourable


def rule(case: Case, code: str) -> Dated | None:
    """What the case's rulebook says of a code on the as-of date; None where it says nothing."""
    return case.book.on(code, case.as_of, case.loans[0].kind)


def number(case: Case, code: str) -> int:
    """The number of a rule: of two ends the one that limits, the lower where both are; 0 where the book says nothing."""
    found = rule(case, code)
    if found is None:
        return 0
    band = found.band
    return (band.most if band.least is None else band.least) or 0


def span_of(case: Case, code: str) -> Span:
    """A rule of two ends as a range, its middle rounded down; nothing where the book says nothing."""
    found = rule(case, code)
    if found is None or found.band.least is None or found.band.most is None:
        return Span(0, 0, 0)
    low, high = found.band.least, found.band.most
    return Span(low, (low + high) // 2, high)


def _course(case: Case, court: Enforcement, filed: int, place: int) -> Course:
    """Course ``place``, the cautious first: the most months and the least money."""
    slow, much = 2 - place, place
    judged = performed = filed
    months = None if court.months is None else court.months.values[slow]
    if court.procedure != GIVEN:
        waits = (court.judgment_months or span_of(case, "judgment_months")).values[slow]
        judged = int(dates.add_months(filed, waits if months is None else min(waits, months)))
        days = number(case, "performance_days") if court.performance_days is None else court.performance_days
        performed = judged + days
    recovery = 0 if court.recovery is None else court.recovery.values[much]
    paid = performed + number(case, "auction_notice") if months is None else int(dates.add_months(filed, months))
    if case.collateral is None:
        return Course(filed, judged, performed, paid, recovery)
    sold = ROUNDS[place]
    return Course(
        filed, judged, performed, paid + _later(case, sold), recovery, _price(case, case.collateral.appraisal.values[much], sold),
        _set_aside(case, case.collateral, slow), sold,
    )  # fmt: skip


def _later(case: Case, sold: str) -> int:
    """Days after the first auction: the second one, and the sale that follows it."""
    again = number(case, "auction_again_within") if sold != "first" else 0
    return again + (number(case, "sale_days") if sold == "sale" else 0)


def _price(case: Case, appraisal: int, sold: str) -> int:
    """The starting price of the round, half up; a sale goes at that of the second; the appraisal where the book knows no start."""
    start = number(case, "auction_start") or ONE
    cut = 0 if sold == "first" else number(case, "auction_cut")
    return (appraisal * start * (ONE - cut) + ONE * ONE // 2) // (ONE * ONE)


def _set_aside(case: Case, house: Collateral, place: int) -> int:
    """Costs of selling, rent of an only home, prior liens."""
    months = (house.rent_months or span_of(case, "only_home_rent")).values[place] if house.rent else 0
    return house.auction_costs + house.rent * months + house.prior_liens
