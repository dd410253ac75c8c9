"""Fineract's schedules through the planner: a contract with its conventions, replayed event by event; rows read out of the ledgers."""

from __future__ import annotations

from typing import Final

from planner.errors import RangeError
from tests.conformance import fineract_replay as replays
from tests.conformance.cases import Answer, Published, refuse
from tests.conformance.fineract_events import HAPPENS
from tests.conformance.fineract_loan import terms
from tests.conformance.fineract_restructure import RESTRUCTURES
from tests.conformance.fineract_steps import Row, text

COLUMNS: Final = ("principal", "interest", "fees", "penalties")
PAID: Final = ("paid", "in_advance", "late")
KINDS: Final = frozenset({"REPAYMENT", "GOODWILL_CREDIT", "PAYOUT_REFUND", "MERCHANT_ISSUED_REFUND"})
"""Kinds of payments; what interest a refund gives back is another event."""
EVENTS: Final = {**HAPPENS, **RESTRUCTURES}


def answer(case: Published) -> Answer:
    """Rows and totals of the schedule."""
    read = terms(case.inputs)
    replay = replays.begin(read)
    for event in read.events:
        if event.kind not in EVENTS:
            refuse(f"no mapping of the event {event.kind}")
        if event.kind == "repayment" and event.data["kind"] not in KINDS:
            refuse(f"no mapping of the payment {event.data['kind']}")
    try:
        for event in read.events:
            EVENTS[event.kind](replay, event)
        replays.finish(replay)
    except RangeError as beyond:
        refuse(f"an amount beyond the range of the integers: {beyond}")
    return shown(replay.rows, replay.draws)


def shown(rows: list[Row], draws: list[tuple[int, int]]) -> Answer:
    """Rows as Fineract shows them, in currency units with two decimals."""
    lines = []
    for k, row in enumerate(rows):
        lent = sum(amount for day, amount in draws if day < row.due or day <= row.since)
        repaid = sum(r.principal for r in rows[: k + 1])
        amounts = {name: getattr(row, name) for name in (*COLUMNS, *PAID)}
        lines.append({**amounts, "total_due": row.total, "balance": lent - repaid, "outstanding": row.total - row.paid})
    totals = {name: units(sum(line[name] for line in lines)) for name in (*COLUMNS, *PAID, "total_due", "outstanding")}
    own = [{"period": k + 1, "due_date": text(row.due)} for k, row in enumerate(rows)]
    return {
        "rows": [{**head, **{name: units(value) for name, value in line.items()}} for head, line in zip(own, lines, strict=True)],
        "totals": totals,
    }


def units(cents: int) -> str:
    """Cents as currency units."""
    sign, amount = "-" if cents < 0 else "", abs(cents)
    return f"{sign}{amount // 100}.{amount % 100:02d}"
