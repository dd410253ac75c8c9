"""The term that stops something for a while."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from planner import clauses
from planner.casefile.fields import Count, Day, Left, Paused
from planner.casefile.form import Trouble, at_most_one, both_or_none, exactly_one
from planner.casefile.term import Term, one_of

_then, _then_schema = one_of(("bill", "waive", "defer", "capitalise", "capitalise-at-end", "spread"))
Then = Annotated[str, _then, _then_schema]


class PauseTerm(Term):
    """Switch off what is named for some instalments or days."""

    pause: Paused = frozenset()
    first: Left | None = None
    months: Count | None = None
    start: Day | None = Field(default=None, alias="from")
    until: Day | None = Field(default=None, alias="to")
    then: Then = "bill"

    def troubles(self) -> Iterator[Trouble]:
        """Instalments or days, not both; ``then`` only where payments pause."""
        count = self.months if self.months is not None else self.first
        extent = self.start if self.start is not None else self.until
        yield from at_most_one(extent, count, ("from", "months" if self.months is not None else "first"))
        yield from both_or_none(self.start, self.until, ("from", "to"))
        if extent is None:
            yield from exactly_one(self.months, None, ("months", "from"))
        if self.start is not None and self.until is not None and self.until < self.start:
            yield "date.backwards", "to", {"date": self.start.isoformat()}
        if self.pause and self.then != "bill" and "payments" not in self.pause:
            yield "then_without_payments", "then", {}

    def clause(self) -> clauses.Clause:
        """A pause; ``first`` is 0 unless given."""
        return clauses.Pause(self.pause, self.first or 0, self.months, self.start, self.until, self.then)
