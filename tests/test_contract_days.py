"""Each convention of a contract's days, interest and instalments, by hand: 36,000.00 at 10 % of 360 days is 10.00 a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from planner.book import Ledger, Part
from planner.contract import opening, pays_as_billed
from planner.dates import date, day
from planner.engine import roll_forward
from planner.loan import Draw, Floating, Loan, Payment, Statement
from planner.today import stand

D = dt.date
INTEREST = Loan(
    id="interest", kind="business", principal=3_600_000, rate=10_000_000, opened=D(2026, 1, 1), instalments=3, first_due=D(2026, 2, 1),
    due_day=1, method="interest-only", day_count="actual/360", penalty_rate=15_000_000, compound_rate=15_000_000,
)  # fmt: skip
PARTS = replace(INTEREST, id="parts", method="equal-principal")
LEVEL = replace(INTEREST, id="level", method="level", principal=1_200_000, rate=12_000_000, instalments=12, day_count="30/360")
"""12,000.00 at 1 % a month: 1,066.1855 a month."""


def ledger(loan: Loan) -> Ledger:
    """The loan from its opening, each bill paid on its day."""
    position, timeline = opening(loan)
    found = roll_forward(position, pays_as_billed(timeline, day(loan.opened))).ledger
    assert found is not None
    return found


def bills(loan: Loan, *, part: Part = Part.INTEREST) -> list[tuple[dt.date, int]]:
    """What is paid of a part on each day on which anything is due."""
    found = ledger(loan)
    due = found.received[:, 0] > 0
    return [(date(int(d)), int(x)) for d, x in zip(found.date[due, 0], found.allocated[part, due, 0], strict=True)]


def amounts(loan: Loan, *, part: Part | None = None) -> list[int]:
    """What the instalments ask, of a part or altogether."""
    found = ledger(loan)
    asked = found.billed[:, found.number[:, 0] > 0, 0]
    return [int(x) for x in (asked.sum(axis=0) if part is None else asked[part])]


def test_the_last_day_counts_or_does_not() -> None:
    """30 nights from 1 to 31 January are 300.00, with both days 310.00; in the first instalment 31 days or 32, later months alike."""
    both = replace(INTEREST, days="both")
    assert [int(stand(loan, D(2026, 1, 31))[0].accrued[0]) for loan in (INTEREST, both)] == [30_000, 31_000]
    assert amounts(INTEREST, part=Part.INTEREST) == [31_000, 28_000, 31_000]
    assert amounts(both, part=Part.INTEREST) == [32_000, 28_000, 31_000]


def test_interest_falls_due_on_the_twentieth_of_a_quarter() -> None:
    """78 days to 20 March, 92 to 20 June, 11 to the end on 1 July."""
    loan = replace(INTEREST, method="bullet", instalments=1, first_due=D(2026, 7, 1), interest_due="quarterly-20")
    assert bills(loan) == [(D(2026, 3, 20), 78_000), (D(2026, 6, 20), 92_000), (D(2026, 7, 1), 11_000)]
    assert bills(loan, part=Part.PRINCIPAL)[-1] == (D(2026, 7, 1), 3_600_000)


def test_interest_falls_due_each_month_apart_from_equal_principal() -> None:
    """On 36,000.00: 19 days to 20 January, 12 to 1 February are part of the 31 to 20 February, of which 19 bear on 24,000.00.

    120.00 + 126.67; 9 days on 24,000.00 and 19 on 12,000.00: 60.00 + 63.33; 12 days on 12,000.00 to the end.
    """
    loan = replace(PARTS, interest_due="monthly-20")
    assert [row for row in bills(loan) if row[1]] == [
        (D(2026, 1, 20), 19_000), (D(2026, 2, 20), 24_667), (D(2026, 3, 20), 12_333), (D(2026, 4, 1), 4_000),
    ]  # fmt: skip
    assert [x for _, x in bills(loan, part=Part.PRINCIPAL) if x] == [1_200_000] * 3


@pytest.mark.parametrize(("first_period", "interest"), [
    # Ten days to New Year are 100.00; 31 on 36,000.00: 310.00; 28 on 24,000.00: 186.67; 31 on 12,000.00: 103.33.
    ("actual", [(D(2026, 2, 1), 41_000), (D(2026, 3, 1), 18_667), (D(2026, 4, 1), 10_333)]),
    ("folded", [(D(2026, 2, 1), 41_000), (D(2026, 3, 1), 18_667), (D(2026, 4, 1), 10_333)]),
    ("apart", [(D(2026, 1, 1), 10_000), (D(2026, 2, 1), 31_000), (D(2026, 3, 1), 18_667), (D(2026, 4, 1), 10_333)]),
    # A third of 100.00, half of 66.67, the rest: 33.33, 33.34, 33.33.
    ("spread", [(D(2026, 2, 1), 34_333), (D(2026, 3, 1), 22_001), (D(2026, 4, 1), 13_666)]),
])  # fmt: skip
def test_an_odd_first_period(first_period: str, interest: list[tuple[dt.date, int]]) -> None:
    assert bills(replace(PARTS, opened=D(2025, 12, 22), first_period=first_period)) == interest


def test_the_level_is_set_without_an_odd_first_period_that_is_paid_apart() -> None:
    """Ten days of 30 in front of twelve months: 40.00. Apart and folded the level is 1,066.19; folded, the first asks 1,106.19.

    Otherwise the odd days are part of the first period, and the level is solved over them.
    """
    loan = replace(LEVEL, opened=D(2025, 12, 22), day_count="30/360")
    assert amounts(replace(loan, first_period="apart"))[:2] == [106_619, 106_619]
    folded = ledger(replace(loan, first_period="folded"))
    first = folded.received[(folded.date == day(D(2026, 2, 1)))[:, 0], 0]
    assert first.tolist() == [110_619]
    assert amounts(loan)[0] == amounts(loan)[1] > 106_619


@pytest.mark.parametrize(("convention", "interest"), [
    # 1 October 2026 is in the National Day holidays, 1 November a Sunday.
    ("none", [(D(2026, 10, 1), 30_000), (D(2026, 11, 1), 31_000)]),
    ("following", [(D(2026, 10, 8), 37_000), (D(2026, 11, 2), 25_000)]),
    ("preceding", [(D(2026, 9, 30), 29_000), (D(2026, 10, 30), 30_000)]),
])  # fmt: skip
def test_due_dates_move_to_business_days_and_interest_with_them(convention: str, interest: list[tuple[dt.date, int]]) -> None:
    loan = replace(INTEREST, opened=D(2026, 9, 1), first_due=D(2026, 10, 1), instalments=2, business_days=convention)
    assert bills(loan) == interest


FLOATING = replace(
    INTEREST, opened=D(2024, 9, 1), first_due=D(2024, 10, 1), instalments=24, rate=4_350_000, penalty_rate=6_525_000,
    compound_rate=6_525_000, uplift=50_000_000, floating=Floating("1Y", 100),
)  # fmt: skip
"""LPR 3.35 % since 2024-07-22, 3.10 % since 2024-10-21, 3.00 % since 2025-05-20, each plus 1 %."""


def test_a_floating_rate_is_repriced_on_the_first_of_january() -> None:
    """36,000.00 at 4.35 % is 4.35 a day: 31 days of December 134.85; of January at 4.10 % 127.10; of January 2026 at 4.00 % 124.00."""
    found = dict(bills(FLOATING))
    assert [found[on] for on in (D(2025, 1, 1), D(2025, 2, 1), D(2026, 2, 1))] == [13_485, 12_710, 12_400]
    fixed = replace(FLOATING, floating=Floating("1Y", 100, "fixed"))
    assert dict(bills(fixed))[D(2026, 2, 1)] == 13_485


def test_a_floating_rate_is_repriced_on_the_anniversary_or_the_day_before() -> None:
    """September 2025 at 4.00 %: 30 days 120.00; from the day before, the last night of August too: 30 at 4.35, one at 4.00."""
    yearly = replace(FLOATING, floating=Floating("1Y", 100, "anniversary"))
    early = replace(FLOATING, floating=Floating("1Y", 100, "anniversary", "day-before"))
    assert [dict(bills(yearly))[on] for on in (D(2025, 9, 1), D(2025, 10, 1))] == [13_485, 12_000]
    assert [dict(bills(early))[on] for on in (D(2025, 9, 1), D(2025, 10, 1))] == [13_450, 12_000]


def test_penalty_and_compound_follow_the_repriced_rate() -> None:
    """130.50 due on 2024-10-01: 92 days at 6.525 % and 31 at 6.15 %: 2.1761 + 0.6911 = 2.8672."""
    now, _ = stand(FLOATING, D(2025, 2, 1))
    assert [int(x) for x in now.dues.amount[[Part.INTEREST, Part.COMPOUND], 0, 0]] == [13_050, 287]


def test_a_repriced_level_is_set_anew() -> None:
    """At 1.00 % above the LPR: after three months at 4.35 % the level is that of nine at 4.10 %, over what is then left."""
    loan = replace(FLOATING, method="level", instalments=12, day_count="30/360")
    found = amounts(loan)
    assert (len(set(found[:4])), len(set(found[4:-1]))) == (1, 1)
    balance, first = 36_000.0, found[0] / 100
    for _ in range(4):
        balance -= first - balance * 0.0435 / 12
    i = 0.041 / 12
    assert found[4] / 100 == pytest.approx(balance * i / (1 - (1 + i) ** -8), abs=0.006)


@pytest.mark.parametrize(("amount", "level"), [("cent", 106_619), ("cent-up", 106_619), ("yuan", 106_600), ("yuan-up", 106_700)])
def test_the_instalment_in_cents_or_yuan(amount: str, level: int) -> None:
    """What 1,066.1855 lacks or has too much grows to 12.6825 times itself by the last instalment, give or take a cent a row."""
    found = amounts(replace(LEVEL, instalment_amount=amount))
    assert set(found[:-1]) == {level}
    assert found[-1] == pytest.approx(level + (106_618.55 - level) * 12.6825, abs=7)


@pytest.mark.parametrize(("residue", "parts"), [("last", [33_333, 33_333, 33_334]), ("first", [33_334, 33_333, 33_333])])
def test_what_rounding_leaves_of_equal_parts(residue: str, parts: list[int]) -> None:
    assert amounts(replace(PARTS, principal=100_000, residue=residue), part=Part.PRINCIPAL) == parts


def test_what_rounding_leaves_of_a_level_may_be_in_the_first() -> None:
    """1,000.00 at 1 % a month in three: 340.0221 each. With 340.02 the last lacks 0.0221 x 3.0301 / 100 cents; hence 340.03 at the end.

    In the first: 0.0066 / 1.0201 is 0.01 more, and the last is a level.
    """
    loan = replace(LEVEL, principal=100_000, instalments=3)
    assert amounts(loan) == [34_002, 34_002, 34_003]
    assert amounts(replace(loan, residue="first")) == [34_003, 34_002, 34_002]


def test_a_level_on_a_twelfth_of_the_rate_or_on_the_days() -> None:
    """Twelve months of actual days over 360 cost more than twelve twelfths, so the level on days is the higher."""
    loan = replace(LEVEL, day_count="actual/360")
    twelfth = amounts(replace(loan, level_on="rate/12"))
    assert set(twelfth[:-1]) == {106_619}
    assert twelfth[-1] > amounts(loan)[0] > 106_619


@pytest.mark.parametrize(("remainder", "interest"), [
    ("dropped-when-billed", [83, 83, 83]), ("carried", [83, 84, 83]), ("dropped", [83, 83, 83]),
])  # fmt: skip
def test_what_is_below_a_cent_of_interest(remainder: str, interest: list[int]) -> None:
    """100.00 at 10 % is 0.8333 a month: 0.8333, 1.6667, 2.5000 are 0.83, 1.67, 2.50."""
    loan = replace(INTEREST, principal=10_000, day_count="30/360", remainder=remainder)
    assert amounts(loan, part=Part.INTEREST) == interest


@pytest.mark.parametrize(("rounding", "interest"), [("half-up", [13, 13, 13]), ("half-even", [12, 12, 12]), ("down", [12, 12, 12])])
def test_half_a_cent(rounding: str, interest: list[int]) -> None:
    """15.00 at 10 % is 0.125 a month."""
    assert amounts(replace(INTEREST, principal=1_500, day_count="30/360", rounding=rounding), part=Part.INTEREST) == interest


def test_interest_above_the_level_is_billed_or_carried() -> None:
    """A statement: level 50.00, 120.00 a month of interest on 12,000.00. Carried, 50.00 are asked and 70.00 stay accrued."""
    statement = Statement(D(2026, 1, 1), 1_200_000, payment=5_000)
    for convention, billed, left in (("billed", 12_000, 0), ("carried", 5_000, 7_000)):
        loan = replace(LEVEL, statement=statement, interest_above_level=convention)
        position, timeline = stand(loan, D(2026, 1, 1))
        stop = int(np.searchsorted(timeline.date[:, 0], day(D(2026, 2, 1)))) + 1
        rolled = roll_forward(position, pays_as_billed(timeline, day(D(2026, 1, 1))), stop=stop)
        assert rolled.ledger is not None
        assert (int(rolled.ledger.billed[:, -1, 0].sum()), int(rolled.position.accrued[0])) == (billed, left)


def test_money_lent_later_bears_from_its_day() -> None:
    """36,000.00 more on 16 January: 15 days at 10.00 and 16 at 20.00."""
    now, _ = stand(replace(INTEREST, draws=(Draw(D(2026, 1, 16), 3_600_000),)), D(2026, 2, 1))
    assert int(now.dues.amount[Part.INTEREST, 0, 0]) == 47_000
    assert int(now.principal[0]) == 7_200_000


@pytest.mark.parametrize(("early", "principal", "held"), [
    ("hold", 3_600_000, 1_010_000), ("shorten", 2_605_000, 0), ("return", 3_600_000, 0),
])  # fmt: skip
def test_early_money(early: str, principal: int, held: int) -> None:
    """Fifteen days of interest are 150.00; 10,100.00 less that prepay 9,950.00 of the principal."""
    paid = (Payment(D(2026, 1, 16), 1_010_000),)
    now, _ = stand(replace(INTEREST, early_money=early, payments=paid), D(2026, 1, 16))
    assert (int(now.principal[0]), int(now.held[0])) == (principal, held)
