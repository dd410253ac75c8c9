"""Sentences on what ways out are worth to the lender: the rates, each by its definition, and how far each assumption reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from planner.figures import Kind, Value
from planner.money import ONE
from planner.present import say_name, say_value
from planner.text import mark
from planner.worth import MOVED

if TYPE_CHECKING:
    from planner.scenarios import Comparison
    from planner.text import Words
    from planner.worth import Lender, Worth

ASSUMED: Final = {
    "funding_rate": mark("Funding rate, effective"), "redefault": mark("Re-default a month"),
    "months": mark("Months until the money comes"), "recovery": mark("Share recovered"),
    "judgment_months": mark("Months until the judgment"), "appraisal": mark("Appraisal"), "rent_months": mark("Months of rent set aside"),
}  # fmt: skip
"""Assumptions by their codes."""
DEFINED: Final = {
    "irr12": mark("{rate} nominal (IRR × 12)"), "effective": mark("{rate} effective"), "eu": mark("{rate} APRC (Directive 2008/48/EC)"),
    "reg_z": mark("{rate} APR (Regulation Z)"),
}  # fmt: skip
"""A rate by each of its definitions."""
BASED: Final = {
    "contract": mark("of its contract's flows since disbursement"),
    "rate": mark("its rate compounded by the month, since the flows of its contract are not known"),
    "floating": mark("the floating rate in force, compounded by the month"),
}  # fmt: skip
"""Where the rate a loan was lent at comes from."""


def say_rates(words: Words, found: Lender) -> list[str]:
    """What is discounted at which rate, and what the contract costs by every definition of a rate."""
    said = []
    if found.case.funding_rate is not None:
        rate = words.rate(found.case.funding_rate, 2)
        said.append(words("Present and expected values are at the funding rate, {rate} effective, days over 365.", rate=rate))
    if found.original is not None:
        basis = words(BASED[found.original.basis])
        rate = _rate(words, found.original.annual)
        said.append(words("Changed terms are at the rate the loan was lent at, {rate} effective: {basis}.", rate=rate, basis=basis))
    if found.written:
        listed = words("convention.semicolon").join(_defined(words, code, rates) for code, rates in found.written.items())
        said.append(words("The contract as written costs: {rates}.", rates=listed))
    return said


def _defined(words: Words, code: str, rates: tuple[float, ...]) -> str:
    """A rate by its definition: all there are, or that there is none."""
    several = words(" and ").join(_rate(words, rate) for rate in rates) or words("no rate, since none makes the flows worth nothing,")
    return words(DEFINED[code], rate=several)


def _rate(words: Words, rate: float) -> str:
    return say_value(words, Value(Kind.RATE, rate))


def say_line(words: Words, found: Lender, comparison: Comparison) -> list[str]:
    """Which plans change the flows by more than the rulebook's line, as a benchmark with its source."""
    most = None if found.line is None else found.line.band.most
    if found.line is None or most is None:
        return []
    names = [
        say_name(words, scenario) for scenario, way in zip(comparison.scenarios, found.ways, strict=True)
        if isinstance(share := way.figures["modification_share"].amount, float) and abs(share) >= most / ONE
    ]  # fmt: skip
    source = words("{source}, {confidence}", source=found.line.source[words.lang], confidence=words(f"confidence.{found.line.confidence}"))
    line = words.rate(most, 2)
    if not names:
        return [words(
            "No plan changes the value of the flows by {line} or more; the line is a benchmark ({source}).", line=line, source=source
        )]
    plans = words("convention.comma").join(names)
    return [words(
        "By {line} or more the value of the flows changes under: {plans}. The line is a benchmark ({source}).",
        line=line, plans=plans, source=source,
    )]  # fmt: skip


def say_breakeven(words: Words, way: Worth) -> str:
    """Every hazard at which a plan is worth as much as its alternative, where there are several; else nothing."""
    rates = way.figures["breakeven_redefault"].all
    if len(rates) <= 1:
        return ""
    listed = words(" and ").join(_rate(words, rate) for rate in rates)
    return words("{plan}: worth the same at each of {rates} a month", plan=way.name, rates=listed)


def say_reach(words: Words, way: Worth) -> list[list[str]]:
    """A row an assumption: its name, its range, and of each figure of MOVED that any of them moves from where to where."""
    rows = []
    for reach in way.reach:
        ends = [(reach.low, reach.high), *(reach.figures.get(code) for code in moved_by(way))]
        rows.append([words(ASSUMED[reach.assumption]), *(_span(words, pair) for pair in ends)])
    return rows


def moved_by(way: Worth) -> list[str]:
    """The figures that any assumption moves."""
    return [code for code in MOVED if any(code in reach.figures for reach in way.reach)]


def _span(words: Words, ends: tuple[Value, Value] | None) -> str:
    """From one figure to another; a dash where nothing moves."""
    return "–" if ends is None else words("{low} to {high}", low=say_value(words, ends[0]), high=say_value(words, ends[1]))
