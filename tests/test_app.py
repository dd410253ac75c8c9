"""The page, run without a browser, in both languages."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from planner import casefile, text
from planner.breaks import broken
from planner.errors import CaseError
from planner.present import say_problem, say_value
from planner.scenarios import Comparison, compare
from planner.screens import examples, language
from planner.screens.edits import Document, edit
from planner.solve import solve

LANGUAGES = ("zh", "en")
SOURCE = examples.found()[examples.FIRST]
BAD = (
    SOURCE.replace('rate = "15.4 %"', 'rate = "2000 %"')
    .replace("instalments = 36", "instalments = 100000")
    .replace("as_of", "colour = 1\nas_of")
)
HAN = re.compile(r"[\u4e00-\u9fff]")


def start(lang: str | None) -> AppTest:
    app = AppTest.from_file("../app_streamlit.py", default_timeout=30)
    if lang is not None:
        app.query_params["lang"] = lang
    return app.run()


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def document() -> Document:
    return casefile.parse(SOURCE).raw


def elements(app: AppTest, kind: str) -> list[Any]:
    """Every element of a kind; AppTest's elements share no useful type."""
    return list(app.get(kind))


def pages(app: AppTest) -> list[str]:
    """Every piece of HTML on the page."""
    return [str(element.value) for element in elements(app, "html")]


def widget(app: AppTest, kind: str, name: str) -> Any:  # noqa: ANN401 - AppTest's elements share no useful type
    """The one widget whose key begins so."""
    (found,) = [w for w in elements(app, kind) if str(w.key).startswith(f"{name}_") or w.key == name]
    return found


def alerts(app: AppTest) -> list[str]:
    """What is refused on the page."""
    return [h.replace("<wbr>", "") for h in pages(app) if 'role="alert"' in h]


def figure(app: AppTest, code: str, scenario: str) -> str:
    """A figure of the comparison as it is shown."""
    (html,) = [h for h in pages(app) if 'class="compare' in h]
    (row,) = re.findall(rf'<tr data-measure="{code}".*?</tr>', html)
    (cell,) = re.findall(rf'<td data-scenario="{re.escape(scenario)}"[^>]*><span class="figure[^"]*">(.*?)</span>', row)
    return str(cell)


def shows(app: AppTest, comparison: Comparison, lang: str) -> bool:
    """Whether the table shows this comparison's totals and highest payments."""
    words = text.catalogue(lang)
    return all(
        figure(app, code, s.name) == say_value(words, s.measures[code])
        for s in comparison.scenarios
        for code in ("total_paid", "highest_payment", "finish")
    )


def test_a_first_visitor_sees_the_worked_example(lang: str, document: Document) -> None:
    app = start(lang)
    assert not app.exception
    assert not alerts(app)
    assert any(document["title"] in h for h in pages(app))
    assert shows(app, compare(casefile.build(document)), lang)
    assert "77,939.68" in " ".join(pages(app))


def test_every_example_opens(lang: str) -> None:
    app = start(lang)
    for name, source in examples.found().items():
        widget(app, "selectbox", "example").set_value(name).run()
        assert not app.exception
        assert shows(app, compare(casefile.parse(source)), lang)


@pytest.mark.parametrize(
    ("field", "typed", "change"),
    [
        ("months", 36, {"months": 36}),
        ("rate", 3.85, {"rate": Decimal("3.85")}),
        ("waive", 50.0, {"waive": Decimal(50)}),
        ("down", 20_000.0, {"down": Decimal(20_000)}),
    ],
)
def test_a_changed_number_changes_the_figures(lang: str, document: Document, field: str, typed: float, change: dict[str, Any]) -> None:
    app = start(lang)
    before = compare(casefile.build(document))
    widget(app, "number_input", f"{field}_0").set_value(typed).run()
    after = compare(casefile.build(edit(document, 0, **change)))
    assert not app.exception
    assert shows(app, after, lang)
    assert after.scenarios[3].measures != before.scenarios[3].measures
    widget(app, "button", "undo").click().run()
    assert shows(app, before, lang)
    assert widget(app, "number_input", f"{field}_0").value != typed


def test_reset_brings_the_file_back(lang: str, document: Document) -> None:
    app = start(lang)
    widget(app, "number_input", "months_0").set_value(36).run()
    widget(app, "number_input", "waive_1").set_value(0.0).run()
    widget(app, "button", "reset").click().run()
    assert shows(app, compare(casefile.build(document)), lang)
    assert widget(app, "number_input", "months_0").value == 60
    assert widget(app, "number_input", "waive_1").value == 100


def test_a_number_that_cannot_be_used_is_said_beside_its_plan_and_the_comparison_stays(lang: str, document: Document) -> None:
    app = start(lang)
    widget(app, "number_input", "months_0").set_value(100_000).run()
    assert not app.exception
    (said,) = alerts(app)
    assert "plan[0].terms[3].instalments" in said
    assert shows(app, compare(casefile.build(document)), lang)
    assert widget(app, "number_input", "months_0").value == 100_000


def test_a_bad_upload_says_every_problem_and_leaves_what_was_open(lang: str, document: Document) -> None:
    app = start(lang)
    widget(app, "number_input", "months_0").set_value(36).run()
    widget(app, "file_uploader", "upload").set_value(("bad.toml", BAD.encode(), "application/toml")).run()
    with pytest.raises(CaseError) as caught:
        casefile.parse(BAD)
    (said,) = alerts(app)
    assert len(caught.value.problems) == 3
    assert said.count("<li>") == len(caught.value.problems)
    assert "bad.toml" in said
    assert shows(app, compare(casefile.build(edit(document, 0, months=36))), lang)
    assert widget(app, "number_input", "months_0").value == 36


@pytest.mark.parametrize("data", [b"\xff\xfe", b"not toml at all", b"", b"schema = 1\n" + b"a" * 1_000_001])
def test_what_is_no_case_file_is_refused_in_words(lang: str, data: bytes) -> None:
    app = start(lang)
    widget(app, "file_uploader", "upload").set_value(("x.toml", data, "application/toml")).run()
    assert not app.exception
    (said,) = alerts(app)
    assert "problem.file" not in said


def test_an_upload_opens_and_another_example_closes_it(lang: str) -> None:
    app = start(lang)
    own = SOURCE.replace("months_of_interest = 1", "months_of_interest = 2").replace("四期未还", "自己的 <i>")
    widget(app, "file_uploader", "upload").set_value(("own.toml", own.encode(), "application/toml")).run()
    assert not app.exception
    assert shows(app, compare(casefile.parse(own)), lang)
    assert any("自己的 &lt;i&gt;" in h for h in pages(app))
    assert widget(app, "selectbox", "example").value is None
    widget(app, "selectbox", "example").set_value(examples.FIRST).run()
    assert shows(app, compare(casefile.parse(SOURCE)), lang)


def test_the_language_switch_keeps_what_was_typed_and_chosen(document: Document) -> None:
    app = start("zh")
    widget(app, "number_input", "months_0").set_value(48).run()
    widget(app, "selectbox", "scenario").set_value("pay_off").run()
    widget(app, "selectbox", "base").set_value("catch_up").run()
    widget(app, "toggle", "only_differences").set_value(True).run()
    edited = compare(casefile.build(edit(document, 0, months=48)))
    for lang in ("en", "zh", "en"):
        widget(app, "button_group", "language").set_value(lang).run()
        assert not app.exception
        assert shows(app, edited, lang)
        assert widget(app, "number_input", "months_0").value == 48
        assert widget(app, "selectbox", "scenario").value == "pay_off"
        assert widget(app, "selectbox", "base").value == "catch_up"
        assert widget(app, "toggle", "only_differences").value is True


def test_problems_are_said_again_in_the_other_language() -> None:
    app = start("zh")
    widget(app, "file_uploader", "upload").set_value(("bad.toml", BAD.encode(), "application/toml")).run()
    widget(app, "button_group", "language").set_value("en").run()
    with pytest.raises(CaseError) as caught:
        casefile.parse(BAD)
    (said,) = alerts(app)
    assert say_problem(text.catalogue("en"), caught.value.problems[0]).split('"')[0] in said
    assert not HAN.search(said)


def test_english_shows_no_chinese_but_what_the_case_says(document: Document) -> None:
    app = start("en")
    own = [document["title"], *(p["name"] for p in document["plan"]), *language.NAMES.values()]
    shown = [*pages(app), *(w.label for kind in ("number_input", "selectbox", "toggle", "button") for w in elements(app, kind))]
    for piece in shown:
        for name in sorted(own, key=len, reverse=True):
            piece = piece.replace(name, "")  # noqa: PLW2901 - what is left is looked at
        assert not HAN.search(piece)


@pytest.mark.parametrize(
    ("asked", "browser", "shown"),
    [("en", "zh-CN", "en"), (None, "en-GB", "en"), (None, "zh-TW", "zh"), (None, "fr-FR", "zh"), ("fr", "en", "en"), (None, None, "zh")],
)
def test_language_comes_from_the_address_then_the_browser_then_chinese(
    monkeypatch: pytest.MonkeyPatch, asked: str | None, browser: str | None, shown: str
) -> None:
    monkeypatch.setattr(ContextProxy, "locale", browser)
    assert widget(start(asked), "button_group", "language").value == shown


def test_charts_speak_the_language_begin_at_nought_and_can_be_read_aloud(lang: str) -> None:
    app = start(lang)
    charts = elements(app, "vega_lite_chart")
    assert len(charts) == 2
    for chart in charts:
        assert chart.proto.alt
        assert '"zero": true' in chart.proto.spec.replace('"zero":true', '"zero": true')
        assert bool(HAN.search(str(chart.proto.alt).split("，")[0][:6])) is (lang == "zh")


def test_an_emptied_box_takes_its_clause_out(lang: str, document: Document) -> None:
    app = start(lang)
    widget(app, "number_input", "rate_0").set_value(None).run()
    assert not app.exception
    assert shows(app, compare(casefile.build(edit(document, 0, rate=None))), lang)
    assert widget(app, "number_input", "rate_0").value is None


def test_offers_are_shown_once_they_are_asked_for(lang: str) -> None:
    app = start(lang)
    app.toggle(key="offers").set_value(True).run()
    assert not app.exception
    shown = " ".join(str(element.value) for element in elements(app, "html"))
    assert text.catalogue(lang)("offer.soonest_free") in shown
    assert "4,275" in shown


def test_the_smallest_change_is_shown_where_nothing_can_be_paid(lang: str) -> None:
    app = start(lang)
    next(box for box in app.selectbox if str(box.key).startswith("example_")).set_value("nothing_is_feasible").run()
    app.toggle(key="offers").set_value(True).run()
    assert not app.exception
    said = "Nothing fits as it is. One of these changes makes a plan possible, the smallest first:"
    assert text.catalogue(lang)(said) in [info.value for info in app.info]


def test_what_ways_out_are_worth_is_shown_once_it_is_asked_for(lang: str) -> None:
    app = start(lang)
    next(box for box in app.selectbox if str(box.key).startswith("example_")).set_value("card_60000_facing_suit").run()
    app.toggle(key="lender").set_value(True).run()
    assert not app.exception
    shown = " ".join(str(element.value) for element in elements(app, "html"))
    words = text.catalogue(lang)
    assert words("measure.npv_original") in shown
    assert words("What every way out is worth to the lender, yuan") in shown
    assert "19.56%" in shown


def test_a_break_and_worse_months_are_shown_once_they_are_asked_for(lang: str) -> None:
    app = start(lang)
    app.toggle(key="hardship").set_value(True).run()
    assert not app.exception
    slider = next(s for s in app.slider if str(s.key).startswith("hardship_at"))
    slider.set_value(5).run()
    assert not app.exception
    case = casefile.parse(SOURCE)
    found = broken(case, case.plans[0], 4)
    shown = " ".join(str(element.value) for element in elements(app, "html"))
    assert text.catalogue(lang).money(int(found.owed.sum())) in shown
    assert text.catalogue(lang)("shock.lost_month") in shown


def several(lang: str) -> AppTest:
    app = start(lang)
    widget(app, "selectbox", "example").select("several_debts").run()
    assert not app.exception
    return app


def test_several_loans_are_shown_each_and_together_and_what_each_is_paid(lang: str) -> None:
    app = several(lang)
    (each,) = [page for page in pages(app) if 'data-table="loans"' in page]
    assert re.findall(r"<td>([\d,]+\.\d\d)</td><td>(\d+)</td>", each) == [
        ("9,626.90", "67"), ("20,590.63", "46"), ("25,060.55", "10"), ("55,278.08", "67"),
    ]  # fmt: skip
    # By law the consumer loan alone is paid in October, both are in November.
    (between,) = [page for page in pages(app) if 'data-table="between"' in page]
    assert "2026-10</th><td>0.00</td><td>3,000.00</td><td>0.00</td><td>3,000.00</td>" in between
    assert "2026-11</th><td>1,248.15</td><td>1,751.85</td><td>0.00</td><td>3,000.00</td>" in between


def test_a_changed_budget_changes_the_plan_and_the_file(lang: str) -> None:
    app = several(lang)
    widget(app, "number_input", "budget_0").set_value(4000.0).run()
    assert not app.exception
    assert any("2026-10</th><td>377.58</td><td>3,622.42</td><td>0.00</td><td>4,000.00</td>" in page for page in pages(app))


def test_one_of_several_loans_is_asked_for_offers_breaks_and_conventions(lang: str) -> None:
    app = several(lang)
    widget(app, "toggle", "offers").set_value(True).run()
    widget(app, "selectbox", "offers_loan").select("consumer").run()
    assert not app.exception
    assert any("1,962.07" in page for page in pages(app))
    widget(app, "toggle", "hardship").set_value(True).run()
    assert not app.exception


def test_one_number_is_found_and_put_into_the_plan(lang: str) -> None:
    app = start(lang)
    app.toggle(key="seek").set_value(True).run()
    assert not app.exception
    box = next(b for b in app.text_input if str(b.key).startswith("seek_bound"))
    box.set_value("5400").run()
    assert not app.exception
    case = casefile.parse(SOURCE)
    found = solve(case, case.plans[0].name, "months", "highest_payment <= 5400")
    assert found.value is not None
    shown = " ".join(str(element.value) for element in elements(app, "html"))
    assert f"{found.value}" in shown
    app.button(key="seek_use").click().run()
    assert not app.exception
    assert widget(app, "number_input", "months_0").value == found.value
    box = next(b for b in app.text_input if str(b.key).startswith("seek_bound"))
    box.set_value("<=x").run()
    assert not app.exception
    assert alerts(app)


def test_the_budget_of_several_loans_is_found_and_a_loan_without_plans_says_so(lang: str) -> None:
    app = several(lang)
    app.toggle(key="seek").set_value(True).run()
    assert not app.exception
    next(b for b in app.text_input if str(b.key).startswith("seek_bound")).set_value("4000").run()
    assert not app.exception
    case = casefile.parse(examples.found()["several_debts"])
    found = solve(case, case.plans[0].name, "budget", "highest_payment <= 4000")
    assert found.value is not None
    assert any(text.catalogue(lang).money(found.value) in page for page in pages(app))
    widget(app, "selectbox", "seek_loan").select("card").run()
    assert not app.exception
    said = text.catalogue(lang)("No plan has clauses for this loan alone.")
    assert [str(info.value) for info in elements(app, "info")].count(said) == 1


def test_a_remark_on_several_plans_is_said_once_and_names_them(lang: str) -> None:
    app = start(lang)
    (shown,) = [html for html in pages(app) if '<ul class="planner-findings"' in html]
    lines = re.findall(r"<li.*?</li>", shown)
    sentences = [re.sub(r'<span class="where">.*?</span>', "", line) for line in lines]
    assert len(set(sentences)) == len(sentences)
    assert any("停息分期 60 期 · 并入本金，展期 12 期 · 先息后本 12 期，展期 24 期" in line for line in lines)


def test_the_uploader_speaks_the_language(lang: str) -> None:
    said = {"zh": ("选择文件", "TOML，不超过 1 MB"), "en": ("Choose a file", "TOML, at most 1 MB")}[lang]
    (look,) = [page for page in pages(start(lang)) if "stFileUploaderDropzone" in page]
    assert all(f'content: "{words}"' in look for words in said)
