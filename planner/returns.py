"""Rates of return and present value of dated cash flows: every rate there is, or none.

A value of flows is a sum of c * e**(-y * t) in the force of interest y = ln(1 + rate). By Laguerre's rule of signs it has no more zeros
than its coefficients, in order of time, change sign. Times e**(y * s), with s the time of a flow beside a change of sign, its
derivative changes sign once less; between two zeros of the derivative there is at most one of the value. So all zeros are found by
going down to a sum without changes and back up, without a grid and without a first guess.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from planner.dates import BASE, add_months, day_of_month, elapsed
from planner.errors import RangeError
from planner.money import Floats, Ints

Numbers: TypeAlias = npt.ArrayLike

HIGHEST: Final = 1e6
"""Rates a period above this are not looked for."""
LOWEST: Final = -1 + 1e-12
"""Rates a period below this are not looked for: float64 holds too few digits of what is left above -100 %."""
TOUCH: Final = 1e-13
"""A value this small beside the sum of its absolute terms counts as zero where the value turns: two roots that meet."""
NOISE: Final = 2.0**-53
"""A value this small beside the sum of its absolute terms is what rounding leaves of zero."""
TRIES: Final = 200
"""More steps than halving and Newton together ever need in float64."""


def roots(amounts: Numbers, times: Numbers) -> tuple[float, ...]:
    """Every rate a period, ascending, from LOWEST to HIGHEST, at which the flows are worth nothing together.

    ``amounts`` and ``times`` (in periods, any order, fractions allowed) are of one length. Roots that meet are given once. Empty where
    there is none, and where the flows of each time cancel, so that any rate would do. RangeError where a figure is not finite.
    """
    amount, time, span = _merged(np.asarray(amounts, dtype=np.float64), np.asarray(times, dtype=np.float64))
    found = _zeros(amount, time, math.log1p(LOWEST) * span, math.log1p(HIGHEST) * span)
    return tuple(sorted(_plain(math.expm1(z / span)) for z in found))


def irr12(amounts: Numbers, months: Numbers) -> tuple[float, ...]:
    """Nominal annual rates: twelve times each monthly rate of return of flows at these times in months."""
    return tuple(12 * rate for rate in roots(amounts, months))


def effective(amounts: Numbers, days: Ints) -> tuple[float, ...]:
    """Effective annual rates of return of flows on these days, actual/365."""
    return roots(amounts, np.asarray(days, dtype=np.int64) / 365)


def xirr(amounts: Numbers, days: Ints, count: str = "actual/365") -> tuple[float, ...]:
    """Effective annual rates of return, the time from the earliest of these days to each taken by a day count of ``dates.BASE``."""
    on = np.asarray(days, dtype=np.int64)
    if on.size == 0:
        return ()
    first = np.full_like(on, on.min())
    return roots(amounts, elapsed(count, first, on, day_of_month(first)) / BASE[count])


def nearest_zero(rates: tuple[float, ...]) -> float | None:
    """The rate nearest 0 %, the higher one of two as near; None where there is none. What ``irr`` of numpy-financial gives."""
    return min(rates, key=lambda rate: (abs(rate), -rate), default=None)


def as_lent(amounts: Numbers, times: Numbers, rates: tuple[float, ...]) -> tuple[float, ...]:
    """Those of the flows' rates at which, as for money lent at first and paid back later, a higher rate makes them worth less.

    Where money is taken first, a higher rate must make them worth more. Where several are left none is the right one; show all.
    """
    amount, time, span = _merged(np.asarray(amounts, dtype=np.float64), np.asarray(times, dtype=np.float64))
    slopes = [float((amount * time * _weights(time, math.log1p(rate) * span)).sum()) for rate in rates]
    return tuple(rate for rate, slope in zip(rates, slopes, strict=True) if slope * amount[0] < 0)


def worth(amounts: Numbers, times: Numbers, rate: float) -> float:
    """What flows at these times (in periods) are worth at time 0 at a rate a period. RangeError at -100 % and below."""
    if not rate > -1:
        raise RangeError("discount_rate", rate, -1)
    with np.errstate(over="ignore", invalid="ignore"):
        discount = np.exp(-math.log1p(rate) * np.asarray(times, dtype=np.float64))
        value = float((np.asarray(amounts, dtype=np.float64) * discount).sum())
    if not math.isfinite(value):
        raise RangeError("discount_rate", rate)
    return value


def compounded(nominal: tuple[float, ...]) -> tuple[float, ...]:
    """Effective annual rates of nominal ones, (1 + rate / 12)**12 - 1; where months are days * 12 / 365 they equal ``effective``."""
    return tuple(_plain(math.expm1(12 * math.log1p(rate / 12))) for rate in nominal)


def rule_of_thumb(fee: float, count: int) -> float:
    """What is often quoted for a flat fee a month (share of what was lent) over ``count`` instalments: fee * 24 * count / (count + 1).

    Half the principal is outstanding on average. Shown to explain such a figure, never as a rate: ``irr12`` is lower.
    """
    return fee * 24 * count / (count + 1)


def months_since(days: Ints) -> Floats:
    """Months from the earliest of these days to each.

    Whole months where all fall on one day of the month (or on the last of a month too short to have it), otherwise days * 12 / 365.
    """
    on = np.asarray(days, dtype=np.int64)
    if on.size == 0:
        return np.zeros(0)
    anchor = day_of_month(on).max()
    if np.array_equal(add_months(on, 0, anchor), on):
        whole: Floats = elapsed("30/360", np.full_like(on, on.min()), on, anchor) / 30
        return whole
    spread: Floats = (on - on.min()) * 12 / 365
    return spread


def npv(amounts: Numbers, days: Ints, rate: float) -> float:
    """What flows are worth today at an effective annual rate, actual/365; ``days`` from today. RangeError at -100 % and below."""
    return worth(amounts, np.asarray(days, dtype=np.int64) / 365, rate)


def _plain(rate: float) -> float:
    """0.0 for what float64 cannot tell from it."""
    return 0.0 if abs(rate) < 1e-14 else rate


def _merged(amount: Floats, time: Floats) -> tuple[Floats, Floats, float]:
    """One flow a time, ascending, zeros left out; times as shares of the span between first and last; the span."""
    if not (np.isfinite(amount).all() and np.isfinite(time).all()):
        raise RangeError("cash_flows")
    # A power of two keeps sums exact and huge amounts from overflowing.
    scale = math.frexp(float(np.abs(amount).max(initial=0)))[1]
    at, which = np.unique(time, return_inverse=True)
    total = np.zeros(at.size)
    np.add.at(total, which, np.ldexp(amount, -scale))
    at, total = at[total != 0], total[total != 0]
    span = float(at[-1] - at[0]) if at.size > 1 else 1.0
    return total, (at - at[:1]) / span, span


def _zeros(amount: Floats, time: Floats, low: float, high: float) -> list[float]:
    """All z in (low, high), ascending, at which the sum of amount * e**(-z * time) is zero; times ascending, amounts not zero."""
    changes = np.flatnonzero(np.sign(amount[:-1]) != np.sign(amount[1:]))
    if changes.size == 0:
        return []
    split = changes[0]
    slope = amount * (time[split] - time)
    rest = np.arange(amount.size) != split
    turns = _zeros(slope[rest], time[rest], low, high)
    return _between(amount, time, slope, [low, *turns, high])


def _between(amount: Floats, time: Floats, slope: Floats, nodes: list[float]) -> list[float]:
    """Zeros between the nodes, where the sum is monotone but for its scale, and zeros at the nodes that are not ends."""
    signs = [_sign(amount, time, z, 0 if z in (nodes[0], nodes[-1]) else TOUCH) for z in nodes]
    found: list[float] = []
    for i, (before, after) in enumerate(pairwise(signs)):
        if before * after < 0:
            found.append(_bracketed(amount, time, slope, nodes[i], nodes[i + 1]))
        elif after == 0 and before != 0 and i + 2 < len(nodes):
            found.append(nodes[i + 1])
    return found


def _weights(time: Floats, z: float) -> Floats:
    """e**(-z * time) up to a positive factor that keeps the largest at 1."""
    weights: Floats = np.exp(-z * (time - time[0 if z > 0 else -1]))
    return weights


def _sign(amount: Floats, time: Floats, z: float, touch: float) -> int:
    """-1, 0 or 1: the sign of the sum at z, 0 where it is within ``touch`` of the sum of absolute terms."""
    terms = amount * _weights(time, z)
    value = float(terms.sum())
    return 0 if abs(value) <= touch * float(np.abs(terms).sum()) else int(math.copysign(1, value))


def _bracketed(amount: Floats, time: Floats, slope: Floats, low: float, high: float) -> float:
    """The zero between two z of opposite signs: Newton's steps while each is at most half the one before, halving otherwise."""
    rising = _sign(amount, time, high, 0)
    z = 0.0 if low < 0 < high else (low + high) / 2
    step = high - low
    for _ in range(TRIES):
        weights = _weights(time, z)
        terms = amount * weights
        value, grade = float(terms.sum()), float((slope * weights).sum())
        if abs(value) <= NOISE * float(np.abs(terms).sum()):
            return z
        low, high = (low, z) if value * rising > 0 else (z, high)
        newton = -value / grade if grade else math.inf
        fast = low < z + newton < high and abs(2 * newton) <= abs(step)
        step = newton if fast else (low + high) / 2 - z
        if z + step == z:
            return z
        z += step
    return z
