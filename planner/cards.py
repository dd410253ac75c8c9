"""A card as a loan with draws: its statements, minimum payments and late fees written into a timeline."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner import agenda, customs, dates, floating
from planner.book import Early, Position, Shape, Timeline, fresh
from planner.cycles import Cycles, cycles, drawn, shares
from planner.loan import Card, Loan
from planner.money import ONE, Ints
from planner.revolving import Walk
from planner.steps import mark, measured, weave


def history(loan: Loan, as_of: int, *, ahead: bool = True) -> tuple[Position, Timeline]:
    """The card (N = 1) on the day it was opened, and its statements with what was drawn and paid up to ``as_of`` (a day), which is a step.

    The statements go on after it, nobody paying or drawing, each asking the minimum of what is then left; where nobody looks ``ahead``,
    their late fees are left out.
    """
    card = loan.card or Card(1)
    months = cycles(loan, card, as_of)
    start = _one(dates.day(loan.opened))
    timeline = _skeleton(loan, card, months, as_of)
    position = replace(fresh(start, _one(0)), original=_one(drawn(loan, as_of)))
    walk = Walk(position, timeline, loan, months, as_of)
    made = int((months.statement <= as_of).sum())
    for k in range(made):
        walk.cycle(k)
    walk.today()
    for k in range(made, months.count) if ahead and loan.late_fee is not None else ():
        walk.cycle(k)
    return position, _minimums(walk.written, loan, card, months, as_of)


def _one(value: int) -> Ints:
    return np.array([value], dtype=np.int64)


def _skeleton(loan: Loan, card: Card, months: Cycles, as_of: int) -> Timeline:
    """Steps and columns that follow from the calendar and from what was paid; nothing is drawn and no level is set."""
    start = dates.day(loan.opened)
    paid = [(dates.day(p.date), p.amount) for p in loan.payments if dates.day(p.date) <= as_of]
    fees = [(_billed(months, dates.day(day), as_of), amount) for day, amount in loan.fees if dates.day(day) <= as_of]
    called = [] if loan.accelerated is None else [dates.day(loan.accelerated)]
    grown = [day + age for day in called for age in customs.ages_of(loan)]
    lent = [dates.day(draw.date) for draw in loan.draws if dates.day(draw.date) <= as_of]
    late = months.late[months.late <= months.due[-1]]
    days = np.unique(np.concatenate([
        [start, as_of, *called, *grown, *lent], [day for day, _ in (*paid, *fees)], months.statement, months.closing, months.due, late,
    ]).astype(np.int64))  # fmt: skip
    days = days[days <= max(as_of, int(months.due[-1]))]
    timeline = floating.repriced(measured(_bare(loan, card, months, days[:, None]), _one(start)), loan, start, _one(start), recast=False)
    timeline = _joins(customs.kept(timeline, loan, _one(start)), loan, months)
    for name, rows in (("cash", paid), ("fee", fees)):
        timeline = _added(timeline, name, rows)
    for day in called:
        timeline = mark(timeline, "accelerate", timeline.date == day, 1)
    return mark(timeline, "early", timeline.date >= start, Early.LAST)


def _billed(months: Cycles, day: int, as_of: int) -> int:
    """The due date of the statement on which a fee of a day stands; the as-of date where that lies ahead."""
    due = months.due[months.statement >= day]
    return min(int(due[0]), as_of) if due.size else as_of


def _bare(loan: Loan, card: Card, months: Cycles, date: Ints) -> Timeline:
    """The cycles on these days (E, 1): interest falls due, the minimum is asked, late fees fall due with the statement that follows."""
    nothing = np.zeros(date.shape, dtype=np.int64)
    due, closes = np.isin(date, months.due), np.searchsorted(months.closing, date)
    begins = np.concatenate([[dates.day(loan.opened)], months.closing])
    order = tuple(int(p) for p in loan.order)
    late = order if loan.late_order is None else tuple(int(p) for p in loan.late_order)
    following = np.minimum(np.searchsorted(months.statement, date), months.count - 1)
    last = months.due[-1]
    timeline = Timeline(
        date=date, since=begins[closes], number=np.where(due, np.searchsorted(months.due, date) + 1, 0), time=nothing, penalty_time=nothing,
        base=_one(dates.BASE[loan.day_count]), penalty_base=_one(dates.BASE[loan.penalty_day_count]), anchor=_one(loan.due_day),
        count=loan.day_count, penalty_count=loan.penalty_day_count, orders=(order, late), order=_one(0), late_order=_one(1),
        late_from=_one(loan.late_from), conventions=customs.conventions_of(loan), rate=_one(int(loan.rate))[None],
        penalty=_one(int(loan.penalty_rate))[None], compound=_one(int(loan.compound_rate))[None],
        shape=np.where(date == last, Shape.ALL, np.where(due, Shape.PRINCIPAL, Shape.NONE)), share=_one(card.minimum)[None],
        fall_due=np.where(np.isin(date, months.closing), months.due[np.minimum(closes, months.count - 1)], 0),
        late_day=np.where(np.isin(date, months.late), np.maximum(months.due[following], date), 0),
    )  # fmt: skip
    return floating.stepped(timeline, loan)


def _joins(timeline: Timeline, loan: Loan, months: Cycles) -> Timeline:
    """Days on which what was charged joins what compounds."""
    if not loan.compounds:
        return timeline
    days, start = months.due, dates.day(loan.opened)
    if loan.compound_settlement in agenda.EVERY:
        days = agenda.twentieths(start, int(months.due[-1]), loan.compound_settlement)
        timeline = weave(timeline, days, _one(start))
    return mark(timeline, "joins", np.isin(timeline.date, days), 1)


def _added(timeline: Timeline, name: str, rows: list[tuple[int, int]]) -> Timeline:
    """Amounts on their days, those of one day added up."""
    column = np.zeros((timeline.length, 1), dtype=np.int64)
    for day, amount in rows:
        column[np.searchsorted(timeline.date[:, 0], day)] += amount
    return mark(timeline, name, column > 0, column) if rows else timeline


def _minimums(timeline: Timeline, loan: Loan, card: Card, months: Cycles, as_of: int) -> Timeline:
    """After the as-of date each statement sets its level from what is then left, and each due date asks its share of it."""
    later = timeline.date > as_of
    states = later & np.isin(timeline.date, months.statement)
    share = np.where(timeline.number > 0, card.minimum, ONE)
    if card.minimum == ONE:
        return replace(mark(timeline, "set_level", states, drawn(loan, as_of) + 1), share=share)
    asks = (timeline.number > 0) & later
    share[asks] = shares(card.minimum, int(asks.sum()))
    return replace(mark(mark(timeline, "set_level", later, 0), "recast", states, 1), share=share)
