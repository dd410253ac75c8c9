"""The nouns of a case: borrower's budget, loans as written with history or statement, plans, assumptions.

Amounts are int cents, rates int in 1e-8 a year. Principal and rate of a Loan may be int64 arrays (N,): many loans of one contract
form and one calendar.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from planner.book import Part
from planner.clauses import Clause, Number

LAW_ORDER: tuple[Part, ...] = (Part.FEE, Part.PENALTY, Part.COMPOUND, Part.INTEREST, Part.PRINCIPAL)
"""Fees, penalty, compound, interest, principal: the default order (Civil Code 561 leaves the order inside interest open)."""


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that came on a date."""

    date: dt.date
    amount: int


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
    """What the bank says stands on a date; ``principal`` is what is not yet due."""

    date: dt.date
    principal: int
    dues: tuple[Due, ...] = ()
    accrued: int = 0
    deferred: Due | None = None
    held: int = 0
    instalments_left: int | None = None
    payment: int | None = None


@dataclass(frozen=True, slots=True)
class PrepaymentFee:
    """A fee on principal repaid early before month ``until_month``: ``months_of_interest`` of it, or a ``share`` (1e-8)."""

    months_of_interest: int = 0
    share: int = 0
    until_month: int | None = None


@dataclass(frozen=True, slots=True)
class Floating:
    """A rate that follows the LPR of ``tenor`` ('1Y' | '5Y') plus signed ``basis_points``.

    ``reprice`` is 'fixed' (never: the LPR of the opening stays), 'january' or 'anniversary'; ``effective`` is 'on-the-day' or
    'day-before'.
    """

    tenor: str
    basis_points: int
    reprice: str = "january"
    effective: str = "on-the-day"


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan as written, with its conventions (design section 5), and either its payments or a statement.

    ``penalty_rate`` and ``compound_rate`` are annual (compound 0: none is charged). ``every`` is (n, 'month' | 'week' | 'day');
    ``due_day`` is the anchor of the calendar. ``order`` is the allocation order, ``late_order`` the one from ``late_from`` days of age on.
    Where the rate is ``floating``, ``rate`` is the one in force on the opening, or on a statement's date.
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
    floating: Floating | None = None


@dataclass(frozen=True, slots=True)
class Household:
    """The borrower's month; amounts in cents."""

    income: int
    essential_costs: int = 0
    other_debts: int = 0
    dependants: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A named tuple of clauses that takes hold on ``start``."""

    name: str
    start: dt.date
    terms: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """Everything one comparison is made from.

    ``unused`` lists the paths of sections that are read but not yet used; comparisons say so in a finding. ``raw`` is the document as
    parsed, for screens that edit it.
    """

    title: str
    as_of: dt.date
    loans: tuple[Loan, ...]
    plans: tuple[Plan, ...] = ()
    rules: str = "cn"
    household: Household | None = None
    funding_rate: int | None = None
    unused: tuple[str, ...] = ()
    raw: dict[str, Any] = field(default_factory=dict, compare=False)
