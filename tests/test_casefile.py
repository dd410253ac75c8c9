"""Case files: what each key means as a noun."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from planner import casefile, clauses
from planner.book import Part
from planner.case import LAW_ORDER, Collateral, Due, Enforcement, Household, Payment, Redefault, Span
from planner.casefile.lpr import Lpr, loan_rate
from planner.dates import BASE

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
WIDE = "".join(chr(ord(c) + 0xFEE0) for c in "LPR1Y+85bp")
"""In full-width signs."""
PLAN = '[[plan]]\nname = "a"\nstart = 2026-10-15\nterms = [ %s ]\n'
BOTH = HEAD + LOAN


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def loan(lines: str = "", base: str = BOTH) -> Any:  # noqa: ANN401 - a loan or one of its fields
    key = lines.partition(" =")[0]
    return casefile.parse(re.sub(rf"(?m)^{key} = .*\n", "", base) + lines + "\n").loans[0] if lines else casefile.parse(base).loans[0]


def term(text: str) -> clauses.Clause:
    return casefile.parse(BOTH + PLAN % text).plans[0].terms[0]


def test_defaults_of_a_loan() -> None:
    got = loan()
    assert (got.id, got.principal, got.rate, got.method, got.every) == ("loan", 12_000_000, 15_400_000, "level", (1, "month"))
    assert (got.first_due, got.due_day, got.day_count, got.penalty_day_count) == (day("2025-02-15"), 15, "30/360", "actual/360")
    assert (got.penalty_rate, got.compound_rate) == (23_100_000, 23_100_000)
    assert (got.order, got.late_order, got.late_from, got.early_money) == (LAW_ORDER, None, -1, "hold")


@pytest.mark.parametrize(("written", "cents"), [
    ("120000", 12_000_000), ('"120,000.00"', 12_000_000), ('"¥1,200.50"', 120_050), ('"￥ 88"', 8_800), ("1200.10", 120_010),
    ("0.07", 7), ('"100,000,000,000"', 10**13), ("1_000.5", 100_050), ('"\uff11\uff12\uff10\uff0c000"', 12_000_000),
    ('"12万"', 12_000_000), ('"12.5 万元"', 12_500_000), ('"120000元"', 12_000_000), ('"120 000"', 12_000_000), ('"1亿"', 10**10),
])  # fmt: skip
def test_amounts(written: str, cents: int) -> None:
    assert loan(f"principal = {written}").principal == cents


@pytest.mark.parametrize(("written", "rate"), [
    ('"15.4 %"', 15_400_000), ('"0.154"', 15_400_000), ("0.154", 15_400_000), ("0", 0), ('"100 %"', 10**8), ('"0.05 %/day"', 18_000_000),
    ('"0.05%/day"', 18_000_000), ('"1.2 %/month"', 14_400_000), ('"600 %"', 6 * 10**8), ('"12 % / year"', 12_000_000),
    ("0.12345678", 12_345_678), ('"0.0005/day"', 18_000_000), ('"0.05 %/日"', 18_000_000), ('"0.05%/天"', 18_000_000),
    ('"1.2％/月"', 14_400_000), ('"15.4%/年"', 15_400_000), ('"万分之五/日"', 18_000_000), ('"万分之 5.5/日"', 19_800_000),
    ('"日息万分之五"', 18_000_000), ('"年利率15.4%"', 15_400_000), ('"12 ‰/月"', 14_400_000), ('"\uff11\uff15\uff0e\uff14％"', 15_400_000),
])  # fmt: skip
def test_rates(written: str, rate: int) -> None:
    assert loan(f"rate = {written}").rate == rate


def test_a_penalty_rate_is_rounded_half_up() -> None:
    # 0.00000001 x 1.5 = 0.000000015
    assert loan("rate = 0.00000001").penalty_rate == 2


@pytest.mark.parametrize(("written", "first", "anchor"), [
    ("first_due = 2025-03-01", "2025-03-01", 1), ("due_day = 10", "2025-02-10", 10), ("due_day = 31", "2025-02-28", 31),
    ('every = "3 months"', "2025-04-15", 15), ('every = "14 days"', "2025-01-29", 15), ('every = "2 weeks"', "2025-01-29", 15),
    ("opened = 2025-01-31", "2025-02-28", 31), ("first_due = 2025-02-28\ndue_day = 31", "2025-02-28", 31),
])  # fmt: skip
def test_first_due_date(written: str, first: str, anchor: int) -> None:
    got = loan(written)
    assert (got.first_due, got.due_day) == (day(first), anchor)


def test_further_keys_of_a_loan() -> None:
    assert (loan('method = "flat"').method, loan('day_count = "actual/365"').day_count) == ("flat", "actual/365")
    rows = '{ date = 2025-03-15, amount = 5 }, { date = 2025-02-15, amount = "4,183.38" }, { date = 2025-03-15, amount = 1 }'
    paid = loan(f"payments = [ {rows} ]")
    assert paid.payments == (Payment(day("2025-02-15"), 418_338), Payment(day("2025-03-15"), 500), Payment(day("2025-03-15"), 100))


def test_allocation() -> None:
    late = (Part.PRINCIPAL, Part.INTEREST, Part.PENALTY, Part.COMPOUND, Part.FEE)
    words = '["principal", "interest", "penalty", "compound", "fee"]'
    assert loan(f"allocation = {words}").order == late
    two = loan(f"allocation = {{ from_day = 60, then = {words} }}")
    assert (two.order, two.late_order, two.late_from) == (LAW_ORDER, late, 60)
    card = loan('kind = "card"')
    assert (card.order, card.late_order, card.late_from, card.penalty_rate) == (LAW_ORDER, late, 91, 15_400_000)


def test_statement_counts_from_the_next_due_date() -> None:
    # opened on 31 March 2025: 18 due dates from 30 April 2025 to 30 September 2026, six of 24 are left
    got = loan(base=HEAD + STATED)
    assert (got.first_due, got.due_day, got.instalments, got.statement.instalments_left) == (day("2026-10-31"), 31, 6, 6)
    assert got.statement.dues == (Due(day("2026-07-31"), 39_500), Due(day("2026-08-31"), 40_000, 5_000, 125, 10, 300))
    assert (got.principal, got.opened) == (579_500, day("2025-03-31"))


@pytest.mark.parametrize(("keys", "first", "left"), [
    ("opened = 2025-03-31\ndue_day = 5", "2026-10-05", 6), ("first_due = 2026-10-20", "2026-10-20", 24),
    ('opened = 2026-06-30\nevery = "14 days"', "2026-10-06", 18),
])  # fmt: skip
def test_statement_and_calendar(keys: str, first: str, left: int) -> None:
    # 14 days: 14 July to 22 September are six due dates
    got = loan(base=HEAD + STATED.replace("opened = 2025-03-31", keys))
    assert (got.first_due, got.instalments) == (day(first), left)


def test_statement_alone() -> None:
    rows = 'dues = [ { due = 2020-01-20, principal = "900" } ], deferred = "7.50", held = 2, accrued = 1'
    got = loan(base=HEAD + f'[[loan]]\nkind = "card"\nrate = "0.05 %/day"\nstatement = {{ date = 2026-09-30, principal = 0, {rows} }}\n')
    assert (got.instalments, got.opened, got.principal, got.first_due) == (0, day("2020-01-20"), 90_000, day("2026-10-20"))
    assert (got.statement.deferred, got.statement.held, got.statement.accrued) == (Due(day("2026-09-30"), interest=750), 200, 100)


@pytest.mark.parametrize(("written", "clause"), [
    ('waive = "penalty", share = "100 %", when = "completion"', clauses.Waive((Part.PENALTY,), 10**8, 0, "completion")),
    ('waive = ["penalty", "compound"], share = 1', clauses.Waive((Part.PENALTY, Part.COMPOUND), 10**8)),
    ('waive = "interest", amount = "500"', clauses.Waive((Part.INTEREST,), 0, 50_000)),
    ('defer = ["interest", "compound"], until = "end"', clauses.Defer((Part.INTEREST, Part.COMPOUND))),
    ('defer = "fee", spread = 12', clauses.Defer((Part.FEE,), 12)),
    ('rate = "0 %", first = 0, months = 12, penalty = "18 %"', clauses.Rate(0, 0, 12, 18_000_000)),
    ('pause = "interest", months = 6', clauses.Pause(frozenset({"interest"}), 0, 6)),
    ('pause = ["interest", "payments"], first = 2, months = 6, then = "waive"',
     clauses.Pause(frozenset({"interest", "payments"}), 2, 6, then="waive")),
    ('pause = ["ageing"], from = 2026-11-01, to = 2026-11-30',
     clauses.Pause(frozenset({"ageing"}), start=day("2026-11-01"), until=day("2026-11-30"))),
    ("extend = 12", clauses.Extend(12)), ("interest_only = 0, months = 12", clauses.InterestOnly(0, 12)),
    ('step = 0, months = 6, share = "50 %"', clauses.Step(0, 6, 5 * 10**7)), ('balloon = "30 %"', clauses.Balloon(3 * 10**7)),
    ('lump_sum = 2026-11-01, amount = "5,000"', clauses.LumpSum(day("2026-11-01"), 500_000)),
    ('prepay = "30,000", date = 2026-11-01', clauses.Prepay(day("2026-11-01"), 3_000_000)),
    ('prepay = 5, date = 2026-11-01, effect = "lower", fee = 0', clauses.Prepay(
        day("2026-11-01"), 500, "lower", clauses.PrepaymentFee(waived=True))),
    ('date = 2026-11-01, prepay = 5, effect = "both", months = 9, fee = "2.50"', clauses.Prepay(
        day("2026-11-01"), 500, "both", clauses.PrepaymentFee(fixed=250), months=9)),
    ('prepay = 5, date = 2026-11-01, effect = "both", payment = 9, fee = { share = "1 %", base = "original" }, fee_from = "amount"',
     clauses.Prepay(
        day("2026-11-01"), 500, "both", clauses.PrepaymentFee(share=1_000_000, base="original"), "amount", 900)),
    ('settle = "30,000.00", on = 2026-11-01', clauses.Settle(3_000_000, day("2026-11-01"))),
    ("settle = 100, in = 3", clauses.Settle(10_000, None, 3)), ('fee = "200", on = 2026-10-15', clauses.Fee(20_000, day("2026-10-15"))),
    ("recast = 0", clauses.Recast(0)), ("accelerate = 2026-12-01", clauses.Accelerate(day("2026-12-01"))),
    ('instalments = 60, method = "equal-principal", first_due = 2026-11-10, amount = "2,000", every = "2 weeks"',
     clauses.Instalments(60, "equal-principal", day("2026-11-10"), 200_000, (2, "week"))),
    ('capitalise = ["principal", "interest"]', clauses.Capitalise((Part.PRINCIPAL, Part.INTEREST))),
])  # fmt: skip
def test_terms(written: str, clause: clauses.Clause) -> None:
    assert term(f"{{ {written} }}") == clause


def test_head_household_assumptions() -> None:
    tables = """title = " Story "
rules = "plain"
schema = 1
[household]
income = "9,500"
dependants = 1
[mandate]
waive = { penalty = "100 %" }
max_instalments = 60
min_rate = "4 %"
[assumptions]
funding_rate = "2.6 %"
redefault = { monthly = "2 %" }
enforcement = { months = 14, recovery = "38 %", lawyer = "3,000" }
collateral = { appraisal = "1,800,000", prior_liens = "0", rent_months = 60, rent = "3,500" }
"""
    case = casefile.parse(HEAD + tables + LOAN + 'penalty = { uplift = "50 %", compound = "none" }\n')
    assert (case.title, case.rules, case.household, case.funding_rate) == ("Story", "plain", Household(950_000, 0, 0, 1), 2_600_000)
    assert case.unused == ()
    assert case.redefault == Redefault(sure(2_000_000))
    assert case.enforcement == Enforcement(sure(14), sure(38_000_000), lawyer=300_000)
    assert case.collateral == Collateral(sure(180_000_000), 0, 0, 350_000, sure(60))
    assert case.raw["mandate"]["max_instalments"] == 60
    bare = casefile.parse(HEAD + "[household]\nother_debts = 5\n" + LOAN)
    assert (bare.household, bare.unused, bare.plans) == (Household(None, 0, 500), (), ())


def sure(value: int) -> Span:
    return Span(value, value, value)


def test_assumptions_may_be_ranges_of_three() -> None:
    case = casefile.parse(HEAD + """[assumptions]
funding_rate = ["2.2 %", "2.6 %", "3.4 %"]
redefault = { curve = ["3 %", "2.5 %", 0] }
[assumptions.enforcement]
months = [9, 14, 24]
recovery = ["25 %", "38 %", "50 %"]
judgment_months = [4, 6, 9]
procedure = "simplified"
performance_days = 15
lawyer = "3,000"
lawyer_agreed = true
publication = 400
preservation = true
[assumptions.collateral]
appraisal = ["1,600,000", "1,800,000", "1,900,000"]
prior_liens = "200,000"
auction_costs = "12,000"
rent = "3,500"
""" + LOAN)
    assert (case.funding_rate, case.funding_span) == (2_600_000, Span(2_200_000, 2_600_000, 3_400_000))
    assert case.redefault == Redefault(None, (3_000_000, 2_500_000, 0))
    assert case.enforcement == Enforcement(
        Span(9, 14, 24), Span(25_000_000, 38_000_000, 50_000_000), Span(4, 6, 9), "simplified", 15, 300_000, lawyer_agreed=True,
        publication=40_000, preservation=True,
    )  # fmt: skip
    assert case.collateral == Collateral(Span(160_000_000, 180_000_000, 190_000_000), 20_000_000, 1_200_000, 350_000)


@pytest.mark.parametrize("terms", [
    '{ share = "50 %", waive = "penalty" }', '{ when = "signing", waive = "penalty", share = "50 %" }',
    '{ share = "百分之 50", waive = "penalty" }',
])  # fmt: skip
def test_any_order_of_the_keys_of_a_term(terms: str) -> None:
    assert term(terms) == clauses.Waive((Part.PENALTY,), 5 * 10**7)


@pytest.mark.parametrize("terms", [
    '{ rate = 0, months = 6 }, { rate = "5 %", first = 6 }', "{ step = 0, months = 2, share = 0.5 }, { interest_only = 2, months = 2 }",
    '{ defer = "interest" }, { capitalise = "compound" }', "{ recast = 1 }, { recast = 2 }", "{ fee = 1 }, { fee = 1 }",
    '{ settle = "1,000" }, { waive = "penalty", share = 1 }, { fee = 1 }, { lump_sum = 2026-10-20, amount = 5 }',
])  # fmt: skip
def test_terms_side_by_side(terms: str) -> None:
    assert casefile.parse(BOTH + PLAN % terms).plans


@pytest.mark.parametrize(("written", "tenor", "points"), [
    ("LPR1Y + 85bp", "1Y", 85), ("LPR5Y - 20bp", "5Y", -20), ("lpr1y+85BP", "1Y", 85), ("LPR 5Y − 20 bps", "5Y", -20), ("LPR1Y", "1Y", 0),
    (WIDE, "1Y", 85), ("LPR1年+85个基点", "1Y", 85), ("LPR（5年期以上）-20基点", "5Y", -20), ("1年期LPR加85个基点", "1Y", 85),
    ("五年期以上LPR减20个基点", "5Y", -20), ("5年期以上贷款市场报价利率 – 20bp", "5Y", -20), ("LPR1Y + 0.85 %", "1Y", 85),
    ("1-year LPR + 1.5%", "1Y", 150), ("LPR1Y + 1,200bp", "1Y", 1200), ("LPR1Y+0.85个百分点", "1Y", 85), ("LPR-1Y - 5bp", "1Y", -5),
])  # fmt: skip
def test_rates_that_follow_the_lpr(written: str, tenor: str, points: int) -> None:
    assert loan_rate(written) == Lpr(tenor, points)


@pytest.mark.parametrize("count", BASE)
def test_every_day_count_is_a_word_of_both_keys(count: str) -> None:
    got = loan(f'day_count = "{count}"\npenalty_day_count = "{count}"')
    assert (got.day_count, got.penalty_day_count) == (count, count)


def test_kind_is_needed_and_a_day_count_is_not() -> None:
    assert loan().day_count == "30/360"
    assert casefile.schema()["$defs"]["LoanForm"]["required"] == ["kind", "rate"]


def test_schema_names_every_key() -> None:
    schema = casefile.schema()
    assert schema["required"] == ["as_of", "loan"]
    assert schema["$defs"]["LoanForm"]["required"] == ["kind", "rate"]
    assert schema["$defs"]["StepTerm"]["required"] == ["step", "months", "share"]
    assert schema["$defs"]["PrepayTerm"]["required"] == ["prepay", "date"]
    assert schema["$defs"]["PrepayTerm"]["properties"]["fee"]["anyOf"][1] == {"$ref": "#/$defs/PrepaymentFeeForm"}
    assert schema["$defs"]["PauseTerm"]["properties"]["from"] == {"type": "string", "format": "date"}
    assert all(not table["additionalProperties"] for table in schema["$defs"].values())
    assert "null" not in str(schema)
