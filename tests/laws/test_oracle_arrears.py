"""The oracle against cases of penalty, compound, grace, fees and roundings worked by hand; the working stands in the comments, in cents.

Mostly 10,000 at 18% on 360 days, which is 5 a day, and 1,000, which is half a cent.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.laws.byhand import LOAN, UNIT, U, due, state, step
from tests.oracle import ONE, Record, roll

RATE = 18_000_000


def charged(loan: Record, dues: list[Record], steps: list[Record], name: str = "penalty") -> list[Any]:
    """What each step charges."""
    return [row[name] for row in roll(LOAN | loan, state(dues=dues), steps)[0]]


def steps_on(*days: int, **columns: object) -> list[Record]:
    """Steps on these days, the first counted from day 0."""
    return [step(day, penalty_time=day - last, **columns) for last, day in zip((0, *days), days, strict=False)]


def test_days_of_grace_that_are_excused_bear_nothing() -> None:
    # Due on day 0, grace to day 5: nothing until then, 5 days x 5 on day 10.
    row = due(0, 10_000, 0, 0, 0, 0)
    assert charged({"grace": 5, "excused": 1}, [row], steps_on(3, 5, 10, penalty=RATE)) == [0, 0, 25]


def test_days_of_grace_bear_penalty_where_the_row_is_unpaid_after_them() -> None:
    # All 10 days x 5 on day 10, none before; a step on day 5 or none is the same.
    row = due(0, 10_000, 0, 0, 0, 0)
    assert charged({"grace": 5}, [row], steps_on(3, 5, 10, penalty=RATE)) == [0, 0, 50]
    assert charged({"grace": 5}, [row], steps_on(10, penalty=RATE)) == [50]
    _, end = roll(LOAN | {"grace": 5}, state(dues=[row]), steps_on(3, penalty=RATE))
    assert end["dues"][0]["penalty_wait"] == 3 * RATE
    # Interest of 10,000 at twice the rate for compound: 10 days x 10.
    assert charged({"grace": 5}, [due(0, 0, 10_000, 0, 0, 0)], steps_on(3, 10, compound=2 * RATE), "compound") == [0, 100]


def test_paid_within_the_grace_costs_nothing_and_after_it_all() -> None:
    row = due(0, 10_000, 0, 0, 0, 0)
    within = [*steps_on(4, penalty=RATE), step(5, penalty_time=1, penalty=RATE, cash=10_000), step(10, penalty_time=5, penalty=RATE)]
    ledger, end = roll(LOAN | {"grace": 5}, state(dues=[row]), within)
    assert [line["penalty"] for line in ledger] == [0, 0, 0]
    assert end["dues"] == []
    # One day later 6 days x 5 are due beside it.
    late = [*steps_on(5, penalty=RATE), step(6, penalty_time=1, penalty=RATE, pays=1)]
    assert [line["received"] for line in roll(LOAN | {"grace": 5}, state(dues=[row]), late)[0]] == [0, 10_030]
    # 4,000 paid within it: only the 6,000 left bear, 10 days x 3.
    part = [step(3, penalty_time=3, penalty=RATE, cash=4_000), step(10, penalty_time=7, penalty=RATE)]
    assert charged({"grace": 5}, [row], part) == [0, 30]


def test_a_new_date_ends_what_waits() -> None:
    # 3 days wait; the row is moved to day 5 and, as that one's grace ends on day 10, bears 6 days x 5 on day 11.
    moved = [step(3, penalty_time=3, penalty=RATE, redate=5), step(5, penalty_time=2, penalty=RATE), step(11, penalty_time=6, penalty=RATE)]
    assert charged({"grace": 5}, [due(0, 10_000, 0, 0, 0, 0)], moved) == [0, 0, 30]


@pytest.mark.parametrize(("loan", "columns", "penalty"), [
    ({}, {}, [0, 155]),  # 30 days and the due date itself: 31 x 5
    ({}, {"off": 2}, [0, 150]),  # paused on that day
    ({}, {"pays": 1}, [0, 0]),  # paid on that day
    ({"grace": 30}, {}, [0, 0]),  # waits, and goes on waiting
    ({"grace": 29}, {}, [0, 155]),
])  # fmt: skip
def test_the_first_penalty_day_is_the_due_date(loan: Record, columns: Record, penalty: list[int]) -> None:
    billed = step(0, shape=UNIT, penalty=RATE, head=1, **columns)
    ledger, _ = roll(LOAN | loan, state(principal=10_000, level=10_000), [billed, step(30, penalty_time=30, penalty=RATE)])
    assert [line["penalty"] for line in ledger] == penalty


def test_excused_days_take_the_due_date_along() -> None:
    # The due date waits; a step within the grace excuses it with the days of grace: 2 days x 5 from day 3 to 5.
    billed = step(0, shape=UNIT, penalty=RATE, head=1)
    ledger, _ = roll(LOAN | {"grace": 3, "excused": 1}, state(principal=10_000, level=10_000), [billed, *steps_on(3, 5, penalty=RATE)])
    assert [line["penalty"] for line in ledger] == [0, 0, 10]


def test_the_rate_steps_up_with_age() -> None:
    # 30 x 5, 60 x 5, and from 90 days on 30 x 10.
    assert charged({"step_days": 90}, [due(0, 10_000, 0, 0, 0, 0)], steps_on(30, 90, 120, penalty=RATE, penalty_late=2 * RATE)) == [
        150,
        300,
        300,
    ]
    rates = {"compound": RATE, "compound_late": RATE // 2}
    assert charged({"step_days": 90}, [due(0, 0, 10_000, 0, 0, 0)], steps_on(90, 120, **rates), "compound") == [450, 75]
    # Without the convention the column says nothing.
    assert charged({}, [due(0, 10_000, 0, 0, 0, 0)], steps_on(90, 120, penalty=RATE, penalty_late=2 * RATE)) == [450, 150]


def test_compound_on_penalty_and_on_compound() -> None:
    # 30 days at 18% are 1.5%: of 10,000 interest 150, of 2,000 penalty 30; the 180 join, so then 150, 30 and 2.7 -> 3.
    row = due(0, 0, 10_000, 2_000, 0, 0)
    steps = [step(0, joins=1), *steps_on(30, 60, compound=RATE, joins=1)]
    ledger, end = roll(LOAN | {"compounds": 3}, state(dues=[row]), steps)
    assert [line["compound"] for line in ledger] == [0, 180, 183]
    assert [line["disputed"] for line in ledger] == [[0, 0], [30, 0], [30, 3]]
    assert (end["dues"][0]["compound_base"], end["dues"][0]["on_compound_rem"]) == (363, -3 * U // 10)
    # Only on penalty, only on compound; none where nothing has joined.
    assert charged({"compounds": 1}, [row], steps, "disputed") == [[0, 0], [30, 0], [30, 0]]
    assert charged({"compounds": 2}, [row], steps, "compound") == [0, 150, 152]
    assert charged({"compounds": 3}, [row], steps_on(30, 60, compound=RATE), "compound") == [150, 150]


def test_a_payment_takes_from_the_base_and_what_is_charged_later_waits_to_join() -> None:
    # 1,500 of the 2,000 paid: 1.5% of 500 = 7.5 -> 8. Penalty charged since (10,000 x 1.5% = 150) bears nothing before it joins.
    row = due(0, 10_000, 0, 2_000, 0, 0)
    both = {"penalty": RATE, "compound": RATE}
    steps = [step(0, joins=1), step(0, cash=1_500), *steps_on(30, 60, **both), step(60, joins=1), step(90, penalty_time=30, **both)]
    # 8, 7 (15 in all), then 1.5% of 500 + 300 = 12.
    assert charged({"compounds": 1}, [row], steps, "compound") == [0, 0, 8, 7, 0, 12]


@pytest.mark.parametrize(("loan", "columns", "fee"), [
    ({}, {}, 500),  # 5% of 10,000
    ({"late_floor": 600}, {}, 600), ({"late_cap": 300}, {}, 300), ({"late_floor": 400, "late_cap": 300}, {}, 400),
    ({"late_slack": 10_000}, {}, 0), ({"late_slack": 9_999}, {}, 500),
    ({}, {"cash": 4_000}, 300),  # of what is missing after the money
    ({"late_floor": 600}, {"cash": 10_000}, 0), ({"late_slack": 1}, {"cash": 9_999}, 0),
])  # fmt: skip
def test_late_fee(loan: Record, columns: Record, fee: int) -> None:
    ledger, end = roll(
        LOAN | loan, state(dues=[due(0, 10_000, 0, 0, 0, 0), due(9, 7, 0, 0, 0, 0)]), [step(0, late_share=5_000_000, **columns)]
    )
    assert (ledger[0]["fee"], ledger[0]["billed"]) == (fee, [0, 0, 0, 0, fee])
    assert [(row["due"], row["number"], row["amount"][4]) for row in end["dues"] if row["amount"][4]] == [(0, 0, fee)] * (fee > 0)


def test_a_late_fee_may_fall_due_later() -> None:
    # Half of 101 = 50.5 -> 51, due on day 30, beside a fee of 7 billed that is part of what is missing: half of 108 = 54.
    _, end = roll(LOAN, state(dues=[due(0, 0, 101, 0, 0, 0)]), [step(0, late_share=ONE // 2, late_day=30)])
    assert [(row["due"], row["amount"]) for row in end["dues"]] == [(0, [0, 101, 0, 0, 0]), (30, [0, 0, 0, 0, 51])]
    ledger, _ = roll(LOAN, state(dues=[due(0, 0, 101, 0, 0, 0)]), [step(0, late_share=ONE // 2, fee=7)])
    assert (ledger[0]["fee"], ledger[0]["closing"]) == (61, [0, 101, 0, 0, 61])


def test_roundings_of_an_exact_half() -> None:
    # Half a cent a day: the sums 0.5, 1, 1.5, 2 rounded up are 1 1 2 2, to even 0 1 2 2, down 0 1 1 2.
    days = [step(d, time=1, rate=RATE) for d in range(1, 5)]
    for way, posted in ((0, [1, 0, 1, 0]), (1, [0, 1, 1, 0]), (2, [0, 1, 0, 1])):
        ledger, end = roll(LOAN | {"rounding": way}, state(principal=1_000), days)
        assert [line["accrued"] for line in ledger] == posted
        assert (end["accrued"], end["accrued_rem"]) == (2, 0)
        assert charged({"rounding": way}, [due(0, 1_000, 0, 0, 0, 0)], steps_on(1, 2, 3, 4, penalty=RATE)) == posted
    # Half even keeps in the remainder that one cent so far is odd: 1 exactly is U.
    assert roll(LOAN | {"rounding": 1}, state(principal=1_000), days[:2])[1]["accrued_rem"] == U


def test_rounding_each_day() -> None:
    # Thought Machine, loan template (Smart-Contract-Lab, loan_test.py): principal of 2,120.83 at 24% + 3.1% on 365 days, to the cent, bears
    # 1.57 a day, 7.85 in 5 days, with the late fee of 15 then 22.85; interest of 815.34 beside it makes 2.18 a day, 33.75 after 10.
    loan = {"penalty_base": 365, "daily": 1}
    rates = {"penalty": 27_100_000, "compound": 27_100_000}
    assert charged(loan, [due(0, 212_083, 0, 0, 0, 1_500)], steps_on(5, **rates)) == [785]
    ledger, _ = roll(LOAN | loan, state(dues=[due(0, 212_083, 81_534, 785, 0, 1_500)]), steps_on(3, 5, **rates))
    assert [line["penalty"] + line["compound"] for line in ledger] == [3 * 218, 2 * 218]
    assert sum(ledger[-1]["closing"][2:]) == 3_375
    # As one sum 212,083 x 0.271 x 5 / 365 = 787.32 -> 787 (22.87 there); to a hundredth of a cent 157.46 x 5 = 787.3.
    assert charged(loan | {"daily": 0}, [due(0, 212_083, 0, 0, 0, 0)], steps_on(5, **rates)) == [787]
    hundredth = roll(LOAN | loan | {"daily": 100}, state(dues=[due(0, 212_083, 0, 0, 0, 0)]), steps_on(5, **rates))[1]["dues"][0]
    assert (hundredth["amount"][2], hundredth["penalty_rem"]) == (787, 3 * 365 * ONE // 10)
    # Half a cent a day: up 10 x 1, to even and down nothing; what waited counts exactly, 2 of the 4 days, 1 cent, and 2 x 1.
    for way, sum_of in ((0, 10), (1, 0), (2, 0)):
        assert roll(LOAN | {"daily": 1, "rounding": way}, state(principal=1_000), [step(10, time=10, rate=RATE)])[1]["accrued"] == sum_of
    assert charged({"daily": 1, "grace": 2}, [due(0, 1_000, 0, 0, 0, 0)], steps_on(2, 4, penalty=RATE)) == [0, 3]


def test_remainders_dropped_and_carried() -> None:
    # Half a cent a day, billed each day: dropped 1 and 1, carried 1 and 0.
    days = [step(d, time=1, rate=RATE, shape=3) for d in (1, 2)]
    for way, billed in ((0, [1, 1]), (1, [1, 0]), (2, [1, 1])):
        assert [line["billed"][1] for line in roll(LOAN | {"remainder": way}, state(principal=1_000), days)[0]] == billed
    # Penalty: carried but where 2 says that money received ends it; a day without money changes nothing.
    row = due(0, 1_000, 0, 0, 0, 0)
    paid = [step(1, penalty_time=1, penalty=RATE, cash=1), step(2, penalty_time=1, penalty=RATE)]
    for way, penalty in ((0, [1, 0]), (1, [1, 0]), (2, [1, 1])):
        assert charged({"remainder": way}, [row], paid) == penalty
    assert charged({"remainder": 2}, [row], steps_on(1, 2, penalty=RATE)) == [1, 0]


def test_contract_interest_on_overdue_principal() -> None:
    # 30 days at 18%: 1.5% of 2,000 undue and of 10,000 overdue, not of what is due on the day itself.
    dues = [due(0, 10_000, 500, 0, 0, 0), due(30, 4_000, 0, 0, 0, 0)]
    month = [step(30, time=30, rate=RATE)]
    for overdue, accrued in ((0, 30), (1, 180)):
        assert roll(LOAN | {"overdue": overdue}, state(principal=2_000, dues=dues), month)[0][0]["accrued"] == accrued


def test_what_a_broken_condition_brings_back() -> None:
    # 123 of penalty and 7 of interest come back as a row of that day, and are paid then.
    before = state(principal=1_000, conditional=[0, 7, 123, 0, 0], relief=4)
    ledger, end = roll(LOAN, before, [step(30, revive=1), step(31, cash=100)])
    assert (ledger[0]["revived"], ledger[0]["billed"], end["conditional"]) == ([0, 7, 123, 0, 0], [0] * 5, [0] * 5)
    assert [(row["due"], row["number"], row["relief"], row["amount"]) for row in end["dues"]] == [(30, 0, 4, [0, 7, 23, 0, 0])]
    assert ledger[0]["opening"] == ledger[0]["closing"]
