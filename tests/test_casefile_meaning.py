"""Conventions of a loan that contradict each other or mean nothing: one clear problem each, all at once."""

from __future__ import annotations

import re

import pytest

from planner import casefile, present
from planner.errors import CaseError, Problem
from planner.text import catalogue

LOAN = """as_of = 2026-09-30
[[loan]]
kind = "consumer"
principal = "120,000.00"
rate = "16 %"
opened = 2025-01-15
instalments = 36
"""
CARD = """as_of = 2026-09-30
[[loan]]
kind = "card"
rate = "0.05 %/day"
opened = 2026-03-20
statement_day = 5
draws = [ { date = 2026-03-30, amount = "1,000" } ]
"""
STATED = "statement = { date = 2026-09-30, principal = 1 }\n"
AGREED = "agreed = { start = 2026-01-20, terms = [ { instalments = 12 } ]"
TERM = "{ instalments = 12 }"


def problems(lines: str, base: str = LOAN) -> dict[tuple[str, str], Problem]:
    for key in re.findall(r"(?m)^(\w+) =", lines):
        base = re.sub(rf"(?m)^{key} = .*\n", "", base)
    with pytest.raises(CaseError) as caught:
        casefile.parse(base + lines + "\n")
    return {(p.code, p.path): p for p in caught.value.problems}


@pytest.mark.parametrize(("lines", "code", "key"), [
    ("daily_decimals = 4", "only_with", "daily_decimals"), ('rounded = "daily"\nrounding = "none"', "not_with", "rounded"),
    ('rounded = "daily"\nday_count = "30/360-share"', "daily_needs_days", "day_count"),
    ('rounded = "daily"\npenalty_day_count = "actual/actual"', "daily_needs_days", "penalty_day_count"),
    ('rounded = "daily"\nday_count = "actual/actual-366"', "daily_needs_days", "day_count"),
    ('rounded = "daily"\ndaily_decimals = 7', "range.count", "daily_decimals"),
    ('level_on = "rate/12"\nevery = "2 weeks"', "not_with", "level_on"), ('level_on = "rate/12"\nmethod = "flat"', "only_with", "level_on"),
    ('interest_due = "monthly-20"', "not_with", "interest_due"),
    ('interest_due = "quarterly-20"\nmethod = "flat"', "not_with", "interest_due"),
    ("grace = { days = 29 }", "grace_too_long", "grace.days"), ('grace = { days = 15 }\nevery = "2 weeks"', "grace_too_long", "grace.days"),
    ("grace = 3", "wrong_type", "grace"), ("grace = {}", "missing", "grace.days"), ('grace = { days = 3, kind = "x" }', "unknown_choice",
     "grace.kind"),
    ('penalty = { compound = "none", compound_on_penalty = true }', "either", "penalty.compound_on_penalty"),
    ('penalty = { compound = "none", compound_rate_before_maturity = "contract" }', "either", "penalty.compound_rate_before_maturity"),
    ('penalty = { compound = "none" }\ncompound_settlement = "monthly-20"', "not_with", "compound_settlement"),
    ("penalty = { compound_on_penalty = 1 }", "wrong_type", "penalty.compound_on_penalty"),
    ('penalty = { compound_rate_before_maturity = "normal" }', "unreadable", "penalty.compound_rate_before_maturity"),
    ("penalty = { step_up = { days = 90 } }", "neither", "penalty.step_up.uplift"),
    ("penalty = { step_up = { days = 90, uplift = 1, rate = 0.3 } }", "either", "penalty.step_up.rate"),
    ("penalty = { step_up = { rate = 0.3 } }", "missing", "penalty.step_up.days"),
    ('rate = "600 %"\npenalty = { misuse = "100 %" }', "range.penalty", "penalty.misuse"),
    ('rate = "600 %"\npenalty = { step_up = { days = 9, uplift = "100 %" } }', "range.penalty", "penalty.step_up.uplift"),
    ("grace = { days = 10 }\npenalty = { step_up = { days = 10, rate = 0.3 } }", "not_with", "penalty.step_up.days"),
    ("prepayment_fee = { share = 0.1, fixed = 5 }", "either", "prepayment_fee.fixed"),
    ('prepayment_fee = { fixed = 5, base = "prepaid" }', "either", "prepayment_fee.base"),
    ("prepayment_fee = { share = 0.1, least = 5, most = 4 }", "least_above_most", "prepayment_fee.least"),
    ("prepayment_fee = { share = 0.1, from_month = 12, until_month = 12 }", "months_backwards", "prepayment_fee.until_month"),
    ("late_fee = { share = 0.05, least = 5, most = 4 }", "least_above_most", "late_fee.least"),
    ("late_fee = { least = 5 }", "missing", "late_fee.share"),
    ("fees = [ { date = 2025-01-14, amount = 5 } ]", "date.before_opening", "fees[0].date"),
    (STATED + "fees = [ { date = 2026-09-30, amount = 5 } ]", "date.in_statement", "fees[0].date"),
    ("draws = [ { date = 2025-02-15, amount = 5 } ]", "date.drawn_late", "draws[0].date"),
    ("draws = [ { date = 2025-01-14, amount = 5 } ]", "date.before_opening", "draws[0].date"),
    (STATED + "draws = [ { date = 2025-02-01, amount = 5 } ]", "only_with", "draws"),
    ("statement_day = 5", "only_with", "statement_day"), ("minimum = 0.1", "only_with", "minimum"), ("card = {}", "only_with", "card"),
    ("due_after = 20", "only_with", "due_after"),
    ('repricing = "january"', "needs_lpr", "repricing"), ('repricing = { effective = "day-before" }', "needs_lpr", "repricing"),
    ('repricing = "monthly"', "unknown_choice", "repricing"), ('repricing = { on = "monthly" }', "unknown_choice", "repricing.on"),
    ('rate = "LPR1Y - 305bp"', "rate_below_zero", "rate"), ("overdue_interest = 1", "wrong_type", "overdue_interest"),
    ('early_money = "held"', "unknown_choice", "early_money"), ('allocation = { by = "row" }', "unknown_choice", "allocation.by"),
    (AGREED.replace("2026-01-20", "2025-01-14") + " }", "date.before_opening", "agreed.start"),
    (AGREED.replace("2026-01-20", "2026-10-01") + " }", "date.after_as_of", "agreed.start"),
    (AGREED + ", broken = 2026-01-19 }", "date.before_start", "agreed.broken"),
    (AGREED + ", broken = 2026-10-01 }", "date.after_as_of", "agreed.broken"),
    (AGREED + ', on_break = "keep" }', "needs_key", "agreed.on_break"), (AGREED.replace(TERM, "") + " }", "empty_plan", "agreed.terms"),
    (AGREED.replace(TERM, "{ extnd = 1 }") + " }", "unknown_term", "agreed.terms[0].extnd"),
    (AGREED.replace(TERM, "{ lump_sum = 2026-01-01, amount = 1 }") + " }", "date.before_start", "agreed.terms[0].lump_sum"),
    (AGREED.replace(TERM, "{ extend = 3 }, { extend = 3 }") + " }", "overlapping_terms", "agreed.terms[1]"),
    ("agreed = { terms = [ { extend = 1 } ] }", "missing", "agreed.start"), (STATED + AGREED + " }", "only_with", "agreed"),
    ("statement = { date = 2026-10-01, principal = 1 }\npayments = []", "date.after_as_of", "statement.date"),
    ("statement = { date = 2025-01-01, principal = 1 }\npayments = []", "date.before_opening", "statement.date"),
    ("statement = { date = 2026-08-01, principal = 1, dues = [ { due = 2026-08-15 } ] }\npayments = []", "date.after_statement",
     "statement.dues[0].due"),
])  # fmt: skip
def test_loans(lines: str, code: str, key: str) -> None:
    assert list(problems(lines)) == [(code, f"loan[0].{key}")]


@pytest.mark.parametrize(("lines", "code", "key"), [
    ("first_due = 2026-04-20", "either", "first_due"), ("due_day = 5\ndue_after = 20", "either", "due_after"),
    ('every = "2 weeks"', "not_with", "every"),
    ('method = "level"', "not_with", "method"), ("instalments = 12", "not_with", "instalments"),
    ("draws = [ { date = 2026-10-01, amount = 5 } ]", "date.after_as_of", "draws[0].date"),
    ("draws = [ { date = 2026-03-30, amount = 0 } ]", "not_positive", "draws[0].amount"), ("draws = []", "missing", "principal"),
    ("statement_day = 32", "range.count", "statement_day"), ('minimum = "101 %"', "range.share", "minimum"),
    ('card = { interest = "all" }', "unknown_choice", "card.interest"),
])  # fmt: skip
def test_cards(lines: str, code: str, key: str) -> None:
    assert list(problems(lines, CARD)) == [(code, f"loan[0].{key}")]


def test_a_card_with_draws_says_when_its_statements_are_made() -> None:
    found = problems("minimum = 0.1", CARD.replace("statement_day = 5\n", ""))
    assert list(found) == [("missing", "loan[0].statement_day")]


def test_a_history_beside_a_statement_is_whole() -> None:
    found = problems(STATED + "payments = []", re.sub(r"(principal|opened|instalments) = .*\n", "", LOAN))
    assert list(found) == [("missing", f"loan[0].{key}") for key in ("principal", "opened", "instalments")]


def test_a_statement_of_another_day_needs_the_history() -> None:
    found = problems("statement = { date = 2026-08-30, principal = 1 }")
    assert list(found) == [("date.not_as_of", "loan[0].statement.date")]
    for lang, part in (("en", "give the payments as well"), ("zh", "请同时给出还款记录")):
        assert part in present.say_problem(catalogue(lang), found["date.not_as_of", "loan[0].statement.date"])


def test_everything_is_told_at_once() -> None:
    lines = """method = "level"
level_on = "rate/12"
every = "14 days"
interest_due = "monthly-20"
grace = { days = 20 }
rounded = "daily"
day_count = "30/360-share"
minimum = 0.1
agreed = { start = 2026-01-20, terms = [], broken = 2026-01-01 }
draws = [ { date = 2024-01-20, amount = -1 } ]
prepayment_fee = { fixed = 5, share = 0.1 }
"""
    assert {path.removeprefix("loan[0]."): code for code, path in problems(lines)} == {
        "level_on": "not_with", "interest_due": "not_with", "grace.days": "grace_too_long", "day_count": "daily_needs_days",
        "minimum": "only_with", "agreed.terms": "empty_plan", "agreed.broken": "date.before_start", "draws[0].date": "date.before_opening",
        "draws[0].amount": "negative", "prepayment_fee.fixed": "either",
    }  # fmt: skip


@pytest.mark.parametrize(("lines", "said"), [
    ('interest_due = "monthly-20"', {
        "en": 'loan[0].interest_due: means nothing with method = "level": found monthly-20',
        "zh": 'loan[0].interest_due：与 method = "level" 同时给出没有意义：现为 monthly-20',
    }),
    ("grace = { days = 40 }", {
        "en": "loan[0].grace.days: the grace is longer than the shortest period, 28 days: found 40",
        "zh": "loan[0].grace.days：宽限期长于最短的一期（28 天）：现为 40",
    }),
])  # fmt: skip
def test_in_words(lines: str, said: dict[str, str]) -> None:
    for problem in problems(lines).values():
        assert {lang: present.say_problem(catalogue(lang), problem) for lang in said} == said
