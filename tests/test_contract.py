"""Each convention of arrears in a contract, by hand: 36,000.00 at 10 % of 360 days is 10.00 a day, at 15 % penalty 15.00."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from planner.book import Ledger, Part, Position, standing
from planner.contract import history
from planner.dates import day
from planner.engine import roll_forward
from planner.loan import Due, Floating, Grace, LateFee, Loan, Payment, Statement, StepUp
from planner.steps import weave
from planner.today import stand

D = dt.date
DUE = D(2026, 2, 1)
BULLET = Loan(
    id="bullet", kind="business", principal=3_600_000, rate=10_000_000, opened=D(2026, 1, 1), instalments=1, first_due=DUE, due_day=1,
    method="bullet", day_count="actual/360", penalty_rate=15_000_000, compound_rate=15_000_000,
)  # fmt: skip
"""310.00 of interest for January; on it, compound at 15 % is 0.129166... a day."""
INTEREST = replace(BULLET, id="interest", method="interest-only", instalments=3)
"""310.00 falls due on 1 February, 280.00 on 1 March, 310.00 and the principal on 1 April."""
PARTS = replace(BULLET, id="parts", method="equal-principal", instalments=3)
"""12,000.00 each; interest 310.00, 28 days on 24,000.00: 186.67, 31 on 12,000.00: 103.33."""


def owed(loan: Loan, on: dt.date) -> dict[Part, int]:
    """What is overdue on a day, by part, where there is any."""
    now, _ = stand(loan, on)
    return {part: int(x) for part, x in zip(Part, now.dues.amount.sum(axis=(1, 2)), strict=True) if x}


def rows(now: Position) -> list[tuple[int, ...]]:
    """Principal, interest and compound of each due."""
    return [tuple(int(x) for x in row) for row in now.dues.amount[[Part.PRINCIPAL, Part.INTEREST, Part.COMPOUND], :, 0].T]


def ledger(loan: Loan, until: dt.date) -> Ledger:
    """The loan up to a day."""
    position, timeline = history(loan, day(until))
    found = roll_forward(position, timeline, stop=int(np.searchsorted(timeline.date[:, 0], day(until))) + 1).ledger
    assert found is not None
    return found


def test_penalty_runs_from_the_day_after_the_due_date_or_from_it() -> None:
    """Ten days: 150.00 and 1.2917; with the due date eleven: 165.00 and 1.4208."""
    whole = {Part.PRINCIPAL: 3_600_000, Part.INTEREST: 31_000}
    assert owed(BULLET, D(2026, 2, 11)) == {**whole, Part.PENALTY: 15_000, Part.COMPOUND: 129}
    assert owed(replace(BULLET, first_penalty_day="due-date"), D(2026, 2, 11)) == {**whole, Part.PENALTY: 16_500, Part.COMPOUND: 142}


@pytest.mark.parametrize(("retroactive", "days"), [(False, {4: 0, 5: 1, 11: 7}), (True, {4: 0, 5: 4, 11: 10})])
def test_grace_is_excused_for_good_or_charged_after_all(days: dict[int, int], *, retroactive: bool) -> None:
    """Three days of grace end on 4 February; at 15.00 a day."""
    loan = replace(BULLET, grace=Grace(3, retroactive))
    assert {on: owed(loan, D(2026, 2, on)).get(Part.PENALTY, 0) for on in days} == {on: 1500 * n for on, n in days.items()}


@pytest.mark.parametrize("first", ["day-after", "due-date"])
def test_a_grace_that_is_kept_bears_nothing_whichever_day_is_first(first: str) -> None:
    loan = replace(BULLET, grace=Grace(3, retroactive=True), first_penalty_day=first, payments=(Payment(D(2026, 2, 4), 3_631_000),))
    assert owed(loan, D(2026, 2, 20)) == {}


def test_penalty_steps_up_from_an_age_on() -> None:
    """Five days at 15.00, then days at 18.00."""
    loan = replace(BULLET, compound_rate=0, step_up=StepUp(5, 18_000_000, 0))
    assert {on: owed(loan, D(2026, 2, on))[Part.PENALTY] for on in (6, 7, 11)} == {6: 7_500, 7: 9_300, 11: 16_500}


def test_a_compound_rate_of_its_own_before_maturity() -> None:
    """To 1 April at 10 %, then ten days at 15 %: 310 x (5.9 + 1.5) / 360 = 6.3722, 280 x (3.1 + 1.5) / 360 = 3.5778, 1.2917."""
    loan = replace(INTEREST, compound_before_maturity=10_000_000)
    assert [row[2] for row in rows(stand(loan, D(2026, 3, 1))[0])] == [241, 0]
    assert [row[2] for row in rows(stand(loan, D(2026, 4, 11))[0])] == [637, 358, 129]


def test_a_loan_that_is_called_is_past_its_maturity() -> None:
    """Called on 11 February: 310.00 at 10 % for ten days, at 15 % for ten; 100.00 accrued and the principal at 15 % for ten."""
    loan = replace(INTEREST, compound_before_maturity=10_000_000, accelerated=D(2026, 2, 11))
    now, _ = stand(loan, D(2026, 2, 21))
    assert rows(now) == [(0, 31_000, 215), (3_600_000, 10_000, 42)]
    assert int(now.dues.amount[Part.PENALTY].sum()) == 15_000


FLOATING = replace(
    INTEREST, opened=D(2024, 9, 20), first_due=D(2024, 10, 20), due_day=20, instalments=6, uplift=50_000_000, floating=Floating("1Y", 665),
)  # fmt: skip
"""LPR1Y + 665 points: 10 % on 20 September 2024, 9.75 % from 1 January 2025; 300.00 of interest fall due on 20 October."""


@pytest.mark.parametrize(("conventions", "compound"), [
    # 300.00 for 73 days at 15 % and ten at 14.625 %: 9.125 + 1.21875.
    ({"compound_before_maturity": 15_000_000}, 1_034),
    # 42 days at 10 %, then the loan is called: 31 days at 15 % and ten at 14.625 %: 3.50 + 3.875 + 1.21875.
    ({"compound_before_maturity": 10_000_000, "accelerated": D(2024, 12, 1)}, 859),
])  # fmt: skip
def test_compound_rates_follow_the_lpr(conventions: dict[str, object], compound: int) -> None:
    assert rows(stand(replace(FLOATING, **conventions), D(2025, 1, 11))[0])[0][2] == compound  # type: ignore[arg-type]


def test_what_a_call_makes_due_has_its_grace_and_its_age() -> None:
    """Called on 11 February, ten days on: seven after a grace of three; five at 15.00 and five at 18.00."""
    loan = replace(INTEREST, accelerated=D(2026, 2, 11))
    assert owed(replace(loan, grace=Grace(3)), D(2026, 2, 21))[Part.PENALTY] == 10_500
    assert owed(replace(loan, step_up=StepUp(5, 18_000_000, 0)), D(2026, 2, 21))[Part.PENALTY] == 16_500


def test_compound_on_penalty_counts_from_its_settlement_and_is_disputed() -> None:
    """On 20 February 19 days of penalty, 285.00, begin to bear: ten days at 15 % are 1.1875; on interest 29 days are 3.7458."""
    loan = replace(BULLET, compounds=frozenset({"penalty"}), compound_settlement="monthly-20")
    found = ledger(loan, D(2026, 3, 2))
    assert found.disputed[:, :, 0].sum(axis=1).tolist() == [119, 0]
    assert int(found.compound.sum()) == 375 + 119
    assert int(ledger(loan, D(2026, 2, 20)).disputed.sum()) == 0


def test_compound_on_compound_counts_from_the_next_due_date() -> None:
    """On 1 March 28 days of compound on 310.00, 3.6167, are 3.62: 30 days at 15 % of it are 0.04525 by 31 March."""
    loan = replace(BULLET, compounds=frozenset({"compound"}))
    assert ledger(loan, D(2026, 3, 31)).disputed[:, :, 0].sum(axis=1).tolist() == [0, 5]
    quarterly = replace(loan, compound_settlement="quarterly-20")
    # 47 days to 20 March are 6.0708: 11 days of 6.07 at 15 % are 0.0278.
    assert ledger(quarterly, D(2026, 3, 31)).disputed[:, :, 0].sum(axis=1).tolist() == [0, 3]


LATE = LateFee(5_000_000, least=1_000, most=20_000, tolerance=1_000, after=3)


@pytest.mark.parametrize(("paid", "fee"), [(0, 1_550), (29_900, 1_000), (30_000, 0)])
def test_a_late_fee_on_what_is_missing(paid: int, fee: int) -> None:
    """5 % of 310.00 is 15.50; of 11.00 no less than 10.00; 10.00 may be missing. The fee bears nothing."""
    loan = replace(INTEREST, compound_rate=0, late_fee=LATE, payments=(Payment(DUE, paid),) if paid else ())
    assert owed(loan, D(2026, 2, 3)).get(Part.FEE, 0) == 0
    assert owed(loan, D(2026, 2, 28)).get(Part.FEE, 0) == fee


def test_a_late_fee_has_a_cap_and_comes_each_missed_cycle() -> None:
    """5 % of 12,310.00 and of the 24,681.67 then due are more than 200.00; on the day itself it may still be paid."""
    loan = replace(PARTS, compound_rate=0, penalty_rate=0, late_fee=LATE)
    assert [owed(loan, on).get(Part.FEE, 0) for on in (D(2026, 2, 4), D(2026, 2, 5), D(2026, 3, 5))] == [0, 20_000, 40_000]


def test_contract_interest_may_run_on_overdue_principal_as_well() -> None:
    now, _ = stand(replace(BULLET, overdue_interest=True), D(2026, 2, 11))
    assert int(now.accrued[0]) == 10_000
    assert int(now.dues.amount[Part.PENALTY].sum()) == 15_000
    assert int(stand(BULLET, D(2026, 2, 11))[0].accrued[0]) == 0


def test_money_pays_part_by_part_or_the_oldest_instalment_first() -> None:
    """12,400.00 on 1 March: the interest of both, 496.67, then 11,903.33 of principal; or all of the first, then 90.00 of the second."""
    order = (Part.INTEREST, Part.PRINCIPAL, Part.FEE, Part.PENALTY, Part.COMPOUND)
    loan = replace(PARTS, penalty_rate=0, compound_rate=0, order=order, payments=(Payment(D(2026, 3, 1), 1_240_000),))
    standing = [row for row in rows(stand(loan, D(2026, 3, 1))[0]) if any(row)]
    assert standing == [(9_667, 0, 0), (1_200_000, 0, 0)]
    standing = [row for row in rows(stand(replace(loan, by_instalment=True), D(2026, 3, 1))[0]) if any(row)]
    assert standing == [(1_200_000, 9_667, 0)]


@pytest.mark.parametrize(("conventions", "penalty"), [
    ({}, 42), ({"rounding": "down"}, 41), ({"rounded": "daily"}, 40), ({"rounded": "daily", "daily_decimals": 4}, 42),
    ({"rounded": "daily", "rounding": "down", "daily_decimals": 3}, 41),
])  # fmt: skip
def test_penalty_rounded_when_posted_or_day_by_day(conventions: dict[str, object], penalty: int) -> None:
    """100.00 at 15 % is 0.041666... a day, 0.41666... in ten; ten times 0.04, 0.0417 and 0.041 are 0.40, 0.417 and 0.41."""
    loan = replace(BULLET, principal=10_000, rate=0, **conventions)  # type: ignore[arg-type]
    assert owed(loan, D(2026, 2, 11))[Part.PENALTY] == penalty



@pytest.mark.parametrize(("conventions", "penalty"), [
    ({}, 15_000), ({"grace": Grace(3)}, 10_500), ({"grace": Grace(3, retroactive=True)}, 15_000),
    ({"first_penalty_day": "due-date"}, 16_500), ({"step_up": StepUp(5, 18_000_000, 0)}, 16_500),
])  # fmt: skip
@pytest.mark.parametrize("left", [0, 1])
def test_dues_of_a_statement_follow_the_conventions(conventions: dict[str, object], penalty: int, left: int) -> None:
    """As above: ten days, seven of them after the grace, eleven with the due date, five at 18.00."""
    statement = Statement(DUE, 0, (Due(DUE, principal=3_600_000),), instalments_left=left)
    loan = replace(BULLET, first_due=D(2027, 2, 1), statement=statement, **conventions)  # type: ignore[arg-type]
    position, timeline = stand(loan, DUE)
    timeline = weave(timeline, np.array([day(D(2026, 2, 11))]), position.date[:1])
    found = roll_forward(position, timeline, stop=int(np.searchsorted(timeline.date[:, 0], day(D(2026, 2, 11)))) + 1).ledger
    assert found is not None
    assert int(found.penalty.sum()) == penalty


def test_interest_on_overdue_principal_is_paid_before_it_once_no_instalment_is_left() -> None:
    # 310.00 with the only instalment, 300.00 in the 30 days after it. Of 1,000.00 the interest takes 610.00; 35,610.00 bear 9.89166 a day
    # from then on: 98.92 in ten days.
    loan = replace(BULLET, overdue_interest=True, penalty_rate=0, compound_rate=0, payments=(Payment(D(2026, 3, 3), 100_000),))
    found = standing(stand(loan, D(2026, 3, 13))[0])[:, 0]
    assert found.tolist() == [3_561_000, 9_892, 0, 0, 0]
