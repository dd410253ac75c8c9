"""Risk classes by days past due, what restructuring makes of them, and how long a restructured loan is watched, by the rulebook."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.clauses import Accelerate, Fee, LumpSum, Prepay
from planner.dates import add_months, date, day
from planner.findings import Finding, by_rule
from planner.rules.book import CLASSES

if TYPE_CHECKING:
    from planner.case import Case, Plan
    from planner.loan import Loan
    from planner.money import Ints
    from planner.rules import Dated, Rulebook

NEUTRAL = (Accelerate, Fee, LumpSum, Prepay)
"""Clauses that change no term in the borrower's favour."""

LASTING = 2
"""Due dates from which on a plan leaves a loan to be classed and watched."""


def class_of(rule: Dated, days: int) -> str:
    """The class of so many days past due."""
    return [name for least, name in rule.classes if least <= days][-1] if days >= rule.classes[0][0] else CLASSES[0]


def today(book: Rulebook, kind: str, days: int, on: dt.date) -> str | None:
    """The class of a kind of loan by days past due; None where the book has no classes."""
    rule = book.on("risk_classes", on, kind)
    return None if rule is None else class_of(rule, days)


def restructures(plan: Plan) -> bool:
    """Whether a plan changes terms in favour of the borrower."""
    return any(not isinstance(clause, NEUTRAL) for clause in plan.terms)


@dataclass(frozen=True, slots=True)
class Watch:
    """How long a restructured loan is watched: so many months from the first due date on, and so many due dates, whichever is longer."""

    months: int
    periods: int
    source: Dated

    def ends(self, due: Ints) -> int | None:
        """The day it ends at the earliest where all is paid on these due dates (D,), ascending; None where they are fewer."""
        if due.size < self.periods:
            return None
        return max(int(add_months(due[:1], self.months)[0]), int(due[self.periods - 1]))


    def again(self, missed: int, due: Ints) -> int:
        """The same where a payment is missed on one of the due dates, from which it starts anew."""
        after = due[due > missed][: self.periods]
        whole = after[-1:] if after.size == self.periods else after[:0]
        return max(int(add_months(np.array([missed]), self.months)[0]), *map(int, whole), 0)


def watch(book: Rulebook, on: dt.date) -> Watch | None:
    """How long, by the rules of a day; None where the book does not say."""
    months, periods = (book.on(code, on) for code in ("observation_months", "observation_periods"))
    return None if months is None or periods is None else Watch(months.number, periods.number, months)


def restructured(case: Case, plan: Plan, days: int) -> tuple[str, Dated] | None:
    """The class once a plan is signed, at best, and the rule that sets it; None where nothing is restructured."""
    loan, book = case.loans[0], case.book
    now = today(book, loan.kind, days, case.as_of)
    again = book.on("class_restructured_again", plan.start, loan.kind) if _watched(loan, book, plan.start) else None
    rule = again or book.on("class_restructured", plan.start, loan.kind)
    if now is None or rule is None or not restructures(plan):
        return None
    return max(now, rule.word, key=CLASSES.index), rule


def under(case: Case, plan: Plan, days: int) -> tuple[int | None, Watch | None]:
    """The class of a plan's loan, as a place in CLASSES, and how long it is watched; ``days`` past due are those of the as-of date.

    A plan that changes no term keeps the class of today.
    """
    shown = restructured(case, plan, days)
    if shown is None:
        return index(today(case.book, case.loans[0].kind, days, case.as_of)), None
    return index(shown[0]), watch(case.book, plan.start)


def index(name: str | None) -> int | None:
    """The place of a class in CLASSES, 0 the best."""
    return None if name is None else CLASSES.index(name)


def _watched(loan: Loan, book: Rulebook, on: dt.date) -> bool:
    """Whether a loan was restructured before and is still watched: from its plan's start, or from its breach."""
    rule = watch(book, on)
    since = loan.opened if loan.kind == "plan" else None
    if loan.agreed is not None:
        since = loan.agreed.broken or loan.agreed.start
    return rule is not None and since is not None and day(on) < int(add_months(np.array([day(since)]), rule.months)[0])


def class_findings(loan: Loan, book: Rulebook, days: int, on: dt.date) -> tuple[Finding, ...]:
    """The class of today by every scale that is for this kind of loan, its own first."""
    rules = [rule for own in book.all("risk_classes", loan.kind) if (rule := own.on(on)) is not None]
    return tuple(by_rule("risk_class", rule, "note", loan.id, class_of(rule, days), days=str(days), **_titles(rule)) for rule in rules)


def _titles(rule: Dated) -> dict[str, str]:
    return {f"title_{lang}": text for lang, text in rule.title.items()}


def plan_findings(case: Case, plan: Plan, days: int, due: Ints) -> tuple[Finding, ...]:
    """The class on restructuring, when it has been watched long enough, and what a missed payment does to that."""
    found: list[Finding] = []
    shown, rule = restructured(case, plan, days), watch(case.book, plan.start)
    if shown is not None and due.size >= LASTING:
        found.append(by_rule("class_restructured", shown[1], "note", plan.name, shown[0]))
    end = None if rule is None or not restructures(plan) else rule.ends(due)
    if rule is not None and end is not None:
        missed = due[due < end][-1:]
        later = rule.again(int(missed[0]), due)
        values = {"months": str(rule.months), "periods": str(rule.periods), "missed": _iso(int(missed[0])), "later": _iso(later)}
        found.append(by_rule("observation_end", rule.source, "note", plan.name, _iso(end), **values))
    return tuple(found)


def _iso(number: int) -> str:
    return date(number).isoformat()
