"""``planner explain``: formula, inputs and sources of one figure, the whole derivation as a table, and what cannot be asked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.common import CHINESE, CODE, asked, rows_of, run

CASE = "overdue_interest_formula"
PLAN = "免罚息复利，本金分两期"


def test_a_measure_with_its_formula_and_where_its_inputs_came_from(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "explain", CASE, "--plan", PLAN, "--measure", "recovery", "--lang", "en")
    # 8,183.29 of 8,113.73 is 100.8574 %, as the comment of the example has them; 3 % is the funding rate of its assumptions.
    said = re.search(r"8,183\.29 ÷ \w+ 8,113\.73 = ([\d.]+)%", out)
    assert (code, said and f"{float(said[1]):.4f}") == (0, "100.8574")
    assert "3% a year  ←  case file" in run(capsys, "explain", CASE, "--plan", PLAN, "--measure", "npv", "--lang", "en")[1]
    assert not CODE.search(out)
    assert not CHINESE.search(out.replace(PLAN, ""))


def test_a_cell_of_the_schedule_goes_down_to_the_charge(capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "explain", CASE, "--plan", PLAN, "--step", 2, "--column", "closing", "--lang", "zh", "--depth", 4)[1]
    # 8,000.00 at 12 % for 30 of 360 days is 80.00; 8,093.33 stood, 4,173.33 are paid, 4,000.00 are left.
    assert "本金 8,000.00 × 年利率 12% × 30 ÷ 360 = 80.00" in out
    assert "欠款 8,173.33 − 还款 4,173.33 = 4,000.00" in out


def test_depth_says_how_far_down(capsys: pytest.CaptureFixture[str]) -> None:
    ask = ("explain", CASE, "--plan", PLAN, "--measure", "recovery", "--depth")
    lengths = [len(run(capsys, *ask, depth)[1].splitlines()) for depth in (0, 1, 2, 3)]
    assert lengths == sorted(lengths)
    assert lengths[0] == 4
    assert len(set(lengths)) == 4


def test_json_is_the_tree(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "explain", CASE, "--plan", PLAN, "--step", 3, "--column", "payment")
    assert {name: found[name] for name in ("plan", "step", "code", "value", "unit", "date", "formula")} == {
        "plan": PLAN, "step": 3, "code": "payment", "value": "4040.00", "unit": "cents", "date": "2026-11-30", "formula": "sum",
    }  # fmt: skip
    inputs = [(given["name"], given["value"]) for given in found["inputs"]]
    assert inputs == [("allocated_principal", "4000.00"), ("allocated_interest", "40.00")]
    assert all(given["why"]["inputs"] for given in found["inputs"])
    rate = asked(capsys, "explain", CASE, "--plan", PLAN, "--measure", "annual_rate")
    assert (rate["value"], rate["formula"]) == ("0.11907088", "annual_root")
    assert [given["value"] for given in rate["inputs"] if given["name"] == "months"] == [1, 2]


def test_a_figure_that_does_not_exist_is_explained_by_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "explain", CASE, "--plan", "do_nothing", "--measure", "finish")
    assert (found["value"], found["formula"]) == (None, "unfinished")
    said = run(capsys, "explain", CASE, "--plan", "do_nothing", "--measure", "annual_rate", "--lang", "en")[1]
    assert "something still stands at the end" in said


def test_without_a_question_it_says_what_can_be_asked(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "explain", CASE, "--plan", PLAN, "--lang", "zh")
    assert code == 0
    assert all(word in out for word in ("npv", "closing", "interest_added", "waived.PART", "1 至 3"))
    found = asked(capsys, "explain", CASE, "--plan", PLAN)
    assert (found["steps"], "npv" in found["measures"], "closing" in found["columns"]) == (3, True, True)


def test_ledger_columns_can_be_asked_by_part(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "explain", CASE, "--plan", PLAN, "--step", 1, "--column", "waived.penalty")
    assert (found["code"], found["part"], found["value"]) == ("waived", "penalty", "20.00")


def test_the_whole_derivation_is_a_table(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "why.csv"
    code, out, _ = run(capsys, "explain", CASE, "--plan", PLAN, "--csv", path, "--lang", "en")
    assert (code, out) == (0, f"Written: {path}\n")
    head, *rows = rows_of(path)
    assert head == ["loan", "ledger_step", "date", "column", "part", "value", "formula", "inputs"]
    accrued = next(row for row in rows if row[2:4] == ["2026-10-30", "accrued"])
    assert accrued[5] == "80.00"
    assert accrued[6] == "principal 8,000.00 × rate a year 12% × 30 ÷ 360 = 80.00"
    assert "rate a year 12% a year" in accrued[7]
    assert all(float(row[5]) for row in rows)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("asks", "named"),
    [
        (("--step", 2, "--column", "no_such"), "interest_added"), (("--measure", "no_such"), "annual_rate"),
        (("--step", 9, "--column", "fee"), "3"), (("--step", 0, "--column", "fee"), "3"), (("--step", 2), "interest_added"),
        (("--column", "fee"), "--step"),
        (("--measure", "npv", "--step", 2, "--column", "fee"), "npv"), (("--step", 2, "--column", "penalty.x"), "interest_added"),
        (("--step", 2, "--column", "billed.x"), "interest_added"), (("--step", 2, "--column", "accrued.penalty"), "interest_added"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_with_the_choices(
    capsys: pytest.CaptureFixture[str], lang: str, asks: tuple[object, ...], named: str
) -> None:
    code, out, err = run(capsys, "explain", CASE, "--plan", PLAN, *asks, "--lang", lang)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert named in err
    assert not CODE.search(err)
    assert (lang == "zh") is bool(CHINESE.search(err))
