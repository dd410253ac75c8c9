"""Loans that go ways of their own, rolled beside each other: good payers, slow ones and some who pay nothing, against the oracle."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import dates
from planner.book import Early, Part, Pays, Position, Timeline, fresh, take
from planner.conventions import Conventions
from planner.engine import roll_forward
from planner.loan import Loan
from planner.money import Ints
from planner.replay import replay
from tests.laws.adapt import differences, same
from tests.laws.reshape import loans_of

OPENED, FIRST = dt.date(2023, 1, 15), dt.date(2023, 2, 15)
ORDERS = (
    (Part.PRINCIPAL, Part.INTEREST, Part.PENALTY, Part.COMPOUND, Part.FEE),
    (Part.INTEREST, Part.PRINCIPAL, Part.FEE, Part.COMPOUND, Part.PENALTY),
)


def book(seed: int, loans: int) -> tuple[Position, Timeline]:
    """Loans with 14 dues and up to 16 payments each, from nothing to all at once; a second order from some age on."""
    rng = np.random.default_rng([seed, loans])
    principal, rate = rng.integers(10_000, 20_000_000, loans), rng.choice(np.array([0, 7_200_000, 12_000_000, 24_000_000]), loans)
    due = dates.schedule(dates.day(FIRST), 14, (1, "month"), 15)
    days = rng.choice(due, (16, loans)) + rng.integers(-3, 40, (16, loans)) * rng.integers(0, 2, (16, loans))
    tempo = rng.choice(np.array([0, 10, 60, 100, 130, 900]), loans)
    amounts = principal // 14 * rng.choice(np.array([0, 30, 100, 110, 200]), (16, loans)) * tempo // 10_000
    form = Loan(
        id="mixed", kind="consumer", principal=principal, rate=rate, opened=OPENED, instalments=14, first_due=FIRST, due_day=15,
        penalty_rate=rate * 3 // 2, compound_rate=rate, late_order=ORDERS[seed % 2], late_from=91,
    )  # fmt: skip
    position, timeline = replay(form, days, amounts)
    return position, replace(timeline, late_from=rng.choice(np.array([-1, 0, 1, 31, 91]), loans), **_more(timeline, rng))


def _more(timeline: Timeline, rng: np.random.Generator) -> dict[str, Any]:
    """Rarer things: fees, days that do not age, what is due paid by itself, money that prepays."""
    size = (timeline.length, timeline.loans)

    def rarely(values: list[int], share: float) -> Ints:
        return np.where(rng.random(size) < share, rng.choice(np.array(values), size), 0)

    columns = {
        "fee": rarely([1, 2_500], 0.1), "relief": rarely([1, 10], 0.1), "pays": rarely([Pays.AS_BILLED, Pays.ON_TOP], 0.1),
        "early": rarely([Early.PREPAY, Early.NEXT, Early.LAST, Early.NEXT_LAST, Early.RETURN], 0.3),
        "fall_due": timeline.date * (rng.random(size) < 0.05),
        "waive": np.where(rng.random((6, *size)) < 0.02, 10**7, 0),
    }  # fmt: skip
    return {name: column for name, column in columns.items() if rng.random() < 0.4}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 6))
def test_mixed_payers_side_by_side_are_as_the_oracle_says(seed: int, loans: int) -> None:
    position, timeline = book(seed, loans)
    timeline = replace(timeline, conventions=_conventions(seed, loans, alike=seed % 2 == 0))
    full = roll_forward(position, timeline)
    assert full.ledger is not None
    assert differences(position, timeline, full.ledger, full.position) == []


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 40))
def test_what_is_charged_late_is_charged_the_same(seed: int, loans: int) -> None:
    position, timeline = book(seed, loans)
    timeline = replace(timeline, conventions=_conventions(seed, loans, alike=seed % 2 == 0))
    full, brief = roll_forward(position, timeline), roll_forward(position, timeline, keep="flows")
    assert full.ledger is not None
    assert brief.flows is not None
    assert same(full.position, brief.position) == []
    assert np.array_equal(full.ledger.received - full.ledger.returned, brief.flows.paid)
    assert np.array_equal((full.ledger.allocated + full.ledger.prepaid).sum(axis=1), brief.flows.paid_parts)


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), loans=st.integers(2, 6), alike=st.booleans())
def test_beside_others_a_loan_goes_the_way_it_goes_alone(*, seed: int, loans: int, alike: bool) -> None:
    position, timeline = book(seed, loans)
    timeline = replace(timeline, conventions=_conventions(seed, loans, alike=alike))
    many = roll_forward(position, timeline, keep="flows")
    assert many.flows is not None
    for j in range(loans):
        one = np.array([j])
        alone = roll_forward(take(position, one), loans_of(timeline, one), keep="flows")
        assert alone.flows is not None
        assert same(alone.position, take(many.position, one)) == []
        assert np.array_equal(alone.flows.paid, many.flows.paid[:, one])
        assert np.array_equal(alone.flows.paid_parts, many.flows.paid_parts[:, one])


def _conventions(seed: int, loans: int, *, alike: bool) -> Conventions:
    """Some conventions of charging and paying, the same for all or drawn for each."""
    rng = np.random.default_rng([seed, 1])
    values = {
        "rounding": [0, 1, 2], "daily": [0, 1], "remainder": [0, 1, 2], "overdue": [0, 1], "grace": [0, 3, 10], "by_row": [0, 1],
        "compounds": [0, 3], "step_days": [0, 30],
    }  # fmt: skip
    drawn = {name: rng.choice(np.array(some), 1 if alike else loans) for name, some in values.items() if rng.random() < 0.4}
    return Conventions(**drawn)


def test_room_is_made_for_rows_beyond_those_expected() -> None:
    # Nothing is billed but a fee of 1, 2 and 3 cents at each of 20 steps, of which one cent is paid: 0, 20 and 40 cents are left.
    steps = np.zeros((20, 3), dtype=np.int64)
    nothing = np.zeros((20, 1), dtype=np.int64)
    one = np.ones(1, dtype=np.int64)
    timeline = Timeline(
        date=nothing + np.arange(20)[:, None], since=nothing, number=nothing, time=nothing, penalty_time=nothing, base=one * 360,
        penalty_base=one * 360, anchor=one, count="30/360", penalty_count="actual/360", orders=((4, 2, 3, 1, 0),), order=one - 1,
        late_order=one - 1, late_from=one - 2, fee=steps + np.arange(1, 4), cash=steps + 1,
    )  # fmt: skip
    end = roll_forward(fresh(one, one), timeline, keep="flows").position
    assert end.dues.amount[Part.FEE].sum(axis=0).tolist() == [0, 20, 40]
    assert (end.dues.amount[Part.FEE] > 0).sum(axis=0).tolist() == [0, 10, 14]
