"""Open dues of loans that go ways of their own: each keeps its open rows at the front, so that no slow payer widens the others.

What money does to them is done on the rows of the loans that pay, gathered level by level: the oldest row of each, then the second
oldest of those that have one, and so on, loans with the most rows first. Rows in which nothing is left make room as they are put back.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from planner.book import Part, Position
from planner.money import Bools, Ints
from planner.window import FUTURE, Window

PAID: Final = ("penalty_mark", "compound_mark", "penalty_rem", "compound_rem")
"""Columns that a payment changes beside the amounts."""
MARKS: Final = slice(0, 2)
REMS: Final = slice(2, 4)


class Ragged(Window):
    """A window in which loan j has rows 0 to ``end[j]`` - 1; nothing stands in any other."""

    def __init__(self, position: Position, loans: int, room: int = 8, *, bases: bool = False, relieved: bool = True) -> None:
        """Copy the position's dues, each loan's own rows to the front; ``relieved``: days may not count for ageing."""
        super().__init__(position, loans, 0, bases=bases)
        self.order = (*(name for name in self.names if name not in PAID and (relieved or name != "relief")), *PAID)
        block = np.zeros((len(self.order) + 5, self.hi + max(room, 1), loans), dtype=np.int64)
        block[-5:, : self.hi] = self.amount
        for place, name in enumerate(self.order):
            block[place, : self.hi] = self.columns[name]
        self.fees = bool(self.amount[Part.FEE].any())
        self._use(block)
        self.scratch, self.work = np.zeros((5, loans), dtype=np.int64), np.empty(0, dtype=np.int64)
        due = self.columns["due"][: self.hi]
        self.ascends, self.tight = bool((due[1:] >= due[:-1]).all()), True
        self.end = np.zeros(loans, dtype=np.int64)
        if self.hi:
            self.pack()

    def _use(self, block: Ints) -> None:
        """Keep all columns in one block (columns + 5, rows, N): those that no payment changes, those of PAID, the amounts."""
        self.block, self.amount = block, block[-5:]
        self.columns = {"relief": np.zeros((block.shape[1], 1), dtype=np.int64), **dict(zip(self.order, block[:-5], strict=True))}
        self.flat = block.reshape(block.shape[0], -1)
        self.kept, self.paid = self.flat[: -5 - len(PAID)], self.flat[-5 - len(PAID) :]

    def blank(self) -> Ints:
        """A zeroed row that ``push`` will open where anything is put in it, (5, N)."""
        self.scratch[...] = 0
        return self.scratch

    def push(self, due: Ints, number: Ints, relief: Ints, later: Bools | None = None) -> None:
        """Open the row that ``blank`` gave, behind the last of each loan that has anything in it."""
        loans = np.flatnonzero(np.bitwise_or.reduce(self.scratch, axis=0))
        if loans.size == 0:
            return
        if self.hi == self.amount.shape[1]:
            self._use(np.concatenate([self.block, np.zeros_like(self.block)], axis=1))
        at = self.end[loans]
        self.end[loans] = at + 1
        self.hi = max(self.hi, int(at.max()) + 1)
        at *= self.n
        at += loans
        for part, new in enumerate(self.scratch):
            if part < Part.PENALTY or new.any():
                self.flat[part - 5, at] = new[loans]
                self.fees = self.fees or part == Part.FEE
        values = {"due": due, "number": number, "relief": relief, "penalty_mark": self.penalty_index, "compound_mark": self.compound_index}
        for name, column in zip(self.order, self.flat[:-5], strict=True):
            own = values.get(name)
            column[at] = 0 if own is None else own[loans] if own.shape[0] > 1 else own
        if later is not None:
            for name in PAID[MARKS]:
                self.columns[name].reshape(-1)[at[later[loans]]] = FUTURE

    def add(self, due: Ints, row: Ints, number: Ints, relief: Ints, date: Ints) -> None:
        """Open a row whose due date may lie ahead of ``date``."""
        later = np.broadcast_to(due > date, (self.n,))
        self.blank()[...] = row
        self.ascends = self.ascends and not later.any()
        self.push(due, number, relief, later)
        self.pending = self.pending or bool(later.any())

    def redate(self, day: Ints, relief: Ints, date: Ints) -> None:
        """Move the due date of all that stands."""
        super().redate(day, relief, date)
        self.ascends = False

    def reduce(self, part: Part, taken: Ints) -> None:
        """Take amounts (K, N) from a part."""
        super().reduce(part, taken)
        self.tight = False

    def trim(self) -> None:
        """Let rows in which nothing is left make room."""
        if (self.open.any(axis=0).sum(axis=0) < self.end).any():
            self.pack()

    def empty(self) -> None:
        """Nothing stands any more for any loan."""
        self.open[...] = 0
        self.end[...] = 0
        self.hi = 0

    def pack(self) -> None:
        """Move each loan's open rows to the front."""
        stands = self.open.any(axis=0)
        kept = np.flatnonzero(stands)
        place = (np.cumsum(stands, axis=0) - 1).reshape(-1)[kept]
        old = self.flat
        self._use(np.zeros_like(self.block))
        self.flat[:, place * self.n + kept % self.n] = old[:, kept]
        self.end = stands.sum(axis=0)
        self.hi, self.tight = int(self.end.max(initial=0)), True

    def gather(self, at: Ints) -> Ints:
        """What a payment changes of the rows at these flat places, in memory that the next call uses again; fees where there are any."""
        source = self.paid if self.fees else self.paid[:-1]
        size = source.shape[0] * at.size
        if self.work.size < size:
            self.work = np.empty(2 * size, dtype=np.int64)
        rows = self.work[:size].reshape(source.shape[0], at.size)
        return source.take(at, axis=1, out=rows, mode="clip")

    def put_back(self, rows: Rows) -> None:
        """Take over what a payment left of some loans' rows; those in which nothing is left go behind the others."""
        to, left = rows.places()
        for column, value in zip(self.paid, rows.values, strict=False):
            column[to] = value
        if to is not rows.at:
            moved = np.flatnonzero(to != rows.at)
            source, to = rows.at.take(moved), to.take(moved)
            for column in self.kept:
                column[to] = column.take(source)
        self.end[rows.loans] = left
        self.hi = int(self.end.max(initial=0))


class Rows:
    """The open rows of some loans, one loan after the other: ``values`` (8 or 9, R) are the columns of PAID and the amounts."""

    def __init__(self, window: Ragged, loans: Ints) -> None:
        """Gather the rows of these loans (n,), which have one or more each."""
        self.window, self.loans, self.counts = window, loans, window.end[loans]
        ends = self.counts.cumsum()
        self.start, self.size = ends - self.counts, int(ends[-1]) if ends.size else 0
        first = np.zeros(self.size, dtype=np.int64)
        first[self.start[1:]] = 1
        self.which = first.cumsum()
        """The place of each row's loan among ``loans`` (R,)."""
        self.at = np.arange(self.size)
        self.at *= window.n
        self.at += self.spread(loans - self.start * window.n)
        self.values = window.gather(self.at)
        self.amount = self.values[len(PAID) :]
        """Amounts by part (4, R), or (5, R) where there are fees."""

    def spread(self, value: Ints) -> Ints:
        """A value of each loan (..., n) at each of its rows (..., R)."""
        return value.take(self.which, axis=-1)

    def own(self, value: Ints) -> Ints:
        """A value of every loan of the window (N|1,) for these loans (n|1,)."""
        return value if value.size == 1 else value.take(self.loans)

    def due(self) -> Ints:
        """The due days (R,)."""
        due: Ints = self.window.columns["due"].reshape(-1).take(self.at)
        return due

    def totals(self, values: Ints | None = None) -> tuple[Ints, Ints, Ints]:
        """Of amounts by row (..., R): each loan's total (..., n), the sum over the loans before it (..., n), the running sum (..., R)."""
        sums = (self.amount if values is None else values).cumsum(axis=-1)
        before = sums.take(self.start - 1, axis=-1, mode="wrap")
        before[..., :1] = 0
        return sums.take(self.start + self.counts - 1, axis=-1) - before, before, sums

    def pay(self, paid: Ints, before: Ints, sums: Ints) -> None:
        """Take what is paid of each part (4|5, n), oldest row first; ``before`` and ``sums`` as ``totals`` gives them, and used up."""
        sums -= self.spread(paid + before)
        np.maximum(sums, 0, out=sums)
        np.minimum(sums, self.amount, out=self.amount)

    def money(self, available: Ints) -> Ints:
        """What reaches each row (R,) of what is available to each loan (n,), oldest row first."""
        whole = self.amount.sum(axis=0)
        _, before, sums = self.totals(whole)
        money: Ints = np.clip(self.spread(available + before) - sums + whole, 0, whole)
        return money

    def age(self, date: Ints, relief: Ints) -> Ints:
        """Days past due of each loan (n,), all rows being due."""
        window = self.window
        relieved = "relief" in window.order
        if window.ascends and window.tight and not relieved:
            first: Ints = window.columns["due"][0].take(self.loans)
            return self.own(date) - first
        days = self.spread(np.broadcast_to(self.own(date) - self.own(relief), self.loans.shape)) - self.due()
        if relieved:
            days += window.columns["relief"].reshape(-1).take(self.at)
        days *= self.amount.any(axis=0)
        oldest: Ints = np.maximum.reduceat(np.maximum(days, 0), self.start)
        return oldest

    def places(self) -> tuple[Ints, Ints]:
        """Where each row goes (R,), flat, rows with nothing left behind the others; and how many hold something (n,)."""
        stands = np.bitwise_or.reduce(self.amount, axis=0) != 0
        rank = stands.cumsum()
        last = rank.take(self.start + self.counts - 1)
        left = last.copy()
        left[1:] -= last[:-1]
        if last[-1] == self.size:
            return self.at, left
        n, own = self.window.n, last - left
        # The first that stands goes to the front; a row with nothing left goes behind by as many places as rows that stand follow.
        follow = self.spread(last) - rank
        rank -= self.spread(own)
        to = np.where(stands, (rank - 1) * n + self.spread(self.loans), self.at + follow * n)
        return to, left
