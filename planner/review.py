"""Everything the rulebook and the ledgers have to say of a case: what ``planner check`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner import classes, contents
from planner.book import days_past_due
from planner.claims import view_findings, views
from planner.dates import day
from planner.debts import stands
from planner.findings import Finding
from planner.joint import named
from planner.past import all_findings
from planner.scenarios import compare

if TYPE_CHECKING:
    from planner.book import Ledger, Position
    from planner.case import Case
    from planner.loan import Loan
    from planner.money import Ints
    from planner.scenarios import Comparison, Scenario


def review(case: Case) -> tuple[Finding, ...]:
    """The case's own findings, those of its plans, and what the book notes of both. CaseError where a plan cannot be applied."""
    whole, each = reviewed(compare(case))
    return (*whole, *(found for _, own in each for found in own))


def reviewed(comparison: Comparison) -> tuple[tuple[Finding, ...], list[tuple[Scenario, tuple[Finding, ...]]]]:
    """The same of scenarios that are rolled already: what holds for the whole case, and of each scenario its own."""
    case = comparison.case
    late = [(loan, now, int(days_past_due(now)[0])) for loan, (now, _) in zip(case.loans, stands(case), strict=True)]
    advice = (found for loan, now, days in late for found in _advice(case, loan, now, days))
    return (*all_findings(case), *advice), [(s, _of(case, s, [days for *_, days in late])) for s in comparison.scenarios]


def _advice(case: Case, loan: Loan, now: Position, days: int) -> tuple[Finding, ...]:
    """Class today and the three views of the claim of one loan."""
    shown = views(loan, now, case.book, case.as_of)
    return (*classes.class_findings(loan, case.book, days, case.as_of), *view_findings(loan, shown, case.book, case.as_of))


def _of(case: Case, scenario: Scenario, late: list[int]) -> tuple[Finding, ...]:
    """What a scenario's ledger shows; of a plan its class, observation, and what its agreement must say, of each loan so ``late``."""
    plan = next((p for p in case.plans if p.name == scenario.name), None)
    found = scenario.findings
    if plan is None:
        return found
    for loan, ledger, days in zip(case.loans, scenario.each or (scenario.ledger,), late, strict=True):
        alone, part, due = case.alone(loan), plan.of(loan.id), due_dates(ledger, day(plan.start))
        own = (*classes.plan_findings(alone, part, days, due), *contents.findings(alone, part, due))
        found += named(own, plan, loan) if scenario.each else own
    return found


def due_dates(ledger: Ledger, since: int) -> Ints:
    """The days after a day on which a ledger (N = 1) bills anything (D,), ascending."""
    billed = ledger.billed.sum(axis=(0, 2)) > 0
    days: Ints = np.unique(ledger.date[billed, 0])
    return days[days > since]
