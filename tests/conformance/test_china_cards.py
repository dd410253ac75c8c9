"""Cards of the same kinds and keys as the published ones, worked by hand: the mappings read keys and words, not ids."""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.conformance import china
from tests.conformance.cases import NotCoveredError, Published
from tests.conformance.compare import differences

MONTH: Final = {"purchase": 2000, "payment": 500, "daily_rate": 0.0005}
CASES: Final[dict[str, tuple[str, dict[str, Any], Any, str]]] = {
    # 2,000 for 21 days and 1,500 for 15: 21.00 + 11.25.
    "a month": (
        "credit_card_interest", {**MONTH, "post_date": "MM-DD 03-30", "pay_date": "04-20", "statement": "05-05", "due": "04-23"},
        {"interest": 32.25, "days": [21, 15], "next_statement_due": 1.0}, "",
    ),
    # The same with a day more on 1,500.
    "a month, its statement day counted": (
        "credit_card_interest", {**MONTH, "post": "03-30", "pay": "04-20", "statement": "05-05"}, {"interest": 33}, "statement day counted",
    ),
    # Paid in full and in time.
    "paid in full": (
        "credit_card_interest",
        {**MONTH, "payment": 2000, "post_date": "MM-DD 03-30", "pay_date": "04-20", "statement": "05-05", "due": "04-23"},
        {"interest": 0}, "",
    ),
    # Over the turn of the year: 2,000 for 26 days, 1,500 for 16: 26.00 + 12.00.
    "a winter": (
        "credit_card_interest", {**MONTH, "post": "12-25", "pay": "01-20", "statement": "02-05"}, {"interest": 38, "days": [26, 16]}, "",
    ),
    # 1,000 for 40 days, 900 for 40, 950 for 10: 20.00 + 18.00 + 4.75.
    "balances": (
        "credit_card_interest", {"purchase": 1000, "spans": [[1000, 40], [900, 40], [950, 10]], "daily_rate": 0.0005},
        {"interest": 42.75}, "",
    ),
    # 10,000 for 31 days and 3,100 for 21: 375,100 a day, 12,100 on average, at 36.5 % of 365 days 375.10.
    "an average balance": (
        "credit_card_interest", {"opening": 10000, "purchases": {"10": 3100}, "days_charged": [21], "rate": 0.365, "basis": 365},
        {"adb": 12100, "interest": 375.1}, "",
    ),
    "a late fee": ("credit_card_late_fee", {"minimum_due": 800, "paid": 200.5, "rate": 0.05}, {"late_fee": 29.98}, ""),
    "no late fee": ("credit_card_late_fee", {"minimum_due": 800, "paid": 800, "rate": 0.05}, {"late_fee": 0}, ""),
    "a late fee after some days": ("credit_card_late_fee", {"owed": 2000, "rate": 0.05, "days": 20}, {"late_fee": 100}, ""),
}  # fmt: skip


@pytest.mark.parametrize("what", CASES)
def test_a_card_worked_by_hand(what: str) -> None:
    kind, inputs, expected, words = CASES[what]
    case = Published("china", kind, {"id": what, "title": words, "inputs": inputs, "expected": expected})
    assert differences(expected, china.answer(case)) == []


def test_a_fee_that_grows_with_days_is_not_matched() -> None:
    data = {"id": "daily", "inputs": {"owed": 1000, "rate": 0.05, "days": 15}, "expected": {"late_fee": 750}, "negative": True}
    answer = china.answer(Published("china", "credit_card_late_fee", {**data, "computed": {"correct_if_all_is_due": 50.0}}))
    assert differences(data["expected"], answer)
    assert differences({"correct_if_all_is_due": 50.0}, answer) == []


def test_what_a_card_does_not_say_is_not_covered() -> None:
    inputs = {"opening": 1, "purchases": {"5": 1}, "days_charged": [1], "rate": 0.1, "basis": 365}
    with pytest.raises(NotCoveredError, match="no month"):
        china.answer(Published("china", "credit_card_interest", {"id": "days", "inputs": inputs, "expected": {"adb": 1}}))
