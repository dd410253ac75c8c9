"""What falls due with an instalment: principal, accrued interest, fees and released amounts, less what was paid ahead."""

from __future__ import annotations

import numpy as np

from planner import moves
from planner.book import Part, Shape
from planner.conventions import Remainder
from planner.desk import Desk
from planner.money import ONE, Bools, Ints, half_up


def bill(desk: Desk) -> Ints | None:
    """The row of this instalment (5, N): the window's next row, not yet open; None where nothing is billed."""
    now = desk.now
    shape, accelerate, fee = now.get("shape"), now.get("accelerate"), now.get("fee")
    released = now.get("release")
    if shape is None and accelerate is None and fee is None and released is None:
        return None
    row = desk.window.blank()
    if shape is not None or accelerate is not None:
        _ask(desk, row, np.zeros(1, dtype=np.int64) if shape is None else shape, accelerate)
    if fee is not None:
        row[Part.FEE] += fee
        desk.record.put("fee", fee)
    if released is not None:
        row += desk.released
    desk.record.put("billed", row)
    return row


def _ask(desk: Desk, row: Ints, shape: Ints, accelerate: Ints | None) -> None:
    """The principal and interest of the instalment, or everything where the loan is accelerated."""
    bills: Bools = (shape > 0) & (shape != Shape.PRINCIPAL) if desk.units else shape > 0
    if accelerate is not None:
        bills = bills | (accelerate > 0)
    everyone = bool(bills.all())
    interest = desk.accrued if everyone else np.where(bills, desk.accrued, 0)
    share = desk.now.get("share")
    ask = desk.level if share is None else half_up(desk.level, share, ONE)
    capped = desk.conventions["capped"]
    if desk.has_ahead or desk.has_extra or capped is not None:
        asking = shape if accelerate is None else np.where(accelerate > 0, Shape.NONE, shape)
        ask, used = _asked(desk, ask, asking)
        bound = (asking == Shape.LEVEL) & ((used > 0) if capped is None else (used > 0) | (capped > 0))
        interest = np.where(bound, np.minimum(interest, ask), interest)
    _billed(desk, interest, bills, everyone=everyone)
    principal = moves.bill(shape, ask, desk.undue, interest, units=desk.units)
    if accelerate is not None:
        principal = np.where(accelerate > 0, desk.undue, principal)
    desk.undue = desk.undue - principal
    row[Part.PRINCIPAL] = principal
    row[Part.INTEREST] = interest


def _billed(desk: Desk, interest: Ints, bills: Bools, *, everyone: bool) -> None:
    """Take billed interest out of what has accrued; with the last of it goes the remainder, unless it is carried."""
    desk.accrued = desk.accrued - interest
    remainder = desk.conventions["remainder"]
    if everyone and remainder is None and not desk.accrued.any():
        desk.rem = np.zeros(1, dtype=np.int64)
        return
    drops = bills & (desk.accrued == 0)
    desk.rem = np.where(drops if remainder is None else drops & (remainder != Remainder.CARRIED), 0, desk.rem)


def _asked(desk: Desk, ask: Ints, shape: Ints) -> tuple[Ints, Ints]:
    """What is asked after the first instalment's extra and what was paid ahead, and how much of the latter was used (N,)."""
    level, unit = shape == Shape.LEVEL, (shape == Shape.UNIT) | (shape == Shape.PRINCIPAL)
    asks = level | unit
    ask = np.where(asks, np.maximum(ask + np.where(asks, desk.extra, 0), 0), ask)
    interest = np.where(level, np.minimum(desk.ahead[0], ask), 0)
    principal = np.where(asks, np.minimum(desk.ahead[1], ask - interest), 0)
    gone = (shape == Shape.ALL) | (shape == Shape.INTEREST) | (shape == Shape.UNIT)
    desk.ahead = np.stack([
        np.where(gone, 0, desk.ahead[0] - interest), np.where(shape == Shape.ALL, 0, desk.ahead[1] - principal),
    ])  # fmt: skip
    desk.extra = np.where(asks | (shape == Shape.ALL), 0, desk.extra)
    desk.has_ahead, desk.has_extra = bool(desk.ahead.any()), bool(desk.extra.any())
    return ask - interest - principal, interest + principal


def through(desk: Desk, row: Ints) -> Ints | None:
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
