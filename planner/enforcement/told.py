"""What a court's fees and the money of enforcement are worked out from, as explanations of the timeline's values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from planner import court
from planner.book import Part, Position, Timeline, standing
from planner.case import Enforcement
from planner.dates import date
from planner.enforcement.course import GIVEN, Course, number, rule
from planner.enforcement.rolled import Run, enforced
from planner.explain.contracted import by_rule
from planner.explain.formulas import FORMULAS
from planner.explain.values import Values, whole
from planner.money import ONE
from planner.why import Given, Origin, Why

if TYPE_CHECKING:
    from planner.case import Case

Place = tuple[str, int]
"""A column and a step."""
FEES: Final = {"ordinary": None, "simplified": "acceptance_fee_reduced", "mediation": "acceptance_fee_reduced",
               "payment_order": "payment_order_fee"}  # fmt: skip
"""The rule that says which part of the court's fee is asked, by procedure."""


def told(case: Case, start: tuple[Position, Timeline], lines: Mapping[str, int]) -> dict[Place, Why]:
    """By column and step the fees and the money of the central course; none where a value is not what is told of it."""
    found = enforced(case, *start)
    if found is None:
        return {}
    run = found.central
    timeline, row = run.timeline, run.timeline.length - 2
    teller = _Teller(case, run, lines, int(standing(start[0]).sum() - start[0].held.sum()), row)
    judged = int(np.flatnonzero(timeline.date[:, 0] == run.course.judged)[0])
    said = {
        ("fee", judged): teller.judgment(), ("fee", row): teller.execution(), ("fee", row + 1): teller.late(),
        ("cash", row): teller.money(), ("cash", row + 1): teller.rest(),
    }  # fmt: skip
    return {place: why for place, why in said.items() if why is not None and why.value == _value(timeline, *place)}


def _value(timeline: Timeline, column: str, step: int) -> int:
    found = getattr(timeline, column)
    return 0 if found is None else int(found[step if found.shape[0] > 1 else 0, 0])


@dataclass(frozen=True, slots=True)
class _Teller:
    """One course told: ``claim`` is what was claimed at filing, ``row`` the step on which the money comes."""

    case: Case
    run: Run
    lines: Mapping[str, int]
    claim: int
    row: int

    @property
    def course(self) -> Course:
        """The days and prices of the course."""
        return self.run.course

    @property
    def _filed(self) -> Given:
        return Given("claim", self.claim, "cents", self._here("opening", self.course.filed))

    def judgment(self) -> Why | None:
        """What the judgment lays on the borrower."""
        own, bill = self.case.enforcement or Enforcement(), self.run.costs
        pieces = [] if own.procedure == GIVEN or not bill.court else [_given("court_fee", self._court(own.procedure))]
        if bill.preservation:
            most = Given("most", number(self.case, "preservation_fee_most"), "cents", self._ruled("preservation_fee_most"))
            fee = _given("fee", self._brackets("preservation_fee", self._filed))
            pieces.append(_given("preservation_fee", _why("preservation_fee", "at_most", fee, most)))
        for name, cents in (("publication", bill.publication), ("lawyer", bill.adjudicated)):
            pieces += [Given(name, cents, "cents", self._assumed(name))] if cents else []
        return _why("fee", "sum", *pieces) if pieces else None

    def _court(self, procedure: str) -> Why:
        full = self._brackets("acceptance_fee", self._filed)
        code = FEES[procedure]
        if code is None:
            return full
        return _why("court_fee", "one_in", _given("court_fee", full), Given("parts", number(self.case, code), "count", self._ruled(code)))

    def _brackets(self, code: str, amount: Given) -> Why:
        """The fee of every bracket on the part of an amount within it."""
        found, origin, above, pieces = rule(self.case, code), self._ruled(code), 0, []
        for bracket in () if found is None else found.brackets:
            if whole(amount.value) > above:
                ends = bracket.upto is not None and whole(amount.value) > bracket.upto
                top = Given("top", bracket.upto, "cents", origin) if ends else replace(amount, name="top")
                fixed = (Given("fixed_fee", bracket.fee, "cents", origin),) if bracket.fee else ()
                inputs = (top, Given("above", above, "cents", origin), Given("share", bracket.share, "share", origin), *fixed)
                pieces.append(_given("bracket", _why("bracket", "bracket", *inputs)))
            above = bracket.upto or above
        return _why(code, "sum", *pieces)

    def execution(self) -> Why | None:
        """The fee for enforcing what comes."""
        if not self.run.execution:
            return None
        house = min(self.course.available, self.run.claimed)
        beside = self.run.comes - (whole(self._house().value) if house else 0)
        pieces = [Given(name, cents, "cents", self._assumed("recovery") if name == "beside" else self._house_key())
                  for name, cents in (("from_house", house), ("beside", beside)) if cents]  # fmt: skip
        return self._brackets("execution_fee", _given("enforced", _why("enforced", "sum", *pieces)))

    def late(self) -> Why | None:
        """Interest for late performance."""
        if not self.run.late:
            return None
        base = int(self.run.ledger.opening[Part.PRINCIPAL, self.row, 0]) + self.run.costs.adjudicated
        inputs = [Given("adjudicated", base, "cents", self._here("opening"))]
        for begin, end in court.spans(self.case.book, "delayed_performance", self.course.performed, self.course.paid):
            own = self.case.book.on("delayed_performance", date(begin))
            if own is not None:
                inputs += [Given("daily_rate", own.number, "share", by_rule(own)), Given("days", end - begin, "days", Origin("calendar"))]
        return _why("late_interest", "late_interest", *inputs)

    def money(self) -> Why:
        """What pays the debt, and the fee on top."""
        debt = _why("debt", "least", _given("comes", self._comes()), Given("owed", self._owed, "cents", self._here("opening")))
        fee = Given("execution_fee", self.run.execution, "cents", self._here("fee"))
        return _why("cash", "sum", _given("debt", debt), *((fee,) if fee.value else ()))

    def rest(self) -> Why | None:
        """What is left of it for late interest."""
        left = self.run.comes - min(self.run.comes, self._owed)
        if not left:
            return None
        debt = Given("owed", min(self.run.comes, self._owed), "cents", self._here("cash"))
        return _why("cash", "less", _given("comes", self._comes()), debt)

    @property
    def _owed(self) -> int:
        return self.run.claimed - self.run.late

    def _claimed(self) -> Given:
        late = (Given("late_interest", self.run.late, "cents", self._here("fee")),) if self.run.late else ()
        return _given("claimed", _why("claimed", "sum", Given("owed", self._owed, "cents", self._here("opening")), *late))

    def _as_filed(self) -> Given:
        """What stood at filing and, where the judgment lays costs on the borrower, these."""
        borne = self.run.costs.borne
        laid = (Given("costs_borne", borne, "cents", self._here("fee", self.course.judged)),) if borne else ()
        return _given("filed", _why("filed", "sum", self._filed, *laid))

    def _comes(self) -> Why:
        """What comes of the claim: out of the house, and a share of what it leaves of the claim as filed, or of all of that."""
        house = self._house() if self.course.available else None
        share = Given("share", self.course.recovery, "share", self._assumed("recovery"))
        if house is None:
            return _why("comes", "portion", share, self._as_filed())
        left = _why("shortfall", "less", self._as_filed(), _given("from_house", house))
        some = self.course.recovery and whole(left.value) > 0
        beside = (_given("beside", _why("beside", "portion", share, _given("shortfall", left))),) if some else ()
        return _why("comes", "sum", _given("from_house", house), *beside)

    def _house(self) -> Why:
        """What the house brings: its price less what is set aside and the court's fee, no more than is claimed."""
        course = self.course
        fee = self._brackets("execution_fee", Given("from_house", min(course.available, self.run.claimed), "cents", self._house_key()))
        aside = Given("set_aside", course.set_aside, "cents", self._house_key())
        net = _why("net", "less", self._price(), aside, _given("execution_fee", fee))
        return _why("from_house", "least", _given("net", net), self._claimed())

    def _price(self) -> Given:
        """What the house sells for."""
        house = self.case.collateral
        if house is None or self.course.price is None:
            return Given("price", self.course.price or 0, "cents", self._house_key())
        inputs = [Given("appraisal", house.appraisal.central, "cents", self._house_key("appraisal"))]
        inputs.append(Given("start", number(self.case, "auction_start") or ONE, "share", self._ruled("auction_start")))
        if self.course.round != "first":
            inputs.append(Given("cut", number(self.case, "auction_cut"), "share", self._ruled("auction_cut")))
        return _given("price", _why("price", "auction", *inputs))

    def _ruled(self, code: str) -> Origin:
        found = rule(self.case, code)
        return Origin("default", code) if found is None else by_rule(found)

    def _assumed(self, key: str) -> Origin:
        path = f"assumptions.enforcement.{key}"
        return Origin("case", path, self.lines.get(path, self.lines.get("assumptions.enforcement")))

    def _house_key(self, key: str = "") -> Origin:
        path = f"assumptions.collateral.{key}" if key else "assumptions.collateral"
        return Origin("case", path, self.lines.get(path, self.lines.get("assumptions.collateral")))

    def _here(self, column: str, day: int | None = None) -> Origin:
        """The ledger on a day, on that of the money where none is said."""
        return Origin("ledger", column, on=date(self.course.paid if day is None else day).isoformat())


def _given(name: str, why: Why) -> Given:
    return Given(name, why.value, "cents", None, why)


def _why(code: str, formula: str, *inputs: Given) -> Why:
    return Why(code, formula, FORMULAS[formula](Values(tuple((given.name, given.value) for given in inputs))), "cents", inputs)
