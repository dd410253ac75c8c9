"""A loan that a prepayment shortened stays short when its rate changes (docs/engine.md, "A level that keeps its term")."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from math import ceil
from typing import Final

import numpy as np

from planner.contract import history, opening, pays_as_billed
from planner.engine import roll_forward
from planner.loan import Floating, Loan, Payment
from planner.steps import mark, weave

D: Final = dt.date
LOAN: Final = Loan(
    id="loan", kind="consumer", principal=10_000_000, rate=12_000_000, opened=D(2024, 7, 10), instalments=36, first_due=D(2024, 8, 10),
    due_day=10, penalty_rate=18_000_000, early_money="shorten", floating=Floating("1Y", 855),
)  # fmt: skip
"""100,000 at LPR1Y + 855 basis points: 3.45 % on 10 July 2024 makes 12 %, 3.10 % on 1 January 2025 makes 11.65 %."""


def test_a_shortened_loan_keeps_its_term_at_the_new_rate() -> None:
    # Level at 1 % a month over 36: 3,321.43. 40,000 more come with the first instalment: 100,000 x 1.01 - 43,321.43 = 57,678.57 are left,
    # which 3,321.43 a month pay off in 20 instalments (19.1). Four more are paid; on 1 January 2025 sixteen are to come.
    # Interest to then: 22 days of 12 % / 360. The level that pays off in sixteen at 11.65 %, rounded up, stands in the test.
    first = 332_143
    left = Fraction(10_000_000)
    paid = [4_332_143 if n == 0 else first for n in range(5)]
    for n, amount in enumerate(paid):
        interest = int(left * Fraction(12, 1200) + Fraction(1, 2))
        left += interest - amount
        assert n < 4 or left > 0
    position, timeline = opening(LOAN)
    timeline = pays_as_billed(timeline, 0)
    timeline = mark(timeline, "cash", timeline.number == 1, 4_000_000)
    timeline = mark(mark(timeline, "pays", timeline.number == 1, 2), "early", timeline.number == 1, 1)
    ledger = roll_forward(position, timeline).ledger
    assert ledger is not None
    repriced = int(np.flatnonzero(ledger.date[:, 0] == (D(2025, 1, 1) - D(1970, 1, 1)).days)[0])
    assert int(ledger.level[repriced - 1, 0]) == first
    # In exact fractions: 22 days at 12 %, 9 of a period counted in whole months (so the period's rest is 30 - 22 days at 11.65 %).
    rate = Fraction(1165, 120_000)
    accrued = left * Fraction(12, 100) * Fraction(22, 360)
    rest = left + accrued + left * Fraction(1165, 10_000) * Fraction(8, 360)
    growth = sum(((1 + rate) ** -k for k in range(16)), Fraction(0))
    assert int(ledger.level[repriced, 0]) == ceil(rest / growth)
    ends = int(ledger.number[:, 0][ledger.received[:, 0] > 0][-1])
    assert ends == 21


def test_a_loan_that_was_not_shortened_keeps_its_last_instalment() -> None:
    position, timeline = opening(replace(LOAN, early_money="hold"))
    ledger = roll_forward(position, pays_as_billed(timeline, 0)).ledger
    assert ledger is not None
    assert int(ledger.number[:, 0][ledger.received[:, 0] > 0][-1]) == 36
    assert int(ledger.level[:, 0].min()) < int(ledger.level[0, 0])


def test_a_level_over_all_instalments_is_rounded_half_up() -> None:
    # 115,000 at 12 %: 3,819.65 a month; five are paid, 31 are to come on 1 January 2025 at 11.65 %, of which the first bears 22 days
    # of 12 % and 8 of 11.65 %. The exact level is 3,803.70 and 0.015 of a cent.
    left = Fraction(11_500_000)
    for _ in range(5):
        left += int(left * Fraction(12, 1200) + Fraction(1, 2)) - 381_965
    rate = Fraction(1165, 120_000)
    rest = left * (1 + Fraction(12, 100) * Fraction(22, 360) + Fraction(1165, 10_000) * Fraction(8, 360))
    exact = rest / sum(((1 + rate) ** -k for k in range(31)), Fraction(0))
    assert 0 < exact - 380_370 < Fraction(1, 2)
    position, timeline = opening(replace(LOAN, principal=11_500_000, early_money="hold"))
    ledger = roll_forward(position, pays_as_billed(timeline, 0)).ledger
    assert ledger is not None
    repriced = int(np.flatnonzero(ledger.date[:, 0] == (D(2025, 1, 1) - D(1970, 1, 1)).days)[0])
    assert int(ledger.level[repriced, 0]) == 380_370


def test_a_history_that_prepaid_stays_short() -> None:
    loan = replace(LOAN, payments=(Payment(D(2024, 8, 10), 4_332_143),))
    position, timeline = history(loan, (D(2024, 8, 10) - D(1970, 1, 1)).days)
    ledger = roll_forward(position, weave(pays_as_billed(timeline, 19_945), np.array([19_945]), position.date)).ledger
    assert ledger is not None
    assert int(ledger.number[:, 0][ledger.received[:, 0] > 0][-1]) == 21
