"""``planner stress``: one plan as design section 13 has it, all plans in a list, words in both languages, usage errors."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
from rich.progress import Progress

from planner.cli.progress import progress as bar
from planner.stress import SHOCKS
from tests.cli.common import BASE, CHINESE, CODE, EXAMPLES, asked, run

HOUSE = """
[household]
income = "4,000"
essential_costs = "3,000"
[assumptions]
income = { volatility = ["5 %", "20 %"], lost_month = "1 %" }
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "case.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_one_plan(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    case = written(tmp_path, BASE.replace("\n[[loan]]", f"{HOUSE}\n[[loan]]", 1))
    found = asked(capsys, "stress", case, "--plan", "=Twelve")
    assert found["plan"] == "=Twelve"
    assert [shock["shock"] for shock in found["shocks"]] == list(SHOCKS)
    assert {"shock", "survives", "first_failing", "months_in_arrears"} <= set(found["shocks"][0])
    assert found == asked(capsys, "stress", case, "--plan", "=Twelve")
    complete = found["paths"]["complete"]
    assert 0 <= float(complete["low"]) <= float(complete["high"]) <= 1


def test_all_plans(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    case = written(tmp_path, BASE.replace("\n[[loan]]", f"{HOUSE}\n[[loan]]", 1))
    found = asked(capsys, "stress", case, "--cure", "31", "--on-break", "keep")
    assert [form["plan"] for form in found["plans"]] == ["=Twelve", "一次结清"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words(capsys: pytest.CaptureFixture[str], tmp_path: Path, lang: str) -> None:
    case = written(tmp_path, BASE.replace("\n[[loan]]", f"{HOUSE}\n[[loan]]", 1))
    code, out, err = run(capsys, "stress", case, "--plan", "=Twelve", "--lang", lang)
    assert (code, err) == (0, "")
    assert not CODE.search(out)
    assert bool(CHINESE.search(out)) == (lang == "zh")
    assert "20%" in out
    assert "10,000" in out


@pytest.mark.parametrize(("options", "word"), [
    (("--plan", "none"), "none"), (("--plan", "=Twelve", "--plan", "一次结清"), "--plan"),
    (("--cure", "-1"), "--cure"), (("--on-break", "x"), "restore"),
])  # fmt: skip
def test_usage(capsys: pytest.CaptureFixture[str], tmp_path: Path, options: tuple[str, ...], word: str) -> None:
    case = written(tmp_path, BASE.replace("\n[[loan]]", f"{HOUSE}\n[[loan]]", 1))
    code, out, err = run(capsys, "stress", case, *options, "--lang", "en")
    assert (code, out) == (2, "")
    assert word in err


def test_no_income(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = run(capsys, "stress", written(tmp_path, BASE), "--lang", "en")
    assert (code, out) == (2, "")
    assert "household.income" in err


def test_examples_with_an_income(capsys: pytest.CaptureFixture[str]) -> None:
    for path in EXAMPLES:
        code, out, err = run(capsys, "stress", path, "--json", "--lang", "en")
        assert (code, err) == (0, "") if out else (code == 2 and ("household.income" in err or "loan:" in err))


def test_a_bar_appears_only_after_a_second_and_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[bool] = []
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr(Progress, "start", lambda _: begun.append(True))
    with bar("x", 2) as advance:
        advance()
        assert begun == []
        now = time.monotonic()
        monkeypatch.setattr(time, "monotonic", lambda: now + 2)
        advance()
        advance()
    assert begun == [True]
