"""The level payment, or principal unit, that a recast sets: solved by ``planner.levels``, rounded as a loan's conventions say."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from planner import levels
from planner.book import ACCRUED, Shape, Timeline
from planner.conventions import Residue, Rounding
from planner.levels import Basis, Numbers, Rest, fractions, of_loans, rest_of, rows_of
from planner.money import ONE, Bools, Ints, half_up
from planner.smoothing import smoothed

HALF = Fraction(1, 2)


def set_level(timeline: Timeline, after: int, loans: Ints, basis: Basis, kept: Ints | None = None) -> tuple[Ints, Ints | None]:
    """The new level, or principal unit, of ``loans`` for the steps from ``after`` on, and what the first asks besides (None: nothing).

    ``kept`` (n,) is the level in force of loans whose term is not to grow, 0 for others.
    """
    shape = np.broadcast_to(of_loans(rows_of(timeline.shape, after), loans), (timeline.length - after, loans.size))
    units = (shape == Shape.UNIT) | (shape == Shape.PRINCIPAL)
    by_unit = units.any(axis=0)
    result, extra = np.zeros(loans.size, dtype=np.int64), None
    if by_unit.any():
        share = np.broadcast_to(of_loans(rows_of(timeline.share, after, ONE), loans), shape.shape)
        result, extra = _unit(timeline, loans, basis, np.where(units | (shape == Shape.ALL), share, 0))
    if not by_unit.all():
        level, more = _level(timeline, after, loans, basis, ~by_unit)
        if kept is not None and kept.any():
            short = _within(timeline, after, loans, basis, kept)
            level = np.where(short < 0, level, short)
            more = None if more is None else np.where(short < 0, more, 0)
        result = np.where(by_unit, result, level)
        extra = more if extra is None else extra if more is None else np.where(by_unit, extra, more)
    stands = basis.undue > 0
    return np.where(stands, result, 0), None if extra is None else np.where(stands, extra, 0)


def _own(timeline: Timeline, name: str, loans: Ints) -> Ints:
    """A convention of these loans, 0 where absent (n,)."""
    value = timeline.conventions[name]
    return np.zeros(loans.size, dtype=np.int64) if value is None else np.broadcast_to(of_loans(value, loans), loans.shape)


def _plain(timeline: Timeline) -> bool:
    """Whether every loan rounds its level half up to the cent and leaves the rest to the last."""
    own = timeline.conventions
    return all(own[name] is None for name in ("level_unit", "level_up", "residue", "rounding"))


def rounded(value: Fraction, unit: int, *, up: bool, even: bool) -> int:
    """A level as a multiple of ``unit`` cents: up, half even or half up."""
    units = value / max(unit, 1)
    if up:
        return -int(-units // 1) * max(unit, 1)
    return (round(units) if even else int((units + HALF) // 1)) * max(unit, 1)


def _unit(timeline: Timeline, loans: Ints, basis: Basis, shares: Ints) -> tuple[Ints, Ints | None]:
    """Equal principal: undue x (1 - balloon) / sum of shares; 0 where no share asks."""
    total = shares.sum(axis=0)
    if _plain(timeline):
        return np.where(total > 0, half_up(basis.undue, ONE - basis.balloon, np.maximum(total, 1)), 0), None
    unit, extra = np.zeros(loans.size, dtype=np.int64), np.zeros(loans.size, dtype=np.int64)
    size, up, even, residue = (_own(timeline, name, loans) for name in ("level_unit", "level_up", "rounding", "residue"))
    for j in np.flatnonzero(total > 0):
        exact = Fraction(int(basis.undue[j]) * (ONE - int(basis.balloon[j])), int(total[j]))
        first, cents = residue[j] == Residue.FIRST, max(int(size[j]), 1)
        own = int(exact // cents) * cents if first else rounded(exact, cents, up=bool(up[j]), even=even[j] == Rounding.HALF_EVEN)
        unit[j] = own
        if first:
            left = half_up(basis.undue[[j]], basis.balloon[[j]], ONE)[0]
            extra[j] = basis.undue[j] - left - half_up(np.full(shares.shape[0], own), shares[:, j], ONE).sum()
    return unit, extra


def _level(timeline: Timeline, after: int, loans: Ints, basis: Basis, asked: Bools) -> tuple[Ints, Ints | None]:
    """Propose in floats; settle what lies near a rounding's edge in fractions."""
    rest = rest_of(timeline, after, loans)
    nominal = _own(timeline, "level_months", loans) > 0
    unit = np.broadcast_to(of_loans(timeline.base, loans) * ONE, loans.shape)
    accrued = np.where(nominal, 0, basis.accrued + basis.rem / unit)
    capped = _own(timeline, "capped", loans) > 0
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        proposed = _payment(basis.undue.astype(float), accrued, basis.balloon / ONE, rest, capped)
    wild = ~np.isfinite(proposed)
    proposed = np.where(wild, 0.5, proposed)
    level = np.floor(proposed + 0.5).astype(np.int64)
    if _plain(timeline):
        close = (np.abs(proposed - np.floor(proposed) - 0.5) < 1e-6 + proposed * 1e-11) | wild
        # Without interest the proposal is a quotient of two whole numbers, whose rounding cannot fall on the wrong side of a half.
        unshared = ((rest.weight == 1) | (rest.weight == 0)).all(axis=0)
        close &= ~(rest.even & unshared & ~rest.interest.any(axis=0) & (basis.balloon == 0) & (basis.rem == 0))
        for j in np.flatnonzero(close):
            level[j] = max(int(_exact(timeline, after, int(loans[j]), basis, int(j))[0] + HALF), 0)
        return np.maximum(level, 0), None
    return _conventional(timeline, after, loans, basis, asked)


def _within(timeline: Timeline, after: int, loans: Ints, basis: Basis, kept: Ints) -> Ints:
    """Levels, rounded up, that pay off within the instalments that the levels ``kept`` would need; -1 where those are all there are."""
    result = np.full(loans.shape, -1, dtype=np.int64)
    rest = rest_of(timeline, after, loans, before=True)
    accrued = basis.accrued + basis.rem / np.broadcast_to(of_loans(timeline.base, loans) * ONE, loans.shape)
    accrued = np.where(_own(timeline, "level_months", loans) > 0, 0, accrued)
    until = _needed(basis.undue.astype(float), accrued, rest, kept.astype(float))
    size = _own(timeline, "level_unit", loans)
    steps = np.arange(rest.weight.shape[0])[:, None]
    ends = np.where(rest.weight > 0, steps, -1).max(axis=0)
    for j in np.flatnonzero((kept > 0) & (basis.undue > 0) & (until < ends)):
        exact, _, _ = _exact(timeline, after, int(loans[j]), basis, int(j), until=until[[j]])
        result[j] = max(rounded(exact, int(size[j]), up=True, even=False), 0)
    return result


def _needed(undue: Numbers, accrued: Numbers, rest: Rest, level: Numbers) -> Ints:
    """The step, counted from 0, after which a level would leave a cent or less; the last where it never does (n,)."""
    last = rest.interest.shape[0] - 1
    found = np.full(undue.shape, last, dtype=np.int64)
    open_ = np.ones(undue.shape, dtype=bool)
    for s in range(last + 1):
        accrued = accrued + undue * rest.interest[s] + rest.fixed[s]
        if rest.keep is not None and rest.join is not None:
            undue, accrued = undue + accrued * rest.join[s], accrued * rest.keep[s]
        asks = rest.weight[s] > 0
        pays = asks if rest.carried is None else asks | rest.carried[s]
        undue = undue - np.where(pays, rest.weight[s] * level - accrued, 0)
        accrued = np.where(rest.clears[s], 0, accrued)
        done = open_ & asks & (undue <= 1)
        found, open_ = np.where(done, s, found), open_ & ~done
    return found


def _payment(undue: Numbers, accrued: Numbers, balloon: Numbers, rest: Rest, capped: Bools) -> Numbers:
    """The payment; where interest above the level is carried, the line does not bend."""
    if not capped.any():
        return levels.root(undue, accrued, balloon, rest)
    straight = levels.line(undue, accrued, balloon, rest, np.zeros((rest.interest.shape[0], 1), dtype=bool))
    return straight if capped.all() else np.where(capped, straight, levels.root(undue, accrued, balloon, rest))


def _exact(
    timeline: Timeline, after: int, loan: int, basis: Basis, j: int, *, until: Ints | None = None
) -> tuple[Fraction, Rest, Numbers]:
    """The payment of one loan in exact fractions, the steps it was solved over, and what had accrued."""
    one = np.array([loan], dtype=np.int64)
    rest = rest_of(timeline, after, one, exact=True, until=until)
    unit = Fraction(int(of_loans(timeline.base, one)[0]) * ONE)
    owed = fractions(basis.accrued[[j]]) + fractions(basis.rem[[j]]) / unit
    owed = owed * 0 if _own(timeline, "level_months", one)[0] else owed
    balloon = fractions(basis.balloon[[j]]) / ONE
    payment = _payment(fractions(basis.undue[[j]]), owed, balloon, rest, _own(timeline, "capped", one) > 0)
    return Fraction(payment[0]), rest, owed


def _conventional(timeline: Timeline, after: int, loans: Ints, basis: Basis, asked: Bools) -> tuple[Ints, Ints]:
    """Levels, one by one, under conventions of rounding."""
    level, extra = np.zeros(loans.size, dtype=np.int64), np.zeros(loans.size, dtype=np.int64)
    size, up, even, residue = (_own(timeline, name, loans) for name in ("level_unit", "level_up", "rounding", "residue"))
    for j in np.flatnonzero(asked & (basis.undue > 0)):
        exact, rest, owed = _exact(timeline, after, int(loans[j]), basis, int(j))
        own = max(rounded(exact, int(size[j]), up=bool(up[j]), even=even[j] == Rounding.HALF_EVEN), 0)
        if residue[j] == Residue.FIRST:
            extra[j] = _first(basis, int(j), owed, rest, own)
        elif residue[j] == Residue.SMOOTHED and _only_levels(timeline, after, loans[[j]], basis, int(j)):
            own = smoothed(timeline, after, int(loans[j]), (basis, int(j)), own)
        level[j] = own
    return level, extra


def _first(basis: Basis, j: int, owed: Numbers, rest: Rest, level: int) -> int:
    """What the first instalment asks besides its level so that the last is a level as well."""
    goal = Fraction(int(basis.undue[j]) * int(basis.balloon[j]), ONE)
    left, less = (_left(Fraction(int(basis.undue[j])), Fraction(owed[0]), rest, level, extra) for extra in (0, -1))
    return int(((left - goal) / (less - left) + HALF) // 1) if less != left else 0


def _left(undue: Fraction, accrued: Fraction, rest: Rest, level: int, extra: int) -> Fraction:
    """Principal left after the last step when every level is paid, and the first with ``extra``."""
    first = True
    for s in range(rest.interest.shape[0]):
        accrued += undue * rest.interest[s, 0] + rest.fixed[s, 0]
        if rest.keep is not None and rest.join is not None:
            undue += accrued * rest.join[s, 0]
            accrued *= rest.keep[s, 0]
        asks = rest.weight[s, 0] > 0
        if asks or (rest.carried is not None and rest.carried[s, 0]):
            undue -= rest.weight[s, 0] * level + (extra if first and asks else 0) - accrued
            first = first and not asks
        accrued = Fraction(0) if rest.clears[s, 0] else accrued
    return undue


def _only_levels(timeline: Timeline, after: int, one: Ints, basis: Basis, j: int) -> bool:
    """Whether nothing but whole levels is asked of a loan from a step on."""
    shape = of_loans(rows_of(timeline.shape, after), one)
    share, fixed = of_loans(rows_of(timeline.share, after, ONE), one), of_loans(rows_of(timeline.fixed, after), one)
    moved = (timeline.waive, timeline.pledge, timeline.capitalise, timeline.defer)
    still = not any(of_loans(rows_of(c[ACCRUED], after), one).any() for c in moved if c is not None)
    levels_only = bool(np.isin(shape, (Shape.NONE, Shape.LEVEL, Shape.ALL)).all())
    return levels_only and still and not fixed.any() and bool((share == ONE).all()) and not basis.balloon[j]
