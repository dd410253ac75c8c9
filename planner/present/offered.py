"""What a search for offers found, as JSON."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from planner.figures import MEASURES, Kind, Value, jsonable
from planner.measures import PAID
from planner.money import share, yuan
from planner.present.lines import finding_json
from planner.present.plan_toml import plan_toml
from planner.scenarios import Scenario, compare

if TYPE_CHECKING:
    from planner.case import Plan
    from planner.offers import Change, Rung, Search

MONTHS: Final = ("months",)
RATES: Final = ("rate",)


def offers_json(found: Search) -> dict[str, Any]:
    """What ``planner offers --json`` prints."""
    plans = offer_plans(found)
    return {
        "offers": [
            {"name": s.name, "toml": plan_toml(plan), "measures": _measures(s), "findings": [finding_json(f) for f in s.findings]}
            for plan, s in zip(plans, rolled(found, plans), strict=True)
        ],
        "frontier": [
            {"toml": plan_toml(found.plan(place, f"frontier_{k}")), "measures": flow_measures(found, place)}
            for k, place in enumerate(map(int, found.frontier), start=1)
        ],
        "ladder": [_rung(found, rung, f"step_{k}") for k, rung in enumerate(found.ladder)],
        "smallest_change": None if found.feasible else changes_json(found),
        "capacity": yuan(found.bench.limits.capacity),
        "searched": found.candidates.count,
        "feasible": found.feasible,
    }


def _rung(found: Search, rung: Rung, name: str) -> dict[str, Any]:
    """A step of the ladder; its price is what it is worth less to the lender than the opening."""
    return {"toml": plan_toml(found.plan(rung.place, name)), "price": yuan(rung.price), "measures": flow_measures(found, rung.place)}


def offer_plans(found: Search) -> list[Plan]:
    """The offers as plans, under names that no plan of the case has."""
    taken = {plan.name for plan in found.bench.case.plans}
    return [found.plan(place, _free(name, taken)) for name, place in found.picked.items()]


def _free(name: str, taken: set[str]) -> str:
    """The name, or with the first number behind it that is free."""
    return next(own for own in (name, *(f"{name}_{k}" for k in range(2, len(taken) + 3))) if own not in taken)


def rolled(found: Search, plans: list[Plan]) -> list[Scenario]:
    """Plans as ``planner compare`` has them."""
    if not plans:
        return []
    scenarios = compare(replace(found.bench.case, plans=tuple(plans))).scenarios
    return [s for s in scenarios if s.kind == "plan"]


def change_plans(found: Search) -> list[Plan]:
    """The offers that the smallest changes make possible."""
    return [found.bench.plan(change.offer, "+".join(change.names)) for change in found.changes]


def changes_json(found: Search) -> list[dict[str, Any]]:
    """The smallest changes, least first; of two together the amounts by name."""
    plans = change_plans(found)
    return [
        {"change": plan.name, "amount": _amount(change), "measures": _measures(s), "toml": plan_toml(plan)}
        for change, plan, s in zip(found.changes, plans, rolled(found, plans), strict=True)
    ]


def _amount(change: Change) -> Any:  # noqa: ANN401 - a count, a decimal, or both by name
    amounts = {name: change_amount(name, amount) for name, amount in zip(change.names, change.amounts, strict=True)}
    return amounts if len(amounts) > 1 else amounts[change.names[0]]


def change_amount(name: str, amount: int) -> str | int:
    """A change as JSON has it: months, a rate, or money."""
    return amount if name in MONTHS else share(amount) if name in RATES else yuan(amount)


def flow_measures(found: Search, place: int) -> dict[str, Any]:
    """The measures that are read from flows, of one candidate; those of ``planner compare`` of the same names."""
    own = found.figures.take(np.array([place]))
    figures = {
        "first_payment": own.first, "highest_payment": own.highest, "payments": own.payments, "finish": own.finish, "total_paid": own.total,
        **dict(zip(PAID, own.paid, strict=True)), "waived": own.waived.sum(axis=0),
    }  # fmt: skip
    values = {code: Value(MEASURES[code].kind, int(column[0])) for code, column in figures.items()}
    worth = own.worth[0] if found.bench.case.funding_rate is not None else None
    values["npv"] = Value(Kind.MONEY, None if worth is None else int(worth), reason="" if worth is not None else "unknown")
    return {code: jsonable(value) for code, value in values.items()}


def _measures(scenario: Scenario) -> dict[str, Any]:
    return {code: jsonable(value) for code, value in scenario.measures.items()}
