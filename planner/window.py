"""The open dues of N loans: a moving window of rows, oldest first, charged only when touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from planner import moves
from planner.book import Dues, Off, Part, Position
from planner.money import Bools, Ints

if TYPE_CHECKING:
    from planner.record import Record

FUTURE: Final = 2**62
"""Index mark of a row that is not due yet: it bears nothing."""
_ROWS: Final = ("due", "number", "relief", "penalty_rem", "compound_rem", "penalty_mark", "compound_mark")
_SHARED: Final = _ROWS[:3]
"""Columns kept one wide while they are the same for all loans."""
_WIDE: Final = 256
"""From so many loans on, rows are charged one by one: a row then fits the cache."""


class Window:
    """Rows ``lo`` to ``hi`` of preallocated columns; amounts (5, rows, N)."""

    def __init__(self, position: Position, loans: int, unit: Ints, room: int = 8) -> None:
        """Copy the position's dues; ``unit`` is the denominator of penalty and compound, ``room`` the rows expected to open."""
        dues = position.dues
        k = dues.due.shape[0]
        self.n, self.unit, self.lo, self.hi = loans, unit, 0, k
        size = k + room
        self.amount = np.zeros((5, size, loans), dtype=np.int64)
        self.amount[:, :k] = dues.amount
        shared = 1 if k == 0 else loans
        width = {name: shared if name in _SHARED else loans for name in _ROWS}
        self.columns: dict[str, Ints] = {name: np.zeros((size, width[name]), dtype=np.int64) for name in _ROWS}
        for name in _ROWS[:5] if k else ():
            self.columns[name][:k] = getattr(dues, name)
        later = np.broadcast_to(dues.due > position.date, (k, loans))
        self.columns["penalty_mark"][:k][later] = FUTURE
        self.columns["compound_mark"][:k][later] = FUTURE
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

    def advance(self, date: Ints, time: Ints | None, penalty: Ints | None, compound: Ints | None, off: Ints | None) -> None:
        """Let an interval pass: the indices grow; rows that fall due at its end start to bear."""
        if time is not None and penalty is not None:
            step = penalty * time
            self.penalty_index = self.penalty_index + (step if off is None else np.where(off & Off.PENALTY, 0, step))
        if time is not None and compound is not None:
            step = compound * time
            self.compound_index = self.compound_index + (step if off is None else np.where(off & Off.COMPOUND, 0, step))
        self.fresh = self.lo == self.hi
        if self.pending:
            self._start(date)

    def _start(self, date: Ints) -> None:
        due = self.column("due") <= date
        for name, index in (("penalty_mark", self.penalty_index), ("compound_mark", self.compound_index)):
            mark = self.column(name)
            mark[...] = np.where(due & (mark == FUTURE), index, mark)
        self.pending = bool((~due & (self.open.sum(axis=0) > 0)).any())

    def touch(self, record: Record) -> None:
        """Post what has been charged since the last touch."""
        if self.fresh:
            return
        blocks = [slice(k, k + 1) for k in range(self.lo, self.hi)] if self.n >= _WIDE else [slice(self.lo, self.hi)]
        for rows in blocks:
            self._charge(rows, record, "penalty", Part.PRINCIPAL, Part.PENALTY, self.penalty_index)
            self._charge(rows, record, "compound", Part.INTEREST, Part.COMPOUND, self.compound_index)
        self.fresh, self.stale = True, max(self.stale, self.hi)

    def _charge(self, rows: slice, record: Record, name: str, base: Part, part: Part, index: Ints) -> None:
        mark, rem = self.columns[f"{name}_mark"][rows], self.columns[f"{name}_rem"][rows]
        span = index - mark
        if self.pending:
            np.maximum(span, 0, out=span)
            np.copyto(mark, np.broadcast_to(index, mark.shape), where=mark != FUTURE)
        else:
            mark[...] = index
        if not span.any():
            return
        cents, rem[...] = moves.charge(self.amount[base, rows], span, rem, self.unit)
        self.amount[part, rows] += cents
        record.put(name, cents.sum(axis=0))

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
        for name in _SHARED:
            self.columns[name] = np.array(np.broadcast_to(self.columns[name], (self.columns[name].shape[0], self.n)))
        due, stands = self.column("due"), self.open.sum(axis=0) > 0
        moved = stands & (day > 0)
        due[...] = moves.redate(due, self.open, day)
        own = self.column("relief")
        own[...] = np.where(moved, relief, own)
        for name, index in (("penalty_mark", self.penalty_index), ("compound_mark", self.compound_index)):
            mark = self.column(name)
            mark[...] = np.where(moved, np.where(due > date, FUTURE, index), mark)
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

    def dues(self) -> Dues:
        """The open rows."""
        size = (self.hi - self.lo, self.n)
        own = {name: np.broadcast_to(self.column(name), size) for name in _ROWS[:5]}
        return Dues(amount=self.open, **own)
