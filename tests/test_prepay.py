"""Early repayments in a plan, by hand: 12,000 yuan at 12 % in twelve parts of 1,000 of principal; and published figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from planner.book import Ledger, Part
from planner.case import Case, Loan, Payment, Plan
from planner.clauses import Balloon, Clause, Instalments, LumpSum, Prepay, PrepaymentFee, Recast
from planner.dates import date, day
from planner.engine import roll_forward
from planner.errors import CaseError
from planner.findings import Finding
from planner.payoff import Payoff, quote
from planner.scenarios import compare
from planner.terms import apply
from planner.today import stand

D = dt.date
OPENED, FIRST = D(2026, 1, 15), D(2026, 2, 15)
PARTS = Loan("a", "consumer", 1_200_000, 12_000_000, OPENED, 12, FIRST, 15, method="equal-principal")
LATE = replace(PARTS, penalty_rate=18_000_000, compound_rate=18_000_000, prepayment_fee=PrepaymentFee(share=1_000_000))
"""Nothing paid by 20 March: 1,000.00 + 120.00 due on 15 February, 1,000.00 + 110.00 on 15 March."""
NOW = D(2026, 3, 20)
TWO = PrepaymentFee(share=2_000_000)
PUBLISHED = Loan("b", "consumer", 10_000_000, 12_000_000, D(2025, 1, 15), 36, D(2025, 2, 15), 15)
"""100,000 at 12 %, 36 months: 3,321.43 a month."""
AFTER = D(2026, 1, 15)
"""The day of its twelfth instalment."""


def written(loan: Loan, *terms: Clause, as_of: dt.date = OPENED) -> Ledger:
    now, future = stand(loan, as_of)
    ledger = roll_forward(now, apply(Plan("plan", as_of, terms), loan, now, future, day(as_of))).ledger
    assert ledger is not None
    return ledger


def payments(ledger: Ledger) -> list[tuple[dt.date, int]]:
    return [(date(int(d)), int(x)) for d, x in zip(ledger.date[:, 0], ledger.received[:, 0], strict=True) if x]


def figures(ledger: Ledger) -> tuple[int, int, int, int]:
    """How many payments, all interest, all fees, the last payment."""
    paid = payments(ledger)
    return len(paid), int(ledger.accrued.sum()), int(ledger.fee.sum()), paid[-1][1]


def findings(loan: Loan, *terms: Clause, as_of: dt.date = OPENED) -> dict[str, Finding]:
    scenario = compare(Case("", as_of, (loan,), (Plan("plan", as_of, terms),))).scenario("plan")
    assert scenario is not None
    return {f.code: f for f in scenario.findings if f.code.startswith("prepay")}


def test_shortening_keeps_the_level_published() -> None:
    """Deep-Mortgage-Calculator at c4958bb: 30,000 after month 12 leaves 26 rows, 13,331.27 of interest, 295.52 last."""
    assert figures(written(PUBLISHED, Prepay(AFTER, 3_000_000), as_of=PUBLISHED.opened)) == (26, 1_333_127, 0, 29_552)


def test_lowering_keeps_the_term_published() -> None:
    """The same source: a new payment of 1,909.23, 15,678.61 of interest."""
    ledger = written(PUBLISHED, Prepay(AFTER, 3_000_000, "lower"), as_of=PUBLISHED.opened)
    assert figures(ledger)[:2] == (36, 1_567_861)
    assert {x for d, x in payments(ledger) if AFTER < d < D(2028, 1, 15)} == {190_923}


def test_an_instalment_of_the_day_is_paid_besides() -> None:
    """1,000 + 120 and 3,000 leave 8,000: eight more of 1,000 with 80, 70, ... 10 of interest."""
    ledger = written(PARTS, Prepay(FIRST, 300_000))
    assert payments(ledger)[:2] == [(FIRST, 412_000), (D(2026, 3, 15), 108_000)]
    assert figures(ledger) == (9, 12_000 + 36_000, 0, 101_000)


def test_lowering_sets_a_new_unit() -> None:
    """8,000 in eleven parts of 727.27, the last 727.30: 80.00, 72.73, 65.45, ... 7.27 of interest, 480.00 in all."""
    ledger = written(PARTS, Prepay(FIRST, 300_000, "lower"))
    assert payments(ledger)[1] == (D(2026, 3, 15), 80_727)
    assert figures(ledger) == (12, 12_000 + 48_000, 0, 73_457)


def test_both_a_new_number_of_instalments() -> None:
    """8,000 in four parts of 2,000: 80, 60, 40, 20 of interest."""
    assert figures(written(PARTS, Prepay(FIRST, 300_000, "both", months=4))) == (5, 12_000 + 20_000, 0, 202_000)


def test_both_a_stated_unit() -> None:
    """8,000 in parts of 1,600: five of them, 80, 64, 48, 32, 16 of interest."""
    assert figures(written(PARTS, Prepay(FIRST, 300_000, "both", payment=160_000))) == (6, 12_000 + 24_000, 0, 161_600)


def test_both_a_stated_level() -> None:
    """70,000 less 30,000 paid early is what the level of 1,909.23 repays: stated, it gives what lowering gives."""
    stated = written(PUBLISHED, Prepay(AFTER, 3_000_000, "both", payment=190_923), as_of=PUBLISHED.opened)
    assert figures(stated) == figures(written(PUBLISHED, Prepay(AFTER, 3_000_000, "lower"), as_of=PUBLISHED.opened))


def test_between_instalments_interest_to_the_day_comes_first() -> None:
    """21 days of 12,000 at 12 % / 360 are 84.00, so 2,916.00 are prepaid; the rest of the month bears 27.25 on 9,084.00."""
    ledger = written(replace(PARTS, prepayment_fee=TWO), Prepay(D(2026, 2, 5), 300_000))
    assert [int(x) for x in ledger.prepaid.sum(axis=(1, 2))[:2]] == [291_600, 8_400]
    # 2 % of 2,916.00.
    assert payments(ledger)[:2] == [(D(2026, 2, 5), 305_832), (FIRST, 102_725)]


def test_a_fee_comes_on_top_out_of_the_amount_or_grossed_up() -> None:
    """2 % of 3,000.00 on top; out of it, 2,940.00 are prepaid; grossed up 3,000 x 2 / 98 = 61.22."""
    own = {kind: written(PARTS, Prepay(FIRST, 300_000, fee=TWO, fee_from=kind)) for kind in ("on-top", "amount", "grossed-up")}
    assert {kind: payments(ledger)[0][1] for kind, ledger in own.items()} == {"on-top": 418_000, "amount": 412_000, "grossed-up": 418_122}
    assert {kind: int(ledger.fee.sum()) for kind, ledger in own.items()} == {"on-top": 6_000, "amount": 6_000, "grossed-up": 6_122}
    assert [int(ledger.prepaid.sum()) for ledger in own.values()] == [300_000, 294_000, 300_000]


def test_a_fee_out_of_the_amount_between_instalments() -> None:
    """3,000.00 pay 84.00 of interest; of the 2,916.00 left 58.32 are the fee."""
    ledger = written(PARTS, Prepay(D(2026, 2, 5), 300_000, fee=TWO, fee_from="amount"))
    assert payments(ledger)[0] == (D(2026, 2, 5), 300_000)
    assert [int(x) for x in ledger.prepaid.sum(axis=(1, 2))[:2]] == [285_768, 8_400]


@pytest.mark.parametrize(("fee", "asked"), [(None, 3_000), (0, 0), (5_000, 5_000), (TWO, 6_000), (PrepaymentFee(waived=True), 0)])
def test_the_loan_s_rule_holds_unless_the_clause_has_its_own(fee: PrepaymentFee | int | None, asked: int) -> None:
    loan = replace(PARTS, prepayment_fee=PrepaymentFee(share=1_000_000))
    assert int(written(loan, Prepay(FIRST, 300_000, fee=fee)).fee.sum()) == asked


def test_months_of_interest_are_those_of_the_rate_in_force() -> None:
    """A month of 3,000.00 at 12 %."""
    assert int(written(PARTS, Prepay(FIRST, 300_000, fee=PrepaymentFee(1))).fee.sum()) == 3_000


def test_a_quota_is_used_up_within_the_plan_and_by_the_history() -> None:
    """4,000 a year are free: of a second 3,000.00 in the same year 2,000.00 are charged 2 %."""
    rule = replace(TWO, free=400_000)
    loan = replace(PARTS, prepayment_fee=rule, early_money="shorten")
    second = Prepay(D(2026, 3, 15), 300_000)
    plan = written(loan, Prepay(FIRST, 300_000), second)
    paid = replace(loan, payments=(Payment(FIRST, 412_000),))
    history = written(paid, second, as_of=D(2026, 3, 1))
    held = written(replace(paid, early_money="hold"), second, as_of=D(2026, 3, 1))
    assert [int(ledger.fee.sum()) for ledger in (plan, history)] == [4_000, 4_000]
    # Held money prepays only with the second: 1,110.00 of it is the instalment of that day, so 4,890.00 are prepaid.
    assert int(held.fee.sum()) == 1_780


def test_arrears_come_first_and_bear_no_fee() -> None:
    """2,230.00 due, 16.67 of interest for five days to the start and five after it: of 5,000.00 2,736.66 are prepaid, at 2 % for 54.73."""
    loan = replace(PARTS, prepayment_fee=TWO)
    ledger = written(loan, Prepay(D(2026, 3, 25), 500_000), as_of=NOW)
    assert int(ledger.prepaid[Part.PRINCIPAL].sum()) == 273_666
    assert payments(ledger)[0] == (D(2026, 3, 25), 505_473)
    found = findings(loan, Prepay(D(2026, 3, 25), 500_000), as_of=NOW)
    assert (found["prepay_arrears"].value, found["prepay_arrears"].grade) == ("2230.00", "warning")
    assert "prepay_arrears" not in findings(loan, Prepay(FIRST, 300_000))
    assert int(written(loan, Prepay(D(2026, 3, 25), 220_000), as_of=NOW).fee.sum()) == 0


def refused(loan: Loan, *terms: Clause, as_of: dt.date = OPENED) -> list[tuple[str, str, str]]:
    with pytest.raises(CaseError) as caught:
        written(loan, *terms, as_of=as_of)
    return [(p.path, p.code, p.values.get("stands", "")) for p in caught.value.problems]


def test_no_more_is_prepaid_than_is_left() -> None:
    """After the first instalment 11,000.00 are left; between instalments interest for 21 days as well; after the end nothing."""
    assert written(PARTS, Prepay(FIRST, 1_100_000)).closing[:, -1].sum() == 0
    assert refused(PARTS, Prepay(FIRST, 1_100_001)) == [("terms[0].prepay", "prepayment_too_large", "11000.00")]
    assert refused(PARTS, Prepay(D(2026, 2, 5), 1_300_000)) == [("terms[0].prepay", "prepayment_too_large", "12084.00")]
    twice = (Prepay(D(2026, 3, 5), 100), Prepay(FIRST, 1_100_000))
    assert refused(PARTS, *twice) == [("terms[0].prepay", "prepayment_too_large", "0.00")]


def test_a_fee_may_come_out_of_what_pays_everything() -> None:
    """11,000.00 are left: 5 % of 11,578.95 is 578.95, the rest pays everything; a cent more is too much."""
    clause = Prepay(FIRST, 1_157_895, fee=PrepaymentFee(share=5_000_000), fee_from="amount")
    ledger = written(PARTS, clause)
    assert (int(ledger.fee.sum()), int(ledger.prepaid.sum()), len(payments(ledger))) == (57_895, 1_100_000, 1)
    assert refused(PARTS, replace(clause, amount=1_157_896)) == [("terms[0].prepay", "prepayment_too_large", "11578.95")]


@pytest.mark.parametrize(("terms", "problem"), [
    ((Prepay(D(2026, 1, 14), 1),), ("terms[0].date", "before_start")), ((Prepay(D(2027, 1, 16), 1),), ("terms[0].date", "after_the_end")),
    ((Prepay(FIRST, 1), LumpSum(FIRST, 1)), ("terms[0].date", "two_prepayments")),
    ((Prepay(FIRST, 1, "both"),), ("terms[0].effect", "one_of_both")),
    ((Prepay(FIRST, 1, "both", payment=1, months=1),), ("terms[0].effect", "one_of_both")),
    ((Prepay(FIRST, 1, "both", months=12),), ("terms[0].months", "past_last_instalment")),
    ((Prepay(FIRST, 500, fee=501, fee_from="amount"),), ("terms[0].prepay", "fee_above_prepayment")),
])  # fmt: skip
def test_what_makes_no_sense_is_refused(terms: tuple[Clause, ...], problem: tuple[str, str]) -> None:
    assert [place[:2] for place in refused(PARTS, *terms)] == [problem]


def test_a_level_cannot_be_stated_where_there_is_none() -> None:
    loan = replace(PARTS, method="interest-only")
    assert refused(loan, Prepay(FIRST, 1, "both", payment=5)) == [("terms[0].payment", "no_level", "")]


def test_a_balloon_is_left_by_the_level_that_a_prepayment_sets() -> None:
    """9,000 in twelve parts of 750.00 with 3,000 beside; after 750.00 and 3,000.00, three quarters of 8,250.00 in eleven of 562.50."""
    ledger = written(PARTS, Prepay(FIRST, 300_000, "lower"), Recast(0), Balloon(25_000_000))
    level = int(ledger.level[np.searchsorted(ledger.date[:, 0], day(FIRST)), 0])
    assert level == 56_250


def test_breaking_even_after_months() -> None:
    """Shortening saves 30.00 a month, 780.00 - 480.00 in all: 60.00 of fee are passed with 90.00 on 15 May. Lowering saves 180.00."""
    found = findings(replace(PARTS, prepayment_fee=TWO), Prepay(FIRST, 300_000))
    even, effect = found["prepay_breakeven"], found["prepay_shorten_saves"]
    assert (even.value, even.limit) == ("300.00", "60.00")
    assert (even.values["months"], even.values["reached"]) == ("3", "2026-05-15")
    assert (effect.value, effect.values["shorten"], effect.values["lower"]) == ("120.00", "300.00", "180.00")


@pytest.mark.parametrize(("fee", "code"), [(0, "prepay_free"), (29_999, "prepay_breakeven"), (30_000, "prepay_loss")])
def test_a_fee_is_earned_only_where_more_is_saved(fee: int, code: str) -> None:
    assert code in findings(PARTS, Prepay(FIRST, 300_000, fee=fee))


def test_effects_that_save_the_same_are_not_compared() -> None:
    """Interest only: the level is no matter."""
    assert "prepay_shorten_saves" not in findings(replace(PARTS, method="interest-only"), Prepay(FIRST, 300_000))


def test_a_second_prepayment_that_one_effect_forbids_is_no_error() -> None:
    """5,000 and 5,000 fit only where the first lowers: shortened, less than that is left in September."""
    loan = replace(PARTS, prepayment_fee=TWO)
    assert "prepay_breakeven" in findings(loan, Prepay(FIRST, 500_000, "lower"), Prepay(D(2026, 7, 15), 300_000))


def test_with_new_instalments_everything_principal_is_prepaid() -> None:
    """Twelve thousand re-aged on 20 March; 3,000 a month later come beside the first of twelve parts."""
    ledger = written(PARTS, Instalments(12, "equal-principal"), Prepay(D(2026, 4, 20), 300_000), as_of=NOW)
    assert int(ledger.prepaid[Part.PRINCIPAL].sum()) == 300_000
    assert ledger.closing[:, -1].sum() == 0


def quoted(loan: Loan, on: dt.date, as_of: dt.date = NOW) -> Payoff:
    return quote(loan, *stand(loan, as_of), day(on))


def test_a_payoff_quote_by_hand() -> None:
    """On 25 March: 10,000 undue with 33.33 of ten days; penalty 38 and 10 days of 1,000 (19.00, 5.00); compound 2.28 and 0.55; 1 % fee.

    The next day adds 3.34 (36.67 less 33.33), 1.00, and 0.12 (2.34 and 0.605, half up).
    """
    found = quoted(LATE, D(2026, 3, 25))
    assert found.owed == (1_200_000, 26_333, 2_400, 283, 0)
    assert (found.deferred, found.held, found.prepayment_fee, found.total) == (0, 0, 10_000, 1_239_016)
    assert found.per_day[:, 0].tolist() == [0, 334, 100, 12, 0]


def test_a_payoff_quote_of_today_is_what_paying_off_takes() -> None:
    for loan in (LATE, replace(LATE, payments=(Payment(FIRST, 112_000), Payment(D(2026, 3, 16), 150_000)))):
        scenario = compare(Case("", NOW, (loan,))).scenario("pay_off")
        assert scenario is not None
        assert quoted(loan, NOW).total == int(scenario.ledger.received.sum())


def test_a_payoff_quote_is_what_accelerating_a_plan_takes_then() -> None:
    """Rolled to the day with nobody paying, everything that stands and the fee are the quote."""
    for on in (D(2026, 4, 14), D(2026, 4, 15), D(2026, 12, 31), D(2027, 1, 15), D(2028, 5, 1)):
        later = compare(Case("", on, (LATE,))).scenario("pay_off")
        assert later is not None
        assert quoted(LATE, on).total == int(later.ledger.received.sum())


def test_a_called_loan_is_quoted_without_a_fee() -> None:
    assert quoted(replace(LATE, accelerated=D(2026, 3, 18)), D(2026, 3, 25)).prepayment_fee == 0
