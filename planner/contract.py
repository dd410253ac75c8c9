"""A loan as written: its timeline, its history up to a date, its future from there.

Every future starts with a neutral step on the as-of date, so that something can be placed there.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

import numpy as np

from planner import dates
from planner.book import Pays, Position, Shape, Timeline, fresh, no_dues
from planner.case import Due, Loan, Statement
from planner.engine import roll_forward
from planner.errors import CaseError, Problem
from planner.money import ONE, Ints, half_up
from planner.steps import cut, mark, measured, put, weave

REGULAR: Final[dict[str, int]] = {
    "level": Shape.LEVEL, "equal-principal": Shape.UNIT, "interest-only": Shape.INTEREST, "bullet": Shape.NONE, "flat": Shape.UNIT,
}  # fmt: skip
"""What an instalment before the last asks, by repayment method."""


def one(value: int) -> Ints:
    """A column or field that is the same for all: (1,)."""
    return np.array([value], dtype=np.int64)


def per_loan(value: int | Ints) -> Ints:
    """A number, or one a loan, as (N|1,)."""
    return np.atleast_1d(np.asarray(value, dtype=np.int64))


def shapes(method: str, count: int) -> Ints:
    """Shapes of ``count`` instalments (count, 1): regular ones, the last takes all."""
    column = np.full((count, 1), REGULAR[method], dtype=np.int64)
    column[-1:] = Shape.ALL
    return column


def fixed_interest(loan: Loan, rate: int | Ints, every: tuple[int, str]) -> Ints:
    """Interest of a flat loan with each instalment (N|1,): on the principal first lent, by the nominal period."""
    n, unit = every
    principal = per_loan(loan.principal)
    if unit == "month":
        return half_up(principal, per_loan(rate) * n, 12 * ONE)
    return half_up(principal, per_loan(rate) * n * (7 if unit == "week" else 1), 360 * ONE)


def _timeline(loan: Loan, due: Ints, since: Ints) -> Timeline:
    """The contract's instalments on these days (count, 1), nobody paying."""
    count = due.shape[0]
    flat = loan.method == "flat"
    order = tuple(int(p) for p in loan.order)
    late = order if loan.late_order is None else tuple(int(p) for p in loan.late_order)
    return Timeline(
        date=due, since=since, number=np.arange(1, count + 1, dtype=np.int64)[:, None],
        time=np.zeros((count, 1), dtype=np.int64), penalty_time=np.zeros((count, 1), dtype=np.int64),
        base=one(dates.BASE[loan.day_count]), penalty_base=one(dates.BASE[loan.penalty_day_count]), anchor=one(loan.due_day),
        count=loan.day_count, penalty_count=loan.penalty_day_count, orders=(order, late),
        order=one(0), late_order=one(1), late_from=one(loan.late_from),
        rate=None if flat else per_loan(loan.rate)[None], penalty=per_loan(loan.penalty_rate)[None],
        compound=per_loan(loan.compound_rate)[None], shape=shapes(loan.method, count),
        fixed=np.repeat(fixed_interest(loan, loan.rate, loan.every)[None], count, axis=0) if flat else None,
    )  # fmt: skip


def opening(loan: Loan) -> tuple[Position, Timeline]:
    """The loan on the day it was opened, and its whole contract from there: a first step sets the level."""
    start = dates.day(loan.opened)
    due = dates.schedule(dates.day(loan.first_due), loan.instalments, loan.every, loan.due_day)[:, None]
    since = np.concatenate([[[start]], due[:-1]])
    timeline = weave(measured(_timeline(loan, due, since), one(start)), one(start), one(start))
    return fresh(one(start), per_loan(loan.principal)), _first_level(loan, timeline)


def _first_level(loan: Loan, timeline: Timeline) -> Timeline:
    """Set the level, or the principal unit, in the close of the first step."""
    return put(timeline, "recast", one(0), 1) if REGULAR[loan.method] in (Shape.LEVEL, Shape.UNIT) else timeline


def history(loan: Loan, as_of: int) -> tuple[Position, Timeline]:
    """The contract from its opening with what was paid and called up to ``as_of`` (a day), which is a step."""
    position, timeline = opening(loan)
    start = position.date[:1]
    paid = [(dates.day(p.date), p.amount) for p in loan.payments if dates.day(p.date) <= as_of]
    called = [] if loan.accelerated is None else [dates.day(loan.accelerated)]
    days = np.array([as_of, *called, *(d for d, _ in paid)], dtype=np.int64)
    timeline = weave(timeline, days, start)
    cash = np.zeros((timeline.length, 1), dtype=np.int64)
    for day, amount in paid:
        cash[np.searchsorted(timeline.date[:, 0], day)] += amount
    timeline = replace(timeline, cash=cash)
    for day in called:
        timeline = mark(timeline, "accelerate", timeline.date == day, 1)
    return position, timeline


def stand(loan: Loan, as_of: dt.date) -> tuple[Position, Timeline]:
    """Where the loan stands on ``as_of``, and its contract from there on, nobody paying: from its statement, or its history.

    CaseError for a card with statements, whose months are not written yet.
    """
    day = dates.day(as_of)
    if loan.card is not None:
        raise CaseError([Problem("not_available", "loan[0].statement_day", str(loan.card.statement_day))])
    if loan.stated is not None:
        return _from_statement(loan, loan.stated)
    position, timeline = history(loan, day)
    split = int(np.searchsorted(timeline.date[:, 0], day)) + 1
    now = roll_forward(position, timeline, keep="flows", stop=split).position
    return now, _future(cut(timeline, split, timeline.length), timeline, day, now)


def _future(rest: Timeline, whole: Timeline, day: int, now: Position) -> Timeline:
    """The rest of a contract behind a neutral first step on ``day``."""
    timeline = weave(rest, one(day), one(day)) if rest.length else _bare(whole, day)
    return release_last(timeline, now)


def _bare(whole: Timeline, day: int) -> Timeline:
    """A timeline of one neutral step, with the running columns of the last step of ``whole``."""
    last = cut(whole, whole.length - 1, whole.length)
    nothing = np.zeros((1, 1), dtype=np.int64)
    return replace(
        last, date=nothing + day, since=nothing + day, number=nothing, time=nothing, penalty_time=nothing, shape=None, share=None,
        fixed=None, cash=None, accelerate=None, recast=None,
    )  # fmt: skip


def release_last(timeline: Timeline, now: Position) -> Timeline:
    """What stands deferred comes back with the last instalment."""
    if timeline.shape is None or not now.deferred.any():
        return timeline
    for part in range(5):
        timeline = mark(timeline, "release", timeline.shape == Shape.ALL, 1, part)
    return timeline


def _from_statement(loan: Loan, statement: Statement) -> tuple[Position, Timeline]:
    """The position a bank states, and the contract's instalments after it."""
    day = dates.day(statement.date)
    left = loan.instalments if statement.instalments_left is None else statement.instalments_left
    position = _stated(loan, statement, day)
    if left == 0:
        template = _timeline(loan, one(day)[None], one(day)[None])
        return position, release_last(_bare(template, day), position)
    first = dates.day(loan.first_due)
    due = dates.schedule(first, left, loan.every, loan.due_day)[:, None]
    n, unit = loan.every
    before = dates.add_months(first, -n, loan.due_day) if unit == "month" else np.asarray(first - n * (7 if unit == "week" else 1))
    since = np.concatenate([np.minimum(before, day).reshape(1, 1), due[:-1]])
    timeline = weave(_timeline(loan, due, since), one(day), one(day))
    if statement.payment is None:
        position = replace(position, level=roll_forward(position, _first_level(loan, timeline), keep="flows", stop=1).position.level)
    return position, release_last(timeline, position)


def _stated(loan: Loan, statement: Statement, day: int) -> Position:
    """A statement as a position (N = 1); remainders are unknown, hence nil."""
    empty = fresh(one(day), one(statement.principal))
    rows = sorted(statement.dues, key=lambda row: row.due)
    dues = no_dues(len(rows), 1)
    for k, row in enumerate(rows):
        dues.due[k] = dates.day(row.due)
        dues.amount[:, k, 0] = parts_of(row)
    deferred = np.zeros((5, 1), dtype=np.int64)
    if statement.deferred is not None:
        deferred[:, 0] = parts_of(statement.deferred)
    return replace(
        empty, dues=dues, deferred=deferred, accrued=one(statement.accrued), held=one(statement.held),
        level=one(statement.payment or 0), original=per_loan(loan.principal),
    )  # fmt: skip


def parts_of(row: Due) -> tuple[int, int, int, int, int]:
    """Amounts of a row in the order of the parts."""
    return row.principal, row.interest, row.penalty, row.compound, row.fee


def pays_as_billed(timeline: Timeline, after: int) -> Timeline:
    """Everything billed after a day is paid on its due date."""
    if timeline.shape is None:
        return timeline
    return mark(timeline, "pays", (timeline.shape > 0) & (timeline.date > after), Pays.AS_BILLED)
