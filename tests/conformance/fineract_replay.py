"""A Fineract loan replayed: what happens to it, day by day, each day rolled by the engine; what the rows ask and what of it was paid."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from planner import contract
from planner.book import Ledger, Part, Position, Timeline
from tests.conformance import fineract_steps as steps
from tests.conformance.fineract_loan import Terms, later
from tests.conformance.fineract_steps import EXTRA, PLAIN, Course, Row


@dataclass(slots=True)
class Replay:
    """Where the loan stands, its rows, and two shadows of it, on which levels are set.

    ``planned`` is where it would stand had all been paid as billed; ``calm``, had overdue principal borne no interest since money last
    came. ``until`` is the last day on which it bears interest. ``seed`` is the day from which further due dates are counted, and how many
    periods after it the next would be; ``every`` the period of the rows to come. ``backwards`` is money, with the day it came, that pays
    the last rows of a loan whose rows are not calculated anew; ``over`` what was more than all that stood; ``fresh`` principal paid early
    since the last due date. ``moved`` says that principal was lifted out of rows, ``fixed`` that the rows ask interest set once for all.
    """

    terms: Terms
    plain: Timeline
    now: Position
    planned: Position
    calm: Position
    rows: list[Row]
    course: Course
    until: int
    seed: tuple[int, int]
    every: tuple[int, str]
    backwards: list[tuple[int, int]] = field(default_factory=list)
    over: list[tuple[int, int]] = field(default_factory=list)
    draws: list[tuple[int, int]] = field(default_factory=list)
    fresh: int = 0
    moved: bool = False
    fixed: bool = False

    @property
    def day(self) -> int:
        """The day at whose end the loan stands."""
        return int(self.now.date[0])

    @property
    def level(self) -> int:
        """The level in force."""
        return int(self.now.level[0])

    def coming(self) -> list[Row]:
        """Rows not yet billed, charges alone included."""
        return [row for row in self.rows if not row.billed]

    def asked(self) -> list[Row]:
        """Rows not yet billed that ask principal."""
        return [row for row in self.rows if not row.billed and row.kind == PLAIN]

    def row(self, number: int) -> Row | None:
        """The row of a number."""
        return next((row for row in self.rows if row.number == number), None)


def begin(terms: Terms) -> Replay:
    """Nothing lent yet, on the first day of the first period."""
    loan, rows, since = terms.loan, [], terms.start
    for k in range(loan.instalments):
        due = later(terms.start, loan.every, k + 1)
        rows.append(Row(k + 1, since, due))
        since = due
    at = steps.empty(terms.start)
    course, seed = Course([(-1, int(loan.rate))], []), (terms.start, loan.instalments + 1)
    return Replay(terms, steps.blank(terms), at, at, at, rows, course, _until(terms, rows), seed, loan.every)


def _until(terms: Terms, rows: list[Row]) -> int:
    """The last day on which overdue principal bears interest; -1 where it never does."""
    if terms.as_of is None or not terms.past_due:
        return -1
    if terms.whole:
        return next((row.due for row in rows if row.since < terms.as_of <= row.due), terms.as_of)
    return terms.as_of


def advance(replay: Replay, day: int) -> None:
    """Roll to the end of a day, row by row."""
    while (coming := replay.coming()) and coming[0].due <= day:
        _bill(replay, coming)
    if day > replay.day and coming:
        _pass(replay, coming, day)
    elif day > replay.day:
        _, replay.now = steps.roll(replay.now, steps.single(replay.plain, day), overdue=False)


def _pass(replay: Replay, coming: list[Row], day: int) -> Ledger:
    """Roll to a day before which no row is due, and on which perhaps the first is; gives the ledger."""
    if replay.day < replay.until < day:
        _pass(replay, coming, replay.until)
    timeline = steps.ahead(replay.plain, replay.terms, coming, replay.course, replay.day, replay.level)
    part = steps.up_to(timeline, replay.terms, replay.day, day)
    ledger, replay.now = steps.roll(replay.now, part, overdue=day <= replay.until)
    _, replay.calm = steps.roll(replay.calm, part, overdue=False)
    if not replay.moved:
        _plan(replay, coming, day)
    return ledger


def _plan(replay: Replay, coming: list[Row], day: int) -> None:
    """Roll what is planned to a day."""
    rows = [replace(steps.unpaid(row), fixed=row.fixed) for row in coming]
    start = int(replay.planned.date[0])
    part = steps.up_to(steps.ahead(replay.plain, replay.terms, rows, replay.course, start, replay.level), replay.terms, start, day)
    _, replay.planned = steps.roll(replay.planned, part, overdue=False)


def _bill(replay: Replay, coming: list[Row]) -> None:
    """Roll to the due date of the first coming row, and note what it asks.

    A row of which more principal was paid early than its interest leaves of the level asks no interest: that goes to the next row.
    """
    row = coming[0]
    interest, principal = row.early
    counts(replay)
    before = replay.now, replay.planned, replay.calm
    ledger = _to_due(replay, coming)
    level, accrued = replay.level if row.level is None else row.level, int(ledger.billed[Part.INTEREST, -1, 0] + replay.now.accrued[0])
    if principal > max(level - interest - accrued, 0) and row.room(level) and accrued and any(other.kind == PLAIN for other in coming[1:]):
        row.bare, row.early = True, (0, interest + principal)
        replay.now, replay.planned, replay.calm = before
        counts(replay)
        ledger = _to_due(replay, coming)
    row.interest += interest + int(ledger.billed[Part.INTEREST, -1, 0])
    row.principal += principal + int(ledger.billed[Part.PRINCIPAL, -1, 0])
    held = int(ledger.allocated[:, :, 0].sum())
    row.paid, row.in_advance = row.paid + held, row.in_advance + held
    row.billed, row.waiting, row.early, replay.fresh = True, 0, (0, 0), 0
    for name in ("now", "planned", "calm"):
        setattr(replay, name, replace(getattr(replay, name), accrued_rem=contract.one(0)))


def counts(replay: Replay) -> None:
    """What was paid early towards the next row counts when it is billed."""
    row = next(iter(replay.asked()), None)
    early = np.array([[0], [0]] if row is None else [[row.early[0]], [row.early[1]]], dtype=np.int64)
    replay.now, replay.calm = replace(replay.now, ahead=early), replace(replay.calm, ahead=early)


def _to_due(replay: Replay, coming: list[Row]) -> Ledger:
    """Roll to the due date of the first coming row, which may be today."""
    row = coming[0]
    if row.due > replay.day:
        return _pass(replay, coming, row.due)
    whole = steps.ahead(replay.plain, replay.terms, coming, replay.course, row.due, replay.level)
    still = steps.still(whole, row.due)
    ledger, replay.now = steps.roll(replay.now, still, overdue=False)
    _, replay.calm = steps.roll(replay.calm, still, overdue=False)
    return ledger


def act(replay: Replay, day: int, **columns: int) -> Ledger:
    """One step on the day at which the loan stands."""
    ledger, replay.now = steps.roll(replay.now, steps.single(replay.plain, day, **columns), overdue=False)
    return ledger


def project(replay: Replay, at: Position, level: int, rows: list[Row]) -> list[int]:
    """What the rows not yet paid early in full ask in total if a position goes on with a level, nobody paying."""
    own = [row if sum(row.early) > level else replace(row, level=None) for row in rows]
    asking = [row for row in own if row.kind == PLAIN and (row.room(level) or not any(row.early))]
    early = asking[0].early if asking else (0, 0)
    timeline = steps.ahead(replay.plain, replay.terms, own, replay.course, int(at.date[0]), level)
    start = replace(at, level=contract.one(level), ahead=np.array([[early[0]], [early[1]]], dtype=np.int64))
    ledger, _ = steps.roll(start, timeline, overdue=False)
    billed = {int(n): int(v) for n, v in zip(ledger.number[:, 0], ledger.billed[: Part.PENALTY, :, 0].sum(axis=0), strict=True) if n}
    return [billed[row.number] + sum(row.early) for row in asking]


def finish(replay: Replay) -> None:
    """Roll to the last row; then money that pays the last rows first is counted there."""
    if replay.terms.as_of is not None:
        advance(replay, replay.terms.as_of)
    if replay.rows:
        advance(replay, max(row.due for row in replay.rows))
    for came, amount in replay.backwards:
        left = amount
        for row in reversed([row for row in replay.rows if row.kind != EXTRA]):
            taken = min(left, row.total - row.paid) if came < row.due else 0
            row.paid, row.in_advance, left = row.paid + taken, row.in_advance + taken, left - taken
