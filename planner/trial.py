"""Candidates of one plan, one number apart, rolled together: the figures a condition asks of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner import dates
from planner.book import Position, Timeline
from planner.case import Case, Plan
from planner.engine import roll_forward
from planner.errors import CaseError, PlannerError
from planner.levers import Lever
from planner.measures import Inputs, Value, measure
from planner.money import Floats, Ints
from planner.outcomes import NEVER, outcomes
from planner.terms import apply
from planner.verify import excess


@dataclass(frozen=True, slots=True)
class Trial:
    """A plan of a case with a number to vary; ``inputs`` are what measures need beside a ledger."""

    case: Case
    plan: Plan
    lever: Lever
    now: Position
    future: Timeline
    inputs: Inputs

    def figures(self, values: Ints, code: str) -> Floats:
        """A measure of the candidates with these values (n,); NaN where it does not exist, or the clause cannot be applied."""
        try:
            return self._together(values, code)
        except PlannerError:
            if values.size == 1:
                return np.full(1, np.nan)
            half = values.size // 2
            return np.concatenate([self.figures(values[:half], code), self.figures(values[half:], code)])

    def _timeline(self, plan: Plan) -> Timeline:
        return apply(plan, self.case.loans[0], self.now, self.future, dates.day(self.case.as_of))

    def _together(self, values: Ints, code: str) -> Floats:
        """All candidates in one roll; measures that are not read from flows one by one from the ledger."""
        plan = self.lever.put(self.plan, values if values.size > 1 else int(values[0]))
        timeline = self._timeline(plan)
        day = dates.day(self.case.as_of)
        roll = roll_forward(self.now, timeline, keep="flows")
        if roll.flows is not None:
            found = outcomes(roll.flows, roll.position, day, self.case.funding_rate)
            if code in found:
                figures = np.broadcast_to(found[code], values.shape).astype(np.float64)
                return np.where(figures == NEVER, np.nan, figures) if code == "finish" else figures
        ledger = roll_forward(self.now, timeline).ledger
        if ledger is None:
            return np.full(values.shape, np.nan)
        return np.array([_number(measure(ledger, j, self.inputs)[code]) for j in range(values.size)])

    def measures(self, value: int | None) -> dict[str, Value]:
        """Every measure of the candidate with one value (None: the plan as it is).

        CaseError where it cannot be applied, or waives more than stands.
        """
        plan = self.plan if value is None else self.lever.put(self.plan, value)
        ledger = roll_forward(self.now, self._timeline(plan)).ledger
        if ledger is None:
            return {}
        if problems := excess(plan, ledger):
            raise CaseError(problems)
        return measure(ledger, 0, self.inputs)


def _number(value: Value) -> float:
    amount = sum(value.amount) if isinstance(value.amount, tuple) else value.amount
    return np.nan if amount is None else float(amount)
