"""Commands that look for plans rather than compare those there are."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from planner.cli import files, loans, offered
from planner.cli.commands import AsJson, CaseName, Lang, PlanName, app, check_names, print_json
from planner.cli.progress import counted, progress
from planner.offers import search as look
from planner.present import offers_json, solved_json
from planner.solve import solve as search
from planner.text import Words, mark
from planner.wording_solved import say_solved

__all__ = ["app", "offers", "solve"]

TRIES: Final = 46
"""About as many budgets as are tried."""
Vary = Annotated[
    str,
    typer.Option(
        "--vary", metavar=mark("NAME"), help=mark("months, rate, payment, waiver, lump_sum, down_payment, pause, settle or budget.")
    ),
]
Until = Annotated[str, typer.Option("--until", metavar=mark("CONDITION"), help=mark('What is to hold: "highest_payment <= 1800".'))]
Steps = Annotated[
    int | None, typer.Option("--steps", metavar=mark("NUMBER"), min=2, help=mark("Values tried of each number; a few unless given."))
]


@app.command(help=mark("Plans that the household can pay and the mandate allows."))
def offers(
    context: typer.Context, case: CaseName, *, steps: Steps = None, loan: loans.OneLoan = None, as_json: AsJson = False, lang: Lang = None
) -> None:
    """Print three offers, the frontier and a ladder, or the smallest change where nothing is feasible."""
    del lang
    read = files.read(case)
    words: Words = context.obj
    with counted(words("Plans tried")) as tell:
        found = look(loans.of(read, loan), steps=steps, progress=tell)
    if as_json:
        print_json(offers_json(found))
    else:
        offered.show(words, found, loans.said(words, read, loan))


@app.command(help=mark("The least change of one number of a plan with which a condition holds."))
def solve(
    context: typer.Context, case: CaseName, *, plan: PlanName, vary: Vary, until: Until, loan: loans.OneLoan = None,
    as_json: AsJson = False, lang: Lang = None,
) -> None:  # fmt: skip
    """Print the number, or that none will do."""
    del lang
    whole = files.read(case)
    read = loans.of(whole, loan)
    check_names(plan, [p.name for p in read.plans])
    with progress(context.obj("Budgets tried"), TRIES) as advance:
        found = search(read, plan[0], vary, until, advance)
    if as_json:
        print_json(solved_json(found))
    else:
        lines = [*loans.said(context.obj, whole, loan), *say_solved(context.obj, plan[0], found)]
        print("\n".join(lines))  # noqa: T201 - a shell prints
