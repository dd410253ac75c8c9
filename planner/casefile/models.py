"""A document as it may be written: one form a table. Everything may be absent here; ``needs`` says what must not be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Final

from pydantic import BeforeValidator, Field

from planner.casefile import units, words
from planner.casefile.fields import (
    Age,
    Amount,
    Compound,
    Count,
    Day,
    DayCount,
    EarlyMoney,
    Effective,
    Every,
    Kind,
    Left,
    LoanRate,
    Method,
    MonthDay,
    Months,
    Order,
    People,
    Positive,
    Rate,
    Repricing,
    Rules,
    Share,
    Text,
    Version,
)  # fmt: skip
from planner.casefile.form import Form, Trouble, at_most_one, both_or_none, exactly_one

MOST_ROWS: Final = 5000
"""Payments, and unpaid instalments, of a loan."""
MOST_TERMS: Final = 50
"""Terms of a plan."""
MOST_TABLES: Final = 100
"""Loans, and plans, of a case."""


class HouseholdForm(Form):
    """The borrower's month."""

    income: Amount | None = None
    essential_costs: Amount = 0
    other_debts: Amount = 0
    dependants: People = 0


class PenaltyForm(Form):
    """How overdue money is charged: an uplift on the contract rate or a rate of its own, and what unpaid interest bears."""

    later: ClassVar = frozenset({"compound_on_penalty", "compound_on_compound", "step_up"})
    uplift: Share | None = None
    rate: Rate | None = None
    compound: Compound = "interest"
    compound_rate: Rate | None = None

    def troubles(self) -> Iterator[Trouble]:
        """An uplift or a rate, and a compound rate only where something is compounded."""
        yield from at_most_one(self.uplift, self.rate, ("uplift", "rate"))
        if self.compound == "none":
            yield from at_most_one(True, self.compound_rate, ("compound", "compound_rate"))  # noqa: FBT003 - it is there


class PrepaymentFeeForm(Form):
    """The price of an early repayment."""

    months_of_interest: Months | None = None
    share: Share | None = None
    until_month: Count | None = None

    def troubles(self) -> Iterator[Trouble]:
        """Months of interest or a share."""
        yield from exactly_one(self.months_of_interest, self.share, ("months_of_interest", "share"))


class PaymentForm(Form):
    """Money that came."""

    needs: ClassVar = ("date", "amount")
    date: Day | None = None
    amount: Amount = 0


class DeferredForm(Form):
    """Money set aside by agreement, by part."""

    principal: Amount = 0
    interest: Amount = 0
    penalty: Amount = 0
    compound: Amount = 0
    fee: Amount = 0


class DueForm(DeferredForm):
    """One unpaid instalment, by part."""

    needs: ClassVar = ("due",)
    due: Day | None = None


def _deferred(value: object) -> object:
    """An amount alone is interest."""
    known = isinstance(value, dict) or value is None
    return value if known else DeferredForm.model_construct(interest=units.amount(value))


class StatementForm(Form):
    """What the bank says stands on a day; ``principal`` is what is not yet due."""

    needs: ClassVar = ("date", "principal")
    date: Day | None = None
    principal: Amount = 0
    dues: Annotated[list[DueForm] | None, Field(max_length=MOST_ROWS)] = None
    accrued: Amount = 0
    deferred: Annotated[DeferredForm | None, BeforeValidator(_deferred)] = None
    held: Amount = 0
    instalments_left: Left | None = None
    payment: Positive | None = None


class AllocationForm(Form):
    """The order in which money pays the parts, and another one from an age of debt on."""

    order: Order | None = None
    from_day: Age | None = None
    then: Order | None = None

    def troubles(self) -> Iterator[Trouble]:
        """A second order and the age from which it holds."""
        yield from both_or_none(self.from_day, self.then, ("from_day", "then"))


def _allocation(value: object) -> object:
    """A list alone is the order at any age."""
    known = isinstance(value, dict) or value is None
    return value if known else AllocationForm.model_construct(order=words.order(value))


class LoanForm(Form):
    """A loan as written."""

    needs: ClassVar = ("kind", "rate")
    later: ClassVar = frozenset({
        "business_days", "compound_before_maturity", "compound_rate_before_maturity", "compound_settlement", "days_counted", "draws",
        "first_penalty_day", "first_period", "grace", "instalment_amount", "interest_due", "interest_due_dates", "late_fee", "level_on",
        "level_set_on", "minimum", "remainder", "rounding", "settlement_of_compound", "statement_day",
    })  # fmt: skip
    id: Text = "loan"
    kind: Kind = "consumer"
    principal: Positive | None = None
    rate: LoanRate = 0
    repricing: Repricing | None = None
    repricing_effective: Effective | None = None
    day_count: DayCount = "30/360"
    penalty_day_count: DayCount = "actual/360"
    opened: Day | None = None
    instalments: Count | None = None
    method: Method = "level"
    penalty: PenaltyForm | None = None
    prepayment_fee: PrepaymentFeeForm | None = None
    payments: Annotated[list[PaymentForm] | None, Field(max_length=MOST_ROWS)] = None
    statement: StatementForm | None = None
    first_due: Day | None = None
    every: Every = (1, "month")
    due_day: MonthDay | None = None
    allocation: Annotated[AllocationForm | None, BeforeValidator(_allocation)] = None
    early_money: EarlyMoney = "hold"
    acceleration: Day | None = None


class WaiveLimits(Form):
    """The largest share of each part that may be forgiven."""

    principal: Share | None = None
    interest: Share | None = None
    penalty: Share | None = None
    compound: Share | None = None
    fee: Share | None = None


class MandateForm(Form):
    """What the negotiator may offer."""

    waive: WaiveLimits | None = None
    max_instalments: Count | None = None
    min_rate: Rate | None = None


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
