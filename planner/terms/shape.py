"""Clauses that shape the instalments: how many, when, of what size."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner import dates
from planner.agenda import APART, EVERY, REGULAR, twentieths
from planner.book import Early, Part, Shape, Timeline
from planner.clauses import Balloon, Extend, Instalments, InterestOnly, Rate, Recast, Step
from planner.contract import fixed_interest
from planner.floating import repriced
from planner.money import ONE, Bools, Ints
from planner.steps import cut, full, measured
from planner.terms.draft import Draft, anchor_of, append, number, refuse, scalar
from planner.workdays import shifted


def instalments(clause: Instalments, draft: Draft) -> Draft:
    """A new schedule for all principal; what else stands is re-dated to the first new due date and bears nothing meanwhile."""
    every = clause.every or draft.every
    day = dates.day(clause.first_due) if clause.first_due else next_due(draft.start, every)
    anchor = anchor_of(draft.loan, day if clause.first_due else draft.start)
    rows = on_business_days(dates.schedule(day, int(number(clause.count).max()), every, anchor), draft)
    begun = cut(draft.timeline, 0, int(draft.start_index[0]) + 1)
    timeline = append(begun, rows, draft.start)
    fixed = None if timeline.fixed is None else np.where(timeline.date > draft.start, 0, full(timeline, "fixed"))
    new = replace(timeline, anchor=number(anchor), fixed=fixed)
    draft = replace(draft, timeline=_numbered(new, begun.length, clause.count), method=clause.method, every=every)
    draft = _from_flat(_shaped(draft, clause.count))
    timeline = measured(draft.timeline, number(draft.as_of))
    recast = clause.amount is None
    draft = replace(draft, timeline=repriced(timeline, draft.loan, draft.start, number(draft.as_of), recast=recast))
    if not draft.principal_stays:
        draft = draft.at_start("capitalise", ONE, Part.PRINCIPAL)
    draft = replace(draft, redates=True)
    if clause.amount is not None:
        return replace(draft.at_start("set_level", number(clause.amount) + 1), own_level=True)
    return ask_recast(draft, 0)


def on_business_days(days: Ints, draft: Draft) -> Ints:
    """Due dates (m,) moved to business days where the loan says so; one that would move to the start or before it stays."""
    moved = shifted(days, draft.loan.business_days)
    return np.where(moved > draft.start, moved, days)


def next_due(start: int, every: tuple[int, str]) -> int:
    """One period after the start."""
    n, unit = every
    return int(dates.add_months(start, n)) if unit == "month" else start + n * (7 if unit == "week" else 1)


def _numbered(timeline: Timeline, begun: int, count: int | Ints) -> Timeline:
    """Number the new rows 1, 2, ... as far as each candidate's count goes."""
    ordinal = np.arange(timeline.length)[:, None] - begun
    own = np.where((ordinal >= 0) & (ordinal < number(count)), ordinal + 1, 0)
    keep = np.broadcast_to(full(timeline, "number"), (timeline.length, max(own.shape[1], timeline.number.shape[1])))
    return replace(timeline, number=np.where(ordinal >= 0, own, keep))


def _shaped(draft: Draft, count: int | Ints) -> Draft:
    """Regular shapes for the new rows, the last takes all."""
    ordinal, last = draft.ordinal(), number(count) - 1
    shape = np.where(ordinal == last, Shape.ALL, REGULAR[draft.method])
    return draft.set("shape", draft.grid(), shape)


def _from_flat(draft: Draft) -> Draft:
    """A flat loan re-scheduled pays interest on what is left, at the rate in force."""
    if draft.loan.method != "flat" or draft.timeline.rate is not None:
        return draft
    after = draft.timeline.date > draft.start
    return draft.set("rate", after, number(draft.rate))


def extend(clause: Extend, draft: Draft) -> Draft:
    """More instalments behind the last, which hands its rest on; interest that has days of its own keeps them."""
    old = cut(draft.timeline, 0, _ends(draft))
    last = old.date[-1:, 0]
    days = on_business_days(_following(draft, _unmoved(draft, int(last[0])), int(number(clause.months).max())), draft)
    own = _interest_days(draft, int(last[0]), int(days[-1]))
    length = old.length
    timeline = append(old, np.union1d(days, own[own > last[0]]), int(last[0]))
    behind = np.arange(timeline.length)[:, None] >= length
    joined = behind & np.isin(timeline.date, days)
    rank = np.cumsum(joined, axis=0)
    added = joined & (rank <= number(clause.months))
    timeline = replace(timeline, number=np.where(added, rank + full(old, "number").max(axis=0), full(timeline, "number")))
    draft = replace(draft, timeline=timeline)
    is_last = (np.cumsum(draft.grid(), axis=0) == draft.count()) & draft.grid()
    was_last = (full(timeline, "shape") == Shape.ALL) & ~is_last & (timeline.date > draft.start)
    draft = draft.set("shape", added | was_last, REGULAR[draft.method])
    draft = draft.set("shape", is_last, Shape.ALL)
    if draft.method == "flat" and timeline.fixed is not None:
        draft = draft.set("fixed", added, full(timeline, "fixed").max(axis=0))
    draft = _interest_apart(draft, added | was_last, own, behind)
    return replace(draft, timeline=measured(draft.timeline, number(draft.as_of)))


def _interest_days(draft: Draft, first: int, until: int) -> Ints:
    """The days from ``first`` to before ``until`` on which interest falls due by itself; none under a new schedule, whose days it keeps."""
    loan = draft.loan
    if draft.redates or loan.interest_due not in EVERY or draft.method in ("level", "flat"):
        return np.zeros(0, dtype=np.int64)
    return shifted(twentieths(first - 1, until - 1, loan.interest_due), loan.business_days)


def _interest_apart(draft: Draft, regular: Bools, own: Ints, behind: Bools) -> Draft:
    """Of ``regular`` rows those off the days of interest ask principal alone; rows ``behind`` the old end on such a day ask interest."""
    if own.size == 0:
        return draft
    asks = np.isin(draft.timeline.date, own)
    shape = full(draft.timeline, "shape")
    apart = regular & ~asks & (shape != Shape.ALL)
    for kind, alone in APART.items():
        draft = draft.set("shape", apart & (shape == kind), alone)
    end = np.where(draft.grid(), draft.timeline.date, 0).max(axis=0)
    draft = draft.set("shape", behind & asks & (shape == Shape.NONE) & (draft.timeline.date < end), Shape.INTEREST)
    ends = np.isin(full(draft.timeline, "shape"), (Shape.LEVEL, Shape.UNIT, Shape.INTEREST, Shape.ALL))
    date, since = draft.timeline.date, full(draft.timeline, "since")
    before = np.maximum.accumulate(np.where(ends | ~behind, np.broadcast_to(date, ends.shape), 0), axis=0)
    begun = np.concatenate([before[:1], before[:-1]])
    return replace(draft, timeline=replace(draft.timeline, since=np.where(behind, begun, since)))


def _ends(draft: Draft) -> int:
    """The row behind the last instalment and the start; what comes later is neutral."""
    rows = (draft.timeline.number > 0).any(axis=1) | (draft.timeline.date <= draft.start).any(axis=1)
    return int(np.flatnonzero(rows)[-1]) + 1


def _unmoved(draft: Draft, last: int) -> int:
    """The due date that was moved to a business day and so became this one: the contract's last, else one of the day of the month."""
    loan, (_, unit) = draft.loan, draft.every
    if loan.business_days == "none":
        return last
    contract = dates.schedule(dates.day(loan.first_due), loan.instalments, loan.every, loan.due_day)
    near = [dates.add_months(last, k, int(draft.timeline.anchor.max())) for k in (0, -1, 1)] if unit == "month" else []
    plain = np.array([*contract[-1:], *near, last], dtype=np.int64)
    return int(plain[shifted(plain, loan.business_days) == last][0]) if (shifted(plain, loan.business_days) == last).any() else last


def _following(draft: Draft, last: int, count: int) -> Ints:
    """Due dates after the last one, on the calendar in force."""
    n, unit = draft.every
    anchor = int(draft.timeline.anchor.max())
    if unit == "month":
        return dates.add_months(last, n * np.arange(1, count + 1), anchor)
    return last + np.arange(1, count + 1) * n * (7 if unit == "week" else 1)


def interest_only(clause: InterestOnly, draft: Draft) -> Draft:
    """Interest only, then a new level over what remains."""
    draft.within(clause.first, "interest_only")
    rows = draft.between(clause.first, clause.months)
    _not_last(draft, rows, clause.months)
    regular = full(draft.timeline, "shape")
    draft = draft.set("shape", rows & (regular != Shape.ALL), Shape.INTEREST)
    return ask_recast(draft, number(clause.first) + number(clause.months))


def step(clause: Step, draft: Draft) -> Draft:
    """A share of the level for some instalments."""
    draft.within(clause.first, "step")
    return draft.set("share", draft.between(clause.first, clause.months), number(clause.share))


def recast(clause: Recast, draft: Draft) -> Draft:
    """A new level from instalment ``at`` on, set in the close of the one before."""
    draft.within(clause.at, "recast")
    return ask_recast(draft, clause.at)


def ask_recast(draft: Draft, at: int | Ints) -> Draft:
    """Set a level in the close of the step before instalment ``at``: the start, or the instalment before."""
    rows = draft.timeline.date == draft.edge(at)
    before = np.where(number(at) == 0, rows & (np.cumsum(rows, axis=0) == 1), draft.ordinal() == number(at) - 1)
    draft = draft.set("recast", before, 1)
    return replace(draft, asked_recast=True)


def balloon(clause: Balloon, draft: Draft) -> Draft:
    """Every level set by the plan leaves a share of the principal for the last instalment."""
    draft.within(0, "balloon")
    if not draft.asked_recast:
        draft = ask_recast(draft, 0)
    anew = (full(draft.timeline, "recast") > 0) | (full(draft.timeline, "early") == Early.LOWER)
    return draft.set("balloon", anew, number(clause.share))


def rate(clause: Rate, draft: Draft) -> Draft:
    """A contract rate for some periods; the level is set anew where the rate changes, unless a clause fixed it."""
    draft.within(clause.first, "first")
    begin = draft.edge(clause.first)
    last = draft.timeline.date[-1] + 1
    end = last if clause.months is None else draft.edge(number(clause.first) + number(clause.months))
    after = (draft.timeline.date > begin) & (draft.timeline.date <= end)
    flat = draft.method == "flat"
    if flat:
        draft = draft.set("fixed", after & draft.grid(), fixed_interest(draft.loan, clause.annual, draft.every))
    else:
        draft = draft.set("rate", after, number(clause.annual))
    if clause.penalty is not None:
        follows = full(draft.timeline, "compound") == full(draft.timeline, "penalty")
        draft = draft.set("compound", after & follows, number(clause.penalty)).set("penalty", after, number(clause.penalty))
    if draft.own_level or flat or REGULAR[draft.method] != Shape.LEVEL:
        return draft
    draft = ask_recast(draft, clause.first)
    if clause.months is None:
        return draft
    end = np.minimum(number(clause.first) + number(clause.months), draft.count())
    return ask_recast(draft, end)


def _not_last(draft: Draft, rows: Bools, months: int | Ints) -> None:
    """Refuse a stretch that swallows the last instalment."""
    if scalar(months) is not None and bool((rows & (full(draft.timeline, "shape") == Shape.ALL)).any()):
        refuse("past_last_instalment", "months", months, count=int(draft.count().max()))
