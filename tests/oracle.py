"""The independent calculation: docs/engine.md as plain loops over ints and exact fractions, one loan at a time.

It shares no code with the engine. ``roll`` takes dicts of ints and lists named as on that page; amounts in cents, rates and shares in 1e-8.
"""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from typing import Any, TypeAlias

Record: TypeAlias = dict[str, Any]
Pot: TypeAlias = tuple[Any, Any]
"""A place where cents stand: a record or list, and the key or index in it."""

ONE = 10**8
PRINCIPAL, INTEREST, PENALTY, COMPOUND, FEE, ACCRUED = range(6)
PART_OF = (PRINCIPAL, INTEREST, PENALTY, COMPOUND, FEE, INTEREST)
NONE, LEVEL, UNIT, ONLY_INTEREST, ALL = range(5)
BY_PART = ("opening", "waived", "vested", "pledged", "capitalised", "deferred", "released", "billed", "allocated", "prepaid", "closing")


def half_up(x: Fraction) -> int:
    """floor(x + 1/2)."""
    return (2 * x.numerator + x.denominator) // (2 * x.denominator)


def roll(loan: Record, state: Record, steps: list[Record]) -> tuple[list[Record], Record]:
    """The ledger rows and the closing state of one loan; the state given is left as it was."""
    state = deepcopy(state)
    ledger = [one_step(loan, state, steps, e) for e in range(len(steps))]
    return ledger, state


def one_step(loan: Record, state: Record, steps: list[Record], e: int) -> Record:
    """Move ``state`` over step e in the order of the page and say what happened."""
    step = steps[e]
    row: Record = {name: [0] * 5 for name in BY_PART} | {"date": step["date"], "number": step["number"]}
    row["opening"] = standing(state)
    state["date"] = step["date"]
    accrue(loan, state, step, row)
    charge(loan, state, step, row)
    fall_due(state, step, row)
    set_aside(state, step, row)
    capitalise_and_defer(state, step, row)
    back = release(state, step, row)
    if step["redate"]:
        redate(state, step["redate"])
    bill(state, step, row, back)
    allocate(loan, state, step, row)
    close(loan, state, steps, e, row)
    row |= {"closing": standing(state), "held": state["held"], "level": state["level"], "days_past_due": age(state)}
    return row


def live(state: Record) -> list[Record]:
    """The due rows in which anything stands."""
    return [due for due in state["dues"] if any(due["amount"])]


def standing(state: Record) -> list[int]:
    """All that stands by part."""
    return [sum(box[key] for box, key in pots(state, part)) + state["conditional"][part] for part in range(5)]


def pots(state: Record, part: int, *, own: bool = True, deferred: bool = True) -> list[Pot]:
    """Where a part stands, in the order it is taken: dues old to new, what is not yet due or billed, deferred."""
    if part == ACCRUED:
        return [(state, "accrued")]
    places: list[Pot] = [(due["amount"], part) for due in state["dues"]]
    if own and part in {PRINCIPAL, INTEREST}:
        places.append((state, "principal" if part == PRINCIPAL else "accrued"))
    return [*places, (state["deferred"], part)] if deferred else places


def take(places: list[Pot], amount: int) -> int:
    """Take an amount out of places in order; what they could not give."""
    for box, key in places:
        x = min(box[key], amount)
        box[key] -= x
        amount -= x
    return amount


def take_share(places: list[Pot], share: int, cents: int = 0) -> int:
    """Take a share of all that stands in these places, and an amount, never more than stands; what was taken."""
    total: int = sum(box[key] for box, key in places)
    amount = min(total, half_up(Fraction(share * total, ONE)) + cents)
    take(places, amount)
    return amount


def post(state: Record, rem: str, amount: int, factor: int, unit: int) -> int:
    """Add amount × factor to a remainder; the cents posted now."""
    total = state[rem] + amount * factor
    posted = half_up(Fraction(total, unit))
    state[rem] = total - posted * unit
    return posted


def accrue(loan: Record, state: Record, step: Record, row: Record) -> None:
    """Step 1: interest on principal not yet due."""
    factor = 0 if step["off"] & 1 else step["rate"] * step["time"]
    fixed = step["fixed"] if state["principal"] and not step["off"] & 1 else 0
    row["accrued"] = fixed + post(state, "accrued_rem", state["principal"], factor, loan["base"] * ONE)
    state["accrued"] += row["accrued"]


def charge(loan: Record, state: Record, step: Record, row: Record) -> None:
    """Step 2: penalty and compound on what was due before this date; relief from ageing."""
    row["penalty"] = row["compound"] = 0
    for name, base, part, bit in (("penalty", PRINCIPAL, PENALTY, 2), ("compound", INTEREST, COMPOUND, 4)):
        factor = 0 if step["off"] & bit else step[name] * step["penalty_time"]
        for due in state["dues"]:
            if due["due"] < step["date"]:
                more = post(due, f"{name}_rem", due["amount"][base], factor, loan["penalty_base"] * ONE)
                due["amount"][part] += more
                row[name] += more
    state["relief"] += step["relief"]


def join(state: Record, day: int, number: int, amount: list[int]) -> None:
    """Put a new row behind all others; an empty one is left out."""
    new = {"due": day, "amount": amount, "penalty_rem": 0, "compound_rem": 0, "number": number, "relief": state["relief"]}
    if any(amount):
        state["dues"].append(new)


def fall_due(state: Record, step: Record, row: Record) -> None:
    """Step 3: accrued interest becomes a due of the day given."""
    if step["fall_due"]:
        join(state, step["fall_due"], 0, [0, state["accrued"], 0, 0, 0])
        row["billed"][INTEREST] += state["accrued"]
        state["accrued"] = state["accrued_rem"] = 0


def set_aside(state: Record, step: Record, row: Record) -> None:
    """Step 4: waive, then pledge."""
    for verb, column in (("waive", "waived"), ("pledge", "pledged")):
        for part in range(6):
            cents = 0 if part == ACCRUED else step[f"{verb}_cents"][part]
            amount = take_share(pots(state, part), step[verb][part], cents)
            row[column][PART_OF[part]] += amount
            if verb == "pledge":
                state["conditional"][PART_OF[part]] += amount


def capitalise_and_defer(state: Record, step: Record, row: Record) -> None:
    """Step 5, first half: what becomes principal, what is set aside."""
    for part in range(6):
        amount = take_share(pots(state, part, own=part == INTEREST, deferred=False), step["capitalise"][part])
        row["capitalised"][PART_OF[part]] += amount
        state["principal"] += amount
    for part in range(6):
        amount = take_share(pots(state, part, own=False, deferred=False), step["defer"][part])
        row["deferred"][PART_OF[part]] += amount
        state["deferred"][PART_OF[part]] += amount


def release(state: Record, step: Record, row: Record) -> list[int]:
    """Step 5, second half: 1/n of what is deferred comes back, to be billed."""
    for part, n in enumerate(step["release"]):
        row["released"][part] = half_up(Fraction(state["deferred"][part], n)) if n else 0
        state["deferred"][part] -= row["released"][part]
    return list(row["released"])


def redate(state: Record, day: int) -> None:
    """Step 6: all standing dues get this day."""
    for due in live(state):
        due["due"], due["relief"] = day, state["relief"]


def bill(state: Record, step: Record, row: Record, amount: list[int]) -> None:
    """Step 7: the new row, on top of what was released."""
    undue, shape, interest = state["principal"], step["shape"], state["accrued"]
    asked = half_up(Fraction(state["level"] * step["share"], ONE))
    if step["accelerate"]:
        principal = undue
    elif shape:
        principal = {LEVEL: min(max(asked - interest, 0), undue), UNIT: min(asked, undue), ONLY_INTEREST: 0, ALL: undue}[shape]
    else:
        principal = interest = 0
    if step["accelerate"] or shape:
        state["accrued"] = state["accrued_rem"] = 0
    state["principal"] -= principal
    row["fee"] = step["fee"]
    amount = [x + y for x, y in zip(amount, (principal, interest, 0, 0, step["fee"]), strict=True)]
    row["billed"] = [x + y for x, y in zip(row["billed"], amount, strict=True)]
    join(state, step["date"], step["number"], amount)


def age(state: Record) -> int:
    """The most days that count for ageing of a row now due with anything standing; 0 if none or negative."""
    rows = [due for due in live(state) if due["due"] <= state["date"]]
    return max([0, *(int(state["date"] - due["due"] - (state["relief"] - due["relief"])) for due in rows)])


def allocate(loan: Record, state: Record, step: Record, row: Record) -> None:
    """Step 8: money received and held goes to what is due, then to what is not, then is held."""
    now = [due for due in state["dues"] if due["due"] <= step["date"]]
    later = [due for due in state["dues"] if due["due"] > step["date"]]
    row["received"] = step["cash"]
    if step["pays"]:
        covered = state["held"] + (step["cash"] if step["pays"] == 1 else 0)
        row["received"] += max(0, sum(sum(due["amount"]) for due in now) - covered)
    late = 0 <= loan["late_from"] <= age(state)
    order = loan["late_order"] if late else loan["order"]
    left = pay(row["allocated"], [(part, (due["amount"], part)) for part in order for due in now], state["held"] + row["received"])
    if step["early"]:
        left = pay(row["prepaid"], [(part, (due["amount"], part)) for part in order for due in later], left)
        left = pay(row["prepaid"], [(INTEREST, (state, "accrued")), (PRINCIPAL, (state, "principal"))], left)
        left = pay(row["prepaid"], [(part, (state["deferred"], part)) for part in order], left)
    state["held"] = left


def pay(paid: list[int], places: list[tuple[int, Pot]], money: int) -> int:
    """Pay what stands in places in order, noting it by part; the money left."""
    for part, place in places:
        left = take([place], money)
        paid[part] += money - left
        money = left
    return money


def forgive(state: Record, row: Record) -> None:
    """Everything that stands is forgiven."""
    for part in range(5):
        amount, vested = take_share(pots(state, part), ONE), state["conditional"][part]
        row["waived"][part] += amount + vested
        row["vested"][part] += vested
    state["conditional"] = [0] * 5


def close(loan: Record, state: Record, steps: list[Record], e: int, row: Record) -> None:
    """Step 9: settlement, vesting, what was held goes back, a new level."""
    step, row["returned"] = steps[e], 0
    if step["settle"]:
        state["settled"] += max(row["received"] - step["fee"], 0)
        if state["settled"] >= step["settle"]:
            forgive(state, row)
            state["accrued_rem"] = 0
    if standing(state) == state["conditional"]:
        forgive(state, row)
    if not any(standing(state)):
        row["returned"], state["held"] = state["held"], 0
    if step["recast"]:
        state["level"] = new_level(loan, state, step["balloon"], steps[e + 1 :])
    if step["set_level"]:
        state["level"] = step["set_level"] - 1
    state["dues"] = live(state)


def new_level(loan: Record, state: Record, balloon: int, steps: list[Record]) -> int:
    """The level payment, or the principal unit, over the steps to come, in exact fractions."""
    principal, unit = state["principal"], any(step["shape"] == UNIT for step in steps)
    shares = sum(step["share"] for step in steps if step["shape"] in ({UNIT, ALL} if unit else {LEVEL, ALL}))
    if not shares or not principal:
        return 0
    if unit:
        return half_up(Fraction(principal * (ONE - balloon), shares))
    goal = Fraction(balloon * principal, ONE)
    factors = [Fraction(0 if step["off"] & 1 else steps[0]["rate"] * step["time"], loan["base"] * ONE) for step in steps]
    accrued = state["accrued"] + Fraction(state["accrued_rem"], loan["base"] * ONE)
    left, slope = run_down(steps, factors, principal, accrued, Fraction(0), bend=False)
    level = (goal - left) / slope
    while True:
        left, slope = run_down(steps, factors, principal, accrued, level, bend=True)
        if left == goal:
            return half_up(level)
        level += (goal - left) / slope


def run_down(
    steps: list[Record], factors: list[Fraction], principal: int, accrued: Fraction, level: Fraction, *, bend: bool
) -> tuple[Fraction, Fraction]:
    """Principal left after the last step under a level, and its slope in the level; a level below the interest bends or not."""
    p, dp, a, da = Fraction(principal), Fraction(0), accrued, Fraction(0)
    for step, factor in zip(steps, factors, strict=True):
        a, da = a + p * factor + (0 if step["off"] & 1 else step["fixed"]), da + dp * factor
        for verb in ("waive", "pledge", "capitalise", "defer"):
            if step[verb][ACCRUED]:
                share = Fraction(step[verb][ACCRUED], ONE)
                if verb == "capitalise":
                    p, dp = p + a * share, dp + da * share
                a, da = a - a * share, da - da * share
        if step["shape"] in {LEVEL, ALL}:
            share = Fraction(step["share"], ONE)
            paid = share * level - a
            if paid > 0 or not bend:
                p, dp = p - paid, dp - share + da
        if step["shape"]:
            a, da = Fraction(0), Fraction(0)
    return p, dp
