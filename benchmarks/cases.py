"""One case with four plans, and a thousand candidates of one plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np

from planner import dates
from planner.book import Part
from planner.case import Case, Household, Loan, Payment, Plan
from planner.clauses import Capitalise, Defer, Extend, Instalments, InterestOnly, LumpSum, Rate, Recast, Settle, Waive
from planner.engine import roll_forward
from planner.money import ONE
from planner.terms import apply
from planner.today import stand

AS_OF, START = dt.date(2026, 9, 30), dt.date(2026, 10, 15)


def loan() -> Loan:
    """120,000 at 15.4 %, 36 instalments, the last four missed."""
    paid = tuple(Payment(dt.date(2025 + m // 12, m % 12 + 1, 15), 418_338) for m in range(1, 17))
    return Loan(
        id="consumer", kind="consumer", principal=12_000_000, rate=15_400_000, opened=dt.date(2025, 1, 15), instalments=36,
        first_due=dt.date(2025, 2, 15), due_day=15, penalty_rate=23_100_000, compound_rate=23_100_000, payments=paid,
    )  # fmt: skip


def four_plans() -> Case:
    """The loan with four plans, a household and a funding rate."""
    both = (Part.PENALTY, Part.COMPOUND)
    plans = (
        Plan("a", START, (Waive(both, share=ONE, when="completion"), Defer((Part.INTEREST,)), Rate(0), Instalments(60))),
        Plan("b", START, (Capitalise((Part.PRINCIPAL, Part.INTEREST)), Extend(12), Recast())),
        Plan("c", START, (InterestOnly(0, 12),)),
        Plan("d", START, (Settle(7_000_000, dt.date(2026, 11, 1)),)),
    )
    return Case("four plans", AS_OF, (loan(),), plans, household=Household(950_000, 420_000), funding_rate=2_600_000)


def candidates(count: int) -> Callable[[], object]:
    """A run of ``count`` candidates over term, rate, waiver and down payment."""
    own = loan()
    now, future = stand(own, AS_OF)
    draw = np.random.default_rng(3)
    months = draw.integers(12, 61, count)
    months[0] = 60
    plan = Plan("candidates", START, (
        Waive((Part.PENALTY, Part.COMPOUND), share=draw.integers(0, 11, count) * (ONE // 10)),
        Rate(draw.choice(np.array([0, 2_000_000, 4_000_000, 8_000_000]), count)),
        LumpSum(START, draw.integers(0, 10, count) * 100_000), Instalments(months),
    ))  # fmt: skip

    def run() -> object:
        return roll_forward(now, apply(plan, own, now, future, dates.day(AS_OF)), keep="flows")

    return run
