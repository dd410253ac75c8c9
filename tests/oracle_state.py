"""The independent calculation, where one loan stands: places in which cents stand, taking them out, paying them, putting rows in."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final, TypeAlias

Record: TypeAlias = dict[str, Any]
Pot: TypeAlias = tuple[Any, Any]
"""A place where cents stand: a record or list, and the key or index in it."""

ONE: Final = 10**8
PRINCIPAL, INTEREST, PENALTY, COMPOUND, FEE, ACCRUED = range(6)
REMAINDERS: Final = ("penalty_rem", "compound_rem", "on_penalty_rem", "on_compound_rem")
WAITS: Final = ("penalty_wait", "compound_wait")
OF_DUES: Final = (*REMAINDERS, *WAITS, "penalty_base", "compound_base")


def half_up(x: Fraction) -> int:
    """floor(x + 1/2)."""
    return (2 * x.numerator + x.denominator) // (2 * x.denominator)


def complete(state: Record) -> None:
    """Fill in what a state of before the conventions of arrears does not have."""
    state |= {"ahead": [0, 0], "extra": 0}
    state["dues"] = [dict.fromkeys(OF_DUES, 0) | due for due in state["dues"]]


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


def pay(paid: list[int], places: list[tuple[int, Pot]], money: int) -> int:
    """Pay what stands in places in order, noting it by part; the money left."""
    for part, place in places:
        left = take([place], money)
        paid[part] += money - left
        money = left
    return money


def join(state: Record, day: int, number: int, amount: list[int]) -> None:
    """Put a new row behind all others; an empty one is left out."""
    new = {"due": day, "amount": amount, "number": number, "relief": state["relief"]}
    if any(amount):
        state["dues"].append(new | dict.fromkeys(OF_DUES, 0))


def age(state: Record) -> int:
    """The most days that count for ageing of a row now due with anything standing; 0 if none or negative."""
    rows = [due for due in live(state) if due["due"] <= state["date"]]
    return max([0, *(int(state["date"] - due["due"] - (state["relief"] - due["relief"])) for due in rows)])
