"""Plans: each clause rewrites the timeline. Clauses act in one order, whatever order they are written in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import numpy as np

from planner import dates
from planner.book import PARTS, Part, Pays, Position, Shape, Timeline
from planner.case import Loan, Plan
from planner.clauses import (
    Accelerate,
    Balloon,
    Capitalise,
    Defer,
    Extend,
    Fee,
    Instalments,
    InterestOnly,
    LumpSum,
    Pause,
    Prepay,
    Rate,
    Recast,
    Settle,
    Step,
    Waive,
)  # fmt: skip
from planner.contract import release_last
from planner.customs import kept
from planner.errors import CaseError
from planner.steps import full
from planner.terms.amounts import accelerate, capitalise, defer, fee, lump_sum, settle, waive
from planner.terms.draft import Draft, number, refuse
from planner.terms.pauses import pause
from planner.terms.prepay import charged, prepay
from planner.terms.shape import balloon, extend, instalments, interest_only, rate, recast, step

WRITERS: Final[dict[type[Any], Callable[[Any, Draft], Draft]]] = {
    Settle: settle, Instalments: instalments, Extend: extend, InterestOnly: interest_only, Step: step, Rate: rate, Recast: recast,
    Prepay: prepay, Balloon: balloon, Pause: pause, Defer: defer, Capitalise: capitalise, Waive: waive, Accelerate: accelerate, Fee: fee,
    LumpSum: lump_sum,
}  # fmt: skip
"""Clauses in the order in which they are written into the timeline: the calendar first, then shapes, then money."""


def apply(plan: Plan, loan: Loan, now: Position, timeline: Timeline, as_of: int) -> Timeline:
    """Rewrite a loan's future (``today.stand``) by a plan.

    Raises CaseError with paths relative to the plan ('terms[2].months').
    """
    draft = _begin(plan, loan, now, timeline, as_of)
    order = list(WRITERS)
    ranked = sorted(enumerate(plan.terms), key=lambda entry: order.index(type(entry[1])))
    problems = []
    for place, clause in ranked:
        try:
            draft = WRITERS[type(clause)](clause, draft)
        except CaseError as error:
            problems += [replace(p, path=f"terms[{place}].{p.path}") for p in error.problems]
    if problems:
        raise CaseError(problems)
    return charged(plan, loan, now, _finish(draft))


def _begin(plan: Plan, loan: Loan, now: Position, timeline: Timeline, as_of: int) -> Draft:
    """The contract runs on until the start; the instalment of that day is not billed, and what was deferred waits for the plan's end."""
    start = dates.day(plan.start)
    stays = any(isinstance(c, Defer) and Part.PRINCIPAL in c.parts for c in plan.terms)
    draft = Draft(
        timeline, loan, now, start, as_of, loan.method, loan.every, rate=loan.rate, principal_stays=stays,
        own_level=any(isinstance(c, Instalments) and c.amount is not None for c in plan.terms),
    ).with_day(start)  # fmt: skip
    rows = draft.timeline.date == start
    lost = rows & (full(draft.timeline, "shape") == Shape.ALL)
    if bool(lost.any()) and not any(isinstance(c, (Instalments, Settle, Accelerate, Extend)) for c in plan.terms):
        refuse("start_on_last_instalment", "start", plan.start)
    draft = draft.set("shape", rows, Shape.NONE).set("number", rows, 0).set("late_share", rows, 0)
    if draft.timeline.release is None:
        return draft
    return draft.set("release", draft.timeline.date >= start, 0, tuple(int(part) for part in PARTS))


def _finish(draft: Draft) -> Timeline:
    """Everything billed from the start on is paid; interest accrued to the start, and re-dated arrears, fall due with the first bill."""
    pays = full(draft.timeline, "pays")
    draft = draft.set("pays", draft.billed() & (pays == Pays.NO), Pays.AS_BILLED)
    draft = draft.set("pays", pays == Pays.PAUSED, Pays.NO)
    date = draft.timeline.date
    days = np.diff(date, axis=0, prepend=np.full((1, date.shape[1]), draft.as_of))
    for begin, end in draft.ageless:
        draft = draft.set("relief", (date > begin) & (date <= end), days)
    timeline = draft.timeline
    billed = draft.billed() & (full(timeline, "pays") > 0)
    billed = billed | ((full(timeline, "accelerate") > 0) & (timeline.date >= draft.start))
    first = np.where(billed & (np.cumsum(billed, axis=0) == 1), timeline.date, 0).max(axis=0)
    day = np.where(first > 0, first, number(draft.start))
    draft = draft.at_start("fall_due", day)
    if draft.redates:
        draft = draft.at_start("redate", day)
    return release_last(kept(draft.timeline, draft.loan, number(draft.as_of)), draft.now)
