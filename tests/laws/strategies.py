"""Random programs: positions and timelines of every kind the page allows, from a seed; Hypothesis draws seeds and sizes.

Plain programs know no convention but the ordinary ones; the others draw some of them, and the columns that only they need.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from planner.book import Dues, Position, Timeline
from planner.conventions import Conventions, Rounding
from planner.money import Ints
from tests.laws import arrears, milestones
from tests.laws.draws import BALLOONS, GAPS, LEVEL_SHARES, ONE, SHARES, Draw, thin


@dataclass(frozen=True)
class Program:
    """A position of N loans and a timeline of E steps for it, and what it was drawn from."""

    seed: int
    loans: int
    length: int
    position: Position = field(repr=False)
    timeline: Timeline = field(repr=False)


def program(seed: int, loans: int, length: int) -> Program:
    """The program of a seed."""
    draw = Draw(np.random.default_rng([seed, loans, length]), loans, length)
    base, penalty_base = draw.bases(), draw.bases()
    start, date = _calendar(draw)
    own = arrears.conventions(draw) if draw.arrears else Conventions()
    position = _position(draw, start, date, base, penalty_base, own)
    timeline = _timeline(draw, position, date, base, penalty_base, own)
    return Program(seed, loans, length, _nearly_settled(draw, position, timeline), timeline)


def programs(max_loans: int = 5, max_steps: int = 60, min_steps: int = 1) -> st.SearchStrategy[Program]:
    """Random programs drawn by Hypothesis, the smallest sizes first."""
    return st.builds(program, st.integers(0, 2**32 - 1), st.integers(1, max_loans), st.integers(min_steps, max_steps))


def numbered(seed: int) -> Program:
    """The program of a number: 1 to 5 loans, 1 to 60 steps, mostly short."""
    rng = np.random.default_rng(seed)
    lengths = rng.choice([3, 6, 12, 24, 36, 60], p=[0.1, 0.2, 0.3, 0.2, 0.1, 0.1])
    return program(seed, int(rng.integers(1, 6)), int(rng.integers(1, lengths + 1)))


def _calendar(draw: Draw) -> tuple[Ints, Ints]:
    """The day of the position (N,) and the days of the steps (E, 1) or (E, N); padding repeats the last."""
    wide = draw.loans if (draw.steps < draw.length).any() or draw.chance(0.5) else 1
    gaps = draw.rng.choice(GAPS, (draw.length, wide))
    if draw.grid or draw.chance(0.3):
        gaps[:] = draw.grid or draw.rng.choice([1, 10, 30])
    if wide > 1:
        gaps *= draw.real(wide)
    start = draw.rng.integers(18_000, 20_000, (wide,))
    return np.array(np.broadcast_to(start, (draw.loans,))), start + np.cumsum(gaps, axis=0)


def _times(draw: Draw, start: Ints, date: Ints, base: Ints) -> Ints:
    """Numerators over the base: the days, months of 30 days, or anything plausible; 0 where no day passes."""
    gaps = np.diff(date, axis=0, prepend=start[None, : date.shape[1]])
    kind = draw.rng.integers(4)
    if kind == 1:
        gaps = np.where(gaps == 31, 30, gaps)
    elif kind == 2:
        gaps = gaps * draw.rng.integers(0, 3, gaps.shape)
    year = draw.rng.choice([365, 366])
    times = gaps * np.where(base == 365 * 366, year, 1)
    return thin(times)


def _position(draw: Draw, start: Ints, date: Ints, base: Ints, penalty_base: Ints, own: Conventions) -> Position:
    n, some = (draw.loans,), draw.cents(draw.top)
    principal = some(n) * (draw.rng.random(n) < 0.93)
    relief = draw.rng.integers(0, 31, n) * draw.chance(0.3)
    count = draw.rng.choice([1, 3, 12, 36, draw.length], n)
    level = np.where(draw.rng.random(n) < 0.8, principal // count + draw.cents(max(draw.top // 100, 1))(n), 0)
    aside = draw.sometimes(draw.cents(draw.top // 5), 0.6 if draw.chance(0.3) else 0)
    promised = draw.sometimes(draw.cents(draw.top // 5), 0.6 if draw.chance(0.2) else 0)
    small = draw.cents(draw.top // 20)
    early = draw.sometimes(small, 0.5 if draw.arrears and draw.chance(0.3) else 0)
    conditional = promised((5, draw.loans))
    return Position(
        date=start, principal=principal, accrued=small(n) * draw.chance(0.5), accrued_rem=_remainder(draw, n, base, own.rounding),
        dues=_dues(draw, start, date, penalty_base, relief, own), deferred=aside((5, draw.loans)), conditional=conditional,
        **milestones.waiting(draw, date, conditional),
        held=draw.sometimes(some, 0.5 if draw.chance(0.3) else 0)(n), level=level, original=principal + some(n),
        settled=small(n) * draw.chance(0.2), relief=relief, ahead=early((2, draw.loans)), extra=early(n) - early(n),
    )  # fmt: skip


def _nearly_settled(draw: Draw, position: Position, timeline: Timeline) -> Position:
    """Some loans lack one cent of their settlement."""
    if timeline.settle is None:
        return position
    most = np.broadcast_to(timeline.settle.max(axis=0), (draw.loans,))
    near = draw.rng.random(draw.loans) < 0.3
    return replace(position, settled=np.where(near & (most > 0), most - 1, position.settled))


def _remainder(draw: Draw, shape: tuple[int, ...], base: Ints, rounding: Ints | None = None) -> Ints:
    """Numerators that a rounding leaves of U = base × 10⁸, half up -U/2 to U/2: both ends, nothing, or anything."""
    half = np.broadcast_to(base * (ONE // 2), shape)
    kind = draw.rng.integers(0, 5, shape)
    anything = draw.rng.integers(-half, half)
    rem = np.select([kind == 0, kind == 1, kind == 2], [-half, half - 1, anything], 0)
    if rounding is None:
        return rem
    odd = 2 * half * draw.rng.integers(0, 2, shape)
    return rem + np.where(rounding == Rounding.HALF_EVEN, odd, np.where((rounding == Rounding.DOWN) & (kind < 3), half, 0))


def _dues(draw: Draw, start: Ints, date: Ints, penalty_base: Ints, relief: Ints, own: Conventions) -> Dues:
    """0 to 6 rows a loan, mostly in the order of their days, some of a later step's, with empty rows before or behind them."""
    rng, n = draw.rng, draw.loans
    rows = rng.integers(0, 7, n) if draw.chance(0.8) else np.zeros(n, dtype=np.int64)
    k = int(rows.max()) + int(rng.integers(0, 2))
    step = rng.integers(0, np.broadcast_to(draw.steps, (k, n))) if k else np.zeros((0, n), dtype=np.int64)
    later = np.take_along_axis(np.broadcast_to(date, (draw.length, n)), step, axis=0)
    ago = rng.choice([0, 1, 5, 29, 30, 31, 60, 90, 400], (k, n))
    due = np.where(rng.random((k, n)) < 0.2, later, start - (ago // draw.grid * draw.grid if draw.grid else ago))
    amount = draw.sometimes(draw.cents(draw.top // 10), 0.6)((5, k, n))
    amount[rng.integers(5)] += 1
    first = (k - rows) * draw.chance(0.5)
    place = np.arange(k)[:, None] - first
    here = (place >= 0) & (place < rows)
    joined = due if draw.chance(0.7) else place
    order = np.argsort(np.where(here, joined, np.where(place < 0, -1, 10**9)), axis=0, kind="stable")
    due = np.take_along_axis(due, order, axis=0) * here
    rems = [_remainder(draw, (k, n), penalty_base, own.rounding) * here for _ in range(2)]
    aged = np.sort(rng.integers(0, np.broadcast_to(relief + 1, (k, n))), axis=0) * here
    on_rems = [_remainder(draw, (k, n), penalty_base) for _ in range(2)]
    more = arrears.dues(draw, amount * here, due <= start, own.compounds, *on_rems)
    return Dues(due, amount * here, rems[0], rems[1], (place + 1) * here, aged, **more)


def _timeline(draw: Draw, position: Position, date: Ints, base: Ints, penalty_base: Ints, own: Conventions) -> Timeline:
    rng, start = draw.rng, position.date
    orders = tuple(tuple(int(x) for x in rng.permutation(5)) for _ in range(rng.integers(1, 4)))
    previous = np.concatenate([start[None, : date.shape[1]], date[:-1]])
    pick = draw.days(0, len(orders) - 1)
    number = np.arange(1, draw.length + 1)[:, None] * draw.real(1)
    running = {name: draw.maybe(0.8, draw.rates, acts=False, constant=0.5) for name in ("rate", "penalty", "compound")}
    columns: dict[str, Any] = {**running, **_aside(draw), **_moved(draw, date), **_billed(draw, position), **_paid(draw, position)}
    if draw.arrears:
        columns |= arrears.columns(draw, date)
    columns |= milestones.columns(draw, date)
    return Timeline(
        date=date, since=previous, number=number, time=_times(draw, start, date, base),
        penalty_time=_times(draw, start, date, penalty_base), base=base, penalty_base=penalty_base, anchor=draw.per_loan(draw.days(1, 31)),
        count="30/360", penalty_count="actual/360", orders=orders, order=draw.per_loan(pick), late_order=draw.per_loan(pick),
        late_from=draw.per_loan(draw.of(np.array([-1, -1, 0, 1, 30, 90]))),
        off=draw.maybe(0.3, draw.sometimes(draw.days(0, 7)), acts=False), relief=draw.maybe(0.3, draw.sometimes(draw.days(0, 31))),
        **columns, conventions=own,
    )  # fmt: skip


def _aside(draw: Draw) -> dict[str, Ints | None]:
    """What is forgiven, pledged, capitalised, deferred, released."""
    shares = draw.sometimes(draw.sometimes(draw.of(SHARES)), 0.5)
    cents = draw.sometimes(draw.sometimes(draw.cents(max(draw.top // 20, 1))), 0.5)
    return {
        "waive": draw.maybe(0.35, shares, 6), "waive_cents": draw.maybe(0.3, cents, 5), "pledge": draw.maybe(0.35, shares, 6),
        "pledge_cents": draw.maybe(0.3, cents, 5), "capitalise": draw.maybe(0.35, shares, 6), "defer": draw.maybe(0.35, shares, 6),
        "release": draw.maybe(0.5, draw.sometimes(draw.days(1, 7)), 5),
    }  # fmt: skip


def _moved(draw: Draw, date: Ints) -> dict[str, Ints | None]:
    """Accrued interest falls due, standing dues are re-dated."""
    return {name: arrears.later_days(draw, date) if draw.chance(0.35) else None for name in ("fall_due", "redate")}


def _billed(draw: Draw, position: Position) -> dict[str, Ints | None]:
    """Shapes, shares, what is billed besides, and how levels are set."""
    anew = draw.sometimes(draw.days(1, 2), 1.5 / draw.length)
    rare, mean = draw.sometimes(draw.days(1, 1), 1.5 / draw.length), int(position.principal.mean()) // draw.length
    return {
        "shape": _shapes(draw), "share": draw.maybe(0.3, draw.of(LEVEL_SHARES), acts=False),
        "fixed": draw.maybe(0.2, draw.cents(draw.top // 100 + 1)), "fee": draw.maybe(0.3, draw.sometimes(draw.cents(draw.top // 50 + 1))),
        "accelerate": draw.maybe(0.15, rare, constant=0.1), "recast": draw.maybe(0.5, anew, constant=0.1 if draw.length < 7 else 0),
        "set_level": draw.maybe(0.2, draw.sometimes(draw.cents(2 * mean + 2), 2 / draw.length)),
        "balloon": draw.maybe(0.15, draw.of(BALLOONS), acts=False),
    }  # fmt: skip


def _shapes(draw: Draw) -> Ints | None:
    """Mostly one kind of instalment with pauses in between and ALL at the end; sometimes anything."""
    width = draw.loans if (draw.steps < draw.length).any() or draw.chance(0.3) else 1
    kind = draw.rng.choice([1, 1, 1, 1, 2, 3, 0, *([2, 5] if draw.arrears else [])], (1, width))
    shape_of = (draw.length, width)
    others = draw.rng.integers(0, 6 if draw.arrears else 5, shape_of) if draw.chance(0.2) else draw.rng.choice([0, 1, 3], shape_of)
    shape = np.where(draw.rng.random(shape_of) < draw.rng.choice([0, 0.1, 0.5]), others, kind) * draw.real(width)
    if draw.chance(0.9):
        shape[draw.steps[:width] - 1, np.arange(width)] = 4
    return None if draw.chance(0.05) else thin(shape)


def _paid(draw: Draw, position: Position) -> dict[str, Ints | None]:
    """Money, what is left over of it, and settlements."""
    total = int(position.principal.mean()) + 10
    money = draw.sometimes(draw.cents(total * 3 // draw.length + 1), float(draw.rng.choice([0.1, 0.5, 1])))
    large = draw.sometimes(draw.cents(2 * total), 0.03)
    pays = draw.sometimes(draw.of(np.array([1, 1, 2])), float(draw.rng.choice([0.3, 0.8, 1])))
    left = draw.of(np.array([1, 1, 2, 2, 3, 4, 5, 5, 6])) if draw.arrears else draw.days(1, 1)
    agreed = draw.sometimes(draw.cents(total), float(draw.rng.choice([0.1, 1])))
    return {
        "cash": draw.maybe(0.7, lambda shape: money(shape) + large(shape)), "pays": draw.maybe(0.5, pays),
        "early": draw.maybe(0.4, draw.sometimes(left, 0.5)), "settle": draw.maybe(0.15, agreed),
    }  # fmt: skip
