"""Does a plan survive a worse month: less income, a month without any, a floating rate that rises; and what a break would cost.

Payments are held against what a month leaves (``planner.household``); savings are not assumed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from planner import dates
from planner.book import take
from planner.breaks import Broken, broken, payments
from planner.burden import NEVER, Borne, Burden, borne, burden
from planner.debts import only_loan
from planner.engine import roll_forward
from planner.errors import CaseError, Problem
from planner.household import by_month, capacity
from planner.incomes import Kept, kept
from planner.money import ONE, Ints, half_up
from planner.steps import stack
from planner.terms import apply
from planner.today import stand

if TYPE_CHECKING:
    from planner.case import Case, Household, Plan

FALLS: Final = {"income_minus_10": 10, "income_minus_20": 20, "income_minus_30": 30}
"""Income that falls by so many percent from the first payment on."""
SHOCKS: Final = (*FALLS, "lost_month", "rate_plus_1")
RISE: Final = ONE // 100


@dataclass(frozen=True, slots=True)
class Shock:
    """How a plan bears a shock: days as numbers, None where it does not happen.

    ``first_failing`` is the first month left short, by the day of its payment; ``months_in_arrears`` counts the plan's months that end with
    something late; ``breaks`` is the break, if an instalment is not cured in time. ``lost`` is the month whose income is lost: the worst.
    """

    code: str
    first_failing: int | None
    months_in_arrears: int
    breaks: Broken | None = None
    lost: int | None = None

    @property
    def survives(self) -> bool:
        """Whether every month's payment is met."""
        return self.first_failing is None


@dataclass(frozen=True, slots=True)
class Stressed:
    """A plan under stress: ``spare`` cents a month are left for it today; ``kept`` only where the case assumes how income varies."""

    plan: str
    spare: int
    today: Shock
    shocks: tuple[Shock, ...]
    kept: Kept | None


@dataclass(frozen=True, slots=True)
class _Trial:
    """A plan of a case on a loan, and what happens when it breaks."""

    case: Case
    plan: Plan
    on_break: str
    cure: int

    def shock(self, code: str, asks: Burden, found: Borne, column: int = 0, lost: int | None = None) -> Shock:
        """What one column shows."""
        first, place = int(found.first[column]), int(found.broken[column])
        failing = None if first == NEVER else int(asks.day[first])
        breaks = None if place == NEVER else self._break(int(asks.day[place]))
        return Shock(code, failing, int(found.months[column]), breaks, lost)

    def _break(self, day: int) -> Broken | None:
        """What the break costs, as if the payments stopped with the one of that day."""
        loan = self.case.loans[0]
        timeline = apply(self.plan, loan, *stand(loan, self.case.as_of), dates.day(self.case.as_of))
        at = np.flatnonzero(payments(timeline, dates.day(self.plan.start)) == day)
        return broken(self.case, self.plan, int(at[0]), self.on_break, self.cure) if at.size else None


def stress(
    case: Case, plan: Plan, *, on_break: str = "restore", cure: int = 0, advance: Callable[[], None] = lambda: None
) -> Stressed:
    """Every shock on a plan of a case; CaseError where no income is given. ``advance`` is called once a chunk of drawn incomes."""
    only_loan(case, plan)
    household = case.household
    spare = None if household is None else capacity(household)
    if household is None or household.income is None or spare is None:
        raise CaseError([Problem("missing", "household.income", "", "amount")])
    raised = _raised(case)
    asks, dearer = _burdens(case, raised, plan, cure)
    outgo, income = household.income - spare, household.income
    trial = _Trial(case, plan, on_break, cure)
    less = [income, *(_less(income, percent) for percent in FALLS.values())]
    found = borne(asks, np.array([less]) - outgo)
    today, *falls = (trial.shock(code, asks, found, column) for column, code in enumerate(("today", *FALLS)))
    rate = borne(dearer, np.array([[spare]]))
    shocks = (*falls, _lost(trial, asks, household, outgo), _Trial(raised, plan, on_break, cure).shock("rate_plus_1", dearer, rate))
    risk = case.income_risk
    return Stressed(plan.name, spare, today, shocks, None if risk is None else kept(asks, income, outgo, risk, advance=advance))


def _less(income: int, percent: int) -> int:
    return int(half_up(np.array([income]), 100 - percent, 100)[0])


def _lost(trial: _Trial, asks: Burden, household: Household, outgo: int) -> Shock:
    """The month whose loss leaves most months in arrears, the first of several; each month of the plan is tried."""
    if not asks.asked:
        return Shock("lost_month", None, 0)
    income = np.full((asks.due.size, asks.asked), household.income)
    income[np.arange(asks.asked), np.arange(asks.asked)] = 0
    found = borne(asks, income - outgo)
    worst = int(found.months.argmax())
    return trial.shock("lost_month", asks, found, worst, int(asks.day[worst]))


def _raised(case: Case) -> Case:
    """The case with a higher LPR at every repricing of its loan from now on; the same where its rate is fixed."""
    loan = case.loans[0]
    if loan.floating is None:
        return case
    floating = replace(loan.floating, raised=RISE, raised_after=case.as_of)
    return replace(case, loans=(replace(loan, floating=floating), *case.loans[1:]))


def _burdens(case: Case, raised: Case, plan: Plan, cure: int) -> tuple[Burden, Burden]:
    """What the plan asks as things are and with the higher rate, rolled beside each other."""
    day, cases = dates.day(case.as_of), [case] if raised is case else [case, raised]
    stands = [stand(own.loans[0], case.as_of) for own in cases]
    timeline = stack([apply(plan, own.loans[0], *known, day) for own, known in zip(cases, stands, strict=True)])
    flows = roll_forward(take(stands[0][0], np.zeros(len(cases), dtype=np.int64)), timeline, keep="flows").flows
    if flows is None:
        raise ValueError(plan.name)
    date = np.broadcast_to(flows.date, flows.paid.shape)
    found = [_monthly(date[:, j], flows.paid[:, j], cure) for j in range(len(cases))]
    return found[0], found[-1]


def _monthly(date: Ints, paid: Ints, cure: int) -> Burden:
    pays = paid != 0
    return burden(by_month(date[pays], paid[pays]), cure)
