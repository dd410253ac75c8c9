"""Plans of every clause: the timelines they write roll as the oracle rolls them, and keep the laws of plans."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import numpy as np
import pytest

from planner.book import PARTS, Part, Position, Shape, Timeline, standing
from planner.case import Loan, Plan
from planner.clauses import Accelerate, Capitalise, Extend, Instalments, Prepay, PrepaymentFee, Recast, Settle, Step, Waive
from planner.dates import day, months_between
from planner.engine import Roll, roll_forward
from planner.errors import CaseError
from planner.money import ONE
from planner.steps import full
from planner.terms import apply
from planner.today import stand
from tests.laws import plans
from tests.laws.adapt import differences

CHUNKS, EACH = 10, 60


def drawn(seed: int) -> tuple[Loan, Plan, Position, Timeline]:
    rng = random.Random(seed)
    loan, plan = plans.loan(rng), plans.plan(rng)
    now, future = stand(loan, plans.AS_OF)
    return loan, plan, now, apply(plan, loan, now, future, day(plans.AS_OF))


def programs(chunk: int) -> list[tuple[int, Loan, Plan, Position, Timeline]]:
    """The plans of a chunk of seeds that can be written; a refused one has said why."""
    found = []
    for seed in range(chunk * EACH, (chunk + 1) * EACH):
        try:
            found.append((seed, *drawn(seed)))
        except CaseError as error:
            nameless = [p for p in error.problems if not (p.code and p.path)]
            if nameless:
                raise
    return found


def rolled(now: Position, timeline: Timeline) -> Roll:
    return roll_forward(now, timeline)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_plans_roll_as_the_oracle_rolls_them(chunk: int) -> None:
    found = programs(chunk)
    assert len(found) > EACH // 3
    for seed, _, plan, now, timeline in found:
        roll = rolled(now, timeline)
        assert roll.ledger is not None
        wrong = differences(now, timeline, roll.ledger, roll.position)
        assert not wrong, f"seed {seed}: {plan}: {wrong[:3]}"


def test_every_clause_is_drawn() -> None:
    names = {type(clause) for chunk in range(CHUNKS) for _, _, plan, _, _ in programs(chunk) for clause in plan.terms}
    assert len(names) == len(plans.MAKERS)


def bills_all(timeline: Timeline) -> bool:
    return bool((full(timeline, "shape") == Shape.ALL).any())


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_plan_that_bills_everything_leaves_nothing(chunk: int) -> None:
    """What is billed is paid from the start on, so after the last instalment nothing stands and no money is kept."""
    for seed, _, plan, now, timeline in programs(chunk):
        last = timeline.date[-1, 0]
        if not bills_all(timeline) or timeline.date[full(timeline, "shape")[:, 0] == Shape.ALL][-1, 0] != last:
            continue
        end = rolled(now, timeline).position
        assert standing(end).sum() == 0, f"seed {seed}: {plan}"
        assert end.held.sum() == 0


def test_the_order_of_writing_does_not_matter() -> None:
    for _, loan, plan, now, timeline in programs(0) + programs(1):
        if len({type(c) for c in plan.terms}) < len(plan.terms):
            continue
        _, future = stand(loan, plans.AS_OF)
        other = apply(replace(plan, terms=plan.terms[::-1]), loan, now, future, day(plans.AS_OF))
        one, two = rolled(now, timeline).ledger, rolled(now, other).ledger
        assert one is not None
        assert two is not None
        assert np.array_equal(one.closing, two.closing)
        assert np.array_equal(one.received, two.received)


@pytest.mark.parametrize(("a", "b"), [(1, 1), (3, 9), (12, 6)])
def test_extending_twice_is_extending_by_the_sum(a: int, b: int) -> None:
    for seed in range(40):
        rng = random.Random(seed)
        loan = plans.loan(rng)
        now, future = stand(loan, plans.AS_OF)
        if not bills_all(future):
            continue
        write = [apply(Plan("x", plans.AS_OF, t), loan, now, future, day(plans.AS_OF)) for t in ((Extend(a), Extend(b)), (Extend(a + b),))]
        one, two = (rolled(now, t).ledger for t in write)
        assert one is not None
        assert two is not None
        assert np.array_equal(one.date, two.date)
        assert np.array_equal(one.allocated, two.allocated)


def test_many_candidates_are_each_as_one_alone() -> None:
    """Clauses may hold one value a candidate: every column then rolls as if written alone."""
    rng = random.Random(5)
    months, shares = [3, 60, 12, 24, 36], [0, 10**8, 5 * 10**7, 33_333_333, 10**7]
    for _ in range(6):
        loan = plans.loan(rng)
        now, future = stand(loan, plans.AS_OF)

        def timeline(m: object, s: object, loan: Loan = loan, now: Position = now, future: Timeline = future) -> Timeline:
            terms = (Waive(PARTS[2:4], share=s), Instalments(m), Step(0, 2, s))  # type: ignore[arg-type]
            return apply(Plan("x", plans.AS_OF, terms), loan, now, future, day(plans.AS_OF))

        together = roll_forward(now, timeline(np.array(months), np.array(shares)), keep="flows").flows
        assert together is not None
        for j, (m, s) in enumerate(zip(months, shares, strict=True)):
            alone = roll_forward(now, timeline(m, s), keep="flows").flows
            assert alone is not None
            assert np.array_equal(together.paid[: alone.paid.shape[0], j], alone.paid[:, 0])
            assert not together.paid[alone.paid.shape[0] :, j].any()
            assert np.array_equal(together.waived_parts[:, j], alone.waived_parts[:, 0])


def test_settlements_and_calls_end_the_loan() -> None:
    """After a settlement paid in full, or a call paid, nothing stands."""
    for seed in range(30):
        rng = random.Random(seed)
        loan = plans.loan(rng)
        now, future = stand(loan, plans.AS_OF)
        owed = int(standing(now).sum())
        for clause in (Settle(owed // 2), Accelerate(), Settle(owed // 3, parts=3)):
            timeline = apply(Plan("x", plans.AS_OF, (clause,)), loan, now, future, day(plans.AS_OF))
            assert standing(rolled(now, timeline).position).sum() == 0, f"seed {seed}: {clause}"


def test_capitalising_and_recasting_leaves_no_hidden_balloon() -> None:
    for seed in range(60):
        rng = random.Random(seed)
        loan = replace(plans.loan(rng), method="level")
        now, future = stand(loan, plans.AS_OF)
        if not bills_all(future) or now.held.any() or now.deferred.any():
            continue
        plan = Plan("x", plans.AS_OF, (Capitalise(PARTS), Extend(12), Recast()))
        ledger = rolled(now, apply(plan, loan, now, future, day(plans.AS_OF))).ledger
        assert ledger is not None
        paid = ledger.received[ledger.received[:, 0] > 0, 0]
        if paid.size < 2:
            continue
        assert abs(int(paid[-1]) - int(paid[-2])) <= paid.size, f"seed {seed}: {paid[-3:]}"


@pytest.mark.parametrize("chunk", range(4))
def test_prepaying_is_paid_for_once_and_leaves_nothing(chunk: int) -> None:
    """Whatever the effect, all principal is repaid and no more; outside its window, and where it is waived, there is no fee."""
    for seed in range(chunk * 25, chunk * 25 + 25):
        rng = random.Random(seed)
        loan = replace(plans.loan(rng), prepayment_fee=PrepaymentFee(share=ONE // 50, least=100))
        now, future = stand(loan, plans.AS_OF)
        if not bills_all(future) or now.held.any() or now.deferred.any() or future.date[-1, 0] < day(plans.AS_OF) + 100:
            continue
        months = months_between(day(loan.opened), day(plans.AS_OF) + 20)
        rule = PrepaymentFee(share=ONE)
        closed = (replace(rule, until_month=months), replace(rule, from_month=months + 1), replace(rule, waived=True))
        clause = Prepay(plans.AS_OF + dt.timedelta(days=20), int(now.principal[0]) // 3)
        for own in (clause, replace(clause, effect="lower"), *(replace(clause, fee=rule) for rule in closed)):
            ledger = rolled(now, apply(Plan("x", plans.AS_OF, (own,)), loan, now, future, day(plans.AS_OF))).ledger
            assert ledger is not None
            paid = (ledger.allocated + ledger.prepaid)[Part.PRINCIPAL].sum()
            assert paid == standing(now)[Part.PRINCIPAL].sum(), f"seed {seed}: {own}"
            prepaid = int(ledger.prepaid[Part.PRINCIPAL].sum())
            assert (int(ledger.fee.sum()) > 0) == (own.fee is None and prepaid > 0), f"seed {seed}: {own}"
