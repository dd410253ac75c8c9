"""Posting an accrual under a rounding: half up, half even or down, at once or day by day. docs/engine.md, "Remainders".

``mode`` holds codes of ``Rounding`` (N|1,), or is None where all loans round half up. Remainders are numerators over ``unit``, which
is even.
"""

from __future__ import annotations

import numpy as np

from planner.conventions import Rounding
from planner.money import Ints, carry


def post(base: Ints, factor: Ints, rem: Ints, unit: Ints, mode: Ints | None) -> tuple[Ints, Ints]:
    """Post ``base * factor / unit`` onto a remainder: cents and the new remainder."""
    if mode is None:
        return carry(base, factor, rem, unit)
    half, even, down = unit >> 1, mode == Rounding.HALF_EVEN, mode == Rounding.DOWN
    odd = even & (rem > half)
    posted, rest = carry(base, factor, rem - odd * unit - down * half, unit)
    back = even & (rest == -half) & ((posted + odd) & 1 == 1)
    posted = posted - back
    parity = even & ((posted + odd) & 1 == 1)
    return posted, rest + (back.astype(np.int64) + parity) * unit + down * half


def post_days(base: Ints, rate_days: tuple[Ints, Ints], rem: Ints, unit: Ints, parts: Ints, mode: Ints | None) -> tuple[Ints, Ints]:
    """The same for a day's amount at a rate, rounded to 1/``parts`` cent and taken as many times as there are days."""
    rate, days = rate_days
    daily, _ = post(base, rate * parts, np.zeros_like(rem), unit, mode)
    return post(daily, days * (unit // parts), rem, unit, mode)


def proper(rem: Ints, unit: Ints, mode: Ints | None) -> Ints:
    """The remainder itself, without the parity that half even keeps in it."""
    if mode is None:
        return rem
    own: Ints = rem - ((mode == Rounding.HALF_EVEN) & (rem > unit >> 1)) * unit
    return own
