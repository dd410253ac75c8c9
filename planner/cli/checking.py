"""Commands on rules: what they say of a case, and what stands in a rulebook."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Annotated

import typer

from planner import rules as rulebooks
from planner.claims import of_case
from planner.cli import files, pages
from planner.cli.commands import AsJson, CaseName, Lang, print_json
from planner.cli.search import app
from planner.present import review_json, rulebook_json
from planner.review import review
from planner.text import mark

__all__ = ["app", "check", "rules"]

BREACHED = 1
EPOCH = "SOURCE_DATE_EPOCH"
Book = Annotated[str, typer.Argument(metavar=mark("BOOK"), help=mark("The name of a rulebook, or a file of one's own."))]


@app.command(help=mark("What the rules say of a case; exit code 1 where one is broken."))
def check(context: typer.Context, case: CaseName, *, as_json: AsJson = False, lang: Lang = None) -> None:
    """Print every finding."""
    del lang
    read = files.read(case)
    found = review(read)
    if as_json:
        print_json(review_json(found, of_case(read)))
    else:
        pages.show_review(context.obj, read, found)
    if any(finding.grade == "breach" for finding in found):
        raise typer.Exit(BREACHED)


@app.command(help=mark("Every rule of a rulebook with its dates, source and how sure it is."))
def rules(context: typer.Context, book: Book = "cn", *, as_json: AsJson = False, lang: Lang = None) -> None:
    """Print the book."""
    del lang
    read = rulebooks.named(book, Path())
    if as_json:
        print_json(rulebook_json(read, _today()))
    else:
        pages.show_rules(context.obj, read, _today())


def _today() -> dt.date:
    """The day of printing, that of SOURCE_DATE_EPOCH where it is set."""
    epoch = os.environ.get(EPOCH, "")
    return (dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch.isdigit() else dt.datetime.now(dt.UTC)).date()
