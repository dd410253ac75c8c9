"""When what is forgiven is final, in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from planner.casefile.conditions import WORDS, milestone
from planner.casefile.problems import Refused
from planner.clauses import After

if TYPE_CHECKING:
    from planner.text import Words

_LIST: Final = re.compile(r",\s*(?=after|paid)")


def say_when(words: Words, written: object) -> str:
    """A condition as a case file has it, or several with commas between; as it is written where it cannot be read."""
    if not isinstance(written, str):
        return str(written)
    return words("convention.comma").join(_one(words, own) for own in _LIST.split(written))


def _one(words: Words, written: str) -> str:
    if written in WORDS:
        return words(f"when.{written}")
    try:
        read = milestone(written)
    except Refused:
        return written
    if isinstance(read, After):
        return words("when.after", n=str(read.count))
    return words("when.paid", share=words.rate(int(read.share)))
