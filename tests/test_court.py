"""Court costs, judgment interest and ceilings, by hand from the state council's order no. 481 and the interpretations named in the book."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from planner import court, rules
from planner.errors import RangeError
from planner.rules import Rulebook

CN = rules.built_in("cn")
TODAY = dt.date(2026, 11, 25)
WAN = 1_000_000
"""Ten thousand yuan in cents."""


def fee(cents: int) -> int:
    return int(court.acceptance_fee(cents, CN, TODAY)[0])


# Both sides of every bracket: amount, and fee in yuan as 'amount x rate + add-on' of the order's summary table.
@pytest.mark.parametrize(
    ("claim", "yuan"),
    [
        (1, 50),
        (10_000, 50),
        (10_000.40, 50.01),  # 50 + 0.40 x 2.5 %
        (100_000, 2_300),  # x 2.5 % - 200
        (200_000, 4_300),  # x 2 % + 300
        (400_000, 7_300),  # x 1.5 % + 1,300
        (500_000, 8_800),
        (1_000_000, 13_800),  # x 1 % + 3,800
        (2_000_000, 22_800),  # x 0.9 % + 4,800
        (5_000_000, 46_800),  # x 0.8 % + 6,800
        (10_000_000, 81_800),  # x 0.7 % + 11,800
        (20_000_000, 141_800),  # x 0.6 % + 21,800
        (30_000_000, 191_800),  # x 0.5 % + 41,800
    ],
)
def test_acceptance_fee_by_bracket(claim: float, yuan: float) -> None:
    assert fee(round(claim * 100)) == round(yuan * 100)


def test_nothing_claimed_costs_nothing() -> None:
    assert fee(0) == 0


def test_fee_is_halved_once() -> None:
    # 114,142.70: 50 + 90,000 x 2.5 % + 14,142.70 x 2 % = 2,582.854; half of 2,582.85 is 1,291.425, half up 1,291.43; in whole yuan 1,291.
    halved = court.acceptance_fee(11_414_270, CN, TODAY, reduced=True)
    assert int(halved[0]) == 129_143
    assert int(court.to_yuan(halved)[0]) == 129_100
    assert int(court.reduced_fee(5_000, CN, TODAY)[0]) == 2_500


def test_payment_order_is_a_third() -> None:
    assert int(court.payment_order_fee(100 * WAN, CN, TODAY)[0]) == 460_000


# Up to 1,000: 30; to 100,000: 1 %; above: 0.5 %; 30 + 990 + (x - 100,000) x 0.5 % reaches 5,000 at 896,000.
@pytest.mark.parametrize(
    ("amount", "yuan"),
    [(1_000, 30), (2_000, 40), (100_000, 1_020), (200_000, 1_520), (895_999, 4_999.995), (896_000, 5_000), (10**7, 5_000)],
)
def test_preservation_fee(amount: int, yuan: float) -> None:
    assert int(court.preservation_fee(amount * 100, CN, TODAY)[0]) == int(yuan * 100 + 0.5)


# 50; + 1.5 % to 500,000 = 7,400; + 1 % to 5,000,000 = 52,400; + 0.5 % to 10,000,000 = 77,400; + 0.1 %.
@pytest.mark.parametrize(
    ("amount", "yuan"),
    [(10_000, 50), (20_000, 200), (500_000, 7_400), (10**6, 12_400), (5 * 10**6, 52_400), (10**7, 77_400), (2 * 10**7, 87_400)],
)
def test_execution_fee(amount: int, yuan: int) -> None:
    assert int(court.execution_fee(amount * 100, CN, TODAY)[0]) == yuan * 100


def test_fees_of_many_claims_at_once() -> None:
    claims = np.array([0, 1 * WAN, 100 * WAN])
    assert court.acceptance_fee(claims, CN, TODAY).tolist() == [0, 5_000, 1_380_000]


def test_delayed_performance_counts_the_first_day_and_not_the_last() -> None:
    # 1,000,000 x 0.0175 % x 100 days = 17,500; a day more or less is 175.
    since, until = dt.date(2026, 1, 1), dt.date(2026, 4, 11)
    own = [int(court.delayed_performance(100 * WAN, since, until, CN, shift=shift)[0]) for shift in (-1, 0, 1)]
    assert own == [1_732_500, 1_750_000, 1_767_500]
    assert court.delay_rate(CN, TODAY) == 6_300_000  # 0.0175 % x 360


def test_delayed_performance_before_the_rule_is_unknown() -> None:
    with pytest.raises(RangeError, match="before_rule"):
        court.delayed_performance(WAN, dt.date(2014, 7, 1), dt.date(2014, 7, 31), CN)


def test_private_cap_on_both_sides_of_its_date() -> None:
    # 24 % until 2020-08-19; 4 x 3.85 % = 15.4 % from 2020-08-20; 4 x 3.10 % = 12.4 % on 2024-10-21; 4 x 3.00 % = 12 % today.
    days = [dt.date(2020, 8, 19), dt.date(2020, 8, 20), dt.date(2024, 10, 21), dt.date(2026, 9, 21)]
    assert [court.private_cap(CN, on) for on in days] == [24_000_000, 15_400_000, 12_400_000, 12_000_000]


def test_old_private_loan_is_split_where_the_rule_changed() -> None:
    # 100,000: ten days at 24 % / 365 = 657.53, ten at 4 x 3.85 % = 15.4 % / 365 = 421.92; filed when the LPR was 3.85 %.
    made, since, until = dt.date(2020, 1, 10), dt.date(2020, 8, 10), dt.date(2020, 8, 30)
    parts = court.private_caps(CN, made, since, until, filed=dt.date(2020, 9, 1))
    assert [(p.since, p.until, p.rate) for p in parts] == [
        (since, dt.date(2020, 8, 20), 24_000_000), (dt.date(2020, 8, 20), until, 15_400_000)
    ]  # fmt: skip
    assert [int(court.capped_interest(10 * WAN, p.rate, p.since, p.until)[0]) for p in parts] == [65_753, 42_192]


def test_private_loan_made_under_the_new_rule_keeps_the_rate_of_its_day() -> None:
    parts = court.private_caps(CN, dt.date(2024, 10, 21), dt.date(2025, 1, 1), dt.date(2026, 1, 1))
    assert [p.rate for p in parts] == [12_400_000]


def test_a_book_without_court_fees_has_none() -> None:
    with pytest.raises(RangeError, match="no_rule"):
        court.acceptance_fee(WAN, Rulebook("none", {}), TODAY)
