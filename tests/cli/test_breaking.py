"""``planner break``: one break by part, a line for each, JSON, words in both languages, refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.common import BASE, CHINESE, CODE, asked, run


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.toml"
    path.write_text(BASE, encoding="utf-8")
    return path


def test_every_break(capsys: pytest.CaptureFixture[str], case: Path) -> None:
    found = asked(capsys, "break", case, "--plan", "=Twelve", "--cure", "3", "--on-break", "keep")
    assert (found["plan"], found["on_break"], found["cure_days"]) == ("=Twelve", "keep", 3)
    assert [one["payment"] for one in found["breaks"]] == list(range(1, 13))
    assert (found["breaks"][0]["missed"], found["breaks"][0]["date"], found["breaks"][0]["paid"]) == ("2026-11-30", "2026-12-03", "0.00")
    second = asked(capsys, "break", case, "--plan", "=Twelve", "--cure", "3", "--on-break", "keep", "--at", "2")
    assert second["breaks"] == [found["breaks"][1]]
    for one in found["breaks"]:
        parts = [one["owed"][name] for name in ("principal", "interest", "penalty", "compound", "fee")]
        assert sum(round(float(part) * 100) for part in parts) == round(float(one["owed"]["total"]) * 100)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("at", [(), ("--at", "1")])
def test_words(capsys: pytest.CaptureFixture[str], case: Path, lang: str, at: tuple[str, ...]) -> None:
    code, out, err = run(capsys, "break", case, "--plan", "=Twelve", *at, "--lang", lang)
    assert (code, err) == (0, "")
    assert "2026-11-30" in out
    assert not CODE.search(out)
    assert bool(CHINESE.search(out)) == (lang == "zh")


@pytest.mark.parametrize(("options", "word"), [
    (("--plan", "none"), "none"), (("--plan", "=Twelve", "--at", "13"), "12"), (("--plan", "=Twelve", "--at", "0"), "--at"),
])  # fmt: skip
def test_what_does_not_exist(capsys: pytest.CaptureFixture[str], case: Path, options: tuple[str, ...], word: str) -> None:
    code, out, err = run(capsys, "break", case, *options, "--lang", "en")
    assert (code, out) == (2, "")
    assert word in err
