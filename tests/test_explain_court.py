"""What a court asks and enforcement brings, explained: fees by bracket, a house's price, late interest, against calculations by hand."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from planner import casefile, debts
from planner.case import Case, Span
from planner.casefile.lines import lines_of
from planner.enforcement import enforced
from planner.enforcement.told import told
from planner.explain.formulas import again
from planner.money import ONE
from planner.why import Given, Why

FOLDER: Final = Path(__file__).resolve().parents[1] / "examples"
EXAMPLES: Final = ("mortgage_income_drop", "after_judgment", "card_60000_facing_suit")
SHORT: Final = "mortgage_income_drop, short"
"""The mortgage, of whose shortfall a tenth comes in."""
ASKED: Final = (*EXAMPLES, SHORT)


@cache
def case(name: str) -> Case:
    own = casefile.read(FOLDER / f"{name.partition(',')[0]}.toml")
    court = own.enforcement
    return own if name in EXAMPLES or court is None else replace(own, enforcement=replace(court, recovery=Span(*[ONE // 10] * 3)))


def explained(name: str) -> dict[tuple[str, int], Why]:
    own = case(name)
    return told(own, debts.stands(own)[0], lines_of((FOLDER / f"{name.partition(',')[0]}.toml").read_text(encoding="utf-8")))


def below(why: Why, name: str) -> Given:
    """The first input of that name at any depth."""
    found = next((hit for given in why.inputs for hit in _named(given, name)), None)
    assert found is not None, name
    return found


def _named(given: Given, name: str) -> list[Given]:
    inside = [] if given.why is None else [hit for own in given.why.inputs for hit in _named(own, name)]
    return [given, *inside] if given.name == name else inside


@pytest.mark.parametrize("name", ASKED)
def test_every_fee_and_every_money_of_enforcement_is_explained(name: str) -> None:
    own = case(name)
    found = enforced(own, *debts.stands(own)[0])
    assert found is not None
    timeline, whys = found.central.timeline, explained(name)
    for column in ("fee", "cash"):
        said = {step: again(why) for (named, step), why in whys.items() if named == column}
        values = getattr(timeline, column)[:, 0]
        assert said == {step: int(values[step]) for step in range(timeline.length) if values[step]}


def test_a_court_fee_is_worked_out_bracket_by_bracket() -> None:
    # On 778,877.55: 50 + 90,000 × 2.5 % + 100,000 × 2 % + 300,000 × 1.5 % + 278,877.55 × 1 % = 50 + 2,250 + 2,000 + 4,500 + 2,788.78.
    why = next(why for (column, _), why in sorted(explained("mortgage_income_drop").items()) if column == "fee")
    fee = below(why, "court_fee")
    assert fee.why is not None
    assert [given.value for given in fee.why.inputs] == [5_000, 225_000, 200_000, 450_000, 278_878]
    assert again(fee.why) == 1_158_878
    origin = below(why, "share").origin
    assert origin is not None
    assert (origin.kind, origin.where) == ("rule", "acceptance_fee")


def test_a_house_is_told_from_its_appraisal_on() -> None:
    # 1,400,000 × 70 % × 80 % = 784,000; less 14,000 for the sale and 78 months of 2,500 (the middle of five to eight years): 575,000.
    # The execution fee on that: 50 + 490,000 × 1.5 % + 75,000 × 1 % = 8,150; 566,850 are left.
    whys = explained("mortgage_income_drop")
    why = next(why for (column, _), why in sorted(whys.items()) if column == "cash")
    assert [below(why, name).value for name in ("appraisal", "price", "set_aside", "from_house")] == [
        140_000_000, 78_400_000, 20_900_000, 56_685_000,
    ]  # fmt: skip
    line = below(why, "appraisal").origin
    assert line is not None
    assert line.line is not None
    rows = (FOLDER / "mortgage_income_drop.toml").read_text(encoding="utf-8").split("\n")
    assert rows[line.line - 1].startswith("appraisal")


def test_what_comes_in_is_told_as_a_share_of_the_claim_as_filed() -> None:
    # 74,013.28 and the court's fee, 50 + 64,013.28 × 2.5 % = 1,650.33; 30 % of 75,663.61.
    why = next(why for (column, _), why in sorted(explained("card_60000_facing_suit").items()) if column == "cash")
    assert [below(why, name).value for name in ("claim", "costs_borne", "filed", "comes")] == [7_401_328, 165_033, 7_566_361, 2_269_908]
    # A judgment that is given lays no more costs on the borrower: 30 % of 59,502.40.
    why = next(why for (column, _), why in sorted(explained("after_judgment").items()) if column == "cash")
    assert [below(why, name).value for name in ("filed", "comes")] == [5_950_240, 1_785_072]


def test_beside_a_house_a_share_of_what_it_leaves_of_the_claim_as_filed() -> None:
    # 778,877.55 + 11,588.78 = 790,466.33, less 566,850: 223,616.33, a tenth of which is 22,361.63.
    why = next(why for (column, _), why in sorted(explained(SHORT).items()) if column == "cash")
    assert [below(why, name).value for name in ("filed", "shortfall", "beside", "comes")] == [79_046_633, 22_361_633, 2_236_163, 58_921_163]
