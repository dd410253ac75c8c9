"""Every cell of every ledger explained: run again from its inputs, its formula gives what the ledger says, to the cent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from planner import casefile, debts
from planner.book import Ledger, Position, Timeline, take
from planner.engine import roll_forward
from planner.explain.cells import COLUMNS, explained, parts_of
from planner.explain.formulas import again
from planner.explain.scene import Scene, walk
from planner.money import Ints
from planner.scenarios import Comparison, compare
from planner.why import Number, Why
from tests.laws.strategies import Program, program

FOLDER: Final = Path(__file__).resolve().parents[1] / "examples"
EXAMPLES: Final = sorted(path.stem for path in FOLDER.glob("*.toml"))
PROGRAMS: Final = 320
"""Random programs, among them every convention and column of the engine."""
Wrong = list[tuple[object, ...]]


@cache
def compared(name: str) -> Comparison:
    return compare(casefile.read(FOLDER / f"{name}.toml"))


def rolled(name: str) -> Iterator[tuple[str, Position, Timeline, Ledger]]:
    """Every ledger of a case: of each scenario, and of each loan where there are several."""
    found = compared(name)
    stands = [position for position, _ in debts.stands(found.case)]
    for scenario in found.scenarios:
        for now, timeline, ledger in zip(stands, scenario.rolled, scenario.each or (scenario.ledger,), strict=True):
            yield scenario.name, now, timeline, ledger


def differs(scene: Scene, ledger: Ledger) -> Wrong:
    """The cells of a step whose explanation does not give what the ledger says."""
    known: dict[int, Number] = {}
    wrong: Wrong = []
    for column in COLUMNS:
        own = getattr(ledger, column)[..., scene.step, 0]
        for part in parts_of(column):
            why, value = explained(scene, column, part), int(own if part is None else own[part])
            if not again(why, known) == why.value == value:
                wrong.append((scene.step, column, part, value, why))
    return wrong


def test_columns_are_those_of_a_ledger() -> None:
    assert set(COLUMNS) == set(Ledger.__dataclass_fields__) - {"date", "number"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_cell_of_every_ledger_is_what_its_explanation_gives(name: str) -> None:
    wrong = [
        (scenario, *cell) for scenario, now, timeline, ledger in rolled(name)
        for scene in walk(timeline, now, stop=ledger.date.shape[0]) for cell in differs(scene, ledger)
    ]  # fmt: skip
    assert wrong == []


def short(seed: int) -> Program:
    """A random program of up to three loans and fifteen steps."""
    return program(seed, 1 + seed % 3, 1 + seed % 15)


def one_loan(timeline: Timeline, loan: int) -> Timeline:
    """The timeline of one of its loans."""
    own = {}
    for name in Timeline.__dataclass_fields__:
        column = getattr(timeline, name)
        if name == "conventions":
            kept = {key: getattr(column, key) for key in column.__dataclass_fields__}
            own[name] = type(column)(**{key: alone(value, loan) for key, value in kept.items()})
        elif name == "stages" and column is not None:
            own[name] = type(column)(**{key: alone(getattr(column, key), loan) for key in column.__dataclass_fields__})
        else:
            own[name] = alone(column, loan) if isinstance(column, np.ndarray) else column
    return Timeline(**own)


def alone(column: Ints | None, loan: int) -> Ints | None:
    return column if column is None or column.shape[-1] == 1 else column[..., [loan]]


def moved(why: Why) -> Iterator[tuple[str, Why]]:
    """A figure's explanation with one of its amounts, days or counts one larger (of a level, which is rounded up, more), by its name."""
    more = 100_000 if why.formula == "level_same_term" else 1
    for place, given in enumerate(why.inputs):
        if isinstance(given.value, int) and given.name not in ("part", "mode"):
            other = replace(given, value=given.value + more, why=None)
            yield given.name, replace(why, inputs=(*why.inputs[:place], other, *why.inputs[place + 1 :]))


def shown(scenes: Iterator[Scene]) -> Iterator[Why]:
    """Every figure of these steps that is explained, those that others rest on included."""
    for scene in scenes:
        for column in COLUMNS:
            for part in parts_of(column):
                explained(scene, column, part)
        yield from scene.cells.values()


def test_a_figure_is_not_what_other_inputs_would_give() -> None:
    felt: dict[str, set[str]] = {}
    for seed in range(120, 168):
        own = short(seed)
        timeline = one_loan(own.timeline, 0)
        for why in shown(walk(timeline, take(own.position, np.array([0])))):
            felt.setdefault(why.formula, set()).update(name for name, other in moved(why) if again(other) != why.value)
    assert {formula for formula, names in felt.items() if not names} == {"nothing", "same_order"}
    cents = [other for formula in ("balance", "sum", "same", "all") for other in felt[formula]]
    assert {"opening", "accrued", "level", "undue"} <= set(cents)
    assert {"rate", "days", "principal", "remainder", "year"} <= felt["interest"]


@pytest.mark.parametrize("start", range(0, PROGRAMS, 40))
def test_every_cell_of_random_programs_is_what_its_explanation_gives(start: int) -> None:
    wrong: Wrong = []
    for seed in range(start, start + 40):
        own = short(seed)
        ledger = roll_forward(own.position, own.timeline).ledger
        assert ledger is not None
        loan = seed % own.loans
        rows = Ledger(**{name: getattr(ledger, name)[..., [loan]] for name in Ledger.__dataclass_fields__})
        now, timeline = take(own.position, np.array([loan])), one_loan(own.timeline, loan)
        wrong += [(seed, loan, *cell) for scene in walk(timeline, now) for cell in differs(scene, rows)]
    assert wrong == []
