"""Interest on what is late: a bill after its day, and instalments that nobody pays until a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import numpy as np

from planner import contract, dates, today
from planner.book import Part, Pays, standing
from planner.case import Loan
from planner.engine import roll_forward
from planner.steps import mark, weave
from tests.conformance.asked import asked, by_keys, length
from tests.conformance.cases import Answer, Published
from tests.conformance.finance_rates import count as day_count
from tests.conformance.finance_rates import decimal
from tests.conformance.finance_table import CENT, OPENED, Figures, Row, Setting, Table, share, whole


def late(case: Published) -> Answer:
    """A bill, or instalments, whichever the keys describe."""
    return by_keys(case.inputs, {
        ("principal", "rate", "days"): lambda _: _bill(case), ("principal", "rate", "emi"): lambda _: _instalments(case),
    })  # fmt: skip


def _bill(case: Published) -> Answer:
    """Simple interest on a bill so many days after its day; rounded a day where the interest of one day is asked for."""
    given = case.inputs
    daily = isinstance(case.data["expected"], dict) and "daily" in case.data["expected"]
    due = OPENED + dt.timedelta(days=1)
    own = Setting(decimal(given["principal"]), Decimal(0), 1, method="bullet")
    loan = replace(
        own.loan, first_due=due, due_day=due.day, penalty_rate=share(decimal(given["rate"])), rounded="daily" if daily else "posted",
        penalty_day_count=day_count(given.get("basis", "ACT/365")),
    )  # fmt: skip
    total = _penalty(loan, due + dt.timedelta(days=int(given["days"])))
    return asked(case, {"daily": lambda: _penalty(loan, due + dt.timedelta(days=1)), "total": total}, "total")


def _penalty(loan: Loan, on: dt.date) -> Decimal:
    return Decimal(int(standing(today.stand(loan, on)[0])[Part.PENALTY].sum())) / CENT


def _instalments(case: Published) -> Answer:
    """Contract interest on all principal unpaid; nobody pays before the date but some instalments, from then on all is paid as billed."""
    given = case.inputs
    until = dt.date.fromisoformat(given.get("nothing_paid_until") or given["business_date"])
    count = int(given.get("n") or length(case, "interest", "balance"))
    own = Setting(
        decimal(given["principal"]), decimal(given["rate"]), count, decimal(given["emi"]), opened=dt.date(until.year, 1, 1),
        day_count="30/360-share",
    )  # fmt: skip
    position, timeline = contract.opening(replace(own.loan, overdue_interest=True))
    first, day = timeline.date == dates.day(own.opened), dates.day(until)
    timeline = replace(mark(timeline, "set_level", first, whole(decimal(given["emi"]) * CENT) + 1), recast=None)
    timeline = weave(timeline, contract.one(day), contract.one(dates.day(own.opened)))
    pays = (timeline.date >= day) | ((timeline.number > 0) & (timeline.number <= int(given.get("paid") or 0)))
    ledger = roll_forward(position, mark(timeline, "pays", pays, Pays.AS_BILLED)).ledger
    assert ledger is not None
    ends = np.flatnonzero(ledger.number[:, 0] > 0)
    asks = ledger.billed[:, ends, 0]
    undue = int(position.principal[0]) - np.cumsum(asks[Part.PRINCIPAL])
    rows = zip(asks[Part.INTEREST], asks[Part.PRINCIPAL], undue, strict=True)
    found = Table(tuple(Row(*(Decimal(int(value)) / CENT for value in row)) for row in rows), decimal(given["emi"]))
    return Figures(found, (1, len(found.rows))).answer(case.data["expected"], "final_due")


KINDS: Final[dict[str, Callable[[Published], Any]]] = {"late": late}
