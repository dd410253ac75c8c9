"""Whatever a file holds, the answer is a case or a list of problems in our own codes: never another error, never a wait."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from planner import casefile
from planner.case import Case
from planner.casefile.form import Form
from planner.casefile.models import CaseForm
from planner.casefile.models_charges import GraceForm, LateFeeForm, PenaltyForm, PrepaymentFeeForm, StepUpForm
from planner.casefile.models_loan import AgreedForm, AllocationForm, CardForm, DrawForm, LoanForm, RepricingForm, StatementForm
from planner.casefile.problems import CODES, EXPECTED
from planner.casefile.reading import known
from planner.casefile.source import document
from planner.casefile.terms import TERMS
from planner.errors import CaseError
from planner.loan import CHOICES
from tests.tools.update_catalogues import ids, read

GOOD: Final = """schema = 1
title = "Consumer loan, four instalments missed"
as_of = 2026-09-30
rules = "cn"

[household]
income = "9,500"
essential_costs = "4,200"
dependants = 1
floor = { minimum_wage = "1,800", allowance = "800" }

[[loan]]
id = "consumer"
kind = "consumer"
principal = "120,000.00"
rate = "15.4 %"
day_count = "30/360"
opened = 2025-01-15
instalments = 36
method = "level"
every = "1 month"
penalty = { uplift = "50 %", compound = "interest" }
prepayment_fee = { months_of_interest = 1, until_month = 12 }
payments = [ { date = 2025-02-15, amount = "4,183.38" }, { date = 2025-03-15, amount = 4183.38 } ]

[mandate]
waive = { penalty = "100 %", interest = "50 %", principal = "0 %" }
max_instalments = 60
conditional_only = ["penalty"]
product_instalments = { card = 60 }
min_down_payment = "5 %"
due_days = [10, 20]

[assumptions]
funding_rate = ["2.2 %", "2.6 %", "3.4 %"]
redefault = { monthly = "2 %" }
enforcement = { months = [9, 14, 24], recovery = "38 %", lawyer = "3,000" }
collateral = { appraisal = "1,800,000", prior_liens = "0", rent_months = 60, rent = "3,500" }

[[plan]]
name = "停息分期 60 期"
start = 2026-10-15
terms = [
  { waive = "penalty", share = "100 %", when = "completion" },
  { defer = ["interest", "compound"], until = "end" },
  { pause = ["interest", "payments"], first = 0, months = 6, then = "waive" },
  { rate = "0 %" },
  { instalments = 60 },
]
"""
EVERY: Final = """as_of = 2026-09-30

[[loan]]
kind = "business"
principal = "120,000.00"
rate = "LPR1Y + 385bp"
repricing = { on = "january", effective = "day-before" }
day_count = "actual/360"
penalty_day_count = "actual/365"
opened = 2025-01-15
first_due = 2025-03-20
instalments = 36
method = "equal-principal"
every = "1 month"
due_day = 20
days = "both"
first_penalty_day = "due-date"
grace = { days = 3, kind = "retroactive" }
rounding = "half-even"
rounded = "daily"
daily_decimals = 4
remainder = "carried"
instalment_amount = "yuan-up"
residue = "first"
interest_due = "quarterly-20"
first_period = "apart"
business_days = "following"
overdue_interest = true
interest_above_level = "carried"
compound_settlement = "quarterly-20"
early_money = "next-then-last"
late_fee = { share = "5 %", least = 10, most = "500", tolerance = 10, after = 3 }
prepayment_fee = { share = "3 %", base = "outstanding", from_month = 1, until_month = 24, free = "10,000", least = 5, most = 900 }
allocation = { order = ["principal", "interest", "penalty", "compound", "fee"], by = "instalment" }
fees = [ { date = 2026-01-15, amount = "100.50" } ]
draws = [ { date = 2025-02-01, amount = "1,000" } ]
payments = [ { date = 2025-03-20, amount = "4,183.38" } ]
statement = { date = 2026-08-31, principal = "90,000", dues = [ { due = 2026-08-20, principal = "3,000", interest = "400" } ] }

[loan.penalty]
uplift = "30 %"
misuse = "100 %"
step_up = { days = 90, uplift = "50 %" }
compound = "interest"
compound_rate = "20 %"
compound_rate_before_maturity = "contract"
compound_on_penalty = true
compound_on_compound = true

[loan.agreed]
start = 2026-01-20
terms = [ { waive = "penalty", share = "100 %", when = "completion" }, { instalments = 24 } ]
broken = 2026-06-20
on_break = "keep"
"""
CARD: Final = """as_of = 2026-09-30

[[loan]]
kind = "card"
rate = "0.05 %/day"
opened = 2026-03-20
statement_day = 5
due_day = 23
minimum = "10 %"
card = { interest = "unpaid-part", statement_day_counted = true }
late_fee = { share = "5 %" }
draws = [ { date = 2026-03-30, amount = "1,000" }, { date = 2026-05-02, amount = 30, cash = true } ]
payments = [ { date = 2026-04-23, amount = 100 } ]
"""
GOODS: Final = (GOOD, EVERY, CARD)
TOKENS: Final = (
    "-1", "0", "1e400", "nan", "inf", "9" * 40, "0x" + "f" * 400, "true", "{}", "[]", "[[", "]]", '""', '"', "''", "=", "\n", "2026-02-30",
    "9999-12-31", "0001-01-01", "2026-10-15T00:00:00Z", '"principal"', '"LPR1Y"', '"1e5"', '"% %"', "[{}]", "[[loan]]\n", "[plan]\n", "\0",
    "\ud7ff", "\u202e", "💥", "a.b.c", "1200", "1201", '"0 days"', '"١٢"', '"-¥-5"', "#", ",", "statement", "payments",
    '"daily"', '"none"', '"contract"', '"card"', "draws", "agreed", "0.05", "3", "{ days = 3 }",
)  # fmt: skip
SAID: Final = frozenset(ids(read("en")))
"""Msgids with words, for what plans that are tried out lead to."""
QUIET: Final = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def judged(answer: Any) -> Case | None:  # noqa: ANN401 - anything callable
    """The case, or None after a look at the problems."""
    try:
        case: Case = answer()
    except CaseError as error:
        problems = error.problems
    else:
        assert isinstance(case, Case)
        return case
    assert problems
    for problem in problems:
        assert problem.code in CODES or f"problem.{problem.code}" in SAID
        assert problem.expected in {*EXPECTED, *SAID, ""}
        assert len(problem.found) <= 60
        assert not set(problem.found) & set("\n\r\t\0\x1b\u202e\u2028")
        assert not {"pydantic", "Input should"} & {problem.found, *problem.values.values()}
    return None


@QUIET
@given(st.binary(max_size=300))
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
def test_bytes(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.toml"
    path.write_bytes(data)
    judged(lambda: casefile.read(path))


@QUIET
@given(st.text(max_size=300))
def test_text(text: str) -> None:
    judged(lambda: casefile.parse(text))


@pytest.mark.parametrize("seed", range(9))
def test_mutations(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        text = GOODS[seed % 3]
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(text))
            end = min(len(text), at + chance.choice((0, 1, 3, 12, 80)))
            text = text[:at] + chance.choice((*TOKENS, "", text[end : end + 30])) + text[end:]
        judged(lambda text=text: casefile.parse(text))


@pytest.mark.parametrize("seed", range(9))
def test_values_swapped(seed: int) -> None:
    chance = random.Random(seed)
    lines = GOODS[seed % 3].splitlines()
    for _ in range(60):
        place = chance.randrange(len(lines))
        key, sign, _ = lines[place].partition("=")
        changed = [*lines[:place], f"{key}{sign} {chance.choice(TOKENS)}", *lines[place + 1 :]]
        judged(lambda changed=changed: casefile.parse("\n".join(changed)))


TABLES: Final[dict[str, type[Form]]] = {
    "penalty": PenaltyForm, "grace": GraceForm, "late_fee": LateFeeForm, "prepayment_fee": PrepaymentFeeForm, "agreed": AgreedForm,
    "card": CardForm, "repricing": RepricingForm, "allocation": AllocationForm,
}  # fmt: skip
FORMS: Final[list[type[Form]]] = [*TABLES.values(), StepUpForm, DrawForm]
INNER: Final = {key for form in FORMS for key in known(form)}
KEYS: Final = sorted({*known(CaseForm), *known(LoanForm), *INNER, *TERMS, "months", "first", "share", "from", "to", "date", "x"})
SCALARS: Final = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 2000), st.integers(), st.decimals(), st.floats(), st.text(max_size=8),
    st.dates(), st.datetimes(), st.times(), st.sampled_from(TOKENS),
    st.sampled_from([dt.date(2026, 9, 30), Decimal("0.154"), "15.4 %", "penalty", "1 month", "cn"]),
    st.sampled_from([word for words in CHOICES.values() for word in words]),
)  # fmt: skip
VALUES: Final = st.recursive(
    SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)), max_leaves=12
)


def some_table(keys: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(keys), VALUES, max_size=8)


TERM: Final = st.builds(lambda key, value, rest: {key: value, **rest}, st.sampled_from(list(TERMS)), VALUES, some_table(KEYS))
PLAN: Final = st.builds(
    lambda terms, rest: {"name": "a", "start": dt.date(2026, 10, 15), "terms": terms, **rest}, st.lists(TERM, max_size=4),
    some_table(["name", "start", "note"]),
)  # fmt: skip


@QUIET
@given(some_table(list(known(CaseForm))), some_table(list(known(LoanForm))), st.lists(PLAN, max_size=2))
def test_documents(head: dict[str, Any], loan: dict[str, Any], plans: list[dict[str, Any]]) -> None:
    judged(lambda: casefile.build({"as_of": dt.date(2026, 9, 30), "loan": [loan], **head, "plan": plans}))


@QUIET
@given(some_table(list(known(StatementForm))), some_table(list(known(LoanForm))))
def test_statements(statement: dict[str, Any], loan: dict[str, Any]) -> None:
    stated = {"date": dt.date(2026, 9, 30), "principal": 5, **statement}
    judged(lambda: casefile.build({"as_of": dt.date(2026, 9, 30), "loan": [{"kind": "card", "rate": 0, **loan, "statement": stated}]}))


@QUIET
@given(st.fixed_dictionaries({}, optional={key: some_table(list(known(form))) for key, form in TABLES.items()}), st.data())
def test_conventions(tables: dict[str, Any], data: st.DataObject) -> None:
    table = document(data.draw(st.sampled_from(GOODS)))
    table["loan"][0] |= tables | data.draw(some_table(list(known(LoanForm))))
    judged(lambda: casefile.build(table))


@pytest.mark.parametrize("text", GOODS)
def test_the_examples_are_good(text: str) -> None:
    assert judged(lambda: casefile.parse(text)) is not None


@pytest.mark.parametrize("text", [
    "a = " + "[" * 400_000, "a = " + "{a=" * 200_000, "a" + ".a" * 400_000 + " = 1", '"a"' + '."a"' * 200_000 + " = 1", "w" * 990_000,
    '"' * 990_000, "[household]\nincome = 0x" + "f" * 900_000, "[household]\nincome = 1e99999999", "[household]\nincome = 1e-99999999",
    "[household]\nincome = 0." + "1" * 900_000, "[[plan]]\nterms = [" + "{pause='interest',months=1}," * 30_000 + "]",
    "[[loan]]\npayments = [" + "{}," * 300_000 + "]",
], ids=range(12))  # fmt: skip
def test_hostile_sizes(text: str) -> None:
    assert judged(lambda: casefile.parse(text)) is None
