"""Three views of what is claimed, side by side on the terminal, in JSON and on the page, worked by hand on two examples."""

from __future__ import annotations

import json
import re

import pytest

from planner import casefile
from planner.claims import of_case
from planner.present.claimed import claims_json
from planner.text import catalogue
from tests.cli.common import ROOT, run
from tests.test_app import pages, start, widget
from tests.test_bank_screen import table

FLAT = ROOT / "examples" / "high_fee_consumer_loan.toml"
# 10 August to 30 September are 51 days; 8,000 of principal unpaid. Of the time before: the fee of August, 240. Since: the fee of
# September, 240, and 1,000 x 0.05 % x (51 + 20) = 35.50 of penalty, 275.50; 8,000 x 24 % x 51 / 365 = 268.27; at 12 % half of it, 134.14.
BY_HAND = [("contract", "275.50", "8515.50"), ("line", "268.27", "8508.27"), ("contract_rate", "134.14", "8374.14")]


@pytest.fixture(params=["zh", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_views_of_the_flat_loan_are_the_hand_s() -> None:
    (form,) = claims_json(of_case(casefile.read(FLAT)))
    assert (form["loan"], form["days"]) == ("flat", 51)
    assert [(view["view"], view["charges"], view["total"]) for view in form["views"]] == BY_HAND
    assert [view["confidence"] for view in form["views"]] == ["verified"] * 3
    assert ["465" in form["views"][0]["source"], "22" in form["views"][1]["source"], "7068" in form["views"][2]["source"]] == [True] * 3


def test_the_terminal_and_json_show_them_side_by_side(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    code, out, _ = run(capsys, "check", FLAT, "--lang", lang)
    assert code == 0
    lines = [line for line in out.splitlines() if re.search(r"[0-9],[0-9]{3}\.[0-9]{2} +[0-9.]+ ", line)][:3]
    assert [re.findall(r"[0-9,]+\.[0-9]{2}", line) for line in lines] == [
        ["275.50", "8,515.50", "0.00"], ["268.27", "8,508.27", "7.23"], ["134.14", "8,374.14", "141.36"],
    ]  # fmt: skip
    assert "7068" in out
    code, out, _ = run(capsys, "check", FLAT, "--json")
    form = json.loads(out)
    assert (code, [tuple(view[key] for key in ("view", "charges", "total")) for view in form["claims"][0]["views"]]) == (0, BY_HAND)
    found = {finding["code"]: finding["value"] for finding in form["findings"]}
    assert [found[f"claim_{name}"] for name, _, _ in BY_HAND] == [total for _, _, total in BY_HAND]


def test_several_loans_are_each_shown(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    case = casefile.read(ROOT / "examples" / "several_debts.toml")
    shown = of_case(case)
    assert [loan.id for loan, _, _ in shown] == ["card", "consumer", "home"]
    assert all(views[0].total >= views[1].total for _, _, views in shown)
    out = run(capsys, "check", ROOT / "examples" / "several_debts.toml", "--lang", lang)[1]
    assert all(f"{loan.id}{':' if lang == 'en' else chr(0xFF1A)}" in out for loan, _, _ in shown)


def test_nothing_past_due_has_no_views(capsys: pytest.CaptureFixture[str]) -> None:
    path = ROOT / "examples" / "prepayment_choice.toml"
    assert of_case(casefile.read(path)) == ()
    assert json.loads(run(capsys, "check", path, "--json")[1])["claims"] == []


def test_the_page_shows_them_side_by_side(lang: str) -> None:
    app = start(lang)
    widget(app, "selectbox", "example").set_value("high_fee_consumer_loan").run()
    assert not app.exception
    rows, words = table(pages(app), "claims"), catalogue(lang)
    assert [row[1:4] for row in rows] == [
        ["275.50", "8,515.50", "0.00"], ["268.27", "8,508.27", "7.23"], ["134.14", "8,374.14", "141.36"],
    ]  # fmt: skip
    assert {row[4] for row in rows} == {words("confidence.verified")}
    assert any("7068" in html for html in pages(app))


def test_the_page_tells_class_observation_and_what_an_agreement_lacks(lang: str) -> None:
    app = start(lang)
    widget(app, "selectbox", "example").set_value("card_9000_overdue").run()
    assert not app.exception
    (shown,) = [html for html in pages(app) if '<ul class="planner-findings"' in html]
    words = catalogue(lang)
    # 128 days past due: doubtful by the card's own scale, substandard by that of loans.
    assert all(words(f"class.{name}") in shown for name in ("doubtful", "substandard"))
    assert {"zh": "观察期最早到 2027-11-10", "en": "Watched until 2027-11-10"}[lang] in shown
    assert {"zh": "不申请新信用卡", "en": "no new card"}[lang] in shown
    assert "8,508.27" not in shown
