"""One step of one loan taken apart: where it stood before, after each movement, and at the end, all of it from the one engine.

What stands after a movement is what the engine makes of the same step with every later movement left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, wraps
from typing import Any, Final, Protocol, TypeAlias

import numpy as np

from planner.book import ACCRUED, BY_PART, NEUTRAL, PARTS, PER_LOAN, Dues, Early, Ledger, Part, Position, Timeline
from planner.conventions import NAMES
from planner.dates import date
from planner.engine import roll_forward
from planner.explain.formulas import FORMULAS
from planner.explain.values import Values
from planner.steps import cut
from planner.why import Given, Number, Origin, Why

RATES: Final = ("rate", "penalty", "compound")
"""Columns that may follow from other rates."""


class Said(Protocol):
    """Where the values of a timeline came from."""

    def __call__(self, column: str, step: int, part: int | None = None) -> Origin | None:
        """By column or convention, step, and row of the parts (None where it has none)."""

    def why(self, column: str, step: int) -> Why | None:
        """How a value follows from others, where it does: a rate of RATES, what a court asks."""


class Unsaid:
    """Nothing is known of where values came from."""

    def __call__(self, column: str, step: int, part: int | None = None) -> Origin | None:
        """The engine's column."""
        del step, part
        return Origin("engine", column)

    def why(self, column: str, step: int) -> Why | None:
        """Nothing."""
        del column, step
        return None


UNSAID: Final = Unsaid()
INTERVAL: Final = ("draw", "fixed", "off", "relief", "rate", "penalty", "compound", "penalty_late", "compound_late")
MOVES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("interval", INTERVAL), ("fall_due", ("fall_due",)), ("waive", ("waive", "waive_cents")), ("waive_accrued", ("waive",)),
    ("pledge", ("pledge", "pledge_cents", "sign")), ("pledge_accrued", ("pledge",)), ("capitalise", ("capitalise",)),
    ("capitalise_accrued", ("capitalise",)), ("defer", ("defer",)), ("defer_accrued", ("defer",)), ("release", ("release",)),
    ("revive", ("revive",)), ("redate", ("redate",)), ("bill", ("shape", "share", "accelerate", "fee")),
    ("money", ("cash", "pays", "early")), ("settle", ("settle",)), ("late_fee", ("late_share", "late_day")),
)  # fmt: skip
"""The movements of a step in their order, with the columns that say them."""
PLACE: Final = {name: place for place, (name, _) in enumerate(MOVES)}
KEPT: Final = ("date", "since", "number", "time", "penalty_time")
SWITCHES: Final = {name for _, names in MOVES for name in names} | {"recast", "set_level", "balloon", "head", "joins"}
TWO: Final = ("on_penalty", "on_compound")
"""The rows of the column ``disputed``."""


Builder: TypeAlias = "Callable[[Scene, int | None], Why]"
"""Explains one column: a scene and a row of the parts (None where the column has none)."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One step of one loan (N = 1): positions ``before`` and ``after`` it, its ``row`` of the ledger; the rest when asked for."""

    timeline: Timeline
    step: int
    before: Position
    after: Position
    row: Ledger
    said: Said = UNSAID
    cells: dict[tuple[str, int | None], Why] = field(default_factory=dict)
    stages: dict[str, Position] = field(default_factory=dict)
    givens: dict[tuple[str, str, int | None], Given] = field(default_factory=dict)

    @property
    def date(self) -> int:
        """The day of the step."""
        return int(self.row.date[0, 0])

    def value(self, column: str, part: int | None = None) -> int:
        """What the timeline says at this step; a convention or a value by loan by its name."""
        if column in NAMES or column in PER_LOAN:
            own = self.timeline.conventions[column] if column in NAMES else getattr(self.timeline, column)
            return 0 if own is None else int(own[0])
        found = getattr(self.timeline, column)
        if found is None:
            return NEUTRAL.get(column, 0)
        found = found if part is None else found[part]
        return int(found[self.step if found.shape[0] > 1 else 0, 0])

    def cell(self, column: str, part: int | None = None) -> int:
        """The ledger's value of a column."""
        found = getattr(self.row, column)[..., 0, 0]
        return int(found if part is None else found[part])

    def set(self, name: str, column: str, unit: str, part: int | None = None) -> Given:
        """What the timeline says at this step, as an input."""
        key = name, column, part
        if key not in self.givens:
            why = self.said.why(column, self.step) if part is None else None
            self.givens[key] = Given(name, self.value(column, part), unit, self.said(column, self.step, part), why)
        return self.givens[key]

    def optional(self, *asked: tuple[str, str, str]) -> tuple[Given, ...]:
        """Those of these inputs (name, column, unit) that are not 0."""
        return tuple(self.set(name, column, unit) for name, column, unit in asked if self.value(column))

    def why(self, code: str, formula: str, unit: str, inputs: tuple[Given, ...], part: str = "") -> Why:
        """A figure of this step by its formula."""
        named = tuple((given.name, given.value) for given in inputs)
        value = FORMULAS[formula](Values(named))
        return Why(code, formula, value, unit, inputs, self.step, iso(self.date), part)

    def after_move(self, name: str) -> Position:
        """Where the loan stands after a movement of MOVES, before the next."""
        if name not in self.stages:
            self.stages[name] = self._staged(name)
        return self.stages[name]

    def _staged(self, name: str) -> Position:
        place = PLACE[name]
        moves = any(self._says(column, accrued=name.endswith("_accrued")) for column in MOVES[place][1])
        if place and not moves and not (name == "money" and self.before.held.any()):
            return self.after_move(MOVES[place - 1][0])
        kept = {column for _, columns in MOVES[: place + 1] for column in columns}
        now = cut(self.timeline, self.step, self.step + 1)
        gone: dict[str, Any] = dict.fromkeys(SWITCHES - kept)
        own = getattr(now, name, None) if name in ("waive", "pledge", "capitalise", "defer") else None
        if own is not None:
            gone[name] = own * (np.arange(BY_PART[name]) != ACCRUED)[:, None, None]
        held = self.before.held if place >= PLACE["money"] else self.before.held * 0
        return roll_forward(replace(self.before, held=held), replace(now, **gone), keep="flows").position

    def _says(self, column: str, *, accrued: bool) -> bool:
        """Whether a column does anything at this step; of a column by part its own rows, or that of accrued interest alone."""
        if column not in BY_PART:
            return self.value(column) != NEUTRAL.get(column, 0)
        return any(self.value(column, part) for part in ((ACCRUED,) if accrued else PARTS))


def walk(timeline: Timeline, now: Position, said: Said = UNSAID, stop: int | None = None) -> Iterator[Scene]:
    """The steps of one loan (N = 1), one after the other, its timeline rolled once; up to step ``stop``."""
    for step in range(timeline.length if stop is None else stop):
        scene = scene_of(timeline, now, step, said)
        yield scene
        now = scene.after


def scene_at(timeline: Timeline, now: Position, step: int, said: Said = UNSAID) -> Scene:
    """One step of one loan, whose timeline begins at ``now``."""
    before = roll_forward(now, timeline, keep="flows", stop=step).position if step else now
    return scene_of(timeline, before, step, said)


def scene_of(timeline: Timeline, before: Position, step: int, said: Said) -> Scene:
    """A step from where the loan stood before it; what follows is looked at only where a level is set."""
    lowers = timeline.early is not None and bool((timeline.early == Early.LOWER).any())
    sets = timeline.recast is not None or lowers
    roll = roll_forward(before, cut(timeline, step, timeline.length if sets else step + 1), stop=1)
    if roll.ledger is None:
        raise ValueError(step)
    return Scene(timeline, step, before, roll.position, roll.ledger, said)


def once(builder: Builder) -> Builder:
    """A builder that explains a cell once a scene, however many figures rest on it."""

    @wraps(builder)
    def kept(scene: Scene, part: int | None = None) -> Why:
        key = builder.__name__, part
        if key not in scene.cells:
            scene.cells[key] = builder(scene, part)
        return scene.cells[key]

    return kept


@lru_cache(maxsize=1024)
def iso(day: int) -> str:
    """A day number as an ISO date."""
    return date(day).isoformat()


def overdue(dues: Dues, day: int) -> list[int]:
    """The rows due before a day."""
    return [int(k) for k in np.flatnonzero(dues.due[:, 0] < day)]


def now_due(dues: Dues, day: int) -> list[int]:
    """The rows due by a day in which anything stands."""
    return [int(k) for k in np.flatnonzero((dues.due[:, 0] <= day) & dues.amount[:, :, 0].any(axis=0))]


def of_due(name: str, dues: Dues, row: int, value: Number, unit: str = "cents", why: Why | None = None) -> Given:
    """An input that belongs to an instalment: its number, and the day on which it was due."""
    return Given(name, value, unit, _due(int(dues.number[row, 0]), int(dues.due[row, 0])), why)


@lru_cache(maxsize=4096)
def _due(number: int, day: int) -> Origin:
    """An instalment by its number, and the day on which it was due."""
    return Origin("due", str(number), on=iso(day))


def carried(name: str, value: Number, unit: str = "cents") -> Given:
    """An input that the roll carries from step to step."""
    return Given(name, value, unit, Origin("engine", name))


def explained(name: str, why: Why) -> Given:
    """An input that has an explanation of its own."""
    return Given(name, why.value, why.unit, Origin("ledger", why.code, on=why.date), why)


def portion_of(inputs: Sequence[Given]) -> str:
    """The formula of a portion: by shares, by amounts, or by both."""
    names = {given.name for given in inputs} & {"share", "amount"}
    return "portion_and" if len(names) == 2 else "up_to" if names == {"amount"} else "portion"


def part_name(part: int | None, column: str = "") -> str:
    """The word of a part; '' where there is none."""
    return "" if part is None else TWO[part] if column == "disputed" else PARTS[part].name.lower()


def stands(position: Position, part: int, *, unbilled: bool = True, undue: bool = True, deferred: bool = True) -> tuple[Given, ...]:
    """What stands in a part, place by place: instalments, what is not billed or due yet, what is deferred; empty places left out."""
    dues = position.dues
    rows = [of_due("due", dues, int(k), int(dues.amount[part, k, 0])) for k in np.flatnonzero(dues.amount[part, :, 0])]
    if part == Part.INTEREST and unbilled:
        rows.append(carried("accrued", int(position.accrued[0])))
    if part == Part.PRINCIPAL and undue:
        rows.append(carried("undue", int(position.principal[0])))
    if deferred:
        rows.append(carried("deferred", int(position.deferred[part, 0])))
    return tuple(given for given in rows if given.value)
