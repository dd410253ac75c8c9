"""Types of the fields of a document: how each is read, and its JSON Schema."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final, TypeAlias

from pydantic import PlainValidator, WithJsonSchema

from planner.book import Part
from planner.casefile import lpr, units, words
from planner.dates import BASE
from planner.loan import CHOICES
from planner.rules import BUILT_IN
from planner.shares import Shares

MOST_INSTALMENTS: Final = 1200
METHODS: Final = ("level", "equal-principal", "interest-only", "bullet", "flat")
NEW_METHODS: Final = METHODS[:3]
KINDS: Final = ("consumer", "mortgage", "business", "card", "plan", "private")
COMPOUND: Final = ("interest", "none")
REPRICING: Final = ("fixed", "january", "anniversary")
EFFECTIVE: Final = ("on-the-day", "day-before")
GRACE: Final = ("excused", "retroactive")
BEFORE_MATURITY: Final = ("contract", "penalty")
"""Words for the compound rate before the last due date; a rate may stand there as well."""
FEE_BASES: Final = ("prepaid", "outstanding", "original")
CARD_INTEREST: Final = ("full-amount", "unpaid-part")
ALLOCATED_BY: Final = ("part", "instalment")
ON_BREAK: Final = ("restore", "keep")
PROCEDURES: Final = ("ordinary", "simplified", "mediation", "payment_order", "judgment")

_NUMBER: Final[list[dict[str, Any]]] = [{"type": "number", "minimum": 0}, {"type": "string"}]
_PART: Final[dict[str, Any]] = {"type": "string", "enum": list(words.PART)}
_ORDER: Final[dict[str, Any]] = {"type": "array", "items": _PART, "minItems": 5, "maxItems": 5, "uniqueItems": True}

_MONTH_DAY: Final[dict[str, Any]] = {"type": "integer", "minimum": 1, "maximum": 31}
_MONTH_DAYS: Final[dict[str, Any]] = {"anyOf": [_MONTH_DAY, {"type": "array", "items": _MONTH_DAY, "minItems": 1, "uniqueItems": True}]}


def _one_or_more(names: tuple[str, ...]) -> dict[str, Any]:
    one = {"type": "string", "enum": list(names)}
    return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1, "uniqueItems": True}]}


def _enum(names: tuple[str, ...]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": list(names)})


def _word(name: str) -> PlainValidator:
    return PlainValidator(words.choice(CHOICES[name]))


def _names(name: str) -> WithJsonSchema:
    return _enum(CHOICES[name])


def _before_maturity(value: object) -> int | str:
    """A rate, or the word that names one."""
    return value if value in BEFORE_MATURITY and isinstance(value, str) else units.rate(value)


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
SomeParts: TypeAlias = Annotated[
    tuple[Part, ...], PlainValidator(words.some_parts), WithJsonSchema({"anyOf": [{"type": "boolean"}, _one_or_more(tuple(words.PART))]})
]
DownPayment: TypeAlias = Annotated[
    tuple[int, int], PlainValidator(units.share_or_amount), WithJsonSchema({"anyOf": _NUMBER, "examples": ["10 %", "2,000.00"]})
]
ShareRange: TypeAlias = Annotated[
    tuple[int, int], PlainValidator(units.share_range),
    WithJsonSchema({"anyOf": [*_NUMBER, {"type": "array", "items": {"anyOf": _NUMBER}, "minItems": 2, "maxItems": 2}]}),
]  # fmt: skip
DueDays: TypeAlias = Annotated[tuple[int, ...], PlainValidator(units.month_days), WithJsonSchema(_MONTH_DAYS)]
Paused: TypeAlias = Annotated[frozenset[str], PlainValidator(words.paused), WithJsonSchema(_one_or_more(words.PAUSED))]
Order: TypeAlias = Annotated[tuple[Part, ...], PlainValidator(words.order), WithJsonSchema(_ORDER)]

Count: TypeAlias = Annotated[int, PlainValidator(units.whole(1, MOST_INSTALMENTS)), _whole(1, MOST_INSTALMENTS)]
Left: TypeAlias = Annotated[int, PlainValidator(units.whole(0, MOST_INSTALMENTS)), _whole(0, MOST_INSTALMENTS)]
Months: TypeAlias = Annotated[int, PlainValidator(units.whole(0, 120)), _whole(0, 120)]
Age: TypeAlias = Annotated[int, PlainValidator(units.whole(1, 3660)), _whole(1, 3660)]
MonthDay: TypeAlias = Annotated[int, PlainValidator(units.whole(1, 31)), _whole(1, 31)]
Decimals: TypeAlias = Annotated[int, PlainValidator(units.whole(2, 6)), _whole(2, 6)]
MonthNumber: TypeAlias = Annotated[int, PlainValidator(units.whole(0, MOST_INSTALMENTS)), _whole(0, MOST_INSTALMENTS)]
Wait: TypeAlias = Annotated[int, PlainValidator(units.whole(1, 27)), _whole(1, 27)]
Delay: TypeAlias = Annotated[int, PlainValidator(units.whole(0, 3660)), _whole(0, 3660)]
Days365: TypeAlias = Annotated[int, PlainValidator(units.whole(0, 365)), _whole(0, 365)]
Switch: TypeAlias = Annotated[bool, PlainValidator(words.switch), WithJsonSchema({"type": "boolean"})]
People: TypeAlias = Annotated[int, PlainValidator(units.whole(0, 30)), _whole(0, 30)]
Persons: TypeAlias = Annotated[int, PlainValidator(units.whole(1, 31)), _whole(1, 31)]

_SHARES: Final[dict[str, Any]] = {"type": "object", "additionalProperties": {"anyOf": _NUMBER}, "minProperties": 1}
_IDS: Final[dict[str, Any]] = {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}
Split: TypeAlias = Annotated[
    str | tuple[str, ...] | Shares, PlainValidator(words.split),
    WithJsonSchema({"anyOf": [{"enum": list(words.SPLITS)}, _IDS, _SHARES]}),
]  # fmt: skip
Ids: TypeAlias = Annotated[tuple[str, ...], PlainValidator(words.ids), WithJsonSchema({"anyOf": [{"type": "string"}, _IDS]})]
Items: TypeAlias = Annotated[tuple[str, ...], PlainValidator(words.items), WithJsonSchema(_IDS)]
Kind: TypeAlias = Annotated[str, PlainValidator(words.choice(KINDS)), _enum(KINDS)]
Method: TypeAlias = Annotated[str, PlainValidator(words.choice(METHODS)), _enum(METHODS)]
NewMethod: TypeAlias = Annotated[str, PlainValidator(words.choice(NEW_METHODS, METHODS[3:])), _enum(NEW_METHODS)]
DayCount: TypeAlias = Annotated[str, PlainValidator(words.choice(BASE)), _enum(tuple(BASE))]
Compound: TypeAlias = Annotated[str, PlainValidator(words.choice(COMPOUND, ("penalty", "compound"))), _enum(COMPOUND)]
BeforeMaturity: TypeAlias = Annotated[
    int | str, PlainValidator(_before_maturity), WithJsonSchema({"anyOf": [{"enum": list(BEFORE_MATURITY)}, *_NUMBER]})
]
GraceKind: TypeAlias = Annotated[str, PlainValidator(words.choice(GRACE)), _enum(GRACE)]
FeeBase: TypeAlias = Annotated[str, PlainValidator(words.choice(FEE_BASES)), _enum(FEE_BASES)]
CardInterest: TypeAlias = Annotated[str, PlainValidator(words.choice(CARD_INTEREST)), _enum(CARD_INTEREST)]
AllocatedBy: TypeAlias = Annotated[str, PlainValidator(words.choice(ALLOCATED_BY)), _enum(ALLOCATED_BY)]
OnBreak: TypeAlias = Annotated[str, PlainValidator(words.choice(ON_BREAK)), _enum(ON_BREAK)]
Procedure: TypeAlias = Annotated[str, PlainValidator(words.choice(PROCEDURES)), _enum(PROCEDURES)]
Days: TypeAlias = Annotated[str, _word("days"), _names("days")]
FirstPenaltyDay: TypeAlias = Annotated[str, _word("first_penalty_day"), _names("first_penalty_day")]
Rounding: TypeAlias = Annotated[str, _word("rounding"), _names("rounding")]
Rounded: TypeAlias = Annotated[str, _word("rounded"), _names("rounded")]
Remainder: TypeAlias = Annotated[str, _word("remainder"), _names("remainder")]
InstalmentAmount: TypeAlias = Annotated[str, _word("instalment_amount"), _names("instalment_amount")]
Residue: TypeAlias = Annotated[str, _word("residue"), _names("residue")]
LevelOn: TypeAlias = Annotated[str, _word("level_on"), _names("level_on")]
Settlement: TypeAlias = Annotated[str, _word("compound_settlement"), _names("compound_settlement")]
InterestDue: TypeAlias = Annotated[str, _word("interest_due"), _names("interest_due")]
FirstPeriod: TypeAlias = Annotated[str, _word("first_period"), _names("first_period")]
BusinessDays: TypeAlias = Annotated[str, _word("business_days"), _names("business_days")]
AboveLevel: TypeAlias = Annotated[str, _word("interest_above_level"), _names("interest_above_level")]
EarlyMoney: TypeAlias = Annotated[str, _word("early_money"), _names("early_money")]
Repricing: TypeAlias = Annotated[str, PlainValidator(words.choice(REPRICING)), _enum(REPRICING)]
Effective: TypeAlias = Annotated[str, PlainValidator(words.choice(EFFECTIVE)), _enum(EFFECTIVE)]
Rules: TypeAlias = Annotated[
    str, PlainValidator(words.rulebook), WithJsonSchema({"type": "string", "examples": [*BUILT_IN, "rules.toml"]})
]


def word_schema(names: tuple[str, ...]) -> dict[str, Any]:
    """The JSON Schema of one of these words."""
    return {"type": "string", "enum": list(names)}


def order_schema() -> dict[str, Any]:
    """The JSON Schema of an allocation order."""
    return dict(_ORDER)
