"""A budget shared among debts: the parts add up to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import RangeError
from planner.shares import shared


def test_the_cent_that_cutting_loses_goes_to_the_largest_remainder() -> None:
    """16,000 cents among 4,550, 6,700 and 1,200 of 12,450: 5,847.39, 8,610.44 and 1,542.17; the second has the largest rest."""
    assert shared(16_000, [4_550, 6_700, 1_200]).tolist() == [5_847, 8_611, 1_542]


def test_equal_remainders_go_to_the_larger_then_to_the_earlier() -> None:
    """100 among three: 33 1/3 each, the cent to the first; 3 among 1, 3 and 2: 1/2, 1 1/2 and 1, the cent to the larger."""
    assert shared(100, [1, 1, 1]).tolist() == [34, 33, 33]
    assert shared(3, [1, 3, 2]).tolist() == [0, 2, 1]


def test_nothing_to_share_by_is_nothing_each() -> None:
    assert shared(100, [0, 0]).tolist() == [0, 0]
    assert shared(100, []).tolist() == []
    assert shared(5, [0, 7]).tolist() == [0, 5]


@pytest.mark.parametrize(("amount", "weights"), [(-1, [1]), (1, [2, -1])])
def test_negative_amounts_are_refused(amount: int, weights: list[int]) -> None:
    with pytest.raises(RangeError, match="negative"):
        shared(amount, weights)


@given(st.integers(0, 10**13), st.lists(st.integers(0, 10**13), min_size=1, max_size=8).filter(any))
def test_parts_add_up_and_lie_within_a_cent(amount: int, weights: list[int]) -> None:
    parts, total = shared(amount, weights), sum(weights)
    assert int(parts.sum()) == amount
    assert all(abs(int(part) * total - amount * weight) < total for part, weight in zip(parts, weights, strict=True))
