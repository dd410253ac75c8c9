"""Waivers that vest before completion: written as stages of the timeline, those of one milestone together, the earliest first."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from planner.book import Pays
from planner.clauses import After, Paid, Waive
from planner.money import Ints
from planner.stages import Stages
from planner.steps import full
from planner.terms.draft import Draft, number, refuse, scalar


def stage(clause: Waive, when: After | Paid, draft: Draft) -> Draft:
    """Set aside on the start what vests at a milestone."""
    new = _stage(clause, when, draft)
    stages = _joined(draft.timeline.stages, new)
    return replace(draft, timeline=replace(draft.timeline, stages=stages)).at_start("sign", 1)


def _stage(clause: Waive, when: After | Paid, draft: Draft) -> Stages:
    """The clause as one stage."""
    day, paid = (_day(when, draft), number(0)) if isinstance(when, After) else (number(0), number(when.share))
    given = np.isin(np.arange(5), clause.parts)[:, None, None]
    share, cents = (np.where(given, number(value), 0) for value in (clause.share, clause.amount))
    return Stages(share, cents, day[None], paid[None])


def _day(when: After, draft: Draft) -> Ints:
    """The due date of the instalment (N|1,), those that a pause leaves unpaid not counted; the last one where there are fewer."""
    rows = draft.grid() & (full(draft.timeline, "pays") != Pays.PAUSED)
    count, asked = rows.sum(axis=0), scalar(when.count)
    most = int(count.max())
    if most == 0:
        refuse("no_instalments", "when")
    if asked is not None and asked > most:
        refuse("past_last_instalment", "when", asked, count=most)
    ordinal = np.where(rows, np.cumsum(rows, axis=0), 0)
    here = ordinal == np.clip(number(when.count), 1, np.maximum(count, 1))
    day: Ints = np.where(here, draft.timeline.date, 0).max(axis=0)
    return np.where(count > 0, day, draft.timeline.date[-1])


def _joined(before: Stages | None, new: Stages) -> Stages:
    """The stages with one more: added to that of the same milestone, or at its place among those of single numbers."""
    if before is None:
        return new
    same = [k for k in range(before.day.shape[0]) if _same(before, k, new)]
    if same:
        return replace(before, **{name: _added(getattr(before, name), same[0], getattr(new, name)) for name in ("share", "cents")})
    ahead = sum(_rank(before, k) < _rank(new, 0) for k in range(before.day.shape[0]))
    return Stages(**{f.name: _inserted(getattr(before, f.name), ahead, getattr(new, f.name)) for f in fields(Stages)})


def _same(stages: Stages, k: int, new: Stages) -> bool:
    return all(bool((getattr(stages, name)[k] == getattr(new, name)[0]).all()) for name in ("day", "paid"))


def _rank(stages: Stages, k: int) -> tuple[int, int]:
    """Days before shares of principal, earlier before later; of candidates the first counts."""
    return int(stages.paid[k].flat[0]), int(stages.day[k].flat[0])


def _added(column: Ints, k: int, new: Ints) -> Ints:
    """A column (5, K, N|1) with a stage's share or amount added to one of its own."""
    wide = np.array(np.broadcast_to(column, (*column.shape[:-1], max(column.shape[-1], new.shape[-1]))))
    wide[:, k] += new[:, 0]
    return wide


def _inserted(column: Ints, k: int, new: Ints) -> Ints:
    """A column (..., K, N|1) with one more stage as its k-th."""
    width = max(column.shape[-1], new.shape[-1])
    wide, one = (np.broadcast_to(x, (*x.shape[:-1], width)) for x in (column, new))
    return np.concatenate([wide[..., :k, :], one, wide[..., k:, :]], axis=-2)
