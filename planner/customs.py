"""A loan's conventions as the engine reads them: codes and integers of ``planner.conventions``, and columns that hold at every step."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from planner import dates
from planner.book import Early, Timeline
from planner.conventions import Conventions, On, Remainder, Residue, Rounding
from planner.loan import Loan
from planner.money import Ints
from planner.steps import full, weave

ROUNDING: Final = {
    "half-up": Rounding.HALF_UP, "half-even": Rounding.HALF_EVEN, "down": Rounding.DOWN, "none": Rounding.HALF_UP,
}  # fmt: skip
REMAINDER: Final = {
    "dropped-when-billed": Remainder.BILLED, "carried": Remainder.CARRIED, "dropped": Remainder.DROPPED,
}  # fmt: skip
RESIDUE: Final = {"last": Residue.LAST, "first": Residue.FIRST, "smoothed": Residue.SMOOTHED}
EARLY: Final = {
    "hold": Early.HOLD, "next": Early.NEXT, "last": Early.LAST, "next-then-last": Early.NEXT_LAST, "shorten": Early.PREPAY,
    "lower": Early.LOWER, "return": Early.RETURN,
}  # fmt: skip
AMOUNT: Final = {"cent": (0, 0), "cent-up": (0, 1), "yuan": (100, 0), "yuan-up": (100, 1)}
"""Unit of a level in cents (0: the cent), and whether it is rounded up."""


def conventions_of(loan: Loan) -> Conventions:
    """The integers of a loan's conventions (1,); None where they are 0."""
    unit, up = AMOUNT[loan.instalment_amount]
    grace, step, fee = loan.grace, loan.step_up, loan.late_fee
    values = {
        "rounding": ROUNDING[loan.rounding],
        "daily": 10 ** (loan.daily_decimals - 2) if loan.rounded == "daily" else 0,
        "remainder": Remainder.CARRIED if loan.rounding == "none" else REMAINDER[loan.remainder],
        "overdue": int(loan.overdue_interest),
        "grace": 0 if grace is None else grace.days,
        "excused": int(grace is not None and not grace.retroactive),
        "compounds": On.PENALTY * ("penalty" in loan.compounds) + On.COMPOUND * ("compound" in loan.compounds),
        "step_days": 0 if step is None else step.days,
        "late_floor": 0 if fee is None else fee.least,
        "late_cap": 0 if fee is None else fee.most or 0,
        "late_slack": 0 if fee is None else fee.tolerance,
        "by_row": int(loan.by_instalment),
        "capped": int(loan.interest_above_level == "carried"),
        "residue": RESIDUE[loan.residue],
        "level_unit": unit,
        "level_up": up,
        "level_months": loan.every[0] if loan.level_on == "rate/12" and loan.every[1] == "month" else 0,
    }
    return Conventions(**{name: np.array([value], dtype=np.int64) for name, value in values.items() if value})


def day_before(loan: Loan) -> int:
    """The day from which time counts: the opening, or the day before it where both the first and the last day count."""
    return dates.day(loan.opened) - (loan.days == "both")


def ages_of(loan: Loan) -> list[int]:
    """Ages of a due on which a step must stand: the end of a grace that is excused, the day from which it bears more."""
    ages = [loan.grace.days] if loan.grace is not None and not loan.grace.retroactive else []
    return ages + ([] if loan.step_up is None else [loan.step_up.days])


def kept(timeline: Timeline, loan: Loan, opened: Ints) -> Timeline:
    """The timeline with the steps and columns that a loan's conventions ask wherever something may fall due.

    ``opened`` is the day from which its first step is measured (N|1,).
    """
    bills = np.any([(full(timeline, name) > 0).any(axis=1) for name in ("shape", "accelerate", "revive")], axis=0)
    return headed(aged(timeline, loan, timeline.date[bills, 0], opened), loan)


def aged(timeline: Timeline, loan: Loan, due: Ints, opened: Ints) -> Timeline:
    """A step on the last day of a grace that is excused and on the day a due grows old, for dues of these days (m,).

    Days before the timeline's first are left out, and all days where loans have dates of their own.
    """
    ages = ages_of(loan)
    if not ages or timeline.date.shape[1] != 1:
        return timeline
    asked = np.unique((due[:, None] + np.array(ages)).ravel())
    return weave(timeline, asked[asked > timeline.date[0, 0]], opened)


def headed(timeline: Timeline, loan: Loan) -> Timeline:
    """The time that a due of each step's day bears beside, where its own day bears penalty."""
    if loan.first_penalty_day != "due-date":
        return timeline
    ends = timeline.date + 1
    return replace(timeline, head=dates.elapsed(timeline.penalty_count, timeline.date, ends, timeline.anchor, ends))
