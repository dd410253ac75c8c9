"""The schedule of a scenario: one row a date on which something is billed, paid or waived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from planner.book import PARTS, Ledger
from planner.dates import date
from planner.money import Ints, yuan

if TYPE_CHECKING:
    from planner.case import Loan
    from planner.scenarios import Scenario

AMOUNTS: Final = (*(part.name.lower() for part in PARTS), "released", "waived", "payment")
"""Amounts of a row that add up over rows."""


@dataclass(frozen=True, slots=True)
class _Days:
    """One loan's ledger by day: (D,), by part (5, D)."""

    date: Ints
    opening: int
    paid: Ints
    released: Ints
    waived: Ints
    listed: Ints
    closing: Ints


def schedule_json(scenario: Scenario, *loans: Loan) -> dict[str, Any]:
    """What ``planner schedule --json`` prints.

    The parts are what the row's payment paid, and ``released`` is that of it which had been set aside before: it is counted there and not
    in its part, so that principal + interest + penalty + compound + fee + released = payment. A payment is what was used on that day,
    money that came early and was held until then included. A row opens where the row before closed (the first: on the as-of date),
    so closing - opening + payment + waived is what its days added. ``opening`` and ``closing`` are the whole debt.
    """
    own = zip(loans, scenario.each or (scenario.ledger,), strict=True)
    found = sorted((row for loan, ledger in own for row in _rows(loan, ledger)), key=lambda row: row[0])
    rows = [{"step": step, **head} for step, (_, head, _) in enumerate(found, 1)]
    totals = np.sum([np.zeros(len(AMOUNTS), dtype=np.int64), *(amounts for *_, amounts in found)], axis=0)
    return {"plan": scenario.name, "rows": rows, "totals": _written(totals)}


def _rows(loan: Loan, ledger: Ledger) -> Iterator[tuple[int, dict[str, Any], Ints]]:
    """The rows of one loan: day, cells, amounts in the order of AMOUNTS."""
    days = _by_day(ledger)
    opening, since = days.opening, int(days.date[0])
    for at in days.listed:
        amounts = _amounts(days, at)
        on, closing = int(days.date[at]), int(days.closing[at])
        head = {"loan": loan.id, "due": date(on).isoformat(), "days": on - since, "opening": yuan(opening)}
        yield on, {**head, **_written(amounts), "closing": yuan(closing)}, amounts
        opening, since = closing, on


def _written(amounts: Ints) -> dict[str, str]:
    return {name: yuan(int(cents)) for name, cents in zip(AMOUNTS, amounts, strict=True)}


def _amounts(days: _Days, at: int) -> Ints:
    """The amounts of one row in the order of AMOUNTS."""
    paid, released = days.paid[:, at], np.minimum(days.released[:, at], days.paid[:, at])
    whole: Ints = np.concatenate([paid - released, [released.sum(), days.waived[at], paid.sum()]])
    return whole


def _by_day(ledger: Ledger) -> _Days:
    """Steps of one day together."""
    on, first = np.unique(ledger.date[:, 0], return_index=True)

    def added(column: Ints) -> Ints:
        return np.add.reduceat(column[:, :, 0], first, axis=1)

    paid, waived, billed = added(ledger.allocated + ledger.prepaid), added(ledger.waived), added(ledger.billed)
    last = np.append(first[1:], ledger.date.shape[0]) - 1
    return _Days(
        date=on, opening=int(ledger.opening[:, 0, 0].sum()), paid=paid, released=added(ledger.released), waived=waived.sum(axis=0),
        listed=np.flatnonzero((paid + waived + billed).any(axis=0)), closing=ledger.closing[:, last, 0].sum(axis=0),
    )  # fmt: skip
