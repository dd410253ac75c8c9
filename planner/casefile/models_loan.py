"""A loan as it may be written, with its history and its statement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Final

from pydantic import BeforeValidator, Field

from planner.casefile import units, words
from planner.casefile.fields import (
    REPRICING,
    AboveLevel,
    Age,
    AllocatedBy,
    Amount,
    BusinessDays,
    CardInterest,
    Count,
    Day,
    DayCount,
    Days,
    Decimals,
    EarlyMoney,
    Effective,
    Every,
    FirstPenaltyDay,
    FirstPeriod,
    InstalmentAmount,
    InterestDue,
    Kind,
    Left,
    LevelOn,
    LoanRate,
    Method,
    MonthDay,
    OnBreak,
    Order,
    Positive,
    Remainder,
    Repricing,
    Residue,
    Rounded,
    Rounding,
    Settlement,
    Share,
    Switch,
    Text,
    Wait,
)  # fmt: skip
from planner.casefile.form import Form, Trouble, at_most_one, both_or_none
from planner.casefile.models_charges import ChargeForm, GraceForm, LateFeeForm, PenaltyForm, PrepaymentFeeForm

MOST_ROWS: Final = 5000
"""Payments, draws, fees, and unpaid instalments, of a loan."""
MOST_TERMS: Final = 50
"""Terms of a plan."""


class PaymentForm(Form):
    """Money that came."""

    needs: ClassVar = ("date", "amount")
    date: Day | None = None
    amount: Amount = 0


class DrawForm(Form):
    """Money lent after the opening; on a card a purchase, or cash."""

    needs: ClassVar = ("date", "amount")
    date: Day | None = None
    amount: Positive = 0
    cash: Switch = False


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
    """What the bank says stands on a day; ``principal`` is what is not yet due, ``tolerance`` what a history may differ by, a part."""

    needs: ClassVar = ("date", "principal")
    date: Day | None = None
    principal: Amount = 0
    dues: Annotated[list[DueForm] | None, Field(max_length=MOST_ROWS)] = None
    accrued: Amount = 0
    deferred: Annotated[DeferredForm | None, BeforeValidator(_deferred)] = None
    held: Amount = 0
    instalments_left: Left | None = None
    payment: Positive | None = None
    tolerance: Amount = 1


class AllocationForm(Form):
    """The order in which money pays the parts, another one from an age of debt on, and whether an instalment is paid whole first."""

    order: Order | None = None
    from_day: Age | None = None
    then: Order | None = None
    by: AllocatedBy = "part"

    def troubles(self) -> Iterator[Trouble]:
        """A second order and the age from which it holds."""
        yield from both_or_none(self.from_day, self.then, ("from_day", "then"))


def _allocation(value: object) -> object:
    """A list alone is the order at any age."""
    known = isinstance(value, dict) or value is None
    return value if known else AllocationForm.model_construct(order=words.order(value))


class RepricingForm(Form):
    """When a rate that follows the LPR changes, and the first day of the new one."""

    on: Repricing | None = None
    effective: Effective | None = None


def _repricing(value: object) -> object:
    """A word alone says when."""
    known = isinstance(value, dict) or value is None
    return value if known else RepricingForm.model_construct(on=words.choice(REPRICING)(value))


class CardForm(Form):
    """How a card counts interest on draws."""

    interest: CardInterest = "full-amount"
    statement_day_counted: Switch = False


class AgreedForm(Form):
    """A plan agreed earlier: its terms are read as a plan's are. Payments made under it stand among the loan's."""

    needs: ClassVar = ("start", "terms")
    start: Day | None = None
    terms: Annotated[list[Any] | None, Field(max_length=MOST_TERMS)] = None
    broken: Day | None = None
    on_break: OnBreak | None = None

    def troubles(self) -> Iterator[Trouble]:
        """What a break does only where there was one."""
        if self.broken is None and self.on_break is not None:
            yield "needs_key", "on_break", {"key": "on_break", "needed": "broken"}


class ConventionsForm(Form):
    """The conventions of a loan that are single words or switches."""

    day_count: DayCount = "30/360"
    penalty_day_count: DayCount = "actual/360"
    days: Days = "start-in"
    first_penalty_day: FirstPenaltyDay = "day-after"
    rounding: Rounding = "half-up"
    rounded: Rounded = "posted"
    daily_decimals: Decimals | None = None
    remainder: Remainder = "dropped-when-billed"
    instalment_amount: InstalmentAmount = "cent"
    residue: Residue = "last"
    level_on: LevelOn = "accrual"
    compound_settlement: Settlement = "due-dates"
    interest_due: InterestDue = "instalments"
    first_period: FirstPeriod = "actual"
    business_days: BusinessDays = "none"
    overdue_interest: Switch = False
    interest_above_level: AboveLevel = "billed"
    early_money: EarlyMoney = "hold"


class LoanForm(ConventionsForm):
    """A loan as written."""

    needs: ClassVar = ("kind", "rate")
    id: Text = "loan"
    kind: Kind = "consumer"
    secured: Switch | None = None
    principal: Positive | None = None
    rate: LoanRate = 0
    repricing: Annotated[RepricingForm | None, BeforeValidator(_repricing)] = None
    opened: Day | None = None
    instalments: Count | None = None
    method: Method = "level"
    first_due: Day | None = None
    every: Every = (1, "month")
    due_day: MonthDay | None = None
    penalty: PenaltyForm | None = None
    grace: GraceForm | None = None
    late_fee: LateFeeForm | None = None
    prepayment_fee: PrepaymentFeeForm | None = None
    allocation: Annotated[AllocationForm | None, BeforeValidator(_allocation)] = None
    acceleration: Day | None = None
    payments: Annotated[list[PaymentForm] | None, Field(max_length=MOST_ROWS)] = None
    fees: Annotated[list[ChargeForm] | None, Field(max_length=MOST_ROWS)] = None
    draws: Annotated[list[DrawForm] | None, Field(max_length=MOST_ROWS)] = None
    agreed: AgreedForm | None = None
    statement: StatementForm | None = None
    statement_day: MonthDay | None = None
    due_after: Wait | None = None
    minimum: Share | None = None
    card: CardForm | None = None

    @property
    def replayed(self) -> bool:
        """Whether its history is rolled, so that a statement is only held against it; else it is rolled from the statement."""
        return self.statement is None or self.payments is not None

    def troubles(self) -> Iterator[Trouble]:
        """The due day of a card, or the days from its statement; a card's dates follow from its statements."""
        yield from at_most_one(self.due_day, self.due_after, ("due_day", "due_after"))
        yield from at_most_one(self.statement_day, self.first_due, ("statement_day", "first_due"))
