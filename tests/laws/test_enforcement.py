"""Enforcement of random loans under random assumptions: rolled as the oracle rolls it, and true to what it says of itself."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from planner.book import Part, Position, standing
from planner.case import Case, Collateral, Enforcement, Span
from planner.enforcement import Enforced, enforced
from planner.engine import roll_forward
from planner.money import ONE
from planner.redefault import fallback
from planner.today import stand
from tests.laws import plans
from tests.laws.adapt import differences

CHUNKS, EACH = 8, 30
RATES = (0, 2_600_000, 15_000_000)
PROCEDURES = ("ordinary", "simplified", "mediation", "payment_order", "judgment")


def drawn(seed: int) -> tuple[Case, Position, Enforced] | None:
    """A case of one loan, where it stands and the courses of its enforcement; None where nothing is owed."""
    rng = random.Random(seed)
    loan = plans.loan(rng)
    months = sorted(rng.randint(1, 40) for _ in range(3))
    shares = sorted(rng.choice([0, ONE, rng.randint(0, ONE)]) for _ in range(3))
    court = Enforcement(
        Span(*months), Span(*shares), rng.choice([None, Span(1, 3, 5)]), rng.choice(PROCEDURES), rng.choice([None, 0, 15]),
        lawyer=rng.choice([0, 300_000]), lawyer_agreed=rng.random() < 0.5, publication=rng.choice([0, 40_000]),
        preservation=rng.random() < 0.5,
    )  # fmt: skip
    worth = sorted(rng.randint(1, 30_000_000) for _ in range(3))
    house = Collateral(Span(*worth), rng.choice([0, 5_000_000]), rng.choice([0, 900_000]), rng.choice([0, 200_000]))
    case = Case("", plans.AS_OF, (loan,), enforcement=court, collateral=house if rng.random() < 0.5 else None)
    now, future = stand(loan, plans.AS_OF)
    found = enforced(case, now, future)
    return None if found is None else (case, now, found)


@cache
def courses(chunk: int) -> list[tuple[int, Case, Position, Enforced]]:
    """The courses of a chunk of seeds."""
    every = ((seed, drawn(seed)) for seed in range(chunk * EACH, (chunk + 1) * EACH))
    return [(seed, *own) for seed, own in every if own is not None]


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_courses_roll_as_the_oracle_rolls_them(chunk: int) -> None:
    wrong = {}
    for seed, _, now, found in courses(chunk):
        for run in found.runs:
            roll = roll_forward(now, run.timeline)
            assert roll.ledger is not None
            if odd := differences(now, run.timeline, roll.ledger, roll.position):
                wrong[seed] = odd[:3]
    assert wrong == {}


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_money_is_what_comes_of_the_claim_and_the_fee_on_it(chunk: int) -> None:
    for seed, _, _, found in courses(chunk):
        for run in found.runs:
            book = run.ledger
            left = int(book.closing[:, -1].sum() - book.held[-1].sum())
            assert 0 <= run.comes <= run.claimed, seed
            assert run.filed <= run.claimed, seed
            if run.course.price is None:
                assert 2 * abs(run.comes * ONE - run.filed * run.course.recovery) <= ONE, seed
            assert int(book.received.sum()) == run.comes + run.execution, seed
            assert left == run.claimed - run.comes, seed
            assert int(book.returned.sum()) == 0, seed
            # Late interest is the last fee billed: while anything else stands, all of it does.
            assert not (left - run.late > 0 and int(book.closing[Part.FEE, -1, 0]) < run.late), seed


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_house_is_divided_to_the_cent(chunk: int) -> None:
    for seed, _, _, found in courses(chunk):
        for run in found.runs:
            if run.course.price is None:
                assert run.over == 0, seed
            elif run.over:
                assert run.comes == run.claimed, seed
                assert run.over + run.comes + run.execution + run.course.set_aside == run.course.price, seed


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_more_months_never_raise_what_enforcement_is_worth(chunk: int) -> None:
    for seed, own, _, _ in courses(chunk):
        court = own.enforcement
        assert court is not None
        assert court.recovery is not None
        share = court.recovery.central
        waits = None if court.procedure == "judgment" else Span(2, 2, 2)
        case = replace(own, collateral=None, enforcement=replace(court, recovery=Span(share, share, share), judgment_months=waits))
        found = enforced(case, *stand(case.loans[0], case.as_of))
        assert found is not None
        # The cautious course, which has the most months, comes first.
        for rate in RATES:
            late, central, soon = (run.worth(rate) for run in found.runs)
            assert late <= central + 1e-6, seed
            assert central <= soon + 1e-6, seed


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_breaking_at_once_is_worth_enforcement_today(chunk: int) -> None:
    for seed, own, now, _ in courses(chunk):
        case = replace(own, collateral=None)
        found, claim = enforced(case, *stand(case.loans[0], case.as_of)), standing(now).sum(axis=0) - now.held
        way = fallback(case, int(claim[0]))
        assert found is not None
        assert way is not None
        for rate in RATES:
            assert way.worth(claim, rate / ONE) == pytest.approx(np.maximum(0.0, found.worth(rate)), abs=1e-6), seed
