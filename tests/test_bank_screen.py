"""The page beside the bank's statement, and what conventions are worth, in both languages."""

from __future__ import annotations

import re

import pytest

from planner.screens import examples
from tests.test_app import pages, start, widget

STATED = "business_quarterly_interest"
HAN = re.compile(r"[\u4e00-\u9fff]")
NAMED = {"zh": "到期前的复利利率：8.1%（现为5.4%）", "en": "Compound rate before maturity: 8.1% instead of 5.4%"}
WORTH = {"zh": f"{NAMED['zh']}\n复利 +62.47", "en": f"{NAMED['en']}\nCompound interest +62.47"}


@pytest.fixture(params=["zh", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def table(html: list[str], name: str) -> list[list[str]]:
    """The rows of a table of this section."""
    found = [h for h in html if f'data-table="{name}"' in h]
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", found[0], re.DOTALL) if found else []
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]


def test_without_a_statement_there_is_nothing_to_hold_against(lang: str) -> None:
    app = start(lang)
    assert not app.exception
    assert table(pages(app), "reconciliation") == []


def test_a_statement_beside_the_history(lang: str) -> None:
    """124.94 and 187.41, worked out in the comment of the example, and the convention that makes them agree."""
    app = start(lang)
    widget(app, "selectbox", "example").set_value(STATED).run()
    assert not app.exception
    rows = {tuple(row[1:]) for row in table(pages(app), "reconciliation")}
    assert ("124.94", "187.41", "-62.47") in rows
    assert ("8,520.00", "8,520.00", "0.00") in rows
    assert len(table(pages(app), "dues")) == 3
    (verdict,) = [h for h in pages(app) if 'class="planner-verdict"' in h]
    assert NAMED[lang] in verdict
    assert bool(HAN.search(verdict)) == (lang == "zh")


def test_what_conventions_are_worth_on_demand(lang: str) -> None:
    """The table comes with the button and stays until the loan changes."""
    app = start(lang)
    widget(app, "selectbox", "example").set_value(STATED).run()
    assert table(pages(app), "worth") == []
    widget(app, "button", "worth").click().run()
    assert not app.exception
    assert [WORTH[lang], "+62.47"] in table(pages(app), "worth")
    widget(app, "toggle", "only_differences").set_value(True).run()
    assert table(pages(app), "worth")
    widget(app, "selectbox", "example").set_value(examples.FIRST).run()
    assert not app.exception
    assert table(pages(app), "worth") == []


def test_nothing_moves_a_statement(lang: str) -> None:
    app = start(lang)
    widget(app, "selectbox", "example").set_value("card_9000_overdue").run()
    widget(app, "button", "worth").click().run()
    assert not app.exception
    assert table(pages(app), "worth") == []
    assert any({"zh": "不随口径变化", "en": "which no convention moves"}[lang] in h for h in pages(app))
