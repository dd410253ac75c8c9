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
from planner.apr import apr_z, aprc, eu_years, unit_periods
from planner.engine import roll_forward
from planner.errors import RangeError
from planner.money import ONE
from planner.repricing import in_force
from planner.returns import as_lent, compounded, effective, irr12, months_since, nearest_zero, roots, worth

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
    if not _is_written(loan):
        return None if loan.method == "flat" else _compounded(int(np.asarray(loan.rate).max()), "rate")
    flows = _lent(_plain(loan))
    return None if flows is None else flows.rate


def _is_written(loan: Loan) -> bool:
    """Whether the flows of a loan (N = 1) are those of its contract from the first day on."""
    stated, drawn = loan.stated is not None, loan.card is not None or bool(loan.draws)
    several = isinstance(loan.principal, np.ndarray) or isinstance(loan.rate, np.ndarray)
    return not stated and not drawn and not several and loan.floating is None and loan.instalments > 0


def _plain(loan: Loan) -> Loan:
    """The contract without what happened to it."""
    return replace(loan, payments=(), statement=None, agreed=None, accelerated=None, fees=(), by_rule=())


def _compounded(nominal: int, basis: str) -> OriginalRate:
    """Twelve times a monthly rate, in 1e-8, as an effective rate."""
    found = compounded((nominal / ONE,))
    return OriginalRate(found[0], basis, found)


@dataclass(frozen=True, slots=True)
class Lent:
    """A contract's flows as written: amounts in cents, money out below 0, on these days as numbers; their effective rate."""

    amounts: tuple[int, ...]
    days: tuple[int, ...]
    rate: OriginalRate | None


@lru_cache(KEPT)
def _lent(loan: Loan) -> Lent | None:
    """What a contract asks, paid as billed; None where it cannot be rolled."""
    position, timeline = contract.opening(loan)
    opened = dates.day(loan.opened)
    try:
        flows = roll_forward(position, contract.pays_as_billed(timeline, opened), keep="flows").flows
    except RangeError:
        return None
    if flows is None:
        return None
    paid = flows.paid[:, 0]
    some = np.append(True, paid != 0)
    amounts = np.append(-int(position.principal[0]), paid)[some]
    days = np.append(opened, np.broadcast_to(flows.date, flows.paid.shape)[:, 0])[some]
    found = effective(amounts, days)
    rate = nearest_zero(as_lent(amounts, days / 365, found) or found)
    original = None if rate is None else OriginalRate(rate, "contract", found)
    return Lent(tuple(amounts.tolist()), tuple(days.tolist()), original)


def written_rates(loan: Loan) -> dict[str, tuple[float, ...]]:
    """What a loan cost as written, by each definition of a rate a year: all there are. Empty where its flows are not known.

    ``irr12`` is nominal, ``effective`` compounds, ``eu`` is the APRC of Directive 2008/48/EC, ``reg_z`` the APR of 12 CFR 1026.
    """
    if not _is_written(loan):
        return {}
    flows = _lent(_plain(loan))
    if flows is None:
        return {}
    days, months = np.array(flows.days, dtype=np.int64), months_since(np.array(flows.days, dtype=np.int64))
    (since, *later), (lent, *paid) = flows.days, flows.amounts
    eu = aprc([(0.0, -lent)], [(eu_years(since, day, "month"), cents) for day, cents in zip(later, paid, strict=True)])
    periods = [unit_periods(since, day, (1, "month")) for day in later]
    reg_z = apr_z([(0, 0.0, -lent)], [(n, odd / of, cents) for (n, odd, of), cents in zip(periods, paid, strict=True)], 12)
    return {"irr12": irr12(flows.amounts, months), "effective": effective(flows.amounts, days), "eu": eu, "reg_z": reg_z}
