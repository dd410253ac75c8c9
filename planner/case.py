"""The nouns of a case: borrower's budget, loans, plans, the negotiator's mandate, assumptions.

Amounts are int cents, rates int in 1e-8 a year. What a loan is made of stands in ``planner.loan``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from planner.book import Part
from planner.clauses import Clause, PrepaymentFee, When
from planner.loan import LAW_ORDER, Due, Floating, Loan, Payment, Statement
from planner.rules import Rulebook, named
from planner.shares import Shares

__all__ = [
    "LAW_ORDER", "Case", "Collateral", "Due", "Enforcement", "Floating", "Floor", "Household", "IncomeRisk", "Loan", "Mandate", "Payment",
    "Plan", "PrepaymentFee", "Redefault", "Span", "Statement",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Floor:
    """The least a month must leave to live on, as the user gives it: ``amount`` + ``allowance`` x ``persons``, in cents.

    ``amount`` is the whole of it, or a minimum wage; ``allowance`` the local minimum living allowance of one person.
    """

    amount: int = 0
    allowance: int = 0
    persons: int = 0

    @property
    def total(self) -> int:
        """The floor in cents a month."""
        return self.amount + self.allowance * self.persons


@dataclass(frozen=True, slots=True)
class Household:
    """The borrower's month; amounts in cents. No ``income`` (None): nothing can be said of what can be paid.

    ``priority_debts`` are rent or mortgage and maintenance, ``other_debts`` what goes to other creditors, neither in ``essential_costs``.
    """

    income: int | None
    essential_costs: int = 0
    other_debts: int = 0
    dependants: int = 0
    priority_debts: int = 0
    floor: Floor | None = None


@dataclass(frozen=True, slots=True)
class IncomeRisk:
    """How uncertain a month's income is assumed to be, each from low to high (1e-8): its volatility, the chance that it does not come."""

    volatility: tuple[int, int] = (0, 0)
    lost_month: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Span:
    """An assumption and how far it may be off, ascending: cents, 1e-8 or months; all three are the same where nothing else is said."""

    low: int
    central: int
    high: int

    @property
    def values(self) -> tuple[int, int, int]:
        """The three of them."""
        return self.low, self.central, self.high

    @property
    def certain(self) -> bool:
        """Whether it is one value."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Redefault:
    """How likely a plan is to fail again: the chance in a month (1e-8), or by month, the last repeating; one of the two."""

    monthly: Span | None = None
    curve: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Enforcement:
    """What going to court is assumed to take and bring.

    ``months`` from filing to the money, or to the first auction of a house; ``recovery`` is the share (1e-8) of the claim as filed that
    comes (beside collateral, of what that leaves); ``judgment_months`` from filing to the judgment; None: by the rulebook, or nothing.
    ``procedure`` is ordinary, simplified, mediation, payment_order, or judgment (one is given already); ``performance_days`` are what the
    judgment leaves to pay in, None: by the rulebook. ``lawyer`` and ``publication`` are cents; the borrower bears the lawyer only where
    that was ``lawyer_agreed``.
    """

    months: Span | None = None
    recovery: Span | None = None
    judgment_months: Span | None = None
    procedure: str = "ordinary"
    performance_days: int | None = None
    lawyer: int = 0
    lawyer_agreed: bool = False
    publication: int = 0
    preservation: bool = False


@dataclass(frozen=True, slots=True)
class Collateral:
    """A house that secures the loan, in cents: its ``appraisal``, what others are paid before, what selling it costs.

    ``rent_months`` of ``rent`` are set aside for an only home: None with a rent: by the rulebook; without a rent nothing is.
    """

    appraisal: Span
    prior_liens: int = 0
    auction_costs: int = 0
    rent: int = 0
    rent_months: Span | None = None


@dataclass(frozen=True, slots=True)
class Mandate:
    """What the negotiator may offer; None, nothing or an empty tuple where it sets no limit.

    ``waive`` is the largest share (1e-8) of each part that may be forgiven, ``conditional_only`` the parts that may be forgiven on a
    condition only, ``product_instalments`` limits by kind of loan, ``max_pause`` months, ``min_down_payment`` a share (1e-8) of what is
    owed and an amount in cents, ``due_days`` days of the month, ``min_recovery`` the least that offers
    are worth to the lender as a share (1e-8) of what is owed, ``earliest`` the milestone of each kind before which nothing conditional
    vests (completion: none vests before it).
    """

    waive: tuple[int, ...] | None = None
    conditional_only: frozenset[Part] = frozenset()
    max_instalments: int | None = None
    product_instalments: tuple[tuple[str, int], ...] = ()
    min_rate: int | None = None
    max_pause: int | None = None
    min_down_payment: tuple[int, int] = (0, 0)
    due_days: tuple[int, ...] = ()
    min_recovery: int | None = None
    earliest: tuple[When, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A named tuple of clauses that takes hold on ``start``.

    ``only`` names, clause by clause, the loans for which it holds, by id; nothing: all. With a ``budget`` (cents a month) the money goes
    between the loans: by law (Civil Code Art. 560), pro-rata, to the loans of these ids first, or in these shares.
    ``agreement`` names what the written agreement says besides, by the rulebook's items.
    """

    name: str
    start: dt.date
    terms: tuple[Clause, ...]
    budget: int | None = None
    split: str | tuple[str, ...] | Shares = "law"
    only: tuple[tuple[str, ...], ...] = ()
    agreement: tuple[str, ...] = ()

    def places(self, loan: str) -> list[int]:
        """The places of the clauses that hold for a loan."""
        only = self.only or ((),) * len(self.terms)
        return [place for place, ids in enumerate(only) if not ids or loan in ids]

    def of(self, loan: str) -> Plan:
        """The plan of one loan: the clauses that hold for it."""
        return self if not any(self.only) else replace(self, terms=tuple(self.terms[place] for place in self.places(loan)), only=())


@dataclass(frozen=True, slots=True)
class Case:
    """Everything one comparison is made from.

    ``funding_rate`` is the central one of ``funding_span``. ``claim_price`` is what a buyer offers for the claim, in cents. ``unused``
    lists the paths of sections that are read but not yet used; comparisons say so in a finding. ``raw`` is the document as parsed, for
    screens that edit it. ``picked``: the loan is one of several.
    """

    title: str
    as_of: dt.date
    loans: tuple[Loan, ...]
    plans: tuple[Plan, ...] = ()
    rules: str = "cn"
    rulebook: Rulebook | None = None
    household: Household | None = None
    mandate: Mandate | None = None
    funding_rate: int | None = None
    claim_price: int | None = None
    income_risk: IncomeRisk | None = None
    funding_span: Span | None = None
    redefault: Redefault | None = None
    enforcement: Enforcement | None = None
    collateral: Collateral | None = None
    unused: tuple[str, ...] = ()
    raw: dict[str, Any] = field(default_factory=dict, compare=False)
    picked: bool = False

    def alone(self, loan: Loan) -> Case:
        """The case as if one loan were all there is, and each plan the clauses that hold for it."""
        return replace(self, loans=(loan,), plans=tuple(plan.of(loan.id) for plan in self.plans))

    @property
    def book(self) -> Rulebook:
        """The rules of the case: those it was read with, or the package's of that name."""
        return named(self.rules) if self.rulebook is None else self.rulebook
