"""The examples: each tells its story, opens, and is compared in both languages; the one worked by hand gives the hand's figures."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from planner import casefile
from planner.cli import main
from planner.present import compare_json, position_json, schedule_json
from planner.scenarios import compare

FOLDER: Final = Path(__file__).resolve().parents[1] / "examples"
NAMES: Final = (
    "after_judgment", "business_quarterly_interest", "card_60000_facing_suit", "card_9000_overdue", "consumer_missed_instalments",
    "high_fee_consumer_loan", "mortgage_income_drop", "nothing_is_feasible", "overdue_interest_formula", "prepayment_choice",
    "principal_only_instalments", "second_negotiation", "several_debts", "small_loan_eight_years",
)  # fmt: skip
SCENARIOS: Final = ("do_nothing", "catch_up", "pay_off", "免罚息复利，本金分两期")
NOTHING: Final = "–"
BY_HAND: Final = {
    "first_payment": (NOTHING, "4,100.40", "8,153.73", "4,173.33"),
    "typical_payment": (NOTHING, "4,100.40", "8,153.73", "4,173.33"),
    "highest_payment": (NOTHING, "4,100.40", "8,153.73", "4,173.33"),
    "payments": ("0", "2", "1", "2"),
    "finish": (NOTHING, "2026-10-20", "2026-09-30", "2026-11-30"),
    "total_paid": ("0.00", "8,140.40", "8,153.73", "8,213.33"),
    "paid_principal": ("0.00", "8,000.00", "8,000.00", "8,000.00"),
    "paid_interest": ("0.00", "120.00", "93.33", "213.33"),
    "paid_penalty": ("0.00", "20.00", "20.00", "0.00"),
    "paid_compound": ("0.00", "0.40", "0.40", "0.00"),
    "paid_fees": ("0.00", "0.00", "40.00", "0.00"),
    "waived": ("0.00", "0.00", "0.00", "20.40"),
    "waived_conditional": ("0.00", "0.00", "0.00", "0.00"),
    "less_than_nothing": (NOTHING, "40.80", "−40.00", "134.33"),
    "annual_rate": (NOTHING, "12.1487 %", NOTHING, "11.9071 %"),
    "effective_rate": (NOTHING, "12.8486 %", NOTHING, "12.5789 %"),
    "debt_to_income": ("5.5556 %", "51.1156 %", "96.1526 %", "51.9259 %"),
    "left_to_live_on": ("5,500.00", "1,399.60", "−2,653.73", "1,326.67"),
    "npv": ("0.00", "8,133.86", "8,153.73", "8,183.29"),
    "claim": ("8,113.73", "8,113.73", "8,113.73", "8,113.73"),
    "recovery": ("0.0000 %", "100.2481 %", "100.4930 %", "100.8574 %"),
    "concession": ("0.00", "0.00", "0.00", "罚息 penalty 20.00，复利 compound 0.40"),
    "risk_class": ("special_mention", "normal", "normal", "special_mention"),
    "observation_end": (NOTHING, NOTHING, NOTHING, "2027-10-30"),
}
"""The comment's table of overdue_interest_formula.toml, worked out by hand."""
OPEN: Final = ("do_nothing", "enforcement", "sale")
"""Scenarios that may leave something owed."""
UNSAID: Final = (
    "life_rate", "expected_npv", "breakeven_redefault", "enforcement_npv", "surplus", "modification_gain", "modification_share",
)  # fmt: skip
"""Measures that the comment's table leaves out: they need assumptions the example does not make, or stand in tests of their own."""
OWED: Final = {
    "principal": "8,000.00", "principal_overdue": "4,000.00", "interest": "93.33", "penalty": "20.00", "compound": "0.40",
    "total": "8,113.73",
}  # fmt: skip
PER_DAY: Final = {"interest": "1.34", "penalty": "2.00", "compound": "0.04", "total": "3.38"}
PLAN_ROWS: Final = (
    {"due": "2026-09-30", "waived": "20.40", "payment": "0.00", "closing": "8,093.33"},
    {"due": "2026-10-30", "principal": "4,000.00", "interest": "173.33", "payment": "4,173.33", "closing": "4,000.00"},
    {"due": "2026-11-30", "principal": "4,000.00", "interest": "40.00", "payment": "4,040.00", "closing": "0.00"},
)
OWED_THEN: Final = {"2026-10-20": "8,181.20", "2026-11-30": "8,347.66"}
"""What is owed on two days if nothing is done."""


def comment(name: str) -> str:
    """The comment at the head of an example."""
    lines = (FOLDER / f"{name}.toml").read_text(encoding="utf-8").splitlines()
    head = next((k for k, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "\n".join(line.removeprefix("#").removeprefix(" ") for line in lines[:head])


def chinese(text: str) -> bool:
    """Whether any sign is a Chinese character."""
    return any("CJK UNIFIED" in unicodedata.name(sign, "") for sign in text)


@cache
def by_hand() -> dict[str, Any]:
    """Comparison and position of the example worked by hand, as JSON has them, and its plan's schedule."""
    case = casefile.read(FOLDER / "overdue_interest_formula.toml")
    found = compare(case)
    schedules = {scenario.name: schedule_json(scenario, case.loans[0])["rows"] for scenario in found.scenarios}
    return {"plans": compare_json(found)["plans"], "position": position_json(case), "schedules": schedules, "scenarios": found.scenarios}


def written(code: str, figure: Any) -> str:  # noqa: ANN401 - a figure of the JSON
    """A figure of the JSON as the comment writes it: thousands apart, a true minus sign, rates in percent with four decimals."""
    if figure is None:
        return NOTHING
    if code == "concession":
        given = {part: amount for part, amount in figure.items() if amount != "0.00"}
        return f"罚息 penalty {given.pop('penalty')}，复利 compound {given.pop('compound')}" if given else "0.00"
    if code.endswith("_rate") or code in {"debt_to_income", "recovery"}:
        return f"{(Decimal(figure) * 100).quantize(Decimal('1e-4'), rounding=ROUND_HALF_UP):.4f} %"
    return money(figure) if isinstance(figure, str) and "." in figure else str(figure)


def money(amount: str) -> str:
    """An amount with thousands apart and a true minus sign."""
    return f"{Decimal(amount):,.2f}".replace("-", "−")


def test_the_examples_are_these() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.toml")) == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_story_comes_first_in_chinese_and_then_in_english(name: str) -> None:
    first, _, rest = comment(name).partition("\n\n")
    assert chinese(first)
    assert rest.lstrip()
    assert not chinese(rest.lstrip().splitlines()[0])


@pytest.mark.parametrize("name", NAMES)
def test_example_has_a_plan_and_nothing_that_is_not_used(name: str) -> None:
    case = casefile.read(FOLDER / f"{name}.toml")
    assert case.plans
    assert case.title
    assert case.unused == ()


@pytest.mark.parametrize("name", NAMES)
def test_every_plan_ends_with_nothing_owed(name: str) -> None:
    found = compare(casefile.read(FOLDER / f"{name}.toml"))
    ends = {s.name: int(s.ledger.closing[:, -1].sum() + s.ledger.held[-1].sum()) for s in found.scenarios if s.name not in OPEN}
    assert set(ends.values()) == {0}, ends


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", ["compare", "position"])
def test_command_runs_in_both_languages(capsys: pytest.CaptureFixture[str], name: str, lang: str, command: str) -> None:
    code = main([command, str(FOLDER / f"{name}.toml"), "--lang", lang])
    shown = capsys.readouterr()
    assert code == 0
    assert shown.err == ""
    assert chinese(shown.out) or lang == "en"


@pytest.mark.parametrize("number", range(4))
def test_every_measure_is_the_hand_s(number: int) -> None:
    plan = by_hand()["plans"][number]
    assert plan["name"] == SCENARIOS[number]
    ours = {code: written(code, figure) for code, figure in plan["measures"].items() if code not in UNSAID}
    assert ours == {code: figures[number] for code, figures in BY_HAND.items()}


def test_position_and_one_more_day_are_the_hand_s() -> None:
    position = by_hand()["position"]
    assert {name: money(position["position"][name]) for name in OWED} == OWED
    assert position["position"]["days_past_due"] == 10
    assert {name: money(amount) for name, amount in position["per_day"].items()} == PER_DAY


def test_schedule_of_the_plan_is_the_hand_s() -> None:
    rows = by_hand()["schedules"][SCENARIOS[3]]
    for row, hand in zip(rows, PLAN_ROWS, strict=True):
        assert {name: row[name] if name == "due" else money(row[name]) for name in hand} == hand


def test_doing_nothing_costs_what_the_hand_says() -> None:
    ledger = by_hand()["scenarios"][0].ledger
    days = ledger.date[:, 0].astype("datetime64[D]").astype(str).tolist()
    owed = dict(zip(days, ledger.closing.sum(axis=(0, 2)).tolist(), strict=True))
    assert {day: f"{owed[day] / 100:,.2f}" for day in OWED_THEN} == OWED_THEN


def test_the_table_of_the_comment_is_the_hand_s() -> None:
    lines = [[cell.strip() for cell in line.split("|")] for line in comment("overdue_interest_formula").splitlines() if "|" in line]
    assert {code: tuple(figures) for code, *figures in lines[1:]} == BY_HAND


def test_every_figure_by_hand_is_worked_out_in_the_comment() -> None:
    worked = comment("overdue_interest_formula").partition("\n9 ")[0]
    figures = {figure for row in BY_HAND.values() for figure in row if re.search("[1-9]", figure)}
    figures |= {*OWED.values(), *PER_DAY.values(), *OWED_THEN.values(), *(value for row in PLAN_ROWS for value in row.values())}
    figures = {part for figure in figures for part in re.split("，| [a-z]+ ", figure) if re.search(r"\d\.\d|-", part)}
    assert sorted(figure for figure in figures if figure not in worked) == []
