"""What leaves the planner: JSON to the key, schedules that add up, lines in both languages."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from planner import present
from planner.book import Part, Position, Timeline, fresh, no_dues
from planner.case import Case, Due, Loan, Plan, Statement
from planner.clauses import Clause, Defer, Instalments, LumpSum, Pause, Rate, Settle, Waive
from planner.errors import Problem, RangeError
from planner.figures import Kind, Value, decimal, jsonable
from planner.findings import Finding
from planner.money import ONE
from planner.scenarios import compare
from planner.text import Words, catalogue

AS_OF = dt.date(2026, 9, 30)
START = dt.date(2026, 10, 31)
PARTS = ("principal", "interest", "penalty", "compound", "fee", "released")


def case(*terms: Clause, held: int = 0, **changes: object) -> Case:
    """10,000.00 not due at 12 % on actual/360, one instalment of 1,100.00 thirty days late, penalty 18 %; 40.00 set aside."""
    due = Due(dt.date(2026, 8, 31), principal=100_000, interest=10_000, penalty=500, compound=50, fee=2_000)
    statement = Statement(
        AS_OF, 1_000_000, dues=(due,), accrued=3_000, deferred=Due(AS_OF, interest=4_000), instalments_left=10, held=held
    )
    values: dict[str, Any] = {
        "id": "a", "kind": "consumer", "principal": 1_200_000, "rate": 12 * ONE // 100, "opened": dt.date(2025, 8, 31),
        "instalments": 10, "first_due": START, "due_day": 31, "day_count": "actual/360", "penalty_rate": 18 * ONE // 100,
        "compound_rate": 18 * ONE // 100, "statement": statement,
    }  # fmt: skip
    plans = (Plan("plan", START, terms),) if terms else ()
    return Case("", AS_OF, (Loan(**values | changes),), plans)


def schedule(of: Case, name: str) -> dict[str, Any]:
    scenario = next(s for s in compare(of).scenarios if s.name == name)
    return present.schedule_json(scenario, of.loans[0])


@pytest.fixture(params=["en", "zh"])
def words(request: pytest.FixtureRequest) -> Words:
    return catalogue(request.param)


def test_position_adds_up_by_hand() -> None:
    assert present.position_json(case()) == {
        "as_of": "2026-09-30",
        "position": {
            "principal": "11000.00", "principal_overdue": "1000.00", "interest": "130.00", "penalty": "5.00", "compound": "0.50",
            "fee": "20.00", "deferred": "40.00", "held": "0.00", "total": "11195.50", "days_past_due": 30,
        },
        "dues": [
            {"due": "2026-08-31", "principal": "1000.00", "interest": "100.00", "penalty": "5.00", "compound": "0.50", "fee": "20.00"}
        ],
        # 10,000 x 12 % / 360 = 3.33; 1,000 x 18 % / 360 = 0.50; 100 x 18 % / 360 = 0.05
        "per_day": {"interest": "3.33", "penalty": "0.50", "compound": "0.05", "total": "3.88"},
        "reconciliation": None,
        "conventions": present.conventions(case()),
        "findings": [],
    }  # fmt: skip


def test_money_held_is_taken_off_the_total() -> None:
    form = present.position_json(case(held=10_000))["position"]
    assert (form["held"], form["total"]) == ("100.00", "11095.50")


def test_money_held_does_not_hide_what_a_day_costs() -> None:
    statement = Statement(AS_OF, 1_000_000, accrued=3_000, instalments_left=10, held=5_000)
    whole = case(statement=statement, first_due=dt.date(2026, 10, 1), due_day=1)
    assert present.position_json(whole)["per_day"] == {"interest": "3.33", "penalty": "0.00", "compound": "0.00", "total": "3.33"}


def test_comparison_has_the_keys_of_the_design() -> None:
    form = present.compare_json(compare(case(Waive((Part.PENALTY,), share=ONE), Instalments(12))))
    assert list(form) == ["as_of", "engine_version", "rulebook", "conventions", "position", "plans"]
    assert [(p["name"], p["kind"]) for p in form["plans"]] == [
        ("do_nothing", "standard"), ("catch_up", "standard"), ("pay_off", "standard"), ("plan", "plan"),
    ]  # fmt: skip
    assert all(list(p) == ["name", "kind", "measures", "findings"] for p in form["plans"])
    assert form["plans"][2]["measures"]["total_paid"] == "11195.50"


def test_findings_of_the_case_stand_with_the_first_scenario() -> None:
    plain = case(Rate(0))
    whole = Case(plain.title, plain.as_of, plain.loans, plain.plans, unused=("mandate",))
    first, *others = (p["findings"] for p in present.compare_json(compare(whole))["plans"])
    note = {"code": "not_used", "grade": "note", "where": "mandate", "value": None, "limit": None, "source": None, "confidence": None}
    assert note in first
    assert all(note not in own for own in others)


def test_paying_off_is_one_row() -> None:
    row = {
        "step": 1, "loan": "a", "due": "2026-09-30", "days": 0, "opening": "11195.50", "principal": "11000.00", "interest": "130.00",
        "penalty": "5.00", "compound": "0.50", "fee": "20.00", "released": "40.00", "waived": "0.00", "payment": "11195.50",
        "closing": "0.00",
    }  # fmt: skip
    totals = {name: row[name] for name in present.AMOUNTS}
    assert schedule(case(), "pay_off") == {"plan": "pay_off", "rows": [row], "totals": totals}


TERMS: dict[str, tuple[Clause, ...]] = {
    "waived": (Waive((Part.PENALTY, Part.COMPOUND), share=ONE), Instalments(12)),
    "conditional": (Waive((Part.PENALTY,), share=ONE, when="completion"), Instalments(6)),
    "set aside": (Defer((Part.INTEREST, Part.PENALTY)), Rate(0), Instalments(12)),
    "spread": (Defer((Part.INTEREST,), spread=3), Instalments(6)),
    "settled": (Settle(800_000),),
    "paused": (Pause(frozenset({"payments"}), 0, 2, then="defer"),),
    "more": (LumpSum(dt.date(2026, 11, 10), 150_000), Instalments(5)),
}


@pytest.mark.parametrize("terms", TERMS.values(), ids=TERMS)
@pytest.mark.parametrize("held", [0, 77_777])
def test_schedules_add_up(terms: tuple[Clause, ...], held: int) -> None:
    comparison = compare(case(*terms, held=held))
    for scenario in comparison.scenarios:
        form = present.schedule_json(scenario, comparison.case.loans[0])
        before = cents(present.position_form(comparison.position)["total"]) + held
        for number, row in enumerate(form["rows"], start=1):
            assert row["step"] == number
            assert sum(cents(row[part]) for part in PARTS) == cents(row["payment"])
            assert cents(row["opening"]) == before
            before = cents(row["closing"])
            assert before >= cents(row["opening"]) - cents(row["payment"]) - cents(row["waived"])
        for name, total in form["totals"].items():
            assert sum(cents(row[name]) for row in form["rows"]) == cents(total)
        paid = scenario.measures["total_paid"].amount
        assert isinstance(paid, int)
        assert cents(form["totals"]["payment"]) - paid in (0, held)


def cents(amount: str) -> int:
    return int(amount.replace(".", ""))


def test_what_was_set_aside_is_shown_as_released() -> None:
    form = schedule(case(Defer((Part.INTEREST,)), Rate(0), Instalments(12)), "plan")
    # 40.00 from before, 100.00 overdue, 30.00 accrued before and 31 days of 10,000.00 at 12 %, 103.33: all of it comes last.
    assert [row["released"] for row in form["rows"][:-1]] == ["0.00"] * (len(form["rows"]) - 1)
    assert (form["rows"][-1]["released"], form["totals"]["released"]) == ("273.33", "273.33")


def test_days_count_from_the_row_before() -> None:
    rows = schedule(case(), "catch_up")["rows"]
    assert [(row["due"], row["days"]) for row in rows[:3]] == [("2026-09-30", 0), ("2026-10-31", 31), ("2026-11-30", 30)]


def test_problem_in_one_line() -> None:
    problem = Problem("waiver_too_large", "plan[0].terms[1].amount", "9999.00", "expected.waiver_too_large", {"stands": "1234.50"})
    assert present.say_problem(catalogue("en"), problem) == (
        "plan[0].terms[1].amount: the waiver is more than stands there on the start: found 9,999.00; at most 1,234.50"
    )
    assert present.say_problem(catalogue("zh"), problem) == (
        "plan[0].terms[1].amount：减免金额超过开始日该项的余额：现为 9,999.00；最多 1,234.50"
    )


def test_problem_may_lack_place_and_expectation() -> None:
    assert present.say_problem(catalogue("en"), Problem("unwritable_folder", "x.csv")) == "x.csv: cannot be written: this is a folder"
    assert present.say_problem(catalogue("en"), Problem("unwritable_folder")) == "Cannot be written: this is a folder"
    assert present.say_problem(catalogue("en"), Problem("unwritable_folder", "a", "b", "no_such_code")).endswith("folder: found b")


def test_values_of_a_problem_may_have_any_name(words: Words) -> None:
    values = {"found": "x", "path": "y", "sentence": "{z}", "names": "{found}"}
    assert "{found}" in present.say_problem(words, Problem("unknown_plan", "--plan", "p", "plan_names", values))


FIELDS = [name for kind in (Position, Timeline) for name in kind.__dataclass_fields__]
RANGES = ["amount", "amount_parts_of_cent", "cash_flows", "claim", "discount_rate", "no_such_field", *FIELDS]


@pytest.mark.parametrize("code", RANGES)
def test_figures_out_of_range_are_named_in_the_users_words(words: Words, code: str) -> None:
    said = present.say_problem(words, present.range_problem(words, RangeError(code, 10**30, 10**13)))
    assert "problem." not in said
    assert "{" not in said
    assert "_" not in said
    assert code == "amount_parts_of_cent" or not re.search(r"\d{7}", said)


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("original", "贷款过大", "the loan"), ("cash", "同一天的还款过大", "paid on one day"),
        ("claim", "欠款可能增至", "the debt could grow"), ("time", "请降低利率或缩短时间", "the rate is too high"),
        ("set_level", "每期还款额过大", "the instalment"),
    ],
)
def test_a_figure_out_of_range_says_which_input_to_make_smaller(code: str, zh: str, en: str) -> None:
    for lang, part in (("zh", zh), ("en", en)):
        said = present.say_problem(catalogue(lang), present.range_problem(catalogue(lang), RangeError(code, 10**30, 10**13)))
        assert part.lower() in said.lower()


def test_a_bound_is_said_in_yuan_and_percent(words: Words) -> None:
    said = [present.say_problem(words, present.range_problem(words, RangeError(code))) for code in ("cash", "penalty")]
    assert "100,000,000,000.00" in said[0]
    assert "1000%" in said[1]


@pytest.mark.parametrize("rate", [0.0, -0.0, 5e-324, -0.99999999, 1e4, 3e22, 1e72, 1.7976931348623157e308, -1.7976931348623157e308])
def test_every_finite_rate_prints(words: Words, rate: float) -> None:
    value = Value(Kind.RATE, rate, all=(rate, rate))
    assert present.say_value(words, value)
    assert present.all_rates(words, value)
    assert abs(Decimal(decimal(rate)) - Decimal(rate)) <= Decimal("5e-9")
    assert present.say_value(words, Value(Kind.MONEY, rate))
    assert jsonable(Value(Kind.MONEY, rate)) is not None


def test_a_rate_of_a_million_percent_says_only_that() -> None:
    assert present.say_value(catalogue("en"), Value(Kind.RATE, 9999.5)) == "999950%"
    assert present.say_value(catalogue("en"), Value(Kind.RATE, 1e30)) == ">1,000,000%"


def test_amounts_in_messages_are_grouped_alike(words: Words) -> None:
    problem = Problem("settlement_too_large", "plan[0]", "999999.00", "settlement_too_large", {"stands": "51000.00"})
    said = present.say_problem(words, problem)
    assert "999,999.00" in said
    assert "51,000.00" in said


def test_finding_says_value_and_limit() -> None:
    finding = Finding("large_last_payment", "warning", "plan", value="5686.60", limit="1223.01", source="合同第九条", confidence="low")
    assert present.say_finding(catalogue("en"), finding) == (
        "The last payment is 5,686.60, more than twice the usual 1,223.01. (合同第九条, low confidence)"
    )
    assert present.say_finding(catalogue("zh"), finding).startswith("最后一期须还 5,686.60 元")


def test_figures_in_words() -> None:
    say, en = present.say_value, catalogue("en")
    assert say(en, Value(Kind.MONEY, 123450)) == "1,234.50"
    assert say(en, Value(Kind.MONEY, -0.5)) == "-0.01"
    assert say(en, Value(Kind.RATE, 0.15406)) == "15.41%"
    assert say(en, Value(Kind.COUNT, 12)) == "12"
    assert say(en, Value(Kind.DATE, 20000)) == "2024-10-04"
    assert say(en, Value(Kind.PARTS, (1, 2, 3, 4, 5))) == "0.15"
    assert say(en, Value(Kind.RATE, None, reason="no_rate")) == "none"


@pytest.mark.parametrize("reason", [
    "", "unknown", "beyond", "no_payments", "no_rate", "one_way", "unfinished", "no_income",
    "not_income", "no_claim", "not_modified", "always_more",
    "never_more",
])  # fmt: skip
def test_every_reason_has_words(words: Words, reason: str) -> None:
    assert "measure." not in present.say_value(words, Value(Kind.RATE, None, reason=reason))


def test_several_rates_are_all_named() -> None:
    assert present.all_rates(catalogue("en"), Value(Kind.RATE, 0.1, all=(0.1, 0.5, 2.0))) == "10%, 50%, 200%"
    assert present.all_rates(catalogue("zh"), Value(Kind.RATE, 0.1, all=(0.1,))) == ""


def test_names_of_standard_scenarios_are_said(words: Words) -> None:
    names = [present.say_name(words, s) for s in compare(case(Rate(0))).scenarios]
    assert names[-1] == "plan"
    assert not [name for name in names[:-1] if "_" in name]


def test_dues_of_one_day_stand_in_one_line() -> None:
    """An instalment, a fee and interest of one day are one line; only what was lent and its interest make an instalment."""
    position = fresh(np.array([100]), np.array([0]))
    dues = no_dues(4, 1)
    dues.due[:, 0] = [70, 70, 90, 95]
    dues.amount[[0, 4, 1, 4], [0, 1, 2, 3], 0] = [1_000, 50, 20, 30]
    found = present.dues_form(replace(position, dues=dues))
    assert [(row["principal"], row["interest"], row["fee"]) for row in found] == [
        ("10.00", "0.00", "0.50"), ("0.00", "0.20", "0.00"), ("0.00", "0.00", "0.30"),
    ]  # fmt: skip
    assert present.unpaid_instalments(replace(position, dues=dues)) == 2
