"""Plans and payments of other lending systems: restructured and paused loans, deferred interest, money allocated, a budget shared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final

import numpy as np

from planner import contract, dates, today
from planner.book import ACCRUED, Early, Ledger, Part, Shape, Timeline
from planner.case import Plan
from planner.clauses import Clause, Pause, Recast
from planner.loan import Due, Loan, Payment, Statement
from planner.money import ONE
from planner.shares import shared
from planner.steps import mark, weave
from planner.terms import apply
from tests.conformance.asked import asked
from tests.conformance.cases import Answer, Inputs, Published, refuse
from tests.conformance.finance_rates import decimal
from tests.conformance.finance_table import OPENED, finest, share, whole
from tests.conformance.owed import annual, currency, day_count, ledger_of, money

TREATMENTS: Final = {
    "capitalize": "capitalise", "capitalise": "capitalise", "carry forward": "defer", "write off": "waive", "waive": "waive",
}  # fmt: skip
LATER: Final = 2
"""Years after the opening in which a loan that is not repaid by instalments falls due."""
BY_THE_DAY: Final[dict[str, Any]] = {"rounding": "down", "early_money": "shorten"}
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
HELD: Final[dict[str, tuple[str, int]]] = {
    "interest": ("overdue_interest", Part.INTEREST), "penalty": ("overdue_penalty", Part.PENALTY), "charges": ("overdue_charges", Part.FEE),
}  # fmt: skip
"""What is overdue by part, and under which name; how it is treated stands under ``<part>_treatment``."""


def restructure(case: Published) -> Answer:
    """The principal after parts of a debt joined it; or what settles a loan after payments out of schedule."""
    return _settle(case) if "settle_day" in case.inputs else _joined(case)


def _joined(case: Published) -> Answer:
    """On one day: principal adjusted, interest not yet due treated in its way; on the next: what is overdue, each part in its way."""
    given = case.inputs
    start = dates.day(OPENED)
    overdue = {name: money(given.get(field, 0)) for name, (field, _) in HELD.items()}
    due = Due(OPENED, interest=overdue["interest"], penalty=overdue["penalty"], fee=overdue["charges"])
    stated = Statement(OPENED, money(given["pending_principal"]), (due,), accrued=money(given.get("unaccrued_interest", 0)))
    position, timeline = contract.from_statement(_endless(stated.principal), stated)
    timeline = weave(timeline, start + np.arange(1, 4), position.date[:1])
    adjusted = money(given.get("principal_adjusted", 0))
    timeline = mark(timeline, "waive_cents", timeline.date == start + 1, adjusted, Part.PRINCIPAL)
    timeline = _treated(timeline, start + 1, given.get("unaccrued_treatment"), ACCRUED)
    for name, (_, part) in HELD.items():
        timeline = _treated(timeline, start + 2, given.get(f"{name}_treatment"), part)
    ledger = ledger_of(position, timeline, int(np.searchsorted(timeline.date[:, 0], start + 3)))
    principal, left = (currency(int(x)) for x in (ledger.closing[Part.PRINCIPAL, -1, 0], ledger.closing[:, -1, 0].sum()))
    return asked(case, {"new_loan_amount": principal, "total": left}, "new_loan_amount")


def _treated(timeline: Timeline, on: int, treatment: str | None, part: int) -> Timeline:
    """A part capitalised, set aside or forgiven on a day; left alone where nothing is said."""
    if treatment is None:
        return timeline
    column = TREATMENTS.get(treatment.lower()) or refuse(f"no treatment {treatment}")
    return mark(timeline, column, timeline.date == on, ONE, part)


def _endless(principal: int, rate: Decimal = Decimal(0), opened: dt.date = OPENED, **terms: Any) -> Loan:  # noqa: ANN401 - of a loan
    """A loan that asks for nothing for a year."""
    due = dt.date(opened.year + LATER, 1, 1)
    return Loan(
        id="loan", kind="consumer", principal=principal, rate=share(rate), opened=opened, instalments=1, first_due=due, due_day=1,
        method="bullet", day_count="actual/360", **terms,
    )  # fmt: skip


def _settle(case: Published) -> Answer:
    """A loan by the day, interest cut down to the cent; payments pay interest first."""
    given = case.inputs
    opened = dt.date.fromisoformat(given["start"])
    paid = tuple(Payment(_after(opened, n), money(amount)) for n, amount in given["payments"])
    loan = _endless(money(given["principal"]), annual(given), opened, payments=paid, **BY_THE_DAY)
    ledger = _asking(loan, dates.day(opened) + int(given["settle_day"]))
    principal, interest = (currency(int(ledger.closing[part, -1, 0])) for part in (Part.PRINCIPAL, Part.INTEREST))
    return asked(case, {"principal": principal, "interest": interest, "total": principal + interest}, "total")


def _asking(loan: Loan, until: int) -> Ledger:
    """A loan up to a day, its interest falling due on every day on which money comes: what is below a cent is dropped."""
    position, timeline = contract.history(loan, until)
    paid = np.isin(timeline.date, [dates.day(payment.date) for payment in loan.payments])
    timeline = mark(timeline, "shape", paid, Shape.INTEREST)
    return ledger_of(position, timeline, int(np.searchsorted(timeline.date[:, 0], until, side="right")))


def _after(opened: dt.date, days: int) -> dt.date:
    return opened + dt.timedelta(days=int(days))


def allocation(case: Published) -> Answer:
    """Payments that failed, charged for, and late ones: charges, interest, principal and the balance of each day on which money came."""
    given = case.inputs
    opened = dt.date.fromisoformat(given["start"])
    failed, paid = _attempts(given)
    due = {int(n) for n, _ in given["scheduled"]}
    charge = money(given.get("late_charge", 0)) + money(given.get("insufficient_funds_charge", 0))
    principal, rate = decimal(given["principal"]), annual(given)
    terms = {
        "payments": tuple(Payment(_after(opened, n), x) for n, x in paid),
        "fees": tuple((_after(opened, n), charge) for n in failed if n in due),
    }  # fmt: skip
    end = dates.day(opened) + max(n for n, _ in (*paid, *given["scheduled"]))
    ledger = _asking(_endless(whole(principal * 100), rate, opened, **terms, **BY_THE_DAY), end)
    figures: dict[str, Any] = {}
    for n, _ in paid:
        row = int(np.searchsorted(ledger.date[:, 0], dates.day(opened) + n))
        moved = (ledger.allocated + ledger.prepaid)[:, row, 0]
        balance = ledger.closing[Part.PRINCIPAL, row, 0]
        figures[f"day{n}"] = [currency(int(x)) for x in (moved[Part.FEE], moved[Part.INTEREST], moved[Part.PRINCIPAL], balance)]
    return asked(case, {**figures, **{f"day{n}_interest": lambda n=n: _exact(given, n) for n in failed}}, "total")


def _attempts(given: Inputs) -> tuple[list[int], list[tuple[int, int]]]:
    """Days on which a payment failed, and (day, cents) of those that came."""
    rows = [(int(n), str(amount)) for n, amount in given["actual"]]
    return [n for n, text in rows if "FAILED" in text], [(n, money(text)) for n, text in rows if "FAILED" not in text]


def _exact(given: Inputs, until: int) -> Decimal:
    """Interest accrued on a day since money last came, of which nothing is cut."""
    opened, principal, rate = dt.date.fromisoformat(given["start"]), decimal(given["principal"]), annual(given)
    unit = finest(principal, rate, Decimal(LATER))
    paid = tuple(Payment(_after(opened, n), x * (unit // 100)) for n, x in _attempts(given)[1] if n < until)
    loan = _endless(whole(principal * unit), rate, opened, payments=paid, early_money="shorten")
    now, _ = today.stand(loan, _after(opened, until))
    return Decimal(int(now.accrued[0])) / unit


def deferral(case: Published) -> Answer:
    """A payment on interest of before, then on that accrued now, then on principal: what is left of the interest is set aside."""
    given = case.inputs
    before, principal = money(given.get("deferred_brought_forward", 0)), money(given.get("principal", 10**7))
    stated = Statement(OPENED, principal, (Due(OPENED, interest=before),), accrued=money(given["accrued"]))
    position, timeline = contract.from_statement(_endless(principal), stated)
    end = dates.day(OPENED) + 1
    timeline = weave(timeline, np.array([end]), position.date[:1])
    first = timeline.date == dates.day(OPENED)
    timeline = mark(mark(timeline, "cash", first, money(given["payment"])), "early", first, Early.PREPAY)
    for part in (Part.INTEREST, ACCRUED):
        timeline = mark(timeline, "defer", timeline.date == end, ONE, part)
    ledger = ledger_of(position, timeline, 2)
    paid = (ledger.allocated + ledger.prepaid)[:, :, 0].sum(axis=1)
    return asked(case, {
        "interest_paid": currency(int(paid[Part.INTEREST])), "principal_paid": currency(int(paid[Part.PRINCIPAL])),
        "deferred_after": currency(int(ledger.deferred[Part.INTEREST].sum())),
    }, "deferred_after")  # fmt: skip


def holiday(case: Published) -> Answer:
    """Payments pause, interest goes on and joins the principal once at the end; then the level is set anew, or kept for longer."""
    given, figures = case.inputs, dict[str, Any]()
    since, until = (dt.date.fromisoformat(iso) for iso in str(given["holiday"]).split(".."))
    months = dates.months_between(dates.day(since), dates.day(until))
    figures["balance_before"] = decimal(given["balance"])
    figures["pending_interest"] = lambda: _pending(given, since, months)
    for name, clauses in (("increase_emi", (Recast(months),)), ("increase_term", ())):
        ledger = _paused(given, (since, months), clauses)
        end = int(np.searchsorted(ledger.date[:, 0], dates.day(until)))
        figures["capitalised"] = currency(int(ledger.capitalised[:, : end + 1, 0].sum()))
        figures[name] = _after_holiday(ledger, end, case.data["expected"].get(name, {}))
    return asked(case, figures, "capitalised")


def _paused(given: Inputs, pause: tuple[dt.date, int], clauses: Sequence[Clause], unit: int = 100) -> Ledger:
    """The ledger of a plan that pauses payments for so many months; the level is set on a twelfth of the rate."""
    since, months = pause
    left = months + int(given["remaining_periods_after_holiday"])
    left += 0 if clauses else left
    principal = whole(decimal(given["balance"]) * unit)
    stated = Statement(since, principal, instalments_left=left, payment=whole(decimal(given["emi_before"]) * unit))
    due = dates.date(int(dates.add_months(dates.day(since), 1)))
    loan = Loan(
        id="loan", kind="mortgage", principal=principal, rate=share(annual(given)), opened=since, instalments=left, first_due=due,
        due_day=since.day, day_count=day_count(given, 365), level_on="rate/12", statement=stated,
    )  # fmt: skip
    now, future = today.stand(loan, since)
    stop = Pause(frozenset({"payments"}), 0, months, then="capitalise-at-end")
    return ledger_of(now, apply(Plan("holiday", since, (stop, *clauses)), loan, now, future, dates.day(since)))


def _pending(given: Inputs, since: dt.date, months: int) -> list[Decimal]:
    """Interest accrued by each due date of the pause, unrounded."""
    unit = finest(decimal(given["balance"]), annual(given), Decimal(months) / 12)
    ledger = _paused(given, (since, months), (Recast(months),), unit)
    due = dates.add_months(dates.day(since), np.arange(1, months + 1))
    accrued = np.cumsum(ledger.accrued[:, 0])[np.searchsorted(ledger.date[:, 0], due)]
    return [Decimal(int(x)) / unit for x in accrued]


def _after_holiday(ledger: Ledger, end: int, names: Inputs) -> Answer:
    """The level, and principal, interest and balance of the instalments after the pause by the names of their months."""
    rows: dict[str, Any] = {"emi": currency(int(ledger.level[end, 0]))}
    bills = [k for k in np.flatnonzero(ledger.number[:, 0] > 0) if k > end][:12]
    for k in bills:
        month = dates.date(int(ledger.date[k, 0])).month
        figures = (*ledger.billed[[Part.PRINCIPAL, Part.INTEREST], k, 0], ledger.closing[Part.PRINCIPAL, k, 0])
        rows[MONTHS[month - 1]] = [currency(int(x)) for x in figures]
    return {name: rows[name] if name in rows else refuse(f"no figure called {name}") for name in names}


def budget(case: Published) -> Answer:
    """A budget shared among debts in proportion to what is owed."""
    given = case.inputs
    parts = shared(money(given["budget"]), [money(owed) for owed in given["balances"]])
    return asked(case, {"shares": [currency(int(x)) for x in parts], "sum_of_shares": currency(int(parts.sum()))}, "sum_of_shares")


PEERS: Final[dict[str, Callable[[Published], Any]]] = {
    "restructure": restructure, "allocation": allocation, "deferral": deferral, "interest_pause": holiday, "multi_debt": budget,
}  # fmt: skip
