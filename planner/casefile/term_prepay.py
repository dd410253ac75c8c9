"""The term of a voluntary early repayment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from planner import clauses
from planner.casefile import units
from planner.casefile.fields import Count, Day, Positive
from planner.casefile.form import Trouble, exactly_one
from planner.casefile.models_charges import PrepaymentFeeForm
from planner.casefile.term import Term, given, one_of

_effect, _effect_schema = one_of(("shorten", "lower", "both"))
_from, _from_schema = one_of(("on-top", "amount", "grossed-up"))
Effect = Annotated[str, _effect, _effect_schema]
FeeFrom = Annotated[str, _from, _from_schema]


def _fee(value: object) -> object:
    """An amount alone is a fixed fee, 0 is none."""
    if isinstance(value, dict) or value is None:
        return value
    amount = units.amount(value)
    return PrepaymentFeeForm.model_construct(fixed=amount or None, waived=not amount)


class PrepayTerm(Term):
    """An early repayment on a day, with its fee (the loan's rule unless given) and what it does to the instalments."""

    needs: ClassVar = ("date",)
    prepay: Positive = 0
    date: Day | None = None
    effect: Effect = "shorten"
    payment: Positive | None = None
    months: Count | None = None
    fee: Annotated[PrepaymentFeeForm | None, BeforeValidator(_fee)] = None
    fee_from: FeeFrom = "on-top"

    def troubles(self) -> Iterator[Trouble]:
        """A new payment or a new number of instalments where both change, and only there."""
        if self.effect == "both":
            yield from exactly_one(self.payment, self.months, ("payment", "months"))
            return
        for key in ("payment", "months"):
            if getattr(self, key) is not None:
                yield "only_with", key, {"needed": 'effect = "both"', "at": "effect"}

    def clause(self) -> clauses.Clause:
        """The repayment."""
        fee = None if self.fee is None else self.fee.rule()
        return clauses.Prepay(given(self.date), self.prepay, self.effect, fee, self.fee_from, self.payment, self.months)
