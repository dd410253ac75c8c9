"""Terms of one plan that contradict each other: the same thing said twice, or terms that cannot stand beside each other."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from planner.casefile.problems import Log
from planner.casefile.term import Term
from planner.casefile.term_money import AccelerateTerm, CapitaliseTerm, DeferTerm
from planner.casefile.term_shape import BalloonTerm, ExtendTerm, InterestOnlyTerm, RateTerm, RecastTerm, StepTerm
from planner.casefile.terms import name

SCHEDULES: Final = ("instalments", "settle")
"""Terms that replace the whole schedule: one a plan."""
BESIDE_SETTLE: Final = ("waive", "fee", "lump_sum")
"""What still has an effect where everything falls due and an agreed amount pays it."""


def check_terms(forms: dict[str, Term], log: Log) -> None:
    """Note contradictions between the terms of a plan, by place."""
    names = {where: name(term) for where, term in forms.items()}
    for where in [where for where, key in names.items() if key in SCHEDULES][1:]:
        log.add("one_schedule", where, term=names[where])
    _beside(names, log)
    clean = {where: term for where, term in forms.items() if not log.touches(where)}
    for (one, first), (other, second) in combinations(clean.items(), 2):
        shared = sorted({thing for thing, *span in _spans(first) for also, *late in _spans(second) if thing == also and _meet(span, late)})
        if shared:
            log.add("overlapping_terms", other, other=one, names=", ".join(shared))


def _beside(names: dict[str, str], log: Log) -> None:
    """Beside a settlement most terms have no effect; an acceleration ends the schedule that another term begins."""
    there = set(names.values())
    for where, key in names.items():
        if "settle" in there and key not in (*BESIDE_SETTLE, *SCHEDULES):
            log.add("not_beside", where, None, "beside_settle", term=key, other="settle", names=", ".join(BESIDE_SETTLE))
        elif "instalments" in there and key == "accelerate":
            log.add("not_beside", where, term=key, other="instalments")


def _meet(one: list[float], other: list[float]) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])


def _spans(term: Term) -> Iterator[tuple[str, float, float]]:
    """What a term alone may settle, with the instalments from which and up to which it does."""
    match term:
        case RateTerm():
            yield "rate", term.first, term.first + (term.months or math.inf)
        case StepTerm():
            yield "step / interest_only", term.step, term.step + term.months
        case InterestOnlyTerm():
            yield "step / interest_only", term.interest_only, term.interest_only + term.months
        case RecastTerm():
            yield "recast", term.recast, term.recast + 1
        case BalloonTerm() | AccelerateTerm() | ExtendTerm():
            yield name(term), 0, math.inf
        case DeferTerm(defer=parts) | CapitaliseTerm(capitalise=parts):
            yield from ((part.name.lower(), 0, math.inf) for part in parts)
