"""One random program being drawn: its kind, samplers of rates, cents, days and shares, and columns of every width.

Round figures are drawn as often as odd ones: exact halves and the mistakes of floats hide under random figures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from planner.money import Ints

ONE = 10**8
RATES = np.array([0, 18_000_000, 15_400_000, 5_000_000, 36_500_000, 24_000_000, 3_600_000], dtype=np.int64)
SHARES = np.array([1, 12_500_000, 25_000_000, 33_333_333, 50_000_000, 99_999_999, ONE, ONE], dtype=np.int64)
LEVEL_SHARES = np.array([0, 25_000_000, 50_000_000, 33_333_333, 80_000_000, ONE, ONE, ONE, 120_000_000], dtype=np.int64)
BALLOONS = np.array([0, 1, 20_000_000, 33_333_333, 50_000_000, 90_000_000], dtype=np.int64)
GAPS = np.array([0, 1, 5, 10, 15, 28, 30, 30, 30, 31, 31, 90], dtype=np.int64)
BASES = np.array([360, 360, 365, 365 * 366], dtype=np.int64)
WHOLE_DAYS = np.array([360, 365], dtype=np.int64)
GRIDS = np.array([0, 0, 0, 1, 5, 10, 20, 30])
"""Days between any two steps, where a loan must have steps at fixed ages of its dues; 0: no grid."""
UNEQUAL_LOANS, ARREARS = 0.5, 0.6
LONG = 24
"""Steps beyond which amounts stay smaller, so that what they grow to stays in the integers' range."""
Sampler = Callable[[tuple[int, ...]], Ints]


@dataclass
class Draw:
    """One program being drawn: N loans, E steps, of which ``steps`` (N,) are real; amounts up to about ``top`` cents."""

    rng: np.random.Generator
    loans: int
    length: int
    steps: Ints = field(init=False)
    top: int = field(init=False)
    density: float = field(init=False)
    arrears: bool = field(init=False)
    grid: int = field(init=False)
    daily: bool = field(init=False)

    def __post_init__(self) -> None:
        rng, n, e = self.rng, self.loans, self.length
        self.steps = np.full(n, e, dtype=np.int64)
        if n > 1 and self.chance(UNEQUAL_LOANS):
            self.steps = rng.integers(1, e + 1, n)
            self.steps[rng.integers(n)] = e
        self.top = int(rng.choice([10**3, 10**5, 10**6, 10**7, 10**8, 10**11 if e <= LONG else 10**10]))
        self.density = float(rng.choice([0.02, 0.1, 0.1, 0.4]))
        self.arrears = self.chance(ARREARS)
        self.grid = int(rng.choice(GRIDS)) if self.arrears else 0
        self.daily = self.arrears and self.chance(0.25)

    def chance(self, p: float) -> bool:
        """True with probability p."""
        return bool(self.rng.random() < p)

    def of(self, values: Ints) -> Sampler:
        """Draws from a list."""
        return lambda shape: self.rng.choice(values, shape)

    def days(self, low: int, high: int) -> Sampler:
        """Draws integers of low to high, both included."""
        return lambda shape: self.rng.integers(low, high + 1, shape)

    def rates(self, shape: tuple[int, ...]) -> Ints:
        """Annual rates, mostly round."""
        odd = self.rng.integers(0, 40_000_000, shape)
        return np.where(self.rng.random(shape) < 0.8, self.rng.choice(RATES, shape), odd)

    def cents(self, top: int) -> Sampler:
        """Amounts up to ``top``, half of them round enough for exact ties, some one cent away from round."""

        def draw(shape: tuple[int, ...]) -> Ints:
            grain = self.rng.choice([1, 10, 50, 100, 500, 1000, 3600, 10_000], shape)
            rough = self.rng.integers(0, top + 1, shape)
            value = np.where(self.rng.random(shape) < 0.6, rough // grain * grain, rough)
            near = np.where(self.rng.random(shape) < 0.1, self.rng.integers(-1, 2, shape), 0)
            drawn: Ints = np.maximum(value + near, 0)
            return drawn

        return draw

    def sometimes(self, sampler: Sampler, density: float | None = None) -> Sampler:
        """The sampler at a few places, 0 elsewhere."""
        p = self.density if density is None else density
        return lambda shape: np.where(self.rng.random(shape) < p, sampler(shape), 0)

    def real(self, width: int) -> Ints:
        """1 at the real steps, 0 in the padding: (E, 1) before the shortest loan's end, or (E, N)."""
        ends = self.steps if width > 1 else self.steps.min(keepdims=True)
        return (np.arange(self.length)[:, None] < ends).astype(np.int64)

    def column(self, sampler: Sampler, parts: int = 0, *, acts: bool = True, constant: float = 0.2) -> Ints:
        """A column scalar, per step, per loan or dense; one that acts is neutral in the padding."""
        e = 1 if self.chance(constant) else self.length
        n = 1 if self.chance(0.5) else self.loans
        value = sampler((parts, e, n) if parts else (e, n))
        if acts and (self.steps < self.length).any():
            value = value * self.real(n)
        return value

    def maybe(self, p: float, sampler: Sampler, parts: int = 0, *, acts: bool = True, constant: float = 0.2) -> Ints | None:
        """The column with probability p, else absent."""
        return self.column(sampler, parts, acts=acts, constant=constant) if self.chance(p) else None

    def bases(self) -> Ints:
        """Denominators of year fractions; of whole days where roundings go by the day."""
        return self.per_loan(self.of(WHOLE_DAYS if self.daily else BASES))

    def per_loan(self, sampler: Sampler) -> Ints:
        """(N,) or, the same for all, (1,)."""
        return sampler((1 if self.chance(0.4) else self.loans,))


def thin(column: Ints) -> Ints:
    """The column with axes of steps and loans cut to length 1 where nothing varies along them."""
    for axis in (-1, -2):
        first = column.take([0], axis)
        if (column == first).all():
            column = first
    return column
