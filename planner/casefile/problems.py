"""Problems of a document, collected: their codes, what stood there, and the place. Codes only; catalogues hold the sentences."""

from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal
from typing import Final

from planner.errors import CaseError, Problem

LONGEST: Final = 60
"""Most characters of the document that a problem repeats."""
HUGE: Final = 256
"""Bits above which an integer is not printed."""
NAMES: Final = frozenset({"title", "name", "id"})
"""Keys whose text may name a person: problems do not repeat it."""

CODES: Final = frozenset({
    "file.missing", "file.directory", "file.unreadable", "file.too_large", "file.not_utf8", "file.not_toml", "file.too_deep",
    "wrong_type", "unreadable", "unknown_key", "unknown_choice", "unknown_part", "unknown_term", "unknown_schema", "not_available",
    "missing", "negative", "not_positive", "parts_of_cent", "ambiguous", "repricing", "repeated", "empty_list", "all_parts",
    "text.empty", "text.long", "text.sign",
    "range.amount", "range.rate", "range.share", "range.date", "range.count", "range.length", "range.penalty", "range.period",
    "range.term",
    "one_loan", "one_source", "either", "neither", "needs_key", "due_day_needs_months", "due_day_mismatch", "undue_without_instalments",
    "accelerated_but_undue", "empty_plan", "empty_term", "duplicate_plan", "reserved_name", "one_part", "overlapping_pauses",
    "then_without_payments", "one_schedule",
    "date.as_of_before_opening", "date.before_opening", "date.not_after_opening", "date.after_as_of", "date.before_as_of",
    "date.before_start", "date.not_after_start", "date.not_as_of", "date.backwards",
})  # fmt: skip
"""Every code of ``planner.casefile`` (``problem.<code>`` in the catalogues)."""
EXPECTED: Final = frozenset({
    "amount", "rate", "share", "date", "whole_number", "text", "table", "tables", "parts", "pauses", "period", "one_of", "term",
    "did_you_mean", "known_keys", "schema", "order",
})  # fmt: skip
"""Every code of what was expected (``expected.<code>`` in the catalogues)."""


class Refused(ValueError):  # noqa: N818 - an answer about one value, caught where the document is read
    """One value that cannot be used; ``at`` is a place inside it (``[2]``), ``found`` what stands there where it is not the whole."""

    def __init__(self, code: str, expected: str = "", *, at: str = "", found: object = None, **values: object) -> None:
        """Keep code and values; no sentence."""
        self.code, self.expected, self.at, self.found = code, expected, at, found
        self.values = {name: str(value) for name, value in values.items()}
        super().__init__(code)


class Log:
    """The problems found so far, each place and code once."""

    def __init__(self) -> None:
        """Start with none."""
        self.problems: dict[tuple[str, str], Problem] = {}

    def add(self, code: str, path: str, found: object = None, expected: str = "", **values: object) -> None:
        """Note a problem; what may be a name is not repeated. ``values`` that are texts are kept whole: none of the document's own."""
        hidden = found is None or path.rpartition(".")[2] in NAMES
        texts = {name: value if isinstance(value, str) else show(value) for name, value in values.items()}
        problem = Problem(code, path, "" if hidden else show(found), expected, texts)
        self.problems.setdefault((path, code), problem)

    def add_named(self, code: str, path: str, name: str) -> None:
        """Note a problem of a plan that is found only by its name."""
        self.problems.setdefault((path, code), Problem(code, path, show(name), "", {"name": show(name)}))

    def stop(self) -> None:
        """CaseError with all of them, if there are any."""
        if self.problems:
            raise CaseError(self.problems.values())


def show(value: object) -> str:
    """A value as a short text on one line, much as TOML writes it."""
    if isinstance(value, dict):
        return "{ … }" if value else "{ }"
    if isinstance(value, (list, tuple)):
        return "[ … ]" if value else "[ ]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and value.bit_length() > HUGE:
        return "-…" if value < 0 else "…"
    if isinstance(value, (dt.date, dt.time)):
        return _short(value.isoformat())
    return _short(str(value)) if isinstance(value, (str, int, float, Decimal)) else type(value).__name__


def _short(text: str) -> str:
    """At most LONGEST characters, control characters replaced."""
    kept = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return "".join("�" if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else c for c in kept)
