"""Does a plan survive a worse month: less income, a month without any, a floating rate that rises; and what a break would cost.

Payments are held against what a month leaves (``planner.household``); savings are not assumed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from planner import debts, joint
from planner.breaks import Broken, broken, signed
from planner.burden import NEVER, Borne, Burden, borne, burden
from planner.engine import roll_forward
from planner.errors import CaseError, Problem
from planner.household import by_month, capacity
from planner.incomes import Kept, kept
from planner.money import ONE, half_up

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
    something late; ``broken`` is the day from which the plan is broken, if an instalment is not cured in time, ``breaks`` what that
    costs. ``lost`` is the month whose income is lost: the worst.
    """

    code: str
    first_failing: int | None
    months_in_arrears: int
    breaks: Broken | None = None
    lost: int | None = None
    broken: int | None = None

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
        day = None if place == NEVER else int(asks.day[place]) + self.cure
        return Shock(code, failing, int(found.months[column]), breaks, lost, day)

    def _break(self, day: int) -> Broken | None:
        """What the break costs, as if the payments stopped with the one of that day."""
        at = np.flatnonzero(signed(self.case, self.plan)[0].due == day)
        return broken(self.case, self.plan, int(at[0]), self.on_break, self.cure) if at.size else None


def stress(
    case: Case, plan: Plan, *, on_break: str = "restore", cure: int = 0, advance: Callable[[], None] = lambda: None
) -> Stressed:
    """Every shock on a plan of a case; CaseError where no income is given. ``advance`` is called once a chunk of drawn incomes."""
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
    """The case with a higher LPR at every repricing of its loans from now on; the same where all rates are fixed."""
    if all(loan.floating is None for loan in case.loans):
        return case
    return replace(case, loans=tuple(
        loan if loan.floating is None else replace(loan, floating=replace(loan.floating, raised=RISE, raised_after=case.as_of))
        for loan in case.loans
    ))  # fmt: skip


def _burdens(case: Case, raised: Case, plan: Plan, cure: int) -> tuple[Burden, Burden]:
    """What the plan asks of all loans as things are and with the higher rate."""
    found = [_monthly(own, plan, cure) for own in ([case] if raised is case else [case, raised])]
    return found[0], found[-1]


def _monthly(case: Case, plan: Plan, cure: int) -> Burden:
    """What a plan asks of all loans of a case by month."""
    stands = debts.stands(case)
    rolled = [
        roll_forward(now, timeline, keep="flows").flows
        for (now, _), timeline in zip(stands, joint.timelines(case, plan, stands), strict=True)
    ]  # fmt: skip
    days, paid = (np.concatenate([getattr(own, name)[:, 0] for own in rolled if own is not None]) for name in ("date", "paid"))
    order = np.argsort(days, kind="stable")
    pays = order[paid[order] != 0]
    return burden(by_month(days[pays], paid[pays]), cure)
