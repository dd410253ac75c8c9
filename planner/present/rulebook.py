"""Rulebooks and what they have to say of a case, as JSON and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.book import Part
from planner.dates import BASE
from planner.money import share, yuan
from planner.present.claimed import Claimed, claims_json
from planner.present.lines import finding_json
from planner.rules.book import Band, Bracket, Dated, Item, Multiple, Rule, Rulebook

if TYPE_CHECKING:
    import datetime as dt

    from planner.findings import Finding
    from planner.text import Words


def review_json(found: tuple[Finding, ...], claimed: tuple[Claimed, ...] = ()) -> dict[str, Any]:
    """What ``planner check --json`` prints: findings, and the views of what is claimed of loans that are past due."""
    return {"findings": [finding_json(finding) for finding in found], "claims": claims_json(claimed)}


def rulebook_json(book: Rulebook, on: dt.date | None = None) -> dict[str, Any]:
    """What ``planner rules --json`` prints: every rule with values by date, sources and checks; those unchecked for a year ``on`` a day."""
    return {
        "name": book.name, "title": book.title, "checked_on": None if book.newest is None else book.newest.isoformat(),
        "unchecked": book.unchecked(on=on), "rules": [_rule(rule) for rule in book.rules],
    }  # fmt: skip


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code, "use": rule.use, "unit": rule.unit, "title": rule.title, "kinds": list(rule.kinds) or None,
        "within": rule.within or None, "corrects": rule.corrects or None,
        "until": None if rule.until is None else rule.until.isoformat(),
        "values": [_dated(value, rule.unit) for value in rule.values],
    }  # fmt: skip


def _dated(dated: Dated, unit: str) -> dict[str, Any]:
    return {
        "from": dated.since.isoformat(), **_value(dated.value, unit), "source": dated.source, "confidence": dated.confidence,
        "checked_on": dated.checked_on.isoformat(),
    }  # fmt: skip


def _value(value: object, unit: str) -> dict[str, Any]:
    """``value``, or its two ends."""
    if isinstance(value, Band):
        return {"least": _number(value.least, unit), "most": _number(value.most, unit)}
    if isinstance(value, Multiple):
        return {"value": {"times": share(value.times), "series": value.series}}
    if isinstance(value, tuple):
        return {"value": [_entry(entry) for entry in value]}
    return {"value": _number(value, unit) if isinstance(value, int) else value}


def _number(value: int | None, unit: str) -> str | int | None:
    """A number by its unit: amounts in yuan, shares and rates as decimals, counts as they are."""
    if value is None or unit in ("days", "months", "count"):
        return value
    return yuan(value) if unit == "money" else share(value)


def _entry(entry: object) -> object:
    """A part of an order, a bracket, a class."""
    if isinstance(entry, Part):
        return entry.name.lower()
    if isinstance(entry, Bracket):
        return {"to": None if entry.upto is None else yuan(entry.upto), "fee": yuan(entry.fee), "share": share(entry.share)}
    if isinstance(entry, Item):
        return {"item": entry.code, "shown": entry.shown, **entry.words}
    days, name = entry if isinstance(entry, tuple) else (None, None)
    return {"days": days, "class": name}


def say_rule(words: Words, rule: Rule) -> list[str]:
    """A rule in words: its title with what it is for, and a line for each of its values with source, confidence and day of check."""
    lines = [words("rule.head", title=rule.title[words.lang], use=words(f"rule.use_{rule.use}"), code=rule.code)]
    if rule.kinds:
        lines.append(words("rule.kinds", kinds=words("convention.comma").join(_kind(words, kind) for kind in rule.kinds)))
    if rule.corrects:
        lines.append(words("rule.corrects", error=rule.corrects[words.lang]))
    for dated in rule.values:
        said = words("rule.from", date=dated.since.isoformat(), value=_say(words, dated.value, rule.unit))
        confidence = words(f"confidence.{dated.confidence}")
        origin = words("rule.origin", source=dated.source[words.lang], confidence=confidence, date=dated.checked_on.isoformat())
        lines += [said, origin]
    if rule.until is not None:
        lines.append(words("rule.until", date=rule.until.isoformat()))
    return lines


def _kind(words: Words, kind: str) -> str:
    """A kind of loan in words; one that only the book knows as it writes it."""
    said = words(f"kind.{kind}")
    return kind if said == f"kind.{kind}" else said


def _say(words: Words, value: object, unit: str) -> str:
    """The value of a rule in words."""
    match value:
        case Band():
            said = _band(words, value, unit)
        case Multiple():
            said = words("rule.multiple", times=share(value.times), series=value.series)
        case dict():
            said = str(value[words.lang])
        case tuple():
            said = words("convention.then").join(_say_entry(words, entry) for entry in value)
        case int():
            said = _amount(words, value, unit)
        case _ if value in BASE:
            said = words(f"day_count.{value}")
        case _:
            said = words(f"class.{value}") if unit == "class" else words(f"rule.word_{value}")
    return said


def _band(words: Words, band: Band, unit: str) -> str:
    least, most = (None if end is None else _amount(words, end, unit) for end in (band.least, band.most))
    if least is None or most is None:
        return words("rule.most", most=most) if least is None else words("rule.least", least=least)
    return words("rule.band", least=least, most=most)


def _amount(words: Words, value: int, unit: str) -> str:
    """A number with its unit."""
    if unit in ("days", "months"):
        return words.plural("{n} day", "{n} days", value) if unit == "days" else words.plural("{n} month", "{n} months", value)
    if unit == "count":
        return str(value)
    if unit == "money":
        return words.money(value)
    return words("rule.daily", rate=words.rate(value)) if unit == "daily" else words.rate(value)


def _say_entry(words: Words, entry: object) -> str:
    """A part of an order, a bracket, a class."""
    if isinstance(entry, Part):
        return words(f"part.{entry.name.lower()}")
    if isinstance(entry, Bracket):
        fee = words.money(entry.fee) if entry.fee else words.rate(entry.share)
        return words("rule.above", fee=fee) if entry.upto is None else words("rule.upto", upto=words.money(entry.upto), fee=fee)
    if isinstance(entry, Item):
        return entry.words[words.lang]
    days, name = entry if isinstance(entry, tuple) else (0, "")
    return words("rule.class", days=days, name=words(f"class.{name}"))
