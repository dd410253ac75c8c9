"""Ranges in which the integers are exact, checked before a roll, because NumPy wraps silently."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

import numpy as np

from planner.book import Position, Timeline, standing
from planner.errors import RangeError
from planner.money import MAX_CENTS, MAX_QUOTIENT, MAX_RATE, ONE, Floats, Ints

_SHARES: Final = ("waive", "pledge", "capitalise", "defer", "late_share")
_AMOUNTS: Final = ("cash", "fee", "fixed", "settle", "set_level", "waive_cents", "pledge_cents", "draw")
_RATES: Final = ("rate", "penalty", "compound", "penalty_late", "compound_late")
_SIGNED: Final = ("accrued_rem", "date", "extra")


def check(position: Position, timeline: Timeline) -> None:
    """RangeError where an amount, rate or time leaves the exact range; the bounds are upper bounds of what the roll can reach."""
    for field in fields(Position):
        value = position.dues.amount if field.name == "dues" else getattr(position, field.name)
        if field.name not in _SIGNED:
            _within(field.name, value, MAX_CENTS)
    for name in (*_SHARES, "balloon"):
        _within(name, getattr(timeline, name), ONE)
    for name in (*_AMOUNTS, "share"):
        _within(name, getattr(timeline, name), MAX_CENTS)
    for name in _RATES:
        _within(name, getattr(timeline, name), MAX_RATE)
    for name in ("time", "penalty_time"):
        _within(name, getattr(timeline, name), 2**53)
    if timeline.stages is not None:
        for name, limit in (("share", ONE), ("paid", ONE), ("cents", MAX_CENTS)):
            _within("pledge", getattr(timeline.stages, name), limit)
    _grown(position, timeline)


def _within(name: str, column: Ints | None, limit: int) -> None:
    if column is None or column.size == 0:
        return
    low, high = int(column.min()), int(column.max())
    if low < 0 or high > limit:
        raise RangeError(name, low if low < 0 else high, limit)


def _grown(position: Position, timeline: Timeline) -> None:
    """Bound what each claim can grow to: interest on all of it, and again on that, or compounding where anything is capitalised."""
    claim = standing(position).sum(axis=0).astype(float) + position.held
    for column in (timeline.fee, timeline.fixed, timeline.draw):
        if column is not None:
            claim = claim + column.sum(axis=0, dtype=float) * (timeline.length if column.shape[0] == 1 else 1)
    contract = _span(timeline, timeline.time, timeline.base, ("rate",))
    overdue = _span(timeline, timeline.penalty_time, timeline.penalty_base, _RATES[1:])
    span = np.maximum(contract, overdue) if timeline.conventions["overdue"] is None else contract + overdue
    growth = (1 + span) ** 3
    if timeline.capitalise is not None:
        growth = np.where(timeline.capitalise.any(axis=(0, 1)), np.exp(np.minimum(span, 700.0)), growth)
    if timeline.conventions["compounds"] is not None:
        growth = np.maximum(growth, np.exp(np.minimum(2 * span, 700.0)))
    claim, growth = _late(timeline, claim, growth)
    most = float((claim * growth).max(initial=0))
    if most >= MAX_QUOTIENT:
        raise RangeError("claim", f"{most:.0f}", MAX_QUOTIENT)


def _late(timeline: Timeline, claim: Floats, growth: Floats) -> tuple[Floats, Floats]:
    """What late fees add: as many caps, or least fees, as there are cycles; a share of everything each time where there is no cap."""
    if timeline.late_share is None:
        return claim, growth
    cap, least = (timeline.conventions[name] for name in ("late_cap", "late_floor"))
    count = (timeline.late_share > 0).sum(axis=0)
    claim = claim + (0 if least is None else least * count) + (0 if cap is None else cap * count)
    share = np.where(np.zeros(1) if cap is None else cap > 0, 0.0, timeline.late_share.astype(float) / ONE)
    grown: Floats = growth * (1 + share).prod(axis=0)
    return claim, grown


def _span(timeline: Timeline, time: Ints, base: Ints, names: tuple[str, ...]) -> Floats:
    """Sum of rate x time of each loan (N|1,), at its highest rate; RangeError where the index itself leaves int64."""
    columns = [c for c in (getattr(timeline, name) for name in names) if c is not None and c.size]
    if not columns or time.size == 0:
        return np.zeros(1)
    rate = np.zeros(1)
    for column in columns:
        rate = np.maximum(rate, column.max(axis=0))
    index = rate * time.sum(axis=0).astype(float) * (timeline.length if time.shape[0] == 1 else 1)
    if float(index.max()) >= 2.0**62:
        raise RangeError("time", f"{index.max():.0f}", 2**62)
    span: Floats = index / base / ONE
    return span
