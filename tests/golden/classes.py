"""Risk class and observation of a scenario, counted in plain dates from domain section 7; nothing of the planner.

Every plan of the examples restructures: at best special mention, and substandard where an earlier plan is still watched.
"""

from __future__ import annotations

import datetime as dt

from tests.golden import almanac
from tests.oracle import Record

NAMES = ("normal", "special_mention", "substandard", "doubtful", "loss")
FROM = {"loan": (0, 1, 91, 271, 361), "card": (0, 1, 91, 121, 181)}
STANDARD = ("do_nothing", "catch_up", "pay_off")
YEAR = 12


def place(loan: Record, days: int) -> int:
    """The place in NAMES of so many days past due."""
    scale = FROM["card" if loan["kind"] == "card" else "loan"]
    return max(k for k, least in enumerate(scale) if least <= days)


def watched(loan: Record, start: dt.date) -> bool:
    """Whether a plan agreed before, counted from its breach, is less than a year old."""
    plan = loan.get("agreed")
    if plan is None:
        return False
    since: dt.date = plan.get("broken", plan["start"])
    return start < almanac.later(since, YEAR, since.day)


def classed(name: str, rows: list[Record], start: dt.date, loan: Record, days: int) -> dict[str, str]:
    """The class once a scenario has begun, and the first day on which observation can end."""
    if name in STANDARD:
        return {"risk_class": NAMES[place(loan, days if name == "do_nothing" else 0)]}
    found = {"risk_class": NAMES[max(place(loan, days), 2 if watched(loan, start) else 1)]}
    due = [day for row in rows if sum(row["billed"]) and (day := dt.date.fromordinal(row["date"])) > start]
    if len(due) > 1:
        found["observation_end"] = str(max(almanac.later(due[0], YEAR, due[0].day), due[1]))
    return found
