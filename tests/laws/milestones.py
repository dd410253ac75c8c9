"""Random stages: what waits for a milestone of its own already, and what a timeline sets aside for one."""

from __future__ import annotations

from copy import copy

import numpy as np

from planner.money import Ints
from planner.stages import STAGED, Stages, unstaged
from tests.laws.draws import ONE, SHARES, Draw

PAID = np.array([0, 0, 1, 10_000_000, 33_333_333, 50_000_000, ONE], dtype=np.int64)


def _apart(draw: Draw) -> Draw:
    """The same drawing with chances of its own, so that what is drawn here changes nothing that is drawn elsewhere."""
    own = copy(draw)
    (own.rng,) = draw.rng.spawn(1)
    return own


def waiting(draw: Draw, date: Ints, conditional: Ints) -> dict[str, Ints]:
    """Up to three rows of stages that split at most what is set aside on condition (5, N); days of steps, or none."""
    draw = _apart(draw)
    if not draw.chance(0.4):
        return unstaged(draw.loans)
    count = int(draw.rng.integers(1, 4))
    cuts = np.sort(draw.rng.random((5, count + 1, draw.loans)), axis=1)
    upto = (conditional[:, None] * cuts).astype(np.int64)
    left = draw.sometimes(draw.cents(draw.top), 0.5)((count, draw.loans))
    return dict(zip(STAGED, (np.diff(upto, axis=1), _days(draw, date, count), left), strict=True))


def _days(draw: Draw, date: Ints, count: int) -> Ints:
    """Days of steps for stages (K, N), 0 for some."""
    wide = np.broadcast_to(date, (draw.length, draw.loans))
    step = draw.rng.integers(0, np.broadcast_to(draw.steps, (count, draw.loans)))
    return np.where(draw.rng.random((count, draw.loans)) < 0.7, np.take_along_axis(wide, step, axis=0), 0)


def columns(draw: Draw, date: Ints) -> dict[str, Ints | Stages | None]:
    """Stages and where they are signed; often none."""
    draw = _apart(draw)
    if not draw.chance(0.35):
        return {}
    signs = draw.sometimes(draw.days(1, 1), max(draw.density, 1 / draw.length))
    return {"stages": _stages(draw, date), "sign": draw.column(signs)}


def _stages(draw: Draw, date: Ints) -> Stages:
    """One to three stages with shares, cents, days of steps and shares of principal, each the same for all loans or not."""
    count = int(draw.rng.integers(1, 4))

    def wide(parts: tuple[int, ...], width: int | None = None) -> tuple[int, ...]:
        return (*parts, count, width or (1 if draw.chance(0.5) else draw.loans))

    own = date.shape[1]
    days = _days(draw, date, count)
    return Stages(
        share=draw.sometimes(draw.of(SHARES // 2), 0.6)(wide((5,))),
        cents=draw.sometimes(draw.cents(max(draw.top // 20, 1)), 0.3)(wide((5,))),
        day=days if own > 1 else days[:, :1], paid=draw.of(PAID)(wide(())),
    )  # fmt: skip


