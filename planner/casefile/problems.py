"""Problems of a document, collected: their codes, what stood there, and the place. Codes only; catalogues hold the sentences."""

from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal
from typing import Final

from planner.errors import Problem

LONGEST: Final = 60
"""Most characters of the document that a problem repeats."""
HUGE: Final = 256
"""Bits above which an integer is not printed."""
NAMES: Final = frozenset({"title", "name", "id"})
"""Keys whose text may name a person: problems do not repeat it."""
QUOTED: Final = frozenset({"wrong_type", "unknown_schema"})
"""Problems in which quotation marks may be what is wrong."""
GROUPED: Final = (3, 20)
"""Thousands are set apart in amounts of 10^3 to 10^20 yuan; others are shown as they were written."""

CODES: Final = frozenset({
    "file.missing", "file.empty", "file.directory", "file.unreadable", "file.too_large", "file.not_utf8", "file.not_toml", "file.too_deep",
    "wrong_type", "unreadable", "unknown_key", "unknown_choice", "unknown_part", "unknown_term", "unknown_schema", "not_available",
    "missing", "negative", "not_positive", "parts_of_cent", "ambiguous", "repeated", "empty_list", "all_parts",
    "text.empty", "text.long", "text.sign",
    "range.amount", "range.rate", "range.share", "range.date", "range.count", "range.length", "range.penalty", "range.period",
    "range.points", "range.term", "parts_of_rate", "parts_of_point", "no_period", "lpr_before_first", "lpr_elsewhere", "lpr_tenor",
    "needs_lpr",
    "duplicate_loan", "unknown_loan", "shares_sum",
    "either", "neither", "needs_key", "due_day_needs_months", "due_day_mismatch", "undue_without_instalments",
    "accelerated_but_undue", "empty_plan", "empty_term", "two_terms", "duplicate_plan", "reserved_name", "one_part",
    "overlapping_pauses", "overlapping_terms", "not_beside", "parts_below_cent", "then_without_payments", "one_schedule", "lent_less",
    "more_left_than_all", "only_with", "not_with", "daily_needs_days", "grace_too_long", "least_above_most", "months_backwards",
    "rate_below_zero", "floor_dependants", "floor_persons", "condition_without_waiver", "above_all_instalments", "two_ends",
    "three_values", "not_ascending", "judgment_after_money", "no_default",
    "date.in_statement", "date.after_statement", "date.drawn_late",
    "date.as_of_before_opening", "date.before_opening", "date.not_after_opening", "date.after_as_of", "date.before_as_of",
    "date.before_start", "date.not_after_start", "date.not_as_of", "date.backwards",
})  # fmt: skip
"""Every code of ``planner.casefile`` (``problem.<code>`` in the catalogues)."""
EXPECTED: Final = frozenset({
    "amount", "rate", "share", "date", "whole_number", "text", "table", "tables", "parts", "pauses", "period", "one_of", "term",
    "did_you_mean", "known_keys", "schema", "order", "toml", "utf8", "loan", "heading", "terms", "date_range", "beside_settle",
    "not_empty", "as_percent", "as_daily", "lpr", "rulebook", "share_range", "split", "span", "shares",
    "ids", "whole_shares", "budget", "one_loan", "no_budget", "budget_only", "agreement", "when", "after", "paid",
    "earliest",
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
        problem = Problem(code, path, "" if hidden else _found(code, found, expected), expected, texts)
        self.problems.setdefault((path, code), problem)

    def add_named(self, code: str, path: str, name: str, **values: str) -> None:
        """Note a problem of a plan that is found only by its name."""
        self.problems.setdefault((path, code), Problem(code, path, show(name), "", values))

    def touches(self, path: str) -> bool:
        """Whether a problem stands at a place or inside it."""
        return any(place == path or place.startswith((f"{path}.", f"{path}[")) for place, _ in self.problems)

    def told(self) -> list[Problem]:
        """All of them; a key that is missing because it is misspelt is told once."""
        meant = {
            _beside(p.path, p.values["suggestion"])
            for p in self.problems.values() if p.code == "unknown_key" and p.expected == "did_you_mean"
        }  # fmt: skip
        return [p for p in self.problems.values() if not (p.code in {"missing", "neither"} and p.path in meant)]


def _beside(path: str, key: str) -> str:
    """The path of another key of the same table."""
    above, dot, _ = path.rpartition(".")
    return f"{above}{dot}{key}"


def _found(code: str, value: object, expected: str) -> str:
    """What stands there: a text in quotes where they are what is wrong or all there is to see, an amount with its thousands apart."""
    if isinstance(value, bool):
        return show(value)
    if isinstance(value, str) and (code in QUOTED or not value.strip()):
        return f'"{_short(value, LONGEST - 2)}"'
    long = isinstance(value, int) and value.bit_length() > HUGE
    if expected == "amount" and isinstance(value, (int, Decimal)) and not long:
        number = Decimal(value)
        if number.is_finite() and GROUPED[0] <= number.adjusted() < GROUPED[1]:
            return grouped(number)
    return show(value)


def grouped(yuan: Decimal) -> str:
    """An amount with its thousands apart and at least two decimals: 999,999.00."""
    return f"{yuan:,.2f}" if yuan == round(yuan, 2) else f"{yuan:,f}"[:LONGEST]


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


def _short(text: str, most: int = LONGEST) -> str:
    """At most ``most`` characters, control characters replaced."""
    kept = text if len(text) <= most else text[: most - 1] + "…"
    return "".join("�" if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else c for c in kept)
