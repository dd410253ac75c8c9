"""Timelines written another way: some of their loans, every column dense, one step cut in two."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np

from planner.book import BY_PART, COLUMNS, NEUTRAL, PER_LOAN, RUNNING, Ledger, Timeline
from planner.conventions import NAMES, Conventions
from planner.money import Ints
from planner.stages import Stages, beside, nothing
from tests.laws.strategies import Program


def loans_of(timeline: Timeline, loans: Ints) -> Timeline:
    """The timeline of the loans at these indices, in this order."""

    def own(column: Ints | None) -> Ints | None:
        return None if column is None else _of(column, loans)

    changes: dict[str, Any] = {name: own(getattr(timeline, name)) for name in (*COLUMNS, *PER_LOAN)}
    changes["conventions"] = Conventions(**{name: own(getattr(timeline.conventions, name)) for name in NAMES})
    stages = timeline.stages
    if stages is not None:
        changes["stages"] = Stages(**{f.name: _of(getattr(stages, f.name), loans) for f in fields(Stages)})
    return replace(timeline, **changes)


def _of(column: Ints, loans: Ints) -> Ints:
    return column if column.shape[-1] == 1 else column[..., loans]


def dense(program: Program) -> Timeline:
    """Every column (E, N) or by part, absent ones filled with their neutral value."""
    timeline = program.timeline
    changes: dict[str, Any] = {}
    for name in COLUMNS:
        column = getattr(timeline, name)
        value = np.full((1, 1), NEUTRAL.get(name, 0), dtype=np.int64) if column is None else column
        parts = (BY_PART[name],) if name in BY_PART else ()
        changes[name] = np.array(np.broadcast_to(value, (*parts, timeline.length, program.loans)))
    changes |= {name: np.array(np.broadcast_to(getattr(timeline, name), (program.loans,))) for name in PER_LOAN}
    own = {name: getattr(timeline.conventions, name) for name in NAMES}
    zero = np.zeros(1, dtype=np.int64)
    full = {name: np.array(np.broadcast_to(zero if value is None else value, (program.loans,))) for name, value in own.items()}
    changes["conventions"] = Conventions(**full)
    changes["stages"] = beside([program.timeline.stages or nothing(2)], [program.loans])
    return replace(timeline, **changes)


def split(program: Program, e: int, rng: np.random.Generator) -> Timeline:
    """The dense timeline with a neutral step before step e that takes some of its days, times and relief."""
    whole = dense(program)
    before = whole.date[e - 1]
    # Never on the day of step e itself: what falls due that day would be due a step earlier.
    date = rng.integers(before, np.maximum(whole.date[e], before + 1))
    changes: dict[str, Any] = {}
    for name in COLUMNS:
        column = getattr(whole, name)
        row = np.full_like(column[..., e, :], NEUTRAL.get(name, 0))
        changes[name] = np.insert(column, e, column[..., e, :] if name in RUNNING else row, axis=-2)
    changes["date"][e] = date
    for name in ("time", "penalty_time", "relief"):
        value = getattr(whole, name)[e]
        some = rng.integers(0, value + 1)
        first = np.where(date == before, 0, np.where(date == whole.date[e], value, some))
        changes[name][e], changes[name][e + 1] = first, value - first
    return replace(whole, **changes)


def unequal(one: Ledger, other: Ledger) -> list[str]:
    """Names of the columns in which two ledgers differ."""
    return [f.name for f in fields(Ledger) if not np.array_equal(getattr(one, f.name), getattr(other, f.name))]


def steps(ledger: Ledger, index: Ints | slice) -> Ledger:
    """Some steps of a ledger."""
    return Ledger(**{f.name: getattr(ledger, f.name)[..., index, :] for f in fields(Ledger)})


def joined(one: Ledger, other: Ledger) -> Ledger:
    """One ledger after the other."""
    return Ledger(**{f.name: np.concatenate([getattr(one, f.name), getattr(other, f.name)], axis=-2) for f in fields(Ledger)})


def some_loans(ledger: Ledger, loans: Ints) -> Ledger:
    """The ledger of the loans at these indices, in this order."""
    return Ledger(**{f.name: getattr(ledger, f.name)[..., loans] for f in fields(Ledger)})
