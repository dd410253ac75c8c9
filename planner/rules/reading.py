"""Tables of a rulebook to its rules: every problem at once, each with its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from planner.errors import Problem, RulesError
from planner.rules import units
from planner.rules.book import CONFIDENCES, GRADES, USES, Dated, Rule, Rulebook, Text
from planner.rules.codes import PAIRS, READ, SINGLE, WITHIN, WORDS
from planner.rules.units import Wrong

T = TypeVar("T")

TABLE: Final = ("book", "rule")
KEYS: Final = ("code", "use", "unit", "title", "source", "confidence", "checked_on", "values")
"""What every rule must say."""
MORE: Final = ("kinds", "until", "within", "grade", "corrects")
ENTRY: Final = ("from", "value", "least", "most", "source", "confidence", "checked_on")
LONGEST: Final = 60
"""Most characters of the book that a problem repeats."""


class Log:
    """The problems found so far."""

    def __init__(self) -> None:
        """Start with none."""
        self.problems: list[Problem] = []

    def add(self, code: str, path: str, found: object = None, expected: str = "", **values: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(code, path, "" if found is None else _shown(found), expected, values))

    def read(self, reader: Callable[[object], T], value: object, path: str) -> T | None:
        """What a reader makes of a value; None, and a problem, where it cannot be used."""
        try:
            return reader(value)
        except Wrong as wrong:
            self.add(wrong.code, path + wrong.at, value if wrong.found is None else wrong.found, wrong.expected, **wrong.values)
            return None


def _shown(value: object) -> str:
    """A value as a short text on one line."""
    if isinstance(value, dict):
        return "{ … }" if value else "{ }"
    if isinstance(value, list):
        return "[ … ]" if value else "[ ]"
    text = ("false", "true")[value] if isinstance(value, bool) else str(value)
    kept = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return "".join(c if c.isprintable() else "�" for c in kept)


def rulebook(document: Mapping[str, Any], name: str) -> Rulebook:
    """The rules of a document as tomllib gives it; RulesError with every problem of it."""
    log = Log()
    _known(document, TABLE, "", log)
    title = _title(document.get("book"), name, log)
    tables = document.get("rule", [])
    if not isinstance(tables, list):
        log.add("wrong_type", "rule", tables, "heading", key="rule")
        tables = []
    rules = [_rule(table, f"rule[{n}]", log) for n, table in enumerate(tables)]
    _repeated(rules, log)
    _within(rules, log)
    _paired(rules, log)
    if log.problems:
        raise RulesError(log.problems)
    return Rulebook(name, title, tuple(rule for rule in rules if rule is not None))


def _title(table: object, name: str, log: Log) -> Text:
    """The title of the book; its name where it has none."""
    if not isinstance(table, dict):
        if table is not None:
            log.add("wrong_type", "book", table, "table")
        return dict.fromkeys(units.LANGUAGES, name)
    _known(table, ("title",), "book", log)
    return log.read(units.text, table.get("title", name), "book.title") or {}


def _known(table: Mapping[str, Any], keys: tuple[str, ...], path: str, log: Log) -> None:
    """Note keys that mean nothing here."""
    for key in table:
        if key not in keys:
            place = f"{path}.{key}" if path else key
            log.add("unknown_key", place, expected="known_keys", keys=", ".join(keys), key=key, suggestion="")


def _rule(table: object, path: str, log: Log) -> Rule | None:
    """One rule; None where anything of it cannot be used."""
    if not isinstance(table, dict):
        log.add("wrong_type", path, table, "table")
        return None
    before = len(log.problems)
    _known(table, (*KEYS, *MORE), path, log)
    for key in KEYS:
        if key not in table:
            log.add("missing", f"{path}.{key}")
    title = log.read(units.text, table["title"], f"{path}.title") if "title" in table else None
    words = {key: _word(table, key, known, path, log) for key, known in (("use", USES), ("unit", tuple(units.READERS)))}
    grade = _word(table, "grade", GRADES, path, log) or "breach"
    code, kinds = _name(table, "code", path, log), _kinds(table, path, log)
    until = log.read(units.date, table["until"], f"{path}.until") if "until" in table else None
    corrects = log.read(units.text, table["corrects"], f"{path}.corrects") if "corrects" in table else None
    origin = _origin(table, path, log)
    if words["unit"] is None:
        return None
    _unit(code, words["unit"], table, path, log)
    values = _values(table, words["unit"], origin, path, log)
    if values and until is not None and until < values[-1].since:
        log.add("rules_ended", f"{path}.until", until, date=values[-1].since.isoformat())
    if len(log.problems) > before:
        return None
    for_all = {"rule": code or "", "title": title or {}, "grade": grade}
    dated = tuple(Dated(**{**_fields(value), **for_all}) for value in values)
    within = str(table.get("within", ""))
    return Rule(code or "", words["use"] or "", words["unit"], title or {}, dated, kinds, until, within, corrects or {})


def _unit(code: str | None, unit: str, table: dict[str, Any], path: str, log: Log) -> None:
    """A rule the planner reads has the unit it is read by, and one value where it needs one."""
    if code is None or code not in READ:
        return
    if unit != READ[code]:
        log.add("rules_unit", f"{path}.unit", unit, "one_of", choices=READ[code], rule=code)
    entries = table.get("values")
    for place, entry in enumerate(entries if isinstance(entries, list) else ()):
        own, here = entry if isinstance(entry, dict) else {}, f"{path}.values[{place}].value"
        if code in SINGLE and "value" not in own and {"least", "most"} & set(own):
            log.add("missing", here)
        if code in WORDS and own.get("value") in units.CHOICES and own["value"] not in WORDS[code]:
            log.add("unknown_choice", here, own["value"], "one_of", choices=", ".join(WORDS[code]))


def _fields(value: Dated) -> dict[str, Any]:
    return {name: getattr(value, name) for name in Dated.__slots__}


def _word(table: dict[str, Any], key: str, known: tuple[str, ...], path: str, log: Log) -> str | None:
    """One of some words; None where it is missing or is none of them."""
    if key not in table:
        return None
    if not isinstance(table[key], str) or table[key] not in known:
        log.add("unknown_choice", f"{path}.{key}", table[key], "one_of", choices=", ".join(known))
        return None
    return str(table[key])


def _name(table: dict[str, Any], key: str, path: str, log: Log) -> str | None:
    """A code: letters, digits and underlines."""
    if key in table and not (isinstance(table[key], str) and table[key].isidentifier()):
        log.add("unreadable", f"{path}.{key}", table[key], "rule_code")
        return None
    return table.get(key)


def _kinds(table: dict[str, Any], path: str, log: Log) -> tuple[str, ...]:
    """The kinds of loan a rule is for."""
    kinds = table.get("kinds", [])
    if not isinstance(kinds, list) or not all(isinstance(kind, str) and kind.isidentifier() for kind in kinds):
        log.add("wrong_type", f"{path}.kinds", kinds, "rule_kinds")
        return ()
    return tuple(kinds)


def _origin(table: dict[str, Any], path: str, log: Log) -> dict[str, Any]:
    """Source, confidence and day of the last check, as far as a table gives them."""
    found: dict[str, Any] = {}
    if "source" in table:
        found["source"] = log.read(units.text, table["source"], f"{path}.source")
    if "confidence" in table:
        found["confidence"] = _word(table, "confidence", CONFIDENCES, path, log)
    if "checked_on" in table:
        found["checked_on"] = log.read(units.date, table["checked_on"], f"{path}.checked_on")
    return found


def _values(table: dict[str, Any], unit: str, origin: dict[str, Any], path: str, log: Log) -> list[Dated]:
    """The dated values, whose dates rise; a value may have a source, confidence and check of its own."""
    entries = table.get("values")
    if entries is None:
        return []
    if not isinstance(entries, list) or not entries:
        log.add("wrong_type", f"{path}.values", entries, "rule_values")
        return []
    found: list[Dated] = []
    for place, entry in enumerate(entries):
        value = _dated(entry, unit, origin, f"{path}.values[{place}]", log)
        if value is not None and found and value.since <= found[-1].since:
            log.add("rules_backwards", f"{path}.values[{place}].from", value.since, date=found[-1].since.isoformat())
        elif value is not None:
            found.append(value)
    return found


def _dated(entry: object, unit: str, origin: dict[str, Any], path: str, log: Log) -> Dated | None:
    """One dated value."""
    if not isinstance(entry, dict):
        log.add("wrong_type", path, entry, "rule_values")
        return None
    _known(entry, ENTRY, path, log)
    if "from" not in entry:
        log.add("missing", f"{path}.from", expected="date")
    since = log.read(units.date, entry["from"], f"{path}.from") if "from" in entry else None
    own = {**origin, **_origin(entry, path, log)}
    value = log.read(lambda table: units.value(unit, dict(table)), entry, path)  # type: ignore[call-overload]
    if since is None or value is None or not {"source", "confidence", "checked_on"} <= {k for k, v in own.items() if v is not None}:
        return None
    return Dated(rule="", since=since, value=value, title={}, grade="", **own)


def _repeated(rules: list[Rule | None], log: Log) -> None:
    """No two rules of a code for the same kind of loan, unless one is for fewer kinds and so comes first."""
    seen: set[tuple[str, str, int]] = set()
    for place, rule in enumerate(rules):
        if rule is None:
            continue
        own = {(rule.code, kind, len(rule.kinds)) for kind in rule.kinds or ("",)}
        if own & seen:
            log.add("repeated", f"rule[{place}].code", rule.code)
        seen |= own


def _within(rules: list[Rule | None], log: Log) -> None:
    """A default keeps the limit it names, on each of its dates and on each of the limit's."""
    known = [rule for rule in rules if rule is not None]
    for place, rule in enumerate(rules):
        if rule is None:
            continue
        if rule.within and rule.within not in {other.code for other in known}:
            log.add("rules_unknown", f"rule[{place}].within", rule.within)
        for limit in (other for other in known if other.code == (rule.within or WITHIN.get(rule.code)) and _meet(rule, other)):
            broken = next((day for day in _days(rule, limit) if not _keeps(rule, limit, day)), None)
            if broken is not None:
                log.add("rules_outside", f"rule[{place}].values", rule.code, other=limit.code, date=broken.isoformat())


def _meet(one: Rule, other: Rule) -> bool:
    """Whether two rules hold for a kind of loan together."""
    return not one.kinds or not other.kinds or bool(set(one.kinds) & set(other.kinds))


def _keeps(rule: Rule, limit: Rule, day: dt.date) -> bool:
    """Whether a default is one number within its limit on a day, where both hold then."""
    value, band = rule.on(day), limit.on(day)
    if value is None or band is None:
        return True
    return isinstance(value.value, int) and limit.unit == rule.unit and band.band.holds(value.value)


def _paired(rules: list[Rule | None], log: Log) -> None:
    """Rules that mean something only together stand together for each kind of loan."""
    for one, other in (pair for names in PAIRS for pair in (names, names[::-1])):
        there = [rule for rule in rules if rule is not None and rule.code == other]
        for place, rule in enumerate(rules):
            if rule is not None and rule.code == one and not any(_meet(rule, found) for found in there):
                log.add("rules_alone", f"rule[{place}].code", one, other=other)


def _days(*rules: Rule) -> list[dt.date]:
    return sorted({value.since for rule in rules for value in rule.values})
