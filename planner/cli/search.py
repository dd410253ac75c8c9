"""Commands that look for plans rather than compare those there are."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from planner.cli import files, loans, offered
from planner.cli.commands import AsJson, CaseName, Lang, OnePlan, app, check_names, print_json
from planner.cli.progress import counted, progress
from planner.levers import Lever
from planner.offers import search as look
from planner.present import offers_json, say_value, solved_json
from planner.present.solved import COUNTS, RATES
from planner.solve import Solved
from planner.solve import solve as search
from planner.text import Words, mark

__all__ = ["app", "offers", "solve"]

TRIES: Final = 46
"""About as many budgets as are tried."""
Vary = Annotated[
    str,
    typer.Option(
        "--vary", metavar=mark("NUMBER"), help=mark("months, rate, payment, waiver, lump_sum, down_payment, pause, settle or budget.")
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
    context: typer.Context, case: CaseName, *, plan: OnePlan, vary: Vary, until: Until, loan: loans.OneLoan = None,
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
        lines = [*loans.said(context.obj, whole, loan), *say_solved(context.obj, plan[0], until, found)]
        print("\n".join(lines))  # noqa: T201 - a shell prints


def say_lever(words: Words, lever: Lever, value: int | None) -> str:
    """A number of a plan in words; a plan that does not say it has none."""
    if value is None:
        return words("lever.none")
    if lever.name in COUNTS:
        return words.plural("{n} month", "{n} months", value)
    return words.rate(value) if lever.name in RATES else words.money(value)


def say_solved(words: Words, plan: str, until: str, found: Solved) -> list[str]:
    """One sentence on what was found, and what the measure asked for then is."""
    lever = words(f"lever.{found.lever.name}")
    measure = until.split("<", maxsplit=1)[0].split(">", maxsplit=1)[0].split("=", maxsplit=1)[0].strip()
    value = say_lever(words, found.lever, found.value)
    if found.status == "already_met":
        lines = [words("{plan}: {until} holds already; {lever}: {value}", plan=plan, until=until, lever=lever, value=value)]
    elif found.status == "solved":
        lines = [words("{plan}: {until} holds with {lever}: {value}", plan=plan, until=until, lever=lever, value=value)]
    else:
        lines = [words("{plan}: no value of {lever} makes {until} hold", plan=plan, until=until, lever=lever)]
        if found.nearest is not None:
            lines.append(words("Nearest: {value}", value=say_lever(words, found.lever, found.nearest)))
    if measure in found.measures:
        lines.append(f"{words(f'measure.{measure}')} {say_value(words, found.measures[measure])}")
    return lines
