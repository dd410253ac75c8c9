"""A Fineract loan's inputs as the planner's loan: every key is read, said not to matter, or refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from planner import dates
from planner.case import Loan
from tests.conformance.cases import Inputs, refuse

UNITS: Final = {"DAYS": "day", "WEEKS": "week", "MONTHS": "month"}
COUNTS: Final = {
    ("360", "30"): "30/360-share", ("360", "ACTUAL"): "actual/360", ("365", "ACTUAL"): "actual/365",
    ("ACTUAL", "ACTUAL"): "actual/actual",
}  # fmt: skip
"""Days in the year and in the month."""

REQUIRED: Final[dict[str, tuple[object, ...]]] = {
    "interest_type": ("DECLINING_BALANCE",), "amortization": ("EQUAL_INSTALLMENTS",), "grace_on_principal": (0,),
    "grace_on_interest": (0,), "interest_free_periods": (0,), "days_in_year_custom_strategy": (None,),
    "interest_recognition_on_disbursement_date": (False,), "interest_calculation_period": ("DAILY", "SAME_AS_REPAYMENT_PERIOD"),
    "rounding.mode": ("HALF_EVEN", "HALF_UP"), "rounding.money_decimals": (2,), "interest_recalculation.compounding": ("NONE",),
}  # fmt: skip
"""Values for which the planner has a convention; any other is refused."""

READ: Final = frozenset({
    "principal", "annual_rate_pct", "n_installments", "repay_every", "unit", "disbursement_date", "first_period_start", "days_in_year",
    "days_in_month", "rounding.installment_amount_in_multiples_of", "interest_recalculation.enabled", "recalculated_as_of", "events",
})  # fmt: skip
"""Keys that the mapping reads itself."""

IDLE: Final = frozenset({
    "currency",  # two decimals are asked for separately
    "submitted_on", "business_date", "loan_product", "schedule_before_disbursement",  # when and where it was entered
    "rounding.math_precision",  # the planner is exact
    "allocation",  # of payments, of which there are none
    "allow_partial_period_interest",  # of a disbursement inside a period, which is refused
    "interest_recalculation.rest", "interest_recalculation.preclose", "interest_recalculation.disallow_on_past_due",  # the same
})  # fmt: skip
"""Keys that move nothing on a loan lent once, on the first day of its first period, of which nothing was paid or is overdue."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The loan, and what happens to it: days at whose end interest stops and goes on again, and new rates."""

    loan: Loan
    pauses: tuple[tuple[int, int], ...]
    rates: tuple[tuple[int, int], ...]
    half_even: bool
    multiple: int

    @property
    def opened(self) -> int:
        """The day the loan was lent."""
        return dates.day(self.loan.opened)

    @property
    def due(self) -> tuple[int, ...]:
        """Due days of the instalments."""
        loan = self.loan
        return tuple(int(d) for d in dates.schedule(dates.day(loan.first_due), loan.instalments, loan.every, loan.due_day))

    @property
    def edges(self) -> tuple[int, ...]:
        """Days on which something changes."""
        return tuple(sorted({d for pause in self.pauses for d in pause} | {d for d, _ in self.rates}))


def terms(inputs: Inputs) -> Terms:
    """Read the inputs of a loan without payments."""
    _accept(inputs)
    loan = _loan(inputs)
    by_type: dict[str, list[Inputs]] = {}
    for event in inputs["events"]:
        by_type.setdefault(event["type"], []).append(event)
    _lent_once(inputs, by_type.pop("disbursement", []))
    pauses, rates = by_type.pop("interest_pause", []), by_type.pop("rate_change", [])
    if by_type:
        refuse(f"{', '.join(sorted(by_type))}: waits for the issue on arrears")
    rounding = inputs["rounding"]
    read = Terms(
        loan, tuple(map(_paused, pauses)), tuple(sorted(map(_rate, rates), key=lambda change: change[0])), rounding["mode"] == "HALF_EVEN",
        100 * int(rounding["installment_amount_in_multiples_of"] or 0),
    )  # fmt: skip
    as_of = inputs["recalculated_as_of"]
    if inputs["interest_recalculation"]["enabled"] and as_of is not None and _day(as_of) > read.due[0]:
        refuse("interest on overdue principal: waits for the issue on arrears")
    return read


def _accept(inputs: Inputs) -> None:
    """Refuse any key or value the planner has no convention for."""
    flat = {}
    for key, value in inputs.items():
        nested = value if key in ("rounding", "interest_recalculation") else None
        flat.update({key: value} if nested is None else {f"{key}.{name}": own for name, own in nested.items()})
    for key, value in flat.items():
        if key in REQUIRED and value not in REQUIRED[key]:
            refuse(f"no convention for {key} = {value}")
        if key not in REQUIRED and key not in READ and key not in IDLE:
            refuse(f"no mapping of {key}")


def _loan(inputs: Inputs) -> Loan:
    """A level loan whose instalments keep the day of the month on which it was lent."""
    opened = dt.date.fromisoformat(inputs["disbursement_date"])
    if inputs["unit"] not in UNITS:
        refuse(f"no convention for unit = {inputs['unit']}")
    every = (int(inputs["repay_every"]), UNITS[inputs["unit"]])
    n, unit = every
    start = dates.day(opened)
    first = int(dates.add_months(start, n)) if unit == "month" else start + n * (7 if unit == "week" else 1)
    return Loan(
        id="loan", kind="consumer", principal=_cents(inputs["principal"]), rate=_annual(inputs["annual_rate_pct"]), opened=opened,
        instalments=int(inputs["n_installments"]), first_due=dates.date(first), due_day=opened.day, every=every,
        day_count=_count(inputs, unit),
    )  # fmt: skip


def _count(inputs: Inputs, unit: str) -> str:
    """The day count; periods of days or weeks have no month of which odd days could be a share."""
    pair = (str(inputs["days_in_year"]), str(inputs["days_in_month"]))
    if inputs["interest_calculation_period"] == "SAME_AS_REPAYMENT_PERIOD":
        if unit != "month":
            refuse("no convention for a period counted as its share of 52 weeks or of a year")
        return COUNTS["360", "30"]
    if pair not in COUNTS:
        refuse(f"no convention for a year of {pair[0]} and a month of {pair[1]} days")
    return "actual/360" if pair == ("360", "30") and unit != "month" else COUNTS[pair]


def _lent_once(inputs: Inputs, lent: list[Inputs]) -> None:
    """All of the principal, on the first day of the first period."""
    day = inputs["disbursement_date"]
    if len(lent) != 1 or lent[0]["date"] != day or _cents(lent[0]["amount"]) != _cents(inputs["principal"]):
        refuse("draws: waits for the issue on arrears")
    if inputs["first_period_start"] != day:
        refuse("no convention for a first period that does not start when the loan is lent")


def _paused(event: Inputs) -> tuple[int, int]:
    """Days both included. A day earns for the night before it, so interest stops at the end of the day before the first."""
    return _day(event["start"]) - 1, _day(event["end"])


def _rate(event: Inputs) -> tuple[int, int]:
    """The end of which day the rate changes at, and the rate: the first day at the new rate earns for the night before it."""
    if event.get("reschedule_from", event["effective_date"]) != event["effective_date"]:
        refuse("no convention for a rate that changes on one day and the level on another")
    return _day(event["effective_date"]) - 1, _annual(event["new_annual_rate_pct"])


def _day(text: str) -> int:
    return dates.day(dt.date.fromisoformat(text))


def _cents(amount: object) -> int:
    """An amount of money in cents; refused where it has smaller parts."""
    return _whole(Decimal(str(amount)) * 100, "money smaller than a cent")


def _annual(percent: object) -> int:
    """A rate in percent a year, in 1e-8."""
    return _whole(Decimal(str(percent)) * 10**6, "a rate finer than 1e-8")


def _whole(value: Decimal, what: str) -> int:
    if value != value.to_integral_value():
        refuse(f"no convention for {what}")
    return int(value)
