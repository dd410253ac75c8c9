"""Laws of one budget between random loans: it is spent to the cent until nothing is owed, and each loan's part is what its split says."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from planner import debts, joint
from planner.book import Ledger, Part
from planner.case import Case, Plan
from planner.clauses import Extend, Pause, Rate, Waive
from planner.dates import add_months, day
from planner.errors import CaseError
from planner.money import Ints
from planner.shares import Shares
from tests.laws.plans import AS_OF, loan

CHUNKS = 4
SEEDS = 10
PAUSE = Pause(frozenset({"interest"}), months=3, then="waive")
TERMS = ((), (Waive((Part.PENALTY, Part.COMPOUND), 10**8),), (Rate(0),), (Extend(6),), (PAUSE,))


def drawn(seed: int) -> tuple[Case, Plan]:
    """Two or three loans of one borrower, and a plan with a budget between them."""
    rng = random.Random(seed)
    loans = tuple(replace(loan(rng), id=name, secured=rng.random() < 0.3) for name in ("a", "b", "c")[: rng.choice((2, 3))])
    ids = tuple(own.id for own in loans)
    splits = ("law", "pro-rata", rng.sample(ids, 2), Shares(tuple(zip(ids, (50_000_000, 33_333_333, 16_666_667), strict=False))))
    split = splits[rng.randrange(4)]
    start = AS_OF if rng.random() < 0.5 else AS_OF.replace(day=15, month=10)
    terms = TERMS[rng.randrange(len(TERMS))]
    plan = Plan("p", start, terms, rng.choice((90_000, 123_457, 1_000_000)), tuple(split) if isinstance(split, list) else split)
    return Case("", AS_OF, loans, (plan,)), plan


def rolled(seed: int) -> tuple[Plan, list[Ledger], Ints, list[int]] | None:
    """The plan's ledgers, the days of the budget, money held before; None where a clause does not fit, or the budget never ends."""
    case, plan = drawn(seed)
    try:
        known = debts.stands(case)
        lines = joint.timelines(case, plan, known)
    except CaseError:
        return None
    return plan, debts.ledgers(known, lines), add_months(day(plan.start), np.arange(600)), [int(now.held[0]) for now, _ in known]


def spent(ledger: Ledger, days: Ints) -> Ints:
    """What comes on each of some days."""
    date, received = ledger.date[:, 0], ledger.received[:, 0]
    total: Ints = np.array([int(received[date == one].sum()) for one in days], dtype=np.int64)
    return total


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_budget_is_spent_to_the_cent_until_nothing_is_owed(chunk: int) -> None:
    ended = 0
    for seed in range(chunk * SEEDS, (chunk + 1) * SEEDS):
        run = rolled(seed)
        if run is None:
            continue
        plan, each, days, held = run
        parts = np.array([spent(own, days) for own in each])
        assert int(parts.sum()) == sum(int(own.received.sum()) for own in each)
        total = parts.sum(axis=0)
        total = total[: int(np.flatnonzero(total)[-1]) + 1] if total.any() else total[:0]
        assert (total[:-1] == plan.budget).all()
        assert (total[-1:] <= plan.budget).all()
        assert all(int(own.closing[:, -1].sum() + own.held[-1].sum()) == 0 for own in each), seed
        # Only money that was held on the as-of date and is more than all that stands is returned.
        assert all(int(own.returned.sum()) <= before for own, before in zip(each, held, strict=True)), seed
        ended += 1
    assert ended > SEEDS // 3


def test_parts_in_proportion_are_within_a_cent_of_it() -> None:
    seen = 0
    for seed in range(100):
        if drawn(seed)[1].split != "pro-rata" or (run := rolled(seed)) is None:
            continue
        plan, each, days, _ = run
        for one in days[:2]:
            rows = [np.flatnonzero(own.date[:, 0] == one)[-1:] for own in each]
            if any(row.size == 0 for row in rows):
                break
            # The payment has the last step of its day: what stands before it, less money held, is what can be paid.
            stands = [max(int(own.opening[:, row].sum() - own.held[row - 1].sum()), 0) for own, row in zip(each, rows, strict=True)]
            paid = [int(own.received[row].sum()) for own, row in zip(each, rows, strict=True)]
            amount = min(plan.budget or 0, sum(stands))
            assert all(abs(got * sum(stands) - amount * own) <= sum(stands) for got, own in zip(paid, stands, strict=True)), seed
            seen += 1
    assert seen > 5

