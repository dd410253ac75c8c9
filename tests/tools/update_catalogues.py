"""Brings both catalogues in step with the source: adds what is missing, empty, and sorts. Run it from the top folder.

``python -m tests.tools.update_catalogues``          adds and sorts
``python -m tests.tools.update_catalogues --prune``  also removes what nothing uses
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from tests.tools.msgids import ROOT, Found, find

LOCALES = ("en", "zh_CN")
HEADER_NOISE = re.compile(rb'^"(Report-Msgid|POT-|PO-Rev|Last-Tr|Language-Team|Generated-By)[^\n]*\n', re.MULTILINE)
"""Lines of the header that would change from one machine and day to the next."""


def path(locale: str) -> Path:
    """Where a language's catalogue lies."""
    return ROOT / "planner" / "locales" / locale / "LC_MESSAGES" / "planner.po"


def read(locale: str) -> Catalog:
    """A catalogue as it stands."""
    with path(locale).open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def write(locale: str, catalog: Catalog) -> None:
    """A catalogue, sorted by msgid, without line numbers."""
    text = io.BytesIO()
    write_po(text, catalog, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    path(locale).write_bytes(HEADER_NOISE.sub(b"", text.getvalue()))


def required(locale: str, found: Found) -> list[str | tuple[str, str]]:
    """The msgids a language must have: codes in both, sentences in Chinese only."""
    sentences = [(m, found.plurals[m]) if m in found.plurals else m for m in sorted(found.sentences)]
    return [*sorted(found.codes), *(sentences if locale == "zh_CN" else ())]


def update(locale: str, found: Found, *, prune: bool) -> tuple[int, int]:
    """Add what is missing, remove what is unused if asked; how many of each."""
    catalog = read(locale)
    missing = [m for m in required(locale, found) if catalog.get(m if isinstance(m, str) else m[0]) is None]
    for msgid in missing:
        catalog.add(msgid)
    unused = [m for m in ids(catalog) if not found.used(m)] if prune else []
    for msgid in unused:
        catalog.delete(msgid)
    write(locale, catalog)
    return len(missing), len(unused)


def ids(catalog: Catalog) -> list[str]:
    """The msgids of a catalogue in file order, a plural by its first form."""
    return [m.id if isinstance(m.id, str) else m.id[0] for m in catalog if m.id]


if __name__ == "__main__":
    seen = find()
    for language in LOCALES:
        added, removed = update(language, seen, prune="--prune" in sys.argv[1:])
        print(f"{language}: {added} added, {removed} removed")
    print(f"{len(seen.opaque)} codes that only a run can tell: {', '.join(sorted(seen.opaque))}")
