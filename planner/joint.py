"""A plan across the loans of one borrower: each loan's timeline under the clauses that hold for it, paid as billed or from one budget."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from planner import dates
from planner.book import Pays
from planner.contract import one, pays_as_billed
from planner.errors import CaseError
from planner.purse import shared_out
from planner.steps import full, mark, weave
from planner.terms import apply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.book import Timeline
    from planner.case import Case, Loan, Plan
    from planner.debts import Stand
    from planner.figures import Value
    from planner.findings import Finding

_CLAUSE = re.compile(r"terms\[(\d+)\]")


def timelines(case: Case, plan: Plan, known: Sequence[Stand]) -> list[Timeline]:
    """Each loan's timeline under a plan. CaseError, paths relative to the plan, where a clause cannot be applied or a budget never ends."""
    own = [_written(plan, loan, stand, dates.day(case.as_of)) for loan, stand in zip(case.loans, known, strict=True)]
    return own if plan.budget is None else shared_out(case.loans, plan, [now for now, _ in known], own)


def _written(plan: Plan, loan: Loan, stand: Stand, as_of: int) -> Timeline:
    """One loan's timeline by the clauses that hold for it; where none does its contract, paid from the plan's start on."""
    own = plan.of(loan.id)
    if not own.terms:
        return stand[1] if plan.budget is not None else _paid(stand[1], dates.day(plan.start), as_of)
    try:
        return apply(own, loan, *stand, as_of)
    except CaseError as error:
        raise CaseError([replace(p, path=placed(p.path, plan, loan), found=p.found or loan.id) for p in error.problems]) from None


def _paid(future: Timeline, start: int, as_of: int) -> Timeline:
    """A contract that is paid as billed from a day on, what was late by then with its first instalment; on that day where none is left."""
    paid = pays_as_billed(future, start - 1)
    if (full(paid, "pays") > 0).any():
        return paid
    paid = weave(paid, one(start), one(as_of))
    return mark(paid, "pays", paid.date == start, Pays.AS_BILLED)


def worst(each: Sequence[dict[str, Value]]) -> dict[str, Value]:
    """The worst class of several loans, and the latest end of their observation."""
    found = {}
    for code in ("risk_class", "observation_end"):
        there = [own[code] for own in each if isinstance(own[code].amount, int)]
        found[code] = max(there, key=lambda value: int(value.amount or 0)) if there else each[0][code]  # type: ignore[arg-type]
    return found


def placed(path: str, plan: Plan, loan: Loan) -> str:
    """A path into the clauses of one loan as it is in the whole plan."""
    places = plan.places(loan.id)
    return _CLAUSE.sub(lambda found: f"terms[{places[int(found[1])]}]", path)


def named(found: Sequence[Finding], plan: Plan | None, loan: Loan) -> tuple[Finding, ...]:
    """Findings on one of several loans: each names it, and clauses have their place in the whole plan."""
    if plan is None:
        return tuple(found)
    return tuple(replace(f, where=f"{placed(f.where, plan, loan)} · {loan.id}") for f in found)
