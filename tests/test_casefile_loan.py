"""Case files: every convention of a loan, each of its values, as the noun holds it, and the schema that describes it."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from planner import casefile, clauses
from planner.book import Part
from planner.casefile import fields
from planner.casefile.form import Form
from planner.casefile.models_charges import GraceForm, LateFeeForm, PenaltyForm, PrepaymentFeeForm, StepUpForm
from planner.casefile.models_loan import (
    AgreedForm,
    AllocationForm,
    CardForm,
    ConventionsForm,
    DrawForm,
    LoanForm,
    RepricingForm,
    StatementForm,
)
from planner.casefile.reading import known
from planner.clauses import PrepaymentFee
from planner.dates import BASE
from planner.loan import CHOICES, Agreed, Card, Draw, Floating, Grace, LateFee, Loan, Payment, StepUp
from planner.verify import problems

HEAD = "as_of = 2026-09-30\n"
LOAN = """[[loan]]
kind = "consumer"
principal = "120,000.00"
rate = "16 %"
opened = 2025-01-15
instalments = 36
method = "equal-principal"
"""
CARD = """[[loan]]
kind = "card"
rate = "0.05 %/day"
opened = 2026-03-20
draws = [ { date = 2026-05-02, amount = 30, cash = true }, { date = 2026-03-30, amount = "1,000" } ]
"""
FORMS: list[type[Form]] = [
    PenaltyForm, StepUpForm, GraceForm, LateFeeForm, PrepaymentFeeForm, AgreedForm, AllocationForm, CardForm, DrawForm, RepricingForm,
    StatementForm,
]  # fmt: skip
"""The tables inside a loan."""
FLOATING = LOAN.replace("16 %", "LPR1Y + 90bp")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def loan(lines: str, base: str = LOAN) -> Loan:
    """The loan with these lines instead of its own of the same keys."""
    for key in re.findall(r"(?m)^(\w+) =", lines):
        base = re.sub(rf"(?m)^{key} = .*\n", "", base)
    return casefile.parse(HEAD + base + lines + "\n").loans[0]


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in CHOICES.items() for value in values])
def test_words(key: str, value: str) -> None:
    beside = {"level_on": '\nmethod = "level"'}.get(key, "")
    assert getattr(loan(f'{key} = "{value}"{beside}'), key) == value
    assert getattr(loan(""), key) == CHOICES[key][0]


@pytest.mark.parametrize(("lines", "field", "value"), [
    ("overdue_interest = true", "overdue_interest", True), ("overdue_interest = false", "overdue_interest", False),
    ('rounded = "daily"\ndaily_decimals = 4', "daily_decimals", 4), ('rounded = "daily"', "daily_decimals", 2),
    ("grace = { days = 3 }", "grace", Grace(3)), ('grace = { days = 3, kind = "excused" }', "grace", Grace(3)),
    ('grace = { days = 5, kind = "retroactive" }', "grace", Grace(5, retroactive=True)),
    ('late_fee = { share = "5 %" }', "late_fee", LateFee(5_000_000)),
    ('late_fee = { share = "5 %", least = 10, most = "500", tolerance = 10, after = 3 }', "late_fee",
     LateFee(5_000_000, 1_000, 50_000, 1_000, 3)),
    ('fees = [ { date = 2027-01-15, amount = 20 }, { date = 2026-01-15, amount = "100.50" } ]', "fees",
     ((day("2026-01-15"), 10_050), (day("2027-01-15"), 2_000))),
    ("draws = [ { date = 2025-02-01, amount = 5 } ]", "draws", (Draw(day("2025-02-01"), 500),)),
    ("prepayment_fee = { months_of_interest = 1, until_month = 12 }", "prepayment_fee", PrepaymentFee(1, 0, 12)),
    ('prepayment_fee = { share = "3 %", base = "outstanding", from_month = 12, until_month = 24, free = "10,000", least = 5, most = 9 }',
     "prepayment_fee", PrepaymentFee(0, 3_000_000, 24, 0, 500, 900, "outstanding", 12, 1_000_000)),
    ("prepayment_fee = { fixed = 200 }", "prepayment_fee", PrepaymentFee(fixed=20_000)),
    ('prepayment_fee = { share = "1 %", base = "original" }', "prepayment_fee", PrepaymentFee(share=1_000_000, base="original")),
    ('prepayment_fee = { share = "1 %", base = "prepaid" }', "prepayment_fee", PrepaymentFee(share=1_000_000)),
    ("prepayment_fee = { waived = true }", "prepayment_fee", PrepaymentFee(waived=True)),
    ('allocation = { by = "instalment" }', "by_instalment", True), ('allocation = { by = "part" }', "by_instalment", False),
    ("acceleration = 2026-05-01", "accelerated", day("2026-05-01")),
])  # fmt: skip
def test_tables_and_switches(lines: str, field: str, value: object) -> None:
    assert getattr(loan(lines), field) == value


@pytest.mark.parametrize(("written", "expected"), [
    # 16 % x 1.5 = 24 %, x 1.3 = 20.8 %, x 2 = 32 %; the higher of lateness and misuse, not both
    ("{}", (24_000_000, 5 * 10**7, 24_000_000, None)), ('{ uplift = "30 %" }', (20_800_000, 3 * 10**7, 20_800_000, None)),
    ('{ uplift = "30 %", misuse = "100 %" }', (32_000_000, 10**8, 32_000_000, None)),
    ('{ uplift = "50 %", misuse = "30 %" }', (24_000_000, 5 * 10**7, 24_000_000, None)),
    ('{ rate = "0.05 %/day" }', (18_000_000, None, 18_000_000, None)),
    ('{ rate = "18 %", misuse = "100 %" }', (32_000_000, 10**8, 32_000_000, None)),
    ('{ rate = "36 %", misuse = "100 %" }', (36_000_000, None, 36_000_000, None)),
    ('{ compound = "none" }', (24_000_000, 5 * 10**7, 0, None)), ('{ compound_rate = "20 %" }', (24_000_000, 5 * 10**7, 20_000_000, None)),
    ('{ compound_rate_before_maturity = "contract" }', (24_000_000, 5 * 10**7, 24_000_000, 16_000_000)),
    ('{ compound_rate_before_maturity = "penalty", compound_rate = 0.2 }', (24_000_000, 5 * 10**7, 20_000_000, 24_000_000)),
    ('{ compound_rate_before_maturity = "0.03 %/day" }', (24_000_000, 5 * 10**7, 24_000_000, 10_800_000)),
])  # fmt: skip
def test_penalty(written: str, expected: tuple[int, int | None, int, int | None]) -> None:
    got = loan(f"penalty = {written}")
    assert (got.penalty_rate, got.uplift, got.compound_rate, got.compound_before_maturity) == expected


@pytest.mark.parametrize(("written", "expected"), [
    ('{ step_up = { days = 90, uplift = "100 %" } }', StepUp(90, 32_000_000, 32_000_000, 10**8)),
    ('{ step_up = { days = 90, rate = "0.1 %/day" } }', StepUp(90, 36_000_000, 36_000_000)),
    ("{ step_up = { days = 30, rate = 0.3 }, compound_rate = 0.2 }", StepUp(30, 30_000_000, 20_000_000)),
    ('{ step_up = { days = 30, rate = 0.3 }, compound = "none" }', StepUp(30, 30_000_000, 0)), ("{}", None),
])  # fmt: skip
def test_step_up(written: str, expected: StepUp | None) -> None:
    assert loan(f"penalty = {written}").step_up == expected


@pytest.mark.parametrize(("written", "bases"), [
    ("{}", ()), ("{ compound_on_penalty = true }", ("penalty",)), ("{ compound_on_compound = true }", ("compound",)),
    ("{ compound_on_penalty = true, compound_on_compound = true }", ("penalty", "compound")),
    ("{ compound_on_penalty = false, compound_on_compound = false }", ()),
])  # fmt: skip
def test_what_else_bears_compound_interest(written: str, bases: tuple[str, ...]) -> None:
    assert loan(f"penalty = {written}").compounds == frozenset(bases)


@pytest.mark.parametrize(("written", "reprice", "effective"), [
    ("", "january", "on-the-day"), ('repricing = "anniversary"', "anniversary", "on-the-day"),
    ('repricing = "fixed"', "fixed", "on-the-day"), ('repricing = { on = "january", effective = "day-before" }', "january", "day-before"),
    ('repricing = { effective = "on-the-day" }', "january", "on-the-day"),
])  # fmt: skip
def test_repricing(written: str, reprice: str, effective: str) -> None:
    # the 1Y LPR of 20 December 2024 was 3.10 %: 4.00 % with 90 basis points, 6.00 % with half as much again
    got = loan(written, FLOATING)
    assert (got.rate, got.penalty_rate, got.uplift) == (4_000_000, 6_000_000, 5 * 10**7)
    assert got.floating == Floating("1Y", 90, reprice, effective)


@pytest.mark.parametrize(("lines", "card", "first", "anchor"), [
    # opened on 20 March: the first statement is of 5 April
    ("statement_day = 5", Card(5), "2026-04-25", 25), ("statement_day = 20", Card(20), "2026-04-09", 9),
    ("statement_day = 5\ndue_day = 23", Card(5, 23), "2026-04-23", 23), ("statement_day = 5\ndue_day = 5", Card(5, 5), "2026-05-05", 5),
    ("statement_day = 25\ndue_day = 15", Card(25, 15), "2026-04-15", 15),
    ("statement_day = 31\ndue_after = 18", Card(31, None, 18), "2026-04-18", 18),
    ('statement_day = 5\nminimum = "5 %"', Card(5, minimum=5_000_000), "2026-04-25", 25),
    ('statement_day = 5\ncard = { interest = "unpaid-part", statement_day_counted = true }',
     Card(5, interest="unpaid-part", statement_day_counted=True), "2026-04-25", 25),
    ('statement_day = 5\ncard = { interest = "full-amount", statement_day_counted = false }', Card(5), "2026-04-25", 25),
])  # fmt: skip
def test_cards(lines: str, card: Card, first: str, anchor: int) -> None:
    got = loan(lines, CARD)
    assert (got.card, got.first_due, got.due_day, got.principal, got.instalments) == (card, day(first), anchor, 0, 0)
    assert got.draws == (Draw(day("2026-03-30"), 100_000), Draw(day("2026-05-02"), 3_000, cash=True))


def test_a_card_without_statements_has_instalments() -> None:
    assert loan('kind = "card"').card is None


@pytest.mark.parametrize(("written", "broken", "on_break"), [
    ("", None, "restore"), (", broken = 2026-06-20", "2026-06-20", "restore"),
    (', broken = 2026-06-20, on_break = "keep"', "2026-06-20", "keep"), (', broken = 2026-06-20, on_break = "restore"', "2026-06-20",
     "restore"),
])  # fmt: skip
def test_a_plan_agreed_earlier(written: str, broken: str | None, on_break: str) -> None:
    terms = '[ { waive = "penalty", share = 1, when = "completion" }, { instalments = 12, first_due = 2026-02-10 } ]'
    got = loan(f"agreed = {{ start = 2026-01-20, terms = {terms}{written} }}\npayments = [ {{ date = 2026-02-10, amount = 5 }} ]")
    expected = (clauses.Waive((Part.PENALTY,), 10**8, 0, "completion"), clauses.Instalments(12, "level", day("2026-02-10")))
    assert got.agreed == Agreed(day("2026-01-20"), expected, None if broken is None else day(broken), on_break)
    assert got.payments == (Payment(day("2026-02-10"), 500),)


@pytest.mark.parametrize("date", ["2026-09-30", "2026-08-31"])
def test_a_statement_beside_a_history_is_held_against_it(date: str) -> None:
    stated = f'statement = {{ date = {date}, principal = "9", dues = [ {{ due = 2026-08-15, principal = 1 }} ] }}\n'
    got = loan(stated + "payments = [ { date = 2025-02-15, amount = 5 }, { date = 2025-02-15, amount = 7 } ]")
    assert (got.reconcile, got.stated, got.instalments, got.first_due) == (True, None, 36, day("2025-02-15"))
    assert (got.statement.date, got.principal) == (day(date), 12_000_000) if got.statement else False
    assert got.payments == (Payment(day("2025-02-15"), 500), Payment(day("2025-02-15"), 700))
    assert loan(stated + "payments = []").reconcile


def test_a_statement_alone_is_what_the_loan_is_rolled_from() -> None:
    got = loan('statement = { date = 2026-09-30, principal = "9" }')
    assert (got.reconcile, got.stated) == (False, got.statement)
    assert not loan("").reconcile


def test_a_floating_rate_is_the_one_of_the_opening_where_there_is_a_history() -> None:
    # repriced on 1 January 2026 with the LPR of 3.00 %; the history begins with 3.10 %
    stated = 'statement = { date = 2026-09-30, principal = "9" }\n'
    assert loan(stated, FLOATING).rate == 3_900_000
    assert loan(stated + "payments = []", FLOATING).rate == 4_000_000


@pytest.mark.parametrize(("lines", "unused"), [
    ("", ()), ('days = "start-in"\npenalty = { uplift = "30 %", compound_on_penalty = false }\nallocation = { by = "part" }', ()),
    ("grace = { days = 3 }\npenalty = { compound_on_compound = true }", ()),
    ("prepayment_fee = { fixed = 500 }", ()),
])  # fmt: skip
def test_every_convention_is_followed(lines: str, unused: tuple[str, ...]) -> None:
    assert casefile.parse(HEAD + LOAN + lines).unused == unused


def test_a_card_with_statements_is_followed_and_counts_actual_days() -> None:
    whole = casefile.parse(HEAD + CARD + "statement_day = 5\n")
    assert (problems(whole), whole.unused, whole.loans[0].day_count) == ([], (), "actual/360")
    assert loan('statement_day = 5\nday_count = "30/360"', CARD).day_count == "30/360"


def test_the_schema_describes_every_key() -> None:
    tables: dict[str, Any] = casefile.schema()["$defs"]
    described = tables["LoanForm"]["properties"]
    assert set(described) == set(known(LoanForm)) > set(known(ConventionsForm)) > set(CHOICES)
    for key, values in CHOICES.items():
        assert described[key]["enum"] == list(values)
    assert described["repricing"] == {
        "anyOf": [{"type": "string", "enum": list(fields.REPRICING)}, {"$ref": "#/$defs/RepricingForm"}],
    }  # fmt: skip
    assert tables["AgreedForm"]["properties"]["terms"] == tables["PlanForm"]["properties"]["terms"]
    assert tables["GraceForm"]["properties"]["kind"]["enum"] == ["excused", "retroactive"]
    assert tables["PenaltyForm"]["properties"]["compound_on_penalty"] == {"type": "boolean"}
    assert (tables["AgreedForm"]["required"], tables["GraceForm"]["required"]) == (["start", "terms"], ["days"])


def test_the_page_names_every_key_and_word() -> None:
    page = (Path(__file__).resolve().parents[1] / "docs" / "loan.md").read_text(encoding="utf-8")
    named = set(re.findall(r"[\w./-]+(?: [\w/]+)?", page)) | set(re.findall(r"[\w./-]+", page))
    keys = {*known(LoanForm), *(key for form in FORMS for key in known(form))}
    assert (keys | {word for words in CHOICES.values() for word in words} | set(BASE)) - named == set()
