"""Calendars and day counts, figures by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.dates import BASE, MONTH_SHARE, add_months, date, day, elapsed, months_between, schedule

D = dt.date


def dates_of(first: dt.date, count: int, every: tuple[int, str], anchor: int | None = None) -> list[dt.date]:
    return [date(int(d)) for d in schedule(day(first), count, every, anchor)]


def test_month_ends_keep_their_anchor_day() -> None:
    assert dates_of(D(2024, 1, 31), 4, (1, "month")) == [D(2024, 1, 31), D(2024, 2, 29), D(2024, 3, 31), D(2024, 4, 30)]
    assert dates_of(D(2023, 2, 28), 3, (1, "month"), 31) == [D(2023, 2, 28) + dt.timedelta(0), D(2023, 3, 31), D(2023, 4, 30)]
    assert dates_of(D(2023, 1, 29), 3, (1, "month")) == [D(2023, 1, 29), D(2023, 2, 28), D(2023, 3, 29)]


def test_quarters_weeks_and_days() -> None:
    assert dates_of(D(2026, 3, 20), 3, (3, "month")) == [D(2026, 3, 20), D(2026, 6, 20), D(2026, 9, 20)]
    assert dates_of(D(2026, 1, 1), 3, (2, "week")) == [D(2026, 1, 1), D(2026, 1, 15), D(2026, 1, 29)]
    assert dates_of(D(2026, 1, 1), 2, (14, "day")) == [D(2026, 1, 1), D(2026, 1, 15)]


COUNTS = [
    # whole months of 30 days, odd days as they are
    ("30/360", D(2024, 1, 31), D(2024, 2, 29), 31, 30),
    ("30/360", D(2024, 2, 29), D(2024, 3, 31), 31, 30),
    ("30/360", D(2026, 1, 15), D(2026, 2, 14), 15, 30),
    ("30/360", D(2026, 1, 15), D(2026, 3, 1), 15, 30 + 14),
    ("30/360", D(2026, 9, 15), D(2026, 9, 30), 15, 15),
    ("30/360", D(2026, 2, 28), D(2026, 3, 28), 28, 30),
    # the 31st counts as the 30th, February as it stands
    ("30E/360", D(2026, 1, 31), D(2026, 2, 28), 31, 28),
    ("30E/360", D(2026, 1, 15), D(2026, 3, 31), 15, 75),
    ("actual/360", D(2026, 1, 15), D(2026, 2, 15), 15, 31),
    ("actual/365", D(2024, 1, 1), D(2025, 1, 1), 1, 366),
    # 15 days of 2023 weigh 366, 16 days of 2024 weigh 365 (out of 365 x 366)
    ("actual/actual", D(2023, 12, 17), D(2024, 1, 17), 17, 15 * 366 + 16 * 365),
    # half of a February of 28 days is half a twelfth of a year
    ("30/360-share", D(2026, 2, 1), D(2026, 2, 15), 1, MONTH_SHARE // 24),
    ("30/360-share", D(2026, 1, 1), D(2026, 3, 1), 1, MONTH_SHARE // 6),
]


@pytest.mark.parametrize(("count", "since", "until", "anchor", "expected"), COUNTS)
def test_day_counts(count: str, since: dt.date, until: dt.date, anchor: int, expected: int) -> None:
    assert int(elapsed(count, np.array([day(since)]), np.array([day(until)]), anchor)[0]) == expected


def test_a_year_is_a_year() -> None:
    since, until = np.array([day(D(2025, 1, 1))]), np.array([day(D(2026, 1, 1))])
    for count in ("30/360", "30/360-share", "30E/360", "actual/365", "actual/actual"):
        assert int(elapsed(count, since, until, 1)[0]) == BASE[count]
    assert int(elapsed("actual/360", since, until, 1)[0]) == 365


@given(st.sampled_from(sorted(BASE)), st.integers(day(D(2019, 1, 1)), day(D(2029, 1, 1))), st.integers(0, 400), st.integers(1, 31))
def test_time_never_runs_backwards(count: str, since: int, length: int, anchor: int) -> None:
    """Measured from the first day of a period, time grows with every day, so that pieces of a period are never negative."""
    start = np.full(length + 1, since)
    grown = elapsed(count, start, since + np.arange(length + 1), anchor)
    assert int(grown[0]) == 0
    assert (np.diff(grown) >= 0).all()


def test_months_between() -> None:
    assert months_between(day(D(2025, 1, 15)), day(D(2026, 1, 14))) == 11
    assert months_between(day(D(2025, 1, 15)), day(D(2026, 1, 15))) == 12


@given(st.integers(day(D(2000, 1, 1)), day(D(2050, 1, 1))), st.integers(0, 600))
def test_adding_months_lands_in_the_right_month(start: int, months: int) -> None:
    begin, end = date(start), date(int(add_months(start, months)))
    assert (end.year * 12 + end.month) - (begin.year * 12 + begin.month) == months
    assert end.day <= begin.day
