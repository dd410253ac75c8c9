"""Text of a case file: from a path or as it is, to the document it writes down."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Any, Final

from planner.case import Case
from planner.casefile.build import build
from planner.casefile.problems import NAMES, show
from planner.casefile.units import exact
from planner.errors import CaseError, Problem

MOST_BYTES: Final = 1_000_000
"""Largest case file."""
_PART: Final = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DEEP: Final = re.compile(rf"(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{32}}")
"""A dotted key of 33 parts: the parser's time grows with their square."""
_NAMED: Final = re.compile(rf"({'|'.join(sorted(NAMES))})\s*[=＝]")
_PLACE: Final = re.compile(r"\(at line (\d+), column (\d+)\)")


def read(path: str | os.PathLike[str]) -> Case:
    """The case in a file; CaseError with every problem of it."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise _refused("file.missing") from error
    except IsADirectoryError as error:
        raise _refused("file.directory") from error
    except (OSError, ValueError) as error:
        raise _refused("file.unreadable") from error
    if len(data) > MOST_BYTES:
        raise _refused("file.too_large", limit=f"{MOST_BYTES:,}")
    return build(document(decoded(data)), Path(path).parent)


def decoded(data: bytes) -> str:
    """The text of a file; CaseError, with the line, where it is not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = str(data[: error.start].count(b"\n") + 1)
        raise CaseError([Problem("file.not_utf8", expected="utf8", values={"line": line})]) from error


def parse(text: str) -> Case:
    """The case a text writes down; CaseError with every problem of it."""
    return build(document(text))


def document(text: str) -> dict[str, Any]:
    """A TOML text as tables, its decimals exact; CaseError where it is no TOML."""
    if len(text) > MOST_BYTES:
        raise _refused("file.too_large", limit=f"{MOST_BYTES:,}")
    if _DEEP.search(text):
        raise _refused("file.too_deep")
    text = text.removeprefix("\ufeff")
    try:
        tables = tomllib.loads(text, parse_float=exact)
    except RecursionError as error:
        raise _refused("file.too_deep") from error
    except ValueError as error:
        raise _not_toml(text, str(error)) from error
    if not tables:
        raise CaseError([Problem("file.empty", expected="not_empty")])
    return tables


def _not_toml(text: str, said: str) -> CaseError:
    """Where the parser stopped, and the line that stands there; text that may name a person is not repeated."""
    place = _PLACE.search(said)
    lines = text.rstrip().split("\n")
    line, column = (int(place[1]), place[2]) if place else (len(lines), "1")
    found = lines[min(line, len(lines)) - 1].strip()
    named = _NAMED.match(found)
    found = f"{named[1]} = …" if named else show(found)
    return CaseError([Problem("file.not_toml", "", found, "toml", {"line": str(line), "column": column})])


def _refused(code: str, **values: str) -> CaseError:
    return CaseError([Problem(code, values=values)])
