"""Figures of many candidates at once, read from the flows of one roll: the measures that searches ask most, one number a loan.

They equal the measures of ``planner.measures`` of the same names where those exist; days are day numbers, -1 where something is left.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from planner.book import PARTS, Flows, Position, standing
from planner.measures import PAID
from planner.money import ONE, Floats, Ints

NEVER: Final = -1
"""The finish of a candidate that leaves something standing."""


def outcomes(flows: Flows, after: Position, as_of: int, funding_rate: int | None = None) -> dict[str, Ints | Floats]:
    """Measures by code, (N,) each: cents, counts, days, and the npv as float cents where there is a funding rate (1e-8 a year)."""
    n = flows.paid.shape[1]
    date = np.broadcast_to(flows.date, (flows.date.shape[0], n))
    pays = by_day(date, flows.paid)
    paid = pays > 0
    left = standing(after).sum(axis=0) + after.held
    found: dict[str, Ints | Floats] = {
        "first_payment": _at(pays, paid.argmax(axis=0)), "highest_payment": pays.max(axis=0, initial=0), "payments": paid.sum(axis=0),
        "total_paid": flows.paid.sum(axis=0), "finish": np.where(left == 0, _last(date, paid, as_of), NEVER),
        "waived": flows.waived_parts.sum(axis=0),
    }  # fmt: skip
    found |= {name: flows.paid_parts[part] for name, part in zip(PAID, PARTS, strict=True)}
    if funding_rate is not None:
        found["npv"] = (flows.paid * discounts(date, as_of, funding_rate)).sum(axis=0)
    return found


def by_day(date: Ints, paid: Ints) -> Ints:
    """Payments (E, N), those of one day added up in its last step."""
    pays = paid.copy()
    for e in range(1, pays.shape[0]):
        same = date[e] == date[e - 1]
        if same.any():
            pays[e] += np.where(same, pays[e - 1], 0)
            pays[e - 1] = np.where(same, 0, pays[e - 1])
    return pays


def discounts(date: Ints, as_of: int, annual: int) -> Floats:
    """What a yuan of each day is worth on the as-of date, actual/365 at an effective annual rate."""
    worth: Floats = (1 + annual / ONE) ** (-(date - as_of) / 365)
    return worth


def _at(column: Ints, step: Ints) -> Ints:
    picked: Ints = np.take_along_axis(column, step[None], axis=0)[0]
    return picked


def _last(date: Ints, paid: np.ndarray, as_of: int) -> Ints:
    """The day of the last payment, the as-of date where there is none."""
    last: Ints = np.where(paid, date, as_of).max(axis=0)
    return last
