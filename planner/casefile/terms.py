"""The clauses of a plan as they may be written: one key of a table names the term, its value is the first field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from planner.casefile.term import Term
from planner.casefile.term_money import AccelerateTerm, CapitaliseTerm, DeferTerm, FeeTerm, LumpSumTerm, SettleTerm, WaiveTerm
from planner.casefile.term_pause import PauseTerm
from planner.casefile.term_prepay import PrepayTerm
from planner.casefile.term_shape import BalloonTerm, ExtendTerm, InstalmentsTerm, InterestOnlyTerm, RateTerm, RecastTerm, StepTerm

LATER: Final = frozenset({"due_day", "break"})
"""Terms of the format that cannot be used yet."""


TERMS: Final[dict[str, type[Term]]] = {
    "waive": WaiveTerm, "capitalise": CapitaliseTerm, "defer": DeferTerm, "extend": ExtendTerm, "interest_only": InterestOnlyTerm,
    "step": StepTerm, "balloon": BalloonTerm, "lump_sum": LumpSumTerm, "prepay": PrepayTerm, "settle": SettleTerm, "fee": FeeTerm,
    "recast": RecastTerm, "instalments": InstalmentsTerm, "accelerate": AccelerateTerm, "pause": PauseTerm, "rate": RateTerm,
}  # fmt: skip
"""The form of each term, by the key that names it."""
_NAMES: Final = {form: key for key, form in TERMS.items()}


def named(keys: Iterable[str]) -> list[str]:
    """The terms these keys of a table name; a key that is a field of another of them names none."""
    terms = [key for key in keys if key in TERMS or key in LATER]
    fields = {key: TERMS[key].model_fields for key in terms if key in TERMS}
    return [key for key in terms if not any(key in inner for other, inner in fields.items() if other != key)]


def name(term: Term) -> str:
    """The key that names a term."""
    return _NAMES[type(term)]
