"""Words with a fixed meaning: choices, parts of a debt, what a pause names, allocation orders."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Final

from planner.book import PARTS, Part
from planner.casefile.problems import Refused, show
from planner.casefile.units import share
from planner.money import ONE
from planner.rules import BUILT_IN
from planner.shares import Shares

PART: Final[dict[str, Part]] = {part.name.lower(): part for part in PARTS}
"""Names of the parts in a document."""
SPLITS: Final = ("law", "pro-rata")
"""How a budget goes between several loans."""
PAUSED: Final = ("interest", "penalty", "compound", "payments", "ageing")
"""What a pause can name."""


def version(value: object) -> int:
    """The schema of the document: 1."""
    if isinstance(value, bool) or value != 1:
        raise Refused("unknown_schema", "schema")
    return 1


def switch(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Refused("wrong_type", "one_of", choices="true, false")
    return value


def rulebook(value: object) -> str:
    """The name of a built-in rulebook, or the path of a file."""
    if not isinstance(value, str):
        raise Refused("wrong_type", "rulebook", names=", ".join(BUILT_IN))
    if value not in BUILT_IN and not value.endswith(".toml"):
        raise Refused("unknown_choice", "rulebook", names=", ".join(BUILT_IN))
    return value


def choice(names: Iterable[str], later: Iterable[str] = ()) -> Callable[[object], str]:
    """A reader of one of these words; ``later`` are words of the format that cannot be used yet."""
    known, waiting = tuple(names), frozenset(later)

    def read(value: object) -> str:
        choices = ", ".join(known)
        if not isinstance(value, str):
            raise Refused("wrong_type", "one_of", choices=choices)
        if value in waiting:
            raise Refused("not_available", "one_of", name=value, choices=choices)
        if value not in known:
            raise Refused("unknown_choice", "one_of", choices=choices)
        return value

    return read


def _listed(value: object, known: Iterable[str], code: str, kind: str) -> tuple[str, ...]:
    """One word or a list of different words, each known."""
    single = isinstance(value, str)
    words = [value] if single else value
    names = ", ".join(known)
    if not isinstance(words, list):
        raise Refused("wrong_type", kind, names=names)
    if not words:
        raise Refused("empty_list", kind, names=names)
    for place, word in enumerate(words):
        at = "" if single else f"[{place}]"
        if not isinstance(word, str):
            raise Refused("wrong_type", kind, at=at, found=word, names=names)
        if word not in known:
            raise Refused(code, kind, at=at, found=word, names=names)
        if word in words[:place]:
            raise Refused("repeated", kind, at=at, found=word, name=word, names=names)
    return tuple(words)


def parts(value: object, kind: str = "parts") -> tuple[Part, ...]:
    """Parts of a debt: "penalty" or ["penalty", "compound"]."""
    return tuple(PART[word] for word in _listed(value, PART, "unknown_part", kind))


def some_parts(value: object) -> tuple[Part, ...]:
    """Parts of a debt, or all of them (true), or none (false)."""
    if isinstance(value, bool):
        return PARTS if value else ()
    return parts(value)


def paused(value: object) -> frozenset[str]:
    """What a pause switches off: "interest" or ["interest", "payments"]."""
    return frozenset(_listed(value, PAUSED, "unknown_choice", "pauses"))


def split(value: object) -> str | tuple[str, ...] | Shares:
    """How a budget goes between loans: a word of SPLITS, ids of loans that come first, or a table of their shares."""
    names = ", ".join(SPLITS)
    if isinstance(value, dict):
        return _shares(value, names)
    return ids(value, "split", names) if isinstance(value, list) else choice(SPLITS)(value)


def _shares(table: dict[object, object], names: str) -> Shares:
    """Shares by id, which add up to the whole."""
    if not table:
        raise Refused("empty_list", "split", names=names)
    found = []
    for name, value in table.items():
        try:
            found.append((str(name), share(value)))
        except Refused as refused:
            raise Refused(refused.code, refused.expected, at=f".{show(name)}", found=value, **refused.values) from None
    total = sum(part for _, part in found)
    if total != ONE:
        raise Refused("shares_sum", "whole_shares", found=f"{show(Decimal(100 * total) / ONE)} %", names=names)
    return Shares(tuple(found))


def ids(value: object, kind: str = "ids", names: str = "") -> tuple[str, ...]:
    """The id of one loan, or a list of different ids."""
    if isinstance(value, str) and value:
        return (value,)
    if not isinstance(value, list):
        raise Refused("wrong_type", kind, names=names)
    if not value:
        raise Refused("empty_list", kind, names=names)
    for place, word in enumerate(value):
        if not isinstance(word, str):
            raise Refused("wrong_type", kind, at=f"[{place}]", found=word, names=names)
        if word in value[:place]:
            raise Refused("repeated", kind, at=f"[{place}]", found="", name="", names=names)
    return tuple(value)


def items(value: object) -> tuple[str, ...]:
    """What an agreement says, each by the code of an item of the rulebook, told apart once the book is known."""
    if not isinstance(value, list) or not value:
        raise Refused("empty_list" if value == [] else "wrong_type", "agreement")
    for place, word in enumerate(value):
        if not isinstance(word, str):
            raise Refused("wrong_type", "agreement", at=f"[{place}]", found=word)
        if word in value[:place]:
            raise Refused("repeated", "agreement", at=f"[{place}]", found=word, name=word)
    return tuple(value)


def order(value: object) -> tuple[Part, ...]:
    """An allocation order: a list of all five parts."""
    if isinstance(value, str):
        raise Refused("wrong_type", "order", names=", ".join(PART))
    found = parts(value, "order")
    if len(found) < len(PART):
        raise Refused("all_parts", "order", names=", ".join(PART))
    return found
