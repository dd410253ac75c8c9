"""Many possible incomes, drawn from what is assumed of them: how often a plan is kept, as a range.

A month's income is the household's times exp(s z - s²/2), z normal and independent from month to month, so that its mean is what is given;
with the chance of a lost month it is nothing. The same draws serve both ends of the assumptions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

import numpy as np

from planner.burden import NEVER, Burden, borne
from planner.money import ONE, Ints

if TYPE_CHECKING:
    from planner.case import IncomeRisk

PATHS: Final = 10_000
CHUNK: Final = 2_000
SEED: Final = 20_260_930
CONFIDENCE: Final = 0.95
_DEVIATIONS: Final = 1.959963984540054
"""Deviations of the normal distribution that hold CONFIDENCE of it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Of ``count`` paths drawn from ``seed``: shares that are never broken (``complete``) and never late (``on_time``), from low to high.

    A range goes from the lower end of Wilson's interval under the worse assumptions to the upper end under the better ones.
    """

    count: int
    seed: int
    risk: IncomeRisk
    complete: tuple[float, float]
    on_time: tuple[float, float]


def kept(
    asks: Burden, income: int, outgo: int, risk: IncomeRisk, *, count: int = PATHS, seed: int = SEED,
    advance: Callable[[], None] = lambda: None,
) -> Kept:  # fmt: skip
    """Draw incomes (cents a month), take ``outgo`` from each, hold what is left against a burden; ``advance`` is called once a chunk."""
    ends = []
    for volatility, lost in zip(risk.volatility, risk.lost_month, strict=True):
        rng, tally = np.random.default_rng(seed), np.zeros(2, dtype=np.int64)
        for begin in range(0, count, CHUNK):
            size = (asks.due.size, min(CHUNK, count - begin))
            found = borne(asks, _incomes(rng, size, income, (volatility, lost)) - outgo)
            tally += (int((found.broken == NEVER).sum()), int((found.first == NEVER).sum()))
            advance()
        ends.append([wilson(int(good), count) for good in tally])
    (complete, on_time) = (_range([end[which] for end in ends]) for which in (0, 1))
    return Kept(count, seed, risk, complete, on_time)


def chunks(count: int = PATHS) -> int:
    """How often ``advance`` is called."""
    return 2 * -(-count // CHUNK)


def _incomes(rng: np.random.Generator, size: tuple[int, int], income: int, end: tuple[int, int]) -> Ints:
    """Incomes (M, K) in cents."""
    spread, lost = end[0] / ONE, end[1] / ONE
    drawn = income * np.exp(spread * rng.standard_normal(size) - spread * spread / 2)
    cents: Ints = np.where(rng.random(size) < lost, 0, np.floor(drawn + 0.5)).astype(np.int64)
    return cents


def wilson(good: int, count: int) -> tuple[float, float]:
    """Wilson's interval for a share of which ``good`` of ``count`` were seen."""
    z2, seen = _DEVIATIONS * _DEVIATIONS, good / count
    middle = (seen + z2 / (2 * count)) / (1 + z2 / count)
    half = _DEVIATIONS / (1 + z2 / count) * sqrt(seen * (1 - seen) / count + z2 / (4 * count * count))
    return max(middle - half, 0.0), min(middle + half, 1.0)


def _range(ends: list[tuple[float, float]]) -> tuple[float, float]:
    return min(low for low, _ in ends), max(high for _, high in ends)
