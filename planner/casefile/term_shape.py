"""Terms that shape the instalments: how many, when, of what size, at what rate."""

from __future__ import annotations

from typing import ClassVar

from planner import clauses
from planner.casefile.fields import Count, Day, Every, Left, NewMethod, Positive, Rate, Share
from planner.casefile.term import Term


class RateTerm(Term):
    """Another contract rate."""

    rate: Rate = 0
    first: Left = 0
    months: Count | None = None
    penalty: Rate | None = None

    def clause(self) -> clauses.Clause:
        """The penalty rate stays unless given."""
        return clauses.Rate(self.rate, self.first, self.months, self.penalty)


class ExtendTerm(Term):
    """More instalments."""

    extend: Count = 1

    def clause(self) -> clauses.Clause:
        """So many more."""
        return clauses.Extend(self.extend)


class InterestOnlyTerm(Term):
    """Instalments of interest only, from the one named on."""

    needs: ClassVar = ("months",)
    interest_only: Left = 0
    months: Count = 1

    def clause(self) -> clauses.Clause:
        """From an instalment, for some."""
        return clauses.InterestOnly(self.interest_only, self.months)


class StepTerm(Term):
    """A share of the level for some instalments, from the one named on."""

    needs: ClassVar = ("months", "share")
    step: Left = 0
    months: Count = 1
    share: Share = 0

    def clause(self) -> clauses.Clause:
        """From an instalment, for some, at a share."""
        return clauses.Step(self.step, self.months, self.share)


class BalloonTerm(Term):
    """A share of principal left for the last instalment."""

    balloon: Share = 0

    def clause(self) -> clauses.Clause:
        """The share."""
        return clauses.Balloon(self.balloon)


class RecastTerm(Term):
    """A new level from the instalment named on."""

    recast: Left = 0

    def clause(self) -> clauses.Clause:
        """The instalment."""
        return clauses.Recast(self.recast)


class InstalmentsTerm(Term):
    """A new schedule for all principal."""

    instalments: Count = 1
    method: NewMethod = "level"
    first_due: Day | None = None
    amount: Positive | None = None
    every: Every | None = None

    def clause(self) -> clauses.Clause:
        """The schedule."""
        return clauses.Instalments(self.instalments, self.method, self.first_due, self.amount, self.every)
