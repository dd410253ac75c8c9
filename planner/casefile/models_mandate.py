"""Tables of what the negotiator may offer."""

from __future__ import annotations

from collections.abc import Iterator

from planner.book import PARTS, Part
from planner.case import Mandate
from planner.casefile.conditions import Earliest
from planner.casefile.fields import Count, DownPayment, DueDays, Months, Rate, Share, SomeParts
from planner.casefile.form import Form, Trouble


class WaiveLimits(Form):
    """The largest share of each part that may be forgiven; nothing of a part that is not named."""

    principal: Share | None = None
    interest: Share | None = None
    penalty: Share | None = None
    compound: Share | None = None
    fee: Share | None = None

    def of(self, part: Part) -> int:
        """The limit of a part."""
        share: int | None = getattr(self, part.name.lower())
        return share or 0


class ProductLimits(Form):
    """The most instalments of a plan by kind of loan."""

    consumer: Count | None = None
    mortgage: Count | None = None
    business: Count | None = None
    card: Count | None = None
    plan: Count | None = None

    def limits(self) -> tuple[tuple[str, int], ...]:
        """Those that are set."""
        return tuple((kind, limit) for kind in type(self).model_fields if (limit := getattr(self, kind)) is not None)


class MandateForm(Form):
    """What the negotiator may offer."""

    waive: WaiveLimits | None = None
    conditional_only: SomeParts = ()
    earliest: Earliest = ()
    max_instalments: Count | None = None
    product_instalments: ProductLimits | None = None
    min_rate: Rate | None = None
    max_pause: Months | None = None
    min_down_payment: DownPayment | None = None
    due_days: DueDays = ()
    min_recovery: Share | None = None

    def troubles(self) -> Iterator[Trouble]:
        """No condition on what may not be forgiven at all; no product or pause beyond all instalments."""
        limits = WaiveLimits() if self.waive is None else self.waive
        named = [part.name.lower() for part in self.conditional_only if not limits.of(part)]
        if self.waive is not None and named and (len(named) == len(self.conditional_only) or len(self.conditional_only) < len(PARTS)):
            yield "condition_without_waiver", "conditional_only", {"names": ", ".join(named)}
        most = self.max_instalments
        for kind, limit in (self.product_instalments or ProductLimits()).limits():
            if most is not None and limit > most:
                yield "above_all_instalments", f"product_instalments.{kind}", {"count": str(limit), "most": str(most)}
        if most is not None and (self.max_pause or 0) >= most:
            yield "above_all_instalments", "max_pause", {"count": str(self.max_pause), "most": str(most)}

    def mandate(self) -> Mandate:
        """What it says, without problems."""
        waive = None if self.waive is None else tuple(self.waive.of(part) for part in PARTS)
        return Mandate(
            waive=waive, conditional_only=frozenset(self.conditional_only),
            max_instalments=self.max_instalments, product_instalments=(self.product_instalments or ProductLimits()).limits(),
            min_rate=self.min_rate, max_pause=self.max_pause, min_down_payment=self.min_down_payment or (0, 0), due_days=self.due_days,
            min_recovery=self.min_recovery, earliest=self.earliest,
        )  # fmt: skip
