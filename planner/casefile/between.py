"""A plan of several loans: what names a loan names one that there is, and a budget is the only money a plan with one pays."""

from __future__ import annotations

from typing import Final

from planner.casefile.models import PlanForm
from planner.casefile.models_loan import AgreedForm
from planner.casefile.problems import Log
from planner.casefile.term import Term
from planner.casefile.terms import name
from planner.shares import Shares

MONEY: Final = ("lump_sum", "prepay", "settle")
"""Terms that say when money comes."""


def check_between(plan: PlanForm | AgreedForm, forms: dict[str, Term], ids: list[str], path: str, log: Log) -> None:
    """Note loans that there are not, and terms that have no effect beside a budget."""
    for where, term in forms.items():
        _known(term.loan or (), ids, f"{where}.loan", log)
        if isinstance(plan, PlanForm) and plan.budget is not None and name(term) in MONEY:
            log.add("not_beside", where, term=name(term), other="budget")
    if not isinstance(plan, PlanForm) or plan.split is None:
        return
    if isinstance(plan.split, Shares):
        for own, _ in plan.split.of:
            if own not in ids:
                log.add_named("unknown_loan", f"{path}.split", own, names=", ".join(ids))
    elif isinstance(plan.split, tuple):
        _known(plan.split, ids, f"{path}.split", log)


def _known(named: tuple[str, ...], ids: list[str], path: str, log: Log) -> None:
    """Ids of loans that there are not, each in its place."""
    single = len(named) == 1 and not path.endswith("split")
    for place, own in enumerate(named):
        if own not in ids:
            log.add_named("unknown_loan", path if single else f"{path}[{place}]", own, names=", ".join(ids))
