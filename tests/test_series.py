"""The LPR on and around the days of publication, and outside of what is known."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from planner.dates import date, day
from planner.errors import RangeError
from planner.series import TENORS, known_until, lpr

D = dt.date


def value(tenor: str, on: dt.date) -> tuple[int, bool]:
    rate, held = lpr(tenor).on(np.array([day(on)]))
    return int(rate[0]), bool(held[0])


@pytest.mark.parametrize(("tenor", "on", "rate"), [
    # cut on 21 October 2024 from 3.35 to 3.10 % and from 3.85 to 3.60 %
    ("1Y", D(2024, 10, 20), 3_350_000), ("1Y", D(2024, 10, 21), 3_100_000), ("1Y", D(2024, 11, 19), 3_100_000),
    ("5Y", D(2024, 10, 20), 3_850_000), ("5Y", D(2024, 10, 21), 3_600_000),
    # the first publication
    ("1Y", D(2019, 8, 20), 4_250_000), ("5Y", D(2019, 8, 20), 4_850_000), ("1Y", D(2019, 9, 19), 4_250_000),
    # 20 May 2022 moved the long tenor alone
    ("1Y", D(2022, 5, 20), 3_700_000), ("5Y", D(2022, 5, 19), 4_600_000), ("5Y", D(2022, 5, 20), 4_450_000),
])  # fmt: skip
def test_the_value_in_force_is_the_latest_published(tenor: str, on: dt.date, rate: int) -> None:
    assert value(tenor, on) == (rate, False)


def test_change_points_as_published() -> None:
    """In basis points, from the first publication on."""
    rates = {tenor: lpr(tenor).rate // 10_000 for tenor in TENORS}
    changes = {tenor: [int(r) for r in own[np.diff(own, prepend=0) != 0]] for tenor, own in rates.items()}
    assert changes["1Y"] == [425, 420, 415, 405, 385, 380, 370, 365, 355, 345, 335, 310, 300]
    assert changes["5Y"] == [485, 480, 475, 465, 460, 445, 430, 420, 395, 385, 360, 350]


def test_after_the_next_publication_was_due_the_last_value_is_held() -> None:
    """Last known on Monday 21 September 2026; the next is due on 20 October."""
    assert known_until() == D(2026, 9, 21)
    assert date(lpr("1Y").next_due) == D(2026, 10, 20)
    assert value("1Y", D(2026, 10, 19)) == (3_000_000, False)
    assert value("1Y", D(2026, 10, 20)) == (3_000_000, True)
    assert value("5Y", D(2031, 1, 1)) == (3_500_000, True)
    assert (lpr("1Y").confidence[-1], lpr("5Y").confidence[-1], lpr("5Y").confidence[0]) == ("single", "carried", "agreed")


def test_before_the_first_publication_there_is_no_value() -> None:
    with pytest.raises(RangeError) as caught:
        lpr("1Y").on(np.array([day(D(2024, 1, 1)), day(D(2019, 8, 19))]))
    assert (caught.value.code, caught.value.found, caught.value.limit) == ("lpr_before_first", "2019-08-19", "2019-08-20")


@pytest.mark.parametrize("tenor", TENORS)
def test_the_series_is_in_order_and_whole(tenor: str) -> None:
    """One value a month, on the 20th to 24th, from August 2019 to September 2026: 86."""
    series = lpr(tenor)
    published = [date(int(d)) for d in series.day]
    assert [(d.year - 2019) * 12 + d.month - 8 for d in published] == list(range(86))
    assert all(20 <= d.day <= 24 and d.weekday() < 5 for d in published)
    assert set(series.confidence) <= {"agreed", "single", "carried"}
    assert series.rate.size == len(series.confidence) == 86
    assert lpr(tenor).on(np.zeros(0, dtype=np.int64))[0].size == 0
