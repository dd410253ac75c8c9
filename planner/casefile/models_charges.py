"""Tables of a loan that say what lateness and early repayment cost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from planner.casefile.fields import (
    Age,
    Amount,
    BeforeMaturity,
    Compound,
    Count,
    Day,
    Delay,
    FeeBase,
    GraceKind,
    MonthNumber,
    Months,
    Positive,
    Rate,
    Share,
    Switch,
)  # fmt: skip
from planner.casefile.form import Form, Trouble, at_most_one, exactly_one, least_and_most
from planner.clauses import PrepaymentFee


class StepUpForm(Form):
    """Another penalty rate for instalments that are so many days late: an uplift on the contract rate or a rate of its own."""

    needs: ClassVar = ("days",)
    days: Age = 1
    uplift: Share | None = None
    rate: Rate | None = None

    def troubles(self) -> Iterator[Trouble]:
        """An uplift or a rate."""
        yield from exactly_one(self.uplift, self.rate, ("uplift", "rate"))


class PenaltyForm(Form):
    """How overdue money is charged: an uplift on the contract rate or a rate of its own, and what unpaid interest bears."""

    uplift: Share | None = None
    rate: Rate | None = None
    misuse: Share | None = None
    step_up: StepUpForm | None = None
    compound: Compound = "interest"
    compound_rate: Rate | None = None
    compound_rate_before_maturity: BeforeMaturity | None = None
    compound_on_penalty: Switch = False
    compound_on_compound: Switch = False

    def troubles(self) -> Iterator[Trouble]:
        """An uplift or a rate, and settings of compound interest only where some is charged."""
        yield from at_most_one(self.uplift, self.rate, ("uplift", "rate"))
        if self.compound != "none":
            return
        for key in ("compound_rate", "compound_rate_before_maturity", "compound_on_penalty", "compound_on_compound"):
            yield from at_most_one("none", getattr(self, key) if getattr(self, key) is not False else None, ("compound", key))


class GraceForm(Form):
    """Days after a due date without penalty: excused for good, or charged all the same if still unpaid after them."""

    needs: ClassVar = ("days",)
    days: Age = 1
    kind: GraceKind = "excused"


class LateFeeForm(Form):
    """A fee for a missed cycle."""

    needs: ClassVar = ("share",)
    share: Share = 0
    least: Amount = 0
    most: Positive | None = None
    tolerance: Amount = 0
    after: Delay = 0

    def troubles(self) -> Iterator[Trouble]:
        """The least is not above the most."""
        yield from least_and_most(self.least, self.most)


class PrepaymentFeeForm(Form):
    """The price of an early repayment."""

    months_of_interest: Months | None = None
    share: Share | None = None
    fixed: Positive | None = None
    least: Amount = 0
    most: Positive | None = None
    base: FeeBase | None = None
    from_month: MonthNumber | None = None
    until_month: Count | None = None
    free: Amount = 0
    waived: Switch = False

    def troubles(self) -> Iterator[Trouble]:
        """Months of interest, a share or a fixed amount; a base for the first two only; limits in order."""
        given = {key: getattr(self, key) for key in ("months_of_interest", "share", "fixed")}
        there = [key for key, value in given.items() if value is not None]
        if not there and not self.waived:
            yield "neither", "months_of_interest", {"one": "months_of_interest", "other": "share"}
        for other in there[1:]:
            yield "either", other, {"one": there[0], "other": other}
        if there == ["fixed"]:
            yield from at_most_one(self.fixed, self.base, ("fixed", "base"))
        yield from least_and_most(self.least, self.most)
        if self.until_month is not None and self.until_month <= (self.from_month or 0):
            yield "months_backwards", "until_month", {"month": str(self.from_month)}

    def rule(self) -> PrepaymentFee:
        """The rule it stands for."""
        return PrepaymentFee(
            months_of_interest=self.months_of_interest or 0, share=self.share or 0, until_month=self.until_month, fixed=self.fixed or 0,
            least=self.least, most=self.most, base=self.base or "prepaid", from_month=self.from_month or 0, free=self.free,
            waived=self.waived,
        )  # fmt: skip


class ChargeForm(Form):
    """A fee that bears no interest, on a day."""

    needs: ClassVar = ("date", "amount")
    date: Day | None = None
    amount: Positive = 0
