"""Every limit and default of the built-in book on both sides of its value and of its dates, typed from the domain's text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from planner import casefile, court, rules
from planner.book import Part
from planner.classes import class_of
from planner.court import private_cap
from planner.errors import RangeError
from planner.findings import by_rule
from planner.review import review
from planner.rules.book import CONFIDENCES, GRADES, MOST, Band, Dated, Multiple, Rule
from tests.cli.common import EXAMPLES

CN = rules.built_in("cn")
D = dt.date
PERCENT = 1_000_000
LOANS = ("consumer", "mortgage", "business", "plan")
BANKS = ("consumer", "mortgage", "business", "card", "plan")
TERMS = ("consumer", "business", "mortgage")
Row = tuple[str, tuple[str, ...], dt.date, int | None, int | None, str]
# Code, kinds, the first day, the least and the most (both, where it is one number), how sure: domain sections 1 to 9 and 12.
BANDS: list[Row] = [
    ("penalty_uplift", LOANS, D(2004, 1, 1), 30 * PERCENT, 50 * PERCENT, "verified"),
    ("misuse_uplift", LOANS, D(2004, 1, 1), 50 * PERCENT, 100 * PERCENT, "verified"),
    ("penalty_by_day", (), D(1999, 6, 10), 21_000, 21_000, "verified"),
    ("cost_line", BANKS, D(2017, 8, 4), 24 * PERCENT, 24 * PERCENT, "verified"),
    ("assisted_cost_line", ("assisted",), D(2025, 10, 1), None, 24 * PERCENT, "verified"),
    ("consumer_finance_average", ("consumer_finance",), D(2025, 12, 20), None, 20 * PERCENT, "medium"),
    ("consumer_finance_single", ("consumer_finance",), D(2025, 12, 20), None, 24 * PERCENT, "medium"),
    ("microloan_cost_line", ("microloan",), D(2026, 1, 1), None, 24 * PERCENT, "verified"),
    ("late_damages", (), D(2021, 1, 1), None, 30 * PERCENT, "verified"),
    ("plan_term", ("card",), D(2011, 1, 13), None, 60, "verified"),
    ("observation_months", BANKS, D(2023, 7, 1), 12, 12, "verified"),
    ("observation_periods", BANKS, D(2023, 7, 1), 2, 2, "verified"),
    ("short_term", (), D(2010, 2, 12), None, 12, "verified"),
    ("medium_term", (), D(1996, 8, 1), None, 60, "low"),
    ("extension_of_short", ("consumer", "business"), D(2010, 2, 12), None, 100 * PERCENT, "verified"),
    ("extension_of_short", ("consumer", "business"), D(2024, 7, 1), None, 100 * PERCENT, "medium"),
    ("extension_of_medium", TERMS, D(1996, 8, 1), None, 50 * PERCENT, "low"),
    ("extension_of_long", TERMS, D(1996, 8, 1), None, 36, "low"),
    ("longest_term", ("consumer",), D(2010, 2, 12), None, 60, "high"),
    ("longest_term", ("consumer",), D(2025, 3, 21), None, 84, "press"),
    ("limitation", (), D(2017, 10, 1), 36, 36, "verified"),
    ("credit_record", (), D(2013, 3, 15), 60, 60, "verified"),
    ("acceptance_fee_reduced", (), D(2007, 4, 1), 2, 2, "verified"),
    ("payment_order_fee", (), D(2007, 4, 1), 3, 3, "verified"),
    ("preservation_fee_most", (), D(2007, 4, 1), 500_000, 500_000, "verified"),
    ("delayed_performance", (), D(2014, 8, 1), 17_500, 17_500, "verified"),
    ("enforcement_within", (), D(2008, 4, 1), 24, 24, "verified"),
    ("small_claim", (), D(2022, 1, 1), None, 50 * PERCENT, "verified"),
    ("auction_start", (), D(2017, 1, 1), 70 * PERCENT, None, "verified"),
    ("auction_cut", (), D(2017, 1, 1), None, 20 * PERCENT, "verified"),
    ("auction_notice", (), D(2017, 1, 1), 30, None, "verified"),
    ("auction_again_within", (), D(2017, 1, 1), None, 30, "verified"),
    ("auction_again_notice", (), D(2017, 1, 1), 15, None, "verified"),
    ("auction_deposit", (), D(2017, 1, 1), 5 * PERCENT, 20 * PERCENT, "verified"),
    ("sale_days", (), D(2017, 1, 1), 60, 60, "high"),
    ("only_home_rent", (), D(2015, 5, 5), 60, 96, "verified"),
    ("only_home_handover", (), D(2015, 5, 5), 3, 3, "verified"),
    ("mortgaged_home_grace", (), D(2005, 12, 21), 6, 6, "verified"),
    ("housing_to_income", ("mortgage",), D(2004, 9, 2), None, 50 * PERCENT, "verified"),
    ("debt_to_income", (), D(2004, 9, 2), None, 55 * PERCENT, "verified"),
    ("modification_test", (), D(2018, 1, 1), None, 10 * PERCENT, "verified"),
]
ENDS = {"penalty_by_day": D(2003, 12, 31), "mortgaged_home_grace": D(2020, 12, 31)}
# Days past due from which each class holds: domain section 7.
CLASSES = {
    BANKS: (D(2023, 7, 1), {"normal": 0, "special_mention": 1, "substandard": 91, "doubtful": 271, "loss": 361}),
    ("card",): (D(2011, 1, 13), {"normal": 0, "special_mention": 1, "substandard": 91, "doubtful": 121, "loss": 181}),
}
# Amount and fee in yuan at each end of a bracket and a yuan above it: domain section 9.1.
FEES = {
    "acceptance_fee": [
        (10_000, 50), (10_001, 50.03), (100_000, 2_300), (100_001, 2_300.02), (200_000, 4_300), (200_001, 4_300.02), (500_000, 8_800),
        (500_001, 8_800.01), (1_000_000, 13_800), (1_000_001, 13_800.01), (2_000_000, 22_800), (5_000_000, 46_800), (10_000_000, 81_800),
        (20_000_000, 141_800), (20_000_200, 141_801),
    ],
    "execution_fee": [
        (10_000, 50), (10_001, 50.02), (500_000, 7_400), (500_001, 7_400.01), (5_000_000, 52_400), (5_000_200, 52_401),
        (10_000_000, 77_400), (10_001_000, 77_401),
    ],
    "preservation_fee": [(1_000, 30), (1_001, 30.01), (100_000, 1_020), (100_001, 1_020.01), (896_000, 5_000), (896_001, 5_000)],
}  # fmt: skip
WORST = {"class_restructured": "special_mention", "class_restructured_again": "substandard"}
OTHERS = {"private_cap": "multiple", "plan_contents": "items"}
"""Limits with a test of their own below, or in tests/test_limits.py."""
# Code, kinds, the first day, the value, how sure.
DEFAULTS: list[tuple[str, tuple[str, ...], dt.date, object, str]] = [
    ("interest_days", (), D(2005, 5, 16), "start-in", "high"),
    ("penalty_day_count", (), D(2005, 5, 16), "actual/360", "high"),
    ("penalty_uplift_default", LOANS, D(2004, 1, 1), 50 * PERCENT, "verified"),
    ("penalty_uplift_default", ("card",), D(2017, 1, 1), 0, "medium"),
    ("penalty_uplift_default", ("private",), D(2015, 9, 1), 0, "high"),
    ("first_penalty_day", (), D(2004, 1, 1), "day-after", "verified"),
    ("compound_base", BANKS, D(1999, 4, 1), "interest", "verified"),
    ("compound_rate_before_maturity", BANKS, D(1999, 4, 1), "contract", "verified"),
    ("compound_rate_before_maturity", BANKS, D(2004, 1, 1), "penalty", "verified"),
    ("compound_on_penalty", BANKS, D(1999, 4, 1), "off", "verified"),
    ("allocation", (), D(2021, 1, 1), (Part.FEE, Part.PENALTY, Part.COMPOUND, Part.INTEREST, Part.PRINCIPAL), "verified"),
    ("allocation_late", ("card",), D(2011, 1, 13), (Part.PRINCIPAL, Part.INTEREST, Part.PENALTY, Part.COMPOUND, Part.FEE), "verified"),
    ("allocation_late_from", ("card",), D(2011, 1, 13), 91, "verified"),
    ("cost_line_days", BANKS, D(2017, 8, 4), "actual/365", "medium"),
    ("card_minimum", ("card",), D(2017, 1, 1), 10 * PERCENT, "high"),
    ("card_statement_day", ("card",), D(2017, 1, 1), "off", "high"),
    ("judgment_months", (), D(2024, 1, 1), Band(4, 9), "medium"),
    ("performance_days", (), D(2008, 4, 1), 10, "medium"),
    ("lpr", (), D(2019, 8, 20), "1Y", "press"),
    ("lpr_long", (), D(2019, 8, 20), "5Y", "press"),
]


def value(code: str, kinds: tuple[str, ...], since: dt.date) -> tuple[Rule, Dated]:
    """The dated value of a rule."""
    for rule in CN.rules:
        for dated in rule.values if (rule.code, set(rule.kinds)) == (code, set(kinds)) else ():
            if dated.since == since:
                return rule, dated
    raise LookupError(code, kinds, since)


def dates_of(*uses: str) -> set[tuple[str, frozenset[str], dt.date]]:
    return {(rule.code, frozenset(rule.kinds), dated.since) for rule in CN.rules if rule.use in uses for dated in rule.values}


def test_every_limit_has_a_test_on_each_side() -> None:
    """A limit that is new, or has a new value, fails here until it is written into a table above."""
    tested = {(code, frozenset(kinds), since) for code, kinds, since, *_ in BANDS}
    tested |= {("risk_classes", frozenset(kinds), since) for kinds, (since, _) in CLASSES.items()}
    rest = {entry for entry in dates_of("limit") if entry[0] in {*FEES, *WORST, *OTHERS}}
    assert dates_of("limit") == tested | rest
    assert {code for code, _, _ in rest} == {*FEES, *WORST, *OTHERS}


def test_every_default_order_and_series_is_in_the_table() -> None:
    assert dates_of("default", "order", "series") == {(code, frozenset(kinds), since) for code, kinds, since, *_ in DEFAULTS}


@pytest.mark.parametrize(("code", "kinds", "since", "least", "most", "confidence"), BANDS)
def test_a_limit_holds_up_to_its_ends_and_from_its_day(
    code: str, kinds: tuple[str, ...], since: dt.date, least: int | None, most: int | None, confidence: str
) -> None:
    rule, dated = value(code, kinds, since)
    assert dated.confidence == confidence
    for end, beyond in ((least, -1), (most, 1)):
        if end is not None:
            assert dated.band.holds(end)
            assert not dated.band.holds(end + beyond)
    assert dated.band.holds(0) == (least in (None, 0))
    kind = kinds[0] if kinds else ""
    before = CN.on(code, since - dt.timedelta(1), kind)
    assert (CN.on(code, since, kind), before is dated) == (dated, False)
    assert rule.until == ENDS.get(code)
    if rule.until is not None:
        assert CN.on(code, rule.until, kind) is dated
        assert CN.on(code, rule.until + dt.timedelta(1), kind) is None
    other = next(name for name in ("private", "assisted", "consumer_finance") if name not in kinds)
    assert (CN.on(code, since, other) is dated) == (not kinds)


@pytest.mark.parametrize(("code", "kinds", "since", "given", "confidence"), DEFAULTS)
def test_a_default_is_as_the_domain_says_from_its_day(
    code: str, kinds: tuple[str, ...], since: dt.date, given: object, confidence: str
) -> None:
    _, dated = value(code, kinds, since)
    assert (dated.value, dated.confidence) == (given, confidence)
    kind = kinds[0] if kinds else ""
    assert CN.on(code, since, kind) is dated
    assert CN.on(code, since - dt.timedelta(1), kind) is not dated


@pytest.mark.parametrize("kinds", CLASSES)
def test_classes_change_on_their_days(kinds: tuple[str, ...]) -> None:
    since, days = CLASSES[kinds]
    kind = kinds[0]
    rule = CN.on("risk_classes", since, kind)
    assert rule is not None
    names = list(days)
    for worse, least in days.items():
        assert class_of(rule, least) == worse
        assert class_of(rule, least - 1) == names[max(names.index(worse) - 1, 0)]
    assert CN.on("risk_classes", since - dt.timedelta(1), kind) is not rule


@pytest.mark.parametrize(("code", "amount", "fee"), [(code, *row) for code, rows in FEES.items() for row in rows])
def test_fees_on_both_sides_of_each_bracket(code: str, amount: int, fee: float) -> None:
    paid = getattr(court, code)(amount * 100, CN, D(2026, 9, 30))
    assert int(paid[0]) == round(fee * 100)


@pytest.mark.parametrize("code", FEES)
def test_fees_begin_with_the_order(code: str) -> None:
    charged: Any = getattr(court, code)
    assert int(charged(100_000, CN, D(2007, 4, 1))[0]) > 0
    with pytest.raises(RangeError):
        charged(100_000, CN, D(2007, 3, 31))


@pytest.mark.parametrize("code", WORST)
def test_classes_of_restructured_loans_hold_from_their_day(code: str) -> None:
    for kind in BANKS:
        found = CN.on(code, D(2023, 7, 1), kind)
        assert found is not None
        assert (found.word, found.confidence) == (WORST[code], "high")
        assert CN.on(code, D(2023, 6, 30), kind) is None


def test_four_times_the_lpr_of_the_loans_day() -> None:
    # 1Y: 3.85 % on 2020-08-20, 3.10 % until 2025-05-19, 3.00 % from 2025-05-20: 15.40, 12.40 and 12.00 %.
    ceilings = {D(2020, 8, 19): 2400, D(2020, 8, 20): 1540, D(2025, 5, 19): 1240, D(2025, 5, 20): 1200, D(2026, 9, 21): 1200}
    assert {day: private_cap(CN, day) // 10_000 for day in ceilings} == ceilings
    rule, dated = value("private_cap", ("private",), D(2020, 8, 20))
    assert (dated.value, dated.confidence, rule.values[0].confidence) == (Multiple(4 * 100 * PERCENT, "1Y"), "verified", "high")
    with pytest.raises(RangeError):
        private_cap(CN, D(2015, 8, 31))


@pytest.mark.parametrize("rule", CN.rules, ids=lambda rule: f"{rule.code}-{'-'.join(rule.kinds)}")
def test_no_finding_of_a_rule_is_graver_than_its_confidence_allows(rule: Rule) -> None:
    for dated in rule.values:
        grades = [by_rule("any", dated, grade, "here").grade for grade in GRADES]
        assert all(GRADES.index(grade) <= GRADES.index(MOST[dated.confidence]) for grade in grades)
        assert dated.confidence != "low" or set(grades) == {"note"}
        assert dated.confidence == "verified" or "breach" not in grades


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_findings_of_every_example_keep_what_their_rules_allow(path: Path) -> None:
    for finding in review(casefile.read(path)):
        assert bool(finding.source) <= bool(finding.confidence)
        assert finding.confidence in {"", *CONFIDENCES, "agreed", "single", "carried"}
        assert not finding.source or GRADES.index(finding.grade) <= GRADES.index(MOST[finding.confidence])
