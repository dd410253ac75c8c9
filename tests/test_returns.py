"""Rates of return: every root there is, none where there is none, and agreement with an independent program."""

from __future__ import annotations

import datetime as dt
import math
from itertools import pairwise

import numpy as np
import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import dates
from planner.errors import RangeError
from planner.returns import (
    HIGHEST,
    as_lent,
    compounded,
    effective,
    irr12,
    months_since,
    nearest_zero,
    npv,
    roots,
    rule_of_thumb,
    worth,
    xirr,
)

FLAT = [-1_200_000, *[107_200] * 12]
"""12,000.00 over 12 months at a flat 0.6 % a month: 1,000.00 of principal and 72.00 of interest each."""


def days(*iso: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([dates.day(dt.date.fromisoformat(day)) for day in iso], dtype=np.int64)


@pytest.mark.parametrize(
    ("amounts", "times", "expected"),
    [
        # (1 - 1.1 x)(1 - 1.2 x) = 1 - 2.3 x + 1.32 x**2, and so on: products of chosen roots.
        ([-100, 230, -132], [0, 1, 2], (0.1, 0.2)),
        ([-1000, 2500, -1560], [0, 1, 2], (0.2, 0.3)),
        ([-100, 200, -75], [0, 1, 2], (-0.5, 0.5)),
        ([-1000, 3600, -4310, 1716], [0, 1, 2, 3], (0.1, 0.2, 0.3)),
        ([-100, 100], [0, 1], (0.0,)),
        ([-100, 25], [0, 2], (-0.5,)),
        ([-100, 121], [3.5, 5.5], (0.1,)),
        ([121, -100], [5.5, 3.5], (0.1,)),
        ([-1, 900_001], [0, 1], (900_000.0,)),
        ([-(10**13), 11 * 10**12], [0, 1], (0.1,)),
        ([-1e300, 1.1e300], [0, 1], (0.1,)),
        ([-40, -60, 100, 10], [0, 0, 1, 1], (0.1,)),
    ],
)
def test_known_roots(amounts: list[float], times: list[float], expected: tuple[float, ...]) -> None:
    assert roots(amounts, times) == pytest.approx(expected, rel=1e-12, abs=1e-13)


@pytest.mark.parametrize(
    ("amounts", "times", "expected"),
    [
        ([-100, 220, -121], [0, 1, 2], 0.1),
        ([-1000, 3300, -3630, 1331], [0, 1, 2, 3], 0.1),
        ([-400, 400, -100], [0, 1, 2], -0.5),
    ],
)
def test_roots_that_meet_are_given_once(amounts: list[int], times: list[int], expected: float) -> None:
    assert roots(amounts, times) == pytest.approx((expected,), abs=1e-6)


@pytest.mark.parametrize(
    ("amounts", "times"),
    [
        ([], []),
        ([0, 0, 0], [0, 1, 2]),
        ([100, 5, 5], [0, 1, 2]),
        ([-100], [0]),
        ([-100, 0, 0], [0, 1, 2]),
        ([-100, 100], [0, 0]),
        ([-100, 150], [0, 0]),
        # x = 1 / (1 + rate): 100 - 200 x + 101 x**2 has the discriminant 40,000 - 40,400 < 0.
        ([-100, 200, -101], [0, 1, 2]),
        # The rate of 2,000,000 is above HIGHEST.
        ([-1, 2_000_001], [0, 1]),
    ],
)
def test_no_root(amounts: list[int], times: list[int]) -> None:
    assert roots(amounts, times) == ()


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_figures_that_are_not_finite_are_refused(bad: float) -> None:
    with pytest.raises(RangeError, match="cash_flows"):
        roots([-100, bad], [0, 1])
    with pytest.raises(RangeError, match="cash_flows"):
        roots([-100, 110], [0, bad])


def test_two_roots_close_by_are_told_apart() -> None:
    # (1 - 1.10000 x)(1 - 1.10001 x), scaled by 10**9 to whole amounts: 1.10000 * 1.10001 = 1.210011.
    assert roots([-(10**9), 2_200_010_000, -1_210_011_000], [0, 1, 2]) == pytest.approx((0.1, 0.10001), abs=1e-9)


def test_many_roots_at_once() -> None:
    chosen = (-0.5, -0.2, 0.05, 0.3, 0.9, 2.0, 10.0)
    flows = [1.0]
    for rate in chosen:
        flows = [a - (1 + rate) * b for a, b in zip([*flows, 0.0], [0.0, *flows], strict=True)]
    assert roots(flows, range(len(flows))) == pytest.approx(chosen, abs=1e-8)


def test_flat_fee_of_the_domain_page() -> None:
    # domain.md section 2: 0.6 % a month flat over 12 months is 13.03 % nominal and 13.84 % effective.
    (nominal,) = irr12(FLAT, range(13))
    assert round(nominal * 100, 2) == 13.03
    assert round(compounded((nominal,))[0] * 100, 2) == 13.84
    dated = days("2026-01-15", *(f"2026-{m:02d}-15" for m in range(2, 13)), "2027-01-15")
    # February is short: by actual days most instalments come a day or two earlier than by twelfths of a year.
    by_days = pyxirr.xirr([dates.date(int(d)) for d in dated], FLAT)
    assert effective(FLAT, dated) == pytest.approx((by_days,), abs=1e-9)
    assert irr12(FLAT, months_since(dated)) == pytest.approx((nominal,), rel=1e-12)


def test_effective_counts_actual_days_over_365() -> None:
    # 365 days at 10 %, and 730 days at 10 % squared; 2024 is a leap year of 366 days.
    assert effective([-1000, 1100], days("2025-03-01", "2026-03-01")) == pytest.approx((0.1,), rel=1e-12)
    assert effective([-1000, 1210], days("2025-03-01", "2027-03-01")) == pytest.approx((0.1,), rel=1e-12)
    assert effective([-1000, 1100], days("2024-01-01", "2025-01-01")) == pytest.approx((1.1 ** (365 / 366) - 1,), rel=1e-12)


def test_off_the_grid_compounding_the_nominal_rate_gives_the_effective_one() -> None:
    flows, on = [-1000, -9000, 20000, -3000], days("2015-06-11", "2015-07-21", "2018-06-10", "2015-10-17")
    assert compounded(irr12(flows, months_since(on))) == pytest.approx(effective(flows, on), rel=1e-12)


def test_effective_agrees_with_published_figures() -> None:
    # The examples of the documentation of pyxirr and of an accounting course (7.8 %).
    flows, on = [-1000, -9000, 20000, -3000], days("2015-06-11", "2015-07-21", "2018-06-10", "2015-10-17")
    assert effective(flows, on) == pytest.approx((0.1635371584432641,), abs=1e-12)
    eir = effective([-910, 50, 50, 50, 50, 1050], days("2021-05-01", *(f"{y}-12-31" for y in range(2021, 2026))))
    assert eir == pytest.approx((0.078,), abs=6e-4)
    assert effective([-18480, 13120], days("2020-03-05", "2020-03-16")) == pytest.approx((-0.9999884228170087,), abs=1e-12)


def test_months_lie_on_the_grid_or_follow_the_days() -> None:
    assert months_since(days("2026-01-15", "2026-02-15", "2027-01-15")).tolist() == [0, 1, 12]
    # Month ends keep their anchor: 31 January, 28 February, 31 March.
    assert months_since(days("2026-01-31", "2026-02-28", "2026-03-31")).tolist() == [0, 1, 2]
    # One day off the grid, and all times are days * 12 / 365.
    assert months_since(days("2026-01-15", "2026-02-16", "2027-01-15")) == pytest.approx([0, 32 * 12 / 365, 12])
    assert months_since(days()).size == 0


def test_present_value_at_an_effective_rate() -> None:
    assert npv([110_000, 121_000], np.array([365, 730]), 0.1) == pytest.approx(200_000, rel=1e-14)
    assert npv([100, 200], np.array([0, 400]), 0.0) == pytest.approx(300)
    assert npv([], np.array([], dtype=np.int64), 0.05) == 0
    assert npv([100], np.array([365]), -0.5) == pytest.approx(200)


@pytest.mark.parametrize("rate", [-1.0, -2.0, math.nan])
def test_present_value_needs_a_rate_above_minus_100_percent(rate: float) -> None:
    with pytest.raises(RangeError, match="discount_rate"):
        npv([100], np.array([365]), rate)


def test_a_present_value_beyond_floats_is_refused() -> None:
    with pytest.raises(RangeError, match="discount_rate"):
        npv([100], np.array([365 * 100]), -1 + 1e-12)


@settings(max_examples=150, deadline=None)
@given(
    principal=st.integers(1, 10**13),
    pays=st.lists(st.tuples(st.integers(1, 4000), st.integers(1, 10**11)), min_size=1, max_size=40),
)
def test_a_loan_has_one_rate_and_it_is_that_of_pyxirr(principal: int, pays: list[tuple[int, int]]) -> None:
    on, amounts = np.array([0, *(d for d, _ in pays)]), [-principal, *(a for _, a in pays)]
    found = effective(amounts, on)
    assert len(found) <= 1
    other = pyxirr.xirr([dates.date(int(d)) for d in on], amounts)
    if not found:
        assert other is None or not -1 + 1e-11 < other < HIGHEST / 2
    elif found[0] > -1 + 1e-6:
        # Either program may stop where float64 no longer tells rates apart; the worth at ours decides.
        assert other == pytest.approx(found[0], rel=1e-7, abs=1e-9) or abs(npv(amounts, on, found[0])) <= 1e-9 * principal


@settings(max_examples=150, deadline=None)
@given(amounts=st.lists(st.integers(-(10**8), 10**8), min_size=2, max_size=12))
def test_every_change_of_sign_on_a_fine_grid_is_found(amounts: list[int]) -> None:
    # Scanned in x = 1 / (1 + rate) with exact integers x = k / 64, from far above 0 % down to -94 %.
    size = len(amounts)
    found = [1 / (1 + rate) for rate in roots(amounts, range(size))]
    values = [sum(a * k**i * 64 ** (size - 1 - i) for i, a in enumerate(amounts)) for k in range(1, 1025)]
    for k, (before, after) in enumerate(pairwise(values), start=1):
        if (before < 0 < after) or (before > 0 > after):
            assert any(k / 64 - 1e-6 <= x <= (k + 1) / 64 + 1e-6 for x in found)


@settings(max_examples=150, deadline=None)
@given(amounts=st.lists(st.integers(-(10**8), 10**8), min_size=2, max_size=30))
def test_roots_are_ascending_in_range_and_no_more_than_changes_of_sign(amounts: list[int]) -> None:
    found = roots(amounts, range(len(amounts)))
    signs = [a > 0 for a in amounts if a]
    assert len(found) <= sum(a != b for a, b in pairwise(signs))
    assert all(a < b for a, b in pairwise(found))
    assert all(-1 < rate <= HIGHEST for rate in found)


def test_the_day_count_changes_the_rate() -> None:
    # 366 days at 10 %: a year and 6/360 by actual/360, one whole year by actual/actual, 366/365 by actual/365.
    on = days("2024-01-01", "2025-01-01")
    assert xirr([-1000, 1100], on, "actual/actual") == pytest.approx((0.1,), rel=1e-12)
    assert xirr([-1000, 1100], on, "actual/360") == pytest.approx((1.1 ** (360 / 366) - 1,), rel=1e-12)
    assert xirr([-1000, 1100], on) == pytest.approx(effective([-1000, 1100], on), rel=1e-13)
    assert xirr([], days()) == ()


def test_of_several_rates_the_one_nearest_zero() -> None:
    assert nearest_zero((-0.68, -0.08)) == -0.08
    assert nearest_zero((-0.1, 0.1, 0.5)) == 0.1
    assert nearest_zero(()) is None


def test_rates_at_which_money_lent_is_worth_less_as_the_rate_rises() -> None:
    # 100 lent, 230 back, 132 lent again: worth 0 at 10 % and 20 %, more between them (at 15 %: 0.19), so it falls at 20 % only.
    flows, times = [-100, 230, -132], [0, 1, 2]
    assert as_lent(flows, times, roots(flows, times)) == pytest.approx((0.2,))
    # Seen from the other side money is taken first, and a higher rate must make it worth more: the same rate.
    assert as_lent([-a for a in flows], times, roots(flows, times)) == pytest.approx((0.2,))
    # Three rates: worth falls at 10 % and 30 %, rises at 20 %.
    flows, times = [-1000, 3600, -4310, 1716], [0, 1, 2, 3]
    assert as_lent(flows, times, roots(flows, times)) == pytest.approx((0.1, 0.3))
    assert as_lent([], [], ()) == ()


def test_worth_at_a_rate_a_period() -> None:
    # 110 after one period and 121 after two, at 10 %: 100 each.
    assert worth([110, 121], [1, 2], 0.1) == pytest.approx(200, rel=1e-14)
    assert worth([110], [-1], 0.1) == pytest.approx(121, rel=1e-14)
    with pytest.raises(RangeError, match="discount_rate"):
        worth([1], [1], -1.0)


def test_the_rule_of_thumb_for_a_flat_fee() -> None:
    # 0.6 % a month over 12 instalments: 0.006 * 24 * 12 / 13 = 13.29 %, beside 13.03 % of twelve times the monthly rate.
    assert round(rule_of_thumb(0.006, 12) * 100, 2) == 13.29
