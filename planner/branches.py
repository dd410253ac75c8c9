"""Where a plan stands for the lender if it breaks at any of its payments: all breaks of it beside each other, in one roll of two days.

Until a break the contract that revives has had the plan's payments, whichever break is meant; so one loan is rolled along all of them, and
each break branches off from where it stands before its payment. The figures are those of ``planner.breaks`` under ``restore``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from planner import contract, customs
from planner.book import Dues, Ledger, Position, Timeline, standing
from planner.engine import roll_forward
from planner.loan import Loan
from planner.money import Ints
from planner.negotiated import forgiven
from planner.steps import gather, mark, weave


@dataclass(frozen=True, slots=True)
class Branches:
    """The payments of a plan (K,): the day of each as a number, its cents, and what is owed on the day after if it is not made.

    ``owed`` is by part (5, K); ``held`` (K,) is money of the borrower that came early.
    """

    day: Ints
    pays: Ints
    owed: Ints
    held: Ints

    @property
    def claim(self) -> Ints:
        """What is owed in all, less money held (K,)."""
        claim: Ints = self.owed.sum(axis=0) - self.held
        return claim


def branches(loan: Loan, stand: tuple[Position, Timeline], kept: Ledger, as_of: int) -> Branches:
    """Every break of a plan whose ledger (N = 1) is ``kept``; ``stand`` is where the loan stands and its contract from there on."""
    now, future = stand
    net = kept.received[:, 0] - kept.returned[:, 0]
    day, which = np.unique(kept.date[net > 0, 0], return_inverse=True)
    pays = np.zeros(day.size, dtype=np.int64)
    np.add.at(pays, which, net[net > 0])
    if day.size == 0:
        return Branches(day, pays, np.zeros((5, 0), dtype=np.int64), pays)
    opened = contract.one(as_of)
    plain = weave(future, day, opened)
    before = _before(now, _paid(loan, plain, (day, pays), kept, opened), day)
    after = roll_forward(_beside(before), _two_days(loan, plain, day, opened), keep="flows").position
    return Branches(day, pays, standing(after), after.held)


def _paid(loan: Loan, plain: Timeline, paid: tuple[Ints, Ints], kept: Ledger, opened: Ints) -> Timeline:
    """The contract with the plan's payments, and the waivers whose condition the plan had met by then."""
    timeline = contract.placed(plain, "cash", [(int(day), int(cents)) for day, cents in zip(*paid, strict=True)])
    timeline = contract.interest_first(timeline, loan)
    early = customs.EARLY[loan.early_money]
    if early:
        timeline = mark(timeline, "early", np.isin(timeline.date, paid[0]), early)
    return customs.headed(forgiven(timeline, kept, opened), loan)


def _before(now: Position, timeline: Timeline, day: Ints) -> list[Position]:
    """Where the loan stands before each of these days; days are never before the first step's."""
    last = np.searchsorted(timeline.date[:, 0], day) - 1
    found = roll_forward(now, timeline, keep="flows", stop=int(last[-1]) + 1, after=set(last.tolist())).between
    known = iter(found)
    return [now if place < 0 else next(known) for place in last]


def _two_days(loan: Loan, plain: Timeline, day: Ints, opened: Ints) -> Timeline:
    """The steps of each day and of the day after (R, K), one loan a day, padded with neutral steps of no length.

    The first takes the time since the step before it in ``plain``, where the days after have none.
    """
    timeline = customs.headed(weave(plain, day + 1, opened), loan)
    date = timeline.date[:, 0]
    first, stop = np.searchsorted(date, day), np.searchsorted(date, day + 1, side="right")
    place = np.arange(int((stop - first).max()))[:, None]
    wide = gather(timeline, np.where(place < stop - first, first + place, -1 - date.size))
    row = np.searchsorted(plain.date[:, 0], day)
    time, late = (np.where(place, own, whole[row, 0]) for own, whole in (
        (wide.time, plain.time), (wide.penalty_time, plain.penalty_time),
    ))  # fmt: skip
    return replace(wide, date=np.minimum(wide.date, day + 1), time=time, penalty_time=late)


def _beside(positions: Sequence[Position]) -> Position:
    """Positions (N = 1 each) beside each other; those with fewer dues get empty rows, as old as their day, before their own."""
    rows = max(p.dues.due.shape[0] for p in positions)

    def wide(name: str, p: Position) -> Ints:
        own: Ints = getattr(p.dues, name)
        ahead = np.broadcast_to(p.date if name == "due" else np.int64(0), (*own.shape[:-2], rows - own.shape[-2], own.shape[-1]))
        return np.concatenate([ahead, own], axis=-2)

    dues = Dues(**{f.name: np.concatenate([wide(f.name, p) for p in positions], axis=-1) for f in fields(Dues)})
    own = {f.name: np.concatenate([getattr(p, f.name) for p in positions], axis=-1) for f in fields(Position) if f.name != "dues"}
    return Position(dues=dues, **own)
