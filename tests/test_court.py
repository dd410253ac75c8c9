"""What a court charges, by hand from the decree of the State Council No. 481, Articles 13 to 15."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from planner import court
from planner.errors import RangeError
from planner.money import Ints
from planner.rules import in_force, rulebook

ON = dt.date(2026, 1, 5)


def yuan(*amounts: float) -> Ints:
    return np.array([round(100 * amount) for amount in amounts], dtype=np.int64)


def test_acceptance_fee_by_brackets() -> None:
    """50 up to 10,000; then 2.5 %, 2 %, 1.5 %, 1 %, 0.9 %, 0.8 %, 0.7 %, 0.6 %, 0.5 % of each further stretch.

    100,000: 50 + 2,250; 200,000: + 2,000; 500,000: + 4,500; 1,000,000: + 5,000; 2,000,000: + 9,000; 5,000,000: + 24,000; 10,000,000:
    + 35,000; 20,000,000: + 60,000; 30,000,000: + 50,000. 114,142.70: 2,300 + 282.854.
    """
    claims = yuan(0, 9_999.99, 10_000, 100_000, 200_000, 500_000, 10**6, 2 * 10**6, 5 * 10**6, 10**7, 2 * 10**7, 3 * 10**7, 114_142.70)
    fees = yuan(50, 50, 50, 2_300, 4_300, 8_800, 13_800, 22_800, 46_800, 81_800, 141_800, 191_800, 2_582.85)
    assert court.acceptance(claims, ON).tolist() == fees.tolist()


def test_half_of_it_is_charged_once() -> None:
    """1,291.425 is half a cent above 1,291.42."""
    claims = yuan(114_142.70, 114_142.70)
    assert court.acceptance(claims, ON, np.array([True, False])).tolist() == [129_143, 258_285]
    assert court.halved(yuan(50), ON).tolist() == [2_500]


def test_payment_orders_enforcement_and_preservation() -> None:
    """A third of 13,800; 50 + 7,350 + 5,000; 30 + 990 + 500; 30 + 990 + 4,500 is above 5,000."""
    assert court.payment_order(yuan(10**6), ON).tolist() == [460_000]
    assert court.enforcement(yuan(10_000, 10**6), ON).tolist() == [5_000, 1_240_000]
    assert court.preservation(yuan(1_000, 200_000, 10**6), ON).tolist() == [3_000, 152_000, 500_000]


def test_the_rate_for_delay_and_the_ceiling_of_private_lending() -> None:
    """0.0175 % a day is 6.3 % of 360 days; four times 3.85 % on 2020-08-20, 3.10 % on 2024-10-21."""
    assert court.delay_rate(ON) == 6_300_000
    assert [court.private_ceiling_on(on) for on in (dt.date(2020, 8, 20), dt.date(2024, 10, 21))] == [15_400_000, 12_400_000]


def test_rules_hold_from_a_day_and_say_where_they_stand() -> None:
    with pytest.raises(RangeError, match="before_rule"):
        court.enforcement(yuan(1), dt.date(2007, 3, 31))
    assert in_force("enforcement_fee", ON).source == "国务院令第481号"
    assert all(rule.title and rule.source and rule.confidence for rules in rulebook("cn").values() for rule in rules)
