"""The planner's figures against tables that it had no part in: every cell of every page in this folder."""

from __future__ import annotations

import ast
import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from planner import casefile, dates
from planner.book import Ledger
from planner.case import Loan
from planner.contract import opening, pays_as_billed
from planner.engine import roll_forward
from planner.present import compare_json, position_json, schedule_json
from planner.scenarios import Comparison, compare
from tests.golden import heads, make, published, tables
from tests.golden.figures import NONE
from tests.golden.paper import PARTS
from tests.golden.tables import Rows, Sections, differences, parsed

ELSEWHERE = ("enforcement", "sale", "enforcement_npv", "surplus")
"""Scenarios and measures that ``tests/test_enforcement.py`` and ``tests/test_examples_worked.py`` hold against hand calculation."""
LINES = ("principal_overdue", *PARTS, "total", "days_past_due")


@cache
def compared(name: str) -> Comparison:
    """An example's comparison."""
    return compare(casefile.read(make.EXAMPLES / f"{name}.toml"))


def position_sections(form: dict[str, Any]) -> Sections:
    """What ``position --json`` prints, as the pages have it. What is not due is what the dues leave of the whole."""
    dues = [[row["due"], *(row[part] for part in PARTS)] for row in form["dues"]]
    whole = [Decimal(form["position"][part]) for part in PARTS]
    rest = [total - sum(Decimal(row[k + 1]) for row in dues) for k, total in enumerate(whole)]
    rows = [*dues, ["not due", *(f"{amount:.2f}" for amount in rest)]]
    return {
        "dues": [["due", *PARTS, "total"], *([*row, f"{sum(map(Decimal, row[1:])):.2f}"] for row in rows)],
        "position": [["figure", "yuan"], *([line, str(form["position"][line])] for line in LINES)],
        "one more day": [["figure", "yuan"], *([line, form["per_day"][line]] for line in (*PARTS[1:4], "total"))],
    }


def cell(code: str, figure: Any) -> str:  # noqa: ANN401 - a figure of the JSON
    """A measure of ``compare --json`` as the pages write it."""
    if figure is None:
        return NONE
    if code == "concession":
        return " ".join(figure[part] for part in PARTS)
    if code.endswith("_rate") or code in {"debt_to_income", "recovery", "modification_share"}:
        return f"{Decimal(figure).quantize(Decimal('1e-6'), rounding=ROUND_HALF_UP) + 0:.6f}"
    return str(figure)


def comparison_rows(comparison: Comparison) -> Rows:
    """What ``compare --json`` prints: one line a measure, one column a scenario; enforcement is worked by hand elsewhere."""
    plans = [plan for plan in compare_json(comparison)["plans"] if plan["name"] not in ELSEWHERE]
    codes = [code for code in plans[0]["measures"] if code not in ELSEWHERE]
    rows = [[code, *(cell(code, plan["measures"][code]) for plan in plans)] for code in codes]
    return [["measure", *(plan["name"] for plan in plans)], *rows]


def schedule_rows(comparison: Comparison, name: str) -> Rows:
    """What ``schedule --json`` prints for one plan."""
    scenario = comparison.scenario(name)
    assert scenario is not None
    rows = schedule_json(scenario, comparison.case.loans[0])["rows"]
    return [list(make.SCHEDULE), *([row[column] for column in make.SCHEDULE] for row in rows)]


@pytest.mark.parametrize("name", make.SCHEDULES)
def test_example_gives_the_figures_of_its_page(name: str) -> None:
    comparison, chosen = compared(name), make.SCHEDULES[name]
    ours = position_sections(position_json(comparison.case))
    ours |= {f"schedule of {chosen}": schedule_rows(comparison, chosen), "comparison": comparison_rows(comparison)}
    assert differences(ours, parsed((make.HERE / f"{name}.txt").read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("name", make.SCHEDULES)
def test_page_is_what_the_independent_calculation_writes(name: str) -> None:
    page = tables.page(heads.head(name), make.sections(name))
    assert page == (make.HERE / f"{name}.txt").read_text(encoding="utf-8")


def test_independent_calculation_does_not_know_the_planner() -> None:
    for path in make.HERE.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        assert path == Path(__file__) or not any(name.split(".")[0] == "planner" for name in names), path


def contract_rows(loan: Loan) -> list[tuple[int, int, int, int, int]]:
    """The planner's schedule of a loan paid as billed: number, payment, interest, principal, what is left."""
    position, timeline = opening(loan)
    ledger = roll_forward(position, pays_as_billed(timeline, dates.day(loan.opened))).ledger
    assert ledger is not None
    return [contract_row(ledger, int(e)) for e in np.flatnonzero(ledger.number[:, 0])]


def contract_row(ledger: Ledger, e: int) -> tuple[int, int, int, int, int]:
    """One instalment of a ledger."""
    paid = [int(cents) for cents in ledger.allocated[:, e, 0]]
    return int(ledger.number[e, 0]), int(ledger.received[e, 0]), paid[1], paid[0], int(ledger.closing[0, e, 0])


@pytest.mark.parametrize("name", published.LOANS)
def test_contract_gives_the_published_schedule(name: str) -> None:
    loan = published.LOANS[name]
    own = Loan(
        id=name, kind="consumer", principal=loan.principal, rate=loan.rate, opened=dt.date(2024, 1, 15), instalments=loan.count,
        first_due=dt.date(2024, 2, 15), due_day=15, method=loan.method,
    )  # fmt: skip
    page = parsed((make.HERE / f"published_{name}.txt").read_text(encoding="utf-8"))
    assert differences({"schedule": published.schedule(contract_rows(own))}, {"schedule": page["schedule"]}) == []
    assert page == published.page(name)[1]


@pytest.mark.parametrize("name", published.LOANS)
def test_published_figures_are_the_unrounded_formula(name: str) -> None:
    loan = published.LOANS[name]
    assert {row[0]: row[1] for row in published.printed(loan)[1:]} == published.unrounded(loan)
