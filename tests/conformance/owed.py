"""A principal and what it bears over some days, rolled by the engine: interest of an undue principal, penalty and compound of arrears."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

import numpy as np

from planner import contract, dates, today
from planner.book import Ledger, Position, Shape, Timeline
from planner.engine import roll_forward
from planner.loan import Due, Grace, Loan, Statement
from planner.steps import mark, weave
from tests.conformance.cases import Answer, Inputs, Published, refuse
from tests.conformance.finance_rates import decimal
from tests.conformance.finance_table import CENT, OPENED, share

DAYS_OF_YEAR: Final = "base", "basis", "year_base", "day_count"
"""Under what the days of a year are given."""
FIGURE: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day to the last, which counts as well where ``both`` do."""

    start: dt.date
    end: dt.date
    both: bool = False


def first(given: Inputs, *names: str, default: object = None) -> Answer:
    """The value under the first of these names that is given; refused where none is and there is no default."""
    for name in names:
        if given.get(name) is not None:
            return given[name]
    return refuse(f"no {' or '.join(names)}") if default is None else default


def money(value: object) -> int:
    """Cents of an amount, half up."""
    return int((decimal(value) * CENT).quantize(Decimal(1), ROUND_HALF_UP))


def currency(cents: int) -> Decimal:
    """An amount of cents."""
    return Decimal(int(cents)) / CENT


def rounded(value: Decimal) -> Decimal:
    """A figure to the cent, as it is printed."""
    return value.quantize(FIGURE, ROUND_HALF_UP)


def annual(given: Inputs) -> Decimal:
    """The rate a year: given so, or by the day of a year of 360."""
    for name in ("daily", "daily_rate", "daily_rate_pct"):
        if given.get(name) is not None:
            text = str(given[name])
            return decimal(text.rstrip("%")) * 360 / (100 if "%" in text or name.endswith("pct") else 1)
    for name in ("penalty_rate_pct", "annual_rate_pct", "annual_pct", "rate_pct"):
        if given.get(name) is not None:
            return decimal(given[name]) / 100
    if given.get("penalty_includes_base_rate"):
        return decimal(given["penalty_rate_pa"]) + decimal(given["base_rate_pa"])
    return decimal(first(given, "penalty_rate_total", "penalty_rate_pa", "rate"))


def span(given: Inputs, default: int | None = None) -> Span:
    """The days that are given: two dates, or a number of them and of whole years, each of as many days as a year counts."""
    both = bool(given.get("inclusive_both"))
    if "start" in given:
        end = first(given, "end", "to", "as_of")
        return Span(dt.date.fromisoformat(given["start"]), dt.date.fromisoformat(end), both)
    years = int(given["years"]) * int(day_count(given).removeprefix("actual/")) if "years" in given else 0
    return Span(OPENED, dates.date(dates.day(OPENED) + years + int(first(given, "days", default=default))), both)


def day_count(given: Inputs, default: int = 360) -> str:
    """The day count of a case that names the days of its year."""
    named = str(first(given, *DAYS_OF_YEAR, default=default)).lower().replace("act/", "actual/")
    base = named.removeprefix("actual/")
    if base not in ("360", "365"):
        refuse(f"no convention for days of a year of {named}")
    return f"actual/{base}"


def bullet(principal: int, rate: Decimal, over: Span, count: str) -> Loan:
    """A loan that asks nothing before the day after the span."""
    due = over.end + dt.timedelta(days=1)
    return Loan(
        id="loan", kind="consumer", principal=principal, rate=share(rate), opened=over.start, instalments=1, first_due=due, due_day=due.day,
        method="bullet", day_count=count, days="both" if over.both else "start-in",
    )  # fmt: skip


def interest(principal: int, rate: Decimal, over: Span, count: str) -> int:
    """Interest accrued on an undue principal, in cents."""
    now, _ = today.stand(bullet(principal, rate, over, count), over.end)
    return int(now.accrued[0])


def counted(over: Span) -> int:
    """The days that count: the time of a loan in days."""
    _, timeline = contract.history(bullet(1, Decimal(0), over, "actual/365"), dates.day(over.end))
    return int(timeline.time[timeline.date <= dates.day(over.end)].sum())


def settled(loan: Loan, rates: Sequence[tuple[int, Decimal]]) -> Ledger:
    """A loan whose rate changes: it is so much up to each of these days, on which interest falls due."""
    position, timeline = contract.opening(loan)
    begin = np.array([dates.day(loan.opened) - (loan.days == "both")], dtype=np.int64)
    timeline = weave(timeline, np.array([day for day, _ in rates], dtype=np.int64), begin)
    for day, rate in reversed(rates):
        timeline = mark(timeline, "rate", timeline.date <= day, share(rate))
        timeline = mark(timeline, "shape", timeline.date == day, Shape.INTEREST)
    stop = int(np.searchsorted(timeline.date[:, 0], rates[-1][0], side="right"))
    return ledger_of(position, timeline, stop)


def ledger_of(position: Position, timeline: Timeline, stop: int | None = None) -> Ledger:
    """The ledger of a roll, up to a step."""
    ledger = roll_forward(position, timeline, stop=timeline.length if stop is None else stop).ledger
    assert ledger is not None
    return ledger


def arrears(due: Due, since: dt.date, **terms: Any) -> tuple[Position, Timeline]:  # noqa: ANN401 - fields of a loan, each of its type
    """One unpaid instalment of a loan with nothing else left, stated on a day; ``terms`` are the loan's rates and conventions."""
    loan = Loan(
        id="arrears", kind="consumer", principal=due.principal, rate=0, opened=since, instalments=1, first_due=since, due_day=since.day,
        statement=Statement(since, 0, (due,), instalments_left=0), **terms,
    )  # fmt: skip
    return today.stand(loan, since)


def borne(due: Due, since: dt.date, until: dt.date, **terms: Any) -> Ledger:  # noqa: ANN401 - as above
    """What one unpaid instalment bears from a day to another, day by day."""
    position, timeline = arrears(due, since, **terms)
    days = np.arange(dates.day(since), dates.day(until) + 1)
    return ledger_of(position, weave(timeline, days, position.date[:1]))


def penalty(principal: int, rate: Decimal, over: Span, count: str, grace: Grace | None = None) -> int:
    """Penalty on overdue principal, in cents; where both days count, the due date is the first penalty day."""
    ledger = borne(
        Due(over.start, principal=principal), over.start, over.end, penalty_rate=share(rate), penalty_day_count=count,
        first_penalty_day="due-date" if over.both else "day-after", grace=grace,
    )  # fmt: skip
    return int(ledger.penalty.sum())


def late(given: Inputs) -> int | None:
    """Days from the due date to the payment: as given, or those of the grace and those that bear penalty."""
    if given.get("paid_days_after_due") is not None:
        return int(given["paid_days_after_due"])
    return int(given.get("grace_days") or 0) + int(given["penalty_days"]) if "penalty_days" in given else None


def grace(case: Published) -> Grace | None:
    """The days of grace that are given: excused for good, unless the case says that they are charged after all."""
    days = int(case.inputs.get("grace_days") or 0)
    said = f"{case.data.get('convention', '')} {case.data.get('title', '')} {case.inputs.get('grace', '')}".lower()
    return Grace(days, "retroactive" in said) if days else None
