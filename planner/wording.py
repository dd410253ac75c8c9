"""Sentences that commands and screens share: the terms of an offer in a few words, and what a change of a limit is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from planner.text import mark

if TYPE_CHECKING:
    from planner.breaks import Broken
    from planner.offers import Change, Search
    from planner.text import Words

ON_BREAK: Final = {
    "restore": mark("The contract comes back, with the payments made"), "keep": mark("The plan goes on, what was set aside comes back"),
}  # fmt: skip
"""What a break of a plan does."""
PART_NAMES: Final = ("principal", "interest", "penalty", "compound", "fee")


def say_terms(words: Words, found: Search, place: int) -> str:
    """The terms of one candidate in a few words."""
    c = found.candidates.take(np.array([place]))
    months, rate, down, pause, step = (int(column[0]) for column in (c.months, c.rate, c.down, c.pause, c.step))
    said = [words.plural("{n} instalment", "{n} instalments", months), words("{rate} a year", rate=words.rate(rate))]
    for share in sorted({int(s) for s in c.waive[:, 0] if s}, reverse=True):
        parts = [words(f"part.{name}") for name, own in zip(PART_NAMES, c.waive[:, 0], strict=True) if own == share]
        said.append(words("{share} of {parts} forgiven", share=words.rate(share), parts=words("convention.comma").join(parts)))
    if down:
        said.append(words("{amount} down", amount=words.money(down)))
    if pause:
        said.append(words.plural("payments begin after {n} month", "payments begin after {n} months", pause))
    if step:
        said.append(words("{n} instalments at {share}", n=step, share=words.rate(int(c.share[0]))))
    return words("convention.comma").join(said)


def say_changes(words: Words, change: Change) -> str:
    """A change of one limit, or of two together."""
    return words(" and ").join(say_change(words, change, k) for k in range(len(change.names)))


def say_change(words: Words, change: Change, k: int) -> str:
    """One change of a limit in words."""
    name, amount = change.names[k], change.amounts[k]
    if name == "months":
        return words.plural("{n} more instalment", "{n} more instalments", amount)
    if name == "rate":
        return words("a rate {points} percentage points lower", points=words.rate(amount).removesuffix("%"))
    part = name.removeprefix("waive_")
    money = words.money(amount)
    if part != name:
        return words("{amount} more of {part} forgiven", amount=money, part=words(f"part.{part}"))
    if name == "down_payment":
        return words("{amount} from elsewhere paid down", amount=money)
    return words("{amount} more a month", amount=money)


def say_worse(words: Words, found: Broken) -> str:
    """Beside never having had the plan."""
    if found.worse == 0:
        return words("As much as if there had never been the plan, with the same payments.")
    if found.worse > 0:
        return words("{amount} more than without the plan, with the same payments.", amount=words.money(found.worse))
    return words("{amount} less than without the plan, with the same payments.", amount=words.money(-found.worse))
