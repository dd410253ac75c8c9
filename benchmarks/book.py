"""A book of loans of one calendar, as a statement gives them, and its timelines."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np

from planner import dates
from planner.book import Position, Timeline, fresh, no_dues, take
from planner.case import Loan, Statement
from planner.contract import pays_as_billed
from planner.money import Ints
from planner.steps import put
from planner.today import stand

AS_OF = dt.date(2026, 9, 30)
STEPS = 36
ROWS = 3


def loans(count: int, seed: int = 7) -> tuple[Position, Loan]:
    """``count`` loans with 0 to 3 missed instalments, round rates, one due day; and the contract they share."""
    draw = np.random.default_rng(seed)
    principal = draw.integers(1_000_000, 20_000_000, count)
    rate = draw.choice(np.array([7_200_000, 12_000_000, 15_400_000, 18_000_000, 24_000_000]), count)
    missed = np.sort(draw.integers(0, ROWS + 1, count))
    loan = Loan(
        id="book", kind="consumer", principal=principal, rate=rate, opened=dt.date(2025, 9, 15), instalments=STEPS,
        first_due=dt.date(2026, 10, 15), due_day=15, penalty_rate=rate * 3 // 2, compound_rate=rate * 3 // 2,
        statement=Statement(AS_OF, 0),
    )  # fmt: skip
    return _position(principal, rate, missed), loan


def _position(principal: Ints, rate: Ints, missed: Ints) -> Position:
    """Missed instalments of about a 36th of principal and a month's interest, oldest first."""
    n = principal.size
    amount = np.zeros((5, ROWS, n), dtype=np.int64)
    open_rows = np.arange(ROWS)[:, None] >= ROWS - missed
    amount[0] = np.where(open_rows, principal // STEPS, 0)
    amount[1] = np.where(open_rows, principal * (rate // 10_000) // 120_000, 0)
    due = np.array([dates.day(dt.date(2026, m, 15)) for m in (7, 8, 9)])[:, None] + np.zeros((1, n), dtype=np.int64)
    dues = replace(no_dues(ROWS, n), due=due, amount=amount)
    return replace(fresh(np.full(n, dates.day(AS_OF)), principal), dues=dues)


def timelines(loan: Loan) -> tuple[Timeline, Timeline]:
    """The contract's future paid as billed, and with nobody paying; the first step sets every loan's level."""
    _, contract = stand(loan, AS_OF)
    future = put(contract, "recast", np.zeros(1, dtype=np.int64), 1)
    return pays_as_billed(future, dates.day(AS_OF)), future


def chunk(position: Position, timeline: Timeline, rows: slice) -> tuple[Position, Timeline]:
    """Some loans of the book."""
    picked = np.arange(position.loans)[rows]

    def own(column: Ints | None) -> Ints | None:
        return column if column is None or column.shape[-1] == 1 else column[..., picked]

    own_rates = replace(timeline, rate=own(timeline.rate), penalty=own(timeline.penalty), compound=own(timeline.compound))
    return take(position, picked), own_rates
