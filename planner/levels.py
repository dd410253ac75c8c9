"""Level payments solved on the same accrual the roll uses, so that no balloon hides behind the last instalment.

What is left after the last step is a straight line in the payment while each payment covers its interest; where one does
not, the line bends, and Newton's steps from the unbent line end at the root (the function is concave and piecewise linear).
The result is proposed in float64; where it lies near half a cent, the same lines run in exact fractions decide.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from planner.book import ACCRUED, Off, Shape, Timeline
from planner.money import ONE, Ints

Numbers: TypeAlias = npt.NDArray[Any]
"""float64, or objects holding Fractions."""


@dataclass(frozen=True, slots=True)
class Rest:
    """The steps after a recast, columns (S, n).

    ``weight`` is the share of the level a step asks (0: it asks none), ``fixed`` interest it earns besides, ``clears`` whether a step
    bills what accrued, ``keep`` and ``join`` what of it is kept, and becomes principal, before that. ``even`` says that only levels are
    asked, one a step, up to each loan's last; ``full`` that besides each is a whole level. ``carried`` marks levels of no share whose
    interest is carried on; None where there are none.
    """

    interest: Numbers
    weight: Numbers
    fixed: Numbers
    clears: npt.NDArray[np.bool_]
    keep: Numbers | None
    join: Numbers | None
    even: bool
    full: bool
    carried: npt.NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """What a level is set on, (n,) each: undue principal, accrued interest with its remainder, and the share left for the last.

    ``held`` is the remainder as the rounding keeps it.
    """

    undue: Ints
    accrued: Ints
    rem: Ints
    balloon: Ints
    held: Ints


def fractions(values: Numbers) -> Numbers:
    """Whole numbers as exact fractions."""
    return np.array([Fraction(int(v)) for v in values.ravel()], dtype=object).reshape(values.shape)


def root(undue: Numbers, accrued: Numbers, balloon: Numbers, rest: Rest) -> Numbers:
    """The payment at which ``balloon`` of the principal is left after the last step."""
    bent = np.zeros((rest.interest.shape[0], 1), dtype=bool)
    while True:
        payment = line(undue, accrued, balloon, rest, bent)
        if not _may_bend(payment, undue, accrued, rest):
            return payment
        now = _bends(payment, undue, accrued, rest) | bent
        if np.array_equal(now, np.broadcast_to(bent, now.shape)):
            return payment
        bent = now


def line(undue: Numbers, accrued: Numbers, balloon: Numbers, rest: Rest, bent: npt.NDArray[np.bool_]) -> Numbers:
    """Root of the straight line: coefficients of principal, accrued, payment and a constant, from the last step back."""
    if rest.even and not bent.any():
        return _annuity(undue, accrued, balloon, rest)
    on_principal = undue * 0 + 1
    on_accrued, on_payment, constant = undue * 0, undue * 0, undue * 0
    for s in range(rest.interest.shape[0] - 1, -1, -1):
        pays = (rest.weight[s] > 0) & ~bent[s]
        on_payment = on_payment + np.where(pays, on_principal * rest.weight[s], 0)
        kept = np.where(pays, on_principal, np.where(rest.clears[s], 0, on_accrued))
        if rest.carried is not None:
            kept = np.where(rest.carried[s], on_principal, kept)
        on_accrued = kept if rest.keep is None or rest.join is None else on_principal * rest.join[s] + kept * rest.keep[s]
        on_principal = on_principal + on_accrued * rest.interest[s]
        constant = constant + on_accrued * rest.fixed[s]
    left = on_principal * undue + on_accrued * accrued + constant - balloon * undue
    return np.where(on_payment > 0, left / np.where(on_payment > 0, on_payment, 1), 0)


def _annuity(undue: Numbers, accrued: Numbers, balloon: Numbers, rest: Rest) -> Numbers:
    """The same line where levels are asked at every step up to the last and nothing else happens to interest."""
    on_principal = undue * 0 + 1
    on_accrued, on_payment = undue * 0, undue * 0
    for s in range(rest.interest.shape[0] - 1, -1, -1):
        asked = on_principal if rest.full else on_principal * rest.weight[s]
        on_payment = on_payment + asked
        on_accrued = on_principal if rest.full else np.where(rest.clears[s], on_principal, on_accrued)
        on_principal = on_principal + on_accrued * rest.interest[s]
    payment: Numbers = (on_principal * undue + on_accrued * accrued - balloon * undue) / np.where(on_payment > 0, on_payment, 1)
    return payment * (on_payment > 0)


def _may_bend(payment: Numbers, undue: Numbers, accrued: Numbers, rest: Rest) -> bool:
    """Whether some step's interest could exceed its payment; false only when that is certain."""
    if not rest.even:
        return True
    most = undue * rest.interest.max(axis=0, initial=0) + accrued
    least = payment if rest.full else payment * np.where(rest.weight > 0, rest.weight, 1).min(axis=0, initial=1)
    return bool(np.any(least * (1 if payment.dtype == object else 1 - 1e-9) < most))


def _bends(payment: Numbers, undue: Numbers, accrued: Numbers, rest: Rest) -> npt.NDArray[np.bool_]:
    """Steps at which the payment does not cover the interest."""
    size = (rest.interest.shape[0], undue.shape[0])
    bent = np.zeros(size, dtype=bool)
    for s in range(size[0]):
        accrued = accrued + undue * rest.interest[s] + rest.fixed[s]
        if rest.keep is not None and rest.join is not None:
            undue = undue + accrued * rest.join[s]
            accrued = accrued * rest.keep[s]
        over = payment * rest.weight[s] - accrued
        bent[s] = (rest.weight[s] > 0) & (over < 0)
        undue = undue - np.where((rest.weight[s] > 0) & (over > 0), over, 0)
        accrued = np.where(rest.clears[s], accrued * 0, accrued)
    return bent


def rows_of(column: Ints | None, after: int, neutral: int = 0) -> Ints:
    """A column's steps after ``after``; a column the same for all steps stays one row."""
    if column is None:
        return np.full((1, 1), neutral, dtype=np.int64)
    return column if column.shape[-2] == 1 else column[..., after:, :]


def of_loans(column: Ints, loans: Ints) -> Ints:
    """A column of some loans; one that is the same for all stays one wide."""
    return column if column.shape[-1] == 1 else column[..., loans]


def _accrued_shares(timeline: Timeline, after: int, loans: Ints) -> tuple[Ints, Ints, Ints, Ints] | None:
    """Shares of accrued interest waived, pledged, capitalised and deferred; None where no step has any."""
    names = (timeline.waive, timeline.pledge, timeline.capitalise, timeline.defer)
    if all(c is None for c in names):
        return None
    own = [of_loans(rows_of(None if c is None else c[ACCRUED], after), loans) for c in names]
    return (own[0], own[1], own[2], own[3]) if any(c.any() for c in own) else None


def _kept(timeline: Timeline, after: int, loans: Ints, number: Callable[[Numbers], Numbers]) -> tuple[Numbers | None, Numbers | None]:
    """What is kept of accrued interest, and what of it becomes principal, before it is billed; None where all is kept."""
    shares = _accrued_shares(timeline, after, loans)
    if shares is None:
        return None, None
    waive, pledge, join, defer = (number(s) / ONE for s in shares)
    left = (1 - waive) * (1 - pledge)
    return left * (1 - join) * (1 - defer), left * join


def _carried(timeline: Timeline, loans: Ints, shape: Ints, weight: Ints) -> npt.NDArray[np.bool_] | None:
    """Levels of no share whose interest is carried on; None where there are none."""
    capped = timeline.conventions["capped"]
    if capped is None:
        return None
    carried = ((shape == Shape.LEVEL) | (shape == Shape.ALL)) & (weight == 0) & (of_loans(capped, loans) > 0)
    return carried if carried.any() else None


def rest_of(timeline: Timeline, after: int, loans: Ints, *, exact: bool = False, until: Ints | None = None, before: bool = False) -> Rest:
    """The steps from ``after`` on of these loans, with the rate in force at the first of them, or with the one ``before`` it.

    ``until`` (n,) is the last step, counted from 0, at which a level is asked; None asks to the end.
    """
    count = timeline.length - after

    def own(column: Ints | None, neutral: int = 0) -> Ints:
        return of_loans(rows_of(column, after, neutral), loans)

    number = fractions if exact else (lambda v: v.astype(float))
    shape = own(timeline.shape)
    unit = number(of_loans(timeline.base, loans)) * ONE
    rate_row = (of_loans(rows_of(timeline.rate, after - 1), loans) if before else own(timeline.rate))[:1]
    rate = number(rate_row) / unit
    factor = number(own(timeline.time)) * rate
    months = timeline.conventions["level_months"]
    if months is not None:
        share = of_loans(months, loans)
        nominal = number(rate_row) / (number(np.full(1, 12, dtype=np.int64)) * ONE) * number(share)
        factor = np.where(share > 0, nominal * number((own(timeline.number) > 0).astype(np.int64)), factor)
    fixed = own(timeline.fixed)
    if timeline.off is not None:
        stopped = own(timeline.off) & Off.INTEREST > 0
        factor, fixed = np.where(stopped, 0, factor), np.where(stopped, 0, fixed)
    keep, join = _kept(timeline, after, loans, number)
    clears = shape > 0
    weight = np.where((shape == Shape.LEVEL) | (shape == Shape.ALL), own(timeline.share, ONE), 0)
    if until is not None:
        weight = np.where(np.arange(count)[:, None] > until, 0, weight)
    asks = weight > 0
    even = keep is None and not fixed.any() and np.array_equal(asks, clears) and not (asks[1:] & ~asks[:-1]).any()

    def long(column: Numbers) -> Numbers:
        return np.broadcast_to(column, (count, column.shape[1]))

    carried = _carried(timeline, loans, shape, weight)
    return Rest(
        long(factor), long(number(weight) / ONE), long(number(fixed)), long(clears), None if keep is None else long(keep),
        None if join is None else long(join), even, even and bool((weight == ONE).all()),
        None if carried is None else long(carried),
    )  # fmt: skip
