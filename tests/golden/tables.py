"""Text tables with bars, and nothing else: wide characters count two columns, the first column stands left, figures right."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from itertools import zip_longest

Rows = list[list[str]]
Sections = dict[str, Rows]
BAR = " | "


def width(text: str) -> int:
    """Columns a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _padded(text: str, size: int, *, left: bool) -> str:
    space = " " * (size - width(text))
    return text + space if left else space + text


def table(rows: Rows) -> list[str]:
    """One table as lines; every row has as many cells as the first."""
    sizes = [max(map(width, column)) for column in zip(*rows, strict=True)]
    lines = [BAR.join(_padded(text, sizes[k], left=not k) for k, text in enumerate(row)).rstrip() for row in rows]
    return [lines[0], "-|-".join("-" * size for size in sizes), *lines[1:]]


def page(head: str, sections: Mapping[str, Rows]) -> str:
    """A head of comment lines and tables under their names."""
    lines = [f"# {line}".rstrip() for line in head.strip().splitlines()]
    for name, rows in sections.items():
        lines += ["", f"== {name}", *table(rows)]
    return "\n".join(lines) + "\n"


def parsed(text: str) -> Sections:
    """The tables of a page by name, as cells."""
    found: Sections = {}
    rows: Rows = []
    for line in text.splitlines():
        if line.startswith("== "):
            rows = found.setdefault(line.removeprefix("== "), [])
        elif line and not line.startswith(("#", "--")):
            rows.append([cell.strip() for cell in line.split("|")])
    return found


def differences(ours: Sections, theirs: Sections) -> list[str]:
    """Where two pages differ, cell by cell: section, row, column, both figures."""
    found = [f"section {name} stands on one side only" for name in ours.keys() ^ theirs.keys()]
    for name in ours.keys() & theirs.keys():
        head = theirs[name][0]
        for number, (mine, other) in enumerate(zip_longest(ours[name], theirs[name], fillvalue=["(no row)"])):
            cells = enumerate(zip_longest(mine, other, fillvalue="(no cell)"))
            found += [f"{name}, row {number} ({other[0]}), {head[k] if k < len(head) else k}: {a} for {b}" for k, (a, b) in cells if a != b]
    return found
