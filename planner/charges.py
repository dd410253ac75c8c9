"""What open dues bear: penalty and compound through a cumulative rate x time index a loan, charged only when touched.

Each row keeps the index of its last touch, so nothing is computed before it is needed and the posted cents are the same however late
that is. Grace, step-ups, days that are rounded one by one and compounding on charges are conventions of few loans: where no loan has
them, nothing is spent on them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from planner import moves, rounding
from planner.book import Dues, Off, Part, Position, Timeline
from planner.conventions import On, Remainder
from planner.money import ONE, Bools, Ints, carry
from planner.ragged import MARKS, REMS, Ragged, Rows
from planner.window import BASES, FUTURE, ROWS, Window

if TYPE_CHECKING:
    from planner.record import Record

_WIDE: Final = 256
"""From so many loans on, rows are charged one by one: a row then fits the cache."""
OFTEN: Final = 4
"""Loans are paid often where money comes at one in so many steps."""
_KINDS: Final = (
    ("penalty", Part.PRINCIPAL, Part.PENALTY, Off.PENALTY), ("compound", Part.INTEREST, Part.COMPOUND, Off.COMPOUND),
)  # fmt: skip
_DISPUTED: Final = ((On.PENALTY, "penalty_base", "on_penalty_rem"), (On.COMPOUND, "compound_base", "on_compound_rem"))


class Charges:
    """The dues of N loans in work, and what time adds to them."""

    def __init__(self, position: Position, timeline: Timeline, loans: int, record: Record) -> None:
        """Copy the position's dues and note which conventions any loan has."""
        own, dues = timeline.conventions, position.dues
        self.unit, self.record = timeline.penalty_base * ONE, record
        self.mode, self.daily, self.excused = own["rounding"], own["daily"], own["excused"]
        self.compounds, self.step_days = own["compounds"], own["step_days"]
        self.grace = np.zeros(1, dtype=np.int64) if own["grace"] is None else own["grace"]
        heads = timeline.head is not None and bool(timeline.head.any())
        self.waits = heads or own["grace"] is not None or bool(dues.penalty_wait.any() or dues.compound_wait.any())
        bases = self.compounds is not None or self.step_days is not None or bool(dues.penalty_base.any() or dues.compound_base.any())
        self.window = _window(position, timeline, loans, bases=bases)
        self.plain = not bases and self.daily is None
        self.date = position.date
        self.late: dict[str, Ints] = {name: np.zeros(1, dtype=np.int64) for name, *_ in _KINDS}

    def advance(self, date: Ints, now: dict[str, Ints]) -> None:
        """Let an interval pass: the indices grow; rows that fall due at its end start to bear."""
        window, time, off = self.window, now.get("penalty_time"), now.get("off")
        if self.step_days is not None:
            self._grow_old()
        self.date = date
        if time is not None:
            for name, _, _, bit in _KINDS:
                self._grow(name, _step(now.get(name), time, off, bit), _step(now.get(f"{name}_late"), time, off, bit), now)
        window.fresh = window.lo == window.hi
        if self.excused is not None:
            self._excuse()
        if window.pending:
            window.start(date)

    def _grow(self, name: str, step: Ints | None, late: Ints | None, now: dict[str, Ints]) -> None:
        """Move the index of a kind of charge; what is rounded day by day is posted at once."""
        window, attribute = self.window, f"{name}_index"
        before = getattr(window, attribute)
        if step is not None:
            setattr(window, attribute, before + step)
        if late is not None and self.step_days is not None:
            self.late[name] = self.late[name] + late
        if self.daily is not None and window.lo < window.hi:
            self._day_by_day(name, step, late, now["penalty_time"])

    def _index(self, name: str, rows: slice) -> Ints:
        """The index by which rows are charged: the later one for those that have grown old."""
        index: Ints = getattr(self.window, f"{name}_index")
        return index if self.step_days is None else np.where(self.window.columns["aged"][rows] > 0, self.late[name], index)

    def _grow_old(self) -> None:
        """Rows that were old enough at the beginning of this interval bear the later rates."""
        window = self.window
        due, days = window.column("due"), self.step_days
        if days is None or window.lo == window.hi:
            return
        newly = (days > 0) & (self.date - due >= days) & (window.column("aged") == 0)
        if newly.any():
            self.touch()
            window.column("aged")[newly] = 1
            for name, *_ in _KINDS:
                mark = window.column(f"{name}_mark")
                mark[...] = np.where(newly, self.late[name], mark)

    def _excuse(self) -> None:
        """Days of grace that are excused for good bear nothing."""
        window = self.window
        due = window.column("due")
        excused = np.zeros(1, dtype=np.int64) if self.excused is None else self.excused
        free = (excused > 0) & (due < self.date) & (self.date <= due + self.grace)
        for name, *_ in _KINDS:
            mark = window.column(f"{name}_mark")
            mark[...] = np.where(free & (mark != FUTURE), getattr(window, f"{name}_index"), mark)

    def _live(self, rows: slice) -> Bools | None:
        """Which rows are past their grace; None where all are."""
        if not self.waits:
            return None
        live: Bools = self.window.columns["due"][rows] + self.grace < self.date
        return live

    def touch(self) -> None:
        """Post what has been charged since the last touch."""
        window = self.window
        if window.fresh:
            return
        lo, hi = window.lo, window.hi
        for rows in [slice(k, k + 1) for k in range(lo, hi)] if window.n >= _WIDE else [slice(lo, hi)]:
            live = self._live(rows)
            for name, base, part, _ in _KINDS:
                self._charge(rows, name, base, part, live)
        window.fresh, window.stale = True, max(window.stale, hi)

    def _charge(self, rows: slice, name: str, base: Part, part: Part, live: Bools | None) -> None:
        window, index = self.window, self._index(name, rows)
        mark, rem = window.columns[f"{name}_mark"][rows], window.columns[f"{name}_rem"][rows]
        span = index - mark
        if window.pending or live is not None:
            bears = mark != FUTURE if live is None else (mark != FUTURE) & live
            span = np.where(bears, span, 0)
            np.copyto(mark, np.broadcast_to(index, mark.shape), where=bears)
        else:
            mark[...] = index
        if not span.any():
            return
        cents, rem[...] = moves.charge(window.amount[base, rows], span, rem, self.unit, self.mode)
        window.amount[part, rows] += cents
        self.record.put(name, cents.sum(axis=0))
        if self.compounds is not None and name == "compound":
            self._dispute(rows, span)

    def touch_rows(self, rows: Rows) -> None:
        """The same for the rows of some loans, all due, where the charges are ``plain``; not for a ledger, which sees all."""
        if self.window.fresh:
            return
        unit = self.unit if self.unit.size == 1 else rows.spread(rows.own(self.unit))
        mode = self.mode if self.mode is None or self.mode.size == 1 else rows.spread(rows.own(self.mode))
        index = np.empty((2, rows.loans.size), dtype=np.int64)
        index[0], index[1] = rows.own(self.window.penalty_index), rows.own(self.window.compound_index)
        index, marks, rems = rows.spread(index), rows.values[MARKS], rows.values[REMS]
        if self.waits:
            since = np.broadcast_to(rows.own(self.date) - rows.own(self.grace), rows.loans.shape)
            index = np.where(rows.due() < rows.spread(since), index, marks)
        span = index - marks
        cents, rems[...] = moves.charge(rows.amount[: Part.PENALTY], span, rems, unit, mode)
        rows.amount[Part.PENALTY : Part.FEE] += cents
        marks[...] = index

    def _dispute(self, rows: slice, span: Ints) -> None:
        """Compound on penalty and on compound, posted apart so that it can be shown as disputed."""
        window = self.window
        shown = np.zeros((2, window.n), dtype=np.int64)
        for place, (bit, base, name) in enumerate(_DISPUTED):
            rem = window.columns[name][rows]
            asked = np.where(self.compounds & bit, span, 0) if self.compounds is not None else span
            cents, rem[...] = carry(window.columns[base][rows], asked, rem, self.unit)
            window.amount[Part.COMPOUND, rows] += cents
            shown[place] = cents.sum(axis=0)
        self.record.put("compound", shown.sum(axis=0))
        self.record.put("disputed", shown)

    def _day_by_day(self, name: str, step: Ints | None, late: Ints | None, time: Ints) -> None:
        """Loans whose days are rounded one by one: what waited, then this interval's days, of the rows that bear."""
        window, rows = self.window, slice(self.window.lo, self.window.hi)
        _, base, part, _ = _KINDS[0] if name == "penalty" else _KINDS[1]
        mark, rem = window.columns[f"{name}_mark"][rows], window.columns[f"{name}_rem"][rows]
        aged = window.columns["aged"][rows] > 0 if self.step_days is not None else np.zeros_like(mark, dtype=bool)
        grown = np.where(aged, 0 if late is None else late, 0 if step is None else step)
        daily = np.zeros(1, dtype=np.int64) if self.daily is None else self.daily
        live = (window.columns["due"][rows] + self.grace < self.date) & (mark != FUTURE) & (daily > 0)
        index = np.broadcast_to(self._index(name, rows), mark.shape)
        waited = np.where(live, index - grown - mark, 0)
        cents, held = moves.charge(window.amount[base, rows], waited, rem, self.unit, self.mode)
        days = np.where(grown > 0, time, 0)
        pace = grown // np.maximum(days, 1), np.where(live, days, 0)
        more, held = rounding.post_days(window.amount[base, rows], pace, held, self.unit, np.maximum(daily, 1), self.mode)
        rem[...] = np.where(live, held, rem)
        window.amount[part, rows] += cents + more
        self.record.put(name, (cents + more).sum(axis=0))
        if self.compounds is not None and name == "compound":
            self._dispute(rows, np.where(live, index - mark, 0))
        np.copyto(mark, index, where=live)
        window.stale = max(window.stale, window.hi)

    def head(self, now: dict[str, Ints]) -> None:
        """Rows due today bear the due date itself as well, once it has passed unpaid."""
        window, due = self.window, self.window.column("due") == self.date
        stands = due & (window.open.sum(axis=0) > 0) & (now["head"] > 0)
        for name, _, _, bit in _KINDS:
            span = _step(now.get(name), now["head"], now.get("off"), bit)
            mark = window.column(f"{name}_mark")
            mark[...] = np.where(stands, getattr(window, f"{name}_index") - (0 if span is None else span), mark)

    def close(self, joins: Ints | None, dropped: Bools | None) -> None:
        """What bears compound interest besides interest; remainders that a payment drops."""
        window = self.window
        if "penalty_base" in window.columns:
            bits = np.zeros(1, dtype=np.int64) if self.compounds is None else self.compounds
            for name, part, bit in (("penalty_base", Part.PENALTY, On.PENALTY), ("compound_base", Part.COMPOUND, On.COMPOUND)):
                most, base = np.where(bits & bit, window.rows(part), 0), window.column(name)
                base[...] = np.minimum(base, most) if joins is None else np.where(joins > 0, most, np.minimum(base, most))
        if dropped is not None and dropped.any():
            for name in (*ROWS[3:5], *(BASES[2:4] if "aged" in window.columns else ())):
                window.column(name)[...] = np.where(dropped, 0, window.column(name))

    def dues(self) -> Dues:
        """The open rows."""
        window = self.window
        size = (window.hi - window.lo, window.n)
        rows, nothing = slice(window.lo, window.hi), np.zeros((1, 1), dtype=np.int64)
        own = {name: np.broadcast_to(window.column(name), size) for name in ROWS[:5]}
        own |= {name: np.broadcast_to(window.columns[name][rows] if name in window.columns else nothing, size) for name in BASES[:4]}
        for name, *_ in _KINDS:
            mark = window.column(f"{name}_mark")
            waits = np.where(mark != FUTURE, self._index(name, rows) - mark, 0) if self.waits else nothing
            own[f"{name}_wait"] = np.broadcast_to(waits, size)
        return Dues(amount=window.open, **own)


def _window(position: Position, timeline: Timeline, loans: int, *, bases: bool) -> Window:
    """The window of a roll: where loans are often paid differently or on days of their own, each goes its own way."""
    cash, shape = timeline.cash, timeline.shape
    apart = cash is not None and max(cash.shape[-1], timeline.date.shape[-1]) > 1
    if apart and cash is not None and OFTEN * int(cash.any(axis=-1).sum()) >= cash.shape[0]:
        bills = 0 if shape is None else int((shape > 0).sum(axis=0).max()) * (timeline.length if shape.shape[0] == 1 else 1)
        relieved = timeline.relief is not None or bool(position.relief.any() or position.dues.relief.any())
        return Ragged(position, loans, bills + 1, bases=bases, relieved=relieved)
    idle = timeline.pays is None and cash is None and timeline.fall_due is None
    return Window(position, loans, timeline.length if idle else 8, bases=bases)


def _step(rate: Ints | None, time: Ints, off: Ints | None, bit: int) -> Ints | None:
    """Rate x time of an interval, nothing where the charge is paused; None where there is no rate."""
    if rate is None:
        return None
    step: Ints = rate * time
    return step if off is None else np.where(off & bit, 0, step)


def drops(remainder: Ints | None, received: Ints | None) -> Bools | None:
    """The loans whose charges drop their remainders with the money of this step; None where none do."""
    if remainder is None or received is None:
        return None
    dropped: Bools = (remainder == Remainder.DROPPED) & (received > 0)
    return dropped
