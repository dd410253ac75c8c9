"""Levels of a Fineract loan: set, rounded to whole units, smoothed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from planner import contract
from planner.book import Position
from tests.conformance import fineract_steps as steps
from tests.conformance.fineract_replay import Replay, act, project
from tests.conformance.fineract_steps import Row


def even(value: Fraction) -> int:
    """To the nearest whole number, half to even."""
    return round(value)


def smoothed(replay: Replay, at: Position, level: int, rows: list[Row]) -> int:
    """A level moved, at most three times, by the gap of the last two rows not yet paid, spread over the rows, while the gap shrinks."""
    count = len(rows)
    asked = project(replay, at, level, rows)
    if replay.terms.flat:
        return level
    for _ in range(3):
        if len(asked) < 2 or abs(gap := asked[-1] - asked[-2]) <= count // 2:
            return level
        paid = sum(1 for row in rows if sum(row.early) > asked[-2])
        moved = multiple(replay, asked[-2] + even(Fraction(gap, max(1, count - paid))))
        if moved == asked[-2]:
            return level
        tried = project(replay, at, moved, rows)
        if abs(tried[-1] - tried[-2]) >= abs(gap):
            return level
        level, asked = moved, tried
    return level


def multiple(replay: Replay, level: int) -> int:
    """Rounded to a whole unit where the loan asks it, unless nothing would be left."""
    if replay.terms.loan.instalment_amount != "yuan":
        return level
    return even(Fraction(level, 100)) * 100 or level


def set_level(replay: Replay, level: int) -> None:
    """A level from now on; a row paid early with more than it keeps the level it had."""
    for row in replay.asked():
        if sum(row.early) > level:
            row.level = replay.level if row.level is None else row.level
        else:
            row.level = None
    act(replay, replay.day, set_level=level + 1)
    replay.planned = replace(replay.planned, level=contract.one(level))
    replay.calm = replace(replay.calm, level=contract.one(level))


def recast(replay: Replay, fixed: int = 0) -> None:
    """A new level for the rows to come, on the principal with which the current period began."""
    rows = replay.asked()
    if not rows:
        return
    base = int(replay.calm.principal[0]) + replay.fresh
    level = steps.level_of(replay.plain, replay.terms, rows, replay.course, base, replay.day)
    level = multiple(replay, level + fixed)
    set_level(replay, smoothed(replay, replay.calm, level, rows))
