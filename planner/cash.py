"""Money that comes: to what is due along the order in force, and what becomes of money that comes early."""

from __future__ import annotations

import numpy as np

from planner import moves
from planner.book import Early, Part, Pays
from planner.desk import Desk
from planner.money import Bools, Ints
from planner.ragged import Ragged, Rows


def receive(desk: Desk) -> Ints | None:
    """Allocate what came and what was held; gives what was received at this step."""
    cash, pays = desk.now.get("cash"), desk.now.get("pays")
    if cash is None and pays is None and not desk.has_held:
        return None
    window = desk.window
    if isinstance(window, Ragged) and desk.charges.plain and not window.pending and not desk.waterfall.mixed:
        return _receive_apart(desk, window, cash, pays)
    desk.charges.touch()
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
    early = desk.now.get("early")
    desk.held = _early(desk, left, early, which) if early is not None and bool(left.any()) else left
    desk.has_held = bool(desk.held.any())
    return received


def _receive_apart(desk: Desk, window: Ragged, cash: Ints | None, pays: Ints | None) -> Ints:
    """The same where each loan goes its own way: only the loans that pay are looked at."""
    received = np.zeros(desk.n, dtype=np.int64)
    if cash is not None:
        received += cash
    left, early = desk.held + received, desk.now.get("early")
    asked = left > 0 if pays is None else (left > 0) | (pays > 0)
    loans = np.flatnonzero(asked & (window.end > 0))
    which = None if early is None else desk.waterfall.which(window, desk.date, desk.relief)
    if loans.size:
        left[loans] = _spend(desk, Rows(window, loans), received, pays)
    desk.record.put("received", received)
    if early is not None and which is not None and bool(left.any()):
        left = _early(desk, left, early, which)
    desk.held, desk.has_held = left, bool(left.any())
    return received


def _spend(desk: Desk, rows: Rows, received: Ints, pays: Ints | None) -> Ints:
    """Pay the rows of some loans; gives what is left to each (n,). Where it ``pays``, ``received`` grows."""
    loans = rows.loans
    desk.charges.touch_rows(rows)
    available = desk.held[loans] + received[loans]
    if pays is not None:
        how = np.broadcast_to(pays, (desk.n,))[loans]
        covered = desk.held[loans] + np.where(how == Pays.ON_TOP, 0, received[loans])
        more = np.where(how > 0, np.maximum(rows.totals()[0].sum(axis=0) - covered, 0), 0)
        received[loans] += more
        available += more
    paid = desk.waterfall.pay_rows(rows, available, desk.date, desk.relief)
    rows.window.put_back(rows)
    allocated = np.zeros((5, desk.n), dtype=np.int64)
    allocated[:, loans] = paid
    desk.record.put("allocated", allocated)
    left: Ints = available - np.add.reduce(paid, axis=0)
    return left


def _early(desk: Desk, left: Ints, early: Ints, which: Ints) -> Ints:
    """Money left over after what is due; gives what is held."""
    early = np.broadcast_to(early, left.shape)
    use = np.where((early == Early.HOLD) | (early == Early.RETURN), 0, left)
    gone = desk.waterfall.pay_later(desk.window, desk.date, use, which)
    prepays = (early == Early.PREPAY) | (early == Early.LOWER)
    rest = use - gone.sum(axis=0)
    coming = _coming(desk, rest, early)
    gone += coming
    if desk.deferred.any() and bool(prepays.any()):
        back = desk.waterfall.pay_deferred(desk.deferred, np.where(prepays, rest - coming.sum(axis=0), 0), which)
        desk.deferred = desk.deferred - back
        gone += back
    desk.record.put("prepaid", gone)
    kept = left - gone.sum(axis=0)
    returned = np.where(early == Early.RETURN, kept, 0)
    desk.record.put("returned", returned)
    held: Ints = kept - returned
    return held


def _coming(desk: Desk, cash: Ints, early: Ints) -> Ints:
    """Interest accrued and principal not yet due that early money pays (5, N); what counts towards instalments is noted."""
    paid = np.zeros((5, cash.shape[0]), dtype=np.int64)
    last = early == Early.LAST
    counts = (early == Early.NEXT) | (early == Early.NEXT_LAST)
    first = np.where(last, 0, cash)
    if (early == Early.NEXT_LAST).any():
        room = np.maximum(desk.level - desk.ahead.sum(axis=0), 0)
        first = np.where(early == Early.NEXT_LAST, np.minimum(first, room), first)
    interest, principal = moves.prepay(first, desk.accrued, desk.undue)
    if counts.any():
        desk.ahead = desk.ahead + np.where(counts, np.stack([interest, principal]), 0)
        desk.has_ahead = bool(desk.ahead.any())
    _pay(desk, paid, interest, principal)
    rest = np.where(last | (early == Early.NEXT_LAST), cash - interest - principal, 0)
    if rest.any():
        principal = np.minimum(rest, desk.undue)
        _pay(desk, paid, np.minimum(rest - principal, desk.accrued), principal)
    return paid


def _pay(desk: Desk, paid: Ints, interest: Ints, principal: Ints) -> None:
    desk.accrued, desk.undue = desk.accrued - interest, desk.undue - principal
    paid[Part.INTEREST] += interest
    paid[Part.PRINCIPAL] += principal


def lowered(desk: Desk, undue: Ints) -> Bools | None:
    """Loans whose level is set anew because principal not yet due, ``undue`` before, was prepaid; None where none is."""
    early = desk.now.get("early")
    if early is None or not (early == Early.LOWER).any():
        return None
    lower: Bools = (early == Early.LOWER) & (desk.undue < undue)
    return lower
