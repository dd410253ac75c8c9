"""An amount shared out so that the parts add up to it: whole cents by largest remainder; shares agreed between several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.errors import RangeError
from planner.money import Ints


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares (1e-8) that were agreed, by the name of each who has one; together the whole."""

    of: tuple[tuple[str, int], ...]


def shared(amount: int, weights: Sequence[int]) -> Ints:
    """Parts (n,) of an amount of cents in proportion to non-negative whole weights.

    Each part is cut down to a cent; the cents left go one each to the largest remainders, of equal ones to the larger weight, of equal
    weights to the earlier. Where no weight is positive all parts are 0. RangeError where the amount or a weight is negative.
    """
    least = min([amount, *weights])
    if least < 0:
        raise RangeError("negative", least)
    total = sum(weights)
    if total == 0:
        return np.zeros(len(weights), dtype=np.int64)
    exact = [amount * weight for weight in weights]
    parts = np.array([value // total for value in exact], dtype=np.int64)
    ranked = sorted(range(len(weights)), key=lambda k: (-(exact[k] % total), -weights[k], k))
    parts[ranked[: amount - int(parts.sum())]] += 1
    return parts
