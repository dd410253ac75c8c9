"""What a month leaves, worked by hand: floors of three kinds, costs that are not counted twice, lines of income, months above capacity."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from planner import casefile
from planner.case import Floor, Household
from planner.dates import EPOCH, day
from planner.errors import CaseError
from planner.household import by_month, capacity, findings, living
from planner.scenarios import Comparison, compare

CASE = """as_of = 2026-09-30
[household]
%s
[[loan]]
kind = "%s"
principal = "12,000.00"
rate = "0 %%"
opened = 2026-08-30
instalments = 12
payments = []
[[plan]]
name = "twelve"
start = 2026-09-30
terms = [ { instalments = 12 } ]
"""


def compared(household: str, kind: str = "consumer") -> Comparison:
    return compare(casefile.parse(CASE % (household, kind)))


def codes(comparison: Comparison) -> dict[str, Any]:
    plan = comparison.scenario("twelve")
    assert plan is not None
    return {f.code: f for f in plan.findings}


@pytest.mark.parametrize(("lines", "floor"), [
    # 1,110.00 × (1 borrower + 2 dependants) = 3,330.00; with persons said, × 4 = 4,440.00.
    ('dependants = 2\nfloor = { allowance = "1,110" }', 333_000),
    ('dependants = 2\nfloor = { allowance = "1,110", persons = 4 }', 444_000),
    # 2,490.00 + 1,110.00 × 2 = 4,710.00; without dependants the wage alone.
    ('dependants = 2\nfloor = { minimum_wage = "2,490", allowance = "1,110" }', 471_000),
    ('floor = { minimum_wage = "2,490", allowance = "1,110", dependants = 2 }', 471_000),
    ('floor = { minimum_wage = "2,490" }', 249_000),
    ('floor = { amount = "3,500.50" }', 350_050),
])  # fmt: skip
def test_floors_of_three_kinds(lines: str, floor: int) -> None:
    household = casefile.parse(CASE % (f"income = 9000\n{lines}", "consumer")).household
    assert household is not None
    assert household.floor is not None
    assert household.floor.total == floor


def test_costs_and_floor_are_counted_once() -> None:
    # Costs of 4,000.00 above a floor of 3,330.00: 9,000 − 4,000 − 1,500 − 500 = 3,000.00. Costs of 2,000.00: the floor counts, 3,670.00.
    own = Household(900_000, 400_000, 50_000, 2, 150_000, Floor(allowance=111_000, persons=3))
    assert (living(own), capacity(own)) == (400_000, 300_000)
    low = Household(900_000, 200_000, 50_000, 2, 150_000, Floor(allowance=111_000, persons=3))
    assert (living(low), capacity(low)) == (333_000, 367_000)
    assert [f.code for f in findings(low)] == ["capacity", "floor_above_costs"]
    assert [(f.value, f.limit) for f in findings(low)] == [("3670.00", ""), ("2000.00", "3330.00")]


@pytest.mark.parametrize(("household", "code", "grade", "value", "missing"), [
    (Household(500_000, 500_000), "capacity_none", "note", "0.00", "0.00"),
    # 5,000 − 4,000 − 1,500 − 200 = −700.00.
    (Household(500_000, 400_000, 20_000, 0, 150_000), "capacity_negative", "warning", "-700.00", "700.00"),
    (Household(0), "capacity_none", "note", "0.00", "0.00"),
])  # fmt: skip
def test_nothing_left_is_an_answer_and_less_is_said(household: Household, code: str, grade: str, value: str, missing: str) -> None:
    (found,) = findings(household)
    assert (found.code, found.grade, found.where, found.value, found.values["missing"]) == (code, grade, "household", value, missing)


def test_no_income_is_said_and_measures_nothing() -> None:
    comparison = compared('essential_costs = "4,000"')
    plan = comparison.scenario("twelve")
    assert plan is not None
    assert (plan.measures["debt_to_income"].reason, plan.measures["left_to_live_on"].reason) == ("unknown", "unknown")
    assert [f.code for f in findings(comparison.case.household)] == ["no_income"]
    assert "above_capacity" not in codes(comparison)


def test_measures_follow_priority_debts_and_the_floor() -> None:
    # 1,000.00 a month. Debts 1,000 + 800 + 200 = 2,000.00 of 5,000.00; capacity 5,000 − 2,400 − 800 − 200 = 1,600.00, 600.00 left.
    lines = 'income = 5000\nessential_costs = "1,000"\npriority_debts = "800"\nother_debts = "200"\nfloor = { amount = "2,400" }'
    comparison = compared(lines)
    plan = comparison.scenario("twelve")
    assert plan is not None
    assert (plan.measures["debt_to_income"].amount, plan.measures["left_to_live_on"].amount) == (0.4, 60_000)
    assert set(codes(comparison)) & {"above_capacity", "debt_to_income", "housing_to_income"} == set()


def test_a_month_above_capacity_is_named() -> None:
    # 1,000.00 a month, 900.00 left: all twelve months, first in October 2026.
    found = codes(compared('income = "2,900"\nessential_costs = "2,000"'))["above_capacity"]
    assert (found.grade, found.value, found.limit) == ("warning", "1000.00", "900.00")
    assert found.values == {"month": "2026-10", "count": "12", "months": "12"}


@pytest.mark.parametrize(("income", "kind", "found"), [
    # 1,000.00 of 2,000.00 is 50 %, on the line; of 1,999.00 it is above it, for a mortgage's own payment only.
    ("2,000", "mortgage", {}), ("1,999", "mortgage", {"housing_to_income": ("0.50025013", "0.5")}), ("1,999", "consumer", {}),
    # Of 1,800.00 it is 55.6 %, above both lines.
    ("1,800", "mortgage", {"housing_to_income": ("0.55555556", "0.5"), "debt_to_income": ("0.55555556", "0.55")}),
    ("1,800", "consumer", {"debt_to_income": ("0.55555556", "0.55")}),
])  # fmt: skip
def test_lines_of_income_are_benchmarks_with_their_source(income: str, kind: str, found: dict[str, tuple[str, str]]) -> None:
    seen = {code: f for code, f in codes(compared(f'income = "{income}"', kind)).items() if code.endswith("_to_income")}
    assert {code: (f.value, f.limit) for code, f in seen.items()} == found
    assert all(f.grade == "note" and "36" in f.source for f in seen.values())


def test_plain_rules_know_no_line() -> None:
    says = 'payments = []\npenalty = { uplift = "0 %", compound = "none" }'
    case = casefile.parse('rules = "plain"\n' + (CASE % ("income = 1200", "mortgage")).replace("payments = []", says))
    assert not {"housing_to_income", "debt_to_income"} & set(codes(compare(case)))


def test_payments_by_calendar_month() -> None:
    days = np.array([day(EPOCH.replace(year=2026, month=m, day=d)) for m, d in ((1, 31), (2, 1), (2, 28), (4, 1))])
    found = by_month(days, np.array([100, 200, 300, 400]))
    assert (found.cents.tolist(), found.first.tolist()) == ([100, 500, 400], [days[0], days[1], days[3]])
    assert (np.diff(found.number) == [1, 2]).all()


@pytest.mark.parametrize(("lines", "code", "path"), [
    ('floor = { amount = "1,000", allowance = "500" }', "either", "household.floor.allowance"),
    ('floor = { minimum_wage = "2,000", persons = 2 }', "either", "household.floor.persons"),
    ("floor = { persons = 2 }", "neither", "household.floor.amount"), ("floor = {}", "neither", "household.floor.amount"),
    ('floor = { allowance = "500", dependants = 2 }', "needs_key", "household.floor.dependants"),
    ('dependants = 2\nfloor = { minimum_wage = "2,000" }', "needs_key", "household.floor.minimum_wage"),
    ("dependants = 2\nfloor = { minimum_wage = 2000, allowance = 500, dependants = 1 }", "floor_dependants", "household.floor.dependants"),
    ('dependants = 2\nfloor = { allowance = "500", persons = 2 }', "floor_persons", "household.floor.persons"),
    ('floor = { allowance = "-500" }', "negative", "household.floor.allowance"),
    ('priority_debts = "x"', "unreadable", "household.priority_debts"), ('floor = "1,000"', "wrong_type", "household.floor"),
])  # fmt: skip
def test_a_household_that_contradicts_itself(lines: str, code: str, path: str) -> None:
    with pytest.raises(CaseError) as caught:
        casefile.parse(CASE % (f"income = 5000\n{lines}", "consumer"))
    assert (code, path) in {(p.code, p.path) for p in caught.value.problems}
