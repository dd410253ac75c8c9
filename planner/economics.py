"""The lender's books: effective interest rates, amounts carried at them, and what a change of flows is worth at the first rate.

IFRS 9 5.4.3 and Chinese accounting standard CAS 22 (2017) Art. 42: flows that are changed without a new loan are discounted at the original
effective rate; what that differs from the amount carried is gain or loss. Floats measure; nothing here is posted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from planner import contract, dates
from planner.engine import roll_forward
from planner.errors import RangeError
from planner.money import ONE
from planner.repricing import in_force
from planner.returns import as_lent, compounded, effective, nearest_zero, roots, worth

if TYPE_CHECKING:
    import datetime as dt

    from planner.loan import Loan
    from planner.returns import Numbers

BASES: Final = ("contract", "rate", "floating")
"""Where an original effective rate comes from: the contract's flows since disbursement, its rate, or the floating rate in force."""
KEPT: Final = 64
"""Contracts whose effective rate is remembered: every change of a plan asks for it again."""


@dataclass(frozen=True, slots=True)
class Carried:
    """An amount carried now, the flows after it, one a period, and the rate a period that makes them worth the amount, if there is one."""

    now: float
    flows: tuple[float, ...]
    rate: float | None

    def balance(self, period: int) -> float:
        """What is carried after a period's payment: what the flows after it are worth."""
        left = self.flows[period:]
        return worth(left, range(1, len(left) + 1), self.rate or 0.0)

    def interest(self, period: int) -> float:
        """Interest of a period, from 1, at the effective rate on what was carried before it."""
        return (self.now if period == 1 else self.balance(period - 1)) * (self.rate or 0.0)


def carried(now: float, flows: Sequence[float]) -> Carried:
    """An amount and the flows that pay it, with the rate a period of both nearest zero."""
    return Carried(now, tuple(flows), nearest_zero(roots([-now, *flows], range(len(flows) + 1))))


def grown(amounts: Numbers, ages: Sequence[float], rate: float) -> float:
    """What amounts of so many periods ago have become at a rate a period. RangeError at -100 % and below."""
    return worth(amounts, [-age for age in ages], rate)


@dataclass(frozen=True, slots=True)
class Modified:
    """Changed flows beside the amount carried when they changed: ``revised`` is what they are worth at the original rate."""

    carrying: float
    revised: float

    @property
    def gain(self) -> float:
        """Gain; below 0 a loss."""
        return self.revised - self.carrying

    @property
    def share(self) -> float | None:
        """The gain as a share of the amount carried; None where nothing is."""
        return self.gain / self.carrying if self.carrying else None


def modified(carrying: float, flows: Numbers, times: Numbers, rate: float) -> Modified:
    """Flows at these times after the change, discounted at the original rate a period. RangeError at -100 % and below."""
    return Modified(carrying, worth(flows, times, rate))


@dataclass(frozen=True, slots=True)
class OriginalRate:
    """An effective rate a year, where it comes from (one of BASES), and all rates of return of the contract's flows."""

    annual: float
    basis: str
    all: tuple[float, ...] = ()


def original_rate(loan: Loan, as_of: dt.date) -> OriginalRate | None:
    """The effective annual rate of a loan as it was lent, actual/365; None where its flows have none.

    Of the flows of its contract as written where they are known. Of a loan known by a statement, a card, or one drawn little by little,
    its nominal rate compounded by the month (none of a flat loan: that rate is on what was first lent); of one that follows the LPR, the
    rate in force (IFRS 9 B5.4.5: a floating rate moves the effective rate with it).
    """
    if loan.floating is not None:
        return _compounded(in_force(loan.floating, dates.day(loan.opened), dates.day(as_of)), "floating")
    if loan.stated is not None or loan.card is not None or loan.draws or not loan.instalments:
        return None if loan.method == "flat" else _compounded(int(np.asarray(loan.rate).max()), "rate")
    if isinstance(loan.principal, np.ndarray) or isinstance(loan.rate, np.ndarray):
        return None
    return _of_contract(replace(loan, payments=(), statement=None, agreed=None, accelerated=None, fees=(), by_rule=()))


def _compounded(nominal: int, basis: str) -> OriginalRate:
    """Twelve times a monthly rate, in 1e-8, as an effective rate."""
    found = compounded((nominal / ONE,))
    return OriginalRate(found[0], basis, found)


@lru_cache(KEPT)
def _of_contract(loan: Loan) -> OriginalRate | None:
    """Every instalment paid on its day, from the day of disbursement."""
    position, timeline = contract.opening(loan)
    opened = dates.day(loan.opened)
    try:
        flows = roll_forward(position, contract.pays_as_billed(timeline, opened), keep="flows").flows
    except RangeError:
        return None
    if flows is None:
        return None
    paid = flows.paid[:, 0]
    amounts = np.append(-int(position.principal[0]), paid)
    days = np.append(opened, np.broadcast_to(flows.date, flows.paid.shape)[:, 0])
    found = effective(amounts, days)
    right = as_lent(amounts, days / 365, found) or found
    rate = nearest_zero(right)
    return None if rate is None else OriginalRate(rate, "contract", found)
