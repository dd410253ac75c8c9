"""Commands: what bad input, bad calls and files in the way get."""


from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

import pytest

from tests.cli.common import BASE, CHINESE, CODE, TERMS, rows_of, run


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
    ["schedule", "x.toml", "--plan", "a", "--plan", "b"], ["break", "x.toml", "--plan", "a", "--at", "0"],
    ["explain", "x.toml", "--plan", "a", "--step", "x"], ["stress", "x.toml", "--cure", "400"], ["offers", "x.toml", "--steps", "1"],
]  # fmt: skip


@pytest.mark.parametrize("args", USAGE, ids=" ".join)
def test_usage_errors_are_one_line(capsys: pytest.CaptureFixture[str], args: list[str], lang: str) -> None:
    args = args if "--lang" in args else ["--lang", lang, *args]
    code, out, err = run(capsys, *args)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "Traceback" not in err
    said, hint = re.split(r"（用 (?=planner)| \((?=planner)", err)
    command = next((word for word in args if word in ("compare", "schedule", "break", "explain", "stress", "offers", "app")), None)
    assert hint.startswith(("planner --help", f"planner {command} --help"))
    assert bool(CHINESE.search(said)) == (args[1] != "en")
    assert args[1] != "zh" or not re.search(r"[a-z]{4,} [a-z]{2,}", said)


def test_what_is_out_of_range_or_missing_is_told_with_its_range_and_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    said = [run(capsys, *args, "--lang", lang)[2] for args in (USAGE[0], ["stress", "x.toml", "--cure", "400"]) for lang in ("zh", "en")]
    for words, err in zip(("案件", "CASE", "0 至 365", "from 0 to 365"), said, strict=True):
        assert words in err


def changed(old: str, new: str) -> str:
    assert old in BASE
    return BASE.replace(old, new)


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
