"""Several loans of one borrower, worked by hand: one budget between them by law, in proportion, as named; what is joint is the sum."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from planner import casefile, dates
from planner.book import standing
from planner.breaks import breaks
from planner.case import Case
from planner.clauses import Extend
from planner.dates import day
from planner.debts import joined, merged, stands
from planner.errors import CaseError
from planner.figures import jsonable
from planner.money import yuan
from planner.offers import search
from planner.picked import picked
from planner.present import offers_json, position_json, schedule_json
from planner.review import review
from planner.scenarios import Comparison, Scenario, compare
from planner.solve import solve
from planner.stress import stress

EXAMPLE: Final = Path(__file__).resolve().parents[1] / "examples" / "several_debts.toml"
TWO: Final = """as_of = 2026-09-30
[[loan]]
id = "A"
kind = "card"
rate = "0 %%"
statement = { date = 2026-09-30, principal = "0", instalments_left = 0, dues = [ { due = 2026-08-31, principal = "1,200" } ] }
[[loan]]
id = "B"
kind = "mortgage"
rate = "0 %%"
due_day = 10
statement = { date = 2026-09-30, principal = "1,500", instalments_left = 5, dues = [ { due = 2026-09-10, principal = "300" } ] }
[[plan]]
name = "p"
start = 2026-10-15
budget = "500"
%s
"""
"""A owes 1,200.00, all due, nothing secures it; B 300.00 due and five instalments of 300.00 on the 10th, secured. Nothing bears."""


def paid(split: str) -> dict[str, list[int]]:
    """Yuan paid to each loan on the 15th of October and of each month after."""
    scenario = compare(casefile.parse(TWO % split)).scenario("p")
    assert scenario is not None
    found = {}
    for name, ledger in zip(("A", "B"), scenario.each, strict=True):
        by_day = {int(d): int(c) for d, c in zip(ledger.date[:, 0], ledger.received[:, 0], strict=True) if c}
        days = [day(dt.date(2026 + m // 12, m % 12 + 1, 15)) for m in range(9, 15)]
        found[name] = [by_day.get(when, 0) // 100 for when in days]
        assert sum(by_day.values()) // 100 == sum(found[name])
    return found


@pytest.mark.parametrize(("split", "first", "second"), [
    # By law A first, nothing secures it: 500, 500 and the 200 left; then what is due of B, 1,200.00 by 10 December, and the rest.
    ("", [500, 500, 200, 0, 0, 0], [0, 0, 300, 500, 500, 500]), ('split = "law"', [500, 500, 200, 0, 0, 0], [0, 0, 300, 500, 500, 500]),
    # 1,200 to 1,800: two fifths and three.
    ('split = "pro-rata"', [200] * 6, [300] * 6),
    ('split = ["B"]', [0, 0, 0, 200, 500, 500], [500, 500, 500, 300, 0, 0]),
    # As agreed 300 and 200 until A is paid, then all to B; a loan without a share waits until the others are paid.
    ('split = { A = "60 %", B = "40 %" }', [300] * 4 + [0, 0], [200] * 4 + [500, 500]),
    ("split = { B = 1 }", [0, 0, 0, 200, 500, 500], [500, 500, 500, 300, 0, 0]),
])  # fmt: skip
def test_a_budget_between_two_loans(split: str, first: list[int], second: list[int]) -> None:
    assert paid(split) == {"A": first, "B": second}


def test_measures_of_the_joint_plan() -> None:
    comparison = compare(casefile.parse(TWO % ""))
    plan = comparison.scenario("p")
    assert plan is not None
    codes = ("claim", "total_paid", "first_payment", "highest_payment", "payments", "finish")
    figures, end = {code: plan.measures[code].amount for code in codes}, day(dt.date(2027, 3, 15))
    assert figures == {
        "claim": 300_000, "total_paid": 300_000, "first_payment": 50_000, "highest_payment": 50_000, "payments": 6, "finish": end,
    }  # fmt: skip
    rows = schedule_json(plan, *comparison.case.loans)["rows"]
    assert [(row["due"], row["loan"], row["payment"]) for row in rows if row["payment"] != "0.00"][2:4] == [
        ("2026-12-15", "A", "200.00"), ("2026-12-15", "B", "300.00"),
    ]  # fmt: skip


def by_clauses(terms: str) -> Scenario:
    text = (TWO % "").replace('budget = "500"', f"terms = [ {terms} ]") + '\n[household]\nincome = "5,000"'
    plan = compare(casefile.parse(text)).scenario("p")
    assert plan is not None
    return plan


def test_clauses_of_one_loan_and_the_contract_of_the_other() -> None:
    # A in three of 400.00 from 15 November; of B 300.00 fell due on 10 September and 10 October and are paid with 10 November's.
    plan = by_clauses('{ instalments = 3, loan = "A" }')
    came = [zip(own.date[:, 0], own.received[:, 0], strict=True) for own in plan.each]
    rows = [[(str(dates.date(int(d))), int(c) // 100) for d, c in own if c] for own in came]
    assert rows[0] == [("2026-11-15", 400), ("2026-12-15", 400), ("2027-01-15", 400)]
    assert rows[1] == [("2026-11-10", 900), ("2026-12-10", 300), ("2027-01-10", 300), ("2027-02-10", 300)]
    # Payments of a month count together: 1,300 in November, 700 in December and January, 300 in February; 1,300 of an income of 5,000.
    codes = ("first_payment", "typical_payment", "highest_payment", "payments", "total_paid", "debt_to_income", "left_to_live_on")
    assert [plan.measures[code].amount for code in codes] == [130_000, 70_000, 130_000, 4, 300_000, 0.14, 370_000]


def test_a_loan_with_no_instalment_left_is_paid_on_the_start() -> None:
    plan = by_clauses('{ instalments = 3, loan = ["B"] }')
    assert int(plan.each[0].received[plan.each[0].date[:, 0] == day(dt.date(2026, 10, 15))].sum()) == 120_000


def test_findings_name_the_loan_and_the_clause() -> None:
    text = (TWO % "").replace('budget = "500"', 'terms = [ { instalments = 3, loan = "A" }, { instalments = 7, loan = "B" } ]')
    plan = compare(casefile.parse(text + "\n[mandate]\nmax_instalments = 6")).scenario("p")
    assert plan is not None
    assert [f.where for f in plan.findings if f.code == "mandate_instalments"] == ["p terms[1].instalments · B"]


def test_a_budget_of_one_loan() -> None:
    # B alone: 1,800.00 in 500, 500, 500 and 300.
    text = TWO % ""
    alone = text[: text.index("[[loan]]")] + text[text.rindex("[[loan]]") :]
    plan = compare(casefile.parse(alone)).scenario("p")
    assert plan is not None
    assert (plan.measures["payments"].amount, plan.measures["total_paid"].amount) == (4, 180_000)


@cache
def example() -> Comparison:
    return compare(casefile.read(EXAMPLE))


def alone(case: Case, place: int) -> Comparison:
    return compare(Case(case.title, case.as_of, (case.loans[place],), rules=case.rules))


@pytest.mark.parametrize("name", ["catch_up", "pay_off"])
def test_each_loan_is_as_if_it_were_alone(name: str) -> None:
    scenario = example().scenario(name)
    assert scenario is not None
    for place in range(3):
        own = alone(example().case, place).scenario(name)
        assert own is not None
        assert np.array_equal(scenario.each[place].received, own.ledger.received)
        assert np.array_equal(scenario.each[place].closing, own.ledger.closing)


def test_the_budget_is_spent_to_the_cent_until_nothing_is_owed() -> None:
    for scenario in example().scenarios[3:]:
        total: dict[int, int] = {}
        for ledger in scenario.each:
            for d, cents in zip(ledger.date[:, 0], ledger.received[:, 0], strict=True):
                total[int(d)] = total.get(int(d), 0) + int(cents)
            assert not ledger.returned.any()
            assert int(ledger.closing[:, -1].sum() + ledger.held[-1].sum()) == 0
        spent = [cents for _, cents in sorted(total.items()) if cents]
        assert spent[:-1] == [300_000] * (len(spent) - 1)
        assert 0 < spent[-1] <= 300_000


def test_what_is_joint_is_the_sum() -> None:
    for scenario in example().scenarios:
        joint = merged(scenario.each)
        for column in ("accrued", "penalty", "compound", "fee", "received", "waived", "allocated", "prepaid"):
            assert int(getattr(joint, column).sum()) == sum(int(getattr(ledger, column).sum()) for ledger in scenario.each)
        inflow = joint.opening[:, 0].sum() + joint.accrued.sum() + joint.penalty.sum() + joint.compound.sum() + joint.fee.sum()
        assert int(inflow) == int(joint.closing[:, -1].sum() + joint.waived.sum() + joint.allocated.sum() + joint.prepaid.sum())
        assert (np.diff(joint.date[:, 0]) > 0).all()
    known = [position for position, _ in stands(example().case)]
    assert int(standing(joined(known)).sum()) == sum(int(standing(own).sum()) for own in known)
    form = position_json(example().case)
    assert form["position"]["total"] == "55278.08"
    assert [own["position"]["total"] for own in form["loans"]] == ["9626.90", "20590.63", "25060.55"]
    assert (set(form["conventions"]), form["per_day"]["total"]) == ({"card", "consumer", "home"}, "15.85")


def test_the_story_of_the_example() -> None:
    """By law: the consumer loan bears 21.6 % when overdue, the card 18 %.

    Due of it on 15 October: 980 + 240 + 27.05 + 6.62, of 15 days 980 x 0.216 x 15/360 = 8.82 and 240 x 0.216 x 15/360 = 2.16; 990 + 228 +
    8.91 + 2.05, and 8.91 and 2.052 (2.05): 1,264.65 + 1,239.92; and an instalment of 18,000 x 0.012 / (1 - 1.012^-18) = 1,117.85. In all
    3,622.42. On 15 November the 622.42 left and 622.42 x 0.216 x 31/360 = 11.577 (11.58), and 1,117.85: 1,751.85; to the card 1,248.15.
    In proportion: 9,270.00, 20,654.00 and 25,095.00 of 55,019.00, so 505.4617, 1,126.1927 and 1,368.3455 of 3,000.00.
    """
    law, shares = example().scenarios[3:]

    def on(scenario: Scenario, month: int, year: int = 2026) -> list[int]:
        when = day(dt.date(year, month, 15))
        return [int(ledger.received[ledger.date[:, 0] == when].sum()) for ledger in scenario.each]

    assert on(shares, 10) == [50_546, 112_619, 136_835]
    assert [on(law, month) for month in (10, 11, 12)] == [[0, 300_000, 0], [124_815, 175_185, 0], [188_215, 111_785, 0]]
    assert (shares.measures["payments"].amount, law.measures["payments"].amount) == (19, 20)


def test_what_looks_at_one_loan_says_so_and_what_to_do() -> None:
    case = example().case
    plan = case.plans[0]
    own = replace(case, plans=(replace(plan, budget=None, terms=(Extend(12),)),))
    for ask in (lambda: search(case), lambda: solve(own, plan.name, "months", "payments <= 12")):
        with pytest.raises(CaseError) as caught:
            ask()
        assert [(p.code, p.expected, p.values) for p in caught.value.problems] == [
            ("one_loan", "expected.one_loan", {"names": "card, consumer, home"}),
        ]  # fmt: skip


def test_checks_name_each_loan() -> None:
    found = review(example().case)
    assert {f.where for f in found if f.code == "risk_class"} == {"card", "consumer", "home"}
    plan = example().case.plans[1].name
    assert {f.where for f in found if f.code == "observation_end"} == {f"{plan} · consumer", f"{plan} · home"}
    worst = example().scenarios[0].measures["risk_class"].amount
    assert worst == 1  # of 67, 46 and 10 days past due all are special-mention


def test_a_budget_that_is_broken() -> None:
    # Nothing bears: after the first 500.00 of October, 2,500.00 of the 3,000.00 are owed on both loans, with the plan or without it.
    case = casefile.parse(TWO % "")
    second = breaks(case, case.plans[0])[1]
    assert (second.missed, second.paid) == (day(dt.date(2026, 11, 15)), 50_000)
    assert int(second.owed.sum()) == int(second.never.sum()) == 250_000


def test_stress_of_all_loans() -> None:
    # The plan asks 1,300, 700, 700 and 300 from November on. Of 1,000 a month November is short of 300, which December pays; of 900 it
    # is short of 400 and December of 200; of 800 of 500, December of 400, January of 300.
    text = (TWO % "").replace('budget = "500"', 'terms = [ { instalments = 3, loan = "A" } ]') + '\n[household]\nincome = "1,000"'
    case = casefile.parse(text)
    found = stress(case, case.plans[0])
    assert [(shock.first_failing, shock.months_in_arrears) for shock in (found.today, *found.shocks[:2])] == [
        (day(dt.date(2026, 11, 10)), months) for months in (1, 2, 3)
    ]  # fmt: skip
    assert found.today.breaks is not None
    assert (int(found.today.breaks.owed.sum()), found.today.broken) == (300_000, day(dt.date(2026, 11, 10)))
    budget = casefile.parse((TWO % "") + '\n[household]\nincome = "500"')
    assert stress(budget, budget.plans[0]).today.survives


@pytest.mark.parametrize(("until", "status", "value"), [
    # 3,000.00 at no interest: five payments from 600.00 a month on, ten from 300.00 to 333.33.
    ("payments <= 5", "solved", 60_000), ("payments >= 10", "solved", 33_333), ("payments <= 6", "already_met", 50_000),
    ("highest_payment >= 700", "solved", 70_000), ("total_paid < 3000", "unreachable", None),
])  # fmt: skip
def test_the_budget_is_solved_for_to_the_cent(until: str, status: str, value: int | None) -> None:
    found = solve(casefile.parse(TWO % ""), "p", "budget", until)
    assert (found.status, found.value) == (status, value)


def test_only_the_budget_of_such_a_plan_can_be_varied() -> None:
    with pytest.raises(CaseError) as caught:
        solve(casefile.parse(TWO % ""), "p", "months", "payments <= 5")
    assert [(p.code, p.path) for p in caught.value.problems] == [("budget_only", "vary")]
    with pytest.raises(CaseError) as caught:
        solve(casefile.parse(PICKED), "A in three", "budget", "payments <= 5")
    assert [(p.code, p.path) for p in caught.value.problems] == [("no_such_lever", "vary")]


PICKED: Final = (TWO % "") + """
[[plan]]
name = "A in three"
start = 2026-10-15
terms = [ { instalments = 3, loan = "A" } ]
[household]
income = "1,000"
other_debts = "100"
"""


def test_one_of_several_with_the_others_as_other_debts() -> None:
    case = casefile.parse(PICKED)
    one, other = picked(case, "A"), picked(case, "B")
    # B asks 300.00 a month once its arrears are paid, A nothing: all of it is due.
    assert [own.household and own.household.other_debts for own in (one, other)] == [40_000, 10_000]
    assert [[plan.name for plan in own.plans] for own in (one, other)] == [["A in three"], []]
    assert [loan.id for loan in one.loans] == ["A"]
    with pytest.raises(CaseError) as caught:
        picked(case, "C")
    assert [(p.code, p.path, p.values["names"]) for p in caught.value.problems] == [("unknown_loan", "--loan", "A, B")]


def test_an_offer_of_one_loan_pasted_into_the_case_is_the_same_for_it() -> None:
    found = search(picked(casefile.parse(PICKED), "A"), steps=2)
    offer = offers_json(found)["offers"][0]
    pasted = compare(casefile.parse(PICKED + offer["toml"])).scenario(offer["name"])
    assert pasted is not None
    assert yuan(int(pasted.each[0].received.sum())) == offer["measures"]["total_paid"]
    alone_again = compare(picked(casefile.parse(PICKED + offer["toml"]), "A")).scenario(offer["name"])
    assert alone_again is not None
    assert {code: jsonable(value) for code, value in alone_again.measures.items()} == offer["measures"]
    assert 'loan = "A"' in offer["toml"]


@pytest.mark.parametrize(("change", "code", "path"), [
    (('id = "B"', 'id = "A"'), "duplicate_loan", "loan[1].id"), (('budget = "500"', "terms = []"), "empty_plan", "plan[0].terms"),
    (('budget = "500"', "budget = 0"), "not_positive", "plan[0].budget"),
    (('budget = "500"', 'terms = [ { rate = 0, loan = "C" } ]'), "unknown_loan", "plan[0].terms[0].loan"),
    (('budget = "500"', 'terms = [ { rate = 0, loan = ["A", "C"] } ]'), "unknown_loan", "plan[0].terms[0].loan[1]"),
    (('budget = "500"', 'budget = "500"\nterms = [ { lump_sum = "9", date = 2026-11-01 } ]'), "not_beside", "plan[0].terms[0]"),
    (('budget = "500"', 'budget = "500"\nsplit = { A = "60 %", B = "30 %" }'), "shares_sum", "plan[0].split"),
    (('budget = "500"', 'budget = "500"\nsplit = { A = "60 %", C = "40 %" }'), "unknown_loan", "plan[0].split"),
    (('budget = "500"', 'budget = "500"\nsplit = { A = "half", B = "50 %" }'), "unreadable", "plan[0].split.A"),
    (('budget = "500"', 'terms = [ { instalments = 3, loan = "A" }, { settle = "4", in = 2 } ]'), "one_schedule", "plan[0].terms[1]"),
    (('budget = "500"', 'budget = "500"\nsplit = ["C"]'), "unknown_loan", "plan[0].split[0]"),
    (('budget = "500"', 'budget = "500"\nsplit = "fair"'), "unknown_choice", "plan[0].split"),
    (('budget = "500"', 'budget = "500"\nsplit = ["A", "A"]'), "repeated", "plan[0].split[1]"),
    (('budget = "500"', 'budget = "500"\nsplit = []'), "empty_list", "plan[0].split"),
    (('budget = "500"', 'split = "law"'), "needs_key", "plan[0].split"), (('budget = "500"', ""), "missing", "plan[0].terms"),
])  # fmt: skip
def test_bad_cases(change: tuple[str, str], code: str, path: str) -> None:
    with pytest.raises(CaseError) as caught:
        casefile.parse((TWO % "").replace(*change))
    assert (code, path) in {(p.code, p.path) for p in caught.value.problems}


def test_what_is_wrong_on_one_loan_only_has_its_place_in_the_plan() -> None:
    clauses = '{ instalments = 3, loan = "A" }, { waive = "penalty", amount = 1, loan = "B" }'
    text = (TWO % "").replace('budget = "500"', f"terms = [ {clauses} ]")
    with pytest.raises(CaseError) as caught:
        compare(casefile.parse(text))
    assert [(p.code, p.path) for p in caught.value.problems] == [("waiver_too_large", "plan[0].terms[1].amount")]


def test_levels_are_set_by_the_contract_and_not_by_how_long_the_budget_takes() -> None:
    """B's principal 1,500.00 in five of 300.00 on the 10th, its level set anew at the start by a clause that changes nothing.

    A takes the money first: B's due on 10 November is one instalment, 300.00, however few payments follow.
    """
    text = (TWO % 'split = ["A"]').replace('budget = "500"', 'budget = "1,500"\nterms = [ { recast = 0, loan = "B" } ]')
    plan = compare(casefile.parse(text)).scenario("p")
    assert plan is not None
    own = plan.each[1]
    assert int(own.level[own.date[:, 0] == day(dt.date(2026, 11, 10)), 0][-1]) == 30_000


def test_a_budget_that_never_ends() -> None:
    with pytest.raises(CaseError) as caught:
        compare(casefile.parse((TWO % "").replace('budget = "500"', 'budget = "1.00"')))
    # At no interest 3,000.00 take 3,000 months; nothing grows.
    assert [(p.code, p.path, p.values["grows"]) for p in caught.value.problems] == [("budget_too_small", "plan[0].budget", "0.00")]
