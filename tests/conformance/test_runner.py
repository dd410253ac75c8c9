"""The runner itself: what counts as the same figure, what is refused, what a published error must not do.

The figures are worked by hand, as the comments say.
"""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.conformance import fineract, waiting
from tests.conformance.cases import Inputs, NotCoveredError, Published
from tests.conformance.compare import differences


def _inputs(**changes: object) -> Inputs:
    """1,000.00 at 7 %, twelve months of 30 days."""
    inputs: dict[str, Any] = {
        "currency": "EUR", "principal": "1000.00", "annual_rate_pct": "7", "n_installments": 12, "repay_every": 1, "unit": "MONTHS",
        "disbursement_date": "2025-01-01", "first_period_start": "2025-01-01", "days_in_year": "360", "days_in_month": "30",
        "interest_type": "DECLINING_BALANCE", "interest_calculation_period": "DAILY", "amortization": "EQUAL_INSTALLMENTS",
        "rounding": {"mode": "HALF_EVEN", "money_decimals": 2, "installment_amount_in_multiples_of": None},
        "interest_recalculation": {"enabled": True, "compounding": "NONE"}, "recalculated_as_of": "2025-01-01", "events": [],
    }  # fmt: skip
    inputs.update(changes)
    lent = {"type": "disbursement", "date": inputs["disbursement_date"], "amount": inputs["principal"]}
    return {**inputs, "events": [lent, *inputs["events"]]}


def _case(kind: str = "plain", **changes: object) -> Published:
    return Published("fineract", kind, {"id": "by-hand", "inputs": _inputs(**changes)})


def test_a_schedule_comes_out_to_the_cent() -> None:
    """With i = 7 % / 12: 1,000.00 x i = 5.8333, and 1,000.00 x i / (1 - (1 + i)^-12) = 86.5267."""
    answer = fineract.answer(_case())
    assert answer["rows"][0] == {
        "period": 1, "due_date": "2025-02-01", "principal": "80.70", "interest": "5.83", "fees": "0.00", "penalties": "0.00",
        "total_due": "86.53", "balance": "919.30",
    }  # fmt: skip
    assert (len(answer["rows"]), answer["rows"][-1]["due_date"], answer["rows"][-1]["balance"]) == (12, "2026-01-01", "0.00")
    assert answer["totals"]["principal"] == "1000.00"


def test_both_days_of_a_pause_bear_nothing() -> None:
    """Ten of the 31 nights of January: 1,000.00 x 7 % / 12 x 21 / 31 = 3.9516."""
    pause = {"type": "interest_pause", "start": "2025-01-10", "end": "2025-01-19"}
    row = fineract.answer(_case("interest_pause", events=[pause]))["rows"][0]
    assert (row["interest"], row["total_due"]) == ("3.95", "86.53")


def test_a_rate_holds_from_the_night_before_its_day() -> None:
    """14 nights at 7 %, 17 at 14 %: 1,000.00 / 12 x (7 % x 14 + 14 % x 17) / 31 = 9.0323."""
    change = {"type": "rate_change", "effective_date": "2025-01-16", "new_annual_rate_pct": "14"}
    rows = fineract.answer(_case("rate_change", events=[change]))["rows"]
    assert rows[0]["interest"] == "9.03"
    assert rows[0]["total_due"] == rows[5]["total_due"] != "86.53"


REFUSED: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "a convention not built": ({"interest_type": "FLAT"}, "interest_type = FLAT"),
    "a year of 364 days": ({"days_in_year": "364"}, "a year of 364"),
    "a key never seen": ({"balloon": "1.00"}, "no mapping of balloon"),
    "overdue principal": ({"recalculated_as_of": "2025-02-02"}, "overdue"),
    "another event": ({"events": [{"type": "charge"}]}, "charge"),
    "a rate too fine": ({"annual_rate_pct": "7.0000001"}, "finer than 1e-8"),
    # 3 % a month: 21.84 five times (21.8355 unrounded); interest 3.00, 2.43, 1.85, 1.25, 0.64; so the last is 21.81, 3 cents off.
    "a last instalment that is smoothed": ({"principal": "100.00", "annual_rate_pct": "36", "n_installments": 5}, "smoothing"),
    # 86.53 is no multiple of 1.00.
    "instalments in whole units": (
        {"rounding": {"mode": "HALF_EVEN", "money_decimals": 2, "installment_amount_in_multiples_of": 1}}, "multiples",
    ),
    # The first month's interest, 1 % of 100.50, is 1.005.
    "a half cent": ({"principal": "100.50", "annual_rate_pct": "12"}, "half even"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_has_no_convention_is_refused(what: str) -> None:
    changes, why = REFUSED[what]
    with pytest.raises(NotCoveredError, match=why):
        fineract.answer(_case(**changes))


def test_what_waits_says_for_what() -> None:
    assert waiting.why(Published("finance", "eir/eir", {})) == "waits for the issue on economics"
    assert waiting.why(Published("china", "penalty_interest", {})) == "waits for the issue on arrears"


def test_figures_agree_to_the_cent_or_within_the_tolerance() -> None:
    assert not differences({"a": "1.00", "other": 5}, {"a": 1})
    assert differences({"a": "1.01"}, {"a": "1.00"}) == ["a: 1.01 published, 1.00 here"]
    assert not differences({"a": "1.01", "b": 2}, {"a": "1.00", "b": 2}, {"a": 0.01})
    assert differences({"a": 1, "b": 2.1}, {"a": 1, "b": 2}, {"a": 0.2})
    assert not differences([[1, 2.5]], [[1, 2.6]], 0.1)
    assert differences([1, 2], [1])
    assert differences({}, {"a": 1})
    assert not differences({"totals": None}, {"totals": {"a": 1}})
    assert differences("2025-01-01", "2025-01-02")


def test_an_error_is_to_be_refused_and_a_part_reported() -> None:
    given: list[Inputs] = [{"negative": True, "reproduced": True}, {"reproduced": False}, {"reproduced": "partial"}, {}]
    stances = [Published("china", "kind", data).stance for data in given]
    assert stances == ["refuse", "refuse", "report", "match"]
