"""Bad case files: every problem at once, each with its code and place, what was found and what was expected."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from planner import casefile
from planner.casefile.names import RESERVED
from planner.casefile.problems import CODES, EXPECTED
from planner.errors import CaseError, Problem
from planner.text import catalogue

HEAD = "as_of = 2026-09-30\n"
LOAN = """[[loan]]
kind = "consumer"
principal = "120,000.00"
rate = "15.4 %"
opened = 2025-01-15
instalments = 36
"""
STATED = """[[loan]]
kind = "consumer"
rate = "12 %"
instalments = 24
opened = 2025-03-31
statement = { date = 2026-09-30, principal = "5,000", dues = [
  { due = 2026-08-31, principal = "400.00", interest = "50", penalty = "1.25", compound = "0.10", fee = 3 },
  { due = 2026-07-31, principal = "395" },
] }
"""
PLAN = '[[plan]]\nname = "a"\nstart = 2026-10-15\nterms = [ %s ]\n'
BOTH = HEAD + LOAN


def problems(text: str) -> dict[tuple[str, str], Problem]:
    with pytest.raises(CaseError) as caught:
        casefile.parse(text)
    return {(p.code, p.path): p for p in caught.value.problems}


@pytest.mark.parametrize(("line", "code", "path"), [
    ("principal = -5", "negative", "principal"), ("principal = 10_000_000_000_000", "range.amount", "principal"),
    ("principal = 0", "not_positive", "principal"), ("principal = 1.001", "parts_of_cent", "principal"),
    ('principal = "12,00"', "unreadable", "principal"), ("principal = true", "wrong_type", "principal"),
    ("principal = nan", "wrong_type", "principal"), ("principal = 1e999999999999999999999", "wrong_type", "principal"),
    ('rate = "2,000 %"', "range.rate", "rate"), ("rate = 15.4", "ambiguous", "rate"), ('rate = "20"', "ambiguous", "rate"),
    ("rate = 1", "ambiguous", "rate"), ('rate = "1"', "ambiguous", "rate"), ("rate = 1e-30", "parts_of_rate", "rate"),
    ("rate = 0.123456785", "parts_of_rate", "rate"), ('rate = "万分之五"', "no_period", "rate"), ("rate = 5000", "range.rate", "rate"),
    ('principal = "12万万"', "unreadable", "principal"), ('principal = "1 20 000"', "unreadable", "principal"),
    ('rate = "LPR + 85bp"', "lpr_tenor", "rate"),
    ('rate = "LPR1Y × 1.5"', "unreadable", "rate"), ('rate = "LPR1Y 85bp"', "unreadable", "rate"),
    ('rate = "LPR1Y + 85"', "unreadable", "rate"),
    ('rate = "LPR3Y + 85bp"', "unreadable", "rate"), ('rate = "LPR1Y + 8.5bp"', "parts_of_point", "rate"),
    ('rate = "LPR1Y + 10,001bp"', "range.points", "rate"), ('penalty = { rate = "LPR1Y + 85bp" }', "lpr_elsewhere", "penalty.rate"),
    ('rate = "-1 %"', "negative", "rate"), ('rate = "3 %/day"', "range.rate", "rate"),
    ("instalments = 100_000", "range.count", "instalments"), ("instalments = 0", "range.count", "instalments"),
    ("instalments = 3.0", "wrong_type", "instalments"), ('kind = "car"', "unknown_choice", "kind"), ("kind = 3", "wrong_type", "kind"),
    ('opened = "2025-01-15"', "wrong_type", "opened"), ("opened = 2025-01-15T08:00:00", "wrong_type", "opened"),
    ("opened = 0202-01-15", "range.date", "opened"), ("opened = 2026-10-01", "date.as_of_before_opening", "as_of"),
    ("first_due = 2025-01-15", "date.not_after_opening", "first_due"), ('method = "annuity"', "unknown_choice", "method"),
    ('every = "fortnight"', "unreadable", "every"), ('every = "20 years"', "unreadable", "every"),
    ('every = "200 months"', "range.period", "every"), ('every = "120 months"', "range.term", "instalments"),
    ("due_day = 32", "range.count", "due_day"), ('due_day = 5\nevery = "14 days"', "due_day_needs_months", "due_day"),
    ("first_due = 2025-02-20\ndue_day = 15", "due_day_mismatch", "due_day"), ('early_money = "prepay"', "unknown_choice", "early_money"),
    ("early_money = 3", "wrong_type", "early_money"), ("acceleration = 2026-10-01", "date.after_as_of", "acceleration"),
    ("acceleration = 2025-01-01", "date.before_opening", "acceleration"),
    ('penalty = { uplift = "150 %" }', "range.share", "penalty.uplift"),
    ('penalty = { uplift = "50 %", rate = 0.2 }', "either", "penalty.rate"), ('penalty = "50 %"', "wrong_type", "penalty"),
    ('penalty = { compound = "none", compound_rate = 0.2 }', "either", "penalty.compound_rate"),
    ('penalty = { compound = "penalty" }', "not_available", "penalty.compound"),
    ('rate = "1,000 %"\npenalty = { uplift = 0.1 }', "range.penalty", "penalty.uplift"), ('rate = "1,000 %"', "range.penalty", "rate"),
    ("prepayment_fee = {}", "neither", "prepayment_fee.months_of_interest"),
    ("prepayment_fee = { share = 0.1, months_of_interest = 1 }", "either", "prepayment_fee.share"),
    ('allocation = ["fee"]', "all_parts", "allocation"), ('allocation = ["fee", "fees"]', "unknown_part", "allocation[1]"),
    ('allocation = ["fee", "fee"]', "repeated", "allocation[1]"), ('allocation = "fee"', "wrong_type", "allocation"),
    ("allocation = { from_day = 91 }", "needs_key", "allocation.from_day"), ("payments = 3", "wrong_type", "payments"),
    ("payments = [ 3 ]", "wrong_type", "payments[0]"), ("payments = [ { date = 2025-02-15 } ]", "missing", "payments[0].amount"),
    ("payments = [ { date = 2025-01-01, amount = 1 } ]", "date.before_opening", "payments[0].date"),
    ("payments = [ { date = 2026-10-01, amount = 1 } ]", "date.after_as_of", "payments[0].date"),
    ("statement = { date = 2026-08-30, principal = 1 }", "date.not_as_of", "statement.date"),
    ("statement = { date = 2026-09-30 }", "missing", "statement.principal"),
    ("statement = { date = 2026-09-30, principal = 0, dues = [ { due = 2026-10-01 } ] }", "date.after_as_of", "statement.dues[0].due"),
    ("statement = { date = 2026-09-30, principal = 5, instalments_left = 0 }", "undue_without_instalments", "statement.instalments_left"),
    ("statement = { date = 2026-09-30, principal = 5, payment = 0 }", "not_positive", "statement.payment"),
    ('statement = { date = 2026-09-30, principal = "119,999", dues = [ { due = 2026-08-15, principal = "1.01" } ] }', "lent_less",
     "principal"),
    ("statement = { date = 2026-09-30, principal = 5, instalments_left = 37 }", "more_left_than_all", "statement.instalments_left"),
    ("acceleration = 2026-01-01\nstatement = { date = 2026-09-30, principal = 5 }", "accelerated_but_undue", "acceleration"),
])  # fmt: skip
def test_bad_loans(line: str, code: str, path: str) -> None:
    first = line.partition(" =")[0]
    found = problems(re.sub(rf"(?m)^{first} = .*\n", "", BOTH) + line + "\n")
    assert list(found) == [(code, path if path == "as_of" else f"loan[0].{path}")]


@pytest.mark.parametrize(("terms", "code", "path"), [
    ("", "empty_plan", ""), ("{}", "empty_term", "[0]"), ("3", "wrong_type", "[0]"), ("{ wave = 1 }", "unknown_term", "[0].wave"),
    ("{ prepay = 5 }", "missing", "[0].date"), ("{ prepay = 0, date = 2026-11-01 }", "not_positive", "[0].prepay"),
    ("{ prepay = 5, date = 2026-10-14 }", "date.before_start", "[0].date"),
    ('{ prepay = 5, date = 2026-11-01, effect = "both" }', "neither", "[0].payment"),
    ('{ prepay = 5, date = 2026-11-01, effect = "both", months = 3, payment = 4 }', "either", "[0].months"),
    ("{ prepay = 5, date = 2026-11-01, months = 3 }", "only_with", "[0].months"),
    ("{ prepay = 5, date = 2026-11-01, fee = -3 }", "negative", "[0].fee"),
    ("{ prepay = 5, date = 2026-11-01, fee = { share = 0.1, fixed = 5 } }", "either", "[0].fee.fixed"),
    ("{ prepay = 5, date = 2026-11-01, rate = 0 }", "two_terms", "[0]"),
    ('{ prepay = 5, date = 2026-11-01, fee_from = "me" }', "unknown_choice", "[0].fee_from"),
    ("{ due_day = 5 }", "not_available", "[0].due_day"),
    ('{ waive = "capital", share = 1 }', "unknown_part", "[0].waive"), ('{ waive = "fee" }', "neither", "[0].share"),
    ('{ waive = ["fee", "dues"], share = 1 }', "unknown_part", "[0].waive[1]"), ("{ capitalise = [] }", "empty_list", "[0].capitalise"),
    ('{ waive = "fee", share = 1, amount = 5 }', "either", "[0].amount"),
    ('{ waive = "fee", share = "101 %" }', "range.share", "[0].share"),
    ('{ waive = ["fee", "penalty"], amount = 5 }', "one_part", "[0].amount"),
    ('{ waive = "fee", share = 1, when = "paid" }', "unknown_choice", "[0].when"),
    ('{ waive = "fee", share = 1, when = 6 }', "wrong_type", "[0].when"),
    ('{ waive = "fee", share = 1, when = "after(0)" }', "range.count", "[0].when"),
    ('{ waive = "fee", share = 1, when = "after(-3)" }', "range.count", "[0].when"),
    ('{ waive = "fee", share = 1, when = "after(99999999999999999999)" }', "range.count", "[0].when"),
    ('{ waive = "fee", share = 1, when = "after(2.5)" }', "unreadable", "[0].when"),
    ('{ waive = "fee", share = 1, when = "after()" }', "unreadable", "[0].when"),
    ('{ waive = "fee", share = 1, when = "paid(0 %)" }', "not_positive", "[0].when"),
    ('{ waive = "fee", share = 1, when = "paid(120 %)" }', "range.share", "[0].when"),
    ('{ waive = "fee", share = 1, when = "paid(-5 %)" }', "negative", "[0].when"),
    ('{ waive = "fee", share = 1, when = "paid(50)" }', "ambiguous", "[0].when"),
    ('{ waive = "fee", share = 1, when = "paid(half)" }', "unreadable", "[0].when"),
    ('{ waive = "fee", share = 1, wenn = "signing" }', "unknown_key", "[0].wenn"),
    ('{ defer = "fee", until = "end", spread = 3 }', "either", "[0].spread"), ("{ step = 0, months = 6 }", "missing", "[0].share"),
    ('{ pause = "interest" }', "neither", "[0].months"), ('{ pause = "principal", months = 1 }', "unknown_choice", "[0].pause"),
    ('{ pause = "interest", from = 2026-11-01 }', "needs_key", "[0].from"),
    ('{ pause = "interest", from = 2026-11-01, to = 2026-10-30 }', "date.backwards", "[0].to"),
    ('{ pause = "interest", from = 2026-11-01, to = 2026-11-30, months = 3 }', "either", "[0].months"),
    ('{ pause = "interest", months = 3, then = "waive" }', "then_without_payments", "[0].then"),
    ('{ pause = "interest", months = 3 }, { pause = ["penalty", "interest"], first = 2, months = 1 }', "overlapping_pauses", "[1]"),
    ('{ pause = "interest", from = 2026-11-01, to = 2026-11-30 }, { pause = "interest", from = 2026-11-30, to = 2026-12-05 }',
     "overlapping_pauses", "[1]"),
    ('{ pause = "interest", first = 1, months = 1 }, { pause = "interest", from = 2026-12-10, to = 2026-12-20 }',
     "overlapping_pauses", "[1]"),
    ("{ lump_sum = 2026-10-14, amount = 5 }", "date.before_start", "[0].lump_sum"), ("{ lump_sum = 2026-10-15 }", "missing", "[0].amount"),
    ("{ settle = 5, on = 2026-11-01, in = 2 }", "either", "[0].in"), ("{ fee = 0 }", "not_positive", "[0].fee"),
    ("{ instalments = 5, first_due = 2026-10-15 }", "date.not_after_start", "[0].first_due"),
    ('{ instalments = 5, method = "flat" }', "not_available", "[0].method"),
    ("{ instalments = 5 }, { instalments = 6 }", "one_schedule", "[1]"),
    ('{ instalments = 1200, every = "2 months" }', "range.term", "[0].instalments"), ("{ extend = 1190 }", "range.term", "[0].extend"),
    ("{ fee = 5, extend = 6 }", "two_terms", "[0]"), ('{ share = 1, wave = "fee" }', "unknown_term", "[0].wave"),
    ('{ rate = 0, months = 6 }, { rate = "5 %", first = 5 }', "overlapping_terms", "[1]"),
    ('{ defer = "interest" }, { capitalise = ["compound", "interest"] }', "overlapping_terms", "[1]"),
    ('{ defer = "fee", spread = 2 }, { defer = "fee" }', "overlapping_terms", "[1]"), ("{ balloon = 0.1 }, { balloon = 0.2 }",
     "overlapping_terms", "[1]"),
    ("{ accelerate = 2026-12-01 }, { accelerate = 2027-12-01 }", "overlapping_terms", "[1]"),
    ("{ step = 0, months = 3, share = 0.5 }, { step = 2, months = 3, share = 0.6 }", "overlapping_terms", "[1]"),
    ("{ step = 0, months = 3, share = 0.5 }, { interest_only = 2, months = 3 }", "overlapping_terms", "[1]"),
    ("{ extend = 3 }, { extend = 3 }", "overlapping_terms", "[1]"), ("{ recast = 3 }, { recast = 3 }", "overlapping_terms", "[1]"),
    ("{ settle = 5 }, { rate = 0 }", "not_beside", "[1]"), ('{ pause = "interest", months = 2 }, { settle = 5 }', "not_beside", "[0]"),
    ("{ instalments = 5 }, { accelerate = 2026-12-01 }", "not_beside", "[1]"), ("{ settle = 0.02, in = 3 }", "parts_below_cent", "[0].in"),
    ("{ settle = 5 }, { instalments = 6 }", "one_schedule", "[1]"), ("{ accelerate = true }", "wrong_type", "[0].accelerate"),
])  # fmt: skip
def test_bad_terms(terms: str, code: str, path: str) -> None:
    assert list(problems(BOTH + PLAN % terms)) == [(code, f"plan[0].terms{path}")]


def test_pauses_side_by_side_are_fine() -> None:
    # due dates after the start: 15 November and 15 December; the period of the first ends with it
    terms = (
        '{ pause = "interest", months = 1 }, { pause = "interest", from = 2026-11-15, to = 2026-12-20 }, { pause = "penalty", months = 9 }'
    )
    assert len(casefile.parse(BOTH + PLAN % terms).plans[0].terms) == 3


COURT = 'months = 14, recovery = "38 %"'
ASSUMED = [
    ('funding_rate = ["2 %", "3 %"]', "three_values", "funding_rate"),
    ('funding_rate = ["2 %", "3 %", "2.5 %"]', "not_ascending", "funding_rate[2]"),
    ('funding_rate = ["2 %", "1,001 %", "3 %"]', "range.rate", "funding_rate[1]"),
    ("redefault = { }", "neither", "redefault.monthly"),
    ('redefault = { monthly = "2 %", curve = ["2 %"] }', "either", "redefault.curve"),
    ('redefault = { curve = ["2 %", "101 %"] }', "range.share", "redefault.curve[1]"),
    ("redefault = { curve = [] }", "wrong_type", "redefault.curve"),
    ('enforcement = { recovery = "38 %" }', "needs_key", "enforcement.months"),
    ("enforcement = { months = 14 }", "needs_key", "enforcement.recovery"),
    ('enforcement = { months = 0, recovery = "38 %" }', "range.count", "enforcement.months"),
    ('enforcement = { months = [9, 0, 12], recovery = "38 %" }', "range.count", "enforcement.months[1]"),
    ('enforcement = { months = 14, recovery = ["38 %", "50 %", "101 %"] }', "range.share", "enforcement.recovery[2]"),
    (f"enforcement = {{ {COURT}, judgment_months = [4, 6, 15] }}", "judgment_after_money", "enforcement.judgment_months"),
    (f'enforcement = {{ {COURT}, procedure = "express" }}', "unknown_choice", "enforcement.procedure"),
    (f"enforcement = {{ {COURT}, lawyer_agreed = true }}", "needs_key", "enforcement.lawyer_agreed"),
    ("collateral = { prior_liens = 5 }", "missing", "collateral.appraisal"),
    ("collateral = { appraisal = 0 }", "not_positive", "collateral.appraisal"),
    ("collateral = { appraisal = 5, rent_months = 60 }", "needs_key", "collateral.rent_months"),
]


@pytest.mark.parametrize(("text", "code", "path"), [
    (LOAN, "missing", "as_of"), (HEAD, "missing", "loan"), (HEAD + "loan = []", "missing", "loan"),
    (HEAD + LOAN.replace("[[loan]]", "[loan]"), "wrong_type", "loan"), (BOTH + LOAN, "duplicate_loan", "loan[1].id"),
    ("schema = 2\n" + BOTH, "unknown_schema", "schema"), ('rules = "us"\n' + BOTH, "unknown_choice", "rules"),
    (HEAD + LOAN.replace("kind", "kin"), "unknown_key", "loan[0].kin"), ('title = ""\n' + BOTH, "text.empty", "title"),
    ('title = "a\\tb"\n' + BOTH, "text.sign", "title"), (f'title = "{"x" * 201}"\n' + BOTH, "text.long", "title"),
    ('title = "a\u200bb"\n' + BOTH, "text.sign", "title"),
    ('title = "a\u202eb"\n' + BOTH, "text.sign", "title"), ("", "file.empty", ""), (" \n# nothing\n", "file.empty", ""),
    (HEAD + LOAN.replace("principal", "# "), "missing", "loan[0].principal"),
    (HEAD + LOAN.replace("opened", "# "), "missing", "loan[0].opened"),
    (HEAD + "[household]\nincome = -1\n" + LOAN, "negative", "household.income"),
    (HEAD + '[mandate]\nwaive = { capital = "5 %" }\n' + LOAN, "unknown_key", "mandate.waive.capital"),
    (HEAD + '[assumptions]\nredefault = { monthly = "101 %" }\n' + LOAN, "range.share", "assumptions.redefault.monthly"),
    *((HEAD + "[assumptions]\n" + lines + "\n" + LOAN, code, f"assumptions.{path}") for lines, code, path in ASSUMED),
    (BOTH + (PLAN % "{ extend = 1 }") * 2, "duplicate_plan", "plan[1].name"),
    (BOTH + (PLAN % "{ extend = 1 }").replace('"a"', '"catch_up"'), "reserved_name", "plan[0].name"),
    (BOTH + (PLAN % "{ extend = 1 }").replace("10-15", "09-29"), "date.before_as_of", "plan[0].start"),
    (HEAD + STATED.replace("opened = 2025-03-31\n", ""), "missing", "loan[0].statement.instalments_left"),
    (BOTH + PLAN % ("{ extend = 1 }," * 51), "range.length", "plan[0].terms"),
    ("a" + ".a" * 40 + " = 1", "file.too_deep", ""), ("a = " + "[" * 100_000, "file.too_deep", ""), ("x" * 1_000_001, "file.too_large", ""),
])  # fmt: skip
def test_bad_documents(text: str, code: str, path: str) -> None:
    assert (code, path) in problems(text)


@pytest.mark.parametrize(("one", "other"), [("a", "a"), ("Straße", "STRASSE"), ("方案 A", "方案\u3000\uff41"), ("x y", "x  y")])
def test_names_that_look_alike(one: str, other: str) -> None:
    plans = (PLAN % "{ extend = 1 }").replace('"a"', f'"{one}"') + (PLAN % "{ extend = 1 }").replace('"a"', f'"{other}"')
    found = problems(BOTH + plans)["duplicate_plan", "plan[1].name"]
    assert (found.found, found.values) == (other, {"other": "plan[0].name"})


@pytest.mark.parametrize("name", ["Pay_Off", *(catalogue(lang)(f"scenario.{code}") for lang in ("zh", "en") for code in sorted(RESERVED))])
def test_names_of_standard_scenarios(name: str) -> None:
    assert list(problems(BOTH + (PLAN % "{ extend = 1 }").replace('"a"', f'"{name.upper()}"'))) == [("reserved_name", "plan[0].name")]


THREE = [(PLAN % terms).replace('"a"', f'"{n}"') for n, terms in enumerate((
    "{ extnd = 1 }", "{ recast = 500 }", '{ waive = "penalty", amount = "99,999,999" }',
))]  # fmt: skip


def test_clean_plans_are_tried_out_beside_what_is_wrong() -> None:
    found = problems(HEAD + "[household]\nincome = -1\n" + LOAN + "".join(THREE))
    assert set(found) == {
        ("negative", "household.income"), ("unknown_term", "plan[0].terms[0].extnd"), ("past_last_instalment", "plan[1].terms[0].recast"),
        ("waiver_too_large", "plan[2].terms[0].amount"),
    }  # fmt: skip


def test_nothing_is_tried_out_on_a_loan_that_is_not_clear() -> None:
    found = problems(HEAD + LOAN.replace("rate =", "rato =") + "".join(THREE))
    assert set(found) == {("unknown_key", "loan[0].rato"), ("unknown_term", "plan[0].terms[0].extnd")}


def test_reading_alone_does_not_try_plans_out() -> None:
    assert len(casefile.parse(BOTH + "".join(THREE[1:])).plans) == 2


def test_everything_is_reported_at_once() -> None:
    bad = """as_of = 2024-09-30
ruels = "cn"
[household]
income = -5
[[loan]]
kind = "car"
rate = "2,000 %"
opened = 2025-01-15
grace = 3
payments = [ { date = 2025-02-15, amount = "4,183.381", note = "x" }, 3 ]
[[plan]]
name = "a"
start = 2024-01-01
terms = []
[[plan]]
name = "a"
start = 2025-02-01
terms = [ { waive = "capital", share = 1 }, { lump_sum = 2025-01-01, amount = -3 } ]
"""
    assert set(problems(bad)) == {
        ("unknown_key", "ruels"), ("negative", "household.income"), ("unknown_choice", "loan[0].kind"), ("range.rate", "loan[0].rate"),
        ("wrong_type", "loan[0].grace"), ("parts_of_cent", "loan[0].payments[0].amount"), ("unknown_key", "loan[0].payments[0].note"),
        ("wrong_type", "loan[0].payments[1]"), ("missing", "loan[0].principal"), ("missing", "loan[0].instalments"),
        ("date.as_of_before_opening", "as_of"), ("date.after_as_of", "loan[0].payments[0].date"), ("date.before_as_of", "plan[0].start"),
        ("empty_plan", "plan[0].terms"), ("duplicate_plan", "plan[1].name"), ("unknown_part", "plan[1].terms[0].waive"),
        ("date.before_start", "plan[1].terms[1].lump_sum"), ("negative", "plan[1].terms[1].amount"),
    }  # fmt: skip


def test_problems_say_what_was_found_and_expected_and_repeat_no_name() -> None:
    found = problems(f'title = "{"Wang Wu" * 99}"\nruels = "cn"\n' + HEAD + LOAN.replace("15.4 %", "15.4") + f'grade = "{"x" * 99}"')
    assert found["text.long", "title"].found == ""
    near = found["unknown_key", "ruels"]
    assert (near.expected, near.values["suggestion"]) == ("did_you_mean", "rules")
    assert (found["ambiguous", "loan[0].rate"].found, found["ambiguous", "loan[0].rate"].values) == ("15.4", {"suggestion": "15.4 %"})
    assert all(len(p.found) <= 60 and p.code in CODES and p.expected in {*EXPECTED, ""} for p in found.values())


def test_files(tmp_path: Path) -> None:
    good = tmp_path / "case.toml"
    good.write_bytes(b"\xef\xbb\xbf" + BOTH.replace("\n", "\r\n").encode())
    assert casefile.read(good) == casefile.parse(BOTH) == casefile.build(casefile.parse(BOTH).raw)
    latin, big = tmp_path / "latin.toml", tmp_path / "big.toml"
    latin.write_bytes("# 标题".encode("gb18030"))
    big.write_bytes(b"#" * 10_000_000)
    for path, code in ((tmp_path / "none.toml", "missing"), (tmp_path, "directory"), (latin, "not_utf8"), (big, "too_large")):
        with pytest.raises(CaseError) as caught:
            casefile.read(path)
        assert [p.code for p in caught.value.problems] == [f"file.{code}"]
    with pytest.raises(CaseError) as caught:
        casefile.read("a\0b")
    assert caught.value.problems[0].code == "file.unreadable"


def test_a_text_where_something_else_belongs_stands_in_quotes() -> None:
    found = problems(HEAD + LOAN.replace("2025-01-15", '"2025-01-15"').replace("36", '""').replace('"120,000.00"', '" "'))
    assert {path: p.found for (_, path), p in found.items()} == {
        "loan[0].opened": '"2025-01-15"', "loan[0].instalments": '""', "loan[0].principal": '" "',
    }  # fmt: skip


@pytest.mark.parametrize(("line", "code", "shown", "values"), [
    ("principal = 10_000_000_000_000", "range.amount", "10,000,000,000,000.00", {"limit": "100,000,000,000.00"}),
    # 1,000 % / 1.3 = 769.230769 %; 1,000 % x 1.3 = 1,300 %
    ('rate = "1,000 %"\npenalty = { uplift = "30 %" }', "range.penalty", "30 %",
     {"penalty": "1,300 %", "limit": "1,000 %", "largest": "769.23 %"}),
    ('allocation = ["fee", "fees"]', "unknown_part", "fees", {"names": "principal, interest, penalty, compound, fee"}),
    ("opened = 0202-01-15", "range.date", "0202-01-15", {"least": "1970-01-01", "most": "2199-12-31"}),
])  # fmt: skip
def test_figures_in_problems(line: str, code: str, shown: str, values: dict[str, str]) -> None:
    first = line.partition(" =")[0]
    found = {p.code: p for p in problems(re.sub(rf"(?m)^{first} = .*\n", "", BOTH) + line + "\n").values()}[code]
    assert (found.found, found.values) == (shown, values)


def test_a_misspelt_key_is_told_once() -> None:
    assert list(problems(HEAD + LOAN.replace("principal", "pricipal"))) == [("unknown_key", "loan[0].pricipal")]


def test_not_toml_says_where() -> None:
    found = problems("as_of = 2026-09-30\ntitle = x\n")["file.not_toml", ""]
    assert (found.values, found.found, found.expected) == ({"line": "2", "column": "9"}, "title = …", "toml")
    assert problems(HEAD + "  rate = 15.4 %" + " " * 9 + "#" * 99)["file.not_toml", ""].found == "rate = 15.4 %" + " " * 9 + "#" * 37 + "…"
    assert problems(HEAD + "x = [\n\n")["file.not_toml", ""].found == "x = ["


def test_not_utf8_says_where(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"a = 1\n\n# " + "标题".encode("gb18030"))
    with pytest.raises(CaseError) as caught:
        casefile.read(tmp_path / "a.toml")
    assert caught.value.problems[0].values == {"line": "3"}


def test_a_statement_of_a_floating_loan_needs_the_opening() -> None:
    stated = '[[loan]]\nkind = "consumer"\nrate = "LPR1Y + 85bp"\nrepricing = "fixed"\ninstalments = 24\nfirst_due = 2025-04-30\n'
    found = problems(HEAD + stated + 'statement = { date = 2026-09-30, principal = "5,000" }\n')
    assert list(found) == [("missing", "loan[0].opened")]


def test_a_floating_loan_is_no_older_than_the_lpr() -> None:
    loan = LOAN.replace("15.4 %", "LPR1Y + 85bp").replace("2025-01-15", "2019-08-19") + 'repricing = "fixed"\n'
    found = problems(HEAD + loan)["lpr_before_first", "loan[0].opened"]
    assert (found.found, found.values) == ("2019-08-19", {"first": "2019-08-20"})
