"""Due dates and business days around holidays, as the State Council announced them; weekends alone where nothing is known."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import workdays
from planner.checks import calendar_findings
from planner.dates import date, day

D = dt.date


@pytest.fixture
def without_package(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "chinese_calendar", None)
    workdays._known.cache_clear()
    yield
    workdays._known.cache_clear()


def moved(due: dt.date, convention: str) -> dt.date:
    return date(int(workdays.shifted(np.array([day(due)]), convention)[0]))


SHIFTS = [
    # Spring Festival 2024: off from Saturday 10 to Saturday 17 February; Sundays 4 and 18 February are worked
    (D(2024, 2, 10), D(2024, 2, 18), D(2024, 2, 9)),
    (D(2024, 2, 17), D(2024, 2, 18), D(2024, 2, 9)),
    (D(2024, 2, 18), D(2024, 2, 18), D(2024, 2, 18)),
    (D(2024, 2, 3), D(2024, 2, 4), D(2024, 2, 2)),
    # Spring Festival 2025: off from Tuesday 28 January to Tuesday 4 February; Sunday 26 January and Saturday 8 February are worked
    (D(2025, 1, 28), D(2025, 2, 5), D(2025, 1, 27)),
    (D(2025, 2, 4), D(2025, 2, 5), D(2025, 1, 27)),
    (D(2025, 2, 8), D(2025, 2, 8), D(2025, 2, 8)),
    (D(2025, 2, 9), D(2025, 2, 10), D(2025, 2, 8)),
    # National Day 2024: off from 1 to 7 October, Sunday 29 September and Saturday 12 October are worked; 2025: off from 1 to 8 October
    (D(2024, 10, 1), D(2024, 10, 8), D(2024, 9, 30)),
    (D(2024, 10, 12), D(2024, 10, 12), D(2024, 10, 12)),
    (D(2024, 10, 13), D(2024, 10, 14), D(2024, 10, 12)),
    (D(2025, 10, 3), D(2025, 10, 9), D(2025, 9, 30)),
    # an ordinary weekend, and an ordinary Wednesday
    (D(2025, 7, 19), D(2025, 7, 21), D(2025, 7, 18)),
    (D(2025, 7, 16), D(2025, 7, 16), D(2025, 7, 16)),
]


@pytest.mark.parametrize(("due", "following", "preceding"), SHIFTS)
def test_due_dates_move_to_business_days(due: dt.date, following: dt.date, preceding: dt.date) -> None:
    assert (moved(due, "none"), moved(due, "following"), moved(due, "preceding")) == (due, following, preceding)


def test_a_year_nobody_has_announced_knows_weekends_alone() -> None:
    """1 January 2049 is a Friday, 2 January a Saturday."""
    assert moved(D(2049, 1, 1), "following") == D(2049, 1, 1)
    assert moved(D(2049, 1, 2), "following") == D(2049, 1, 4)
    days = [day(d) for d in (D(2024, 5, 1), D(2049, 1, 1), D(1999, 1, 1), D(2049, 2, 1))]
    assert workdays.unknown_years(np.array(days)) == (1999, 2049)
    assert workdays.unknown_years(np.zeros(0, dtype=np.int64)) == ()
    assert [(f.code, f.grade, f.value) for f in calendar_findings("loan", np.array(days))] == [("calendar_unknown", "note", "1999, 2049")]
    assert calendar_findings("loan", np.array(days[:1])) == ()


@pytest.mark.usefixtures("without_package")
def test_without_the_package_no_year_is_known() -> None:
    assert moved(D(2024, 10, 1), "following") == D(2024, 10, 1)
    assert moved(D(2024, 10, 13), "preceding") == D(2024, 10, 11)
    assert workdays.unknown_years(np.array([day(D(2024, 10, 1))])) == (2024,)


@given(st.lists(st.integers(day(D(2000, 1, 1)), day(D(2040, 1, 1))), min_size=1, max_size=20))
def test_shifting_ends_on_the_nearest_business_day_of_its_side(days: list[int]) -> None:
    due = np.array(days, dtype=np.int64).reshape(-1, 1)
    later, earlier = workdays.shifted(due, "following"), workdays.shifted(due, "preceding")
    assert (workdays.worked(later) & workdays.worked(earlier)).all()
    assert ((earlier <= due) & (due <= later)).all()
    for start, end, still in zip(earlier.flat, later.flat, workdays.worked(due).flat, strict=True):
        assert (end - start == 0) == still
        assert not workdays.worked(np.arange(start + 1, end)).any()
