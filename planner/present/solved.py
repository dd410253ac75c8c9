"""What a search found, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from planner.figures import jsonable
from planner.money import share, yuan

if TYPE_CHECKING:
    from planner.levers import Lever
    from planner.solve import Beside, Solved

RATES: Final = ("rate", "waiver")
COUNTS: Final = ("months", "pause")


def lever_value(lever: Lever, value: int | None) -> str | int | None:
    """A number of a plan as JSON has it: months as a whole number, rates and shares as decimals, money with two places."""
    if value is None or lever.name in COUNTS:
        return value
    return share(value) if lever.name in RATES else yuan(value)


def solved_json(found: Solved) -> dict[str, Any]:
    """What ``planner solve --json`` prints."""
    return {
        "status": found.status,
        "value": lever_value(found.lever, found.value),
        "nearest": lever_value(found.lever, found.nearest),
        "own": _beside(found, found.own),
        "short": None if found.short is None else _beside(found, found.short),
        "measures": {code: jsonable(value) for code, value in found.measures.items()},
    }


def _beside(found: Solved, beside: Beside) -> dict[str, Any]:
    """A value of the number with the measure asked: the plan's own, or the one beside what was found, which does not do."""
    return {"value": lever_value(found.lever, beside.value), found.asked.measure: jsonable(beside.figure)}
