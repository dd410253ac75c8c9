"""The line on which each key of a case file stands, by its path: ``loan[0].penalty.uplift``, ``plan[1].terms[2]``.

The TOML parser keeps no lines, so the text is scanned once more; a text that the parser took is expected.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

_GAP: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
"""What may stand between two things: blanks, line ends, comments."""
_STRING: Final = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL)
_PLAIN: Final = re.compile(r"[^,\]}\n#]*")
"""A number, a date or a switch."""
_KEY: Final = re.compile(r"[ \t]*(?:\"((?:\\.|[^\"\\\n])*)\"|'([^'\n]*)'|([\w-]+))[ \t]*")


def lines_of(text: str) -> dict[str, int]:
    """Lines from 1 on, by path; a key of an inline table has its own."""
    scan = _Scan(text.removeprefix("\ufeff"))
    scan.document()
    return scan.lines


class _Scan:
    """A text being read, the tables begun so far, and the lines found."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.ends = [place for place, sign in enumerate(text) if sign == "\n"]
        self.lines: dict[str, int] = {}
        self.counts: dict[str, int] = {}

    def document(self) -> None:
        """Tables one after the other, each with its keys."""
        table = ""
        self._skip()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip()

    def _skip(self) -> None:
        found = _GAP.match(self.text, self.at)
        self.at = self.at if found is None else found.end()

    def _note(self, path: str, place: int) -> str:
        self.lines.setdefault(path, bisect_right(self.ends, place - 1) + 1)
        return path

    def _keys(self) -> list[str]:
        """The parts of a dotted key."""
        parts = []
        while (found := _KEY.match(self.text, self.at)) is not None:
            parts.append(next(part for part in found.groups() if part is not None))
            self.at = found.end()
            if self.text[self.at : self.at + 1] != ".":
                break
            self.at += 1
        return parts

    def _header(self) -> str:
        """The path of a table; of one of several, its number among them."""
        place, many = self.at, self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        *above, last = self._keys()
        path = ""
        for part in above:
            path = self._inside(join(path, part))
        path = join(path, last)
        if many:
            self.counts[path] = self.counts.get(path, -1) + 1
        self.at = self.text.index("]", self.at) + (2 if many else 1)
        return self._note(self._inside(path), place)

    def _inside(self, path: str) -> str:
        """The last table of that path, where there are several."""
        return f"{path}[{self.counts[path]}]" if path in self.counts else path

    def _pair(self, table: str) -> None:
        """A key and its value."""
        place = self.at
        path = table
        for part in self._keys():
            path = join(path, part)
        self._note(path, place)
        self.at = self.text.index("=", self.at) + 1
        self._skip()
        self._value(path)

    def _value(self, path: str) -> None:
        sign = self.text[self.at : self.at + 1]
        if sign in ("{", "["):
            self._several(path, table=sign == "{")
            return
        found = (_STRING if sign in ('"', "'") else _PLAIN).match(self.text, self.at)
        self.at = len(self.text) if found is None else found.end()

    def _several(self, path: str, *, table: bool) -> None:
        """The keys of an inline table, or the entries of a list."""
        end, count = "}" if table else "]", 0
        self.at += 1
        self._skip()
        while self.at < len(self.text) and self.text[self.at] != end:
            if table:
                self._pair(path)
            else:
                self._value(self._note(f"{path}[{count}]", self.at))
                count += 1
            self._skip()
            self.at += self.text[self.at : self.at + 1] == ","
            self._skip()
        self.at += 1


def join(path: str, part: str) -> str:
    """A path with one key more."""
    return f"{path}.{part}" if path else part
