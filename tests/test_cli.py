"""The commands: what they print in both languages, what they write, and what bad input gets."""

from __future__ import annotations

import contextlib
import csv
import errno
import http.client
import io
import json
import os
import re
import socket
import subprocess
import sys
import time
import tomllib
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from rich.cells import cell_len

from planner import __version__
from planner.cli import main, serve, sheets
from planner.errors import CaseError, Problem, RangeError
from planner.figures import MEASURES
from planner.present import AMOUNTS
from planner.text import ENVIRONMENT

ROOT: Final = Path(__file__).resolve().parents[1]
EXAMPLES: Final = sorted((ROOT / "examples").glob("*.toml"))
CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
CODE: Final = re.compile(r"\b(problem|expected|finding|measure|convention|position|column|part|scenario|then|grade|method)\.[a-z]")
MONEY: Final = re.compile(r"-?\d+\.\d\d")
BASE: Final = """
schema = 1
title = "Base"
as_of = 2026-09-30

[[loan]]
id = "base"
kind = "consumer"
principal = "12,000.00"
rate = "12 %"
opened = 2025-12-30
instalments = 24
penalty = { uplift = "50 %" }
payments = [{ date = 2026-01-30, amount = "564.88" }, { date = 2026-02-28, amount = "564.88" }]

[[plan]]
name = "=Twelve"
start = 2026-10-30
terms = [{ waive = "penalty", amount = "10.00" }, { instalments = 12 }]

[[plan]]
name = "一次结清"
start = 2026-10-30
terms = [{ settle = "9,000.00" }]
"""
Ran = tuple[int, str, str]


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*ENVIRONMENT, *(n for n in os.environ if n.startswith(("STREAMLIT_", "FORCE_", "NO_COLOR")))):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "base.toml"
    path.write_text(BASE, encoding="utf-8")
    return path


@pytest.fixture(params=["en", "zh"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def run(capsys: pytest.CaptureFixture[str], *args: object) -> Ran:
    code = main([str(arg) for arg in args])
    out, err = capsys.readouterr()
    return code, out, err


def asked(capsys: pytest.CaptureFixture[str], *args: object) -> dict[str, Any]:
    code, out, err = run(capsys, *args, "--json")
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


def strings(form: object) -> Iterator[str]:
    """Every string in a JSON value."""
    if isinstance(form, dict):
        for key, value in form.items():
            yield from (key, *strings(value))
    elif isinstance(form, list):
        for value in form:
            yield from strings(value)
    elif isinstance(form, str):
        yield form


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


def rows_of(path: Path) -> list[list[str]]:
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


def test_comparison_as_csv(capsys: pytest.CaptureFixture[str], base: Path, tmp_path: Path) -> None:
    code, out, err = run(capsys, "compare", base, "--csv", tmp_path / "o.csv", "--lang", "en")
    assert (code, out, err) == (0, f"Written: {tmp_path / 'o.csv'}\n", "")
    head, *rows = rows_of(tmp_path / "o.csv")
    assert head[:3] == ["name", "kind", "first_payment"]
    assert head[-5:] == [f"concession_{part}" for part in ("principal", "interest", "penalty", "compound", "fee")]
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


def test_a_file_stays_whole_where_the_new_one_cannot_be_written(
    capsys: pytest.CaptureFixture[str], base: Path, tmp_path: Path, lang: str
) -> None:
    (tmp_path / "folder").mkdir()
    for target in (tmp_path / "folder", tmp_path / "none" / "o.csv", base / "o.csv", tmp_path / ("long" * 100)):
        code, out, err = run(capsys, "position", base, "--csv", target, "--lang", lang)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert str(target) in err
        assert bool(CHINESE.search(err)) == (lang == "zh")


def test_the_case_itself_is_never_written_over(capsys: pytest.CaptureFixture[str], base: Path, tmp_path: Path, lang: str) -> None:
    (tmp_path / "link.csv").symlink_to(base)
    (tmp_path / "twin.csv").hardlink_to(base)
    for target in (base, tmp_path / "link.csv", tmp_path / "twin.csv", tmp_path / "." / "base.toml"):
        code, out, err = run(capsys, "compare", base, "--csv", target, "--lang", lang)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert base.read_text(encoding="utf-8") == BASE


def test_only_regular_files_that_may_be_written_are_replaced(capsys: pytest.CaptureFixture[str], base: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "locked.csv").write_text("old", encoding="utf-8")
    (tmp_path / "locked.csv").chmod(0o444)
    (tmp_path / "to_pipe.csv").symlink_to(tmp_path / "pipe.csv")
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    for name in ("pipe.csv", "locked.csv", "to_pipe.csv", "loop.csv"):
        code, out, err = run(capsys, "compare", base, "--csv", tmp_path / name, "--lang", "zh")
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert "无法写入" in err
    assert (tmp_path / "pipe.csv").is_fifo()
    assert (tmp_path / "locked.csv").read_text(encoding="utf-8") == "old"


def test_a_replaced_file_keeps_its_mode_and_links_to_it_stay(capsys: pytest.CaptureFixture[str], base: Path, tmp_path: Path) -> None:
    (tmp_path / "o.csv").write_text("old", encoding="utf-8")
    (tmp_path / "o.csv").chmod(0o640)
    (tmp_path / "link.csv").symlink_to("o.csv")
    assert run(capsys, "compare", base, "--csv", tmp_path / "link.csv")[0] == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "o.csv").stat().st_mode & 0o777 == 0o640
    assert rows_of(tmp_path / "o.csv")[0][0] == "name"


def test_unknown_plans_are_all_named(capsys: pytest.CaptureFixture[str], base: Path, lang: str) -> None:
    code, out, err = run(capsys, "compare", base, "--plan", "x", "--plan", "y", "--lang", lang)
    assert (code, out, err.count("\n")) == (2, "", 2)
    assert '"=Twelve"' in err
    assert '"x"' in err
    assert run(capsys, "compare", base, "--plan", "x", "--plan", "x")[2].count("\n") == 1
    code, out, err = run(capsys, "schedule", base, "--plan", "nope", "--lang", lang)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "catch_up" in err


USAGE: Final = [
    ["compare"], ["schedule", "x.toml"], ["nothing"], ["compare", "x.toml", "--nope"], ["compare", "x.toml", "--lang", "fr"],
    ["app", "--port", "0"], ["app", "--port", "x"], ["--lang", "zh"], ["--lang", "en"], ["compare", ""], ["compare", " "],
    ["compare", "x.toml", "y.toml"], ["compare", "x.toml", "--csv"], ["compare", "x.toml", "--json=3"],
    ["schedule", "x.toml", "--plan", "a", "--plan", "b"],
]  # fmt: skip


@pytest.mark.parametrize("args", USAGE, ids=" ".join)
def test_usage_errors_are_one_line(capsys: pytest.CaptureFixture[str], args: list[str], lang: str) -> None:
    args = args if "--lang" in args else ["--lang", lang, *args]
    code, out, err = run(capsys, *args)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "Traceback" not in err
    said = err.split("（用 planner --help" if CHINESE.search(err) else " (planner --help")[0]
    assert bool(CHINESE.search(said)) == (args[1] != "en")
    assert args[1] != "zh" or not re.search(r"[a-z]{4,} [a-z]{2,}", said)


def changed(old: str, new: str) -> str:
    assert old in BASE
    return BASE.replace(old, new)


TERMS: Final = '[{ settle = "9,000.00" }]'
BAD: Final = {
    "not TOML": ("base.toml", "as_of = = 3"),
    "wrong type": ("loan[0].instalments", changed("instalments = 24", 'instalments = "many"')),
    "unknown key": ("loan[0].colour", changed('id = "base"', 'id = "base"\ncolour = "red"')),
    "dates out of order": ("loan[0].payments[0].date", changed("date = 2026-01-30", "date = 2025-01-30")),
    "negative amount": ("loan[0].payments[0].amount", changed('"564.88" }, {', '"-564.88" }, {')),
    "as-of before opening": ("as_of", changed("as_of = 2026-09-30", "as_of = 2025-09-30")),
    "payment after as-of": ("loan[0].payments[1].date", changed("date = 2026-02-28", "date = 2026-12-28")),
    "2,000 %": ("loan[0].rate", changed('rate = "12 %"', 'rate = "2,000 %"')),
    "10 trillion": ("loan[0].principal", changed('"12,000.00"', '"10,000,000,000,000.00"')),
    "100,000 instalments": ("loan[0].instalments", changed("instalments = 24", "instalments = 100000")),
    "overlapping pauses": (
        "plan[1].terms[1]",
        changed(TERMS, '[{ pause = ["interest"], first = 0, months = 3 }, { pause = ["interest"], first = 2, months = 3 }]'),
    ),
    "waiver too large": ("plan[0].terms[0].amount", changed('amount = "10.00"', 'amount = "10,000.00"')),
    "no such part": ("plan[0].terms[0].waive", changed('waive = "penalty"', 'waive = "dues"')),
    "empty plan": ("plan[1].terms", changed(TERMS, "[]")),
    "two plans of one name": ("plan[1].name", changed('name = "一次结清"', 'name = "=Twelve"')),
}


@pytest.mark.parametrize(("place", "source"), BAD.values(), ids=BAD)
def test_bad_input_gets_a_message_and_no_traceback(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, place: str, source: str, lang: str
) -> None:
    path = tmp_path / "base.toml"
    path.write_text(source, encoding="utf-8")
    code, out, err = run(capsys, "compare", path, "--lang", lang)
    assert (code, out) == (2, "")
    assert place in err
    assert "Traceback" not in err
    assert not CODE.search(err)
    plain = err.replace("一次结清", "")
    assert all(bool(CHINESE.search(line)) == (lang == "zh") for line in plain.splitlines())


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path, lang: str) -> None:
    for path in (tmp_path / "none.toml", tmp_path, tmp_path / ("long" * 100), "long" * 100):
        code, out, err = run(capsys, "position", path, "--lang", lang)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert err.startswith(str(path))


def test_every_problem_is_told_at_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    source = changed("instalments = 24", "instalments = 100000").replace('rate = "12 %"', 'rate = "2,000 %"').replace(TERMS, "[]")
    (tmp_path / "base.toml").write_text(source, encoding="utf-8")
    code, _, err = run(capsys, "compare", tmp_path / "base.toml", "--lang", "en")
    assert code == 2
    assert {line.partition(":")[0] for line in err.splitlines()} == {"loan[0].rate", "loan[0].instalments", "plan[1].terms"}


def test_a_debt_that_outgrows_the_integers_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path, lang: str) -> None:
    source = changed('"12,000.00"', '"99,000,000,000.00"').replace('rate = "12 %"', 'rate = "1,000 %"')
    (tmp_path / "base.toml").write_text(source.replace('uplift = "50 %"', 'rate = "1,000 %"'), encoding="utf-8")
    code, out, err = run(capsys, "position", tmp_path / "base.toml", "--lang", lang)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert not CODE.search(err)


def test_control_characters_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str], base: Path) -> None:
    code, _, err = run(capsys, "schedule", base, "--plan", "a\x1b[2Jb\nc", "--lang", "en")
    assert code == 2
    assert "\x1b" not in err
    assert err.count("\n") == 1


class Full(io.StringIO):
    """A stream on a disk without space."""

    def write(self, _: str) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_output_that_cannot_be_written_is_one_line(
    capsys: pytest.CaptureFixture[str], base: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    for args in (["compare", base], ["position", base, "--json"], ["schema"], ["compare", "--help"]):
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", Full())
            code = main([str(arg) for arg in (*args, "--lang", lang)])
        err = capsys.readouterr().err
        assert (code, err.count("\n")) == (2, 1)
        assert bool(CHINESE.search(err)) == (lang == "zh")


def test_errors_that_cannot_be_written_leave_the_exit_code(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Full())
    assert main(["compare", f"{base}x"]) == 2
    assert main(["compare", str(base), "--json"]) == 0


def test_many_problems_end_with_how_many_more(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, base: Path, lang: str
) -> None:
    def refuse(*_: object) -> None:
        raise CaseError(Problem("negative", f"loan[0].payments[{n}].amount") for n in range(2000))

    monkeypatch.setattr("planner.casefile.read", refuse)
    code, _, err = run(capsys, "compare", base, "--lang", lang)
    lines = err.splitlines()
    assert (code, len(lines)) == (2, 201)
    assert lines[-1] == {"en": "…and 1,800 more", "zh": "……另有 1,800 处"}[lang]
    assert lines[0].startswith("loan[0].payments[0].amount")


def test_problems_are_told_in_the_order_of_the_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    entries = ", ".join(f'{{ date = 2026-01-{n + 1:02d}, amount = "-1" }}' for n in range(12))
    source = re.sub(r"payments = .*", f"payments = [{entries}]", BASE).replace(TERMS, "[]").replace("instalments = 24", "instalments = 0")
    (tmp_path / "base.toml").write_text(source, encoding="utf-8")
    err = run(capsys, "compare", tmp_path / "base.toml", "--lang", "en")[2]
    places = [line.partition(":")[0] for line in err.splitlines()]
    assert places == ["loan[0].instalments", *(f"loan[0].payments[{n}].amount" for n in range(12)), "plan[1].terms"]


@pytest.mark.parametrize("columns", ["0", "1", "3"])
def test_a_terminal_of_no_width_loses_no_figure(
    capsys: pytest.CaptureFixture[str], base: Path, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for args in (["compare", base], ["position", base], ["schedule", base, "--plan", "catch_up"]):
        code, out, _ = run(capsys, *args)
        assert code == 0
        assert MONEY.search(out.replace(",", ""))
        assert max(map(cell_len, out.splitlines())) >= 30


def test_nothing_is_printed_before_everything_is_known(
    capsys: pytest.CaptureFixture[str], base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_large(*_: object) -> None:
        raise RangeError("original", 10**14, 10**13)

    monkeypatch.setattr("planner.cli.pages.per_day", too_large)
    for name in ("compare", "position"):
        code, out, err = run(capsys, name, base, "--lang", "zh")
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert "贷款过大" in err


def command(*args: object) -> list[str]:
    return [sys.executable, "-m", "planner", *map(str, args)]


def test_a_pipe_that_closes_early_is_no_error(base: Path) -> None:
    for args in (("compare", base), ("compare", base, "--json")):
        process = subprocess.Popen(command(*args), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        err = process.stderr.read()
        process.stderr.close()
        assert (process.wait(timeout=60), err) == (0, b"")


def test_closed_streams_are_one_line_or_none(base: Path, tmp_path: Path) -> None:
    for closed, case, code, lines in (("1", base, 2, 1), ("2", base, 0, 0), ("2", tmp_path / "none.toml", 2, 0)):
        words = ["sh", "-c", f'exec "$@" {closed}>&-', "sh", *command("compare", case)]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, timeout=60, check=False)
        assert (done.returncode, done.stderr.count(b"\n")) == (code, lines)
        assert bool(done.stdout) == (code == 0)
        assert b"Traceback" not in done.stderr


def test_the_language_may_stand_before_the_command(capsys: pytest.CaptureFixture[str], base: Path, lang: str) -> None:
    assert run(capsys, "--lang", lang, "position", base) == run(capsys, "position", base, "--lang", lang)
    assert run(capsys, "--lang", "zh" if lang == "en" else "en", "position", base, "--lang", lang)[1].startswith("Base")


def test_a_console_without_chinese_gets_no_traceback(base: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    for args in (("position", base), ("compare", base, "--json")):
        done = subprocess.run(command(*args), cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        assert args[0] == "position" or json.loads(done.stdout)["plans"][-1]["name"] == "一次结清"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gbk"])
def test_a_console_without_chinese_is_spoken_to_in_english(base: Path, encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = subprocess.run(command("compare", base, "--lang", "zh"), cwd=ROOT, env=environment, capture_output=True, timeout=60, check=True)
    out = done.stdout.decode(encoding)
    assert ("欠" if encoding == "gbk" else "Owed") in out
    assert ("一次结清" if encoding == "gbk" else "\\u4e00") in out
    assert "?" not in out


def test_commands_load_neither_pandas_nor_streamlit(base: Path) -> None:
    script = f"import sys; from planner.cli import main; main(['compare', {str(base)!r}]); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert {name.split(".")[0] for name in done.stderr.split()} & {"pandas", "streamlit", "altair"} == set()


def flat(table: dict[str, Any], above: str = "") -> dict[str, str | list[str]]:
    """A configuration file as Streamlit's flags say it."""
    found: dict[str, str | list[str]] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            found |= flat(value, f"{above}{key}.")
        else:
            found[above + key] = value if isinstance(value, list) else str(value).lower() if isinstance(value, bool) else str(value)
    return found


def test_the_app_gets_the_configuration_of_the_checkout() -> None:
    written = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert flat(written) == serve.OPTIONS


def test_the_environment_overrides_the_app_and_flags_override_that(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "--server.headless=true" in serve.flags(None)
    assert "--server.allowedHosts=127.0.0.1" in serve.flags(None)
    monkeypatch.setenv("STREAMLIT_SERVER_HEADLESS", "false")
    monkeypatch.setenv("STREAMLIT_SERVER_MAX_UPLOAD_SIZE", "9")
    monkeypatch.setenv("STREAMLIT_SERVER_PORT", "8600")
    assert not [flag for flag in serve.flags(None) if flag.startswith(("--server.headless", "--server.maxUploadSize", "--server.port"))]
    assert serve.address(None, None) == "http://127.0.0.1:8600"
    assert serve.flags(8700)[-1] == "--server.port=8700"
    assert serve.address(8700, "zh") == "http://127.0.0.1:8700/?lang=zh"


def test_a_browser_opens_only_at_a_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert serve.at_desk()
    monkeypatch.setenv("STREAMLIT_SERVER_HEADLESS", "true")
    assert not serve.at_desk()
    monkeypatch.delenv("STREAMLIT_SERVER_HEADLESS")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False)
    assert not serve.at_desk()


def test_the_browser_opens_once_the_server_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(webbrowser, "open", seen.append)
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/?lang=zh"
        serve._open(url)
    assert seen == [url]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_app_answers() -> None:
    port = free_port()
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command("app", "--port", port, "--lang", "en"), cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == f"The app is at http://127.0.0.1:{port}/?lang=en\n"
        assert _answers(port)
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _answers(port: int) -> bool:
    """Whether the app says within a minute that it is well."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        with contextlib.suppress(OSError), contextlib.closing(connection):
            connection.request("GET", "/_stcore/health")
            return connection.getresponse().read().strip() == b"ok"
        time.sleep(0.2)
    return False
