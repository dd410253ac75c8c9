"""Annual percentage rates of two laws, their ways of counting time, and the Merchant's rule: by hand, or as the laws' own examples say."""

from __future__ import annotations

import datetime as dt
import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import dates
from planner.apr import apr_z, aprc, as_percent, eu_interval, eu_years, merchant_rule, per_year, term_per_year, unit_periods
from planner.errors import RangeError
from planner.returns import irr12


def day(iso: str) -> int:
    return dates.day(dt.date.fromisoformat(iso))


@pytest.mark.parametrize(
    ("drawdowns", "payments", "percent"),
    [
        # 98/7/EC Annex III, first example on equal months: 1,200 after a year and a half, 1.2 ** (2 / 3).
        ([(0, 1000)], [(1.5, 1200)], [100 * (1.2 ** (2 / 3) - 1)]),
        # The same by calendar days, 546 of 365: the annex prints 12.96.
        ([(0, 1000)], [(546 / 365, 1200)], [12.962038]),
        # Third example: 1,000 = 600 v + 600 v**2, so v = (-600 + sqrt(600**2 + 4 * 600 * 1000)) / 1200.
        ([(0, 1000)], [(1, 600), (2, 600)], [100 * (1200 / (-600 + math.sqrt(2_760_000)) - 1)]),
        # A charge a year before the loan: with y = 1 + X, 10 y + 99 / y = 100 has two solutions, y = (100 ± sqrt(6040)) / 20.
        ([(0, 100)], [(-1, 10), (1, 99)], [5 * (100 - math.sqrt(6040)) - 100, 5 * (100 + math.sqrt(6040)) - 100]),
        # Two drawdowns: 100 + 100 / 1.1 = 231 / 1.21 at 10 %, since 1.21 * 100 + 1.1 * 100 = 231.
        ([(0, 100), (1, 100)], [(2, 231)], [10]),
        # Half of it back at once: nothing left to pay for 50 but 50.
        ([(0, 100)], [(0, 50), (1, 50)], [0]),
        ([(0, 100)], [], []),
        ([(0, 100)], [(0, 100)], []),
    ],
)
def test_european_rates(drawdowns: list[tuple[float, float]], payments: list[tuple[float, float]], percent: list[float]) -> None:
    assert [100 * rate for rate in aprc(drawdowns, payments)] == pytest.approx(percent, abs=1e-6)


def test_the_decimal_after_the_last_rounds_up_from_five() -> None:
    assert [str(as_percent(x / 100)) for x in (6.041228, 6.05, 6.0499, 6.95, 12.9999)] == ["6.0", "6.1", "6.0", "7.0", "13.0"]
    assert str(as_percent(0.13066238, 2)) == "13.07"


@pytest.mark.parametrize(
    ("since", "until", "unit", "expected"),
    [
        # SWD(2012) 128, on remark (c): 12 January to 15 March is two months and three days; the year ends on 15 January.
        ("2012-01-12", "2012-03-15", "month", (2, 3, 365)),
        ("2013-01-12", "2013-02-15", "month", (1, 3, 366)),
        # Back from 29 March to 29 February; the year before that ends on 28 February 2011: 366 days.
        ("2012-02-26", "2012-03-29", "month", (1, 3, 366)),
        # 31 March back to the end of February; 29 February 2012 is in the year before that.
        ("2013-02-28", "2013-03-31", "month", (1, 0, 366)),
        ("2013-01-01", "2013-01-17", "week", (2, 2, 366)),
        ("2010-05-01", "2013-06-02", "year", (3, 32, 365)),
        ("2012-01-01", "2012-03-01", "day", (0, 60, 366)),
        ("2012-01-12", "2012-01-12", "month", (0, 0, 365)),
    ],
)
def test_european_intervals(since: str, until: str, unit: str, expected: tuple[int, int, int]) -> None:
    assert eu_interval(day(since), day(until), unit) == expected


def test_a_european_interval_in_years() -> None:
    assert eu_years(day("2013-01-12"), day("2013-02-15"), "month") == pytest.approx(1 / 12 + 3 / 366, rel=1e-15)
    assert eu_years(day("2013-01-01"), day("2013-01-17"), "week") == pytest.approx(2 / 52 + 2 / 366, rel=1e-15)


@pytest.mark.parametrize(
    ("since", "until", "unit", "expected"),
    [
        # Dates of the examples in Appendix J (c), counted by (b)(5).
        ("1978-02-10", "1978-04-01", (1, "month"), (1, 19, 30)),
        ("1978-02-23", "1978-03-01", (1, "semimonth"), (0, 6, 15)),
        ("1978-05-23", "1978-10-01", (3, "month"), (1, 39, 90)),
        ("1978-01-10", "1978-03-01", (2, "month"), (0, 52, 60)),
        ("1978-03-20", "1978-04-21", (1, "week"), (4, 4, 7)),
        ("1978-04-03", "1978-04-11", (2, "week"), (0, 8, 14)),
        ("1978-03-18", "1978-04-20", (4, "week"), (1, 5, 28)),
        # A year and a half is one year and six of twelve months; with two days over it is days of 365.
        ("2023-01-15", "2024-07-15", (1, "year"), (1, 6, 12)),
        ("2023-10-26", "2024-11-30", (12, "month"), (1, 35, 365)),
        ("2023-10-26", "2023-11-30", (1, "day"), (35, 0, 1)),
        # Inside a month of 31 days, thirty are left of none: a fraction of one.
        ("2023-01-01", "2023-01-31", (1, "month"), (0, 30, 30)),
    ],
)
def test_american_unit_periods(since: str, until: str, unit: tuple[int, str], expected: tuple[int, int, int]) -> None:
    assert unit_periods(day(since), day(until), unit) == expected


def test_unit_periods_of_a_year_and_of_a_single_term() -> None:
    assert [per_year(unit) for unit in ((1, "month"), (2, "month"), (2, "week"), (1, "semimonth"))] == [12, 6, 26, 24]
    assert term_per_year(day("1978-01-03"), day("1978-09-15")) == Fraction(365, 255)
    assert term_per_year(day("1978-01-15"), day("1978-07-15")) == 2


def test_american_rates_of_the_appendix() -> None:
    """The appendix prints two decimals: (c)(1)(i), (1)(v), (4)(i), (5)(i) and (5)(iii)."""
    monthly = apr_z([(0, 0, 5000)], [(t, 0, 230) for t in range(1, 25)], 12)
    weekly = apr_z([(0, 0, 500)], [(4 + t, 4 / 7, 17.6) for t in range(30)], 52)
    first_and_last = apr_z([(0, 0, 5000)], [(1, 0, 250), *((t, 0, 230) for t in range(2, 24)), (24, 0, 280)], 12)
    days = apr_z([(0, 0, 1000)], [(1, 0, 1080)], float(term_per_year(day("1978-01-03"), day("1978-09-15"))))
    months = apr_z([(0, 0, 1000)], [(1, 0.5, 1135.19)], 1)
    found = [round(100 * rate, 2) for (rate,) in (monthly, weekly, first_and_last, days, months)]
    assert found == [9.69, 14.96, 10.90, 11.45, 8.76]


def test_a_fraction_bears_simple_interest() -> None:
    # 1,000 (1 + i / 2) = 1,010: 2 % a month, 24 % a year. Compounding would give 2.01 %.
    assert apr_z([(0, 0, 1000)], [(0, 0.5, 1010)], 12) == pytest.approx((0.24,), rel=1e-13)
    # At 10 % a unit-period: 100 + 100 / 1.05 = P / 1.1, and P / 2 split over fractions 0 and 0.5 of the next unit-period:
    # x / 1.1 + x / (1.05 * 1.1) = 195.238095..., so x = 214.761904... * 1.05 / 2.05.
    x = (100 + 100 / 1.05) * 1.1 * 1.05 / 2.05
    assert apr_z([(0, 0, 100), (0, 0.5, 100)], [(1, 0, x), (1, 0.5, x)], 4) == pytest.approx((0.4,), rel=1e-12)


def test_a_whole_fraction_is_the_next_unit_period() -> None:
    assert apr_z([(0, 0, 100)], [(0, 1, 110)], 1) == pytest.approx(apr_z([(0, 0, 100)], [(1, 0, 110)], 1))


@settings(max_examples=60, deadline=None)
@given(pays=st.lists(st.integers(1, 10**6), min_size=1, max_size=24), lent=st.integers(1, 10**7))
def test_without_fractions_the_american_rate_is_twelve_times_the_monthly_one(pays: list[int], lent: int) -> None:
    found = apr_z([(0, 0, lent)], [(t, 0, amount) for t, amount in enumerate(pays, 1)], 12)
    assert found == pytest.approx(irr12([lent, *(-amount for amount in pays)], range(len(pays) + 1)), rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(
    pays=st.lists(st.tuples(st.integers(0, 24), st.integers(0, 29), st.integers(1, 10**5)), min_size=1, max_size=12),
    rate=st.floats(0, 0.2),
)
def test_the_lent_sum_of_a_chosen_rate_gives_it_back(pays: list[tuple[int, int, int]], rate: float) -> None:
    flows = [(t, odd / 30, float(amount)) for t, odd, amount in pays if t or odd]
    lent = sum(amount / ((1 + f * rate) * (1 + rate) ** t) for t, f, amount in flows)
    if flows:
        assert apr_z([(0, 0, lent)], flows, 12) == pytest.approx((12 * rate,), abs=1e-8)


def test_no_american_rate() -> None:
    assert apr_z([(0, 0, 100)], [], 12) == ()
    assert apr_z([], [(1, 0, 100)], 12) == ()
    with pytest.raises(RangeError, match="unit_period"):
        apr_z([(0, 1.5, 100)], [(1, 0, 100)], 12)


@pytest.mark.parametrize("unit", [(0, "month"), (13, "month"), (53, "week"), (2, "year"), (1, "fortnight")])
def test_unit_periods_beyond_a_year_are_refused(unit: tuple[int, str]) -> None:
    with pytest.raises(RangeError, match="unit_period"):
        unit_periods(0, 100, unit)


def test_time_runs_forward() -> None:
    with pytest.raises(RangeError, match="interval"):
        unit_periods(10, 9, (1, "day"))
    with pytest.raises(RangeError, match="interval"):
        eu_interval(10, 9, "month")
    with pytest.raises(RangeError, match="interval"):
        term_per_year(10, 10)
    with pytest.raises(RangeError, match="unit_period"):
        eu_interval(9, 10, "quarter")


def test_merchants_rule() -> None:
    # 8,000 at 12 % for a year is 8,960; 2,000 for nine months is 2,180; 4,000 for three months is 4,120: 2,660 are left.
    assert merchant_rule(800_000, 12_000_000, [(3, 200_000), (9, 400_000)], 12, base=12) == 266_000
    # 100.00 at 5 % for 73 of 365 days is 101.00; half a cent goes up: 0.10 for half a year at 10 % is 0.105.
    assert merchant_rule(10_000, 5_000_000, [], 73) == 10_100
    assert merchant_rule(10, 10_000_000, [], 1, base=2) == 11
    # Too much was paid: 100.00 lent, 150.00 back on the same day.
    assert merchant_rule(10_000, 5_000_000, [(0, 15_000)], 0) == -5_000
    with pytest.raises(RangeError, match="interval"):
        merchant_rule(10_000, 5_000_000, [(2, 1)], 1)
