"""``planner sensitivity`` and the reconciliation of ``planner position``, as JSON and in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.standings import PARTS
from tests.cli.common import BASE, CHINESE, CODE, EXAMPLES, asked, run

# 564.88 a month: 12,000.00 at 1 % a month over 24. Interest 120.00, principal 444.88 (rest 11,555.12); 115.55 and 449.33 (rest 11,105.79);
# then 111.06 + 453.82 and 106.52 + 458.36, unpaid on 2026-04-30, of which 10,193.61 is not yet due. Penalty 18 % / 360 a day from
# 03-30 and 04-30 to 05-15: 453.82 x 0.05 % x 46 = 10.44, 458.36 x 0.05 % x 15 = 3.44. Since 04-30: 10,193.61 x 12 % / 360 x 15 = 50.97.
# Compound at 18 %: 111.06 x 0.05 % x 46 = 2.55, 106.52 x 0.05 % x 15 = 0.80; this bank charges none.
STATED = """
[loan.statement]
date = 2026-05-15
principal = "10,193.61"
accrued = "50.97"
dues = [
  { due = 2026-03-30, principal = "453.82", interest = "111.06", penalty = "10.44" },
  { due = 2026-04-30, principal = "458.36", interest = "106.52", penalty = "3.44" },
]
"""
KEYS = ["date", "tolerance", "agrees", "parts", "dues", "contradictions", "sets", "nearest", "tried", "complete"]


@pytest.fixture
def stated(tmp_path: Path) -> Path:
    path = tmp_path / "stated.toml"
    path.write_text(BASE.replace("\n[[plan]]", f"{STATED}\n[[plan]]", 1), encoding="utf-8")
    return path


@pytest.mark.parametrize("path", [path for path in EXAMPLES if path.stem != "several_debts"], ids=lambda path: path.stem)
def test_json_of_every_example(capsys: pytest.CaptureFixture[str], path: Path) -> None:
    form = asked(capsys, "sensitivity", path)
    assert list(form) == ["as_of", "total", "rows", "findings"]
    assert form["total"] == asked(capsys, "position", path)["position"]["total"]
    assert form["rows"]
    for row in form["rows"]:
        assert list(row) == ["convention", "value", "current", "change"]
        assert list(row["change"]) == list(PARTS)
    sizes = [abs(float(row["change"]["total"])) for row in form["rows"] if set(row["change"].values()) != {"0.00"}]
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize("name", ["business_quarterly_interest", "card_9000_overdue", "second_negotiation", "high_fee_consumer_loan"])
def test_words(capsys: pytest.CaptureFixture[str], name: str, lang: str) -> None:
    code, out, err = run(capsys, "sensitivity", name, "--lang", lang)
    assert (code, err) == (0, "")
    assert not CODE.search(out)
    assert bool(CHINESE.search(out))
    assert ("62.47" in out) == (name == "business_quarterly_interest")


def test_reconciliation_is_null_without_a_statement(capsys: pytest.CaptureFixture[str], base: Path) -> None:
    assert asked(capsys, "position", base)["reconciliation"] is None


def test_reconciliation_as_json(capsys: pytest.CaptureFixture[str], stated: Path) -> None:
    """Both agree but for compound interest, which this bank does not charge; the statement is older than the case."""
    form = asked(capsys, "position", stated)
    found = form["reconciliation"]
    assert list(found) == KEYS
    assert (found["date"], found["tolerance"], found["agrees"], found["complete"]) == ("2026-05-15", "0.01", False, True)
    gaps = {part: row["difference"] for part, row in found["parts"].items() if row["difference"] != "0.00"}
    assert gaps == {"compound": "3.35", "total": "3.35"}
    assert [row["due"] for row in found["dues"]] == ["2026-03-30", "2026-04-30"]
    changes = [[(change["convention"], change["value"]) for change in answer["changes"]] for answer in found["sets"]]
    assert [("compound_rate", "0")] in changes
    assert {len(answer) for answer in changes} == {1}
    assert "reconciled_on" in [finding["code"] for finding in form["findings"]]


def test_reconciliation_in_words(capsys: pytest.CaptureFixture[str], stated: Path, lang: str) -> None:
    code, out, err = run(capsys, "position", stated, "--lang", lang)
    assert (code, err) == (0, "")
    assert not CODE.search(out)
    assert out.count("2026-05-15") == 2
    assert "+3.35" in out
    assert {"en": "One other convention", "zh": "改一项口径"}[lang] in out


def test_a_contradiction_in_words(capsys: pytest.CaptureFixture[str], stated: Path, lang: str) -> None:
    stated.write_text(stated.read_text(encoding="utf-8").replace("10,193.61", "13,000.00"), encoding="utf-8")
    code, out, err = run(capsys, "position", stated, "--lang", lang)
    assert (code, err) == (0, "")
    assert "13,912.18" in out.replace("13912.18", "13,912.18")
    found = asked(capsys, "position", stated)["reconciliation"]
    assert [row["code"] for row in found["contradictions"]] == ["stated_above_lent"]
    assert (found["sets"], found["nearest"]) == ([], [])


def test_the_example_names_the_compound_rate(capsys: pytest.CaptureFixture[str]) -> None:
    """187.41 less 124.94, worked out in the comment of the example."""
    found = asked(capsys, "position", "business_quarterly_interest")["reconciliation"]
    assert found["parts"]["compound"] == {"ours": "124.94", "bank": "187.41", "difference": "-62.47"}
    (answer,) = found["sets"]
    assert answer["changes"] == [{"convention": "compound_rate_before_maturity", "value": "0.081", "current": "0.054"}]
    assert answer["dues_agree"]
