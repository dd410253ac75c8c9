"""The loans in work during a roll: columns by step, and a position that changes."""

from __future__ import annotations

import numpy as np

from planner.book import BY_PART, COLUMNS, NEUTRAL, Part, Position, Timeline
from planner.money import ONE, Ints
from planner.record import Record
from planner.waterfall import Waterfall
from planner.window import Window


class Feed:
    """Columns by name and step; None where a column is absent or neutral at that step for every loan."""

    def __init__(self, timeline: Timeline) -> None:
        """Note for every column at which steps it says anything."""
        self.columns: dict[str, tuple[Ints, list[bool]]] = {}
        for name in COLUMNS:
            column = getattr(timeline, name)
            if column is None:
                continue
            axes = (0, 2) if name in BY_PART else (1,)
            says = (column != NEUTRAL.get(name, 0)).any(axis=axes)
            self.columns[name] = (column, [bool(x) for x in np.broadcast_to(says, (timeline.length,))])

    def __call__(self, name: str, e: int) -> Ints | None:
        """The column at step e: (N|1,) or (parts, N|1)."""
        held = self.columns.get(name)
        if held is None or not held[1][e]:
            return None
        column = held[0]
        return column[..., e if column.shape[-2] > 1 else 0, :]


class Desk:
    """The loans in work: own copies of the position, changed step by step."""

    def __init__(self, position: Position, timeline: Timeline, feed: Feed, record: Record) -> None:
        """Copy the position, widened to all loans of the timeline."""
        n = max(position.loans, timeline.loans)
        self.n, self.timeline, self.feed, self.record = n, timeline, feed, record

        def own(value: Ints) -> Ints:
            return np.array(np.broadcast_to(value, (*value.shape[:-1], n)))

        self.date = own(position.date)
        self.undue, self.accrued, self.rem = own(position.principal), own(position.accrued), own(position.accrued_rem)
        self.deferred, self.conditional, self.held = own(position.deferred), own(position.conditional), own(position.held)
        self.level, self.settled, self.relief = own(position.level), own(position.settled), own(position.relief)
        self.original = position.original
        self.unit, self.window = timeline.base * ONE, Window(position, n, timeline.penalty_base * ONE)
        self.waterfall, self.released = Waterfall(timeline), np.zeros((5, n), dtype=np.int64)
        self.has_held, self.has_conditional = bool(self.held.any()), bool(self.conditional.any())

    def stands(self) -> Ints:
        """All that stands by part (5, N)."""
        total = self.window.total() + self.deferred + self.conditional
        total[Part.PRINCIPAL] += self.undue
        total[Part.INTEREST] += self.accrued
        return total

    def position(self) -> Position:
        """The position now."""
        self.window.touch(self.record)
        return Position(
            date=self.date, principal=self.undue, accrued=self.accrued, accrued_rem=self.rem, dues=self.window.dues(),
            deferred=self.deferred, conditional=self.conditional, held=self.held, level=self.level,
            original=np.array(np.broadcast_to(self.original, (self.n,))), settled=self.settled, relief=self.relief,
        )  # fmt: skip
