"""Any one number of a plan so that a measure meets a condition: the least change that does, exact to the cent, month or basis point.

Candidates lie on the loan axis. The values nearest to the plan's own are all tried, on both sides; a longer way beyond them is narrowed,
many values at a time, to the place where the condition begins to hold. Far from the plan's own, what holds only between two of these
values (a 256th of the way) can be passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from planner import enforcement
from planner.book import days_past_due, standing
from planner.budgeted import Advance, Purse, nearest_budget
from planner.case import Case, Plan
from planner.conditions import Condition, condition
from planner.debts import only_loan
from planner.errors import CaseError, Problem
from planner.levers import Bounds, Lever, lever_of
from planner.measures import Value
from planner.money import Bools, Ints
from planner.scenarios import inputs_of, inputs_under
from planner.today import stand
from planner.trial import Trial

WIDTH: Final = 256
"""Candidates tried at once where a range is long."""
WHOLE: Final = 1500
"""So many values nearest to the plan's own are tried whole, and so is a range no longer."""


@dataclass(frozen=True, slots=True)
class Solved:
    """``status`` is solved, already_met or unreachable; ``value`` in the lever's unit (cents, months, 1e-8) meets the condition.

    ``nearest`` is the value that comes nearest where none meets it; ``measures`` are those of the plan with the value (or the nearest).
    ``asked`` is the condition; ``own`` is the plan's own number (None: it says none) with the measure asked, ``short`` the value beside the
    one found, on the plan's side, which does not do.
    """

    status: str
    lever: Lever
    value: int | None
    nearest: int | None
    measures: dict[str, Value]
    asked: Condition
    own: Beside
    short: Beside | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """A value of the number, and the measure asked with it."""

    value: int | None
    figure: Value


def solve(case: Case, name: str, vary: str, until: str, advance: Advance = lambda: None) -> Solved:
    """Vary one number of a plan until a condition holds. CaseError where plan, number or condition is not known.

    ``advance`` is called once a budget that is tried.
    """
    asked, lever = condition(until), lever_of(vary)
    plan = next((p for p in case.plans if p.name == name), None)
    if plan is None:
        raise CaseError([Problem("unknown_plan", "plan", name, "expected.plan_names", {"names": ", ".join(p.name for p in case.plans)})])
    if lever.name == "budget" or plan.budget is not None:
        return _budget(case, plan, lever, asked, advance)
    only_loan(case, plan)
    now, future = stand(case.loans[0], case.as_of)
    held = enforcement.against(case, inputs_of(case, now), enforcement.enforced(case, now, future))
    trial = Trial(case, plan, lever, now, future, inputs_under(case, held, plan, int(days_past_due(now)[0])))
    lever.put(plan, lever.least)
    own, as_it_is = lever.get(plan), trial.measures(None)
    beside = Beside(own, as_it_is[asked.measure])
    if asked.holds(beside.figure):
        return Solved("already_met", lever, own, None, as_it_is, asked, beside)
    bounds = Bounds(int(standing(now).sum()), int(np.asarray(case.loans[0].rate).max()))
    grid, start = _Grid(lever.least, lever.step, (lever.most(bounds) - lever.least) // lever.step), lever.begin(plan, bounds)
    found = _nearest(trial, asked, grid, grid.place(start))
    if found.value is not None:
        last = found.value - lever.step if found.value > start else found.value + lever.step
        short = beside if last == own else _beside(trial, last, asked)
        return Solved("solved", lever, found.value, None, trial.measures(found.value), asked, beside, short)
    nearest = found.nearest
    return Solved("unreachable", lever, None, nearest, {} if nearest is None else trial.measures(nearest), asked, beside)


def _beside(trial: Trial, value: int, asked: Condition) -> Beside | None:
    """A value with which the condition does not hold, and its measure; None where the plan cannot have it, or it holds there too."""
    if value < trial.lever.least:
        return None
    try:
        figure = trial.measures(value)[asked.measure]
    except CaseError:
        return None
    return None if asked.holds(figure) else Beside(value, figure)


def _budget(case: Case, plan: Plan, lever: Lever, asked: Condition, advance: Advance) -> Solved:
    """The same of a budget: the only number of its plan that can be varied, of one loan or several."""
    if lever.name != "budget":
        raise CaseError([Problem("budget_only", "vary", lever.name, "expected.budget_only", {"plan": plan.name})])
    own = lever.get(lever.put(plan, lever.get(plan) or 1)) or 0
    purse = Purse(case, plan, asked, advance)
    as_it_is = purse.whole(own)
    beside = Beside(own, as_it_is[asked.measure])
    if purse.met(own):
        return Solved("already_met", lever, own, None, as_it_is, asked, beside)
    value = nearest_budget(purse)
    if value is not None:
        last = value - lever.step if value > own else value + lever.step
        short = beside if last == own else Beside(last, purse.whole(last)[asked.measure])
        return Solved("solved", lever, value, None, purse.whole(value), asked, beside, short)
    nearest = purse.nearest()
    return Solved("unreachable", lever, None, nearest, {} if nearest is None else purse.whole(nearest), asked, beside)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Values least, least + step, … of places 0 to ``last``."""

    least: int
    step: int
    last: int

    def values(self, places: Ints) -> Ints:
        """The values at some places."""
        return self.least + places * self.step

    def place(self, value: int) -> int:
        """The place of a value, the nearest where it lies outside."""
        return min(max((value - self.least) // self.step, 0), self.last)


@dataclass(slots=True)
class _Found:
    """The value nearest to the plan's own that meets the condition, and the one that comes nearest to meeting it."""

    value: int | None = None
    nearest: int | None = None
    gap: float = np.inf


def _nearest(trial: Trial, asked: Condition, grid: _Grid, own: int) -> _Found:
    """Look on both sides of a place; of two that meet the condition as near, the smaller value."""
    found, best = _Found(), None
    for end in (0, grid.last):
        place = _toward(trial, asked, grid, (own, end), found)
        if place is not None and (best is None or abs(place - own) < abs(best - own)):
            best = place
    found.value = None if best is None else int(grid.values(np.array([best]))[0])
    return found


def _toward(trial: Trial, asked: Condition, grid: _Grid, span: tuple[int, int], found: _Found) -> int | None:
    """The first place that meets the condition on the way from one place to another: near ones all, the way beyond narrowed."""
    begin, end = span
    way = 1 if end >= begin else -1
    near = begin + way * np.arange(min(abs(end - begin) + 1, WHOLE))
    met = _met(trial, asked, grid.values(near), found)
    if met.any():
        return int(near[met.argmax()])
    return None if near[-1] == end else _narrowed(trial, asked, grid, (int(near[-1]), end), found)


def _narrowed(trial: Trial, asked: Condition, grid: _Grid, span: tuple[int, int], found: _Found) -> int | None:
    """The first place that meets the condition, as far as tries spread over the way can tell; the first place of the way does not."""
    begin, end = span
    while True:
        count = abs(end - begin) + 1
        places = np.unique(np.linspace(begin, end, min(count, WHOLE if count <= WHOLE else WIDTH)).round().astype(np.int64))
        places = places if end >= begin else places[::-1]
        met = _met(trial, asked, grid.values(places), found)
        if not met.any():
            return None
        first = int(met.argmax())
        if count <= WHOLE:
            return int(places[first])
        begin, end = int(places[first - 1]), int(places[first])


def _met(trial: Trial, asked: Condition, values: Ints, found: _Found) -> Bools:
    """Whether each value meets the condition; the one that comes nearest is kept."""
    figures = trial.figures(values, asked.measure)
    gaps = np.where(np.isnan(figures), np.inf, asked.gap(figures))
    if gaps.min(initial=np.inf) < found.gap:
        found.gap, found.nearest = float(gaps.min()), int(values[gaps.argmin()])
    return asked.met(figures) & ~np.isnan(figures)
