"""The nouns of a case: borrower's budget, loans, plans, assumptions.

Amounts are int cents, rates int in 1e-8 a year. What a loan is made of stands in ``planner.loan``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from planner.clauses import Clause, PrepaymentFee
from planner.loan import LAW_ORDER, Due, Floating, Loan, Payment, Statement
from planner.rules import Rulebook, named

__all__ = ["LAW_ORDER", "Case", "Due", "Floating", "Household", "Loan", "Payment", "Plan", "PrepaymentFee", "Statement"]


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
    rulebook: Rulebook | None = None
    household: Household | None = None
    funding_rate: int | None = None
    unused: tuple[str, ...] = ()
    raw: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def book(self) -> Rulebook:
        """The rules of the case: those it was read with, or the package's of that name."""
        return named(self.rules) if self.rulebook is None else self.rulebook
