"""A document as it may be written: one form a table. Everything may be absent here; ``needs`` says what must not be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Final

from pydantic import Field

from planner.casefile.fields import Day, Items, Positive, Rules, Split, Text, Version
from planner.casefile.form import Form, Trouble
from planner.casefile.models_assumed import AssumptionsForm
from planner.casefile.models_budget import HouseholdForm
from planner.casefile.models_loan import MOST_TERMS, LoanForm
from planner.casefile.models_mandate import MandateForm

MOST_TABLES: Final = 100
"""Loans, and plans, of a case."""


class PlanForm(Form):
    """A plan: its terms are read one by one, by the key that names each."""

    needs: ClassVar = ("name", "start")
    name: Text = ""
    start: Day | None = None
    terms: Annotated[list[Any] | None, Field(max_length=MOST_TERMS)] = None
    budget: Positive | None = None
    split: Split | None = None
    agreement: Items | None = None

    def troubles(self) -> Iterator[Trouble]:
        """Clauses, or a budget, or both; only a budget is split."""
        if self.budget is None and self.terms is None:
            yield "missing", "terms", {}
        if self.budget is None and self.split is not None:
            yield "needs_key", "split", {"key": "split", "needed": "budget"}


class CaseForm(Form):
    """A whole document."""

    needs: ClassVar = ("as_of", "loan")
    version: Version = Field(default=1, alias="schema")
    title: Text = ""
    as_of: Day | None = None
    rules: Rules = "cn"
    household: HouseholdForm | None = None
    loan: Annotated[list[LoanForm] | None, Field(max_length=MOST_TABLES)] = None
    mandate: MandateForm | None = None
    assumptions: AssumptionsForm | None = None
    plan: Annotated[list[PlanForm] | None, Field(max_length=MOST_TABLES)] = None
