"""Ranges in which the integers are exact, checked before a roll, because NumPy wraps silently."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

import numpy as np

from planner.book import Position, Timeline, standing
from planner.errors import RangeError
from planner.money import MAX_CENTS, MAX_QUOTIENT, MAX_RATE, ONE, Ints

_SHARES: Final = ("waive", "pledge", "capitalise", "defer")
_AMOUNTS: Final = ("cash", "fee", "fixed", "settle", "set_level", "waive_cents", "pledge_cents")
_RATES: Final = ("rate", "penalty", "compound")
_SIGNED: Final = ("accrued_rem", "date")


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
    _grown(position, timeline)


def _within(name: str, column: Ints | None, limit: int) -> None:
    if column is None or column.size == 0:
        return
    low, high = int(column.min()), int(column.max())
    if low < 0 or high > limit:
        raise RangeError(name, low if low < 0 else high, limit)


def _grown(position: Position, timeline: Timeline) -> None:
    """Bound what the claim can grow to: interest on all of it, and again on that, or compounding where anything is capitalised."""
    added = sum(_total(getattr(timeline, name)) for name in ("fee", "fixed"))
    claim = float(standing(position).sum(axis=0).max(initial=0)) + float(position.held.max(initial=0)) + added
    span = max(
        _span(timeline, timeline.time, timeline.base, ("rate",)),
        _span(timeline, timeline.penalty_time, timeline.penalty_base, ("penalty", "compound")),
    )
    growth = float(np.exp(min(span, 700.0))) if timeline.capitalise is not None else (1 + span) ** 3
    if claim * growth >= MAX_QUOTIENT:
        raise RangeError("claim", f"{claim * growth:.0f}", MAX_QUOTIENT)


def _span(timeline: Timeline, time: Ints, base: Ints, names: tuple[str, ...]) -> float:
    """Largest sum of rate x time of any loan; RangeError where the index itself leaves int64."""
    columns = [c for c in (getattr(timeline, name) for name in names) if c is not None and c.size]
    if not columns or time.size == 0:
        return 0.0
    rate = float(max(c.max() for c in columns))
    index = rate * time.sum(axis=0).astype(float) * (timeline.length if time.shape[0] == 1 else 1)
    if float(index.max()) >= 2.0**62:
        raise RangeError("time", f"{index.max():.0f}", 2**62)
    return float((index / base).max()) / ONE


def _total(column: Ints | None) -> float:
    return 0.0 if column is None else float(column.sum(axis=0, dtype=float).max(initial=0))

