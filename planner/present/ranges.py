"""Figures that rest on assumptions: their lowest and highest, as JSON and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.figures import Value, jsonable
from planner.present.lines import say_value

if TYPE_CHECKING:
    from planner.scenarios import Scenario
    from planner.text import Words


def range_json(scenario: Scenario) -> dict[str, dict[str, object]]:
    """``{code: {low, high}}``, each as measures are; ``end`` is the day the money comes."""
    return {code: {"low": jsonable(low), "high": jsonable(high)} for code, (low, high) in scenario.range.items()}


def say_span(words: Words, low: Value, high: Value) -> str:
    """The two ends, or the one figure where they are the same."""
    one, other = say_value(words, low), say_value(words, high)
    return one if one == other else words("convention.span", low=one, high=other)


def say_ranges(words: Words, scenario: Scenario) -> str:
    """One line: every figure of a scenario from its lowest to its highest; empty where it rests on no range."""
    if not scenario.range:
        return ""
    said = (f"{words(f'measure.{code}')} {say_span(words, *ends)}" for code, ends in scenario.range.items())
    listed = words("convention.semicolon").join(said)
    return words("convention.ranges", name=words(f"scenario.{scenario.name}"), figures=listed)


def say_where(words: Words, where: str) -> str:
    """What a finding is about: a standard scenario in words, anything else as it is."""
    return words(f"scenario.{where}") if where in ("enforcement", "sale") else where
