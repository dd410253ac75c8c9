"""What an early repayment is worth: its fee against the interest it saves, read from the plan rolled with and without it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner import dates
from planner.book import Pays, days_past_due, take
from planner.clauses import Prepay
from planner.engine import roll_forward
from planner.errors import CaseError
from planner.findings import Finding
from planner.money import yuan
from planner.steps import full, stack
from planner.terms import apply

if TYPE_CHECKING:
    from planner.book import Ledger, Position, Timeline
    from planner.case import Loan, Plan
    from planner.money import Ints


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Cents of ``fee`` and of interest ``saved`` in all; ``months`` after the day, and the day, by which more than the fee is saved.

    Both None where that never comes. ``shorten`` and ``lower`` are what each effect saves.
    """

    fee: int
    saved: int
    months: int | None
    reached: int | None
    shorten: int
    lower: int


def break_even(with_it: Ledger, without: Ledger, day: int, fee: int, effects: tuple[int, int]) -> BreakEven:
    """The fee of a prepayment on ``day`` against the interest it saves, of two ledgers (N = 1) on the same due dates."""
    shared = np.intersect1d(with_it.date[:, 0], without.date[:, 0])
    saved = _earned(without, shared) - _earned(with_it, shared)
    over = shared[(saved > fee) & (shared > day)]
    total = int(without.accrued.sum() - with_it.accrued.sum())
    reached = int(over[0]) if over.size else None
    return BreakEven(fee, total, None if reached is None else _months(day, reached), reached, *effects)


def _earned(ledger: Ledger, days: Ints) -> Ints:
    """Interest accrued up to each day."""
    total: Ints = np.append(0, np.cumsum(ledger.accrued[:, 0]))[np.searchsorted(ledger.date[:, 0], days, side="right")]
    return total


def _months(since: int, until: int) -> int:
    """Months from a day to another, one that has begun counted."""
    whole = dates.months_between(since, until)
    return whole + (int(dates.add_months(since, whole)) < until)


def findings(plan: Plan, loan: Loan, now: Position, future: Timeline, rolled: tuple[Timeline, Ledger]) -> tuple[Finding, ...]:
    """What each prepayment of a plan costs and saves, and what of it goes to arrears; ``rolled`` is the plan as it stands."""
    found: list[Finding] = []
    for place, clause in enumerate(plan.terms):
        if isinstance(clause, Prepay):
            found += _to_arrears(plan, clause, now, rolled)
            worth = _worth(plan, place, clause, (loan, now, future), rolled[1])
            found += [_fee(plan, clause, worth), *_effects(plan, clause, worth)]
    return tuple(found)


def _worth(plan: Plan, place: int, clause: Prepay, owed: tuple[Loan, Position, Timeline], ledger: Ledger) -> BreakEven:
    """The plan without the clause, and with each effect, rolled beside each other; an effect that cannot be had saves nothing."""
    loan, now, future = owed
    others = {effect: (replace(clause, effect=effect, payment=None, months=None),) for effect in ("shorten", "lower")}
    written = {name: _written(plan, place, own, owed) for name, own in others.items()}
    plans = {"": _written(plan, place, (), owed) or future, **{name: own for name, own in written.items() if own is not None}}
    beside = roll_forward(take(now, np.zeros(len(plans), dtype=np.int64)), stack(list(plans.values()))).ledger
    if beside is None:
        raise LookupError(loan.id)
    day, interest = dates.day(clause.date), dict(zip(plans, beside.accrued.sum(axis=0).tolist(), strict=True))
    without = replace(beside, date=beside.date[:, [0]], accrued=beside.accrued[:, [0]])
    fee = int(ledger.fee[ledger.date == day].sum() - beside.fee[:, 0][beside.date[:, 0] == day].sum())
    shorten, lower = (interest[""] - interest.get(effect, interest[""]) for effect in others)
    return break_even(ledger, without, day, fee, (shorten, lower))


def _written(plan: Plan, place: int, own: tuple[Prepay, ...], owed: tuple[Loan, Position, Timeline]) -> Timeline | None:
    """The plan with another clause, or none, in its place; None where the other clauses do not allow it."""
    loan, now, future = owed
    try:
        return apply(replace(plan, terms=(*plan.terms[:place], *own, *plan.terms[place + 1 :])), loan, now, future, int(now.date[0]))
    except CaseError:
        return None


def _fee(plan: Plan, clause: Prepay, worth: BreakEven) -> Finding:
    """The fee against the interest saved: none, earned after some months, or never."""
    code = "prepay_free" if not worth.fee else "prepay_loss" if worth.months is None else "prepay_breakeven"
    months = "" if worth.months is None else str(worth.months)
    reached = "" if worth.reached is None else dates.date(worth.reached).isoformat()
    return Finding(
        code, "note", where=plan.name, value=yuan(worth.saved), limit=yuan(worth.fee),
        values={"amount": _amount(clause), "date": clause.date.isoformat(), "months": months, "reached": reached},
    )  # fmt: skip


def _effects(plan: Plan, clause: Prepay, worth: BreakEven) -> list[Finding]:
    """Which effect saves more interest; nothing where both save the same."""
    more = worth.shorten - worth.lower
    if not more:
        return []
    code = "prepay_shorten_saves" if more > 0 else "prepay_lower_saves"
    values = {"shorten": yuan(worth.shorten), "lower": yuan(worth.lower), "date": clause.date.isoformat()}
    return [Finding(code, "note", where=plan.name, value=yuan(abs(more)), values=values)]


def _amount(clause: Prepay) -> str:
    return yuan(int(np.asarray(clause.amount).max()))


def _to_arrears(plan: Plan, clause: Prepay, now: Position, rolled: tuple[Timeline, Ledger]) -> list[Finding]:
    """Arrears that the amount pays before it prepays anything."""
    timeline, ledger = rolled
    row = int(np.searchsorted(ledger.date[:, 0], dates.day(clause.date)))
    late = int(ledger.days_past_due[row - 1, 0]) if row else int(days_past_due(now)[0])
    arrears = int(ledger.allocated[:, row, 0].sum() - ledger.fee[row, 0])
    if not late or arrears <= 0 or full(timeline, "pays")[row].max() == Pays.ON_TOP:
        return []
    values = {"amount": _amount(clause), "date": clause.date.isoformat()}
    return [Finding("prepay_arrears", "warning", where=plan.name, value=yuan(arrears), values=values)]
