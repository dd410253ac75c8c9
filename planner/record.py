"""What a roll keeps: every column of every step, or payments and totals only."""

from __future__ import annotations

from typing import Final, Protocol

import numpy as np

from planner.book import Flows, Ledger, Timeline
from planner.money import Ints

SINGLE: Final = (
    "accrued", "penalty", "compound", "fee", "received", "returned", "held", "level", "days_past_due", "drawn",
)  # fmt: skip
PARTED: Final = (
    "opening", "waived", "vested", "pledged", "capitalised", "deferred", "released", "billed", "allocated", "prepaid",
    "closing", "revived",
)  # fmt: skip


class Record(Protocol):
    """Where movements report what they did."""

    full: bool

    def at(self, e: int) -> None:
        """Turn to step e."""

    def put(self, name: str, value: Ints) -> None:
        """Add an amount (N,) or (5, N) to a column of this step."""


class LedgerRecord:
    """Keeps the whole ledger."""

    full = True

    def __init__(self, timeline: Timeline, loans: int, steps: int) -> None:
        """Empty columns (E, N) and (5, E, N) for the first ``steps`` steps."""
        size = (steps, loans)
        self.timeline, self.size, self.e = timeline, size, 0
        self.data: dict[str, Ints] = {name: np.zeros(size, dtype=np.int64) for name in SINGLE}
        self.data |= {name: np.zeros((5, *size), dtype=np.int64) for name in PARTED}
        self.data["disputed"] = np.zeros((2, *size), dtype=np.int64)

    def at(self, e: int) -> None:
        """Turn to step e."""
        self.e = e

    def put(self, name: str, value: Ints) -> None:
        """Add an amount to a column of this step."""
        self.data[name][..., self.e, :] += value

    def ledger(self) -> Ledger:
        """The ledger."""
        columns = (np.broadcast_to(c, (self.timeline.length, self.size[1])) for c in (self.timeline.date, self.timeline.number))
        date, number = (np.array(c[: self.size[0]]) for c in columns)
        return Ledger(date=date, number=number, **self.data)


class FlowRecord:
    """Keeps payments by step, and what was paid and forgiven by part."""

    full = False

    def __init__(self, timeline: Timeline, loans: int, steps: int) -> None:
        """Empty totals."""
        self.timeline, self.e = timeline, 0
        self.paid = np.zeros((steps, loans), dtype=np.int64)
        self.paid_parts = np.zeros((5, loans), dtype=np.int64)
        self.waived_parts = np.zeros((5, loans), dtype=np.int64)

    def at(self, e: int) -> None:
        """Turn to step e."""
        self.e = e

    def put(self, name: str, value: Ints) -> None:
        """Keep what measures need."""
        if name == "received":
            self.paid[self.e] += value
        elif name == "returned":
            self.paid[self.e] -= value
        elif name in ("allocated", "prepaid"):
            self.paid_parts += value
        elif name == "waived":
            self.waived_parts += value

    def flows(self) -> Flows:
        """The flows."""
        return Flows(self.timeline.date[: self.paid.shape[0]], self.paid, self.paid_parts, self.waived_parts)
