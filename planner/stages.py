"""Waivers that wait for a milestone of their own, as a timeline carries them: stages of each loan, set aside at its signing.

docs/engine.md says what each is. They have no axis of steps: the column ``sign`` says at which step they are set aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from planner.money import Ints

STAGED: Final = ("staged", "staged_day", "staged_left")
"""Fields of a position that say what waits for milestones, their axis K next to last."""


@dataclass(frozen=True, slots=True)
class Stages:
    """K stages: ``share`` (1e-8) and ``cents`` (5, K, N|1) of each part, set aside until ``day`` or ``paid`` (K, N|1; 0: none).

    ``day`` is a day number from which on nothing due may be unpaid, ``paid`` a share (1e-8) of principal that must have been paid.
    """

    share: Ints
    cents: Ints
    day: Ints
    paid: Ints

    @property
    def loans(self) -> int:
        """Number of loans the stages tell apart."""
        return max(int(getattr(self, f.name).shape[-1]) for f in fields(self))


def nothing(count: int) -> Stages:
    """Stages of nothing, the same for all loans."""
    amount, one = np.zeros((5, count, 1), dtype=np.int64), np.zeros((count, 1), dtype=np.int64)
    return Stages(amount, amount, one, one)


def unstaged(loans: int) -> dict[str, Ints]:
    """The fields of STAGED where nothing waits."""
    nothing = np.zeros((5, 0, loans), dtype=np.int64)
    return dict(zip(STAGED, (nothing, nothing[0], nothing[0]), strict=True))


def beside(stages: Sequence[Stages | None], loans: Sequence[int]) -> Stages | None:
    """The stages of several timelines beside each other on the loan axis, of so many ``loans`` each; None where none has any."""
    given = [own for own in stages if own is not None]
    if not given:
        return None
    count = max(own.day.shape[0] for own in given)
    wide = [_wide(own or nothing(0), count, n) for own, n in zip(stages, loans, strict=True)]
    return Stages(**{f.name: np.concatenate([getattr(own, f.name) for own in wide], axis=-1) for f in fields(Stages)})


def _wide(stages: Stages, count: int, loans: int) -> Stages:
    """``count`` stages for ``loans`` loans, those that are missing of nothing."""

    def filled(column: Ints) -> Ints:
        missing = (*column.shape[:-2], count - column.shape[-2], column.shape[-1])
        joined = np.concatenate([column, np.zeros(missing, dtype=np.int64)], axis=-2)
        return np.broadcast_to(joined, (*joined.shape[:-1], loans))

    return Stages(**{f.name: filled(getattr(stages, f.name)) for f in fields(Stages)})
