"""Random conventions of arrears, and the columns and the parts of a position that they need."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from planner.conventions import Conventions
from planner.money import Ints
from tests.laws.draws import Draw, Sampler

SOME = 0.3
"""How likely each convention is another than the ordinary one."""
LATE_SHARES = np.array([1, 500_000, 5_000_000, 3_333_333, 10_000_000], dtype=np.int64)
HEADS = np.array([1, 1, 365, 366], dtype=np.int64)
UNITS = np.array([0, 1, 100, 100, 1_000], dtype=np.int64)
MONTHS = np.array([0, 1, 1, 3], dtype=np.int64)


def conventions(draw: Draw) -> Conventions:
    """Each convention with its own probability; what needs steps at fixed ages of a due only where there is a grid."""
    cents = draw.cents(draw.top // 50 + 1)
    drawn: dict[str, Sampler] = {
        "rounding": draw.days(0, 2), "remainder": draw.days(0, 2), "compounds": draw.days(0, 3), "residue": draw.days(0, 2),
        "late_floor": cents, "late_cap": cents, "late_slack": cents, "level_unit": draw.of(UNITS), "level_months": draw.of(MONTHS),
    }  # fmt: skip
    drawn |= {name: draw.days(0, 1) for name in ("overdue", "by_row", "capped", "level_up")}
    if draw.grid:
        drawn |= {"grace": _multiples(draw, 0, 10), "excused": draw.days(0, 1), "step_days": _multiples(draw, 20, 120)}
    elif not draw.daily:
        drawn["grace"] = draw.days(0, 10)
    chosen = {
        name: draw.per_loan(sampler) for name, sampler in drawn.items() if draw.chance(0.5 if draw.grid and name == "grace" else SOME)
    }
    if draw.daily:
        chosen["daily"] = draw.per_loan(draw.of(np.array([0, 1, 1, 100])))
    return Conventions(**chosen)


def _multiples(draw: Draw, low: int, high: int) -> Sampler:
    """0, or multiples of the grid's days from ``low`` to ``high``."""
    some = [days for days in range(low, high + 1) if days % draw.grid == 0]
    return draw.of(np.array([0, *some], dtype=np.int64))


def dues(draw: Draw, amount: Ints, past: npt.NDArray[np.bool_], compounds: Ints | None, *rems: Ints) -> dict[str, Ints]:
    """What rows of dues (K, N) carry: waits where they are due by now, bases and remainders where charges bear compound interest."""
    shape, some = amount.shape[1:], 0.6 * (draw.arrears and draw.chance(0.6))
    here = amount.any(axis=0) & (draw.rng.random(shape) < some)
    bits = np.int64(0) if compounds is None else compounds
    drawn = {f"{name}_wait": draw.rng.integers(0, 10**10, shape) * (here & past) * draw.chance(0.5) for name in ("penalty", "compound")}
    for i, name in enumerate(("penalty", "compound")):
        own = here * (bits >> i & 1)
        drawn[f"{name}_base"] = np.where(draw.rng.random(shape) < 0.5, amount[2 + i], amount[2 + i] // 2) * own
        drawn[f"on_{name}_rem"] = rems[i] * own
    return drawn


def later_days(draw: Draw, date: Ints) -> Ints:
    """Days of this or a later step, few of them."""
    step = np.arange(draw.length)[:, None] + draw.rng.integers(0, 5, date.shape)
    step = np.minimum(step, draw.steps[: date.shape[1]] - 1) if date.shape[1] > 1 else np.minimum(step, draw.length - 1)
    days = np.take_along_axis(date, step, axis=0) * draw.real(date.shape[1])
    return np.where(draw.rng.random(date.shape) < draw.density, days, 0)


def columns(draw: Draw, date: Ints) -> dict[str, Ints | None]:
    """What only loans under such conventions need: draws, first days of penalty, later rates, late fees, what comes back."""
    flag, few = draw.days(1, 1), draw.sometimes(draw.cents(draw.top // 10))
    return {
        "draw": draw.maybe(0.2, few), "head": draw.maybe(0.25, draw.sometimes(draw.of(HEADS), 0.7)),
        "penalty_late": draw.maybe(0.5, draw.rates, acts=False, constant=0.5), "compound_late": draw.maybe(0.5, draw.rates, acts=False),
        "joins": draw.maybe(0.4, draw.sometimes(flag, 0.4)), "late_share": draw.maybe(0.25, draw.sometimes(draw.of(LATE_SHARES))),
        "late_day": later_days(draw, date) if draw.chance(0.5) else None, "revive": draw.maybe(0.2, draw.sometimes(flag)),
    }  # fmt: skip
