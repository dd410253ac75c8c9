"""Commands: what they print, as tables, JSON and CSV."""


from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from planner import __version__
from planner.cli import sheets
from planner.figures import MEASURES
from planner.present import AMOUNTS
from tests.cli.common import CHINESE, CODE, EXAMPLES, MONEY, asked, rows_of, run


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_in_both_languages(capsys: pytest.CaptureFixture[str], path: Path, lang: str) -> None:
    plan = asked(capsys, "compare", path)["plans"][-1]["name"]
    for command in (["compare", path], ["position", path], ["schedule", path, "--plan", plan]):
        code, out, err = run(capsys, *command, "--lang", lang)
        assert (code, err) == (0, "")
        assert "…" not in out.replace("……", "")
        assert not CODE.search(out)
        assert max(map(cell_len, out.splitlines())) <= 80
        assert lang == "en" or CHINESE.search(out)


def test_one_example_is_found_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    if not EXAMPLES:
        pytest.skip("not covered: no examples yet")
    name = EXAMPLES[0].stem
    by_path, by_name = (asked(capsys, "position", case) for case in (EXAMPLES[0], name))
    assert by_path == by_name
    assert asked(capsys, "position", f"{name}.toml") == by_path


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
@pytest.mark.parametrize("command", ["compare", "position", "schedule"])
def test_no_figure_is_cut_however_narrow(capsys: pytest.CaptureFixture[str], base: Path, command: str, columns: int) -> None:
    plan = ["--plan", "catch_up"] if command == "schedule" else []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(columns))
        code, out, _ = run(capsys, command, base, *plan, "--lang", "en")
    assert code == 0
    assert "…" not in out
    wide = asked(capsys, "position", base)["position"]["principal"] if command != "schedule" else "564.88"
    assert f"{float(wide):,.2f}" in out


def test_position_json(capsys: pytest.CaptureFixture[str], base: Path) -> None:
    form = asked(capsys, "position", base)
    assert list(form) == ["as_of", "position", "dues", "per_day", "reconciliation", "conventions", "findings"]
    assert list(form["position"]) == [
        "principal", "principal_overdue", "interest", "penalty", "compound", "fee", "deferred", "held", "total", "days_past_due",
    ]  # fmt: skip
    assert [row["due"] for row in form["dues"]] == [f"2026-0{month}-30" for month in range(3, 10)]
    assert form["position"]["days_past_due"] == 184
    assert list(form["per_day"]) == ["interest", "penalty", "compound", "total"]
    assert form["reconciliation"] is None


def test_compare_json(capsys: pytest.CaptureFixture[str], base: Path) -> None:
    form = asked(capsys, "compare", base)
    assert list(form) == ["as_of", "engine_version", "rulebook", "conventions", "position", "plans"]
    assert (form["engine_version"], form["rulebook"], form["as_of"]) == (__version__, "cn", "2026-09-30")
    assert [p["name"] for p in form["plans"]] == ["do_nothing", "catch_up", "pay_off", "=Twelve", "一次结清"]
    for plan in form["plans"]:
        assert list(plan["measures"]) == list(MEASURES)
        for code in ("total_paid", "claim", "waived"):
            assert MONEY.fullmatch(plan["measures"][code])
    assert form["plans"][-1]["measures"]["total_paid"] == "9000.00"


def test_plans_are_chosen_by_name(capsys: pytest.CaptureFixture[str], base: Path) -> None:
    form = asked(capsys, "compare", base, "--plan", "一次结清")
    assert [p["name"] for p in form["plans"]] == ["do_nothing", "catch_up", "pay_off", "一次结清"]


def test_json_is_the_same_in_every_language(capsys: pytest.CaptureFixture[str], base: Path) -> None:
    for args in (["compare", base], ["position", base], ["schedule", base, "--plan", "pay_off"]):
        assert asked(capsys, *args, "--lang", "zh") == asked(capsys, *args, "--lang", "en")


def test_schedule_json(capsys: pytest.CaptureFixture[str], base: Path) -> None:
    form = asked(capsys, "schedule", base, "--plan", "=Twelve")
    assert list(form) == ["plan", "rows", "totals"]
    assert all(list(row) == ["step", "loan", "due", "days", "opening", *AMOUNTS, "closing"] for row in form["rows"])
    assert list(form["totals"]) == list(AMOUNTS)
    assert form["totals"]["waived"] == "10.00"
    assert form["rows"][-1]["closing"] == "0.00"


def test_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "schema")
    assert code == 0
    assert "loan" in json.loads(out)["properties"]


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--version") == (0, f"planner {__version__}\n", "")


def test_help_is_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert "显示此帮助" in run(capsys, "compare", "--help", "--lang", "zh")[1]
    assert not CHINESE.search(run(capsys, "compare", "--help", "--lang", "en")[1])
    assert run(capsys, "--lang", "en", "--help")[0] == 0


def test_language_follows_the_locale(capsys: pytest.CaptureFixture[str], base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert CHINESE.search(run(capsys, "position", base)[1])
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert not CHINESE.search(run(capsys, "position", base)[1])


def test_comparison_as_csv(capsys: pytest.CaptureFixture[str], base: Path, tmp_path: Path) -> None:
    code, out, err = run(capsys, "compare", base, "--csv", tmp_path / "o.csv", "--lang", "en")
    assert (code, out, err) == (0, f"Written: {tmp_path / 'o.csv'}\n", "")
    head, *rows = rows_of(tmp_path / "o.csv")
    assert head[:3] == ["name", "kind", "first_payment"]
    first = head.index("concession_principal")
    assert head[first : first + 5] == [f"concession_{part}" for part in ("principal", "interest", "penalty", "compound", "fee")]
    assert [row[0] for row in rows] == ["do_nothing", "catch_up", "pay_off", "'=Twelve", "一次结清"]
    assert rows[-1][head.index("total_paid")] == "9000.00"
    assert rows[0][head.index("finish")] == ""
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_position_as_csv_adds_up(capsys: pytest.CaptureFixture[str], base: Path, tmp_path: Path) -> None:
    form = asked(capsys, "position", base, "--csv", tmp_path / "o.csv")
    head, *rows = rows_of(tmp_path / "o.csv")
    assert head == ["kind", "due", "principal", "interest", "penalty", "compound", "fee", "total"]
    assert [row[0] for row in rows] == ["due"] * 7 + ["not_due", "deferred", "held", "total"]
    assert rows[-1][-1] == form["position"]["total"]
    for column in range(2, 8):
        amounts = [round(float(row[column] or 0) * 100) for row in rows]
        assert sum(amounts[:-1]) == amounts[-1]


def test_schedule_as_csv(capsys: pytest.CaptureFixture[str], base: Path, tmp_path: Path) -> None:
    form = asked(capsys, "schedule", base, "--plan", "catch_up", "--csv", tmp_path / "o.csv")
    head, *rows = rows_of(tmp_path / "o.csv")
    assert head == list(form["rows"][0])
    assert rows[:-1] == [[str(value) for value in row.values()] for row in form["rows"]]
    assert rows[-1][head.index("payment")] == form["totals"]["payment"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-a", "@x", "\tx", "\rx", "-1.2.3"])
def test_cells_that_look_like_formulas_are_disarmed(cell: str) -> None:
    assert sheets.safe(cell) == (cell if cell == "+1" and sheets.NUMBER.fullmatch(cell) else f"'{cell}")


@pytest.mark.parametrize("cell", ["-12.50", "12", "", "a=b", "停息"])
def test_numbers_and_plain_cells_stay(cell: str) -> None:
    assert sheets.safe(cell) == cell
