"""The open conventions as data: every value but the one in place, each a loan that can be rolled."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from planner import casefile
from planner.dates import day
from planner.loan import CHOICES, Card, Floating, Loan, Payment
from planner.present.conventions import of_loan
from planner.standings import standings
from planner.variants import both, orders, variants
from tests.cli.common import EXAMPLES
from tests.notes import NOTE, TODAY, D

LOANS = {path.stem: casefile.read(path) for path in EXAMPLES}


def values(loan: Loan, convention: str) -> list[str]:
    return [v.value for v in variants(loan) if v.convention == convention]


def test_a_word_has_every_value_but_its_own() -> None:
    names = ("days", "rounding", "remainder", "instalment_amount", "compound_settlement", "interest_due", "first_period", "early_money")
    for name in names:
        assert values(NOTE, name) == [value for value in CHOICES[name] if value != getattr(NOTE, name)]


@pytest.mark.parametrize(
    ("changes", "convention", "found"),
    [
        ({}, "uplift", ["30", "40"]),
        ({"uplift": None}, "uplift", []),
        ({"kind": "card"}, "uplift", ["0", "30", "40"]),
        ({}, "compound_rate", ["none", "contract"]),
        ({"compound_rate": 0}, "compound_rate", ["contract", "penalty"]),
        ({"compound_rate": 0}, "compound_on_penalty", []),
        ({"compounds": frozenset({"penalty"})}, "compound_on_penalty", ["off"]),
        ({}, "compound_rate_before_maturity", ["contract"]),
        ({"compound_before_maturity": 12_000_000}, "compound_rate_before_maturity", ["same"]),
        ({}, "late_allocation", ["principal 91"]),
        ({}, "allocation_by", ["instalment"]),
        ({"method": "flat"}, "overdue_interest", []),
        ({}, "repricing", []),
        ({"floating": Floating("1Y", 0)}, "repricing", ["fixed", "anniversary"]),
        ({"floating": Floating("1Y", 0)}, "repricing_effective", ["day-before"]),
        ({"floating": Floating("1Y", 0, "fixed")}, "repricing_effective", []),
        ({"every": (1, "week")}, "grace", [f"{n} {kind}" for kind in ("excused", "retroactive") for n in (1, 2, 3, 5, 7)]),
        ({"card": Card(5), "kind": "card"}, "card", ["unpaid-part", "statement_day on"]),
        ({"rounded": "daily", "penalty_day_count": "actual/365", "day_count": "actual/365"}, "daily_decimals", ["3", "4", "6"]),
        ({"method": "level"}, "level_on", ["rate/12"]),
    ],
)
def test_what_means_nothing_is_left_out(changes: dict[str, Any], convention: str, found: list[str]) -> None:
    assert values(replace(NOTE, **changes), convention) == found


def test_orders_of_parts_that_cannot_be_are_one() -> None:
    """Penalty, compound, interest, principal in every order; fees keep their place where there are none."""
    assert len(set(orders(NOTE))) == 24
    assert len(set(orders(replace(NOTE, compound_rate=0)))) == 6
    assert len(set(orders(replace(NOTE, fees=((D(2026, 1, 1), 100),))))) == 120


def test_every_value_differs_and_is_named_once() -> None:
    keys = [v.key for v in variants(NOTE)]
    assert len(keys) == len(set(keys))
    echoed = of_loan(NOTE)
    for variant in variants(NOTE):
        assert of_loan(variant.loan)[variant.convention] != echoed[variant.convention]


@pytest.mark.parametrize("name", [name for name in LOANS if not name.startswith("card")])
def test_every_variant_of_the_examples_can_be_rolled(name: str) -> None:
    """All stand somewhere, under names that outputs echo."""
    case = LOANS[name]
    loan = case.loans[0]
    found = variants(loan)
    assert found
    assert {v.convention for v in found} <= set(of_loan(loan))
    assert None not in standings([v.loan for v in found], day(case.as_of))


def test_two_changes_together() -> None:
    keys = (("penalty_day_count", "actual/365"), ("compound_rate", "none"))
    count, compound = (next(v for v in variants(NOTE) if v.key == key) for key in keys)
    loan = both(count, compound)
    assert loan is not None
    assert (loan.penalty_day_count, loan.compound_rate) == ("actual/365", 0)
    daily = replace(NOTE, day_count="actual/360", payments=(Payment(TODAY, 1),))
    rounded, monthly = (next(v for v in variants(daily) if v.key == key) for key in (("rounded", "daily"), ("day_count", "actual/actual")))
    assert both(rounded, monthly) is None
