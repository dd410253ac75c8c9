"""Movements that only an agreement makes: accrued interest falls due, dues are forgiven, set aside, capitalised, re-dated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from planner import moves
from planner.book import ACCRUED, PARTS, Part
from planner.desk import Desk
from planner.money import Ints


def _fall_due(desk: Desk) -> None:
    day = desk.now["fall_due"]
    due = moves.fall_due(desk.accrued, day)
    row = np.zeros((5, desk.n), dtype=np.int64)
    row[Part.INTEREST] = due
    desk.window.add(np.where(day > 0, day, desk.date), row, np.zeros(1, dtype=np.int64), desk.relief, desk.date)
    desk.record.put("billed", row)
    desk.accrued = desk.accrued - due
    desk.rem = np.where(day > 0, 0, desk.rem)


def _stands(desk: Desk, part: Part, *, undue: bool, deferred: bool) -> Ints:
    """What stands in a part, row by row: dues, then undue principal or accrued interest, then deferred."""
    rest = np.zeros((2, desk.n), dtype=np.int64)
    if part == Part.INTEREST:
        rest[0] = desk.accrued
    elif part == Part.PRINCIPAL and undue:
        rest[0] = desk.undue
    if deferred:
        rest[1] = desk.deferred[part]
    return np.concatenate([desk.window.rows(part), rest])


def _take(desk: Desk, part: Part, taken: Ints) -> Ints:
    """Remove what a movement took, row by row; gives its sum (N,)."""
    desk.window.reduce(part, taken[:-2])
    if part == Part.INTEREST:
        desk.accrued = desk.accrued - taken[-2]
    elif part == Part.PRINCIPAL:
        desk.undue = desk.undue - taken[-2]
    desk.deferred[part] -= taken[-1]
    total: Ints = taken.sum(axis=0)
    return total


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
        gone[part] = _take(desk, part, move(_stands(desk, part, undue=True, deferred=True), own, amount))
    if share is not None and share[ACCRUED].any():
        taken = move(desk.accrued[None], share[ACCRUED], None)[0]
        desk.accrued = desk.accrued - taken
        gone[Part.INTEREST] += taken
    return gone


def _waive(desk: Desk) -> None:
    desk.record.put("waived", _forgive(desk, "waive", "waive_cents", moves.waive))


def _pledge(desk: Desk) -> None:
    gone = _forgive(desk, "pledge", "pledge_cents", moves.pledge)
    desk.conditional += gone
    desk.has_conditional = True
    desk.record.put("pledged", gone)


def _move_on(desk: Desk, share: Ints, move: Callable[[Ints, Ints], Ints], *, with_accrued: bool) -> Ints:
    """Capitalise or defer, part by part and then accrued interest alone: what went, by part (5, N)."""
    desk.charges.touch()
    gone = np.zeros((5, desk.n), dtype=np.int64)
    for part in PARTS:
        if share[part].any():
            stands = _stands(desk, part, undue=False, deferred=False)
            stands[-2] *= with_accrued
            gone[part] = _take(desk, part, move(stands, share[part]))
    if share[ACCRUED].any():
        taken = move(desk.accrued[None], share[ACCRUED])[0]
        desk.accrued = desk.accrued - taken
        gone[Part.INTEREST] += taken
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
    desk.record.put("revived", row)


def _redate(desk: Desk) -> None:
    desk.charges.touch()
    desk.window.redate(desk.now["redate"], desk.relief, desk.date)


AGREED: Final[tuple[tuple[tuple[str, ...], Callable[[Desk], None]], ...]] = (
    (("fall_due",), _fall_due), (("waive", "waive_cents"), _waive), (("pledge", "pledge_cents"), _pledge),
    (("capitalise",), _capitalise), (("defer",), _defer), (("release",), _release), (("revive",), _revive), (("redate",), _redate),
)  # fmt: skip
"""Columns and their movements, in the order of the step."""
SAID: Final = frozenset(name for names, _ in AGREED for name in names)
"""All columns that are agreed."""
