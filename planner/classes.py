"""Risk classes by days past due, what restructuring makes of them, and how long a restructured loan is watched, by the rulebook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.clauses import Accelerate, Fee, Instalments, LumpSum, Prepay
from planner.dates import add_months, date, day, schedule
from planner.findings import Finding, by_rule
from planner.rules.book import CLASSES
from planner.today import stand

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


def at_signing(case: Case, plan: Plan, days: int) -> int:
    """Days past due when a plan is signed of what is so many ``days`` past due on the as-of date: nothing is paid between."""
    return days + day(plan.start) - day(case.as_of) if days else 0


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


def watch(book: Rulebook, on: dt.date, kind: str = "") -> Watch | None:
    """How long, by the rules of a day; None where the book does not say."""
    months, periods = (book.on(code, on, kind) for code in ("observation_months", "observation_periods"))
    return None if months is None or periods is None else Watch(months.number, periods.number, months)


def restructured(case: Case, plan: Plan, days: int) -> tuple[str, Dated] | None:
    """The class once a plan is signed, at best, by the loan's own scale, and the rule that sets it; None where nothing is restructured."""
    return next(((name, rule) for name, rule, _ in restructured_by_scale(case, plan, days)), None)


def restructured_by_scale(case: Case, plan: Plan, days: int) -> Iterator[tuple[str, Dated, Dated]]:
    """The same by every scale that is for this kind of loan, its own first: the class, the rule that sets it, the scale."""
    loan, book, late = case.loans[0], case.book, at_signing(case, plan, days)
    again = book.on("class_restructured_again", plan.start, loan.kind) if watched(case, plan.start) else None
    rule = again or book.on("class_restructured", plan.start, loan.kind)
    if rule is None or not restructures(plan):
        return
    for scale in scales(book, loan.kind, case.as_of):
        yield max(class_of(scale, late), rule.word, key=CLASSES.index), rule, scale


def scales(book: Rulebook, kind: str, on: dt.date) -> list[Dated]:
    """The scales of classes for a kind of loan on a day, its own first."""
    return [rule for own in book.all("risk_classes", kind) if (rule := own.on(on)) is not None]


def under(case: Case, plan: Plan, days: int) -> tuple[int | None, Watch | None]:
    """The class of a plan's loan, as a place in CLASSES, and how long it is watched; ``days`` past due are those of the as-of date.

    A plan that changes no term keeps the class of today.
    """
    shown = restructured(case, plan, days)
    if shown is None:
        return index(today(case.book, case.loans[0].kind, days, case.as_of)), None
    return index(shown[0]), watch(case.book, plan.start, case.loans[0].kind)


def index(name: str | None) -> int | None:
    """The place of a class in CLASSES, 0 the best."""
    return None if name is None else CLASSES.index(name)


def watched(case: Case, on: dt.date) -> bool:
    """Whether the case's loan was restructured before and is still watched on a day.

    Observation runs from the first due date after that change, and anew from the latest payment that was missed, or from the breach.
    """
    loan, rule = case.loans[0], watch(case.book, on, case.loans[0].kind)
    first = _changed(loan)
    if rule is None or first is None:
        return False
    if _until(rule, loan, first) > day(on):
        return True
    today = day(case.as_of)
    if _until(rule, loan, max(first, today)) <= day(on):
        return False
    due = stand(loan, case.as_of)[0].dues
    missed = due.due[(due.amount.sum(axis=0) > 0) & (due.due < today)]
    return _until(rule, loan, max([first, *map(int, missed)])) > day(on)


def _until(rule: Watch, loan: Loan, since: int) -> int:
    """The day observation ends at the earliest that runs from a due date, or from a payment that was missed."""
    follows = schedule(since, rule.periods, loan.every, date(since).day)
    return max(int(add_months(np.array([since]), rule.months)[0]), int(follows[-1]))


def _changed(loan: Loan) -> int | None:
    """The first due date after an earlier change of terms, or the day it was broken; None where there was none."""
    if loan.agreed is None:
        return day(loan.first_due) if loan.kind == "plan" and loan.stated is None else day(loan.opened) if loan.kind == "plan" else None
    own = [clause.first_due for clause in loan.agreed.terms if isinstance(clause, Instalments)]
    start = next((given for given in own if given is not None), None)
    period = int(schedule(day(loan.agreed.start), 2, loan.every, loan.agreed.start.day)[-1])
    return day(loan.agreed.broken) if loan.agreed.broken is not None else period if start is None else day(start)


def class_findings(loan: Loan, book: Rulebook, days: int, on: dt.date) -> tuple[Finding, ...]:
    """The class of today by every scale that is for this kind of loan, its own first."""
    found = scales(book, loan.kind, on)
    return tuple(by_rule("risk_class", rule, "note", loan.id, class_of(rule, days), days=str(days), **_titles(rule)) for rule in found)


def _titles(rule: Dated) -> dict[str, str]:
    return {f"title_{lang}": text for lang, text in rule.title.items()}


def plan_findings(case: Case, plan: Plan, days: int, due: Ints) -> tuple[Finding, ...]:
    """The class on restructuring by every scale, when it has been watched long enough, and what a missed payment does to both."""
    shown, rule = list(restructured_by_scale(case, plan, days)), watch(case.book, plan.start, case.loans[0].kind)
    found = [
        by_rule("class_restructured", setter, "note", plan.name, name, **_titles(scale))
        for name, setter, scale in shown if due.size >= LASTING
    ]  # fmt: skip
    end = None if rule is None or not restructures(plan) else rule.ends(due)
    if rule is not None and end is not None:
        missed = due[due < end][-1:]
        later = rule.again(int(missed[0]), due)
        values = {"months": str(rule.months), "periods": str(rule.periods), "missed": _iso(int(missed[0])), "later": _iso(later)}
        found.append(by_rule("observation_end", rule.source, "note", plan.name, _iso(end), **values))
        found += [*_again(case, plan, shown, _iso(end)), *_upward(case, plan, shown)]
    return tuple(found)


def _upward(case: Case, plan: Plan, shown: list[tuple[str, Dated, Dated]]) -> list[Finding]:
    """How a class worse than the best that restructuring leaves may rise under observation."""
    best, rise = (case.book.on(code, plan.start, case.loans[0].kind) for code in ("class_restructured", "class_upward"))
    if best is None or rise is None or not shown or CLASSES.index(shown[0][0]) <= CLASSES.index(best.word):
        return []
    return [by_rule("class_upward", rise, "note", plan.name, **{f"text_{lang}": text for lang, text in rise.words.items()})]


def _again(case: Case, plan: Plan, shown: list[tuple[str, Dated, Dated]], end: str) -> list[Finding]:
    """What another change of terms before observation ends makes of the class, by the loan's own scale."""
    rule = case.book.on("class_restructured_again", plan.start, case.loans[0].kind)
    if rule is None or not shown:
        return []
    worse = max(rule.word, shown[0][0], key=CLASSES.index)
    return [by_rule("class_restructured_again", rule, "note", plan.name, worse, until=end)]


def _iso(number: int) -> str:
    return date(number).isoformat()
