"""The rules on each side of their limits: uplifts, lengths of plans and extensions, lines of income, the line over charges, classes, watch.

Dates and amounts are worked by hand in the comments; the limits are those of the built-in book.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from planner import casefile, classes, present, rules
from planner.case import Case
from planner.claims import of_case, views
from planner.conditions import condition
from planner.dates import day as days_of
from planner.errors import CaseError
from planner.figures import jsonable
from planner.findings import Finding
from planner.limits import loan_findings
from planner.payoff import quote
from planner.review import review
from planner.rules import Rulebook
from planner.scenarios import compare
from planner.text import catalogue
from planner.today import stand

CN = rules.built_in("cn")
LOAN = """
as_of = {as_of}
rules = "{rules}"
[[loan]]
id = "a"
kind = "{kind}"
principal = "12,000.00"
rate = "10 %"
opened = {opened}
instalments = {count}
{more}

[[plan]]
name = "p"
start = {start}
terms = [ {terms} ]
"""


SAYS = 'penalty = { uplift = "90 %", compound = "interest" }'


def case(**changes: str) -> Case:
    """12,000 at 10 %, nothing paid, and one plan."""
    given = {
        "as_of": "2026-09-30", "rules": "cn", "kind": "consumer", "opened": "2026-01-15", "count": "12", "more": "", "start": "2026-10-15",
        "terms": "{ instalments = 12 }",
    }  # fmt: skip
    return casefile.parse(LOAN.format(**given | changes))


def found(code: str, **changes: str) -> list[Finding]:
    return [finding for finding in review(case(**changes)) if finding.code == code]


def graded(code: str, **changes: str) -> list[tuple[str, str, str]]:
    return [(finding.grade, finding.value, finding.limit) for finding in found(code, **changes)]


# The band is 30 to 50 %; a rate of 15 % is 50 % above 10 %, one of 15.1 % 51 %.
@pytest.mark.parametrize(
    ("penalty", "high", "low"),
    [
        ('uplift = "29.99 %"', [], [("note", "0.2999", "0.3")]),
        ('uplift = "30 %"', [], []),
        ('uplift = "50 %"', [], []),
        ('uplift = "50.01 %"', [("breach", "0.5001", "0.5")], []),
        ('rate = "15 %"', [], []),
        ('rate = "15.1 %"', [("breach", "0.51", "0.5")], []),
        ('uplift = "50 %", step_up = { days = 90, uplift = "60 %" }', [("breach", "0.6", "0.5")], []),
    ],
)
def test_penalty_uplift_on_both_sides_of_its_band(penalty: str, high: list[object], low: list[object]) -> None:
    more = f"penalty = {{ {penalty} }}"
    assert (graded("penalty_uplift", more=more), graded("penalty_uplift_low", more=more)) == (high, low)


def test_penalty_uplift_is_held_against_the_rule_of_the_loans_day() -> None:
    more = 'penalty = { uplift = "60 %" }'
    assert len(found("penalty_uplift", more=more, opened="2004-01-01", count="360")) == 1
    assert found("penalty_uplift", more=more, opened="2003-12-31", count="360") == []
    assert found("penalty_uplift", more=more, kind="card") == []
    assert found("penalty_uplift", more='penalty = { uplift = "60 %", compound = "interest" }', rules="plain") == []


@pytest.mark.parametrize(("misuse", "codes"), [("49 %", ["misuse_uplift_low"]), ("50 %", []), ("100 %", [])])
def test_misuse_uplift_on_both_sides_of_its_band(misuse: str, codes: list[str]) -> None:
    more = f'penalty = {{ uplift = "40 %", misuse = "{misuse}" }}'
    assert [f.code for f in review(case(more=more)) if "uplift" in f.code] == codes


def test_misuse_uplift_above_its_band() -> None:
    """Case files take no share above 100 %; loans that come another way may."""
    loan = replace(case().loans[0], misuse=101_000_000, uplift=101_000_000)
    assert [(f.code, f.grade, f.value, f.limit) for f in loan_findings(loan, CN)] == [("misuse_uplift", "breach", "1.01", "1")]


def test_findings_of_rules_carry_source_and_confidence_in_both_languages() -> None:
    finding = found("penalty_uplift", more='penalty = { uplift = "60 %" }')[0]
    form = present.finding_json(finding)
    assert (form["source"], form["confidence"], form["where"]) == ("银发〔2003〕251号", "verified", "a")
    for lang, source in (("zh", "银发〔2003〕251号"), ("en", "PBC Yinfa (2003) No. 251")):
        said = present.say_finding(catalogue(lang), finding)
        assert source in said
        assert "60%" in said
        assert "50%" in said


# From 2026-10-15: 60 instalments end on 2031-10-15, 60 months later, 61 on 2031-11-15.
# 61 from 2026-10-31 on end on 2031-10-31, and are 61 all the same.
@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ("{ instalments = 60 }", []),
        ("{ instalments = 61 }", [("breach", "61", "60")]),
        ("{ instalments = 61, first_due = 2026-10-31 }", [("breach", "61", "60")]),
        ('{ instalments = 20, every = "3 months" }', []),
        ('{ instalments = 21, every = "3 months" }', [("breach", "63", "60")]),
    ],
)
def test_card_plans_run_for_five_years_at_most(terms: str, expected: list[object]) -> None:
    assert graded("plan_term", kind="card", terms=terms) == expected
    assert graded("plan_term", kind="consumer", terms=terms) == []


def test_card_plan_before_the_rule_has_no_limit() -> None:
    assert CN.on("plan_term", dt.date(2011, 1, 12), "card") is None
    assert CN.on("plan_term", dt.date(2011, 1, 13), "card") is not None


CARD_PLAN = "{ instalments = 12 }"


# A contract rate that runs on without a word leaves open whether interest runs during the plan; what only an agreement can say is declared.
@pytest.mark.parametrize(
    ("terms", "says", "lacks"),
    [
        (CARD_PLAN, "", "charges no_new_card duties"), ("{ rate = 0 }, " + CARD_PLAN, "", "no_new_card duties"),
        ('{ pause = "interest", months = 3 }, ' + CARD_PLAN, "", "no_new_card duties"),
        ("{ rate = 0, first = 1 }, " + CARD_PLAN, "", "charges no_new_card duties"),
        (CARD_PLAN, 'agreement = ["charges", "duties"]', "no_new_card"),
        ("{ rate = 0 }, " + CARD_PLAN, 'agreement = ["no_new_card", "duties"]', ""),
    ],
)  # fmt: skip
def test_card_plan_is_told_what_its_agreement_lacks(terms: str, says: str, lacks: str) -> None:
    told = {f.code: f for f in review(case(kind="card", terms=f"{terms} ]\n{says} # [")) if f.code.startswith("plan_contents")}
    if not lacks:
        assert (list(told), told["plan_contents"].grade) == (["plan_contents"], "note")
        return
    (note,) = told.values()
    assert (note.code, note.grade, note.value, note.confidence) == ("plan_contents_lacking", "warning", lacks, "verified")
    assert "70" in note.source
    assert ("新信用卡" in present.say_finding(catalogue("zh"), note)) == ("no_new_card" in lacks)
    assert ("annual fee" in present.say_finding(catalogue("en"), note)) == ("charges" in lacks)


def test_only_instalment_plans_of_cards_have_required_contents() -> None:
    assert [f for f in review(case()) if f.code.startswith("plan_contents")] == []
    assert [f for f in review(case(kind="card", terms='{ settle = "100.00" }')) if f.code.startswith("plan_contents")] == []


def test_what_an_agreement_says_is_an_item_of_the_book() -> None:
    for kind, expected in (("card", "one_of"), ("consumer", "")):
        with pytest.raises(CaseError) as error:
            case(kind=kind, terms=CARD_PLAN + ' ]\nagreement = ["duty"] # [')
        (problem,) = error.value.problems
        assert (problem.path, problem.code, problem.found, problem.expected) == ("plan[0].agreement[0]", "unknown_choice", "duty", expected)
    for word in ("[]", '"duties"', "[1]", '["duties", "duties"]'):
        with pytest.raises(CaseError):
            case(kind="card", terms=CARD_PLAN + f" ]\nagreement = {word} # [")


# Twelve instalments from 2026-01-15 end on 2027-01-15. A plan of n from 2026-10-15 ends n months
# after 2026-10: with 15 in 2028-01, 12 months on.
@pytest.mark.parametrize(("count", "expected"), [(3, []), (15, []), (16, [("warning", "13", "12")])])
def test_short_loans_are_extended_by_their_own_term_at_most(count: int, expected: list[object]) -> None:
    assert graded("extension_of_short", terms=f"{{ instalments = {count} }}") == expected


# 36 from 2025-01-15 end on 2028-01-15; half of the term is 18 months, to 2029-07: 33 instalments from 2026-10-15.
@pytest.mark.parametrize(("count", "expected"), [(33, []), (34, [("note", "19", "18")])])
def test_medium_loans_only_note_a_long_extension(count: int, expected: list[object]) -> None:
    more = {"opened": "2025-01-15", "count": "36", "terms": f"{{ instalments = {count} }}"}
    assert graded("extension_of_medium", **more) == expected
    assert graded("extension_of_short", **more) == []


# 120 from 2020-01-15 end on 2030-01-15; three years on is 2033-01: 75 instalments from 2026-10-15.
@pytest.mark.parametrize(("count", "expected"), [(75, []), (76, [("note", "37", "36")])])
def test_long_loans_only_note_a_long_extension(count: int, expected: list[object]) -> None:
    assert graded("extension_of_long", opened="2020-01-15", count="120", kind="business", terms=f"{{ instalments = {count} }}") == expected


# 48 from 2025-01-15 end on 2029-01-15. Seven years are up on 2032-01-15, 63 instalments from 2026-10-15; the rule is read in the press.
@pytest.mark.parametrize(("count", "expected"), [(63, []), (64, [("warning", "85", "84")])])
def test_consumer_loans_run_for_seven_years_at_most(count: int, expected: list[object]) -> None:
    assert graded("longest_term", opened="2025-01-15", count="48", terms=f"{{ instalments = {count} }}") == expected


def test_longest_term_on_both_sides_of_its_dates() -> None:
    before, after = (CN.on("longest_term", day, "consumer") for day in (dt.date(2025, 3, 20), dt.date(2025, 3, 21)))
    assert before is not None
    assert after is not None
    assert (before.band.most, before.confidence, after.band.most, after.confidence) == (60, "high", 84, "press")


def test_what_is_known_from_a_statement_alone_has_no_term() -> None:
    stated = casefile.parse("""
as_of = 2026-09-30
[[loan]]
id = "a"
kind = "consumer"
rate = "10 %"
[loan.statement]
date = 2026-09-30
principal = "10,000.00"
instalments_left = 3
dues = [ { due = 2026-08-30, principal = "1,000.00" } ]
[[plan]]
name = "p"
start = 2026-10-15
terms = [ { instalments = 60 } ]
""")
    assert [f.code for f in review(stated) if f.code.startswith("extension") or f.code == "longest_term"] == []


BULLET = """
as_of = {as_of}
rules = "cn"
[[loan]]
id = "a"
kind = "consumer"
principal = "100,000.00"
rate = "{rate}"
day_count = "actual/360"
opened = 2026-01-01
instalments = 1
method = "bullet"
every = "1 month"
penalty = {{ uplift = "{uplift}", compound = "none" }}
"""


# Due 2026-02-01 with 31 days of interest at 20 %: 100,000 x 20 % x 31 / 360 = 1,722.22, of the time before.
# 100 days later, 2026-05-12: penalty of 100,000 at 20 % + 50 % = 30 % x 100 / 360 = 8,333.33; the line is
# 100,000 x 24 % x 100 / 365 = 6,575.34; the contract rate 100,000 x 20 % x 100 / 365 = 5,479.45.
def test_three_views_of_a_claim() -> None:
    read = casefile.parse(BULLET.format(as_of="2026-05-12", rate="20 %", uplift="50 %"))
    loan = read.loans[0]
    shown = views(loan, stand(loan, read.as_of)[0], CN, read.as_of)
    assert shown is not None
    assert (shown.days, shown.charged, shown.line, shown.plain) == (100, 833_333, 657_534, 547_945)
    assert (shown.contract, shown.cut, shown.by_rate) == (11_005_555, 10_829_756, 10_720_167)
    codes = {f.code: f for f in review(read)}
    three = [codes[code].value for code in ("claim_contract", "claim_line", "claim_contract_rate")]
    assert three == ["110055.55", "108297.56", "107201.67"]
    assert all(codes[code].source and codes[code].confidence == "verified" for code in codes if code.startswith("claim"))
    line = codes["cost_line"]
    assert (line.grade, line.value, line.limit, line.confidence) == ("warning", "8333.33", "6575.34", "verified")


# At 16 % and 50 % the penalty is 24 % on 360 days: 6,666.67 in 100 days, above the line on 365 days; at 15 % it is
# 22.5 %, 6,250.00, below it.
@pytest.mark.parametrize(("rate", "above"), [("16 %", True), ("15 %", False)])
def test_charges_on_both_sides_of_the_line(rate: str, above: bool) -> None:  # noqa: FBT001 - a case
    read = casefile.parse(BULLET.format(as_of="2026-05-12", rate=rate, uplift="50 %"))
    assert any(f.code == "cost_line" for f in review(read)) == above


@pytest.mark.parametrize("as_of", ["2026-01-31", "2026-02-01"])
def test_nothing_overdue_has_no_views(as_of: str) -> None:
    read = casefile.parse(BULLET.format(as_of=as_of, rate="20 %", uplift="50 %"))
    assert not [f for f in review(read) if f.code.startswith("claim") or f.code == "cost_line"]


def test_no_line_before_its_date_or_without_a_rule() -> None:
    read = casefile.parse(BULLET.format(as_of="2026-05-12", rate="20 %", uplift="50 %"))
    loan, now = read.loans[0], stand(read.loans[0], read.as_of)[0]
    assert views(loan, now, Rulebook("none", {}), read.as_of) is None
    assert CN.on("cost_line", dt.date(2017, 8, 3)) is None
    assert CN.on("cost_line", dt.date(2017, 8, 4)) is not None


@pytest.mark.parametrize(
    ("days", "loan", "card"),
    [
        (0, "normal", "normal"), (1, "special_mention", "special_mention"), (90, "special_mention", "special_mention"),
        (91, "substandard", "substandard"), (120, "substandard", "substandard"), (121, "substandard", "doubtful"),
        (180, "substandard", "doubtful"), (181, "substandard", "loss"), (270, "substandard", "loss"), (271, "doubtful", "loss"),
        (360, "doubtful", "loss"), (361, "loss", "loss"),
    ],
)  # fmt: skip
def test_classes_by_days_past_due(days: int, loan: str, card: str) -> None:
    on = dt.date(2026, 9, 30)
    assert (classes.today(CN, "consumer", days, on), classes.today(CN, "card", days, on)) == (loan, card)


def test_classes_hold_from_their_dates() -> None:
    assert classes.today(CN, "consumer", 100, dt.date(2023, 6, 30)) is None
    assert classes.today(CN, "consumer", 100, dt.date(2023, 7, 1)) == "substandard"
    assert classes.today(rules.built_in("plain"), "consumer", 100, dt.date(2026, 1, 1)) is None


def test_both_scales_of_a_card_are_told_its_own_first() -> None:
    # Opened 2026-01-15, nothing paid, first due 2026-02-15: 227 days before 2026-09-30.
    assert [(f.value, f.grade) for f in found("risk_class", kind="card")] == [("loss", "note"), ("substandard", "note")]
    assert [f.value for f in found("risk_class")] == ["substandard"]


def test_restructuring_keeps_a_class_and_never_makes_it_normal() -> None:
    plan = case().plans[0]
    on_time = classes.restructured(case(), plan, 0)
    late = classes.restructured(case(), plan, 271)
    assert on_time is not None
    assert late is not None
    assert (on_time[0], late[0]) == ("special_mention", "doubtful")


# 227 days past due on 2026-09-30 (due 2026-02-15). A plan signed on 2026-11-12 meets 227 + 43 = 270 days, one of the next day 271.
@pytest.mark.parametrize(("start", "name"), [("2026-11-12", "substandard"), ("2026-11-13", "doubtful")])
def test_a_plan_is_classed_by_the_days_past_due_when_it_is_signed(start: str, name: str) -> None:
    own = case(start=start)
    assert compare(own).scenarios[-1].measures["risk_class"].amount == classes.index(name)
    assert compare(own).scenarios[0].measures["risk_class"].amount == classes.index("substandard")
    assert [f.value for f in found("class_restructured", start=start)] == [name]


PAID = 'first_due = 2025-10-15\npayments = [ { date = 2025-10-15, amount = "14,000.00" } ]'


# A plan of 2025-09-15, first due on 2025-10-15 and paid in full: watched until 2026-10-15, the first day that is free of it.
@pytest.mark.parametrize(("start", "name"), [("2026-10-14", "substandard"), ("2026-10-15", "special_mention")])
def test_a_second_restructuring_under_observation_is_substandard_at_best(start: str, name: str) -> None:
    own = case(kind="plan", opened="2025-09-15", more=PAID, start=start)
    assert classes.watched(own, own.plans[0].start) == (name == "substandard")
    shown = classes.restructured(own, own.plans[0], 0)
    assert shown is not None
    assert shown[0] == name
    assert compare(own).scenarios[-1].measures["risk_class"].amount == {"special_mention": 1, "substandard": 2}[name]


# Paid but for the last instalment of a dozen, due 2026-09-15: observation runs anew from that day, to 2027-09-15.
@pytest.mark.parametrize(("start", "again"), [("2027-09-14", True), ("2027-09-15", False)])
def test_a_missed_payment_starts_the_earlier_observation_anew(start: str, again: bool) -> None:  # noqa: FBT001 - a case
    # Twelve level instalments of 12,000 at 10 % are 1,054.99; eleven are 11,604.89.
    paid = PAID.replace("14,000.00", "11,604.89")
    own = case(kind="plan", opened="2025-09-15", more=paid, start=start)
    assert classes.watched(own, own.plans[0].start) == again


# A plan agreed on 2025-10-01: its first due date is 2025-11-01 unless it says one; a breach on 2026-01-20 counts from there.
@pytest.mark.parametrize("kind", ["consumer", "card"])
@pytest.mark.parametrize(
    ("terms", "more", "last"),
    [
        ("{ instalments = 6 }", "", "2026-10-31"), ("{ instalments = 6, first_due = 2025-11-20 }", "", "2026-11-19"),
        ("{ instalments = 6 }", ", broken = 2026-01-20", "2027-01-19"),
    ],
)
def test_an_agreed_plan_is_watched_for_a_year_from_its_first_due_date(kind: str, terms: str, more: str, last: str) -> None:
    agreed = f"agreed = {{ start = 2025-10-01, terms = [ {terms} ]{more} }}"
    paid = 'payments = [ { date = 2025-10-02, amount = "20,000.00" } ]'
    own = case(kind=kind, opened="2025-06-15", more=f"{agreed}\n{paid}")
    day = dt.date.fromisoformat(last)
    assert (classes.watched(own, day), classes.watched(own, day + dt.timedelta(1))) == (True, False)
    free = case(kind=kind, opened="2025-06-15", more=paid)
    assert not classes.watched(free, day)


def test_another_change_under_observation_is_told_with_its_class() -> None:
    # First due 2026-11-15; 227 days past due are substandard by both of the loan's and loss by the card's own scale.
    (note,) = found("class_restructured_again", terms="{ instalments = 24 }")
    assert (note.value, note.values["until"], note.grade, note.confidence) == ("substandard", "2027-11-15", "note", "high")
    (card,) = found("class_restructured_again", kind="card", terms="{ instalments = 24 }")
    assert card.value == "loss"
    assert "2027-11-15" in present.say_finding(catalogue("zh"), note)


def test_restructuring_is_classed_by_both_scales_of_a_card() -> None:
    both = [(f.value, f.values["title_en"]) for f in found("class_restructured", kind="card")]
    assert both == [("loss", "Five classes of cards by days past due"), ("substandard", "Five classes of loans by days past due")]
    assert [f.value for f in found("class_restructured")] == ["substandard"]


def test_paying_more_restructures_nothing() -> None:
    paid = case(terms='{ lump_sum = 2026-10-15, amount = "1,000.00" }')
    assert classes.restructured(paid, paid.plans[0], 1) is None
    assert found("observation_end", terms='{ lump_sum = 2026-10-15, amount = "1,000.00" }') == []


def numbers(*days: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([(dt.date.fromisoformat(d) - dt.date(1970, 1, 1)).days for d in days], dtype=np.int64)


# A year from the first due date, or the second due date in a row where that is later: quarterly 2027-01-15 + 12 months; yearly the second.
@pytest.mark.parametrize(
    ("due", "end"),
    [
        (("2026-11-15", "2026-12-15"), "2027-11-15"), (("2026-11-15", "2027-11-15"), "2027-11-15"),
        (("2026-11-15", "2027-11-16"), "2027-11-16"), (("2026-11-15",), None),
    ],
)  # fmt: skip
def test_observation_ends_after_a_year_and_two_due_dates(due: tuple[str, ...], end: str | None) -> None:
    watch = classes.watch(CN, dt.date(2026, 10, 15))
    assert watch is not None
    ends = watch.ends(numbers(*due))
    assert ends == (None if end is None else numbers(end)[0])


def test_a_missed_payment_starts_observation_anew() -> None:
    watch = classes.watch(CN, dt.date(2026, 10, 15))
    assert watch is not None
    due = numbers("2026-11-15", "2026-12-15", "2027-01-15", "2027-02-15")
    assert watch.again(int(due[1]), due) == numbers("2027-12-15")[0]
    assert watch.again(int(due[0]), numbers("2026-11-15", "2027-11-15", "2028-11-15")) == numbers("2028-11-15")[0]


def test_observation_of_a_plan_is_told_with_what_a_miss_does() -> None:
    # First due 2026-11-15, so 2027-11-15; the last due date before it is 2027-10-15, a miss there leads to 2028-10-15.
    note = found("observation_end", terms="{ instalments = 24 }")[0]
    assert (note.value, note.values["missed"], note.values["later"], note.grade) == ("2027-11-15", "2027-10-15", "2028-10-15", "note")


INCOME = '[household]\nincome = "{income}"\n'


# Twelve instalments of 100,000 without interest: 8,333.33 a month; 55 % of 15,151.51 is 8,333.33.
@pytest.mark.parametrize(("income", "above"), [("15,151.00", True), ("15,152.00", False)])
def test_debt_to_income_on_both_sides_of_its_line(income: str, above: bool) -> None:  # noqa: FBT001 - a case
    read = casefile.parse(
        BULLET.format(as_of="2026-05-12", rate="20 %", uplift="50 %")
        + INCOME.format(income=income)
        + '[[plan]]\nname = "p"\nstart = 2026-05-12\nterms = [ { waive = ["interest", "penalty"], share = "100 %" }, { rate = "0 %" }, '
        "{ instalments = 12 } ]\n"
    )
    lines = [f for f in review(read) if f.code == "debt_to_income"]
    assert [f.grade for f in lines] == ["note"] * above


def test_a_book_of_another_country_draws_its_own_lines() -> None:
    own = rules.read(Path(__file__).parent / "data" / "rules_example.toml")
    read = replace(case(more='penalty = { uplift = "30 %" }'), rulebook=own)
    codes = {finding.code: finding for finding in review(read)}
    assert (codes["penalty_uplift"].limit, codes["penalty_uplift"].source) == ("0.2", "Consumer Credit Act of Exampleland, s. 7")
    assert codes["risk_class"].value == "substandard"
    assert not {"claim_line", "plan_term", "observation_end"} & set(codes)


def test_without_rules_nothing_is_said_of_any() -> None:
    assert all(not finding.source for finding in review(case(rules="plain", more=SAYS)))


def test_comparisons_carry_what_breaks_a_rule() -> None:
    comparison = compare(case(kind="card", terms="{ instalments = 61 }"))
    form = present.compare_json(comparison)
    assert [f["code"] for f in form["plans"][-1]["findings"] if f["grade"] == "breach"] == ["plan_term"]


def test_class_and_observation_are_measures() -> None:
    # First due 2026-02-15: 227 days past due; from 2026-10-15, first due 2026-11-15, so a year later.
    own = {s.name: {code: jsonable(s.measures[code]) for code in ("risk_class", "observation_end")} for s in compare(case()).scenarios}
    assert own["do_nothing"] == {"risk_class": "substandard", "observation_end": None}
    assert own["catch_up"] == own["pay_off"] == {"risk_class": "normal", "observation_end": None}
    assert own["p"] == {"risk_class": "substandard", "observation_end": "2027-11-15"}
    plain = compare(case(rules="plain", more=SAYS)).scenarios[-1].measures
    assert [plain[code].reason for code in ("risk_class", "observation_end")] == ["unknown", "unknown"]
    value = compare(case()).scenarios[-1].measures["risk_class"]
    assert [present.say_value(catalogue(lang), value) for lang in ("zh", "en")] == ["次级", "substandard"]


def test_conditions_compare_classes() -> None:
    value = compare(case()).scenarios[-1].measures["risk_class"]
    assert condition("risk_class <= substandard").holds(value)
    assert not condition("risk_class < substandard").holds(value)
    with pytest.raises(CaseError):
        condition("risk_class <= good")


def test_a_contract_that_has_ended_is_not_extended() -> None:
    # Twelve instalments from 2025-09-15 end on 2026-09-15, before the plan; called on 2026-09-30, the contract ends there.
    assert found("extension_of_short", opened="2025-09-15", terms="{ instalments = 60 }") == []
    assert len(found("extension_of_short", terms="{ instalments = 60 }")) == 1
    assert found("extension_of_short", terms="{ instalments = 60 }", more="acceleration = 2026-09-30") == []


# Made on 2026-01-15, LPR 3.00 %, four times which is 12 %; lateness counts towards it. Licensed lenders have no such ceiling.
@pytest.mark.parametrize(
    ("kind", "uplift", "expected"),
    [
        ("private", "20 %", []), ("private", "20.01 %", [("breach", "0.12001", "0.12")]), ("consumer", "50 %", []),
    ],
)  # fmt: skip
def test_private_loans_on_both_sides_of_their_ceiling(kind: str, uplift: str, expected: list[object]) -> None:
    more = f'penalty = {{ uplift = "{uplift}", compound = "none" }}'
    assert graded("private_cap", kind=kind, more=more) == expected
    assert not [f for f in review(case(kind="private", more=more)) if f.code in ("risk_class", "claim_line", "observation_end")]


# Made before 2020-08-20: 24 % until then, and four times the LPR of today, 12 %, from then on.
@pytest.mark.parametrize(
    ("opened", "rate", "expected"),
    [
        ("2020-08-19", "12 %", []), ("2020-08-19", "24 %", [("2020-08-20", "0.24", "0.12", "breach")]),
        ("2020-08-19", "24.01 %", [("2020-08-19", "0.2401", "0.24", "warning"), ("2020-08-20", "0.2401", "0.12", "breach")]),
        # 1Y 3.85 % on 2020-08-20: 15.40 %.
        ("2020-08-20", "15.4 %", []), ("2020-08-20", "15.41 %", [("2020-08-20", "0.1541", "0.154", "breach")]),
    ],
)  # fmt: skip
def test_an_older_private_loan_is_split_at_the_change_of_the_rule(opened: str, rate: str, expected: list[object]) -> None:
    more = f'penalty = {{ rate = "{rate}", compound = "none" }}'
    told = found("private_cap", kind="private", opened=opened, count="120", more=more)
    assert [(f.values["since"], f.value, f.limit, f.grade) for f in told] == expected
    assert all("LPR" not in present.say_finding(catalogue("en"), f).partition("(")[0] for f in told)


FEE = "prepayment_fee = { months_of_interest = 1 }"


# First due 2026-02-15, unpaid; on 2026-02-15 nothing is late yet. Called on the opening's month, it is late at once.
@pytest.mark.parametrize(
    ("as_of", "more", "told"),
    [
        ("2026-02-15", FEE, 0), ("2026-02-16", FEE, 1), ("2026-02-16", "", 0), ("2026-02-16", "prepayment_fee = { waived = true }", 0),
        ("2026-02-15", FEE + "\nacceleration = 2026-02-01", 1),
    ],
)  # fmt: skip
def test_a_prepayment_fee_is_no_fee_of_overdue_money(as_of: str, more: str, told: int) -> None:
    own = case(as_of=as_of, more=more)
    found_ = [f for f in review(own) if f.code == "prepayment_fee_scope"]
    assert [(f.grade, f.confidence) for f in found_] == [("note", "high")] * told
    if told:
        # The arithmetic: what pays it off holds no fee on what is overdue, nor after acceleration.
        due = quote(own.loans[0], *stand(own.loans[0], own.as_of), days_of(own.as_of))
        overdue_only = "acceleration" in more
        assert (due.prepayment_fee == 0) == overdue_only
        assert "自愿提前还款" in present.say_finding(catalogue("zh"), found_[0])


# By the card rules principal comes first from 91 days on; the book's own order is kept where the contract says nothing.
@pytest.mark.parametrize(
    ("allocation", "told"),
    [
        ("", []), ('allocation = ["principal", "interest", "penalty", "compound", "fee"]', []),
        ('allocation = ["fee", "penalty", "compound", "interest", "principal"]', [("warning", "fee", "principal")]),
        ("allocation = { from_day = 91, then = PRINCIPAL }", []),
        ("allocation = { from_day = 92, then = PRINCIPAL }", [("warning", "fee", "principal")]),
    ],
)  # fmt: skip
def test_card_orders_on_both_sides_of_their_rule(allocation: str, told: list[object]) -> None:
    allocation = allocation.replace("PRINCIPAL", '["principal", "fee", "interest", "penalty", "compound"]')
    assert graded("allocation_late", kind="card", more=allocation) == told
    assert found("allocation_late", more=allocation) == []


def test_disputed_compound_carries_its_rule() -> None:
    more = 'penalty = { uplift = "50 %", compound = "interest", compound_on_penalty = true }'
    (own,) = found("disputed_compound", more=more + "\npayments = []")
    assert (own.grade, own.confidence) == ("warning", "verified")
    assert "38420" in own.source


# What a court granted (domain 5): 23.04 % with half as much more is 34.56 %, cut to the contract rate; 15.3 % becomes 22.95 %, below 24 %.
# 100 days on 100,000: 9,600.00 and 6,375.00 of penalty over 360; 6,575.34 by the line, 6,312.33 and 4,191.78 by the rates, over 365.
@pytest.mark.parametrize(
    ("rate", "charged", "cut", "plain"), [("23.04 %", 960_000, 657_534, 631_233), ("15.3 %", 637_500, 637_500, 419_178)]
)  # fmt: skip
def test_the_line_is_a_ceiling_not_a_price(rate: str, charged: int, cut: int, plain: int) -> None:
    read = casefile.parse(BULLET.format(as_of="2026-05-12", rate=rate, uplift="50 %"))
    ((_, days, shown),) = of_case(read)
    assert (days, [view.charges for view in shown]) == (100, [charged, cut, plain])


def test_a_class_worse_than_restructuring_leaves_may_rise() -> None:
    # 227 days past due are substandard; 60 days, of 2026-08-01, special mention, which is the best there is.
    (note,) = found("class_upward")
    assert (note.grade, note.confidence) == ("note", "high")
    assert "六个月" in present.say_finding(catalogue("zh"), note)
    assert found("class_upward", opened="2026-07-01") == []
