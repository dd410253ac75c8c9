"""Floating rates by hand: the LPR of the day each new rate takes effect, plus the agreed points."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from planner import casefile
from planner.book import Part, standing
from planner.case import Case, Floating, Loan
from planner.checks import case_findings
from planner.dates import date, day
from planner.errors import RangeError
from planner.repricing import changes, in_force
from planner.sensitivity import sensitivity
from planner.standings import PARTS
from planner.today import stand

D = dt.date


def listed(floating: Floating, opened: dt.date, until: dt.date) -> list[tuple[dt.date, int]]:
    """Days with rates in basis points."""
    found = changes(floating, day(opened), day(until))
    return [(date(int(d)), int(r) // 10_000) for d, r in zip(found.day, found.rate, strict=True)]


def test_first_of_january_takes_the_december_before() -> None:
    """5Y: 4.75 on 15 March 2020 (of 20 February), then 4.65, 4.65, 4.30, 4.20 and 3.60 of each December; 20 basis points below."""
    assert listed(Floating("5Y", -20), D(2020, 3, 15), D(2025, 12, 31)) == [
        (D(2020, 3, 15), 455), (D(2021, 1, 1), 445), (D(2022, 1, 1), 445), (D(2023, 1, 1), 410), (D(2024, 1, 1), 400), (D(2025, 1, 1), 340),
    ]  # fmt: skip


def test_anniversary_takes_the_month_before() -> None:
    """5Y on 15 March: 4.65 in 2021, 4.60 (20 January) in 2022, 4.30 in 2023, 3.95 (20 February) in 2024, 3.60 in 2025; 85 above."""
    assert listed(Floating("5Y", 85, "anniversary"), D(2020, 3, 15), D(2025, 3, 15)) == [
        (D(2020, 3, 15), 560), (D(2021, 3, 15), 550), (D(2022, 3, 15), 545), (D(2023, 3, 15), 515), (D(2024, 3, 15), 480),
        (D(2025, 3, 15), 445),
    ]  # fmt: skip


def test_the_day_before_takes_what_was_published_by_then() -> None:
    """1Y fell from 3.55 to 3.45 on 21 August 2023, the anniversary; on the 20th, a Sunday, 3.55 was still in force. Opened at 3.70."""
    opened, until = D(2022, 8, 21), D(2023, 12, 31)
    assert listed(Floating("1Y", 0, "anniversary"), opened, until) == [(opened, 370), (D(2023, 8, 21), 345)]
    assert listed(Floating("1Y", 0, "anniversary", "day-before"), opened, until) == [(opened, 370), (D(2023, 8, 20), 355)]
    # the last day of December stands for the first of January
    turn = listed(Floating("1Y", 0, "january", "day-before"), opened, until)
    assert turn == [(opened, 370), (D(2022, 12, 31), 365), (D(2023, 12, 31), 345)]


@pytest.mark.parametrize(("opened", "effective", "days"), [
    # a first of January is the opening's own; the next one is a year later
    (D(2023, 1, 1), "on-the-day", [D(2023, 1, 1), D(2024, 1, 1), D(2025, 1, 1)]),
    (D(2022, 12, 31), "on-the-day", [D(2022, 12, 31), D(2023, 1, 1), D(2024, 1, 1), D(2025, 1, 1)]),
    # opened on the very day the new rate takes effect: it has that rate from the start
    (D(2022, 12, 31), "day-before", [D(2022, 12, 31), D(2023, 12, 31), D(2024, 12, 31)]),
])  # fmt: skip
def test_openings_at_the_turn_of_the_year(opened: dt.date, effective: str, days: list[dt.date]) -> None:
    assert [d for d, _ in listed(Floating("1Y", 0, "january", effective), opened, D(2025, 1, 1))] == days


def test_the_anniversary_of_a_leap_day_is_the_last_of_february() -> None:
    days = [d for d, _ in listed(Floating("1Y", 0, "anniversary"), D(2020, 2, 29), D(2024, 12, 31))]
    assert days == [D(2020, 2, 29), D(2021, 2, 28), D(2022, 2, 28), D(2023, 2, 28), D(2024, 2, 29)]


def test_a_fixed_rate_keeps_the_lpr_of_its_opening() -> None:
    """3.45 + 3.00 in January 2024; the LPR fell later."""
    assert listed(Floating("1Y", 300, "fixed"), D(2024, 1, 31), D(2026, 1, 31)) == [(D(2024, 1, 31), 645)]
    assert in_force(Floating("1Y", 300, "fixed"), day(D(2024, 1, 31)), day(D(2026, 1, 31))) == 6_450_000


def test_no_rate_is_below_nothing() -> None:
    assert listed(Floating("1Y", -305), D(2024, 12, 1), D(2026, 2, 1)) == [(D(2024, 12, 1), 5), (D(2025, 1, 1), 5), (D(2026, 1, 1), 0)]


def test_what_rests_on_an_unknown_lpr_says_so() -> None:
    found = changes(Floating("1Y", 85), day(D(2025, 6, 1)), day(D(2028, 1, 1)))
    assert [date(int(d)) for d in found.day] == [D(2025, 6, 1), D(2026, 1, 1), D(2027, 1, 1), D(2028, 1, 1)]
    assert found.held.tolist() == [False, False, True, True]
    assert np.array_equal(found.rate, np.full(4, 3_850_000))


def test_a_loan_older_than_the_lpr_is_refused() -> None:
    with pytest.raises(RangeError, match="lpr_before_first"):
        changes(Floating("5Y", -20), day(D(2019, 8, 19)), day(D(2024, 1, 1)))
    assert in_force(Floating("5Y", -20), day(D(2019, 8, 20)), day(D(2019, 12, 31))) == 4_650_000


@pytest.mark.parametrize(("reprice", "instalments", "unknown"), [
    # the next publication is due on 20 October 2026; instalment 18 falls on 15 December 2026, instalment 19 after the first of January
    ("january", 18, False), ("january", 19, True), ("fixed", 36, False),
])  # fmt: skip
def test_a_case_says_that_it_rests_on_an_unknown_lpr(reprice: str, instalments: int, unknown: bool) -> None:  # noqa: FBT001 - a column
    loan = Loan(
        id="home", kind="mortgage", principal=10**8, rate=3_850_000, opened=D(2025, 6, 15), instalments=instalments,
        first_due=D(2025, 7, 15), due_day=15, floating=Floating("5Y", 35, reprice),
    )  # fmt: skip
    found = case_findings(Case("", D(2026, 9, 30), (loan,)))
    said = [(f.code, f.grade, f.where, f.value, f.confidence) for f in found]
    assert said == ([("lpr_unknown", "note", "home", "2026-09-21", "carried")] if unknown else [])


# LPR1Y 3.35 % on 30 September 2024, 3.10 % on 1 January 2025; 65 above: 4.00 and 3.75 %. 100,000, interest by the month, actual/360,
# nothing paid: 333.33 due on 30 October, 344.44 on 30 November, 333.33 on 30 December. Up to 30 January 2025 they compound at
#   the contract rate   333.33 x (4 % x 63 + 3.75 % x 29) / 360 = 3.34, 344.44 x (4 % x 32 + 3.75 % x 29) / 360 = 2.27,
#                       333.33 x (4 % x 2 + 3.75 % x 29) / 360 = 1.08: 6.69; at the opening's rate it would be 6.89;
#   the penalty rate    half as much again, 5.01 + 3.40 + 1.62 = 10.03.
LPR = """
as_of = 2025-01-30
[[loan]]
kind = "business"
method = "interest-only"
principal = "100,000"
rate = "LPR1Y + 65bp"
opened = 2024-09-30
instalments = 36
day_count = "actual/360"
penalty = { uplift = "50 %", compound = "interest"COMPOUND }
"""


@pytest.mark.parametrize(
    ("says", "cents"), [(', compound_rate = "4 %"', 669), ("", 1003), (', compound_rate = "5 %"', 862)]
)  # fmt: skip
def test_compound_interest_at_the_contract_rate_is_repriced_with_it(says: str, cents: int) -> None:
    # At 5 %, which is neither rate, all 92, 61 and 31 days bear it: 4.26 + 2.92 + 1.44 = 8.62; each half up.
    case = casefile.parse(LPR.replace("COMPOUND", says))
    position, _ = stand(case.loans[0], case.as_of)
    assert int(standing(position)[Part.COMPOUND, 0]) == cents


def test_the_variant_at_the_contract_rate_is_repriced_too() -> None:
    case = casefile.parse(LPR.replace("COMPOUND", ""))
    moves = {move.variant.key: move.change for move in sensitivity(case.loans[0], case.as_of).moves}
    assert moves["compound_rate", "contract"][PARTS.index("compound")] == 669 - 1003
