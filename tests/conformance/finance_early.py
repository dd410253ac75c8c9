"""Money that comes early or in no schedule: pay-offs, instalments paid early, fees for it, the United States and Merchant's rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import numpy as np

from planner import contract, dates
from planner.apr import merchant_rule
from planner.book import Early, Ledger, Part
from planner.case import Loan
from planner.engine import roll_forward
from planner.steps import mark, weave
from tests.conformance.asked import asked
from tests.conformance.cases import Answer, Inputs, Published, refuse
from tests.conformance.finance_rates import count as day_count
from tests.conformance.finance_rates import decimal
from tests.conformance.finance_table import CENT, OPENED, Setting, months_like, share, whole

RATE: Final = Decimal("0.07")
"""Where a pay-off names no rate: Fineract's tests of them all stand on one loan at 7 %, paid off on 15 February."""
PART: Final = "14/29"
"""The part of the month that has passed by then."""
EXERCISE: Final = (Decimal("0.12"), ((3, 2000), (9, 4000)), 12)
"""Where only a principal is named: 12 %, payments after three and nine months, a year, as in Kellison's exercise on both rules."""


def rolled(loan: Loan, money: Sequence[tuple[int, int]], until: int) -> Ledger:
    """The loan up to a day; money (day, amount) pays what is due, then interest accrued, then principal."""
    position, timeline = contract.opening(loan)
    opened = position.date[:1]
    timeline = weave(timeline, np.array([until, *(day for day, _ in money)], dtype=np.int64), opened)
    for day, amount in money:
        timeline = mark(timeline, "cash", timeline.date == day, amount)
    early = np.full((timeline.length, 1), Early.PREPAY, dtype=np.int64)
    stop = int(np.searchsorted(timeline.date[:, 0], until, side="right"))
    ledger = roll_forward(position, replace(timeline, early=early), stop=stop).ledger
    assert ledger is not None
    return ledger


def _left(ledger: Ledger) -> Decimal:
    """All that is owed at the end, in currency."""
    return Decimal(int(ledger.closing[:, -1, 0].sum())) / CENT


def _part(given: Inputs) -> tuple[Loan, int]:
    """The loan from the first of a month, and the day by which the part of it has passed that is given."""
    words = f"{given.get('basis', '')} {given.get('days', '')}"
    found = re.search(r"\b(\d\d?)/(\d\d)\b", words)
    days, of = (int(found[1]), int(found[2])) if found else (int(given.get("days") or 0), 31)
    opened = months_like([of])
    base = "30/360-share" if found or "basis" not in given else day_count(given["basis"])
    own = Setting(decimal(given["balance"]), decimal(given.get("rate", RATE)), 12, opened=opened, day_count=base)
    return own.loan, dates.day(opened) + (days or of)


def payoff(case: Published) -> Answer:
    """What pays a loan off: on a day, or at the end of the month; or what it leaves of the coming instalments, one after another."""
    given = case.inputs
    if "due" not in given:
        return _left(rolled(*_owing(given)))
    loan, day = _part({**given, "days": PART})
    total, due = whole(_left(rolled(loan, [], day)) * CENT), whole(decimal(given["due"]) * CENT)
    paid = [min(due * k, total) for k in range(1, -(-total // due) + 1)]
    rows = [Decimal(int(rolled(loan, [(day, money)], day).closing[Part.PRINCIPAL, -1, 0])) / CENT for money in paid]
    return asked(case, {"rows": rows, "total": Decimal(total) / CENT}, "total")


def _owing(given: Inputs) -> tuple[Loan, Sequence[tuple[int, int]], int]:
    loan, day = _part(given)
    return loan, (), day


def prepay(case: Published) -> Answer:
    """An instalment paid early; or months of interest on what is repaid."""
    given = case.inputs
    if "months" in given:
        return _months_of_interest(given)
    loan, day = _part({"days": PART, **given})
    ledger = rolled(loan, [(day, whole(decimal(given["instalment"]) * CENT))], day)
    paid = {part: Decimal(int(ledger.prepaid[part, -1, 0])) / CENT for part in (Part.INTEREST, Part.PRINCIPAL)}
    left = Decimal(int(ledger.closing[Part.PRINCIPAL, -1, 0])) / CENT
    return asked(case, {"interest": paid[Part.INTEREST], "principal": paid[Part.PRINCIPAL], "balance": left}, "balance")


def _months_of_interest(given: Inputs) -> Decimal:
    """Interest of so many months of 30 days: the loan rolled that far, principal unchanged."""
    own = Setting(decimal(given["balance"]), decimal(given["rate"]), int(given["months"]), method="interest-only")
    end = int(dates.add_months(dates.day(OPENED), int(given["months"])))
    return _left(rolled(own.loan, (), end)) - own.principal


def us_rule(case: Published) -> Answer:
    """What is left when a payment first clears interest, and when all bears simple interest up to the end."""
    given = case.inputs
    principal, rate = decimal(given["principal"]), decimal(given.get("rate", EXERCISE[0]))
    if "events" in given:
        money, end, base = _years(given["events"], given["settle"])
    elif "day" in given:
        money, end, base = ((given["day"], given["payment"]),), given["day"], int(given.get("basis", 365))
    else:
        money, end, base = EXERCISE[1], EXERCISE[2], 12
    paid = [(int(at), whole(decimal(amount) * CENT)) for at, amount in money]
    merchant = Decimal(merchant_rule(whole(principal * CENT), share(rate), paid, int(end), base)) / CENT
    return asked(case, {"us": _us(principal, rate, paid, int(end), base), "merchant": merchant}, "us")


def _years(events: Sequence[Sequence[Any]], settle: float) -> tuple[Sequence[tuple[int, float]], int, int]:
    """Times in years as whole days of 360, or of 365."""
    for base in (360, 365):
        times = [float(at) * base for at, _ in events] + [settle * base]
        if all(abs(time - round(time)) < 1e-6 for time in times):
            return [(round(time), amount) for time, (_, amount) in zip(times, events, strict=False)], round(times[-1]), base
    return refuse("times that are no whole days")


def _us(principal: Decimal, rate: Decimal, paid: Sequence[tuple[int, int]], end: int, base: int) -> Decimal:
    """A loan without instalments, its payments early money; twelfths of a year are counted in days of 360."""
    days = 30 if base == 12 else 1
    own = Setting(principal, rate, 1, method="bullet", day_count="actual/365" if base == 365 else "actual/360")
    opened = dates.day(OPENED)
    after = dates.date(opened + (end + 1) * days)
    loan = replace(own.loan, first_due=after, due_day=after.day)
    return _left(rolled(loan, [(opened + at * days, amount) for at, amount in paid], opened + end * days))


KINDS: Final[dict[str, Callable[[Published], Any]]] = {"payoff": payoff, "prepay": prepay, "us_rule": us_rule}
