"""The commands and their options."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from planner import __version__, casefile, scenarios
from planner.casefile.units import LAST_DAY
from planner.cli import files, loans, pages
from planner.cli.progress import counted
from planner.cli.serve import serve
from planner.cli.sheets import write_csv
from planner.cli.usage import Misused
from planner.errors import CaseError, Problem
from planner.present import compare_json, position_json, schedule_json, sensitivity_json
from planner.reconcile import reconcile
from planner.sensitivity import sensitivity as of_conventions
from planner.text import FOLDERS, Words, choose, mark
from planner.verify import problems

app = typer.Typer(
    add_completion=False,
    help=mark("What an overdue loan owes today, to the cent, and what every way out would cost each side."),
)


def _known(context: typer.Context, lang: str | None) -> str | None:
    """Refuse a language there is none of."""
    if lang is not None and re.split("[-_]", lang.lower())[0] not in FOLDERS:
        words: Words = context.obj
        raise Misused(words("choose zh or en"))
    return lang


def _named(context: typer.Context, case: str) -> str:
    """Refuse a name with nothing in it."""
    if not case.strip():
        words: Words = context.obj
        raise Misused(words("cannot be empty"))
    return case


def _single(context: typer.Context, plans: list[str]) -> list[str]:
    """Refuse a second plan."""
    if len(plans) > 1:
        words: Words = context.obj
        raise Misused(words("give one plan only"))
    return plans


def _dated(context: typer.Context, on: str | None) -> str | None:
    """Refuse what is no date of the format, or out of its range."""
    if on is not None and not _is_day(on):
        words: Words = context.obj
        raise Misused(words("a date such as 2026-10-31 is expected, up to {last}", last=LAST_DAY))
    return on


def _is_day(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII)) and dt.date.fromisoformat(text) <= LAST_DAY
    except ValueError:
        return False


CaseName = Annotated[
    str, typer.Argument(metavar=mark("CASE"), callback=_named, help=mark("A case file, or the name of an example."), show_default=False)
]
Plans = Annotated[list[str] | None, typer.Option("--plan", metavar=mark("NAME"), help=mark("Only this plan; may be repeated."))]
OnePlan = Annotated[
    list[str], typer.Option("--plan", metavar=mark("NAME"), callback=_single, help=mark("A plan, or do_nothing, catch_up, pay_off."))
]
PlanName = Annotated[list[str], typer.Option("--plan", metavar=mark("NAME"), callback=_single, help=mark("A plan of the case."))]
On = Annotated[str | None, typer.Option("--on", metavar=mark("DATE"), callback=_dated, help=mark("What pays everything off on this day."))]
AsJson = Annotated[bool, typer.Option("--json", help=mark("Print JSON."))]
Csv = Annotated[Path | None, typer.Option("--csv", metavar=mark("FILE"), help=mark("Write a CSV file."))]
Lang = Annotated[str | None, typer.Option("--lang", metavar="zh|en", callback=_known, is_eager=True, help=mark("Language of the words."))]
Port = Annotated[
    int | None, typer.Option("--port", metavar=mark("NUMBER"), min=1, max=65535, help=mark("Port of the app; 8501 unless given."))
]


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
def compare(
    context: typer.Context, case: CaseName, *, plan: Plans = None, loan: loans.OneLoan = None, as_json: AsJson = False, csv: Csv = None,
    lang: Lang = None,
) -> None:  # fmt: skip
    """Print the comparison, or write it."""
    del lang
    read = loans.of(files.read(case), loan)
    check_names(plan or [], [*(p.name for p in read.plans), *scenarios.STANDARD])
    found = scenarios.compare(read, None if plan is None else tuple(plan))
    form = compare_json(found) if as_json else {}
    if csv is not None:
        write(csv, files.comparison_rows(found), case, context.obj, quiet=as_json)
    if as_json:
        print_json(form)
    elif csv is None:
        pages.show_comparison(context.obj, found)


@app.command(help=mark("What is owed, by part and instalment, and what one more day costs."))
def position(
    context: typer.Context, case: CaseName, *, on: On = None, as_json: AsJson = False, csv: Csv = None, lang: Lang = None
) -> None:
    """Print the position, or write it."""
    del lang
    read = files.read(case)
    if wrong := problems(read):
        raise CaseError(wrong)
    day = None if on is None else dt.date.fromisoformat(on)
    if day is not None and day < read.as_of:
        raise CaseError([Problem("date.before_as_of", "--on", day.isoformat(), values={"date": read.as_of.isoformat()})])
    with counted(context.obj("Trying conventions")) as progress:
        found = [reconcile(loan, progress) for loan in read.loans]
    form = position_json(read, day, found) if as_json else {}
    if csv is not None:
        write(csv, files.position_rows(read), case, context.obj, quiet=as_json)
    if as_json:
        print_json(form)
    elif csv is None:
        pages.show_position(context.obj, read, day, found)


@app.command(help=mark("What each open convention is worth today, in yuan."))
def sensitivity(context: typer.Context, case: CaseName, *, as_json: AsJson = False, lang: Lang = None) -> None:
    """Print what each convention would move."""
    del lang
    read = files.read(case)
    if wrong := problems(read):
        raise CaseError(wrong)
    with counted(context.obj("Trying conventions")) as progress:
        found = [of_conventions(loan, read.as_of, progress) for loan in read.loans]
    if as_json:
        print_json(sensitivity_json(found, read.loans))
    else:
        pages.show_sensitivity(context.obj, read, found)


@app.command(help=mark("Every payment of one plan."))
def schedule(context: typer.Context, case: CaseName, *, plan: OnePlan, as_json: AsJson = False, csv: Csv = None, lang: Lang = None) -> None:
    """Print the schedule, or write it."""
    del lang
    read = files.read(case)
    found = scenarios.compare(read)
    check_names(plan, [s.name for s in found.scenarios])
    chosen = next(s for s in found.scenarios if s.name == plan[0])
    form = schedule_json(chosen, *read.loans)
    if csv is not None:
        write(csv, files.schedule_rows(form), case, context.obj, quiet=as_json)
    if as_json:
        print_json(form)
    elif csv is None:
        pages.show_schedule(context.obj, read, chosen, form)


@app.command(help=mark("The JSON Schema of a case file."))
def schema(*, lang: Lang = None) -> None:
    """Print the schema."""
    del lang
    print_json(casefile.schema())


@app.command("app", help=mark("Open the app in the browser."))
def app_(context: typer.Context, *, port: Port = None, lang: Lang = None) -> None:
    """Serve the app until it is stopped."""
    asked = lang or context.find_root().params.get("lang")
    serve(context.obj, port, asked and choose(asked))


def check_names(asked: list[str], names: list[str]) -> None:
    """Every plan that does not exist, each once, with the names there are."""
    known = ", ".join(_quoted(name) for name in names)
    unknown = [name for name in dict.fromkeys(asked) if name not in names]
    if unknown:
        raise CaseError([Problem("unknown_plan", "--plan", _quoted(name), "plan_names", {"names": known}) for name in unknown])


def _quoted(name: str) -> str:
    return f'"{name}"'


def print_json(form: dict[str, Any]) -> None:
    """JSON as it is read best, and in ASCII where the console could not show all of it."""
    whole = (sys.stdout.encoding or "utf-8").lower() in ("utf-8", "utf8")
    sys.stdout.write(json.dumps(form, ensure_ascii=not whole, indent=2) + "\n")


def write(path: Path, rows: list[list[str]], case: str, words: Words, *, quiet: bool) -> None:
    """Write a CSV file, and say so unless JSON is printed."""
    write_csv(path, rows, files.find(case))
    if not quiet:
        print(words("Written: {path}", path=path))  # noqa: T201 - a shell prints
