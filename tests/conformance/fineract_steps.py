"""Timelines of a Fineract loan: its rows as instalments, cut where rates change or interest pauses, and single steps in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

import numpy as np

from planner import contract, dates
from planner.book import COLUMNS, Ledger, Off, Part, Position, Shape, Timeline, fresh
from planner.conventions import Rounding
from planner.engine import roll_forward
from planner.money import ONE, Ints
from planner.steps import cut, gather, mark, measured, weave
from tests.conformance.fineract_loan import Terms

EXTRA: Final = "extra"
"""A row after the last instalment, for charges alone."""
STUB: Final = "stub"
"""A row that a re-age closes on its day."""
PLAIN: Final = "plain"


@dataclass(slots=True)
class Row:
    """One row of the schedule, in cents: what it asks, and what of it was paid, early or late.

    ``number`` is the row's own for as long as it lives. ``early`` is interest and principal paid towards it before it is billed, ``level``
    its own level where a later one would have been less than that, ``fixed`` interest it asks besides what accrues, ``waiting`` charges
    that it bills, ``bare`` whether it asks principal alone.
    """

    number: int
    since: int
    due: int
    kind: str = PLAIN
    early: tuple[int, int] = (0, 0)
    level: int | None = None
    fixed: int = 0
    waiting: int = 0
    principal: int = 0
    interest: int = 0
    fees: int = 0
    penalties: int = 0
    paid: int = 0
    in_advance: int = 0
    late: int = 0
    billed: bool = False
    bare: bool = False

    @property
    def total(self) -> int:
        """All that it asks."""
        return self.principal + self.interest + self.fees + self.penalties

    def room(self, level: int) -> int:
        """What can still be paid towards it early, at a level."""
        return max((level if self.level is None else self.level) - sum(self.early), 0)


@dataclass(slots=True)
class Course:
    """What shapes the rows to come: rates by the day at whose end they begin to hold, pauses from the end of a day to that of another."""

    rates: list[tuple[int, int]]
    pauses: list[tuple[int, int]]


def blank(terms: Terms) -> Timeline:
    """One neutral step with the loan's conventions; levels are rounded to whole units by the caller."""
    _, whole = contract.opening(terms.loan)
    rounding = Rounding.HALF_EVEN if terms.loan.rounding == "half-even" else Rounding.HALF_UP
    own = replace(
        whole.conventions, rounding=contract.one(rounding), by_row=contract.one(1), capped=contract.one(1), level_unit=None, residue=None
    )  # fmt: skip
    first: dict[str, Any] = {name: None for name in COLUMNS if name not in ("date", "since", "number", "time", "penalty_time")}
    return replace(cut(whole, 0, 1), **first, conventions=own)


def single(plain: Timeline, day: int, **columns: int) -> Timeline:
    """One step of no length on a day, with these columns."""
    nothing = np.zeros((1, 1), dtype=np.int64)
    bare = replace(plain, date=nothing + day, since=nothing + day, number=nothing, time=nothing, penalty_time=nothing)
    for name, value in columns.items():
        bare = mark(bare, name, bare.date == day, value)
    return bare


def still(timeline: Timeline, day: int) -> Timeline:
    """The steps of a timeline up to a day, all of no length, on that day."""
    first = cut(timeline, 0, int(np.searchsorted(timeline.date[:, 0], day, side="right")))
    nothing = np.zeros((first.length, 1), dtype=np.int64)
    return replace(first, date=nothing + day, since=nothing + day, time=nothing, penalty_time=nothing)


def ahead(plain: Timeline, terms: Terms, rows: Sequence[Row], course: Course, start: int, level: int) -> Timeline:
    """The rows still to come as instalments, from ``start`` on, at a level."""
    due = np.array([[row.due] for row in rows], dtype=np.int64)
    own: dict[str, Any] = {
        "date": due, "since": np.array([[row.since] for row in rows], dtype=np.int64), "number": np.array([[row.number] for row in rows]),
        "time": due * 0, "penalty_time": due * 0, "shape": _shapes(terms, rows, level), "fee": np.array([[row.waiting] for row in rows]),
    }  # fmt: skip
    if level and any(row.level is not None for row in rows):
        own["share"] = np.array([[ONE if row.level is None else round(Fraction(row.level * ONE, level))] for row in rows], dtype=np.int64)
    timeline = replace(plain, **own)
    edges = {day for day, _ in course.rates} | {day for pause in course.pauses for day in pause}
    inside = np.array(sorted(day for day in edges if start < day < int(due[-1, 0])), dtype=np.int64)
    timeline = timed(weave(timeline, inside, contract.one(start)), terms, start)
    if not terms.flat:
        timeline = mark(timeline, "rate", timeline.date > -1, 0)
        for day, rate in sorted(course.rates, key=lambda change: change[0]):
            timeline = mark(timeline, "rate", timeline.date > day, rate)
    for begin, end in course.pauses:
        timeline = mark(timeline, "off", (timeline.date > begin) & (timeline.date <= end), Off.INTEREST)
    for row in rows:
        timeline = _earned(timeline, row.due, row.fixed)
    return timeline


def _shapes(terms: Terms, rows: Sequence[Row], level: int) -> Ints:
    """What each row asks: interest alone in the grace, nothing where it was paid early in full, the last of the others all."""
    asking = [row for row in rows if row.kind == PLAIN]
    last = next((row for row in reversed(asking) if row.room(level) or not any(row.early)), asking[-1] if asking else None)

    def asks(row: Row) -> int:
        if row is last:
            return Shape.ALL
        if row.kind != PLAIN or (any(row.early) and not row.room(level)):
            return Shape.NONE
        return Shape.PRINCIPAL if row.bare or row.number <= terms.free else Shape.INTEREST if row.number <= terms.grace else Shape.LEVEL

    return np.array([[asks(row)] for row in rows], dtype=np.int64)


def _earned(timeline: Timeline, day: int, interest: int) -> Timeline:
    """Interest of a fixed amount, earned in a step of no length between the accrual up to a due date and the bill of that day."""
    if not interest:
        return timeline
    at = int(np.searchsorted(timeline.date[:, 0], day))
    wide = gather(timeline, np.insert(np.arange(timeline.length), at, -1 - at)[:, None])
    here = np.arange(wide.length)[:, None]
    still: dict[str, Any] = {"date": np.where(here == at, day, wide.date), "since": np.where(here == at, wide.since[at + 1], wide.since)}
    for name in ("time", "penalty_time"):
        own = np.insert(getattr(timeline, name), at, 0, axis=0)
        own[[at, at + 1]] = own[[at + 1, at]]
        still[name] = own
    wide = mark(replace(wide, **still), "fixed", here == at + 1, interest)
    return wide if wide.off is None else mark(wide, "off", here == at + 1, 0)


def timed(timeline: Timeline, terms: Terms, start: int) -> Timeline:
    """Times by the loan's day count; where a day earns for the night before it, years end a day earlier."""
    if terms.night and timeline.count.startswith("actual/actual"):
        shifted = measured(replace(timeline, date=timeline.date + 1, since=timeline.since + 1), contract.one(start + 1))
        return replace(timeline, time=shifted.time, penalty_time=shifted.penalty_time)
    return measured(timeline, contract.one(start))


def roll(now: Position, timeline: Timeline, *, overdue: bool) -> tuple[Ledger, Position]:
    """Roll a timeline to its end, overdue principal bearing interest or not."""
    conventions = replace(timeline.conventions, overdue=contract.one(int(overdue)))
    rolled = roll_forward(now, replace(timeline, conventions=conventions))
    assert rolled.ledger is not None
    return rolled.ledger, rolled.position


def up_to(timeline: Timeline, terms: Terms, start: int, day: int) -> Timeline:
    """The steps of a timeline that starts at ``start`` up to a day, which is one."""
    whole = timed(weave(timeline, contract.one(day), contract.one(start)), terms, start)
    return cut(whole, 0, int(np.searchsorted(whole.date[:, 0], day, side="right")))


def level_of(plain: Timeline, terms: Terms, rows: Sequence[Row], course: Course, principal: int, day: int | None = None) -> int:
    """The level of these rows for a principal that stands from the first day of the first of them, as if nothing ever paused.

    It is set at the end of ``day`` (that first day where None), at the rate in force after it, with what has accrued by then.
    """
    start = rows[0].since
    on = start if day is None else day
    now = replace(empty(start), principal=contract.one(principal))
    free = [(row.since, row.due) for row in rows if row.number <= terms.free]
    timeline = ahead(plain, replace(terms, free=0), [unpaid(row) for row in rows], Course(course.rates, free), start, 0)
    if on > start:
        part = up_to(timeline, terms, start, on)
        _, now = roll(now, part, overdue=False)
        whole = timed(weave(timeline, contract.one(on), contract.one(start)), terms, start)
        timeline = cut(whole, part.length, whole.length)
    first = single(plain, on)
    timeline = gather(timeline, np.arange(-1, timeline.length)[:, None])
    names = ("date", "since", "time")
    joined: dict[str, Any] = {name: np.concatenate([getattr(first, name), getattr(timeline, name)[1:]]) for name in names}
    timeline = mark(replace(timeline, **joined), "recast", np.arange(timeline.length)[:, None] == 0, 1)
    return int(roll_forward(now, timeline, stop=1).position.level[0])


def unpaid(row: Row) -> Row:
    """The row as if nothing had been paid towards it, and nothing but interest and principal were asked."""
    return replace(row, early=(0, 0), level=None, fixed=0, waiting=0, bare=False)


def interest_alone(plain: Timeline, terms: Terms, rows: Sequence[Row], course: Course, draws: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Interest of each row, by number, if no principal is ever asked."""
    asked = [unpaid(row) for row in rows if row.kind == PLAIN]
    timeline = ahead(plain, replace(terms, flat=False, grace=asked[-1].number), asked, course, terms.start, 0)
    days = np.array([day for day, _ in draws if day < asked[-1].due], dtype=np.int64)
    timeline = timed(weave(timeline, days, contract.one(terms.start)), terms, terms.start)
    now = empty(terms.start)
    for day, amount in draws:
        if day == terms.start:
            now = replace(now, principal=now.principal + amount)
        else:
            timeline = mark(timeline, "draw", timeline.date == day, sum(more for on, more in draws if on == day))
    ledger, _ = roll(now, timeline, overdue=False)
    return {int(n): int(v) for n, v in zip(ledger.number[:, 0], ledger.billed[Part.INTEREST, :, 0], strict=True) if n}


def empty(start: int) -> Position:
    """Nothing lent."""
    return fresh(contract.one(start), contract.one(0))


def text(day: int) -> str:
    """A day as ISO."""
    return dates.date(day).isoformat()
