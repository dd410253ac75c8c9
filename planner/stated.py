"""A position as a bank states it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner import dates
from planner.book import Position, fresh, no_dues
from planner.loan import Due, Loan, Statement
from planner.money import Ints


def position_of(loan: Loan, statement: Statement, day: int) -> Position:
    """A statement as a position (N = 1); remainders are unknown, hence nil."""
    def one(value: int) -> Ints:
        return np.array([value], dtype=np.int64)

    empty = fresh(one(day), one(statement.principal))
    rows = sorted(statement.dues, key=lambda row: row.due)
    dues = no_dues(len(rows), 1)
    for k, row in enumerate(rows):
        dues.due[k] = dates.day(row.due)
        dues.amount[:, k, 0] = parts_of(row)
    deferred = np.zeros((5, 1), dtype=np.int64)
    if statement.deferred is not None:
        deferred[:, 0] = parts_of(statement.deferred)
    return replace(
        empty, dues=dues, deferred=deferred, accrued=one(statement.accrued), held=one(statement.held),
        level=one(statement.payment or 0), original=np.atleast_1d(np.asarray(loan.principal, dtype=np.int64)),
    )  # fmt: skip


def parts_of(row: Due) -> tuple[int, int, int, int, int]:
    """Amounts of a row in the order of the parts."""
    return row.principal, row.interest, row.penalty, row.compound, row.fee
