"""Along which order of the parts each loan's cash runs, by the age of its debt."""

from __future__ import annotations

import numpy as np

from planner import moves
from planner.book import Timeline
from planner.money import Ints
from planner.ragged import Rows
from planner.window import Window


class Waterfall:
    """Allocation of cash to open dues."""

    def __init__(self, timeline: Timeline) -> None:
        """Take the orders; most rolls have one for all loans and no second order."""
        self.orders = timeline.orders
        self.order, self.late, self.late_from = timeline.order, timeline.late_order, timeline.late_from
        self.ages = bool((self.late_from >= 0).any())
        self.by_row = timeline.conventions["by_row"]
        self.mixed = self.by_row is not None and not self.by_row.all()

    def which(self, window: Window, date: Ints, relief: Ints) -> Ints:
        """Index into the orders, (N,) or (1,)."""
        if not self.ages:
            return self.order
        late = (self.late_from >= 0) & (window.age(date, relief) >= self.late_from)
        return np.where(late, self.late, self.order)

    def pay(self, window: Window, now: Ints, due: Ints, available: Ints, which: Ints) -> Ints:
        """Pay what is now due (5, K, N), ``due`` in all (N,), from what is available; paid by part (5, N)."""
        if (available >= due).all():
            paid: Ints = now.sum(axis=1)
            if window.pending:
                window.open[...] -= now
                window.trim()
            else:
                window.empty()
            return paid
        loans = np.flatnonzero((available > 0) & (due > 0))
        return self._spread(window, now, available, loans, which)

    def pay_rows(self, rows: Rows, available: Ints, date: Ints, relief: Ints) -> Ints:
        """Pay the rows of some loans, all of them due, from what is available to each (n,); paid by part (5, n)."""
        which, paid = self.which_of(rows, date, relief), np.zeros((5, available.size), dtype=np.int64)
        if self.by_row is not None:
            self._along(rows, available, which, paid)
            return paid
        total, before, sums = rows.totals()
        self._share(total, available, which, paid)
        rows.pay(paid[: total.shape[0]], before, sums)
        return paid

    def _along(self, rows: Rows, available: Ints, which: Ints, paid: Ints) -> None:
        """Oldest row first, in it the parts in each loan's order; ``paid`` (5, n) is filled."""
        money, taken = rows.money(available), np.zeros_like(rows.amount)
        own = rows.spread(which) if which.size > 1 else which
        for index, order in enumerate(self.orders):
            here = own == index
            if here.any():
                left = money * here
                for part in order:
                    if part < taken.shape[0]:
                        gone = np.minimum(left, rows.amount[part])
                        taken[part] += gone
                        left -= gone
        rows.amount[...] -= taken
        paid[: taken.shape[0]] = rows.totals(taken)[0]

    def which_of(self, rows: Rows, date: Ints, relief: Ints) -> Ints:
        """Index into the orders of the loans of some rows, (n,) or (1,)."""
        if not self.ages:
            return rows.own(self.order)
        late_from = rows.own(self.late_from)
        late = (late_from >= 0) & (rows.age(date, relief) >= late_from)
        return np.where(late, rows.own(self.late), rows.own(self.order))

    def _share(self, total: Ints, available: Ints, which: Ints, paid: Ints) -> None:
        """What each part gets (5, n), all of its total (4|5, n) at most, along each loan's order."""
        own = paid
        for index, order in enumerate(self.orders):
            here = which == index
            if not here.any():
                continue
            left = available.copy()
            for part in order:
                if part < total.shape[0]:
                    np.minimum(left, total[part], out=own[part])
                    left -= own[part]
            if own is not paid:
                np.copyto(paid, own, where=here)
            own = np.zeros_like(paid)

    def pay_later(self, window: Window, date: Ints, cash: Ints, which: Ints) -> Ints:
        """Pay what is not due yet; paid by part (5, N)."""
        if not window.pending or not cash.any():
            return np.zeros((5, cash.shape[0]), dtype=np.int64)
        later = np.where(window.column("due") > date, window.open, 0)
        return self._spread(window, later, cash, np.flatnonzero(cash > 0), which)

    def pay_deferred(self, deferred: Ints, cash: Ints, which: Ints) -> Ints:
        """Pay what is deferred (5, N); paid by part (5, N)."""
        own, paid = np.broadcast_to(which, cash.shape), np.zeros_like(deferred)
        for order in np.unique(own):
            some = np.flatnonzero(own == order)
            paid[:, some] = moves.allocate(deferred[:, None, some], cash[some], self.orders[order])[:, 0]
        return paid

    def _spread(self, window: Window, amount: Ints, cash: Ints, loans: Ints, which: Ints) -> Ints:
        """Run the cash of some loans along their orders."""
        total = np.zeros((5, cash.shape[0]), dtype=np.int64)
        own = np.broadcast_to(which, cash.shape)[loans]
        rows = np.zeros(1, dtype=np.int64) if self.by_row is None else np.broadcast_to(self.by_row, cash.shape)[loans]
        for order, by_row in ((int(o), bool(r)) for o in np.unique(own) for r in np.unique(rows)):
            some = loans[(own == order) & ((rows > 0) == by_row)]
            if some.size == cash.shape[0]:
                paid = moves.allocate(amount, cash, self.orders[order], by_row=by_row)
                window.open[...] -= paid
                total += paid.sum(axis=1)
            elif some.size:
                paid = moves.allocate(amount[:, :, some], cash[some], self.orders[order], by_row=by_row)
                window.open[:, :, some] -= paid
                total[:, some] += paid.sum(axis=1)
        window.trim()
        return total
