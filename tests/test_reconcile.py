"""Histories held against a bank's statement: the note of two instalments by hand, and what must hold for any history."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from planner.book import Part
from planner.case import Case
from planner.checks import case_findings
from planner.loan import Due, Loan, Payment
from planner.reconcile import Reconciliation, reconcile
from tests.notes import FIRST, NOTE, OWED, SECOND, TODAY, D, stated

Keys = tuple[tuple[str, str], ...]


def held(loan: Loan) -> Reconciliation:
    found = reconcile(loan)
    assert found is not None
    return found


def keys(found: Reconciliation) -> list[Keys]:
    """Convention and value of every change of every answer."""
    return [tuple(variant.key for variant in answer.changes) for answer in found.answers]


def test_both_must_be_given() -> None:
    assert reconcile(NOTE) is None
    assert reconcile(replace(stated(FIRST, SECOND), reconcile=False)) is None


def test_a_statement_that_agrees() -> None:
    found = held(stated(FIRST, SECOND))
    assert found.agrees
    assert found.ours.parts == found.bank.parts == OWED
    assert (found.answers, found.nearest, found.tried) == ((), (), 0)


@pytest.mark.parametrize(
    ("first", "second", "named"),
    [
        # The working of each stands in test_sensitivity.
        ({"penalty": 118_36, "compound": 2_37}, {"penalty": 26_63, "compound": 27}, ("penalty_day_count", "actual/365")),
        ({"penalty": 123_00, "compound": 2_46}, {"penalty": 30_00, "compound": 30}, ("first_penalty_day", "due-date")),
        ({"compound": 0}, {"compound": 0}, ("compound_rate", "none")),
        ({"penalty": 104_00, "compound": 2_08}, {"penalty": 23_40, "compound": 23}, ("uplift", "30")),
        ({"penalty": 111_00, "compound": 2_22}, {"penalty": 18_00, "compound": 18}, ("grace", "3 excused")),
    ],
)
def test_the_one_convention_is_named(first: dict[str, Any], second: dict[str, Any], named: tuple[str, str]) -> None:
    found = held(stated(replace(FIRST, **first), replace(SECOND, **second)))
    assert not found.agrees
    assert (named,) in keys(found)
    assert {len(answer.changes) for answer in found.answers} == {1}
    exact = next(answer for answer in found.answers if answer.changes[0].key == named)
    assert exact.dues_agree
    assert not any(exact.remains)


def test_an_order_of_allocation_is_named() -> None:
    """The 1,000.00 of test_sensitivity, all of it to principal."""
    rows = (Due(D(2026, 1, 20), 5_000_00, 120_00, 106_00, 2_40), SECOND)
    found = held(stated(*rows, loan=replace(NOTE, payments=(Payment(D(2026, 2, 1), 1_000_00),))))
    assert found.difference == (0, 156_72, -120_00, -33_81, -2_40, 0, 0, 0, 51)
    named = [answer.changes[0] for answer in found.answers if answer.changes[0].convention == "allocation"]
    assert [variant.loan.order[:2] for variant in named] == [(Part.FEE, Part.PRINCIPAL)]


def test_two_conventions_together_where_no_one_does() -> None:
    """Penalty by 365 days and no compound interest."""
    found = held(stated(replace(FIRST, penalty=118_36, compound=0), replace(SECOND, penalty=26_63, compound=0)))
    assert {len(answer.changes) for answer in found.answers} == {2}
    assert frozenset({("penalty_day_count", "actual/365"), ("compound_rate", "none")}) in [frozenset(pair) for pair in keys(found)]
    assert found.whole


def test_what_nothing_explains_comes_with_the_nearest() -> None:
    """A fee of 5.00 that the history does not know, and penalty by 365 days."""
    found = held(stated(replace(FIRST, penalty=118_36, compound=2_37, fee=5_00), replace(SECOND, penalty=26_63)))
    assert found.answers == ()
    assert [len(answer.changes) for answer in found.nearest] == [1, 2]
    assert found.nearest[0].changes[0].key == ("penalty_day_count", "actual/365")
    assert found.nearest[0].remains == (0, 0, 0, 0, 0, -5_00, 0, 0, -5_00)


def test_within_the_tolerance_only_what_agrees_to_the_cent_is_named() -> None:
    near = stated(FIRST, replace(SECOND, penalty=26_99))
    assert held(near).agrees
    assert not held(stated(FIRST, replace(SECOND, penalty=26_99), tolerance=0)).agrees
    wide = held(stated(replace(FIRST, penalty=118_36, compound=2_37), replace(SECOND, penalty=26_63), tolerance=3_00))
    assert wide.agrees
    assert (("penalty_day_count", "actual/365"),) in keys(wide)
    assert all(not any(answer.remains) for answer in wide.answers)


@pytest.mark.parametrize(
    ("rows", "payment", "code", "limit"),
    [
        ((replace(FIRST, principal=7_000_00), SECOND), 0, "stated_above_lent", "12000.00"),
        ((replace(FIRST, principal=0), SECOND), 1_000_00, "stated_below_paid", "11000.00"),
    ],
)
def test_a_history_that_contradicts_the_statement(rows: tuple[Due, ...], payment: int, code: str, limit: str) -> None:
    """More principal than was lent, or less than all payments together leave of it: nothing is tried."""
    paid = (Payment(D(2026, 2, 1), payment),) if payment else ()
    found = held(stated(*rows, loan=replace(NOTE, payments=paid)))
    assert [(finding.code, finding.limit) for finding in found.contradictions] == [(code, limit)]
    assert (found.answers, found.nearest, found.tried) == ((), (), 0)


def test_a_statement_of_another_day() -> None:
    """On 2026-02-25 36 and 5 days: penalty 108.00 + 15.00, compound 2.16 + 0.15. The finding says which day it was."""
    earlier = D(2026, 2, 25)
    rows = (replace(FIRST, penalty=108_00, compound=2_16), replace(SECOND, penalty=15_00, compound=15))
    loan = stated(*rows, day=earlier)
    found = held(loan)
    assert found.date == earlier
    assert not any(found.difference)
    case = Case("", TODAY, (loan,))
    assert [(f.code, f.value) for f in case_findings(case) if f.code == "reconciled_on"] == [("reconciled_on", "2026-02-25")]
