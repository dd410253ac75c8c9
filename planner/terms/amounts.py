"""Clauses that move money: forgive, set aside, pay more, settle, charge, call."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner import dates
from planner.book import Early, Pays, Shape
from planner.clauses import Accelerate, Capitalise, Defer, Fee, LumpSum, Settle, Waive
from planner.money import ONE
from planner.steps import cut, full, measured
from planner.terms.draft import Draft, append, number, refuse, scalar
from planner.terms.milestones import stage


def waive(clause: Waive, draft: Draft) -> Draft:
    """Forgive at signing, or set aside until completion or a milestone before it."""
    draft = _waived(clause, draft) if isinstance(clause.when, str) else stage(clause, clause.when, draft)
    at, stages = draft.start_index[0], draft.timeline.stages
    later = full(draft.timeline, "pledge")[:5, at] + (0 if stages is None else stages.share.sum(axis=1))
    if (later > ONE).any() or (full(draft.timeline, "waive")[:, at] > ONE).any():
        refuse("waived_twice", "waive", " ".join(part.name.lower() for part in clause.parts))
    return draft


def _waived(clause: Waive, draft: Draft) -> Draft:
    """Shares and amounts of one part and condition add up."""
    share, cents = ("waive", "waive_cents") if clause.when == "signing" else ("pledge", "pledge_cents")
    parts = tuple(int(part) for part in clause.parts)
    for name, value in ((share, number(clause.share)), (cents, number(clause.amount))):
        if value.any():
            before = full(draft.timeline, name)[list(parts), draft.start_index[0]]
            draft = draft.at_start(name, (value + before)[:, None], parts)
    return draft


def capitalise(clause: Capitalise, draft: Draft) -> Draft:
    """What is due of the parts becomes principal on the start."""
    for part in clause.parts:
        draft = draft.at_start("capitalise", ONE, part)
    return draft


def defer(clause: Defer, draft: Draft) -> Draft:
    """Set aside on the start; back with the last instalment, or in equal parts from the first."""
    for part in clause.parts:
        draft = draft.at_start("defer", ONE, part)
        if clause.spread is None:
            draft = draft.set("release", full(draft.timeline, "shape") == Shape.ALL, 1, part)
            continue
        rows = draft.grid() & (full(draft.timeline, "pays") != Pays.PAUSED)
        spread, count = scalar(clause.spread), int(rows.sum(axis=0).max())
        if spread is not None and spread > count:
            refuse("past_last_instalment", "spread", spread, count=count)
        left = number(clause.spread) + 1 - np.cumsum(rows, axis=0)
        draft = draft.set("release", rows & (left > 0), left, part)
    return draft


def lump_sum(clause: LumpSum, draft: Draft) -> Draft:
    """Extra money on a date: what is due, then interest accrued, then principal."""
    day = dates.day(clause.date)
    draft.not_after_end(day, "lump_sum")
    draft = draft.add("cash", day, clause.amount)
    rows = draft.timeline.date == day
    return draft.set("early", rows, Early.PREPAY).set("pays", rows & draft.billed(), Pays.ON_TOP)


def settle(clause: Settle, draft: Draft) -> Draft:
    """Everything falls due on the start; when the agreed amount has come, the rest is forgiven."""
    begun = cut(draft.timeline, 0, int(draft.start_index[0]) + 1)
    first = dates.day(clause.on) if clause.on else draft.start
    days = np.array([first]) if clause.parts == 1 else dates.add_months(first, np.arange(clause.parts) + (clause.on is None))
    days = np.atleast_1d(days)
    later = days[days > draft.start]
    timeline = append(begun, later, draft.start) if later.size else begun
    draft = replace(draft, timeline=measured(timeline, number(draft.as_of)), own_level=True)
    draft = draft.at_start("accelerate", 1).release_all(draft.timeline.date == draft.start)
    amount, parts = number(clause.amount), days.size
    for k, day in enumerate(days):
        part = amount // parts if k < parts - 1 else amount - amount // parts * (parts - 1)
        draft = draft.add("cash", int(day), part)
    return draft.set("settle", draft.timeline.date >= draft.start, amount)


def fee(clause: Fee, draft: Draft) -> Draft:
    """A fee, charged and paid on its day."""
    day = dates.day(clause.on) if clause.on else draft.start
    draft.not_after_end(day, "on")
    draft = draft.add("fee", day, clause.amount)
    if bool(((draft.timeline.date == day) & draft.billed()).any()):
        return draft
    return draft.add("cash", day, clause.amount)


def accelerate(clause: Accelerate, draft: Draft) -> Draft:
    """Everything falls due on a date, and is paid on it like whatever else is billed."""
    day = dates.day(clause.on) if clause.on else draft.start
    draft.not_after_end(day, "accelerate")
    draft = draft.with_day(day)
    rows = draft.timeline.date == day
    return draft.release_all(rows).set("accelerate", rows, 1).set("pays", rows, Pays.AS_BILLED)


