"""The conventions every output echoes: names and values of the case file, in words of both languages."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from planner import present
from planner.book import Part
from planner.case import Case
from planner.clauses import Extend, PrepaymentFee
from planner.loan import CHOICES, Agreed, Card, Floating, Grace, LateFee, Loan, StepUp
from planner.money import ONE
from planner.text import Words, catalogue

AS_OF = dt.date(2026, 9, 30)
LATE = (Part.FEE, Part.PENALTY, Part.COMPOUND, Part.INTEREST)
FAMILIES = {"convention", "method", "day_count", "early", "part"}


def case(**changes: Any) -> Case:  # noqa: ANN401 - fields of any loan
    """10,000.00 at 12 % on actual/360, penalty and compound 18 %."""
    values: dict[str, Any] = {
        "id": "a", "kind": "consumer", "principal": 1_000_000, "rate": 12 * ONE // 100, "opened": dt.date(2025, 8, 31),
        "instalments": 10, "first_due": dt.date(2026, 10, 31), "due_day": 31, "day_count": "actual/360", "penalty_rate": 18 * ONE // 100,
        "compound_rate": 18 * ONE // 100,
    }  # fmt: skip
    return Case("", AS_OF, (Loan(**values | changes),))


@pytest.fixture(params=["en", "zh"])
def words(request: pytest.FixtureRequest) -> Words:
    return catalogue(request.param)


def said(words: Words, **changes: Any) -> dict[str, str]:  # noqa: ANN401 - fields of any loan
    """What is said of a loan, by the names in words; every one of them has words."""
    pairs = present.say_conventions(words, present.conventions(case(**changes)))
    for name, value in pairs:
        assert name
        assert value
        assert "{" not in value
        assert not {name.split(".")[0], value.split(".")[0]} & FAMILIES
        assert "convention." not in value
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def test_conventions_are_codes() -> None:
    found = present.conventions(case(late_order=(Part.PRINCIPAL, *LATE), late_from=90))
    assert found["allocation"] == ["fee", "penalty", "compound", "interest", "principal"]
    assert (found["late_allocation"][0], found["late_from"]) == ("principal", 90)
    assert (found["rate"], found["penalty_rate"], found["compound_rate"]) == ("0.12", "0.18", "0.18")
    assert (found["day_count"], found["penalty_day_count"], found["every"]) == ("actual/360", "actual/360", "1 month")
    assert (found["rounding"], found["first_period"], found["accelerated"]) == ("half-up", "actual", None)


@pytest.mark.parametrize(("reprice", "effective"), [("fixed", None), ("january", "on-the-day"), ("anniversary", "day-before")])
def test_a_floating_rate_says_what_it_follows(words: Words, reprice: str, effective: str | None) -> None:
    found = present.conventions(case(floating=Floating("5Y", -20, reprice, effective or "on-the-day")))
    assert (found["follows"], found["repricing"], found["repricing_effective"]) == ("LPR5Y - 20bp", reprice, effective)
    spoken = said(words, floating=Floating("5Y", -20, reprice, effective or "on-the-day"))
    assert spoken[words("convention.follows")] == "LPR5Y - 20bp"
    assert spoken[words("convention.repricing")] == words(f"convention.{reprice}")
    assert present.conventions(case(floating=Floating("1Y", 85)))["follows"] == "LPR1Y + 85bp"
    assert present.conventions(case())["repricing"] == "none"


def test_rates_that_follow_the_lpr_are_those_of_today() -> None:
    # LPR5Y: 3.50 % on 1 January 2026, less 20 basis points 3.30 %; half of it more 4.95 %, 80 % more from the 91st day 5.94 %.
    step = StepUp(90, 10 * ONE // 100, 10 * ONE // 100, 80 * ONE // 100)
    changes: dict[str, Any] = {"floating": Floating("5Y", -20), "uplift": ONE // 2, "step_up": step, "opened": dt.date(2024, 8, 31)}
    found = present.conventions(case(compound_before_maturity=12 * ONE // 100, **changes))
    assert (found["rate"], found["penalty_rate"], found["compound_rate"]) == ("0.033", "0.0495", "0.0495")
    assert (found["compound_rate_before_maturity"], found["step_up"]["penalty_rate"]) == ("0.033", "0.0594")
    assert present.conventions(case(compound_before_maturity=18 * ONE // 100, **changes))["compound_rate_before_maturity"] == "0.0495"


def test_the_rate_of_a_flat_loan_is_named_as_what_it_is(words: Words) -> None:
    spoken = said(words, method="flat")
    assert spoken[words("convention.flat_rate")] == words.rate(12 * ONE // 100)
    assert words("convention.rate") not in spoken


@pytest.mark.parametrize("every", [(1, "month"), (3, "month"), (1, "week"), (14, "day")])
@pytest.mark.parametrize("method", ["level", "equal-principal", "interest-only", "bullet", "flat"])
def test_methods_and_periods_have_words(words: Words, every: tuple[int, str], method: str) -> None:
    assert said(words, every=every, method=method, late_from=90, accelerated=AS_OF)[words("convention.method")] == words(f"method.{method}")


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in CHOICES.items() for value in values])
def test_every_word_is_echoed_and_has_words(words: Words, name: str, value: str) -> None:
    changes = {name: value}
    assert present.conventions(case(**changes))[name] == value
    assert said(words, **changes)[words(f"convention.{name}")]


def test_values_of_a_convention_differ_in_words(words: Words) -> None:
    for name, values in CHOICES.items():
        assert len({said(words, **{name: value})[words(f"convention.{name}")] for value in values}) == len(values)


@pytest.mark.parametrize(("changes", "name", "value", "zh", "en"), [
    ({"grace": Grace(3)}, "grace", {"days": 3, "kind": "excused"}, "3 天，宽限期内不计罚息", "days: 3, excused"),
    ({"grace": Grace(3, retroactive=True)}, "grace", {"days": 3, "kind": "retroactive"}, "3 天，逾期未还则自应还日起补计",
     "days: 3, charged all the same if still unpaid after them"),
    ({"late_fee": LateFee(5_000_000, 1_000, 50_000, 1_000, 3)}, "late_fee",
     {"share": "0.05", "least": "10.00", "most": "500.00", "tolerance": "10.00", "after": 3},
     "未还部分的 5%，最低 10.00 元，最高 500.00 元，少还超过 10.00 元时，应还日后第 3 天",
     "5% of what is missing, at least 10.00, at most 500.00, where more than 10.00 is missing, days after the due date: 3"),
    ({"late_fee": LateFee(5_000_000)}, "late_fee", {"share": "0.05", "least": None, "most": None, "tolerance": None, "after": None},
     "未还部分的 5%", "5% of what is missing"),
    ({"prepayment_fee": PrepaymentFee(1, 0, 12)}, "prepayment_fee",
     {"months_of_interest": 1, "share": None, "fixed": None, "base": "prepaid", "least": None, "most": None, "from_month": None,
      "until_month": 12, "free": None},
     "1 个月利息，以提前还款额计，第 12 个月前", "months of interest: 1, on what is prepaid, before month 12"),
    ({"prepayment_fee": PrepaymentFee(fixed=123_456)}, "prepayment_fee",
     {"months_of_interest": None, "share": None, "fixed": "1234.56", "base": None, "least": None, "most": None, "from_month": None,
      "until_month": None, "free": None}, "1,234.56 元", "1,234.56"),
    ({"prepayment_fee": PrepaymentFee(waived=True)}, "prepayment_fee", {"waived": True}, "免收", "waived"),
    ({"step_up": StepUp(90, 24_000_000, 20_000_000)}, "step_up", {"days": 90, "penalty_rate": "0.24", "compound_rate": "0.2"},
     "逾期第 90 天起，罚息 24%，复利 20%", "from day 90 past due, penalty 24%, compound 20%"),
    ({"uplift": 5 * 10**7}, "uplift", "0.5", "50%", "50%"), ({"overdue_interest": True}, "overdue_interest", True, "是", "yes"),
    ({"compounds": frozenset({"penalty"})}, "compound_on_penalty", True, "是", "yes"),
    ({"compounds": frozenset({"penalty"})}, "compound_on_compound", False, "否", "no"),
    ({"compound_before_maturity": 12_000_000}, "compound_rate_before_maturity", "0.12", "12%", "12%"),
    ({}, "compound_rate_before_maturity", "0.18", "18%", "18%"), ({"by_instalment": True}, "allocation_by", "instalment",
     "按期次，先还最早一期", "instalment by instalment, the oldest first"),
    ({"rounded": "daily", "daily_decimals": 4}, "daily_decimals", 4, "4", "4"),
    ({"card": Card(5, 23)}, "card", {"statement_day": 5, "due_day": 23, "due_after": None, "minimum": "0.1", "interest": "full-amount",
     "statement_day_counted": False}, "每月 5 日出账单，每月 23 日还款，最低还款 10%，全额计息，账单日不计息",
     "made on day 5, due on day 23, minimum 10%, interest on the full amount, the statement day not counted"),
    ({"agreed": Agreed(dt.date(2026, 1, 20), (Extend(3),))}, "agreed",
     {"start": "2026-01-20", "terms": 1, "broken": None, "on_break": None},
     "自 2026-01-20 起，共 1 项条款", "from 2026-01-20 on, terms: 1"),
    ({"agreed": Agreed(dt.date(2026, 1, 20), (Extend(3),), AS_OF, "keep")}, "agreed",
     {"start": "2026-01-20", "terms": 1, "broken": "2026-09-30", "on_break": "keep"},
     "自 2026-01-20 起，共 1 项条款，2026-09-30 违约终止，仅恢复挂账部分",
     "from 2026-01-20 on, terms: 1, broken on 2026-09-30, what was set aside brought back"),
])  # fmt: skip
def test_tables_and_switches(changes: dict[str, Any], name: str, value: object, zh: str, en: str) -> None:
    assert present.conventions(case(**changes))[name] == value
    for lang, expected in (("zh", zh), ("en", en)):
        assert said(catalogue(lang), **changes)[catalogue(lang)(f"convention.{name}")] == expected


@pytest.mark.parametrize("changes", [
    {"prepayment_fee": PrepaymentFee(0, 3_000_000, 24, 0, 500, 900, "outstanding", 12, 1_000_000)},
    {"prepayment_fee": PrepaymentFee(0, 3_000_000, base="original")},
    {"card": Card(5, due_after=18, interest="unpaid-part", statement_day_counted=True)},
    {"agreed": Agreed(AS_OF, (), AS_OF, "restore")},
])  # fmt: skip
def test_further_tables_have_words(words: Words, changes: dict[str, Any]) -> None:
    assert said(words, **changes)


def test_what_does_not_apply_is_absent() -> None:
    found = present.conventions(case(compound_rate=0, method="bullet"))
    absent = {name for name, value in found.items() if value is None}
    assert absent == {
        "card", "instalment_amount", "residue", "level_on", "interest_above_level", "follows", "repricing_effective", "uplift", "grace",
        "step_up", "compound_on_penalty", "compound_on_compound", "compound_settlement", "late_fee", "daily_decimals", "late_allocation",
        "late_from", "prepayment_fee", "accelerated", "agreed",
    }  # fmt: skip
    card = present.conventions(case(card=Card(5)))
    assert {card[name] for name in ("method", "every", "due_day", "first_period", "interest_due", "instalment_amount")} == {None}
