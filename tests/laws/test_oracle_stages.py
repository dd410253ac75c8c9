"""The oracle's stages against cases worked by hand; the working stands in the comments, in cents."""

from __future__ import annotations

import pytest

from tests.laws.byhand import LOAN, due, state, step
from tests.oracle import ONE, Record, roll

HALF = ONE // 2


def stage(day: int = 0, paid: int = 0, penalty: int = 0, cents: int = 0, principal: int = 0) -> Record:
    """A stage that takes a share of penalty and of principal, or cents of penalty."""
    return {"share": [principal, 0, penalty, 0, 0], "cents": [0, 0, cents, 0, 0], "day": day, "paid": paid}


def signed(*stages: Record, **columns: object) -> tuple[Record, Record]:
    """A loan with these stages, and the step on day 0 that signs them."""
    return LOAN | {"stages": list(stages)}, step(0, sign=1, **columns)


def test_stages_share_one_total() -> None:
    # 30 %, 30 % and to completion 40 % of 101: sums of 40.4 -> 40, 70.7 -> 71, 101: completion 40, stages 31 and 30; nothing is lost.
    loan, start = signed(stage(30, penalty=30_000_000), stage(60, penalty=30_000_000), pledge=[0, 0, 40_000_000, 0, 0, 0])
    ledger, end = roll(loan, state(principal=1_000, dues=[due(0, 0, 0, 101, 0, 0)]), [start])
    assert (ledger[0]["pledged"], end["conditional"], end["dues"]) == ([0, 0, 101, 0, 0], [0, 0, 101, 0, 0], [])
    assert [(row["amount"][2], row["day"], row["left"]) for row in end["staged"]] == [(31, 30, 0), (30, 60, 0)]
    # Half, then 60 cents of which only 51 are there: 50.5 -> 51, then 101 - 51 = 50.
    loan, start = signed(stage(30, penalty=HALF), stage(60, cents=60))
    _, end = roll(loan, state(principal=1_000, dues=[due(0, 0, 0, 101, 0, 0)]), [start])
    assert [row["amount"][2] for row in end["staged"]] == [51, 50]


def test_a_stage_vests_on_its_day_where_nothing_due_is_unpaid() -> None:
    # Days 30 and 60 bill 100 each. Paid on time: 31 vests on day 30. One cent short: on the day the cent comes.
    loan, start = signed(stage(30, penalty=HALF))
    before = state(principal=200, level=100, dues=[due(0, 0, 0, 61, 0, 0)])
    for missing, vested in ((0, [0, 31, 0, 0]), (1, [0, 0, 31, 0])):
        paid = [step(30, shape=2, cash=130 - missing), step(40, cash=missing), step(60, shape=2, pays=1)]
        ledger, end = roll(loan, before, [start, *paid])
        assert [row["vested"][2] for row in ledger] == [row["waived"][2] for row in ledger] == vested
        assert (end["conditional"], end["staged"], sum(ledger[-1]["closing"])) == ([0] * 5, [], 0)


def test_a_stage_waits_for_principal() -> None:
    # A quarter of 1,000 is waived at signing; of the 750 left a third is set aside: half of 500 is to be paid first, 250.
    loan, start = signed(stage(paid=HALF, principal=33_333_333, penalty=ONE), waive=[25_000_000, 0, 0, 0, 0, 0])
    before = state(principal=1_000, level=125, dues=[due(0, 0, 0, 61, 0, 0)], deferred=[0, 0, 0, 0, 0])
    ledger, end = roll(loan, before, [start])
    assert (end["staged"][0]["amount"], end["staged"][0]["left"], end["principal"]) == ([250, 0, 61, 0, 0], 250, 500)
    # 125 with an instalment, then 124 ahead of time and interest, which does not count; the last cent makes it.
    paid = [step(30, shape=2, pays=1), step(40, cash=126, early=1, fixed=2), step(50, cash=1, early=1)]
    ledger, end = roll(loan, before, [start, *paid])
    assert [row["prepaid"][:2] for row in ledger[2:]] == [[124, 2], [1, 0]]
    assert [row["vested"] for row in ledger] == [[0] * 5, [0] * 5, [0] * 5, [250, 0, 61, 0, 0]]
    assert (end["principal"], end["staged"], end["conditional"]) == (250, [], [0] * 5)


@pytest.mark.parametrize(("last", "gone"), [({"pays": 1}, True), ({"revive": 1}, False), ({"cash": 600, "settle": 600}, True)])
def test_what_ends_all_stages(last: dict[str, int], gone: bool) -> None:  # noqa: FBT001 - a column of the table
    # All else is paid, or settled, before the milestone: the 61 are forgiven. Brought back, they are due.
    loan, start = signed(stage(90, HALF, penalty=ONE))
    before = state(principal=1_000, dues=[due(0, 0, 0, 61, 0, 0)])
    ledger, end = roll(loan, before, [start, step(30, shape=4 if "pays" in last else 0, **last)])
    assert (end["staged"], end["conditional"], ledger[1]["vested"][2]) == ([], [0] * 5, 61 * gone)
    assert [row["amount"][2] for row in end["dues"]] == ([] if gone else [61])
