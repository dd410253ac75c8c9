"""Cases of the same kinds and keys as the published ones, worked by hand: the mappings read keys, not ids."""

from __future__ import annotations

import math
from typing import Any, Final

import pytest

from tests.conformance import china, finance, peers
from tests.conformance.cases import NotCoveredError, Published
from tests.conformance.compare import differences

LEVEL_3: Final = 1000 * 0.01 / (1 - 1.01**-3)
"""1,000.00 at 1 % a month in three instalments, unrounded."""

CASES: Final[dict[str, tuple[str, dict[str, Any], Any, object]]] = {
    # 1,200 after two years for 1,000: the square root of 1.2.
    "a European rate": (
        "eu_aprc/apr_eu", {"drawdowns_t_amount": [[0, 1000]], "payments_t_amount": [[2, 1200]]},
        {"X_percent": 100 * (math.sqrt(1.2) - 1), "apr_1dp_half_up": 9.5}, 1e-9,
    ),
    # One payment of 110 a year later is 10 %; twelve of 100/12 without interest are 0 %.
    "a yearly list": ("eu_aprc/apr_eu", {"principal": 100, "payments": [110]}, 10, 1e-9),
    "level months": ("eu_aprc/apr_eu", {"principal": 1200, "payment": 100, "n": 12}, {"X_percent": 0}, 1e-9),
    "half a year of 365 days": ("eu_aprc/apr_single", {"principal": 100, "repay": 110, "days": 182.5, "year": 365}, 21, 1e-9),
    # 1,000 (1 + i) = 1,010 one month and 30 odd days: two months, 1 + i on the second squared: (1 + i)**2 = 1.0201.
    "odd days beyond a month": ("regz_apr/apr_regz", {"principal": 1000, "n": 1, "payment": 1020.1, "odd_days": 30}, 12, 1e-9),
    "two months": ("regz_unit_period/unit_period", {"advance": "1978-01-10", "payment": "1978-03-01", "unit": "2 months"}, [0, 52], 0),
    "weeks": ("eu_interval/interval", {"start": "2013-01-01", "end": "2013-01-17", "unit": "week"}, [2, 2, 366], 0),
    "no rate": ("irr_multiplicity/irr", {"cashflows": [1, 2]}, {"irr": "NaN"}, 1e-5),
    "365 days of 360": (
        "xirr/xirr", {"flows": [["2025-01-01", -100], ["2026-01-01", 110]], "day_count": "ACT/360"}, 1.1 ** (360 / 365) - 1, 1e-12,
    ),
    # 31 January to 31 March: a 31st at the end counts as the 30th, since the first day does.
    "bonds": ("daycount/daycount", {"convention": "30/360 bond basis", "pairs": [["2013-01-31", "2013-03-31"]]}, [60], 0),
    "Eurobonds": ("daycount/daycount", {"convention": "30E/360", "pairs": [["2013-01-15", "2013-03-31"]]}, [75], 0),
    # 120.00 owed, 10 % on it, 66 paid twice: 1.1 * 120 - 66 = 66, 1.1 * 66 - 72.6 = 0.
    "carried at a rate": (
        "eir/eir", {"carrying": 120, "payments": [66, 72.6]}, {"eir": 0.1, "row1": [12, 66], "row2": [6.6, 0]}, 1e-9,
    ),
    "a value grows": ("impairment/impairment", {"v": 100, "r": 0.1, "n": 2}, {"y1": 110, "y2": 121}, 1e-9),
    # 100 at 10 % less 50, then 60 at 10 % less 10: 56.
    "two years": (
        "modification/modification", {"principal": 110, "fee": 10, "eir": 0.1, "year1_paid": 50, "year2_interest_paid": 10}, 56, 1e-9,
    ),
    "unrounded": (
        "amortisation/annuity", {"principal": 1000, "rate": 0.12, "n": 3},
        {"payment": LEVEL_3, "interest1": 10, "principal1": LEVEL_3 - 10, "balance1": 1010 - LEVEL_3}, 1e-5,
    ),
    # In cents the level is 340.02; interest 10.00, 6.70, 3.37; 333.32 of principal the second time; the last is 336.66 + 3.37.
    "in cents": (
        "amortisation/final_payment", {"principal": 1000, "rate": 0.12, "n": 3},
        {"emi": 340.02, "interest": [10, 6.7, 3.37], "rows": [[10, 330.02, 669.98]], "final": 340.03, "total_interest": 20.07}, 0.001,
    ),
    # 1,000 at 1 % a month, 600 a month: 10.00, then 410 and 4.10, so 414.10 is the second and last.
    "a payment until the end": (
        "amortisation/final_payment", {"principal": 1000, "rate": 0.12, "payment": 600}, {"n": 2, "last": 414.1}, None,
    ),
    "after one payment": ("amortisation/balance", {"principal": 1000, "rate": 0.12, "payment": 600, "after": 1}, 410, None),
    # 30 odd days of a year of 360 are a month: an ordinary annuity.
    "a first period of odd days": (
        "amortisation/odd_first",
        {"principal": 1000, "nominal": 0.12, "months": 3, "odd_days": 30, "days_in_year": 360, "full_months_before": 0},
        {"instalment": LEVEL_3, "row1_interest": 10, "row1_balance": 1010 - LEVEL_3}, 1e-4,
    ),
    # Two months of 1 % each with 2.00 % simple interest make the first interest 20.00, more than a level over many months: it is added.
    "interest above the level": (
        "amortisation/odd_first",
        {"principal": 1000, "nominal": 0.12, "months": 240, "odd_days": 30, "days_in_year": 360, "full_months_before": 1},
        {"row1_interest": 20, "row1_balance": 1020 - 1020 * 0.01 / (1 - 1.01**-240) / 1.01}, 1e-4,
    ),
    # Parts of 400: 50, 30, 10 of interest at 5 %; the last part is 200.
    "parts of principal": (
        "amortisation/constant_capital", {"principal": 1000, "capital": 400, "rate_per_period": 0.05},
        {"1": [50, 450, 600], "3": [10, 210, 0]}, 1e-6,
    ),
    "interest joins": (
        "amortisation/capitalisation", {"principal": 1000, "nominal": 0.12, "months": 2, "interest": "capitalised monthly"},
        [1010, 1020.1], 0.001,
    ),
    # A tenth of a 30-day month at 12 %: 1.00.
    "paid off on a day": ("prepayment/payoff", {"balance": 1000, "rate": 0.12, "days": 3, "basis": "30/360 of April: 3/30"}, 1001, 0.001),
    "two months of interest": ("prepayment/prepay", {"balance": 1000, "rate": 0.12, "months": 2}, 20, 1e-6),
    # 0.0274 a day on 1,000.00 at 1 %: 0.27 for ten days, but ten times 0.03 where each day is rounded.
    "a late bill": ("late_interest/late", {"principal": 1000, "rate": 0.01, "days": 10}, 0.27, 0.001),
    "a late bill by the day": (
        "late_interest/late", {"principal": 1000, "rate": 0.01, "days": 10}, {"daily": 0.03, "total": 0.3}, 1e-9,
    ),
    # Nobody pays: all of 1,000.00 bears 1 % each month, and each 340.02 takes 10.00 of interest; 1,000.00 - 2 x 330.02 + 10.00 is last.
    "nobody pays": (
        "late_interest/late", {"principal": 1000, "rate": 0.12, "n": 3, "emi": 340.02, "nothing_paid_until": "2024-12-01"},
        {"interest": [10, 10, 10], "balance": [669.98, 339.96, 0], "final_due": 349.96}, 0.001,
    ),
    # The first is paid on its day, 1 February: the second, due on 1 March, on 16 March.
    # So 6.70 by March, 333.32 of principal; in March 669.98 for 15 of 31 days and 336.66 for 16: 3.2418 + 1.7376 = 4.98.
    "paid late": (
        "late_interest/late", {"principal": 1000, "rate": 0.12, "emi": 340.02, "paid": 1, "business_date": "2024-03-16"},
        {"interest": [10, 6.7, 4.98], "final_due": 341.64}, 0.001,
    ),
    # 100 at 10 % of 360: 1.00 after 36 days, so 5 clear 4.00 of principal.
    "the United States rule": (
        "us_merchant_rule/us_rule", {"principal": 100, "rate": 0.1, "basis": 360, "payment": 5, "day": 36}, 96, 0.001,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CASES)
def test_a_case_worked_by_hand(what: str) -> None:
    kind, inputs, expected, tolerance = CASES[what]
    case = Published("finance", kind, {"id": what, "inputs": inputs, "expected": expected, "tolerance": tolerance})
    assert differences(expected, finance.answer(case), tolerance) == []


def test_what_has_no_answer_is_not_covered() -> None:
    never = {"principal": 1000, "rate": 0.12, "payment": 10}
    for kind, inputs in (("amortisation/nper", never), ("daycount/daycount", {"convention": "lunar", "pairs": []})):
        with pytest.raises(NotCoveredError):
            finance.answer(Published("finance", kind, {"id": kind, "inputs": inputs, "expected": {"n": 1}}))


def test_transactions_in_words() -> None:
    """Appendix J (c)(4)(ii), (5)(i) and (5)(iii), as they would be worded: 7.30, 11.45 and 8.76."""
    words = (
        ("8000; 449.36, 18 x 465, 200 every 2 months; advance 1978-01-10, first 1978-03-01", 7.30),
        ("1000; 1080 single payment; advance 1978-01-03, payment 1978-09-15", 11.45),
        ("1000; 1135.19; advance 1978-01-15, payment 1979-07-15", 8.76),
    )
    for text, percent in words:
        case = Published("peers", "apr", {"id": text, "inputs": {"description": text}, "expected": {"apr_pct": percent}})
        assert differences({"apr_pct": percent}, peers.answer(case), 0.005) == []


def test_a_flat_fee() -> None:
    """600.00 over 6 months at 1 %: 100.00 and 6.00 a month; the rule of thumb says 0.01 * 24 * 6 / 7."""
    expected = {"monthly_payment": 106, "total_fee": 36, "approx_apr_pct": 100 * 0.01 * 24 * 6 / 7}
    case = Published("china", "apr_irr", {"id": "fee", "inputs": {"principal": 600, "n": 6, "fee_rate_month": 0.01}, "expected": expected})
    assert differences(expected, china.answer(case)) == []
