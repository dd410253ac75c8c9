"""The independent calculation: docs/engine.md as plain loops over ints and exact fractions, one loan at a time.

It shares no code with the engine. ``roll`` takes dicts of ints and lists named as on that page; amounts in cents, rates and shares in 1e-8.
A convention, a column or a field of the state that came with the conventions of arrears may be missing: it is then 0.
"""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from typing import Final

from tests.oracle_accrual import accrue, charge
from tests.oracle_level import ALL, LEVEL, NONE, ONLY_INTEREST, ONLY_PRINCIPAL, UNIT, new_level
from tests.oracle_stages import count, sign, vest_stages
from tests.oracle_state import (
    ACCRUED,
    COMPOUND,
    FEE,
    INTEREST,
    ONE,
    PENALTY,
    PRINCIPAL,
    REMAINDERS,
    Pot,
    Record,
    age,
    complete,
    half_up,
    join,
    live,
    pay,
    pots,
    standing,
    take,
    take_share,
)

__all__ = [
    "ACCRUED", "ALL", "COMPOUND", "FEE", "INTEREST", "LEVEL", "NONE", "ONE", "ONLY_INTEREST", "ONLY_PRINCIPAL", "PENALTY", "PRINCIPAL",
    "UNIT", "Record", "half_up", "one_step", "roll",
]  # fmt: skip

PART_OF: Final = (PRINCIPAL, INTEREST, PENALTY, COMPOUND, FEE, INTEREST)
HOLD, PREPAY, LOWER, NEXT, LAST, NEXT_LAST, RETURN = range(7)
ALL_CARRY, ALL_DROP = 1, 2
BY_PART: Final = (
    "opening", "waived", "vested", "pledged", "capitalised", "deferred", "released", "billed", "allocated", "prepaid", "closing", "revived",
)  # fmt: skip


def roll(loan: Record, state: Record, steps: list[Record]) -> tuple[list[Record], Record]:
    """The ledger rows and the closing state of one loan; the state given is left as it was."""
    state = deepcopy(state)
    ledger = [one_step(loan, state, steps, e) for e in range(len(steps))]
    return ledger, state


def one_step(loan: Record, state: Record, steps: list[Record], e: int) -> Record:
    """Move ``state`` over step e in the order of the page and say what happened."""
    step = steps[e]
    row: Record = {name: [0] * 5 for name in BY_PART} | {"date": step["date"], "number": step["number"]}
    if "ahead" not in state:
        complete(state)
    state.setdefault("staged", [])
    before, state["date"] = state["date"], step["date"]
    row["opening"] = standing(state)
    accrue(loan, state, step, row)
    charge(loan, state, step, row, before)
    fall_due(state, step, row)
    set_aside(state, step, row, loan.get("stages", []))
    capitalise_and_defer(state, step, row)
    back = release(state, step, row)
    revive(state, step, row)
    if step["redate"]:
        redate(state, step["redate"])
    bill(loan, state, step, row, back)
    undue = allocate(loan, state, step, row)
    close(loan, state, steps, e, row, undue)
    row |= {"closing": standing(state), "held": state["held"], "level": state["level"], "days_past_due": age(state)}
    return row


def fall_due(state: Record, step: Record, row: Record) -> None:
    """Step 3: accrued interest becomes a due of the day given."""
    if step["fall_due"]:
        join(state, step["fall_due"], 0, [0, state["accrued"], 0, 0, 0])
        row["billed"][INTEREST] += state["accrued"]
        state["accrued"] = state["accrued_rem"] = 0


def billed_all(loan: Record, state: Record, interest: int) -> None:
    """Take billed interest out of what is accrued; with all of it goes the remainder, unless it is carried."""
    state["accrued"] -= interest
    if not state["accrued"] and loan.get("remainder", 0) != ALL_CARRY:
        state["accrued_rem"] = 0


def set_aside(state: Record, step: Record, row: Record, stages: list[Record]) -> None:
    """Step 4: waive, then pledge and sign."""
    for part in range(6):
        cents = 0 if part == ACCRUED else step["waive_cents"][part]
        row["waived"][PART_OF[part]] += take_share(pots(state, part), step["waive"][part], cents)
    sign(state, step, row, stages if step.get("sign", 0) else [])
    accrued = take_share(pots(state, ACCRUED), step["pledge"][ACCRUED])
    row["pledged"][INTEREST] += accrued
    state["conditional"][INTEREST] += accrued


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


def revive(state: Record, step: Record, row: Record) -> None:
    """Step 5, at its end: what conditional waivers set aside comes back as a row of this day."""
    if step.get("revive", 0):
        row["revived"], state["conditional"], state["staged"] = state["conditional"], [0] * 5, []
        join(state, step["date"], 0, list(row["revived"]))


def redate(state: Record, day: int) -> None:
    """Step 6: all standing dues get this day."""
    for due in live(state):
        due |= {"due": day, "relief": state["relief"], "penalty_wait": 0, "compound_wait": 0}


def bill(loan: Record, state: Record, step: Record, row: Record, amount: list[int]) -> None:
    """Step 7: the new row, on top of what was released."""
    if step["accelerate"] or step["shape"] in {ALL, ONLY_INTEREST}:
        principal, interest = state["principal"], state["accrued"]
        if not step["accelerate"]:
            state["ahead"][0] = 0
            if step["shape"] == ALL:
                state["ahead"][1] = state["extra"] = 0
            else:
                principal = 0
        billed_all(loan, state, interest)
    elif step["shape"]:
        principal, interest = instalment(loan, state, step)
        if step["shape"] != ONLY_PRINCIPAL:
            billed_all(loan, state, interest)
    else:
        principal = interest = 0
    state["principal"] -= principal
    row["fee"] = step["fee"]
    amount = [x + y for x, y in zip(amount, (principal, interest, 0, 0, step["fee"]), strict=True)]
    row["billed"] = [x + y for x, y in zip(row["billed"], amount, strict=True)]
    join(state, step["date"], step["number"], amount)


def instalment(loan: Record, state: Record, step: Record) -> tuple[int, int]:
    """Principal and interest that a level or a unit asks, after what was paid ahead of it."""
    ahead, accrued, undue = state["ahead"], state["accrued"], state["principal"]
    ask = max(half_up(Fraction(state["level"] * step["share"], ONE)) + state["extra"], 0)
    state["extra"] = 0
    if step["shape"] == LEVEL:
        left = take([(ahead, 0), (ahead, 1)], ask)
        interest = min(accrued, left) if loan.get("capped", 0) or left < ask else accrued
        return min(max(left - interest, 0), undue), interest
    left = take([(ahead, 1)], ask)
    if step["shape"] == ONLY_PRINCIPAL:
        return min(left, undue), 0
    ahead[0] = 0
    return min(left, undue), accrued


def allocate(loan: Record, state: Record, step: Record, row: Record) -> int:
    """Step 8: money received and held goes to what is due; what is left over is early. The undue principal it repaid."""
    undue: int = state["principal"]
    now = [due for due in state["dues"] if due["due"] <= step["date"]]
    later = [due for due in state["dues"] if due["due"] > step["date"]]
    row["received"] = step["cash"]
    if step["pays"]:
        covered = state["held"] + (step["cash"] if step["pays"] == 1 else 0)
        row["received"] += max(0, sum(sum(due["amount"]) for due in now) - covered)
    late = 0 <= loan["late_from"] <= age(state)
    order = loan["late_order"] if late else loan["order"]
    left = pay(row["allocated"], owed(loan, now, order), state["held"] + row["received"])
    row["returned"], early = (left, HOLD) if step["early"] == RETURN else (0, step["early"])
    left -= row["returned"]
    if early:
        left = pay(row["prepaid"], owed(loan, later, order), left)
        left = prepay(state, early, order, row["prepaid"], left)
    state["held"] = left
    count(state, row["allocated"][PRINCIPAL] + row["prepaid"][PRINCIPAL])
    return undue - int(state["principal"])


def owed(loan: Record, dues: list[Record], order: tuple[int, ...]) -> list[tuple[int, Pot]]:
    """Where money goes in these rows, in order: by part, or the oldest row first."""
    if loan.get("by_row", 0):
        return [(part, (due["amount"], part)) for due in dues for part in order]
    return [(part, (due["amount"], part)) for part in order for due in dues]


def prepay(state: Record, early: int, order: tuple[int, ...], paid: list[int], money: int) -> int:
    """Money beyond all dues, to what is not yet due; the money left."""
    interest, principal = (INTEREST, (state, "accrued")), (PRINCIPAL, (state, "principal"))
    if early in {PREPAY, LOWER}:
        return pay(paid, [interest, principal, *((part, (state["deferred"], part)) for part in order)], money)
    if early in {NEXT, NEXT_LAST}:
        most = money if early == NEXT else min(money, max(state["level"] - sum(state["ahead"]), 0))
        first = [0] * 5
        money += pay(first, [interest, principal], most) - most
        state["ahead"] = [state["ahead"][0] + first[INTEREST], state["ahead"][1] + first[PRINCIPAL]]
        paid[:] = [x + y for x, y in zip(paid, first, strict=True)]
    return money if early == NEXT else pay(paid, [principal, interest], money)


def forgive(state: Record, row: Record) -> None:
    """Everything that stands is forgiven."""
    for part in range(5):
        amount, vested = take_share(pots(state, part), ONE), state["conditional"][part]
        row["waived"][part] += amount + vested
        row["vested"][part] += vested
    state["conditional"], state["staged"] = [0] * 5, []


def late_fee(loan: Record, state: Record, step: Record, row: Record) -> None:
    """A fee for what is due and missing after this step's money."""
    missing = sum(sum(due["amount"]) for due in state["dues"] if due["due"] <= step["date"])
    if not step.get("late_share", 0) or missing <= loan.get("late_slack", 0):
        return
    fee, cap = half_up(Fraction(step["late_share"] * missing, ONE)), loan.get("late_cap", 0)
    fee = max(loan.get("late_floor", 0), min(fee, cap) if cap else fee)
    row["fee"] += fee
    row["billed"][FEE] += fee
    join(state, step["late_day"] or step["date"], 0, [0, 0, 0, 0, fee])


def close(loan: Record, state: Record, steps: list[Record], e: int, row: Record, undue_prepaid: int) -> None:
    """Step 9: settlement, late fee, vesting, what was held goes back, a new level, what the dues carry on."""
    step = steps[e]
    if step["settle"]:
        state["settled"] += max(row["received"] - step["fee"], 0)
        if state["settled"] >= step["settle"]:
            forgive(state, row)
            state["accrued_rem"] = 0
    late_fee(loan, state, step, row)
    vest_stages(state, step["date"], row)
    if standing(state) == state["conditional"]:
        forgive(state, row)
    if not any(standing(state)):
        row["returned"], state["held"] = row["returned"] + state["held"], 0
    set_levels(loan, state, steps, e, lower=step["early"] == LOWER and undue_prepaid > 0)
    state["dues"] = live(state)
    for due in state["dues"]:
        carry_on(loan, due, step, row)


def set_levels(loan: Record, state: Record, steps: list[Record], e: int, *, lower: bool) -> None:
    """A new level where one is asked for, principal was prepaid to lower it, or one is given."""
    step = steps[e]
    if step["recast"] or lower:
        state["level"], state["extra"] = new_level(loan, state, step, steps[e + 1 :], one_step)
    if step["set_level"]:
        state["level"], state["extra"] = step["set_level"] - 1, 0
    if step["recast"] or lower or step["set_level"]:
        state["ahead"] = [0, 0]


def carry_on(loan: Record, due: Record, step: Record, row: Record) -> None:
    """What a row takes along: the bases of compound on charges, its remainders, and the day it fell due."""
    for name, part, bit in (("penalty_base", PENALTY, 1), ("compound_base", COMPOUND, 2)):
        most = due["amount"][part] if loan.get("compounds", 0) & bit else 0
        due[name] = most if step.get("joins", 0) else min(due[name], most)
    if loan.get("remainder", 0) == ALL_DROP and row["received"]:
        due |= dict.fromkeys(REMAINDERS, 0)
    if step.get("head", 0) and due["due"] == step["date"]:
        due["penalty_wait"] = 0 if step["off"] & 2 else step["head"] * step["penalty"]
        due["compound_wait"] = 0 if step["off"] & 4 else step["head"] * step["compound"]
