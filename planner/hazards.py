"""What a plan is worth whose payments may fail: every break with its chance, and the chance at which it is worth something else.

A month has a hazard: of the plans that have held so far, the share that fails in it. A payment meets the hazards of all months since the
payment before it (the first, since the plan's start), of one month at least; where two fall into one month, the first meets them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from planner.money import Floats, Ints
from planner.returns import roots

ALWAYS: Final = "always_more"
"""A plan is worth more than the alternative at every hazard."""
NEVER: Final = "never_more"
"""It is worth less even if every payment comes."""
_SURE: Final = 1e-12
_MONTHS: Final = 12 / 365.25


@dataclass(frozen=True, slots=True)
class Course:
    """What a plan brings in cents: ``broken`` (K,) if it breaks at a payment, ``kept`` if it never does; ``months`` (K,) met by then."""

    months: Ints
    broken: Floats
    kept: float

    def expected(self, hazards: Sequence[float]) -> float:
        """What it is worth with a hazard for each month, the last repeating."""
        chance, survives = chances(hazards, self.months)
        return float((chance * self.broken).sum() + survives * self.kept)

    def breakeven(self, other: float) -> tuple[float, ...] | str:
        """Every monthly hazard, ascending, at which the plan is worth so much; where there is none, ALWAYS or NEVER.

        Also NEVER where the plan is worth less at no hazard at all, though some hazard might make it worth more. With s the share
        that gets through a month, the worth is a sum of powers of s: its zeros are rates of return, s = 1 / (1 + rate).
        """
        if self.kept < other:
            return NEVER
        steps = np.diff(np.append(self.broken, self.kept))
        amounts = np.concatenate(([self.broken[0] - other], steps)) if self.broken.size else np.array([self.kept - other])
        found = roots(amounts, np.concatenate(([0], self.months)))
        hazards = tuple(rate / (1 + rate) for rate in found if rate >= -_SURE)
        return tuple(max(0.0, hazard) for hazard in hazards) or ALWAYS


def months_met(days: Ints, start: int) -> Ints:
    """How many months' hazards have been met by each of these days (K,), ascending, since the plan's start: whole ones, one at least."""
    months: Ints = np.maximum(np.floor((days - start) * _MONTHS + 0.5).astype(np.int64), 1)
    return months


def chances(hazards: Sequence[float], months: Ints) -> tuple[Floats, float]:
    """The chance to break at each payment (K,), and that of getting through all; 0 and 1 are exact."""
    last = int(months.max(initial=0))
    own = np.array([hazards[min(month, len(hazards) - 1)] for month in range(last)])
    survival = np.concatenate(([1.0], np.cumprod(1 - own)))
    reached = survival[np.concatenate(([0], months))]
    chance: Floats = reached[:-1] - reached[1:]
    return chance, float(reached[-1])
