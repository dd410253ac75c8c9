"""The oracle against cases of early money, instalments and levels worked by hand; the working stands in the comments, in cents."""

from __future__ import annotations

import pytest

from tests.laws.byhand import ALL, INTEREST, LEVEL, LOAN, NONE, PRINCIPAL, UNIT, U, due, months, state, step
from tests.oracle import Record, one_step, roll

HOLD, PREPAY, LOWER, NEXT, LAST, NEXT_LAST, RETURN = range(7)


def paid(loan: Record, principal: int, steps: list[Record]) -> list[int]:
    """What is paid at each step but the first."""
    return [row["received"] for row in roll(LOAN | loan, state(principal=principal), steps)[0][1:]]


def level(loan: Record, principal: int, steps: list[Record], **own: object) -> tuple[int, int]:
    """The level set at the first step, and what the next instalment asks beside it."""
    now = state(principal=principal, **own)
    one_step(LOAN | loan, now, steps, 0)
    return now["level"], now["extra"]


@pytest.mark.parametrize(("early", "prepaid", "ahead", "rest"), [
    (HOLD, [0, 0], [0, 0], [0, 200, 430]),  # 400 held pay the first 300 and 100 of the second
    (PREPAY, [370, 30], [0, 0], [300, 300, 30]),  # shorter: 630 left
    (LOWER, [370, 30], [0, 0], [210, 210, 210]),  # lower: 630 / 3
    (NEXT, [370, 30], [30, 370], [0, 200, 430]),  # 400 of the coming instalments are paid
    (LAST, [400, 0], [0, 0], [300, 300, 30]),  # principal first, and the 30 of interest with the next instalment
    (NEXT_LAST, [370, 30], [30, 270], [0, 300, 330]),  # one instalment ahead, 100 off the last
    (RETURN, [0, 0], [0, 0], [300, 300, 430]),
])  # fmt: skip
def test_early_money(early: int, prepaid: list[int], ahead: list[int], rest: list[int]) -> None:
    # 100 due now; of 500 there are 400 left for 1,000 of principal and 30 of interest, in instalments of 300 without further interest.
    before = state(principal=1_000, accrued=30, level=300, dues=[due(0, 100, 0, 0, 0, 0)])
    steps = [step(0, cash=500, early=early), *months([LEVEL, LEVEL, ALL], 0)[1:]]
    one_step(LOAN, now := state(**before | {"dues": [due(0, 100, 0, 0, 0, 0)]}), steps, 0)
    assert now["ahead"] == ahead
    ledger, _ = roll(LOAN, before, steps)
    assert ledger[0]["prepaid"] == [*prepaid, 0, 0, 0]
    assert (ledger[0]["held"], ledger[0]["returned"]) == (400 * (early == HOLD), 400 * (early == RETURN))
    assert [row["received"] for row in ledger[1:]] == rest


def test_early_money_reaches_rows_to_come_first_and_lowers_only_where_principal_was_repaid() -> None:
    before = state(principal=1_000, accrued=30, level=300, deferred=[5, 0, 0, 0, 0], dues=[due(9, 20, 0, 0, 0, 0)])
    steps = [step(0, cash=50, early=LOWER), *months([LEVEL, LEVEL, ALL], 0)[1:]]
    ledger, _ = roll(LOAN, before, steps)
    assert (ledger[0]["prepaid"][:2], ledger[0]["level"]) == ([20, 30], 300)
    # 999 / 3; beyond principal deferred is paid as a prepayment only, else money is held.
    assert roll(LOAN, before, [step(0, cash=51, early=LOWER), *steps[1:]])[0][0]["level"] == 333
    for early, held in ((PREPAY, 0), (NEXT, 5), (LAST, 5), (NEXT_LAST, 5)):
        assert roll(LOAN, before, [step(0, cash=1_055, early=early)])[1]["held"] == held


def test_money_ahead_counts_towards_each_shape() -> None:
    def billed(shape: int, **own: object) -> tuple[list[int], list[int]]:
        before = {"principal": 1_000, "accrued": 50, "level": 300, "ahead": [30, 370]} | own
        ledger, end = roll(LOAN, state(**before), [step(0, shape=shape)])
        return ledger[0]["billed"][:2], end["ahead"]

    # Equal principal: 300 of the 370, and all interest; interest alone; the last instalment ends what is ahead.
    assert billed(UNIT) == ([0, 50], [0, 70])
    assert billed(PRINCIPAL) == ([0, 0], [30, 70])
    assert billed(INTEREST) == ([0, 50], [0, 370])
    assert billed(ALL) == ([1_000, 50], [0, 0])
    assert billed(NONE) == ([0, 0], [30, 370])
    # A level: the 30 of interest first; 300 less 10 are 50 of interest and 240; 300 less 260 leave 40 of the interest.
    assert billed(LEVEL) == ([0, 0], [0, 100])
    assert billed(LEVEL, ahead=[10, 0]) == ([240, 50], [0, 0])
    assert billed(LEVEL, ahead=[260, 0]) == ([0, 40], [0, 0])
    # What the next instalment asks beside its level, once.
    assert [billed(LEVEL, ahead=[0, 0], extra=x)[0] for x in (7, -20, -290, -400)] == [[257, 50], [230, 50], [0, 50], [0, 50]]
    assert billed(UNIT, ahead=[0, 0], extra=7)[0] == [307, 50]
    _, end = roll(LOAN, state(principal=1_000, level=300, extra=7), [step(0, shape=LEVEL)])
    assert end["extra"] == 0


def test_oldest_row_first() -> None:
    # 60 for (100 + 10 of interest) and (50 + 5): by part 10 + 5 and 45 of principal; by row 10 and 50 of the older one.
    dues = [due(-60, 100, 10, 0, 0, 0), due(-30, 50, 5, 0, 0, 0)]
    for by_row, left in ((0, [[55, 0], [50, 0]]), (1, [[50, 0], [50, 5]])):
        _, end = roll(LOAN | {"by_row": by_row}, state(dues=dues), [step(0, cash=60)])
        assert [row["amount"][:2] for row in end["dues"]] == left


def test_interest_above_the_level_is_carried() -> None:
    # 100 asked, 150 accrued: all of it is billed, or 100, and the 50 with their remainder stay.
    for capped, billed, accrued, rem in ((0, 150, 0, 0), (1, 100, 50, 9)):
        ledger, end = roll(LOAN | {"capped": capped}, state(principal=1_000, accrued=150, accrued_rem=9, level=100), [step(0, shape=LEVEL)])
        assert (ledger[0]["billed"][:2], end["accrued"], end["accrued_rem"]) == ([0, billed], accrued, rem)
    # The level of such a loan never bends: at 1% a month and shares of 0.005 and 1, 102,010 / 1.00505 = 101,497.4.
    steps = months([LEVEL, ALL], 12_000_000)
    steps[1]["share"] = 500_000
    assert level({"capped": 1}, 100_000, steps) == (101_497, 0)
    # A share of 0 leaves a month's 1,000 standing, which bears interest: 101,000 x 1.01.
    steps[1]["share"] = 0
    assert level({"capped": 1}, 100_000, steps) == (102_010, 0)
    assert level({}, 100_000, steps) == (101_000, 0)


def test_principal_without_interest() -> None:
    # 10,000 / 3 each month, the interest of all (1% of 10,000, 6,667, 3,334 = 100, 67, 33) with the last.
    ledger, _ = roll(LOAN, state(principal=10_000), months([PRINCIPAL, PRINCIPAL, ALL], 12_000_000))
    assert [row["billed"][:2] for row in ledger[1:]] == [[3_333, 0], [3_333, 0], [3_334, 200]]


def test_a_draw_bears_interest_from_its_day_and_is_in_the_level() -> None:
    # 1.5% of 10,000, then of 15,000; (15,000 + 150) / 2 at no interest.
    steps = [step(30, time=30, rate=18_000_000, draw=5_000), step(60, time=30, rate=18_000_000)]
    ledger, end = roll(LOAN, state(principal=10_000), steps)
    assert [row["accrued"] for row in ledger] == [150, 225]
    assert ([row["drawn"] for row in ledger], end["principal"], end["original"]) == ([5_000, 0], 15_000, 0)
    assert level({}, 10_000, months([LEVEL, ALL], 0, draw=5_000), accrued=150) == (7_575, 0)


@pytest.mark.parametrize(("loan", "cents"), [
    ({}, 25_628), ({"level_unit": 1}, 25_628), ({"level_unit": 100}, 25_600), ({"level_up": 1}, 25_629),
    ({"level_up": 1, "level_unit": 100}, 25_700),
])  # fmt: skip
def test_levels_to_the_yuan_and_up(loan: Record, cents: int) -> None:
    # A = 1,000 x 1.04060401 / 0.04060401 = 25,628.109.
    assert level(loan, 100_000, months([LEVEL, LEVEL, LEVEL, ALL], 12_000_000)) == (cents, 0)


def test_units_and_halves_of_levels() -> None:
    # 10,000 / 3 = 3,333.3; 10,000 / 4 is a whole number of yuan already.
    three, four = months([UNIT, UNIT, ALL], 0), months([LEVEL, LEVEL, LEVEL, ALL], 0)
    assert [level({"level_unit": 100, "level_up": up}, 10_000, three)[0] for up in (0, 1)] == [3_300, 3_400]
    assert level({"level_up": 1}, 10_000, three) == (3_334, 0)
    assert level({"level_unit": 100, "level_up": 1}, 10_000, four) == (2_500, 0)
    # 5,001 / 2 = 2,500.5.
    for shapes in ([LEVEL, ALL], [UNIT, ALL]):
        assert [level({"rounding": way}, 5_001, months(shapes, 0))[0] for way in range(3)] == [2_501, 2_500, 2_501]
    # 100,501 / 2 = 50,250.5: a remainder of U only says that one cent is odd; one more is just above the half.
    for rem, cents in ((0, 50_250), (U, 50_250), (U + 1, 50_251)):
        assert level({"rounding": 1}, 100_000, months([LEVEL, ALL], 0), accrued=501, accrued_rem=rem) == (cents, 0)


def test_a_level_set_on_months() -> None:
    # Months of 31 days are set as months of 1%, whatever accrued before; 3/12 of 12%: 0.03 x 1.12550881 / 0.12550881 = 0.26902705.
    steps = months([LEVEL, LEVEL, LEVEL, ALL], 12_000_000)
    for later in steps[1:]:
        later["time"] = 31
    assert level({}, 100_000, steps)[0] > 25_628
    assert level({"level_months": 1}, 100_000, steps, accrued=500) == (25_628, 0)
    assert level({"level_months": 3}, 100_000, steps) == (26_903, 0)
    # A step in between, without a number, is no month.
    assert level({"level_months": 1}, 100_000, [*steps[:2], step(40, time=10, rate=12_000_000), *steps[2:]]) == (25_628, 0)


def test_the_first_instalment_takes_the_residue() -> None:
    first = {"residue": 1}
    # 10,000 = 3 x 3,333 + 1; to the yuan 3 x 3,300 + 100; half of it left as a balloon 3 x 1,666 + 2, and the last bills 5,000 more.
    assert paid(first, 10_000, months([UNIT, UNIT, ALL], 0)) == [3_334, 3_333, 3_333]
    assert paid(first | {"level_unit": 100}, 10_000, months([UNIT, UNIT, ALL], 0)) == [3_400, 3_300, 3_300]
    assert paid(first, 10_000, months([UNIT, UNIT, ALL], 0, balloon=50_000_000)) == [1_668, 1_666, 6_666]
    # 10,001 = 4 x 2,500 + 1; 10,003 = 4 x 2,501 - 1.
    assert paid(first, 10_001, months([LEVEL, LEVEL, LEVEL, ALL], 0)) == [2_501, 2_500, 2_500, 2_500]
    assert paid(first, 10_003, months([LEVEL, LEVEL, LEVEL, ALL], 0)) == [2_500, 2_501, 2_501, 2_501]
    # 25,628.109 to the yuan is 25,600: 104,060.401 - 25,600 x 4.060401 = 114.135 would be left; / 1.030301 = 110.78 -> 111 more at first.
    # Then 100,000 - 24,711 = 75,289; 753: 50,442; 504: 25,346; 253: the last is 25,599.
    steps = months([LEVEL, LEVEL, LEVEL, ALL], 12_000_000)
    assert level(first | {"level_unit": 100}, 100_000, steps) == (25_600, 111)
    assert paid(first | {"level_unit": 100}, 100_000, steps) == [25_711, 25_600, 25_600, 25_599]


def test_smoothing_keeps_a_level_that_it_cannot_better() -> None:
    # 100.00 at 36%: A = 300 x 1.1592740743 / 0.1592740743 = 2,183.55 -> 2,184. Interest 300, 243, 185, 125, 64 leaves
    # 8,116, 6,175, 4,176, 2,117 and 2,117 + 64 = 2,181 at last: 3 less, more than 5 // 2 = 2. -3 / 5 -> -1: 2,183 has interest
    # 300, 244, 185, 125, 64, leaves 8,117, 6,178, 4,180, 2,122, and 2,186 at last: 3 more, which is no better.
    steps = months([LEVEL, LEVEL, LEVEL, LEVEL, ALL], 36_000_000)
    for residue in (0, 2):
        assert paid({"residue": residue}, 10_000, steps) == [2_184, 2_184, 2_184, 2_184, 2_181]


def test_smoothing_moves_a_level_three_times_at_most() -> None:
    # Set on months of 1%, 100,000 x 0.01 / (1 - 1.01^-3) = 34,002.21 -> 34,002, rolled at 2% (60 days).
    # Interest 2,000, 1,360, 707; the last 35,356 + 707 = 36,063: 2,061 more, / 3 = 687.
    # 34,689: 2,000, 1,346, 679; 33,968 + 679 = 34,647: 42 less, -14. 34,675: 2,000, 1,347 (1,346.5), 680; 33,997 + 680 = 34,677: 2 more
    # (more than 3 // 2 = 1), 2 / 3 -> 1. 34,676: 2,000, 1,346, 680; 33,994 + 680 = 34,674: 2 less, no better.
    steps = months([LEVEL, LEVEL, ALL], 12_000_000)
    for later in steps[1:]:
        later["time"] = 60
    own = {"residue": 2, "level_months": 1}
    assert level({"level_months": 1}, 100_000, steps) == (34_002, 0)
    assert level(own, 100_000, steps) == (34_675, 0)
    assert paid(own, 100_000, steps) == [34_675, 34_675, 34_677]
    # To the yuan 34,000: 2,000, 1,360, 707; 35,360 + 707 = 36,067: 2,067 more, / 3 = 689. 34,689 -> 34,700: 2,000, 1,346, 679;
    # 33,946 + 679 = 34,625: 75 less, -25. 34,675 -> 34,700 again, which is no better.
    assert level(own | {"level_unit": 100}, 100_000, steps) == (34_700, 0)
    # Other shares or fixed interest (1 in the second month: 1 / 1.0201 / 2.941 = 0.33 more): as it is.
    assert level(own, 100_000, [*steps[:1], steps[1] | {"share": 99_999_999}, *steps[2:]]) == (34_002, 0)
    assert level(own, 100_000, [*steps[:2], steps[2] | {"fixed": 1}, steps[3]]) == (34_003, 0)


def test_smoothing_rounds_as_the_loan_does() -> None:
    # Whole cents a day for 60 days: 33 (33.3), 23 (22.66), 12 (11.79): 1,980, 1,380, 720; 35,356 + 720 = 36,076: 2,074 more, / 3 = 691.
    # 34,693: 33, 22, 11: 33,914 + 660 = 34,574: 119 less, -40. 34,653: 33, 22, 11: 33,994 + 660 = 34,654: 1 more, which may stay.
    steps = months([LEVEL, LEVEL, ALL], 12_000_000)
    for later in steps[1:]:
        later["time"] = 60
    assert paid({"residue": 2, "level_months": 1, "daily": 1}, 100_000, steps) == [34_653, 34_653, 34_654]


@pytest.mark.parametrize(("principal", "before", "rate", "recast", "cents"), [
    (100_000, 30_000, 0, 1, 20_000),  # over all five
    (100_000, 30_000, 0, 2, 25_000),  # 30,000 needs four
    (100_001, 30_000, 0, 2, 25_001),  # 25,000.25 goes up
    (100_001, 20_000, 0, 2, 20_000),  # a cent left after the fifth: as ever, 20,000.2 goes down
    (100_000, 33_500, 0, 2, 33_334),  # three
    (100_000, 33_500, 12_000_000, 2, 25_000),  # at the 1% a month before, 103,030.1 - 33,500 x 3.0301 = 1,522 need a fourth
    (100_000, 0, 0, 2, 20_000),  # no level in force
])  # fmt: skip
def test_a_level_that_keeps_its_term(principal: int, before: int, rate: int, recast: int, cents: int) -> None:
    # The new level is set without interest, after an interval of no days at the rate before.
    steps = months([LEVEL, LEVEL, LEVEL, LEVEL, ALL], 0)
    steps[0] |= {"recast": recast, "rate": rate}
    assert level({}, principal, steps, level=before) == (cents, 0)
