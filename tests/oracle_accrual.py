"""The independent calculation, steps 1 and 2: how exact sums become cents, and what interest, penalty and compound are."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from tests.oracle_state import COMPOUND, INTEREST, ONE, PENALTY, PRINCIPAL, WAITS, Record, half_up

HALF_UP, HALF_EVEN, DOWN = range(3)


def rounded(x: Fraction, way: int) -> int:
    """A whole number by one of the three roundings; Python rounds halves to even."""
    if way == HALF_UP:
        return half_up(x)
    return round(x) if way == HALF_EVEN else floor(x)


def post(box: Record, rem: str, exact: int, unit: int, way: int = HALF_UP) -> int:
    """Add an exact amount, in cents times ``unit``, to a remainder; the cents posted now. Half even keeps the parity in the remainder."""
    before: int = box[rem]
    total = before + exact
    if way == HALF_EVEN:
        n = round(Fraction(total, unit))
        box[rem] = total - (n - n % 2) * unit
        return n - round(Fraction(before, unit))
    posted = rounded(Fraction(total, unit), way)
    box[rem] = total - posted * unit
    return posted


def earned(loan: Record, amount: int, rate: int, time: int, unit: int) -> int:
    """What an amount bears in an interval, in cents times ``unit``: exact, or a rounded amount a day times the days."""
    daily: int = loan.get("daily", 0)
    if not daily:
        return amount * rate * time
    day = rounded(Fraction(amount * rate * daily, unit), loan.get("rounding", 0))
    return day * time * unit // daily


def proper(loan: Record, rem: int, unit: int) -> Fraction:
    """The part of a cent in a remainder, without the parity that half even keeps in it."""
    if loan.get("rounding", 0) == HALF_EVEN:
        rem -= round(Fraction(rem, unit)) * unit
    return Fraction(rem, unit)


def accrue(loan: Record, state: Record, step: Record, row: Record) -> None:
    """Step 1: interest on principal not yet due, or on all of it."""
    base, unit = state["principal"], loan["base"] * ONE
    if loan.get("overdue", 0):
        base += sum(due["amount"][PRINCIPAL] for due in state["dues"] if due["due"] < step["date"])
    rate = 0 if step["off"] & 1 else step["rate"]
    fixed = step["fixed"] if state["principal"] and not step["off"] & 1 else 0
    more = earned(loan, base, rate, step["time"], unit)
    row["accrued"] = fixed + post(state, "accrued_rem", more, unit, loan.get("rounding", 0))
    state["accrued"] += row["accrued"]


def charge(loan: Record, state: Record, step: Record, row: Record, before: int) -> None:
    """Step 2: penalty and compound on what was due before this date; relief from ageing; what is drawn."""
    row |= {"penalty": 0, "compound": 0, "disputed": [0, 0], "drawn": step.get("draw", 0)}
    for due in state["dues"]:
        if due["due"] >= step["date"]:
            continue
        late = 0 < loan.get("step_days", 0) <= before - due["due"]
        names = ("penalty_late", "compound_late") if late else ("penalty", "compound")
        rates = [0 if step["off"] & bit else step[name] for name, bit in zip(names, (2, 4), strict=True)]
        if step["date"] > due["due"] + loan.get("grace", 0):
            charge_row(loan, due, rates, step["penalty_time"], row)
        else:
            for wait, rate in zip(WAITS, rates, strict=True):
                due[wait] = 0 if loan.get("excused", 0) else due[wait] + rate * step["penalty_time"]
    state["relief"] += step["relief"]
    state["principal"] += row["drawn"]


def charge_row(loan: Record, due: Record, rates: list[int], time: int, row: Record) -> None:
    """Charge one row for the interval and for what waited; the bases are those before the step."""
    unit, way, amount = loan["penalty_base"] * ONE, loan.get("rounding", 0), list(due["amount"])
    for part, base, name, rate in ((PENALTY, PRINCIPAL, "penalty", rates[0]), (COMPOUND, INTEREST, "compound", rates[1])):
        exact = amount[base] * due[f"{name}_wait"] + earned(loan, amount[base], rate, time, unit)
        more = post(due, f"{name}_rem", exact, unit, way)
        due["amount"][part] += more
        row[name] += more
    for i, name in enumerate(("penalty", "compound")):
        if loan.get("compounds", 0) & 1 << i:
            more = post(due, f"on_{name}_rem", due[f"{name}_base"] * (due["compound_wait"] + rates[1] * time), unit)
            due["amount"][COMPOUND] += more
            row["compound"] += more
            row["disputed"][i] += more
    due["penalty_wait"] = due["compound_wait"] = 0
