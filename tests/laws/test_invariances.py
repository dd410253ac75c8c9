"""One roll is many, in any order; stopping, cutting a step in two, and saying nothing in other words change no figure."""

from __future__ import annotations

from dataclasses import fields, replace
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.book import Ledger, Position, Timeline, take
from planner.engine import roll_forward
from planner.steps import cut
from tests.laws.adapt import same
from tests.laws.reshape import dense, joined, loans_of, some_loans, split, steps, unequal
from tests.laws.strategies import Program, programs

EXAMPLES = settings(max_examples=80, deadline=None)


def ledger_of(position: Position, timeline: Timeline, stop: int | None = None) -> tuple[Ledger, Position]:
    """The ledger and the closing position of a roll."""
    end = roll_forward(position, timeline, stop=stop)
    assert end.ledger is not None
    return end.ledger, end.position


@EXAMPLES
@given(programs(), st.randoms(use_true_random=False))
def test_many_loans_are_as_many_alone_in_any_order(program: Program, random: Random) -> None:
    position, timeline = program.position, program.timeline
    ledger, end = ledger_of(position, timeline)
    order = list(range(program.loans))
    random.shuffle(order)
    for some in (*([j] for j in order), order, [*order, *order]):
        loans = np.array(some)
        part, after = ledger_of(take(position, loans), loans_of(timeline, loans))
        assert unequal(part, some_loans(ledger, loans)) == []
        assert same(after, take(end, loans)) == []


@EXAMPLES
@given(programs())
def test_one_position_rolls_along_many_timelines(program: Program) -> None:
    first, whole = np.array([0]), dense(program)
    calendar = ("date", "since", "time", "penalty_time", "fall_due", "redate", "late_day", "base", "penalty_base")
    # A remainder is one of a rounding, and bases are kept where charges bear compound interest.
    kept = {name: value[first] for name in ("rounding", "compounds") if (value := getattr(whole.conventions, name)) is not None}
    same_for_all = {name: getattr(whole, name)[..., first] for name in calendar}
    timeline = replace(whole, **same_for_all, conventions=replace(whole.conventions, **kept))
    one = take(program.position, first)
    ledger, end = ledger_of(one, timeline)
    for j in range(program.loans):
        part, after = ledger_of(one, loans_of(timeline, np.array([j])))
        assert unequal(part, some_loans(ledger, np.array([j]))) == []
        assert same(after, take(end, np.array([j]))) == []


@EXAMPLES
@given(programs(min_steps=2), st.data())
def test_stopping_and_going_on_is_rolling_through(program: Program, data: st.DataObject) -> None:
    ledger, end = ledger_of(program.position, program.timeline)
    at = data.draw(st.integers(1, program.length - 1))
    first, middle = ledger_of(program.position, program.timeline, stop=at)
    second, after = ledger_of(middle, cut(program.timeline, at, program.length))
    assert unequal(joined(first, second), ledger) == []
    assert same(after, end) == []


@EXAMPLES
@given(programs(min_steps=2), st.data())
def test_a_neutral_step_in_between_posts_nothing(program: Program, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, program.length - 1))
    rng = np.random.default_rng(program.seed)
    ledger, end = ledger_of(program.position, program.timeline)
    longer, after = ledger_of(program.position, split(program, at, rng))
    assert same(after, end) == []
    kept = np.delete(np.arange(program.length + 1), at)
    flow = {"opening", "accrued", "penalty", "compound", "disputed"}
    assert set(unequal(steps(longer, kept), ledger)) <= flow
    for name in ("accrued", "penalty", "compound", "disputed"):
        ours = getattr(longer, name)
        assert np.array_equal(ours[..., at, :] + ours[..., at + 1, :], getattr(ledger, name)[..., at, :])
    still = {"date", "number", "held", "closing", "level", "days_past_due"}
    for name in {f.name for f in fields(Ledger)} - flow - still:
        assert not getattr(longer, name)[..., at, :].any()


@EXAMPLES
@given(programs())
def test_neutral_columns_change_nothing(program: Program) -> None:
    ledger, end = ledger_of(program.position, program.timeline)
    other, after = ledger_of(program.position, dense(program))
    assert unequal(other, ledger) == []
    assert same(after, end) == []
