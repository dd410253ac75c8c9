"""Broken plans, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.book import PARTS
from planner.dates import date
from planner.money import Ints, yuan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.breaks import Broken


def breaks_json(plan: str, terms: tuple[str, int], found: Sequence[Broken]) -> dict[str, Any]:
    """What ``planner break --json`` prints; ``terms`` are what a break does and the days to cure. Payments count from 1."""
    on_break, cure = terms
    return {"plan": plan, "on_break": on_break, "cure_days": cure, "breaks": [_break(one) for one in found]}


def _break(broken: Broken) -> dict[str, Any]:
    """One break: amounts on the day after it takes hold; below 0 in ``worse`` where less is owed than without the plan."""
    return {
        "payment": broken.at + 1,
        "missed": date(broken.missed).isoformat(),
        "date": date(broken.date).isoformat(),
        "paid": yuan(broken.paid),
        "owed": _parts(broken.owed),
        "never": _parts(broken.never),
        "back": _parts(broken.back),
        "worse": yuan(broken.worse),
    }


def _parts(cents: Ints) -> dict[str, str]:
    """By part, and in all."""
    named = {part.name.lower(): yuan(int(amount)) for part, amount in zip(PARTS, cents, strict=True)}
    return {**named, "total": yuan(int(cents.sum()))}
