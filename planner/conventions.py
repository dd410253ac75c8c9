"""Conventions of loans as the engine reads them: one integer a loan. docs/engine.md defines each."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from planner.money import Ints


class Rounding:
    """How the exact sum of an accrual becomes cents."""

    HALF_UP: Final = 0
    HALF_EVEN: Final = 1
    DOWN: Final = 2


class Remainder:
    """What becomes of the exact remainder of an accrual."""

    BILLED: Final = 0
    """Interest drops its remainder when it is billed; penalty and compound carry theirs."""
    CARRIED: Final = 1
    DROPPED: Final = 2
    """Penalty and compound drop theirs as well, with each payment."""


class Residue:
    """Which instalment of a level schedule takes what rounding leaves."""

    LAST: Final = 0
    FIRST: Final = 1
    SMOOTHED: Final = 2


class On:
    """Bits of what bears compound interest besides unpaid interest."""

    PENALTY: Final = 1
    COMPOUND: Final = 2


@dataclass(frozen=True, slots=True)
class Conventions:
    """Integers (N|1,), None where the convention is 0 for all loans."""

    rounding: Ints | None = None
    daily: Ints | None = None
    remainder: Ints | None = None
    overdue: Ints | None = None
    grace: Ints | None = None
    excused: Ints | None = None
    compounds: Ints | None = None
    step_days: Ints | None = None
    late_floor: Ints | None = None
    late_cap: Ints | None = None
    late_slack: Ints | None = None
    by_row: Ints | None = None
    capped: Ints | None = None
    residue: Ints | None = None
    level_unit: Ints | None = None
    level_up: Ints | None = None
    level_months: Ints | None = None

    def __getitem__(self, name: str) -> Ints | None:
        """A convention by name; None where it is 0 for all loans."""
        value: Ints | None = getattr(self, name)
        return value if value is not None and value.any() else None


NAMES: Final = tuple(f.name for f in fields(Conventions))
NONE: Final = Conventions()
"""Every convention at its default."""
