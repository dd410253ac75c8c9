"""How a figure of a comparison reads: the figure itself, its difference from another, and which of a row is best."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from planner.book import PARTS
from planner.figures import Kind, Measure, Value, whole
from planner.present import all_rates, say_value
from planner.text import Words, mark

MINUS: Final = "\N{MINUS SIGN}"
BEST: Final = {
    (Kind.MONEY, "less"): mark("lowest"), (Kind.MONEY, "more"): mark("highest"), (Kind.RATE, "less"): mark("lowest"),
    (Kind.RATE, "more"): mark("highest"), (Kind.DATE, "less"): mark("soonest"),
}  # fmt: skip
"""The word beside the tick: what the figure is, never that it should be taken."""


def shown(value: Value, words: Words) -> str:
    """The figure in words, with a true minus sign."""
    said = say_value(words, value)
    return said.replace("-", MINUS, 1) if said.startswith("-") else said


def by_part(value: Value, words: Words) -> list[str]:
    """The parts of a figure that is one by part, those that are not nil; all rates of return where there are several."""
    if not isinstance(value.amount, tuple):
        return list(filter(None, [all_rates(words, value)]))
    names = [words(f"part.{part.name.lower()}") for part in PARTS]
    return [f"{name} {words.money(cents)}" for name, cents in zip(names, value.amount, strict=True) if cents]


def difference(value: Value, base: Value, words: Words) -> str:
    """How far a figure lies above (+) or below (−) another of its kind; nothing where they are equal, or one is nil or absent."""
    one, other = _number(value), _number(base)
    if one is None or other is None or one == other or 0 in (one, other):
        return ""
    if value.kind is Kind.CLASS:
        return ""
    gap = one - other
    sign = "+" if gap > 0 else MINUS
    if value.kind is Kind.RATE:
        return words("{gap} points", gap=f"{sign}{words.rate(abs(gap), places=2).removesuffix('%')}")
    if value.kind is Kind.DATE:
        return words.plural("{gap} day", "{gap} days", abs(gap), gap=f"{sign}{abs(gap)}")
    return f"{sign}{words.money(abs(gap)) if value.kind in (Kind.MONEY, Kind.PARTS) else abs(gap)}"


def best(values: Sequence[Value], eligible: Sequence[bool], rule: Measure) -> tuple[str, frozenset[int]]:
    """The word for the best figure of a row, and where it stands; nowhere where more than half of those that count have it."""
    word = BEST.get((rule.kind, rule.better), "")
    ranked = {i: n for i, (v, may) in enumerate(zip(values, eligible, strict=True)) if may and (n := _number(v)) is not None}
    if not word or not ranked:
        return "", frozenset()
    target = min(ranked.values()) if rule.better == "less" else max(ranked.values())
    places = frozenset(i for i, n in ranked.items() if n == target)
    return (word, places) if 2 * len(places) <= len(ranked) else ("", frozenset())


def same(values: Sequence[Value]) -> bool:
    """Whether a row says the same of every scenario."""
    return len({_number(v) for v in values}) == 1


def _number(value: Value) -> int | None:
    """The figure as it is shown, as an integer: cents, 1e-8 of a share rounded to 0.01 %, a count, a day."""
    amount = value.amount
    if amount is None:
        return None
    if isinstance(amount, tuple):
        return sum(amount)
    if value.kind is Kind.MONEY:
        return whole(amount)
    return whole(amount, 10_000) * 10_000 if value.kind is Kind.RATE else int(amount)
