"""Case files and examples by name, and the rows of CSV files."""

from __future__ import annotations

import contextlib
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from planner import casefile, debts
from planner.book import Part
from planner.casefile.lines import lines_of
from planner.cli.places import in_order
from planner.errors import CaseError
from planner.measures import MEASURES, Kind, jsonable
from planner.money import yuan
from planner.present import AMOUNTS, dues_form
from planner.present.forms import owed_now

if TYPE_CHECKING:
    from planner.book import Position
    from planner.case import Case
    from planner.scenarios import Comparison, Scenario

_PACKAGE: Final = Path(__file__).resolve().parents[1]
EXAMPLES: Final = (_PACKAGE / "examples", _PACKAGE.parent / "examples")
"""Where the examples lie in an installed wheel, and in a checkout."""
_PARTS: Final = [part.name.lower() for part in Part]


def find(name: str) -> Path:
    """The file of that name, or the example; the name itself where there is neither."""
    path = Path(name)
    # Where the system refuses to look, reading says why.
    with contextlib.suppress(OSError):
        if path.exists() or path.name != name:
            return path
        inside = (folder / f"{name.removesuffix('.toml')}.toml" for folder in EXAMPLES)
        return next((example for example in inside if example.is_file()), path)
    return path


def read(name: str) -> Case:
    """The case of a file or example; CaseError with every problem, in the order of the file."""
    path = find(name)
    try:
        return casefile.read(path)
    except CaseError as error:
        problems = in_order(error.problems, _document(path)) if len(error.problems) > 1 else error.problems
        raise CaseError([p if p.path else replace(p, path=str(path)) for p in problems]) from error


def lines(name: str) -> dict[str, int]:
    """The line of every key of a case file, by path; none where it cannot be read again."""
    with contextlib.suppress(OSError, ValueError):
        return lines_of(find(name).read_text(encoding="utf-8-sig"))
    return {}


def _document(path: Path) -> dict[str, Any]:
    """The tables of a file once more; none where it cannot be read again."""
    with contextlib.suppress(OSError, ValueError):
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    return {}


def comparison_rows(comparison: Comparison) -> list[list[str]]:
    """One row a scenario: name, kind, every measure; the measures by part one column a part."""
    head = ["name", "kind"]
    for code, measure in MEASURES.items():
        head += [f"{code}_{part}" for part in _PARTS] if measure.kind is Kind.PARTS else [code]
    return [head, *(_scenario_row(s) for s in comparison.scenarios)]


def _scenario_row(scenario: Scenario) -> list[str]:
    cells = [scenario.name, scenario.kind]
    for code, measure in MEASURES.items():
        figure = jsonable(scenario.measures[code])
        if measure.kind is Kind.PARTS:
            cells += [figure[part] if isinstance(figure, dict) else "" for part in _PARTS]
        else:
            cells.append("" if figure is None else str(figure))
    return cells


def position_rows(case: Case) -> list[list[str]]:
    """Where the debt stands; of several loans each, named in a column of its own, and then the total of all."""
    each = {loan.id: now for loan, (now, _) in zip(case.loans, debts.stands(case), strict=True)}
    head, joint = ["kind", "due", *_PARTS, "total"], _position_rows(debts.joined(list(each.values())))
    if len(each) == 1:
        return [head, *joint]
    return [["loan", *head], *([name, *row] for name, now in each.items() for row in _position_rows(now)), ["", *joint[-1]]]


def _position_rows(now: Position) -> list[list[str]]:
    """Unpaid instalments, what is not due yet, what is set aside, money held, and the total."""
    undue = [int(now.principal[0]), int(now.accrued[0]), 0, 0, 0]
    aside = [int(cents) for cents in (now.deferred + now.conditional)[:, 0]]
    total = [a + b for a, b in zip(owed_now(now), aside, strict=True)]
    held = int(now.held[0])
    return [
        *(_amounts_row("due", row["due"], [_cents(row[part]) for part in _PARTS]) for row in dues_form(now)),
        _amounts_row("not_due", "", undue), _amounts_row("deferred", "", aside),
        ["held", "", *[""] * len(_PARTS), yuan(-held)],
        [*_amounts_row("total", "", total)[:-1], yuan(sum(total) - held)],
    ]  # fmt: skip


def _cents(amount: str) -> int:
    return int(amount.replace(".", ""))


def _amounts_row(kind: str, due: str, cents: list[int]) -> list[str]:
    return [kind, due, *(yuan(c) for c in cents), yuan(sum(cents))]


def schedule_rows(form: dict[str, Any]) -> list[list[str]]:
    """The rows of a schedule, and its totals."""
    head = list(form["rows"][0]) if form["rows"] else ["step", "loan", "due", "days", "opening", *AMOUNTS, "closing"]
    totals = {"due": "total", **form["totals"]}
    return [head, *([str(row[name]) for name in head] for row in form["rows"]), [str(totals.get(name, "")) for name in head]]
