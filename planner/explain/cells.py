"""Every cell of a ledger explained: what it was worked out from, with where each number came from."""

from __future__ import annotations

from typing import Final

from planner.book import PARTS, Position, Timeline
from planner.explain import cell_accrual, cell_agreed, cell_balance, cell_billed, cell_level, cell_money
from planner.explain.scene import TWO, UNSAID, Builder, Said, Scene, scene_at
from planner.record import PARTED
from planner.why import Why

COLUMNS: Final[dict[str, Builder]] = {
    "opening": cell_balance.opening, "accrued": cell_accrual.accrued, "penalty": cell_accrual.penalty, "compound": cell_accrual.compound,
    "fee": cell_accrual.fee, "waived": cell_agreed.waived, "vested": cell_agreed.vested, "pledged": cell_agreed.pledged,
    "capitalised": cell_agreed.capitalised, "deferred": cell_agreed.deferred, "released": cell_agreed.released,
    "billed": cell_billed.billed, "received": cell_money.received, "allocated": cell_money.allocated, "prepaid": cell_money.prepaid,
    "returned": cell_money.returned, "held": cell_money.held, "closing": cell_balance.closing, "level": cell_level.level,
    "days_past_due": cell_balance.days_past_due, "drawn": cell_accrual.drawn, "disputed": cell_accrual.disputed,
    "revived": cell_agreed.revived,
}  # fmt: skip
"""The columns of a ledger and what explains them."""


def parts_of(column: str) -> tuple[int | None, ...]:
    """The rows of a column by part; (None,) of one that has none."""
    if column in PARTED:
        return tuple(int(part) for part in PARTS)
    return tuple(range(len(TWO))) if column == "disputed" else (None,)


def explain_cell(timeline: Timeline, now: Position, step: int, column: str, part: int | None = None, said: Said = UNSAID) -> Why:
    """Why a cell of the ledger of one loan (N = 1) is what it is; its timeline begins at ``now``, ``said`` tells where values came from.

    ``part`` is the row of a column by part, None of others. KeyError for a column that no ledger has.
    """
    return explained(scene_at(timeline, now, step, said), column, part)


def explained(scene: Scene, column: str, part: int | None = None) -> Why:
    """The same of a step that was taken apart."""
    return COLUMNS[column](scene, part)
