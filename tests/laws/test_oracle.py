"""The oracle against cases worked by hand; the working stands in the comments, in cents."""

from __future__ import annotations

import pytest

from tests.laws.byhand import ALL, INTEREST, LEVEL, LOAN, NONE, UNIT, U, due, months, state, step
from tests.oracle import ONE, Record, roll


def test_level_loan_without_interest() -> None:
    # 10,001 / 4 = 2,500.25: three of 2,500, the last takes 2,501.
    ledger, end = roll(LOAN, state(principal=10_001), months([LEVEL, LEVEL, LEVEL, ALL], 0))
    assert [row["level"] for row in ledger] == [2_500] * 5
    assert [row["received"] for row in ledger] == [0, 2_500, 2_500, 2_500, 2_501]
    assert (end["principal"], end["dues"]) == (0, [])


def test_level_loan_at_twelve_per_cent() -> None:
    # i = 0.01; A = 1,000 × 1.04060401 / 0.04060401 = 25,628.109.
    # interest 1% of 100,000 | 75,372 | 50,498 | 25,375 = 1,000 | 753.72 | 504.98 | 253.75; principal = 25,628 less that.
    ledger, _ = roll(LOAN, state(principal=100_000), months([LEVEL, LEVEL, LEVEL, ALL], 12_000_000))
    assert ledger[0]["level"] == 25_628
    assert [row["billed"][1] for row in ledger] == [0, 1_000, 754, 505, 254]
    assert [row["billed"][0] for row in ledger] == [0, 24_628, 24_874, 25_123, 25_375]
    assert [row["received"] for row in ledger] == [0, 25_628, 25_628, 25_628, 25_629]


def test_missed_instalment() -> None:
    # 18% of 24,628 over 15/360 = 184.71 -> 185, rest -0.29; after 30 days 369.42 -> 369, so 184 more, rest 0.42.
    # 18% of 1,000 over 15/360 = 7.5 -> 8, rest -0.5; after 30 days 15 exactly, so 7 more. None of it on the day it is due.
    rates = {"penalty": 18_000_000, "compound": 18_000_000}
    steps = [step(100, penalty_time=10, **rates), step(115, penalty_time=15, **rates), step(130, penalty_time=15, **rates)]
    ledger, end = roll(LOAN, state(date=90, dues=[due(100, 24_628, 1_000, 0, 0, 0)]), steps)
    assert [(row["penalty"], row["compound"], row["days_past_due"]) for row in ledger] == [(0, 0, 0), (185, 8, 15), (184, 7, 30)]
    assert end["dues"][0]["amount"] == [24_628, 1_000, 369, 15, 0]
    assert (end["dues"][0]["penalty_rem"], end["dues"][0]["compound_rem"]) == (U * 42 // 100, 0)
    _, middle = roll(LOAN, state(date=90, dues=[due(100, 24_628, 1_000, 0, 0, 0)]), steps[:2])
    assert (middle["dues"][0]["penalty_rem"], middle["dues"][0]["compound_rem"]) == (-U * 29 // 100, -U // 2)
    # 1,384 pays 369 + 15 + 1,000 in the order of the law; 100 more reach principal.
    ledger, _ = roll(LOAN, end, [step(130, cash=1_484)])
    assert ledger[0]["allocated"] == [100, 1_000, 369, 15, 0]


def test_interest_is_the_rounded_exact_sum_however_it_is_cut() -> None:
    # 18% of 1,000 a day = 0.5: posted 1, 0, 1, 0; 20 days at once: 10.
    days = [step(d, time=1, rate=18_000_000) for d in range(1, 5)]
    ledger, end = roll(LOAN, state(principal=1_000), days)
    assert [row["accrued"] for row in ledger] == [1, 0, 1, 0]
    assert (end["accrued"], end["accrued_rem"]) == (2, 0)
    assert roll(LOAN, state(principal=1_000), [step(20, time=20, rate=18_000_000)])[1]["accrued"] == 10
    assert roll(LOAN, state(principal=1_000), [step(20, time=20, rate=18_000_000, off=1)])[1]["accrued"] == 0


def test_waive() -> None:
    # 75% of 101 + 20 + 50 + 30 = 150.75 -> 151: 101 and 20 of the dues, 30 of accrued. Then half of the 20 accrued that are left.
    before = state(dues=[due(-60, 0, 101, 0, 0, 0), due(-30, 7, 20, 0, 0, 0)], accrued=50, deferred=[0, 30, 0, 0, 0])
    ledger, end = roll(LOAN, before, [step(0, waive=[0, 75_000_000, 0, 0, 0, 50_000_000])])
    assert ledger[0]["waived"] == [0, 161, 0, 0, 0]
    assert (end["accrued"], end["deferred"][1]) == (10, 30)
    assert [row["amount"] for row in end["dues"]] == [[7, 0, 0, 0, 0]]
    # An amount never takes more than stands: 7 of principal.
    assert roll(LOAN, end, [step(0, waive_cents=[999, 0, 0, 0, 0])])[0][0]["waived"] == [7, 0, 0, 0, 0]


def test_conditional_waiver() -> None:
    # 123 of penalty are set aside, bear nothing, are not paid, and are forgiven when the rest is paid, not one cent earlier.
    before = state(principal=1_000, dues=[due(-30, 0, 0, 123, 0, 0)])
    steps = [step(0, pledge=[0, 0, ONE, 0, 0, 0]), step(30, cash=999, early=1), step(60, cash=1, early=1)]
    ledger, end = roll(LOAN, before, steps)
    assert [row["pledged"][2] for row in ledger] == [123, 0, 0]
    assert [row["vested"][2] for row in ledger] == [row["waived"][2] for row in ledger] == [0, 0, 123]
    assert [sum(row["closing"]) for row in ledger] == [1_123, 124, 0]
    assert end["conditional"] == [0] * 5


def test_settlement() -> None:
    # 700 agreed for 1,550: 400 pays 50 penalty and 350 principal, 300 principal; 850 is forgiven when the 700 are there.
    before = state(principal=500, dues=[due(-30, 1_000, 0, 50, 0, 0)], accrued_rem=77)
    ledger, end = roll(LOAN, before, [step(0, cash=400, settle=700), step(30, cash=300, settle=700)])
    assert [row["allocated"] for row in ledger] == [[350, 0, 50, 0, 0], [300, 0, 0, 0, 0]]
    assert [row["waived"] for row in ledger] == [[0] * 5, [850, 0, 0, 0, 0]]
    assert (end["settled"], end["accrued_rem"], sum(ledger[1]["closing"])) == (700, 0, 0)


def test_capitalise_defer_release() -> None:
    # Half of 31 + 20 interest = 25.5 -> 26 joins principal, all of the oldest but 5.
    # All penalty is set aside; a third, a half, the rest come back.
    before = state(principal=100, accrued=20, dues=[due(-30, 0, 31, 100, 0, 0)])
    spread = [step(30 * e, release=[0, 0, 4 - e, 0, 0], pays=1) for e in (1, 2, 3)]
    steps = [step(0, capitalise=[0, 50_000_000, 0, 0, 0, 0], defer=[0, 0, ONE, 0, 0, 0]), *spread]
    ledger, end = roll(LOAN, before, steps)
    assert (ledger[0]["capitalised"], ledger[0]["deferred"]) == ([0, 26, 0, 0, 0], [0, 0, 100, 0, 0])
    assert (end["principal"], end["accrued"]) == (126, 20)
    # 100/3 = 33.3 -> 33; 67/2 = 33.5 -> 34; 33.
    assert [row["released"][2] for row in ledger] == [0, 33, 34, 33]
    assert [row["received"] for row in ledger] == [0, 5 + 33, 34, 33]


def test_fall_due_redate_accelerate() -> None:
    # Accrued 9 becomes a due of day 60; all dues move to day 30; then principal 500 and what has accrued since, 10 + 8 fixed, fall due.
    before = state(principal=500, accrued=9, accrued_rem=5, relief=3, dues=[due(-30, 0, 31, 0, 0, 0)])
    _, end = roll(LOAN, before, [step(0, fall_due=60, relief=2)])
    assert [(row["due"], row["number"], row["relief"]) for row in end["dues"]] == [(-30, 1, 0), (60, 0, 5)]
    assert (end["accrued"], end["accrued_rem"]) == (0, 0)
    called = step(30, time=30, rate=24_000_000, accelerate=1, shape=LEVEL, fixed=8, fee=7, number=4)
    ledger, end = roll(LOAN, end, [step(0, redate=30), called])
    assert [(row["due"], row["amount"]) for row in end["dues"]] == [
        (30, [0, 31, 0, 0, 0]), (30, [0, 9, 0, 0, 0]), (30, [500, 18, 0, 0, 7]),
    ]  # fmt: skip
    assert (ledger[1]["accrued"], end["dues"][2]["number"]) == (18, 4)


def test_money() -> None:
    # Due now 100; held 30 and 20 in cash leave 50 to pay; or the cash comes on top and 20 are left, held.
    before = state(held=30, principal=10, dues=[due(0, 0, 100, 0, 0, 0)])
    assert roll(LOAN, before, [step(0, cash=20, pays=1)])[0][0]["received"] == 70
    ledger, end = roll(LOAN, before, [step(0, cash=20, pays=2)])
    assert (ledger[0]["received"], end["held"]) == (90, 20)
    # 130 left over prepay a due to come (20), accrued (15), principal (10); with nothing left the other 85 go back.
    before = state(principal=10, accrued=15, dues=[due(0, 0, 100, 0, 0, 0), due(9, 20, 0, 0, 0, 0)])
    ledger, end = roll(LOAN, before, [step(0, cash=230, early=1)])
    assert (ledger[0]["prepaid"], ledger[0]["returned"], end["held"]) == ([30, 15, 0, 0, 0], 85, 0)
    assert roll(LOAN, before, [step(0, cash=230)])[1]["held"] == 130


@pytest.mark.parametrize(("relief", "paid"), [(0, [100, 0, 0, 0, 0]), (1, [0, 90, 10, 0, 0])])
def test_the_second_order_holds_from_an_age_on(relief: int, paid: list[int]) -> None:
    # Due on day 0, 90 days late: principal first, unless one day does not count.
    before = state(dues=[due(0, 200, 200, 10, 0, 0)])
    ledger, _ = roll(LOAN | {"late_from": 90}, before, [step(90, cash=100, relief=relief)])
    assert (ledger[0]["allocated"], ledger[0]["days_past_due"]) == (paid, 90 - relief)


def test_a_level_below_the_interest_bends() -> None:
    # i = 0.01, shares 0.005 and 1: 0.005 A < 1,000, so nothing is repaid first; A = 100,000 + 1,000. (Unbent: 102,010 / 1.00505 = 101,497.)
    steps = months([LEVEL, ALL], 12_000_000)
    steps[1]["share"] = 500_000
    ledger, _ = roll(LOAN, state(principal=100_000), steps)
    assert ledger[0]["level"] == 101_000
    # The first bills 1,000 of interest, the last all there is.
    assert [row["billed"][:2] for row in ledger[1:]] == [[0, 1_000], [100_000, 1_000]]


def test_other_levels() -> None:
    def level(steps: list[Record], **own: object) -> int:
        return int(roll(LOAN, state(principal=100_000, **own), steps)[0][0]["level"])

    assert level(months([UNIT, UNIT, ALL], 12_000_000)) == 33_333
    assert level(months([UNIT, UNIT, ALL], 12_000_000, balloon=50_000_000)) == 16_667
    assert level(months([LEVEL, ALL], 0, balloon=50_000_000)) == 25_000
    assert level(months([LEVEL, LEVEL], 0, set_level=5)) == 4
    assert level(months([INTEREST, NONE], 12_000_000)) == 0
    assert level([step(0, recast=1)]) == 0
    # Interest of the first month 1,000, and 500 accrued before, join principal: (101,500) × 1.01 = 102,515.
    steps = months([NONE, ALL], 12_000_000)
    steps[1]["capitalise"] = [0, 0, 0, 0, 0, ONE]
    assert level(steps, accrued=500) == 102_515
    # Half of the 1,500 waived, half of the rest promised, half of the rest capitalised, half of the rest deferred: 187.5 join, 93.75 stay.
    # 100,187.5 × 1.01 + 93.75 = 101,283.125.
    half = [0, 0, 0, 0, 0, ONE // 2]
    steps[1] |= {"waive": half, "pledge": half, "capitalise": half, "defer": half}
    assert level(steps, accrued=500) == 101_283
    # (100,000 + 501) / 2 = 50,250.5 goes up; with the least negative remainder of the 501 it is just under the half.
    assert level(months([LEVEL, ALL], 0), accrued=501) == 50_251
    assert level(months([LEVEL, ALL], 0), accrued=501, accrued_rem=-1) == 50_250
    # An instalment of interest only, then 7 of fixed interest: 100,000 + 1,000 + 7.
    steps = months([INTEREST, ALL], 12_000_000)
    steps[2]["fixed"] = 7
    assert level(steps, accrued=500) == 101_007
