"""Cells of the examples worked by hand, as they are said in both languages; every annuity against the formula of the textbooks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from planner import casefile, dates
from planner.explain.formulas import again
from planner.money import ONE
from planner.present.why import equation
from planner.scenarios import compare
from planner.text import catalogue
from planner.why import Why
from planner.whys import Explainer

FOLDER: Final = Path(__file__).resolve().parents[1] / "examples"
WORKED: Final = [
    # 767,751.28 not yet due from 30 September to 20 October: twenty days of 30/360 at 3.2 %, 1,364.891.
    (
        "mortgage_income_drop", "catch_up", "2026-10-20", ("accrued", None), "本金 767,751.28 × 年利率 3.2% × 20 ÷ 360 = 1,364.89",
        "principal 767,751.28 × rate a year 3.2% × 20 ÷ 360 = 1,364.89",
    ),
    # The oldest instalment fell due on 15 June: 15 + 31 + 31 + 30 days.
    (
        "consumer_missed_instalments", "do_nothing", "2026-09-30", ("days_past_due", None), "2026-06-15 至 2026-09-30 的天数 = 107",
        "days from 2026-06-15 to 2026-09-30 = 107",
    ),
    # 73,380.85 / 60 = 1,223.014.
    (
        "consumer_missed_instalments", "停息分期 60 期", "2026-10-15", ("level", None),
        "本金 73,380.85 按 年利率 0% 分 60 期等额偿还 = 1,223.01",
        "principal 73,380.85 at rate a year 0% in 60 equal instalments = 1,223.01",
    ),
    # Half of 280,000 each.
    (
        "business_quarterly_interest", "本金展期一年，欠息年底付清", "2026-10-20", ("level", None),
        "本金 280,000.00 分 2 期等额本金 = 140,000.00", "principal 280,000.00 in 2 equal parts of principal = 140,000.00",
    ),
    # The agreement names the amount.
    (
        "consumer_missed_instalments", "一次性结清 75,000 元", "2026-10-31", ("received", None), "来款 75,000.00",
        "money received 75,000.00",
    ),
]  # fmt: skip


@cache
def explainer(name: str) -> Explainer:
    return Explainer(compare(casefile.read(FOLDER / f"{name}.toml")))


def cell(name: str, scenario: str, day: str, column: tuple[str, int | None]) -> Why:
    """The cell of the last step of a day."""
    ledger = explainer(name).scenario(scenario).ledger
    on = [dates.date(int(x)).isoformat() for x in ledger.date[:, 0]]
    return explainer(name).cell(scenario, 0, len(on) - 1 - on[::-1].index(day), *column)


@pytest.mark.parametrize(("name", "scenario", "day", "column", "zh", "en"), WORKED, ids=[f"{w[0]}-{w[3][0]}" for w in WORKED])
def test_a_cell_is_said_as_it_is_worked_by_hand(
    name: str, scenario: str, day: str, column: tuple[str, int | None], zh: str, en: str
) -> None:
    why = cell(name, scenario, day, column)
    assert (equation(catalogue("zh"), why), equation(catalogue("en"), why)) == (zh, en)
    assert again(why) == why.value


def test_the_penalty_of_an_instalment_stands_under_its_sum() -> None:
    # By hand in the example's head: 1,403.75, 1,407.50 and 1,411.25 overdue at 4.8 %. Twenty days more: 3.743, 3.753 and 3.763; with what
    # was left of a cent of 13.476, 7.694 and 1.882 they come to 17.22, 11.45 (11.447) and 5.65 (5.645) in all, so 3.74, 3.76 and 3.77.
    why = cell("mortgage_income_drop", "do_nothing", "2026-10-20", ("penalty", None))
    assert [given.value for given in why.inputs] == [374, 376, 377]
    row = why.inputs[0].why
    assert row is not None
    assert equation(catalogue("en"), row) == "overdue principal 1,403.75 × rate a year 4.8% × 20 ÷ 360 = 3.74"


def annuities(name: str) -> Iterator[Why]:
    for scenario in explainer(name).comparison.scenarios:
        for step in range(scenario.ledger.date.shape[0] if scenario.kind == "plan" else 0):
            why = explainer(name).cell(scenario.name, 0, step, "level", None)
            if why.formula == "annuity":
                yield why


def test_an_annuity_is_that_of_the_textbooks() -> None:
    found = [why for name in ("consumer_missed_instalments", "mortgage_income_drop", "card_9000_overdue") for why in annuities(name)]
    assert len(found) >= 6
    for why in found:
        named = {given.name: given.value for given in why.inputs}
        assert "accrued" not in named
        with localcontext() as context:
            context.prec = 60
            principal, rate, days, year, count = (Decimal(str(named[n])) for n in ("principal", "rate", "days", "year", "instalments"))
            i = rate / ONE * days / year
            level = principal * i / (1 - (1 + i) ** -count) if i else principal / count
            assert int(level.quantize(Decimal(1), ROUND_HALF_UP)) == why.value
