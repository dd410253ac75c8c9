"""Problems, findings and figures in words, one line each; a finding as JSON."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from planner.dates import date
from planner.errors import Problem, RangeError
from planner.figures import Kind, Value, whole
from planner.money import MAX_CENTS, MAX_QUOTIENT, MAX_RATE, ONE
from planner.present.conditions import say_when
from planner.present.paused import say_pause
from planner.rules.book import CLASSES

if TYPE_CHECKING:
    from planner.findings import Finding
    from planner.scenarios import Scenario
    from planner.text import Words

MISSING: Final = "unknown"
"""Reason of a figure that the case gives no input for."""
MOST: Final = 200
"""Problems that are shown; how many more there are is said."""
_MONEY: Final = re.compile(r"-?\d+\.\d{2}")
STEEP: Final = 10**4
"""Rates from this on (1,000,000 % a year) say only that they are above it: their digits mean nothing to anyone."""
CLASSED: Final = ("risk_class", "class_restructured", "class_restructured_again")
"""Findings whose value is a class."""
_RANGES: Final = {
    "amount": "amount", "amount_parts_of_cent": "amount_parts_of_cent", "cash_flows": "cash_flows", "claim": "claim",
    "discount_rate": "discount_rate", "rate": "rate", "penalty": "rate", "compound": "rate",
    "penalty_late": "rate", "compound_late": "rate",
    "time": "time", "penalty_time": "time",
    "original": "out_of_range_loan", "principal": "out_of_range_loan", "dues": "out_of_range_loan", "accrued": "out_of_range_loan",
    "deferred": "out_of_range_loan", "conditional": "out_of_range_loan", "settled": "out_of_range_loan",
    "cash": "out_of_range_paid", "held": "out_of_range_paid",
    "level": "out_of_range_level", "set_level": "out_of_range_level", "fixed": "out_of_range_level", "share": "out_of_range_level",
    "ahead": "out_of_range_paid", "draw": "out_of_range_loan", "late_share": "out_of_range_fee",
    "fee": "out_of_range_fee", "settle": "out_of_range_settle", "waive_cents": "out_of_range_waive", "pledge_cents": "out_of_range_waive",
    "waive": "out_of_range_waive", "pledge": "out_of_range_waive",
}  # fmt: skip
"""The problem that says in the user's words what the engine's field holds."""


def say_problem(words: Words, problem: Problem) -> str:
    """One line: where, what is wrong, what stands there, what was expected."""
    values = {name: grouped(words, value) for name, value in problem.values.items()}
    found = grouped(words, problem.found)
    values |= {"found": found, "path": problem.path}
    sentence = words(f"problem.{problem.code}", **values)
    expected = _expected(words, problem.expected, values)
    kind = {(True, True): "found_expected", (True, False): "found", (False, True): "expected"}.get((bool(problem.found), bool(expected)))
    if kind is not None:
        sentence = words(f"problem.with_{kind}", sentence=sentence, found=found, expected=expected)
    return words("problem.at", path=problem.path, sentence=sentence) if problem.path else sentence[:1].upper() + sentence[1:]


def say_problems(words: Words, problems: Sequence[Problem]) -> list[str]:
    """One line a problem, MOST of them, and how many more there are."""
    lines = [say_problem(words, problem) for problem in problems[:MOST]]
    more = len(problems) - MOST
    return [*lines, words("…and {count} more", count=f"{more:,}")] if more > 0 else lines


def _expected(words: Words, code: str, values: dict[str, str]) -> str:
    """The whole clause on what was expected, its lead-in word included; empty where there is none."""
    if not code:
        return ""
    msgid = f"expected.{code.removeprefix('expected.')}"
    said = words(msgid, **values)
    return "" if said == msgid else said


def range_problem(words: Words, error: RangeError) -> Problem:
    """A figure out of range as a problem without a place: which input is too large, and the bound in yuan or percent."""
    if error.code == "no_rule":
        return Problem(error.code, found=error.found)
    if error.code in ("lpr_before_first", "before_rule"):
        return Problem(error.code, found=error.found, values={"first": error.limit})
    code = _RANGES.get(error.code, "out_of_range")
    if error.code == "amount_parts_of_cent":
        return Problem(code, found=error.found)
    limit = words.rate(MAX_RATE) if code == "rate" else words.money(MAX_QUOTIENT if code == "claim" else MAX_CENTS)
    return Problem(code, values={"limit": limit})


def grouped(words: Words, value: str) -> str:
    """An amount such as 1234.50 with its thousands apart; anything else as it is."""
    return words.money(int(value.replace(".", ""))) if _MONEY.fullmatch(value) else value


def say_finding(words: Words, finding: Finding) -> str:
    """The sentence of a finding, with source and confidence where it has them."""
    values = {name: grouped(words, value) for name, value in finding.values.items()}
    values |= {name: words(f"{name}.{values[name]}") for name in ("part", "kind") if name in values}
    values |= {"value": grouped(words, finding.value), "limit": grouped(words, finding.limit), "where": finding.where}
    code, own = finding.code, f"_{words.lang}"
    values |= {name.removesuffix(own): value for name, value in values.items() if name.endswith(own)}
    if code in CLASSED:
        values["value"] = words(f"class.{finding.value}")
    if code == "mandate_earliest":
        values |= {name: say_when(words, values[name]) for name in ("found", "most")}
    if code.startswith("pause"):
        values |= say_pause(words, finding.values)
    sentence = words(f"finding.{code}", **values)
    source = finding.values.get(f"source_{words.lang}", finding.source)
    origin = [source, words(f"confidence.{finding.confidence}") if finding.confidence else ""]
    shown = words("convention.comma").join(filter(None, origin))
    return words("finding.with_source", sentence=sentence, source=shown) if shown else sentence


def say_name(words: Words, scenario: Scenario) -> str:
    """A plan's name as its author wrote it, a standard scenario's in words."""
    return scenario.name if scenario.kind == "plan" else words(f"scenario.{scenario.name}")


def say_value(words: Words, value: Value) -> str:
    """A figure in words: grouped money, percentages, ISO dates, the total of parts; why there is none where there is none."""
    amount = value.amount
    if amount is None:
        return words(f"measure.{value.reason or MISSING}")
    if isinstance(amount, tuple):
        return words.money(sum(amount))
    if value.kind is Kind.MONEY:
        return words.money(whole(amount))
    if value.kind is Kind.RATE:
        return _percent(words, amount)
    if value.kind is Kind.CLASS:
        return words(f"class.{CLASSES[int(amount)]}")
    return str(int(amount)) if value.kind is Kind.COUNT else date(int(amount)).isoformat()


def all_rates(words: Words, value: Value) -> str:
    """Every rate of return, where there are several; else nothing."""
    several = len(value.all) > 1
    return words("convention.comma").join(_percent(words, rate) for rate in value.all) if several else ""


def _percent(words: Words, rate: float) -> str:
    """A percentage; a rate of STEEP and above says only that it is."""
    return f">{STEEP * 100:,}%" if rate >= STEEP else words.rate(whole(rate, ONE), 2)


def finding_json(finding: Finding) -> dict[str, str | None]:
    """A finding; what it does not say is None."""
    names = ("code", "grade", "where", "value", "limit", "source", "confidence")
    return {name: getattr(finding, name) or None for name in names}
