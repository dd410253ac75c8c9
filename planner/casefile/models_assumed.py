"""Tables of what the lender assumes: how likely a plan fails again, what going to court takes and brings, what secures the loan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from planner.case import Collateral, Enforcement, Redefault, Span
from planner.casefile.fields import Amount, Days365, Procedure, Switch
from planner.casefile.form import Form, Trouble, exactly_one
from planner.casefile.models_budget import IncomeForm
from planner.casefile.spans import AmountSpan, CountSpan, RateSpan, Shares, ShareSpan


class RedefaultForm(Form):
    """How likely a plan is to fail again: the same chance every month, or one for each month, the last of which repeats."""

    monthly: ShareSpan | None = None
    curve: Shares | None = None

    def troubles(self) -> Iterator[Trouble]:
        """One of the two."""
        yield from exactly_one(self.monthly, self.curve, ("monthly", "curve"))

    def noun(self) -> Redefault:
        """The assumption."""
        return Redefault(self.monthly, self.curve or ())


class EnforcementForm(Form):
    """What going to court takes and brings."""

    months: CountSpan | None = None
    recovery: ShareSpan | None = None
    judgment_months: CountSpan | None = None
    procedure: Procedure = "ordinary"
    performance_days: Days365 | None = None
    lawyer: Amount = 0
    lawyer_agreed: Switch = False
    publication: Amount = 0
    preservation: Switch = False

    def troubles(self) -> Iterator[Trouble]:
        """The judgment comes before the money does."""
        court, money = self.judgment_months, self.months
        if court is not None and money is not None:
            late = [str(most) for least, most in zip(court.values, money.values, strict=True) if least > most]
            yield from (("judgment_after_money", "judgment_months", {"limit": most}) for most in late[:1])
        for key in ("judgment_months", "performance_days", "publication", "preservation") if self.procedure == "judgment" else ():
            if key in self.model_fields_set:
                yield "not_with", key, {"other": 'procedure = "judgment"'}
        if "lawyer_agreed" in self.model_fields_set and not self.lawyer:
            yield "needs_key", "lawyer_agreed", {"key": "lawyer_agreed", "needed": "lawyer"}

    def noun(self) -> Enforcement:
        """The assumption."""
        return Enforcement(
            self.months, self.recovery, self.judgment_months, self.procedure, self.performance_days, self.lawyer,
            self.lawyer_agreed, self.publication, self.preservation,
        )  # fmt: skip


class CollateralForm(Form):
    """What secures the loan."""

    needs: ClassVar = ("appraisal",)
    appraisal: AmountSpan | None = None
    prior_liens: Amount = 0
    auction_costs: Amount = 0
    rent_months: CountSpan | None = None
    rent: Amount | None = None

    def troubles(self) -> Iterator[Trouble]:
        """Months of a rent that is known."""
        if self.rent_months is not None and self.rent is None:
            yield "needs_key", "rent_months", {"key": "rent_months", "needed": "rent"}

    def noun(self) -> Collateral:
        """The assumption."""
        appraisal = self.appraisal or Span(0, 0, 0)
        return Collateral(appraisal, self.prior_liens, self.auction_costs, self.rent or 0, self.rent_months)


class AssumptionsForm(Form):
    """What the lender assumes."""

    funding_rate: RateSpan | None = None
    claim_price: Amount | None = None
    income: IncomeForm | None = None
    redefault: RedefaultForm | None = None
    enforcement: EnforcementForm | None = None
    collateral: CollateralForm | None = None

    def troubles(self) -> Iterator[Trouble]:
        """Without collateral, what comes in is a share of the claim after some months."""
        if self.enforcement is not None and self.collateral is None:
            for key in ("months", "recovery"):
                if getattr(self.enforcement, key) is None:
                    yield "needs_key", f"enforcement.{key}", {"key": "enforcement", "needed": key}
