"""The candidates that no other beats: none is as good in everything and better in something."""

from __future__ import annotations

from typing import Final

import numpy as np

from planner.money import Bools, Ints

BLOCK: Final = 128


def frontier(costs: Ints) -> Bools:
    """Which columns of costs (k, n), less being better in every row, are not dominated (n,); equals stay beside each other."""
    order = np.lexsort(costs[::-1])
    kept = np.zeros(costs.shape[1], dtype=bool)
    best = np.zeros((costs.shape[0], 0), dtype=np.int64)
    for begin in range(0, order.size, BLOCK):
        rows = order[begin : begin + BLOCK]
        own = costs[:, rows]
        rows, own = rows[~_beaten(own, best)], own[:, ~_beaten(own, best)]
        stays = ~_beaten(own, own)
        kept[rows[stays]] = True
        best = np.concatenate([best, own[:, stays]], axis=1)
    return kept


def _beaten(costs: Ints, others: Ints) -> Bools:
    """Whether some column of ``others`` is no worse in every row, and not equal."""
    less: Bools = np.ones((costs.shape[1], others.shape[1]), dtype=np.bool_)
    same: Bools = np.ones((costs.shape[1], others.shape[1]), dtype=np.bool_)
    for row, other in zip(costs, others, strict=True):
        np.logical_and(less, other[None] <= row[:, None], out=less)
        np.logical_and(same, other[None] == row[:, None], out=same)
    beaten: Bools = np.any(less & ~same, axis=1)
    return beaten
