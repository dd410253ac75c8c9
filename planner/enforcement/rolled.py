"""Enforcement as timelines rolled by the one engine: called at filing, costs at judgment, the money on its day, late interest paid last."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from planner import contract, customs
from planner.book import PARTS, Ledger, Part, Position, Timeline, standing, take
from planner.case import Enforcement
from planner.enforcement.costs import Costs, costs, delayed, execution
from planner.enforcement.course import GIVEN, Course, courses, rule
from planner.engine import roll_forward
from planner.loan import LAW_ORDER
from planner.money import ONE, Ints
from planner.returns import npv
from planner.steps import cut, full, gather, mark, measured, stack, weave

if TYPE_CHECKING:
    from planner.case import Case

CENTRAL: Final = 1
"""The place of the central course among the three."""


@dataclass(frozen=True, slots=True)
class Run:
    """One course rolled (N = 1); amounts in cents.

    ``filed`` is what is claimed at filing, the costs that the judgment lays on the borrower included; ``claimed`` what is when the money
    comes, interest for late performance (``late``) included, ``comes`` what comes of it, ``execution`` the fee on top, ``over`` what the
    house leaves its owner.
    """

    course: Course
    timeline: Timeline
    ledger: Ledger
    costs: Costs
    filed: int
    claimed: int
    late: int
    comes: int
    execution: int
    over: int

    @property
    def beside(self) -> tuple[tuple[int, int], ...]:
        """What the lender gets (cents) beside the borrower's payments, by day: what it pays ahead, and the fee it passes to the court."""
        return (self.course.filed, -self.costs.advanced), (self.course.paid, -self.execution)

    def worth(self, annual: int) -> float:
        """What it is worth to the lender at filing, in cents, at an effective annual rate (1e-8), actual/365."""
        own = self.ledger
        flows = [(int(d), int(c)) for d, c in zip(own.date[:, 0], (own.received - own.returned)[:, 0], strict=True) if c]
        days, cents = np.array([*flows, *self.beside], dtype=np.int64).T
        return npv(cents, days - self.course.filed, annual / ONE)


@dataclass(frozen=True, slots=True)
class Enforced:
    """The three courses, the cautious first."""

    runs: tuple[Run, ...]

    @property
    def central(self) -> Run:
        """The course of the central assumptions."""
        return self.runs[CENTRAL]

    def worth(self, annual: int) -> float:
        """What the central course is worth to the lender."""
        return self.central.worth(annual)


def asked(case: Case) -> bool:
    """Whether the case assumes anything of enforcement, for its only loan."""
    return len(case.loans) == 1 and (case.enforcement is not None or case.collateral is not None)


def enforced(case: Case, now: Position, future: Timeline) -> Enforced | None:
    """The courses of a case whose only loan stands at ``now``; None where nothing is assumed of them, or nothing is owed.

    Rolled twice: what is claimed when the money comes is read from a first roll in which nobody pays.
    """
    claim = int(standing(now).sum() - now.held.sum())
    if not asked(case) or claim <= 0:
        return None
    found, bill = courses(case), costs(case, claim)
    written = [_called(case, now, future, course, bill) for course in found]
    open_ = _rolled(now, written)
    filed = claim + bill.borne
    runs = [_run(case, course, own, (ledger, bill, filed)) for course, own, ledger in zip(found, written, open_, strict=True)]
    ledgers = _rolled(now, [run.timeline for run in runs])
    return Enforced(tuple(replace(run, ledger=ledger) for run, ledger in zip(runs, ledgers, strict=True)))


def worth(case: Case, now: Position, future: Timeline) -> float | None:
    """What enforcement is worth to the lender by its central assumptions, in cents; None where that is not assumed, or there is no rate."""
    found = None if case.funding_rate is None else enforced(case, now, future)
    return None if found is None or case.funding_rate is None else found.worth(case.funding_rate)


def _called(case: Case, now: Position, future: Timeline, course: Course, bill: Costs) -> Timeline:
    """Everything falls due at filing, costs at the judgment; the last two steps are the day the money comes, the second for late interest.

    Money goes to costs, interest and principal as the law orders it; no later cycle is missed, so no later late fee is charged.
    """
    begin, loan = contract.one(course.filed), case.loans[0]
    timeline = replace(future, late_share=None, late_day=None)
    timeline = mark(timeline, "accelerate", np.arange(timeline.length)[:, None] == 0, 1)
    timeline = contract.after_call(customs.kept(timeline, loan, begin), loan, course.filed)
    timeline = weave(timeline, np.array([course.judged, course.paid]), begin)
    timeline = cut(timeline, 0, int((timeline.date[:, 0] <= course.paid).sum()))
    first, last = (np.arange(timeline.length)[:, None] == place for place in (0, timeline.length - 1))
    timeline = mark(timeline, "fall_due", last, course.paid)
    if now.conditional.any():
        timeline = mark(timeline, "revive", first, 1)
    for part in PARTS:
        if now.deferred[part].any():
            timeline = mark(timeline, "release", first, 1, part)
    # Two dates may be one: the first step of the day bears the costs.
    day = np.flatnonzero(timeline.date[:, 0] == course.judged)[:1]
    timeline = mark(timeline, "fee", np.arange(timeline.length)[:, None] == day, bill.borne)
    return _ordered(case, _twice(timeline, course.paid, begin))


def _twice(timeline: Timeline, day: int, begin: Ints) -> Timeline:
    """A second, neutral step on the last day."""
    length = timeline.length
    wide = gather(timeline, np.append(np.arange(length), -1 - length)[:, None])
    end = np.array([[day]], dtype=np.int64)
    date, since = (np.concatenate([np.broadcast_to(column, (length, 1)), end]) for column in (timeline.date, timeline.since))
    return measured(replace(wide, date=date, since=since), begin)


def _ordered(case: Case, timeline: Timeline) -> Timeline:
    """Money pays costs, interest and principal as the law has it, whatever the age of the debt; a judgment has an order of its own."""
    if (case.enforcement or Enforcement()).procedure == GIVEN:
        return timeline
    order = rule(case, "allocation")
    parts = tuple(int(part) for part in (LAW_ORDER if order is None else order.parts))
    return replace(timeline, orders=(parts,), order=contract.one(0), late_order=contract.one(0), late_from=contract.one(-1))


def _rolled(now: Position, timelines: list[Timeline]) -> list[Ledger]:
    """One roll of all courses beside each other; each ledger without its padding."""
    ledger = roll_forward(take(now, np.zeros(len(timelines), dtype=np.int64)), stack(timelines)).ledger
    if ledger is None:
        return []
    return [
        Ledger(**{f.name: getattr(ledger, f.name)[..., : own.length, [k]] for f in fields(Ledger)}) for k, own in enumerate(timelines)
    ]  # fmt: skip


def _run(case: Case, course: Course, timeline: Timeline, of: tuple[Ledger, Costs, int]) -> Run:
    """What is claimed when the money comes, what comes of it, and the timeline in which it does; ``of`` what nobody pays, costs, claim."""
    (open_, bill, filed), row = of, timeline.length - 2
    owed = int(open_.closing[:, row, 0].sum() - open_.held[row, 0])
    late = delayed(case, int(open_.closing[Part.PRINCIPAL, row, 0]) + bill.adjudicated, course)
    claimed = owed + late
    fee, comes, over = (int(cents[0]) for cents in proceeds(case, course, contract.one(filed), contract.one(claimed)))
    debt = min(comes, owed)
    last, then = (np.arange(timeline.length)[:, None] == place for place in (row, row + 1))
    fees: Ints = np.where(last, fee, 0) + np.where(then, late, 0)
    timeline = mark(timeline, "fee", last | then, full(timeline, "fee") + fees)
    timeline = mark(timeline, "cash", last | then, np.where(last, debt + fee, comes - debt))
    return Run(course, timeline, open_, bill, filed, claimed, late, comes, fee, over)


def proceeds(case: Case, course: Course, filed: Ints, claimed: Ints) -> tuple[Ints, Ints, Ints]:
    """The execution fee, what comes of each claim (N,), and what the house leaves its owner, in cents.

    ``filed`` are the claims as filed, of which the rate of recovery is taken, ``claimed`` those of the day the money comes: never more.

    The court takes its fee on what is enforced out of the house; on what the borrower pays beside, on top of it.
    """
    house = np.minimum(course.available, claimed)
    fee = np.minimum(execution(case, house), course.available)
    got = np.minimum(course.available - fee, claimed)
    share = (2 * np.maximum(filed - got, 0) * course.recovery + ONE) // (2 * ONE)
    beside = np.minimum(share, claimed - got)
    return fee + execution(case, house + beside) - execution(case, house), got + beside, course.available - fee - got
