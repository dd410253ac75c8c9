"""What the agreement of a plan must say by the rulebook, held against what the case says: findings that name what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.classes import LASTING, restructures
from planner.clauses import Fee, Pause, Rate
from planner.findings import Finding, by_rule

if TYPE_CHECKING:
    from planner.case import Case, Plan
    from planner.money import Ints
    from planner.rules.book import Item


def findings(case: Case, plan: Plan, due: Ints) -> tuple[Finding, ...]:
    """What an agreement on these due dates (D,) lacks, or all it must say where nothing is lacking; none of a single payment."""
    rule = case.book.on("plan_contents", plan.start, case.loans[0].kind)
    if rule is None or due.size < LASTING or not restructures(plan):
        return ()
    lacks = [item for item in rule.items if not _said(item, plan)]
    code, grade, told = ("plan_contents_lacking", "warning", lacks) if lacks else ("plan_contents", "note", list(rule.items))
    texts = {f"text_{lang}": _joined(told, lang) for lang in rule.title}
    return (by_rule(code, rule, grade, plan.name, " ".join(item.code for item in told), **texts),)


def _said(item: Item, plan: Plan) -> bool:
    """Whether the case says it: every position and schedule is there; charges meanwhile by a clause; the rest as the plan declares."""
    if item.code in plan.agreement:
        return True
    return item.shown in ("position", "schedule", "open") or (item.shown == "charges" and _says_charges(plan))


def _says_charges(plan: Plan) -> bool:
    """Whether a clause says what runs during the plan: a rate, a fee, or a pause of interest."""
    rates = any(isinstance(clause, Rate) and np.asarray(clause.first).max() == 0 for clause in plan.terms)
    return rates or any(isinstance(clause, Fee) or (isinstance(clause, Pause) and "interest" in clause.of) for clause in plan.terms)


def _joined(items: list[Item], lang: str) -> str:
    """The items in one language, one after the other."""
    return ("；" if lang == "zh" else "; ").join(item.words[lang] for item in items)
