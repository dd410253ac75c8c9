"""Offers: the space against brute force, every offer rolled alone, a month's money by hand, the smallest change by applying it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import casefile
from planner.book import Part
from planner.case import Case, Household, Mandate, Plan
from planner.clauses import Rate
from planner.cli import main
from planner.dates import day
from planner.errors import CaseError
from planner.figures import jsonable
from planner.loan import Due, Loan, Statement
from planner.money import ONE
from planner.offers import Axes, Search, bench_of, frontier, search
from planner.offers.search import costs, first_due
from planner.present import offers_json
from planner.scenarios import compare

D: Final = dt.date
EXAMPLES: Final = Path(__file__).resolve().parents[1] / "examples"
LOAN: Final = Loan(
    id="loan", kind="consumer", principal=120_000, rate=0, opened=D(2025, 12, 15), instalments=9, first_due=D(2026, 4, 15), due_day=15,
    statement=Statement(D(2026, 3, 31), 90_000, (Due(D(2026, 3, 15), principal=30_000, penalty=3_000),), instalments_left=9),
)  # fmt: skip
"""900.00 not yet due, 300.00 overdue with 30.00 of penalty; no rate bears anything."""
START: Final = D(2026, 3, 31)
CASE: Final = Case("small", START, (LOAN,), household=Household(40_000, 25_000), funding_rate=2_600_000)
"""A month leaves 400 - 250 = 150.00."""
ALL: Final = (0, 0, ONE, 0, 0)
NONE: Final = (0, 0, 0, 0, 0)


def with_capacity(cents: int, case: Case = CASE) -> Case:
    """The case of a household that can pay so much a month."""
    return replace(case, household=Household(25_000 + cents, 25_000))


def brute(weighed: np.ndarray[Any, Any]) -> list[bool]:
    """Which columns no other beats, by comparing every pair."""
    rows = weighed.T.tolist()
    return [not any(all(a <= b for a, b in zip(other, own, strict=True)) and other != own for other in rows) for own in rows]


@given(st.lists(st.tuples(*(st.integers(0, 4),) * 4), max_size=400))
def test_frontier_is_what_nothing_beats(points: list[tuple[int, ...]]) -> None:
    weighed = np.array(points, dtype=np.int64).reshape(-1, 4).T
    assert frontier(weighed).tolist() == brute(weighed)


@settings(max_examples=15)
@given(
    st.sets(st.integers(1, 24), min_size=1, max_size=4), st.sets(st.integers(0, 12), min_size=1, max_size=3),
    st.sets(st.sampled_from((0, ONE // 3, ONE)), min_size=1), st.sets(st.integers(0, 20_000), min_size=1, max_size=2),
    st.integers(0, 40_000),
)  # fmt: skip
def test_frontier_of_a_search_is_the_brute_force_set(
    months: set[int], rates: set[int], shares: set[int], down: set[int], capacity: int
) -> None:
    waive = tuple((0, 0, share, 0, 0) for share in sorted(shares))
    space = Axes(tuple(months), tuple(rate * ONE // 100 for rate in rates), waive, tuple(down), (0, 2), ((0, ONE), (2, ONE // 2)))
    found = search(with_capacity(capacity), space)
    own = found.figures
    fits = [n for n in range(found.candidates.count) if own.month[n] <= capacity]
    assert found.feasible == len(fits)
    weighed = costs(own.take(np.array(fits, dtype=np.int64)))
    best = {tuple(column) for column, kept in zip(weighed.T.tolist(), brute(weighed), strict=True) if kept}
    assert {tuple(column) for column in costs(own.take(found.frontier)).T.tolist()} == best
    assert found.frontier.size == len(best)


def alone(found: Search, place: int) -> dict[str, Any]:
    """The measures of one candidate as ``planner compare`` has them."""
    case = replace(found.bench.case, plans=(found.plan(place, "alone"),))
    scenario = compare(case).scenario("alone")
    assert scenario is not None
    return {code: jsonable(value) for code, value in scenario.measures.items()}


@pytest.mark.parametrize("name", [
    "consumer_missed_instalments", "card_9000_overdue", "mortgage_income_drop", "card_60000_facing_suit", "business_quarterly_interest",
])
def test_what_is_printed_can_be_pasted_into_the_case_and_gives_the_same_figures(name: str) -> None:
    text = (EXAMPLES / f"{name}.toml").read_text(encoding="utf-8")
    found = search(casefile.parse(text))
    form = offers_json(found)
    some = [*form["offers"], *form["ladder"], *form["frontier"][:: max(len(form["frontier"]) // 8, 1)]]
    assert len(some) >= 10
    for offer in some:
        scenario = compare(casefile.parse(f"{text}\n{offer['toml']}")).scenarios[-1]
        assert {code: jsonable(scenario.measures[code]) for code in offer["measures"]} == offer["measures"]
        assert [finding.code for finding in scenario.findings if finding.grade == "breach"] == []
    assert [offer["name"] for offer in form["offers"]] == ["lowest_payment", "soonest_free", "least_total"]


def test_a_month_s_money_by_hand() -> None:
    # 1,200 of principal at no interest, 30 of penalty spread beside it, 150 a month. In n parts of (1,200 + 30) / n: 8 ask 153.75, 9 ask
    # 136.67. With the penalty forgiven 8 ask 150.00 exactly. 150 down, on the start and so in March, leave 1,050 and 30: 7 ask 154.29, with
    # the penalty forgiven 150.00.
    found = search(CASE, Axes((7, 8, 9), (0,), (NONE, ALL), (0, 15_000)))
    c, own = found.candidates, found.figures
    asked = {(int(c.months[n]), int(c.waive[2, n]), int(c.down[n])): int(own.month[n]) for n in range(c.count)}
    assert asked[8, 0, 0] == 123_000 // 8
    assert asked[9, 0, 0] in range(13_667, 13_672)
    assert (asked[8, ONE, 0], asked[7, ONE, 15_000]) == (15_000, 15_000)
    fits = {key for key, cents in asked.items() if cents <= 15_000}
    assert {key for key in fits if key[2] == 0} == {(9, 0, 0), (8, ONE, 0), (9, ONE, 0)}
    assert {key for key in fits if key[2]} == {(8, 0, 15_000), (9, 0, 15_000), (7, ONE, 15_000), (8, ONE, 15_000), (9, ONE, 15_000)}
    assert found.feasible == len(fits)
    soonest = found.plan(found.picked["soonest_free"], "soonest")
    assert alone(found, found.picked["soonest_free"])["finish"] == "2026-10-31"
    assert {type(clause).__name__ for clause in soonest.terms} == {"Waive", "Defer", "Rate", "LumpSum", "Instalments"}


def test_offers_are_least_in_what_they_are_named_by() -> None:
    found = search(CASE)
    fits = np.flatnonzero(found.bench.feasible(found.figures))
    for name, column in (("lowest_payment", "highest"), ("soonest_free", "finish"), ("least_total", "total")):
        figures = getattr(found.figures, column)
        assert figures[found.picked[name]] == figures[fits].min()
        assert found.picked[name] in fits
    weighed = {tuple(column) for column in costs(found.figures.take(found.frontier)).T.tolist()}
    assert {tuple(costs(found.figures)[:, place].tolist()) for place in found.picked.values()} <= weighed


def test_figures_of_many_are_those_of_each_alone() -> None:
    found = search(CASE, Axes((5, 12), (0, 6_000_000), (NONE, (0, 0, ONE // 2, 0, 0)), (0, 5_000), (0, 3), ((0, ONE), (1, ONE // 2))))
    assert found.candidates.count == 64
    for place in range(0, found.candidates.count, 7):
        measures = alone(found, place)
        own = found.figures
        assert measures["total_paid"] == f"{own.total[place] / 100:.2f}"
        assert measures["highest_payment"] == f"{own.highest[place] / 100:.2f}"
        assert measures["npv"] == f"{own.worth[place] / 100:.2f}"


@pytest.mark.parametrize(("days", "day"), [((), None), ((31,), None), ((10, 25), D(2026, 4, 25)), ((5,), D(2026, 5, 5))])
def test_first_due_date_lies_on_an_allowed_day_half_a_month_later(days: tuple[int, ...], day: dt.date | None) -> None:
    assert first_due(START, days) == day


def test_offers_of_a_loan_due_once_a_year_are_paid_by_the_month() -> None:
    """What can be paid is known by the month: sixty instalments from October 2026 end in October 2031, not in 2086."""
    found = search(casefile.read(EXAMPLES / "business_quarterly_interest.toml"), Axes((60,), (0,)))
    only = compare(replace(found.bench.case, plans=(found.plan(0, "offer"),))).scenario("offer")
    assert only is not None
    assert (only.measures["payments"].amount, only.measures["finish"].amount) == (60, day(D(2031, 10, 20)))


def test_mandate_limits_the_space() -> None:
    mandate = Mandate(
        waive=(0, 0, ONE // 2, 0, 0), conditional_only=frozenset({Part.PENALTY}), max_instalments=10, min_rate=2_000_000, max_pause=1,
        min_down_payment=(ONE // 20, 0), due_days=(5,),
    )  # fmt: skip
    case = replace(CASE, mandate=mandate, loans=(replace(LOAN, rate=6_000_000),))
    found = search(case)
    c = found.candidates
    assert (c.months.max(), c.rate.min(), c.waive[2].max(), c.pause.max()) == (10, 2_000_000, ONE // 2, 1)
    assert c.down.min() == 6_150  # 5 % of 1,230.00
    assert found.feasible
    for offer in offers_json(found)["offers"]:
        assert [f for f in offer["findings"] if f["grade"] == "breach"] == []


def test_the_smallest_changes_make_a_plan_possible_and_less_does_not() -> None:
    mandate = Mandate(waive=(0, 0, ONE // 2, 0, 0), max_instalments=6, min_rate=3_000_000)
    case = with_capacity(16_000, replace(CASE, mandate=mandate, loans=(replace(LOAN, rate=6_000_000),)))
    found = search(case)
    assert found.feasible == 0
    assert found.picked == {}
    changes = {change.names: change for change in found.changes}
    sizes = [change.size for change in found.changes]
    assert sizes == sorted(sizes)
    assert {("months",), ("capacity",), ("down_payment",)} <= set(changes)
    longer = changes["months",].amounts[0]
    assert search(replace(case, mandate=replace(mandate, max_instalments=6 + longer))).feasible
    assert not search(replace(case, mandate=replace(mandate, max_instalments=5 + longer))).feasible
    more, offer = changes["capacity",].amounts[0], changes["capacity",].offer
    same = Axes((int(offer.months[0]),), (int(offer.rate[0]),), (tuple(offer.waive[:, 0].tolist()),), (int(offer.down[0]),))
    assert search(with_capacity(16_000 + more, case), same).feasible
    assert not search(with_capacity(15_999 + more, case), same).feasible
    assert not search(with_capacity(15_999 + more, case)).feasible
    for change in found.changes:
        figures = found.bench.figures(change.offer, outside="down_payment" in change.names)
        extra = dict(zip(change.names, change.amounts, strict=True)).get("capacity", 0)
        assert figures.month[0] <= 16_000 + extra


def test_down_payment_from_elsewhere_by_hand() -> None:
    # 1,200 at no interest in 6 parts of at most 160: 960, so 240 must come from elsewhere, the penalty being forgiven.
    mandate = Mandate(waive=(0, 0, ONE, 0, 0), max_instalments=6)
    found = search(with_capacity(16_000, replace(CASE, mandate=mandate)))
    changes = {change.names: change.amounts for change in found.changes}
    assert changes["down_payment",] == (24_000,)
    # 160 down and 7 parts of 148.57: one more. As much down as in each of 6 parts: 1,200 / 7 = 171.43, so 11.43 more.
    assert changes["months",] == (1,)
    assert changes["capacity",] == (1_143,)


@pytest.mark.parametrize("cents", [0, -10_000])
def test_nothing_to_pay_with_is_an_answer(cents: int) -> None:
    found = search(with_capacity(cents, replace(CASE, mandate=Mandate(max_instalments=5))))
    assert found.feasible == 0
    assert {change.names: change.amounts for change in found.changes}["capacity",] == (20_000 - cents,)  # 1,200 = 200 down and 5 of 200


def test_no_income_is_refused() -> None:
    for household in (None, Household(None)):
        with pytest.raises(CaseError) as error:
            search(replace(CASE, household=household))
        assert [p.code for p in error.value.problems] == ["no_income"]


def test_too_large_a_space_is_refused_with_its_size(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CaseError) as error:
        search(CASE, Axes(tuple(range(1, 361)), tuple(range(10_000)), down=tuple(range(1000))))
    problem = error.value.problems[0]
    assert (problem.code, problem.found, problem.values["widest"]) == ("search_too_large", "3,600,000,000", "rate")
    assert main(["offers", str(EXAMPLES / "consumer_missed_instalments.toml"), "--steps", "400", "--lang", "en"]) == 2
    assert "200,000" in capsys.readouterr().err


def test_nothing_owed_is_refused() -> None:
    paid = replace(LOAN, statement=Statement(START, 0, (), instalments_left=0))
    with pytest.raises(CaseError) as error:
        search(replace(CASE, loans=(paid,)))
    assert [p.code for p in error.value.problems] == ["nothing_owed"]


def test_order_of_what_a_case_lists_changes_nothing() -> None:
    """Payments, plans, clauses' keys and tables of a case file in another order."""
    document = casefile.read(EXAMPLES / "consumer_missed_instalments.toml").raw
    loan = document["loan"][0]
    turned = {
        **dict(reversed(list(document.items()))), "plan": document["plan"][::-1],
        "loan": [{**dict(reversed(list(loan.items()))), "payments": loan["payments"][::-1]}],
    }  # fmt: skip
    one, other = (compare(casefile.build(own)) for own in (document, turned))
    assert {s.name: s.measures for s in one.scenarios} == {s.name: s.measures for s in other.scenarios}
    first, second = (offers_json(search(own.case)) for own in (one, other))
    assert first == second


def test_order_of_the_plans_changes_nothing() -> None:
    plans = (Plan("one", D(2026, 4, 10), (Rate(0),)), Plan("two", D(2026, 4, 5), (Rate(0),)))
    one, two = (offers_json(search(replace(CASE, plans=own))) for own in (plans, plans[::-1]))
    assert one == two
    assert "start = 2026-04-05" in one["offers"][0]["toml"]


def test_order_of_the_values_changes_no_offer() -> None:
    space = Axes((6, 9, 12), (0, 3_000_000), (NONE, ALL), (0, 5_000))
    turned = Axes(space.months[::-1], space.rate[::-1], space.waive[::-1], space.down[::-1])
    one, two = (offers_json(search(CASE, own)) for own in (space, turned))
    assert {key: one[key] for key in ("offers", "frontier", "ladder")} == {key: two[key] for key in ("offers", "frontier", "ladder")}


def test_ladder_begins_with_the_dearest_and_gives_more_each_step() -> None:
    found = search(CASE)
    totals = [int(found.figures.total[rung.place]) for rung in found.ladder]
    assert totals == sorted(totals, reverse=True)
    prices = [rung.price for rung in found.ladder]
    assert prices == sorted(prices)
    assert prices[0] == 0
    fits = np.flatnonzero(found.bench.feasible(found.figures))
    assert found.figures.worth[found.ladder[0].place] == found.figures.worth[fits].max()
    assert totals[-1] == found.figures.total[fits].min()


def test_a_name_that_a_plan_of_the_case_has_gets_a_number() -> None:
    form = offers_json(search(replace(CASE, plans=(Plan("soonest_free", START, (Rate(0),)),))))
    assert [offer["name"] for offer in form["offers"]] == ["lowest_payment", "soonest_free_2", "least_total"]


def test_bench_starts_where_the_first_plan_does() -> None:
    assert bench_of(CASE).start == START


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_command_in_words_and_as_json(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    path = str(EXAMPLES / "consumer_missed_instalments.toml")
    assert main(["offers", path, "--lang", lang]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert ("lowest payment" if lang == "en" else "每期最少") in shown.out
    assert main(["offers", path, "--json", "--lang", lang]) == 0
    form = json.loads(capsys.readouterr().out)
    assert {"offers", "frontier", "smallest_change", "searched", "feasible"} <= set(form)
    assert form["smallest_change"] is None


FLOORS: Final = [(100_000, None, 100_000), (None, ONE // 2, 61_500), (100_000, ONE, 100_000), (None, None, None)]


@pytest.mark.parametrize(("price", "share", "floor"), FLOORS)
def test_the_lender_s_floor_is_the_price_offered_else_a_share(price: int | None, share: int | None, floor: int | None) -> None:
    # 1,230.00 are owed; half of it is 615.00.
    case = replace(CASE, claim_price=price, mandate=Mandate(waive=(ONE, 0, ONE, 0, 0), min_recovery=share))
    found = search(case)
    assert found.bench.limits.floor == floor
    fits = found.bench.feasible(found.figures)
    assert found.figures.worth[fits].min() >= (floor or 0)
    assert fits.sum() == found.feasible


def test_nothing_is_feasible_by_hand() -> None:
    # The figures of the example's comment: 16,440 = 60,000 - 36 x 1,210; 13 = 49 - 36; 1,621.63 - 1,210 a month.
    found = search(casefile.read(EXAMPLES / "nothing_is_feasible.toml"))
    form = offers_json(found)
    assert (form["offers"], form["frontier"], form["feasible"]) == ([], [], 0)
    amounts = {change["change"]: change["amount"] for change in form["smallest_change"]}
    assert (amounts["months"], amounts["down_payment"], amounts["capacity"]) == (13, "16440.00", "411.63")
    assert main(["offers", str(EXAMPLES / "nothing_is_feasible.toml"), "--lang", "en"]) == 0


def test_the_smallest_changes_can_be_pasted_and_give_the_same_figures() -> None:
    text = (EXAMPLES / "nothing_is_feasible.toml").read_text(encoding="utf-8")
    for change in offers_json(search(casefile.parse(text)))["smallest_change"]:
        scenario = compare(casefile.parse(f"{text}\n{change['toml']}")).scenarios[-1]
        assert {code: jsonable(value) for code, value in scenario.measures.items()} == change["measures"]


def test_no_offer_breaks_a_rule() -> None:
    """A card's plan runs five years at most: signed on 25 October, due on the 5th from December, the 59th instalment is the last within."""
    text = (EXAMPLES / "card_9000_overdue.toml").read_text(encoding="utf-8")
    case = casefile.parse(text.replace("2026-10-10", "2026-10-25"))
    case = replace(case, mandate=replace(case.mandate or Mandate(), due_days=(5,), max_instalments=60, product_instalments=()))
    found = search(replace(case, plans=case.plans[:1]))
    assert (found.bench.start, found.bench.first_due) == (D(2026, 10, 25), D(2026, 12, 5))
    assert found.bench.limits.months == 59
    for place in found.picked.values():
        alone = compare(replace(found.bench.case, plans=(found.plan(place, "offer"),))).scenario("offer")
        assert alone is not None
        assert [f.code for f in alone.findings if f.grade == "breach"] == []
