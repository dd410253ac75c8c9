"""The command that tries plans under worse months."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.breaks import ON_BREAK
from planner.cli import files, loans, pages
from planner.cli.checking import app
from planner.cli.commands import AsJson, CaseName, Lang, check_names, print_json
from planner.cli.grids import Grid
from planner.cli.progress import progress
from planner.cli.usage import Misused
from planner.dates import date
from planner.incomes import CONFIDENCE, chunks
from planner.money import ONE
from planner.present import stress_json
from planner.stress import Stressed
from planner.stress import stress as under_stress
from planner.text import Words, mark

if TYPE_CHECKING:
    from planner.incomes import Kept
    from planner.stress import Shock

__all__ = ["app", "stress"]


def _single(context: typer.Context, plans: list[str] | None) -> list[str] | None:
    """Refuse a second plan."""
    if plans is not None and len(plans) > 1:
        words: Words = context.obj
        raise Misused(words("give one plan only"))
    return plans


def _known(context: typer.Context, on_break: str) -> str:
    """Refuse a break there is none of."""
    if on_break not in ON_BREAK:
        words: Words = context.obj
        raise Misused(words("choose restore or keep"))
    return on_break


Plan = Annotated[
    list[str] | None, typer.Option("--plan", metavar=mark("NAME"), callback=_single, help=mark("Only this plan; every plan unless given."))
]
Cure = Annotated[
    int, typer.Option("--cure", metavar=mark("DAYS"), min=0, max=365, help=mark("Days in which a missed payment can be made good."))
]
OnBreak = Annotated[
    str,
    typer.Option("--on-break", metavar="restore|keep", callback=_known, help=mark("A break restores the contract, or keeps the plan.")),
]


@app.command(help=mark("Whether plans survive less income, a lost month, a higher rate."))
def stress(
    context: typer.Context, case: CaseName, *, plan: Plan = None, cure: Cure = 0, on_break: OnBreak = "restore", as_json: AsJson = False,
    loan: loans.OneLoan = None, lang: Lang = None,
) -> None:  # fmt: skip
    """Print every shock on one plan, or on all."""
    del lang
    words: Words = context.obj
    whole = files.read(case)
    read = loans.of(whole, loan)
    check_names(plan or [], [p.name for p in read.plans])
    chosen = [p for p in read.plans if plan is None or p.name in plan]
    total = len(chosen) * chunks() if read.income_risk is not None else len(chosen)
    with progress(words("Drawing incomes"), total) as advance:
        found = [under_stress(read, own, on_break=on_break, cure=cure, advance=advance) for own in chosen]
    if as_json:
        forms = [stress_json(one) for one in found]
        print_json(forms[0] if plan else {"plans": forms})
    else:
        pages.show([*loans.said(words, whole, loan), *(page for one in found for page in _page(words, one))])


def _page(words: Words, found: Stressed) -> list[Any]:
    """One plan: what a month leaves, its shocks, how often it is kept."""
    heads = [
        "", words("Survives"), words("First month that fails"), words("Months in arrears"), words("Breaks on"), words("Owed then"),
        words("Worse than no plan by"),
    ]  # fmt: skip
    rows: list[list[str] | str] = [_row(words, shock) for shock in (found.today, *found.shocks)]
    head = words("{plan}: a month leaves {amount} for it", plan=found.plan, amount=words.money(found.spare))
    lines = [head, Grid(heads, rows, text=(0, 1))]
    lost = next((shock.lost for shock in found.shocks if shock.lost is not None), None)
    if lost is not None:
        lines.append(words("Lost month: the worst of all is {month}", month=_month(lost)))
    lines.append(words("Savings are not counted, and late charges come on top."))
    return [*lines, *([] if found.kept is None else _kept(words, found.kept)), ""]


def _month(day: int) -> str:
    return date(day).isoformat()[:7]


def _row(words: Words, shock: Shock) -> list[str]:
    """A shock in a row of words."""
    failing = "–" if shock.first_failing is None else date(shock.first_failing).isoformat()
    row = [words(f"shock.{shock.code}"), words("yes") if shock.survives else words("no"), failing, str(shock.months_in_arrears)]
    broken = shock.breaks
    if broken is None:
        return [*row, "–" if shock.broken is None else date(shock.broken).isoformat(), "–", "–"]
    return [*row, date(broken.date).isoformat(), words.money(int(broken.owed.sum())), words.money(broken.worse)]


def _kept(words: Words, kept: Kept) -> list[str]:
    """How often the plan is kept, with everything that is assumed."""
    complete, on_time = (_percent(words, ends) for ends in (kept.complete, kept.on_time))
    said = words(
        "Kept to the end in {complete} of {count} drawn courses of income, never late in {on_time}",
        complete=complete, count=f"{kept.count:,}", on_time=on_time,
    )  # fmt: skip
    varies, lost = (_shares(words, ends) for ends in (kept.risk.volatility, kept.risk.lost_month))
    assumed = words(
        "Assumed: income varies by {varies}, each month by itself; {lost} of months bring none; {confidence} interval, seed {seed}",
        varies=varies, lost=lost, confidence=f"{CONFIDENCE:.0%}", seed=kept.seed,
    )  # fmt: skip
    return [said, assumed]


def _percent(words: Words, ends: tuple[float, float]) -> str:
    return _shares(words, (round(ends[0] * ONE), round(ends[1] * ONE)))


def _shares(words: Words, ends: tuple[int, int]) -> str:
    """A range of shares, or one."""
    low, high = (words.rate(end, 1) for end in ends)
    return low if low == high else words("{low} to {high}", low=low, high=high)
