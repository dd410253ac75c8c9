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
MOST_PERCENT: Final = 1000
"""Largest number without a sign that may be meant as a percentage."""
PER_YEAR: Final = {"year": 1, "month": 12, "day": 360, "年": 1, "月": 12, "日": 360, "天": 360}
MYRIAD: Final = {"": 1, "万": 10**4, "亿": 10**8}
NUMERALS: Final = dict(zip(["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"], "0123456789", strict=True))
DIVISOR: Final = {"": 1, "%": 100, "百": 100, "‰": 1000, "千": 1000, "万": 10**4}
LONGEST_PERIOD: Final = {"month": 120, "week": 520, "day": 3660}
"""Longest period between instalments: ten years."""
LONGEST_TERM: Final = {"month": 1200, "week": 5220, "day": 36525}
"""Longest calendar: a hundred years."""

_YUAN: Final = 100
_ENDS: Final = 2
_CENT: Final = Decimal("0.01")
_LEAST: Final = Decimal("1E-12")
_ROOM: Final = Context(prec=60)
FIGURE: Final = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_PART: Final = (
    rf"(?P<sign>-?) *(?:(?P<of>百|千|万)(?:分)(?:之) *(?P<spelt>{FIGURE}|{'|'.join(NUMERALS)})"
    rf"|(?P<number>{FIGURE}) *(?P<sign_after>[%‰]?))"
)
_AMOUNT: Final = re.compile(rf"(?P<sign>-?) *¥? *(?P<number>{FIGURE}) *(?P<many>(?:万|亿)?) *元?")
_RATE: Final = re.compile(rf"(?:(?P<lead>年|月|日)(?:利(?:率)|化|息)? *)?{_PART} *(?(lead)|(?:/ *(?P<per>year|month|day|年|月|日|天))?)")
_SHARE: Final = re.compile(_PART)
_DIGITS: Final = str.maketrans({**NUMERALS, ",": "", " ": ""})
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


def plain(text: str) -> str:
    """Full-width signs and digits as ASCII, spaces at the ends gone; nothing where it is too long to be a figure."""
    if len(text) > MOST_TEXT:
        return ""
    return unicodedata.normalize("NFKC", text).replace("−", "-").replace("\u00a5", "¥").strip()


def _match(value: object, pattern: re.Pattern[str], kind: str) -> re.Match[str]:
    """The parts of a text; Refused where it is no text, or none of this kind."""
    if not isinstance(value, str):
        raise Refused("wrong_type", kind)
    match = pattern.fullmatch(plain(value))
    if match is None:
        raise Refused("unreadable", kind)
    return match


def figure(digits: str) -> Decimal:
    """A figure without a sign, its thousands apart or not, or a Chinese numeral."""
    return Decimal(digits.translate(_DIGITS))


def _signed(match: re.Match[str], name: str = "number") -> Decimal:
    return Decimal(-1 if match["sign"] else 1) * figure(match[name])


def amount(value: object) -> int:
    """Cents of an amount in yuan: 120000, "120,000.00", "¥1,200.50", "12万", "120 000 元"; 0 to 100 billion yuan."""
    number = decimal(value)
    if number is None:
        match = _match(value, _AMOUNT, "amount")
        number = _signed(match) * MYRIAD[match["many"] or ""]
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
    """A rate a year in 1e-8: "15.4 %", 0.154, "0.05 %/day" (x 360), "1.2 %/month" (x 12); at most 1,000 %.

    In Chinese too: "0.05 %/日", "日息万分之五", "年利率 15.4 %".
    """
    number = decimal(value)
    if number is None:
        if isinstance(value, str) and "LPR" in plain(value).upper():
            raise Refused("lpr_elsewhere", "rate")
        match = _match(value, _RATE, "rate")
        period = match["lead"] or match["per"]
        if match["of"] and period is None:
            raise Refused("no_period", "as_daily", suggestion=f"{show(value)}/日")
        number, bare, per = _scaled(match), not match["of"] and not match["sign_after"], PER_YEAR[period or "year"]
    else:
        bare, per = True, 1
    if bare and 1 <= number <= MOST_PERCENT:
        raise Refused("ambiguous", "as_percent", suggestion=f"{show(number)} %")
    return _fraction(number, per, "rate", MAX_RATE)


def share(value: object) -> int:
    """A share in 1e-8: "50 %", "0.5", 0.5; at most 100 %."""
    number = decimal(value)
    if number is None:
        match = _match(value, _SHARE, "share")
        number, bare = _scaled(match), not match["of"] and not match["sign_after"]
    else:
        bare = True
    if bare and 1 < number <= MOST_PERCENT:
        raise Refused("ambiguous", "as_percent", suggestion=f"{show(number)} %")
    return _fraction(number, 1, "share", ONE)


def share_or_amount(value: object) -> tuple[int, int]:
    """A share in 1e-8 where a text has a percent sign or the like, else an amount in cents of at least a yuan; the other is 0."""
    match = _SHARE.fullmatch(plain(value)) if isinstance(value, str) else None
    if match is not None and (match["of"] or match["sign_after"]):
        return share(value), 0
    cents = amount(value)
    if 0 < cents < _YUAN:
        raise Refused("ambiguous", "as_percent", suggestion=f"{show(Decimal(cents))} %")
    return 0, cents


def share_range(value: object) -> tuple[int, int]:
    """A share in 1e-8 twice, or a list of two: the lower and the higher end."""
    if not isinstance(value, list):
        return share(value), share(value)
    if len(value) != _ENDS:
        raise Refused("two_ends", "share_range")
    low, high = (share(end) for end in value)
    if low > high:
        raise Refused("least_above_most", "share_range", limit=show(value[1]))
    return low, high


def month_days(value: object) -> tuple[int, ...]:
    """Days of the month, 1 to 31, ascending: one, or a list of different ones."""
    days = value if isinstance(value, list) else [value]
    if not days:
        raise Refused("empty_list", "whole_number", least=1, most=31)
    found = [whole(1, 31)(day) for day in days]
    for place, day in enumerate(found):
        if day in found[:place]:
            raise Refused("repeated", "whole_number", at=f"[{place}]", found=day, name=day, least=1, most=31)
    return tuple(sorted(found))


def _scaled(match: re.Match[str]) -> Decimal:
    """A figure with its percent or per-mille sign, or its hundredths, thousandths, ten-thousandths, as a fraction."""
    number = _signed(match, "spelt" if match["of"] else "number")
    return number / DIVISOR[match["of"] or match["sign_after"] or ""]


def _fraction(value: Decimal, per: int, kind: str, limit: int) -> int:
    """A fraction a period in 1e-8 a year, within 0 to ``limit`` and without parts of 1e-8."""
    if value < 0:
        raise Refused("negative", kind)
    if value > limit or value * per * ONE > limit:
        raise Refused("range.rate" if kind == "rate" else "range.share", kind, limit=f"{limit * 100 // ONE:,} %")
    exact = _ROOM.multiply(value, Decimal(per * ONE))
    if value and (value < _LEAST or exact != exact.to_integral_value()):
        raise Refused("parts_of_rate", kind)
    return to_rate(value * per)


def day(value: object) -> dt.date:
    """A date without a time, 1970 to 2199."""
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise Refused("wrong_type", "date")
    if not FIRST_DAY <= value <= LAST_DAY:
        raise Refused("range.date", "date_range", least=FIRST_DAY.isoformat(), most=LAST_DAY.isoformat())
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
    """A text on one line of 1 to 200 characters, none of them invisible."""
    if not isinstance(value, str):
        raise Refused("wrong_type", "text")
    if not value.strip():
        raise Refused("text.empty", "text")
    if len(value) > MOST_TEXT:
        raise Refused("text.long", "text", limit=MOST_TEXT)
    if any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in value):
        raise Refused("text.sign", "text")
    return value.strip()
