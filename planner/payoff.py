"""What pays a loan off on a day, by part, if nobody pays until then; and what every day after it costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.book import standing
from planner.contract import without_late_fee
from planner.engine import roll_forward
from planner.prepayment import payoff_fee, rate_in_force
from planner.steps import weave

if TYPE_CHECKING:
    from planner.book import Position, Timeline
    from planner.loan import Loan
    from planner.money import Ints


@dataclass(frozen=True, slots=True)
class Payoff:
    """Cents of one loan: ``owed`` by part, due or not; what is ``deferred``; money ``held``; the ``prepayment_fee``.

    What is set aside on condition is not in it: it is forgiven once the rest is paid. ``per_day`` is what the next day adds (5, 1).
    """

    day: int
    owed: tuple[int, ...]
    deferred: int
    held: int
    prepayment_fee: int
    per_day: Ints

    @property
    def total(self) -> int:
        """What has to be paid, never below nothing."""
        return max(sum(self.owed) + self.deferred + self.prepayment_fee - self.held, 0)


def quote(loan: Loan, now: Position, future: Timeline, day: int) -> Payoff:
    """The quote of a loan (N = 1) for a day that is not before its position ``now``, along its ``future`` (``contract.stand``)."""
    as_of = int(now.date[0])
    timeline = weave(future, np.array([day, day + 1]), now.date)
    row = int(np.searchsorted(timeline.date[:, 0], day))
    open_ = without_late_fee(timeline, day)
    then = now if day == as_of else roll_forward(now, open_, keep="flows", stop=row + 1).position
    undue = np.array([int(then.principal[0]), int(then.accrued[0]), 0, 0, 0], dtype=np.int64)
    owed = then.dues.amount.sum(axis=(1, 2)) + undue
    return Payoff(
        day=day, owed=tuple(int(cents) for cents in owed), deferred=int(then.deferred.sum()), held=int(then.held[0]),
        prepayment_fee=int(payoff_fee(loan, then, rate_in_force(timeline, row, loan), as_of)[0]),
        per_day=growth(now, timeline, row),
    )  # fmt: skip


def growth(now: Position, timeline: Timeline, row: int) -> Ints:
    """What the days from a step to the next add to what stands, by part (5, N), when nobody pays; money held left out of it."""
    ends = [roll_forward(now, timeline, keep="flows", stop=stop) for stop in (row + 1, row + 2)]
    total = [standing(end.position) + (0 if end.flows is None else end.flows.paid_parts) for end in ends]
    grown: Ints = total[1] - total[0]
    return grown


def per_day(now: Position, future: Timeline) -> Ints:
    """What one more day costs, by part (5, N): the growth of what stands when nobody pays, money held left out of it."""
    day = int(now.date[0])
    tomorrow = weave(future, np.array([day + 1]), np.array([day]))
    roll = roll_forward(now, tomorrow, keep="flows", stop=int(np.searchsorted(tomorrow.date[:, 0], day + 1)) + 1)
    grown: Ints = standing(roll.position) - standing(now)
    return grown if roll.flows is None else grown + roll.flows.paid_parts
