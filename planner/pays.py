"""Payments as people see them: what comes on one day, or in one month, and which is the usual one."""

from __future__ import annotations

from collections import Counter

import numpy as np

from planner.money import Ints


def by_day(days: Ints, amounts: Ints) -> tuple[Ints, Ints]:
    """Amounts of one day, or month, by its number, added up; zeros left out."""
    on, which = np.unique(days, return_inverse=True)
    total = np.zeros(on.size, dtype=np.int64)
    np.add.at(total, which, amounts)
    return on[total != 0], total[total != 0]


def usual(pays: list[int]) -> int:
    """The most frequent of some payments, the earliest of several as frequent; the one in the middle where no two are the same."""
    # A Counter keeps the order in which amounts first came.
    amount, often = Counter(pays).most_common(1)[0]
    return sorted(pays)[len(pays) // 2] if often == 1 else amount
