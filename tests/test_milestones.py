"""Waivers that vest at milestones before completion, worked by hand. The working stands in the comments, in yuan."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from planner import casefile
from planner.book import Ledger, Part, standing, take
from planner.breaks import breaks
from planner.case import Case, Plan
from planner.clauses import After, Capitalise, Clause, Instalments, Paid, Pause, Rate, Settle, Waive
from planner.dates import date
from planner.debts import joined
from planner.engine import roll_forward
from planner.errors import CaseError
from planner.loan import Agreed, Loan, Payment
from planner.money import ONE
from planner.present.conditions import say_when
from planner.present.plan_toml import plan_toml
from planner.scenarios import compare
from planner.steps import stack
from planner.terms import apply
from planner.text import catalogue
from planner.today import stand
from tests.test_negotiated import LOAN, PAID, START, parts

D: Final = dt.date
BOTH: Final = (Part.PENALTY,)
STAGED: Final = (
    Waive(BOTH, share=30_000_000, when=After(2)), Waive(BOTH, share=30_000_000, when=After(4)),
    Waive(BOTH, share=40_000_000, when=Paid(ONE // 2)),
)  # fmt: skip
"""90.00 of penalty on 1 May: 27.00 after two instalments, 27.00 after four, 36.00 once 6,000 of the 12,000 of principal are paid."""
REST: Final = (Rate(0), Instalments(12))
EXAMPLE: Final = Path(__file__).resolve().parents[1] / "examples" / "card_9000_overdue.toml"
TEXT: Final = """as_of = 2025-05-01
[[loan]]
kind = "consumer"
principal = "12,000"
rate = "1 %/month"
opened = 2025-01-01
instalments = 12
first_due = 2025-02-01
method = "equal-principal"
penalty = { rate = "0.05 %/day", compound = "none" }
payments = []
[[plan]]
name = "p"
start = 2025-05-01
terms = [ WAIVER { rate = 0 }, { instalments = 12 } ]
"""


def signed(*terms: Clause, loan: Loan = LOAN) -> Ledger:
    """The ledger of a plan signed on 1 May and kept."""
    day = (START - D(1970, 1, 1)).days
    now, future = stand(loan, START)
    ledger = roll_forward(now, apply(Plan("p", START, terms), loan, now, future, day)).ledger
    assert ledger is not None
    return ledger


def vested(ledger: Ledger, loan: int = 0) -> dict[str, int]:
    """Penalty that was forgiven on a condition, by day."""
    cents = ledger.vested[Part.PENALTY, :, loan]
    return {date(int(ledger.date[e, 0])).isoformat(): int(cents[e]) for e in np.flatnonzero(cents)}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_each_stage_at_its_milestone(order: tuple[int, ...]) -> None:
    # 1 June is the first instalment of 1,000; the sixth, on 1 November, makes 6,000 of principal.
    ledger = signed(*(STAGED[k] for k in order), *REST)
    assert vested(ledger) == {"2025-07-01": 2_700, "2025-09-01": 2_700, "2025-11-01": 3_600}
    assert int(ledger.pledged.sum()) == 9_000


def test_one_milestone_named_twice_is_one_stage() -> None:
    # 25 % and 30.00 after three instalments: 22.50 + 30.00; the other 37.50 stay due, with the first instalment.
    ledger = signed(Waive(BOTH, share=ONE // 4, when=After(3)), Waive(BOTH, amount=3_000, when=After(3)), *REST)
    assert vested(ledger) == {"2025-08-01": 5_250}
    assert int(ledger.allocated[Part.PENALTY].sum()) == 3_750


def test_instalments_that_a_pause_leaves_unpaid_do_not_count() -> None:
    # June and July are not paid: the second instalment that is asked is that of 1 September.
    pause = Pause(frozenset({"payments"}), first=0, months=2)
    assert vested(signed(STAGED[0], *REST, pause)) == {"2025-09-01": 2_700}


def test_capitalised_interest_is_no_principal_to_be_paid_first() -> None:
    # 420 of interest join the 12,000; half of 12,000 is reached all the same: 1,035 an instalment, 6,210 on 1 November.
    assert vested(signed(STAGED[2], Capitalise((Part.INTEREST,)), *REST)) == {"2025-11-01": 3_600}


def test_candidates_beside_each_other() -> None:
    # Of twelve instalments after(50) is the last.
    clause = Waive(BOTH, share=np.array([ONE, ONE // 2]), when=After(np.array([3, 50])))
    ledger = signed(clause, *REST)
    assert [vested(ledger, k) for k in (0, 1)] == [{"2025-08-01": 9_000}, {"2026-05-01": 4_500}]


def test_plans_with_and_without_stages_side_by_side() -> None:
    now, future = stand(LOAN, START)
    day = (START - D(1970, 1, 1)).days
    plans = (REST, (*STAGED, *REST), (STAGED[0], *REST))
    timelines = [apply(Plan("p", START, terms), LOAN, now, future, day) for terms in plans]
    both = roll_forward(take(now, np.zeros(3, dtype=np.int64)), stack(timelines))
    assert both.ledger is not None
    for k, terms in enumerate(plans):
        alone = signed(*terms)
        assert vested(both.ledger, k) == vested(alone)
        assert np.array_equal(both.ledger.closing[:, :, [k]], alone.closing)


def test_positions_of_several_loans_keep_all_stages() -> None:
    agreed = replace(LOAN, payments=PAID, agreed=Agreed(START, (*STAGED, *REST)))
    known = [stand(loan, D(2025, 7, 15))[0] for loan in (agreed, LOAN, agreed)]
    assert joined(known).staged[Part.PENALTY, :, 0].tolist() == [0, 2_700, 3_600] * 2


@pytest.mark.parametrize(("terms", "code"), [
    ((Waive(BOTH, share=ONE, when=After(13)), *REST), "past_last_instalment"),
    ((Waive(BOTH, share=ONE, when=After(1)), Settle(1_000_000)), "no_instalments"),
])  # fmt: skip
def test_a_milestone_behind_the_last_instalment(terms: tuple[Clause, ...], code: str) -> None:
    with pytest.raises(CaseError) as caught:
        signed(*terms)
    assert [(p.code, p.path) for p in caught.value.problems] == [(code, "terms[0].when")]


def test_more_than_all_is_waived_on_conditions() -> None:
    with pytest.raises(CaseError) as caught:
        signed(*STAGED, Waive(BOTH, share=1, when="completion"), *REST)
    assert {p.code for p in caught.value.problems} == {"waived_twice"}


def test_what_had_vested_stays_when_the_plan_agreed_earlier_breaks() -> None:
    # June and July are paid, so 27.00 vest on 1 July. Kept: 63.00 are due again, and August's 940 bear 14.10 to the 31st.
    agreed = Agreed(START, (*STAGED, *REST), broken=D(2025, 8, 15), on_break="keep")
    loan = replace(LOAN, payments=PAID, agreed=agreed)
    now, _ = stand(replace(loan, agreed=replace(agreed, broken=None)), D(2025, 7, 15))
    assert (int(now.conditional[Part.PENALTY, 0]), now.staged[Part.PENALTY, :, 0].tolist()) == (6_300, [0, 2_700, 3_600])
    assert now.staged_left[:, 0].tolist() == [0, 0, 400_000]
    now, _ = stand(loan, D(2025, 8, 31))
    assert parts(now) == [994_000, 0, 6_300 + 1_410, 0, 0]
    # Restored: 27.00 of what 1 July's 62.58 of penalty are (172 and four times 1,000 for 30 days) are forgiven, so the 1,000 pay 27.00 more
    # of March's principal: 304.58 or 277.58 bear 61 days: 9.29 or 8.47. In all 27.82 less than without the plan.
    restored, _ = stand(replace(loan, agreed=replace(agreed, on_break="restore")), D(2025, 8, 31))
    never, _ = stand(replace(LOAN, payments=PAID), D(2025, 8, 31))
    assert int(standing(never).sum() - standing(restored).sum()) == 2_782


def test_a_payment_that_comes_late_delays_its_milestone() -> None:
    # July's 1,000 come on 10 July: nothing due is unpaid from then on. Nobody called the plan broken.
    late = (PAID[0], Payment(D(2025, 7, 10), 94_000))
    now, _ = stand(replace(LOAN, payments=late, agreed=Agreed(START, (*STAGED, *REST))), D(2025, 7, 9))
    assert int(now.conditional.sum()) == 9_000
    # 940 of principal for nine days: 4.23 of penalty are due as well, so one more payment it takes.
    paid = (*late, Payment(D(2025, 7, 11), 423))
    now, _ = stand(replace(LOAN, payments=paid, agreed=Agreed(START, (*STAGED, *REST))), D(2025, 7, 11))
    assert int(now.conditional.sum()) == 6_300


def case(waiver: str) -> Case:
    """The loan with one plan."""
    return casefile.parse(TEXT.replace("WAIVER", waiver))


def test_breaks_before_and_after_a_milestone() -> None:
    # Without the condition 90.00 come back; from the third payment on 27.00 are final.
    own = case('{ waive = "penalty", share = "30 %", when = "after(2)" }, { waive = "penalty", share = "70 %", when = "completion" },')
    back = [int(found.back[Part.PENALTY]) for found in breaks(own, own.plans[0], "keep")]
    assert back == [9_000] * 2 + [6_300] * 10
    worse = [found.worse for found in breaks(own, own.plans[0])]
    assert worse[:2] == [0, 0]
    assert all(less <= -2_700 for less in worse[2:])


def test_the_card_whose_charges_are_forgiven_by_steps() -> None:
    # 559.50 of penalty on 10 October (the example works it out): 30 % are 167.85, twice; 223.80 with the 18th instalment of 250.
    own = casefile.read(EXAMPLE)
    plan = next(p for p in own.plans if p.name == "阶梯减免，36 期")
    found = compare(replace(own, plans=(plan,))).scenario(plan.name)
    assert found is not None
    assert vested(found.ledger) == {"2027-04-10": 16_785, "2027-10-10": 16_785, "2028-04-10": 22_380}
    # The seventh payment missed: 391.65 of penalty come back, and of compound the 17.35 of completion; after the 18th only that.
    back = [found.back for found in breaks(own, plan, "keep")]
    assert [[int(back[at][part]) for part in (Part.PENALTY, Part.COMPOUND)] for at in (5, 6, 18)] == [
        [55_950, 1_735], [39_165, 1_735], [0, 1_735],
    ]  # fmt: skip


def test_in_a_case_file_and_back() -> None:
    waiver = '{ waive = "penalty", share = "30 %", when = "after(2)" }, { waive = "penalty", share = "70 %", when = "paid( 50% )" },'
    own = case(waiver)
    assert own.plans[0].terms[:2] == (Waive(BOTH, 30_000_000, 0, After(2)), Waive(BOTH, 70_000_000, 0, Paid(ONE // 2)))
    again = casefile.parse(TEXT[: TEXT.index("[[plan]]")] + plan_toml(own.plans[0]))
    assert again.plans == own.plans
    found = compare(own).scenario("p")
    assert found is not None
    # 12,420.00 are paid for 12,510.00; what is set aside is no part of what the plan finances.
    amounts = [found.measures[name].amount for name in ("waived", "waived_conditional", "total_paid", "annual_rate")]
    assert amounts == [9_000, 9_000, 1_242_000, 0]


@pytest.mark.parametrize(("written", "english", "chinese"), [
    ("after(6)", "once instalment 6 is paid on plan", "按约还满 6 期后生效"),
    ("paid(50 %)", "once 50% of principal is paid", "还清 50% 本金后生效"),
    ("completion", "on completion", "结清后生效"), ("after(x)", "after(x)", "after(x)"),
])  # fmt: skip
def test_in_words(written: str, english: str, chinese: str) -> None:
    assert [say_when(catalogue(lang), written) for lang in ("en", "zh")] == [english, chinese]
