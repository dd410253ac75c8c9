"""The commands and their options."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from planner import __version__, casefile, scenarios
from planner.cli import files, pages
from planner.cli.serve import serve
from planner.errors import CaseError, Problem
from planner.present import compare_json, position_json, schedule_json
from planner.text import FOLDERS, Words, catalogue, choose, mark

app = typer.Typer(
    add_completion=False,
    help=mark("What an overdue loan owes today, to the cent, and what every way out would cost each side."),
)


def _known(lang: str | None) -> str | None:
    """Refuse a language there is none of."""
    if lang is not None and re.split("[-_]", lang.lower())[0] not in FOLDERS:
        words = _words(lang)
        raise typer.BadParameter(words("choose zh or en"))
    return lang


CaseName = Annotated[str, typer.Argument(metavar="CASE", help=mark("A case file, or the name of an example."), show_default=False)]
Plans = Annotated[list[str] | None, typer.Option("--plan", metavar="NAME", help=mark("Only this plan; may be repeated."))]
OnePlan = Annotated[str, typer.Option("--plan", metavar="NAME", help=mark("A plan, or do_nothing, catch_up, pay_off."))]
AsJson = Annotated[bool, typer.Option("--json", help=mark("Print JSON."))]
Csv = Annotated[Path | None, typer.Option("--csv", metavar="FILE", help=mark("Write a CSV file."))]
Lang = Annotated[str | None, typer.Option("--lang", metavar="zh|en", callback=_known, help=mark("Language of the words."))]
Port = Annotated[int | None, typer.Option("--port", min=1, max=65535, help=mark("Port of the app; 8501 unless given."))]


def _version(asked: bool) -> None:  # noqa: FBT001 - typer passes the value of an option by position
    if asked:
        print(f"planner {__version__}")  # noqa: T201 - a shell prints
        raise typer.Exit


@app.callback()
def _root(
    *,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help=mark("Print the version."))] = False,
    lang: Lang = None,
) -> None:
    """Options of the command as a whole."""
    del version, lang


@app.command(help=mark("All ways out of a case side by side."))
def compare(case: CaseName, *, plan: Plans = None, as_json: AsJson = False, csv: Csv = None, lang: Lang = None) -> None:
    """Print the comparison, or write it."""
    read = files.read(case)
    _check_names(plan or [], [*(p.name for p in read.plans), *scenarios.STANDARD])
    found = scenarios.compare(read, None if plan is None else tuple(plan))
    if csv is not None:
        _write(csv, files.comparison_rows(found), _words(lang), quiet=as_json)
    if as_json:
        _print_json(compare_json(found))
    elif csv is None:
        pages.show_comparison(_words(lang), found)


@app.command(help=mark("What is owed, by part and instalment, and what one more day costs."))
def position(case: CaseName, *, as_json: AsJson = False, csv: Csv = None, lang: Lang = None) -> None:
    """Print the position, or write it."""
    read = files.read(case)
    if csv is not None:
        _write(csv, files.position_rows(read), _words(lang), quiet=as_json)
    if as_json:
        _print_json(position_json(read))
    elif csv is None:
        pages.show_position(_words(lang), read)


@app.command(help=mark("Every payment of one plan."))
def schedule(case: CaseName, *, plan: OnePlan, as_json: AsJson = False, csv: Csv = None, lang: Lang = None) -> None:
    """Print the schedule, or write it."""
    read = files.read(case)
    found = scenarios.compare(read)
    _check_names([plan], [s.name for s in found.scenarios])
    chosen = next(s for s in found.scenarios if s.name == plan)
    form = schedule_json(chosen, read.loans[0])
    if csv is not None:
        _write(csv, files.schedule_rows(form), _words(lang), quiet=as_json)
    if as_json:
        _print_json(form)
    elif csv is None:
        pages.show_schedule(_words(lang), read, chosen, form)


@app.command(help=mark("The JSON Schema of a case file."))
def schema(*, lang: Lang = None) -> None:
    """Print the schema."""
    del lang
    _print_json(casefile.schema())


@app.command("app", help=mark("Open the app in the browser."))
def app_(*, port: Port = None, lang: Lang = None) -> None:
    """Serve the app until it is stopped."""
    serve(_words(lang), port, lang and choose(lang))


def _words(lang: str | None) -> Words:
    return catalogue(choose(lang))


def _check_names(asked: list[str], names: list[str]) -> None:
    """Every plan that does not exist, with the names there are."""
    unknown = [name for name in asked if name not in names]
    if unknown:
        raise CaseError([Problem("unknown_plan", "--plan", name, "plan_names", {"names": ", ".join(names)}) for name in unknown])


def _print_json(form: dict[str, Any]) -> None:
    """JSON as it is read best, and in ASCII where the console could not show all of it."""
    whole = sys.stdout.encoding.lower() in ("utf-8", "utf8")
    sys.stdout.write(json.dumps(form, ensure_ascii=not whole, indent=2) + "\n")


def _write(path: Path, rows: list[list[str]], words: Words, *, quiet: bool) -> None:
    """Write a CSV file, and say so unless JSON is printed."""
    files.write_csv(path, rows)
    if not quiet:
        print(words("Written: {path}", path=path))  # noqa: T201 - a shell prints
