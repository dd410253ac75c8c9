"""Conditional waivers with milestones of their own: set aside at signing, counted towards, forgiven in close. docs/engine.md says how."""

from __future__ import annotations

import numpy as np

from planner import moves
from planner.book import ACCRUED, PARTS, Part
from planner.desk import Desk
from planner.money import ONE, Bools, Ints
from planner.piles import accrued_alone, piles, remove
from planner.stages import STAGED, Stages


def sign(desk: Desk, stages: Stages) -> Ints:
    """Set aside what is pledged to completion and then stage after stage, as sums of shares of one total: what went by part (5, N)."""
    desk.charges.touch()
    signs, pledged = desk.now["sign"] > 0, desk.now.get("pledge")
    share = np.minimum(_sums(pledged, stages.share, signs), ONE)
    cents = _sums(desk.now.get("pledge_cents"), stages.cents, signs)
    upto = np.zeros((5, share.shape[1], desk.n), dtype=np.int64)
    for part in PARTS:
        if share[part].any() or cents[part].any():
            stands = piles(desk, part, undue=True, deferred=True)
            taken = [moves.pledge(stands, *own) for own in zip(share[part], cents[part], strict=True)]
            upto[part] = [rows.sum(axis=0) for rows in taken]
            remove(desk, part, taken[-1])
    gone: Ints = upto[:, -1].copy()
    if pledged is not None and pledged[ACCRUED].any():
        gone[Part.INTEREST] += accrued_alone(desk, pledged, lambda stands, own: moves.pledge(stands, own, None))
    _join(desk, np.diff(upto, axis=1), stages, signs)
    return gone


def _sums(column: Ints | None, stages: Ints, signs: Bools) -> Ints:
    """What a column by part says, then that and the first stage, and so on: (5, K + 1, N|1)."""
    first = np.zeros((5, 1, 1), dtype=np.int64) if column is None else column[:5, None]
    own = np.where(signs, stages, 0)
    width = max(first.shape[-1], own.shape[-1])
    both = (np.broadcast_to(x, (*x.shape[:-1], width)) for x in (first, own))
    return np.concatenate(list(both), axis=1).cumsum(axis=1)


def _join(desk: Desk, amount: Ints, stages: Stages, signs: Bools) -> None:
    """Rows for stages in which anything was set aside (5, K, N), behind those that still wait."""
    left = moves.owing(principal(desk), np.broadcast_to(stages.paid, amount.shape[1:]))
    new = (amount, np.where(signs, stages.day, 0), left)
    keep = desk.staged.any(axis=(0, 2))
    for name, rows in zip(STAGED, new, strict=True):
        own = getattr(desk, name)[..., keep, :]
        setattr(desk, name, np.concatenate([own, np.broadcast_to(rows, (*rows.shape[:-1], desk.n))], axis=-2))
    desk.has_staged = bool(desk.staged.any())


def principal(desk: Desk) -> Ints:
    """Principal that stands besides what waits on a condition (N,)."""
    total: Ints = desk.undue + desk.window.rows(Part.PRINCIPAL).sum(axis=0) + desk.deferred[Part.PRINCIPAL]
    return total


def before_payment(desk: Desk) -> Ints:
    """The principal that is there to be paid (N,), ahead of the bill: released principal is in no place of its own then."""
    return principal(desk) + desk.released[Part.PRINCIPAL] if "release" in desk.now else principal(desk)


def count(desk: Desk, before: Ints) -> None:
    """Count the principal paid at this step, ``before`` it (N,), towards every stage."""
    desk.staged_left = moves.paid_off(desk.staged_left, before - principal(desk))


def vest(desk: Desk) -> None:
    """Forgive the stages whose milestone is reached."""
    unpaid = desk.window.now_due(desk.date).sum(axis=(0, 1)) > 0
    waits = (desk.staged_day > 0) & ((desk.date < desk.staged_day) | unpaid)
    gone = moves.ripen(desk.staged, desk.staged_left, waits)
    if not gone.any():
        return
    vested = gone.sum(axis=1)
    desk.conditional = desk.conditional - vested
    desk.record.put("vested", vested)
    desk.record.put("waived", vested)
    desk.staged = desk.staged - gone
    desk.has_staged = bool(desk.staged.any())


def clear(desk: Desk, loans: Bools) -> None:
    """Nothing waits for a milestone any more in some loans (N,): it was forgiven, or it came back."""
    desk.staged = np.where(loans, 0, desk.staged)
    desk.has_staged = bool(desk.staged.any())
