"""The values of rules by their unit: what stands in a book, to integers; Wrong where it cannot be used."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from planner.book import PARTS, Part
from planner.dates import BASE
from planner.money import MAX_CENTS, MAX_RATE, ONE
from planner.rules.book import CLASSES, Band, Bracket, Item, Multiple, Value
from planner.series import TENORS

LANGUAGES: Final = ("zh", "en")
BANDS: Final = ("share", "rate", "daily", "days", "months", "count", "money")
"""Units whose value may be two ends, ``least`` and ``most``."""
SHOWN: Final = ("position", "schedule", "charges", "agreement", "open")
"""In which ways a case says what an agreement must say."""
DAYS: Final = 36_600
_NUMBER: Final = re.compile(r"([0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]{1,16})(\.[0-9]{1,12})?( ?%)?")
_PARTS: Final = {part.name.lower(): part for part in PARTS}


CODES: Final = frozenset({
    "all_parts", "either", "least_above_most", "missing", "parts_of_cent", "parts_of_rate", "range.amount", "range.share", "repeated",
    "rules_alone", "rules_ascend", "rules_backwards", "rules_ended", "rules_outside", "rules_unit", "rules_unknown", "text.empty",
    "unknown_choice", "unknown_key", "unknown_part", "unreadable", "wrong_type",
})  # fmt: skip
"""Codes of what can be wrong in a book."""
EXPECTED: Final = frozenset({
    "amount", "date", "heading", "known_keys", "one_of", "order", "rule_code", "rule_kinds", "rule_text", "rule_values", "share", "table",
    "tables", "text", "whole_number",
})  # fmt: skip
"""Codes of what was expected there."""


class Wrong(ValueError):  # noqa: N818 - an answer about one value, caught where the book is read
    """One value that cannot be used; ``at`` is a place inside it."""

    def __init__(self, code: str, expected: str = "", *, at: str = "", found: object = None, **values: str) -> None:
        """Keep code and values; no sentence."""
        self.code, self.expected, self.at, self.found, self.values = code, expected, at, found, values
        super().__init__(code)


def _decimal(value: object, expected: str) -> Decimal:
    """An exact number: an integer, a decimal, a text with thousands apart, or a percentage."""
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return Decimal(value)
    match = _NUMBER.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or (match[3] and expected == "amount"):
        raise Wrong("unreadable", expected)
    number = Decimal(match[1].replace(",", "") + (match[2] or ""))
    return number / 100 if match[3] else number


def _share(value: object) -> int:
    """A share or rate in 1e-8."""
    scaled = _decimal(value, "share") * ONE
    if scaled != int(scaled):
        raise Wrong("parts_of_rate", "share")
    if not 0 <= scaled <= MAX_RATE:
        raise Wrong("range.share", "share", limit="1,000 %")
    return int(scaled)


def _money(value: object) -> int:
    """An amount in cents."""
    cents = _decimal(value, "amount") * 100
    if cents != int(cents):
        raise Wrong("parts_of_cent", "amount")
    if not 0 <= cents <= MAX_CENTS:
        raise Wrong("range.amount", "amount", limit=f"{MAX_CENTS // 100:,}")
    return int(cents)


def _whole(value: object) -> int:
    return _between(value, 0)


def _count(value: object) -> int:
    return _between(value, 1)


def _between(value: object, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= DAYS:
        raise Wrong("unreadable", "whole_number", least=str(least), most=str(DAYS))
    return value


def _parts(value: object) -> tuple[Part, ...]:
    """An allocation order of all five parts."""
    names = ", ".join(_PARTS)
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise Wrong("wrong_type", "order", names=names)
    unknown = [name for name in value if name not in _PARTS]
    if unknown:
        raise Wrong("unknown_part", "order", found=unknown[0], names=names)
    if sorted(value) != sorted(_PARTS):
        raise Wrong("all_parts", "order", names=names)
    return tuple(_PARTS[name] for name in value)


def _classes(value: object) -> tuple[tuple[int, str], ...]:
    """From how many days past due on each class holds: days rise, classes fall."""
    if not isinstance(value, list) or not value or not all(isinstance(row, dict) for row in value):
        raise Wrong("wrong_type", "tables")
    for place, row in enumerate(value):
        _only(row, ("days", "class"), f"[{place}]")
    rows = [(_at(_whole, row["days"], f"[{n}].days"), _at(_class, row["class"], f"[{n}].class")) for n, row in enumerate(value)]
    for place, (one, two) in enumerate(pairwise(rows), start=1):
        if two[0] <= one[0] or CLASSES.index(two[1]) <= CLASSES.index(one[1]):
            raise Wrong("rules_ascend", at=f"[{place}]")
    return tuple(rows)


def _class(value: object) -> str:
    return _one_of(value, CLASSES)


def _series(value: object) -> str:
    return _one_of(value, TENORS)


def _one_of(value: object, known: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in known:
        raise Wrong("unknown_choice", "one_of", choices=", ".join(known))
    return value


def _brackets(value: object) -> tuple[Bracket, ...]:
    """Parts of an amount, from the bottom; the last is open."""
    if not isinstance(value, list) or not value or not all(isinstance(row, dict) for row in value):
        raise Wrong("wrong_type", "tables")
    found: list[Bracket] = []
    for place, row in enumerate(value):
        here = f"[{place}]"
        _only(row, (), here, ("to", "fee", "share"))
        upto = None if "to" not in row else _at(_money, row["to"], f"{here}.to")
        fee, part = _at(_money, row.get("fee", 0), f"{here}.fee"), _at(_share, row.get("share", 0), f"{here}.share")
        if (upto is None) != (place == len(value) - 1) or (found and upto is not None and upto <= (found[-1].upto or 0)):
            raise Wrong("rules_ascend", at=here)
        found.append(Bracket(upto, fee, part))
    return tuple(found)


def _items(value: object) -> tuple[Item, ...]:
    """Things that must be said, each under a code of its own."""
    if not isinstance(value, list) or not value or not all(isinstance(row, dict) for row in value):
        raise Wrong("wrong_type", "tables")
    found: list[Item] = []
    for place, row in enumerate(value):
        here = f"[{place}]"
        _only(row, ("item", "shown", *LANGUAGES), here)
        if not (isinstance(row["item"], str) and row["item"].isidentifier()):
            raise Wrong("unreadable", "rule_code", at=f"{here}.item", found=row["item"])
        if row["item"] in [item.code for item in found]:
            raise Wrong("repeated", at=f"{here}.item", found=row["item"])
        shown = _at(_shown, row["shown"], f"{here}.shown")
        found.append(Item(row["item"], shown, _at(text, {lang: row[lang] for lang in LANGUAGES}, here)))
    return tuple(found)


def _shown(value: object) -> str:
    return _one_of(value, SHOWN)


def _multiple(value: object) -> Multiple | int:
    """So many times a series, or a plain rate."""
    if not isinstance(value, dict):
        return _share(value)
    _only(value, ("times", "series"), "")
    return Multiple(_at(_share, value["times"], ".times"), _at(_series, value["series"], ".series"))


def text(value: object) -> dict[str, str]:
    """Words in both languages; a plain text is the same in both."""
    if isinstance(value, str) and value.strip():
        return dict.fromkeys(LANGUAGES, value)
    if not isinstance(value, dict):
        raise Wrong("wrong_type", "rule_text")
    _only(value, LANGUAGES, "")
    for lang, said in value.items():
        if not isinstance(said, str) or not said.strip():
            raise Wrong("text.empty" if said == "" else "wrong_type", "text", at=f".{lang}", found=said)
    return dict(value)


def date(value: object) -> dt.date:
    """A date without a time."""
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise Wrong("wrong_type", "date")
    return value


def _choice(value: object) -> str:
    return _one_of(value, CHOICES)


def _only(table: dict[str, Any], needed: tuple[str, ...], at: str, allowed: tuple[str, ...] = ()) -> None:
    """These keys, all that are needed, and no others."""
    known = (*needed, *allowed)
    for key in table:
        if key not in known:
            raise Wrong("unknown_key", "known_keys", at=f"{at}.{key}", keys=", ".join(known), key=key, suggestion="")
    for key in needed:
        if key not in table:
            raise Wrong("missing", at=f"{at}.{key}")


def _at(reader: Callable[[object], Any], value: object, at: str) -> Any:  # noqa: ANN401 - whatever the reader gives
    """Read a value inside another, saying where."""
    try:
        return reader(value)
    except Wrong as wrong:
        raise Wrong(wrong.code, wrong.expected, at=at + wrong.at, found=value, **wrong.values) from wrong


CHOICES: Final = ("contract", "penalty", "interest", "none", "on", "off", "day-after", "due-date", "start-in", "both", *BASE)
"""Words that defaults may have: those of case files."""
READERS: Final[dict[str, Callable[[object], Value]]] = {
    "share": _share, "rate": _share, "daily": _share, "days": _whole, "months": _whole, "count": _count, "money": _money,
    "parts": _parts, "classes": _classes, "class": _class, "brackets": _brackets, "multiple": _multiple, "series": _series,
    "choice": _choice, "text": text, "items": _items,
}  # fmt: skip
"""Every unit with its reader."""


def value(unit: str, entry: dict[str, Any]) -> Value:
    """The value of one dated entry: ``value``, or two ends."""
    if "value" in entry:
        for key in ("least", "most"):
            if key in entry:
                raise Wrong("either", at=f".{key}", one="value", other=key)
        return _at_value(unit, entry)
    if unit not in BANDS or not {"least", "most"} & set(entry):
        raise Wrong("missing", at=".value")
    least, most = (None if key not in entry else int(_at(READERS[unit], entry[key], f".{key}")) for key in ("least", "most"))
    if least is not None and most is not None and least > most:
        raise Wrong("least_above_most", at=".least", found=entry["least"], limit=str(entry["most"]))
    return Band(least, most)


def _at_value(unit: str, entry: dict[str, Any]) -> Value:
    found: Value = _at(READERS[unit], entry["value"], ".value")
    return found
