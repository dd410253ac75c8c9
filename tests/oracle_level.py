"""The independent calculation, how a level is set: docs/engine.md, "The level", in exact fractions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil

from tests.oracle_accrual import HALF_EVEN, proper
from tests.oracle_state import ACCRUED, ONE, Record, half_up

NONE, LEVEL, UNIT, ONLY_INTEREST, ALL, ONLY_PRINCIPAL = range(6)
FIRST, SMOOTHED = 1, 2
KEEPS_TERM = 2
MOVES = ("waive", "pledge", "capitalise", "defer")
Walk = Callable[[Record, Record, list[Record], int], Record]
"""Moves a state over one step of several and gives the row of the ledger."""


def new_level(loan: Record, state: Record, now: Record, steps: list[Record], walk: Walk) -> tuple[int, int]:
    """The level payment, or the principal unit, over the steps after ``now``, and what the next instalment asks beside it."""
    balloon = now["balloon"]
    units = any(step["shape"] in {UNIT, ONLY_PRINCIPAL} for step in steps)
    asking = [step for step in steps if step["shape"] in ({UNIT, ONLY_PRINCIPAL, ALL} if units else {LEVEL, ALL})]
    if not sum(step["share"] for step in asking) or not state["principal"]:
        return 0, 0
    if units:
        return principal_unit(loan, state["principal"], balloon, asking)
    if now["recast"] == KEEPS_TERM and state["level"] and (fewer := within(loan, state, now, steps)) != steps:
        return to_unit(loan | {"level_up": 1}, Schedule(loan, state, balloon, fewer).root()), 0
    exact = Schedule(loan, state, balloon, steps)
    level = to_unit(loan, exact.root())
    residue = loan.get("residue", 0)
    if residue == FIRST:
        return level, exact.first_extra(level)
    if residue == SMOOTHED and even(balloon, steps, asking):
        return smoothed(loan, state, steps, level, walk), 0
    return level, 0


def within(loan: Record, state: Record, now: Record, steps: list[Record]) -> list[Record]:
    """The steps to come, nothing asked after the one at which the level in force would leave a cent or less at the rate of ``now``."""
    for k, step in enumerate(steps):
        if step["shape"] in {LEVEL, ALL} and step["share"]:
            left, _ = Schedule(loan, state, 0, steps[: k + 1], now["rate"]).run(Fraction(state["level"]), bend=False)
            if left <= 1:
                asks = [later for later in steps[k + 1 :] if later["shape"] in {LEVEL, ALL} and later["share"]]
                return [later if k >= n else later | {"share": 0} for n, later in enumerate(steps)] if asks else steps
    return steps


def to_unit(loan: Record, amount: Fraction) -> int:
    """An amount to the multiple of the level's unit that the loan asks for."""
    unit = loan.get("level_unit", 0) or 1
    count = amount / unit
    if loan.get("level_up", 0):
        return ceil(count) * unit
    return (round(count) if loan.get("rounding", 0) == HALF_EVEN else half_up(count)) * unit


def principal_unit(loan: Record, principal: int, balloon: int, asking: list[Record]) -> tuple[int, int]:
    """The unit of equal principal; where the first instalment takes the residue, the unit is cut down and the rest is its extra."""
    exact = Fraction(principal * (ONE - balloon), sum(step["share"] for step in asking))
    if loan.get("residue", 0) != FIRST:
        return to_unit(loan, exact), 0
    grain = loan.get("level_unit", 0) or 1
    unit = exact // grain * grain
    repaid = sum(half_up(Fraction(unit * step["share"], ONE)) for step in asking)
    return unit, principal - half_up(Fraction(balloon * principal, ONE)) - repaid


class Schedule:
    """Principal and accrued interest run down over the steps to come under a level, in exact fractions."""

    def __init__(self, loan: Record, state: Record, balloon: int, steps: list[Record], rate: int | None = None) -> None:
        """From the position after the step that sets the level, at the rate of the next step or another."""
        self.steps, self.principal = steps, state["principal"]
        self.capped = bool(loan.get("capped", 0))
        self.goal = Fraction(balloon * self.principal, ONE)
        rate, unit, months = steps[0]["rate"] if rate is None else rate, loan["base"] * ONE, loan.get("level_months", 0)
        self.accrued, self.factors = state["accrued"] + proper(loan, state["accrued_rem"], unit), [Fraction(0)] * len(steps)
        if months:
            self.accrued = Fraction(0)
        for k, step in enumerate(steps):
            self.factors[k] = Fraction(rate * months * (step["number"] > 0), 12 * ONE) if months else Fraction(rate * step["time"], unit)

    def root(self) -> Fraction:
        """The level that leaves the goal, by Newton's steps from the line that does not bend."""
        left, slope = self.run(Fraction(0), bend=False)
        level = (self.goal - left) / slope
        while not self.capped:
            left, slope = self.run(level, bend=True)
            if left == self.goal:
                break
            level += (self.goal - left) / slope
        return level

    def first_extra(self, level: int) -> int:
        """What the first instalment asks beside a rounded level so that the last one leaves the goal."""
        left, _ = self.run(Fraction(level), bend=False)
        more, _ = self.run(Fraction(level), bend=False, less=1)
        return half_up((left - self.goal) / (more - left))

    def run(self, level: Fraction, *, bend: bool, less: int = 0) -> tuple[Fraction, Fraction]:
        """Principal left after the last step, and its slope in the level; the first instalment may be some cents less."""
        p, dp, a, da = Fraction(self.principal), Fraction(0), self.accrued, Fraction(0)
        for step, factor in zip(self.steps, self.factors, strict=True):
            if not step["off"] & 1:
                a, da = a + p * factor + step["fixed"], da + dp * factor
            for verb in MOVES:
                if step[verb][ACCRUED]:
                    share = Fraction(step[verb][ACCRUED], ONE)
                    if verb == "capitalise":
                        p, dp = p + a * share, dp + da * share
                    a, da = a - a * share, da - da * share
            if step["shape"] in {LEVEL, ALL} and (step["share"] or self.capped):
                share = Fraction(step["share"], ONE)
                own = less if share else 0
                paid, less = share * level - a - own, less - own
                if paid > 0 or not bend:
                    p, dp = p - paid, dp - share + da
            if step["shape"]:
                a, da = Fraction(0), Fraction(0)
        return p, dp


def even(balloon: int, steps: list[Record], asking: list[Record]) -> bool:
    """Whether only levels are asked, so that they can be smoothed."""
    odd = balloon or any(step["fixed"] or step["shape"] == ONLY_INTEREST for step in steps)
    return not odd and all(step["share"] == ONE for step in asking) and not any(step[verb][ACCRUED] for step in steps for verb in MOVES)


def smoothed(loan: Record, state: Record, steps: list[Record], level: int, walk: Walk) -> int:
    """The level moved while last and previous instalment are further apart than half as many cents as there are instalments."""
    n = sum(step["shape"] in {LEVEL, ALL} for step in steps)
    gap = last_gap(loan, state, steps, level, walk)
    for _ in range(3):
        move = round(Fraction(gap, n))
        if abs(gap) <= n // 2 or not move:
            break
        other = to_unit(loan | {"level_up": 0}, Fraction(level + move))
        new_gap = last_gap(loan, state, steps, other, walk)
        if abs(new_gap) >= abs(gap):
            break
        level, gap = other, new_gap
    return level


def last_gap(loan: Record, state: Record, steps: list[Record], level: int, walk: Walk) -> int:
    """The last instalment less the one before, where the remaining steps are billed and paid at the rate of the next one."""
    own = ("date", "principal", "accrued", "accrued_rem")
    zeros = dict.fromkeys(("held", "original", "settled", "relief", "extra"), 0)
    run: Record = {name: state[name] for name in own} | zeros | {"level": level, "ahead": [0, 0], "dues": []}
    run |= {"deferred": [0] * 5, "conditional": [0] * 5}
    kept = ("date", "number", "time", "penalty_time", "off", "shape", "share")
    nothing = dict.fromkeys(set(steps[0]) - set(kept), 0) | {"rate": steps[0]["rate"], "pays": 1}
    nothing |= {verb: [0] * 6 for verb in MOVES} | {name: [0] * 5 for name in ("waive_cents", "pledge_cents", "release")}
    plain = [nothing | {name: step[name] for name in kept} for step in steps]
    rows = [walk(loan, run, plain, e) for e in range(len(plain))]
    paid = [row["received"] for row, step in zip(rows, steps, strict=True) if step["shape"] in {LEVEL, ALL}]
    return paid[-1] - paid[-2] if len(paid) > 1 else 0
