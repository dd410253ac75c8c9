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


# 10 % x 1.5, x 1.1 by the example's default.
@pytest.mark.parametrize(("rules", "penalty"), [("", 15_000_000), ("cn", 15_000_000), ("own.toml", 11_000_000)])
def test_penalty_uplift_comes_from_the_book(tmp_path: Path, rules: str, penalty: int) -> None:
    case = read(tmp_path, rules=rules)
    assert case.loans[0].penalty_rate == penalty
    assert case.book.name == (rules or "cn")


def test_orders_come_from_the_book(tmp_path: Path) -> None:
    says = 'penalty = { uplift = "0 %", compound = "interest" }'
    own, plain, card = (read(tmp_path, rules=name, kind="card", more=says).loans[0] for name in ("own.toml", "plain", "cn"))
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
    assert set(form["by_rule"]) == {
        "uplift", "compound_rate", "compound_rate_before_maturity", "compound_on_penalty", "allocation", "days", "first_penalty_day",
        "penalty_day_count",
    }  # fmt: skip
    for lang, source in (("zh", "银发〔2003〕251号"), ("en", "PBC Yinfa (2003) No. 251")):
        words = catalogue(lang)
        said = dict(present.say_conventions(words, form))
        assert source in said[words("convention.uplift")]
        assert "129" in said[words("convention.days")]
        assert "0192" in said[words("convention.first_penalty_day")]


def test_every_default_of_a_book_reaches_the_loan(tmp_path: Path) -> None:
    # Opened on 2025-01-15: the example's book counts both days since 2025-01-01; unpaid interest bears nothing in it.
    by = {name: read(tmp_path, rules=name).loans[0] for name in ("cn", "own.toml")}
    names = ("days", "first_penalty_day", "penalty_day_count", "compound_rate", "compounds")
    assert [getattr(by["cn"], name) for name in names] == ["start-in", "day-after", "actual/360", 15_000_000, frozenset()]
    assert [getattr(by["own.toml"], name) for name in names] == ["both", "due-date", "actual/365", 0, frozenset()]
    assert read(tmp_path, rules="own.toml", opened="2024-12-31").loans[0].days == "start-in"


CARD = """
as_of = 2026-09-30
rules = "{rules}"
[[loan]]
kind = "card"
rate = "0.05 %/day"
opened = 2026-01-01
statement_day = 5
draws = [ {{ date = 2026-01-10, amount = 1000 }} ]
{more}
"""


@pytest.mark.parametrize(("rules", "minimum", "counted", "penalty"), [("cn", 10, False, 18_000_000), ("own.toml", 5, True, 19_800_000)])
def test_cards_bill_as_the_book_says(tmp_path: Path, rules: str, minimum: int, counted: bool, penalty: int) -> None:  # noqa: FBT001
    # Without an uplift 0.05 % a day of 360 is 18 % a year; a tenth more 19.8 %.
    (tmp_path / "own.toml").write_text(OWN.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "case.toml").write_text(CARD.format(rules=rules, more=""), encoding="utf-8")
    case = casefile.read(tmp_path / "case.toml")
    loan = case.loans[0]
    assert loan.card is not None
    assert (loan.card.minimum, loan.card.statement_day_counted, loan.penalty_rate) == (minimum * 1_000_000, counted, penalty)
    form = present.conventions(case)
    assert {"card.minimum", "card.statement_day_counted"} <= set(form["by_rule"])
    for lang in ("zh", "en"):
        words = catalogue(lang)
        rule = case.book.on("card_minimum", case.as_of, "card")
        assert rule is not None
        assert rule.source[lang] in dict(present.say_conventions(words, form))[words("convention.card")]


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ("", ["penalty.uplift", "penalty.compound"]),
        ('penalty = { uplift = "50 %" }', ["penalty.compound"]),
        ('penalty = { rate = "12 %", compound_rate = "5 %" }', []),
        ('penalty = { misuse = "50 %", compound = "none" }', ["penalty.uplift"]),
        ('penalty = { uplift = "50 %", compound = "interest" }', []),
    ],
)
def test_what_no_book_says_the_case_must_say(tmp_path: Path, more: str, missing: list[str]) -> None:
    (tmp_path / "case.toml").write_text(text("plain", more=more), encoding="utf-8")
    if not missing:
        loan = casefile.read(tmp_path / "case.toml").loans[0]
        assert (loan.days, loan.first_penalty_day, loan.order, loan.by_rule) == ("start-in", "day-after", LAW_ORDER, ())
        return
    assert refused("", tmp_path) == [(f"loan[0].{key}", "no_default") for key in missing]
    with pytest.raises(CaseError) as error:
        casefile.read(tmp_path / "case.toml")
    for lang in ("zh", "en"):
        assert "plain" in present.say_problem(catalogue(lang), error.value.problems[0])


def test_a_card_without_a_minimum_is_refused_where_no_book_gives_one() -> None:
    more = 'penalty = { uplift = "0 %", compound = "interest" }'
    assert refused(CARD.format(rules="plain", more=more)) == [("loan[0].minimum", "no_default")]
    casefile.parse(CARD.format(rules="plain", more=f'{more}\nminimum = "10 %"'))


def test_what_the_loan_says_itself_is_not_the_books(tmp_path: Path) -> None:
    more = """penalty = { rate = "12 %", compound = "none" }
allocation = ["principal", "interest", "penalty", "compound", "fee"]
days = "start-in"
first_penalty_day = "day-after"
penalty_day_count = "actual/360"
"""
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
