"""The fee for a voluntary early repayment, by hand: 30,000.00 prepaid of 80,000.00 outstanding and 120,000.00 first lent, at 12 %."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from planner.case import Loan
from planner.clauses import PrepaymentFee
from planner.dates import date, day
from planner.errors import RangeError
from planner.prepayment import Repaid, fee, year_start

D = dt.date
LOAN = Loan("a", "consumer", 12_000_000, 12_000_000, D(2025, 1, 15), 36, D(2025, 2, 15), 15)
ON = D(2025, 6, 20)


def repaid(principal: int | list[int] = 3_000_000, on: dt.date = ON, rate: int = 12_000_000, used: int = 0) -> Repaid:
    outstanding, original, own = (np.array([value], dtype=np.int64) for value in (8_000_000, 12_000_000, rate))
    return Repaid(day(on), np.atleast_1d(np.array(principal, dtype=np.int64)), outstanding, original, own, used)


def cents(rule: PrepaymentFee | None, **changes: Any) -> int:  # noqa: ANN401 - what repaid takes
    return int(fee(rule, LOAN, repaid(**changes))[0])


@pytest.mark.parametrize(("rule", "asked"), [
    (PrepaymentFee(months_of_interest=1), 30_000), (PrepaymentFee(months_of_interest=6), 180_000),
    (PrepaymentFee(share=3_000_000), 90_000), (PrepaymentFee(fixed=20_000), 20_000),
    # 0.1 % is 30.00, at least 50.00; 3 % is 900.00, at most 500.00; the least holds where it is above the most.
    (PrepaymentFee(share=100_000, least=5_000), 5_000), (PrepaymentFee(share=3_000_000, least=5_000), 90_000),
    (PrepaymentFee(share=3_000_000, most=50_000), 50_000), (PrepaymentFee(share=100_000, most=50_000), 3_000),
    (PrepaymentFee(share=100_000, least=60_000, most=50_000), 60_000),
    # 1 % of 80,000.00, and of 120,000.00; a month of interest on 80,000.00.
    (PrepaymentFee(share=1_000_000, base="outstanding"), 80_000), (PrepaymentFee(share=1_000_000, base="original"), 120_000),
    (PrepaymentFee(months_of_interest=1, base="outstanding"), 80_000),
    (PrepaymentFee(share=3_000_000, waived=True), 0), (None, 0),
])  # fmt: skip
def test_every_form_of_the_fee(rule: PrepaymentFee | None, asked: int) -> None:
    assert cents(rule) == asked


@pytest.mark.parametrize(("window", "on", "asked"), [
    ({"until_month": 12}, D(2026, 1, 14), 90_000), ({"until_month": 12}, D(2026, 1, 15), 0),
    ({"from_month": 12}, D(2026, 1, 14), 0), ({"from_month": 12}, D(2026, 1, 15), 90_000),
    ({"from_month": 12, "until_month": 24}, D(2027, 1, 14), 90_000), ({"from_month": 12, "until_month": 24}, D(2027, 1, 15), 0),
    ({"until_month": 1}, D(2025, 1, 15), 90_000), ({"until_month": 1}, D(2025, 2, 15), 0),
])  # fmt: skip
def test_the_window_holds_from_its_first_month_to_before_its_last(window: dict[str, int], on: dt.date, asked: int) -> None:
    assert cents(PrepaymentFee(share=3_000_000, **window), on=on) == asked  # type: ignore[arg-type]


@pytest.mark.parametrize(("free", "used", "asked"), [
    # 3 % of 20,000.00; of 24,000.00, since 6,000.00 are left free; of all, since the quota is used up; nothing within the quota.
    (1_000_000, 0, 60_000), (1_000_000, 400_000, 72_000), (1_000_000, 1_500_000, 90_000), (3_000_000, 0, 0), (3_000_001, 0, 0),
])  # fmt: skip
def test_a_quota_is_free(free: int, used: int, asked: int) -> None:
    assert cents(PrepaymentFee(share=3_000_000, free=free), used=used) == asked


def test_within_the_quota_not_even_the_least_is_asked() -> None:
    assert cents(PrepaymentFee(share=3_000_000, least=5_000, free=3_000_000)) == 0


def test_beyond_the_quota_another_base_is_whole() -> None:
    assert cents(PrepaymentFee(share=1_000_000, base="outstanding", free=1_000_000)) == 80_000


@pytest.mark.parametrize(("base", "called", "asked"), [
    ("prepaid", ON, 0), ("original", ON - dt.timedelta(1), 0), ("prepaid", ON + dt.timedelta(1), 90_000),
])  # fmt: skip
def test_after_acceleration_there_is_no_fee(base: str, called: dt.date, asked: int) -> None:
    rule = PrepaymentFee(share=3_000_000, least=1, base=base)
    assert int(fee(rule, replace(LOAN, accelerated=called), repaid())[0]) == asked


@pytest.mark.parametrize("base", ["prepaid", "outstanding", "original"])
def test_money_that_prepays_nothing_costs_nothing(base: str) -> None:
    """All of it went to what was overdue."""
    assert cents(PrepaymentFee(share=3_000_000, fixed=7, least=5_000, base=base), principal=0) == 0


@pytest.mark.parametrize(("rule", "principal", "rate", "asked"), [
    # 1 % of 100.50 is 1.005; 1.5 % of 12,345.67 is 185.18505; a month of 100,000.00 at 5.31 % is 442.50, of 33.33 at 18 % is 0.49995.
    (PrepaymentFee(share=1_000_000), 10_050, 0, 101), (PrepaymentFee(share=1_500_000), 1_234_567, 0, 18_519),
    (PrepaymentFee(months_of_interest=1), 10_000_000, 5_310_000, 44_250), (PrepaymentFee(months_of_interest=1), 3_333, 18_000_000, 50),
])  # fmt: skip
def test_rounded_half_up_once(rule: PrepaymentFee, principal: int, rate: int, asked: int) -> None:
    assert cents(rule, principal=principal, rate=rate) == asked


@pytest.mark.parametrize(("rule", "net", "asked"), [
    # 10,000.00 x 5 / 95 = 526.3157...; two months at 12 % are 2 %: 9,800.00 x 2 / 98; a cap; a base that the fee does not change.
    (PrepaymentFee(share=5_000_000), 1_000_000, 52_632), (PrepaymentFee(months_of_interest=2), 980_000, 20_000),
    (PrepaymentFee(share=5_000_000, most=30_000), 1_000_000, 30_000), (PrepaymentFee(share=5_000_000, base="original"), 1_000_000, 600_000),
    (PrepaymentFee(fixed=30_000), 1_000_000, 30_000),
])  # fmt: skip
def test_grossed_up_the_fee_is_a_share_of_itself_as_well(rule: PrepaymentFee, net: int, asked: int) -> None:
    assert int(fee(rule, LOAN, repaid(net), grossed=True)[0]) == asked


def test_a_fee_that_takes_everything_is_refused() -> None:
    with pytest.raises(RangeError):
        fee(PrepaymentFee(share=100_000_000), LOAN, repaid(), grossed=True)


def test_a_fee_beyond_every_amount_is_refused() -> None:
    with pytest.raises(RangeError):
        cents(PrepaymentFee(months_of_interest=120), principal=10**13, rate=10**9)


def test_many_loans_are_each_as_one_alone() -> None:
    rule = PrepaymentFee(share=3_000_000, least=5_000, most=80_000, free=100_000)
    own = [0, 100_000, 100_001, 1_234_567, 3_000_000]
    assert fee(rule, LOAN, repaid(own)).tolist() == [cents(rule, principal=value) for value in own] == [0, 0, 5_000, 34_037, 80_000]


@pytest.mark.parametrize(("opened", "on", "start"), [
    (D(2025, 1, 15), D(2026, 1, 14), D(2025, 1, 15)), (D(2025, 1, 15), D(2026, 1, 15), D(2026, 1, 15)),
    (D(2025, 1, 15), D(2025, 1, 15), D(2025, 1, 15)), (D(2024, 2, 29), D(2025, 2, 28), D(2025, 2, 28)),
])  # fmt: skip
def test_a_loan_year_begins_with_the_opening(opened: dt.date, on: dt.date, start: dt.date) -> None:
    assert date(year_start(replace(LOAN, opened=opened), day(on))) == start
