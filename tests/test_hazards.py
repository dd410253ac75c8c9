"""What a plan is worth whose payments may fail, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from planner.hazards import ALWAYS, NEVER, Course, chances, months_met

TWO = Course(np.array([1, 2]), np.array([400.0, 700.0]), 1000.0)
"""Worth 400 if it breaks at once, 700 if at its second payment, 1,000 if it holds."""


def test_by_hand() -> None:
    # 10 % a month: 0.1 * 400 + 0.9 * 0.1 * 700 + 0.81 * 1,000 = 40 + 63 + 810 = 913.
    assert TWO.expected([0.1]) == pytest.approx(913, abs=1e-9)
    # 10 %, then 50 %: 40 + 0.45 * 700 + 0.45 * 1,000 = 805; a later month repeats the last.
    assert TWO.expected([0.1, 0.5]) == pytest.approx(805, abs=1e-9)
    # 400 + 300 s + 300 s**2 = 913 with s = 0.9; s = 1 gives 1,000, s = 0 gives 400.
    assert TWO.breakeven(913) == pytest.approx((0.1,), abs=1e-12)
    assert TWO.breakeven(1000) == pytest.approx((0,), abs=1e-12)


def test_sure_and_hopeless() -> None:
    assert TWO.expected([0.0]) == 1000.0
    assert TWO.expected([1.0]) == 400.0


def test_no_break_even() -> None:
    assert TWO.breakeven(1000.01) == NEVER
    assert TWO.breakeven(399) == ALWAYS


def test_two_break_evens_are_both_given() -> None:
    # Worth 1,000 if broken at once or never, 400 in between: 1000 - 600 s + 600 s**2 = 874 where s - s**2 = 0.21, s = 0.3 and 0.7.
    odd = Course(np.array([1, 2]), np.array([1000.0, 400.0]), 1000.0)
    assert odd.breakeven(874) == pytest.approx((0.3, 0.7), abs=1e-9)


def test_months_between_payments_are_all_met() -> None:
    # Payments after 1 and 4 months at 10 %: the second is missed with 0.9 * (1 - 0.729).
    chance, survives = chances([0.1], np.array([1, 4]))
    assert chance == pytest.approx([0.1, 0.9 * 0.271])
    assert survives == pytest.approx(0.9**4)


def test_two_payments_of_one_month_meet_its_hazard_once() -> None:
    assert chances([0.2], np.array([1, 1, 2]))[0] == pytest.approx([0.2, 0, 0.16])


def test_months_are_whole_ones() -> None:
    # 0 days, 31 days, 45 days (1.48), 61 days, a year.
    assert months_met(np.array([0, 31, 45, 61, 365]), 0).tolist() == [1, 1, 1, 2, 12]


def test_a_plan_without_payments() -> None:
    nothing = Course(np.array([], dtype=np.int64), np.array([]), 0.0)
    assert nothing.expected([0.5]) == 0.0
    assert nothing.breakeven(0) == ALWAYS
    assert nothing.breakeven(1) == NEVER
