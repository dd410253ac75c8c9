"""Formulas of the level payment and of the unit of principal: the engine's own solution, from the numbers it rests on.

Beside those named, each takes where they are not 0: accrued, remainder, balloon, and the conventions of OWN by their names. Amounts are
cents. ``days`` are numerators over ``year``.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from planner.book import ACCRUED, BY_PART, Shape, Timeline
from planner.conventions import Conventions
from planner.explain.values import Values, table
from planner.instalment import set_level
from planner.levels import Basis
from planner.money import ONE, Ints
from planner.rounding import proper

OWN: Final = ("rounding", "daily", "remainder", "capped", "residue", "level_unit", "level_up", "level_months")
"""Conventions that a level depends on."""
COLUMNS: Final = {"shapes": "shape", "shares": "share", "numbers": "number", "fixed": "fixed", "offs": "off"}
"""Inputs that hold a number for each instalment or step to come, and the timeline's columns they are."""
ACCRUED_COLUMNS: Final = {f"{name}_accrued": name for name in ("waive", "pledge", "capitalise", "defer")}
"""The same of columns by part, of which accrued interest alone matters."""


def annuity(v: Values) -> int:
    """principal, rate, days (of each), year, instalments: the level at which nothing is left after the last of equal periods."""
    count = v["instalments"]
    shapes = (Shape.LEVEL,) * (count - 1) + (Shape.ALL,)
    return _solved(v, (v["days"],) * count, shapes=shapes, numbers=tuple(range(1, count + 1)))


def level(v: Values) -> int:
    """principal, rate, days and shapes of each step to come, year; shares, numbers, fixed, offs, waive_accrued, … where there are any."""
    return _solved(v, v.row("days"))


def level_same_term(v: Values) -> int:
    """As ``level``, with ``kept``, the level in force, and ``rate_before``: over no more instalments than it would have needed."""
    return _solved(v, v.row("days"))


def unit(v: Values) -> int:
    """principal, and instalments, or shares: equal parts of the principal."""
    shares = v.row("shares") or (ONE,) * v["instalments"]
    return _solved(v, (0,) * len(shares), shapes=(Shape.UNIT,) * len(shares), shares=shares)


def _solved(v: Values, days: tuple[int, ...], **given: tuple[int, ...]) -> int:
    """The level that the engine sets before steps of these days."""
    if not days:
        return 0
    timeline = _timeline(v, days, given)
    rem, unit = v.array("carried"), timeline.base * ONE
    basis = Basis(v.array("principal"), v.array("accrued"), proper(rem, unit, v.mode("rounding")), v.array("balloon"), rem)
    return int(set_level(timeline, 1, np.zeros(1, dtype=np.int64), basis, v.mode("kept"))[0][0])


def _timeline(v: Values, days: tuple[int, ...], given: dict[str, tuple[int, ...]]) -> Timeline:
    """Steps to come behind one at which the level is set."""

    def column(values: tuple[int, ...], first: int = 0) -> Ints:
        return np.array([first, *values], dtype=np.int64)[:, None]

    found: dict[str, Any] = {
        own: column(row) for name, own in COLUMNS.items() if (row := given.get(name, v.row(name)))
    }  # fmt: skip
    for name, own in ACCRUED_COLUMNS.items():
        if v.row(name):
            found[own] = column(v.row(name)) * (np.arange(BY_PART[own]) == ACCRUED)[:, None, None]
    steps, one = column(tuple(range(1, len(days) + 1))), np.ones(1, dtype=np.int64)
    base = np.array([v["year"] or 360], dtype=np.int64)
    rate = column((v["rate"],) * len(days), v["rate_before"])
    return Timeline(
        date=steps, since=steps, time=column(days), penalty_time=steps * 0, base=base, penalty_base=base, anchor=one, count="",
        penalty_count="", orders=((0, 1, 2, 3, 4),), order=one * 0, late_order=one * 0, late_from=-one, rate=rate,
        conventions=Conventions(**{name: v.array(name) for name in OWN if v[name]}), **{"number": steps * 0, **found},
    )  # fmt: skip


FORMULAS: Final = table(annuity, level, level_same_term, unit)
