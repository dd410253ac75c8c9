"""What a negotiator may offer, worked by hand: every clause beyond it is named, and a mandate that contradicts itself is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from planner import casefile
from planner.book import Part
from planner.case import Mandate, Plan
from planner.clauses import Instalments, Rate
from planner.errors import CaseError
from planner.findings import Finding
from planner.offers import search
from planner.scenarios import compare

FOLDER: Final = Path(__file__).resolve().parents[1] / "examples"
CASE: Final = """as_of = 2026-09-30
[mandate]
%s
[[loan]]
kind = "card"
rate = "12 %%"
penalty = { uplift = "0 %%", compound = "none" }
due_day = 30
statement = { date = 2026-09-30, principal = "0.00", instalments_left = 0, dues = [
  { due = 2026-08-31, principal = "6,000.00", interest = "200.00", penalty = "100.01", fee = "50.00" },
] }
[[plan]]
name = "p"
start = 2026-09-30
terms = [ %s ]
"""
"""6,350.01 stands on the start: principal 6,000.00, interest 200.00, penalty 100.01, fees 50.00."""
LEVEL: Final = "{ instalments = 12 }"


def breaches(mandate: str, terms: str) -> list[Finding]:
    plan = compare(casefile.parse(CASE % (mandate, terms))).scenario("p")
    assert plan is not None
    assert all(f.grade == "breach" for f in plan.findings if f.code.startswith("mandate_"))
    return [f for f in plan.findings if f.code.startswith("mandate_")]


def told(mandate: str, terms: str) -> list[tuple[str, str, str, str]]:
    return [(f.code, f.where, f.value, f.limit) for f in breaches(mandate, terms) if f.code.startswith("mandate")]


@pytest.mark.parametrize(("mandate", "terms", "found"), [
    # Half of 100.01 is 50.005, so 50.01 both times.
    ('waive = { penalty = "50 %" }', '{ waive = "penalty", share = "50 %" }', []),
    ('waive = { penalty = "50 %" }', '{ waive = "penalty", share = "51 %" }', [("mandate_waiver", "p terms[0].share", "51.01", "50.01")]),
    ('waive = { penalty = "50 %" }', '{ waive = "penalty", amount = "50.02" }',
     [("mandate_waiver", "p terms[0].amount", "50.02", "50.01")]),
    # What is not named may not be forgiven; where no waiver is spoken of, nothing is held against it.
    ('waive = { penalty = "50 %" }', '{ waive = "fee", share = "100 %" }', [("mandate_waiver", "p terms[0].share", "50.00", "0.00")]),
    ("max_instalments = 60", '{ waive = "principal", share = "100 %" }', []),
    # On completion 60 % of the 60.01 left is 36.01, beside 40.00 at signing: 76.01 of at most 75.01.
    ('waive = { penalty = "75 %" }', '{ waive = "penalty", share = "60 %", when = "completion" }, { waive = "penalty", amount = "40.00" }',
     [("mandate_waiver", "p terms[0].share", "76.01", "75.01")]),
    # Two parts, each with a breach of its own.
    ('waive = { penalty = "10 %" }', '{ waive = ["interest", "penalty"], share = "20 %" }',
     [("mandate_waiver", "p terms[0].share", "40.00", "0.00"), ("mandate_waiver", "p terms[0].share", "20.00", "10.00")]),
])  # fmt: skip
def test_waivers_by_part(mandate: str, terms: str, found: list[tuple[str, str, str, str]]) -> None:
    assert told(mandate, f"{terms}, {LEVEL}") == found


def test_a_settlement_forgives_by_part() -> None:
    # 6,250.00 pays fees, penalty, interest and 5,899.99 of principal; 100.01 of principal is forgiven, at most 1 % = 60.00.
    mandate = 'waive = { principal = "1 %" }'
    assert told(mandate, '{ settle = "6,250.00" }') == [("mandate_waiver", "p terms[0].settle", "100.01", "60.00")]
    assert told('waive = { principal = "2 %" }', '{ settle = "6,250.00" }') == []


def test_conditions() -> None:
    own = 'waive = { penalty = "100 %", fee = "100 %" }\nconditional_only = "penalty"'
    signed = '{ waive = ["penalty", "fee"], share = "100 %" }'
    assert told(own, f"{signed}, {LEVEL}") == [("mandate_conditional", "p terms[0].when", "signing", "")]
    assert told(own, f'{{ waive = "penalty", share = "100 %", when = "completion" }}, {LEVEL}') == []
    assert len(told("conditional_only = true", f"{signed}, {LEVEL}")) == 2
    assert told(own, f'{{ waive = "penalty", share = "100 %", when = "after(1)" }}, {LEVEL}') == []


@pytest.mark.parametrize(("earliest", "when", "late_enough"), [
    ('"after(6)"', "after(6)", True), ('"after(6)"', "after(5)", False), ('"after(6)"', "paid(90 %)", False),
    ('["after(6)", "paid(50 %)"]', "paid(50 %)", True), ('["after(6)", "paid(50 %)"]', "paid(49.99 %)", False),
    ('"completion"', "after(12)", False), ('"completion"', "completion", True), ('"after(6)"', "signing", True),
])  # fmt: skip
def test_the_earliest_milestone(earliest: str, when: str, late_enough: bool) -> None:  # noqa: FBT001 - a column of the table
    limit = earliest.strip("[]").replace('"', "")
    found = told(f"earliest = {earliest}", f'{{ waive = "penalty", share = "50 %", when = "{when}" }}, {LEVEL}')
    assert found == ([] if late_enough else [("mandate_earliest", "p terms[0].when", when, limit)])


@pytest.mark.parametrize(("mandate", "terms", "found"), [
    ("max_instalments = 12", "{ instalments = 12 }", []),
    ("max_instalments = 12", "{ instalments = 13 }", [("mandate_instalments", "p terms[0].instalments", "13", "12")]),
    ("max_instalments = 70\nproduct_instalments = { card = 60 }", "{ instalments = 61 }",
     [("mandate_product", "p terms[0].instalments", "61", "60")]),
    ("product_instalments = { mortgage = 60 }", "{ instalments = 61 }", []),
    ("max_instalments = 2", '{ settle = "6,000", in = 3 }', [("mandate_instalments", "p terms[0].in", "3", "2")]),
    ('min_rate = "4 %"', '{ rate = "4 %" }, { instalments = 12 }', []),
    ('min_rate = "4 %"', '{ rate = "3.99 %" }, { instalments = 12 }', [("mandate_rate", "p terms[0].rate", "0.0399", "0.04")]),
    ('min_rate = "15 %"', "{ instalments = 12 }", []),
    ("max_pause = 3", '{ instalments = 9 }, { pause = "payments", months = 3 }, { pause = "interest", first = 0, months = 3 }', []),
    ("max_pause = 3", '{ instalments = 9 }, { pause = "payments", months = 3 }, { pause = "interest", first = 2, months = 2 }',
     [("mandate_pause", "p terms[2].months", "4", "3")]),
    # A tenth of 6,350.01 is 635.00; it may come on the start, or between it and the first instalment.
    ('min_down_payment = "10 %"', '{ lump_sum = 2026-09-30, amount = "635.00" }, { instalments = 12 }', []),
    ('min_down_payment = "10 %"', '{ lump_sum = 2026-09-30, amount = "634.99" }, { instalments = 12 }',
     [("mandate_down_payment", "p terms", "634.99", "635.00")]),
    ('min_down_payment = "1,000"', "{ instalments = 12 }", [("mandate_down_payment", "p terms", "0.00", "1000.00")]),
    ('min_down_payment = "1,000"', '{ settle = "6,000" }', []),
    ("due_days = [10, 20]", "{ instalments = 12, first_due = 2026-10-20 }", []),
    ("due_days = 10", "{ instalments = 12 }", [("mandate_due_day", "p terms[0].instalments", "30", "10")]),
])  # fmt: skip
def test_every_other_limit(mandate: str, terms: str, found: list[tuple[str, str, str, str]]) -> None:
    assert told(mandate, terms) == found


def test_longer_terms_count_what_is_left_with_them() -> None:
    # 12 instalments from 30 October on; the plan starts on 30 November with 10 left (December to September), and 3 more: 13.
    text = """as_of = 2026-10-30
[mandate]
max_instalments = %s
[[loan]]
kind = "consumer"
principal = "12,000.00"
rate = "12 %%"
opened = 2026-09-30
instalments = 12
payments = []
[[plan]]
name = "p"
start = 2026-11-30
terms = [ { extend = 3 }, { recast = 0 } ]
"""
    for limit, found in ((13, []), (12, [("mandate_instalments", "p terms[0].extend", "13", "12")])):
        plan = compare(casefile.parse(text % limit)).scenario("p")
        assert plan is not None
        assert [(f.code, f.where, f.value, f.limit) for f in plan.findings if f.code.startswith("mandate_")] == found


def test_a_mandate_is_read_whole() -> None:
    lines = """waive = { penalty = "100 %", principal = "5 %" }
conditional_only = ["penalty"]
max_instalments = 72
product_instalments = { card = 60 }
min_rate = "4 %"
max_pause = 6
min_down_payment = "2,000"
due_days = [20, 5]"""
    case = casefile.parse(CASE % (lines, LEVEL))
    own = Mandate((5_000_000, 0, 10**8, 0, 0), frozenset({Part.PENALTY}), 72, (("card", 60),), 4_000_000, 6, (0, 200_000), (5, 20))
    assert (case.mandate, case.unused) == (own, ())


@pytest.mark.parametrize(("lines", "code", "path"), [
    ('waive = { penalty = "50 %" }\nconditional_only = ["interest"]', "condition_without_waiver", "conditional_only"),
    ('waive = { penalty = "0 %" }\nconditional_only = true', "condition_without_waiver", "conditional_only"),
    ("max_instalments = 36\nproduct_instalments = { card = 60 }", "above_all_instalments", "product_instalments.card"),
    ("max_instalments = 6\nmax_pause = 6", "above_all_instalments", "max_pause"),
    ("min_down_payment = 0.1", "ambiguous", "min_down_payment"), ('min_down_payment = "120 %"', "range.share", "min_down_payment"),
    ("due_days = []", "empty_list", "due_days"), ("due_days = [5, 5]", "repeated", "due_days[1]"),
    ("due_days = 32", "range.count", "due_days"),
    ('conditional_only = "capital"', "unknown_part", "conditional_only"),
    ('earliest = "soon"', "unknown_choice", "earliest"), ('earliest = ["after(6)", "after(3)"]', "repeated", "earliest[1]"),
    ("earliest = []", "empty_list", "earliest"), ('earliest = ["after(0)"]', "range.count", "earliest[0]"),
    ("product_instalments = { car = 3 }", "unknown_key", "product_instalments.car"),
])  # fmt: skip
def test_a_mandate_that_contradicts_itself_or_cannot_be_read(lines: str, code: str, path: str) -> None:
    with pytest.raises(CaseError) as caught:
        casefile.parse(CASE % (lines, LEVEL))
    assert (code, f"mandate.{path}") in {(p.code, p.path) for p in caught.value.problems}


@pytest.mark.parametrize("name", [path.stem for path in sorted(FOLDER.glob("*.toml"))])
def test_plans_of_the_examples_keep_to_their_mandate(name: str) -> None:
    case = casefile.read(FOLDER / f"{name}.toml")
    assert case.mandate is not None
    assert [f for s in compare(case).scenarios for f in s.findings if f.grade == "breach"] == []


@pytest.mark.parametrize(("rate", "found"), [("15.4 %", []), ("15.39 %", ["0.1539"])])
def test_the_contract_s_own_rate_is_never_at_fault(rate: str, found: list[str]) -> None:
    """A lowest rate above the contract's asks no more than the contract."""
    text = (FOLDER / "consumer_missed_instalments.toml").read_text(encoding="utf-8")
    head, rest = text.split("[mandate]\n", 1)
    lines = [line for line in rest.splitlines() if not line.startswith("min_rate")]
    case = casefile.parse(f'{head}[mandate]\nmin_rate = "30 %"\n' + "\n".join(lines))
    plan = Plan("own", case.plans[0].start, (Rate(round(float(rate[:-2]) * 1_000_000)), Instalments(24)))
    only = compare(replace(case, plans=(plan,))).scenario("own")
    assert only is not None
    assert [f.value for f in only.findings if f.code == "mandate_rate"] == found
    assert set(search(case, steps=3).candidates.rate.tolist()) == {15_400_000}
