"""What a rulebook is made of: rules with dated values, each with its source, how sure it is, and when someone last checked it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias, TypeVar

from planner.book import Part

USES: Final = ("default", "order", "limit", "series", "note")
"""What a rule is for: a default or an allocation order of loans that say nothing, a limit, a series beside the book, a note to read."""
CONFIDENCES: Final = ("verified", "press", "high", "medium", "low")
"""How sure a value is: its text, or a quotation of it, was read; one press report was read; or it is known and was not read again."""
GRADES: Final = ("note", "warning", "breach")
"""Grades of a finding, the mildest first."""
MOST: Final = {"verified": "breach", "press": "warning", "high": "warning", "medium": "warning", "low": "note"}
"""The gravest grade by confidence: only what was read can be broken, and what is hardly known is noted."""
CLASSES: Final = ("normal", "special_mention", "substandard", "doubtful", "loss")
"""Risk classes, the best first."""

T = TypeVar("T")

Text: TypeAlias = dict[str, str]
"""The same words by language (``zh``, ``en``)."""


@dataclass(frozen=True, slots=True)
class Band:
    """Two ends, both included; None where that side is open."""

    least: int | None
    most: int | None

    def holds(self, value: int) -> bool:
        """Whether a value lies within."""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


@dataclass(frozen=True, slots=True)
class Multiple:
    """``times`` (1e-8) a published series."""

    times: int
    series: str


@dataclass(frozen=True, slots=True)
class Bracket:
    """The part of an amount up to ``upto`` cents (None: all above): a fixed ``fee`` in cents, and a ``share`` (1e-8) of that part."""

    upto: int | None
    fee: int
    share: int


@dataclass(frozen=True, slots=True)
class Item:
    """One of several things that must be said: its code, in which way a case shows it, and its words.

    ``shown`` is position, schedule, charges (a clause on what runs meanwhile), agreement (only as a plan declares) or open (no matter).
    """

    code: str
    shown: str
    words: Text


Value: TypeAlias = (
    int | str | Band | Multiple | Text | tuple[Part, ...] | tuple[Bracket, ...] | tuple[tuple[int, str], ...] | tuple[Item, ...]
)
"""By the rule's unit: share, rate, daily (1e-8), days, months, count, money (cents), choice, class, series, text, or what its name says."""


@dataclass(frozen=True, slots=True)
class Dated:
    """The value a rule has from ``since`` on."""

    rule: str
    since: dt.date
    value: Value
    source: Text
    confidence: str
    checked_on: dt.date
    title: Text
    grade: str

    @property
    def number(self) -> int:
        """The value of a rule that is one number; TypeError where it is none."""
        return _as(int, self.value)

    @property
    def band(self) -> Band:
        """The two ends of a rule; those of one number are it."""
        return Band(self.value, self.value) if isinstance(self.value, int) else _as(Band, self.value)

    @property
    def word(self) -> str:
        """The word of a rule: a choice, a class, a series; TypeError where it is none."""
        return _as(str, self.value)

    @property
    def words(self) -> Text:
        """The text of a note; TypeError where it is none."""
        return _as(dict, self.value)

    @property
    def brackets(self) -> tuple[Bracket, ...]:
        """The brackets of a fee; TypeError where it is none."""
        return tuple(_as(Bracket, part) for part in _as(tuple, self.value))

    @property
    def items(self) -> tuple[Item, ...]:
        """What must be said; TypeError where it is none."""
        return tuple(_as(Item, part) for part in _as(tuple, self.value))

    @property
    def parts(self) -> tuple[Part, ...]:
        """An allocation order; TypeError where it is none."""
        return tuple(_as(Part, part) for part in _as(tuple, self.value))

    @property
    def classes(self) -> tuple[tuple[int, str], ...]:
        """Days past due and the class from them on; TypeError where it is none."""
        return tuple((_as(int, days), _as(str, name)) for days, name in _as(tuple, self.value))

    def graded(self, grade: str = "breach") -> str:
        """The gravest grade a finding may have: no graver than asked, than the rule says, and than its confidence allows."""
        return min(grade, self.grade, MOST[self.confidence], key=GRADES.index)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: values in the order of their dates, each holding until the next, the last until ``until`` (included; None: open).

    ``kinds`` are the loans it is for (empty: all); ``within`` names the limit that a default must keep; ``corrects`` is what is often
    said of it and wrong (empty: nothing).
    """

    code: str
    use: str
    unit: str
    title: Text
    values: tuple[Dated, ...]
    kinds: tuple[str, ...] = ()
    until: dt.date | None = None
    within: str = ""
    corrects: Text = field(default_factory=dict)

    def on(self, day: dt.date) -> Dated | None:
        """The value in force on a day; None before the first and after the last."""
        if self.until is not None and day > self.until:
            return None
        return next((value for value in reversed(self.values) if value.since <= day), None)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules of a jurisdiction. ``name`` is how a case calls it."""

    name: str
    title: Text
    rules: tuple[Rule, ...] = ()

    def all(self, code: str, kind: str = "") -> Iterator[Rule]:
        """The rules of a code that are for a kind of loan, those for the fewest kinds first."""
        found = [rule for rule in self.rules if rule.code == code and (not rule.kinds or not kind or kind in rule.kinds)]
        yield from sorted(found, key=lambda rule: (not rule.kinds, len(rule.kinds)))

    def on(self, code: str, day: dt.date, kind: str = "") -> Dated | None:
        """What a code says on a day for a kind of loan, the rule for that kind alone first; None where no rule holds."""
        return next((found for rule in self.all(code, kind) if (found := rule.on(day)) is not None), None)

    def first_or_on(self, code: str, day: dt.date, kind: str = "") -> Dated | None:
        """The same, or the earliest value known where none was in force that early; None where a rule has ended, or there is none."""
        found = self.on(code, day, kind)
        early = (rule.values[0] for rule in self.all(code, kind) if rule.values[0].since > day)
        return found if found is not None else next(early, None)

    @property
    def newest(self) -> dt.date | None:
        """The latest day on which anything was checked."""
        return max((value.checked_on for rule in self.rules for value in rule.values), default=None)

    def unchecked(self, days: int = 365, on: dt.date | None = None) -> list[str]:
        """Codes of rules that were not checked for so many days by a day, by default by that on which the newest of the book was."""
        by = on or self.newest
        if by is None:
            return []
        old = by - dt.timedelta(days)
        return list(dict.fromkeys(rule.code for rule in self.rules if min(value.checked_on for value in rule.values) < old))


def _as(kind: type[T], value: object) -> T:
    """A value of a kind; TypeError where a book gives a rule another unit than its code is read by."""
    if not isinstance(value, kind):
        raise TypeError(type(value).__name__)
    return value
