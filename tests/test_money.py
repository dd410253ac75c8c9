"""Cents and rates: exact half-up against Python's integers, ties included; the way in and out of text."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import RangeError
from planner.money import MAX_CENTS, ONE, carry, half_up, share, to_cents, to_rate, yuan

UNITS = (360 * ONE, 365 * ONE, 365 * 366 * ONE, 12 * ONE, ONE)
amounts = st.one_of(st.integers(0, 10**13), st.integers(0, 200).map(lambda k: k * 50_000))
rates = st.sampled_from([0, 1, 5_000_000, 7_200_000, 15_400_000, 18_000_000, 24_000_000, 36_500_000, 10**9])
days = st.one_of(st.integers(0, 40), st.integers(0, 3660))


@given(amounts, rates, days, st.sampled_from(UNITS), st.integers(-(10**6), 10**6))
def test_carry_posts_the_half_up_rounding_of_the_exact_sum(base: int, rate: int, time: int, unit: int, millionths: int) -> None:
    rem = millionths * (unit // 2) // 10**6
    rem = min(rem, unit // 2 - 1)
    factor = rate * time
    if base * factor // unit >= 2**46:
        return
    posted, left = carry(np.array([base]), np.array([factor]), np.array([rem]), unit)
    exact = base * factor + rem
    assert int(posted[0]) == (2 * exact + unit) // (2 * unit)
    assert int(left[0]) == exact - int(posted[0]) * unit
    assert -unit // 2 <= int(left[0]) < unit // 2


@given(st.integers(0, 10**5), st.integers(1, 10**6), st.sampled_from(UNITS))
def test_a_tie_goes_up(whole: int, base: int, unit: int) -> None:
    """Base x factor = (whole + 1/2) x unit exactly, for factors that make it so."""
    target = (2 * whole + 1) * unit // 2
    factor, odd = divmod(target, base)
    if odd:
        base, factor = 1, target
    posted, left = carry(np.array([base]), np.array([factor]), np.zeros(1, dtype=np.int64), unit)
    assert int(posted[0]) == whole + 1
    assert int(left[0]) == -unit // 2


@given(amounts, st.integers(0, ONE), st.integers(1, 10**11))
def test_half_up_of_any_unit(base: int, factor: int, unit: int) -> None:
    if base * factor // unit >= 2**45:
        return
    assert int(half_up(np.array([base]), factor, unit)[0]) == (2 * base * factor + unit) // (2 * unit)


def test_cutting_an_accrual_changes_nothing() -> None:
    """1,000.00 at 7.3 % for 365 days on /365 is 73.00; day by day as well."""
    unit, rem, total = 365 * ONE, np.zeros(1, dtype=np.int64), 0
    for _ in range(365):
        cents, rem = carry(np.array([100_000]), np.array([7_300_000]), rem, unit)
        total += int(cents[0])
    assert (total, int(rem[0])) == (7_300, 0)


@pytest.mark.parametrize(("text", "cents"), [("0", 0), ("0.01", 1), ("120000.00", 12_000_000), ("100000000000", MAX_CENTS)])
def test_to_cents(text: str, cents: int) -> None:
    assert to_cents(Decimal(text)) == cents


@pytest.mark.parametrize("text", ["-0.01", "0.001", "100000000000.01"])
def test_amounts_out_of_range(text: str) -> None:
    with pytest.raises(RangeError):
        to_cents(Decimal(text))


def test_to_rate() -> None:
    assert to_rate(Decimal("0.154")) == 15_400_000
    assert to_rate(Decimal("0.000000005")) == 1
    with pytest.raises(RangeError):
        to_rate(Decimal(20))
    with pytest.raises(RangeError):
        to_rate(Decimal("-0.01"))


def test_plain_strings() -> None:
    assert [yuan(c) for c in (0, 5, -1234, 12_000_000)] == ["0.00", "0.05", "-12.34", "120000.00"]
    assert [share(r) for r in (0, ONE, 15_400_000, 1, 10 * ONE)] == ["0", "1", "0.154", "0.00000001", "10"]
