"""What a pause stops and leaves growing: every combination of what it names and where interest goes, worked by hand."""

from __future__ import annotations

from itertools import combinations

import pytest

from planner import casefile, present
from planner.findings import Finding
from planner.scenarios import compare
from planner.text import catalogue

# 10,000 at 12 % by actual days over 360, interest by the month; 1,200 of principal, 120 of interest overdue at 18 %: 0.60 and 0.06 a day.
CASE = """
as_of = 2026-09-30
[[loan]]
id = "a"
kind = "business"
method = "interest-only"
rate = "12 %"
day_count = "actual/360"
due_day = 30
penalty = {{ uplift = "50 %", compound = "interest" }}
statement = {{ date = 2026-09-30, principal = "10,000.00", instalments_left = 4, dues = [
  {{ due = 2026-09-20, principal = "1,200.00", interest = "120.00" }},
] }}
[[plan]]
name = "p"
start = 2026-09-30
terms = [ {terms} ]
"""
KINDS = ("interest", "penalty", "compound", "payments", "ageing")
THEN = ("bill", "waive", "defer", "capitalise", "capitalise-at-end", "spread")
COMBINATIONS = [
    (of, then)
    for size in range(1, len(KINDS) + 1)
    for of in combinations(KINDS, size)
    for then in (THEN if "payments" in of else THEN[:1])
]


def paused(terms: str) -> list[Finding]:
    return [f for f in compare(casefile.parse(CASE.format(terms=terms))).scenarios[-1].findings if f.code.startswith("pause")]


# 30 September to 30 November are 61 days: interest 10,000 x 12 % x 61 / 360 = 203.33; made principal each month 100.00, then
# 10,100 x 12 % x 31 / 360 = 104.37. Arrears are paid with the first instalment, after the pause where payments pause, else after 30 days:
# penalty 36.60 or 18.00, compound 3.66 or 1.80.
@pytest.mark.parametrize(("of", "then"), COMBINATIONS)
def test_every_pause_names_what_stops_and_what_grows(of: tuple[str, ...], then: str) -> None:
    listed = ", ".join(f'"{kind}"' for kind in of)
    (found,) = paused(f'{{ pause = [{listed}], months = 2, then = "{then}" }}')
    waits = "payments" in of
    grows = {
        "interest": ("204.37", "100.51") if waits and then == "capitalise" else ("203.33", "100.00"),
        "penalty": ("36.60", "18.00") if waits else ("18.00", "8.85"), "compound": ("3.66", "1.80") if waits else ("1.80", "0.89"),
    }  # fmt: skip
    grows = {kind: amounts for kind, amounts in grows.items() if kind not in of}
    ages = waits and "ageing" not in of
    assert (found.values["begin"], found.values["end"]) == ("2026-09-30", "2026-11-30")
    assert found.values["stops"].split() == list(of)
    assert found.values["grows"].split() == [*grows, *(["ageing"] if ages else [])]
    assert {kind: (found.values[kind], found.values[f"{kind}_month"]) for kind in grows} == grows
    assert found.values["days"] == ("61" if ages else "0")
    told = then if waits and "interest" not in of else ""
    assert found.values["then"] == told
    assert found.code == ("pause_payments" if told else "pause" if grows or ages else "pause_all")
    for lang in ("zh", "en"):
        words = catalogue(lang)
        said = present.say_finding(words, found)
        assert all(words(f"finding.paused_{kind}") in said for kind in of)
        assert all(amount in said for amounts in grows.values() for amount in amounts)
        assert (words(f"then.{then}") in said) == bool(told)
        assert "{" not in said
        assert "finding." not in said


def test_a_pause_by_days_counts_both_of_them() -> None:
    # 1 to 20 October, 20 days without interest; the arrears, not paid before 30 October, bear 20 x 0.60 and 20 x 0.06.
    (found,) = paused('{ pause = ["interest"], from = 2026-10-01, to = 2026-10-20 }')
    assert (found.values["begin"], found.values["end"], found.values["stops"]) == ("2026-10-01", "2026-10-20", "interest")
    assert (found.values["penalty"], found.values["compound"], found.values["days"]) == ("12.00", "1.20", "20")


def test_what_bears_nothing_does_not_grow() -> None:
    """What is read from the ledger is what grows: at a rate of 0, with the arrears forgiven, nothing does."""
    clauses = '{ waive = ["interest"], share = 1 }, { capitalise = "principal" }, { rate = 0 }, { pause = "payments", months = 2 }'
    (found,) = paused(clauses)
    assert (found.code, found.values["stops"], found.values["grows"]) == ("pause_all", "payments", "")


def test_two_pauses_of_the_same_months_are_told_as_they_act_together() -> None:
    found = paused('{ pause = "payments", months = 2 }, { pause = ["interest", "penalty"], months = 2 }')
    assert [f.values["stops"] for f in found] == ["interest penalty payments"] * 2
    assert [f.values["grows"] for f in found] == ["compound ageing"] * 2


def test_every_plan_with_a_pause_says_so_on_the_terminal_and_in_json() -> None:
    form = present.compare_json(compare(casefile.parse(CASE.format(terms='{ pause = "payments", months = 2 }'))))
    found = [f for f in form["plans"][-1]["findings"] if f["code"].startswith("pause")]
    assert [(f["grade"], f["where"], f["value"]) for f in found] == [("note", "p", "243.59")]
    assert not [f for f in form["plans"][0]["findings"] if f["code"].startswith("pause")]
