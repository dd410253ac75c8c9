"""The language of the output: the one asked for, unless the terminal cannot show it."""

from __future__ import annotations

import sys

from planner.text import Words, catalogue, choose

SAMPLE = "还款：“一”"
"""Chinese signs that an encoding has to hold before sentences are written in it."""


def spoken(lang: str | None) -> Words:
    """The words of ``lang``, or of the locale; English where stdout or stderr cannot hold Chinese."""
    chosen = choose(lang)
    able = all(holds(SAMPLE, getattr(stream, "encoding", None)) for stream in (sys.stdout, sys.stderr))
    return catalogue(chosen if able else "en")


def holds(text: str, encoding: str | None) -> bool:
    """Whether an encoding can hold a text; one that is not known is taken to."""
    try:
        text.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
