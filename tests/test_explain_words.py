"""Explanations in words: every formula and every input has words in both languages, and the numbers stand in the formula."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from planner import casefile, text
from planner.economics import BASES
from planner.explain.formulas import FORMULAS
from planner.figures import MEASURES
from planner.present.why import came_from, equation, input_line, label, say_why, title, why_json
from planner.scenarios import compare
from planner.why import Given, Origin, Why
from planner.whys import Explainer

FOLDER: Final = Path(__file__).resolve().parents[1] / "examples"
SEEN: Final = ("business_quarterly_interest", "card_60000_facing_suit", "overdue_interest_formula", "second_negotiation", "several_debts")
"""Examples that together ask every column of a ledger."""
RAW: Final = re.compile(r"\b(formula|given|origin|unit|measure|part|class|column|confidence)\.[a-z_]+|\{\w+\}|[a-z]+_[a-z]+")


@cache
def every() -> tuple[Why, ...]:
    """Every measure and every cell of some examples, each kind of figure once."""
    found: dict[tuple[object, ...], Why] = {}
    for name in SEEN:
        explainer = Explainer(compare(casefile.read(FOLDER / f"{name}.toml")))
        for scenario in explainer.comparison.scenarios:
            whys = [explainer.opened(explainer.measure(scenario.name, code), 2) for code in MEASURES]
            for why in (*whys, *(own for _, own in explainer.cells(scenario.name))):
                for own in figures(why):
                    found.setdefault((own.code, own.formula, own.part, tuple(given.name for given in own.inputs[:6])), own)
    return tuple(found.values())


def figures(why: Why) -> Iterator[Why]:
    yield why
    for given in why.inputs:
        if given.why is not None:
            yield from figures(given.why)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_formula_and_every_input_has_words(lang: str) -> None:
    words = text.catalogue(lang)
    assert [code for code in FORMULAS if words(f"formula.{code}") == f"formula.{code}"] == []
    names = {given.name for why in every() for given in why.inputs} | {why.code for why in every()}
    # Both catalogues hold the same codes: one that lacks words shows in Chinese.
    raw = (name for name in names if RAW.search(label(words, name)) or (lang == "zh" and label(words, name) == name))
    assert sorted(raw) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_code_and_no_hole_is_left_in_what_is_said(lang: str) -> None:
    words = text.catalogue(lang)
    origins = {given.origin.kind: given.origin for why in every() for given in why.inputs if given.origin is not None}
    everywhere = [Origin("original", basis) for basis in BASES]
    everywhere += [Origin(kind, "7", 3, "2026-01-01") for kind in origins if kind != "original"]
    assert [origin for origin in everywhere if RAW.search(came_from(words, origin))] == []
    said = [line for why in every() for line in (title(words, why), equation(words, why))]
    assert [line for line in said if RAW.search(line)] == []


def test_the_numbers_stand_in_the_formula() -> None:
    inputs = (
        Given("overdue_principal", 331_055, "cents"), Given("rate", 23_100_000, "rate"), Given("days", 31, "days"),
        Given("year", 360, "days"), Given("remainder", 5, "number"),
    )  # fmt: skip
    # 3,310.55 × 23.1 % × 31 / 360 = 65.85.
    why = Why("penalty", "charge", 6_585, "cents", inputs)
    assert equation(text.catalogue("zh"), why) == "逾期本金 3,310.55 × 年利率 23.1% × 31 ÷ 360 = 65.85"
    assert equation(text.catalogue("en"), why) == "overdue principal 3,310.55 × rate a year 23.1% × 31 ÷ 360 = 65.85"


def test_long_sums_are_shortened_and_lists_say_how_many_more() -> None:
    pays = tuple(Given("payment", 100 * k, "cents", Origin("ledger", "received", on="2026-01-01")) for k in range(1, 31))
    why, words = Why("total_paid", "sum", 46_500, "cents", pays), text.catalogue("en")
    assert equation(words, why) == "payment 1.00 + 2.00 + 3.00 + 4.00 + … + 30.00 = 465.00"
    lines = list(say_why(words, why, 12))
    assert (len(lines), lines[-1]) == (14, (1, "… and 18 more"))


def test_a_rule_is_cited_in_the_language_with_its_confidence() -> None:
    origin = Origin("rule", "cost_line", on="2024-01-01", source={"zh": "某规定", "en": "Some rule"}, confidence="verified")
    given = Given("rate", 24_000_000, "rate", origin)
    why = Why("x", "same", 1, "cents", (given,))
    assert "某规定" in input_line(text.catalogue("zh"), given, why)
    assert "Some rule" in input_line(text.catalogue("en"), given, why)
    assert why_json(why)["inputs"][0]["origin"] == {
        "kind": "rule", "where": "cost_line", "line": None, "on": "2024-01-01", "source": origin.source, "confidence": "verified",
    }  # fmt: skip
