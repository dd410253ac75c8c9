"""From forms without problems to the nouns of a case."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from planner import verify
from planner.case import Case, Household, Plan
from planner.casefile.build_loan import loan
from planner.casefile.checks import check_loans
from planner.casefile.models import CaseForm, PlanForm
from planner.casefile.models_assumed import AssumptionsForm
from planner.casefile.models_budget import HouseholdForm
from planner.casefile.plans import check_agreed, check_agreements, check_plans
from planner.casefile.problems import Log, show
from planner.casefile.reading import read
from planner.casefile.term import Term, given
from planner.errors import CaseError, RulesError
from planner.rules import Rulebook, named


def build(document: dict[str, Any], folder: Path | None = None) -> Case:
    """A case from a document as tomllib gives it; CaseError with every problem of it.

    A rulebook of one's own lies beside the case file, in ``folder``. Where something is wrong, the plans without problems of form are tried
    out as well, so that what they lead to is told at once.
    """
    log = Log()
    form = read(CaseForm, document, "", log)
    book = _book(form, folder, log)
    check_loans(form, document, log, book)
    agreed, terms = check_agreed(form, log), check_plans(form, log)
    check_agreements(form, book, log)
    places = [n for n in range(len(form.plan or ())) if not log.touches(f"plan[{n}]")]
    if log.problems:
        usable = not log.touches("loan") and not log.touches("as_of")
        tried = _case(form, (agreed, terms), document, places, book) if usable else None
        raise CaseError([*log.told(), *(() if tried is None else verify.problems(tried, tuple(places)))])
    return _case(form, (agreed, terms), document, places, book)


def _book(form: CaseForm, folder: Path | None, log: Log) -> Rulebook:
    """The rulebook of the case; one without rules where it cannot be used, with every problem of it."""
    try:
        return named(form.rules, folder)
    except RulesError as error:
        for problem in error.problems:
            path = f"rules.{problem.path}" if problem.path else "rules"
            log.problems.setdefault((path, problem.code), replace(problem, path=path, found=problem.found or show(form.rules)))
        return Rulebook(form.rules, {})


def _case(
    form: CaseForm, found: tuple[list[list[Term]], list[list[Term]]], document: dict[str, Any], places: list[int], book: Rulebook
) -> Case:
    """A case with the plans of these places; ``found`` are the terms each loan was under, and those of the plans, all without problems."""
    agreed, terms = found
    assumptions = form.assumptions or AssumptionsForm()
    return Case(
        title=form.title, as_of=given(form.as_of),
        loans=tuple(loan(own, under, book) for own, under in zip(form.loan or (), agreed, strict=True)),
        plans=tuple(_plan((form.plan or [])[n], terms[n]) for n in places), rules=form.rules, household=_household(form.household),
        mandate=None if form.mandate is None else form.mandate.mandate(),
        claim_price=assumptions.claim_price, income_risk=None if assumptions.income is None else assumptions.income.risk(),
        unused=tuple(_unused(form)), raw=document, rulebook=book, **_assumed(assumptions),
    )  # fmt: skip


def _unused(form: CaseForm) -> list[str]:
    """Paths of tables that are read and not used yet."""
    several = ("redefault", "enforcement", "collateral", "claim_price") if len(form.loan or ()) > 1 else ()
    return [f"assumptions.{key}" for key in several if getattr(form.assumptions, key, None) is not None]


def _assumed(form: AssumptionsForm) -> dict[str, Any]:
    """What the lender assumes, each where it is given."""
    funding = form.funding_rate
    nouns = {key: own.noun() for key in ("redefault", "enforcement", "collateral") if (own := getattr(form, key)) is not None}
    return {"funding_rate": None if funding is None else funding.central, "funding_span": funding, **nouns}


def _household(form: HouseholdForm | None) -> Household | None:
    """The borrower's month."""
    if form is None:
        return None
    return Household(form.income, form.essential_costs, form.other_debts, form.dependants, form.priority_debts, form.least())


def _plan(form: PlanForm, terms: list[Term]) -> Plan:
    clauses = tuple(term.clause() for term in terms)
    only = tuple(term.loan or () for term in terms)
    return Plan(form.name, given(form.start), clauses, form.budget, form.split or "law", only if any(only) else (), form.agreement or ())
