"""The figures of a comparison: their codes, units and better direction, and how JSON writes them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from typing import Final, TypeAlias

from planner import dates
from planner.book import PARTS
from planner.money import ONE, yuan
from planner.rules.book import CLASSES

Json: TypeAlias = str | int | dict[str, str] | None

_EXACT: Final = Context(prec=1100)
"""Wide enough for every digit of any float64, times 1e8."""


class Kind(StrEnum):
    """What a figure is: cents, a share of 1 (a year, for rates), a number of things, a day number, cents by part, or a place in CLASSES."""

    MONEY = "money"
    RATE = "rate"
    COUNT = "count"
    DATE = "date"
    PARTS = "parts"
    CLASS = "class"


@dataclass(frozen=True, slots=True)
class Value:
    """A figure: its amount, and for a rate of return ``all`` there are; or None and, as a code, the reason it does not exist.

    Reasons: ``unknown`` (an input is missing), ``beyond`` (of the days looked at), ``no_payments``, ``no_rate`` (no rate of return exists),
    ``one_way`` (money only comes, or only goes),
    ``unfinished`` (something stands at the end), ``no_income``, ``not_income`` (it does not come out of a month's income), ``no_claim``,
    ``not_watched`` (nothing is restructured, or what is left is paid at once), ``not_modified`` (no plan), ``always_more`` and
    ``never_more`` (a plan is worth more than the alternative however often payments fail, or even if none does).
    """

    kind: Kind
    amount: int | float | tuple[int, ...] | None
    all: tuple[float, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """Unit, the direction that is better (``less``, ``more``, or empty) and for whom (``borrower``, ``lender``)."""

    kind: Kind
    better: str
    side: str


MEASURES: Final[dict[str, Measure]] = {
    "first_payment": Measure(Kind.MONEY, "less", "borrower"),
    "typical_payment": Measure(Kind.MONEY, "less", "borrower"),
    "highest_payment": Measure(Kind.MONEY, "less", "borrower"),
    "payments": Measure(Kind.COUNT, "", "borrower"),
    "finish": Measure(Kind.DATE, "less", "borrower"),
    "total_paid": Measure(Kind.MONEY, "less", "borrower"),
    "paid_principal": Measure(Kind.MONEY, "", "borrower"),
    "paid_interest": Measure(Kind.MONEY, "less", "borrower"),
    "paid_penalty": Measure(Kind.MONEY, "less", "borrower"),
    "paid_compound": Measure(Kind.MONEY, "less", "borrower"),
    "paid_fees": Measure(Kind.MONEY, "less", "borrower"),
    "waived": Measure(Kind.MONEY, "more", "borrower"),
    "waived_conditional": Measure(Kind.MONEY, "", "borrower"),
    "less_than_nothing": Measure(Kind.MONEY, "more", "borrower"),
    "annual_rate": Measure(Kind.RATE, "less", "borrower"),
    "effective_rate": Measure(Kind.RATE, "less", "borrower"),
    "life_rate": Measure(Kind.RATE, "less", "borrower"),
    "debt_to_income": Measure(Kind.RATE, "less", "borrower"),
    "left_to_live_on": Measure(Kind.MONEY, "more", "borrower"),
    "npv": Measure(Kind.MONEY, "more", "lender"),
    "claim": Measure(Kind.MONEY, "", "lender"),
    "recovery": Measure(Kind.RATE, "more", "lender"),
    "concession": Measure(Kind.PARTS, "less", "lender"),
    "expected_npv": Measure(Kind.MONEY, "more", "lender"),
    "breakeven_redefault": Measure(Kind.RATE, "more", "lender"),
    "enforcement_npv": Measure(Kind.MONEY, "", "lender"),
    "surplus": Measure(Kind.MONEY, "more", "lender"),
    "modification_gain": Measure(Kind.MONEY, "more", "lender"),
    "modification_share": Measure(Kind.RATE, "more", "lender"),
    "risk_class": Measure(Kind.CLASS, "less", "lender"),
    "observation_end": Measure(Kind.DATE, "less", "lender"),
}
"""Every measure in the order of comparisons."""


def jsonable(value: Value) -> Json:
    """The figure as JSON has it: '1234.50', '0.154', 12, '2026-10-15', by part, a class, or None."""
    amount = value.amount
    if amount is None:
        return None
    if isinstance(amount, tuple):
        return {part.name.lower(): yuan(cents) for part, cents in zip(PARTS, amount, strict=True)}
    if value.kind is Kind.MONEY:
        return yuan(whole(amount))
    if value.kind is Kind.RATE:
        return decimal(amount)
    if value.kind is Kind.CLASS:
        return CLASSES[int(amount)]
    return int(amount) if value.kind is Kind.COUNT else dates.date(int(amount)).isoformat()


def decimal(rate: float) -> str:
    """A share or rate as a decimal string, rounded to eight places, without trailing zeros."""
    units = whole(rate, ONE)
    whole_part, rest = divmod(abs(units), ONE)
    digits = f"{whole_part}.{rest:08d}".rstrip("0").removesuffix(".")
    return f"-{digits}" if units < 0 else digits


def whole(figure: float, unit: int = 1) -> int:
    """``figure * unit`` as an integer, halves away from zero: exact for every finite figure, however large."""
    return int(_EXACT.multiply(Decimal(figure), Decimal(unit)).quantize(Decimal(1), ROUND_HALF_UP, _EXACT))
