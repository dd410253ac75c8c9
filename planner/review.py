"""Everything the rulebook and the ledgers have to say of a case: what ``planner check`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner import classes
from planner.book import days_past_due
from planner.claims import view_findings, views
from planner.dates import day
from planner.findings import Finding, by_rule
from planner.past import all_findings
from planner.scenarios import compare

if TYPE_CHECKING:
    from planner.book import Ledger
    from planner.case import Case, Plan
    from planner.money import Ints
    from planner.scenarios import Comparison, Scenario


def review(case: Case) -> tuple[Finding, ...]:
    """The case's own findings, those of its plans, and what the book notes of both. CaseError where a plan cannot be applied."""
    comparison = compare(case)
    if len(case.loans) > 1:
        return (*all_findings(case), *(found for s in comparison.scenarios for found in s.findings))
    return (*all_findings(case), *_advice(comparison), *(found for s in comparison.scenarios for found in _of(comparison, s)))


def _advice(comparison: Comparison) -> tuple[Finding, ...]:
    """Class today and the three views of the claim."""
    case, now = comparison.case, comparison.position
    loan, days = case.loans[0], int(days_past_due(now)[0])
    shown = views(loan, now, case.book, case.as_of)
    return (*classes.class_findings(loan, case.book, days, case.as_of), *view_findings(loan, shown, case.book, case.as_of))


def _of(comparison: Comparison, scenario: Scenario) -> tuple[Finding, ...]:
    """What a scenario's ledger shows; of a plan its class, observation, and what its agreement must say."""
    plan = next((p for p in comparison.case.plans if p.name == scenario.name), None)
    if plan is None:
        return scenario.findings
    days = int(days_past_due(comparison.position)[0])
    due = due_dates(scenario.ledger, day(plan.start))
    return (*scenario.findings, *classes.plan_findings(comparison.case, plan, days, due), *_contents(comparison.case, plan))


def due_dates(ledger: Ledger, since: int) -> Ints:
    """The days after a day on which a ledger (N = 1) bills anything (D,), ascending."""
    billed = ledger.billed.sum(axis=(0, 2)) > 0
    days: Ints = np.unique(ledger.date[billed, 0])
    return days[days > since]


def _contents(case: Case, plan: Plan) -> tuple[Finding, ...]:
    """What the agreement of a plan must say."""
    rule = case.book.on("plan_contents", plan.start, case.loans[0].kind)
    if rule is None:
        return ()
    return (by_rule("plan_contents", rule, "note", plan.name, **{f"text_{lang}": text for lang, text in rule.words.items()}),)
