"""Cases of the same kinds and keys as the Chinese ones and those of other lenders, worked by hand: the mappings read keys, not ids."""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.conformance import china, peers
from tests.conformance.cases import NotCoveredError, Published
from tests.conformance.compare import differences

YEAR: Final = {"start": "2023-01-01", "end": "2023-12-31", "inclusive_both": True}
"""365 days; the quarters have 90, 91, 92 and 92."""

CHINA: Final[dict[str, tuple[str, dict[str, Any], Any]]] = {
    # 36,000.00 at 10 % of 360 days is 10.00 a day, of 365 days 9.8630.
    "days of 360": ("simple_interest", {"p": 36000, "rate": 10, "days": 30, "basis": 360}, {"interest": 300}),
    "days of 365 by default": ("lpr_interest", {"p": 36500, "rate": 10, "start": "2024-02-01", "end": "2024-03-01"}, {"amount": 290}),
    "one and a half times": (
        "lpr_interest", {"p": 36000, "rate": 10, "days": 10, "basis": 360}, {"interest": 100, "x1_5": 150},
    ),
    "rates one after another": (
        "lpr_interest", {"p": 36000, "segments": [["2024-01-01", "2024-01-11", 10], ["2024-01-11", "2024-01-31", 5]], "basis": 360},
        {"segments": [100, 100], "total": 200},
    ),
    "a rate by the day": ("penalty_interest", {"p": 1000, "daily": 0.0005, "days": 10}, {"penalty": 5}),
    "a rate by the day between dates": (
        "penalty_interest", {"principal": 1000, "daily": 0.0005, "start": "2024-01-01", "end": "2024-01-11"}, {"amount": 5},
    ),
    "a multiple of a rate": (
        "penalty_interest", {"overdue_amount": 36500, "rate": 0.08, "multiplier": 1.5, "days": 10, "basis": 365}, {"penalty": 120},
    ),
    "one day": ("penalty_interest", {"overdue": 36000, "rate": 0.1, "multiplier": 1.5}, {"penalty": 15}),
    "a rate with an uplift": ("penalty_interest", {"rate": 0.0435, "uplift": 0.3}, {"penalty_rate_pct": 5.655}),
    "an uplift on a sum": ("penalty_interest", {"principal": 36000, "rate": 0.1, "uplift": 0.5, "days": 10}, {"penalty": 150}),
    # Ten days of 15.00 and five of 5.00.
    "several sums": (
        "penalty_interest", {"loans": [[36000, "2024-01-01"], [12000, "2024-01-06"]], "rate": 0.15, "as_of": "2024-01-11"},
        {"principal_penalty": 175},
    ),
    # 100 x 1.01**2 - 100.
    "compound by the day": ("compound_interest", {"principal": 100, "daily": 0.01, "days": 2}, {"compound": 2.01}),
    "principal and interest at the end": ("amortisation_bullet", {"principal": 1200, "annual_pct": 10, "months": 7}, {"interest": 70}),
    "at the end of days": ("amortisation_bullet", {"principal": 36000, "annual_pct": 10, "days": 5}, {"interest": 50, "total": 36050}),
    # 1,000.00 at 1 % a month: 340.0221 three times is 1,020.0663.
    "a level": ("amortisation_equal_instalment", {"principal": 1000, "annual_pct": 12, "n": 3}, {"instalment": 340.02, "total": 1020.07}),
    # 333.33 and 10.00, 6.67, 3.33.
    "equal parts": (
        "amortisation_equal_principal", {"principal": 1000, "annual_pct": 12, "n": 3},
        {"first": 343.33, "step": 3.33, "last": 336.67, "total_interest": 20},
    ),
    # 50 + 2,250 + 2 % of 20,000; half of it; whole yuan where the procedure is named: 1,350.00 and 25.00 of the least.
    "an acceptance fee": ("litigation_fee", {"claim": 120000}, {"fee": 2700}),
    "halved once": ("litigation_fee", {"claim": 120000, "halvings": 1}, {"fee": 1350}),
    "in a judgment": ("litigation_fee", {"claim": 120001.7, "procedure": "简易"}, {"fee": 1350}),
    "an ordinary judgment": ("litigation_fee", {"claim": 5000, "procedure": "普通"}, {"fee": 50}),
    "withdrawn": ("litigation_fee", {"fee_full": 2700, "closing": "撤诉"}, {"fee": 1350}),
    "an order to pay": ("payment_order_fee", {"amount": 120000}, {"fee": 900}),
    "enforced": ("enforcement_fee", {"amount": 5000}, {"fee": 50}),
    "preserved": ("preservation_fee", {"amount": 101000}, {"fee": 1025}),
    "late by days": ("delayed_performance", {"base": 1000, "days": 40, "daily": 0.000175}, {"amount": 7}),
    "late by dates, the fee of a lawyer beside": (
        "delayed_performance", {"principal": 900, "lawyer_fee": 100, "start": "2024-01-01", "to": "2024-02-10"}, {"days": 40, "amount": 7},
    ),
    "four times": ("rate_cap", {"lpr": [3, 3.45]}, {"cap": [12, 13.8]}),
}  # fmt: skip
PEERS: Final[dict[str, tuple[str, dict[str, Any], Any]]] = {
    "years and days of 365": (
        "interest", {"principal": "3650", "annual_rate_pct": "10", "years": 1, "days": 10, "base": 365}, {"interest": "375.00"},
    ),
    "to the day before": (
        "interest", {"principal": "36000", "annual_rate_pct": "10", "start": "2024-01-01", "end": "2024-01-31", "base": 360},
        {"days": "30", "interest": "300.00"},
    ),
    # Both days: 1 to 10 January at 4 x 3 %, 11 to 20 at 4 x 2 %: 12.00 and 8.00 a day on 36,000.00.
    "a series of rates": (
        "interest",
        {"principal": "36000", "multiplier": 4, "start": "2024-01-01", "end": "2024-01-20", "inclusive_both": True, "base": 360,
         "lpr_1y": [["2023-12-20", "3.00"], ["2024-01-11", "2.00"], ["2024-01-21", "1.00"]]},
        {"segments": [["10", "3.00", "120.00"], ["10", "2.00", "80.00"]], "total_days": "20", "total": "200.00"},
    ),
    "an odd first period": ("stub_interest", {"principal": "3650", "annual_rate_pct": "10", "days": 9, "year_base": 365}, {"interest": 9}),
    "a penalty rate": (
        "penalty", {"principal": "36500", "penalty_rate_pct": "10", "start": "2024-01-01", "end": "2024-01-10", "base": 365},
        {"days": "9", "penalty": "90.00"},
    ),
    # Interest of 30 days on 365.00 at 100 %: 30.00, at 36.5 % 0.03 a day; paid after ten days, of which four are excused.
    "a demand after its grace": (
        "penalty",
        {"principal": "365", "annual_rate_pct": "100", "day_count": "Actual/365", "days": 30, "penalty_rate_pct": "36.5", "grace_days": 4,
         "paid_days_after_due": 10},
        {"interest_demand": "30.00", "penalty": "0.18"},
    ),
    "a demand paid in its grace": (
        "penalty",
        {"principal": "365", "annual_rate_pct": "100", "day_count": "Actual/365", "days": 30, "penalty_rate_pct": "36.5", "grace_days": 4,
         "paid_days_after_due": 4},
        {"penalty": "0.00"},
    ),
    "principal after a grace": (
        "penalty", {"principal": "36500", "penalty_rate_pct": "10", "grace_days": 3, "penalty_days": 5, "base": 365}, {"penalty": "50.00"},
    ),
    "a third left": (
        "penalty",
        {"interest_demand": "36.50", "paid_fraction": "0.8", "penalty_rate_pct": "100", "day_count": "Actual/360", "penalty_days": 36},
        {"penalty": "0.73"},
    ),
    # 100.00 at 10 % of 365 days is 0.0274, 200.00 0.0548: 0.03 and 0.05 a day.
    "days rounded one by one": (
        "penalty",
        {"overdue_principal": "100", "overdue_interest": "100", "late_fee": "5", "penalty_rate_pa": "0.1", "base_rate_pa": "0.9",
         "penalty_includes_base_rate": False, "day_count": "Actual/365", "daily_rounding": "2dp half-up", "days": [3, 2]},
        {"daily_principal_only": "0.03", "after_3_days": "5.09", "daily_with_interest": "0.05", "after_5_days": "5.19"},
    ),
    "days cut down": (
        "penalty", {"overdue_total": "100", "penalty_rate_total": "0.1", "daily_rounding": "2dp down"},
        {"daily": 0.02, "series": [0, 0.02]},
    ),
    "three sums": (
        "penalty",
        {"overdue_a": "100", "days_a": 2, "overdue_b": "200", "days_b": 1, "overdue_c": "300", "penalty_rate_total": "0.1",
         "daily_rounding": "2dp"},
        {"daily_a": "0.03", "after_2_days": "0.06", "after_3_days": "0.11", "daily_c": "0.08"},
    ),
    # 36,000.00 at 10 %: 900.00 for 90 days; 910.00, and on 900.00 for 91 days 22.75; 920.00, on 1,810.00 for 92 days 46.26; 69.77.
    "quarters": (
        "compound", {"principal": "36000", "annual_rate_pct": "10", "cycle": "quarter month-end", "base": 360, **YEAR},
        {"interest": [900, 910, 920, 920], "compound": [0, 22.75, 46.26, 69.77], "total": 3788.78},
    ),
    # From the day itself to 20 March 79 days; then 92 of 1,000.00 + 790.00, then ten of 2,710.00.
    "quarters on the 20th": (
        "compound",
        {"principal": "36000", "annual_rate_pct": "10", "start": "2023-01-01", "end": "2023-06-30", "cycle": "quarterly on 20th",
         "base": 360, "initial_unpaid_interest": "1000", "inclusive_both": True},
        {"first": [790, 21.94], "second": [920, 45.74], "third": [100, 7.53], "periods": 3, "interest_total": 1810},
    ),
    "none paid": (
        "arrears", {"start": "2024-01-31", "due_day": 31, "paid_periods": [], "claim_date": "2024-04-30"}, {"overdue_periods": 2},
    ),
    # 340.02 twice; 20.07 of interest in cents, 20.0663 unrounded.
    "a table in cents": (
        "schedule", {"principal": "1000", "annual_rate_pct": "12", "periods": 3},
        {"emi": "340.02", "total_interest": "20.07", "last_payment": "340.03", "row_2": [333.32, 6.7, 336.66]},
    ),
    "to the whole": (
        "schedule", {"principal": "1000", "annual_rate_pct": "12", "periods": 3, "emi_rounding": "ceil to integer"},
        {"emi": 341, "first_interest": 10, "first_principal": 331},
    ),
    "parts": ("schedule", {"principal": "1200", "annual_rate_pct": "10", "periods": 12}, {"first_payment": "110", "total_interest": "65"}),
    "interest of payments": ("schedule", {"principal": "100", "payments": ["60", "55"]}, {"total_interest": "15"}),
    # 10.00 of the first 600.00, 4.10 of the 414.10 left.
    "how many": (
        "solver", {"principal": "1000", "annual_rate_pct": "12", "payment": "600"},
        {"periods": 2, "total_interest": "14.10", "total_payable": "1014.10"},
    ),
    "what joins the principal": (
        "restructure",
        {"pending_principal": "1000", "overdue_interest": "20", "interest_treatment": "Carry Forward", "unaccrued_interest": "3",
         "unaccrued_treatment": "Capitalize", "overdue_penalty": "4", "penalty_treatment": "Write Off"},
        {"new_loan_amount": "1003"},
    ),
    # 100 at 1 % a day: 2.00 in two days, of 12.00 ten repay; on 90 three days 2.70.
    "what settles": (
        "restructure", {"principal": "100", "daily_rate": "1%", "start": "2024-01-01", "payments": [[2, "12"]], "settle_day": 5},
        {"principal": "90.00", "interest": "2.70", "total": "92.70"},
    ),
    "more than is accrued": (
        "deferral", {"accrued": "30", "deferred_brought_forward": "20", "payment": "60"},
        {"interest_paid": "50", "principal_paid": "10", "deferred_after": "0"},
    ),
    # 100 and two days of 1 %: the payment fails on day 2, is charged for, and comes on day 4: 5.00, 4.00 of interest, 41.00.
    "a failed payment": (
        "allocation",
        {"principal": "100", "daily_rate": "1%", "start": "2024-01-01", "scheduled": [[2, "50"], [10, "60"]],
         "actual": [[2, "FAILED"], [4, "50"]], "late_charge": "3", "insufficient_funds_charge": "2"},
        {"day2_interest": 2, "day4": [5, 4, 41, 59]},
    ),
    # 3,650.00 at 10 % is 1.00 a day: 60.00 from 1 July to 30 August, then level on 3,710.00, or 1,000.00 as before.
    "two months of pause": (
        "interest_pause",
        {"balance": "3650", "annual_rate_pct": "10", "emi_before": "1000", "remaining_periods_after_holiday": 1,
         "holiday": "2023-07-01..2023-09-01", "day_count": "Actual/365"},
        {"pending_interest": [31, 62], "capitalised": 62, "increase_term": {"emi": 1000, "oct": [969.49, 30.51, 2742.51]}},
    ),
    "a budget": ("multi_debt", {"budget": "1", "balances": ["1", "1", "1"]}, {"shares": [0.34, 0.33, 0.33], "sum_of_shares": 1}),
}  # fmt: skip


@pytest.mark.parametrize("what", CHINA)
def test_a_chinese_case_worked_by_hand(what: str) -> None:
    kind, inputs, expected = CHINA[what]
    answer = china.answer(Published("china", kind, {"id": what, "inputs": inputs, "expected": expected}))
    assert differences(expected, answer) == []


@pytest.mark.parametrize("what", PEERS)
def test_a_case_of_another_lender_worked_by_hand(what: str) -> None:
    kind, inputs, expected = PEERS[what]
    answer = peers.answer(Published("peers", kind, {"id": what, "inputs": inputs, "expected": expected}))
    assert differences(expected, answer) == []


def test_a_grace_may_be_charged_after_all() -> None:
    """Eight days at 10.00."""
    inputs = {"principal": "36500", "penalty_rate_pct": "10", "grace_days": 3, "penalty_days": 5, "base": 365}
    case = Published("peers", "penalty", {"id": "x", "inputs": inputs, "expected": {"penalty": 80}, "convention": "grace is retroactive"})
    assert differences({"penalty": 80}, peers.answer(case)) == []


def test_unrounded_sums_where_the_case_says_so() -> None:
    """100.00 at 3 % a month in five: 21.8355 unrounded, 9.1773 of interest; in cents 3.00, 2.43, 1.85, 1.25 and 0.64."""
    inputs = {"principal": "100", "annual_rate_pct": "36", "periods": 5}
    for caution, total in (("unrounded rows", 9.18), ("", 9.17)):
        expected = {"emi": 21.84, "total_interest": total}
        case = Published("peers", "schedule", {"id": "x", "inputs": inputs, "expected": expected, "caution": caution})
        assert differences(expected, peers.answer(case)) == []


@pytest.mark.parametrize(("kind", "inputs"), [
    ("solver", {"principal": "1000", "annual_rate_pct": "12", "payment": "10"}),
    ("interest", {"principal": "1000", "annual_rate_pct": "12", "days": 1, "base": 366}),
    ("schedule", {"principal": "1", "payments": ["100"]}),
    ("penalty", {"daily_rounding": "2dp", "penalty_rate_total": "0.1"}),
])  # fmt: skip
def test_what_has_no_answer_is_not_covered(kind: str, inputs: dict[str, Any]) -> None:
    with pytest.raises(NotCoveredError):
        peers.answer(Published("peers", kind, {"id": kind, "inputs": inputs, "expected": {"periods": 1}}))
