"""Conventions in words: the name and the value of each."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from planner.loan import CHOICES
from planner.money import ONE

if TYPE_CHECKING:
    from planner.text import Words

PERCENT: Final = frozenset({
    "rate", "penalty_rate", "compound_rate", "compound_rate_before_maturity", "uplift", "share", "minimum",
})  # fmt: skip
AMOUNTS: Final = frozenset({"least", "most", "tolerance", "fixed", "free"})
BY_RULE: Final = "by_rule"
"""Where conventions say which of them a rulebook gave."""
ORDERS: Final = ("allocation", "late_allocation")
SINGLE: Final = {"month": "monthly", "week": "weekly", "day": "daily"}


def say_conventions(words: Words, found: dict[str, Any]) -> list[tuple[str, str]]:
    """Name and value of each convention in words, those that do not apply left out; with its source where a rule gave it."""
    given = found.get(BY_RULE) or {}
    named = {"rate": "flat_rate"} if found.get("method") == "flat" else {}
    own = {name: value for name, value in found.items() if value is not None and name != BY_RULE}
    return [
        (words(f"convention.{named.get(name, name)}"), _sourced(words, _say(words, name, value, given), given.get(name)))
        for name, value in own.items()
    ]


def _sourced(words: Words, said: str, rule: dict[str, Any] | None) -> str:
    """What is said, with the rule's source and how sure it is."""
    if rule is None or not said:
        return said
    origin = words("convention.then").join([rule["source"][words.lang], words(f"confidence.{rule['confidence']}")])
    return words("convention.by_rule", said=said, source=origin)


def _say(words: Words, name: str, value: Any, given: dict[str, Any]) -> str:  # noqa: ANN401 - a code, a number, a list or a table
    if isinstance(value, dict):
        shown = ((f"{name}.{key}", key, part) for key, part in value.items() if part is not None)
        phrases = (_sourced(words, _phrase(words, code, key, part), given.get(code)) for code, key, part in shown)
        return words("convention.then").join(filter(None, phrases))
    if name in ORDERS:
        return words("convention.comma").join(words(f"part.{part}") for part in value)
    if name == "every":
        return _period(words, value)
    if isinstance(value, bool):
        return words("convention.yes") if value else words("convention.no")
    if name in PERCENT or isinstance(value, int) or name == "follows" or _is_date(value):
        return _figure(words, name, value)
    return _coded(words, name, value)


def _phrase(words: Words, code: str, key: str, value: Any) -> str:  # noqa: ANN401 - a code or a number
    """One entry of a table: a figure in its phrase, or the phrase of a word or switch."""
    if isinstance(value, bool):
        return words(f"convention.{code}.yes") if value else words(f"convention.{code}.no")
    if key in PERCENT | AMOUNTS or isinstance(value, int) or _is_date(value):
        return words(f"convention.{code}", value=_figure(words, key, value))
    return words(f"convention.{code}.{value}")


def _figure(words: Words, key: str, value: Any) -> str:  # noqa: ANN401 - a decimal string or a number
    """A rate or share as a percentage, an amount with its thousands apart, anything else as it stands."""
    if key in PERCENT:
        return words.rate(int(Decimal(value) * ONE))
    return words.money(int(Decimal(value) * 100)) if key in AMOUNTS else str(value)


def _coded(words: Words, name: str, value: str) -> str:
    """The words of a code; each family is spelled out, so that its words are known to be in use."""
    match name:
        case "early_money":
            return words(f"early.{value}")
        case "method":
            return words(f"method.{value}")
        case "day_count" | "penalty_day_count":
            return words(f"day_count.{value}")
    spelt = name in CHOICES or name == "allocation_by"
    return words(f"convention.{name}.{value}") if spelt else words(f"convention.{value}")


def _period(words: Words, value: str) -> str:
    """Every n months, weeks or days."""
    n, unit = value.split()
    return words(f"convention.{SINGLE[unit]}") if n == "1" else words(f"convention.every_{unit}", n=n)


def _is_date(value: str) -> bool:
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True
