"""The command that breaks a plan at one of its payments, or at each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.book import PARTS
from planner.breaks import breaks, broken
from planner.cli import files, loans, pages
from planner.cli.commands import AsJson, CaseName, Lang, PlanName, check_names, print_json
from planner.cli.grids import Grid
from planner.cli.progress import counted
from planner.cli.stress import Cure, OnBreak, app
from planner.dates import date
from planner.present import breaks_json
from planner.text import Words, mark
from planner.wording import ON_BREAK, say_worse

if TYPE_CHECKING:
    from planner.breaks import Broken

__all__ = ["app", "break_"]

At = Annotated[
    int | None, typer.Option("--at", metavar=mark("NUMBER"), min=1, help=mark("The payment that is missed, from 1; each unless given."))
]


@app.command("break", help=mark("What comes back and what is owed if a plan's payments stop."))
def break_(  # noqa: PLR0913 - options of a command
    context: typer.Context, case: CaseName, *, plan: PlanName, at: At = None, cure: Cure = 0, on_break: OnBreak = "restore",
    loan: loans.OneLoan = None, as_json: AsJson = False, lang: Lang = None,
) -> None:  # fmt: skip
    """Print one break by part, or a line for each."""
    del lang
    words: Words = context.obj
    read = loans.of(files.read(case), loan)
    check_names(plan, [p.name for p in read.plans])
    chosen = next(p for p in read.plans if p.name == plan[0])
    if at is not None:
        found = [broken(read, chosen, at - 1, on_break, cure)]
    else:
        with counted(words("Breaking the plan")) as tell:
            found = breaks(read, chosen, on_break, cure, tell)
    if as_json:
        print_json(breaks_json(chosen.name, (on_break, cure), found))
    else:
        head = words("{plan}: if it is broken – {what}", plan=chosen.name, what=words(ON_BREAK[on_break]))
        pages.show([head, *(_one(words, found[0]) if at else _all(words, found))])


def _one(words: Words, found: Broken) -> list[Any]:
    """One break by part."""
    said = words(
        "The payment of {missed} is not made, {paid} came before it. Broken on {date}; the day after is owed:",
        missed=date(found.missed), date=date(found.date), paid=words.money(found.paid),
    )  # fmt: skip
    heads = ["", words("After the break"), words("Without the plan"), words("Had been set aside")]
    columns = (found.owed, found.never, found.back)
    rows: list[list[str] | str] = [
        [words(f"part.{part.name.lower()}"), *(words.money(int(own[part])) for own in columns)]
        for part in PARTS if any(own[part] for own in columns)
    ]  # fmt: skip
    total = [words("position.total"), *(words.money(int(own.sum())) for own in columns)]
    return [said, Grid(heads, [*rows, total]), say_worse(words, found)]


def _all(words: Words, found: list[Broken]) -> list[Any]:
    """A line a break."""
    heads = [
        words("Payment"), words("Missed on"), words("Broken on"), words("Paid before"), words("Owed then"), words("Had been set aside"),
        words("Worse than no plan by"),
    ]  # fmt: skip
    rows: list[list[str] | str] = [
        [
            str(one.at + 1), date(one.missed).isoformat(), date(one.date).isoformat(), words.money(one.paid),
            words.money(int(one.owed.sum())), words.money(int(one.back.sum())), words.money(one.worse),
        ]
        for one in found
    ]  # fmt: skip
    return [Grid(heads, rows)]
