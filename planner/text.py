"""Words, dates and figures in the two languages, ``zh`` and ``en``, looked up per language and never installed process-wide."""

from __future__ import annotations

import datetime as dt
import functools
import gettext
import io
import os
import re
from importlib import resources
from typing import Final

from babel.core import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDERS: Final = {"en": "en", "zh": "zh_CN"}
"""Folder of ``planner/locales`` that holds each language."""
DEFAULT: Final = "zh"
ENVIRONMENT: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")


class Words:
    """One language: called with a msgid (a code such as ``part.fee``, or an English sentence) it gives the words."""

    def __init__(self, lang: str) -> None:
        """Read the catalogue of ``lang``; KeyError where there is none."""
        self.lang = lang
        self._locale = Locale.parse(FOLDERS[lang])
        self._found = _load(FOLDERS[lang])

    def __call__(self, msgid: str, **values: object) -> str:
        """The words of ``msgid``, its ``{placeholders}`` filled; the msgid itself where the catalogue has none."""
        return _fill(self._found.gettext(msgid), values)

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """The words for ``n`` things; ``{n}`` is filled with it."""
        return _fill(self._found.ngettext(one, many, n), {"n": n, **values})

    def money(self, cents: int) -> str:
        """An amount in cents without its currency: 123450 -> '1,234.50'."""
        sign, size = ("-" if cents < 0 else ""), abs(int(cents))
        return f"{sign}{size // 100:,}.{size % 100:02d}"

    def rate(self, value: int, places: int = 6) -> str:
        """A rate or share in 1e-8 as a percentage, half up at ``places`` (0 to 6) decimals, none needless: 15400000 -> '15.4%'."""
        unit = 10 ** (6 - places)
        sign, size = ("-" if value < 0 else ""), (abs(int(value)) + unit // 2) // unit
        before, after = divmod(size, 10**places)
        shown = f"{before}.{after:0{places}d}".rstrip("0").removesuffix(".") if places else str(before)
        return f"{sign if size else ''}{shown}%"

    def date(self, day: dt.date) -> str:
        """A date in words: 2026年11月5日, Nov 5, 2026."""
        return format_date(day, format="medium", locale=self._locale)


@functools.cache
def catalogue(lang: str) -> Words:
    """The words of a language, read once."""
    return Words(lang)


def choose(lang: str | None = None) -> str:
    """``zh`` or ``en``: what ``lang`` names (``zh-CN``, ``en_GB.UTF-8``), else the locale of the process, else Chinese."""
    locale = next(filter(None, map(os.environ.get, ENVIRONMENT)), "")
    for name in (lang or "", locale):
        tongue = re.split(r"[-_.@]", name.lower(), maxsplit=1)[0]
        if tongue in FOLDERS:
            return tongue
    return DEFAULT


def mark(msgid: str) -> str:
    """The msgid itself: marks one that stands in a table and is looked up elsewhere, so that it is found for the catalogues."""
    return msgid


def _load(folder: str) -> gettext.GNUTranslations:
    source = resources.files("planner") / "locales" / folder / "LC_MESSAGES" / "planner.po"
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source.read_bytes()), locale=folder))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _fill(pattern: str, values: dict[str, object]) -> str:
    """Put values into ``{name}``: names without a value stay, and nothing in a value is read as a pattern."""
    return _PLACEHOLDER.sub(lambda m: str(values.get(m[1], m[0])), pattern)
