"""Rules of a jurisdiction as data: values that hold from a day on, each with where it stands and how sure it is."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from planner.errors import RangeError
from planner.money import round_half_up, to_cents, to_rate


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of a rulebook: ``values`` as written, from the day ``start`` on; ``confidence`` is text or secondary."""

    name: str
    start: dt.date
    title: str
    source: str
    confidence: str
    values: dict[str, Any]

    def share(self, key: str) -> int:
        """A percentage in 1e-8."""
        return to_rate(Decimal(self.values[key]) / 100)


@dataclass(frozen=True, slots=True)
class Scale:
    """By brackets: ``fixed`` cents up to the first of ``above`` (cents), then a ``share`` (1e-8) of each stretch; at most ``most``."""

    fixed: int
    above: tuple[int, ...]
    share: tuple[int, ...]
    most: int | None


@cache
def rulebook(code: str) -> dict[str, tuple[Rule, ...]]:
    """The rules of a jurisdiction by name, the earliest first."""
    text = (resources.files("planner") / "data" / "rules" / f"{code}.toml").read_text(encoding="utf-8")
    return {name: tuple(sorted((_rule(name, row) for row in rows), key=_start)) for name, rows in tomllib.loads(text).items()}


def _rule(name: str, row: dict[str, Any]) -> Rule:
    own = ("from", "title", "source", "confidence")
    start, title, source, confidence = (row[key] for key in own)
    return Rule(name, start, title, source, confidence, {key: value for key, value in row.items() if key not in own})


def _start(rule: Rule) -> dt.date:
    return rule.start


def in_force(name: str, on: dt.date, code: str = "cn") -> Rule:
    """The rule of that name on a day. RangeError for a day before the first."""
    found = [rule for rule in rulebook(code)[name] if rule.start <= on]
    if not found:
        raise RangeError("before_rule", on, rulebook(code)[name][0].start)
    return found[-1]


def scale(rule: Rule) -> Scale:
    """The brackets of a rule."""
    rows = rule.values["brackets"]
    most = rule.values.get("most")
    return Scale(
        to_cents(Decimal(rule.values["fixed"])), tuple(to_cents(Decimal(above)) for above, _ in rows),
        tuple(round_half_up(Decimal(percent) * 10**6) for _, percent in rows), None if most is None else to_cents(Decimal(most)),
    )  # fmt: skip
