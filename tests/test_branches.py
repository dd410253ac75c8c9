"""All breaks of a plan at once are those of each break rolled by itself, to the cent, and positions kept on the way are those of a stop."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from planner import casefile
from planner.branches import branches
from planner.breaks import broken, payments
from planner.case import Case, Plan
from planner.dates import day
from planner.engine import roll_forward
from planner.scenarios import Comparison, compare
from planner.terms import apply
from planner.today import stand

FOLDER: Final = Path(__file__).resolve().parents[1] / "examples"


@cache
def compared(name: str) -> Comparison:
    return compare(casefile.read(FOLDER / f"{name}.toml"))


def plans_of(name: str) -> list[tuple[str, Plan]]:
    case = casefile.read(FOLDER / f"{name}.toml")
    return [(name, plan) for plan in case.plans] if len(case.loans) == 1 else []


PLANS: Final = [own for file in sorted(FOLDER.glob("*.toml")) for own in plans_of(file.stem)]


def few(count: int) -> list[int]:
    """The first ones, one in the middle, the last."""
    return sorted({0, min(1, count - 1), min(2, count - 1), count // 2, count - 1})


@pytest.mark.parametrize(("name", "plan"), PLANS, ids=[f"{name}-{plan.name}" for name, plan in PLANS])
def test_all_breaks_at_once_are_each_break_by_itself(name: str, plan: Plan) -> None:
    comparison = compared(name)
    case, scenario = comparison.case, comparison.scenario(plan.name)
    assert scenario is not None
    loan, day_ = case.loans[0], day(case.as_of)
    found = branches(loan, stand(loan, case.as_of), scenario.ledger, day_)
    due = payments(apply(plan, loan, *stand(loan, case.as_of), day_), day(plan.start))
    assert int(found.pays.sum()) == scenario.measures["total_paid"].amount
    for k in few(found.day.size):
        alone = broken(case, plan, int(np.flatnonzero(due == found.day[k])[0]))
        assert np.array_equal(found.owed[:, k], alone.owed), k


def test_positions_kept_on_the_way_are_those_of_a_stop() -> None:
    case: Case = compared("consumer_missed_instalments").case
    now, future = stand(case.loans[0], case.as_of)
    timeline = apply(case.plans[0], case.loans[0], now, future, day(case.as_of))
    after = (0, 7, 30)
    for step, position in zip(after, roll_forward(now, timeline, keep="flows", after=after).between, strict=True):
        stopped = roll_forward(now, timeline, keep="flows", stop=step + 1).position
        for field in ("date", "principal", "accrued", "accrued_rem", "held", "level", "deferred", "conditional"):
            assert np.array_equal(getattr(position, field), getattr(stopped, field)), field
        assert np.array_equal(position.dues.amount, stopped.dues.amount)
        assert np.array_equal(position.dues.penalty_rem, stopped.dues.penalty_rem)


def test_a_plan_that_asks_nothing_breaks_nowhere() -> None:
    comparison = compared("consumer_missed_instalments")
    nothing = comparison.scenario("do_nothing")
    assert nothing is not None
    loan = comparison.case.loans[0]
    found = branches(loan, stand(loan, comparison.case.as_of), nothing.ledger, day(comparison.case.as_of))
    assert found.day.size == found.claim.size == 0
