"""The page asked why: a figure of the comparison, a row of the schedule, and the way down and back up."""

from __future__ import annotations

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from planner import casefile, text
from planner.present.why import equation
from planner.scenarios import compare
from planner.screens import examples
from planner.whys import Explainer

LANGUAGES = ("zh", "en")


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def start(lang: str, *, asks: bool = True) -> AppTest:
    """The page on the worked example of the formula, asked why."""
    app = AppTest.from_file("../app_streamlit.py", default_timeout=30)
    app.query_params["lang"] = lang
    app.run()
    widget(app, "selectbox", "example").set_value("overdue_interest_formula").run()
    if asks:
        widget(app, "toggle", "ask_why").set_value(True).run()
    assert not app.exception
    return app


def widget(app: AppTest, kind: str, name: str) -> Any:  # noqa: ANN401 - AppTest's elements share no useful type
    (found,) = [w for w in app.get(kind) if str(w.key).startswith(name)]
    return found


def elements(app: AppTest) -> list[Any]:
    """Every piece of HTML; AppTest's elements share no useful type."""
    return list(app.get("html"))


def formulas(app: AppTest) -> list[str]:
    """The formula that is shown."""
    return [m[1] for html in elements(app) for m in re.finditer(r'<p class="formula">(.*?)</p>', str(html.value))]


def explainer() -> Explainer:
    return Explainer(compare(casefile.parse(examples.found()["overdue_interest_formula"])))


def test_nothing_is_explained_before_it_is_asked(lang: str) -> None:
    app = start(lang, asks=False)
    assert formulas(app) == []
    assert "explainer" not in app.session_state


def test_a_figure_of_the_comparison_down_to_the_instalment_and_back(lang: str) -> None:
    app, known, words = start(lang), explainer(), text.catalogue(lang)
    plan = known.comparison.scenarios[-1].name
    root = known.measure(plan, "total_paid")
    assert formulas(app) == [equation(words, root)]
    widget(app, "button", "why_down_0_0").click().run()
    way = known.at(root, (0,))
    assert formulas(app) == [equation(words, way[-1])]
    widget(app, "button", "why_down_1_0").click().run()
    assert formulas(app) == [equation(words, known.at(root, (0, 0))[-1])]
    widget(app, "button", "why_up_0").click().run()
    assert formulas(app) == [equation(words, root)]


def test_a_row_of_the_schedule(lang: str) -> None:
    app, known, words = start(lang), explainer(), text.catalogue(lang)
    plan = known.comparison.scenarios[-1].name
    widget(app, "selectbox", "why_figure").set_value("schedule").run()
    # The first row waives and asks nothing; the second is the first that is paid.
    assert formulas(app) == [equation(words, known.line(plan, 2, "payment"))]
    widget(app, "selectbox", "why_column").set_value("closing").run()
    widget(app, "selectbox", "why_row").set_value("3").run()
    assert formulas(app) == [equation(words, known.line(plan, 3, "closing"))]


def test_every_figure_can_be_asked(lang: str) -> None:
    app = start(lang)
    figure = widget(app, "selectbox", "why_figure")
    for option in ("annual_rate", "npv", "risk_class", "observation_end", "less_than_nothing", "concession", "life_rate"):
        figure.set_value(option).run()
        assert not app.exception
        assert len(formulas(app)) == 1
        figure = widget(app, "selectbox", "why_figure")
