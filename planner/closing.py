"""The end of a step: settlements, late fees, conditional waivers, money to return, new levels."""

from __future__ import annotations

from typing import Final

import numpy as np

from planner import levels, moves, staging
from planner.book import Part
from planner.charges import drops
from planner.desk import Desk
from planner.instalment import set_level
from planner.money import Bools, Ints
from planner.rounding import proper

KEEPS_TERM: Final = 2
"""A recast over no more instalments than the level in force would have needed."""


def close(desk: Desk, e: int, received: Ints | None, lower: Bools | None) -> None:
    """Close step ``e``; ``lower`` says for which loans a prepayment asks a new level."""
    agreed = desk.now.get("settle")
    if agreed is not None:
        _settle(desk, agreed, received)
    if "late_share" in desk.now:
        _late_fee(desk)
    if desk.has_staged:
        staging.vest(desk)
    if desk.has_conditional:
        vested = moves.vest(desk.conditional, (desk.stands() - desk.conditional).sum(axis=0))
        desk.conditional = desk.conditional - vested
        if desk.has_staged:
            staging.clear(desk, np.asarray(vested.any(axis=0)))
        desk.record.put("vested", vested)
        desk.record.put("waived", vested)
    if desk.has_held:
        _give_back(desk)
    _levels(desk, e, lower)
    if "head" in desk.now and desk.window.lo < desk.window.hi:
        desk.charges.head(desk.now)
    joins, dropped = desk.now.get("joins"), drops(desk.conventions["remainder"], received)
    if joins is not None or dropped is not None:
        desk.charges.touch()
    desk.charges.close(joins, dropped)


def _give_back(desk: Desk) -> None:
    """What is held goes back where nothing is left that it could pay."""
    paid = np.flatnonzero((desk.held > 0) & (desk.undue == 0) & (desk.accrued == 0))
    if paid.size:
        left = desk.window.open[:, :, paid].sum(axis=(0, 1)) + (desk.deferred + desk.conditional)[:, paid].sum(axis=0)
        back = np.zeros(desk.n, dtype=np.int64)
        back[paid] = np.where(left == 0, desk.held[paid], 0)
        desk.held = desk.held - back
        desk.record.put("returned", back)


def _levels(desk: Desk, e: int, lower: Bools | None) -> None:
    """New levels; what was paid ahead counts in them."""
    recast, fixed = desk.now.get("recast"), desk.now.get("set_level")
    if recast is not None or lower is not None:
        asked = np.zeros(1, dtype=bool) if recast is None else recast > 0
        _recast(desk, e, asked if lower is None else asked | lower)
    if fixed is not None:
        desk.level = np.where(fixed > 0, fixed - 1, desk.level)
        _clear(desk, fixed > 0)


def _clear(desk: Desk, anew: Bools) -> None:
    """A level set anew owes nothing to what was paid ahead of the old one."""
    if desk.has_ahead:
        desk.ahead = np.where(anew, 0, desk.ahead)
        desk.has_ahead = bool(desk.ahead.any())
    if desk.has_extra:
        desk.extra = np.where(anew, 0, desk.extra)
        desk.has_extra = bool(desk.extra.any())


def _settle(desk: Desk, agreed: Ints, received: Ints | None) -> None:
    """Count the money; forgive all that is left where the agreed amount has come."""
    if received is not None:
        towards = received if "fee" not in desk.now else np.maximum(received - desk.now["fee"], 0)
        desk.settled = desk.settled + np.where(agreed > 0, towards, 0)
    done = moves.settle(desk.settled, np.broadcast_to(agreed, (desk.n,)))
    if not done.any():
        return
    desk.charges.touch()
    desk.record.put("waived", np.where(done, desk.stands(), 0))
    desk.record.put("vested", np.where(done, desk.conditional, 0))
    desk.window.clear(done)
    if desk.has_staged:
        staging.clear(desk, done)
    for name in ("undue", "accrued", "rem", "deferred", "conditional"):
        setattr(desk, name, np.where(done, 0, getattr(desk, name)))


def _late_fee(desk: Desk) -> None:
    """A fee on what is missing of what is due by now, due on the day that the column names."""
    desk.charges.touch()
    own, nothing = desk.conventions, np.zeros(1, dtype=np.int64)
    missing = desk.window.now_due(desk.date).sum(axis=(0, 1))
    least, most, slack = (nothing if c is None else c for c in (own["late_floor"], own["late_cap"], own["late_slack"]))
    fee = moves.late_fee(missing, desk.now["late_share"], least, most, slack)
    if not fee.any():
        return
    row = np.zeros((5, desk.n), dtype=np.int64)
    row[Part.FEE] = fee
    day = desk.now.get("late_day")
    desk.window.add(desk.date if day is None else np.where(day > 0, day, desk.date), row, nothing, desk.relief, desk.date)
    desk.record.put("fee", fee)
    desk.record.put("billed", row)


def _recast(desk: Desk, e: int, recast: Bools) -> None:
    """A new level for the loans that ask for one, from the next step on."""
    loans = np.flatnonzero(np.broadcast_to(recast, (desk.n,)))
    if loans.size == 0:
        return
    _clear(desk, np.broadcast_to(recast, (desk.n,)))
    desk.level = desk.level.copy()
    if e + 1 >= desk.timeline.length:
        desk.level[loans] = 0
        return
    balloon = desk.now.get("balloon")
    share = np.zeros(loans.size, dtype=np.int64) if balloon is None else np.broadcast_to(balloon, (desk.n,))[loans]
    mode = desk.conventions["rounding"]
    rem = np.broadcast_to(proper(desk.rem, desk.unit, mode), (desk.n,))[loans]
    held = np.broadcast_to(desk.rem, (desk.n,))[loans]
    basis = levels.Basis(desk.undue[loans], desk.accrued[loans], rem, share, held)
    kinds = np.broadcast_to(desk.now.get("recast", np.zeros(1, dtype=np.int64)), (desk.n,))[loans]
    kept = np.where(kinds == KEEPS_TERM, desk.level[loans], 0) if (kinds == KEEPS_TERM).any() else None
    level, extra = set_level(desk.timeline, e + 1, loans, basis, kept)
    desk.level[loans] = level
    if extra is not None:
        desk.extra[loans] = extra
        desk.has_extra = bool(desk.extra.any())
