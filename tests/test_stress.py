"""Plans under stress, worked by hand: less income, a lost month and its cure, a rate that rises, shares of drawn incomes."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from planner import casefile
from planner.burden import Burden
from planner.case import Case, IncomeRisk
from planner.dates import day
from planner.errors import CaseError
from planner.incomes import CHUNK, PATHS, chunks, kept, wilson
from planner.money import ONE
from planner.present import stress_json
from planner.stress import SHOCKS, Shock, Stressed, stress

LEVEL = """as_of = 2026-09-30
[household]
%s
[assumptions]
%s
[[loan]]
kind = "consumer"
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
"""Twelve payments of 1,000.00 on the 30th (28 February), from October 2026 on."""
HOUSE = 'income = "5,000"\nessential_costs = "3,600"'
"""A month leaves 1,400.00."""
FLOATING = """as_of = 2026-10-20
[household]
income = "3,690"
essential_costs = "3,000"
[[loan]]
kind = "business"
principal = "120,000.00"
rate = "%s"
opened = 2026-10-20
instalments = 12
method = "interest-only"
payments = []
[[plan]]
name = "as it is"
start = 2026-10-20
terms = [ { waive = "penalty", share = "100 %%" } ]
"""


def stressed(text: str, cure: int = 0, on_break: str = "restore") -> Stressed:
    case = casefile.parse(text)
    return stress(case, case.plans[0], cure=cure, on_break=on_break)


def shocks(found: Stressed) -> dict[str, Shock]:
    return {shock.code: shock for shock in found.shocks}


def test_less_income() -> None:
    # 1,400.00 as things are; 4,500 − 3,600 = 900.00, 400.00 and −100.00 left with a tenth less each time: 100, 600 and 1,000 short a month.
    found = stressed(LEVEL % (HOUSE, ""))
    assert (found.spare, found.today.survives, found.today.months_in_arrears, found.today.breaks) == (140_000, True, 0, None)
    assert tuple(shock.code for shock in found.shocks) == SHOCKS
    for code in ("income_minus_10", "income_minus_20", "income_minus_30"):
        shock = shocks(found)[code]
        assert (shock.survives, shock.first_failing, shock.months_in_arrears) == (False, day(dt.date(2026, 10, 30)), 12)
        assert shock.breaks is not None
        # Nothing was paid and nothing bears: the 12,000.00 of the contract stand as without the plan.
        assert (shock.breaks.date, int(shock.breaks.owed.sum()), shock.breaks.worse) == (day(dt.date(2026, 10, 30)), 1_200_000, 0)


@pytest.mark.parametrize(("cure", "breaks"), [(0, dt.date(2026, 10, 30)), (30, dt.date(2026, 11, 29)), (31, None)])
def test_a_lost_month_and_the_days_to_cure(cure: int, breaks: dt.date | None) -> None:
    # The first payment is missed; 400.00 more than asked are left in each month after: 1,000, 600 and 200 are late at the ends of October,
    # November, December, nothing after. Each missed instalment is paid in full a month later, 30 or 31 days: 30 October on 30 November.
    shock = shocks(stressed(LEVEL % (HOUSE, ""), cure))["lost_month"]
    first = day(dt.date(2026, 10, 30))
    assert (shock.survives, shock.first_failing, shock.lost, shock.months_in_arrears) == (False, first, first, 3)
    assert (None if shock.breaks is None else shock.breaks.date) == (None if breaks is None else day(breaks))


def test_a_settlement_is_one_month() -> None:
    # 12,000.00 once: 14,000.00 of income are enough, no income in that month is not.
    settled = (LEVEL % ('income = "20,000"', "")).replace("{ instalments = 12 }", '{ settle = "12,000.00" }')
    found = shocks(stressed(settled))
    assert (found["income_minus_30"].survives, found["lost_month"].survives, found["lost_month"].months_in_arrears) == (True, False, 1)


def test_a_higher_rate_from_the_next_repricing_on() -> None:
    # LPR 3 % + 300 points on 120,000.00: 600.00 a month; 1 January 2027 brings 7 %: 240.00 for 12 days and 420.00 for 18 on 20 January,
    # 700.00 from 20 February on. 690.00 are left: 10.00 short in each of the nine months to October, where the principal is short anyway.
    found = stressed(FLOATING % "LPR1Y + 300bp")
    rate = shocks(found)["rate_plus_1"]
    assert (found.today.first_failing, found.today.months_in_arrears) == (day(dt.date(2027, 10, 20)), 1)
    assert (rate.first_failing, rate.months_in_arrears) == (day(dt.date(2027, 2, 20)), 9)
    fixed = stressed(FLOATING % "6 %")
    rate = shocks(fixed)["rate_plus_1"]
    assert (rate.first_failing, rate.months_in_arrears) == (fixed.today.first_failing, fixed.today.months_in_arrears)


@pytest.mark.parametrize("household", ['essential_costs = "3,600"', "dependants = 1"])
def test_no_income_is_said(household: str) -> None:
    with pytest.raises(CaseError) as caught:
        stressed(LEVEL % (household, ""))
    assert [(p.code, p.path) for p in caught.value.problems] == [("missing", "household.income")]


def test_nothing_or_less_to_spare_is_an_answer() -> None:
    for costs, spare in (("5,000", 0), ("6,000", -100_000)):
        found = stressed(LEVEL % (f'income = "5,000"\nessential_costs = "{costs}"', ""))
        assert (found.spare, found.today.survives, found.today.months_in_arrears) == (spare, False, 12)


@pytest.mark.parametrize(("good", "count", "low", "high"), [
    # Newcombe, Statistics in Medicine 17 (1998), method 3.
    (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718),
])  # fmt: skip
def test_wilsons_interval_as_published(good: int, count: int, low: float, high: float) -> None:
    assert wilson(good, count) == pytest.approx((low, high), abs=5e-5)


def test_without_chance_all_paths_are_alike() -> None:
    # All of 10,000: from 1 / (1 + 1.96² / 10,000) to 1; none of them: from 0 to the same short of 1.
    edge = 1 / (1 + 1.959963984540054**2 / PATHS)
    found = stressed(LEVEL % (HOUSE, "income = { }")).kept
    assert found is not None
    assert found.complete == found.on_time == pytest.approx((edge, 1.0))
    poor = stressed(LEVEL % ('income = "500"', "income = { }")).kept
    assert poor is not None
    assert poor.complete == pytest.approx((0.0, 1 - edge))


def test_lost_months_are_as_often_as_assumed() -> None:
    # Never late: no month of twelve lost, 0.98¹² = 0.7847. Cured in 31 days: more; the range of two assumptions is wider than each.
    asks = Burden(np.arange(12) * 31, np.full(12, 100_000), 12)
    once = kept(asks, 500_000, 360_000, IncomeRisk(lost_month=(2_000_000, 2_000_000)))
    assert once.on_time[0] < 0.98**12 < once.on_time[1]
    assert once.complete == once.on_time
    wide = kept(asks, 500_000, 360_000, IncomeRisk(lost_month=(1_000_000, 3_000_000)))
    assert wide.on_time[0] < 0.97**12 < 0.99**12 < wide.on_time[1]


def test_the_mean_of_a_varying_income_is_the_income() -> None:
    # What is asked once, in one month, is met with the chance that a lognormal income of mean 5,000.00 and s = 0.3 reaches 5,000.00:
    # z >= s / 2 = 0.15, that is 44.04 %.
    asks = Burden(np.array([0]), np.array([500_000]), 1)
    found = kept(asks, 500_000, 0, IncomeRisk(volatility=(3 * ONE // 10, 3 * ONE // 10)))
    assert found.on_time[0] < 0.4404 < found.on_time[1]


def test_a_seed_gives_the_same_again() -> None:
    asks, risk = Burden(np.arange(12) * 31, np.full(12, 100_000), 12), IncomeRisk((10_000_000, 20_000_000), (1_000_000, 2_000_000))
    called: list[int] = []
    first = kept(asks, 500_000, 360_000, risk, count=5_000, seed=7, advance=lambda: called.append(1))
    assert first == kept(asks, 500_000, 360_000, risk, count=5_000, seed=7)
    assert first != kept(asks, 500_000, 360_000, risk, count=5_000, seed=8)
    assert len(called) == chunks(5_000) == 2 * 3
    assert CHUNK < PATHS


def case_with(income: str) -> Case:
    return casefile.parse(LEVEL % (HOUSE, f"income = {income}"))


def test_assumptions_are_one_share_or_two_ends() -> None:
    assert case_with('{ volatility = "15 %", lost_month = "2 %" }').income_risk == IncomeRisk((15_000_000,) * 2, (2_000_000,) * 2)
    assert case_with('{ volatility = ["10 %", "20 %"] }').income_risk == IncomeRisk((10_000_000, 20_000_000), (0, 0))


@pytest.mark.parametrize(("income", "code"), [
    ('{ volatility = ["20 %", "10 %"] }', "least_above_most"), ('{ volatility = ["20 %"] }', "two_ends"),
    ('{ lost_month = "-1 %" }', "negative"), ("{ lost_month = 2 }", "ambiguous"),
    ("{ mean = 1 }", "unknown_key"), ("{ volatility = nan }", "wrong_type"),
])  # fmt: skip
def test_assumptions_that_cannot_be_read(income: str, code: str) -> None:
    with pytest.raises(CaseError) as caught:
        case_with(income)
    assert [p.code for p in caught.value.problems] == [code]


def test_json() -> None:
    form = stress_json(stressed(LEVEL % (HOUSE, 'income = { lost_month = ["1 %", "2 %"] }')))
    assert (form["plan"], form["capacity"]) == ("twelve", "1400.00")
    assert form["shocks"][3] == {
        "shock": "lost_month", "survives": False, "first_failing": "2026-10-30", "months_in_arrears": 3, "lost_month": "2026-10-30",
        "break": {"date": "2026-10-30", "owed": "12000.00", "back": "0.00", "worse": "0.00"},
    }  # fmt: skip
    assert form["today"] == {"survives": True, "first_failing": None, "months_in_arrears": 0, "lost_month": None, "break": None}
    assert form["paths"]["lost_month"] == {"low": "0.01", "high": "0.02"}
    assert stress_json(stressed(LEVEL % (HOUSE, "")))["paths"] is None
