"""What clauses do, by hand: 12,000 yuan at 12 % in twelve level instalments of 1,066.19, and a few loans of other forms."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from planner.book import Ledger, Part, take
from planner.case import Due, Loan, Plan, Statement
from planner.clauses import (
    Accelerate,
    Balloon,
    Clause,
    Defer,
    Extend,
    Fee,
    Instalments,
    InterestOnly,
    LumpSum,
    Pause,
    Rate,
    Settle,
    Waive,
)
from planner.contract import history
from planner.dates import date, day
from planner.engine import roll_forward
from planner.errors import CaseError
from planner.money import ONE
from planner.steps import stack
from planner.terms import apply
from planner.today import stand

D = dt.date
OPENED = D(2026, 5, 15)
LEVEL = Loan(
    id="level", kind="consumer", principal=1_200_000, rate=12_000_000, opened=OPENED, instalments=12, first_due=D(2026, 6, 15),
    due_day=15, penalty_rate=18_000_000, compound_rate=18_000_000,
)  # fmt: skip
FLAT = replace(LEVEL, id="flat", method="flat", rate=7_200_000)
BULLET = replace(LEVEL, id="bullet", method="bullet")


def written(loan: Loan, start: dt.date, *terms: Clause, as_of: dt.date = OPENED) -> Ledger:
    now, future = stand(loan, as_of)
    ledger = roll_forward(now, apply(Plan("plan", start, terms), loan, now, future, day(as_of))).ledger
    assert ledger is not None
    return ledger


def row(ledger: Ledger, on: dt.date) -> int:
    return int(np.searchsorted(ledger.date[:, 0], day(on)))


def paid(ledger: Ledger, part: Part, on: dt.date) -> int:
    return int((ledger.allocated + ledger.prepaid)[part, row(ledger, on), 0])


def payments(ledger: Ledger) -> list[tuple[dt.date, int]]:
    return [(date(int(d)), int(x)) for d, x in zip(ledger.date[:, 0], ledger.received[:, 0], strict=True) if x]


def test_a_pause_begins_after_the_instalment_before_it() -> None:
    """The level is 1,066.19; after 946.19, 955.65 and 965.21 of principal 9,132.95 is left, three months of it at 1 % are 273.99."""
    ledger = written(LEVEL, OPENED, Pause(frozenset({"payments"}), 3, 3, then="waive"))
    assert [paid(ledger, Part.PRINCIPAL, D(2026, m, 15)) for m in (6, 7, 8)] == [94_619, 95_565, 96_521]
    assert paid(ledger, Part.INTEREST, D(2026, 8, 15)) == 10_098
    assert int(ledger.waived[Part.INTEREST].sum()) == 27_399
    assert [x for d, x in payments(ledger) if d == D(2026, 12, 15)] == [106_619]


def test_a_rate_may_reach_past_the_last_instalment_but_not_begin_there() -> None:
    assert not written(LEVEL, OPENED, Rate(0, 0, 60)).accrued.any()
    with pytest.raises(CaseError) as caught:
        written(LEVEL, OPENED, Rate(0, first=100))
    assert [(p.code, p.path) for p in caught.value.problems] == [("past_last_instalment", "terms[0].first")]


def test_clauses_behind_the_last_instalment_are_refused() -> None:
    late = D(2190, 1, 1)
    clauses: list[Clause] = [
        InterestOnly(100, 3), LumpSum(late, 9), Fee(9, late), Accelerate(late), Pause(frozenset({"interest"}), start=late, until=late),
    ]  # fmt: skip
    for clause in clauses:
        with pytest.raises(CaseError):
            written(LEVEL, OPENED, clause)


def test_a_balloon_needs_an_instalment() -> None:
    loan = replace(STATED, statement=Statement(D(2026, 5, 31), 0, (Due(D(2026, 5, 15), principal=60_000),), instalments_left=0))
    with pytest.raises(CaseError) as caught:
        written(loan, D(2026, 5, 31), Balloon(ONE // 2), as_of=D(2026, 5, 31))
    assert [(p.code, p.path) for p in caught.value.problems] == [("no_instalments", "terms[0].balloon")]


def test_a_fee_does_not_count_towards_a_settlement() -> None:
    """A fee of 1,000 today and 3,000 in three months: four payments of 1,000."""
    ledger = written(LEVEL, OPENED, Settle(300_000, parts=3), Fee(100_000))
    expected = [(D(2026, m, 15), 100_000) for m in (5, 6, 7, 8)]
    assert payments(ledger) == expected
    assert not ledger.closing[:, -1].any()


def test_a_flat_loan_earns_nothing_on_no_principal() -> None:
    """7.2 % on 12,000 is 72.00 a month; called on the third due date, three of them and no more."""
    ledger = written(FLAT, OPENED, Accelerate(D(2026, 8, 15)))
    assert int(ledger.accrued.sum()) == 3 * 7_200
    assert payments(ledger)[-1] == (D(2026, 8, 15), 1_200_000 - 2 * 100_000 + 7_200)
    longer = written(FLAT, OPENED, Extend(6))
    assert int(longer.accrued.sum()) == 12 * 7_200
    position, timeline = history(replace(FLAT, accelerated=D(2026, 7, 15)), day(D(2027, 6, 15)))
    called = roll_forward(position, timeline).ledger
    assert called is not None
    assert int(called.accrued.sum()) == 2 * 7_200


def test_flat_interest_in_a_pause_goes_where_the_clause_says() -> None:
    """Two instalments of 72.00 paused."""
    of = frozenset({"payments"})
    assert int(written(FLAT, OPENED, Pause(of, 0, 2, then="waive")).waived[Part.INTEREST].sum()) == 14_400
    assert int(written(FLAT, OPENED, Pause(of, 0, 2, then="defer")).deferred[Part.INTEREST].sum()) == 14_400
    assert int(written(FLAT, OPENED, Pause(of, 0, 2, then="capitalise-at-end")).capitalised[Part.INTEREST].sum()) == 14_400
    assert paid(written(FLAT, OPENED, Pause(of, 0, 2)), Part.INTEREST, D(2026, 8, 15)) == 21_600
    assert int(written(FLAT, OPENED, Pause(frozenset({"interest"}), 0, 2)).accrued.sum()) == 10 * 7_200


def test_interest_only_of_a_bullet_loan_is_paid_on_its_days() -> None:
    """120.00 a month on 12,000 at 12 %; nothing is ever overdue."""
    ledger = written(BULLET, OPENED, InterestOnly(0, 2))
    assert payments(ledger)[:2] == [(D(2026, 6, 15), 12_000), (D(2026, 7, 15), 12_000)]
    assert not ledger.compound.any()
    assert not ledger.days_past_due.any()


ARREARS = replace(LEVEL, opened=D(2026, 2, 15), first_due=D(2026, 3, 15))
"""Three instalments missed by 15 May: interest of 120.00, 110.54 and 100.98 overdue or due."""


def test_what_comes_back_in_parts_waits_for_a_pause_to_end() -> None:
    terms = (Defer((Part.INTEREST,), spread=3), Pause(frozenset({"payments"}), 0, 2))
    ledger = written(ARREARS, OPENED, *terms, as_of=OPENED)
    released = [date(int(d)) for d, x in zip(ledger.date[:, 0], ledger.released[Part.INTEREST, :, 0], strict=True) if x]
    assert released == [D(2026, 8, 15), D(2026, 9, 15), D(2026, 10, 15)]
    assert int(ledger.compound[row(ledger, OPENED) + 1 :].sum()) == 0


def test_arrears_wait_for_the_first_instalment_that_is_paid() -> None:
    terms = (Instalments(6), Pause(frozenset({"payments"}), 0, 2))
    ledger = written(ARREARS, OPENED, *terms, as_of=OPENED)
    after = row(ledger, OPENED) + 1
    assert payments(ledger)[0][0] == D(2026, 8, 15)
    assert not ledger.compound[after:].any()
    assert not ledger.days_past_due[after:].any()


def test_extending_leaves_the_contract_before_the_start_alone() -> None:
    """Interest only, last instalment 15 May: 12,000 unpaid for five days at 18 % are 30.00 of penalty."""
    loan = replace(LEVEL, method="interest-only", opened=D(2025, 5, 15), first_due=D(2025, 6, 15))
    plan = Plan("plan", D(2026, 5, 20), (Extend(3),))
    now, future = stand(replace(loan, payments=()), D(2026, 5, 1))
    ledger = roll_forward(now, apply(plan, loan, now, future, day(D(2026, 5, 1)))).ledger
    assert ledger is not None
    assert int(ledger.penalty[row(ledger, D(2026, 5, 20)), 0]) == 3_000


@pytest.mark.parametrize(("start", "days"), [(D(2026, 1, 31), (28, 31, 30)), (D(2026, 3, 31), (30, 31, 30))])
def test_new_instalments_keep_a_month_end(start: dt.date, days: tuple[int, ...]) -> None:
    loan = replace(LEVEL, opened=D(2025, 12, 15), first_due=D(2026, 1, 15))
    ledger = written(loan, start, Instalments(3), as_of=D(2026, 1, 1))
    assert tuple(d.day for d, _ in payments(ledger)) == days


def test_a_flat_loan_scheduled_anew_at_no_interest_pays_principal_alone() -> None:
    # The fee of the first month, 12,000 x 0.6 % = 72.00, is earned on 15 June and paid with the first of twelve parts of 1,000.
    ledger = written(FLAT, D(2026, 6, 15), Rate(0), Instalments(12))
    assert [cents for _, cents in payments(ledger)] == [107_200, *[100_000] * 11]


STATED = replace(
    LEVEL, first_due=D(2026, 6, 15), opened=D(2026, 5, 15), instalments=6,
    statement=Statement(D(2026, 5, 31), 600_000, (), deferred=Due(D(2026, 5, 31), interest=35_000), instalments_left=6),
)  # fmt: skip


def test_what_was_deferred_before_comes_back_with_the_plans_last_instalment() -> None:
    ledger = written(STATED, D(2026, 5, 31), Extend(3), as_of=D(2026, 5, 31))
    released = [date(int(d)) for d, x in zip(ledger.date[:, 0], ledger.released[Part.INTEREST, :, 0], strict=True) if x]
    assert released == [D(2027, 2, 15)]


def test_the_level_of_a_statement_is_the_contracts() -> None:
    """Without a recast, more instalments leave the level where it was."""
    plain = written(STATED, D(2026, 5, 31), as_of=D(2026, 5, 31))
    longer = written(STATED, D(2026, 5, 31), Extend(3), as_of=D(2026, 5, 31))
    assert payments(plain)[1] == payments(longer)[1]


def test_a_settlement_reaches_what_is_deferred() -> None:
    """600.00 due and 350.00 deferred: 800.00 settles, 150.00 is forgiven."""
    dues, aside = (Due(D(2026, 5, 15), principal=60_000),), Due(D(2026, 5, 31), interest=35_000)
    loan = replace(STATED, statement=Statement(D(2026, 5, 31), 0, dues, deferred=aside, instalments_left=0))
    ledger = written(loan, D(2026, 5, 31), Settle(80_000), as_of=D(2026, 5, 31))
    assert payments(ledger) == [(D(2026, 5, 31), 80_000)]
    assert int(ledger.waived.sum()) == 15_000


def test_a_penalty_rate_does_not_invent_compound_interest() -> None:
    loan = replace(ARREARS, compound_rate=0)
    assert not written(loan, OPENED, Rate(10_000_000, penalty=12_000_000)).compound.any()
    both = written(ARREARS, OPENED, Rate(10_000_000, penalty=0))
    assert not both.compound[row(both, OPENED) + 1 :].any()


def test_a_pause_of_ageing_survives_a_step_in_between() -> None:
    pause = Pause(frozenset({"ageing", "payments"}), 0, 3)
    plain = written(ARREARS, OPENED, pause)
    broken = written(ARREARS, OPENED, pause, Fee(100, D(2026, 6, 1)))
    on = D(2026, 7, 15)
    assert plain.days_past_due[row(plain, on), 0] == broken.days_past_due[row(broken, on), 0] == plain.days_past_due[row(plain, OPENED), 0]


def test_one_loan_is_not_refused_for_anothers_size() -> None:
    """A large loan at a low rate and a small one at a high rate, side by side."""
    own = [
        replace(LEVEL, principal=p, rate=r, penalty_rate=r, compound_rate=r, instalments=360)
        for p, r in ((10**11, 4_000_000), (10**5, 36_000_000))
    ]
    both = [stand(loan, OPENED) for loan in own]
    two = take(both[0][0], np.array([0, 0]))
    position = replace(two, principal=np.array([10**11, 10**5]), level=np.concatenate([p.level for p, _ in both]))
    assert roll_forward(position, stack([t for _, t in both]), keep="flows").position.loans == 2


def test_a_lump_sum_on_an_instalment_day_comes_on_top() -> None:
    ledger = written(LEVEL, OPENED, LumpSum(D(2026, 6, 15), 100_000))
    assert payments(ledger)[0] == (D(2026, 6, 15), 206_619)
    assert int(ledger.prepaid[Part.PRINCIPAL].sum()) == 100_000


def test_two_waivers_of_one_part_add_up() -> None:
    """Half of 120.00 of interest and 10.00 more are waived on the first due date, the instalment of which is not billed."""
    half = Waive((Part.INTEREST,), share=ONE // 2)
    ledger = written(LEVEL, D(2026, 6, 15), half, Waive((Part.INTEREST,), amount=1_000))
    assert int(ledger.waived[Part.INTEREST].sum()) == 7_000
