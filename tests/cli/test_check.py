"""``planner check`` and ``planner rules``: what they print, and the exit code of a breach."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from planner import rules
from tests.cli.common import BASE, CHINESE, CODE, EXAMPLES, ROOT, run

OWN = ROOT / "tests" / "data" / "rules_example.toml"
KEYS = ["code", "grade", "where", "value", "limit", "source", "confidence"]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_checked_in_both_languages(capsys: pytest.CaptureFixture[str], path: Path, lang: str) -> None:
    code, out, err = run(capsys, "check", path, "--lang", lang)
    assert (code, err) == (0, "")
    assert not CODE.search(out)
    assert max(map(cell_len, out.splitlines())) <= 80
    assert lang == "en" or CHINESE.search(out)


def test_a_breach_ends_with_one(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    case = tmp_path / "case.toml"
    case.write_text(BASE.replace('"50 %"', '"60 %"'), encoding="utf-8")
    code, out, err = run(capsys, "check", case, "--json")
    assert (code, err) == (1, "")
    found = json.loads(out)["findings"]
    assert all(list(finding) == KEYS for finding in found)
    assert [f for f in found if f["grade"] == "breach"] == [
        {
            "code": "penalty_uplift", "grade": "breach", "where": "base", "value": "0.6", "limit": "0.5", "source": "银发〔2003〕251号",
            "confidence": "verified",
        }
    ]  # fmt: skip
    assert run(capsys, "check", case, "--lang", "en")[0] == 1


def test_the_same_case_without_rules_breaks_none(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    case = tmp_path / "case.toml"
    silent = BASE.replace('"50 %"', '"60 %"').replace("as_of", 'rules = "plain"\nas_of', 1)
    case.write_text(silent.replace('"60 %"', '"60 %", compound = "interest"'), encoding="utf-8")
    assert run(capsys, "check", case, "--json")[0] == 0


def test_without_rules_the_case_must_say_what_is_owed(capsys: pytest.CaptureFixture[str], tmp_path: Path, lang: str) -> None:
    case = tmp_path / "case.toml"
    case.write_text(BASE.replace('penalty = { uplift = "50 %" }', "").replace("as_of", 'rules = "plain"\nas_of', 1), encoding="utf-8")
    code, out, err = run(capsys, "check", case, "--lang", lang)
    assert (code, out) == (2, "")
    assert "loan[0].penalty.uplift" in err
    assert "loan[0].penalty.compound" in err
    assert not CODE.search(err)


def test_an_unusable_book_is_told_with_its_place(capsys: pytest.CaptureFixture[str], tmp_path: Path, lang: str) -> None:
    broken = OWN.read_text(encoding="utf-8").replace('confidence = "low"', 'confidence = "so so"')
    (tmp_path / "own.toml").write_text(broken, encoding="utf-8")
    case = tmp_path / "case.toml"
    case.write_text(BASE.replace("as_of", 'rules = "own.toml"\nas_of', 1), encoding="utf-8")
    code, out, err = run(capsys, "check", case, "--lang", lang)
    assert (code, out) == (2, "")
    assert "rules.rule[4].confidence" in err
    assert "so so" in err
    assert "verified, press, high, medium, low" in err
    code, out, err = run(capsys, "rules", tmp_path / "own.toml", "--lang", lang)
    assert (code, out) == (2, "")
    assert "rule[4].confidence" in err


def test_rules_are_printed_with_sources_and_dates(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    code, out, err = run(capsys, "rules", "--lang", lang)
    assert (code, err) == (0, "")
    assert not CODE.search(out)
    assert max(map(cell_len, out.splitlines())) <= 80
    joined = "".join(out.split())
    wrong = [rule for rule in rules.built_in("cn").rules if rule.corrects]
    assert len(wrong) == 7
    assert all("".join(rule.corrects[lang].split()) in joined for rule in wrong)
    assert {"zh": "适用：民间借贷", "en": "For:Privateloan"}[lang] in joined
    for rule in rules.built_in("cn").rules:
        assert "".join(rule.title[lang].split()) in joined
        assert "".join(rule.values[0].source[lang].split()) in joined
        assert rule.values[0].checked_on.isoformat() in out


# 2026-11-25, 2027-11-25 and 2027-11-26: a year, and a year and a day, after the newest check of the book.
@pytest.mark.parametrize(("epoch", "old"), [("1795564800", 0), ("1827100800", 0), ("1827187200", 1)])
def test_rules_not_checked_for_a_year_are_listed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, lang: str, epoch: str, old: int
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    listed = json.loads(run(capsys, "rules", "--json")[1])["unchecked"]
    assert ("penalty_uplift" in listed, bool(listed)) == (bool(old), bool(old))
    out = run(capsys, "rules", "--lang", lang)[1]
    assert ({"zh": "一年未核对", "en": "Not checked for a year"}[lang] in out) == bool(old)


def test_rules_as_json(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795564800")
    code, out, _ = run(capsys, "rules", "--json")
    form = json.loads(out)
    assert (code, form["name"], form["checked_on"], form["unchecked"]) == (0, "cn", "2026-11-25", [])
    assert len(form["rules"]) == len(rules.built_in("cn").rules)
    by_code = {rule["code"]: rule for rule in form["rules"] if not rule["kinds"] or "card" not in rule["kinds"]}
    assert by_code["penalty_uplift"]["values"] == [
        {
            "from": "2004-01-01", "least": "0.3", "most": "0.5",
            "source": {"zh": "银发〔2003〕251号", "en": "PBC Yinfa (2003) No. 251"}, "confidence": "verified", "checked_on": "2026-11-25",
        }
    ]  # fmt: skip
    assert by_code["private_cap"]["values"][1]["value"] == {"times": "4", "series": "1Y"}
    assert by_code["preservation_fee_most"]["values"][0]["value"] == "5000.00"
    assert by_code["acceptance_fee"]["values"][0]["value"][0] == {"to": "10000.00", "fee": "50.00", "share": "0"}
    assert by_code["mortgaged_home_grace"]["until"] == "2020-12-31"
    for name in ("plain", OWN):
        assert run(capsys, "rules", name, "--json")[0] == 0


def test_a_book_that_does_not_exist(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("de", "no.toml"):
        code, out, err = run(capsys, "rules", name, "--lang", "en")
        assert (code, out) == (2, "")
        assert err
