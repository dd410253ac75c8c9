"""A Fineract loan's inputs: every key is read, said not to matter, or refused; what happens to it, in Fineract's order."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from planner import dates
from planner.book import Part
from planner.case import Loan
from tests.conformance.cases import Inputs, refuse

UNITS: Final = {"DAYS": "day", "WEEKS": "week", "MONTHS": "month"}
COUNTS: Final = {
    ("360", "30"): "30/360-share", ("360", "ACTUAL"): "actual/360", ("365", "ACTUAL"): "actual/365", ("ACTUAL", "ACTUAL"): "actual/actual",
}  # fmt: skip
"""Days in the year and in the month."""
PARTS: Final = {"PRINCIPAL": Part.PRINCIPAL, "INTEREST": Part.INTEREST, "PENALTY": Part.PENALTY, "FEE": Part.FEE}
EARLY: Final = {
    "NEXT_INSTALLMENT": "next", "LAST_INSTALLMENT": "last", "NEXT_LAST_INSTALLMENT": "next-then-last", "REAMORTIZATION": "evenly",
}  # fmt: skip

REQUIRED: Final[dict[str, tuple[object, ...]]] = {
    "interest_type": ("DECLINING_BALANCE", "FLAT"), "amortization": ("EQUAL_INSTALLMENTS",),
    "interest_free_periods": (0,), "days_in_year_custom_strategy": (None, "FEB_29_PERIOD_ONLY"),
    "interest_calculation_period": ("DAILY", "SAME_AS_REPAYMENT_PERIOD"), "rounding.mode": ("HALF_EVEN", "HALF_UP"),
    "rounding.money_decimals": (2,), "rounding.installment_amount_in_multiples_of": (None, 0, 1),
    "interest_recalculation.compounding": ("NONE",), "allocation.processing": ("HORIZONTAL",),
}  # fmt: skip
"""Values for which the planner has a convention; any other is refused."""

READ: Final = frozenset({
    "principal", "annual_rate_pct", "n_installments", "repay_every", "unit", "disbursement_date", "first_period_start", "days_in_year",
    "days_in_month", "grace_on_principal", "grace_on_interest", "allow_partial_period_interest",
    "interest_recognition_on_disbursement_date",
    "interest_recalculation.enabled", "interest_recalculation.rest", "interest_recalculation.preclose",
    "interest_recalculation.disallow_on_past_due", "allocation.rules", "recalculated_as_of", "events",
})  # fmt: skip
"""Keys that the mapping reads itself."""

IDLE: Final = frozenset({
    "currency",  # two decimals are asked for separately
    "submitted_on", "business_date", "loan_product", "schedule_before_disbursement",  # when and where it was entered
    "rounding.math_precision",  # the planner is exact
})  # fmt: skip
"""Keys that move nothing."""

NESTED: Final = ("rounding", "interest_recalculation", "allocation")
STARTS: Final = {
    "rate_change": "effective_date", "extend_term": "effective_date", "interest_pause": "start", "due_date_change": "old_due_date",
}  # fmt: skip
"""Events that take effect at the end of the day before, and the key of that day."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens at the end of a day: its kind, and its own keys as read."""

    day: int
    kind: str
    data: Inputs


@dataclass(frozen=True, slots=True)
class Rule:
    """What payments of one kind pay: what is due, by the parts in the order ``due``; early, which rows, their parts in ``order``."""

    pays: str
    due: tuple[Part, ...]
    order: tuple[Part, ...]

    @property
    def principal_first(self) -> bool:
        """Whether it pays a row's principal before its interest."""
        return self.order.index(Part.PRINCIPAL) < self.order.index(Part.INTEREST)

    @property
    def charges_first(self) -> bool:
        """Whether it pays a row's charges before its principal."""
        return self.order.index(Part.FEE) < self.order.index(Part.PRINCIPAL)


@dataclass(frozen=True, slots=True)
class Terms:
    """The loan with its conventions, and what else its schedule hangs on.

    ``start`` is the first day of the first period; ``until`` the day to which overdue principal bears interest (None: it does not);
    ``recalculates`` whether money received early changes what is asked later; ``rules`` what becomes of it, by kind of payment;
    ``whole`` whether that is to the end of a period; ``closing`` whether paying everything off pays the period's interest in full;
    ``grace`` rows ask interest alone, ``free`` rows principal alone, and their interest is asked after them.
    """

    loan: Loan
    start: int
    events: tuple[Event, ...]
    as_of: int | None
    recalculates: bool
    past_due: bool
    whole: bool
    closing: bool
    rules: dict[str, Rule]
    grace: int
    free: int
    flat: bool
    nominal: bool
    partial: bool
    night: bool


def terms(inputs: Inputs) -> Terms:
    """Read the inputs of a loan."""
    _accept(inputs)
    rules = inputs["allocation"]["rules"]
    again, as_of = inputs["interest_recalculation"], inputs["recalculated_as_of"]
    rests = again["preclose"] == "TILL_REST_FREQUENCY_DATE"
    return Terms(
        loan=_loan(inputs, rules["DEFAULT"]), start=day(inputs["first_period_start"]), events=_events(inputs),
        as_of=None if as_of is None else day(as_of), recalculates=again["enabled"],
        past_due=again["enabled"] and not again["disallow_on_past_due"],
        whole=rests and again["rest"] == "SAME_AS_REPAYMENT_PERIOD", closing=rests and again["rest"] == "DAILY",
        rules={kind: _rule(rule) for kind, rule in rules.items()},
        grace=int(inputs["grace_on_principal"]), free=int(inputs["grace_on_interest"]), flat=inputs["interest_type"] == "FLAT",
        nominal=inputs["interest_calculation_period"] == "SAME_AS_REPAYMENT_PERIOD", partial=inputs["allow_partial_period_interest"],
        night=not inputs["interest_recognition_on_disbursement_date"],
    )  # fmt: skip


def _rule(rule: Inputs) -> Rule:
    """A rule for payments of a kind."""
    if rule["future_rule"] not in EARLY:
        refuse(f"no convention for early money = {rule['future_rule']}")
    return Rule(EARLY[rule["future_rule"]], _parts(rule, "PAST_DUE_"), _parts(rule, "IN_ADVANCE_"))


def _parts(rule: Inputs, when: str) -> tuple[Part, ...]:
    """The order of parts of what is past due, or paid in advance."""
    return tuple(PARTS[name.removeprefix(when)] for name in rule["order"] if name.startswith(when))


def _accept(inputs: Inputs) -> None:
    """Refuse any key or value the planner has no convention for."""
    flat = {}
    for key, value in inputs.items():
        flat.update({f"{key}.{name}": own for name, own in value.items()} if key in NESTED else {key: value})
    for key, value in flat.items():
        if key in REQUIRED and value not in REQUIRED[key]:
            refuse(f"no convention for {key} = {value}")
        if key not in REQUIRED and key not in READ and key not in IDLE:
            refuse(f"no mapping of {key}")


def _loan(inputs: Inputs, rule: Inputs) -> Loan:
    """A level loan whose instalments keep the day of the month on which its first period starts."""
    start = dt.date.fromisoformat(inputs["first_period_start"])
    every = _every(inputs)
    recalculates = inputs["interest_recalculation"]["enabled"]
    return Loan(
        id="loan", kind="consumer", principal=cents(inputs["principal"]), rate=annual(inputs["annual_rate_pct"]), opened=start,
        instalments=int(inputs["n_installments"]), first_due=dates.date(later(dates.day(start), every)), due_day=start.day, every=every,
        day_count=_count(inputs, every[1]), order=(*_parts(rule, "PAST_DUE_"), Part.COMPOUND), by_instalment=True,
        rounding="half-even" if inputs["rounding"]["mode"] == "HALF_EVEN" else "half-up",
        instalment_amount="yuan" if inputs["rounding"]["installment_amount_in_multiples_of"] else "cent",
        overdue_interest=recalculates, interest_above_level="carried", early_money="next" if recalculates else "hold",
    )  # fmt: skip


def _count(inputs: Inputs, unit: str) -> str:
    """The day count; periods of days or weeks have no month of which odd days could be a share."""
    pair = (str(inputs["days_in_year"]), str(inputs["days_in_month"]))
    if inputs["interest_calculation_period"] == "SAME_AS_REPAYMENT_PERIOD" and unit != "day":
        return COUNTS["360", "30"]
    if pair not in COUNTS:
        refuse(f"no convention for a year of {pair[0]} and a month of {pair[1]} days")
    if inputs["days_in_year_custom_strategy"] is not None:
        return "actual/actual-366"
    return "actual/360" if pair == ("360", "30") and unit != "month" else COUNTS[pair]


def _events(inputs: Inputs) -> tuple[Event, ...]:
    """Events by the day they take effect; on one day new terms first, then in the order of entry.

    A draw of a loan whose interest is counted by whole periods takes effect on the first day of its period.
    """
    whole = inputs["interest_calculation_period"] == "SAME_AS_REPAYMENT_PERIOD" and not inputs["allow_partial_period_interest"]
    starts = [later(day(inputs["first_period_start"]), _every(inputs), k) for k in range(int(inputs["n_installments"]))]
    keyed = []
    for k, event in enumerate(inputs["events"]):
        on, terms_first, entered, acts = _when(event)
        if whole and event["type"] == "disbursement":
            on = acts = max((start for start in starts if start <= acts), default=acts)
        keyed.append(((on, terms_first, entered, k), acts, event))
    return tuple(Event(acts, event["type"], event) for _, acts, event in sorted(keyed, key=lambda row: row[0]))


def _every(inputs: Inputs) -> tuple[int, str]:
    """The period."""
    if inputs["unit"] not in UNITS:
        refuse(f"no convention for unit = {inputs['unit']}")
    return int(inputs["repay_every"]), UNITS[inputs["unit"]]


def _when(event: Inputs) -> tuple[int, bool, int, int]:
    """Place in the order (day, new terms first, day of entry), and the day at whose end the event acts."""
    kind = event["type"]
    if kind in STARTS:
        named = day(event[STARTS[kind]])
        return named, False, named, named - 1
    entered = day(event.get("submitted_on") or event.get("date") or event["due_date"])
    if kind == "charge":
        on = min(day(event["due_date"]), entered)
    else:
        on = min(day(event["date"]), day(event["start_date"])) if kind == "reage" else day(event["date"])
    return on, True, entered, on


def later(start: int, every: tuple[int, str], times: int = 1) -> int:
    """The day ``times`` periods after a day."""
    n, unit = every[0] * times, every[1]
    return int(dates.add_months(start, n)) if unit == "month" else start + n * (7 if unit == "week" else 1)


def day(text: str) -> int:
    """A day number."""
    return dates.day(dt.date.fromisoformat(text))


def cents(amount: object) -> int:
    """An amount of money in cents; refused where it has smaller parts."""
    return _whole(Decimal(str(amount)) * 100, "money smaller than a cent")


def annual(percent: object) -> int:
    """A rate in percent a year, in 1e-8."""
    return _whole(Decimal(str(percent)) * 10**6, "a rate finer than 1e-8")


def _whole(value: Decimal, what: str) -> int:
    if value != value.to_integral_value():
        refuse(f"no convention for {what}")
    return int(value)
