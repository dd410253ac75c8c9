"""The numbers of a plan that can be varied: where each stands in its clauses, in which steps, between which bounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from planner.book import Part
from planner.case import Plan
from planner.clauses import Clause, Extend, Instalments, LumpSum, Number, Pause, Rate, Settle, Waive
from planner.errors import CaseError, Problem
from planner.money import ONE

BASIS_POINT: Final = ONE // 10_000
MONTHS: Final = 360
"""Longest term and longest pause that is tried."""
CHARGES: Final = (Part.PENALTY, Part.COMPOUND)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What limits the levers of a case: all that is owed, and the contract rate, in cents and 1e-8."""

    owed: int
    rate: int


@dataclass(frozen=True, slots=True)
class Lever:
    """A number of a plan: ``get`` reads it (None where no clause says it), ``put`` writes values in steps of ``step`` from ``least`` on.

    ``unsaid`` is what holds where no clause says it: the contract's rate; the least of any other number.
    """

    name: str
    get: Callable[[Plan], int | None]
    put: Callable[[Plan, Number], Plan]
    step: int
    least: int
    most: Callable[[Bounds], int]
    unsaid: Callable[[Bounds], int] | None = None

    def begin(self, plan: Plan, bounds: Bounds) -> int:
        """The number from which a least change is counted: the plan's own, else what holds without it."""
        own = self.get(plan)
        if own is not None:
            return own
        return self.least if self.unsaid is None else self.unsaid(bounds)


def _first(plan: Plan, kind: type[Clause], *, start: bool | None = None) -> int | None:
    """The place of the first clause of a kind; of a lump sum, on the start or not."""
    for place, clause in enumerate(plan.terms):
        if isinstance(clause, kind) and (start is None or not isinstance(clause, LumpSum) or (clause.date == plan.start) == start):
            return place
    return None


def _swap(plan: Plan, place: int | None, clause: Clause) -> Plan:
    """A clause instead of the one at a place, or one more."""
    terms = list(plan.terms)
    if place is None:
        terms.append(clause)
    else:
        terms[place] = clause
    return replace(plan, terms=tuple(terms))


def _scalar(value: Number | None) -> int | None:
    return None if value is None or isinstance(value, np.ndarray) else int(value)


def _of(kind: type[Clause], field: str, *, start: bool | None = None) -> Callable[[Plan], int | None]:
    """A reader of a clause's field."""

    def get(plan: Plan) -> int | None:
        place = _first(plan, kind, start=start)
        return None if place is None else _scalar(getattr(plan.terms[place], field))

    return get


def _into(
    kind: type[Clause], field: str, new: Callable[[Plan, Number], Clause], *, start: bool | None = None
) -> Callable[[Plan, Number], Plan]:
    """A writer of a clause's field; ``new`` makes the clause where the plan has none."""

    def put(plan: Plan, value: Number) -> Plan:
        place = _first(plan, kind, start=start)
        changes: dict[str, Any] = {field: value, **({"amount": 0} if kind is Waive else {})}
        return _swap(plan, place, new(plan, value) if place is None else replace(plan.terms[place], **changes))

    return put


def _months(plan: Plan) -> int | None:
    fresh = _of(Instalments, "count")(plan)
    return _of(Extend, "months")(plan) if fresh is None else fresh


def _put_months(plan: Plan, value: Number) -> Plan:
    kind, field = (Extend, "months") if _first(plan, Instalments) is None else (Instalments, "count")
    return _into(kind, field, lambda _, months: Extend(months))(plan, value)


def _no_payment(plan: Plan, _: Number) -> Clause:
    """A payment is a number of a new schedule: there is none to fix."""
    raise CaseError([Problem("no_such_lever", "vary", "payment", "expected.no_such_lever", {"plan": plan.name})])


def _put_budget(plan: Plan, value: Number) -> Plan:
    """A budget is varied where there is one."""
    if plan.budget is None:
        raise CaseError([Problem("no_such_lever", "vary", "budget", "expected.no_such_lever", {"plan": plan.name})])
    return replace(plan, budget=_scalar(value))


def _no_settlement(plan: Plan, _: Number) -> Clause:
    """A settlement is a plan of its own: there is none to vary."""
    raise CaseError([Problem("no_such_lever", "vary", "settle", "expected.no_such_settlement", {"plan": plan.name})])


def _paused(_: Plan, value: Number) -> Clause:
    return Pause(frozenset({"interest"}), months=value)


def _lump(plan: Plan, value: Number) -> Clause:
    return LumpSum(plan.start, value)


LEVERS: Final[dict[str, Lever]] = {
    lever.name: lever
    for lever in (
        Lever("months", _months, _put_months, 1, 1, lambda _: MONTHS),
        Lever("rate", _of(Rate, "annual"), _into(Rate, "annual", lambda _, v: Rate(v)), BASIS_POINT, 0, lambda b: b.rate, lambda b: b.rate),
        Lever("payment", _of(Instalments, "amount"), _into(Instalments, "amount", _no_payment), 1, 1, lambda b: b.owed),
        Lever("waiver", _of(Waive, "share"), _into(Waive, "share", lambda _, v: Waive(CHARGES, share=v)), BASIS_POINT, 0, lambda _: ONE),
        Lever("lump_sum", _of(LumpSum, "amount", start=False), _into(LumpSum, "amount", _lump, start=False), 1, 0, lambda b: b.owed),
        Lever("down_payment", _of(LumpSum, "amount", start=True), _into(LumpSum, "amount", _lump, start=True), 1, 0, lambda b: b.owed),
        Lever("pause", _of(Pause, "months"), _into(Pause, "months", _paused), 1, 1, lambda _: MONTHS),
        Lever("budget", lambda plan: plan.budget, _put_budget, 1, 1, lambda b: b.owed),
        Lever("settle", _of(Settle, "amount"), _into(Settle, "amount", _no_settlement), 1, 0, lambda b: b.owed),
    )
}
"""Every number that can be varied, by the name a command gives it."""


def lever_of(name: str) -> Lever:
    """A lever by name; CaseError where there is none."""
    if name not in LEVERS:
        raise CaseError([Problem("unknown_lever", "vary", name, "expected.levers", {"choices": ", ".join(LEVERS)})])
    return LEVERS[name]
