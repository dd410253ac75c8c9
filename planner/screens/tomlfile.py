"""Writes an edited case document as TOML: the text it was opened from, comments and all, with the changed plans in their places."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import tomlkit
from tomlkit.items import Array, InlineTable, Item

from planner.screens.edits import Document


def write(source: str, document: Document) -> str:
    """The source with the terms and the budget of every plan that the document changed; a clause a line."""
    text = tomlkit.parse(source)
    before, after = text.unwrap().get("plan", []), document.get("plan", [])
    for place, (old, new) in enumerate(zip(before, after, strict=True)):
        plans: Any = text["plan"]
        if _plain(old.get("terms")) != _plain(new.get("terms")):
            plans[place]["terms"] = _terms(new["terms"])
        if _plain(old.get("budget")) != _plain(new.get("budget")):
            plans[place]["budget"] = new["budget"]
    return tomlkit.dumps(text)


def _plain(value: object) -> object:
    """Numbers by value, however they were read: 0.05 the float is 0.05 the decimal."""
    if isinstance(value, dict):
        return {name: _plain(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return str(value) if isinstance(value, (float, Decimal)) else value


def _terms(clauses: list[dict[str, Any]]) -> Array:
    """Clauses one a line."""
    terms = tomlkit.array()
    terms.multiline(multiline=True)
    for clause in clauses:
        terms.append(_clause(clause))
    return terms


def _clause(clause: dict[str, Any]) -> InlineTable:
    table = tomlkit.inline_table()
    for name, value in clause.items():
        table.append(name, _item(value))
    return table


def _item(value: object) -> Item:
    """A decimal is written digit by digit."""
    return tomlkit.float_(format(value, "f")) if isinstance(value, Decimal) else tomlkit.item(value)
