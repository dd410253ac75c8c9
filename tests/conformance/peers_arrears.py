"""Arrears of other lending systems: penalty with grace and daily rounding, compound interest by settlement days, overdue instalments."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import numpy as np

from planner import contract, dates, today
from planner.book import Part, Shape, Timeline
from planner.loan import Due, Loan, Payment, Statement
from planner.money import Ints
from planner.steps import full, mark, weave
from tests.conformance import interest
from tests.conformance.asked import asked
from tests.conformance.cases import Answer, Inputs, Published, refuse
from tests.conformance.finance_rates import decimal
from tests.conformance.finance_table import CENT, OPENED, finest, share
from tests.conformance.owed import annual, borne, currency, day_count, first, grace, late, ledger_of, money, rounded, span

ROUNDING: Final = (("even", "half-even"), ("down", "down"), ("trunc", "down"))
DEMANDS: Final = 12


def penalty(case: Published) -> Answer:
    """Penalty, by which keys are given: on a missed interest demand, on what is left of one, day by day to the cent, or on a sum."""
    given = case.inputs
    if "daily_rounding" in given:
        return _day_by_day(case)
    if "annual_rate_pct" in given and "penalty_rate_pct" in given:
        return _after_grace(case)
    if "interest_demand" in given:
        return _part_paid(case)
    return interest.overdue(case)


def _after_grace(case: Published) -> Answer:
    """An interest-only loan whose first demand is paid late: the demand, and what it bears after days of grace that are excused."""
    given = case.inputs
    count, length = day_count(given, 365), int(first(given, "days", default=30))
    due = dates.day(OPENED) + length
    paid = late(given)
    if paid is None:
        refuse("no day of payment")
    rate = share(decimal(given["penalty_rate_pct"]) / 100)
    loan = Loan(
        id="demand", kind="business", principal=money(given["principal"]), rate=share(decimal(given["annual_rate_pct"]) / 100),
        opened=OPENED, instalments=DEMANDS, first_due=dates.date(due), due_day=OPENED.day, every=(length, "day"), method="interest-only",
        day_count=count, penalty_day_count=count, penalty_rate=rate, compound_rate=rate,
        grace=grace(case),
    )  # fmt: skip
    now, _ = today.stand(loan, dates.date(due + paid))
    row = now.dues.amount[:, now.dues.due[:, 0] == due, 0]
    return asked(case, {
        "interest_demand": currency(int(row[Part.INTEREST].sum())), "penalty": currency(int(row[Part.COMPOUND].sum())),
    }, "penalty")  # fmt: skip


def _part_paid(case: Published) -> Answer:
    """An interest demand of which a part was paid: what the rest bears."""
    given = case.inputs
    demand, days = money(given["interest_demand"]), int(first(given, "penalty_days", "days"))
    rest = demand - money(decimal(given["interest_demand"]) * decimal(given.get("paid_fraction", 0)))
    ledger = borne(
        Due(OPENED, interest=rest), OPENED, dates.date(dates.day(OPENED) + days), compound_rate=share(annual(given)),
        penalty_day_count=day_count(given, 365),
    )  # fmt: skip
    left = currency(int(ledger.closing[Part.INTEREST, -1, 0]))
    return asked(case, {
        **dict.fromkeys(("overdue_after_half", "overdue", "overdue_after"), left), "penalty": currency(int(ledger.compound.sum())),
    }, "penalty")  # fmt: skip


def _day_by_day(case: Published) -> Answer:
    """A late fee, and penalty of which each day is rounded to the cent, on one sum or on one sum after another."""
    given = case.inputs
    stretches = _sums(given)
    charged = [money(given.get("late_fee", 0))]
    daily = {}
    for name, sum_, days in stretches:
        found = _charged(given, sum_, max(days, 1))
        daily[name] = currency(int(found[0]))
        charged += [charged[-1] + int(x) for x in np.cumsum(found[:days])]
    figures: dict[str, Any] = {**daily, "series": [currency(c) for c in charged]}
    return {name: _daily_figure(name, value, figures) for name, value in case.data["expected"].items()}


def _daily_figure(name: str, like: object, figures: dict[str, Any]) -> Answer:
    """A day's amount, the debt after so many days, or the first days of the series."""
    after = re.fullmatch(r"after_(\d+)_days?", name)
    if after:
        return figures["series"][int(after[1])]
    if name == "series" and isinstance(like, list):
        return figures["series"][: len(like)]
    return figures[name] if name in figures else refuse(f"no figure called {name}")


def _sums(given: Inputs) -> list[tuple[str, int, int]]:
    """The sums that bear penalty one after another: how a day of each is called, cents, days."""
    if "overdue_principal" in given:
        days = [int(n) for n in np.atleast_1d(given.get("days", 1))]
        alone = money(given["overdue_principal"])
        sums = [alone, alone + money(given.get("overdue_interest", 0))]
        names = ("daily_principal_only", "daily_with_interest")
        return [(name, sum_, n) for name, sum_, n in zip(names, sums, [*days, 1, 1], strict=False)]
    if "overdue_total" in given:
        return [("daily", money(given["overdue_total"]), int(given.get("days", 400)))]
    letters = sorted(name.removeprefix("overdue_") for name in given if re.fullmatch(r"overdue_[a-z]", name))
    return [(f"daily_{x}", money(given[f"overdue_{x}"]), int(given.get(f"days_{x}", 1))) for x in letters] or refuse("no overdue sum")


def _charged(given: Inputs, sum_: int, days: int) -> Ints:
    """Penalty of each day (days,) on a sum that bears it whole."""
    rate = annual(given)
    places = re.search(r"(\d)dp", str(given["daily_rounding"]))
    rounding = next((own for word, own in ROUNDING if word in str(given["daily_rounding"])), "half-up")
    ledger = borne(
        Due(OPENED, principal=sum_), OPENED, dates.date(dates.day(OPENED) + days), penalty_rate=share(rate),
        penalty_day_count=day_count(given, 365), rounded="daily", daily_decimals=int(places[1]) if places else 2, rounding=rounding,
    )  # fmt: skip
    return ledger.penalty[1:, 0]


def compound(case: Published) -> Answer:
    """Interest that falls due at each settlement, to the cent, and stays unpaid; it bears compound interest, which itself bears none."""
    given = case.inputs
    principal, rate, over = decimal(given["principal"]), annual(given), span(given)
    since, until = dates.day(over.start) - over.both, dates.day(over.end)
    loan = _settling(given, money(principal), rate, (since, until))
    position, timeline = contract.from_statement(loan, Statement(dates.date(since), money(principal)))
    timeline = _ended(timeline, until)
    ledger = ledger_of(position, timeline)
    ends = np.flatnonzero((full(timeline, "shape")[:, 0] > 0) & (ledger.date[:, 0] <= until))
    earned = ledger.billed[Part.INTEREST, ends, 0].tolist()
    unit = finest(principal, rate, Decimal(until - since) / 360)
    due = [(since, money(given.get("initial_unpaid_interest", 0))), *zip(ledger.date[ends, 0].tolist(), earned, strict=True)]
    rows = tuple(Due(dates.date(day), interest=cents * (unit // CENT)) for day, cents in due)
    unpaid = replace(loan, statement=Statement(dates.date(since), 0, rows, instalments_left=0))
    position, timeline = today.stand(unpaid, dates.date(since))
    bore = ledger_of(position, weave(timeline, ledger.date[ends, 0], position.date[:1])).compound[1:, 0]
    charged = [rounded(Decimal(int(x)) / unit) for x in bore]
    return _settlements(case, list(zip([currency(x) for x in earned], charged, strict=True)))


def _settling(given: Inputs, principal: int, rate: Decimal, days: tuple[int, int]) -> Loan:
    """A loan repaid at the end whose interest falls due on the settlement days of a cycle."""
    words = str(given["cycle"]).lower()
    months = next((n for word, n in (("quarter", 3), ("month", 1), ("year", 12)) if word in words.replace("month-end", "")), 1)
    on = re.search(r"(\d+)(?:st|nd|rd|th)", words)
    count = day_count(given)
    terms: dict[str, Any] = {
        "id": "loan", "kind": "business", "principal": principal, "rate": share(rate), "opened": dates.date(days[0]),
        "day_count": count, "penalty_day_count": count, "compound_rate": share(rate),
    }  # fmt: skip
    if on is not None and int(on[1]) == 20 and months in (1, 3):
        cycle = "monthly-20" if months == 1 else "quarterly-20"
        end = dates.date(days[1])
        return Loan(first_due=end, due_day=end.day, instalments=1, method="bullet", interest_due=cycle, **terms)
    anchor = int(on[1]) if on else 31
    later = dates.add_months(days[0], np.arange(months + 1), anchor)
    month = later.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12 + 1
    due = dates.date(int(later[(later > days[0]) & (month % months == 0)][0]))
    return Loan(
        first_due=due, due_day=anchor, instalments=2 + (days[1] - days[0]) // (28 * months), every=(months, "month"),
        method="interest-only", **terms,
    )  # fmt: skip


def _ended(timeline: Timeline, until: int) -> Timeline:
    """The timeline up to a day, on which what has accrued falls due as well."""
    timeline = weave(timeline, np.array([until]), timeline.date[:1, 0])
    shape = full(timeline, "shape")
    return mark(timeline, "shape", (timeline.date == until) & (shape == Shape.NONE), Shape.INTEREST)


def _settlements(case: Published, rows: list[tuple[Decimal, Decimal]]) -> Answer:
    """Figures of the periods: lists, sums, and single periods by their ordinal."""
    earned, borne_ = [row[0] for row in rows], [row[1] for row in rows]
    ordinals = ("first", "second", "third", "fourth", "fifth", "sixth")
    return asked(case, {
        "interest": earned, "compound": borne_, "interest_total": sum(earned), "compound_total": sum(borne_),
        "total": sum(earned) + sum(borne_), "periods": len(rows), "last": list(rows[-1]),
        **{name: list(row) for name, row in zip(ordinals, rows, strict=False)},
    }, "total")  # fmt: skip


def overdue_periods(case: Published) -> Answer:
    """How many instalments are past due and unpaid on a day; the first falls due a month after the start."""
    given = case.inputs
    start, claim = dt.date.fromisoformat(given["start"]), dt.date.fromisoformat(given["claim_date"])
    anchor = int(first(given, "due_day", default=start.day))
    due = dates.date(int(dates.add_months(dates.day(start), 1, anchor)))
    paid = tuple(Payment(dt.date.fromisoformat(iso), 100) for iso in given["paid_periods"])
    loan = Loan(
        id="arrears", kind="mortgage", principal=100 * DEMANDS**2, rate=0, opened=start, instalments=DEMANDS**2, first_due=due,
        due_day=anchor, method="equal-principal", payments=paid,
    )  # fmt: skip
    now, _ = today.stand(loan, claim)
    unpaid = (now.dues.amount.sum(axis=0) > 0) & (now.dues.due < dates.day(claim))
    return asked(case, {"overdue_periods": int(unpaid.sum())}, "overdue_periods")


PEERS: Final[dict[str, Callable[[Published], Any]]] = {
    "interest": interest.simple, "stub_interest": interest.simple, "penalty": penalty, "compound": compound, "arrears": overdue_periods,
}  # fmt: skip
