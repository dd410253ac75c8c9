"""Cards worked by hand, to the cent: what bears interest, what falls due, what a missed cycle costs, what a payment pays first.

0.05 % a day; statements on the 5th. Day counts: 20 March to 5 April 16, to 25 April 36; 25 April to 5 May 10, to 25 May 30.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import pytest

from planner import casefile, dates
from planner.book import Ledger, Part, Position, standing
from planner.contract import history
from planner.cycles import LEAST, cycles, shares
from planner.engine import roll_forward
from planner.loan import Card, Draw, Floating, Grace, LateFee, Loan, Payment
from planner.money import ONE
from planner.today import stand

DAILY: Final = 18_000_000
CARD_LATE: Final = (Part.PRINCIPAL, Part.INTEREST, Part.PENALTY, Part.COMPOUND, Part.FEE)
EXAMPLE: Final = Path(__file__).resolve().parents[1] / "examples" / "card_60000_facing_suit.toml"
FEE: Final = LateFee(share=5_000_000, least=10_00)


def on(month: int, day: int) -> dt.date:
    """A day of 2026."""
    return dt.date(2026, month, day)


def card(*draws: tuple[dt.date, int], paid: tuple[tuple[dt.date, int], ...] = (), **changes: Any) -> Loan:  # noqa: ANN401 - fields of a loan
    """A card opened on 1 March 2026: minimum 10 %, due on the 25th; from day 91 money pays principal first."""
    own: dict[str, Any] = {
        "id": "card", "kind": "card", "principal": 0, "rate": DAILY, "penalty_rate": DAILY, "compound_rate": DAILY, "opened": on(3, 1),
        "instalments": 0, "first_due": on(3, 25), "due_day": 25, "day_count": "actual/360", "late_order": CARD_LATE, "late_from": 91,
        "draws": tuple(Draw(day, cents) for day, cents in draws), "payments": tuple(Payment(day, cents) for day, cents in paid),
        "card": Card(5, due_day=25),
    }  # fmt: skip
    return Loan(**{**own, **changes})


def ledger(loan: Loan, as_of: dt.date) -> Ledger:
    """Everything that happened up to a day, and what follows if nobody pays."""
    found = roll_forward(*history(loan, dates.day(as_of))).ledger
    assert found is not None
    return found


def row(found: Ledger, day: dt.date) -> int:
    """Index of a day's step."""
    return int(np.flatnonzero(found.date[:, 0] == dates.day(day))[0])


def parts(position: Position) -> list[int]:
    """All that stands, by part."""
    return [int(cents) for cents in standing(position)[:, 0]]


def billed(loan: Loan, day: dt.date) -> int:
    """Interest that a statement bills on the step of a day."""
    found = ledger(loan, day)
    return int(found.billed[1, row(found, day), 0])


SPENT: Final = ((on(3, 30), 1_000_00),)
PAID: Final = ((on(4, 23), 100_00),)
UNDER: Final = Card(5, due_day=23)


def test_the_published_month_of_a_revolving_card() -> None:
    """1,000 for 24 days and 900 for 12: 12.00 + 5.40 (https://www.xyka.net/know/fn36670.html)."""
    assert billed(card(*SPENT, paid=PAID, card=UNDER), on(5, 5)) == 17_40


def test_the_statement_day_can_count() -> None:
    """900 for 13 days instead of 12 (https://sidaben.com/5948.html); the next month then begins a day later."""
    counted = card(*SPENT, paid=PAID, card=replace(UNDER, statement_day_counted=True))
    assert billed(counted, on(5, 6)) == 17_85
    grown = []
    for loan in (counted, card(*SPENT, paid=PAID, card=UNDER)):
        found = ledger(loan, on(6, 23))
        grown.append(int(found.accrued[: row(found, on(6, 23)) + 1].sum()))
    assert grown[0] == grown[1]


def test_statement_day_counted_with_another_statement() -> None:
    """1,000 for 32 days and 900 for 10, statement on the 10th counted (https://wodefinance.com/Creditcardoverdue/ggosaowncz.html)."""
    loan = card(*SPENT, paid=((on(5, 1), 100_00),), card=Card(10, due_day=5, statement_day_counted=True))
    found = ledger(loan, on(5, 11))
    assert int(found.accrued[: row(found, on(5, 11)) + 1].sum() + found.penalty[: row(found, on(5, 11)) + 1].sum()) == 20_50


def test_only_the_part_left_unpaid_bears_where_the_bank_says_so() -> None:
    """Of 1,000, 300 are paid on 20 April: 700 for 36 days are 12.60; on the full amount 1,000 for 21 and 700 for 15: 10.50 + 5.25."""
    paid = ((on(4, 20), 300_00),)
    assert billed(card(*SPENT, paid=paid, card=Card(5, due_day=23, interest="unpaid-part")), on(5, 5)) == 12_60
    assert billed(card(*SPENT, paid=paid, card=Card(5, due_day=23)), on(5, 5)) == 15_75


def test_what_was_paid_is_netted_of_the_oldest_purchases() -> None:
    """600 of 20 March and 400 of 30 March, 700 paid on 25 April: 300 of the younger for 36 days are 5.40."""
    loan = card((on(3, 20), 600_00), (on(3, 30), 400_00), paid=((on(4, 25), 700_00),), card=Card(5, due_day=25, interest="unpaid-part"))
    assert billed(loan, on(5, 5)) == 5_40


@pytest.mark.parametrize("short", [0, 10_00])
def test_a_statement_paid_in_full_or_almost_bears_nothing(short: int) -> None:
    loan = card(*SPENT, (on(4, 10), 500_00), paid=((on(4, 27), 1_000_00 - short),), late_fee=LateFee(5_000_000, tolerance=10_00, after=3))
    found = ledger(loan, on(5, 5))
    now = row(found, on(5, 5))
    assert [int(found.closing[p, now, 0]) for p in range(5)] == [500_00 + short, 0, 0, 0, 0]
    assert int(found.days_past_due[now, 0]) == 0


def test_a_cent_less_bears_on_everything() -> None:
    """1,000 to 27 April, 28 days: 14.00; then 10.01 for 8 days, 0.04; 100 of it overdue for two days, counted apart, 0.10."""
    loan = card(*SPENT, paid=((on(4, 27), 989_99),), late_fee=LateFee(5_000_000, tolerance=10_00, after=3))
    found = ledger(loan, on(5, 5))
    upto = slice(0, row(found, on(5, 5)) + 1)
    assert (int(found.accrued[upto].sum()), int(found.penalty[upto].sum())) == (13_94, 10)


def test_cash_bears_even_where_the_purchases_do_not() -> None:
    """200 in cash from 30 March to 5 April: 0.60, billed at once; purchases of 1,000 paid in full stay free."""
    own = (Draw(on(3, 30), 1_000_00), Draw(on(3, 30), 200_00, cash=True))
    loan = card(draws=own, payments=(Payment(on(4, 25), 1_200_60),))
    found = ledger(loan, on(5, 5))
    assert int(found.billed[1, row(found, on(4, 5)), 0]) == 60
    # 200 bears on for 20 days to its payment: 2.00, the tail of a balance that is paid.
    assert [int(found.closing[p, row(found, on(5, 5)), 0]) for p in range(2)] == [0, 2_00]


def test_a_card_paid_in_full_is_free_again() -> None:
    """1,000 unpaid in April: 26 days 13.00, then 900 for 10 days 4.50 and 100 overdue 0.50, so 1,018.00 is owed on 5 May.

    To 20 May 900 bears 6.75, billed in June, and 100 bears 0.75, due at once: 1,018.75 clears the statement. 500 of 10 May stays free.
    """
    loan = card(*SPENT, (on(5, 10), 500_00), paid=((on(5, 20), 1_018_75), (on(6, 24), 506_75)))
    found = ledger(loan, on(7, 5))
    assert [int(found.billed[1, row(found, day), 0]) for day in (on(5, 5), on(6, 5), on(7, 5))] == [17_50, 6_75, 0]
    assert int(found.drawn[row(found, on(6, 24)), 0]) == 500_00
    assert not found.closing[:, row(found, on(7, 5)) :].any()


def test_draws_of_a_card_that_revolves_bear_from_their_posting() -> None:
    """300 of 1 May for 4 days, 0.60, beside the 17.50 of April's 1,000; minimum of the next statement 10 % of 900 + 300."""
    found = ledger(card(*SPENT, (on(5, 1), 300_00)), on(5, 25))
    assert int(found.billed[1, row(found, on(5, 5)), 0]) == 18_10
    assert int(found.billed[0, row(found, on(5, 25)), 0]) == 120_00


MISSED: Final = card((on(3, 20), 6_000_00), late_fee=FEE)
"""6,000 of 20 March, and nothing paid.

5 April: minimum 600.00, no interest yet. Fee on 25 April: 5 % of it, 30.00.
5 May: 6,000 for 36 days 108.00, 5,400 for 10 days 27.00: 135.00. On the 600 overdue 3.00. Minimum 540 + 600 + 135 + 3 + 30 = 1,308.00.
Fee on 25 May: 65.40.
5 June: 5,400 for 20 days 54.00, 4,860 for 11 days 26.73: 80.73. On 600, 41 days: 12.30; on 540, 11 days: 2.97; on the 135.00 of interest
11 days: 0.7425. Minimum 486 + 1,140 + 215.73 + 15.27 + 0.74 + 95.40 = 1,953.14. Fee on 25 June: 97.657.
"""
FEES: Final = {on(4, 25): 30_00, on(5, 25): 65_40, on(6, 25): 97_66}


def test_three_missed_statements() -> None:
    """On 25 June: penalty 600 for 61 days 18.30, 540 for 31 days 8.37; compound 135 for 31 days 2.0925.

    Interest 135.00 + 80.73 + 4,860 for 20 days 48.60. The late fee of that day is charged once the day has passed unpaid.
    """
    now, _ = stand(MISSED, on(6, 25))
    assert parts(now) == [6_000_00, 264_33, 26_67, 2_09, 95_40]
    assert parts(stand(MISSED, on(6, 26))[0])[4] == 193_06
    assert int(now.principal[0]) == 4_374_00
    found = ledger(MISSED, on(6, 25))
    assert {day: int(found.fee[row(found, day), 0]) for day in FEES} == FEES
    assert [int(found.billed[1, row(found, on(month, 5)), 0]) for month in (4, 5, 6)] == [0, 135_00, 80_73]
    assert [int(found.billed[0, row(found, on(month, 25)), 0]) for month in (4, 5, 6)] == [600_00, 540_00, 486_00]
    assert int(found.days_past_due[row(found, on(6, 25)), 0]) == 61


def test_a_late_fee_never_grows_with_days() -> None:
    assert [parts(stand(MISSED, day)[0])[4] for day in (on(4, 25), on(4, 26), on(5, 1), on(5, 24))] == [0, 30_00, 30_00, 30_00]


def test_from_day_91_money_pays_principal_first() -> None:
    """On 24 July, day 90, 300: fees due 95.40; penalty 27.00 + 16.20 + 7.047; compound 4.05 + 1.1706; the rest, 149.13, interest.

    On 25 July, day 91, 1,000: 600 and 400 of principal.
    """
    loan = replace(MISSED, payments=(Payment(on(7, 24), 300_00), Payment(on(7, 25), 1_000_00)))
    found = ledger(loan, on(7, 25))
    paid = [[int(cents) for cents in found.allocated[:, row(found, day), 0]] for day in (on(7, 24), on(7, 25))]
    assert paid == [[0, 149_13, 50_25, 5_22, 95_40], [1_000_00, 0, 0, 0, 0]]


def test_floor_cap_and_tolerance_of_a_late_fee() -> None:
    """Minimum 100: 5 % is 5.00, at least 10.00; at most 4.00; up to 10.00 missing costs nothing, 10.01 costs 0.50."""
    fees = [
        ((), LateFee(5_000_000, least=10_00), 10_00), ((), LateFee(5_000_000, most=4_00), 4_00),
        (((on(4, 20), 90_00),), LateFee(5_000_000, tolerance=10_00), 0), (((on(4, 20), 89_99),), LateFee(5_000_000, tolerance=10_00), 50),
    ]  # fmt: skip
    for paid, fee, cents in fees:
        assert parts(stand(card(*SPENT, paid=paid, late_fee=fee), on(5, 5))[0])[4] == cents


def test_days_of_tolerance_before_a_late_fee() -> None:
    """Three days: on the 28th it may still be paid, on the 29th 5 % of 100 stand, though 0.20 has grown on it; paid on the 28th, none."""
    late = LateFee(5_000_000, after=3)
    assert [parts(stand(card(*SPENT, late_fee=late), on(4, day))[0])[4] for day in (28, 29)] == [0, 5_00]
    assert parts(stand(card(*SPENT, paid=((on(4, 28), 100_15),), late_fee=late), on(5, 5))[0])[4] == 0


def test_payments_before_the_due_date_count_towards_the_minimum() -> None:
    found = ledger(card(*SPENT, paid=((on(4, 10), 30_00), (on(4, 20), 50_00)), late_fee=FEE), on(4, 25))
    now = row(found, on(4, 25))
    assert (int(found.billed[0, now, 0]), int(found.fee[now, 0])) == (20_00, 10_00)


def test_before_the_due_date_interest_may_still_stay_away() -> None:
    """500 of 10 April on 5 May: free if paid by the 25th. If not, 25 days to 5 May, 6.25, come with the statement of 5 June.

    From then 20 days on 500, 5.00, and 11 days on 450, 2.475.
    """
    loan = card((on(4, 10), 500_00))
    now, future = stand(loan, on(5, 5))
    assert parts(now) == [500_00, 0, 0, 0, 0]
    found = roll_forward(now, future).ledger
    assert found is not None
    june = row(found, on(6, 5))
    assert int(found.billed[1, june, 0]) == 13_73
    later = ledger(loan, on(6, 5))
    assert int(later.billed[1, row(later, on(6, 5)), 0]) == 13_73


@pytest.mark.parametrize("loan", [MISSED, replace(MISSED, payments=(Payment(on(5, 30), 700_00),)), card(*SPENT, (on(5, 1), 300_00))])
def test_what_the_future_says_is_what_history_says_then(loan: Loan) -> None:
    now, future = stand(loan, on(6, 10))
    later, _ = stand(loan, on(9, 12))
    found = roll_forward(now, future).ledger
    assert found is not None
    last = int(np.flatnonzero(found.date[:, 0] <= dates.day(on(9, 12)))[-1])
    grown = ledger(loan, on(9, 12))
    same = int(np.flatnonzero(grown.date[:, 0] == found.date[last, 0])[-1])
    assert found.closing[:, last, 0].tolist() == grown.closing[:, same, 0].tolist()
    assert parts(later)[0] == sum(draw.amount for draw in loan.draws) - sum(int(c) for c in grown.allocated[0, :, 0])


def test_an_accelerated_card_asks_no_minimum_and_no_late_fee_any_more() -> None:
    """All of the 5,400 not due on 1 May falls due, and the interest of 36 and 6 days: 108.00 and 16.20."""
    loan = replace(MISSED, accelerated=on(5, 1))
    found = ledger(loan, on(9, 1))
    called = row(found, on(5, 1))
    assert [int(cents) for cents in found.billed[:, called, 0]] == [5_400_00, 124_20, 0, 0, 0]
    assert int(found.fee.sum()) == 30_00
    assert not found.billed[:, called + 1 :].any()


def test_fees_fall_due_with_their_statement_and_bear_nothing() -> None:
    """An annual fee of 20 March is on the statement of 5 April, due on the 25th; asked on 10 April, it stands."""
    loan = card(*SPENT, fees=((on(3, 20), 80_00),))
    assert parts(stand(loan, on(4, 10))[0])[4] == 80_00
    now, _ = stand(loan, on(5, 25))
    assert parts(now)[4] == 80_00
    assert int(now.dues.due[now.dues.amount[4, :, 0] > 0, 0][0]) == dates.day(on(4, 25))


def test_minimum_payments_come_to_an_end() -> None:
    now, future = stand(MISSED, on(6, 10))
    paying = roll_forward(now, replace(future, pays=np.ones((future.length, 1), dtype=np.int64))).ledger
    assert paying is not None
    assert int(paying.closing[:, -1].sum()) == 0
    asked = paying.billed[0, paying.number[:, 0] > 0, 0]
    assert int(asked[0]) == 486_00
    assert int(asked[1]) == 437_40
    assert LEAST // 2 < int(asked[-1]) < LEAST


def test_shares_ask_the_minimum_of_what_is_left() -> None:
    own = shares(10_000_000, 4).tolist()
    assert own == [10_000_000, 9_000_000, 8_100_000, 72_900_000]
    assert sum(own) == ONE


def test_days_of_a_card() -> None:
    """Statements on the 31st keep to the month's end; due on the 20th of the next month, or 20 days later."""
    for own, due in ((Card(31, due_day=20), (on(4, 20), on(5, 20), on(6, 20))), (Card(31), (on(4, 20), on(5, 20), on(6, 20)))):
        found = cycles(card(*SPENT, card=own), own, dates.day(on(6, 30)))
        assert [dates.date(day) for day in found.statement[:3].tolist()] == [on(3, 31), on(4, 30), on(5, 31)]
        assert [dates.date(day) for day in found.due[:3].tolist()] == list(due)


def test_a_due_date_never_comes_after_the_next_statement() -> None:
    own = Card(30, due_day=31)
    found = cycles(card(*SPENT, card=own, opened=dt.date(2026, 1, 1)), own, dates.day(on(6, 30)))
    assert bool((found.due[:-1] <= found.statement[1:]).all())


def test_due_dates_of_a_card_can_move_to_business_days() -> None:
    """25 April 2026 is a Saturday."""
    own = card(*SPENT, business_days="following")
    assert dates.date(int(cycles(own, UNDER if own.card is None else own.card, dates.day(on(6, 30))).due[1])) == on(4, 27)


def test_a_card_s_rate_can_follow_the_lpr() -> None:
    """12 % on the LPR of one year: 3.35 % in October 2024, 3.10 % from 1 January 2025.

    1,000 for 12 days at 15.35 % 5.1167, for 24 at 15.10 % 10.0667, 900 for 11 days 4.1525.
    """
    drawn = (dt.date(2024, 12, 20), 1_000_00)
    found = ledger(card(drawn, opened=dt.date(2024, 10, 1), rate=15_350_000, floating=Floating("1Y", 1200)), dt.date(2025, 2, 5))
    assert int(found.billed[1, row(found, dt.date(2025, 2, 5)), 0]) == 19_34


PER_DAY: Final = Fraction(5, 10_000)
NOW, CALLED, CAME = on(9, 30), on(6, 25), (on(1, 20), 3_000_00)
"""The as-of date of the example, the day on which all was called, and the only payment, which went to the principal asked first."""
Row: TypeAlias = tuple[dt.date, int]


def half_up(cents: Fraction) -> int:
    """An exact amount in cents, posted."""
    return int(cents + Fraction(1, 2))


def borne(rows: list[Row], until: dt.date) -> int:
    """What rows (due date, cents) bear from their due dates to a day, each rounded by itself."""
    return sum(half_up(PER_DAY * cents * max((until - due).days, 0)) for due, cents in rows)


def plain_loop() -> list[int]:
    """The example's debt by part, from a plain loop over its ten statements in exact fractions."""
    statements = [dt.date(2025 + (8 + k) // 12, (8 + k) % 12 + 1, 5) for k in range(10)]
    principal, fees = 60_000_00, [0]
    asked: list[Row] = []
    billed: list[Row] = []
    grown = Fraction(0)
    for k, (statement, following) in enumerate(zip(statements, [*statements[1:], CALLED], strict=True)):
        due = statement.replace(day=25)
        billed += [(due, half_up(grown))] if k else []
        least = half_up(Fraction(principal, 10))
        stands = sum(cents for _, cents in (*asked, *billed)) + sum(fees) + penalty(asked, statement) + borne(billed, statement)
        missing = least + stands - (CAME[1] if CAME[0] <= due else 0)
        if due == CALLED:
            break
        fees.append(min(half_up(Fraction(missing, 20)), 500_00))
        asked.append((due, least))
        # The first month bears from the posting dates; each later one the 20 days before its due date on what was not asked by then.
        grown = PER_DAY * (principal * 20 if k else 40_000_00 * 46 + 20_000_00 * 31)
        principal -= least
        grown += PER_DAY * principal * (following - due).days
    asked.append((CALLED, principal))
    billed.append((CALLED, half_up(PER_DAY * principal * 20)))
    return [57_000_00, sum(cents for _, cents in billed), penalty(asked, NOW), borne(billed, NOW), sum(fees)]


def penalty(asked: list[Row], until: dt.date) -> int:
    """What overdue principal bears to a day, the first of it less what came."""
    if not asked or until <= CAME[0]:
        return borne(asked, until)
    (due, cents), *later = asked
    return half_up(PER_DAY * (cents * (until - due).days - CAME[1] * (until - CAME[0]).days)) + borne(later, until)


def test_the_card_about_to_be_sued_is_what_a_plain_loop_over_its_statements_says() -> None:
    case = casefile.read(EXAMPLE)
    position, _ = stand(case.loans[0], case.as_of)
    assert parts(position) == plain_loop() == [57_000_00, 6_247_67, 5_702_82, 762_79, 4_300_00]


def test_the_first_cycles_of_that_card_are_the_hand_s() -> None:
    """As its comment works them out: first principal 351.00 + 379.50, second 918.00; interest 1,500.00, compound 255.00; fee 300.00."""
    case = casefile.read(EXAMPLE)
    dues = stand(case.loans[0], case.as_of)[0].dues
    rows = {
        (dates.date(int(due)), part): int(dues.amount[part, k, 0])
        for k, due in enumerate(dues.due[:, 0])
        for part in np.flatnonzero(dues.amount[:, k, 0]).tolist()
    }
    first, second = dt.date(2025, 9, 25), dt.date(2025, 10, 25)
    assert [rows[first, 0], rows[first, 2], rows[second, 0], rows[second, 2]] == [3_000_00, 730_50, 5_400_00, 918_00]
    assert [rows[second, 1], rows[second, 3], rows[second, 4]] == [1_500_00, 255_00, 300_00]


def test_what_was_drawn_after_the_last_statement_stands() -> None:
    """Also where it is paid before the next; all is drawn once, whatever the future asks."""
    loan = card(*SPENT, (on(4, 10), 500_00), (on(4, 12), 70_00), paid=((on(4, 20), 1_500_00),), late_fee=FEE)
    found = ledger(loan, on(4, 28))
    assert parts(stand(loan, on(4, 28))[0]) == [70_00, 0, 0, 0, 0]
    assert int(found.drawn.sum()) == 1_570_00


def test_money_beyond_all_that_was_drawn_is_returned() -> None:
    found = ledger(card(*SPENT, paid=((on(4, 1), 1_200_00),)), on(4, 28))
    assert (int(found.returned.sum()), int(found.closing[:, -1].sum())) == (200_00, 0)


def test_a_minimum_of_everything_asks_everything_of_each_statement() -> None:
    """1,000 of March and 300 of 10 April: 1,000 asked in April, and after a look on 20 April 300 in May."""
    loan = card(*SPENT, (on(4, 10), 300_00), card=Card(5, due_day=25, minimum=ONE))
    found = ledger(loan, on(4, 26))
    assert [int(found.billed[0, row(found, on(month, 25)), 0]) for month in (4, 5)] == [1_000_00, 300_00]


def test_an_excused_grace_holds_for_what_was_called_as_well() -> None:
    """5,400 called on 1 May bears nothing for three days; on the sixth day 6 days are charged of the 600 due in April, 3 of the rest."""
    now, _ = stand(replace(MISSED, accelerated=on(5, 1), grace=Grace(3)), on(5, 7))
    # 600 from 28 April 9 days 2.70; 5,400 from 4 May 3 days 8.10.
    assert parts(now)[2] == 10_80


def test_interest_of_cash_is_billed_month_by_month() -> None:
    """1,000 in cash on 30 March: 6 days, 3.00, on the statement of 5 April, though it is not paid; then 20 days and 10 on 900."""
    found = ledger(card(draws=(Draw(on(3, 30), 1_000_00, cash=True),)), on(5, 5))
    assert [int(found.billed[1, row(found, on(month, 5)), 0]) for month in (4, 5)] == [3_00, 14_50]


def test_what_a_tolerance_left_over_outlives_later_statements() -> None:
    """10,000 of 10 January, 9,992 paid on 25 February, 8 within the tolerance of 10: paid in full, and 8.00 stand in April."""
    loan = Loan(
        id="card", kind="card", principal=0, rate=18_000_000, penalty_rate=18_000_000, compound_rate=18_000_000, opened=dt.date(2026, 1, 1),
        instalments=0, first_due=dt.date(2026, 1, 25), due_day=25, day_count="actual/360", card=Card(5, due_day=25),
        draws=(Draw(dt.date(2026, 1, 10), 10_000_00),), payments=(Payment(dt.date(2026, 2, 25), 9_992_00),),
        late_fee=LateFee(5_000_000, least=1_000, most=50_000, tolerance=1_000, after=3),
    )  # fmt: skip
    assert parts(stand(loan, dt.date(2026, 4, 10))[0]) == [8_00, 0, 0, 0, 0]
