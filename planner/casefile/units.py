"""Amounts, rates, shares, periods, dates and counts as a document writes them, into the integers of the nouns.

Every function takes any value TOML can give and returns the integer (or date) it means, or raises Refused.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Context, Decimal
from typing import Final

from planner.casefile.problems import HUGE, Refused, show
from planner.money import MAX_CENTS, MAX_RATE, ONE, to_rate

MOST_YUAN: Final = Decimal(MAX_CENTS) / 100
FIRST_DAY: Final = dt.date(1970, 1, 1)
LAST_DAY: Final = dt.date(2199, 12, 31)
MOST_TEXT: Final = 200
PER_YEAR: Final = {"year": 1, "month": 12, "day": 360}
LONGEST_PERIOD: Final = {"month": 120, "week": 520, "day": 3660}
"""Longest period between instalments: ten years."""
LONGEST_TERM: Final = {"month": 1200, "week": 5220, "day": 36525}
"""Longest calendar: a hundred years."""

_CENT: Final = Decimal("0.01")
_ROOM: Final = Context(prec=40)
_NUMBER: Final = r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
_AMOUNT: Final = re.compile(rf"(?P<sign>-?) *¥? *{_NUMBER}")
_RATE: Final = re.compile(rf"(?P<sign>-?){_NUMBER} *(?P<percent>%?) *(?:/ *(?P<per>year|month|day))?")
_SHARE: Final = re.compile(rf"(?P<sign>-?){_NUMBER} *(?P<percent>%?)")
_PERIOD: Final = re.compile(r"(?P<n>[0-9]{1,6}) (?P<unit>month|week|day)s?")


def exact(literal: str) -> Decimal:
    """A TOML float as the decimal it was written as; NaN where no decimal can hold it."""
    try:
        return Decimal(literal)
    except ArithmeticError:
        return Decimal("NaN")


def decimal(value: object) -> Decimal | None:
    """A number as an exact decimal; None for anything else, infinities included."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    if isinstance(value, int) and value.bit_length() > HUGE:
        return Decimal("-1E+80" if value < 0 else "1E+80")
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    return number if number.is_finite() else None


def _plain(text: str) -> str:
    """Full-width signs and digits as ASCII, spaces at the ends gone; nothing where it is too long to be a figure."""
    if len(text) > MOST_TEXT:
        return ""
    return unicodedata.normalize("NFKC", text).replace("−", "-").replace("\u00a5", "¥").strip()


def _match(value: object, pattern: re.Pattern[str], kind: str) -> re.Match[str]:
    """The parts of a text; Refused where it is no text, or none of this kind."""
    if not isinstance(value, str):
        raise Refused("wrong_type", kind)
    match = pattern.fullmatch(_plain(value))
    if match is None:
        raise Refused("unreadable", kind)
    return match


def _signed(match: re.Match[str]) -> Decimal:
    return Decimal(match["sign"] + match["number"].replace(",", ""))


def amount(value: object) -> int:
    """Cents of an amount in yuan: 120000, "120,000.00", "¥1,200.50"; 0 to 100 billion yuan."""
    number = decimal(value)
    if number is None:
        number = _signed(_match(value, _AMOUNT, "amount"))
    if number < 0:
        raise Refused("negative", "amount")
    if number > MOST_YUAN:
        raise Refused("range.amount", "amount", limit=f"{MOST_YUAN:,.2f}")
    whole = number.quantize(_CENT, context=_ROOM)
    if whole != number:
        raise Refused("parts_of_cent", "amount")
    return int(whole * 100)


def positive(value: object) -> int:
    """Cents of an amount above nothing."""
    cents = amount(value)
    if cents == 0:
        raise Refused("not_positive", "amount")
    return cents


def rate(value: object) -> int:
    """A rate a year in 1e-8: "15.4 %", 0.154, "0.05 %/day" (x 360), "1.2 %/month" (x 12); at most 1,000 %."""
    number = decimal(value)
    if number is not None:
        return _fraction(number, number, "rate", MAX_RATE)
    if isinstance(value, str) and _plain(value).upper().startswith("LPR"):
        raise Refused("repricing", "rate")
    match = _match(value, _RATE, "rate")
    return _fraction(*_unit(match), "rate", MAX_RATE, PER_YEAR[match["per"] or "year"])


def share(value: object) -> int:
    """A share in 1e-8: "50 %", "0.5", 0.5; at most 100 %."""
    number = decimal(value)
    if number is not None:
        return _fraction(number, number, "share", ONE)
    return _fraction(*_unit(_match(value, _SHARE, "share")), "share", ONE)


def _unit(match: re.Match[str]) -> tuple[Decimal, Decimal | None]:
    """A figure as a fraction, and once more where no percent sign stands, because it might be meant as one."""
    number = _signed(match)
    return (number / 100, None) if match["percent"] else (number, number)


def _fraction(value: Decimal, bare: Decimal | None, kind: str, limit: int, per: int = 1) -> int:
    """A fraction a period in 1e-8 a year, within 0 to ``limit``; bare numbers above 1 are refused as ambiguous."""
    if value < 0:
        raise Refused("negative", kind)
    if bare is not None and bare > 1:
        raise Refused("ambiguous", kind, suggestion=f"{show(bare)} %")
    if value > limit or value * per * ONE > limit:
        raise Refused("range.rate" if kind == "rate" else "range.share", kind, limit=f"{limit * 100 // ONE:,} %")
    return to_rate(value * per)


def day(value: object) -> dt.date:
    """A date without a time, 1970 to 2199."""
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise Refused("wrong_type", "date")
    if not FIRST_DAY <= value <= LAST_DAY:
        raise Refused("range.date", "date", least=FIRST_DAY.isoformat(), most=LAST_DAY.isoformat())
    return value


def period(value: object) -> tuple[int, str]:
    """The time between instalments: "1 month", "14 days", "2 weeks"; up to ten years."""
    match = _match(value, _PERIOD, "period")
    n, unit = int(match["n"]), match["unit"]
    if not 1 <= n <= LONGEST_PERIOD[unit]:
        raise Refused("range.period", "period")
    return n, unit


def whole(least: int, most: int) -> Callable[[object], int]:
    """A reader of whole numbers from ``least`` to ``most``."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise Refused("wrong_type", "whole_number", least=least, most=most)
        if not least <= value <= most:
            raise Refused("range.count", "whole_number", least=least, most=most)
        return value

    return read


def text(value: object) -> str:
    """A text on one line of 1 to 200 characters."""
    if not isinstance(value, str):
        raise Refused("wrong_type", "text")
    if not value.strip():
        raise Refused("text.empty", "text")
    if len(value) > MOST_TEXT:
        raise Refused("text.long", "text", limit=MOST_TEXT)
    if any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in value):
        raise Refused("text.sign", "text")
    return value.strip()
