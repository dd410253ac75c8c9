"""Pauses: switch off what is named and nothing else; send the interest that grows meanwhile where the clause says."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from planner import dates
from planner.book import ACCRUED, Part, Pays, Shape
from planner.clauses import Pause
from planner.money import ONE, Bools, Ints
from planner.steps import full
from planner.terms.draft import Draft, number, pauses, refuse, scalar


@dataclass(frozen=True, slots=True)
class Span:
    """Where a pause holds: the day it begins, the day it ends, and the instalments and days of interest it covers."""

    begin: Ints
    end: Ints
    paused: Bools


def pause(clause: Pause, draft: Draft) -> Draft:
    """Write a pause into the timeline."""
    draft, span = _span(clause, draft)
    inside = (draft.timeline.date > span.begin) & (draft.timeline.date <= span.end)
    bits = pauses(clause.of)
    if bits:
        draft = draft.set("off", inside, full(draft.timeline, "off") | bits)
    if "ageing" in clause.of:
        draft = replace(draft, ageless=(*draft.ageless, (span.begin, span.end)))
    return _payments(clause, draft, span) if "payments" in clause.of else draft


def _span(clause: Pause, draft: Draft) -> tuple[Draft, Span]:
    """By days, both included: from ``start`` to the day after ``until``; by instalments: the periods that end with them."""
    if clause.start is not None and clause.until is not None:
        first, last = dates.day(clause.start), dates.day(clause.until) + 1
        draft.not_after_end(first, "from")
        draft = draft.with_day(first).with_day(last)
        date = draft.timeline.date
        return draft, Span(number(first), number(last), (draft.grid() | draft.apart()) & (date >= first) & (date < last))
    draft.within(clause.first, "first")
    months = number(0) if clause.months is None else number(clause.months)
    rows = draft.between(clause.first, months)
    if scalar(clause.months) is not None and int(rows.sum(axis=0).min()) < int(months.max()):
        refuse("past_last_instalment", "months", clause.months, count=int(draft.count().max()))
    begin, end = draft.edge(clause.first), draft.edge(number(clause.first) + months)
    date = draft.timeline.date
    return draft, Span(begin, end, rows | (draft.apart() & (date > begin) & (date <= end)))


def _payments(clause: Pause, draft: Draft, span: Span) -> Draft:
    """Nothing is billed or paid in the pause; what accrues goes where ``then`` says."""
    last = full(draft.timeline, "shape") == Shape.ALL
    if bool((span.paused & last).any()):
        refuse("pause_past_end", "months", "" if clause.months is None else clause.months)
    draft = draft.set("shape", span.paused, Shape.NONE).set("pays", span.paused, Pays.PAUSED)
    if clause.then == "bill":
        return draft
    draft = _park(draft, span)
    ends = _first(draft.timeline.date == span.end)
    if clause.then == "waive":
        return draft.set("waive", ends, ONE, ACCRUED)
    if clause.then == "capitalise":
        return draft.set("capitalise", span.paused | ends, ONE, ACCRUED)
    if clause.then == "capitalise-at-end":
        return draft.set("capitalise", ends, ONE, ACCRUED)
    draft = draft.set("defer", ends, ONE, ACCRUED)
    return _come_back(draft, span, spread=clause.then == "spread")


def _first(rows: Bools) -> Bools:
    """The first true row of each loan only."""
    only: Bools = rows & (np.cumsum(rows, axis=0) == 1)
    return only


def _park(draft: Draft, span: Span) -> Draft:
    """Interest accrued before the pause is billed with the first instalment after it, unless it is billed on that very day."""
    if bool((span.begin == draft.start).all()):
        return draft
    shape = full(draft.timeline, "shape")
    day = np.where(_first((shape > 0) & (draft.timeline.date >= span.end)), draft.timeline.date, 0).max(axis=0)
    begins = _first(draft.timeline.date == span.begin)
    return draft.set("fall_due", begins & (shape == Shape.NONE), day)


def _come_back(draft: Draft, span: Span, *, spread: bool) -> Draft:
    """Release what was set aside: with the last instalment, or in equal parts over those that remain."""
    shape = full(draft.timeline, "shape")
    if not spread:
        return draft.set("release", shape == Shape.ALL, 1, Part.INTEREST)
    rows = (shape > 0) & (draft.timeline.date >= span.end)
    left = rows.sum(axis=0) - np.cumsum(rows, axis=0) + 1
    return draft.set("release", rows, left, Part.INTEREST)
