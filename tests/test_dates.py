"""Calendars and day counts, figures by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.book import Timeline
from planner.dates import BASE, MONTH_SHARE, add_months, date, day, day_of_month, elapsed, months_between, schedule
from planner.money import Ints
from planner.steps import measured, weave

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
    # a year of 366 days for the period that holds a 29 February, of 365 for those beside it (out of 365 x 366)
    ("actual/actual-366", D(2024, 2, 12), D(2024, 3, 12), 12, 29 * 365),
    ("actual/actual-366", D(2024, 1, 12), D(2024, 2, 12), 12, 31 * 366),
    ("actual/actual-366", D(2024, 3, 12), D(2024, 4, 12), 12, 31 * 366),
    # the last day of a period belongs to it, the first does not
    ("actual/actual-366", D(2024, 1, 29), D(2024, 2, 29), 29, 31 * 365),
    ("actual/actual-366", D(2024, 2, 29), D(2024, 3, 29), 29, 29 * 366),
    ("actual/actual-366", D(2023, 12, 12), D(2024, 3, 12), 12, 91 * 365),
    ("actual/actual-366", D(2100, 2, 12), D(2100, 3, 12), 12, 28 * 366),
    # the 31st counts as the 30th after a 30th or 31st alone; February as it stands
    ("bond 30/360", D(2026, 1, 31), D(2026, 3, 31), 31, 60),
    ("bond 30/360", D(2026, 1, 30), D(2026, 3, 31), 30, 60),
    ("bond 30/360", D(2026, 1, 15), D(2026, 3, 31), 15, 76),
    ("bond 30/360", D(2026, 1, 31), D(2026, 2, 28), 31, 28),
    ("bond 30/360", D(2026, 2, 28), D(2026, 3, 31), 31, 33),
    # the last day of February counts as the 30th at the start, and at the end beside such a start
    ("30/360 US", D(2026, 2, 28), D(2026, 3, 31), 31, 30),
    ("30/360 US", D(2024, 2, 28), D(2024, 3, 31), 31, 33),
    ("30/360 US", D(2024, 2, 29), D(2025, 2, 28), 29, 360),
    ("30/360 US", D(2025, 2, 28), D(2028, 2, 28), 28, 1078),
    ("30/360 US", D(2026, 1, 31), D(2026, 2, 28), 31, 28),
    # half of a February of 28 days is half a twelfth of a year
    ("30/360-share", D(2026, 2, 1), D(2026, 2, 15), 1, MONTH_SHARE // 24),
    ("30/360-share", D(2026, 1, 1), D(2026, 3, 1), 1, MONTH_SHARE // 6),
]


@pytest.mark.parametrize(("count", "since", "until", "anchor", "expected"), COUNTS)
def test_day_counts(count: str, since: dt.date, until: dt.date, anchor: int, expected: int) -> None:
    assert int(elapsed(count, np.array([day(since)]), np.array([day(until)]), anchor)[0]) == expected


def test_a_year_is_a_year() -> None:
    since, until = np.array([day(D(2025, 1, 1))]), np.array([day(D(2026, 1, 1))])
    for count in set(BASE) - {"actual/360"}:
        assert int(elapsed(count, since, until, 1)[0]) == BASE[count]
    assert int(elapsed("actual/360", since, until, 1)[0]) == 365


@given(st.sampled_from(sorted(BASE)), st.integers(day(D(2019, 1, 1)), day(D(2029, 1, 1))), st.integers(0, 400), st.integers(1, 31))
def test_time_never_runs_backwards(count: str, since: int, length: int, anchor: int) -> None:
    """Measured from the first day of a period, time grows with every day, so that pieces of a period are never negative."""
    start = np.full(length + 1, since)
    grown = elapsed(count, start, since + np.arange(length + 1), anchor, start + length)
    assert int(grown[0]) == 0
    assert (np.diff(grown) >= 0).all()


@given(st.sampled_from(sorted(BASE)), st.data())
def test_pieces_make_the_whole(count: str, data: st.DataObject) -> None:
    """Steps put anywhere between the due dates change no period's time."""
    opened = data.draw(st.integers(day(D(2019, 1, 1)), day(D(2029, 1, 1))))
    due = add_months(opened, np.arange(1, 5) * data.draw(st.sampled_from((1, 3, 12))))
    whole = plain(count, opened, due)
    inside = np.array(data.draw(st.lists(st.integers(opened, int(due[-1])), max_size=8)), dtype=np.int64)
    pieces = weave(whole, inside, np.array([opened]))
    period = np.searchsorted(due, pieces.date[:, 0])
    assert np.bincount(period, pieces.time[:, 0], due.size).tolist() == whole.time[:, 0].tolist()
    assert (pieces.time >= 0).all()


def plain(count: str, opened: int, due: Ints) -> Timeline:
    """A loan's due dates with their times."""
    one, none = np.ones(1, dtype=np.int64), np.zeros((due.size, 1), dtype=np.int64)
    timeline = Timeline(
        date=due[:, None], since=np.concatenate([[opened], due[:-1]])[:, None], number=none, time=none, penalty_time=none,
        base=one * BASE[count], penalty_base=one * BASE[count], anchor=day_of_month(np.array([opened])), count=count, penalty_count=count,
        orders=((0, 1, 2, 3, 4),), order=none[0], late_order=none[0], late_from=none[0] - 1,
    )  # fmt: skip
    return measured(timeline, np.array([opened]))


def test_a_piece_of_a_period_counts_as_the_whole() -> None:
    """12 Jan to 12 Feb and 12 Mar to 12 Apr 2024 have days of 1/365, 12 Feb to 12 Mar of 1/366, before 29 February too."""
    opened, cuts = day(D(2024, 1, 12)), [day(D(2024, 2, 1)), day(D(2024, 2, 20)), day(D(2024, 3, 20))]
    timeline = weave(plain("actual/actual-366", opened, add_months(opened, np.arange(1, 4))), np.array(cuts), np.array([opened]))
    assert timeline.time[:, 0].tolist() == [20 * 366, 11 * 366, 8 * 365, 21 * 365, 8 * 366, 23 * 366]


def test_months_between() -> None:
    assert months_between(day(D(2025, 1, 15)), day(D(2026, 1, 14))) == 11
    assert months_between(day(D(2025, 1, 15)), day(D(2026, 1, 15))) == 12


@given(st.integers(day(D(2000, 1, 1)), day(D(2050, 1, 1))), st.integers(0, 600))
def test_adding_months_lands_in_the_right_month(start: int, months: int) -> None:
    begin, end = date(start), date(int(add_months(start, months)))
    assert (end.year * 12 + end.month) - (begin.year * 12 + begin.month) == months
    assert end.day <= begin.day
