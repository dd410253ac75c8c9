"""Where many versions of one loan stand on a day: one roll of all of them, side by side on the loan axis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from planner import cards, dates
from planner.book import Part, Position, Timeline, take
from planner.contract import history, rolled
from planner.engine import roll_forward
from planner.errors import CaseError, RangeError
from planner.loan import Loan
from planner.money import Ints
from planner.steps import gather, stack
from planner.today import stand

Progress = Callable[[int, int], None]
"""Told how many of how many are done."""
PARTS: Final = (
    "principal_not_due", "principal_overdue", "interest", "penalty", "compound", "fee", "deferred", "held", "total",
)  # fmt: skip
"""What a standing is made of; ``total`` is all of it less what is held."""
CHUNK: Final = 128
"""Loans rolled together."""
SLOW: Final = ("level_unit", "level_up", "residue", "rounding")
"""Conventions under which levels are set one by one."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a loan stands: cents by part, in the order of PARTS, and by due date the unpaid cents of the five parts of an instalment."""

    parts: tuple[int, ...]
    rows: dict[int, tuple[int, ...]]


def standings(loans: Sequence[Loan], day: int, progress: Progress | None = None) -> list[Standing | None]:
    """The standing of each loan at the end of a day, its payments up to then counted; None where the integers cannot hold it."""
    found: list[Standing | None] = []
    size = CHUNK if any(side_by_side(loan) for loan in loans) else 1
    for start in range(0, len(loans), size):
        found += _chunk(loans[start : start + size], day)
        if progress is not None:
            progress(len(found), len(loans))
    return found


def standing(position: Position, loan: int = 0) -> Standing:
    """The standing of one loan of a position."""
    amount = position.dues.amount[:, :, loan]
    rows: dict[int, tuple[int, ...]] = {}
    for k in range(amount.shape[1]):
        if amount[:, k].any():
            due = int(position.dues.due[k, loan])
            rows[due] = tuple(a + int(b) for a, b in zip(rows.get(due, (0,) * 5), amount[:, k], strict=True))
    dues = [int(cents) for cents in amount.sum(axis=1)]
    interest = dues[Part.INTEREST] + int(position.accrued[loan])
    aside = int(position.deferred[:, loan].sum() + position.conditional[:, loan].sum())
    held = int(position.held[loan])
    parts = [int(position.principal[loan]), dues[Part.PRINCIPAL], interest, *dues[Part.PENALTY :], aside]
    return Standing((*parts, held, sum(parts) - held), rows)


def _chunk(loans: Sequence[Loan], day: int) -> list[Standing | None]:
    """Those that can be rolled together are; one that cannot be rolled does not stop the others."""
    found: list[Standing | None] = [None] * len(loans)
    written: dict[int, tuple[Position, Timeline]] = {}
    for place, loan in enumerate(loans):
        try:
            if side_by_side(loan):
                written[place] = history(loan, day)
            else:
                found[place] = standing(_alone(loan, day))
        except (RangeError, CaseError):
            continue
    try:
        for places in _alike(written):
            rolled = _rolled([written[place] for place in places], day)
            for n, place in enumerate(places):
                found[place] = standing(rolled, n)
    except RangeError:
        return found if len(loans) == 1 else [one for loan in loans for one in _chunk([loan], day)]
    return found


def side_by_side(loan: Loan) -> bool:
    """Whether a loan can be rolled beside others."""
    return loan.agreed is None and loan.card is None and loan.stated is None


def _alone(loan: Loan, day: int) -> Position:
    """Where a loan stands that has a way of its own: from a statement that no payments come with, under an agreed plan, as a card."""
    if loan.card is not None and loan.agreed is None and loan.stated is None:
        return rolled(*cards.history(loan, day, ahead=False), day)[0]
    return stand(loan, dates.date(day))[0]


def _alike(written: dict[int, tuple[Position, Timeline]]) -> list[list[int]]:
    """Loans whose levels are rounded the plain way, and the others: one of these among them makes all levels slow."""
    groups: dict[bool, list[int]] = {}
    for place, (_, timeline) in written.items():
        groups.setdefault(any(timeline.conventions[name] is not None for name in SLOW), []).append(place)
    return list(groups.values())


def _rolled(written: list[tuple[Position, Timeline]], day: int) -> Position:
    """One roll up to a day of all; neutral steps of no length on that day make their pasts equally long."""
    splits = [int(np.searchsorted(timeline.date[:, 0], day, side="right")) for _, timeline in written]
    stop = max(splits, default=0)
    timelines = [_filled(timeline, split, stop, day) for (_, timeline), split in zip(written, splits, strict=True)]
    start = take(written[0][0], np.zeros(len(written), dtype=np.int64))
    return roll_forward(start, stack(timelines), keep="flows", stop=stop).position


def _filled(timeline: Timeline, split: int, stop: int, day: int) -> Timeline:
    """The timeline with neutral steps on a day behind its first ``split`` steps, so that ``stop`` steps end there."""
    if split == stop:
        return timeline
    source: Ints = np.insert(np.arange(timeline.length), split, np.full(stop - split, -1 - split))[:, None]
    wide = gather(timeline, source)
    return replace(wide, date=np.where(source < 0, day, wide.date))
