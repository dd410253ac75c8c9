"""The one calculation: a position rolled forward along a timeline. docs/engine.md defines every movement.

Loops over steps, never over loans. Each movement stands in a module of its own; here is only their order.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from planner import moves, rounding, staging
from planner.agreed import AGREED, SAID
from planner.billing import bill, through
from planner.book import Flows, Ledger, Off, Position, Timeline, take
from planner.cash import lowered, receive
from planner.closing import close
from planner.desk import Desk, Feed
from planner.guard import check
from planner.money import Ints
from planner.record import FlowRecord, LedgerRecord


@dataclass(frozen=True, slots=True)
class Roll:
    """Result of a roll: the ledger or the flows, as asked for, and where the loans stand at the end.

    ``between`` are the positions after the steps that were asked for, in their order.
    """

    ledger: Ledger | None
    flows: Flows | None
    position: Position
    between: tuple[Position, ...] = ()


def roll_forward(
    position: Position, timeline: Timeline, keep: str = "ledger", stop: int | None = None, after: Collection[int] = ()
) -> Roll:
    """Roll N loans along their timeline, to its end or up to step ``stop`` (levels still see all that follows).

    ``keep`` is 'ledger' for every column of every step, 'flows' for payments and totals only. ``after`` are steps after which the position
    is kept as well. Raises RangeError where the integers could not hold the result exactly.
    """
    check(position, timeline)
    n = max(position.loans, timeline.loans)
    last = timeline.length if stop is None else stop
    record: LedgerRecord | FlowRecord = (LedgerRecord if keep == "ledger" else FlowRecord)(timeline, n, last)
    desk = Desk(position, timeline, Feed(timeline), record)
    between = []
    for e in range(last):
        _step(desk, e)
        if e in after:
            between.append(take(desk.position(), np.arange(n)))
    end = desk.position()
    if isinstance(record, LedgerRecord):
        return Roll(record.ledger(), None, end, tuple(between))
    return Roll(None, record.flows(), end, tuple(between))


def _step(desk: Desk, e: int) -> None:
    """One step, in the order of docs/engine.md."""
    record = desk.record
    record.at(e)
    desk.now = desk.feed[e]
    if record.full:
        record.put("opening", desk.stands())
    _interval(desk, e)
    if not SAID.isdisjoint(desk.now):
        for names, move in AGREED:
            if any(name in desk.now for name in names):
                move(desk)
    principal = staging.before_payment(desk) if desk.has_staged else None
    row = bill(desk)
    received = None if row is None else through(desk, row)
    undue = desk.undue
    if received is None:
        if row is not None:
            number = desk.timeline.number
            desk.window.push(desk.date, number[e if number.shape[0] > 1 else 0], desk.relief)
        received = receive(desk)
    if principal is not None:
        staging.count(desk, principal)
    close(desk, e, received, lowered(desk, undue))
    if record.full:
        desk.charges.touch()
        _note(desk)


def _interval(desk: Desk, e: int) -> None:
    """Accrue contract interest; move the index by which dues are charged; count the days; lend."""
    now, date = desk.now, desk.timeline.date[e]
    _accrue(desk, date)
    if "fixed" in now:
        off = now.get("off")
        earns = desk.undue > 0 if off is None else (desk.undue > 0) & (off & Off.INTEREST == 0)
        earned = np.where(earns, now["fixed"], 0)
        desk.accrued = desk.accrued + earned
        desk.record.put("accrued", earned)
    desk.date = date
    desk.charges.advance(date, now)
    relief = now.get("relief")
    if relief is not None:
        desk.relief = desk.relief + relief
    if "draw" in now:
        desk.undue = desk.undue + now["draw"]
        desk.record.put("drawn", now["draw"])
    if desk.record.full:
        desk.charges.touch()


def _accrue(desk: Desk, date: Ints) -> None:
    """Contract interest on principal not yet due, and where a convention says so on overdue principal."""
    rate, time, off = desk.now.get("rate"), desk.now.get("time"), desk.now.get("off")
    if rate is None or time is None:
        return
    own = desk.conventions
    overdue, daily, mode = own["overdue"], own["daily"], own["rounding"]
    base = desk.undue if overdue is None else desk.undue + np.where(overdue > 0, desk.window.overdue(date), 0)
    free = np.zeros(1, dtype=bool) if off is None else off & Off.INTEREST > 0
    factor = rate * time if off is None else np.where(free, 0, rate * time)
    if daily is None:
        cents, desk.rem = moves.accrue(base, factor, desk.rem, desk.unit, mode)
    else:
        at_once, held = moves.accrue(base, np.where(daily > 0, 0, factor), desk.rem, desk.unit, mode)
        days = np.where((daily > 0) & ~free, time, 0)
        by_day, desk.rem = rounding.post_days(base, (rate, days), held, desk.unit, np.maximum(daily, 1), mode)
        cents = at_once + by_day
    desk.accrued = desk.accrued + cents
    desk.record.put("accrued", cents)


def _note(desk: Desk) -> None:
    """Where the loans stand after the step."""
    desk.record.put("closing", desk.stands())
    desk.record.put("held", desk.held)
    desk.record.put("level", desk.level)
    desk.record.put("days_past_due", desk.window.age(desk.date, desk.relief))
