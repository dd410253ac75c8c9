"""A plan agreed earlier, with what was paid under it, worked by hand. The working stands in the comments, in yuan."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

import pytest

from planner.book import Part, Position, standing
from planner.case import Floating
from planner.clauses import Instalments, Pause, Rate, Settle, Waive
from planner.errors import CaseError
from planner.loan import Agreed, Loan, Payment
from planner.money import ONE
from planner.today import stand

D: Final = dt.date
LOAN: Final = Loan(
    id="loan", kind="consumer", principal=1_200_000, rate=12_000_000, opened=D(2025, 1, 1), instalments=12, first_due=D(2025, 2, 1),
    due_day=1, method="equal-principal", penalty_rate=18_000_000, compound_rate=0,
)  # fmt: skip
"""12,000 in twelve parts of 1,000, 1 % a month, penalty 0.05 % a day, nothing compounds."""
START: Final = D(2025, 5, 1)
TERMS: Final = (Waive((Part.PENALTY,), share=ONE, when="completion"), Rate(0), Instalments(12))
"""Principal in twelve new parts without interest; penalty forgiven once all is paid. Interest stays due, with the first part."""
PAID: Final = (Payment(D(2025, 6, 1), 148_000), Payment(D(2025, 7, 1), 100_000))


def parts(position: Position) -> list[int]:
    """All that stands by part, in cents."""
    return [int(cents) for cents in standing(position)[:, 0]]


def test_under_a_plan_that_holds() -> None:
    # 1 May: principal 12,000; three parts of 1,000 due 1 February to 1 April with interest of 120, 110, 100; April's interest on 9,000: 90.
    # So 420 of interest fall due with the first new part of 1,000. The 1,480 of 1 June pay 420, 1,000 and prepay nothing: 60 are held
    # and pay part of July. Penalty to 1 May: 1,000 x 0.05 % x (89 + 61 + 30) = 90.
    loan = replace(LOAN, payments=PAID, agreed=Agreed(START, TERMS))
    now, future = stand(loan, D(2025, 7, 15))
    assert parts(now) == [1_000_000, 0, 9_000, 0, 0]
    assert (int(now.conditional[Part.PENALTY, 0]), int(now.held[0])) == (9_000, 6_000)
    assert future.date[-1, 0] == (D(2026, 5, 1) - D(1970, 1, 1)).days


def test_broken_and_kept_brings_back_what_was_set_aside() -> None:
    # Nothing is paid from August on; broken on 15 August: the 90 are due again. 60 were held: August's 1,000 has 940 left, which bear
    # 0.05 % a day from 1 to 31 August: 14.10.
    agreed = Agreed(START, TERMS, broken=D(2025, 8, 15), on_break="keep")
    now, _ = stand(replace(LOAN, payments=PAID, agreed=agreed), D(2025, 8, 31))
    assert int(now.conditional.sum()) == 0
    assert parts(now) == [994_000, 0, 9_000 + 1_410, 0, 0]
    assert int(now.dues.amount[Part.PENALTY].sum()) == 10_410


def test_broken_and_kept_follows_the_lpr_again() -> None:
    # 24,000 at LPR1Y + 890bp: 12.00 % in 2025, 11.90 % from 1 January 2026 on (3.10 %, 3.00 %); half as much again on overdue principal,
    # 0.05 % a day, then 17.85 % / 360. Nobody pays twelve parts of 2,000 from 1 June on; broken on 15 August. To 1 January the first seven
    # are 214 + 184 + 153 + 122 + 92 + 61 + 31 = 857 days late: 857.00. Then eight bear 2,000 x 30 x 17.85 % / 360 = 29.75 each: 238.00.
    loan = replace(LOAN, principal=2_400_000, first_due=D(2025, 6, 1), uplift=ONE // 2, floating=Floating("1Y", 890))
    agreed = Agreed(START, (Rate(0), Instalments(12)), broken=D(2025, 8, 15), on_break="keep")
    now, _ = stand(replace(loan, agreed=agreed), D(2026, 1, 31))
    assert parts(now)[Part.PENALTY] == 85_700 + 23_800


def test_broken_and_restored_is_the_contract_with_the_payments_made() -> None:
    agreed = Agreed(START, TERMS, broken=D(2025, 8, 15))
    restored, _ = stand(replace(LOAN, payments=PAID, agreed=agreed), D(2025, 8, 31))
    never, _ = stand(replace(LOAN, payments=PAID), D(2025, 8, 31))
    assert parts(restored) == parts(never)


def test_a_waiver_at_signing_falls_with_the_plan() -> None:
    # All 90 of penalty that stood on 1 May are forgiven at signing; where the contract revives they stand again.
    terms = (Waive((Part.PENALTY,), share=ONE), Rate(0), Instalments(12))
    agreed = Agreed(START, terms, broken=D(2025, 5, 20))
    restored, _ = stand(replace(LOAN, agreed=agreed), D(2025, 5, 31))
    assert parts(restored) == parts(stand(LOAN, D(2025, 5, 31))[0])
    kept, _ = stand(replace(LOAN, agreed=replace(agreed, on_break="keep")), D(2025, 5, 31))
    assert parts(kept)[Part.PENALTY] == 0


def test_a_settlement_that_was_not_paid_in_full_forgives_nothing() -> None:
    # 5,000 agreed on 1 May, 3,000 paid on it: in the order fees, penalty, compound, interest, principal 90 + 420 + 2,490.
    agreed = Agreed(START, (Settle(500_000),))
    loan = replace(LOAN, payments=(Payment(START, 300_000),), agreed=agreed)
    now, _ = stand(loan, START)
    assert parts(now) == [1_200_000 - 249_000, 0, 0, 0, 0]
    paid = replace(loan, payments=(Payment(START, 300_000), Payment(D(2025, 5, 2), 200_000)))
    assert parts(stand(paid, D(2025, 5, 2))[0]) == [0] * 5


def test_a_clause_that_cannot_be_applied_is_told_with_its_place() -> None:
    with pytest.raises(CaseError) as caught:
        stand(replace(LOAN, agreed=Agreed(START, (Pause(frozenset({"payments"}), first=3, months=50),))), D(2025, 6, 1))
    assert [p.path for p in caught.value.problems] == ["loan[0].agreed.terms[0].months"]


def test_before_its_start_a_plan_changes_nothing() -> None:
    agreed = Agreed(START, TERMS)
    assert parts(stand(replace(LOAN, agreed=agreed), D(2025, 4, 30))[0]) == parts(stand(LOAN, D(2025, 4, 30))[0])
