"""A plan being written: the timeline so far and what its clauses need to know."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NoReturn

import numpy as np

from planner import dates
from planner.book import PARTS, Off, Pays, Position, Timeline
from planner.case import Loan
from planner.clauses import Number
from planner.errors import CaseError, Problem
from planner.money import Bools, Ints
from planner.steps import full, gather, mark, put, weave

LAST = 2**31
"""Above every instalment number; numbers after the start follow each other without a gap."""


@dataclass(frozen=True, slots=True)
class Draft:
    """``start`` and ``as_of`` are days; ``method`` and ``every`` are those in force; ``own_level`` says a clause fixed the level itself."""

    timeline: Timeline
    loan: Loan
    now: Position
    start: int
    as_of: int
    method: str
    every: tuple[int, str]
    own_level: bool = False
    asked_recast: bool = False
    rate: Number = 0
    principal_stays: bool = False
    redates: bool = False
    ageless: tuple[tuple[Ints, Ints], ...] = ()

    def set(self, name: str, rows: Bools, value: Ints | int, part: int | tuple[int, ...] | None = None) -> Draft:
        """Set a column where ``rows`` (E, N|1) is true."""
        return replace(self, timeline=mark(self.timeline, name, rows, value, part))

    def at_start(self, name: str, value: Number, part: int | tuple[int, ...] | None = None) -> Draft:
        """Set a column at the plan's first step."""
        return replace(self, timeline=put(self.timeline, name, self.start_index, np.asarray(value), part))

    @property
    def start_index(self) -> Ints:
        """Index of the plan's first step (1,)."""
        return np.searchsorted(self.timeline.date[:, 0], [self.start])

    def release_all(self, rows: Bools) -> Draft:
        """What is set aside, before the plan or by it, comes back on ``rows`` (E, N|1)."""
        if not self.now.deferred.any() and self.timeline.defer is None:
            return self
        return self.set("release", rows, 1, tuple(int(part) for part in PARTS))

    def with_day(self, day: int) -> Draft:
        """Make sure a step stands on a day."""
        return replace(self, timeline=weave(self.timeline, number(day), number(self.as_of)))

    def add(self, name: str, day: int, amount: Number) -> Draft:
        """Add an amount to a column on a day."""
        draft = self.with_day(day)
        rows = draft.timeline.date == day
        return draft.set(name, rows, full(draft.timeline, name) + number(amount))

    def grid(self) -> Bools:
        """Instalment rows after the start (E, N|1)."""
        return (self.timeline.number > 0) & (self.timeline.date > self.start)

    def apart(self) -> Bools:
        """Rows after the start on which something falls due beside the instalments (E, N|1): interest that has days of its own."""
        rows: Bools = (self.timeline.number == 0) & (full(self.timeline, "shape") > 0) & (self.timeline.date > self.start)
        return rows

    def ordinal(self) -> Ints:
        """Instalments due after the start counted from 0; -1 for other rows (E, N|1)."""
        grid, num = self.grid(), self.timeline.number
        first = np.where(grid, num, LAST).min(axis=0, initial=LAST)
        return np.where(grid, num - first, -1)

    def count(self) -> Ints:
        """Number of instalments after the start (N|1,)."""
        total: Ints = self.grid().sum(axis=0)
        return total

    def edge(self, first: Number) -> Ints:
        """The day on which the period of instalment ``first`` begins (N|1,): the one before's due date, or the start."""
        at = np.minimum(number(first), self.count())
        before = np.where(self.ordinal() == at - 1, self.timeline.date, 0).max(axis=0)
        return np.where(at == 0, self.start, before)

    def billed(self) -> Bools:
        """Rows after the start on which something is billed and expected to be paid (E, N|1)."""
        asks = full(self.timeline, "shape") > 0
        if self.timeline.release is not None:
            asks = asks | (self.timeline.release > 0).any(axis=0)
        rows: Bools = asks & (self.timeline.date > self.start) & (full(self.timeline, "pays") != Pays.PAUSED)
        return rows

    def within(self, first: Number, name: str) -> None:
        """Refuse a clause that begins behind the last instalment; ``name`` is its field."""
        at, count = scalar(first), int(self.count().max())
        if count == 0:
            refuse("no_instalments", name)
        if at is not None and at >= count:
            refuse("past_last_instalment", name, at, count=count)

    def not_after_end(self, day: int, name: str) -> None:
        """Refuse a day behind the last instalment, where there is one."""
        end = int(np.where(self.grid(), self.timeline.date, 0).max(initial=0))
        if end and day > end:
            refuse("after_the_end", name, dates.date(day), end=dates.date(end))

    def between(self, first: Number, months: Number | None) -> Bools:
        """Instalments ``first`` to ``first + months`` - 1 (E, N|1); to the last where None."""
        ordinal = self.ordinal()
        upto = self.count() if months is None else number(first) + number(months)
        return (ordinal >= number(first)) & (ordinal < upto)


def number(value: Number) -> Ints:
    """A number, or one a candidate, as (N|1,)."""
    return np.atleast_1d(np.asarray(value, dtype=np.int64))


def refuse(code: str, name: str, found: object = "", **values: object) -> NoReturn:
    """Raise the problem of a clause; the path is the field's name, completed by the caller."""
    raise CaseError([Problem(code, name, str(found), f"expected.{code}", {k: str(v) for k, v in values.items()})])


def scalar(value: Number | None) -> int | None:
    """The number where it is the same for all candidates, else None: only those can be refused by name."""
    return int(value) if isinstance(value, (int, np.integer)) else None


def append(timeline: Timeline, days: Ints, since: int) -> Timeline:
    """Neutral rows at the end, on days (m,) the same for all; running columns as in the last row."""
    length = timeline.length
    source = np.concatenate([np.arange(length), np.full(days.size, -1 - length)])[:, None]
    wide = gather(timeline, source)
    date, begin, num = (full(wide, name).copy() for name in ("date", "since", "number"))
    date[length:] = days[:, None]
    begin[length:] = np.concatenate([[since], days[:-1]])[:, None]
    num[length:] = 0
    changes: dict[str, Any] = {"date": date, "since": begin, "number": num}
    if wide.off is not None:
        changes["off"] = np.where(np.arange(date.shape[0])[:, None] >= length, 0, full(wide, "off"))
    return replace(wide, **changes)


def anchor_of(loan: Loan, day: int) -> int:
    """The day of the month that due dates beginning on ``day`` keep: the loan's own where it falls on that, else its own."""
    if int(dates.add_months(day, 0, loan.due_day)) == day:
        return loan.due_day
    return int(dates.day_of_month(number(day))[0])


def pauses(of: frozenset[str]) -> int:
    """Bits of what a pause switches off on the side of charging."""
    bits = {"interest": Off.INTEREST, "penalty": Off.PENALTY, "compound": Off.COMPOUND}
    return sum(int(bit) for name, bit in bits.items() if name in of)
