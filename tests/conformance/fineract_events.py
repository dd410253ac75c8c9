"""What happens to a Fineract loan besides payments: draws, charges, pauses, new rates, more instalments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Final

from planner.book import Early
from tests.conformance import fineract_steps as steps
from tests.conformance.cases import refuse
from tests.conformance.fineract_levels import even, multiple, recast, set_level, smoothed
from tests.conformance.fineract_loan import Event, annual, cents, day, later
from tests.conformance.fineract_payments import pay, receive
from tests.conformance.fineract_replay import Replay, act, advance
from tests.conformance.fineract_steps import EXTRA, Row


def draw(replay: Replay, event: Event) -> None:
    """Principal lent; the level is set as if everything had been paid as billed, and all of a period's draws on its first day."""
    amount = cents(event.data["amount"])
    advance(replay, event.day)
    act(replay, event.day, draw=amount)
    replay.draws.append((event.day, amount))
    for name in ("planned", "calm"):
        at = getattr(replay, name)
        setattr(replay, name, replace(at, principal=at.principal + amount))
    rows = replay.asked()
    if not rows:
        return
    if replay.moved:
        recast(replay)
        return
    base = int(replay.planned.principal[0])
    if replay.terms.flat:
        _flat(replay, rows, base)
        return
    level = multiple(replay, steps.level_of(replay.plain, replay.terms, rows, replay.course, base))
    set_level(replay, smoothed(replay, replay.planned, level, [steps.unpaid(row) for row in rows]))


def _flat(replay: Replay, rows: list[Row], base: int) -> None:
    """Interest of each row on all that was lent; the rows ask the same, the last what is left."""
    whole = steps.interest_alone(replay.plain, replay.terms, replay.rows, replay.course, replay.draws)
    for row in rows:
        row.fixed = whole[row.number]
    total = base + sum(row.fixed for row in rows)
    set_level(replay, multiple(replay, even(Fraction(total, len(rows)))))


def charge(replay: Replay, event: Event) -> None:
    """A charge joins the row whose period holds its due date; after the last, a row of its own."""
    data, amount = event.data, cents(event.data["amount"])
    advance(replay, event.day)
    row = row_of(replay.rows, day(data["due_date"]))
    if row is None:
        last = replay.rows[-1]
        row = Row(max(r.number for r in replay.rows) + 1, last.due, day(data["due_date"]), EXTRA)
        replay.rows.append(row)
    if data["penalty"]:
        row.penalties += amount
    else:
        row.fees += amount
    if row.billed or replay.over:
        act(replay, replay.day, fee=amount, number=row.number)
    else:
        row.waiting += amount
    for k, (came, left) in enumerate(replay.over):
        paid = min(left, int(replay.now.dues.amount.sum()))
        receive(replay, came, replay.day, paid, Early.HOLD)
        replay.over[k] = came, left - paid
    replay.over = [(came, left) for came, left in replay.over if left]


def row_of(rows: list[Row], on: int) -> Row | None:
    """The row whose period holds a day; the first day of the first period is in it. A charge alone takes any day after the instalments."""
    for k, row in enumerate(rows):
        if row.since < on <= row.due or (k == 0 and row.since == on):
            return row
    if rows[-1].kind == EXTRA and on > rows[-1].due:
        rows[-1].due = on
        return rows[-1]
    return None


def pause(replay: Replay, event: Event) -> None:
    """Interest stops; the level stays. Both days are paused, and a day earns for the night before it."""
    advance(replay, event.day)
    replay.course.pauses.append((event.day, day(event.data["end"])))


def rate(replay: Replay, event: Event) -> None:
    """A new rate and a new level."""
    advance(replay, event.day)
    if replay.fixed:
        return
    replay.course.rates.append((event.day, annual(event.data["new_annual_rate_pct"])))
    recast(replay)


def extend(replay: Replay, event: Event) -> None:
    """More instalments and a new level."""
    advance(replay, event.day)
    alone = [row for row in replay.rows if row.kind == EXTRA]
    rows = [row for row in replay.rows if row.kind != EXTRA]
    for _ in range(int(event.data["extra_terms"])):
        start, count = replay.seed
        due, replay.seed = later(start, replay.terms.loan.every, count), (start, count + 1)
        rows.append(Row(max(r.number for r in [*rows, *alone]) + 1, rows[-1].due, due))
    replay.rows = rows
    rejoin(replay, alone)
    recast(replay)


def move(replay: Replay, event: Event) -> None:
    """An instalment moves to another day, and those after it with it, a period apart; the level stays."""
    advance(replay, event.day)
    if "new_due_date" not in event.data:
        refuse("no mapping of a due date that moves to an unnamed day")
    old, due = day(event.data["old_due_date"]), day(event.data["new_due_date"])
    rows = replay.asked()
    moved = next((k for k, row in enumerate(rows) if row.due == old), None)
    if moved is None:
        return
    for k, row in enumerate(rows[moved:]):
        row.since = row.since if k == 0 else rows[moved + k - 1].due
        row.due = later(due, replay.every, k)
    replay.seed = due, len(rows) - moved
    alone = [row for row in replay.rows if row.kind == EXTRA]
    replay.rows = [row for row in replay.rows if row.kind != EXTRA]
    rejoin(replay, alone)


def rejoin(replay: Replay, charges: list[Row]) -> None:
    """Charges alone go to the rows that now hold their due dates."""
    for alone in charges:
        row = next((r for r in replay.rows if r.since < alone.due <= r.due), None)
        if row is None:
            alone.since = replay.rows[-1].due
            replay.rows.append(alone)
            continue
        row.fees += alone.fees
        row.penalties += alone.penalties
        row.waiting += alone.waiting


HAPPENS: Final[dict[str, Callable[[Replay, Event], None]]] = {
    "disbursement": draw, "repayment": pay, "charge": charge, "interest_pause": pause, "rate_change": rate, "extend_term": extend,
    "due_date_change": move,
}  # fmt: skip
"""What each kind of event does."""
