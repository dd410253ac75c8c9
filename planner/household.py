"""What a household can pay a month, and what a plan asks of it month by month. Amounts in cents; docs/household.md says what counts.

capacity = income - max(essential costs, floor) - priority debts - other debts: costs and floor are two answers to one question, what
living takes, so the larger of them counts, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from planner.dates import date, month_number
from planner.figures import Value, decimal
from planner.findings import Finding, by_rule
from planner.money import ONE, Ints, yuan

if TYPE_CHECKING:
    from planner.book import Ledger
    from planner.case import Case, Household, Plan
    from planner.rules import Dated

_SEVERAL: Final = "several"
"""No kind of loan: what several ask together is held against what is for all kinds."""
FEW: Final = 2
"""Up to so many payments are no monthly burden, and are held against no line of income."""


@dataclass(frozen=True, slots=True, eq=False)
class Months:
    """What is paid by calendar month: its number (M,), 0 for January 1970, the day of its first payment (M,), cents (M,)."""

    number: Ints
    first: Ints
    cents: Ints


def living(household: Household) -> int:
    """What a month's living takes: the costs given, or the floor where that is more."""
    return household.essential_costs if household.floor is None else max(household.essential_costs, household.floor.total)


def capacity(household: Household) -> int | None:
    """What a month leaves for the debts of the case, below nothing where the money does not even reach; None without an income."""
    if household.income is None:
        return None
    return household.income - living(household) - household.priority_debts - household.other_debts


def findings(household: Household | None) -> tuple[Finding, ...]:
    """What a month leaves, or why that cannot be said, and whether the floor takes the place of the costs given."""
    if household is None:
        return ()
    left = capacity(household)
    if left is None:
        return (Finding("no_income", "note", where="household"),)
    code = "capacity_negative" if left < 0 else "capacity" if left else "capacity_none"
    values = {
        "income": yuan(household.income or 0), "living": yuan(living(household)), "priority": yuan(household.priority_debts),
        "other": yuan(household.other_debts), "missing": yuan(max(-left, 0)),
    }  # fmt: skip
    found = Finding(code, "warning" if left < 0 else "note", where="household", value=yuan(left), values=values)
    return (found, *_floor(household))


def _floor(household: Household) -> tuple[Finding, ...]:
    """The floor stands for costs that are given lower."""
    least = household.floor
    if least is None or least.total <= household.essential_costs:
        return ()
    return (Finding("floor_above_costs", "note", "household", yuan(household.essential_costs), yuan(least.total)),)


def by_month(days: Ints, cents: Ints) -> Months:
    """Payments (P,) on ascending days (P,) added up by calendar month."""
    number, first, which = np.unique(month_number(days), return_index=True, return_inverse=True)
    total = np.zeros(number.size, dtype=np.int64)
    np.add.at(total, which, cents)
    return Months(number, days[first], total)


def paid_by_month(ledger: Ledger, as_of: int) -> Months:
    """What a plan's ledger (N = 1) shows as paid on and after a day, net of what was returned; months without payment are left out."""
    date, net = ledger.date[:, 0], (ledger.received - ledger.returned)[:, 0]
    counts = (date >= as_of) & (net != 0)
    return by_month(date[counts], net[counts])


def plan_findings(case: Case, plan: Plan | None, months: Months, measures: dict[str, Value]) -> tuple[Finding, ...]:
    """The first month in which a plan asks more than a month leaves; income against the lines of the rulebook."""
    household = case.household
    left = None if household is None else capacity(household)
    if plan is None or household is None or left is None:
        return ()
    over = np.flatnonzero(months.cents > max(left, 0))
    found: tuple[Finding, ...] = ()
    if over.size:
        first = int(over[0])
        values = {"month": date(int(months.first[first])).isoformat()[:7], "count": str(over.size), "months": str(months.cents.size)}
        found = (Finding("above_capacity", "warning", plan.name, yuan(int(months.cents[first])), yuan(max(left, 0)), values=values),)
    return (*found, *lines(case, plan.name, measures))


def lines(case: Case, name: str, measures: dict[str, Value]) -> tuple[Finding, ...]:
    """Shares of income above the lines that mortgages are underwritten by: benchmarks, by the book's own grade."""
    income = (case.household and case.household.income) or 0
    typical, count = measures["typical_payment"].amount, measures["payments"].amount
    if income <= 0 or not isinstance(typical, int) or not isinstance(count, int) or count <= FEW:
        return ()
    shares = {"housing_to_income": typical / income, "debt_to_income": measures["debt_to_income"].amount}
    found = []
    for code, share in shares.items():
        rule = case.book.on(code, case.as_of, case.loans[0].kind if len(case.loans) == 1 else _SEVERAL)
        most = None if rule is None else rule.band.most
        if rule is not None and most is not None and isinstance(share, float) and share * ONE > most:
            found.append(_line(code, name, share, rule))
    return tuple(found)


def _line(code: str, name: str, share: float, rule: Dated) -> Finding:
    """One share of income above its line."""
    most = rule.band.most or 0
    return by_rule(code, rule, "note", name, decimal(share), decimal(most / ONE), share=f"{share:.1%}", most=f"{most / ONE:.0%}")
