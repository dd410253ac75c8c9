"""Movements that only an agreement makes: accrued interest falls due, dues are forgiven, set aside, capitalised, re-dated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from planner import moves, staging
from planner.book import ACCRUED, PARTS, Part
from planner.desk import Desk
from planner.money import Ints
from planner.piles import accrued_alone, piles, remove


def _fall_due(desk: Desk) -> None:
    day = desk.now["fall_due"]
    due = moves.fall_due(desk.accrued, day)
    row = np.zeros((5, desk.n), dtype=np.int64)
    row[Part.INTEREST] = due
    desk.window.add(np.where(day > 0, day, desk.date), row, np.zeros(1, dtype=np.int64), desk.relief, desk.date)
    desk.record.put("billed", row)
    desk.accrued = desk.accrued - due
    desk.rem = np.where(day > 0, 0, desk.rem)


def _forgive(
    desk: Desk, name: str, column: str, move: Callable[[Ints, Ints | None, Ints | None], Ints]
) -> Ints:
    """Waive or pledge, part by part and then accrued interest alone: what went, by part (5, N)."""
    desk.charges.touch()
    share, cents = desk.now.get(name), desk.now.get(column)
    gone = np.zeros((5, desk.n), dtype=np.int64)
    for part in PARTS:
        own, amount = None if share is None else share[part], None if cents is None else cents[part]
        if (own is None or not own.any()) and (amount is None or not amount.any()):
            continue
        gone[part] = remove(desk, part, move(piles(desk, part, undue=True, deferred=True), own, amount))
    if share is not None and share[ACCRUED].any():
        gone[Part.INTEREST] += accrued_alone(desk, share, lambda stands, own: move(stands, own, None))
    return gone


def _waive(desk: Desk) -> None:
    desk.record.put("waived", _forgive(desk, "waive", "waive_cents", moves.waive))


def _pledge(desk: Desk) -> None:
    stages = desk.timeline.stages if "sign" in desk.now else None
    gone = _forgive(desk, "pledge", "pledge_cents", moves.pledge) if stages is None else staging.sign(desk, stages)
    desk.conditional += gone
    desk.has_conditional = True
    desk.record.put("pledged", gone)


def _move_on(desk: Desk, share: Ints, move: Callable[[Ints, Ints], Ints], *, with_accrued: bool) -> Ints:
    """Capitalise or defer, part by part and then accrued interest alone: what went, by part (5, N)."""
    desk.charges.touch()
    gone = np.zeros((5, desk.n), dtype=np.int64)
    for part in PARTS:
        if share[part].any():
            stands = piles(desk, part, undue=False, deferred=False)
            stands[-2] *= with_accrued
            gone[part] = remove(desk, part, move(stands, share[part]))
    if share[ACCRUED].any():
        gone[Part.INTEREST] += accrued_alone(desk, share, move)
    return gone


def _capitalise(desk: Desk) -> None:
    gone = _move_on(desk, desk.now["capitalise"], moves.capitalise, with_accrued=True)
    desk.undue = desk.undue + gone.sum(axis=0)
    desk.record.put("capitalised", gone)


def _defer(desk: Desk) -> None:
    gone = _move_on(desk, desk.now["defer"], moves.defer, with_accrued=False)
    desk.deferred += gone
    desk.record.put("deferred", gone)


def _release(desk: Desk) -> None:
    desk.released = moves.release(desk.deferred, desk.now["release"])
    desk.deferred -= desk.released
    desk.record.put("released", desk.released)


def _revive(desk: Desk) -> None:
    """What was set aside on a condition that failed is due again."""
    row = np.where(desk.now["revive"] > 0, desk.conditional, 0)
    desk.window.add(desk.date, row, np.zeros(1, dtype=np.int64), desk.relief, desk.date)
    desk.conditional = desk.conditional - row
    if desk.has_staged:
        staging.clear(desk, np.broadcast_to(desk.now["revive"] > 0, (desk.n,)))
    desk.record.put("revived", row)


def _redate(desk: Desk) -> None:
    desk.charges.touch()
    desk.window.redate(desk.now["redate"], desk.relief, desk.date)


AGREED: Final[tuple[tuple[tuple[str, ...], Callable[[Desk], None]], ...]] = (
    (("fall_due",), _fall_due), (("waive", "waive_cents"), _waive), (("pledge", "pledge_cents", "sign"), _pledge),
    (("capitalise",), _capitalise), (("defer",), _defer), (("release",), _release), (("revive",), _revive), (("redate",), _redate),
)  # fmt: skip
"""Columns and their movements, in the order of the step."""
SAID: Final = frozenset(name for names, _ in AGREED for name in names)
"""All columns that are agreed."""
