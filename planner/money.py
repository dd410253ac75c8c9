"""Integer cents, rates in 1e-8, and the one way they are multiplied and rounded.

Method: the quotient is proposed in float64, the remainder is exact in wrapped int64. With 0 <= base < 2**53,
unit < 2**61 and a quotient below 2**46, the four roundings of the float quotient move it by less than an eighth, so
that less a quarter it truncates to the floor or to one less; congruence modulo 2**64 of a remainder in (-2**63, 2**63)
is equality, so one comparison settles it.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from planner.errors import RangeError

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]

ONE = 10**8
"""A rate or share of 1, in the integers' unit."""
MAX_CENTS = 10**13
"""Largest amount of one loan: 100 billion yuan."""
MAX_RATE = 10 * ONE
"""Largest annual rate: 1,000 %."""
MAX_QUOTIENT = 2**46


def carry(base: Ints, factor: Ints, rem: Ints, unit: Ints | int) -> tuple[Ints, Ints]:
    """Post ``base * factor / unit`` onto an exact remainder.

    ``rem`` is a numerator over ``unit`` in [-unit/2, unit/2). Returns the cents posted, floor(x + 1/2) of the exact sum, and
    the new remainder. ``unit`` is even.
    """
    half, one = unit >> 1, 1 / unit
    quotient = base * (factor * one)
    quotient += rem * one + 1.25
    posted: Ints = quotient.astype(np.int64)
    rest = base * factor
    rest += rem
    rest -= posted * unit
    under = rest + half
    under >>= 63
    posted += under
    under &= unit
    rest += under
    return posted, rest


def half_up(base: Ints, factor: Ints | int, unit: Ints | int) -> Ints:
    """floor(base * factor / unit + 1/2), exactly, for non-negative ``base`` and ``factor`` and any positive ``unit``."""
    two = np.asarray(unit, dtype=np.int64) * 2
    zero = np.zeros(1, dtype=np.int64)
    return carry(base, np.atleast_1d(np.asarray(factor, dtype=np.int64) * 2), zero, np.atleast_1d(two))[0]


def round_half_up(value: Decimal) -> int:
    """Round an exact decimal to an integer, halves away from zero."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def to_cents(yuan: Decimal) -> int:
    """Cents of an amount in yuan; RangeError where it has parts of a cent or leaves the range."""
    cents = yuan * 100
    if cents != int(cents):
        raise RangeError("amount_parts_of_cent", yuan)
    if not 0 <= cents <= MAX_CENTS:
        raise RangeError("amount", yuan, Decimal(MAX_CENTS) / 100)
    return int(cents)


def to_rate(share: Decimal) -> int:
    """A rate or share in 1e-8, half up; RangeError outside 0 to 1,000 %."""
    if not 0 <= share * ONE <= MAX_RATE:
        raise RangeError("rate", share, MAX_RATE // ONE)
    return round_half_up(share * ONE)


def yuan(cents: int) -> str:
    """Cents as a plain decimal string with two places: -1234 -> '-12.34'."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def share(value: int) -> str:
    """A rate or share in 1e-8 as the shortest decimal string: 15_400_000 -> '0.154'."""
    return format((Decimal(value) / ONE).normalize() + 0, "f")
