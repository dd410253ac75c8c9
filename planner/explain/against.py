"""Why a plan is worth more, or less, than going to court and than selling the claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.explain.asked import told, worked
from planner.explain.paid import answer
from planner.explain.worth import npv
from planner.why import Given, Origin, Why

if TYPE_CHECKING:
    from planner.explain.asked import Asked


def enforcement_npv(asked: Asked) -> Why:
    """What enforcement is worth: the present value of its own column."""
    return answer(asked, "enforcement_npv", "difference", _court(asked))


def surplus(asked: Asked) -> Why:
    """The plan's present value less the higher of what enforcement is worth and what is offered for the claim."""
    others = (*_court(asked), *_price(asked))
    best = worked(Why("alternative", "higher", None, "cents", others))
    return answer(asked, "surplus", "difference", (told(npv(asked)), told(best)) if others else ())


def _court(asked: Asked) -> tuple[Given, ...]:
    """The present value of enforcement, explained where its column is known."""
    if asked.inputs.enforced is None:
        return ()
    if asked.court is None:
        return (Given("enforcement_npv", asked.inputs.enforced, "cents", Origin("scenario", "enforcement")),)
    return (told(npv(asked.court), "enforcement_npv", Origin("scenario", "enforcement")),)


def _price(asked: Asked) -> tuple[Given, ...]:
    """The price offered for the claim."""
    price = asked.inputs.price
    return () if price is None else (Given("claim_price", price, "cents", Origin("case", "assumptions.claim_price")),)
