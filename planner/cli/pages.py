"""What commands print for people: tables by rich, never wider than the terminal, and lines of words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.text import Text

from planner import present
from planner.checks import case_findings
from planner.cli.grids import Grid, flowed, tables
from planner.contract import stand
from planner.measures import MEASURES, Kind, Value
from planner.money import yuan
from planner.scenarios import per_day
from planner.text import mark

if TYPE_CHECKING:
    from planner.book import Position
    from planner.case import Case
    from planner.findings import Finding
    from planner.scenarios import Comparison, Scenario
    from planner.text import Words

SIDES: Final = {"borrower": mark("What the borrower pays"), "lender": mark("What the lender gets")}
GRADES: Final = {"breach": "bold red", "warning": "yellow", "note": ""}


def show_comparison(words: Words, comparison: Comparison) -> None:
    """Print what is owed, the table of scenarios, findings and conventions."""
    console, case = _console(), comparison.case
    _heading(console, words, case)
    _owed(console, words, case)
    found = comparison.scenarios
    left_out = [code for code in MEASURES if all(s.measures[code].reason == present.MISSING for s in found)]
    grid = Grid(["", *(present.say_name(words, s) for s in found)], _measures(words, found, left_out), text=(0,))
    _print(console, grid)
    _roots(console, words, found)
    if left_out:
        names = words("convention.comma").join(words(f"measure.{code}") for code in left_out)
        console.print(words("Not shown, because the case does not say what they need: {names}", names=names))
    _findings(console, words, [*case_findings(case), *(f for s in found for f in s.findings)])
    _conventions(console, words, case)


def show_position(words: Words, case: Case) -> None:
    """Print what is owed by part and by instalment, what a day costs, findings and conventions."""
    console = _console()
    now, future = stand(case.loans[0], case.as_of)
    _heading(console, words, case)
    form = present.position_form(now)
    rows = [[words(f"position.{name}"), _shown(words, value)] for name, value in form.items()]
    rows.append([words("position.per_day"), _shown(words, present.per_day_form(per_day(now, future))["total"])])
    _print(console, Grid(["", words("Owed on {date}", date=case.as_of)], rows, text=(0,)))
    _print(console, _dues(words, now))
    _findings(console, words, list(case_findings(case)))
    _conventions(console, words, case)


def show_schedule(words: Words, case: Case, scenario: Scenario, form: dict[str, Any]) -> None:
    """Print the rows of one scenario; columns in which nothing stands are left out."""
    console = _console()
    _heading(console, words, case)
    amounts = [name for name in ("principal", "interest", "penalty", "compound", "fee", "released", "waived") if _stands(form, name)]
    names = ["step", "due", "days", "payment", *amounts, "opening", "closing"]
    rows: list[list[str] | str] = [[_shown(words, row[name]) for name in names] for row in form["rows"]]
    total = {"due": words("Total"), **{name: _shown(words, amount) for name, amount in form["totals"].items()}}
    grid = Grid([words(f"column.{name}") for name in names], [*rows, [total.get(name, "") for name in names]], pinned=2, text=(1,))
    console.print(Text(present.say_name(words, scenario), style="bold"))
    _print(console, grid)
    _findings(console, words, list(scenario.findings))


def _console() -> Console:
    """A console that takes every text as it is written."""
    return Console(markup=False, emoji=False, highlight=False)


def _heading(console: Console, words: Words, case: Case) -> None:
    title = case.title or words(f"kind.{case.loans[0].kind}")
    console.print(Text(words("{title}, as of {date}", title=title, date=case.as_of), style="bold"))


def _print(console: Console, grid: Grid) -> None:
    """A grid, each of its tables after an empty line; nothing where it has no rows."""
    for table in tables(console, grid) if grid.rows else ():
        console.print()
        console.print(table)


def _owed(console: Console, words: Words, case: Case) -> None:
    """What is owed by part, how late it is, and what one more day costs."""
    now, future = stand(case.loans[0], case.as_of)
    form, day = present.position_form(now), present.per_day_form(per_day(now, future))
    days = int(form["days_past_due"])
    late = words.plural("{n} day past due", "{n} days past due", days) if days else words("nothing past due")
    console.print(words("Owed: {total}, {late}", total=_shown(words, form["total"]), late=late))
    console.print(flowed(_listed(words, form), console.width))
    if day["total"] != yuan(0):
        console.print(words("One more day costs {amount}", amount=_shown(words, day["total"])))
        console.print(flowed(_listed(words, day), console.width))


def _listed(words: Words, form: dict[str, Any]) -> list[str]:
    """The parts that stand, by name."""
    parts = [name for name, value in form.items() if name not in ("total", "days_past_due") and value != yuan(0)]
    return [f"{words(f'position.{name}')} {_shown(words, form[name])}" for name in parts]


def _measures(words: Words, found: tuple[Scenario, ...], left_out: list[str]) -> list[list[str] | str]:
    """Rows of the comparison: each side's measures under its heading; parts that differ from nothing under their total."""
    rows: list[list[str] | str] = []
    side = ""
    for code, measure in MEASURES.items():
        if code in left_out:
            continue
        if measure.side != side:
            side = measure.side
            rows.append(words(SIDES[side]))
        values = [s.measures[code] for s in found]
        rows.append([words(f"measure.{code}"), *(present.say_value(words, value) for value in values)])
        if measure.kind is Kind.PARTS:
            rows += _by_part(words, values)
    return rows


def _by_part(words: Words, values: list[Value]) -> list[list[str]]:
    """One row for each part that has anything anywhere."""
    amounts = [value.amount if isinstance(value.amount, tuple) else (0,) * 5 for value in values]
    names = ("principal", "interest", "penalty", "compound", "fee")
    return [
        [f"  {words(f'part.{name}')}", *(words.money(own[part]) for own in amounts)]
        for part, name in enumerate(names)
        if any(own[part] for own in amounts)
    ]


def _roots(console: Console, words: Words, found: tuple[Scenario, ...]) -> None:
    """Every rate of return where there are several."""
    for scenario in found:
        for code, value in scenario.measures.items():
            rates = present.all_rates(words, value)
            if rates:
                name, measure = present.say_name(words, scenario), words(f"measure.{code}")
                console.print(words("{name}: {measure} has several answers: {rates}", name=name, measure=measure, rates=rates))


def _dues(words: Words, now: Position) -> Grid:
    """The unpaid instalments; parts in which nothing stands are left out."""
    dues = present.dues_form(now)
    parts = [part for part in ("principal", "interest", "penalty", "compound", "fee") if any(row[part] != yuan(0) for row in dues)]
    rows: list[list[str] | str] = [[_shown(words, row[name]) for name in ("due", *parts)] for row in dues]
    return Grid([words("position.due"), *(words(f"part.{part}") for part in parts)], rows, text=(0,))


def _stands(form: dict[str, Any], name: str) -> bool:
    return bool(form["totals"][name] != yuan(0))


def _shown(words: Words, value: object) -> str:
    """A figure of JSON in print: amounts grouped, everything else as it is."""
    return present.grouped(words, str(value))


def _findings(console: Console, words: Words, found: list[Finding]) -> None:
    """One line a finding, after an empty line."""
    if found:
        console.print()
    for finding in found:
        where = f"{finding.where}: " if finding.where and finding.code != "not_used" else ""
        line = Text(words(f"grade.{finding.grade}"), style=GRADES.get(finding.grade, ""))
        console.print(line.append(f" · {where}{present.say_finding(words, finding)}", style=""))


def _conventions(console: Console, words: Words, case: Case) -> None:
    """All conventions in one paragraph."""
    said = [words("{name}: {value}", name=name, value=value) for name, value in present.say_conventions(words, present.conventions(case))]
    console.print()
    console.print(words("Calculated by these conventions"))
    console.print(flowed(said, console.width), style="dim")
