"""Rulebooks by name: those of the package, and files of one's own."""

from __future__ import annotations

import tomllib
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

from planner.errors import Problem, RulesError
from planner.rules.book import Rulebook
from planner.rules.reading import rulebook

BUILT_IN: Final = tuple(sorted(
    file.name.removesuffix(".toml") for file in (resources.files("planner") / "data" / "rules").iterdir() if file.name.endswith(".toml")
))  # fmt: skip
"""Names of the books of the package: every file of its folder."""
MOST_BYTES: Final = 1_000_000
"""Largest file of a rulebook."""
DIGITS: Final = 20
"""Decimals of a greater or smaller power of ten are not read."""


@cache
def built_in(name: str) -> Rulebook:
    """A book of the package."""
    text = (resources.files("planner") / "data" / "rules" / f"{name}.toml").read_text(encoding="utf-8")
    return parse(text, name)


def named(name: str, folder: Path | None = None) -> Rulebook:
    """A book of the package, or a file, whose path counts from ``folder``; RulesError with every problem.

    Without a folder only the package's books can be named: text that was not read from a file names no other file.
    """
    if name in BUILT_IN:
        return built_in(name)
    if not name.endswith(".toml"):
        raise RulesError([Problem("unknown_choice", "", name, "rulebook", {"names": ", ".join(BUILT_IN)})])
    if folder is None:
        raise RulesError([Problem("rules_no_folder", "", name, "rulebook", {"names": ", ".join(BUILT_IN)})])
    return read(folder / name, name)


def read(path: Path, name: str = "") -> Rulebook:
    """The book in a file; RulesError with every problem of it."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise RulesError([Problem("file.missing")]) from error
    except IsADirectoryError as error:
        raise RulesError([Problem("file.directory")]) from error
    except (OSError, ValueError) as error:
        raise RulesError([Problem("file.unreadable")]) from error
    if len(data) > MOST_BYTES:
        raise RulesError([Problem("file.too_large", values={"limit": f"{MOST_BYTES:,}"})])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = str(data[: error.start].count(b"\n") + 1)
        raise RulesError([Problem("file.not_utf8", expected="utf8", values={"line": line})]) from error
    return parse(text, name or str(path))


def parse(text: str, name: str) -> Rulebook:
    """The book a text writes down; RulesError with every problem of it."""
    try:
        document = tomllib.loads(text, parse_float=_exact)
    except RecursionError as error:
        raise RulesError([Problem("file.too_deep")]) from error
    except ValueError as error:
        place = str(error).rpartition("(at line ")[2].rstrip(")").partition(", column ")
        line, column = (place[0], place[2]) if place[1] else (str(text.count("\n") + 1), "1")
        raise RulesError([Problem("file.not_toml", "", "", "toml", {"line": line, "column": column})]) from error
    return rulebook(document, name)


def _exact(digits: str) -> Decimal:
    """A decimal as it is written; what is no number becomes one that no unit takes."""
    try:
        number = Decimal(digits)
    except InvalidOperation:
        return Decimal(-1)
    return number if number.is_finite() and abs(number.adjusted()) < DIGITS else Decimal(-1)
