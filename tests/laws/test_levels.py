"""Levels: exact halves go up, and paid as billed the last instalment is the level, but for what rounding explains (no hidden balloon)."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.book import Part, Shape, Timeline, fresh
from planner.engine import roll_forward
from planner.money import ONE, Ints
from tests.laws.draws import RATES

Plan = tuple[int, int, Ints, Ints, int, int]
"""Principal, rate, shapes and shares by instalment, the step of the recast, days of a month."""


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Level loans with pauses of payments and steps of other shares, cast on day 0 and once more later."""
    n = draw(st.integers(1, 120))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    rate = int(rng.choice(RATES) if rng.random() < 0.7 else rng.integers(0, 40_000_000))
    principal = int(rng.integers(1, 100)) * 10 ** int(rng.integers(4, 9)) + int(rng.choice([0, 1, 37, 12_345]))
    shapes = np.where(rng.random(n) < rng.choice([0, 0.1]), Shape.NONE, Shape.LEVEL)
    shapes[-1] = Shape.ALL
    shares = np.where(rng.random(n) < rng.choice([0, 0.3]), rng.choice([50_000_000, 80_000_000, 120_000_000], n), ONE)
    return principal, rate, shapes, shares, int(rng.integers(0, n)), int(rng.choice([30, 31, 10, 90]))


def timeline_of(plan: Plan) -> Timeline:
    """A step on day 0 and one for each instalment."""
    _, rate, shapes, shares, at, days = plan
    n = len(shapes)

    def column(first: int, rest: Ints | int) -> Ints:
        return np.concatenate([[first], np.broadcast_to(rest, n)]).astype(np.int64)[:, None]

    recast = np.zeros((n + 1, 1), dtype=np.int64)
    recast[[0, at]] = 1
    date, one = np.arange(n + 1)[:, None] * days, np.array([360])
    return Timeline(
        date=date, since=np.maximum(date - days, 0), number=np.arange(n + 1)[:, None], time=column(0, days), penalty_time=column(0, days),
        base=one, penalty_base=one, anchor=np.array([1]), count="actual/360", penalty_count="actual/360", orders=((4, 2, 3, 1, 0),),
        order=np.array([0]), late_order=np.array([0]), late_from=np.array([-1]), rate=np.array([[rate]]), shape=column(0, shapes),
        share=column(ONE, shares), pays=np.array([[1]]), recast=recast,
    )  # fmt: skip


def gap(plan: Plan) -> tuple[Fraction, Fraction, bool]:
    """Cents by which the last instalment leaves level × share; ((1 + i)ⁿ - 1) / i; whether a level did not cover the interest."""
    principal, rate, shapes, shares, at, days = plan
    ledger = roll_forward(fresh(np.array([0]), np.array([principal])), timeline_of(plan)).ledger
    assert ledger is not None
    level, n, i = int(ledger.level[at, 0]), len(shapes) - at, Fraction(rate * days, 360 * ONE)
    bent = (ledger.billed[Part.INTEREST, 1:, 0] * ONE >= level * shares) & (shapes == Shape.LEVEL)
    off = abs(int(ledger.billed[:, -1, 0].sum()) - Fraction(level * int(shares[-1]), ONE))
    return off, ((1 + i) ** n - 1) / i if i else Fraction(n), bool(bent[at:].any())


@settings(max_examples=250, deadline=None)
@given(plans())
def test_the_last_instalment_is_the_level(plan: Plan) -> None:
    # Each row leaves half a cent of the level × its share, half a cent of interest and, under a share, half a cent of rounding it.
    # All of it grows from then on.
    off, grown, _ = gap(plan)
    shares = plan[3][plan[4] :]
    assert off <= grown * (1 + Fraction(max(int(shares.max()), ONE), ONE) + bool((shares != ONE).any())) / 2


@pytest.mark.parametrize("n", [1, 2, 6, 12, 24, 36, 60])
@pytest.mark.parametrize("rate", RATES.tolist())
def test_monthly_levels_end_within_half_a_cent_grown_and_half_a_cent_a_row(rate: int, n: int) -> None:
    shapes = np.full(n, Shape.LEVEL)
    shapes[-1] = Shape.ALL
    for principal in (100_000, 999_999, 12_000_000, 30_000_001):
        off, grown, bent = gap((principal, rate, shapes, np.full(n, ONE), n // 3, 30))
        assert not bent
        assert off <= (grown + n - n // 3) / 2


@pytest.mark.parametrize("n", [2, 3, 4, 5])
@pytest.mark.parametrize("k", [1, 3, 7, 101, 299])
def test_a_level_of_exactly_half_a_cent_goes_up(n: int, k: int) -> None:
    # i = 1/100: A = 101ⁿ k / 2 repays P = k / 2 × Σ 100ʲ 101ⁿ⁻ʲ (j = 1 to n), a whole number; both are odd multiples, so A ends in a half.
    principal, twice = k * sum(100**j * 101 ** (n - j) for j in range(1, n + 1)) // 2, k * 101**n
    shapes = np.array([Shape.LEVEL] * (n - 1) + [Shape.ALL])
    for less, level in ((0, (twice + 1) // 2), (1, (twice - 1) // 2)):
        plan = (principal - less, 12_000_000, shapes, np.full(n, ONE), 0, 30)
        ledger = roll_forward(fresh(np.array([0]), np.array([plan[0]])), timeline_of(plan)).ledger
        assert ledger is not None
        assert ledger.level[0, 0] == level


@pytest.mark.parametrize(("start", "months", "bends"), [(0, 1, False), (0, 2, True), (29, 6, False), (0, 6, True)])
def test_a_pause_leaves_no_balloon_behind(start: int, months: int, *, bends: bool) -> None:
    # 120,000.00 at 15.4% for 36 months: 1,540.00 of interest a month at first; three are more than a level near 4,400.00, two are not.
    shapes = np.full(36, Shape.LEVEL)
    shapes[start : start + months] = Shape.NONE
    shapes[-1] = Shape.ALL
    off, grown, bent = gap((12_000_000, 15_400_000, shapes, np.full(36, ONE), 0, 30))
    assert off <= (grown + 36) / 2
    assert bent is bends
