"""Broken plans: at every instalment of every example money is neither made nor lost, and a plan nobody paid leaves the contract."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from planner import casefile
from planner.breaks import broken, payments
from planner.case import Case, Plan
from planner.dates import day
from planner.errors import CaseError
from planner.terms import apply
from planner.today import stand

FOLDER: Final = Path(__file__).resolve().parents[1] / "examples"


@cache
def case_of(name: str) -> Case:
    """An example, read once."""
    return casefile.read(FOLDER / f"{name}.toml")


PLANS: Final = [
    (file.stem, plan.name) for file in sorted(FOLDER.glob("*.toml")) for plan in case_of(file.stem).plans
    if plan.budget is None
]


def few_of(case: Case, plan: Plan) -> list[int]:
    """The first payments of a plan, one in the middle, the last."""
    now, future = stand(case.loans[0], case.as_of)
    timeline = apply(plan, case.loans[0], now, future, day(case.as_of))
    last = payments(timeline, day(plan.start)).size - 1
    return sorted({0, min(1, last), last // 2, last})


@pytest.mark.parametrize(("name", "plan"), PLANS)
def test_a_plan_broken_before_anything_was_paid_leaves_the_contract(name: str, plan: str) -> None:
    case = case_of(name)
    own = next(p for p in case.plans if p.name == plan)
    found = broken(case, own, 0)
    assert found.paid == 0
    assert np.array_equal(found.owed, found.never)
    assert found.worse == 0


@pytest.mark.parametrize(("name", "plan"), PLANS)
@pytest.mark.parametrize("on_break", ["restore", "keep"])
def test_the_parts_are_never_below_nothing_and_what_is_paid_grows(name: str, plan: str, on_break: str) -> None:
    case = case_of(name)
    own = next(p for p in case.plans if p.name == plan)
    count = few_of(case, own)
    few = [broken(case, own, at, on_break) for at in count]
    assert all((b.owed >= 0).all() and (b.never >= 0).all() and (b.back >= 0).all() for b in few)
    assert [b.paid for b in few] == sorted(b.paid for b in few)


def test_an_instalment_that_does_not_exist() -> None:
    case = case_of("consumer_missed_instalments")
    with pytest.raises(CaseError) as caught:
        broken(case, case.plans[0], 60)
    assert caught.value.problems[0].code == "past_last_instalment"
