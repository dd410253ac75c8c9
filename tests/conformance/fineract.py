"""Fineract's schedules through the planner: a contract, a plan of pauses or new rates, everything paid as billed."""

from __future__ import annotations

from typing import Final

import numpy as np

from planner import contract, dates
from planner.book import Ledger, Part, Position, Timeline
from planner.case import Plan
from planner.clauses import Pause
from planner.steps import mark, weave
from planner.terms import apply
from tests.conformance import fineract_limits, waiting
from tests.conformance.cases import Answer, Published, refuse
from tests.conformance.fineract_loan import Terms, terms

KINDS: Final = frozenset({"plain", "interest_pause", "rate_change"})
COLUMNS: Final = {"principal": Part.PRINCIPAL, "interest": Part.INTEREST, "fees": Part.FEE, "penalties": Part.PENALTY}


def answer(case: Published) -> Answer:
    """Rows and totals of the schedule."""
    if case.kind not in KINDS:
        refuse(waiting.why(case))
    if any(event["type"] == "repayment" for event in case.inputs["events"]):
        refuse("repayments: waits for the issue on arrears")
    read = terms(case.inputs)
    fineract_limits.refuse_edges(read)
    now, future = contract.stand(read.loan, read.loan.opened)
    plain = contract.pays_as_billed(future, read.opened)
    stages = _rates(read, plain) if read.rates else [plain]
    for stage, since in zip(stages, (read.opened, *(day for day, _ in read.rates)), strict=True):
        fineract_limits.refuse_level(read, now, stage, since)
    timeline = _pauses(read, now, future) if read.pauses else stages[-1]
    fineract_limits.refuse_cents(read, now, timeline)
    return shown(fineract_limits.rolled(now, timeline))


def _pauses(read: Terms, now: Position, future: Timeline) -> Timeline:
    """Interest stops, payments go on, the level is kept. The clause counts a day for the night after it."""
    last = read.due[-1]
    inside = ((max(begin, read.opened), min(end, last)) for begin, end in read.pauses)
    clauses = tuple(
        Pause(frozenset({"interest"}), start=dates.date(begin), until=dates.date(end - 1)) for begin, end in inside if begin < end
    )
    return apply(Plan("pause", read.loan.opened, clauses), read.loan, now, future, read.opened)


def _rates(read: Terms, timeline: Timeline) -> list[Timeline]:
    """The timeline with no rate changed, with the first, with the first two, and so on; each sets a new level that day.

    The clause ``Rate`` speaks of whole instalments; these change inside a period.
    """
    stages = [timeline]
    for day, rate in read.rates:
        wide = weave(stages[-1], contract.one(day), contract.one(read.opened))
        wide = mark(wide, "rate", wide.date > day, rate)
        stages.append(mark(wide, "recast", wide.date == day, 1))
    return stages


def shown(ledger: Ledger) -> Answer:
    """A ledger of one loan as Fineract shows it, in currency units with two decimals."""
    rows = [_row(ledger, int(e)) for e in np.flatnonzero(ledger.number[:, 0] > 0)]
    columns = (*COLUMNS, "total_due")
    totals = {name: sum(row[name] for row in rows) for name in columns}
    money = frozenset({*columns, "balance"})
    return {
        "rows": [{name: _units(value) if name in money else value for name, value in row.items()} for row in rows],
        "totals": {name: _units(value) for name, value in totals.items()},
    }


def _row(ledger: Ledger, e: int) -> dict[str, Answer]:
    """One instalment, in cents."""
    amounts = {name: int(ledger.billed[part, e, 0]) for name, part in COLUMNS.items()}
    return {
        "period": int(ledger.number[e, 0]), "due_date": dates.date(int(ledger.date[e, 0])).isoformat(), **amounts,
        "total_due": sum(amounts.values()), "balance": int(ledger.closing[Part.PRINCIPAL, e, 0]),
    }  # fmt: skip


def _units(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
