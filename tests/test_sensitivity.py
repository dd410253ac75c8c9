"""What conventions are worth on the note of two instalments, by hand, and in print."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.book import Part
from planner.dates import day
from planner.loan import Loan, Payment, Statement
from planner.present import parts_form
from planner.sensitivity import Sensitivity, sensitivity
from planner.standings import PARTS, standings
from tests.notes import NOTE, OWED, TODAY, D

PAID = replace(NOTE, payments=(Payment(D(2026, 2, 1), 1_000_00),))
PRINCIPAL_FIRST = (Part.PRINCIPAL, Part.INTEREST, Part.PENALTY, Part.COMPOUND, Part.FEE)


def moved(loan: Loan, convention: str, value: str) -> dict[str, int]:
    """What one value moves, nil parts left out."""
    (found,) = [move.change for move in sensitivity(loan, TODAY).moves if move.variant.key == (convention, value)]
    return {part: cents for part, cents in zip(PARTS, found, strict=True) if cents}


def test_the_note_stands_as_the_hand_says() -> None:
    assert sensitivity(NOTE, TODAY).now.parts == OWED


@pytest.mark.parametrize(
    ("convention", "value", "hand"),
    [
        # 6,000 x 18 % / 365 x 40 = 118.36 and x 9 = 26.63; 120 x 18 % / 365 x 40 = 2.37 and 60 x 18 % / 365 x 9 = 0.27
        ("penalty_day_count", "actual/365", {"penalty": -2_01, "compound": -3, "total": -2_04}),
        # One day more of each: 3.00 + 3.00 and 0.06 + 0.03
        ("first_penalty_day", "due-date", {"penalty": 6_00, "compound": 9, "total": 6_09}),
        ("compound_rate", "none", {"compound": -2_67, "total": -2_67}),
        # 120 x 12 % / 360 x 40 = 1.60 and 60 x 12 % / 360 x 9 = 0.18
        ("compound_rate", "contract", {"compound": -89, "total": -89}),
        # 15.6 %: 2.60 a day, 104.00 + 23.40; compound 2.08 + 0.23 (0.234)
        ("uplift", "30", {"penalty": -19_60, "compound": -36, "total": -19_96}),
        # Three days less of each: 9.00 + 9.00 and 0.18 + 0.09
        ("grace", "3 excused", {"penalty": -18_00, "compound": -27, "total": -18_27}),
        # 12,000 x 12 % x 31 / 365 = 122.30; 6,000 x 12 % x 31 / 365 = 61.15; compound at 0.05 % a day: 2.45 and 0.28
        ("day_count", "actual/365", {"interest": 3_45, "compound": 6, "total": 3_51}),
    ],
)
def test_moves_are_the_hand_s(convention: str, value: str, hand: dict[str, int]) -> None:
    assert moved(NOTE, convention, value) == hand


def test_an_order_of_allocation_moves_what_a_payment_paid() -> None:
    """1,000.00 on 2026-02-01, twelve days late (penalty 36.00, compound 0.72).

    As it is they are paid first, then 120.00 of interest, and 843.28 of principal: 5,156.72 x 0.05 % x 28 = 72.19 of penalty since, and
    27.00; compound 0.27. Principal first: 5,000.00 x 0.05 % x 28 = 70.00, 36.00 and 27.00; compound 0.72 + 0.06 x 28 + 0.27 = 2.67.
    """
    now, other = standings([PAID, replace(PAID, order=PRINCIPAL_FIRST)], day(TODAY))
    assert now is not None
    assert other is not None
    assert now.parts == (0, 11_156_72, 60_00, 99_19, 27, 0, 0, 0, 11_316_18)
    assert other.parts == (0, 11_000_00, 180_00, 133_00, 2_67, 0, 0, 0, 11_315_67)
    moves = [move.change for move in sensitivity(PAID, TODAY).moves if move.variant.convention == "allocation"]
    assert (0, -156_72, 120_00, 33_81, 2_40, 0, 0, 0, -51) in moves
    assert len(moves) == len(set(moves))


def test_the_largest_move_comes_first_and_those_of_nothing_last() -> None:
    sizes = [(not any(move.change), -abs(move.change[-1])) for move in sensitivity(PAID, TODAY).moves]
    assert sizes == sorted(sizes)
    assert any(still for still, _ in sizes)
    assert not sizes[0][0]


def test_many_rolled_together_stand_as_each_alone() -> None:
    found = sensitivity(PAID, TODAY)
    for move in found.moves[:40]:
        alone = standings([move.variant.loan], day(TODAY))[0]
        assert alone is not None
        assert tuple(b - a for a, b in zip(found.now.parts, alone.parts, strict=True)) == move.change


def test_nothing_moves_what_a_statement_says() -> None:
    found: Sensitivity = sensitivity(replace(NOTE, statement=Statement(TODAY, 12_000_00, instalments_left=0)), TODAY)
    assert found.moves
    assert not any(cents for move in found.moves for cents in move.change)
    assert [finding.code for finding in found.findings] == ["stands_as_stated"]


def test_parts_have_every_name() -> None:
    assert parts_form(OWED)["total"] == "12329.67"
