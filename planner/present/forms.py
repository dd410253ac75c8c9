"""Positions, comparisons and findings as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from planner import __version__, debts
from planner.book import Part, Position, days_past_due
from planner.dates import date, day
from planner.measures import jsonable
from planner.money import Ints, yuan
from planner.past import all_findings, past
from planner.payoff import Payoff, per_day
from planner.present.conventions import conventions
from planner.present.differences import reconciliation_json
from planner.present.lines import finding_json
from planner.present.ranges import range_json
from planner.reconcile import reconcile
from planner.scenarios import Comparison, Scenario

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from planner.case import Case
    from planner.findings import Finding
    from planner.reconcile import Reconciliation


def position_json(case: Case, on: dt.date | None = None, found: Sequence[Reconciliation | None] = ()) -> dict[str, Any]:
    """What ``planner position --json`` prints; with a day also what pays everything off then.

    ``disputed`` only where compound interest is charged on charges. Of several loans what is joint, and under ``loans`` each by itself.
    ``found`` are the reconciliations, made here where they are not given.
    """
    disputed = disputed_form(case)
    known = debts.stands(case)
    now = debts.joined([position for position, _ in known])
    asked = {} if on is None else {"payoff": payoff_form(debts.quoted(case, known, day(on)))}
    held = [reconciliation_json(own) for own in found or map(reconcile, case.loans)]
    each = [
        {"id": loan.id, "position": position_form(own[0]), "per_day": per_day_form(per_day(*own)), "reconciliation": against}
        for loan, own, against in zip(case.loans, known, held, strict=True)
    ]  # fmt: skip
    return {
        "as_of": case.as_of.isoformat(),
        "position": position_form(now),
        "dues": all_dues(case, known),
        "per_day": per_day_form(debts.grown(known)),
        **asked,
        **({"loans": each} if len(each) > 1 else {}),
        "reconciliation": held[0] if len(each) == 1 else None,
        "conventions": conventions(case),
        "findings": [finding_json(f) for f in all_findings(case)],
        **({} if disputed is None else {"disputed": disputed}),
    }


def disputed_form(case: Case) -> dict[str, str] | None:
    """Compound interest charged so far on penalty and on compound; None where neither is charged."""
    shown = [own for loan in case.loans if loan.compounds and (own := past(loan, case.as_of)) is not None]
    if not shown:
        return None
    return {"on_penalty": yuan(sum(own.on_penalty for own in shown)), "on_compound": yuan(sum(own.on_compound for own in shown))}


def compare_json(comparison: Comparison) -> dict[str, Any]:
    """What ``planner compare --json`` prints. Findings on the whole case stand with the first scenario."""
    case = comparison.case
    return {
        "as_of": case.as_of.isoformat(),
        "engine_version": __version__,
        "rulebook": case.rules,
        "conventions": conventions(case),
        "position": position_form(comparison.position),
        "plans": [_plan(s, all_findings(case) if i == 0 else ()) for i, s in enumerate(comparison.scenarios)],
    }


def _plan(scenario: Scenario, general: tuple[Finding, ...]) -> dict[str, Any]:
    return {
        "name": scenario.name,
        "kind": scenario.kind,
        "measures": {code: jsonable(value) for code, value in scenario.measures.items()},
        "findings": [finding_json(f) for f in (*general, *scenario.findings)],
        **({"range": range_json(scenario)} if scenario.range else {}),
    }


def position_form(position: Position) -> dict[str, Any]:
    """A position (N = 1): ``principal`` due or not, ``interest`` due and accrued, ``deferred`` with what waits for a condition.

    ``principal_overdue`` fell due before this day; what falls due on it may still be paid in time.

    ``total`` = principal + interest + penalty + compound + fee + deferred - held.
    """
    owed = owed_now(position)
    overdue = position.dues.amount[Part.PRINCIPAL] * (position.dues.due < position.date)
    deferred = int(position.deferred.sum() + position.conditional.sum())
    held = int(position.held[0])
    return {
        "principal": yuan(owed[Part.PRINCIPAL]),
        "principal_overdue": yuan(int(overdue.sum())),
        **{part.name.lower(): yuan(owed[part]) for part in Part if part},
        "deferred": yuan(deferred),
        "held": yuan(held),
        "total": yuan(sum(owed) + deferred - held),
        "days_past_due": int(days_past_due(position)[0]),
    }


def owed_now(position: Position) -> list[int]:
    """Cents by part (N = 1), dues, undue principal and accrued interest together; what is set aside is not in it."""
    owed = [int(cents) for cents in position.dues.amount.sum(axis=(1, 2))]
    owed[Part.PRINCIPAL] += int(position.principal[0])
    owed[Part.INTEREST] += int(position.accrued[0])
    return owed


def dues_form(position: Position) -> list[dict[str, str]]:
    """What is billed and unpaid (N = 1) by due date, oldest first, by part."""
    due, amount = position.dues.due[:, 0], position.dues.amount[:, :, 0]
    days = [int(day) for day in np.unique(due[amount.any(axis=0)])]
    sums = [amount[:, due == day].sum(axis=1) for day in days]
    return [
        {"due": date(day).isoformat(), **{part.name.lower(): yuan(int(own[part])) for part in Part}}
        for day, own in zip(days, sums, strict=True)
    ]


def all_dues(case: Case, known: Sequence[debts.Stand]) -> list[dict[str, str]]:
    """What is billed and unpaid of all loans, oldest first; where there are several, each row names its loan."""
    if len(known) == 1:
        return dues_form(known[0][0])
    rows = [{"loan": loan.id, **row} for loan, (now, _) in zip(case.loans, known, strict=True) for row in dues_form(now)]
    return sorted(rows, key=lambda row: row["due"])


def unpaid_instalments(position: Position) -> int:
    """How many due dates there are with principal or interest unpaid (N = 1)."""
    owed = position.dues.amount[[Part.PRINCIPAL, Part.INTEREST], :, 0].any(axis=0)
    return int(np.unique(position.dues.due[owed, 0]).size)


def per_day_form(grown: Ints) -> dict[str, str]:
    """What one more day adds (5, 1), by part and in all."""
    parts = (Part.INTEREST, Part.PENALTY, Part.COMPOUND)
    cents = [int(grown[part, 0]) for part in parts]
    return {**{part.name.lower(): yuan(c) for part, c in zip(parts, cents, strict=True)}, "total": yuan(sum(cents))}


def payoff_form(payoff: Payoff) -> dict[str, Any]:
    """A quote: ``principal`` and ``interest`` due or not; ``per_day`` is what each day after it adds.

    ``total`` = principal + interest + penalty + compound + fee + deferred + prepayment_fee - held, never below nothing.
    """
    return {
        "date": date(payoff.day).isoformat(),
        **{part.name.lower(): yuan(payoff.owed[part]) for part in Part},
        "deferred": yuan(payoff.deferred),
        "held": yuan(payoff.held),
        "prepayment_fee": yuan(payoff.prepayment_fee),
        "total": yuan(payoff.total),
        "per_day": per_day_form(payoff.per_day),
    }
