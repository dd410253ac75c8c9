"""A loan as written: its contract with every convention of design section 5, and what happened to it, or a bank's statement.

Amounts are int cents, rates int in 1e-8 a year. Principal and rates may be int64 arrays (N,): many loans of one contract form and one
calendar.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from planner.book import Part
from planner.clauses import Clause, Number, PrepaymentFee
from planner.rules import Dated

LAW_ORDER: tuple[Part, ...] = (Part.FEE, Part.PENALTY, Part.COMPOUND, Part.INTEREST, Part.PRINCIPAL)
"""Fees, penalty, compound, interest, principal: the order where neither a contract nor a rulebook gives one."""


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that came on a date."""

    date: dt.date
    amount: int


@dataclass(frozen=True, slots=True)
class Draw:
    """Money lent on a date after the opening; on a card a purchase (or cash, which has no interest-free days) by its posting date."""

    date: dt.date
    amount: int
    cash: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """One unpaid instalment of a statement, by part."""

    due: dt.date
    principal: int = 0
    interest: int = 0
    penalty: int = 0
    compound: int = 0
    fee: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """What the bank says stands on a date; ``principal`` is what is not yet due.

    ``tolerance`` (cents a part) is how far a history may lie from it and still agree.
    """

    date: dt.date
    principal: int
    dues: tuple[Due, ...] = ()
    accrued: int = 0
    deferred: Due | None = None
    held: int = 0
    instalments_left: int | None = None
    payment: int | None = None
    tolerance: int = 1


@dataclass(frozen=True, slots=True)
class Floating:
    """A rate of LPR of a tenor ('1Y' or '5Y') plus signed basis points.

    ``reprice`` is fixed (never: the LPR of the opening stays), january or anniversary; ``effective`` on-the-day or day-before.
    ``raised`` (1e-8 a year) is what the LPR of every repricing after the date ``raised_after`` is supposed to be higher, for stress.
    """

    tenor: str
    basis_points: int
    reprice: str = "january"
    effective: str = "on-the-day"
    raised: int = 0
    raised_after: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Grace:
    """Days after a due date on which penalty does not run: excused for good, or charged all the same if still unpaid after them."""

    days: int
    retroactive: bool = False


@dataclass(frozen=True, slots=True)
class StepUp:
    """Penalty and compound rates of an instalment from ``days`` past its due date on; ``uplift`` is what they follow the rate by, if so."""

    days: int
    penalty_rate: Number
    compound_rate: Number
    uplift: int | None = None


@dataclass(frozen=True, slots=True)
class LateFee:
    """A fee for each missed cycle: ``share`` of what is missing, between ``least`` and ``most`` (None: no cap).

    Charged ``after`` days past the due date where more than ``tolerance`` is missing.
    """

    share: int
    least: int = 0
    most: int | None = None
    tolerance: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """How a card bills: the day of the statement, the days from it to the due date, the least to be paid, how interest counts.

    ``due_day`` is the day of the month after the statement on which payment falls due, or None where ``due_after`` days count.
    ``minimum`` is the share of principal asked. ``interest`` is full-amount or unpaid-part; ``statement_day_counted`` charges the
    statement day itself.
    """

    statement_day: int
    due_day: int | None = None
    due_after: int = 20
    minimum: int = 10_000_000
    interest: str = "full-amount"
    statement_day_counted: bool = False


@dataclass(frozen=True, slots=True)
class Agreed:
    """A plan agreed earlier, under which payments of the history were made; ``broken`` is the day it ended early (None: it still holds).

    ``on_break``: restore re-rolls the contract with the payments made, keep brings back only what was set aside.
    """

    start: dt.date
    terms: tuple[Clause, ...]
    broken: dt.date | None = None
    on_break: str = "restore"


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan as written, with its conventions (design section 5), and its payments, or a statement, or both.

    ``penalty_rate`` and ``compound_rate`` are annual (compound 0: none is charged); ``compound_before_maturity`` replaces the latter
    until the last due date where given. ``every`` is (n, 'month' | 'week' | 'day'); ``due_day`` is the anchor of the calendar. ``order``
    is the allocation order, ``late_order`` the one from ``late_from`` days of age on. ``floating`` reprices ``rate``, the first one in
    force. ``uplift`` is what the penalty rate follows the rate by, None where it is a rate of its own. ``reconcile``: the statement is held
    against the payments; else the loan is rolled from it. ``late_uplift`` and ``misuse`` are what ``uplift`` is the higher of. ``by_rule``
    are the conventions that a rulebook gave, by name. ``secured``: something secures it, so that unsecured debts are paid before it.
    """

    id: str
    kind: str
    principal: Number
    rate: Number
    opened: dt.date
    instalments: int
    first_due: dt.date
    due_day: int
    method: str = "level"
    every: tuple[int, str] = (1, "month")
    day_count: str = "30/360"
    penalty_day_count: str = "actual/360"
    penalty_rate: Number = 0
    compound_rate: Number = 0
    order: tuple[Part, ...] = LAW_ORDER
    late_order: tuple[Part, ...] | None = None
    late_from: int = -1
    early_money: str = "hold"
    accelerated: dt.date | None = None
    payments: tuple[Payment, ...] = ()
    statement: Statement | None = None
    prepayment_fee: PrepaymentFee | None = None
    days: str = "start-in"
    first_penalty_day: str = "day-after"
    grace: Grace | None = None
    rounding: str = "half-up"
    rounded: str = "posted"
    daily_decimals: int = 2
    remainder: str = "dropped-when-billed"
    instalment_amount: str = "cent"
    residue: str = "last"
    level_on: str = "accrual"
    compound_before_maturity: Number | None = None
    compounds: frozenset[str] = frozenset()
    compound_settlement: str = "due-dates"
    interest_due: str = "instalments"
    by_instalment: bool = False
    first_period: str = "actual"
    business_days: str = "none"
    overdue_interest: bool = False
    interest_above_level: str = "billed"
    floating: Floating | None = None
    uplift: int | None = None
    step_up: StepUp | None = None
    late_fee: LateFee | None = None
    fees: tuple[tuple[dt.date, int], ...] = ()
    draws: tuple[Draw, ...] = ()
    card: Card | None = None
    agreed: Agreed | None = None
    reconcile: bool = False
    secured: bool = False
    late_uplift: int | None = None
    misuse: int | None = None
    by_rule: tuple[tuple[str, Dated], ...] = ()

    @property
    def stated(self) -> Statement | None:
        """The statement the loan is rolled from; None where its payments are."""
        return None if self.reconcile else self.statement


CHOICES: dict[str, tuple[str, ...]] = {
    "days": ("start-in", "both"),
    "first_penalty_day": ("day-after", "due-date"),
    "rounding": ("half-up", "half-even", "down", "none"),
    "rounded": ("posted", "daily"),
    "remainder": ("dropped-when-billed", "carried", "dropped"),
    "instalment_amount": ("cent", "cent-up", "yuan", "yuan-up"),
    "residue": ("last", "first", "smoothed"),
    "level_on": ("accrual", "rate/12"),
    "compound_settlement": ("due-dates", "monthly-20", "quarterly-20"),
    "interest_due": ("instalments", "monthly-20", "quarterly-20"),
    "first_period": ("actual", "folded", "apart", "spread"),
    "business_days": ("none", "following", "preceding"),
    "interest_above_level": ("billed", "carried"),
    "early_money": ("hold", "next", "last", "next-then-last", "shorten", "lower", "return"),
}
"""The values of conventions that are words, the default first."""
