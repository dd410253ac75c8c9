"""The lender's view of a case: how far each assumption moves what ways out are worth, by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from planner import casefile
from planner.present import worth_json
from planner.scenarios import compare
from planner.worth import KINDS, SHOWN, Lender, Reach, lender
from tests.test_redefault import FIRST, KEPT, SECOND, TWO, V

RANGES: Final = """
funding_rate = ["5 %", "10 %", "20 %"]
redefault = { monthly = ["5 %", "10 %", "20 %"] }
enforcement = { months = [6, 12, 24], recovery = ["40 %", "50 %", "60 %"], lawyer = "20.00" }
"""


def view(assumed: str = RANGES) -> Lender:
    text = TWO.replace('funding_rate = "10 %"\nredefault = { monthly = "10 %" }\nENFORCEMENT', assumed)
    return lender(compare(casefile.parse(text)))


def reaches(found: Lender, name: str) -> dict[str, Reach]:
    return {reach.assumption: reach for way in found.ways if way.name == name for reach in way.reach}


def cents(reach: Reach, code: str) -> tuple[float, ...]:
    return tuple(float(value.amount) / 100 for value in reach.figures[code] if isinstance(value.amount, (int, float)))


def test_every_assumption_moves_what_it_should_by_hand() -> None:
    found = reaches(view(), "two")
    assert set(found) == {"funding_rate", "redefault", "months", "recovery"}
    kept = [500 * v**31 + 500 * v**59 for v in (1.05 ** (-1 / 365), 1.2 ** (-1 / 365))]
    assert cents(found["funding_rate"], "npv") == pytest.approx(kept, abs=1e-6)
    # 5 %: 0.05, 0.0475, 0.9025; 20 %: 0.2, 0.16, 0.64.
    often = [0.05 * FIRST + 0.0475 * SECOND + 0.9025 * KEPT, 0.2 * FIRST + 0.16 * SECOND + 0.64 * KEPT]
    assert cents(found["redefault"], "expected_npv") == pytest.approx(often, abs=1e-6)
    assert set(found["redefault"].figures) == {"expected_npv"}
    # Enforcement of 1,000.00: 400 / 1.1 - 20 = 343.64 and 600 / 1.1 - 20 = 525.45 with a recovery of 40 and 60 %.
    assert cents(found["recovery"], "surplus") == pytest.approx([KEPT - (400 / 1.1 - 20), KEPT - (600 / 1.1 - 20)], abs=0.011)
    first, second = ([(share * 10 / 1.1 - 20) * V**32 for share in (40, 60)], [(share * 5 / 1.1 - 20) * V**60 for share in (40, 60)])
    worth = [0.1 * one + 0.09 * (500 * V**31 + two) + 0.81 * KEPT for one, two in zip(first, second, strict=True)]
    assert cents(found["recovery"], "expected_npv") == pytest.approx(worth, abs=0.01)


def test_the_widest_comes_first() -> None:
    for way in view().ways:
        wide = [max(abs(b - a) for a, b in [cents(reach, code) for code in reach.figures]) for reach in way.reach]
        assert wide == sorted(wide, reverse=True)


def test_enforcement_moves_with_what_it_rests_on_alone() -> None:
    found = reaches(view(), "enforcement")
    assert set(found) == {"funding_rate", "months", "recovery"}
    assert cents(found["recovery"], "npv") == pytest.approx([400 / 1.1 - 20, 600 / 1.1 - 20], abs=0.011)


def test_what_is_certain_moves_nothing_and_what_is_not_assumed_is_not_known() -> None:
    plain = view('funding_rate = "10 %"')
    assert all(way.reach == () for way in plain.ways)
    figures = plain.ways[-1].figures
    assert list(figures) == list(SHOWN)
    assert (figures["expected_npv"].reason, figures["breakeven_redefault"].reason) == ("unknown", "unknown")
    without = view("")
    assert without.ways[-1].figures["npv"].reason == "unknown"
    # At 12 % a year by the month, 12.6825 % effective: 500.00 after 31 and after 59 days.
    original = without.ways[-1].figures["npv_original"].amount
    assert original == pytest.approx(50_000 * (1.12682503 ** (-31 / 365) + 1.12682503 ** (-59 / 365)), abs=1e-3)


def test_break_even_needs_no_hazard() -> None:
    court = 'funding_rate = "10 %"\nenforcement = { months = 12, recovery = "50 %", lawyer = "20.00" }'
    figures = view(court).ways[-1].figures
    assert figures["expected_npv"].reason == "unknown"
    assert figures["breakeven_redefault"].amount == pytest.approx(0.98675, abs=5e-5)


def test_json_names_every_rate() -> None:
    form = worth_json(view())
    assert form["rates"]["funding_rate"] == {"value": "0.1", "kind": "effective"}
    assert form["rates"]["original_rate"] == {"value": "0.12682503", "kind": "effective", "basis": "rate"}
    assert set(form["assumptions"]) <= set(KINDS)
    assert form["assumptions"]["months"] == {"low": 6, "central": 12, "high": 24}
    assert form["modification_line"] is None
    assert form["plans"][-1]["name"] == "two"
    assert form["plans"][-1]["figures"]["breakeven_redefault"] == form["plans"][-1]["breakeven_all"][0]


def test_several_loans_say_what_comparisons_say() -> None:
    found = lender(compare(casefile.read(Path(__file__).resolve().parents[1] / "examples" / "several_debts.toml")))
    assert found.original is None
    assert all(way.reach == () for way in found.ways)
