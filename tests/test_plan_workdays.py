"""New due dates of a plan move to business days where the loan's do, worked by hand in years of which only weekends are known."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pytest

from planner import casefile
from planner.dates import date
from planner.scenarios import compare

LOAN: Final = """as_of = 2030-05-15
[[loan]]
kind = "business"
rate = "10 %"
day_count = "actual/360"
due_day = {due_day}
method = "equal-principal"
business_days = "{convention}"
statement = {{ date = 2030-05-15, principal = "36,000", instalments_left = {left}, dues = [] }}
[[plan]]
name = "p"
start = 2030-05-15
terms = [ {terms} ]
"""
D = dt.date


def asked(terms: str, convention: str, due_day: int, left: int) -> list[tuple[dt.date, int]]:
    """Days on which anything is billed, and the interest billed in cents."""
    text = LOAN.format(terms=terms, convention=convention, due_day=due_day, left=left)
    plan = compare(casefile.parse(text)).scenario("p")
    assert plan is not None
    billed = plan.ledger.billed[:, :, 0]
    return [(date(int(day)), int(own[1])) for day, own in zip(plan.ledger.date[:, 0], billed.T, strict=True) if own.any()]


@pytest.mark.parametrize(("convention", "expected"), [
    # 15 June 2030 is a Saturday. 36,000 bear 10.00 a day: 31 days to the 15th, 33 to Monday the 17th, 30 to Friday the 14th. Then 24,000
    # bear 6.6667 a day for 30, 28 and 31 days to 15 July, a Monday, and 12,000 3.3333 for 31 to 15 August, a Thursday: 103.33.
    ("none", [(D(2030, 6, 15), 31_000), (D(2030, 7, 15), 20_000), (D(2030, 8, 15), 10_333)]),
    ("following", [(D(2030, 6, 17), 33_000), (D(2030, 7, 15), 18_667), (D(2030, 8, 15), 10_333)]),
    ("preceding", [(D(2030, 6, 14), 30_000), (D(2030, 7, 15), 20_667), (D(2030, 8, 15), 10_333)]),
])  # fmt: skip
def test_a_new_schedule(convention: str, expected: list[tuple[dt.date, int]]) -> None:
    assert asked('{ instalments = 3, method = "equal-principal" }', convention, 20, 5) == expected


def test_unknown_holidays_are_said() -> None:
    text = LOAN.format(terms="{ instalments = 3 }", convention="following", due_day=20, left=5)
    plan = compare(casefile.parse(text)).scenario("p")
    assert plan is not None
    assert [f.value for f in plan.findings if f.code == "calendar_unknown"] == ["2030"]


@pytest.mark.parametrize(("convention", "expected"), [
    # The contract's 30 June is a Sunday, 31 July a Wednesday, 31 August a Saturday; 30 September is a Monday, 31 October a Thursday. A last
    # due date that moved into September takes none from it.
    ("following", [D(2030, 5, 31), D(2030, 7, 1), D(2030, 7, 31), D(2030, 9, 2), D(2030, 9, 30), D(2030, 10, 31)]),
    ("preceding", [D(2030, 5, 31), D(2030, 6, 28), D(2030, 7, 31), D(2030, 8, 30), D(2030, 9, 30), D(2030, 10, 31)]),
])  # fmt: skip
def test_instalments_added(convention: str, expected: list[dt.date]) -> None:
    assert [day for day, _ in asked("{ extend = 2 }, { recast = 0 }", convention, 31, 4)] == expected
