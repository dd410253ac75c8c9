"""What commands print of conventions: what each moves, and a history beside the bank's statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from planner import present
from planner.cli.grids import Grid, flowed, spaced

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from planner.loan import Loan
    from planner.reconcile import Reconciliation
    from planner.sensitivity import Sensitivity
    from planner.text import Words

MARGIN: Final = 18
"""Cells that are left beside the column that says a change."""


def moves(console: Console, words: Words, found: Sensitivity, loan: Loan) -> list[RenderableType]:
    """A row for each move of something, values that come to the same in one, and the conventions that move nothing."""
    moved, still = present.say_moves(words, found, loan)
    rows: list[list[str] | str] = [[f"{change}\n  {parts}", total] for change, parts, total in moved]
    nothing: list[RenderableType] = ["", words("No other value of these moves anything here:"), flowed(console, still)]
    heads = [words("If the convention were"), words("Added, yuan")]
    return [
        words("Owed: {total}", total=words.money(found.now.parts[-1])),
        *spaced(console, Grid(heads, rows, text=(0,), widest=console.width - MARGIN)), *(nothing if still else []),
    ]  # fmt: skip


def reconciliation(console: Console, words: Words, found: Reconciliation) -> list[RenderableType]:
    """Ours beside the bank's, by part and for dues that differ, then the changes under which both agree."""
    heads = [words("The bank's statement of {date}", date=found.date), words("Ours"), words("The bank's"), words("Ours less the bank's")]
    parts, dues = Grid(heads, present.say_beside(words, found), text=(0,)), present.say_dues_beside(words, found)
    return [
        *spaced(console, parts), *spaced(console, Grid([words("Instalments that differ"), *heads[1:]], dues, text=(0,))), "",
        *(Text(present.say_finding(words, finding)) for finding in found.contradictions),
        *(Text(line) for line in present.say_verdict(words, found)),
        *(flowed(console, [line]) for line in present.say_sets(words, found)),
    ]  # fmt: skip
