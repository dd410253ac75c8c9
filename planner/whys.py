"""Explanations of a comparison's figures, asked by scenario and measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.book import days_past_due
from planner.explain.asked import Asked
from planner.explain.measured import explain_measure

if TYPE_CHECKING:
    from planner.scenarios import Comparison, Scenario
    from planner.why import Why


def asked(comparison: Comparison, scenario: Scenario) -> Asked:
    """A scenario as explanations see it, with the one of doing nothing beside it."""
    plan = next((p for p in comparison.case.plans if p.name == scenario.name), None)
    nothing = comparison.scenario("do_nothing")
    days = int(days_past_due(comparison.position)[0])
    beside = None if nothing is None or nothing is scenario else asked(comparison, nothing)
    return Asked(comparison.case, scenario.name, plan, scenario.ledger, scenario.inputs, scenario.measures, days, beside)


def of_measure(comparison: Comparison, scenario: Scenario, code: str) -> Why:
    """Why a measure of a scenario is what it is."""
    return explain_measure(asked(comparison, scenario), code)
