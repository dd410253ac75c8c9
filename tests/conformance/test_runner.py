"""The runner itself: what counts as the same figure, what is refused, what a published error must not do.

The figures are worked by hand, as the comments say.
"""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.conformance import fineract, waiting
from tests.conformance.cases import Inputs, NotCoveredError, Published
from tests.conformance.compare import differences

PARTS: Final = ("INTEREST", "PRINCIPAL", "PENALTY", "FEE")
ORDER: Final = [f"{when}_{part}" for when in ("PAST_DUE", "DUE", "IN_ADVANCE") for part in PARTS]
RULE: Final = {"order": ORDER, "future_rule": "NEXT_INSTALLMENT"}


def _inputs(**changes: object) -> Inputs:
    """1,000.00 at 7 %, twelve months of 30 days; money received pays interest first, early money the next instalments."""
    again = {"enabled": True, "rest": "DAILY", "preclose": "TILL_PRE_CLOSURE_DATE", "compounding": "NONE", "disallow_on_past_due": False}
    inputs: dict[str, Any] = {
        "currency": "EUR", "principal": "1000.00", "annual_rate_pct": "7", "n_installments": 12, "repay_every": 1, "unit": "MONTHS",
        "disbursement_date": "2025-01-01", "first_period_start": "2025-01-01", "days_in_year": "360", "days_in_month": "30",
        "days_in_year_custom_strategy": None, "interest_type": "DECLINING_BALANCE", "interest_calculation_period": "DAILY",
        "amortization": "EQUAL_INSTALLMENTS", "grace_on_principal": 0, "grace_on_interest": 0, "allow_partial_period_interest": False,
        "interest_recognition_on_disbursement_date": False, "interest_recalculation": again,
        "rounding": {"mode": "HALF_EVEN", "money_decimals": 2, "installment_amount_in_multiples_of": None},
        "allocation": {"processing": "HORIZONTAL", "rules": {"DEFAULT": RULE}}, "recalculated_as_of": "2025-01-01", "events": [],
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
        "total_due": "86.53", "balance": "919.30", "paid": "0.00", "in_advance": "0.00", "late": "0.00", "outstanding": "86.53",
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


def test_a_gap_that_does_not_shrink_leaves_the_level() -> None:
    """3 % a month: 21.84 (21.8355 unrounded); interest 3.00, 2.43, 1.85, 1.25, 0.64; so the last is 21.81, 3 cents off.

    With 21.83 it would be 21.86 (interest 3.00, 2.44, 1.85, 1.25, 0.64), again 3 cents off.
    """
    rows = fineract.answer(_case(principal="100.00", annual_rate_pct="36", n_installments=5))["rows"]
    assert [row["total_due"] for row in rows] == ["21.84"] * 4 + ["21.81"]


def test_levels_in_whole_units_and_half_cents_to_even() -> None:
    """86.53 is 87.00 in whole units; the first month's interest, 1 % of 100.50, is 1.005."""
    rounding = {"mode": "HALF_EVEN", "money_decimals": 2, "installment_amount_in_multiples_of": 1}
    assert fineract.answer(_case(rounding=rounding))["rows"][0]["total_due"] == "87.00"
    assert fineract.answer(_case(principal="100.50", annual_rate_pct="12"))["rows"][0]["interest"] == "1.00"


def test_overdue_principal_bears_interest_up_to_the_day_named() -> None:
    """919.30 x 7 % / 12 = 5.3626 for February, and 80.70 x 7 % / 12 x 10 / 28 = 0.1681 for its first ten nights."""
    rows = fineract.answer(_case(recalculated_as_of="2025-02-11"))["rows"]
    assert [(row["interest"], row["total_due"]) for row in rows[:3]] == [("5.83", "86.53"), ("5.53", "86.53"), ("4.89", "86.53")]


def test_early_money_pays_the_next_instalment_and_its_later_interest_goes_to_the_one_after() -> None:
    """15 nights of 31 on 1,000.00 are 2.8226, the other 16 on 916.29 are 2.7587, together 5.5813: 5.58 less the 2.82 paid is 2.76.

    A month on 916.29 is 5.3450: 2.76 + 5.35.
    """
    paid = {"type": "repayment", "kind": "REPAYMENT", "date": "2025-01-16", "amount": "86.53"}
    rows = fineract.answer(_case("payments", events=[paid], recalculated_as_of="2025-01-16"))["rows"]
    assert (rows[0]["principal"], rows[0]["interest"], rows[0]["in_advance"], rows[0]["outstanding"]) == ("83.71", "2.82", "86.53", "0.00")
    assert (rows[1]["interest"], rows[1]["total_due"]) == ("8.11", "86.53")


def test_interest_not_asked_in_a_grace_is_asked_after_it() -> None:
    """1,000.00 at 1 % a month, three rows, no interest asked in the first: 1,000.00 x 1.0201 / 3.0301 = 336.66, as if that month bore none.

    Then 10.00 + 6.63 are asked in the second row and 346.74 are left for the third, 10.08 more: a third of it makes 340.02. With that
    339.93 are left, 0.09 less: 339.99. Interest is 10.00 + 6.60 and, on 336.62, 3.37: the last is 339.99 too.
    """
    rows = fineract.answer(_case("grace", grace_on_interest=1, annual_rate_pct="12", n_installments=3))["rows"]
    assert [(row["total_due"], row["interest"]) for row in rows] == [("339.99", "0.00"), ("339.99", "16.60"), ("339.99", "3.37")]


@pytest.mark.parametrize(("rule", "paid"), [
    ("NEXT_INSTALLMENT", ["100.00", "50.00", "0.00", "0.00", "0.00", "0.00"]),
    ("LAST_INSTALLMENT", ["0.00", "0.00", "0.00", "0.00", "50.00", "100.00"]),
    ("NEXT_LAST_INSTALLMENT", ["100.00", "0.00", "0.00", "0.00", "0.00", "50.00"]),
    ("REAMORTIZATION", ["25.00"] * 6),
])  # fmt: skip
def test_which_instalments_early_money_pays(rule: str, paid: list[str]) -> None:
    """150.00 towards six instalments of 100.00 without interest."""
    order = [*ORDER[:8], *(f"IN_ADVANCE_{part}" for part in ("PRINCIPAL", "INTEREST", "PENALTY", "FEE"))]
    allocation = {"processing": "HORIZONTAL", "rules": {"DEFAULT": {"order": order, "future_rule": rule}}}
    events = [{"type": "repayment", "kind": "REPAYMENT", "date": "2025-01-16", "amount": "150.00"}]
    inputs = {"principal": "600.00", "annual_rate_pct": "0", "n_installments": 6, "recalculated_as_of": "2025-01-16"}
    rows = fineract.answer(_case("payments", events=events, allocation=allocation, **inputs))["rows"]
    assert [(row["total_due"], row["in_advance"]) for row in rows] == [("100.00", amount) for amount in paid]


def test_a_re_age_spreads_all_principal_in_equal_parts() -> None:
    """Without interest, 600.00 in six parts of 100.00; one is paid, two are overdue: 500.00 in five parts of 100.00 from May on."""
    paid = {"type": "repayment", "kind": "REPAYMENT", "date": "2025-02-01", "amount": "100.00"}
    again = {"type": "reage", "date": "2025-04-10", "start_date": "2025-05-01", "n_installments": 5, "every": 1, "unit": "MONTHS"}
    events = [paid, {**again, "interest_handling": "DEFAULT"}]
    inputs = {"principal": "600.00", "annual_rate_pct": "0", "n_installments": 6, "recalculated_as_of": "2025-04-10"}
    rows = fineract.answer(_case("reage", events=events, **inputs))["rows"]
    assert [(row["due_date"], row["principal"]) for row in rows[2:6]] == [
        ("2025-04-01", "0.00"), ("2025-04-10", "0.00"), ("2025-05-01", "100.00"), ("2025-06-01", "100.00"),
    ]  # fmt: skip
    assert len(rows) == 9


REFUSED: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "a convention not built": ({"interest_type": "COMPOUND"}, "interest_type = COMPOUND"),
    "a year of 364 days": ({"days_in_year": "364"}, "a year of 364"),
    "a key never seen": ({"balloon": "1.00"}, "no mapping of balloon"),
    "another event": ({"events": [{"type": "chargeback", "date": "2025-01-02"}]}, "chargeback"),
    "another payment": ({"events": [{"type": "repayment", "kind": "REFUND", "date": "2025-01-02", "amount": "1.00"}]}, "REFUND"),
    "a rate too fine": ({"annual_rate_pct": "7.0000001"}, "finer than 1e-8"),
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
