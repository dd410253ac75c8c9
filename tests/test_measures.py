"""Measures of hand-made ledgers, each figure calculated by hand in the test that holds it."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from planner import dates
from planner.book import Ledger
from planner.case import Household
from planner.measures import MEASURES, Inputs, Kind, Value, jsonable, measure
from planner.record import PARTED


def day(iso: str) -> int:
    return dates.day(dt.date.fromisoformat(iso))


def parts(principal: int = 0, interest: int = 0, penalty: int = 0, compound: int = 0, fee: int = 0) -> list[int]:
    return [principal, interest, penalty, compound, fee]


def ledger(*steps: dict[str, Any]) -> Ledger:
    """A ledger of one loan from steps that name only what is not 0; opening is the closing before, unless given."""
    size = len(steps)
    data = {f.name: np.zeros((5, size, 1) if f.name in PARTED else (size, 1), dtype=np.int64) for f in fields(Ledger)}
    before = parts()
    for e, step in enumerate(steps):
        row: dict[str, Any] = {"opening": before} | step | {"date": day(step["date"])}
        for name, value in row.items():
            data[name][..., e, 0] = value
        before = step.get("closing", parts())
    return Ledger(**data)


def inputs(owed: list[int] | None = None, **more: Any) -> Inputs:  # noqa: ANN401 - whatever Inputs takes
    return Inputs(as_of=day("2026-10-15"), owed=np.array(owed or OWED, dtype=np.int64), **more)


def figures(book: Ledger, given: Inputs) -> dict[str, Any]:
    return {code: value.amount for code, value in measure(book, 0, given).items()}


OWED = parts(100_000, 15_000, 5_000)
"""1,000.00 of principal, 150.00 of interest, 50.00 of penalty."""

WAIVED = ledger(
    {"date": "2026-10-15", "opening": OWED, "waived": parts(penalty=5_000), "closing": parts(100_000, 15_000)},
    {"date": "2026-11-15", "accrued": 1_150, "received": 116_150, "allocated": parts(100_000, 16_150)},
)
"""The penalty waived at signing; 1,150.00 bears 1 % (11.50) in a month and is paid at once: 1,161.50."""


def test_every_measure_is_there_in_order_with_its_kind() -> None:
    found = measure(WAIVED, 0, inputs())
    assert list(found) == list(MEASURES)
    assert all(value.kind is MEASURES[code].kind for code, value in found.items())
    assert {m.better for m in MEASURES.values()} <= {"less", "more", ""}
    assert {m.side for m in MEASURES.values()} == {"borrower", "lender"}


def test_one_payment_after_a_waiver_at_signing() -> None:
    found = figures(WAIVED, inputs())
    assert [found[code] for code in ("first_payment", "typical_payment", "highest_payment", "total_paid")] == [116_150] * 4
    assert (found["payments"], found["finish"]) == (1, day("2026-11-15"))
    assert [found[f"paid_{part}"] for part in ("principal", "interest", "penalty", "compound", "fees")] == [100_000, 16_150, 0, 0, 0]
    assert (found["waived"], found["waived_conditional"], found["claim"]) == (5_000, 0, 120_000)
    assert found["concession"] == (0, 0, 5_000, 0, 0)
    # 1,161.50 / 1,150.00 = 1.01 a month: 12 % a year, 1.01**12 - 1 = 12.682503 % effective.
    assert found["annual_rate"] == pytest.approx(0.12, abs=1e-12)
    assert found["effective_rate"] == pytest.approx(0.12682503, abs=1e-8)
    missing = [code for code, amount in found.items() if amount is None]
    household = ["debt_to_income", "left_to_live_on"]
    against = ["expected_npv", "breakeven_redefault", "enforcement_npv", "surplus"]
    lender = ["npv", "recovery", *against, "modification_gain", "modification_share"]
    assert missing == ["less_than_nothing", "life_rate", *household, *lender, "risk_class", "observation_end"]
    modification = {"modification_gain", "modification_share"}
    assert {measure(WAIVED, 0, inputs())[code].reason for code in missing if code not in modification} == {"unknown"}
    assert {measure(WAIVED, 0, inputs())[code].reason for code in modification} == {"not_modified"}


def test_a_change_is_worth_what_its_flows_are_at_the_original_rate() -> None:
    found = figures(WAIVED, inputs(start=day("2026-10-15"), original=0.12))
    # 1,200.00 is carried; 1,161.50 comes 31 days later: 1,161.50 / 1.12 ** (31 / 365) = 1,150.374 at 12 %: a loss of 49.626, 4.14 %.
    assert found["modification_gain"] == pytest.approx(-4_962.6, abs=0.05)
    assert found["modification_share"] == pytest.approx(-4_962.6 / 120_000, abs=1e-5)


def test_what_accrues_until_a_change_is_carried_with_the_rest() -> None:
    # 100.00 bears 1.00 until the start a month later; 50.00 is paid on the day and 51.00 after exactly a year at 2 %: 50 + 50 - 101 = -1.
    book = ledger(
        {"date": "2026-10-15", "opening": parts(10_000), "closing": parts(10_000)},
        {"date": "2026-11-15", "accrued": 100, "waived": parts(interest=100), "received": 5_000, "closing": parts(5_000)},
        {"date": "2027-11-15", "accrued": 100, "received": 5_100},
    )
    found = figures(book, inputs(parts(10_000), start=day("2026-11-15"), original=0.02))
    assert found["modification_gain"] == pytest.approx(-100, abs=1e-9)
    assert found["modification_share"] == pytest.approx(-1 / 101, abs=1e-12)


def test_a_change_that_leaves_something_owed_has_no_gain() -> None:
    book = ledger({"date": "2026-10-15", "opening": OWED, "received": 5_000, "closing": parts(100_000, 15_000)})
    found = measure(book, 0, inputs(start=day("2026-10-15"), original=0.1))
    assert found["modification_gain"].reason == "unfinished"


def test_a_waiver_on_completion_gives_the_same_rate() -> None:
    book = ledger(
        {"date": "2026-10-15", "opening": OWED, "pledged": parts(penalty=5_000), "closing": OWED},
        {
            "date": "2026-11-15", "accrued": 1_150, "received": 116_150, "allocated": parts(100_000, 16_150),
            "waived": parts(penalty=5_000), "vested": parts(penalty=5_000),
        },
    )  # fmt: skip
    found = figures(book, inputs())
    assert found["annual_rate"] == pytest.approx(0.12, abs=1e-12)
    assert (found["waived"], found["waived_conditional"]) == (5_000, 5_000)


def test_what_an_earlier_agreement_set_aside_and_vests_is_no_debt() -> None:
    vesting = {"waived": parts(penalty=5_000), "vested": parts(penalty=5_000)}
    book = ledger(
        {"date": "2026-11-15", "opening": OWED, "accrued": 1_150, "received": 116_150, "allocated": parts(100_000, 16_150), **vesting},
    )
    assert figures(book, inputs())["annual_rate"] == pytest.approx(0.12, abs=1e-12)


def test_interest_that_accrues_and_is_waived_costs_nothing() -> None:
    # 10.00 accrues in each of two months and is waived; all that stood is paid: 0 %, as if it had never accrued.
    gone = parts(interest=1_000)
    book = ledger(
        {"date": "2026-11-15", "opening": OWED, "accrued": 1_000, "waived": gone, "received": 60_000, "closing": parts(60_000)},
        {"date": "2026-12-15", "accrued": 1_000, "waived": gone, "received": 60_000},
    )
    found = figures(book, inputs())
    assert (found["annual_rate"], found["effective_rate"], found["waived"]) == (0.0, 0.0, 2_000)


def test_a_settlement_costs_nothing_beyond_what_is_paid() -> None:
    # 1,200.00 stands, 12.00 more accrues; 700.00 settles it, 512.00 is forgiven: 500.00 of it of the debt, which leaves 700.00.
    book = ledger(
        {"date": "2026-10-15", "opening": OWED, "closing": OWED},
        {"date": "2026-11-15", "accrued": 1_200, "received": 70_000, "waived": parts(50_000, 1_200)},
    )
    found = figures(book, inputs())
    assert found["annual_rate"] == 0.0
    assert found["concession"] == (50_000, 1_200, 0, 0, 0)


def test_a_fee_of_the_plan_is_part_of_its_price() -> None:
    # 1,200.00 owed, 12.00 of fee on the start, all paid a month later: 1 % a month, 12 % a year.
    book = ledger(
        {"date": "2026-10-15", "opening": OWED, "fee": 1_200, "closing": [*OWED[:4], 1_200]},
        {"date": "2026-11-15", "received": 121_200, "allocated": [*OWED[:4], 1_200]},
    )
    found = figures(book, inputs())
    assert found["annual_rate"] == pytest.approx(0.12, abs=1e-12)
    assert found["paid_fees"] == 1_200


def test_rates_start_with_the_plan_and_what_is_owed_then() -> None:
    # 1,200.00 today grows by 6.00 to 1,206.00 at the start; 1,218.06 a month later is 1 % more.
    book = ledger(
        {"date": "2026-10-15", "opening": OWED, "closing": OWED},
        {"date": "2026-11-01", "accrued": 400, "penalty": 150, "compound": 50, "closing": parts(100_000, 15_400, 5_150, 50)},
        {"date": "2026-12-01", "accrued": 1_206, "received": 121_806, "allocated": parts(100_000, 16_606, 5_150, 50)},
    )
    found = figures(book, inputs(start=day("2026-11-01")))
    assert found["annual_rate"] == pytest.approx(0.12, abs=1e-12)


def test_money_held_is_neither_owed_nor_paid_again() -> None:
    # 200.00 came early: 1,000.00 is owed and 1,010.00 a month later is 1 % more; the parts include the 200.00.
    book = ledger(
        {"date": "2026-11-15", "opening": OWED, "accrued": 1_000, "received": 101_000, "allocated": parts(100_000, 16_000, 5_000)}
    )
    found = figures(book, inputs(held=20_000))
    assert (found["claim"], found["total_paid"], found["paid_principal"]) == (100_000, 101_000, 100_000)
    assert found["annual_rate"] == pytest.approx(0.12, abs=1e-12)


def test_money_that_only_comes_has_no_rate_and_says_so() -> None:
    # 50.00 stands and is forgiven on the day; a fee of 10.00 is paid a month later all the same.
    book = ledger(
        {"date": "2026-10-15", "opening": parts(5_000), "waived": parts(5_000), "fee": 1_000, "closing": parts(fee=1_000)},
        {"date": "2026-11-15", "received": 1_000},
    )
    found = measure(book, 0, inputs(parts(5_000)))
    assert (found["annual_rate"].reason, found["effective_rate"].reason) == ("one_way", "one_way")


def test_paying_everything_today_has_no_rate() -> None:
    book = ledger({"date": "2026-10-15", "opening": OWED, "received": 120_000, "allocated": OWED})
    found = measure(book, 0, inputs())
    assert (found["finish"].amount, found["total_paid"].amount) == (day("2026-10-15"), 120_000)
    assert (found["annual_rate"].amount, found["annual_rate"].reason) == (None, "no_rate")


def test_nobody_pays() -> None:
    book = ledger(
        {"date": "2026-10-15", "opening": OWED, "closing": OWED},
        {"date": "2026-11-15", "accrued": 1_000, "closing": parts(100_000, 16_000, 5_000)},
    )
    found = measure(book, 0, inputs(household=Household(500_000, 200_000, 100_000), funding_rate=2_600_000))
    assert (found["payments"].amount, found["total_paid"].amount, found["npv"].amount, found["recovery"].amount) == (0, 0, 0.0, 0.0)
    assert {found[code].reason for code in ("first_payment", "typical_payment", "highest_payment")} == {"no_payments"}
    assert {found[code].reason for code in ("finish", "annual_rate", "effective_rate", "life_rate")} == {"unfinished"}
    # 1,000.00 of 5,000.00; 5,000.00 - 2,000.00 - 1,000.00.
    assert (found["debt_to_income"].amount, found["left_to_live_on"].amount) == (0.2, 200_000)


def test_nothing_owed() -> None:
    found = measure(ledger({"date": "2026-10-15"}), 0, inputs(owed=parts(0), funding_rate=0))
    assert (found["finish"].amount, found["claim"].amount, found["total_paid"].amount) == (day("2026-10-15"), 0, 0)
    assert (found["recovery"].amount, found["recovery"].reason) == (None, "no_claim")


def test_payments_of_one_day_add_up_and_the_most_frequent_is_typical() -> None:
    # Days pay 300, 200 (250 received, 50 returned), 200, 300 (in two steps) and 199.99; 300 and 200 come twice, 300 first.
    book = ledger(
        {"date": "2026-11-15", "opening": OWED, "received": 30_000, "closing": parts(90_000)},
        {"date": "2026-12-15", "received": 25_000, "returned": 5_000, "closing": parts(70_000)},
        {"date": "2027-01-15", "received": 20_000, "closing": parts(50_000)},
        {"date": "2027-02-15", "received": 10_000, "closing": parts(40_000)},
        {"date": "2027-02-15", "received": 20_000, "closing": parts(20_000)},
        {"date": "2027-03-15", "received": 19_999, "waived": parts(1)},
        {"date": "2027-04-15"},
    )
    found = figures(book, inputs())
    assert (found["first_payment"], found["typical_payment"], found["highest_payment"]) == (30_000, 30_000, 30_000)
    assert (found["payments"], found["total_paid"], found["finish"]) == (5, 119_999, day("2027-03-15"))


def test_steps_before_today_do_not_count() -> None:
    before = {"date": "2026-09-15", "opening": parts(150_000), "received": 30_000, "allocated": parts(30_000), "closing": OWED}
    later = {"date": "2026-11-15", "received": 120_000, "allocated": OWED}
    found = figures(ledger(before, later), inputs())
    assert (found["total_paid"], found["paid_principal"], found["payments"]) == (120_000, 100_000, 1)


def test_household() -> None:
    # 4,000.00 of income, 1,500.00 of costs, 1,000.00 of other debts; 1,161.50 a month: 2,161.50 / 4,000.00, and 338.50 is left.
    found = figures(WAIVED, inputs(household=Household(400_000, 150_000, 100_000)))
    assert found["debt_to_income"] == pytest.approx(0.540375, abs=1e-15)
    assert found["left_to_live_on"] == 33_850
    poor = measure(WAIVED, 0, inputs(household=Household(0, 150_000)))
    assert (poor["debt_to_income"].reason, poor["left_to_live_on"].amount) == ("no_income", -266_150)


def test_present_value_and_recovery() -> None:
    # 1,100.00 after 365 days at 10 % is worth 1,000.00 of a claim of 1,200.00.
    book = ledger({"date": "2027-10-15", "opening": OWED, "received": 110_000, "waived": parts(10_000)})
    found = figures(book, inputs(funding_rate=10_000_000))
    assert found["npv"] == pytest.approx(100_000, rel=1e-14)
    assert found["recovery"] == pytest.approx(5 / 6, rel=1e-14)


def test_rate_since_disbursement() -> None:
    # 1,000.00 lent 2024-10-15 grows at 1 % a month over 25 months to 1,000.00 * 1.01**25 = 1,282.43.
    book = ledger({"date": "2026-11-15", "opening": OWED, "received": 128_243})
    found = figures(book, inputs(lent=((day("2024-10-15"), -100_000),)))
    assert found["life_rate"] == pytest.approx(1.01**12 - 1, abs=1e-5)


def test_less_than_doing_nothing() -> None:
    nothing: dict[str, Any] = {
        "nothing_days": np.array([day("2026-10-15"), day("2026-11-15")]),
        "nothing_owed": np.array([120_000, 121_500]),
    }
    # 1,215.00 would be owed on 2026-11-15; 1,161.50 is paid.
    assert figures(WAIVED, inputs(**nothing))["less_than_nothing"] == 5_350
    nothing["nothing_days"] = nothing["nothing_days"] - 31
    assert measure(WAIVED, 0, inputs(**nothing))["less_than_nothing"].reason == "beyond"


def test_several_rates_are_all_kept_and_the_first_above_zero_is_the_measure() -> None:
    # 100.00 owed, 230.00 paid after a month, 132.00 returned a month later: 10 % and 20 % a month.
    book = ledger(
        {"date": "2026-10-15", "opening": parts(10_000), "closing": parts(10_000)},
        {"date": "2026-11-15", "received": 23_000, "closing": parts(10_000)},
        {"date": "2026-12-15", "returned": 13_200},
    )
    found = measure(book, 0, inputs(owed=parts(10_000)))
    assert found["annual_rate"].all == pytest.approx((1.2, 2.4), abs=1e-10)
    assert found["annual_rate"].amount == pytest.approx(1.2, abs=1e-10)
    # The same with 70.00 and 12.00 of losses: -40 % and -20 % have no sign to prefer, the nearer to 0 stands.
    # (1 - 0.6 x)(1 - 0.8 x) = 1 - 1.4 x + 0.48 x**2.
    book = ledger(
        {"date": "2026-10-15", "opening": parts(10_000), "closing": parts(10_000)},
        {"date": "2026-11-15", "received": 14_000, "closing": parts(10_000)},
        {"date": "2026-12-15", "returned": 4_800},
    )
    found = measure(book, 0, inputs(owed=parts(10_000)))
    assert found["annual_rate"].all == pytest.approx((-4.8, -2.4), abs=1e-10)
    assert found["annual_rate"].amount == pytest.approx(-2.4, abs=1e-10)


def test_each_loan_has_its_own_column_and_one_may_stand_for_all() -> None:
    wide = Ledger(**{
        f.name: column if f.name == "date" else np.concatenate((column * 0, column), axis=-1)
        for f in fields(Ledger)
        for column in (getattr(WAIVED, f.name),)
    })  # fmt: skip
    assert figures(wide, inputs()) != figures(WAIVED, inputs())
    assert measure(wide, 1, inputs()) == measure(WAIVED, 0, inputs())


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Value(Kind.MONEY, 123_450), "1234.50"),
        (Value(Kind.MONEY, -5), "-0.05"),
        (Value(Kind.MONEY, 99.5), "1.00"),
        (Value(Kind.RATE, 0.154), "0.154"),
        (Value(Kind.RATE, 0.12682503013196972), "0.12682503"),
        (Value(Kind.RATE, 1.0), "1"),
        (Value(Kind.RATE, -1e-12), "0"),
        (Value(Kind.RATE, 12_000_000.0), "12000000"),
        (Value(Kind.COUNT, 12), 12),
        (Value(Kind.DATE, 20_741), "2026-10-15"),
        (Value(Kind.DATE, None, reason="unfinished"), None),
        (
            Value(Kind.PARTS, (1, 20, 300, 0, 5)),
            {"principal": "0.01", "interest": "0.20", "penalty": "3.00", "compound": "0.00", "fee": "0.05"},
        ),
    ],
)
def test_json(value: Value, expected: object) -> None:
    assert jsonable(value) == expected
