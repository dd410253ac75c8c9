"""The clauses a plan is made of, as data. ``planner.terms`` says what each writes into the timeline.

Amounts, shares and counts may be int64 arrays (N,), one value a candidate. ``first``, ``at`` and ``months`` count the
instalments due after the plan's start, from 0.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from planner.book import Part
from planner.money import Ints
from planner.money import share as decimal

Number: TypeAlias = int | Ints


@dataclass(frozen=True, slots=True)
class PrepaymentFee:
    """The price of a voluntary early repayment: max(least, min(most, base x share | months of interest on base | fixed)).

    ``base`` is prepaid, outstanding or original; the fee is due from month ``from_month`` to before ``until_month`` since opening, on what
    goes beyond the quota ``free`` (cents a year from the opening); ``waived`` says the lender asks none.
    """

    months_of_interest: int = 0
    share: int = 0
    until_month: int | None = None
    fixed: int = 0
    least: int = 0
    most: int | None = None
    base: str = "prepaid"
    from_month: int = 0
    free: int = 0
    waived: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """Switch off what ``of`` names (interest, penalty, compound, payments, ageing) and nothing else.

    Either ``months`` instalments from ``first`` on, or the days ``start`` to ``until``, both included. ``then`` says where interest that
    accrues while payments pause goes: bill, waive, defer, capitalise (each due date), capitalise-at-end, spread.
    """

    of: frozenset[str]
    first: Number = 0
    months: Number | None = None
    start: dt.date | None = None
    until: dt.date | None = None
    then: str = "bill"


@dataclass(frozen=True, slots=True)
class Rate:
    """A contract rate (1e-8 a year) for ``months`` instalments from ``first`` on (None: to the end); penalty unless given stays."""

    annual: Number
    first: Number = 0
    months: Number | None = None
    penalty: Number | None = None


@dataclass(frozen=True, slots=True)
class After:
    """A milestone: ``count`` instalments that the plan asks to be paid have come, and nothing due is unpaid."""

    count: Number


@dataclass(frozen=True, slots=True)
class Paid:
    """A milestone: of the principal that stands on the start besides what is forgiven, a ``share`` (1e-8) has been paid since."""

    share: Number


When: TypeAlias = str | After | Paid
"""Signing, completion, or a milestone before completion."""


def said(when: When) -> str:
    """A condition as a case file has it; that of the first candidate where there are several."""
    if isinstance(when, After):
        return f"after({_first(when.count)})"
    return f"paid({decimal(100 * _first(when.share))} %)" if isinstance(when, Paid) else when


def _first(value: Number) -> int:
    return int(np.asarray(value).reshape(-1)[0])


@dataclass(frozen=True, slots=True)
class Waive:
    """Forgive a share (1e-8) of what stands in each part on the start, or an amount of one part; at signing or on a condition."""

    parts: tuple[Part, ...]
    share: Number = 0
    amount: Number = 0
    when: When = "signing"


@dataclass(frozen=True, slots=True)
class Capitalise:
    """What is due (and accrued) of these parts becomes principal."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Defer:
    """Set aside what is due of these parts; it comes back with the last instalment, or in ``spread`` equal parts from the first."""

    parts: tuple[Part, ...]
    spread: Number | None = None


@dataclass(frozen=True, slots=True)
class Extend:
    """``months`` more instalments."""

    months: Number


@dataclass(frozen=True, slots=True)
class InterestOnly:
    """Instalments of interest only, then a new level over what remains; the term stays."""

    first: Number
    months: Number


@dataclass(frozen=True, slots=True)
class Step:
    """A share (1e-8) of the level for ``months`` instalments from ``first`` on."""

    first: Number
    months: Number
    share: Number


@dataclass(frozen=True, slots=True)
class Balloon:
    """A share (1e-8) of the principal not yet due is left for the last instalment by every new level of the plan."""

    share: Number


@dataclass(frozen=True, slots=True)
class LumpSum:
    """An extra payment: pays what is due, then interest accrued, then principal not yet due."""

    date: dt.date
    amount: Number


@dataclass(frozen=True, slots=True)
class Prepay:
    """A voluntary early repayment: pays what is due, interest accrued to the day, then principal not yet due.

    ``effect``: shorten keeps the level and ends sooner, lower keeps the term and sets a new level, both ends in ``months`` instalments
    after the day or asks ``payment`` from then on. ``fee`` is the loan's rule where None, another rule, or so many cents (0: none).
    ``fee_from``: on-top of the amount, out of the amount, or grossed-up (on top, and reckoned on what is prepaid and the fee together).
    """

    date: dt.date
    amount: Number
    effect: str = "shorten"
    fee: PrepaymentFee | int | None = None
    fee_from: str = "on-top"
    payment: Number | None = None
    months: Number | None = None


@dataclass(frozen=True, slots=True)
class Settle:
    """Everything falls due; when ``amount`` has come, on a day (the start where None) or in monthly parts, the rest is forgiven."""

    amount: Number
    on: dt.date | None = None
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee charged and paid on a date (the start where None)."""

    amount: Number
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Recast:
    """A new level for principal not yet due, from instalment ``at`` on."""

    at: Number = 0


@dataclass(frozen=True, slots=True)
class Instalments:
    """A new schedule of ``count`` instalments for all principal, overdue principal included.

    ``method``: level, equal-principal, interest-only. ``amount`` fixes the level instead of solving it. ``every`` is (n, 'month' | 'week' |
    'day'); the loan's own where None. The first is due one period after the start unless ``first_due`` is given.
    """

    count: Number
    method: str = "level"
    first_due: dt.date | None = None
    amount: Number | None = None
    every: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Accelerate:
    """Everything not yet due falls due on a date (the start where None)."""

    on: dt.date | None = None


Clause: TypeAlias = (
    Pause | Rate | Waive | Capitalise | Defer | Extend | InterestOnly | Step | Balloon | LumpSum | Prepay | Settle | Fee
    | Recast | Instalments | Accelerate
)  # fmt: skip
