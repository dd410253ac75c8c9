"""A card's history walked statement by statement: which purchases bear interest, the least to be paid, what a missed cycle costs.

Known by hindsight: a statement paid in full and in time leaves its purchases without interest. Such purchases are drawn on the day they are
paid. Once a statement is not, its purchases bear interest from their posting dates, all of them or only the part left unpaid, and so does
whatever is drawn until a statement is again paid in full.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from planner import dates
from planner.book import Position, Timeline, standing
from planner.cycles import Cycles
from planner.engine import roll_forward
from planner.loan import Card, Draw, Loan
from planner.money import ONE, Ints
from planner.steps import cut, full

COLUMNS: Final = ("draw", "set_level", "late_share", "fixed", "fall_due")
"""What the walk writes; a month's interest does not fall due while its purchases may still be free."""


@dataclass(slots=True)
class Purchase:
    """What is left of a purchase that may stay free of interest; it would bear from the day ``bears``."""

    day: int
    amount: int
    bears: int
    cycle: int


@dataclass(slots=True)
class Netted:
    """A part of a purchase paid without interest, at a step."""

    step: int
    purchase: Purchase
    amount: int


class Walk:
    """One card (N = 1) rolled along its cycles; ``written`` is the timeline as known so far."""

    def __init__(self, position: Position, timeline: Timeline, loan: Loan, cycles: Cycles, as_of: int) -> None:
        """Begin at the opening with columns of its own to write."""
        own = {name: np.array(np.broadcast_to(full(timeline, name), (timeline.length, 1))) for name in COLUMNS}
        self.written = replace(timeline, **own)  # type: ignore[arg-type]
        self.draw, self.set_level, self.late_share, self.fixed, self.fall_due = (own[name][:, 0] for name in COLUMNS)
        self.position, self.next, self.loan, self.cycles, self.as_of = position, 0, loan, cycles, as_of
        self.card = loan.card or Card(1)
        self.date: Ints = timeline.date[:, 0]
        self.cash: Ints = full(timeline, "cash")[:, 0]
        self.late = self._late_steps()
        self.pending: list[Purchase] = []
        self.netted: list[Netted] = []
        self.revolves, self.trying = False, False
        self.current, self.left, self.posted = -1, 0, int(self.date[0]) - 1
        self.asked: dict[int, int] = {}

    def _late_steps(self) -> dict[int, int]:
        """Steps on which a late fee may be charged, and of which cycle: none once all is called."""
        if self.loan.late_fee is None:
            return {}
        end = int(self.date[-1]) if self.loan.accelerated is None else dates.day(self.loan.accelerated) - 1
        return {self.step(day): k for k, day in enumerate(self.cycles.late.tolist()) if day <= min(end, int(self.cycles.due[-1]))}

    def step(self, day: int) -> int:
        """Index of the step on a day."""
        return int(np.searchsorted(self.date, day))

    def roll(self, until: int) -> None:
        """Roll on through a step."""
        if until >= self.next:
            self.position = roll_forward(self.position, cut(self.written, self.next, until + 1), keep="flows").position
            self.next = until + 1

    def paid(self, after: int, until: int) -> int:
        """What came after a day, up to another."""
        return int(self.cash[(self.date > after) & (self.date <= until)].sum())

    def advance(self, until: int) -> None:
        """Roll on through a step, halting wherever money comes or a late fee may be charged."""
        halts = np.flatnonzero(self.cash[self.next : until + 1] > 0) + self.next
        late = [step for step in self.late if self.next <= step <= until]
        for step in sorted({*halts.tolist(), *late}):
            self._halt(step)
        self.roll(until)

    def _halt(self, step: int) -> None:
        """One step on which money comes or a late fee may be charged."""
        self.roll(step - 1)
        if self.cash[step] and self.pending:
            self._net(step)
        before = self.position
        self.late_share[step] = 0
        self.roll(step)
        if self.trying:
            return
        if self.cash[step] and self.current >= 0:
            self._ahead(step, int(before.principal[0]))
        fee = self._late(step)
        if fee:
            self.late_share[step] = fee
            self.position, self.next = before, step
            self.roll(step)

    def _net(self, step: int) -> None:
        """What money leaves after everything else pays purchases, the oldest first; they are drawn with it."""
        here = replace(cut(self.written, step, step + 1), cash=None)
        then = roll_forward(self.position, here, keep="flows").position
        left = int(self.cash[step] + self.position.held[0] - then.dues.amount.sum() - then.principal[0])
        for purchase in self.pending:
            part = min(max(left, 0), purchase.amount) if purchase.day <= self.date[step] else 0
            if part:
                purchase.amount -= part
                left -= part
                self.draw[step] += part
                self.netted.append(Netted(step, purchase, part))
        self.pending = [purchase for purchase in self.pending if purchase.amount]

    def _ahead(self, step: int, before: int) -> None:
        """Principal paid after the statement counts towards its minimum."""
        k = self.current
        if self.cycles.statement[k] < self.date[step] < self.cycles.due[k]:
            share = max(self.card.minimum, 1)
            reduced = before + int(self.draw[step]) - int(self.position.principal[0])
            self.left = max(self.left - reduced, 0)
            self._level(step, (2 * self.left * ONE + share) // (2 * share))

    def _level(self, step: int, level: int) -> None:
        self.set_level[step] = level + 1
        self.position = replace(self.position, level=np.array([level], dtype=np.int64))

    def _late(self, step: int) -> int:
        """The share of what is now due that makes the late fee a share of what is missing of the minimum as stated."""
        k, fee = self.late.get(step), self.loan.late_fee
        if k is None or fee is None or k not in self.asked:
            return 0
        missing = self.asked[k] - self.paid(int(self.cycles.statement[k]), int(self.date[step]))
        dues = self.position.dues
        stands = int(dues.amount[:, dues.due[:, 0] <= self.date[step]].sum())
        if missing <= fee.tolerance or not stands:
            return 0
        cents = (2 * fee.share * missing + ONE) // (2 * ONE)
        return max((2 * cents * ONE + stands) // (2 * stands), 1)

    def cycle(self, k: int) -> None:
        """Roll on to statement ``k``; decide what bears interest; say what is asked."""
        begun, known = (self.next, self.position), len(self.netted)
        self._post(k)
        statement = int(self.cycles.statement[k])
        step = self.step(statement)
        self.advance(step)
        owed = int(standing(self._closed(k)).sum() - self.position.held[0]) + sum(p.amount for p in self.pending)
        tolerance = 0 if self.loan.late_fee is None else self.loan.late_fee.tolerance
        later = 0
        if owed - self.paid(statement, min(self.cycles.paid_by(k), self.as_of)) <= tolerance:
            self.revolves = False
            for purchase in self.pending:
                purchase.bears = int(self.cycles.due[k])
        elif not self.revolves and self.cycles.due[k] <= self.as_of:
            later = self._bears(k, step, begun, known)
        self._ask(k, step, later)

    def _post(self, k: int) -> None:
        """What is drawn up to statement ``k`` and was not posted before: it bears at once, or may stay free."""
        since, until = self.posted, min(int(self.cycles.statement[k]), self.as_of)
        self.posted = max(since, until)
        opened = Draw(self.loan.opened, int(self.loan.principal))
        for draw in (opened, *self.loan.draws) if opened.amount else self.loan.draws:
            day = dates.day(draw.date)
            if not since < day <= until:
                continue
            if self.revolves or draw.cash:
                self.draw[self.step(day)] += draw.amount
            else:
                self.pending.append(Purchase(day, draw.amount, day, k))

    def _closed(self, k: int) -> Position:
        """Where the card stands when statement ``k`` is closed, without what happens after the statement day."""
        step = self.step(int(self.cycles.closing[k]))
        if step < self.next:
            return self.position
        rest = replace(cut(self.written, self.next, step + 1), cash=None, draw=None)
        return roll_forward(self.position, rest, keep="flows").position

    def _bears(self, k: int, step: int, begun: tuple[int, Position], known: int) -> int:
        """A statement that was not paid in full: its purchases bear from their posting dates; what is netted of them later (cents).

        Their interest to that day comes with the next statement.
        """
        own = self.netted[known:]
        if self.card.interest == "unpaid-part":
            self.trying = True
            self.advance(self.step(min(self.cycles.paid_by(k), self.as_of)))
            self.trying, own = False, self.netted[known:]
        else:
            for net in [net for net in own if net.purchase.cycle == k]:
                self.draw[net.step] -= net.amount
                net.purchase.amount += net.amount
                self.pending += [] if net.purchase in self.pending else [net.purchase]
                self.netted.remove(net)
        for purchase in self.pending:
            self.draw[self.step(purchase.bears)] += purchase.amount
        if self.pending:
            self.fall_due[self.step(int(self.cycles.closing[k]))] = 0
        self.pending = []
        self.next, self.position = begun
        self.revolves = True
        self.advance(step)
        return sum(net.amount for net in own if net.step > step)

    def _ask(self, k: int, step: int, later: int) -> None:
        """The minimum: a share of the principal of the statement, and everything else that is due by then."""
        principal = int(self.position.principal[0]) + sum(p.amount for p in self.pending) + later
        self.current, self.left = k, (2 * principal * self.card.minimum + ONE) // (2 * ONE)
        dues = self._closed(k).dues
        self.asked[k] = self.left + int(dues.amount[:, dues.due[:, 0] <= self.cycles.due[k]].sum())
        self._level(step, principal)

    def today(self) -> None:
        """Roll on to the as-of date: what may still stay free is drawn, and the interest it will have borne if it does not is noted."""
        step = self.step(self.as_of)
        if self.current + 1 < self.cycles.count:
            self._post(self.current + 1)
        self.advance(step)
        amount = sum(purchase.amount for purchase in self.pending)
        if not amount:
            return
        self.draw[step] += amount
        self.position = replace(self.position, principal=self.position.principal + amount)
        due = self.cycles.due[self.cycles.due > self.as_of][0]
        closing = self.cycles.closing[self.cycles.closing >= due]
        if closing.size:
            self.fixed[self.step(int(closing[0]))] = self._interest()
        self.pending = []

    def _interest(self) -> int:
        """Interest of what may still stay free, from its posting dates to the as-of date."""
        count, anchor = self.loan.day_count, self.loan.due_day
        now = np.array([self.as_of])
        # What a tolerance left over may begin to bear only after the as-of date.
        sums = sum(p.amount * int(dates.elapsed(count, np.minimum([p.bears], now), now, anchor)[0]) for p in self.pending)
        unit = dates.BASE[count] * ONE
        return (2 * int(self.loan.rate) * sums + unit) // (2 * unit)
