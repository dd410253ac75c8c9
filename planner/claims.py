"""Three views of what is claimed of an overdue loan, as advice: by the contract, cut to the line of the rulebook, cut to the contract rate.

Charges of the time since the oldest unpaid due date are held against so much a year of unpaid principal over the same days. What stood at
the end of that date is of the time before and stands in all three.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.book import Part, Position, standing
from planner.dates import BASE, PLAIN, day
from planner.engine import roll_forward
from planner.findings import Finding, by_rule
from planner.limits import percent
from planner.money import ONE, Ints, half_up, yuan
from planner.repricing import contract_rate
from planner.today import history, stand

if TYPE_CHECKING:
    from planner.case import Case
    from planner.loan import Loan
    from planner.rules import Dated, Rulebook


@dataclass(frozen=True, slots=True)
class Views:
    """Cents. ``charged`` since the oldest unpaid due date, ``days`` ago; ``line`` and ``plain`` are what line and contract rate give then.

    ``before`` is all that stands besides ``charged``: principal, and what had been charged by that date; less money held. ``rate`` is the
    contract rate a year in 1e-8.
    """

    rule: Dated
    days: int
    charged: int
    line: int
    plain: int
    before: int
    rate: int

    @property
    def contract(self) -> int:
        """What the contract claims."""
        return self.before + self.charged

    @property
    def cut(self) -> int:
        """The same with charges cut to the line."""
        return self.before + min(self.charged, self.line)

    @property
    def by_rate(self) -> int:
        """The same with charges cut to interest at the contract rate."""
        return self.before + min(self.charged, self.plain)


@dataclass(frozen=True, slots=True)
class View:
    """One of the three: its code, the charges it counts since the oldest unpaid due date, all it claims (cents), its rule, its rate."""

    code: str
    charges: int
    total: int
    rule: Dated
    rate: int = 0


def beside(loan: Loan, shown: Views, book: Rulebook, as_of: dt.date) -> tuple[View, ...]:
    """The three views side by side: the contract's, cut to the line, cut to the contract rate; each with the rule it rests on."""
    binds, plain = (book.on(code, as_of, loan.kind) or shown.rule for code in ("contract_binds", "contract_rate_fallback"))
    return (
        View("contract", shown.charged, shown.contract, binds),
        View("line", min(shown.charged, shown.line), shown.cut, shown.rule, shown.rule.number),
        View("contract_rate", min(shown.charged, shown.plain), shown.by_rate, plain, shown.rate),
    )


def of_case(case: Case) -> tuple[tuple[Loan, int, tuple[View, ...]], ...]:
    """Each loan that has them, the days since its oldest unpaid due date, and its views."""
    known = ((loan, views(loan, stand(loan, case.as_of)[0], case.book, case.as_of)) for loan in case.loans)
    return tuple((loan, shown.days, beside(loan, shown, case.book, case.as_of)) for loan, shown in known if shown is not None)


def views(loan: Loan, now: Position, book: Rulebook, as_of: dt.date) -> Views | None:
    """The three views of a loan (N = 1) as it stands; None where nothing is overdue or the book has no line."""
    rule = book.on("cost_line", as_of, loan.kind)
    unpaid = now.dues.amount.sum(axis=0)[:, 0] > 0
    if rule is None or not unpaid.any():
        return None
    oldest = int(now.dues.due[unpaid, 0].min())
    days = day(as_of) - oldest
    if days <= 0:
        return None
    owed = (standing(now) - now.deferred - now.conditional)[:, 0]
    before = int(np.minimum(owed, _stood(loan, now, oldest, as_of))[1:].sum())
    principal, total = int(owed[Part.PRINCIPAL]), int(owed.sum())
    rate, count = contract_rate(loan, as_of), book.on("cost_line_days", as_of, loan.kind)
    year = BASE[count.word] if count is not None and count.word in PLAIN else BASE["actual/365"]
    line, plain = (int(half_up(np.array([principal]), annual * days, ONE * year)[0]) for annual in (rule.number, rate))
    return Views(rule, days, total - principal - before, line, plain, principal + before - int(now.held[0]), rate)


def _stood(loan: Loan, now: Position, oldest: int, as_of: dt.date) -> Ints:
    """What stood by part (5,) at the end of the oldest unpaid due date; of a loan known by a statement, the interest due on it."""
    if loan.stated is not None:
        known = np.zeros(5, dtype=np.int64)
        known[Part.INTEREST] = now.dues.amount[Part.INTEREST, now.dues.due[:, 0] == oldest, 0].sum()
        return known
    position, timeline = history(loan, day(as_of))
    stop = int(np.searchsorted(timeline.date[:, 0], oldest, side="right"))
    then = roll_forward(position, timeline, keep="flows", stop=stop).position
    stood: Ints = (standing(then) - then.deferred - then.conditional)[:, 0]
    return stood


def line_findings(loan: Loan, shown: Views | None) -> tuple[Finding, ...]:
    """Charges above the line."""
    if shown is None or shown.charged <= shown.line:
        return ()
    values = {"days": str(shown.days), "rate": percent(shown.rule.number)}
    return (by_rule("cost_line", shown.rule, "warning", loan.id, yuan(shown.charged), yuan(shown.line), **values),)


def view_findings(loan: Loan, shown: Views | None, book: Rulebook, as_of: dt.date) -> tuple[Finding, ...]:
    """The three views, each as a note with what is claimed by it and, but for the contract's, the contract's beside it."""
    if shown is None:
        return ()
    contract, line, plain = beside(loan, shown, book, as_of)
    most = yuan(contract.total)
    return (
        by_rule("claim_contract", contract.rule, "note", loan.id, most),
        by_rule("claim_line", line.rule, "note", loan.id, yuan(line.total), most, rate=percent(line.rate)),
        by_rule("claim_contract_rate", plain.rule, "note", loan.id, yuan(plain.total), most, rate=percent(plain.rate)),
    )
