"""Enforcement and the sale of the claim as columns of a comparison: measures of the central assumptions, and their range beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.enforcement.findings import findings
from planner.enforcement.rolled import CENTRAL, Enforced
from planner.engine import roll_forward
from planner.figures import Kind, Value
from planner.measures import Inputs, measure
from planner.steps import cut

if TYPE_CHECKING:
    from planner.book import Ledger, Position, Timeline
    from planner.case import Case
    from planner.findings import Finding

Range = tuple[Value, Value]
RANGED = ("npv", "recovery", "total_paid")
"""Measures whose range is shown; beside them ``end``, the day the money comes."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A scenario that no plan leads to: ``ledger`` (N = 1), its measures, what they were taken with, findings and, by code, its range."""

    name: str
    timeline: Timeline
    ledger: Ledger
    measures: dict[str, Value]
    inputs: Inputs
    findings: tuple[Finding, ...]
    range: dict[str, Range]


def beside(case: Case, inputs: Inputs, stand: tuple[Position, Timeline], found: Enforced | None) -> Iterator[Beside]:
    """Enforcement where it is assumed, the sale of the claim where a price is offered; ``inputs`` are those of doing nothing."""
    now, future = stand
    if found is not None:
        taken = [replace(inputs, beside=run.beside, outside=True) for run in found.runs]
        each = [measure(run.ledger, 0, own) for run, own in zip(found.runs, taken, strict=True)]
        run, said = found.central, findings(case, now, found)
        yield Beside("enforcement", run.timeline, run.ledger, each[CENTRAL], taken[CENTRAL], said, _range(each, found))
    if case.claim_price is not None and int(inputs.owed.sum()) > inputs.held:
        # What the buyer then asks of the borrower is not known: one step, on which the price comes and the borrower pays nothing.
        today = cut(future, 0, 1)
        ledger = roll_forward(now, today).ledger
        if ledger is not None:
            sold = replace(inputs, beside=((inputs.as_of, case.claim_price),), outside=True)
            yield Beside("sale", today, ledger, measure(ledger, 0, sold), sold, (), {})


def against(case: Case, inputs: Inputs, found: Enforced | None) -> Inputs:
    """The inputs of plans: what they are held against, enforcement by its central assumptions and the price offered for the claim."""
    if found is None or case.funding_rate is None:
        return replace(inputs, price=case.claim_price)
    return replace(inputs, price=case.claim_price, enforced=found.worth(case.funding_rate))


def _range(each: list[dict[str, Value]], found: Enforced) -> dict[str, Range]:
    """The lowest and the highest of the three courses, figure by figure; nothing of what is not known, such as npv without a rate."""
    paid = [Value(Kind.DATE, run.course.paid) for run in found.runs]
    rows = {**{code: [own[code] for own in each] for code in RANGED}, "end": paid}
    known = {code: row for code, row in rows.items() if all(value.amount is not None for value in row)}
    return {code: (min(row, key=_size), max(row, key=_size)) for code, row in known.items()}


def _size(value: Value) -> float:
    return value.amount if isinstance(value.amount, (int, float)) else 0.0
