"""What pauses of a plan stop and what they leave growing, read from its timeline and ledger: one sentence a pause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from planner.book import ACCRUED, Off, Part, Shape
from planner.clauses import Pause
from planner.dates import date, day
from planner.findings import Finding
from planner.money import half_up, yuan
from planner.steps import full

if TYPE_CHECKING:
    from planner.book import Ledger, Timeline
    from planner.case import Plan
    from planner.money import Bools, Ints

OFF: Final = {"interest": Off.INTEREST, "penalty": Off.PENALTY, "compound": Off.COMPOUND}
MONTH: Final = 30
"""Days to which growth is brought, so that pauses of any length compare."""


@dataclass(frozen=True, slots=True)
class Lull:
    """Days ``begin`` to ``end`` (``last`` as written), what stops, and what grows in them: cents, or days of age.

    ``then`` is where interest goes that grows while nothing is asked; empty where all of it is asked.
    """

    begin: int
    end: int
    last: int
    stops: tuple[str, ...]
    grows: dict[str, int]
    then: str


def findings(plan: Plan, runs: list[tuple[Timeline, Ledger]], loans: tuple[str, ...]) -> tuple[Finding, ...]:
    """A note a pause and loan, by the timeline and the ledger (N = 1) of each loan; the loan is named where there are several."""
    several = len(loans) > 1
    return tuple(
        _note(plan.name, loan if several else "", lull)
        for loan, (timeline, ledger) in zip(loans, runs, strict=True) for lull in lulls(plan.of(loan), timeline, ledger)
    )  # fmt: skip


def lulls(plan: Plan, timeline: Timeline, ledger: Ledger) -> Iterator[Lull]:
    """What happens in each pause of a plan (N = 1); those that the ledger does not reach are left out."""
    for clause in plan.terms:
        span = _span(clause, plan, timeline) if isinstance(clause, Pause) else None
        if span is not None and ledger.date.size and span[0] < int(ledger.date[-1, 0]):
            yield _lull(span, timeline, ledger)


def _span(clause: Pause, plan: Plan, timeline: Timeline) -> tuple[int, int, int] | None:
    """The day it begins, the first day after it, and the last as it is written; by instalments, the periods that end with them."""
    if clause.start is not None and clause.until is not None:
        return day(clause.start), day(clause.until) + 1, day(clause.until)
    begin, due = day(plan.start), timeline.date[_grid(timeline), 0]
    due = due[due > begin]
    first, months = (int(np.asarray(0 if value is None else value).max()) for value in (clause.first, clause.months))
    if not months or first >= due.size:
        return None
    end = int(due[min(first + months, due.size) - 1])
    return int(due[first - 1]) if first else begin, end, end


def _grid(timeline: Timeline) -> Bools:
    """Rows of instalments (E,)."""
    rows: Bools = full(timeline, "number")[:, 0] > 0
    return rows


def _lull(span: tuple[int, int, int], timeline: Timeline, ledger: Ledger) -> Lull:
    """What the steps of a span say, and what the ledger charges in them."""
    begin, end, last = span
    inside, seen = ((days > begin) & (days <= end) for days in (timeline.date[:, 0], ledger.date[:, 0]))
    stops = tuple(_stops(timeline, inside))
    grows = {kind: int(getattr(ledger, column)[seen, 0].sum()) for kind, column in _COLUMNS.items()}
    if "ageing" not in stops:
        grows["ageing"] = _aged(ledger, seen)
    grows = {kind: size for kind, size in grows.items() if size > 0}
    waits = "payments" in stops and "interest" in grows
    return Lull(begin, min(end, int(ledger.date[-1, 0])), last, stops, grows, _then(timeline, inside, end) if waits else "")


_COLUMNS: Final = {"interest": "accrued", "penalty": "penalty", "compound": "compound"}


def _stops(timeline: Timeline, inside: Bools) -> Iterator[str]:
    """What every step of a span leaves out."""
    off, due = full(timeline, "off")[:, 0], inside & _grid(timeline)
    yield from (kind for kind, bit in OFF.items() if inside.any() and bool((off[inside] & bit > 0).all()))
    if due.any() and bool((full(timeline, "shape")[due, 0] == Shape.NONE).all()):
        yield "payments"
    if bool((full(timeline, "relief")[inside, 0] > 0).any()):
        yield "ageing"


def _aged(ledger: Ledger, seen: Bools) -> int:
    """Days by which what is past due grows older in a span; 0 where it is paid in it."""
    at = np.flatnonzero(seen)
    if not at.size:
        return 0
    before = int(ledger.days_past_due[at[0] - 1, 0]) if at[0] else 0
    return max(int(ledger.days_past_due[at[-1], 0]) - before, 0)


def _then(timeline: Timeline, inside: Bools, end: int) -> str:
    """Where the columns send interest that grows meanwhile."""
    sent = {name: _rows(timeline, name, ACCRUED) & inside for name in ("waive", "capitalise", "defer")}
    if sent["waive"].any():
        return "waive"
    if sent["capitalise"].any():
        return "capitalise" if sent["capitalise"].sum() > 1 else "capitalise-at-end"
    if not sent["defer"].any():
        return "bill"
    back = full(timeline, "release")[Part.INTEREST, timeline.date[:, 0] >= end, 0]
    return "spread" if (back > 1).any() else "defer"


def _rows(timeline: Timeline, name: str, part: int) -> Bools:
    """The steps at which a column names a part (E,)."""
    rows: Bools = full(timeline, name)[part, :, 0] > 0
    return rows


def _note(plan: str, loan: str, lull: Lull) -> Finding:
    """The finding of a pause: amounts in all and in thirty days."""
    days = max(lull.end - lull.begin, 1)
    money = {kind: cents for kind, cents in lull.grows.items() if kind != "ageing"}
    values = {
        "begin": date(lull.begin).isoformat(), "end": date(lull.last).isoformat(), "stops": " ".join(lull.stops), "then": lull.then,
        "grows": " ".join(lull.grows), "loan": loan, "days": str(lull.grows.get("ageing", 0)),
        **{kind: yuan(cents) for kind, cents in money.items()},
        **{f"{kind}_month": yuan(int(half_up(_one(cents), MONTH, days)[0])) for kind, cents in money.items()},
    }  # fmt: skip
    code = "pause_payments" if lull.then else "pause" if lull.grows else "pause_all"
    return Finding(code, "note", plan, yuan(sum(money.values())), values=values)


def _one(cents: int) -> Ints:
    return np.array([cents], dtype=np.int64)
