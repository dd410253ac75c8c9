"""What a search for offers found, for people: three offers, the frontier and a ladder, or the smallest change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from planner import present
from planner.cli import pages
from planner.cli.grids import Grid
from planner.dates import date
from planner.present.offered import change_plans, offer_plans, rolled
from planner.wording import say_changes, say_terms

if TYPE_CHECKING:
    from planner.findings import Finding
    from planner.offers import Search
    from planner.scenarios import Scenario
    from planner.text import Words

Pieces: TypeAlias = list[Grid | str]
"""Lines and grids of a page."""

SHOWN: Final = 12
"""Rows of the frontier."""
COMPARED: Final = ("highest_payment", "payments", "finish", "total_paid", "waived", "left_to_live_on", "npv", "recovery")


def show(words: Words, found: Search, ahead: list[str]) -> None:
    """Print what was found, after what is said ahead of it."""
    limits, case = found.bench.limits, found.bench.case
    page: Pieces = [
        *ahead,
        words("{title}, as of {date}", title=case.title or words(f"kind.{case.loans[0].kind}"), date=case.as_of),
        words("A month leaves {amount} for this debt", amount=words.money(limits.capacity)),
        words("{searched} plans tried, {feasible} of them can be paid and are allowed", searched=f"{found.candidates.count:,}",
              feasible=f"{found.feasible:,}"),
    ]  # fmt: skip
    pages.show([*page, *(_offers(words, found) if found.feasible else _changes(words, found))])


def _offers(words: Words, found: Search) -> Pieces:
    """The three offers with their terms, the frontier, the ladder."""
    plans = offer_plans(found)
    scenarios = rolled(found, plans)
    names = [words(f"offer.{name}") for name in found.picked]
    terms = [f"{name}: {say_terms(words, found, place)}" for name, place in zip(names, found.picked.values(), strict=True)]
    every = [f for s in scenarios for f in s.findings]
    tables = (_compared(words, names, scenarios), terms, _frontier(words, found), _ladder(words, found))
    return [*(piece for table in tables for piece in table), *_findings(words, every)]


def _findings(words: Words, found: list[Finding]) -> Pieces:
    """One line a finding, after an empty line."""
    return ["", *(f"{words(f'grade.{f.grade}')} · {f.where}: {present.say_finding(words, f)}" for f in found)] if found else []


def _compared(words: Words, names: list[str], scenarios: list[Scenario]) -> Pieces:
    """Measures of plans side by side."""
    shown = [code for code in COMPARED if any(s.measures[code].amount is not None for s in scenarios)]
    rows: list[list[str] | str] = [
        [words(f"measure.{code}"), *(present.say_value(words, s.measures[code]) for s in scenarios)] for code in shown
    ]
    return [Grid(["", *names], rows, text=(0,))]


def _frontier(words: Words, found: Search) -> Pieces:
    """Some rows of the frontier at equal distances, both ends among them."""
    places = found.frontier[np.unique(np.linspace(0, found.frontier.size - 1, SHOWN).round().astype(np.int64))]
    said = words("{shown} of the {count} plans that no other beats in everything", shown=places.size, count=found.frontier.size)
    return ["", said, *_rows(words, found, places.tolist(), {})]


def _ladder(words: Words, found: Search) -> Pieces:
    """From the opening to the mandate's edge."""
    prices = {words("Costs the lender"): [words.money(rung.price) for rung in found.ladder]}
    said = words("From the opening to the edge of the mandate")
    return ["", said, *_rows(words, found, [rung.place for rung in found.ladder], prices)]


def _rows(words: Words, found: Search, places: list[int], more: dict[str, list[str]]) -> Pieces:
    """Candidates one a row: their numbers, what they ask, what they are worth; columns in which nothing stands are left out."""
    c, own = found.candidates.take(np.array(places)), found.figures.take(np.array(places))
    worth = own.worth if found.bench.case.funding_rate is not None else np.zeros_like(own.worth)
    steps = [f"{n} × {words.rate(share)}" if n else "" for n, share in zip(c.step.tolist(), c.share.tolist(), strict=True)]
    columns = {
        words("lever.months"): [str(n) for n in c.months], words("lever.rate"): [words.rate(int(r)) for r in c.rate],
        words("lever.down_payment"): [words.money(int(m)) if m else "" for m in c.down],
        words("offer.pause"): [str(n) if n else "" for n in c.pause], words("offer.step"): steps,
        words("measure.waived"): [words.money(int(m)) for m in own.waived.sum(axis=0)],
        words("measure.highest_payment"): [words.money(int(m)) for m in own.highest],
        words("measure.total_paid"): [words.money(int(m)) for m in own.total],
        words("measure.finish"): [date(int(d)).isoformat() for d in own.finish],
        words("measure.npv"): [words.money(int(m)) if m else "" for m in worth], **more,
    }  # fmt: skip
    columns = {name: column for name, column in columns.items() if any(column)}
    rows: list[list[str] | str] = [list(row) for row in zip(*columns.values(), strict=True)]
    return [Grid(list(columns), rows)]


def _changes(words: Words, found: Search) -> Pieces:
    """What would make something feasible, least first."""
    if not found.changes:
        return [words("No change of one limit, or of two together, makes a plan possible")]
    scenarios = rolled(found, change_plans(found))
    names = [say_changes(words, change) for change in found.changes]
    said = words("Nothing fits as it is. One of these changes makes a plan possible, the smallest first:")
    numbered = [f"{k}. {name}" for k, name in enumerate(names, start=1)]
    return [said, *numbered, *_compared(words, [str(k + 1) for k in range(len(names))], scenarios)]
