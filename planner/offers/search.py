"""The search: every candidate within the limits, those that can be lived with, the frontier, and three of them by what they are."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from planner import dates, enforcement
from planner.book import standing
from planner.case import Plan
from planner.clauses import Instalments
from planner.contract import one
from planner.debts import only_loan
from planner.engine import roll_forward
from planner.limits import term_findings
from planner.money import Ints
from planner.offers.axes import Axes, Candidates, axes_of
from planner.offers.changes import Change, smallest
from planner.offers.frontier import frontier
from planner.offers.ladder import Rung, ladder
from planner.offers.limits import Limits, limits
from planner.offers.rolled import Bench, Figures
from planner.prepayment import rate_in_force
from planner.steps import weave
from planner.today import stand

if TYPE_CHECKING:
    from planner.book import Position, Timeline
    from planner.case import Case

MONTH: Final = (1, "month")
HALF: Final = 15
"""Days between the start and the first due date at least, where only some days of the month are allowed."""
NAMES: Final[dict[str, tuple[str, ...]]] = {
    "lowest_payment": ("highest", "total", "finish"), "soonest_free": ("finish", "total", "highest"),
    "least_total": ("total", "finish", "highest"),
}  # fmt: skip
"""Offers by what they are: what is least in each, and what decides between equals."""
Progress = Callable[[int, int], None]
"""Told how many candidates were tried, of how many."""


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """Candidates (N,), what they come to, how many are feasible; ``picked`` and ``frontier`` are places, the latter by highest payment.

    ``changes`` are the smallest ones that make something feasible, least first, where nothing is; ``ladder`` is empty then.
    """

    bench: Bench
    candidates: Candidates
    figures: Figures
    feasible: int
    picked: dict[str, int]
    frontier: Ints
    changes: tuple[Change, ...]
    ladder: tuple[Rung, ...]

    def plan(self, place: int, name: str) -> Plan:
        """The plan of the candidate at a place."""
        return self.bench.plan(self.candidates.take(np.array([place])), name)


def bench_of(case: Case) -> Bench:
    """Where the offers of a case are tried; plans start on the first day a plan of the case does, or today."""
    only_loan(case)
    start: dt.date = min((plan.start for plan in case.plans), default=case.as_of)
    now, future = stand(case.loans[0], case.as_of)
    claim = int(standing(now).sum() - now.held.sum())
    coming = (future.number > 0) & (future.date > dates.day(start))
    monthly = case.loans[0].every == MONTH
    last = dates.date(int(np.where(coming, future.date, dates.day(start)).max(initial=dates.day(start))))
    left = int(coming.sum(axis=0).max(initial=0)) if monthly else (last.year - start.year) * 12 + last.month - start.month
    suit = enforcement.worth(case, now, future)
    within = limits(case, claim, start, left, _standing(now, future, case.as_of, start), None if suit is None else math.ceil(suit))
    first = first_due(start, within.due_days)
    return Bench(case, now, future, start, _lawful(case, start, within, first), first, None if monthly else MONTH)


def _lawful(case: Case, start: dt.date, within: Limits, first: dt.date | None) -> Limits:
    """The limits with no more instalments than leave every rule of the case's book unbroken; one is always tried."""
    begin = int(dates.add_months(dates.day(start), 1)) if first is None else dates.day(first)

    def breaks(months: int) -> bool:
        plan = Plan("", start, (Instalments(months, first_due=first, every=MONTH),))
        return any(f.grade == "breach" for f in term_findings(case, plan, int(dates.add_months(begin, months - 1))))

    months = next((n for n in range(within.months, 1, -1) if not breaks(n)), 1)
    return within if months == within.months else replace(within, months=months, pause=min(within.pause, months - 1), ruled=True)


def _standing(now: Position, future: Timeline, as_of: dt.date, start: dt.date) -> int:
    """What is owed on the day a plan starts, if nobody pays until then."""
    day = dates.day(start)
    until = weave(future, one(day), one(dates.day(as_of)))
    stop = int(np.searchsorted(until.date[:, 0], day)) + 1
    return int(standing(roll_forward(now, until, keep="flows", stop=stop).position).sum())


def first_due(start: dt.date, days: tuple[int, ...]) -> dt.date | None:
    """The first of these days of the month half a month or more after the start; None where a month after it will do."""
    if not days or start.day in days:
        return None
    return next(day for day in (start + dt.timedelta(days=k) for k in range(HALF, HALF + 62)) if day.day in days)


def search(case: Case, axes: Axes | None = None, *, steps: int | None = None, progress: Progress | None = None) -> Search:
    """Look for offers in a space: the given one, or the one the case's limits span, ``steps`` values an axis where given.

    CaseError where no income is given, nothing is owed, or the space is too large to try.
    """
    bench = bench_of(case)
    rate = int(np.max(rate_in_force(bench.future, 0, case.loans[0]))) or int(np.max(case.loans[0].rate))
    space = axes_of(bench.limits, rate, steps) if axes is None else axes
    candidates = space.candidates()
    done = [0]

    def tick(count: int) -> None:
        done[0] += count
        if progress is not None:
            progress(done[0], max(candidates.count, done[0]))

    figures = bench.figures(candidates, tick=tick)
    fits = np.flatnonzero(bench.feasible(figures))
    if not fits.size:
        changes = smallest(bench, space, tick)
        return Search(bench, candidates, figures, 0, {}, fits, changes, ())
    own = figures.take(fits)
    picked = {name: int(fits[_least(own, by)]) for name, by in NAMES.items()}
    return Search(bench, candidates, figures, fits.size, picked, fits[_edge(own)], (), ladder(own, fits))


def costs(found: Figures) -> Ints:
    """What the frontier weighs, less being better: highest payment, total and finish of the borrower, worth to the lender."""
    return np.stack([found.highest, found.total, found.finish, -found.worth])


def _least(found: Figures, by: tuple[str, ...]) -> int:
    """The place that is least by several figures in turn; of equals the one worth more to the lender, then the first."""
    keys = [-found.worth, *(getattr(found, name) for name in reversed(by))]
    return int(np.lexsort(keys)[0])


def _edge(found: Figures) -> Ints:
    """Places on the frontier by highest payment, total, finish; of candidates that come to the same the first."""
    weighed = costs(found)
    places = np.flatnonzero(frontier(weighed))
    first = np.unique(weighed[:, places], axis=1, return_index=True)[1]
    return places[first]
