"""What a court charges, by the rules in force on a day: acceptance, payment order, enforcement and preservation fees; in cents."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from planner.dates import day
from planner.money import ONE, carry, half_up
from planner.rules import Scale, in_force, scale
from planner.series import lpr

if TYPE_CHECKING:
    from planner.money import Bools, Ints

DAYS_OF_YEAR = 360
"""By which a rate a day is written as a rate a year."""


def acceptance(claim: Ints, on: dt.date, reduced: Bools | bool = False) -> Ints:  # noqa: FBT001, FBT002 - one a claim, as claims are
    """The fee for accepting claims (N,) filed on a day; halved, once, where a case is simplified, settled by mediation or withdrawn."""
    full = graduated(claim, scale(in_force("acceptance_fee", on)))
    return np.where(reduced, halved(full, on), full)


def halved(fee: Ints, on: dt.date) -> Ints:
    """An acceptance fee (N,) of which half is charged, however many reasons there are."""
    return half_up(fee, 1, in_force("acceptance_fee_reduced", on).values["divisor"])


def payment_order(amount: Ints, on: dt.date) -> Ints:
    """The fee for an order to pay (支付令), a part of the acceptance fee (N,)."""
    return half_up(acceptance(amount, on), 1, in_force("payment_order_fee", on).values["divisor"])


def enforcement(amount: Ints, on: dt.date) -> Ints:
    """The fee for enforcing amounts (N,)."""
    return graduated(amount, scale(in_force("enforcement_fee", on)))


def preservation(amount: Ints, on: dt.date) -> Ints:
    """The fee for preserving property of values (N,)."""
    return graduated(amount, scale(in_force("preservation_fee", on)))


def delay_rate(on: dt.date) -> int:
    """The rate a year of 360 days that money unpaid after the time a judgment gives bears on top, in 1e-8."""
    return in_force("delayed_performance", on).share("percent_a_day") * DAYS_OF_YEAR


def private_ceiling(rate: int, on: dt.date) -> int:
    """The ceiling of private lending for a one-year LPR in 1e-8; licensed lenders are not under it."""
    return rate * int(in_force("private_lending_ceiling", on).values["times_lpr"])


def private_ceiling_on(on: dt.date) -> int:
    """The ceiling of private lending for a contract of that day, in 1e-8 a year."""
    days = np.array([day(on)], dtype=np.int64)
    return private_ceiling(int(lpr("1Y").on(days)[0][0]), on)


def graduated(amount: Ints, by: Scale) -> Ints:
    """A charge by brackets on amounts (N,): the exact sum, half up to the cent."""
    total, rest = np.full(amount.shape, by.fixed, dtype=np.int64), np.zeros(amount.shape, dtype=np.int64)
    ends = [*by.above[1:], int(amount.max(initial=0)) + by.above[-1]]
    for above, end, share in zip(by.above, ends, by.share, strict=True):
        part = np.clip(amount - above, 0, end - above)
        cents, rest = carry(part, np.array([share], dtype=np.int64), rest, ONE)
        total += cents
    return total if by.most is None else np.minimum(total, by.most)
