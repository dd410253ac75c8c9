"""Voluntary early repayments: written like money that comes, their fee reckoned once the whole plan is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner import dates, prepayment
from planner.agenda import REGULAR
from planner.book import Early, Part, Pays, Shape
from planner.clauses import LumpSum, Prepay, PrepaymentFee
from planner.engine import roll_forward
from planner.errors import CaseError
from planner.money import Bools, Ints, yuan
from planner.steps import full, mark
from planner.terms.draft import Draft, number, refuse, scalar

if TYPE_CHECKING:
    from planner.book import Position, Timeline
    from planner.case import Loan, Plan
    from planner.errors import Problem


def prepay(clause: Prepay, draft: Draft) -> Draft:
    """Extra money on a date, and what it does to the instalments after it; an instalment of that day is paid besides."""
    day = dates.day(clause.date)
    if day < draft.start:
        refuse("before_start", "date", clause.date, start=dates.date(draft.start))
    draft.not_after_end(day, "date")
    draft = draft.add("cash", day, clause.amount)
    rows = draft.timeline.date == day
    draft = draft.set("early", rows, Early.LOWER if clause.effect == "lower" else Early.PREPAY)
    draft = draft.set("pays", rows & draft.billed(), Pays.ON_TOP)
    return _both(clause, draft, rows) if clause.effect == "both" else draft


def _both(clause: Prepay, draft: Draft, rows: Bools) -> Draft:
    """Another level and another end: so much an instalment, or so many of them."""
    if (clause.payment is None) == (clause.months is None):
        refuse("one_of_both", "effect", clause.effect)
    if clause.payment is not None:
        if REGULAR[draft.method] not in (Shape.LEVEL, Shape.UNIT):
            refuse("no_level", "payment")
        return draft.set("set_level", rows, number(clause.payment) + 1)
    after = draft.grid() & (draft.timeline.date > dates.day(clause.date))
    months, left = scalar(clause.months), int(after.sum(axis=0).max())
    if months is not None and months > left:
        refuse("past_last_instalment", "months", months, count=left)
    ordinal = np.where(after, np.cumsum(after, axis=0), 0)
    gone = ordinal > number(clause.months or 0)
    draft = draft.set("shape", ordinal == number(clause.months or 0), Shape.ALL).set("shape", gone, Shape.NONE)
    return draft.set("number", gone, 0).set("recast", rows, 1)


@dataclass(frozen=True, slots=True)
class _On:
    """A prepayment on its step: what a fee is reckoned on, and the money beyond all that stands (N,)."""

    row: int
    repaid: prepayment.Repaid
    over: Ints


def charged(plan: Plan, loan: Loan, now: Position, timeline: Timeline) -> Timeline:
    """The finished timeline of a plan with the fees of its prepayments, first to last.

    CaseError where more is prepaid than stands, where the fee takes more than the amount, where a day has two extra payments.
    """
    problems: list[Problem] = []
    places = [(place, clause) for place, clause in enumerate(plan.terms) if isinstance(clause, Prepay)]
    for place, clause in sorted(places, key=lambda entry: entry[1].date):
        try:
            _alone(clause, plan)
            timeline = _with_fee(clause, loan, now, timeline)
        except CaseError as error:
            problems += [replace(p, path=f"terms[{place}].{p.path}") for p in error.problems]
    if problems:
        raise CaseError(problems)
    return timeline


def _alone(clause: Prepay, plan: Plan) -> None:
    """What of two extra payments of one day is prepaid could not be told."""
    if sum(isinstance(other, (Prepay, LumpSum)) and other.date == clause.date for other in plan.terms) > 1:
        refuse("two_prepayments", "date", clause.date)


def _with_fee(clause: Prepay, loan: Loan, now: Position, timeline: Timeline) -> Timeline:
    """Bill the fee on the day: paid beside the amount, or out of it."""
    rule = rule_of(clause, loan)
    on = _rolled(clause, rule, loan, now, timeline)
    owed = prepayment.fee(rule, loan, on.repaid, grossed=clause.fee_from == "grossed-up")
    inside = clause.fee_from == "amount"
    if scalar(clause.amount) is not None and now.loans == 1:
        _refuse_excess(clause, on, owed if inside else owed * 0)
    if not owed.any():
        return timeline
    rows = np.arange(timeline.length)[:, None] == on.row
    apart = full(timeline, "pays") == Pays.ON_TOP
    cash = full(timeline, "cash") + (np.where(apart, -owed, 0) if inside else np.where(apart, 0, owed))
    return mark(mark(timeline, "fee", rows, full(timeline, "fee") + owed), "cash", rows, cash)


def _refuse_excess(clause: Prepay, on: _On, inside: Ints) -> None:
    """No more than stands, nor less than the fee that comes out of it."""
    over, amount = int((on.over - inside).max(initial=0)), int(np.asarray(clause.amount))
    if over > 0:
        refuse("prepayment_too_large", "prepay", yuan(amount), stands=yuan(amount - over))
    if bool((inside > on.repaid.principal).any()):
        refuse("fee_above_prepayment", "prepay", yuan(amount), fee=yuan(int(inside.max())))


def rule_of(clause: Prepay, loan: Loan) -> PrepaymentFee | None:
    """The rule a prepayment's fee follows: the loan's, its own, or an amount."""
    if clause.fee is None:
        return loan.prepayment_fee
    return PrepaymentFee(fixed=clause.fee) if isinstance(clause.fee, int) else clause.fee


def _rolled(clause: Prepay, rule: PrepaymentFee | None, loan: Loan, now: Position, timeline: Timeline) -> _On:
    """The plan rolled up to the prepayment, before its fee. A fee out of the amount is reckoned on all the early money."""
    day, as_of = dates.day(clause.date), int(now.date[0])
    row = int(np.searchsorted(timeline.date[:, 0], day, side="right")) - 1
    roll = roll_forward(now, timeline, stop=row + 1)
    ledger = roll.ledger
    if ledger is None:
        raise LookupError("ledger")
    principal, over = ledger.prepaid[Part.PRINCIPAL, row], ledger.held[row] + ledger.returned[row]
    used = prepayment.prepaid(ledger, timeline, prepayment.year_start(loan, day), day)
    return _On(row, prepayment.Repaid(
        day, principal + over if clause.fee_from == "amount" else principal, outstanding=roll.position.principal + principal,
        original=now.original, rate=prepayment.rate_in_force(timeline, row, loan),
        used=used + prepayment.used_before(rule, loan, as_of, day),
    ), over)  # fmt: skip
