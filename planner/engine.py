"""The one calculation: a position rolled forward along a timeline. docs/engine.md defines every movement.

Loops over steps, never over loans. Dues live in a moving window of rows; penalty and compound are charged through a cumulative
rate x time index per loan, of which each row keeps the value at its last touch, so that nothing is computed before it is needed
and the posted cents are the same however late that is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner import levels, moves
from planner.agreed import AGREED
from planner.book import Early, Flows, Ledger, Off, Part, Pays, Position, Timeline
from planner.desk import Desk, Feed
from planner.guard import check
from planner.money import ONE, Ints, half_up
from planner.record import FlowRecord, LedgerRecord


@dataclass(frozen=True, slots=True)
class Roll:
    """Result of a roll: the ledger or the flows, as asked for, and where the loans stand at the end."""

    ledger: Ledger | None
    flows: Flows | None
    position: Position


def roll_forward(position: Position, timeline: Timeline, keep: str = "ledger", stop: int | None = None) -> Roll:
    """Roll N loans along their timeline, to its end or up to step ``stop`` (levels still see all that follows).

    ``keep`` is 'ledger' for every column of every step, 'flows' for payments and totals only. Raises RangeError where the integers could
    not hold the result exactly.
    """
    check(position, timeline)
    n = max(position.loans, timeline.loans)
    last = timeline.length if stop is None else stop
    record: LedgerRecord | FlowRecord = (LedgerRecord if keep == "ledger" else FlowRecord)(timeline, n, last)
    desk = Desk(position, timeline, Feed(timeline), record)
    for e in range(last):
        _step(desk, e)
    end = desk.position()
    if isinstance(record, LedgerRecord):
        return Roll(record.ledger(), None, end)
    return Roll(None, record.flows(), end)


def _step(desk: Desk, e: int) -> None:
    """One step, in the order of docs/engine.md."""
    record = desk.record
    record.at(e)
    desk.now = desk.feed[e]
    if record.full:
        record.put("opening", desk.stands())
    _interval(desk, e)
    for names, move in AGREED:
        if any(name in desk.now for name in names):
            move(desk)
    row = _bill(desk)
    received = None if row is None else _through(desk, row)
    if received is None:
        if row is not None:
            number = desk.timeline.number
            desk.window.push(desk.date, number[e if number.shape[0] > 1 else 0], desk.relief)
        received = _cash(desk)
    _close(desk, e, received)
    if record.full:
        desk.window.touch(record)
        _note(desk)


def _interval(desk: Desk, e: int) -> None:
    """Accrue contract interest; move the index by which dues are charged; count the days."""
    timeline, now = desk.timeline, desk.now
    rate, time, off = now.get("rate"), now.get("time"), now.get("off")
    if rate is not None and time is not None:
        factor = rate * time if off is None else np.where(off & Off.INTEREST, 0, rate * time)
        cents, desk.rem = moves.accrue(desk.undue, factor, desk.rem, desk.unit)
        desk.accrued = desk.accrued + cents
        desk.record.put("accrued", cents)
    if "fixed" in now:
        earns = desk.undue > 0 if off is None else (desk.undue > 0) & (off & Off.INTEREST == 0)
        earned = np.where(earns, now["fixed"], 0)
        desk.accrued = desk.accrued + earned
        desk.record.put("accrued", earned)
    desk.date = timeline.date[e]
    desk.window.advance(desk.date, now.get("penalty_time"), now.get("penalty"), now.get("compound"), off)
    relief = now.get("relief")
    if relief is not None:
        desk.relief = desk.relief + relief
    if desk.record.full:
        desk.window.touch(desk.record)


def _through(desk: Desk, row: Ints) -> Ints | None:
    """Pay a bill without opening it, where nothing else is open or held and every loan pays as billed; gives what was received."""
    pays = desk.now.get("pays")
    if pays is None or desk.has_held or desk.window.lo < desk.window.hi or "cash" in desk.now:
        return None
    received: Ints = row.sum(axis=0)
    if not pays.all() and (received * (pays == 0)).any():
        return None
    desk.record.put("received", received)
    desk.record.put("allocated", row)
    return received


def _bill(desk: Desk) -> Ints | None:
    """Principal, accrued interest, fees and released amounts of this instalment (5, N): the window's next row, not yet open."""
    now = desk.now
    shape, accelerate, fee = now.get("shape"), now.get("accelerate"), now.get("fee")
    released = now.get("release")
    if shape is None and accelerate is None and fee is None and released is None:
        return None
    row = desk.window.blank()
    if shape is not None or accelerate is not None:
        nothing = np.zeros(1, dtype=np.int64)
        _ask(desk, row, nothing if shape is None else shape, nothing if accelerate is None else accelerate)
    if fee is not None:
        row[Part.FEE] += fee
        desk.record.put("fee", fee)
    if released is not None:
        row += desk.released
    desk.record.put("billed", row)
    return row


def _ask(desk: Desk, row: Ints, shape: Ints, accelerate: Ints) -> None:
    """The principal and interest of the instalment, or everything where the loan is accelerated."""
    bills = (shape > 0) | (accelerate > 0)
    everyone = bool(bills.all())
    interest = desk.accrued if everyone else np.where(bills, desk.accrued, 0)
    desk.accrued = desk.accrued - interest
    desk.rem = np.zeros(1, dtype=np.int64) if everyone else np.where(bills, 0, desk.rem)
    share = desk.now.get("share")
    ask = desk.level if share is None else half_up(desk.level, share, ONE)
    principal = moves.bill(shape, ask, desk.undue, interest)
    if accelerate.any():
        principal = np.where(accelerate > 0, desk.undue, principal)
    desk.undue = desk.undue - principal
    row[Part.PRINCIPAL] = principal
    row[Part.INTEREST] = interest


def _cash(desk: Desk) -> Ints | None:
    """Allocate what came and what was held; gives what was received at this step."""
    cash, pays = desk.now.get("cash"), desk.now.get("pays")
    if cash is None and pays is None and not desk.has_held:
        return None
    window = desk.window
    window.touch(desk.record)
    now = window.now_due(desk.date)
    due = now.sum(axis=(0, 1))
    received = np.zeros(desk.n, dtype=np.int64) if cash is None else np.array(np.broadcast_to(cash, (desk.n,)))
    if pays is not None:
        short = np.maximum(due - desk.held - np.where(pays == Pays.ON_TOP, 0, received), 0)
        received = received + np.where(pays > 0, short, 0)
    available = desk.held + received
    desk.record.put("received", received)
    which = desk.waterfall.which(window, desk.date, desk.relief)
    paid = desk.waterfall.pay(window, now, due, available, which)
    desk.record.put("allocated", paid)
    left = available - paid.sum(axis=0)
    desk.has_held = bool(left.any())
    early = desk.now.get("early")
    desk.held = _prepay(desk, left, early, which) if desk.has_held and early is not None else left
    return received


def _prepay(desk: Desk, left: Ints, early: Ints, which: Ints) -> Ints:
    """Early money that prepays: dues not yet due, accrued interest, principal, what is deferred. Gives what is left."""
    use = np.where(early == Early.PREPAY, left, 0)
    gone = desk.waterfall.pay_later(desk.window, desk.date, use, which)
    interest, principal = moves.prepay(use - gone.sum(axis=0), desk.accrued, desk.undue)
    desk.accrued, desk.undue = desk.accrued - interest, desk.undue - principal
    gone[Part.INTEREST] += interest
    gone[Part.PRINCIPAL] += principal
    if desk.deferred.any():
        back = desk.waterfall.pay_deferred(desk.deferred, use - gone.sum(axis=0), which)
        desk.deferred = desk.deferred - back
        gone += back
    desk.record.put("prepaid", gone)
    rest: Ints = left - gone.sum(axis=0)
    return rest


def _close(desk: Desk, e: int, received: Ints | None) -> None:
    """Settlements, conditional waivers, money to return, new levels."""
    agreed = desk.now.get("settle")
    if agreed is not None:
        _settle(desk, agreed, received)
    if desk.has_conditional:
        vested = moves.vest(desk.conditional, (desk.stands() - desk.conditional).sum(axis=0))
        desk.conditional = desk.conditional - vested
        desk.record.put("vested", vested)
        desk.record.put("waived", vested)
    if desk.has_held:
        back = np.where(desk.stands().sum(axis=0) == 0, desk.held, 0)
        desk.held = desk.held - back
        desk.record.put("returned", back)
    recast, fixed = desk.now.get("recast"), desk.now.get("set_level")
    if recast is not None:
        _recast(desk, e, recast)
    if fixed is not None:
        desk.level = np.where(fixed > 0, fixed - 1, desk.level)


def _settle(desk: Desk, agreed: Ints, received: Ints | None) -> None:
    """Count the money; forgive all that is left where the agreed amount has come."""
    if received is not None:
        towards = received if "fee" not in desk.now else np.maximum(received - desk.now["fee"], 0)
        desk.settled = desk.settled + np.where(agreed > 0, towards, 0)
    done = moves.settle(desk.settled, np.broadcast_to(agreed, (desk.n,)))
    if not done.any():
        return
    desk.window.touch(desk.record)
    desk.record.put("waived", np.where(done, desk.stands(), 0))
    desk.record.put("vested", np.where(done, desk.conditional, 0))
    desk.window.clear(done)
    for name in ("undue", "accrued", "rem", "deferred", "conditional"):
        setattr(desk, name, np.where(done, 0, getattr(desk, name)))


def _recast(desk: Desk, e: int, recast: Ints) -> None:
    """A new level for the loans that ask for one, from the next step on."""
    loans = np.flatnonzero(np.broadcast_to(recast, (desk.n,)))
    if e + 1 >= desk.timeline.length:
        desk.level[loans] = 0
        return
    balloon = desk.now.get("balloon")
    share = np.zeros(loans.size, dtype=np.int64) if balloon is None else np.broadcast_to(balloon, (desk.n,))[loans]
    rem = np.broadcast_to(desk.rem, (desk.n,))[loans]
    basis = levels.Basis(desk.undue[loans], desk.accrued[loans], rem, share)
    level = levels.set_level(desk.timeline, e + 1, loans, basis)
    desk.level = desk.level.copy()
    desk.level[loans] = level


def _note(desk: Desk) -> None:
    """Where the loans stand after the step."""
    desk.record.put("closing", desk.stands())
    desk.record.put("held", desk.held)
    desk.record.put("level", desk.level)
    desk.record.put("days_past_due", desk.window.age(desk.date, desk.relief))
