"""Terms that move money: forgive, set aside, pay more, settle, charge, call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from planner import clauses
from planner.casefile.conditions import Condition
from planner.casefile.fields import Count, Day, Parts, Positive, Share
from planner.casefile.form import Trouble, at_most_one, exactly_one
from planner.casefile.term import Term, given, one_of

_until, _until_schema = one_of(("end",))
Until = Annotated[str, _until, _until_schema]


class WaiveTerm(Term):
    """Forgive a share of some parts, or an amount of one."""

    waive: Parts = ()
    share: Share | None = None
    amount: Positive | None = None
    when: Condition = "signing"

    def troubles(self) -> Iterator[Trouble]:
        """A share or an amount, and an amount of one part only."""
        yield from exactly_one(self.share, self.amount, ("share", "amount"))
        if self.amount is not None and len(self.waive) > 1:
            yield "one_part", "amount", {}

    def clause(self) -> clauses.Clause:
        """A waiver at signing or on a condition."""
        return clauses.Waive(self.waive, self.share or 0, self.amount or 0, self.when)


class CapitaliseTerm(Term):
    """What is due of some parts becomes principal."""

    capitalise: Parts = ()

    def clause(self) -> clauses.Clause:
        """All of what is due."""
        return clauses.Capitalise(self.capitalise)


class DeferTerm(Term):
    """Set aside what is due of some parts, to the end (unless said otherwise) or spread over instalments."""

    defer: Parts = ()
    until: Until | None = None
    spread: Count | None = None

    def troubles(self) -> Iterator[Trouble]:
        """To the end or spread, not both."""
        yield from at_most_one(self.until, self.spread, ("until", "spread"))

    def clause(self) -> clauses.Clause:
        """Back at the end, or in equal parts."""
        return clauses.Defer(self.defer, self.spread)


class LumpSumTerm(Term):
    """An extra payment on a day."""

    needs: ClassVar = ("amount",)
    lump_sum: Day | None = None
    amount: Positive = 0

    def clause(self) -> clauses.Clause:
        """Its day and amount."""
        return clauses.LumpSum(given(self.lump_sum), self.amount)


class SettleTerm(Term):
    """An agreed amount for everything, on a day or in parts."""

    settle: Positive = 0
    on: Day | None = None
    parts: Count | None = Field(default=None, alias="in")

    def troubles(self) -> Iterator[Trouble]:
        """On a day or in parts, not both; at least a cent a part."""
        yield from at_most_one(self.on, self.parts, ("on", "in"))
        if 0 < self.settle < (self.parts or 1):
            yield "parts_below_cent", "in", {}

    def clause(self) -> clauses.Clause:
        """In one part unless said otherwise."""
        return clauses.Settle(self.settle, self.on, self.parts or 1)


class FeeTerm(Term):
    """A fee, on a day or on the start."""

    fee: Positive = 0
    on: Day | None = None

    def clause(self) -> clauses.Clause:
        """Its amount and day."""
        return clauses.Fee(self.fee, self.on)


class AccelerateTerm(Term):
    """Everything falls due on a day."""

    accelerate: Day | None = None

    def clause(self) -> clauses.Clause:
        """The day."""
        return clauses.Accelerate(self.accelerate)
