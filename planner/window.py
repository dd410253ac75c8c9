"""The open dues of N loans: a moving window of rows, oldest first. ``planner.charges`` says what they bear."""

from __future__ import annotations

from typing import Final

import numpy as np

from planner import moves
from planner.book import Part, Position
from planner.money import Bools, Ints

FUTURE: Final = 2**62
"""Index mark of a row that is not due yet: it bears nothing."""
ROWS: Final = ("due", "number", "relief", "penalty_rem", "compound_rem", "penalty_mark", "compound_mark")
SHARED: Final = ROWS[:3]
"""Columns kept one wide while they are the same for all loans."""
BASES: Final = ("penalty_base", "compound_base", "on_penalty_rem", "on_compound_rem", "aged")
"""Columns that only some conventions need."""


class Window:
    """Rows ``lo`` to ``hi`` of preallocated columns; amounts (5, rows, N)."""

    def __init__(self, position: Position, loans: int, room: int = 8, *, bases: bool = False) -> None:
        """Copy the position's dues; ``room`` is the rows expected to open, ``bases`` keeps the columns of BASES as well."""
        dues = position.dues
        k = dues.due.shape[0]
        self.n, self.lo, self.hi = loans, 0, k
        size = k + room
        self.amount = np.zeros((5, size, loans), dtype=np.int64)
        self.amount[:, :k] = dues.amount
        shared = 1 if k == 0 else loans
        self.names = (*ROWS, *(BASES if bases else ()))
        width = {name: shared if name in SHARED else loans for name in self.names}
        self.columns: dict[str, Ints] = {name: np.zeros((size, width[name]), dtype=np.int64) for name in self.names}
        for name in (*ROWS[:5], *(BASES[:4] if bases else ())) if k else ():
            self.columns[name][:k] = getattr(dues, name)
        later = np.broadcast_to(dues.due > position.date, (k, loans))
        for kind in ("penalty", "compound"):
            self.columns[f"{kind}_mark"][:k] = np.where(later, FUTURE, -getattr(dues, f"{kind}_wait"))
        self.pending = bool(later.any())
        self.penalty_index = self.compound_index = np.zeros(1, dtype=np.int64)
        self.fresh, self.used, self.stale = self.lo == self.hi, k, k

    def column(self, name: str) -> Ints:
        """An open column, as a view (K, N)."""
        return self.columns[name][self.lo : self.hi]

    @property
    def open(self) -> Ints:
        """Open amounts, as a view (5, K, N)."""
        return self.amount[:, self.lo : self.hi]

    def rows(self, part: Part) -> Ints:
        """Open amounts of a part (K, N)."""
        return self.amount[part, self.lo : self.hi]

    def total(self) -> Ints:
        """Open amounts by part (5, N)."""
        total: Ints = self.open.sum(axis=1)
        return total

    def overdue(self, date: Ints) -> Ints:
        """Principal in rows due before a date (N,)."""
        total: Ints = np.where(self.column("due") < date, self.rows(Part.PRINCIPAL), 0).sum(axis=0)
        return total

    def start(self, date: Ints) -> None:
        """Rows that have fallen due begin to bear."""
        due = self.column("due") <= date
        for name, index in (("penalty_mark", self.penalty_index), ("compound_mark", self.compound_index)):
            mark = self.column(name)
            mark[...] = np.where(due & (mark == FUTURE), index, mark)
        self.pending = bool((~due & (self.open.sum(axis=0) > 0)).any())

    def blank(self) -> Ints:
        """The row that ``push`` will open, zeroed, as a view (5, N)."""
        if self.hi == self.amount.shape[1]:
            self._make_room()
        row: Ints = self.amount[:, self.hi]
        if self.hi < self.used:
            row[...] = 0
        self.used = max(self.used, self.hi + 1)
        return row

    def _make_room(self) -> None:
        """Move the open rows to the front, and double the room where they fill it."""
        open_rows = self.hi - self.lo
        size = self.amount.shape[1] if self.lo > open_rows else 2 * open_rows + 8

        def wider(old: Ints) -> Ints:
            new = np.zeros((*old.shape[:-2], size, old.shape[-1]), dtype=np.int64)
            new[..., :open_rows, :] = old[..., self.lo : self.hi, :]
            return new

        self.amount = wider(self.amount)
        self.columns = {name: wider(column) for name, column in self.columns.items()}
        self.lo, self.hi, self.used, self.stale = 0, open_rows, open_rows, open_rows

    def push(self, due: Ints, number: Ints, relief: Ints) -> None:
        """Open the row that ``blank`` gave."""
        k, own = self.hi, self.columns
        for name, value in (("due", due), ("number", number), ("relief", relief)):
            if value.shape[0] > own[name].shape[1]:
                own[name] = np.array(np.broadcast_to(own[name], (own[name].shape[0], self.n)))
            own[name][k] = value
        if k < self.stale:
            own["penalty_rem"][k] = own["compound_rem"][k] = 0
        for name in self.names[len(ROWS) :]:
            own[name][k] = 0
        own["penalty_mark"][k], own["compound_mark"][k] = self.penalty_index, self.compound_index
        self.hi += 1

    def add(self, due: Ints, row: Ints, number: Ints, relief: Ints, date: Ints) -> None:
        """Open a row whose due date may lie ahead of ``date``."""
        self.blank()[...] = row
        self.push(due, number, relief)
        self._mark_later(due > date)

    def _mark_later(self, later: Bools) -> None:
        """Rows not due yet bear nothing; ``later`` is (N,) for the newest row or (K, N)."""
        rows = slice(self.hi - 1, self.hi) if later.ndim == 1 else slice(self.lo, self.hi)
        for name in ("penalty_mark", "compound_mark"):
            mark = self.columns[name][rows]
            mark[...] = np.where(later, FUTURE, mark)
        self.pending = self.pending or bool(later.any())

    def redate(self, day: Ints, relief: Ints, date: Ints) -> None:
        """Move the due date of all that stands; what is re-dated ahead bears nothing until then."""
        for name in SHARED:
            if self.columns[name].shape[1] < self.n:
                self.columns[name] = np.array(np.broadcast_to(self.columns[name], (self.columns[name].shape[0], self.n)))
        due, stands = self.column("due"), self.open.sum(axis=0) > 0
        moved = stands & (day > 0)
        due[...] = moves.redate(due, self.open, day)
        own = self.column("relief")
        own[...] = np.where(moved, relief, own)
        for name, index in (("penalty_mark", self.penalty_index), ("compound_mark", self.compound_index)):
            mark = self.column(name)
            mark[...] = np.where(moved, np.where(due > date, FUTURE, index), mark)
        if "aged" in self.columns:
            self.column("aged")[moved] = 0
        self.pending = self.pending or bool((due > date).any())

    def reduce(self, part: Part, taken: Ints) -> None:
        """Take amounts (K, N) from a part."""
        self.amount[part, self.lo : self.hi] -= taken

    def clear(self, loans: Bools) -> None:
        """Nothing stands any more for these loans (N,)."""
        self.open[...] = np.where(loans, 0, self.open)
        self.trim()

    def trim(self) -> None:
        """Drop leading rows in which no loan has anything left."""
        while self.lo < self.hi and not self.amount[:, self.lo].any():
            self.lo += 1
        if self.lo == self.hi:
            self.lo = self.hi = 0

    def empty(self) -> None:
        """Nothing stands any more for any loan."""
        self.lo = self.hi = 0

    def now_due(self, date: Ints) -> Ints:
        """Open amounts due on or before the date (5, K, N)."""
        if not self.pending:
            return self.open
        return np.where(self.column("due") <= date, self.open, 0)

    def age(self, date: Ints, relief: Ints) -> Ints:
        """Days past due of each loan (N,)."""
        due = self.column("due")
        stands = (self.open.sum(axis=0) > 0) & (due <= date)
        return moves.age(date, due, relief - self.column("relief"), stands)
