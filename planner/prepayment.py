"""The price of a voluntary early repayment: one rule for every place that asks it.

Never on what is overdue, never after acceleration. Amounts are int64 cents (N,), rates int64 in 1e-8 a year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner import dates
from planner.book import Early, Part
from planner.contract import history
from planner.customs import EARLY
from planner.engine import roll_forward
from planner.errors import RangeError
from planner.money import MAX_CENTS, ONE, Bools, Ints, half_up
from planner.steps import full

if TYPE_CHECKING:
    from planner.book import Ledger, Position, Timeline
    from planner.clauses import PrepaymentFee
    from planner.loan import Loan

VOLUNTARY = (Early.PREPAY, Early.LOWER, Early.LAST)
"""What becomes of early money where it repays principal for good; money for coming instalments repays nothing early."""


@dataclass(frozen=True, slots=True)
class Repaid:
    """What is repaid early on a day: ``principal`` not yet due, of what was ``outstanding`` and not yet due before, and once ``original``.

    ``rate`` is the contract rate in force, ``used`` what was prepaid before in the same loan year.
    """

    day: int
    principal: Ints
    outstanding: Ints
    original: Ints
    rate: Ints
    used: Ints | int = 0


def fee(rule: PrepaymentFee | None, loan: Loan, repaid: Repaid, *, grossed: bool = False) -> Ints:
    """The fee (N,), rounded half up once; ``grossed`` reckons a share of what is prepaid on that and the fee together.

    RangeError where it is no amount: a fee that takes all of a grossed-up sum, or more than amounts can be.
    """
    if rule is None or rule.waived or not _in_window(rule, loan, repaid.day):
        return np.zeros(repaid.principal.shape, dtype=np.int64)
    beyond = np.maximum(repaid.principal - np.maximum(rule.free - np.asarray(repaid.used), 0), 0)
    base = {"prepaid": beyond, "outstanding": repaid.outstanding, "original": repaid.original}[rule.base]
    grossed = grossed and rule.base == "prepaid"
    by_interest = _part(base, repaid.rate * rule.months_of_interest, 12 * ONE, grossed=grossed)
    by_share = _part(base, np.array([rule.share], dtype=np.int64), ONE, grossed=grossed)
    asked = np.maximum(np.maximum(by_interest, by_share), rule.fixed)
    limited = asked if rule.most is None else np.minimum(asked, rule.most)
    owed: Ints = np.where(beyond > 0, np.maximum(limited, rule.least), 0)
    return owed


def _in_window(rule: PrepaymentFee, loan: Loan, day: int) -> bool:
    """Whether a fee is asked on a day: in its months since opening, and before everything was called."""
    if loan.accelerated is not None and dates.day(loan.accelerated) <= day:
        return False
    months = dates.months_between(dates.day(loan.opened), day)
    return rule.from_month <= months and (rule.until_month is None or months < rule.until_month)


def _part(base: Ints, share: Ints, unit: int, *, grossed: bool) -> Ints:
    """A share of the base in 1/unit; grossed up, of base and result together."""
    whole = unit - share if grossed else np.array([unit], dtype=np.int64)
    most = float((base.astype(float) * share / np.maximum(whole, 1)).max(initial=0))
    if most > MAX_CENTS or bool((whole <= 0).any()):
        raise RangeError("fee", f"{most:.0f}", MAX_CENTS)
    return half_up(base, share, whole)


def rate_in_force(timeline: Timeline, row: int, loan: Loan) -> Ints:
    """The contract rate of the interval that ends at a step (N|1,); a flat loan's nominal rate."""
    return np.atleast_1d(np.asarray(loan.rate, dtype=np.int64)) if timeline.rate is None else full(timeline, "rate")[row]


def year_start(loan: Loan, day: int) -> int:
    """The first day of the loan year, counted from the opening, in which a day lies."""
    opened = dates.day(loan.opened)
    return int(dates.add_months(opened, dates.months_between(opened, day) // 12 * 12))


def prepaid(ledger: Ledger, timeline: Timeline, since: int, before: int) -> Ints:
    """Principal repaid early of one's own will from a day on and before another (N,)."""
    date, early = ledger.date, full(timeline, "early")[: ledger.date.shape[0]]
    rows: Bools = (date >= since) & (date < before) & np.isin(early, VOLUNTARY)
    total: Ints = np.where(rows, ledger.prepaid[Part.PRINCIPAL], 0).sum(axis=0)
    return total


def used_before(rule: PrepaymentFee | None, loan: Loan, as_of: int, day: int) -> Ints:
    """What the history up to ``as_of`` used of the free quota of the loan year of ``day`` (1,); nothing where it is not known.

    What was prepaid under a plan agreed earlier is not counted.
    """
    since = year_start(loan, day)
    as_of = as_of if loan.agreed is None else min(as_of, dates.day(loan.agreed.start) - 1)
    never = loan.stated is not None or EARLY[loan.early_money] not in VOLUNTARY
    if rule is None or not rule.free or never or since > as_of:
        return np.zeros(1, dtype=np.int64)
    position, timeline = history(loan, as_of)
    stop = int(np.searchsorted(timeline.date[:, 0], as_of)) + 1
    ledger = roll_forward(position, timeline, stop=stop).ledger
    return np.zeros(1, dtype=np.int64) if ledger is None else prepaid(ledger, timeline, since, as_of + 1)


def payoff_fee(loan: Loan, now: Position, rate: Ints, as_of: int) -> Ints:
    """The fee for paying off a loan where it stands (N,), on principal not yet due; its history is known up to ``as_of``."""
    day, rule = int(now.date[0]), loan.prepayment_fee
    used = used_before(rule, loan, as_of, day)
    return fee(rule, loan, Repaid(day, now.principal, now.principal, now.original, rate, used))
