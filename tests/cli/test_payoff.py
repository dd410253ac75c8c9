"""``planner position CASE --on DATE``: what pays everything off on a day."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.common import CHINESE, CODE, asked, run

KEYS = ["date", "principal", "interest", "penalty", "compound", "fee", "deferred", "held", "prepayment_fee", "total", "per_day"]


def test_a_quote_has_its_parts(capsys: pytest.CaptureFixture[str], base: Path) -> None:
    """The quote of the as-of date is the position; the position itself is as without a day."""
    plain, form = asked(capsys, "position", base), asked(capsys, "position", base, "--on", "2026-09-30")
    payoff = form.pop("payoff")
    assert form == plain
    assert list(payoff) == KEYS
    own = {key: payoff[key] for key in KEYS[1:8]}
    assert own == {key: plain["position"][key] for key in own}
    assert payoff["total"] == plain["position"]["total"]
    assert payoff["per_day"] == plain["per_day"]


def test_a_later_day_costs_more(capsys: pytest.CaptureFixture[str], base: Path) -> None:
    totals = [float(asked(capsys, "position", base, "--on", day)["payoff"]["total"]) for day in ("2026-10-01", "2027-09-30", "2199-12-31")]
    assert totals == sorted(totals)


def test_a_quote_in_words(capsys: pytest.CaptureFixture[str], base: Path, lang: str) -> None:
    code, out, err = run(capsys, "position", base, "--on", "2026-10-31", "--lang", lang)
    assert (code, err) == (0, "")
    assert not CODE.search(out)
    assert ("2026-10-31" in out, bool(CHINESE.search(out))) == (True, lang == "zh")
    total = asked(capsys, "position", base, "--on", "2026-10-31")["payoff"]["total"]
    assert f"{float(total):,.2f}" in out


def test_a_day_that_has_passed_is_refused(capsys: pytest.CaptureFixture[str], base: Path, lang: str) -> None:
    code, out, err = run(capsys, "position", base, "--on", "2026-09-29", "--lang", lang)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "2026-09-29" in err
    assert "2026-09-30" in err
    assert err.startswith("--on")


@pytest.mark.parametrize("day", ["", "2026-9-30", "20261031", "2026-02-30", "2200-01-01", "tomorrow"])
def test_what_is_no_date_is_refused(capsys: pytest.CaptureFixture[str], base: Path, day: str, lang: str) -> None:
    code, out, err = run(capsys, "position", base, "--on", day, "--lang", lang)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "2026-10-31" in err
