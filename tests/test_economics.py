"""Effective rates, amounts carried at them, changed flows: worked by hand."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import pytest

from planner.case import Floating, Loan, Payment, Statement
from planner.economics import carried, grown, modified, original_rate, written_rates
from planner.errors import RangeError
from planner.loan import Draw

D = dt.date
AS_OF = D(2026, 9, 30)
YEARLY = Loan(
    id="a", kind="consumer", principal=1_000_000, rate=10_000_000, opened=D(2025, 1, 1), instalments=1, first_due=D(2026, 1, 1), due_day=1,
    method="bullet", every=(12, "month"), day_count="30/360",
)  # fmt: skip
"""10,000.00 at 10 %, with interest paid after a year of 365 days: 11,000.00."""


def test_a_year_with_interest_at_its_end_has_its_own_rate() -> None:
    found = original_rate(YEARLY, AS_OF)
    assert found is not None
    assert (found.basis, len(found.all)) == ("contract", 1)
    assert found.annual == pytest.approx(0.1, abs=1e-12)


def test_a_flat_loan_costs_nearly_twice_its_rate() -> None:
    # 12,000.00 flat at 12 % over two half-years: 6,000 + 720 each. 6,720 (v + v**2) = 12,000 with v a half-year:
    # v**2 + v - 12000/6720 = 0, v = (-1 + sqrt(1 + 4 * 12000/6720)) / 2. Dates are 181 and 365 days on.
    loan = replace(YEARLY, principal=1_200_000, rate=12_000_000, instalments=2, first_due=D(2025, 7, 1), method="flat", every=(6, "month"))
    found = original_rate(loan, AS_OF)
    assert found is not None
    v = (-1 + math.sqrt(1 + 4 * 12000 / 6720)) / 2
    assert found.annual == pytest.approx(v**-2 - 1, abs=2e-3)
    flow = 672_000 * ((1 + found.annual) ** (-181 / 365) + (1 + found.annual) ** -1)
    assert flow == pytest.approx(1_200_000, abs=1e-3)


def test_what_was_paid_since_does_not_move_the_rate_it_was_lent_at() -> None:
    late = replace(YEARLY, payments=(Payment(D(2026, 3, 1), 50_000),), accelerated=D(2026, 2, 1))
    assert original_rate(late, AS_OF) == original_rate(YEARLY, AS_OF)


def test_a_loan_known_by_its_statement_has_its_rate_compounded_by_the_month() -> None:
    stated = replace(YEARLY, rate=12_000_000, statement=Statement(AS_OF, 1_000_000))
    found = original_rate(stated, AS_OF)
    assert found is not None
    # 1.01 ** 12 - 1.
    assert found.basis == "rate"
    assert found.annual == pytest.approx(0.126825030131969, abs=1e-12)
    assert original_rate(replace(stated, method="flat"), AS_OF) is None


def test_a_loan_drawn_little_by_little_has_its_rate_and_a_floating_one_the_rate_in_force() -> None:
    drawn = original_rate(replace(YEARLY, draws=(Draw(D(2025, 6, 1), 100),)), AS_OF)
    assert drawn is not None
    assert drawn.basis == "rate"
    # The LPR of one year has stood at 3.00 % since May 2025; 100 points more, compounded by the month.
    floating = original_rate(replace(YEARLY, floating=Floating("1Y", 100)), AS_OF)
    assert floating is not None
    assert floating.basis == "floating"
    assert floating.annual == pytest.approx((1 + 0.04 / 12) ** 12 - 1, abs=1e-12)


def test_a_contract_costs_so_much_by_each_definition() -> None:
    # One payment of 11,000.00 a year after 10,000.00: 10 % compounded once; a month's rate is 1.1 ** (1/12) - 1, twelve times it 9.5690 %.
    found = written_rates(YEARLY)
    monthly = 12 * (1.1 ** (1 / 12) - 1)
    assert list(found) == ["irr12", "effective", "eu", "reg_z"]
    assert [rate for rates in found.values() for rate in rates] == pytest.approx([monthly, 0.1, 0.1, monthly], abs=1e-12)
    assert written_rates(replace(YEARLY, statement=Statement(AS_OF, 1_000_000))) == {}
    assert written_rates(replace(YEARLY, floating=Floating("1Y", 100))) == {}


def test_an_amount_is_carried_at_its_rate() -> None:
    # 120 at 10 %: 132 - 66 = 66, 72.6 - 72.6 = 0.
    found = carried(120, [66, 72.6])
    assert found.rate == pytest.approx(0.1, abs=1e-12)
    assert [found.balance(k) for k in (1, 2)] == pytest.approx([66, 0], abs=1e-9)
    assert [found.interest(k) for k in (1, 2)] == pytest.approx([12, 6.6], abs=1e-9)


def test_flows_without_a_change_of_sign_carry_no_rate() -> None:
    assert carried(-100, [10, 20]).rate is None


def test_what_was_put_away_has_grown() -> None:
    assert grown([100, -50], [2, 1], 0.1) == pytest.approx(121 - 55)


def test_changed_flows_at_the_first_rate() -> None:
    found = modified(200, [110, 121], [1, 2], 0.1)
    assert found.revised == pytest.approx(200)
    assert found.gain == pytest.approx(0, abs=1e-9)
    assert found.share == pytest.approx(0, abs=1e-12)
    assert modified(0, [], [], 0.1).share is None


def test_a_rate_of_minus_one_hundred_percent_is_refused() -> None:
    with pytest.raises(RangeError) as caught:
        modified(100, [100], [1], -1.0)
    assert caught.value.code == "discount_rate"
