"""Explanations of a comparison's figures, asked by scenario and measure, or by row and column of its schedule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.book import days_past_due
from planner.explain import scheduled
from planner.explain.asked import Asked
from planner.explain.measured import explain_measure
from planner.measures import measure
from planner.scenarios import inputs_under
from planner.today import stand

if TYPE_CHECKING:
    from planner.case import Case, Plan
    from planner.scenarios import Comparison, Scenario
    from planner.why import Why


def asked(comparison: Comparison, scenario: Scenario, loan: int | None = None) -> Asked:
    """A scenario as explanations see it, with the one of doing nothing beside it; of several loans one of them, or all together (None)."""
    several = bool(scenario.each)
    plan = next((p for p in comparison.case.plans if p.name == scenario.name), None)
    nothing = comparison.scenario("do_nothing")
    beside = None if nothing is None or nothing is scenario else asked(comparison, nothing, loan)
    suit = None if scenario.inputs.enforced is None else comparison.scenario("enforcement")
    court = None if suit is None else asked(comparison, suit, loan)
    book = scenario.each[loan] if several and loan is not None else scenario.ledger
    days = int(days_past_due(comparison.position)[0])
    place = loan if several else 0
    each = tuple(_of_loan(comparison.case, scenario, own, plan) for own in range(len(scenario.each) if loan is None else 0))
    return Asked(comparison.case, scenario.name, plan, book, scenario.inputs, scenario.measures, days, beside, place, each, court)


def _of_loan(case: Case, scenario: Scenario, place: int, plan: Plan | None) -> Asked:
    """One of several loans by itself."""
    loan, ledger = case.loans[place], scenario.each[place]
    alone, own = case.alone(loan), None if plan is None else plan.of(loan.id)
    days = int(days_past_due(stand(loan, case.as_of)[0])[0])
    inputs = inputs_under(alone, scenario.inputs, own, days, scenario.name)
    return Asked(alone, scenario.name, own, ledger, inputs, measure(ledger, 0, inputs), days)


def of_measure(comparison: Comparison, scenario: Scenario, code: str) -> Why:
    """Why a measure of a scenario is what it is; KeyError for a code that is none."""
    return explain_measure(asked(comparison, scenario), code)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a schedule as it is printed: its ``step`` from 1 on, the place of its loan, and its row among that loan's."""

    step: int
    loan: int
    row: scheduled.Row


def lines(comparison: Comparison, scenario: Scenario) -> tuple[Line, ...]:
    """The rows of a scenario's schedule, those of several loans by day."""
    found = [
        (loan, row) for loan in range(len(comparison.case.loans)) for row in scheduled.rows(asked(comparison, scenario, loan))
    ]  # fmt: skip
    return tuple(Line(step, loan, row) for step, (loan, row) in enumerate(sorted(found, key=lambda pair: pair[1].day), 1))


def of_line(comparison: Comparison, scenario: Scenario, line: Line, column: str) -> Why:
    """Why a column of a row of the schedule is what it is; KeyError for one that no row has."""
    return scheduled.explain_row(asked(comparison, scenario, line.loan), line.row, column)
