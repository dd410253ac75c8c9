"""A loan as written: its timeline, its history up to a date, its future from there.

Every future starts with a neutral step on the as-of date, so that something can be placed there.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

import numpy as np

from planner import agenda, cards, customs, dates, floating
from planner.agenda import REGULAR
from planner.book import ACCRUED, Part, Pays, Position, Shape, Timeline, fresh
from planner.engine import roll_forward
from planner.loan import Loan, Statement
from planner.money import ONE, Ints, half_up
from planner.stated import position_of
from planner.steps import cut, full, mark, measured, put, weave

LATER: Final = 120
"""Months after its last instalment for which a contract says what compounds."""


def one(value: int) -> Ints:
    """A column or field that is the same for all: (1,)."""
    return np.array([value], dtype=np.int64)


def per_loan(value: int | Ints) -> Ints:
    """A number, or one a loan, as (N|1,)."""
    return np.atleast_1d(np.asarray(value, dtype=np.int64))


def fixed_interest(loan: Loan, rate: int | Ints, every: tuple[int, str]) -> Ints:
    """Interest of a flat loan with each instalment (N|1,): on the principal first lent, by the nominal period."""
    n, unit = every
    principal = per_loan(loan.principal)
    if unit == "month":
        return half_up(principal, per_loan(rate) * n, 12 * ONE)
    return half_up(principal, per_loan(rate) * n * (7 if unit == "week" else 1), 360 * ONE)


def _timeline(loan: Loan, rows: agenda.Agenda) -> Timeline:
    """The contract's rows, nobody paying; times are still to be measured."""
    count, flat = rows.date.shape[0], loan.method == "flat"
    order = tuple(int(p) for p in loan.order)
    late = order if loan.late_order is None else tuple(int(p) for p in loan.late_order)
    fixed = np.where(rows.number > 0, fixed_interest(loan, loan.rate, loan.every), 0) if flat else None
    timeline = Timeline(
        date=rows.date, since=rows.since, number=rows.number,
        time=np.zeros((count, 1), dtype=np.int64), penalty_time=np.zeros((count, 1), dtype=np.int64),
        base=one(dates.BASE[loan.day_count]), penalty_base=one(dates.BASE[loan.penalty_day_count]), anchor=one(loan.due_day),
        count=loan.day_count, penalty_count=loan.penalty_day_count, orders=(order, late),
        order=one(0), late_order=one(1), late_from=one(loan.late_from), conventions=customs.conventions_of(loan),
        rate=None if flat else per_loan(loan.rate)[None], penalty=per_loan(loan.penalty_rate)[None],
        compound=per_loan(loan.compound_rate)[None], shape=rows.shape, fixed=fixed,
    )  # fmt: skip
    return floating.stepped(timeline, loan)


def _written(loan: Loan, rows: agenda.Agenda, begins: int, since: int) -> Timeline:
    """The whole contract from the day ``since`` on, with everything its conventions place on days of their own."""
    begin = one(begins)
    timeline = weave(measured(_timeline(loan, rows), begin), one(since), begin)
    due = rows.date[rows.number[:, 0] > 0, 0]
    maturity = int(due[-1]) if due.size else since
    timeline = _stub(_levelled(loan, timeline), loan, rows, due)
    timeline = floating.repriced(timeline, loan, since, begin)
    if loan.compound_before_maturity is not None:
        timeline = floating.before_maturity(weave(timeline, one(maturity + 1), begin), loan, maturity)
    timeline = _late_fees(timeline, loan, due, begin)
    return customs.kept(_joins(timeline, loan, due, begin), loan, begin)


def _levelled(loan: Loan, timeline: Timeline) -> Timeline:
    """Set the level, or the principal unit, in the close of the first step."""
    return put(timeline, "recast", one(0), 1) if REGULAR[loan.method] in (Shape.LEVEL, Shape.UNIT) else timeline


def _stub(timeline: Timeline, loan: Loan, rows: agenda.Agenda, due: Ints) -> Timeline:
    """Interest of an odd first period: with the first instalment beside its level, on a day of its own, or spread over all."""
    if rows.stub is None:
        return timeline
    here = timeline.date == rows.stub
    if REGULAR[loan.method] in (Shape.LEVEL, Shape.UNIT):
        timeline = mark(timeline, "recast", here, 1)
    if loan.first_period == "apart":
        return mark(timeline, "shape", here, Shape.INTEREST)
    if loan.first_period == "folded":
        return mark(timeline, "fall_due", here, int(due[0]))
    timeline = mark(timeline, "defer", here, ONE, ACCRUED)
    left = np.where(timeline.number > 0, due.size + 1 - timeline.number, 0)
    return mark(timeline, "release", timeline.number > 0, left, Part.INTEREST)


def _late_fees(timeline: Timeline, loan: Loan, due: Ints, begin: Ints) -> Timeline:
    """A late fee for each missed cycle, some days after its due date."""
    if loan.late_fee is None:
        return timeline
    days = due + loan.late_fee.after
    timeline = weave(timeline, days, begin)
    return mark(timeline, "late_share", np.isin(timeline.date, days), loan.late_fee.share)


def _joins(timeline: Timeline, loan: Loan, due: Ints, begin: Ints) -> Timeline:
    """Days on which what was charged joins what compounds; on after the last instalment, since arrears stay."""
    if not loan.compounds:
        return timeline
    last = int(due[-1]) if due.size else int(begin[0])
    if loan.compound_settlement == "due-dates":
        n, unit = loan.every
        count = LATER // n if unit == "month" else LATER * 30 // (n * (7 if unit == "week" else 1))
        later = dates.schedule(last, max(count, 1) + 1, loan.every, loan.due_day)[1:]
        days = np.concatenate([due, later])
    else:
        days = agenda.twentieths(int(begin[0]), int(dates.add_months(last, LATER)), loan.compound_settlement)
    timeline = weave(timeline, days, begin)
    return mark(timeline, "joins", np.isin(timeline.date, days), 1)


def opening(loan: Loan) -> tuple[Position, Timeline]:
    """The loan on the day it was opened, and its whole contract from there: a first step sets the level."""
    start, begins = dates.day(loan.opened), customs.day_before(loan)
    rows = agenda.agenda(loan, dates.day(loan.first_due), loan.instalments, begins)
    return fresh(one(start), per_loan(loan.principal)), _written(loan, rows, begins, start)


def history(loan: Loan, as_of: int) -> tuple[Position, Timeline]:
    """The contract from its opening with what was paid, lent, charged and called up to ``as_of`` (a day), which is a step."""
    if loan.card is not None:
        return cards.history(loan, as_of)
    position, timeline = opening(loan)
    begin = one(customs.day_before(loan))
    paid, lent, charged = (
        [(dates.day(day), amount) for day, amount in rows if dates.day(day) <= as_of]
        for rows in (
            [(p.date, p.amount) for p in loan.payments], [(d.date, d.amount) for d in loan.draws], list(loan.fees),
        )
    )  # fmt: skip
    called = [] if loan.accelerated is None else [dates.day(loan.accelerated)]
    grown = [day + age for day in called for age in customs.ages_of(loan)]
    days = np.array([as_of, *called, *grown, *(d for d, _ in (*paid, *lent, *charged))], dtype=np.int64)
    timeline = weave(timeline, days, begin)
    for name, rows in (("cash", paid), ("draw", lent), ("fee", charged)):
        timeline = placed(timeline, name, rows)
    if lent and REGULAR[loan.method] in (Shape.LEVEL, Shape.UNIT):
        timeline = mark(timeline, "recast", np.isin(timeline.date, [d for d, _ in lent]), 1)
    early = customs.EARLY[loan.early_money]
    if early and paid:
        timeline = mark(timeline, "early", np.isin(timeline.date, [d for d, _ in paid]), early)
    timeline = interest_first(timeline, loan)
    for day in called:
        timeline = mark(timeline, "accelerate", timeline.date == day, 1)
        timeline = after_call(timeline, loan, day)
    return position, customs.headed(customs.aged(timeline, loan, np.array(called, dtype=np.int64), begin), loan)


def placed(timeline: Timeline, name: str, rows: list[tuple[int, int]]) -> Timeline:
    """Amounts added to a column on their days, on each of which a step stands."""
    if not rows:
        return timeline
    column = np.zeros((timeline.length, 1), dtype=np.int64)
    for day, amount in rows:
        column[np.searchsorted(timeline.date[:, 0], day)] += amount
    return mark(timeline, name, column > 0, full(timeline, name) + column)


def interest_first(timeline: Timeline, loan: Loan) -> Timeline:
    """Interest that runs on overdue principal falls due on every day money comes, once no instalment is left to ask for it."""
    if not loan.overdue_interest or timeline.cash is None:
        return timeline
    called = np.inf if loan.accelerated is None else dates.day(loan.accelerated)
    asks = (full(timeline, "shape") > 0) & (timeline.date < called)
    over = np.arange(timeline.length)[:, None] > np.flatnonzero(asks.any(axis=1)).max(initial=-1)
    return mark(timeline, "fall_due", over & (full(timeline, "cash") > 0), timeline.date)


def after_call(timeline: Timeline, loan: Loan, day: int) -> Timeline:
    """A loan that was called is past its maturity."""
    if loan.compound_before_maturity is None:
        return timeline
    return mark(timeline, "compound", timeline.date > day, floating.following(timeline, loan, loan.compound_rate))


def signed(loan: Loan, as_of: dt.date) -> tuple[Position, Timeline]:
    """Where a loan with its payments stands on a day under its contract as signed, and the contract from there on, nobody paying."""
    day = dates.day(as_of)
    return rolled(*history(loan, day), day)


def rolled(position: Position, timeline: Timeline, day: int) -> tuple[Position, Timeline]:
    """A history rolled up to a day, one of its steps, and what follows it.

    A late fee of that very day is not charged yet, since what is missing may still come: it stands at the head of what follows.
    """
    split = int(np.searchsorted(timeline.date[:, 0], day)) + 1
    now = roll_forward(position, without_late_fee(timeline, day), keep="flows", stop=split).position
    future = _future(cut(timeline, split, timeline.length), timeline, day, now)
    for name in ("late_share", "late_day"):
        held = full(timeline, name)[split - 1]
        future = mark(future, name, future.date == day, held) if held.any() else future
    return now, future


def without_late_fee(timeline: Timeline, day: int) -> Timeline:
    """No late fee on a day."""
    return timeline if timeline.late_share is None else mark(timeline, "late_share", timeline.date == day, 0)


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
        fixed=None, cash=None, accelerate=None, recast=None, draw=None, fee=None, early=None, late_share=None, joins=None, fall_due=None,
        defer=None, release=None,
    )  # fmt: skip


def release_last(timeline: Timeline, now: Position) -> Timeline:
    """What stands deferred comes back with the last instalment."""
    if timeline.shape is None or not now.deferred.any():
        return timeline
    for part in range(5):
        timeline = mark(timeline, "release", timeline.shape == Shape.ALL, 1, part)
    return timeline


def from_statement(loan: Loan, statement: Statement) -> tuple[Position, Timeline]:
    """The position a bank states, and the contract's instalments after it."""
    day = dates.day(statement.date)
    left = loan.instalments if statement.instalments_left is None else statement.instalments_left
    position = position_of(loan, statement, day)
    if left == 0:
        nothing = np.zeros((1, 1), dtype=np.int64)
        template = _timeline(loan, agenda.Agenda(nothing + day, nothing + day, nothing, nothing))
        bare = customs.aged(_bare(template, day), loan, position.dues.due[:, 0], one(day))
        return position, release_last(customs.headed(bare, loan), position)
    first = dates.day(loan.first_due)
    before = agenda.period_before(first, loan.every, loan.due_day)
    rows = agenda.agenda(replace(loan, first_period="actual"), first, left, min(before, day))
    timeline = customs.aged(_written(loan, replace(rows, stub=None), day, day), loan, position.dues.due[:, 0], one(day))
    if statement.payment is None:
        position = replace(position, level=roll_forward(position, timeline, keep="flows", stop=1).position.level)
    return position, release_last(put(timeline, "recast", one(0), 0), position)


def pays_as_billed(timeline: Timeline, after: int) -> Timeline:
    """Everything billed after a day is paid on its due date."""
    if timeline.shape is None:
        return timeline
    return mark(timeline, "pays", (timeline.shape > 0) & (timeline.date > after), Pays.AS_BILLED)
