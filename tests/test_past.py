"""What a history shows beside where it leaves a loan, worked by hand in the comments, in yuan."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

import pytest

from planner.case import Case, Plan
from planner.clauses import Instalments
from planner.loan import Loan, Payment
from planner.past import given_back, past, past_findings
from planner.present import position_json
from planner.scenarios import compare

D: Final = dt.date
LOAN: Final = Loan(
    id="loan", kind="consumer", principal=1_000_000, rate=12_000_000, opened=D(2025, 1, 1), instalments=1, first_due=D(2025, 2, 1),
    due_day=1, penalty_rate=18_000_000, compound_rate=18_000_000, compounds=frozenset({"penalty", "compound"}),
    compound_settlement="monthly-20",
)  # fmt: skip
"""10,000 for a month at 1 %: on 1 February 10,000 and 100 are due and nothing is paid; both bear 0.05 % a day."""


def test_compound_on_charges_is_shown_apart() -> None:
    # To 20 February, 19 days: penalty 95.00, compound 0.95; both join. To 20 March, 28 days at 0.05 %: 1.33 on the 95.00,
    # 0.0133 -> 0.01 on the 0.95. Penalty by then 47 days: 235.00, compound on interest 2.35.
    shown = past(LOAN, D(2025, 3, 20))
    assert shown is not None
    assert (shown.on_penalty, shown.on_compound) == (133, 1)
    told = position_json(Case("", D(2025, 3, 20), (LOAN,)))
    assert told["disputed"] == {"on_penalty": "1.33", "on_compound": "0.01"}
    assert (told["position"]["penalty"], told["position"]["compound"]) == ("235.00", "3.69")
    assert [f["code"] for f in told["findings"]] == ["disputed_compound"]
    plain = position_json(Case("", D(2025, 3, 20), (replace(LOAN, compounds=frozenset()),)))
    assert ("disputed" in plain, plain["position"]["compound"]) == (False, "2.35")


def test_money_beyond_the_debt_is_returned_and_said() -> None:
    # 10,100 are due on 1 February; two payments of that day come to 10,150, in whatever order.
    two = (Payment(D(2025, 2, 1), 150_000), Payment(D(2025, 2, 1), 865_000))
    for payments in (two, two[::-1]):
        loan = replace(LOAN, compounds=frozenset(), payments=payments)
        found = past_findings(loan, D(2025, 2, 1))
        assert [(f.code, f.value) for f in found] == [("payments_returned", "50.00")]


def test_what_was_returned_is_no_cost_of_the_loan() -> None:
    # 10,200 come for 10,000 and a month's interest of 100: 100 go back. Lent on 1 January, back on 1 February: 1 % a month, not 2 %.
    loan = replace(LOAN, compounds=frozenset(), payments=(Payment(D(2025, 2, 1), 1_020_000),))
    assert given_back(loan, D(2025, 3, 1)) == [((D(2025, 2, 1) - D(1970, 1, 1)).days, -10_000)]
    found = compare(Case("", D(2025, 3, 1), (loan,))).scenarios[0].measures["life_rate"]
    assert found.amount == pytest.approx(1.01**12 - 1, rel=1e-9)


def test_a_plan_of_a_loan_that_is_paid_pays_nothing_and_is_not_blamed() -> None:
    loan = replace(LOAN, compounds=frozenset(), payments=(Payment(D(2025, 2, 1), 1_010_000),))
    plan = Plan("late", D(2025, 3, 1), (Instalments(3),))
    shown = compare(Case("", D(2025, 3, 1), (loan,), plans=(plan,))).scenarios[-1]
    assert "nothing_paid" not in [f.code for f in shown.findings]


def test_due_dates_in_years_whose_holidays_nobody_knows_are_said() -> None:
    loan = replace(LOAN, compounds=frozenset(), business_days="following", opened=D(2048, 12, 1), first_due=D(2049, 1, 1))
    assert [(f.code, f.value) for f in past_findings(loan, D(2048, 12, 31))] == [("calendar_unknown", "2049")]


def test_a_statement_has_no_history() -> None:
    assert past_findings(replace(LOAN, payments=()), D(2025, 2, 1))[0].code == "disputed_compound"
