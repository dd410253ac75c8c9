"""The nouns of the calculation: Part, Position, Timeline, Ledger. docs/engine.md defines every field.

Struct of arrays: the loan axis is last, the step axis second last. A length of 1 means the same for all loans or steps;
None means absent, that is neutral. Amounts are int64 cents, rates and shares int64 in 1e-8, days int64 since 1970-01-01.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Final

import numpy as np

from planner.conventions import NAMES, NONE, Conventions
from planner.money import Ints
from planner.stages import Stages, unstaged


class Part(IntEnum):
    """What a debt is made of."""

    PRINCIPAL = 0
    INTEREST = 1
    PENALTY = 2
    COMPOUND = 3
    FEE = 4


PARTS: Final = tuple(Part)
ACCRUED: Final = 5
"""Row of the waive, pledge, capitalise and defer columns that reaches only interest accrued and not yet billed."""


class Shape:
    """What an instalment asks of principal: plain ints, since arrays compare with members of an enum eight times slower."""

    NONE: Final = 0
    LEVEL: Final = 1
    UNIT: Final = 2
    INTEREST: Final = 3
    ALL: Final = 4
    PRINCIPAL: Final = 5
    """A unit of principal without the interest."""


class Off:
    """Bits of what is paused."""

    INTEREST: Final = 1
    PENALTY: Final = 2
    COMPOUND: Final = 4


class Pays:
    """Whether what is due is paid: not, as far as cash does not cover it, or besides the cash of that day."""

    NO: Final = 0
    AS_BILLED: Final = 1
    ON_TOP: Final = 2
    PAUSED: Final = 3
    """Only while a plan is being written: an instalment that is agreed not to be paid."""


class Early:
    """What becomes of money beyond what is due."""

    HOLD: Final = 0
    PREPAY: Final = 1
    LOWER: Final = 2
    NEXT: Final = 3
    LAST: Final = 4
    NEXT_LAST: Final = 5
    RETURN: Final = 6


@dataclass(frozen=True, slots=True)
class Dues:
    """What was billed and is unpaid, oldest first: rows (K, N), amounts (5, K, N)."""

    due: Ints
    amount: Ints
    penalty_rem: Ints
    compound_rem: Ints
    number: Ints
    relief: Ints
    penalty_wait: Ints
    compound_wait: Ints
    penalty_base: Ints
    compound_base: Ints
    on_penalty_rem: Ints
    on_compound_rem: Ints


@dataclass(frozen=True, slots=True)
class Position:
    """Where N loans stand on a date. One-dimensional fields are (N,), ``deferred`` and ``conditional`` (5, N), ``ahead`` (2, N).

    ``staged`` (5, K, N), ``staged_day`` and ``staged_left`` (K, N) are what of ``conditional`` waits for milestones.
    """

    date: Ints
    principal: Ints
    accrued: Ints
    accrued_rem: Ints
    dues: Dues
    deferred: Ints
    conditional: Ints
    staged: Ints
    staged_day: Ints
    staged_left: Ints
    held: Ints
    level: Ints
    original: Ints
    settled: Ints
    relief: Ints
    ahead: Ints
    extra: Ints

    @property
    def loans(self) -> int:
        """Number of loans, N."""
        return int(self.principal.shape[0])


@dataclass(frozen=True, slots=True)
class Timeline:
    """What is set to happen: columns (E, N), (6, E, N) or (5, E, N), each axis E or N possibly of length 1.

    ``base``, ``penalty_base``, ``anchor``, ``order``, ``late_order`` and ``late_from`` are (N,) or (1,). ``count`` and
    ``penalty_count`` name the day counts by which ``time`` and ``penalty_time`` were measured.
    """

    date: Ints
    since: Ints
    number: Ints
    time: Ints
    penalty_time: Ints
    base: Ints
    penalty_base: Ints
    anchor: Ints
    count: str
    penalty_count: str
    orders: tuple[tuple[int, ...], ...]
    order: Ints
    late_order: Ints
    late_from: Ints
    conventions: Conventions = NONE
    stages: Stages | None = None
    rate: Ints | None = None
    penalty: Ints | None = None
    compound: Ints | None = None
    off: Ints | None = None
    relief: Ints | None = None
    fall_due: Ints | None = None
    waive: Ints | None = None
    waive_cents: Ints | None = None
    pledge: Ints | None = None
    pledge_cents: Ints | None = None
    sign: Ints | None = None
    capitalise: Ints | None = None
    defer: Ints | None = None
    release: Ints | None = None
    redate: Ints | None = None
    shape: Ints | None = None
    share: Ints | None = None
    fixed: Ints | None = None
    fee: Ints | None = None
    accelerate: Ints | None = None
    cash: Ints | None = None
    pays: Ints | None = None
    early: Ints | None = None
    settle: Ints | None = None
    recast: Ints | None = None
    set_level: Ints | None = None
    balloon: Ints | None = None
    draw: Ints | None = None
    head: Ints | None = None
    penalty_late: Ints | None = None
    compound_late: Ints | None = None
    joins: Ints | None = None
    late_share: Ints | None = None
    late_day: Ints | None = None
    revive: Ints | None = None

    @property
    def length(self) -> int:
        """Number of steps, E."""
        return int(self.date.shape[0])

    @property
    def loans(self) -> int:
        """Number of loans the columns tell apart, 1 where all are the same."""
        every = (*(getattr(self, name) for name in (*COLUMNS, *PER_LOAN)), *(getattr(self.conventions, name) for name in NAMES))
        most = max(int(c.shape[-1]) for c in every if c is not None)
        return max(most, 1 if self.stages is None else self.stages.loans)


RUNNING: Final = ("since", "rate", "penalty", "compound", "off", "penalty_late", "compound_late")
"""Columns that describe the interval a step ends: an inserted step takes them from the step that follows."""
BY_PART: Final[dict[str, int]] = {
    "waive": 6, "waive_cents": 5, "pledge": 6, "pledge_cents": 5, "capitalise": 6, "defer": 6, "release": 5,
}  # fmt: skip
PER_LOAN: Final = ("base", "penalty_base", "anchor", "order", "late_order", "late_from")
COLUMNS: Final = tuple(
    f.name for f in fields(Timeline) if f.name not in (*PER_LOAN, "count", "penalty_count", "orders", "conventions", "stages")
)
NEUTRAL: Final[dict[str, int]] = {"share": 10**8}
"""Neutral values other than 0."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What happened at each step: (E, N), by part (5, E, N), ``disputed`` (2, E, N), in cents. docs/engine.md lists the columns."""

    date: Ints
    number: Ints
    opening: Ints
    accrued: Ints
    penalty: Ints
    compound: Ints
    fee: Ints
    waived: Ints
    vested: Ints
    pledged: Ints
    capitalised: Ints
    deferred: Ints
    released: Ints
    billed: Ints
    received: Ints
    allocated: Ints
    prepaid: Ints
    returned: Ints
    held: Ints
    closing: Ints
    level: Ints
    days_past_due: Ints
    drawn: Ints
    disputed: Ints
    revived: Ints


@dataclass(frozen=True, slots=True)
class Flows:
    """The least that measures need: payments (E, N) net of what was returned, and totals by part (5, N)."""

    date: Ints
    paid: Ints
    paid_parts: Ints
    waived_parts: Ints


def no_dues(rows: int, loans: int) -> Dues:
    """``rows`` empty rows for ``loans`` loans."""
    nothing = np.zeros((5, rows, loans), dtype=np.int64)
    return Dues(**{f.name: nothing[0].copy() for f in fields(Dues)} | {"amount": nothing})


def fresh(date: Ints, principal: Ints, level: Ints | None = None) -> Position:
    """The position of loans just disbursed: nothing due, nothing accrued."""
    n = int(np.broadcast(date, principal).size)

    def full(value: Ints | int) -> Ints:
        return np.array(np.broadcast_to(np.asarray(value, dtype=np.int64), (n,)))

    zero = np.zeros((5, n), dtype=np.int64)
    return Position(
        date=full(date), principal=full(principal), accrued=full(0), accrued_rem=full(0), dues=no_dues(0, n),
        deferred=zero, conditional=zero.copy(), **unstaged(n), held=full(0), level=full(0 if level is None else level),
        original=full(principal), settled=full(0), relief=full(0), ahead=np.zeros((2, n), dtype=np.int64), extra=full(0),
    )  # fmt: skip


def standing(position: Position) -> Ints:
    """All that stands by part (5, N): undue or accrued, dues, deferred, conditional."""
    total: Ints = position.dues.amount.sum(axis=1) + position.deferred + position.conditional
    total[Part.PRINCIPAL] += position.principal
    total[Part.INTEREST] += position.accrued
    return total


def days_past_due(position: Position) -> Ints:
    """Days since the oldest unpaid due date that count for ageing (N,), 0 if none is past."""
    dues = position.dues
    age = position.date - dues.due - (position.relief - dues.relief)
    unpaid = (dues.amount.sum(axis=0) > 0) & (dues.due <= position.date)
    oldest: Ints = np.max(np.where(unpaid, age, 0), axis=0, initial=0)
    return oldest


def take(position: Position, loans: Ints) -> Position:
    """The position of the loans at these indices, in this order; an index may repeat."""

    def pick(value: Ints) -> Ints:
        return value[..., loans]

    dues = Dues(**{f.name: pick(getattr(position.dues, f.name)) for f in fields(Dues)})
    own = {f.name: pick(getattr(position, f.name)) for f in fields(Position) if f.name != "dues"}
    return Position(dues=dues, **own)
