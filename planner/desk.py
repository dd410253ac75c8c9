"""The loans in work during a roll: columns by step, and a position that changes."""

from __future__ import annotations

import numpy as np

from planner.book import BY_PART, COLUMNS, NEUTRAL, Part, Position, Shape, Timeline
from planner.charges import Charges
from planner.money import ONE, Ints
from planner.record import Record
from planner.waterfall import Waterfall
from planner.window import Window


class Feed:
    """What each step says: its columns by name, neutral ones left out."""

    def __init__(self, timeline: Timeline) -> None:
        """Note for every column at which steps it says anything."""
        length = timeline.length
        self.steps: list[dict[str, Ints]] = [{} for _ in range(length)]
        for name in COLUMNS:
            column = getattr(timeline, name)
            if column is None:
                continue
            says = (column != NEUTRAL.get(name, 0)).any(axis=(0, 2) if name in BY_PART else 1)
            rows = [column[..., e, :] for e in range(column.shape[-2])]
            for e in range(length):
                at = e if len(rows) > 1 else 0
                if says[at]:
                    self.steps[e][name] = rows[at]

    def __getitem__(self, e: int) -> dict[str, Ints]:
        """The columns of step e: (N|1,) or (parts, N|1)."""
        return self.steps[e]


class Desk:
    """The loans in work: own copies of the position, changed step by step."""

    def __init__(self, position: Position, timeline: Timeline, feed: Feed, record: Record) -> None:
        """Copy the position, widened to all loans of the timeline."""
        n = max(position.loans, timeline.loans)
        self.n, self.timeline, self.feed, self.record = n, timeline, feed, record
        self.conventions = timeline.conventions
        self.now: dict[str, Ints] = {}

        def own(value: Ints) -> Ints:
            return np.array(np.broadcast_to(value, (*value.shape[:-1], n)))

        self.date = own(position.date)
        self.undue, self.accrued, self.rem = own(position.principal), own(position.accrued), own(position.accrued_rem)
        self.deferred, self.conditional, self.held = own(position.deferred), own(position.conditional), own(position.held)
        self.level, self.settled, self.relief = own(position.level), own(position.settled), own(position.relief)
        self.ahead, self.extra = own(position.ahead), own(position.extra)
        self.relief = self.relief if self.relief.any() or timeline.relief is not None else np.zeros(1, dtype=np.int64)
        self.original = position.original
        self.unit, self.charges = timeline.base * ONE, Charges(position, timeline, n, record)
        self.waterfall, self.released = Waterfall(timeline), np.zeros((5, n), dtype=np.int64)
        self.has_held, self.has_conditional = bool(self.held.any()), bool(self.conditional.any())
        self.staged, self.staged_day, self.staged_left = own(position.staged), own(position.staged_day), own(position.staged_left)
        self.has_staged = bool(self.staged.any())
        shape = timeline.shape
        self.units = shape is not None and bool(((shape == Shape.UNIT) | (shape == Shape.PRINCIPAL)).any())
        self.has_ahead, self.has_extra = bool(self.ahead.any()), bool(self.extra.any())

    @property
    def window(self) -> Window:
        """The rows of open dues."""
        return self.charges.window

    def stands(self) -> Ints:
        """All that stands by part (5, N)."""
        total = self.window.total() + self.deferred + self.conditional
        total[Part.PRINCIPAL] += self.undue
        total[Part.INTEREST] += self.accrued
        return total

    def position(self) -> Position:
        """The position now."""
        self.charges.touch()

        def wide(value: Ints) -> Ints:
            return np.array(np.broadcast_to(value, (self.n,)))

        return Position(
            date=wide(self.date), principal=self.undue, accrued=self.accrued, accrued_rem=wide(self.rem), dues=self.charges.dues(),
            deferred=self.deferred, conditional=self.conditional, staged=self.staged, staged_day=self.staged_day,
            staged_left=self.staged_left, held=self.held, level=self.level, original=wide(self.original), settled=self.settled,
            relief=wide(self.relief), ahead=self.ahead, extra=self.extra,
        )  # fmt: skip
