"""Several debts of one borrower: their joint position and ledger.

Each loan is rolled by itself; what is joint is added up from their positions and ledgers, so that it equals them to the cent.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from planner.book import Dues, Ledger, Position, Timeline
from planner.engine import roll_forward
from planner.errors import CaseError, Problem
from planner.money import Ints, yuan
from planner.payoff import Payoff, per_day, quote
from planner.stages import STAGED
from planner.today import stand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.case import Case, Plan

Stand = tuple[Position, Timeline]
STOCKS: Final = ("opening", "closing", "held", "level", "days_past_due")
"""Columns that say where things stand, not what happened."""


def only_loan(case: Case, plan: Plan | None = None) -> None:
    """CaseError where a case has several loans, or a plan a budget between them, and what is asked is about one loan."""
    if len(case.loans) > 1:
        names = ", ".join(loan.id for loan in case.loans)
        raise CaseError([Problem("one_loan", "loan", str(len(case.loans)), "expected.one_loan", {"names": names})])
    if plan is not None and plan.budget is not None:
        raise CaseError([Problem("no_budget", "plan.budget", yuan(plan.budget), "expected.no_budget", {"plan": plan.name})])


def stands(case: Case) -> list[Stand]:
    """Where each loan stands on the as-of date, and what is agreed from there on."""
    return [stand(loan, case.as_of) for loan in case.loans]


def grown(known: Sequence[Stand]) -> Ints:
    """What one more day adds to all loans, by part (5, 1)."""
    total: Ints = np.sum([per_day(*own) for own in known], axis=0)
    return total


def quoted(case: Case, known: Sequence[Stand], day: int) -> Payoff:
    """What pays all loans off on a day."""
    quotes = [quote(loan, *own, day) for loan, own in zip(case.loans, known, strict=True)]
    first, *more = quotes
    return replace(
        first, owed=tuple(map(sum, zip(*(q.owed for q in quotes), strict=True))), deferred=sum(q.deferred for q in quotes),
        held=sum(q.held for q in quotes), prepayment_fee=sum(q.prepayment_fee for q in quotes),
        per_day=np.sum([q.per_day for q in quotes], axis=0),
    ) if more else first  # fmt: skip


def joined(positions: Sequence[Position]) -> Position:
    """The positions of several loans (N = 1 each, of one day) as one."""
    rows = np.argsort(np.concatenate([p.dues.due[:, 0] for p in positions]), kind="stable")
    dues = {f.name: np.concatenate([getattr(p.dues, f.name) for p in positions], axis=-2)[..., rows, :] for f in fields(Dues)}
    own = [f.name for f in fields(Position) if f.name not in ("date", "dues", *STAGED)]
    total = {name: np.sum([getattr(p, name) for p in positions], axis=0) for name in own}
    total |= {name: np.concatenate([getattr(p, name) for p in positions], axis=-2) for name in STAGED}
    return Position(date=positions[0].date, dues=Dues(**dues), **{**total, "relief": positions[0].relief * 0})


def merged(ledgers: Sequence[Ledger]) -> Ledger:
    """The ledgers of several loans (N = 1 each) as one with a step for every day on which any has one.

    What happened adds up; what stands is carried on from a loan's last step; days past due are the most of any.
    """
    days = np.unique(np.concatenate([ledger.date[:, 0] for ledger in ledgers]))
    own = [_on(ledger, days) for ledger in ledgers]
    total = {name: np.sum([columns[name] for columns in own], axis=0) for name in own[0]}
    total["days_past_due"] = np.max([columns["days_past_due"] for columns in own], axis=0)
    total["number"] = np.max([columns["number"] for columns in own], axis=0)
    return Ledger(**{**total, "date": days[:, None]})


def _on(ledger: Ledger, days: Ints) -> dict[str, Ints]:
    """One ledger's columns on other days, among which are all of its own."""
    date = ledger.date[:, 0]
    first, last = np.searchsorted(date, days, side="left"), np.searchsorted(date, days, side="right")
    found = {}
    for f in fields(Ledger):
        column = getattr(ledger, f.name)
        if f.name == "opening":
            wide = np.concatenate([column, ledger.closing[..., -1:, :]], axis=-2)
            before = np.where(first > 0, first - 1, 0)
            carried = np.where((first > 0)[:, None], ledger.closing[..., before, :], column[..., :1, :])
            found[f.name] = np.where((last > first)[:, None], wide[..., first, :], carried)
        elif f.name in STOCKS:
            found[f.name] = np.where((last > 0)[:, None], column[..., np.maximum(last - 1, 0), :], 0)
        else:
            sums = np.concatenate([np.zeros_like(column[..., :1, :]), np.cumsum(column, axis=-2)], axis=-2)
            found[f.name] = sums[..., last, :] - sums[..., first, :]
    return found


def ledgers(known: Sequence[Stand], timelines: Sequence[Timeline]) -> list[Ledger]:
    """Each loan's ledger (N = 1) along its timeline."""
    rolled = [roll_forward(now, timeline).ledger for (now, _), timeline in zip(known, timelines, strict=True)]
    return [ledger for ledger in rolled if ledger is not None]
