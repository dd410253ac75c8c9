"""``planner worth``: the figures of ``planner compare`` and how far assumptions move them, in both languages and as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.worth import KINDS, SHOWN
from tests.cli.common import CHINESE, CODE, EXAMPLES, asked, run


def test_json_has_the_figures_of_the_comparison(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "worth", "card_60000_facing_suit")
    compared = {plan["name"]: plan["measures"] for plan in asked(capsys, "compare", "card_60000_facing_suit")["plans"]}
    assert found["rates"]["original_rate"]["basis"] == "rate"
    assert [plan["name"] for plan in found["plans"]] == list(compared)
    for plan in found["plans"]:
        assert list(plan["figures"]) == list(SHOWN)
        own = compared[plan["name"]]
        assert {code: value for code, value in plan["figures"].items() if code in own} == {code: own[code] for code in SHOWN if code in own}
        assert {reach["assumption"] for reach in plan["ranges"]} <= set(KINDS)
    assert found["modification_line"]["value"] == "0.1"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    code, out, err = run(capsys, "worth", "card_60000_facing_suit", "--lang", lang)
    assert (code, err) == (0, "")
    assert not CODE.search(out)
    assert CHINESE.search(out)
    assert ("IFRS 9" in out) == (lang == "en")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_rate_says_which_it_is(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    _, out, _ = run(capsys, "worth", "consumer_missed_instalments", "--lang", lang)
    joined = "".join(out.split())
    # 15.4 % a month at a time; the same compounded over the days of each year is 16.56 %.
    named = {"en": ("15.4%nominal(IRR×12)", "16.56%effective", "APRC", "RegulationZ"), "zh": ("15.4%名义", "16.56%实际", "欧盟", "美国")}
    assert all(name in joined for name in named[lang])


def test_every_example(capsys: pytest.CaptureFixture[str]) -> None:
    for path in EXAMPLES:
        code, _, err = run(capsys, "worth", path, "--json")
        assert (code, err) == (0, "")


@pytest.mark.parametrize(("assumed", "where"), [
    ('funding_rate = "-100 %"', "assumptions.funding_rate"), ('redefault = { monthly = "101 %" }', "assumptions.redefault.monthly"),
    ('redefault = { monthly = "2 %", curve = ["1 %"] }', "assumptions.redefault"), ("redefault = {}", "assumptions.redefault"),
])  # fmt: skip
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_refusals_are_placed_and_in_words(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, assumed: str, where: str, lang: str
) -> None:
    path = EXAMPLES[0]
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("funding_rate")]
    text = "\n".join(lines).replace("[assumptions]", f"[assumptions]\n{assumed}")
    case = tmp_path / "case.toml"
    case.write_text(text, encoding="utf-8")
    code, out, err = run(capsys, "worth", case, "--lang", lang)
    assert (code, out) == (2, "")
    assert where in err
    assert bool(CHINESE.search(err)) == (lang == "zh")
