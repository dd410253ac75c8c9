"""The smallest change that makes an offer possible where none is: of one limit alone, and of two together.

What is tried has neither pause nor step. Without a floor of the lender's the other limits are used to their ends, which is where most is
possible; with one, up to three values of each are tried, since what helps the household may cost the lender too much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Final, TypeVar

import numpy as np

from planner.book import PARTS, Part, standing
from planner.levers import BASIS_POINT, MONTHS
from planner.money import ONE, Ints
from planner.offers.axes import Axes, Candidates
from planner.offers.rolled import Bench, Tick

T = TypeVar("T")

WIDTH: Final = 64
"""Values of a range tried at once."""
NO_LIMIT: Final = 2**62
AT_ONCE: Final = 2000
"""Candidates tried at once, about."""


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """What is changed, by how much beyond its limit (months, 1e-8, cents), and the offer that is possible then.

    ``size`` is the change as a share of the limit, or of what is owed, to compare unlike changes; ``worth`` is the offer's, in cents.
    """

    names: tuple[str, ...]
    amounts: tuple[int, ...]
    offer: Candidates
    worth: int
    size: float


@dataclass(frozen=True, slots=True)
class Way:
    """A limit that can be moved up to ``last`` steps: ``value`` of so many, ascending; ``column`` reads it, ``put`` writes it on its axis.

    ``whole`` is what a change is a share of; ``outside``: it is money from elsewhere than the month's; ``part`` is what is forgiven.
    """

    name: str
    last: int
    value: Callable[[Ints], Ints]
    column: Callable[[Candidates], Ints]
    put: Callable[[Axes, Ints], Axes]
    whole: int
    outside: bool = False
    part: Part | None = None


def smallest(bench: Bench, axes: Axes, tick: Tick | None = None) -> tuple[Change, ...]:
    """The least change of each limit that makes something feasible, and the combination of two that costs the lender least; least first."""
    others = _others(axes, bench.limits.floor)
    ways = list(_ways(bench, axes))
    found = {way.name: _alone(bench, others, way, tick) for way in ways}
    more = _capacity(bench, others, tick)
    alone = {change.names: change for change in (*found.values(), more) if change is not None}
    both = [pair for pair in _pairs(bench, others, ways, found, tick) if _helps(pair, alone)]
    best = max(both, key=lambda change: (change.worth, -change.size), default=None)
    every = [*alone.values(), *([best] if best else [])]
    return tuple(sorted(every, key=lambda change: (change.size, change.names)))


def _helps(pair: Change, alone: dict[tuple[str, ...], Change]) -> bool:
    """Whether a combination of two asks less of each than that one alone would have to give."""
    single = (alone.get((name,)) for name in pair.names)
    return all(own is None or amount < own.amounts[0] for own, amount in zip(single, pair.amounts, strict=True))


def _others(axes: Axes, floor: int | None) -> Axes:
    """The values that the limits not moved are tried at."""
    if floor is None:
        return Axes(axes.months[-1:], axes.rate[:1], axes.waive[-1:], axes.down)
    return Axes(_thin(axes.months), _thin(axes.rate), _thin(axes.waive), _thin(axes.down))


def _thin(values: tuple[T, ...]) -> tuple[T, ...]:
    """Both ends and the middle."""
    return tuple(dict.fromkeys((values[0], values[len(values) // 2], values[-1])))


def _ways(bench: Bench, axes: Axes) -> Iterator[Way]:
    """Limits whose moving can help."""
    limits, low, long = bench.limits, axes.rate[0], axes.months[-1]
    if long < MONTHS:
        yield Way("months", MONTHS - long, lambda k: long + k, lambda c: c.months, lambda a, v: replace(a, months=_plain(v)), long)
    if low:
        steps = -(-low // BASIS_POINT)
        yield Way(
            "rate", steps, lambda k: -np.maximum(low - k * BASIS_POINT, 0), lambda c: -c.rate, lambda a, v: replace(a, rate=_plain(-v)), low
        )
    for part in PARTS:
        if limits.waive[part] < ONE and standing(bench.now)[part].any():
            yield _waiving(part, limits.waive[part], limits.claim)
    yield Way(
        "down_payment", limits.claim, lambda k: k, lambda c: c.down, lambda a, v: replace(a, down=_plain(v)), limits.claim, outside=True
    )


def _waiving(part: Part, limit: int, claim: int) -> Way:
    """More of one part forgiven than may be."""

    def put(axes: Axes, values: Ints) -> Axes:
        most = axes.waive[-1]
        return replace(axes, waive=tuple((*most[:part], int(value), *most[part + 1 :]) for value in values))

    steps = -(-(ONE - limit) // BASIS_POINT)
    name = f"waive_{part.name.lower()}"
    return Way(name, steps, lambda k: np.minimum(limit + k * BASIS_POINT, ONE), lambda c: c.waive[part], put, claim, part=part)


def _plain(values: Ints) -> tuple[int, ...]:
    return tuple(int(value) for value in values)


@dataclass(frozen=True, slots=True, eq=False)
class _Least:
    """The first step at which something is feasible, and the offer then."""

    step: int
    offer: Candidates
    worth: int


def _least(bench: Bench, others: Axes, way: Way, tick: Tick | None, *, outside: bool = False) -> _Least | None:
    """Narrow the range to the place where the first candidate becomes feasible; of money every cent a little before it is tried as well.

    The last instalment takes what rounding leaves, so that a few cents less may do where a few more do not.
    """
    width = min(WIDTH, max(4, AT_ONCE // max(others.size, 1)))
    begin, end, best = 0, way.last, None
    while best is None or end - begin > 1:
        steps = np.unique(np.linspace(begin, end, width).round().astype(np.int64))
        found = _first(bench, others, way, steps, tick, outside=outside)
        if found is None:
            return best
        best, place = found, int(np.searchsorted(steps, found.step))
        if place == 0 or end - begin <= width:
            break
        begin, end = int(steps[place - 1]), int(steps[place])
    if not way.outside or best is None:
        return best
    before = np.arange(max(0, best.step - AT_ONCE // max(others.size, 1)), best.step)
    return _first(bench, others, way, before, tick, outside=outside) or best


def _first(bench: Bench, others: Axes, way: Way, steps: Ints, tick: Tick | None, *, outside: bool) -> _Least | None:
    """The first of ascending steps at which something is feasible, and what is worth most to the lender of it."""
    if not steps.size:
        return None
    candidates = way.put(others, np.unique(way.value(steps))).candidates()
    figures = bench.figures(candidates, outside=outside or way.outside, tick=tick)
    fits = np.flatnonzero(bench.feasible(figures))
    if not fits.size:
        return None
    column = way.column(candidates)[fits]
    place = fits[np.lexsort((-figures.worth[fits], column))[0]]
    step = int(steps[np.searchsorted(way.value(steps), way.column(candidates)[place])])
    return _Least(step, candidates.take(np.array([place])), int(figures.worth[place]))


def _alone(bench: Bench, others: Axes, way: Way, tick: Tick | None) -> Change | None:
    """One limit moved."""
    found = _least(bench, others, way, tick)
    if found is None:
        return None
    amount = _amount(bench, way, found.offer)
    return Change((way.name,), (amount,), found.offer, found.worth, _size(way, amount))


def _size(way: Way, amount: int) -> float:
    """A change as a share: of the term it leads to, of the rate there was, of what is owed."""
    return amount / (way.whole + amount if way.name == "months" else way.whole)


def _amount(bench: Bench, way: Way, offer: Candidates) -> int:
    """How far an offer goes beyond the limit: what is forgiven beyond it in cents, else months, 1e-8 or cents."""
    if way.part is None:
        return int(way.column(offer)[0] - way.value(np.array([0]))[0])
    waive = offer.waive.copy()
    waive[way.part] = bench.limits.waive[way.part]
    kept = replace(offer, waive=waive)
    more, less = (bench.figures(c, outside=True).waived[way.part, 0] for c in (offer, kept))
    return int(more - less)


def _capacity(bench: Bench, others: Axes, tick: Tick | None, *, outside: bool = False) -> Change | None:
    """So much more a month: what asks least in its dearest month of what the lender can take, money down being a month's money as well."""
    if outside:
        return _asks_least(bench, others, tick, outside=True)
    begin, end = others.down[0], max(bench.limits.claim, others.down[0])
    width = max(4, AT_ONCE // 4 // max(others.size // len(others.down), 1))
    while True:
        down = _plain(np.unique(np.linspace(begin, end, width).round().astype(np.int64)))
        best = _asks_least(bench, replace(others, down=down), tick)
        if best is None or end - begin < width:
            return best
        near = down.index(int(best.offer.down[0]))
        begin, end = down[max(near - 1, 0)], down[min(near + 1, len(down) - 1)]


def _asks_least(bench: Bench, space: Axes, tick: Tick | None, *, outside: bool = False) -> Change | None:
    """What one candidate asks a month beyond what there is: the least of all."""
    candidates = space.candidates()
    figures = bench.figures(candidates, outside=outside, tick=tick)
    fits = np.flatnonzero(bench.feasible(figures, budget=NO_LIMIT))
    if not fits.size:
        return None
    place = fits[np.lexsort((-figures.worth[fits], figures.month[fits]))[0]]
    need = int(figures.month[place])
    more = need - bench.limits.capacity
    return Change(("capacity",), (more,), candidates.take(np.array([place])), int(figures.worth[place]), more / max(need, 1))


def _pairs(bench: Bench, others: Axes, ways: list[Way], found: dict[str, Change | None], tick: Tick | None) -> Iterator[Change]:
    """Half of the change of one limit, and the least of another, or of what is paid a month, that then does."""
    halves = {way.name: way.put(others, way.value(np.array([_half(way, found[way.name])]))) for way in ways}
    for one, two in permutations(ways, 2):
        if one.part is None or two.part is None:
            least = _least(bench, halves[one.name], two, tick, outside=one.outside)
            if least is not None and least.step:
                yield _both(bench, one, two, least)
    for way in ways:
        more = _capacity(bench, halves[way.name], tick, outside=way.outside)
        if more is not None and more.amounts[0] > 0:
            amount = _amount(bench, way, more.offer)
            yield Change((way.name, "capacity"), (amount, *more.amounts), more.offer, more.worth, _size(way, amount) + more.size)


def _half(way: Way, alone: Change | None) -> int:
    """Half of the least change by itself, or of all there is; at least one step."""
    if alone is None:
        return max(way.last // 2, 1)
    reached = way.column(alone.offer)[0]
    return max(int(np.searchsorted(way.value(np.arange(way.last + 1)), reached)) // 2, 1) if way.last < 10**5 else max(int(reached) // 2, 1)


def _both(bench: Bench, one: Way, two: Way, least: _Least) -> Change:
    """Two limits moved."""
    amounts = tuple(_amount(bench, way, least.offer) for way in (one, two))
    size = sum(_size(way, amount) for way, amount in zip((one, two), amounts, strict=True))
    return Change((one.name, two.name), amounts, least.offer, least.worth, size)

