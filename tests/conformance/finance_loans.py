"""Instalment loans of the family ``finance``: tables, levels, last payments, balances, changed rates, capitalised interest."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import numpy as np

from planner import contract, dates, today
from planner.book import ACCRUED, Part, Timeline, standing
from planner.case import Due, Plan, Statement
from planner.clauses import Pause
from planner.money import ONE
from planner.steps import mark, weave
from planner.terms import apply
from tests.conformance.asked import length
from tests.conformance.cases import Answer, Inputs, Published, refuse
from tests.conformance.finance_rates import count as day_count
from tests.conformance.finance_rates import day, decimal
from tests.conformance.finance_table import OPENED, ROUNDINGS, Figures, Setting, Table, fine, months_like, rolled, share, table

BASES: Final = ("basis", "daycount")


def setting(case: Published) -> Setting:
    """The loan that the keys describe."""
    given = case.inputs
    principal, rate = decimal(_first(given, "principal", "balance")), decimal(_first(given, "rate", "nominal"))
    payment = given.get("payment")
    number = _count(case)
    years = Decimal(number) / 12
    base = _first(given, *BASES, default="30/360")
    return Setting(
        principal, rate, number, None if payment is None else decimal(payment), _opened(given),
        day_count="30/360" if base == "30/360" else day_count(base), unit=fine(case, principal, rate, years),
        rounding=_rounding(str(given.get("rounding", "half_up"))),
    )  # fmt: skip


def _rounding(name: str) -> str:
    return ROUNDINGS.get(name.lower()) or refuse(f"no rounding {name}")


def _first(given: Inputs, *names: str, default: object = None) -> Answer:
    """The value under the first of these names that is given."""
    for name in names:
        if given.get(name) is not None:
            return given[name]
    return refuse(f"no {' or '.join(names)}") if default is None else default


def _count(case: Published) -> int:
    """How many instalments: as given, as many as there are periods or rows, or as many as a given payment needs."""
    given = case.inputs
    if "n" in given or "term_months" in given:
        return int(_first(given, "n", "term_months"))
    for name in ("days", "dates"):
        if name in given:
            return len(given[name])
    if "until" in given:
        return dates.months_between(dates.day(_opened(given)), day(given["until"])) + 1
    if "payment" in given:
        return _needed(*map(float, (_first(given, "principal", "balance"), _first(given, "rate", "nominal"), given["payment"])))
    if "months" in given or "years" in given:
        return int(given.get("months") or 12 * given["years"])
    return length(case, "interest", "balance", "rows") or refuse("no number of instalments")


def _needed(principal: float, rate: float, payment: float) -> int:
    """Enough months for a payment to repay the loan, and one more; refused where it does not cover the first interest."""
    cover = payment / principal - rate / 12
    if cover <= 0:
        refuse("a payment that never repays")
    return 2 + math.ceil(math.log1p(rate / 12 / cover) / math.log1p(rate / 12) if rate else principal / payment)


def _opened(given: Inputs) -> dt.date:
    """The day the loan is lent: as given, one month before the first date, before months of these lengths, or a new year."""
    if "start" in given:
        return dt.date.fromisoformat(given["start"])
    if "dates" in given:
        return dates.date(int(dates.add_months(day(given["dates"][0]), -1)))
    if "days" in given:
        return months_like(given["days"])
    return dt.date(dt.date.fromisoformat(given["until"]).year, 1, 1) if "until" in given else OPENED


def _window(given: Inputs, rows: int) -> tuple[int, int]:
    """Rows of which sums and balances are asked: of a year, up to a number or a date, or all."""
    if "year" in given:
        return 12 * given["year"] - 11, 12 * given["year"]
    if "until" in given:
        return 1, dates.months_between(dates.day(_opened(given)), day(given["until"]))
    moment = given.get("after", given.get("balloon_after", given.get("months") if "payment" in given else None))
    return 1, int(moment or rows)


def schedule(case: Published) -> Answer:
    """A table of level instalments; a bare figure is the balance where one is asked of a moment, otherwise the payment."""
    given = case.inputs
    own = setting(case)
    found = table(own)
    at_end = "after" in given or ("payment" in given and "months" in given)
    return Figures(found, _window(given, len(found.rows))).answer(case.data["expected"], "balance" if at_end else "payment")


def balloon(case: Published) -> Answer:
    """What is left after some of the instalments; with a balance given, that and the payment of the day."""
    given = case.inputs
    if "balance" not in given:
        return schedule(case)
    day = OPENED
    left, due = Setting(decimal(given["balance"]), Decimal(0), 1), Setting(decimal(given["payment"]), Decimal(0), 1)
    stated = Statement(day, left.amount(left.principal), (Due(day, principal=due.amount(due.principal)),))
    now, _ = today.stand(replace(left.loan, statement=stated), day)
    return Decimal(int(standing(now).sum())) / left.unit


def step(case: Published) -> Answer:
    """Payments that grow by a share each year."""
    given = case.inputs
    own = setting(case)
    growth = 1 + decimal(given["annual_growth"])

    def grown(timeline: Timeline) -> Timeline:
        shares = [round(ONE * growth ** ((int(number) - 1) // 12)) for number in np.maximum(timeline.number[:, 0], 1)]
        return replace(timeline, share=np.array(shares, dtype=np.int64)[:, None])

    found = table(own, grown)
    return Figures(found, (1, len(found.rows))).answer(case.data["expected"], "payment")


def odd_first(case: Published) -> Answer:
    """A first period of whole months and odd days; interest above the level joins the principal."""
    given = case.inputs
    own, year = setting(case), int(given["days_in_year"])

    def odd(timeline: Timeline) -> Timeline:
        time = np.where(timeline.number > 0, 30 * year, 0)
        time[timeline.number == 1] = 30 * year * int(given["full_months_before"]) + 360 * int(given["odd_days"])
        measured = replace(timeline, time=time, base=np.array([360 * year], dtype=np.int64))
        return mark(measured, "capitalise", timeline.number == 1, ONE, ACCRUED)

    found = table(own, odd)
    return Figures(found, (1, len(found.rows))).answer(case.data["expected"], "payment")


def rate_change(case: Published) -> Answer:
    """Instalments at a new rate; inside the first period, the rates after each other for so many days each."""
    given = case.inputs
    if "rates" not in given:
        return schedule(case)
    rates, split = [decimal(rate) for rate in given["rates"]], list(given["split"])
    opened = months_like([sum(split)])
    cents = Setting(decimal(_first(given, "balance", "principal")), rates[0], int(given["n"]), opened=opened, day_count="30/360-share")

    def changed(timeline: Timeline) -> Timeline:
        for rate, days in zip(rates[1:], np.cumsum(split), strict=False):
            at = dates.day(opened) + int(days)
            timeline = weave(timeline, contract.one(at), contract.one(dates.day(opened)))
            timeline = mark(timeline, "rate", timeline.date > at, share(rate))
            timeline = mark(timeline, "recast", timeline.date == at, 1)
        return timeline

    found = table(cents, changed)
    last = Table(found.rows, found.rows[1].total)
    return Figures(last, (1, len(found.rows))).answer(case.data["expected"], "payment")


def capitalisation(case: Published) -> Answer:
    """Payments paused, interest joining the principal each month: what is owed month by month."""
    own, months = setting(case), int(case.inputs["months"])
    loan = replace(own.loan, instalments=months + 1)
    now, future = today.stand(loan, own.opened)
    pause = Pause(frozenset({"payments"}), first=0, months=months, then="capitalise")
    ledger = rolled(apply(Plan("pause", own.opened, (pause,)), loan, now, future, dates.day(own.opened)), own)
    due = dates.schedule(dates.day(loan.first_due), months, loan.every, loan.due_day)
    at = np.searchsorted(ledger.date[:, 0], due)
    return [Decimal(int(left)) / own.unit for left in ledger.closing[Part.PRINCIPAL, at, 0]]


def constant_capital(case: Published) -> Answer:
    """Equal parts of principal, interest on what is left, by the period."""
    given = case.inputs
    principal, part = decimal(given["principal"]), decimal(given["capital"])
    own = Setting(
        principal, decimal(given["rate_per_period"]), math.ceil(principal / part), part, every=(12, "month"), method="equal-principal",
        unit=fine(case, principal, decimal(given["rate_per_period"]), principal // part),
    )  # fmt: skip
    found = table(own)
    return Figures(found, (1, len(found.rows))).answer(case.data["expected"], "payment")


KINDS: Final[Mapping[str, Callable[[Published], Any]]] = {
    "annuity": schedule, "final_payment": schedule, "balance": schedule, "nper": schedule, "amortisation/daycount": schedule,
    "balloon": balloon, "step": step, "odd_first": odd_first, "rate_change": rate_change, "capitalisation": capitalisation,
    "constant_capital": constant_capital,
}  # fmt: skip
