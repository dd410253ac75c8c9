"""Text of a case file: from a path or as it is, to the document it writes down."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Any, Final

from planner.case import Case
from planner.casefile.build import build
from planner.casefile.units import exact
from planner.errors import CaseError, Problem

MOST_BYTES: Final = 1_000_000
"""Largest case file."""
_PART: Final = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DEEP: Final = re.compile(rf"(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{32}}")
"""A dotted key of 33 parts: the parser's time grows with their square."""
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
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _refused("file.not_utf8", position=str(error.start + 1)) from error
    return parse(text)


def parse(text: str) -> Case:
    """The case a text writes down; CaseError with every problem of it."""
    return build(document(text))


def document(text: str) -> dict[str, Any]:
    """A TOML text as tables, its decimals exact; CaseError where it is no TOML."""
    if len(text) > MOST_BYTES:
        raise _refused("file.too_large", limit=f"{MOST_BYTES:,}")
    if _DEEP.search(text):
        raise _refused("file.too_deep")
    try:
        return tomllib.loads(text.removeprefix("\ufeff"), parse_float=exact)
    except RecursionError as error:
        raise _refused("file.too_deep") from error
    except ValueError as error:
        place = _PLACE.search(str(error))
        line, column = place.groups() if place else (str(text.count("\n") + 1), "1")
        raise _refused("file.not_toml", line=line, column=column) from error


def _refused(code: str, **values: str) -> CaseError:
    return CaseError([Problem(code, values=values)])
