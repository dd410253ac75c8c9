"""No code names a country: what is law stands in rulebooks, and a case under another country's book is checked by that book alone."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import planner
from tests.cli.common import CODE, ROOT, run

PACKAGE = Path(planner.__file__).parent
OWN = ROOT / "tests" / "data" / "rules_example.toml"
COUNTRY = re.compile(r"(?i)\b(china|prc|pboc|pbc|cbirc|nfra|exampleland)\b|中国|中华|银保监|人民银行|民法典|法释|银发|civil code")
BOOK = re.compile(r"cn|[a-z]{2}_CN")
NAMED = {("case.py", "cn"), ("casefile/models.py", "cn"), ("cli/checking.py", "cn"), ("text.py", "zh_CN")}
"""The book a case has unless it names one, and the locale of a language."""
ABOUT = {"workdays.py", "between.py", "case.py", "agenda.py", "purse.py", "debts.py", "joint.py", "series.py"}
"""Modules whose docstrings cite where an order or a calendar comes from that can be replaced by an agreement, a convention or a package."""
CHINESE_LAW = re.compile("民法典|银发|法释|法发|办法|Civil Code|PBC|Fafa|Measures on|银保监")


def texts(path: Path) -> Iterator[tuple[str, bool]]:
    """Every text constant of a module, and whether it is a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, id(node) in told


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_names_a_country(path: Path) -> None:
    name = str(path.relative_to(PACKAGE))
    spoken = [text for text, docstring in texts(path) if COUNTRY.search(text) and not (docstring and path.name in ABOUT)]
    assert spoken == []
    assert {(name, text) for text, docstring in texts(path) if not docstring and BOOK.fullmatch(text)} <= NAMED


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The first example under the book of another country, which lies beside it, and a household of 4,000 a month."""
    (tmp_path / "exampleland.toml").write_text(OWN.read_text(encoding="utf-8"), encoding="utf-8")
    text = (ROOT / "examples" / "consumer_missed_instalments.toml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^rules = .*\n", "", text)
    text = re.sub(r"(?m)^income = .*$", 'income = "4,000"', text, count=1)
    path = tmp_path / "case.toml"
    path.write_text('rules = "exampleland.toml"\n' + text, encoding="utf-8")
    return path


def test_a_case_of_another_country_is_checked_by_its_book(capsys: pytest.CaptureFixture[str], case: Path) -> None:
    code, out, err = run(capsys, "check", case, "--json")
    assert (code, err) == (1, "")
    found = {finding["code"]: finding for finding in json.loads(out)["findings"]}
    breach = found["penalty_uplift"]
    assert (breach["grade"], breach["value"], breach["limit"]) == ("breach", "0.5", "0.2")
    assert breach["source"] == "Consumer Credit Act of Exampleland, s. 7"
    # More than 31 days past due; a rule of low confidence can only note.
    assert (found["risk_class"]["value"], found["risk_class"]["source"]) == ("substandard", "Supervisor of Exampleland, circular 3")
    assert (found["debt_to_income"]["grade"], found["debt_to_income"]["limit"]) == ("note", "0.4")
    assert not {"claim_line", "plan_term", "observation_end", "class_restructured", "plan_contents"} & set(found)
    assert not CHINESE_LAW.search(out)


def test_a_case_of_another_country_is_compared_and_explained_by_its_book(capsys: pytest.CaptureFixture[str], case: Path, lang: str) -> None:
    code, out, err = run(capsys, "compare", case, "--lang", lang)
    assert (code, err) == (0, "")
    assert not CHINESE_LAW.search(out)
    code, out, _ = run(capsys, "compare", case, "--json")
    form = json.loads(out)
    assert (code, form["rulebook"]) == (0, "exampleland.toml")
    assert form["conventions"]["allocation"] == ["principal", "interest", "fee", "penalty", "compound"]
    assert form["conventions"]["first_penalty_day"] == "due-date"
    assert form["conventions"]["by_rule"]["allocation"]["source"]["en"] == "Consumer Credit Act of Exampleland, s. 9"
    code, out, _ = run(capsys, "position", case, "--lang", lang)
    assert code == 0
    assert "Exampleland" in "".join(out.split())
    assert not CODE.search(out)


BROKEN = """
[[rule]]
code = "penalty_uplift"
use = "limit"
unit = "share"
title = "Uplift"
source = "Act, s. 1"
confidence = "verified"
checked_on = 2026-01-01
values = [ { most = "20 %" }, { from = 2015-01-01, most = "20 %", least = "30 %" } ]

[[rule]]
code = "penalty_uplift_default"
use = "default"
unit = "share"
within = "uplift"
title = "Uplift"
confidence = "certain"
values = [ { from = 2015-01-01, value = "25 %" } ]
"""


def test_a_book_that_contradicts_itself_is_told_whole(capsys: pytest.CaptureFixture[str], case: Path, lang: str) -> None:
    """Every problem of the book at once, each with its place, beside those of the case."""
    (case.parent / "exampleland.toml").write_text(BROKEN, encoding="utf-8")
    case.write_text(case.read_text(encoding="utf-8").replace('kind = "consumer"', 'kind = "boat"'), encoding="utf-8")
    code, out, err = run(capsys, "check", case, "--lang", lang)
    assert (code, out) == (2, "")
    places = [
        "loan[0].kind", "rules.rule[0].values[0].from", "rules.rule[0].values[1].least", "rules.rule[1].source", "rules.rule[1].confidence",
        "rules.rule[1].checked_on",
    ]  # fmt: skip
    assert [place for place in places if place not in err] == []
    assert not CODE.search(err)
