"""Interest and penalty over some days, for the families ``china`` and ``peers``: what a principal bears, by which keys are given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

import numpy as np

from planner import contract, dates
from planner.book import ACCRUED
from planner.floating import uplifted
from planner.money import ONE
from planner.steps import mark, weave
from tests.conformance.asked import asked
from tests.conformance.cases import Answer, Inputs, Published, refuse
from tests.conformance.finance_rates import day, decimal
from tests.conformance.finance_table import OPENED, finest, share, whole
from tests.conformance.owed import (
    Span,
    annual,
    bullet,
    counted,
    currency,
    day_count,
    first,
    grace,
    interest,
    late,
    ledger_of,
    money,
    penalty,
    rounded,
    settled,
    span,
)

PRINCIPAL: Final = ("principal", "p", "overdue", "overdue_amount", "overdue_principal", "overdue_total", "amount")
HALF_AS_MUCH_AGAIN: Final = 50_000_000
MULTIPLE: Final = "x1_5"
"""What a source calls interest at one and a half times the rate."""


def simple(case: Published) -> Answer:
    """Interest of a principal over some days, at one rate or at rates one after another."""
    given = case.inputs
    if "lpr_1y" in given or "segments" in given:
        return segments(case)
    principal, rate, over = money(first(given, *PRINCIPAL)), _rate(case), span(given)
    count = day_count(given, 360 if case.family == "peers" else 365)
    found = currency(interest(principal, rate, over, count))
    more = Decimal(int(uplifted(np.array([share(rate)]), HALF_AS_MUCH_AGAIN)[0])) / ONE
    names = dict.fromkeys(("interest", "amount", "total_interest"), found)
    return asked(case, {
        **names, MULTIPLE: lambda: currency(interest(principal, more, over, count)), "days": lambda: counted(over),
    }, "interest")  # fmt: skip


def _rate(case: Published) -> Decimal:
    """The rate a year; a bare ``rate`` is a percentage where interest by the LPR is asked, with a multiple where there is one."""
    given = case.inputs
    percent = case.family == "china" and "rate" in given
    rate = decimal(given["rate"]) / 100 if percent else annual(given)
    return rate * decimal(given.get("multiplier", 1))


def segments(case: Published) -> Answer:
    """Rates one after another: interest of each stretch, settled where the rate changes."""
    given = case.inputs
    over, rates, printed = _stretches(given)
    ends = [end for end, _ in rates]
    count = day_count(given, 365)
    ledger = settled(bullet(money(first(given, *PRINCIPAL)), rates[0][1], over, count), rates)
    at = np.searchsorted(ledger.date[:, 0], ends)
    found = np.diff(np.cumsum(ledger.accrued[:, 0])[at], prepend=0)
    starts = [dates.day(over.start) - over.both, *ends]
    days = [end - start for start, end in zip(starts, ends, strict=False)]
    rows: list[Any] = [currency(int(cents)) for cents in found]
    if printed:
        rows = [list(row) for row in zip(days, printed, rows, strict=True)]
    return asked(case, {
        "segments": rows, "total": currency(int(found.sum())), "interest": currency(int(found.sum())), "days": sum(days),
        "total_days": sum(days),
    }, "total")  # fmt: skip


def _stretches(given: Inputs) -> tuple[Span, list[tuple[int, Decimal]], list[Decimal]]:
    """The whole span, the last day and the rate of each stretch, and the rates as they are printed beside them."""
    if "segments" in given:
        rows = given["segments"]
        over = Span(dt.date.fromisoformat(rows[0][0]), dt.date.fromisoformat(rows[-1][1]), bool(given.get("inclusive_both")))
        return over, [(day(end), decimal(rate) / 100) for _, end, rate in rows], []
    over, times = span(given), decimal(given.get("multiplier", 1))
    start, end = dates.day(over.start), dates.day(over.end)
    series = [(day(on), decimal(rate)) for on, rate in given["lpr_1y"]]
    known = [k for k, (on, _) in enumerate(series) if on <= start]
    series = [row for row in series[known[-1] if known else 0 :] if row[0] <= end]
    ends = [on - over.both for on, _ in series[1:]] + [end]
    return over, [(last, times * rate / 100) for last, (_, rate) in zip(ends, series, strict=True)], [rate for _, rate in series]


def overdue(case: Published) -> Answer:
    """Penalty on one sum or several; the penalty rate alone where that is all that is given."""
    given = case.inputs
    if "rate" in given and "uplift" in given:
        rate = int(uplifted(np.array([share(decimal(given["rate"]))]), share(decimal(given["uplift"])))[0])
        figures: dict[str, Any] = {"penalty_rate_pct": Decimal(rate) * 100 / ONE, "penalty_rate": Decimal(rate) / ONE}
        if not any(name in given for name in PRINCIPAL):
            return asked(case, figures, "penalty_rate_pct")
        return _penalty(case, Decimal(rate) / ONE, figures)
    return _penalty(case, annual(given) * decimal(given.get("multiplier", 1)), {})


def _penalty(case: Published, rate: Decimal, more: dict[str, Any]) -> Answer:
    given, count = case.inputs, day_count(case.inputs)
    if "loans" in given:
        until, both = dt.date.fromisoformat(first(given, "as_of", "end", "to")), bool(given.get("inclusive_both"))
        cents = [penalty(money(sum_), rate, Span(dt.date.fromisoformat(since), until, both), count) for sum_, since in given["loans"]]
        total = currency(sum(cents))
        names = {"loans": [currency(c) for c in cents], **dict.fromkeys(("principal_penalty", "penalty", "amount", "total"), total)}
        # Penalty on interest, which a judgment may name beside, cannot be told: the interest is not given.
        return {name: names[name] for name in case.data["expected"] if name in names} or refuse("penalty of sums that are not given")
    over = span({"days": late(given), **given}, 1)
    found = currency(penalty(money(first(given, *PRINCIPAL)), rate, over, count, grace(case)))
    return asked(case, {**dict.fromkeys(("penalty", "amount", "interest"), found), "days": lambda: counted(over), **more}, "penalty")


def compounded(case: Published) -> Answer:
    """Interest that joins the principal every day: what is owed beyond the principal."""
    given = case.inputs
    principal, rate, days = decimal(first(given, *PRINCIPAL)), annual(given), int(given["days"])
    unit = finest(principal, rate, Decimal(days) / 360)
    start = dates.day(OPENED)
    position, timeline = contract.opening(bullet(whole(principal * unit), rate, Span(OPENED, dates.date(start + days)), "actual/360"))
    timeline = weave(timeline, start + np.arange(1, days + 1), position.date[:1])
    timeline = mark(timeline, "capitalise", timeline.date <= start + days, ONE, ACCRUED)
    total = rounded(Decimal(int(ledger_of(position, timeline, days + 1).closing[:, -1, 0].sum())) / unit)
    names = dict.fromkeys(("compound", "interest", "amount"), total - principal)
    return asked(case, {**names, "total": total}, "compound")


CHINA: Final[dict[str, Callable[[Published], Any]]] = {
    "simple_interest": simple, "lpr_interest": simple, "penalty_interest": overdue, "compound_interest": compounded,
}  # fmt: skip
