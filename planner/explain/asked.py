"""What explanations are read from: one scenario's ledger, its measures and what they were measured with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from planner.book import PARTS, Ledger
from planner.dates import date
from planner.figures import Value
from planner.measures import Inputs
from planner.record import PARTED
from planner.why import Given, Origin, Why

if TYPE_CHECKING:
    from planner.case import Case, Plan

Cell: TypeAlias = Callable[[str, int, int | None], Why | None]
"""Explains a ledger cell by column, step and part (None where the column has none)."""
TWO: Final = ("on_penalty", "on_compound")
"""The rows of the column ``disputed``."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A scenario as explanations see it: ``days`` past due on the as-of date, ``cell`` explains one cell of the ledger (N = 1).

    ``nothing`` is the scenario of doing nothing, as far as its ledger goes; None where it is not known.
    """

    case: Case
    name: str
    plan: Plan | None
    ledger: Ledger
    inputs: Inputs
    measures: dict[str, Value]
    days: int = 0
    nothing: Asked | None = None
    cell: Cell | None = None

    @property
    def steps(self) -> range:
        """The steps that measures count, those from the as-of date on."""
        on = self.ledger.date[:, 0]
        return range(int((on < self.inputs.as_of).sum()), on.size)

    def day(self, step: int) -> int:
        """The day of a step."""
        return int(self.ledger.date[step, 0])

    def at(self, column: str, step: int, part: int | None = None) -> int:
        """A cell of the ledger; all rows together where it has parts and none is named."""
        found = getattr(self.ledger, column)[..., step, 0]
        return int(found.sum() if part is None else found[part])

    def given(self, column: str, step: int, part: int | None = None) -> Given:
        """A cell as an input, explained where cells are."""
        why = None if self.cell is None else self.cell(column, step, part)
        return Given(named(column, part), self.at(column, step, part), "cents", ledger(column, self.day(step)), why)

    def cells(self, columns: Iterable[str], steps: Iterable[int], parts: Iterable[int] = range(len(PARTS))) -> tuple[Given, ...]:
        """Every cell of these columns (of these parts, where it has parts) and steps that is not 0."""
        parts = tuple(parts)
        return tuple(
            self.given(column, step, part)
            for step in steps for column in columns for part in (parts if column in PARTED else (None,))
            if self.at(column, step, part)
        )  # fmt: skip


def named(column: str, part: int | None) -> str:
    """The name of a cell as an input: its column, and its part."""
    if part is None:
        return column
    return f"{column}_{TWO[part] if column == 'disputed' else PARTS[part].name.lower()}"


def ledger(column: str, day: int) -> Origin:
    """A column of the ledger on a day."""
    return Origin("ledger", column, on=date(day).isoformat())


def case(path: str) -> Origin:
    """A key of the case file."""
    return Origin("case", path)


def total(code: str, inputs: tuple[Given, ...], day: int | None = None) -> Why:
    """The sum of some amounts in cents."""
    added = sum(given.value for given in inputs if isinstance(given.value, int))
    return Why(code, "sum", added, "cents", inputs, date="" if day is None else date(day).isoformat())
