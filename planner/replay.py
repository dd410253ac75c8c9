"""Histories of many loans at once: one contract form and calendar, and each loan's own payments, merged on the loan axis."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

import numpy as np

from planner import customs, dates
from planner.book import Position, Timeline
from planner.contract import one, opening
from planner.engine import roll_forward
from planner.errors import RangeError
from planner.loan import Loan
from planner.money import MAX_CENTS, Ints
from planner.steps import cut, interleave

BITS: Final = 44
"""Bits that hold any amount, so that a day and an amount sort as one number."""
DAYS: Final = 2**18
"""Payments lie less than so many days after the opening."""


def replay(loan: Loan, days: Ints, amounts: Ints) -> tuple[Position, Timeline]:
    """Loans on the day they were opened, their levels set, and their timelines: the contract with the payments of each loan.

    Of the form only the contract counts, not what else happened to it. ``days`` (P, N|1) in any order and ``amounts`` (P, N|1) in
    cents, 0 where a loan has fewer payments; those of one day are one. RangeError for a payment before the opening, or one that
    the integers cannot hold.
    """
    position, contract = opening(loan)
    begin, start = one(customs.day_before(loan)), position.date[:1]
    size = (days.shape[0], max(position.loans, contract.loans, days.shape[-1], amounts.shape[-1]))
    day, amount = _by_day(np.broadcast_to(days, size), np.broadcast_to(amounts, size), int(start[0]))
    first = roll_forward(position, contract, keep="flows", stop=1).position
    asked = amount > 0
    timeline, index = interleave(cut(contract, 1, contract.length), day, asked, start if contract.length > 1 else begin)
    cash = np.zeros((timeline.length, size[1]), dtype=np.int64)
    np.put(cash, (index * size[1] + np.arange(size[1]))[asked], amount[asked])
    early = customs.EARLY[loan.early_money]
    timeline = replace(timeline, cash=cash, early=np.where(cash > 0, early, 0) if early else None)
    return first, customs.headed(timeline, loan)


def _by_day(days: Ints, amounts: Ints, start: int) -> tuple[Ints, Ints]:
    """Payments by day, those of one day added up on the last of them."""
    past = np.where(amounts > 0, days - start, 0)
    if past.size and not 0 <= past.min() <= past.max() < DAYS:
        raise RangeError("payment_day", dates.date(start + int(past.min() if past.min() < 0 else past.max())), dates.date(start))
    if amounts.size and not 0 <= amounts.min() <= amounts.max() <= MAX_CENTS:
        raise RangeError("amount", Decimal(int(amounts.min() if amounts.min() < 0 else amounts.max())) / 100, Decimal(MAX_CENTS) / 100)
    keys = np.sort(past << BITS | amounts, axis=0)
    day, amount = (keys >> BITS) + start, keys & (2**BITS - 1)
    for i in range(1, day.shape[0]):
        again = day[i] == day[i - 1]
        if again.any():
            amount[i] += np.where(again, amount[i - 1], 0)
            amount[i - 1][again] = 0
    return day, amount
