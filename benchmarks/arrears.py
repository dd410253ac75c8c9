"""Arrears replayed: a book of loans of one calendar, each with payments of its own, from the opening on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from planner import dates
from planner.book import Part, Position, Timeline
from planner.loan import Loan
from planner.money import Ints
from planner.replay import replay

DUES, PAYMENTS = 36, 30
EVENTS = DUES + PAYMENTS
CHUNK = 5_000
OPENED, FIRST = dt.date(2023, 1, 15), dt.date(2023, 2, 15)
PRINCIPAL_FIRST = (Part.PRINCIPAL, Part.INTEREST, Part.PENALTY, Part.COMPOUND, Part.FEE)
LATE = np.array([-6, -2, -1, 0, 0, 0, 1, 3, 8, 17, 29, 46], dtype=np.int64)
"""Days after a due date on which money comes."""
SHARE = np.array([30, 50, 80, 100, 100, 100, 100, 100, 120, 150, 200, 300], dtype=np.int64)
"""Hundredths of an instalment that come."""


def loans(count: int, seed: int = 11) -> tuple[Ints, Ints, Ints, Ints]:
    """Principal and rate (N,), and days and amounts (P, N) of payments: six months of 36 missed, the rest early, late or in part."""
    draw = np.random.default_rng(seed)
    principal = draw.integers(1_000_000, 20_000_000, count)
    rate = draw.choice(np.array([7_200_000, 12_000_000, 15_400_000, 18_000_000, 24_000_000]), count)
    due = dates.schedule(dates.day(FIRST), DUES, (1, "month"), 15)
    paid = np.sort(np.argsort(draw.random((DUES, count)), axis=0)[:PAYMENTS], axis=0)
    days = due[paid] + draw.choice(LATE, paid.shape)
    level = principal // DUES + principal * (rate // 10_000) // 120_000 * 6 // 10
    return principal, rate, days, level * draw.choice(SHARE, paid.shape) // 100


def written(book: tuple[Ints, Ints, Ints, Ints], rows: Ints) -> tuple[Position, Timeline]:
    """Positions and timelines of some loans; every second one pays its principal first from 91 days on."""
    principal, rate, days, amounts = (column[..., rows] for column in book)
    loan = Loan(
        id="arrears", kind="consumer", principal=principal, rate=rate, opened=OPENED, instalments=DUES, first_due=FIRST, due_day=15,
        penalty_rate=rate * 3 // 2, compound_rate=rate * 3 // 2, late_order=PRINCIPAL_FIRST, late_from=91,
    )  # fmt: skip
    position, timeline = replay(loan, days, amounts)
    return position, replace(timeline, late_from=np.where(rows % 2 == 0, 91, -1))


def chunks(book: tuple[Ints, Ints, Ints, Ints], size: int) -> Iterator[Ints]:
    """Loans in groups of about as many open instalments: those that paid least of their principal together."""
    principal, _, _, amounts = book
    order = np.argsort(amounts.sum(axis=0) / principal)
    for a in range(0, order.size, size):
        yield order[a : a + size]
