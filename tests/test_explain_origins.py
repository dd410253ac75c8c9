"""Where the numbers of an explanation came from: the clause, the line of the case file, the rule, the publication."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from planner import casefile, debts, stages
from planner.casefile.lines import lines_of
from planner.explain.cells import COLUMNS, explained, parts_of
from planner.explain.formulas import again
from planner.explain.origins import Origins, origins
from planner.explain.scene import Scene, scene_at, walk
from planner.scenarios import Comparison, compare
from planner.why import Given, Origin, Why

FOLDER: Final = Path(__file__).resolve().parents[1] / "examples"
EXAMPLES: Final = sorted(path.stem for path in FOLDER.glob("*.toml"))
KINDS: Final = {"case", "term", "default", "rule", "series", "ledger", "calendar", "engine", "due", "scenario"}
STOP: Final = 30
"""Steps of a scenario that are looked at."""


@cache
def compared(name: str) -> Comparison:
    return compare(casefile.read(FOLDER / f"{name}.toml"))


@cache
def lines(name: str) -> dict[str, int]:
    return lines_of(text(name))


def text(name: str) -> str:
    return (FOLDER / f"{name}.toml").read_text(encoding="utf-8")


def told(name: str, scenario: str, loan: int = 0) -> Origins:
    found = compared(name)
    own = found.scenario(scenario)
    assert own is not None
    return origins(found.case, loan, scenario, debts.stands(found.case)[loan], own.rolled[loan], lines(name))


def scene(name: str, scenario: str, step: int) -> Scene:
    said = told(name, scenario)
    return scene_at(said.final, debts.stands(compared(name).case)[0][0], step, said)


def given(why: Why, name: str) -> Given:
    """The first input of that name, wherever in the explanation it stands."""
    found = next((own for own in every(why) if own.name == name), None)
    assert found is not None, name
    return found


def every(why: Why) -> Iterator[Given]:
    for own in why.inputs:
        yield own
        if own.why is not None:
            yield from every(own.why)


def row(name: str, origin: Origin | None) -> str:
    """What stands on the line an origin names."""
    assert origin is not None
    assert origin.line is not None
    return text(name).split("\n")[origin.line - 1].strip()


STOPPED: Final = ("consumer_missed_instalments", "停息分期 60 期")


def test_what_a_plan_sets_is_told_with_the_line_of_its_clause() -> None:
    # Step 0 is the as-of date, step 1 the start (2026-10-15), step 2 the first instalment (2026-11-15).
    start, first = scene(*STOPPED, 1), scene(*STOPPED, 2)
    name = STOPPED[0]
    assert row(name, given(explained(start, "pledged", 2), "share").origin).startswith('{ waive = "penalty"')
    assert row(name, given(explained(start, "deferred", 1), "share").origin).startswith("{ defer = ")
    assert row(name, given(explained(start, "accrued"), "rate").origin) == 'rate = "15.4 %"'
    assert row(name, given(explained(first, "accrued"), "rate").origin) == '{ rate = "0 %" },'
    assert row(name, given(explained(start, "level"), "instalments").origin) == "{ instalments = 60 },"
    assert given(explained(start, "level"), "instalments").value == 60


def test_a_penalty_rate_is_the_contract_rate_and_its_uplift() -> None:
    why = explained(scene("consumer_missed_instalments", "do_nothing", 1), "penalty")
    rate = given(why, "rate")
    # 15.4 % and half of it: 23.1 %.
    assert (rate.value, rate.why is not None and again(rate.why)) == (23_100_000, 23_100_000)
    uplift = given(why, "uplift")
    assert (uplift.value, row("consumer_missed_instalments", uplift.origin)[:9]) == (50_000_000, "penalty =")
    order = given(explained(scene("consumer_missed_instalments", "catch_up", 0), "allocated", 0), "order")
    inner = given(order.why, "order").origin if order.why is not None else None
    assert inner is not None
    assert (inner.kind, inner.where, set(inner.source)) == ("rule", "allocation", {"zh", "en"})


def test_a_floating_rate_is_the_lpr_of_its_publication_and_its_points() -> None:
    # Repriced on 1 January 2026: the LPR of five years and more published on 2025-12-22, 3.50 %, less 30 basis points.
    why = explained(scene("mortgage_income_drop", "catch_up", 1), "accrued")
    rate, lpr, points = (given(why, name) for name in ("rate", "lpr", "points"))
    assert (rate.value, lpr.value, points.value) == (3_200_000, 3_500_000, -300_000)
    assert lpr.origin is not None
    assert (lpr.origin.kind, lpr.origin.where, lpr.origin.on) == ("series", "LPR5Y", "2025-12-22")
    assert row("mortgage_income_drop", points.origin) == 'rate = "LPR5Y - 30bp"'


def test_a_standard_scenario_says_that_it_pays() -> None:
    due = given(explained(scene("consumer_missed_instalments", "catch_up", 0), "received"), "due")
    assert due.origin == Origin("scenario", "catch_up", on="2026-09-30")


def test_what_stays_as_the_contract_has_it_is_not_told_as_the_plans() -> None:
    said = told("consumer_missed_instalments", "并入本金，展期 12 期")
    dates = said.final.date[:, 0].tolist()
    numbers = said.final.number[:, 0].tolist()
    # The contract's instalments 22 to 36 go on; the last of them asked all and asks a level now; twelve follow. Shapes by instalment.
    shapes = {n: said("shape", step) for step, n in enumerate(numbers) if n}
    assert len(dates) == len(numbers)
    assert [where for n in (22, 35, 36, 37, 48) if (own := shapes[n]) is not None for where in [own.where]] == [
        "loan[0].method", "loan[0].method", *["plan[1].terms[2]"] * 3,
    ]  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_input_says_where_it_came_from(name: str) -> None:
    found, rows = compared(name), text(name).split("\n")
    stands = debts.stands(found.case)
    for scenario in found.scenarios:
        for loan, (now, _) in enumerate(stands):
            said = told(name, scenario.name, loan)
            for own in walk(said.final, now, said, min(said.final.length, STOP)):
                for column in COLUMNS:
                    for part in parts_of(column):
                        for one in every(explained(own, column, part)):
                            _placed(one, rows)


def _placed(one: Given, rows: list[str]) -> None:
    """An input has an origin; a key of the file stands on the line it names."""
    origin = one.origin
    if one.name in ("part", "paused") or one.why is not None:
        return
    assert origin is not None, one
    assert origin.kind in KINDS
    if origin.kind in ("case", "term"):
        key = origin.where.rsplit(".", 1)[-1]
        assert origin.line is not None, origin
        assert key in rows[origin.line - 1] or "[" in key, origin


def test_stages_of_a_waiver_are_told_as_their_clause() -> None:
    text_of = text("consumer_missed_instalments").replace(
        '{ waive = "penalty", share = "100 %", when = "completion" }', '{ waive = "penalty", share = "40 %", when = "after(3)" }', 1,
    )  # fmt: skip
    found = compare(casefile.parse(text_of))
    scenario = found.scenario(STOPPED[1])
    assert scenario is not None
    stand = debts.stands(found.case)[0]
    said = origins(found.case, 0, scenario.name, stand, scenario.rolled[0], lines_of(text_of))
    why = explained(scene_at(said.final, stand[0], 1, said), "pledged", 2)
    share = given(why, "share")
    assert share.value == 40_000_000
    assert share.origin is not None
    assert share.origin.kind == "term"
    assert share.origin.line is not None
    assert text_of.split("\n")[share.origin.line - 1].strip().startswith('{ waive = "penalty", share = "40 %"')


def test_stages_of_a_waiver_are_told_as_the_layer_that_wrote_them() -> None:
    said = told(*STOPPED)
    one = stages.nothing(1)
    first = replace(one, share=one.share + 40_000_000)
    both = stages.Stages(**{f.name: np.concatenate([getattr(one, f.name), getattr(first, f.name)], axis=-2) for f in fields(one)})
    layers = [
        (said.layers[0][0], None), (replace(said.final, stages=first), Origin("term", "first")),
        (replace(said.final, stages=both), Origin("term", "second")),
    ]  # fmt: skip
    own = Origins(said.contracted, layers, {}, {})
    # The second clause put its stage, of nothing, before that of the first.
    assert [own("stages", 1, stage) for stage in (0, 1)] == [Origin("term", "second"), Origin("term", "first")]
