"""Explanations of a comparison's figures: of a measure, of a row of a schedule, of any cell of a ledger, opened as deep as asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from planner import debts
from planner.book import PARTS, days_past_due
from planner.enforcement.told import told
from planner.explain import scheduled
from planner.explain.asked import CELL, ROW, TWO, Asked, total
from planner.explain.cells import COLUMNS, explained, parts_of
from planner.explain.measured import explain_measure
from planner.explain.origins import NOWHERE, origins
from planner.explain.scene import Scene, walk
from planner.measures import measure
from planner.scenarios import inputs_under

if TYPE_CHECKING:
    from planner.scenarios import Comparison, Scenario
    from planner.why import Given, Origin, Why

PART_NAMES: Final = tuple(part.name.lower() for part in PARTS)
SINGLE: Final = ("sum", "net", "same", CELL)
"""Formulas that of one input only repeat it."""
AFTER: Final = ("closing", "held", "level", "days_past_due")
"""Columns that say where a loan stands after a step."""
WIDE: Final = tuple(column for column in COLUMNS if parts_of(column) != (None,))
"""Columns by part."""
LEDGER: Final = tuple(
    f"{column}.PART" if column in WIDE else column for column in COLUMNS if column in WIDE or column not in scheduled.COLUMNS
)  # fmt: skip
"""How the ledger's columns are asked for where the schedule has none of that name."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a schedule as it is printed: its ``step`` from 1 on, the place of its loan, and its row among that loan's."""

    step: int
    loan: int
    row: scheduled.Row


class Explainer:
    """Answers why for one comparison; what a step was worked out from is found when it is first asked for, and kept."""

    def __init__(self, comparison: Comparison, lines: Mapping[str, int] = NOWHERE) -> None:
        """Nothing is worked out yet; ``lines`` are those of the case file by path, where they are known."""
        self.comparison, self._placed = comparison, lines
        self._walks: dict[tuple[str, int], Iterator[Scene]] = {}
        self._scenes: dict[tuple[str, int], list[Scene]] = {}
        self._lines: dict[str, tuple[Line, ...]] = {}

    def scenario(self, name: str) -> Scenario:
        """The scenario of a name; KeyError where there is none."""
        found = self.comparison.scenario(name)
        if found is None:
            raise KeyError(name)
        return found

    def asked(self, name: str, loan: int | None = None) -> Asked:
        """A scenario as explanations see it; of several loans one of them, or all together (None)."""
        comparison, scenario = self.comparison, self.scenario(name)
        several = bool(scenario.each)
        plan = next((p for p in comparison.case.plans if p.name == name), None)
        beside = None if name == "do_nothing" or comparison.scenario("do_nothing") is None else self.asked("do_nothing", loan)
        book = scenario.each[loan] if several and loan is not None else scenario.ledger
        days = int(days_past_due(comparison.position)[0])
        place = loan if several else 0
        suit = None if scenario.inputs.enforced is None else comparison.scenario("enforcement")
        court = None if suit is None else self.asked(suit.name, loan)
        each = tuple(self._alone(name, own) for own in range(len(scenario.each) if loan is None else 0))
        return Asked(
            comparison.case, name, plan, book, scenario.inputs, scenario.measures, days, beside, place, each, court, scenario.brings
        )

    def _alone(self, name: str, place: int) -> Asked:
        """One of several loans by itself, as its class and its observation are taken."""
        case, scenario = self.comparison.case, self.scenario(name)
        loan, book = case.loans[place], scenario.each[place]
        alone, plan = case.alone(loan), next((p.of(loan.id) for p in case.plans if p.name == name), None)
        days = int(days_past_due(self._stands[place][0])[0])
        inputs = inputs_under(alone, scenario.inputs, plan, days, name)
        return Asked(alone, name, plan, book, inputs, measure(book, 0, inputs), days, None, place)

    @cached_property
    def _stands(self) -> list[debts.Stand]:
        """Where each loan stands on the as-of date, and what is agreed from there on."""
        return debts.stands(self.comparison.case)

    def measure(self, name: str, code: str) -> Why:
        """Why a measure of a scenario is what it is; KeyError for a code that is none."""
        return explain_measure(self.asked(name), code)

    def lines(self, name: str) -> tuple[Line, ...]:
        """The rows of a scenario's schedule, those of several loans by day."""
        if name not in self._lines:
            loans = range(len(self.comparison.case.loans))
            found = [(loan, row) for loan in loans for row in scheduled.rows(self.asked(name, loan))]
            ordered = sorted(found, key=lambda pair: pair[1].day)
            self._lines[name] = tuple(Line(step, loan, row) for step, (loan, row) in enumerate(ordered, 1))
        return self._lines[name]

    def line(self, name: str, step: int, column: str) -> Why:
        """Why a column of the schedule's row ``step`` (from 1 on) is what it is: one of its own, or of the ledger, by part after a point.

        IndexError for a row, KeyError for a column that there is not.
        """
        line = self.lines(name)[step - 1] if step > 0 else self.lines(name)[len(self.lines(name))]
        asked = self.asked(name, line.loan)
        if column in scheduled.COLUMNS:
            return scheduled.explain_row(asked, line.row, column)
        own, _, part = column.partition(".")
        rows = (None,) if own not in WIDE else (_row_of(own, part),) if part else parts_of(own)
        if own not in COLUMNS or (part and own not in WIDE):
            raise KeyError(column)
        steps = line.row.steps[-1:] if own in AFTER else line.row.steps[:1] if own == "opening" else line.row.steps
        return replace(total(own, tuple(asked.given(own, s, p) for s in steps for p in rows), line.row.day), part=part)

    def cell(self, name: str, loan: int | None, step: int, column: str, part: int | None) -> Why:
        """Why a cell of a scenario's ledger is what it is; of all loans together, those of each."""
        if loan is None:
            return self._joint(name, step, column, part)
        return explained(self._scene(name, loan, step), column, part)

    def cells(self, name: str) -> Iterator[tuple[int, Why]]:
        """Every cell of a scenario's ledgers that is not 0, with the place of its loan."""
        scenario = self.scenario(name)
        for loan, ledger in enumerate(scenario.each or (scenario.ledger,)):
            for step in range(ledger.date.shape[0]):
                for column in COLUMNS:
                    for part in parts_of(column):
                        if (why := self.cell(name, loan, step, column, part)).value:
                            yield loan, why

    def _scene(self, name: str, loan: int, step: int) -> Scene:
        key = name, loan
        if key not in self._walks:
            rolled, start = self.scenario(name).rolled[loan], self._stands[loan]
            court = told(self.comparison.case, start, self._placed) if name == "enforcement" else {}
            said = origins(self.comparison.case, loan, name, start, rolled, self._placed, known=court)
            self._walks[key], self._scenes[key] = walk(rolled, start[0], said), []
        while len(self._scenes[key]) <= step:
            self._scenes[key].append(next(self._walks[key]))
        return self._scenes[key][step]

    def _joint(self, name: str, step: int, column: str, part: int | None) -> Why:
        """A cell of the ledger of all loans together: the sum of theirs on that day."""
        day = self.asked(name).day(step)
        loans = [self.asked(name, loan) for loan in range(len(self.scenario(name).each))]
        found = [given for own in loans for given in self._of_loan(own, column, day, part) if given.value]
        why = total(column, tuple(found), day)
        return replace(why, step=step, part=_part(column, part))

    def _of_loan(self, asked: Asked, column: str, day: int, part: int | None) -> list[Given]:
        """One loan's cells of a day; where it stands, as its last step left it."""
        steps = [step for step in range(asked.ledger.date.shape[0]) if asked.day(step) == day]
        before = [step for step in range(asked.ledger.date.shape[0]) if asked.day(step) < day]
        if column == "opening" and not steps and before:
            return [asked.given("closing", before[-1], part)]
        if column in AFTER:
            steps = [*before, *steps][-1:]
        return [asked.given(column, step, part) for step in (steps[:1] if column == "opening" else steps)]

    def opened(self, why: Why, depth: int) -> Why:
        """A figure with what it rests on explained so many levels deep; what only repeats another gives way to it."""
        own = self._real(why)
        return replace(own, inputs=tuple(self._opened(given, depth) for given in own.inputs))

    def _opened(self, given: Given, depth: int) -> Given:
        below = given.why if depth > 0 else None
        return replace(given, origin=self._line(given.origin), why=below and self.opened(self._plain(below), depth - 1))

    def _line(self, origin: Origin | None) -> Origin | None:
        """A key of the case file with its line, where that is known."""
        if origin is None or origin.kind != "case" or origin.line is not None:
            return origin
        return replace(origin, line=self._placed.get(origin.where))

    def _plain(self, why: Why) -> Why:
        """The figure that says something."""
        own = self._real(why)
        while own.formula in SINGLE and len(own.inputs) == 1 and own.inputs[0].why is not None and own.inputs[0].value == own.value:
            own = self._real(own.inputs[0].why)
        return own

    def _real(self, why: Why) -> Why:
        """A cell or a row that waited to be asked for; any other figure as it is."""
        here = why.inputs[0].origin if why.formula in (CELL, ROW) else None
        if here is None or why.step is None:
            return why
        if why.formula == ROW:
            line = next(line for line in self.lines(here.where) if (line.loan, line.row.number) == (here.line, why.step))
            return self.line(here.where, line.step, why.code)
        return self.cell(here.where, here.line, why.step, why.code, _row_of(why.code, why.part) if why.part else None)

    def at(self, why: Why, path: tuple[int, ...]) -> tuple[Why, ...]:
        """A figure, and those under it along places among the inputs, as far as there are any."""
        found = [self._real(why)]
        for place in path:
            below = found[-1].inputs[place].why if place < len(found[-1].inputs) else None
            if below is None:
                break
            found.append(self._plain(below))
        return tuple(replace(own, inputs=tuple(replace(g, origin=self._line(g.origin)) for g in own.inputs)) for own in found)


def _row_of(column: str, part: str) -> int:
    """The row of a part by its name; KeyError where the column has none such."""
    names = TWO if column == "disputed" else PART_NAMES
    if part not in names:
        raise KeyError(part)
    return names.index(part)


def _part(column: str, part: int | None) -> str:
    return "" if part is None else TWO[part] if column == "disputed" else PART_NAMES[part]
