"""Chinese cards: interest of a month that was not paid in full, average daily balances, late fees, each through a card's statements."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

import numpy as np

from planner import contract, dates
from planner.book import Ledger, standing
from planner.engine import roll_forward
from planner.loan import Card, Draw, LateFee, Loan, Payment
from planner.money import ONE
from planner.today import stand
from tests.conformance.cases import Answer, Inputs, Published, refuse
from tests.conformance.finance_rates import decimal
from tests.conformance.finance_table import share
from tests.conformance.owed import annual, currency, day_count, first, money

YEAR: Final = 2027
"""Days are given without a year; this one has no 29 February, and neither has the next before it."""
LATER: Final = dt.timedelta(62)
"""Long enough after a statement to know that it was not paid in full."""
MONTHS: Final = {28: dt.date(2026, 2, 1), 29: dt.date(2028, 2, 1), 30: dt.date(2026, 4, 1), 31: dt.date(2026, 3, 1)}
"""A month of so many days."""
COUNTED: Final = re.compile(r"statement day (is )?(counted|included)", re.IGNORECASE)
WHOLE: Final = Decimal(1)


def card(opened: dt.date, rate: Decimal, own: Card, **more: Any) -> Loan:  # noqa: ANN401 - fields of a loan
    """A card of this yearly rate; nothing asked falls due, so that its balance alone bears."""
    return Loan(
        id="published", kind="card", principal=0, rate=share(rate), opened=opened, instalments=0, first_due=opened,
        due_day=own.statement_day, card=own, **{"day_count": "actual/360", **more},
    )  # fmt: skip


def history(loan: Loan, until: dt.date) -> Ledger:
    """Everything that happened, as it is known a while after a day; up to that day."""
    position, timeline = contract.history(loan, dates.day(until + LATER))
    found = roll_forward(position, timeline, stop=int(np.searchsorted(timeline.date[:, 0], dates.day(until), side="right"))).ledger
    return found if found is not None else refuse("no ledger")


def month_day(text: str, after: dt.date | None = None) -> dt.date:
    """A day of the form MM-DD, the next one after another day."""
    month, day = (int(part) for part in text.removeprefix("MM-DD ").split("-"))
    found = dt.date(YEAR, month, day)
    return found.replace(year=YEAR + 1) if after is not None and found < after else found


def interest(case: Published) -> Answer:
    """Interest that a statement asks, by the keys that are given."""
    given = case.inputs
    if "purchases" in given:
        return average(case)
    return spans(case) if "spans" in given else revolving(case)


def revolving(case: Published) -> Answer:
    """One purchase, one payment, the statement after it."""
    given = case.inputs
    posted = month_day(first(given, "post_date", "post"))
    paid, stated = (month_day(first(given, *names), posted) for names in (("pay_date", "pay"), ("statement",)))
    due = month_day(given["due"], posted).day if "due" in given else None
    own = Card(stated.day, due, minimum=0, statement_day_counted=counted(case))
    draws, payments = (Draw(posted, money(given["purchase"])),), (Payment(paid, money(given["payment"])),)
    closing = stated + dt.timedelta(own.statement_day_counted)
    ledger = history(card(posted, annual(given), own, draws=draws, payments=payments), closing)
    return known(case, {"interest": currency(int(ledger.accrued.sum())), "days": [(paid - posted).days, (closing - paid).days]})


def counted(case: Published) -> bool:
    """Whether the statement day bears interest as well, which sources say in words."""
    words = " ".join(str(case.data.get(key, "")) for key in ("title", "how"))
    other = case.data.get("computed")
    return bool(COUNTED.search(words)) or (isinstance(other, dict) and "statement_day_included" in other)


def spans(case: Published) -> Answer:
    """Balances for so many days each: all days that bear are in them, so no statement decides anything; one due date after them."""
    rows = [(money(balance), int(days)) for balance, days, *_ in case.inputs["spans"]]
    opened = dt.date(YEAR, 3, 30)
    begins = [opened + dt.timedelta(sum(days for _, days in rows[:k])) for k in range(len(rows) + 1)]
    end, changes = begins.pop(), [(new - old, day) for (old, _), (new, _), day in zip(rows, rows[1:], begins[1:], strict=False)]
    loan = replace(
        card(opened, annual(case.inputs), Card(end.day)), card=None, kind="consumer", method="bullet", instalments=1, first_due=end,
        principal=rows[0][0], due_day=end.day, early_money="last",
        draws=tuple(Draw(day, more) for more, day in changes if more > 0),
        payments=tuple(Payment(day, -more) for more, day in changes if more < 0),
    )  # fmt: skip
    return known(case, {"interest": currency(int(history(loan, end).accrued.sum())), "days": [days for _, days in rows]})


def known(case: Published, figures: dict[str, Any]) -> Answer:
    """The figures that are asked for, in whole units where they are printed so; others the planner does not speak of."""
    names = case.data["expected"]
    found = {name: printed(value, names[name]) for name, value in figures.items() if name in names}
    return found or refuse(f"no figure called {', '.join(names)}")


def printed(value: Any, published: object) -> Any:  # noqa: ANN401 - a figure or a list of days
    """A figure with as many decimals as are printed: none, or as it is."""
    units = isinstance(published, int) and isinstance(value, Decimal)
    return value.quantize(WHOLE, ROUND_HALF_UP) if units else value


def average(case: Published) -> Answer:
    """The average daily balance of a month and its interest; purchases are given by their days, with the days each is charged."""
    given = case.inputs
    charged = dict(zip((int(day) for day in given["purchases"]), (int(days) for days in given["days_charged"]), strict=True))
    periods = {day + days for day, days in charged.items()}
    period = periods.pop()
    opened = MONTHS.get(period)
    if opened is None or periods:
        refuse("days that are no month")
    lent = {0: given["opening"], **{int(day): amount for day, amount in given["purchases"].items()}}
    draws = tuple(Draw(opened + dt.timedelta(day), money(amount), cash=True) for day, amount in lent.items())
    loan = card(opened, decimal(given["rate"]), Card(opened.day, minimum=0), day_count=day_count(given, 365), draws=draws)
    ledger = history(loan, opened + dt.timedelta(period))
    held = (np.diff(ledger.date[:, 0]) * ledger.closing[0, :-1, 0]).sum()
    return known(case, {"adb": Decimal(int(held)) / 100 / period, "interest": currency(int(ledger.accrued.sum()))})


def late_fee(case: Published) -> Answer:
    """A fee on what is missing of the minimum; where only what is owed is given, all of it is the minimum and nothing was paid."""
    given: Inputs = case.inputs
    opened, due = dt.date(YEAR, 3, 1), dt.date(YEAR, 3, 25)
    loan = replace(
        card(opened, Decimal(0), Card(5, due.day, minimum=ONE)), draws=(Draw(opened, money(first(given, "minimum_due", "owed"))),),
        payments=(Payment(due, money(given.get("paid", 0))),), late_fee=LateFee(share(decimal(given["rate"]))),
    )  # fmt: skip
    now, _ = stand(loan, due + dt.timedelta(max(int(given.get("days", 0)), 1)))
    fee = currency(int(standing(now)[4, 0]))
    corrected = case.data.get("computed")
    if case.data.get("negative") and isinstance(corrected, dict):
        return {name: fee for name in corrected if name.startswith("correct")} or fee
    return {"late_fee": fee}


CHINA: Final[dict[str, Callable[[Published], Any]]] = {"credit_card_interest": interest, "credit_card_late_fee": late_fee}
