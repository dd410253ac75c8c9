"""What commands print for people: tables by rich, never wider than the terminal, and lines of words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.text import Text

from planner import debts, present
from planner.cli import differences
from planner.cli.claimed import claimed
from planner.cli.grids import Grid, dot, flowed, spaced
from planner.dates import day
from planner.measures import MEASURES, Kind, Value
from planner.money import yuan
from planner.past import all_findings
from planner.payoff import per_day
from planner.present.claimed import CLAIMS
from planner.text import mark

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from planner.case import Case
    from planner.findings import Finding
    from planner.loan import Loan
    from planner.reconcile import Reconciliation
    from planner.rules import Rulebook
    from planner.scenarios import Comparison, Scenario
    from planner.sensitivity import Sensitivity
    from planner.text import Words

SIDES: Final = {"borrower": mark("What the borrower pays"), "lender": mark("What the lender gets")}
NARROWEST: Final = 40
"""Cells below which a page is wider than the terminal rather than lose figures."""
GRADES: Final = {"breach": "bold red", "warning": "yellow", "note": ""}


def show_comparison(words: Words, comparison: Comparison) -> None:
    """Print what is owed, the table of scenarios, findings and conventions."""
    console, case = _console(), comparison.case
    found = comparison.scenarios
    left_out = [code for code in MEASURES if all(s.measures[code].reason == present.MISSING for s in found)]
    grid = Grid(["", *(present.say_name(words, s) for s in found)], _measures(words, found, left_out), text=(0,))
    _print(console, [
        _heading(words, case), *_owed(console, words, case), *spaced(console, grid), *_roots(words, found),
        *filter(None, (present.say_ranges(words, s) for s in found)), *_not_shown(words, left_out),
        *_findings(console, words, [*all_findings(case), *(f for s in found for f in s.findings)]),
        *_conventions(console, words, case),
    ])  # fmt: skip


def show_position(words: Words, case: Case, on: dt.date | None = None, found: Sequence[Reconciliation | None] = ()) -> None:
    """Print what is owed by part and instalment, what a day costs, what the bank says, what pays it off on a day, findings, conventions."""
    console = _console()
    known = debts.stands(case)
    now = debts.joined([position for position, _ in known])
    form = present.position_form(now)
    disputed = present.disputed_form(case) or {}
    rows = [
        [words(f"position.{name}"), _shown(words, value)]
        for part, amount in form.items() for name, value in ((part, amount), *(disputed.items() if part == "compound" else ()))
    ]
    rows.append([words("position.per_day"), _shown(words, present.per_day_form(debts.grown(known))["total"])])
    _print(console, [
        _heading(words, case), *spaced(console, Grid(["", words("Owed on {date}", date=case.as_of)], rows, text=(0,))),
        *spaced(console, _loans(words, case, known)), *spaced(console, _dues(words, case, known)), *_payoff(console, words, case, on),
        *_held(console, words, case, found),
        *_findings(console, words, list(all_findings(case))), *_conventions(console, words, case),
    ])  # fmt: skip


def _held(console: Console, words: Words, case: Case, found: Sequence[Reconciliation | None]) -> list[RenderableType]:
    """The histories beside the bank's statements, each under its loan where there are several."""
    shown: list[RenderableType] = []
    for loan, own in zip(case.loans, found, strict=False):
        if own is not None:
            shown += [*_which(case, loan), *differences.reconciliation(console, words, own)]
    return shown


def _which(case: Case, loan: Loan) -> list[RenderableType]:
    """A loan's name above what is said of it, where there are several."""
    return ["", Text(loan.id, style="bold")] if len(case.loans) > 1 else []


def show_sensitivity(words: Words, case: Case, found: Sequence[Sensitivity]) -> None:
    """Print what each open convention of each loan moves, the largest move first."""
    console, moves = _console(), []
    for loan, own in zip(case.loans, found, strict=True):
        moves += [*_which(case, loan), *differences.moves(console, words, own, loan)]
    remarks = [*(finding for own in found for finding in own.findings), *all_findings(case)]
    _print(console, [_heading(words, case), *moves, *_findings(console, words, remarks), *_conventions(console, words, case)])


def _loans(words: Words, case: Case, known: list[debts.Stand]) -> Grid:
    """What each of several loans owes; nothing of one alone."""
    heads = [words("Loan"), *(words(f"position.{name}") for name in ("principal", "interest", "total", "days_past_due", "per_day"))]
    if len(known) == 1:
        return Grid(heads, [], text=(0,))
    rows: list[list[str] | str] = []
    for loan, own in zip(case.loans, known, strict=True):
        form, day = present.position_form(own[0]), present.per_day_form(per_day(*own))
        figures = [form["principal"], form["interest"], form["total"], form["days_past_due"], day["total"]]
        rows.append([loan.id, *(_shown(words, figure) for figure in figures)])
    return Grid(heads, rows, text=(0,))


def _payoff(console: Console, words: Words, case: Case, on: dt.date | None) -> list[RenderableType]:
    """What pays everything off on a day, if nobody pays until then, and what the day after it adds."""
    if on is None:
        return []
    form = present.payoff_form(debts.quoted(case, debts.stands(case), day(on)))
    parts = [name for name in form if name not in ("date", "total", "per_day") and (name == "principal" or form[name] != yuan(0))]
    rows: list[list[str] | str] = [[words(f"position.{name}"), _shown(words, form[name])] for name in (*parts, "total")]
    rows.append([words("position.per_day"), _shown(words, form["per_day"]["total"])])
    return spaced(console, Grid(["", words("To pay off on {date}", date=on)], rows, text=(0,)))


def show_schedule(words: Words, case: Case, scenario: Scenario, form: dict[str, Any]) -> None:
    """Print the rows of one scenario; columns in which nothing stands are left out."""
    console = _console()
    amounts = [name for name in ("principal", "interest", "penalty", "compound", "fee", "released", "waived") if _stands(form, name)]
    several = ["loan"] if len(case.loans) > 1 else []
    names = ["step", "due", *several, "days", "payment", *amounts, "opening", "closing"]
    rows: list[list[str] | str] = [[_shown(words, row[name]) for name in names] for row in form["rows"]]
    total = {"due": words("Total"), **{name: _shown(words, amount) for name, amount in form["totals"].items()}}
    last = [total.get(name, "") for name in names]
    left = (1, 2) if several else (1,)
    grid = Grid([words(f"column.{name}") for name in names], [*rows, last], pinned=1 + len(left), text=left)
    title = Text(present.say_name(words, scenario), style="bold")
    _print(console, [_heading(words, case), title, *spaced(console, grid), *_findings(console, words, list(scenario.findings))])


def show_review(words: Words, case: Case, found: tuple[Finding, ...]) -> None:
    """Print the views of what is claimed side by side, and every finding on a case."""
    console, told = _console(), [finding for finding in found if finding.code not in CLAIMS]
    nothing = [] if found else ["", words("Nothing to remark.")]
    _print(console, [_heading(words, case), *claimed(console, words, case), *nothing, *_findings(console, words, told)])


def show_rules(words: Words, book: Rulebook, on: dt.date) -> None:
    """Print every rule of a book, those not checked for a year before a day last by code."""
    console, old = _console(), book.unchecked(on=on)
    lines: list[RenderableType] = [Text(book.title[words.lang], style="bold")]
    for rule in book.rules:
        head, *rest = present.say_rule(words, rule)
        lines += ["", Text(head, style="bold"), *rest]
    if not book.rules:
        lines += ["", words("No rules.")]
    if old:
        lines += ["", words("Not checked for a year: {codes}", codes=", ".join(old))]
    _print(console, lines)


def show(pieces: Iterable[Grid | str | tuple[int, str]]) -> None:
    """Print lines, grids, and lines so many levels further in."""
    console = _console()
    page: list[RenderableType] = []
    for piece in pieces:
        page += spaced(console, piece) if isinstance(piece, Grid) else [piece] if isinstance(piece, str) else _further_in(console, *piece)
    _print(console, page)


def _further_in(console: Console, level: int, line: str) -> list[RenderableType]:
    """A line that begins two cells further in a level, and so does what of it goes on below."""
    indent = min(2 * level, console.width // 2)
    lines = Text(line).wrap(console, console.width - indent)
    for part in lines:
        part.rstrip()
    return [Text(" " * indent).append_text(part) for part in lines]


def _console() -> Console:
    """A console that takes every text as it is written, and is never narrower than a figure with its name."""
    options: dict[str, Any] = {"markup": False, "emoji": False, "highlight": False}
    return Console(**options, width=max(Console(**options).width, NARROWEST))


def _print(console: Console, page: list[RenderableType]) -> None:
    """A page whose every figure is there before the first line of it is printed."""
    for piece in page:
        console.print(piece)


def _heading(words: Words, case: Case) -> Text:
    title = case.title or words(f"kind.{case.loans[0].kind}")
    return Text(words("{title}, as of {date}", title=title, date=case.as_of), style="bold")


def _owed(console: Console, words: Words, case: Case) -> list[RenderableType]:
    """What is owed by part, how late it is, and what one more day costs."""
    known = debts.stands(case)
    form = present.position_form(debts.joined([position for position, _ in known]))
    day = present.per_day_form(debts.grown(known))
    days = int(form["days_past_due"])
    late = words.plural("{n} day past due", "{n} days past due", days) if days else words("nothing past due")
    owed: list[RenderableType] = [words("Owed: {total}, {late}", total=_shown(words, form["total"]), late=late)]
    owed.append(flowed(console, _listed(words, form)))
    if day["total"] != yuan(0):
        owed.append(words("One more day costs {amount}", amount=_shown(words, day["total"])))
        owed.append(flowed(console, _listed(words, day)))
    return owed


def _not_shown(words: Words, left_out: list[str]) -> list[RenderableType]:
    """The measures for which the case lacks an input."""
    names = words("convention.comma").join(words(f"measure.{code}") for code in left_out)
    return [words("Not shown, because the case does not say what they need: {names}", names=names)] if left_out else []


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


def _roots(words: Words, found: tuple[Scenario, ...]) -> list[RenderableType]:
    """Every rate of return where there are several."""
    return [
        words("{name}: {measure} has several answers: {rates}",
              name=present.say_name(words, scenario), measure=words(f"measure.{code}"), rates=rates)
        for scenario in found
        for code, value in scenario.measures.items()
        if (rates := present.all_rates(words, value))
    ]  # fmt: skip


def _dues(words: Words, case: Case, known: list[debts.Stand]) -> Grid:
    """The unpaid instalments; parts in which nothing stands are left out."""
    dues, several = present.all_dues(case, known), len(known) > 1
    parts = [part for part in ("principal", "interest", "penalty", "compound", "fee") if any(row[part] != yuan(0) for row in dues)]
    names = ("due", "loan", *parts) if several else ("due", *parts)
    rows: list[list[str] | str] = [[_shown(words, row[name]) for name in names] for row in dues]
    heads = [words("position.due"), *([words("Loan")] if several else []), *(words(f"part.{part}") for part in parts)]
    return Grid(heads, rows, text=(0, 1) if several else (0,))


def _stands(form: dict[str, Any], name: str) -> bool:
    return bool(form["totals"][name] != yuan(0))


def _shown(words: Words, value: object) -> str:
    """A figure of JSON in print: amounts grouped, everything else as it is."""
    return present.grouped(words, str(value))


def _findings(console: Console, words: Words, found: list[Finding]) -> list[RenderableType]:
    """One line a finding, after an empty line."""
    lines: list[RenderableType] = [""] if found else []
    for finding in found:
        itself = finding.code == "not_used" or finding.where == "household"
        where = "" if itself or not finding.where else f"{present.say_where(words, finding.where)}: "
        line = Text(words(f"grade.{finding.grade}"), style=GRADES.get(finding.grade, ""))
        lines.append(line.append(f" {dot(console)} {where}{present.say_finding(words, finding)}", style=""))
    return lines


def _conventions(console: Console, words: Words, case: Case) -> list[RenderableType]:
    """All conventions in one paragraph, after an empty line."""
    form = present.conventions(case)
    own = {"": form} if len(case.loans) == 1 else form
    lines: list[RenderableType] = ["", words("Calculated by these conventions")]
    for loan, values in own.items():
        said = [words("{name}: {value}", name=name, value=value) for name, value in present.say_conventions(words, values)]
        lines += [*([Text(loan, style="bold")] if loan else []), flowed(console, said, style="dim")]
    return lines
