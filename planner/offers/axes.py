"""The space of offers: values on each axis, their product as candidates on the loan axis, and the plan a candidate stands for."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

import numpy as np

from planner.book import PARTS, Part
from planner.case import Plan
from planner.clauses import Clause, Defer, Instalments, LumpSum, Number, Pause, Rate, Recast, Step, Waive
from planner.errors import CaseError, Problem
from planner.money import ONE, Bools, Ints
from planner.offers.limits import CHARGES, Limits, Shares

if TYPE_CHECKING:
    import datetime as dt

MOST: Final = 200_000
"""Candidates of the largest search."""
REST: Final = (Part.INTEREST, Part.PENALTY, Part.COMPOUND, Part.FEE)
"""What is owed beside principal: as far as it is not forgiven, it is paid in equal parts with the instalments."""
LADDER: Final = 10
"""Terms that are tried, of equal distance, beside the short ones."""
SHORT: Final = (1, 3)
STEPPED: Final = (6, ONE // 2)
"""Half the level for so many instalments."""
TENTH: Final = ONE // 1000
"""A tenth of a percentage point."""
HUNDRED: Final = 10_000
"""100 yuan in cents."""
NO_STEP: Final = (0, ONE)


@dataclass(frozen=True, slots=True)
class Axes:
    """Values by axis: instalments, rates and shares in 1e-8, cents down, instalments paused, (instalments, share) of a step."""

    months: tuple[int, ...]
    rate: tuple[int, ...]
    waive: tuple[Shares, ...] = ((0, 0, 0, 0, 0),)
    down: tuple[int, ...] = (0,)
    pause: tuple[int, ...] = (0,)
    step: tuple[tuple[int, int], ...] = (NO_STEP,)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Number of values by axis."""
        return tuple(len(getattr(self, f.name)) for f in fields(self))

    @property
    def size(self) -> int:
        """Number of combinations."""
        return math.prod(self.sizes)

    def candidates(self) -> Candidates:
        """All combinations that leave an instalment after pause and step. CaseError where there are too many to try."""
        if self.size > MOST:
            sizes = dict(zip((f.name for f in fields(self)), self.sizes, strict=True))
            said = ", ".join(f"{name} {count:,}" for name, count in sizes.items())
            values = {"limit": f"{MOST:,}", "sizes": said, "widest": max(sizes, key=lambda name: sizes[name])}
            raise CaseError([Problem("search_too_large", "steps", f"{self.size:,}", "expected.search_too_large", values)])
        places = np.unravel_index(np.arange(self.size), self.sizes)
        columns = [np.array(getattr(self, f.name), dtype=np.int64)[place] for f, place in zip(fields(self), places, strict=True)]
        months, rate, waive, down, pause, step = (np.ascontiguousarray(column.T) for column in columns)
        found = Candidates(months, rate, waive, down, pause, *step)
        return found.take(found.pause + found.step < found.months)


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Offers on the loan axis: every column (N,), ``waive`` (5, N); ``step`` instalments at ``share`` of the level after the pause."""

    months: Ints
    rate: Ints
    waive: Ints
    down: Ints
    pause: Ints
    step: Ints
    share: Ints

    @property
    def count(self) -> int:
        """Number of candidates, N."""
        return int(self.months.size)

    @property
    def clauses(self) -> Ints:
        """Which clauses a candidate has (N,): candidates of one number can be rolled together."""
        return (self.down > 0) * 4 + (self.pause > 0) * 2 + (self.step > 0)

    def take(self, which: Ints | Bools) -> Candidates:
        """Some of them."""
        return Candidates(*(getattr(self, f.name)[..., which] for f in fields(self)))

    def plan(
        self, name: str, start: dt.date, whens: tuple[str, ...], first_due: dt.date | None = None, every: tuple[int, str] | None = None
    ) -> Plan:
        """The plan of candidates that have the same clauses; of one alone with plain numbers."""
        terms: list[Clause] = [*self._waivers(whens), Defer(REST, _number(self.months - self.pause)), Rate(_number(self.rate))]
        if self.down.any():
            terms.append(LumpSum(start, _number(self.down)))
        if self.pause.any():
            terms += [Pause(frozenset({"payments"}), 0, _number(self.pause), then="spread"), Recast(_number(self.pause))]
        if self.step.any():
            terms.append(Step(_number(self.pause), _number(self.step), _number(self.share)))
        return Plan(name, start, (*terms, Instalments(_number(self.months), first_due=first_due, every=every)))

    def _waivers(self, whens: tuple[str, ...]) -> list[Clause]:
        """What is forgiven, parts of one share and condition together."""
        found: dict[tuple[bytes, str], list[Part]] = {}
        for part in PARTS:
            if self.waive[part].any():
                found.setdefault((self.waive[part].tobytes(), whens[part]), []).append(part)
        return [Waive(tuple(parts), share=_number(self.waive[parts[0]]), when=when) for (_, when), parts in found.items()]


def _number(column: Ints) -> Number:
    return int(column[0]) if column.size == 1 else column


def axes_of(limits: Limits, rate: int, steps: int | None = None) -> Axes:
    """The values tried within limits, up to the contract's rate; ``steps`` values an axis where given."""
    least, most = limits.down
    top = max(least, min(limits.budget, limits.claim, limits.claim if most is None else most))
    short = () if steps else tuple(n for n in SHORT if n <= limits.months)
    stages = _between(0, ONE, steps or 3, 1)
    return Axes(
        months=tuple(sorted({*short, *_between(max(1, limits.months // LADDER), limits.months, steps or LADDER, 1)})),
        rate=_between(min(limits.rate, rate), rate, steps or 5, TENTH),
        waive=_waivers(limits.waive, stages), down=_between(least, top, steps or 3, HUNDRED),
        pause=_between(0, min(limits.pause, limits.months - 1), steps or 3, 1),
        step=(NO_STEP, *((STEPPED[0], share) for share in (_between(ONE // 2, ONE, steps, 1)[:-1] if steps else (STEPPED[1],)))),
    )  # fmt: skip


def _between(least: int, most: int, count: int, unit: int) -> tuple[int, ...]:
    """Both ends and values of equal distance between them, in whole units."""
    if count > MOST:
        return tuple(range(least, most + 1)) if most - least < MOST else (least, most)
    inner = [least + (most - least) * k // max(count - 1, 1) // unit * unit for k in range(1, count - 1)]
    return tuple(sorted({least, most, *(value for value in inner if least < value < most)}))


def _waivers(most: Shares, stages: tuple[int, ...]) -> tuple[Shares, ...]:
    """From nothing to all that may be forgiven: charges first, then interest, then principal."""
    found: list[Shares] = []
    for group in (CHARGES, (Part.INTEREST,), (Part.PRINCIPAL,)):
        before = found[-1] if found else (0, 0, 0, 0, 0)
        for stage in stages:
            shares = tuple(most[part] * stage // ONE if part in group else before[part] for part in PARTS)
            found.append(shares)
    return tuple(dict.fromkeys(found))
