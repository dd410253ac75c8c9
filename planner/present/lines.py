"""Problems, findings and figures in words, one line each."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from planner.dates import date
from planner.errors import Problem, RangeError
from planner.measures import Kind, Value
from planner.money import ONE, round_half_up

if TYPE_CHECKING:
    from planner.findings import Finding
    from planner.scenarios import Scenario
    from planner.text import Words

MISSING: Final = "unknown"
"""Reason of a figure that the case gives no input for."""
_MONEY: Final = re.compile(r"-?\d+\.\d{2}")
_CENTS: Final = frozenset({"claim", "cash", "settle", "principal", "dues", "accrued", "held", "level", "deferred", "conditional"})
"""Codes of RangeError whose figures are cents."""


def say_problem(words: Words, problem: Problem) -> str:
    """One line: where, what is wrong, what stands there, what was expected."""
    values = {name: grouped(words, value) for name, value in problem.values.items()}
    values |= {"found": problem.found, "path": problem.path}
    sentence = words(f"problem.{problem.code}", **values)
    expected = _expected(words, problem.expected, values)
    kind = {(True, True): "found_expected", (True, False): "found", (False, True): "expected"}.get((bool(problem.found), bool(expected)))
    if kind is not None:
        sentence = words(f"problem.with_{kind}", sentence=sentence, found=problem.found, expected=expected)
    return words("problem.at", path=problem.path, sentence=sentence) if problem.path else sentence[:1].upper() + sentence[1:]


def _expected(words: Words, code: str, values: dict[str, str]) -> str:
    """The words for what was expected; empty where there are none."""
    if not code:
        return ""
    msgid = f"expected.{code.removeprefix('expected.')}"
    said = words(msgid, **values)
    return "" if said == msgid else said


def range_problem(words: Words, error: RangeError) -> Problem:
    """A figure out of range as a problem without a place."""
    found, limit = (_in_yuan(words, error.code, figure) for figure in (error.found, error.limit))
    known = words(f"problem.{error.code}") != f"problem.{error.code}"
    code = error.code if known else "out_of_range"
    return Problem(code, found="" if code == "time" else found, values={"limit": limit, "name": error.code})


def _in_yuan(words: Words, code: str, figure: str) -> str:
    return words.money(int(figure)) if code in _CENTS and figure.removeprefix("-").isdigit() else figure


def grouped(words: Words, value: str) -> str:
    """An amount such as 1234.50 with its thousands apart; anything else as it is."""
    return words.money(int(Decimal(value) * 100)) if _MONEY.fullmatch(value) else value


def say_finding(words: Words, finding: Finding) -> str:
    """The sentence of a finding, with source and confidence where it has them."""
    values = {name: grouped(words, value) for name, value in finding.values.items()}
    values |= {"value": grouped(words, finding.value), "limit": grouped(words, finding.limit), "where": finding.where}
    code = finding.code
    if code.startswith("pause"):
        code = _pause_code(finding)
        values |= _pause(words, finding.values)
    sentence = words(f"finding.{code}", **values)
    origin = [finding.source, words(f"confidence.{finding.confidence}") if finding.confidence else ""]
    shown = words("convention.comma").join(filter(None, origin))
    return words("finding.with_source", sentence=sentence, source=shown) if shown else sentence


def _pause_code(finding: Finding) -> str:
    """Where interest goes is worth saying only where it grows and is not asked for."""
    stops, grows = (finding.values.get(name, "").split() for name in ("stops", "grows"))
    return "pause_payments" if "payments" in stops and "interest" in grows else finding.code


def _pause(words: Words, values: dict[str, str]) -> dict[str, str]:
    """What stops, what grows and where interest goes, in words."""
    listed = {
        name: words("convention.comma").join(words(f"finding.paused_{kind}") for kind in values.get(name, "").split())
        for name in ("stops", "grows")
    }
    return {**listed, "then": words(f"then.{values.get('then', 'bill')}")}


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
        return words.money(round_half_up(Decimal(amount)))
    if value.kind is Kind.RATE:
        return _percent(words, amount)
    return str(int(amount)) if value.kind is Kind.COUNT else date(int(amount)).isoformat()


def all_rates(words: Words, value: Value) -> str:
    """Every rate of return, where there are several; else nothing."""
    several = len(value.all) > 1
    return words("convention.comma").join(_percent(words, rate) for rate in value.all) if several else ""


def _percent(words: Words, rate: float) -> str:
    return words.rate(round_half_up(Decimal(rate) * ONE), 2)
