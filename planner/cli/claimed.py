"""The three views of what is claimed, side by side on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.claims import of_case
from planner.cli.grids import Grid, spaced
from planner.present.claimed import claim_heads, claim_rows, claim_sources, claim_title

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from planner.case import Case
    from planner.text import Words


def claimed(console: Console, words: Words, case: Case) -> list[RenderableType]:
    """A table a loan that is past due, its sources below it; the loan named where there are several."""
    page: list[RenderableType] = []
    for loan, days, views in of_case(case):
        page += ["", claim_title(words, loan.id if len(case.loans) > 1 else "", days)]
        page += spaced(console, Grid(claim_heads(words), claim_rows(words, views), text=(0, 4), widest=28))
        page += claim_sources(words, views)
    return page
