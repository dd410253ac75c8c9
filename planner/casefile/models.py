"""A document as it may be written: one form a table. Everything may be absent here; ``needs`` says what must not be."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Final

from pydantic import Field

from planner.casefile.fields import Amount, Count, Day, Left, Rate, Rules, Share, Text, Version
from planner.casefile.form import Form
from planner.casefile.models_budget import HouseholdForm, IncomeForm
from planner.casefile.models_loan import MOST_TERMS, LoanForm
from planner.casefile.models_mandate import MandateForm

MOST_TABLES: Final = 100
"""Loans, and plans, of a case."""


class RedefaultForm(Form):
    """How likely a plan is to fail again."""

    monthly: Share | None = None


class EnforcementForm(Form):
    """What going to court takes and brings."""

    months: Count | None = None
    recovery: Share | None = None
    lawyer: Amount | None = None


class CollateralForm(Form):
    """What secures the loan."""

    appraisal: Amount | None = None
    prior_liens: Amount | None = None
    rent_months: Left | None = None
    rent: Amount | None = None


class AssumptionsForm(Form):
    """What the lender assumes."""

    funding_rate: Rate | None = None
    claim_price: Amount | None = None
    income: IncomeForm | None = None
    redefault: RedefaultForm | None = None
    enforcement: EnforcementForm | None = None
    collateral: CollateralForm | None = None


class PlanForm(Form):
    """A plan: its terms are read one by one, by the key that names each."""

    needs: ClassVar = ("name", "start", "terms")
    name: Text = ""
    start: Day | None = None
    terms: Annotated[list[Any] | None, Field(max_length=MOST_TERMS)] = None


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
