"""A case under a rulebook: what its loans leave open comes from the book, with its source, on the day of the loan."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner import casefile, present
from planner.book import Part
from planner.case import Case
from planner.errors import CaseError
from planner.loan import LAW_ORDER
from planner.text import catalogue

OWN = Path(__file__).parent / "data" / "rules_example.toml"
CASE = """
as_of = 2026-09-30
{rules}
[[loan]]
id = "a"
kind = "{kind}"
principal = "120,000.00"
rate = "10 %"
opened = {opened}
instalments = 36
{more}
"""


def text(rules: str = "", kind: str = "consumer", opened: str = "2025-01-15", more: str = "") -> str:
    return CASE.format(rules=f'rules = "{rules}"' if rules else "", kind=kind, opened=opened, more=more)


def read(folder: Path, **changes: str) -> Case:
    path = folder / "case.toml"
    path.write_text(text(**changes), encoding="utf-8")
    (folder / "own.toml").write_text(OWN.read_text(encoding="utf-8"), encoding="utf-8")
    return casefile.read(path)


# 10 % x 1.5, x 1 without rules, x 1.1 by the example's default.
@pytest.mark.parametrize(("rules", "penalty"), [("", 15_000_000), ("cn", 15_000_000), ("plain", 10_000_000), ("own.toml", 11_000_000)])
def test_penalty_uplift_comes_from_the_book(tmp_path: Path, rules: str, penalty: int) -> None:
    case = read(tmp_path, rules=rules)
    assert case.loans[0].penalty_rate == penalty
    assert case.book.name == (rules or "cn")


def test_orders_come_from_the_book(tmp_path: Path) -> None:
    own, plain, card = (read(tmp_path, rules=name, kind="card").loans[0] for name in ("own.toml", "plain", "cn"))
    assert own.order == (Part.PRINCIPAL, Part.INTEREST, Part.FEE, Part.PENALTY, Part.COMPOUND)
    assert (plain.order, plain.late_order, plain.late_from) == (LAW_ORDER, None, -1)
    assert (card.order, card.late_from, card.uplift) == (LAW_ORDER, 91, 0)
    assert card.late_order == (Part.PRINCIPAL, Part.INTEREST, Part.PENALTY, Part.COMPOUND, Part.FEE)


# 77号 until 2003-12-31: interest of the term compounds at the contract rate, 10 %; 251号 from 2004-01-01: at the penalty rate, 15 %.
@pytest.mark.parametrize(("opened", "before"), [("2003-12-31", 10_000_000), ("2004-01-01", None)])
def test_compound_rate_before_maturity_follows_the_rule_of_the_loans_day(tmp_path: Path, opened: str, before: int | None) -> None:
    loan = read(tmp_path, opened=opened, more='penalty = { uplift = "50 %" }').loans[0]
    assert (loan.compound_before_maturity, loan.compound_rate) == (before, 15_000_000)


def test_outputs_say_which_rule_gave_a_convention(tmp_path: Path) -> None:
    form = present.conventions(read(tmp_path))
    assert form["by_rule"]["uplift"]["source"]["zh"] == "银发〔2003〕251号"
    assert set(form["by_rule"]) == {"uplift", "compound_rate_before_maturity", "allocation"}
    for lang, source in (("zh", "银发〔2003〕251号"), ("en", "PBC Yinfa (2003) No. 251")):
        words = catalogue(lang)
        said = dict(present.say_conventions(words, form))
        assert source in said[words("convention.uplift")]


def test_what_the_loan_says_itself_is_not_the_books(tmp_path: Path) -> None:
    more = 'penalty = { rate = "12 %", compound = "none" }\nallocation = ["principal", "interest", "penalty", "compound", "fee"]'
    assert present.conventions(read(tmp_path, more=more))["by_rule"] == {}
    higher = read(tmp_path, more='penalty = { misuse = "100 %" }').loans[0]
    assert (higher.uplift, higher.late_uplift, higher.misuse) == (100_000_000, 50_000_000, 100_000_000)
    assert "uplift" not in dict(higher.by_rule)


def refused(source: str, folder: Path | None = None) -> list[tuple[str, str]]:
    with pytest.raises(CaseError) as error:
        casefile.parse(source) if folder is None else casefile.read(folder / "case.toml")
    return [(problem.path, problem.code) for problem in error.value.problems]


def test_a_book_that_cannot_be_used_is_told_with_everything_else(tmp_path: Path) -> None:
    broken = OWN.read_text(encoding="utf-8").replace('confidence = "low"', 'confidence = "so so"')
    (tmp_path / "own.toml").write_text(broken, encoding="utf-8")
    (tmp_path / "case.toml").write_text(text("own.toml", kind="boat"), encoding="utf-8")
    assert refused("", tmp_path) == [("loan[0].kind", "unknown_choice"), ("rules.rule[4].confidence", "unknown_choice")]


@pytest.mark.parametrize(("name", "code"), [("us", "unknown_choice"), ("own.toml", "rules_no_folder")])
def test_text_names_built_in_books_only(name: str, code: str) -> None:
    assert refused(text(name)) == [("rules", code)]
    with pytest.raises(CaseError) as error:
        casefile.parse(text(name))
    for lang in ("zh", "en"):
        assert name in present.say_problem(catalogue(lang), error.value.problems[0])
