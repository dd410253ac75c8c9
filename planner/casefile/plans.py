"""Plans: their names, their terms one by one, and contradictions between terms."""

from __future__ import annotations

import datetime as dt
import difflib
from itertools import combinations
from typing import Final

from planner.casefile import duedates
from planner.casefile.between import check_between
from planner.casefile.models import CaseForm, PlanForm
from planner.casefile.models_loan import AgreedForm, LoanForm
from planner.casefile.names import check_names
from planner.casefile.overlaps import check_terms
from planner.casefile.problems import Log
from planner.casefile.reading import CLOSE as LONG
from planner.casefile.reading import read, stray
from planner.casefile.term import Term, days
from planner.casefile.term_pause import PauseTerm
from planner.casefile.term_shape import ExtendTerm, InstalmentsTerm
from planner.casefile.terms import TERMS, named
from planner.casefile.units import LONGEST_TERM
from planner.dates import day
from planner.rules import Rulebook

CLOSE: Final = 0.75
"""How like a term a key must be to be taken for it."""


def check_plans(form: CaseForm, log: Log) -> list[list[Term]]:
    """The terms of each plan as forms; what is wrong with them is noted."""
    check_names(form.plan or (), log)
    loans = form.loan or [LoanForm()]
    found = []
    for place, plan in enumerate(form.plan or ()):
        path = f"plan[{place}]"
        if plan.start is not None and form.as_of is not None and plan.start < form.as_of:
            log.add("date.before_as_of", f"{path}.start", plan.start, date=form.as_of)
        found.append(_terms(plan, loans, path, log))
    return found


def check_agreements(form: CaseForm, book: Rulebook, log: Log) -> None:
    """What an agreement is said to say is an item of the rulebook, where that can be read."""
    kinds = [loan.kind for loan in form.loan or ()]
    for n, plan in enumerate(form.plan or ()):
        if plan.start is None or plan.agreement is None or log.touches("rules"):
            continue
        rules = (book.on("plan_contents", plan.start, kind) for kind in kinds)
        known = [item.code for rule in rules if rule is not None for item in rule.items]
        for place, word in enumerate(plan.agreement):
            if word not in known:
                choices = ", ".join(dict.fromkeys(known))
                log.add("unknown_choice", f"plan[{n}].agreement[{place}]", word, "one_of" if known else "", choices=choices)


def check_agreed(form: CaseForm, log: Log) -> list[list[Term]]:
    """The terms of the plan each loan was under, as forms; what is wrong with them is noted."""
    agreed = [(f"loan[{n}].agreed", loan.agreed, loan) for n, loan in enumerate(form.loan or ())]
    return [[] if plan is None else _terms(plan, [loan], path, log) for path, plan, loan in agreed]


def _terms(plan: PlanForm | AgreedForm, loans: list[LoanForm], path: str, log: Log) -> list[Term]:
    """The terms that could be read, checked against the start, the loans for which they hold, and each other."""
    if plan.terms == []:
        log.add("empty_plan", f"{path}.terms")
    terms = {f"{path}.terms[{n}]": table for n, table in enumerate(plan.terms or ())}
    forms = {where: term for where, table in terms.items() if (term := _term(table, where, log)) is not None}
    for where, term in forms.items():
        _after_start(term, plan.start, where, log)
    check_between(plan, forms, [loan.id for loan in loans], path, log)
    for loan in loans:
        own = {where: term for where, term in forms.items() if term.loan is None or loan.id in term.loan}
        for where, term in own.items():
            _length(term, loan, where, log)
        check_terms(own, log)
        _overlaps(own, _calendar(own, plan.start, loan), plan.start, log)
    return list(forms.values())


def _term(table: object, where: str, log: Log) -> Term | None:
    """One term, by the key that names it, wherever it stands in the table; None where none does, or more than one."""
    if not isinstance(table, dict):
        log.add("wrong_type", where, table, "term", names=", ".join(TERMS))
        return None
    keys = named(map(str, table))
    if len(keys) == 1 and keys[0] in TERMS:
        return read(TERMS[keys[0]], table, where, log)
    if len(keys) > 1:
        log.add("two_terms", where, names=", ".join(keys))
    elif keys:
        log.add("not_available", f"{where}.{keys[0]}", name=keys[0])
    elif table:
        stray("unknown_term", _meant(list(map(str, table))), list(TERMS), where, log)
    else:
        log.add("empty_term", where, expected="term", names=", ".join(TERMS))
    return None


def _meant(keys: list[str]) -> str:
    """The key that comes nearest to a term's, else the first."""
    return next((key for key in keys if len(key) <= LONG and difflib.get_close_matches(key, TERMS, 1, CLOSE)), keys[0])


def _after_start(term: Term, start: dt.date | None, where: str, log: Log) -> None:
    """No date of a plan lies before its start; a new schedule begins after it."""
    for key, date in days(term):
        if start is not None and date < start:
            log.add("date.before_start", f"{where}.{key}", date, date=start)
        elif start is not None and date == start and isinstance(term, InstalmentsTerm):
            log.add("date.not_after_start", f"{where}.{key}", date, date=start)


def _length(term: Term, loan: LoanForm, where: str, log: Log) -> None:
    """A schedule of at most a hundred years."""
    if isinstance(term, InstalmentsTerm):
        n, unit = term.every or loan.every
        if n * term.instalments > LONGEST_TERM[unit]:
            log.add("range.term", f"{where}.instalments", term.instalments, limit=100)
    elif isinstance(term, ExtendTerm):
        n, unit = loan.every
        count = loan.instalments or (loan.statement.instalments_left if loan.statement else None) or 0
        if n * (count + term.extend) > LONGEST_TERM[unit]:
            log.add("range.term", f"{where}.extend", term.extend, limit=100)


def _calendar(forms: dict[str, Term], start: dt.date | None, loan: LoanForm) -> duedates.Calendar | None:
    """Due dates after the start: the new schedule's, else the contract's."""
    if start is None:
        return None
    new = next((term for term in forms.values() if isinstance(term, InstalmentsTerm)), None)
    if new is None:
        known = duedates.contract(loan)
        return known and duedates.Calendar(known.after(start), known.every, known.anchor)
    every = new.every or loan.every
    if new.first_due is not None:
        return duedates.Calendar(new.first_due, every, new.first_due.day)
    return duedates.one_period_after(start, every, start.day)


def _overlaps(forms: dict[str, Term], calendar: duedates.Calendar | None, start: dt.date | None, log: Log) -> None:
    """The same thing may be paused only once at a time."""
    spans = {where: (term, _span(term, calendar, start)) for where, term in forms.items() if isinstance(term, PauseTerm)}
    for (one, (first, early)), (other, (second, late)) in combinations(spans.items(), 2):
        shared = first.pause & second.pause
        if shared and early and late and max(early[0], late[0]) < min(early[1], late[1]):
            log.add("overlapping_pauses", other, other=one, names=", ".join(sorted(shared)))


def _span(pause: PauseTerm, calendar: duedates.Calendar | None, start: dt.date | None) -> tuple[int, int] | None:
    """Days from which and up to which something is paused; None where that cannot be told."""
    if pause.start is not None and pause.until is not None:
        return day(pause.start), day(pause.until) + 1
    if pause.months is None or calendar is None or start is None:
        return None
    first = pause.first or 0
    begin = calendar.day(first - 1) if first else day(start)
    return begin, calendar.day(first + pause.months - 1)
