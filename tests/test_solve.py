"""One number of a plan, varied: against every value of the range, and what is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pytest

from planner.book import Part
from planner.case import Case, Household, Plan
from planner.clauses import Capitalise, Extend, Instalments, LumpSum, Rate, Recast, Settle, Waive
from planner.conditions import condition
from planner.errors import CaseError
from planner.levers import LEVERS
from planner.loan import Loan, Payment
from planner.measures import MEASURES
from planner.money import ONE
from planner.scenarios import compare
from planner.solve import solve

D: Final = dt.date
LOAN: Final = Loan(
    id="loan", kind="consumer", principal=240_000, rate=12_000_000, opened=D(2025, 1, 15), instalments=12, first_due=D(2025, 2, 15),
    due_day=15, penalty_rate=18_000_000, compound_rate=18_000_000, payments=(Payment(D(2025, 2, 15), 21_324),),
)  # fmt: skip
"""2,400 in twelve instalments, the first paid, those of March to May missed."""
START: Final = D(2025, 6, 15)
BOTH: Final = (Part.PENALTY, Part.COMPOUND)
PLANS: Final = (
    Plan("again", START, (Waive(BOTH, share=ONE // 2), Rate(6_000_000), Instalments(12))),
    Plan("longer", START, (Capitalise((Part.PRINCIPAL, Part.INTEREST)), Extend(6), Recast())),
    Plan("lump", START, (LumpSum(START, 20_000), Instalments(12))),
    Plan("settled", START, (Settle(200_000),)),
)
CASE: Final = Case("small", D(2025, 5, 31), (LOAN,), PLANS, household=Household(400_000, 250_000), funding_rate=2_600_000)
ASKED: Final = (
    ("again", "months", "highest_payment <= 90"), ("again", "months", "typical_payment <= 120"), ("again", "months", "total_paid <= 2400"),
    ("again", "rate", "total_paid <= 2380"), ("again", "rate", "annual_rate <= 3 %"), ("again", "waiver", "waived >= 20"),
    ("longer", "months", "highest_payment <= 150"), ("longer", "months", "finish <= 2026-06-30"), ("again", "pause", "total_paid <= 2365"),
    ("again", "months", "left_to_live_on >= 1390"), ("again", "rate", "npv >= 2250"),
)  # fmt: skip


def amount(value: Any) -> float:  # noqa: ANN401 - cents, a share, a day or nothing
    return np.nan if value.amount is None else float(value.amount)


def brute(name: str, vary: str, until: str) -> int | None:
    """The value nearest to the plan's own, the smaller of two, by comparing every case there is."""
    asked, lever = condition(until), LEVERS[vary]
    plan = next(p for p in PLANS if p.name == name)
    most = {"months": 60, "pause": 12, "rate": 12_000_000, "waiver": ONE}[vary]
    own = lever.get(plan) or lever.least
    good = []
    for value in range(lever.least, most + 1, lever.step * (25 if lever.step > 1 else 1)):
        try:
            found = compare(replace(CASE, plans=(lever.put(plan, value),))).scenario(name)
        except CaseError:
            continue
        if found is not None and asked.holds(found.measures[asked.measure]):
            good.append(value)
    return min(good, key=lambda v: (abs(v - own), v), default=None)


@pytest.mark.parametrize(("name", "vary", "until"), ASKED)
def test_the_least_change_is_found(name: str, vary: str, until: str) -> None:
    asked, lever = condition(until), LEVERS[vary]
    found = solve(CASE, name, vary, until)
    plan = next(p for p in PLANS if p.name == name)
    best = brute(name, vary, until)
    if found.status == "already_met":
        assert asked.holds(found.measures[asked.measure])
        return
    own = lever.get(plan) or lever.least
    if found.value is None:
        assert best is None
        return
    assert best is None or abs(found.value - own) <= abs(best - own)
    alone = compare(replace(CASE, plans=(lever.put(plan, found.value),))).scenario(name)
    assert alone is not None
    assert asked.holds(alone.measures[asked.measure])
    nothing = {"less_than_nothing"}
    assert {c: v for c, v in found.measures.items() if c not in nothing} == {c: v for c, v in alone.measures.items() if c not in nothing}
    stands = compare(replace(CASE, plans=(plan,))).scenario(name)
    assert stands is not None
    assert (found.own.value, found.own.figure) == (lever.get(plan), stands.measures[asked.measure])
    nearer = found.value + (lever.step if found.value < own else -lever.step)
    if nearer >= lever.least:
        before = compare(replace(CASE, plans=(lever.put(plan, nearer),))).scenario(name)
        assert before is not None
        assert not asked.holds(before.measures[asked.measure])
        assert found.short is not None
        assert found.short.figure == (found.own.figure if nearer == found.own.value else before.measures[asked.measure])


def test_a_rate_that_no_clause_sets_is_lowered_from_the_contract_s() -> None:
    # The contract's 12 % asks 208.16 a month: the least change is the highest rate below it that asks 207.00 at most, and a basis point
    # more asks more. Without any interest it would be far less.
    found = solve(CASE, "longer", "rate", "highest_payment <= 207")
    assert found.value is not None
    assert 0 < found.value < 12_000_000
    assert found.short is not None
    assert (found.own.value, found.short.value) == (None, found.value + 10_000)
    plans = [LEVERS["rate"].put(PLANS[1], rate) for rate in (found.value, found.value + 10_000)]
    asked = [compare(replace(CASE, plans=(plan,))).scenario("longer") for plan in plans]
    highest = [float("nan") if scenario is None else amount(scenario.measures["highest_payment"]) for scenario in asked]
    assert highest[0] <= 20_700 < highest[1]


def test_what_holds_beside_the_value_found_is_not_said_to_fail() -> None:
    # The plan says no pause: the first length tried already holds, and so does the next.
    found = solve(CASE, "longer", "pause", "paid_interest <= 150")
    assert (found.status, found.value, found.short) == ("solved", 1, None)


def test_cents_by_hand() -> None:
    # Nothing accrues at 0 %: what stands on 15 June is asked in twelve parts. A first payment of at most 100.00 a month less is what the
    # lump sum takes off: each 12 cents paid at once take one off a month.
    found = solve(CASE, "lump", "down_payment", "typical_payment <= 180")
    assert found.status == "solved"
    assert found.measures["typical_payment"].amount == 18_000


@pytest.mark.parametrize(("vary", "until", "code"), [
    ("months", "highest_payment", "condition"), ("months", "wealth <= 3", "unknown_measure"),
    ("months", "finish <= soon", "condition_bound"),
    ("months", "highest_payment <= x", "condition_bound"), ("luck", "highest_payment <= 3", "unknown_lever"),
    ("months", "highest_payment <= NaN", "condition_bound"),
])  # fmt: skip
def test_what_cannot_be_understood_is_refused(vary: str, until: str, code: str) -> None:
    with pytest.raises(CaseError) as caught:
        solve(CASE, "again", vary, until)
    assert [p.code for p in caught.value.problems] == [code]


@pytest.mark.parametrize("number", ["payment", "settle"])
def test_a_plan_without_the_number_says_so(number: str) -> None:
    with pytest.raises(CaseError) as caught:
        solve(CASE, "longer", number, "highest_payment <= 3")
    assert [p.code for p in caught.value.problems] == ["no_such_lever"]


def test_unreachable_names_the_nearest() -> None:
    found = solve(CASE, "again", "months", "highest_payment <= 1")
    assert (found.status, found.value) == ("unreachable", None)
    assert found.nearest is not None
    assert set(found.measures) == set(MEASURES)
