"""Every measure explained: run again from its inputs, by another way than measures are taken, it gives the measure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from planner import casefile, dates
from planner.explain import scheduled
from planner.explain.formulas import again
from planner.explain.measure_formulas import NOTHING
from planner.figures import MEASURES, whole
from planner.money import yuan
from planner.present import schedule_json
from planner.scenarios import Comparison, compare
from planner.why import Given, Number, Why
from planner.whys import Explainer

FOLDER: Final = Path(__file__).resolve().parents[1] / "examples"
EXAMPLES: Final = sorted(path.stem for path in FOLDER.glob("*.toml"))
ONLY_SHOWN: Final = {"watched": {"periods"}}
"""Inputs that a formula shows and does not need."""


@cache
def compared(name: str) -> Comparison:
    return compare(casefile.read(FOLDER / f"{name}.toml"))


def same(value: Number, expected: Number, unit: str) -> bool:
    """Whole cents, dates and counts exactly; rates and worths that are no whole cents within 1e-12."""
    if isinstance(value, float) and isinstance(expected, int | float):
        cents = unit != "cents" or whole(value) == whole(expected)
        return cents and math.isclose(value, expected, rel_tol=1e-12, abs_tol=1e-14)
    return type(value) is type(expected) and value == expected


def figures(why: Why) -> Iterator[Why]:
    """A figure and every one below it."""
    yield why
    for given in why.inputs:
        if given.why is not None:
            yield from figures(given.why)


def every(name: str) -> Iterator[tuple[str, str, Why]]:
    explainer = Explainer(compared(name))
    for scenario in explainer.comparison.scenarios:
        for code in MEASURES:
            yield scenario.name, code, explainer.measure(scenario.name, code)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_measure_of_every_scenario_is_what_its_explanation_gives(name: str) -> None:
    found = compared(name)
    wrong = []
    for scenario, code, why in every(name):
        own = found.scenario(scenario)
        assert own is not None
        measured = own.measures[code]
        if not same(again(why), measured.amount, why.unit) or (measured.amount is None and why.formula != measured.reason):
            wrong.append((scenario, code, measured, again(why), why.formula))
    assert wrong == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_figure_inside_an_explanation_is_what_it_says(name: str) -> None:
    wrong = [
        (scenario, code, part.code, part.value, again(part))
        for scenario, code, why in every(name) for part in figures(why) if not same(again(part), part.value, part.unit)
    ]  # fmt: skip
    assert wrong == []
    odd = [
        (scenario, code, given)
        for scenario, code, why in every(name) for part in figures(why) for given in part.inputs
        if given.why is not None and not same(given.why.value, given.value, given.unit)
    ]  # fmt: skip
    assert odd == []


def moved(given: Given) -> Given:
    """An input that is something else."""
    value = given.value
    if given.unit == "class" and isinstance(value, int):
        return replace(given, why=None, value=value + 1)
    more = 20_000_000 if given.unit == "rate" else 400
    return replace(given, why=None, value=value + more) if isinstance(value, int | float) else given


def moves(why: Why, places: Iterable[int]) -> bool:
    """Whether a figure changes with some of its inputs."""
    inputs = tuple(moved(given) if k in places else given for k, given in enumerate(why.inputs))
    return not same(again(replace(why, inputs=inputs)), why.value, why.unit)


def _counts(why: Why, place: int) -> bool:
    """Whether an input has a part in a figure: the rate has none in what is worth its amount today, nor has a payment's month 0."""
    given = why.inputs[place]
    today = any(g.name in ("days", "months") and not g.value for g in why.inputs)
    return not (today and given.name in ("funding_rate", "months"))


TOGETHER: Final = {
    "most_frequent", "middle", "highest", "class_of_days", "worse_class", "financed", "left_to_live_on", "watched",
    "worst_of_loans",
}  # fmt: skip
"""Formulas in which one input alone may decide nothing."""


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_explanation_depends_on_its_inputs(name: str) -> None:
    idle = []
    for scenario, code, why in every(name):
        for part in (why, *(given.why for given in why.inputs[:3] if given.why is not None)):
            # Nothing changes a figure that does not exist, a count by an amount, or what is nothing whatever it is divided by.
            if part.formula in (*NOTHING, "how_many") or not part.inputs or not part.value:
                continue
            places = [k for k, given in enumerate(part.inputs) if given.name not in ONLY_SHOWN.get(part.formula, ())]
            tried = [places] if part.formula in TOGETHER else [[k] for k in (*places[:2], *places[-2:]) if _counts(part, k)]
            if not all(moves(part, some) for some in tried):
                idle.append((scenario, code, part.code, part.formula))
    assert idle == []


SCHEDULED: Final = ("days", "opening", "principal", "interest", "penalty", "compound", "fee", "released", "waived", "payment", "closing")


def shown(value: Number, column: str) -> object:
    """A figure as the schedule prints it."""
    assert isinstance(value, int)
    return value if column == "days" else yuan(value)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_cell_of_every_schedule_is_what_its_explanation_gives(name: str) -> None:
    found, wrong = compared(name), []
    explainer = Explainer(found)
    for scenario in found.scenarios:
        printed, lines = schedule_json(scenario, *found.case.loans)["rows"], explainer.lines(scenario.name)
        assert [(row["step"], row["due"]) for row in printed] == [(line.step, dates.date(line.row.day).isoformat()) for line in lines]
        for row, line in zip(printed, lines, strict=True):
            for column in SCHEDULED:
                why = explainer.line(scenario.name, line.step, column)
                if {shown(again(why), column), shown(why.value, column)} != {row[column]}:
                    wrong.append((scenario.name, row["step"], column, row[column], why.value, again(why)))
    assert wrong == []


def test_what_the_days_of_a_row_added_is_explained_as_well() -> None:
    explainer = Explainer(compared("overdue_interest_formula"))
    name = explainer.comparison.scenarios[-1].name
    # 8,000 at 12 % for the 30 days to 2026-10-30 of a contract in 30/360: 80.00 of interest; nothing else grows under the plan.
    added = {code: explainer.line(name, 2, code).value for code in scheduled.ADDED}
    assert added == {"interest_added": 8_000, "penalty_added": 0, "compound_added": 0, "fee_added": 0, "drawn": 0}
    for wrong in ("no_such_column", "billed.nothing", "accrued.interest"):
        with pytest.raises(KeyError):
            explainer.line(name, 1, wrong)
    for step in (0, -1, 4):
        with pytest.raises(IndexError):
            explainer.line(name, step, "payment")


@pytest.mark.parametrize("name", ["business_quarterly_interest", "mortgage_income_drop", "overdue_interest_formula", "several_debts"])
def test_what_is_opened_gives_the_same_figures_down_to_what_set_them(name: str) -> None:
    explainer, wrong = Explainer(compared(name)), list[tuple[object, ...]]()
    for scenario in explainer.comparison.scenarios:
        for code in ("total_paid", "waived", "claim", "finish", "less_than_nothing", "concession", "observation_end"):
            why = explainer.opened(explainer.measure(scenario.name, code), 4)
            wrong += [(scenario.name, code, part.code, part.value, again(part)) for part in figures(why) if again(part) != part.value]
            assert not [part for part in figures(why) if part.formula in ("cell", "row")]
        for line in explainer.lines(scenario.name)[:3]:
            why = explainer.opened(explainer.line(scenario.name, line.step, "closing"), 5)
            wrong += [(scenario.name, line.step, part.code, part.value, again(part)) for part in figures(why) if again(part) != part.value]
    assert wrong == []
