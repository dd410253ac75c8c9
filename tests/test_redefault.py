"""Plans that may fail, worked by hand from the case file on, and laws on every example."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from planner import casefile
from planner.branches import branches
from planner.case import Case, Enforcement, Redefault, Span
from planner.dates import day
from planner.enforcement import enforced
from planner.hazards import Course
from planner.money import ONE
from planner.redefault import course, fallback, sold
from planner.scenarios import compare
from planner.today import stand

FOLDER: Final = Path(__file__).resolve().parents[1] / "examples"
NAMES: Final = [p.stem for p in sorted(FOLDER.glob("*.toml")) if p.stem not in ("several_debts", "mortgage_income_drop")]
TWO: Final = """
schema = 1
as_of = 2026-01-01
rules = "plain"
[[loan]]
kind = "consumer"
rate = "12 %"
penalty = { rate = "0 %", compound = "none" }
statement = { date = 2026-01-01, principal = "0", instalments_left = 0, dues = [ { due = 2025-12-15, principal = "1,000.00" } ] }
[assumptions]
funding_rate = "10 %"
redefault = { monthly = "10 %" }
ENFORCEMENT
[[plan]]
name = "two"
start = 2026-01-01
terms = [ { rate = "0 %" }, { instalments = 2 } ]
"""
COURT: Final = 'enforcement = { months = 12, recovery = "50 %", lawyer = "20.00" }'


def two(assumed: str = COURT) -> Case:
    return casefile.parse(TWO.replace("ENFORCEMENT", assumed))


def measured(case: Case, code: str) -> float | str:
    """A measure of the first plan; why there is none where there is none."""
    value = compare(case).scenarios[-1].measures[code]
    assert not isinstance(value.amount, tuple)
    return value.reason if value.amount is None else float(value.amount)


# 500.00 on 1 February (day 31) and on 1 March (day 59) at 10 % effective. v = 1.1 ** (-1/365):
#   kept             500 v**31 + 500 v**59 = 495.97 + 492.36 = 988.32
#   broken at 1st    1,000.00 is owed on 2 February (day 32), 500.00 of it comes 365 days later, the lawyer is paid at once:
#                    (500 / 1.1 - 20) v**32 = 434.55 * 0.991679 = 430.93
#   broken at 2nd    495.97 came; 500.00 is owed on 2 March (day 60): (250 / 1.1 - 20) v**60 = 207.27 * 0.984455 = 204.05; 700.02 in all
#   expected         0.1 * 430.93 + 0.09 * 700.02 + 0.81 * 988.32 = 906.64
V: Final = 1.1 ** (-1 / 365)
KEPT: Final = 500 * V**31 + 500 * V**59
FIRST: Final = (500 / 1.1 - 20) * V**32
SECOND: Final = 500 * V**31 + (250 / 1.1 - 20) * V**60


def test_two_payments_by_hand() -> None:
    assert (round(KEPT, 2), round(FIRST, 2), round(SECOND, 2)) == (988.32, 430.93, 700.02)
    assert measured(two(), "npv") == pytest.approx(100 * KEPT, abs=1e-6)
    assert measured(two(), "expected_npv") == pytest.approx(90_663.78, abs=0.01)
    assert measured(two(), "expected_npv") == pytest.approx(100 * (0.1 * FIRST + 0.09 * SECOND + 0.81 * KEPT), abs=1e-6)


def test_a_sure_break_is_worth_enforcement_from_the_day_after_its_payment() -> None:
    # 1,000.00 stand on 2 February, when half of it is claimed for 20.00, and 32 days before that.
    later = casefile.parse(TWO.replace("2026-01-01", "2026-02-02").replace("ENFORCEMENT", COURT))
    filed = enforced(later, *stand(later.loans[0], later.as_of))
    assert filed is not None
    assert filed.worth(10_000_000) == pytest.approx(100 * (500 / 1.1 - 20), abs=1e-6)
    sure = replace(two(), redefault=Redefault(Span(ONE, ONE, ONE)))
    assert measured(sure, "expected_npv") == pytest.approx(filed.worth(10_000_000) * V**32, abs=1e-6)


def test_break_even_by_hand() -> None:
    # Enforcement today: 500 / 1.1 - 20 = 434.545. With s the share that gets through a month:
    # 430.9295 + 269.0900 s + 288.3053 s**2 = 434.5455, so s = 0.013249 and the hazard is 98.68 %.
    found = measured(two(), "breakeven_redefault")
    assert found == pytest.approx(0.98675, abs=5e-5)
    assert isinstance(found, float)
    s = 1 - found
    assert FIRST + (SECOND - FIRST) * s + (KEPT - SECOND) * s * s == pytest.approx(500 / 1.1 - 20, abs=1e-9)


def test_a_curve_repeats_its_last_month() -> None:
    curve = two().redefault
    assert curve is not None
    rising = replace(two(), redefault=Redefault(curve=(0, 20_000_000)))
    # Surely through the first month, 20 % fail in the second: 0.2 * 700.02 + 0.8 * 988.32.
    assert measured(rising, "expected_npv") == pytest.approx(100 * (0.2 * SECOND + 0.8 * KEPT), abs=1e-6)


def test_a_price_for_the_claim_stands_in_where_no_suit_is_assumed() -> None:
    # 400.00 for a claim of 1,000.00: 40 % of what is owed, at once, on day 32 or 60.
    found = measured(two('claim_price = "400.00"'), "expected_npv")
    first, second = 400 * V**32, 500 * V**31 + 200 * V**60
    assert found == pytest.approx(100 * (0.1 * first + 0.09 * second + 0.81 * KEPT), abs=1e-6)
    # 396.6715 + 296.1883 s + 295.4650 s**2 = 400, so s = 0.011114.
    assert measured(two('claim_price = "400.00"'), "breakeven_redefault") == pytest.approx(0.988886, abs=5e-6)


def test_the_better_of_enforcement_and_a_price_is_what_a_plan_is_held_against() -> None:
    # 700.02 is offered: as much as the plan is worth broken at its second payment; enforcement brings less, and is still the fallback.
    # 430.9295 + 269.0900 s + 288.3053 s**2 = 700.02 has s = 0.60624.
    assert measured(two(COURT + '\nclaim_price = "700.02"'), "breakeven_redefault") == pytest.approx(1 - 0.60624, abs=5e-5)


@pytest.mark.parametrize(("assumed", "code", "reason"), [
    ("", "expected_npv", "unknown"), ("", "breakeven_redefault", "unknown"),
    ('claim_price = "990.00"', "breakeven_redefault", "never_more"),
])  # fmt: skip
def test_what_cannot_be_said_is_said(assumed: str, code: str, reason: str) -> None:
    # 990.00 is more than the 988.32 of a plan that is kept.
    assert measured(two(assumed), code) == reason


def test_without_a_funding_rate_or_a_hazard_nothing_is_expected() -> None:
    assert measured(replace(two(), funding_rate=None), "expected_npv") == "unknown"
    assert measured(replace(two(), redefault=None), "expected_npv") == "unknown"


@cache
def courses_of(name: str) -> tuple[Course, ...]:
    """Every plan of an example as it may break, enforcement bringing half after a year, at 3 %."""
    case = replace(
        casefile.read(FOLDER / f"{name}.toml"), funding_rate=3_000_000, enforcement=Enforcement(Span(12, 12, 12), Span(*[ONE // 2] * 3)),
    )  # fmt: skip
    known, as_of, found = stand(case.loans[0], case.as_of), day(case.as_of), compare(case)
    way = fallback(case, 0)
    assert way is not None
    return tuple(
        course(branches(case.loans[0], known, s.ledger, as_of), way, 0.03, (as_of, day(p.start)))
        for p in case.plans for s in [found.scenario(p.name)] if s is not None
    )  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_no_hazard_is_the_present_value_and_a_sure_break_the_first_one(name: str) -> None:
    case = replace(casefile.read(FOLDER / f"{name}.toml"), funding_rate=3_000_000)
    plans = [s for s in compare(case).scenarios if s.kind == "plan"]
    for own, scenario in zip(courses_of(name), plans, strict=True):
        npv = scenario.measures["npv"].amount
        assert isinstance(npv, float)
        assert own.expected([0.0]) == pytest.approx(npv, rel=1e-9, abs=1e-9)
        assert own.expected([1.0]) == pytest.approx(own.broken[0], rel=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_where_each_later_break_is_worth_more_so_is_a_lower_hazard(name: str) -> None:
    for own in courses_of(name):
        worths = [own.expected([h / 20]) for h in range(21)]
        if (own.broken[1:] >= own.broken[:-1]).all() and own.kept >= own.broken[-1]:
            assert all(a >= b - 1e-6 for a, b in pairwise(worths))
        assert min(own.broken.min(), own.kept) - 1e-6 <= min(worths)
        assert max(worths) <= max(own.broken.max(), own.kept) + 1e-6


@pytest.mark.parametrize("name", NAMES)
def test_at_a_break_even_the_worths_are_equal(name: str) -> None:
    for own in courses_of(name):
        other = (own.kept + own.broken[0]) / 2
        found = own.breakeven(other)
        if own.kept >= other:
            assert not isinstance(found, str)
            assert all(own.expected([hazard]) == pytest.approx(other, rel=1e-9) for hazard in found)


def test_a_price_is_never_more_than_all_of_the_claim() -> None:
    way = sold(200_000, 100_000)
    assert way.brings(np.array([50_000])).tolist() == [50_000]
    assert sold(1, 0).brings(np.array([100])).tolist() == [0]
