"""The movements of one step, pure functions of arrays. docs/engine.md says which comes when.

Loans are the last axis. ``rows`` of dues are the axis before, oldest first. Amounts are int64 cents, shares int64 in 1e-8.
"""

from __future__ import annotations

import numpy as np

from planner.book import Shape
from planner.money import ONE, Bools, Ints, half_up
from planner.rounding import post


def accrue(principal: Ints, factor: Ints, rem: Ints, unit: Ints, mode: Ints | None = None) -> tuple[Ints, Ints]:
    """Contract interest on principal not yet due: cents posted (N,) and the new remainder."""
    return post(principal, factor, rem, unit, mode)


def charge(base: Ints, span: Ints, rem: Ints, unit: Ints, mode: Ints | None = None) -> tuple[Ints, Ints]:
    """Penalty on overdue principal, or compound on overdue interest, of each due (K, N), and the new remainders."""
    return post(base, span, rem, unit, mode)


def fall_due(accrued: Ints, day: Ints) -> Ints:
    """Accrued interest that becomes a due ahead of its instalment (N,), where a ``day`` (0: none) says so."""
    return np.where(day > 0, accrued, 0)


def _portion(stands: Ints, share: Ints | None, cents: Ints | None) -> Ints:
    """A share of the sum of ``stands`` (S, N), rounded once, plus an amount; taken from the first row on."""
    total = stands.sum(axis=0)
    want = np.zeros_like(total) if share is None else half_up(total, share, ONE)
    if cents is not None:
        want = want + cents
    want = np.minimum(want, total)
    before = np.cumsum(stands, axis=0) - stands
    taken: Ints = np.clip(want - before, 0, stands)
    return taken


def waive(stands: Ints, share: Ints | None, cents: Ints | None) -> Ints:
    """What is forgiven of each row of what stands in a part."""
    return _portion(stands, share, cents)


def pledge(stands: Ints, share: Ints | None, cents: Ints | None) -> Ints:
    """What is set aside, of each row of what stands in a part, to be forgiven on completion."""
    return _portion(stands, share, cents)


def capitalise(stands: Ints, share: Ints) -> Ints:
    """What becomes principal of each row of what stands in a part."""
    return _portion(stands, share, None)


def defer(stands: Ints, share: Ints) -> Ints:
    """What is set aside of each row of what is due in a part."""
    return _portion(stands, share, None)


def release(deferred: Ints, parts: Ints) -> Ints:
    """One n-th of what stands deferred (5, N) comes back, half up; n = 0 releases nothing."""
    asked = np.broadcast_to(parts > 0, deferred.shape)
    return np.where(asked, half_up(deferred, 1, np.maximum(parts, 1)), 0)


def redate(due: Ints, amount: Ints, day: Ints) -> Ints:
    """New due dates (K, N): rows with anything standing move to ``day`` (0: stay)."""
    return np.where((amount.sum(axis=0) > 0) & (day > 0), day, due)


def bill(shape: Ints, ask: Ints, undue: Ints, interest: Ints, *, units: bool = True) -> Ints:
    """Principal that falls due with an instalment (N,); ``ask`` is the level, or unit, after its share. ``units``: some may ask one."""
    level = shape == Shape.LEVEL
    covered: Ints = np.minimum(np.maximum(ask - interest, 0), undue)
    if level.all():
        return covered
    principal = np.where(level, covered, np.where(shape == Shape.ALL, undue, 0))
    if units:
        principal = np.where((shape == Shape.UNIT) | (shape == Shape.PRINCIPAL), np.minimum(ask, undue), principal)
    return principal


def allocate(amount: Ints, cash: Ints, order: tuple[int, ...], *, by_row: bool = False) -> Ints:
    """Cash (N,) along an order of the parts, inside a part oldest first: paid, shaped as ``amount`` (5, K, N).

    ``by_row``: oldest row first, inside it the parts in that order.
    """
    parts, rows, loans = amount.shape
    queue = amount[list(order)]
    queue = (queue.swapaxes(0, 1) if by_row else queue).reshape(parts * rows, loans)
    before = np.cumsum(queue, axis=0)
    before -= queue
    paid, gone = np.empty_like(amount), np.clip(cash - before, 0, queue)
    paid[list(order)] = gone.reshape(rows, parts, loans).swapaxes(0, 1) if by_row else gone.reshape(parts, rows, loans)
    return paid


def prepay(cash: Ints, accrued: Ints, undue: Ints) -> tuple[Ints, Ints]:
    """Early money: first interest accrued to the day, then principal not yet due."""
    interest = np.minimum(cash, accrued)
    return interest, np.minimum(cash - interest, undue)


def late_fee(missing: Ints, share: Ints, least: Ints, most: Ints, slack: Ints) -> Ints:
    """A fee on what is missing of what was due (N,), between ``least`` and ``most`` (0: no cap); none up to ``slack``."""
    fee = half_up(missing, share, ONE)
    fee = np.maximum(least, np.where(most > 0, np.minimum(most, fee), fee))
    return np.where((share > 0) & (missing > slack), fee, 0)


def settle(settled: Ints, agreed: Ints) -> Bools:
    """Loans whose agreed settlement has come in full."""
    done: Bools = (agreed > 0) & (settled >= agreed)
    return done


def vest(conditional: Ints, left: Ints) -> Ints:
    """What was forgiven on condition (5, N) and is now final, where nothing else is ``left`` (N,)."""
    return np.where(left == 0, conditional, 0)


def owing(principal: Ints, share: Ints) -> Ints:
    """Cents of principal to be paid (K, N) until a share (K, N|1) of what stands (N,) is, half up."""
    return half_up(principal, share, ONE)


def paid_off(owing: Ints, paid: Ints) -> Ints:
    """What is still to be paid (K, N) after so much (N,) was."""
    left: Ints = np.maximum(owing - paid, 0)
    return left


def ripen(staged: Ints, left: Ints, waits: Bools) -> Ints:
    """What of stages (5, K, N) is forgiven now: those with nothing ``left`` to be paid first that do not wait for a day (K, N)."""
    return np.where((left == 0) & ~waits, staged, 0)


def age(date: Ints, due: Ints, relief: Ints, stands: Bools) -> Ints:
    """Days since the oldest unpaid due date, paused days left out (N,); 0 where nothing stands. Rows (K, N)."""
    days = np.where(stands, date - due - relief, 0)
    oldest: Ints = np.max(days, axis=0, initial=0)
    return oldest
