"""Many loans with payments of their own, replayed at once: each stands where its own history leaves it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from planner import contract, dates
from planner.book import Part, take
from planner.engine import roll_forward
from planner.errors import RangeError
from planner.loan import Grace, Loan, Payment
from planner.money import Ints
from planner.replay import replay
from tests.laws.adapt import same

N, PAYMENTS = 7, 9
OPENED, FIRST = dt.date(2023, 1, 31), dt.date(2023, 2, 28)
PRINCIPAL_FIRST = (Part.PRINCIPAL, Part.INTEREST, Part.PENALTY, Part.COMPOUND, Part.FEE)
FORM = Loan(
    id="many", kind="consumer", principal=0, rate=0, opened=OPENED, instalments=8, first_due=FIRST, due_day=31,
    penalty_rate=23_100_000, compound_rate=18_000_000, late_order=PRINCIPAL_FIRST, late_from=91,
)  # fmt: skip
FORMS = {
    "as it is": FORM,
    "actual/actual-366": replace(FORM, day_count="actual/actual-366", penalty_day_count="actual/365"),
    "both days counted": replace(FORM, days="both", day_count="actual/360"),
    "the due date bears penalty": replace(FORM, first_penalty_day="due-date"),
    "excused grace, by instalment": replace(FORM, grace=Grace(3), by_instalment=True),
    "early money shortens": replace(FORM, early_money="shorten"),
    "early money counts next": replace(FORM, early_money="next"),
    "remainders dropped, half even": replace(FORM, remainder="dropped", rounding="half-even"),
    "equal principal": replace(FORM, method="equal-principal", day_count="30E/360"),
}


def drawn(seed: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Principal and rate (N,), days and amounts (P, N): on due dates, between them, twice a day, after the last, and none."""
    rng = np.random.default_rng(seed)
    principal = rng.integers(100_000, 9_000_000, N)
    start = dates.day(OPENED)
    due = dates.schedule(dates.day(FIRST), 8, (1, "month"), 31)
    days = np.where(rng.random((PAYMENTS, N)) < 0.4, rng.choice(due, (PAYMENTS, N)), start + rng.integers(0, 330, (PAYMENTS, N)))
    days[1] = np.where(rng.random(N) < 0.5, days[0], days[1])
    amounts = principal // 8 * rng.choice(np.array([0, 1, 3, 8, 10, 15, 60]), (PAYMENTS, N)) // 10
    amounts[:, 0] = 0
    return principal, rng.choice(np.array([0, 7_200_000, 15_400_000]), N), days, amounts


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("seed", range(4))
def test_each_loan_stands_where_its_own_history_leaves_it(name: str, seed: int) -> None:
    principal, rate, days, amounts = drawn(seed)
    form = replace(FORMS[name], principal=principal, rate=rate)
    position, timeline = replay(form, days, amounts)
    end = roll_forward(position, timeline, keep="flows")
    assert end.flows is not None
    for j in range(N):
        paid = tuple(Payment(dates.date(d), int(a)) for d, a in zip(days[:, j], amounts[:, j], strict=True) if a)
        own = replace(form, principal=int(principal[j]), rate=int(rate[j]), payments=paid)
        last = int(end.position.date[j])
        alone = roll_forward(*contract.history(own, last), keep="flows")
        assert alone.flows is not None
        assert same(alone.position, take(end.position, np.array([j]))) == []
        assert alone.flows.paid_parts[:, 0].tolist() == end.flows.paid_parts[:, j].tolist()


@pytest.mark.parametrize("count", [name for name in dates.BASE if name != dates.BY_PERIOD])
def test_a_hundred_loans_are_measured_as_seven(count: str) -> None:
    principal, rate, days, amounts = drawn(9)
    form = replace(FORM, day_count=count, penalty_day_count=count)
    few = replay(replace(form, principal=principal, rate=rate), days, amounts)
    wide = (np.tile(column, 15) for column in (principal, rate, days, amounts))
    principal, rate, days, amounts = wide
    many = replay(replace(form, principal=principal, rate=rate), days, amounts)
    for name in ("date", "since", "time", "penalty_time"):
        assert np.array_equal(getattr(many[1], name), np.tile(getattr(few[1], name), 15))
    one, other = (roll_forward(*own, keep="flows").position for own in (few, many))
    assert same(take(one, np.tile(np.arange(N), 15)), other) == []


def test_a_payment_before_the_opening_is_refused() -> None:
    principal, rate, days, amounts = drawn(0)
    days[0, 3], amounts[0, 3] = dates.day(OPENED) - 1, 100
    with pytest.raises(RangeError) as told:
        replay(replace(FORM, principal=principal, rate=rate), days, amounts)
    assert (told.value.code, told.value.found, told.value.limit) == ("payment_day", "2023-01-30", "2023-01-31")


def test_an_amount_below_nothing_is_refused() -> None:
    principal, rate, days, amounts = drawn(0)
    amounts[0, 3] = -1
    with pytest.raises(RangeError) as told:
        replay(replace(FORM, principal=principal, rate=rate), days, amounts)
    assert (told.value.code, told.value.found) == ("amount", "-0.01")
