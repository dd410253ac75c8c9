"""What every way out is worth to the lender, and how far each assumption moves it: one at its ends, the others central."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from planner import dates, enforcement
from planner.branches import branches
from planner.case import Span
from planner.compared import against
from planner.economics import OriginalRate, original_rate, written_rates
from planner.figures import Kind, Value
from planner.money import ONE
from planner.redefault import course, fallback, figures, hazards
from planner.returns import npv
from planner.today import stand

if TYPE_CHECKING:
    from planner.book import Position, Timeline
    from planner.branches import Branches
    from planner.case import Case, Plan
    from planner.rules import Dated
    from planner.scenarios import Comparison, Scenario

UNKNOWN: Final = Value(Kind.MONEY, None, reason="unknown")
SHOWN: Final = (
    "npv", "npv_original", "claim", "recovery", "concession", "expected_npv", "breakeven_redefault", "enforcement_npv", "surplus",
    "modification_gain", "modification_share",
)  # fmt: skip
"""Figures of every way out, in order: measures, and ``npv_original``, the present value at the rate the loan was lent at."""
MOVED: Final = ("npv", "expected_npv", "surplus")
"""Figures whose reach is shown; that of enforcement is the npv of its own column."""
KINDS: Final = {
    "funding_rate": Kind.RATE, "redefault": Kind.RATE, "months": Kind.COUNT, "recovery": Kind.RATE, "judgment_months": Kind.COUNT,
    "appraisal": Kind.MONEY, "rent_months": Kind.COUNT,
}  # fmt: skip
"""Assumptions that may be ranges, and what they are."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How figures move with one assumption of KINDS: its two ends, and each of MOVED that moves at them."""

    assumption: str
    low: Value
    high: Value
    figures: dict[str, tuple[Value, Value]]


@dataclass(frozen=True, slots=True)
class Worth:
    """One way out: the figures of SHOWN, and how far each assumption moves them, the widest first."""

    name: str
    kind: str
    figures: dict[str, Value]
    reach: tuple[Reach, ...]


@dataclass(frozen=True, slots=True)
class Lender:
    """A case as its lender sees it: the rate the loan was lent at, that of its contract by every definition, the line for changed terms."""

    case: Case
    original: OriginalRate | None
    written: dict[str, tuple[float, ...]]
    line: Dated | None
    ways: tuple[Worth, ...]


def lender(comparison: Comparison) -> Lender:
    """Every way out of a comparison. Of several loans only what comparisons say is said."""
    case = comparison.case
    alone = len(case.loans) == 1
    original = original_rate(case.loans[0], case.as_of) if alone else None
    stands = stand(case.loans[0], case.as_of) if alone else None
    worlds = [(code, _World(low, stands), _World(high, stands)) for code, low, high in _ranges(case)] if alone else []
    central = _World(case, stands)
    return Lender(
        case, original, written_rates(case.loans[0]) if alone else {}, case.book.on("modification_test", case.as_of, case.loans[0].kind),
        tuple(_worth(central, worlds, scenario, original) for scenario in comparison.scenarios),
    )  # fmt: skip


class _World:
    """A case under one set of central assumptions; what enforcement is worth in it is worked out once."""

    def __init__(self, case: Case, stands: tuple[Position, Timeline] | None) -> None:
        """Roll enforcement, where it is assumed."""
        self.case, self.stands = case, stands
        self.enforced = None if stands is None else enforcement.worth(case, *stands)
        self.rate = None if case.funding_rate is None else case.funding_rate / ONE


def _worth(central: _World, worlds: list[tuple[str, _World, _World]], scenario: Scenario, original: OriginalRate | None) -> Worth:
    """One way out under the central assumptions, and under each end of each range."""
    case = central.case
    plan = next((p for p in case.plans if p.name == scenario.name), None)
    found = None
    if plan is not None and central.stands is not None:
        found = branches(case.loans[0], central.stands, scenario.ledger, dates.day(case.as_of))
    own = scenario.measures | _figures(central, scenario, plan, found)
    own["npv_original"] = UNKNOWN if original is None else Value(Kind.MONEY, _present(scenario, original.annual))
    reach = (_reach(code, ends, (scenario, plan, found)) for code, *ends in worlds)
    wide = sorted((one for one in reach if one.figures), key=_width, reverse=True)
    return Worth(scenario.name, scenario.kind, {code: own[code] for code in SHOWN}, tuple(wide))


def _figures(world: _World, scenario: Scenario, plan: Plan | None, found: Branches | None) -> dict[str, Value]:
    """The figures of MOVED of one way out in a world; what a plan is held against, and what it is worth if it may fail, of plans alone."""
    case, rate = world.case, world.rate
    if rate is None:
        return {}
    worth = _present(scenario, rate) if scenario.name != "enforcement" else world.enforced
    own = {"npv": UNKNOWN if worth is None else Value(Kind.MONEY, worth)}
    if plan is None or found is None:
        return own
    own |= against(worth, world.enforced, case.claim_price)
    owed = scenario.measures["claim"].amount
    way = fallback(case, owed) if isinstance(owed, int) else None
    if way is None:
        return own
    others = [other for other in (world.enforced, case.claim_price) if other is not None]
    brings = course(found, way, rate, (dates.day(case.as_of), dates.day(plan.start)))
    return own | figures(brings, hazards(case), max(others, default=None))


def _present(scenario: Scenario, annual: float) -> float:
    """What a way out brings, and what is paid and got beside it, at an effective annual rate."""
    ledger, inputs = scenario.ledger, scenario.inputs
    beside = np.array(inputs.beside, dtype=np.int64).reshape(-1, 2)
    flows = np.concatenate((ledger.received[:, 0] - ledger.returned[:, 0], beside[:, 1]))
    days = np.concatenate((ledger.date[:, 0], beside[:, 0])) - inputs.as_of
    return npv(flows[days >= 0], days[days >= 0], annual)


def _reach(code: str, ends: Sequence[_World], of: tuple[Scenario, Plan | None, Branches | None]) -> Reach:
    """The figures that an assumption moves."""
    at_low, at_high = (_figures(world, *of) for world in ends)
    low, high = (Value(KINDS[code], value) for value in _ends(code, ends))
    both = {name: (at_low[name], at_high[name]) for name in MOVED if name in at_low}
    return Reach(code, low, high, {name: pair for name, pair in both.items() if pair[0] != pair[1]})


def _ends(code: str, ends: Sequence[_World]) -> Iterator[float]:
    """The value of an assumption in each world, in the unit of its kind."""
    for world in ends:
        span = spans(world.case)[code]
        yield span.central / ONE if KINDS[code] is Kind.RATE else span.central


def _width(reach: Reach) -> float:
    """How far it moves the figure that it moves most."""
    ends = [[value.amount for value in pair if isinstance(value.amount, (int, float))] for pair in reach.figures.values()]
    return max((max(pair) - min(pair) for pair in ends if pair), default=0.0)


def spans(case: Case) -> dict[str, Span]:
    """The assumptions of a case that may be ranges, by their codes, in the order of KINDS."""
    court, house, again = case.enforcement, case.collateral, case.redefault
    known: dict[str, Span | None] = {
        "funding_rate": case.funding_span,
        "redefault": None if again is None else again.monthly,
        "months": None if court is None else court.months,
        "recovery": None if court is None else court.recovery,
        "judgment_months": None if court is None else court.judgment_months,
        "appraisal": None if house is None else house.appraisal,
        "rent_months": None if house is None else house.rent_months,
    }
    return {code: span for code, span in known.items() if span is not None}


def _ranges(case: Case) -> Iterator[tuple[str, Case, Case]]:
    """Each assumption that is a range, with the case in which its low end is certain, and its high end."""
    for code, span in spans(case).items():
        if not span.certain:
            yield code, _assuming(case, code, span.low), _assuming(case, code, span.high)


def _assuming(case: Case, code: str, value: int) -> Case:
    """The case with one assumption certain."""
    span = Span(value, value, value)
    if code == "funding_rate":
        return replace(case, funding_rate=value, funding_span=span)
    if code == "redefault" and case.redefault is not None:
        return replace(case, redefault=replace(case.redefault, monthly=span))
    if case.collateral is not None and code in ("appraisal", "rent_months"):
        changes: dict[str, Any] = {code: span}
        return replace(case, collateral=replace(case.collateral, **changes))
    if case.enforcement is not None:
        own: dict[str, Any] = {code: span}
        return replace(case, enforcement=replace(case.enforcement, **own))
    return case
