"""Why a plan that may fail is worth what it is: every break with its chance, and the hazard at which it is worth no more than the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.explain.asked import case, told, worked
from planner.explain.paid import answer
from planner.explain.worth import CALENDAR, npv
from planner.why import Given, Origin, Why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.explain.asked import Asked
    from planner.hazards import Course


def expected_npv(asked: Asked) -> Why:
    """The worth of every break times its chance, and of the plan kept times the chance of that."""
    brings, month = asked.brings, _hazards(asked)
    if brings is None or not month:
        return answer(asked, "expected_npv", "expected", month)
    before = [0, *brings.months.tolist()]
    pairs = [
        given for k, worth in enumerate(brings.broken.tolist())
        for given in (_broken(worth), told(_chance(before[k], before[k + 1], month)))
    ]  # fmt: skip
    through = worked(Why("survives", "survives", None, "ratio", (Given("months", before[-1], "number", CALENDAR), *month)))
    return answer(asked, "expected_npv", "expected", (*pairs, told(npv(asked), "kept_worth"), told(through)))


def breakeven_redefault(asked: Asked) -> Why:
    """The smallest hazard, the same every month, at which the plan is worth as much as the better of enforcement and a price."""
    others = [other for other in (asked.inputs.enforced, asked.inputs.price) if other is not None]
    if asked.brings is None or not others:
        return answer(asked, "breakeven_redefault", "breakeven", ())
    best = "enforcement" if asked.inputs.enforced == max(others) else "sale"
    other = Given("alternative", max(others), "cents", Origin("scenario", best))
    return answer(asked, "breakeven_redefault", "breakeven", (other, *_course(asked.brings), told(npv(asked), "kept_worth")))


def _course(brings: Course) -> Iterator[Given]:
    """What each break leaves, and the months whose hazards have been met by then."""
    for worth, months in zip(brings.broken.tolist(), brings.months.tolist(), strict=True):
        yield _broken(worth)
        yield Given("months", months, "number", CALENDAR)


def _broken(worth: float) -> Given:
    """What a plan broken at a payment is worth today: paid before, and what the position then left brings."""
    return Given("broken_worth", worth, "cents", Origin("engine"))


def _chance(before: int, until: int, month: tuple[Given, ...]) -> Why:
    """The chance that a plan fails in the months since the payment before."""
    span = (Given("months_before", before, "number", CALENDAR), Given("months", until, "number", CALENDAR))
    return worked(Why("chance", "chance", None, "ratio", (*span, *month)))


def _hazards(asked: Asked) -> tuple[Given, ...]:
    """The hazard of each month, the last repeating."""
    own = asked.case.redefault
    if own is None:
        return ()
    if own.monthly is not None:
        return (Given("hazard", own.monthly.central, "share", case("assumptions.redefault.monthly")),)
    return tuple(Given("hazard", month, "share", case("assumptions.redefault.curve")) for month in own.curve)
