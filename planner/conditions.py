"""Conditions on measures, as they are written: ``highest_payment <= 1800``."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

import numpy as np

from planner.dates import day
from planner.errors import CaseError, Problem
from planner.figures import MEASURES, Kind, Value
from planner.money import Bools, Floats, Ints
from planner.rules.book import CLASSES

SIGNS: Final = {"<=": np.less_equal, ">=": np.greater_equal, "<": np.less, ">": np.greater, "=": np.equal, "==": np.equal}
EXPECTED_OF: Final = {
    Kind.MONEY: "expected.bound_money", Kind.RATE: "expected.bound_rate", Kind.COUNT: "expected.bound_count",
    Kind.DATE: "expected.bound_date", Kind.PARTS: "expected.bound_parts", Kind.CLASS: "expected.bound_class",
}  # fmt: skip
_FORM: Final = re.compile(r"\s*([A-Za-z_]+)\s*(<=|>=|==|=|<|>)\s*(\S(?:.*\S)?)\s*")


@dataclass(frozen=True, slots=True)
class Condition:
    """A measure, a sign of SIGNS and a bound in the measure's unit: cents, a share of 1, a count, a day number."""

    measure: str
    sign: str
    bound: float

    def met(self, values: Ints | Floats) -> Bools:
        """Whether each value meets it; what does not exist (NaN) does not."""
        found: Bools = SIGNS[self.sign](values, self.bound)
        return found

    def holds(self, value: Value) -> bool:
        """Whether a measure meets it; one that does not exist does not."""
        amount = sum(value.amount) if isinstance(value.amount, tuple) else value.amount
        return amount is not None and bool(self.met(np.array([amount]))[0])

    def gap(self, values: Ints | Floats) -> Floats:
        """How far each value is from meeting it."""
        return np.abs(np.asarray(values, dtype=np.float64) - self.bound)


def condition(text: str) -> Condition:
    """Read a condition; CaseError where measure, sign or bound cannot be understood."""
    form = _FORM.fullmatch(text)
    if form is None:
        raise CaseError([Problem("condition", "until", text, "expected.condition")])
    code, sign, bound = form.groups()
    if code not in MEASURES:
        raise CaseError([Problem("unknown_measure", "until", code, "expected.measures", {"choices": ", ".join(MEASURES)})])
    try:
        return Condition(code, sign, _bound(MEASURES[code].kind, bound))
    except (InvalidOperation, ValueError):
        raise CaseError([Problem("condition_bound", "until", bound, EXPECTED_OF[MEASURES[code].kind])]) from None


def _bound(kind: Kind, text: str) -> float:
    """A bound in the unit of its kind: yuan as cents, percent or a fraction, a whole number, an ISO date, a class."""
    if kind is Kind.DATE:
        return day(dt.date.fromisoformat(text))
    if kind is Kind.CLASS:
        return CLASSES.index(text)
    plain = text.replace(",", "").replace(" ", "").removesuffix("元")
    if kind is Kind.RATE and plain.endswith("%"):
        return float(Decimal(plain[:-1]) / 100)
    number = Decimal(plain)
    if not number.is_finite():
        raise ValueError(text)
    return float(number * 100) if kind in (Kind.MONEY, Kind.PARTS) else float(number)
