"""The clauses of a plan as they may be written: one key of a table names the term, its value is the first field."""

from __future__ import annotations

from typing import Final

from planner.casefile.term import Term
from planner.casefile.term_money import AccelerateTerm, CapitaliseTerm, DeferTerm, FeeTerm, LumpSumTerm, SettleTerm, WaiveTerm
from planner.casefile.term_pause import PauseTerm
from planner.casefile.term_shape import BalloonTerm, ExtendTerm, InstalmentsTerm, InterestOnlyTerm, RateTerm, RecastTerm, StepTerm

LATER: Final = frozenset({"prepay", "due_day", "break"})
"""Terms of the format that cannot be used yet."""


TERMS: Final[dict[str, type[Term]]] = {
    "waive": WaiveTerm, "capitalise": CapitaliseTerm, "defer": DeferTerm, "extend": ExtendTerm, "interest_only": InterestOnlyTerm,
    "step": StepTerm, "balloon": BalloonTerm, "lump_sum": LumpSumTerm, "settle": SettleTerm, "fee": FeeTerm, "recast": RecastTerm,
    "instalments": InstalmentsTerm, "accelerate": AccelerateTerm, "pause": PauseTerm, "rate": RateTerm,
}  # fmt: skip
"""The form of each term, by the key that names it."""
_NAMES: Final = {form: key for key, form in TERMS.items()}


def name(term: Term) -> str:
    """The key that names a term."""
    return _NAMES[type(term)]
