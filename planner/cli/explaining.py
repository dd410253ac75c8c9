"""The command that says why a figure is what it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner import scenarios
from planner.cli import files, pages
from planner.cli.breaking import app
from planner.cli.commands import AsJson, CaseName, Lang, OnePlan, check_names, print_json, write
from planner.cli.grids import Grid
from planner.errors import CaseError, Problem
from planner.explain.scheduled import COLUMNS as ROW_COLUMNS
from planner.figures import MEASURES
from planner.present import say_name
from planner.present.whole import derivation_rows
from planner.present.why import heading, label, say_why, title, why_json
from planner.text import Words, mark
from planner.whys import LEDGER, Explainer

if TYPE_CHECKING:
    from planner.scenarios import Scenario
    from planner.why import Why

__all__ = ["app", "explain"]

Step = Annotated[int | None, typer.Option("--step", metavar=mark("NUMBER"), help=mark("A row of the schedule, from 1."))]
Column = Annotated[str | None, typer.Option("--column", metavar=mark("COLUMN"), help=mark("A column of that row."))]
MeasureName = Annotated[str | None, typer.Option("--measure", metavar=mark("CODE"), help=mark("A figure of the comparison."))]
Depth = Annotated[
    int, typer.Option("--depth", metavar=mark("NUMBER"), min=0, max=20, help=mark("How many levels of inputs are explained in turn."))
]
Whole = Annotated[
    Path | None, typer.Option("--csv", metavar=mark("FILE"), help=mark("Write every cell of the plan's ledger with its formula."))
]


@app.command(help=mark("Why a figure is what it is: formula, inputs, and where each came from."))
def explain(  # noqa: PLR0913 - an option is a parameter
    context: typer.Context, case: CaseName, *, plan: OnePlan, step: Step = None, column: Column = None, measure: MeasureName = None,
    depth: Depth = 2, as_json: AsJson = False, csv: Whole = None, lang: Lang = None,
) -> None:  # fmt: skip
    """Print one explanation, or what can be asked; write the whole derivation."""
    del lang
    words: Words = context.obj
    read = files.read(case)
    found = scenarios.compare(read)
    check_names(plan, [s.name for s in found.scenarios])
    explainer, chosen = Explainer(found, files.lines(case)), next(s for s in found.scenarios if s.name == plan[0])
    if csv is not None:
        write(csv, derivation_rows(words, explainer, chosen.name), case, words, quiet=as_json)
    if step is None and column is None and measure is None:
        if csv is None or as_json:
            _choices(words, explainer, chosen, as_json=as_json)
        return
    why = explainer.opened(_asked(explainer, chosen.name, (step, column, measure)), depth)
    if as_json:
        print_json({"plan": chosen.name, "step": step, **why_json(why)})
    else:
        head = words("{plan}: {figure}", plan=say_name(words, chosen), figure=title(words, why))
        pages.show([head, *((level + 1, line) for level, line in say_why(words, why))])


def _asked(explainer: Explainer, name: str, asked: tuple[int | None, str | None, str | None]) -> Why:
    """What is asked for; CaseError with all that cannot be answered."""
    step, column, measure = asked
    wrong = _problems(len(explainer.lines(name)), *asked)
    if not wrong and step is not None and column is not None:
        try:
            return explainer.line(name, step, column)
        except KeyError:
            wrong = [_unknown("column", column, _columns())]
    if wrong or measure is None:
        raise CaseError(wrong)
    return explainer.measure(name, measure)


def _problems(rows: int, step: int | None, column: str | None, measure: str | None) -> list[Problem]:
    """What is wrong with the question, as far as its words show it."""
    wrong = []
    if measure is not None and (step is not None or column is not None):
        wrong.append(Problem("one_question", "--measure", measure))
    if measure is not None and measure not in MEASURES:
        wrong.append(_unknown("measure", measure, list(MEASURES)))
    if measure is None and column is None:
        wrong.append(Problem("no_column", "--column", "", "column_names", {"names": ", ".join(_columns())}))
    if measure is None and column is not None and step is None:
        wrong.append(Problem("no_step", "--step", "", "step_numbers", {"count": str(rows)}))
    if step is not None and not 1 <= step <= rows:
        wrong.append(Problem("unknown_step", "--step", str(step), "step_numbers", {"count": str(rows)}))
    return wrong


def _unknown(what: str, found: str, names: list[str]) -> Problem:
    """A name that nothing bears, with the names there are."""
    values = {"names": ", ".join(names)}
    if what == "measure":
        return Problem("unknown_measure", "--measure", f'"{found}"', "measure_names", values)
    return Problem("unknown_column", "--column", f'"{found}"', "column_names", values)


def _columns() -> list[str]:
    """The columns of a schedule's row, and what its days added."""
    return list(ROW_COLUMNS)


def _choices(words: Words, explainer: Explainer, scenario: Scenario, *, as_json: bool) -> None:
    """What can be asked of a scenario."""
    rows = len(explainer.lines(scenario.name))
    if as_json:
        print_json({"plan": scenario.name, "measures": list(MEASURES), "steps": rows, "columns": _columns(), "ledger_columns": LEDGER})
        return
    measures: list[list[str] | str] = [[code, words(f"measure.{code}")] for code in MEASURES]
    columns: list[list[str] | str] = [[code, heading(words, code)] for code in _columns()]
    ledger: list[list[str] | str] = [[code, label(words, code.partition(".")[0])] for code in LEDGER]
    pages.show([
        words("{plan}: what can be asked", plan=say_name(words, scenario)),
        Grid(["--measure", ""], measures, text=(0, 1)),
        words("--step 1 to {count}, a row of the schedule, with --column:", count=rows), Grid(["--column", ""], columns, text=(0, 1)),
        words("The same of the ledger on that row's day:"), Grid(["--column", ""], ledger, text=(0, 1)),
    ])  # fmt: skip
