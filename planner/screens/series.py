"""What the charts draw, as plain rows: payments by month and part of one scenario, balances of all. Amounts in yuan.

Days carry the hour nought: without an hour a browser would take them for nought in Greenwich, and show the day before west of it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final, TypeAlias

import numpy as np

from planner import dates
from planner.book import PARTS
from planner.scenarios import Comparison, Scenario

Row: TypeAlias = dict[str, Any]

POINTS: Final = 8
"""About how many marks of its shape a line carries."""


def payments(scenario: Scenario) -> list[Row]:
    """What is paid each month: month (its first day), part (code), place of the part in a stack, amount, total of the month."""
    ledger = scenario.ledger
    paid = (ledger.allocated + ledger.prepaid)[:, :, 0]
    months: defaultdict[str, np.ndarray[Any, np.dtype[np.int64]]] = defaultdict(lambda: np.zeros(len(PARTS), dtype=np.int64))
    for step in np.flatnonzero(paid.any(axis=0)):
        months[f"{dates.date(int(ledger.date[step, 0])):%Y-%m}-01T00:00:00"] += paid[:, step]
    return [
        {"month": month, "part": part.name.lower(), "place": int(part), "amount": cents[part] / 100, "total": int(cents.sum()) / 100}
        for month, cents in months.items()
        for part in PARTS
        if cents[part]
    ]


def balances(comparison: Comparison) -> list[Row]:
    """What stands after each day of every scenario: scenario, place in the comparison, date, amount, whether its shape is drawn there."""
    return [row for place, scenario in enumerate(comparison.scenarios) for row in _line(scenario, place)]


def _line(scenario: Scenario, place: int) -> list[Row]:
    """From what stands on the as-of date before any payment, to the day on which nothing does."""
    ledger = scenario.ledger
    days, left = ledger.date[:, 0], (ledger.closing.sum(axis=0) - ledger.held)[:, 0]
    last_of_day = np.append(days[1:] != days[:-1], True)
    days, left = days[last_of_day], left[last_of_day]
    over = np.flatnonzero(left == 0)
    stop = int(over[0]) + 1 if over.size else days.size
    first = int(ledger.opening[:, 0, 0].sum())
    points = [(int(days[0]), first), *((int(day), int(cents)) for day, cents in zip(days[:stop], left[:stop], strict=True))]
    spread = max(1, len(points) // POINTS)
    return [
        {"scenario": scenario.name, "place": place, "date": f"{dates.date(day).isoformat()}T00:00:00", "amount": cents / 100,
         "marked": (k + place) % spread == 0 or k in (0, len(points) - 1)}
        for k, (day, cents) in enumerate(points)
    ]  # fmt: skip
