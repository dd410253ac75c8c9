"""A plan under stress, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.dates import date
from planner.figures import decimal
from planner.incomes import CONFIDENCE
from planner.money import share, yuan

if TYPE_CHECKING:
    from planner.incomes import Kept
    from planner.stress import Shock, Stressed


def stress_json(found: Stressed) -> dict[str, Any]:
    """What ``planner stress --plan NAME --json`` prints; ``today`` is the plan as things are."""
    return {
        "plan": found.plan,
        "capacity": yuan(found.spare),
        "today": _shock(found.today),
        "shocks": [{"shock": shock.code, **_shock(shock)} for shock in found.shocks],
        "paths": None if found.kept is None else _kept(found.kept),
    }


def _shock(shock: Shock) -> dict[str, Any]:
    return {
        "survives": shock.survives,
        "first_failing": _day(shock.first_failing),
        "months_in_arrears": shock.months_in_arrears,
        "lost_month": _day(shock.lost),
        "break": _break(shock),
    }


def _day(day: int | None) -> str | None:
    return None if day is None else date(day).isoformat()


def _break(shock: Shock) -> dict[str, str | None] | None:
    """The day a break takes hold; what is owed the day after, what it brings back, how much more that is than without the plan.

    The amounts are None where what is late was due on no day of the plan's payments.
    """
    broken = shock.breaks
    if broken is None:
        return None if shock.broken is None else {"date": _day(shock.broken), "owed": None, "back": None, "worse": None}
    return {
        "date": date(broken.date).isoformat(),
        "owed": yuan(int(broken.owed.sum())),
        "back": yuan(int(broken.back.sum())),
        "worse": yuan(broken.worse),
    }


def _kept(kept: Kept) -> dict[str, Any]:
    risk = kept.risk
    return {
        "count": kept.count,
        "seed": kept.seed,
        "confidence": decimal(CONFIDENCE),
        "volatility": _ends(*map(share, risk.volatility)),
        "lost_month": _ends(*map(share, risk.lost_month)),
        "complete": _ends(*map(decimal, kept.complete)),
        "on_time": _ends(*map(decimal, kept.on_time)),
    }


def _ends(low: str, high: str) -> dict[str, str]:
    return {"low": low, "high": high}
