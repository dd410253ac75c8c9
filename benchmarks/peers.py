"""The same loans elsewhere: seconds a loan."""

from __future__ import annotations

import time

import numpy as np
import numpy_financial as npf

from benchmarks.book import STEPS
from planner.book import Position, Timeline
from planner.case import Loan
from planner.money import ONE, Ints
from tests.laws.adapt import loan_of, state_of, steps_of
from tests.oracle import roll


def oracle(position: Position, timeline: Timeline, some: Ints) -> float:
    """The exact scalar loop, one loan after another."""
    ready = [(loan_of(timeline, j), state_of(position, j), steps_of(timeline, j)) for j in some]
    start = time.process_time()
    for own, state, steps in ready:
        roll(own, state, steps)
    return (time.process_time() - start) / len(ready)


def numpy_financial(position: Position, loan: Loan, count: int) -> float:
    """numpy-financial's level schedule: floats, unrounded, nothing overdue."""
    rate, principal = np.asarray(loan.rate)[:count] / ONE / 12, position.principal[:count] / 100
    periods = np.arange(1, STEPS + 1)
    start = time.process_time()
    for i, p in zip(rate, principal, strict=True):
        npf.pmt(i, STEPS, -p)
        npf.ipmt(i, periods, STEPS, -p)
        npf.ppmt(i, periods, STEPS, -p)
    return (time.process_time() - start) / count
