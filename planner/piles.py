"""Where the cents of one part lie in a loan at work, in the order in which they are taken, and taking them away."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from planner.book import ACCRUED, Part
from planner.desk import Desk
from planner.money import Ints


def piles(desk: Desk, part: Part, *, undue: bool, deferred: bool) -> Ints:
    """What stands in a part, row by row: dues, then undue principal or accrued interest, then deferred."""
    rest = np.zeros((2, desk.n), dtype=np.int64)
    if part == Part.INTEREST:
        rest[0] = desk.accrued
    elif part == Part.PRINCIPAL and undue:
        rest[0] = desk.undue
    if deferred:
        rest[1] = desk.deferred[part]
    return np.concatenate([desk.window.rows(part), rest])


def remove(desk: Desk, part: Part, taken: Ints) -> Ints:
    """Remove what a movement took, row by row; gives its sum (N,)."""
    desk.window.reduce(part, taken[:-2])
    if part == Part.INTEREST:
        desk.accrued = desk.accrued - taken[-2]
    elif part == Part.PRINCIPAL:
        desk.undue = desk.undue - taken[-2]
    desk.deferred[part] -= taken[-1]
    total: Ints = taken.sum(axis=0)
    return total


def accrued_alone(desk: Desk, share: Ints, move: Callable[[Ints, Ints], Ints]) -> Ints:
    """Remove a share, row ACCRUED of a column by part, of interest accrued and not yet billed; gives what went (N,)."""
    taken: Ints = move(desk.accrued[None], share[ACCRUED])[0]
    desk.accrued = desk.accrued - taken
    return taken
