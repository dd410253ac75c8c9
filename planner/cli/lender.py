"""The command for the lender's view: what every way out is worth, and how far each assumption moves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from planner import scenarios
from planner.book import PARTS
from planner.cli import files, pages
from planner.cli.commands import AsJson, CaseName, Lang, print_json
from planner.cli.explaining import app
from planner.cli.grids import Grid
from planner.present import say_name, say_value, worth_json
from planner.text import Words, mark
from planner.wording_worth import moved_by, say_breakeven, say_line, say_rates, say_reach
from planner.worth import SHOWN, lender

if TYPE_CHECKING:
    from planner.scenarios import Comparison
    from planner.worth import Lender

__all__ = ["app", "worth"]


@app.command(help=mark("What every way out is worth to the lender, and how far each assumption moves it."))
def worth(context: typer.Context, case: CaseName, *, as_json: AsJson = False, lang: Lang = None) -> None:
    """Print the lender's view."""
    del lang
    words: Words = context.obj
    comparison = scenarios.compare(files.read(case))
    found = lender(comparison)
    if as_json:
        print_json(worth_json(found))
    else:
        pages.show(_page(words, comparison, found))


def _page(words: Words, comparison: Comparison, found: Lender) -> list[Any]:
    """The figures side by side, what they rest on, and for each way out what moves them."""
    names = [say_name(words, scenario) for scenario in comparison.scenarios]
    page: list[Any] = [words("What every way out is worth to the lender, yuan"), Grid(["", *names], _rows(words, found), text=(0,))]
    page += [*say_rates(words, found), *say_line(words, found, comparison), *filter(None, (say_breakeven(words, w) for w in found.ways))]
    for name, way in zip(names, found.ways, strict=True):
        if rows := say_reach(words, way):
            heads = [words("Assumption"), words("Its range"), *(words(f"measure.{code}") for code in moved_by(way))]
            page += ["", words("{plan}: one assumption moved, the others as they are", plan=name), Grid(heads, rows, text=(0,))]
    return page


def _rows(words: Words, found: Lender) -> list[list[str] | str]:
    """A row a figure; of what is forgiven also its parts."""
    rows: list[list[str] | str] = []
    for code in SHOWN:
        values = [way.figures[code] for way in found.ways]
        rows.append([words(f"measure.{code}"), *(say_value(words, value) for value in values)])
        parts = [value.amount if isinstance(value.amount, tuple) else () for value in values]
        rows += [
            [f"  {words(f'part.{part.name.lower()}')}", *(words.money(own[part]) if own else "" for own in parts)]
            for part in PARTS if any(own and own[part] for own in parts)
        ]  # fmt: skip
    return rows
