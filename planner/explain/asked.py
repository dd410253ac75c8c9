"""What explanations are read from: one scenario's ledger, its measures and what they were measured with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from planner.book import PARTS, Ledger
from planner.dates import date
from planner.explain.formulas import again
from planner.figures import Value
from planner.measures import Inputs
from planner.record import PARTED
from planner.why import Given, Origin, Why

if TYPE_CHECKING:
    from planner.case import Case, Plan
    from planner.hazards import Course

CELL: Final = "cell"
"""The formula of a cell of the ledger that is explained when it is asked: its input is the cell itself."""
ROW: Final = "row"
"""The same of a row of the schedule."""
TWO: Final = ("on_penalty", "on_compound")
"""The rows of the column ``disputed``."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A scenario as explanations see it: its ledger (N = 1), and ``days`` past due on the as-of date.

    ``nothing`` is the scenario of doing nothing, as far as its ledger goes; None where it is not known. ``loan`` is the place of the loan
    whose ledger it is, None where it is that of all loans together, of which ``each`` holds one by one. ``court`` is the scenario of
    enforcement, where there is one; ``brings`` is what a plan brings that may fail, where that is assumed.
    """

    case: Case
    name: str
    plan: Plan | None
    ledger: Ledger
    inputs: Inputs
    measures: dict[str, Value]
    days: int = 0
    nothing: Asked | None = None
    loan: int | None = 0
    each: tuple[Asked, ...] = ()
    court: Asked | None = None
    brings: Course | None = None

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
        """A cell as an input, to be explained when it is asked."""
        value, day, name = self.at(column, step, part), self.day(step), named(column, part)
        inputs = (Given(name, value, "cents", self.here(day)),)
        own = "" if part is None else name.removeprefix(f"{column}_")
        why = Why(column, CELL, value, "cents", inputs, step, date(day).isoformat(), own)
        return Given(name, value, "cents", ledger(column, day), why)

    def here(self, day: int) -> Origin:
        """A day of this scenario; ``line`` is the place of the loan."""
        return Origin("scenario", self.name, self.loan, date(day).isoformat())

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


def told(why: Why, name: str = "", origin: Origin | None = None) -> Given:
    """A figure as the input of another."""
    return Given(name or why.code, why.value, why.unit, origin, why)


def total(code: str, inputs: tuple[Given, ...], day: int | None = None) -> Why:
    """The sum of some amounts in cents."""
    added = sum(given.value for given in inputs if isinstance(given.value, int))
    return Why(code, "sum", added, "cents", inputs, date="" if day is None else date(day).isoformat())


def worked(why: Why) -> Why:
    """A figure whose value is what its formula gives."""
    return replace(why, value=again(why))
