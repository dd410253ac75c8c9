"""Examples whose comments work out what is owed and one plan: the hand's figures stand in the comment, and the planner's are the same."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from planner import casefile
from planner.breaks import broken
from planner.present import compare_json, position_json
from planner.scenarios import compare

FOLDER: Final = Path(__file__).resolve().parents[1] / "examples"


@dataclass(frozen=True)
class Worked:
    """Figures that the comment of an example works out: of the position and of one plan, as the JSON has them."""

    position: dict[str, str]
    plan: str
    measures: dict[str, str]


HANDS: Final = {
    "second_negotiation": Worked(
        {"principal": "22297.55", "interest": "810.00", "penalty": "623.25", "compound": "30.27", "total": "23761.07"},
        "先付 2,000 元，其余停息 36 期", {"first_payment": "2000.00", "typical_payment": "563.82", "paid_interest": "888.33"},
    ),
    "high_fee_consumer_loan": Worked(
        {"principal": "8000.00", "principal_overdue": "2000.00", "interest": "480.00", "penalty": "35.50", "total": "8515.50"},
        "改为等额本息 12 期", {"first_payment": "774.76", "typical_payment": "774.76", "paid_principal": "8720.00"},
    ),
    "business_quarterly_interest": Worked(
        {"principal": "280000.00", "interest": "8520.00", "penalty": "5112.00", "compound": "124.94", "total": "293756.94"},
        "欠息并入本金，展期一年", {"paid_principal": "289269.60", "paid_compound": "0.00"},
    ),
    "mortgage_income_drop": Worked(
        {"principal": "771973.78", "interest": "6847.00", "penalty": "23.05", "compound": "33.72", "total": "778877.55"},
        "展期 36 期", {"first_payment": "3314.76"},
    ),
    "after_judgment": Worked(
        {"principal": "48000.00", "interest": "8805.60", "penalty": "1696.80", "fee": "1000.00", "total": "59502.40"},
        "执行和解 24 期",
        {"typical_payment": "2421.40", "total_paid": "58113.60", "paid_interest": "9113.60", "waived_conditional": "1822.80"},
    ),
    "after_judgment, enforcement": Worked({}, "enforcement", {
        "total_paid": "18018.48", "paid_principal": "550.45", "paid_interest": "16300.27", "paid_fees": "1167.76", "npv": "17398.36",
    }),
    "card_60000_facing_suit, enforcement": Worked({}, "enforcement", {"total_paid": "22939.57", "npv": "17378.83"}),
    "mortgage_income_drop, enforcement": Worked({}, "enforcement", {
        "total_paid": "575000.00", "paid_principal": "501005.13", "paid_interest": "6847.00", "paid_penalty": "46959.06",
        "paid_compound": "450.03", "paid_fees": "19738.78", "npv": "530712.17",
    }),
}  # fmt: skip


@cache
def outputs(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The position of an example, and the measures of each of its plans by name."""
    case = casefile.read(FOLDER / f"{name}.toml")
    return position_json(case)["position"], {plan["name"]: plan["measures"] for plan in compare_json(compare(case))["plans"]}


@pytest.mark.parametrize("name", HANDS)
def test_position_and_plan_are_the_hand_s(name: str) -> None:
    position, plans = outputs(name.partition(",")[0])
    hand = HANDS[name]
    assert {key: position[key] for key in hand.position} == hand.position
    assert {key: plans[hand.plan][key] for key in hand.measures} == hand.measures


@pytest.mark.parametrize("name", HANDS)
def test_the_hand_s_figures_stand_in_the_comment(name: str) -> None:
    lines = (FOLDER / f"{name.partition(',')[0]}.toml").read_text(encoding="utf-8").splitlines()
    comment = "\n".join(line for line in lines if line.startswith("#"))
    hand = HANDS[name]
    figures = {f"{float(figure):,.2f}" for figure in (*hand.position.values(), *hand.measures.values())} - {"0.00"}
    assert sorted(figure for figure in figures if figure.removesuffix(".00") not in comment) == []


def annuity(rate: Fraction, count: int) -> Fraction:
    """What 1 at the end of each of so many periods is worth."""
    return (1 - (1 + rate) ** -count) / rate


def test_true_rate_of_the_flat_loan() -> None:
    # 24 payments of 1,240 for 24,000: a month's rate of 1.7976 % is a hair too high, 1.7975 % too low.
    assert 1240 * annuity(Fraction(17975, 10**6), 24) > 24_000 > 1240 * annuity(Fraction(17977, 10**6), 24)
    assert round(12 * 1.7976, 2) == 21.57
    assert round((1.017976**12 - 1) * 100, 2) == 23.84


def test_levels_of_the_mortgage_at_each_rate() -> None:
    # January's instalment bears 12 days of the old rate and 18 of the new; from there on the level is an annuity.
    first = 800_000 / annuity(Fraction(355, 120_000), 360)
    levels = [first]
    for left, old, new, count in ((Fraction("796244.75"), 355, 330, 357), (Fraction("780292.31"), 330, 320, 345)):
        rate = Fraction(new, 120_000)
        owed = left * (1 + Fraction(old, 10_000) * Fraction(12, 360) + Fraction(new, 10_000) * Fraction(18, 360))
        levels.append(owed / (annuity(rate, count) * (1 + rate)))
    assert [f"{float(level):.2f}" for level in levels] == ["3614.72", "3504.67", "3462.35"]


def test_a_broken_settlement_revives_the_judgment_less_what_was_paid() -> None:
    # The comment's: six payments of 2,421.40 pay the fee, then interest as the judgment has it, then 677.75 of principal.
    case = casefile.read(FOLDER / "after_judgment.toml")
    found = broken(case, case.plans[0], 6)
    assert found.paid == 6 * 242_140
    assert found.owed.tolist() == [4_732_225, 62_755, 360_832, 0, 0]
    assert found.owed.tolist() == found.never.tolist()


def test_what_the_compound_rate_before_maturity_is_worth() -> None:
    # The dispute of the business loan: at the contract rate 124.94, at the penalty rate 187.41.
    days = ((2_700, 194), (2_760, 102), (2_760, 10))
    sums = [sum(round(interest * rate * count + 1e-9, 2) for interest, count in days) for rate in (0.00015, 0.000225)]
    assert [f"{x:.2f}" for x in sums] == ["124.94", "187.41"]
    text = (FOLDER / "business_quarterly_interest.toml").read_text(encoding="utf-8")
    other = casefile.parse(text.replace('before_maturity = "contract"', 'before_maturity = "penalty"'))
    assert position_json(other)["position"]["compound"] == "187.41"
