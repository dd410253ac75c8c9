"""Types of the fields of a document: how each is read, and its JSON Schema."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final, TypeAlias

from pydantic import PlainValidator, WithJsonSchema

from planner.book import Part
from planner.casefile import lpr, units, words
from planner.dates import BASE

MOST_INSTALMENTS: Final = 1200
METHODS: Final = ("level", "equal-principal", "interest-only", "bullet", "flat")
NEW_METHODS: Final = METHODS[:3]
KINDS: Final = ("consumer", "mortgage", "business", "card", "plan")
COMPOUND: Final = ("interest", "none")
REPRICING: Final = ("fixed", "january", "anniversary")
EFFECTIVE: Final = ("on-the-day", "day-before")
EARLY: Final = ("hold",)
LATER_EARLY: Final = ("next", "last", "next-then-last", "shorten", "lower", "return", "returned", "prepay", "held")
"""Words for early money that the format foresees and no engine follows yet."""

_NUMBER: Final[list[dict[str, Any]]] = [{"type": "number", "minimum": 0}, {"type": "string"}]
_PART: Final[dict[str, Any]] = {"type": "string", "enum": list(words.PART)}
_ORDER: Final[dict[str, Any]] = {"type": "array", "items": _PART, "minItems": 5, "maxItems": 5, "uniqueItems": True}


def _one_or_more(names: tuple[str, ...]) -> dict[str, Any]:
    one = {"type": "string", "enum": list(names)}
    return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1, "uniqueItems": True}]}


def _enum(names: tuple[str, ...]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": list(names)})


def _whole(least: int, most: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "integer", "minimum": least, "maximum": most})


_money = WithJsonSchema({"anyOf": _NUMBER, "examples": [120000, "120,000.00"]})

Amount: TypeAlias = Annotated[int, PlainValidator(units.amount), _money]
Positive: TypeAlias = Annotated[int, PlainValidator(units.positive), _money]
Rate: TypeAlias = Annotated[int, PlainValidator(units.rate), WithJsonSchema({"anyOf": _NUMBER, "examples": ["15.4 %", "0.05 %/day"]})]
LoanRate: TypeAlias = Annotated[
    int | lpr.Lpr, PlainValidator(lpr.loan_rate), WithJsonSchema({"anyOf": _NUMBER, "examples": ["15.4 %", "0.05 %/day", "LPR1Y + 85bp"]})
]
Share: TypeAlias = Annotated[int, PlainValidator(units.share), WithJsonSchema({"anyOf": _NUMBER, "examples": ["50 %", 0.5]})]
Day: TypeAlias = Annotated[dt.date, PlainValidator(units.day), WithJsonSchema({"type": "string", "format": "date"})]
Text: TypeAlias = Annotated[str, PlainValidator(units.text), WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 200})]
Every: TypeAlias = Annotated[
    tuple[int, str], PlainValidator(units.period), WithJsonSchema({"type": "string", "examples": ["1 month", "14 days", "2 weeks"]})
]
Version: TypeAlias = Annotated[int, PlainValidator(words.version), WithJsonSchema({"const": 1})]
Parts: TypeAlias = Annotated[tuple[Part, ...], PlainValidator(words.parts), WithJsonSchema(_one_or_more(tuple(words.PART)))]
Paused: TypeAlias = Annotated[frozenset[str], PlainValidator(words.paused), WithJsonSchema(_one_or_more(words.PAUSED))]
Order: TypeAlias = Annotated[tuple[Part, ...], PlainValidator(words.order), WithJsonSchema(_ORDER)]

Count: TypeAlias = Annotated[int, PlainValidator(units.whole(1, MOST_INSTALMENTS)), _whole(1, MOST_INSTALMENTS)]
Left: TypeAlias = Annotated[int, PlainValidator(units.whole(0, MOST_INSTALMENTS)), _whole(0, MOST_INSTALMENTS)]
Months: TypeAlias = Annotated[int, PlainValidator(units.whole(0, 120)), _whole(0, 120)]
Age: TypeAlias = Annotated[int, PlainValidator(units.whole(1, 3660)), _whole(1, 3660)]
MonthDay: TypeAlias = Annotated[int, PlainValidator(units.whole(1, 31)), _whole(1, 31)]
People: TypeAlias = Annotated[int, PlainValidator(units.whole(0, 30)), _whole(0, 30)]

Kind: TypeAlias = Annotated[str, PlainValidator(words.choice(KINDS)), _enum(KINDS)]
Method: TypeAlias = Annotated[str, PlainValidator(words.choice(METHODS)), _enum(METHODS)]
NewMethod: TypeAlias = Annotated[str, PlainValidator(words.choice(NEW_METHODS, METHODS[3:])), _enum(NEW_METHODS)]
DayCount: TypeAlias = Annotated[str, PlainValidator(words.choice(BASE)), _enum(tuple(BASE))]
Compound: TypeAlias = Annotated[str, PlainValidator(words.choice(COMPOUND, ("penalty", "compound"))), _enum(COMPOUND)]
EarlyMoney: TypeAlias = Annotated[str, PlainValidator(words.choice(EARLY, LATER_EARLY)), _enum(EARLY)]
Repricing: TypeAlias = Annotated[str, PlainValidator(words.choice(REPRICING)), _enum(REPRICING)]
Effective: TypeAlias = Annotated[str, PlainValidator(words.choice(EFFECTIVE)), _enum(EFFECTIVE)]
Rules: TypeAlias = Annotated[str, PlainValidator(words.choice(("cn", "plain"))), _enum(("cn", "plain"))]


def order_schema() -> dict[str, Any]:
    """The JSON Schema of an allocation order."""
    return dict(_ORDER)
