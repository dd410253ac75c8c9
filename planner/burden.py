"""What a plan asks month by month, held against what each month leaves: arrears, and whether they last longer than the days to cure.

What a month leaves pays what is late first and never goes into savings. Late charges are not in these figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from planner.dates import add_months
from planner.household import Months
from planner.money import Ints

SHORTEST_MONTH: Final = 28
NEVER: Final = -1
"""The place of what does not happen."""


@dataclass(frozen=True, slots=True, eq=False)
class Burden:
    """A plan by calendar month without gaps: the day of the month's payment (M,), the cents asked (M,), and the days to cure.

    The first ``asked`` months are the plan's; the others let its last arrears be paid within the days to cure.
    """

    day: Ints
    due: Ints
    asked: int
    cure: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Borne:
    """How K households bear a burden; places (K,) are NEVER where it does not happen.

    ``first`` is the place of the first month left short, ``months`` how many end in arrears, ``broken`` the place of the first instalment
    that is not cured in time.
    """

    first: Ints
    months: Ints
    broken: Ints


def burden(months: Months, cure: int = 0) -> Burden:
    """The months from the first payment to the last, and those in which the last may still be cured."""
    asked = int(months.number[-1] - months.number[0]) + 1 if months.number.size else 0
    size = asked + 1 + cure // SHORTEST_MONTH
    day, due = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    if asked:
        place = months.number - months.number[0]
        day = add_months(months.first[0], np.arange(size))
        day[place], due[place] = months.first, months.cents
    return Burden(day, due, asked, cure)


def borne(asks: Burden, means: Ints) -> Borne:
    """Hold ``means`` (M|1, K), what each month leaves, against a burden; what is below nothing leaves nothing."""
    left, paid = _arrears(asks.due, means)
    late = left[: asks.asked] > 0
    return Borne(_place(late), late.sum(axis=0), _place(_uncured(asks, paid)))


def _arrears(due: Ints, means: Ints) -> tuple[Ints, Ints]:
    """What is late at the end of each month and what has been paid by then (M, K)."""
    months, households = due.size, means.shape[1]
    left, paid = np.zeros((months, households), dtype=np.int64), np.zeros((months, households), dtype=np.int64)
    owed, total = np.zeros(households, dtype=np.int64), np.zeros(households, dtype=np.int64)
    for m in range(months):
        owed = owed + due[m]
        pays = np.minimum(owed, np.maximum(means[m if means.shape[0] > 1 else 0], 0))
        owed, total = owed - pays, total + pays
        left[m], paid[m] = owed, total
    return left, paid


def _uncured(asks: Burden, paid: Ints) -> np.ndarray:
    """Instalments (A, K) that are not paid in full by the last payment day within the days to cure; the oldest is paid first."""
    asked = np.arange(asks.asked)
    last = np.searchsorted(asks.day, asks.day[asked] + asks.cure, side="right") - 1
    uncured: np.ndarray = (paid[last] < np.cumsum(asks.due)[asked, None]) & (asks.due[asked, None] > 0)
    return uncured


def _place(happens: np.ndarray) -> Ints:
    """The first row (K,) in which something happens, NEVER where it does not."""
    if happens.shape[0] == 0:
        return np.full(happens.shape[1], NEVER, dtype=np.int64)
    found: Ints = np.where(happens.any(axis=0), happens.argmax(axis=0), NEVER)
    return found
