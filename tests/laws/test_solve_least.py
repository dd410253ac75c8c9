"""What a search for one number finds, against every value of its whole grid, on random small cases."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from planner.book import Part, days_past_due, standing
from planner.case import Case, Household, Plan
from planner.clauses import Clause, Defer, Extend, Instalments, LumpSum, Pause, Rate, Recast, Settle, Waive
from planner.conditions import Condition
from planner.figures import MEASURES, Kind
from planner.levers import LEVERS, Bounds
from planner.loan import Loan
from planner.money import ONE
from planner.scenarios import inputs_of, inputs_under
from planner.solve import WHOLE, WIDTH, solve
from planner.today import stand
from planner.trial import Trial

START: Final = dt.date(2026, 10, 15)
AS_OF: Final = dt.date(2026, 9, 30)
CODES: Final = (
    "first_payment", "typical_payment", "highest_payment", "payments", "finish", "total_paid", "paid_interest", "paid_penalty", "waived",
    "annual_rate", "left_to_live_on", "npv",
)  # fmt: skip
QUICK: Final = ("first_payment", "highest_payment", "total_paid", "paid_penalty", "waived", "npv", "finish")
"""Read from many candidates at once."""
SIGNS: Final = ("<=", ">=", "<", ">")


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A few tens of yuan, some instalments missed, and a plan."""
    loan = Loan(
        id="loan", kind="consumer", principal=draw(st.integers(800, 4_000)), rate=draw(st.integers(0, 24)) * ONE // 100,
        opened=dt.date(2026, 1, 15), first_due=dt.date(2026, 2, 15), due_day=15,
        instalments=draw(st.integers(3, 18)), penalty_rate=18_000_000, compound_rate=18_000_000, payments=(),
    )  # fmt: skip
    waive = Waive((Part.PENALTY, Part.COMPOUND), share=draw(st.integers(0, 4)) * ONE // 4)
    rate, count = Rate(draw(st.integers(0, 12)) * ONE // 100), Instalments(draw(st.integers(2, 12)))
    terms: tuple[Clause, ...] = draw(st.sampled_from([
        (waive, rate, count), (Defer((Part.INTEREST,), None), rate, count), (Extend(draw(st.integers(1, 12))), Recast()),
        (LumpSum(START, draw(st.integers(1, 300))), count), (LumpSum(dt.date(2026, 12, 15), draw(st.integers(1, 300))), waive, count),
        (Settle(draw(st.integers(1, 700))),), (Pause(frozenset({"interest"}), months=draw(st.integers(1, 4))), count),
    ]))  # fmt: skip
    household = Household(draw(st.integers(0, 4_000)), 500)
    return Case("small", AS_OF, (loan,), (Plan("plan", START, terms),), household=household, funding_rate=2_600_000)


def levers(case: Case) -> list[str]:
    """Those the plan has, and those that any plan can be given."""
    return [name for name, lever in LEVERS.items() if name in ("rate", "lump_sum", "down_payment") or lever.get(case.plans[0]) is not None]


def trial_of(case: Case, name: str) -> Trial:
    """Candidates of the plan."""
    now, future = stand(case.loans[0], case.as_of)
    inputs = inputs_under(case, inputs_of(case, now), case.plans[0], int(days_past_due(now)[0]))
    return Trial(case, case.plans[0], LEVERS[name], now, future, inputs)


def every(trial: Trial, code: str) -> tuple[np.ndarray, np.ndarray]:
    """The whole grid and the measure of each value."""
    case, lever = trial.case, trial.lever
    bounds = Bounds(int(standing(trial.now).sum()), int(np.asarray(case.loans[0].rate).max()))
    grid = np.arange(lever.least, lever.most(bounds) + 1, lever.step)
    return grid, np.concatenate([trial.figures(some, code) for some in np.array_split(grid, max(1, grid.size // 200))])


@settings(max_examples=30, deadline=None)
@given(case=cases(), which=st.integers(0, 7), code=st.sampled_from(CODES), sign=st.sampled_from(SIGNS), seed=st.floats(0, 1))
def test_the_value_found_is_the_nearest_of_all_that_will_do(case: Case, which: int, code: str, sign: str, seed: float) -> None:
    name = levers(case)[which % len(levers(case))]
    lever = LEVERS[name]
    own = lever.get(case.plans[0])
    trial = trial_of(case, name)
    code = code if lever.step == 1 and name in ("months", "pause") else QUICK[CODES.index(code) % len(QUICK)]
    grid, figures = every(trial, code)
    there = np.unique(figures[~np.isnan(figures)])
    assume(there.size > 0)
    asked = Condition(code, sign, float(there[int(seed * (there.size - 1))]))
    good = grid[asked.met(figures) & ~np.isnan(figures)]
    found = solve(case, "plan", name, written(asked))
    event(f"{name} {found.status}")
    unsaid = int(np.asarray(case.loans[0].rate)) if name == "rate" else lever.least
    begin = unsaid if own is None else own
    if found.status == "already_met":
        return
    best = min(good.tolist(), key=lambda v: (abs(v - begin), v), default=None)
    if found.value == best or best is None:
        assert found.value == best
        return
    # Far from the plan's own, what holds at fewer values than lie between two tries may be passed over; what is found then still holds.
    far, gap = abs(best - begin) >= WHOLE * lever.step, grid.size // (WIDTH - 1) + 1
    run = np.split(good, np.flatnonzero(np.diff(good) != lever.step) + 1)
    assert far
    assert len(next(own for own in run if best in own)) < gap
    assert found.value is None or found.value in good


def written(asked: Condition) -> str:
    """The condition as a user types it."""
    kind, bound = MEASURES[asked.measure].kind, asked.bound
    if kind is Kind.DATE:
        return f"{asked.measure} {asked.sign} {dt.date(1970, 1, 1) + dt.timedelta(days=int(bound))}"
    return f"{asked.measure} {asked.sign} {bound / 100 if kind in (Kind.MONEY, Kind.PARTS) else bound!r}"
