"""Random histories of which a bank calculates one convention otherwise: reconciliation names that convention.

The values are drawn from a list of this module's own, and the bank's figures rolled by it; every seed is numbered, and a failure says it.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from typing import Any, Final

from planner.dates import add_months, date, day
from planner.loan import LAW_ORDER, Grace, Loan, Payment
from planner.reconcile import reconcile
from planner.standings import Standing, standings
from tests.notes import statement_of

SEEDS: Final = 36
MOVING: Final = 24
"""Of so many histories at least this many must move, or the test shows little."""
PARTS_MIXED: Final = (LAW_ORDER[4], LAW_ORDER[1], LAW_ORDER[3], LAW_ORDER[2], LAW_ORDER[0])
CHANGES: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("day_count", {"day_count": "actual/365"}),
    ("day_count", {"day_count": "actual/360"}),
    ("penalty_day_count", {"penalty_day_count": "actual/365"}),
    ("penalty_day_count", {"penalty_day_count": "30/360"}),
    ("days", {"days": "both"}),
    ("first_penalty_day", {"first_penalty_day": "due-date"}),
    ("grace", {"grace": Grace(3)}),
    ("grace", {"grace": Grace(10, retroactive=True)}),
    ("overdue_interest", {"overdue_interest": True}),
    ("rounding", {"rounding": "down"}),
    ("remainder", {"remainder": "carried"}),
    ("instalment_amount", {"instalment_amount": "yuan"}),
    ("residue", {"residue": "first"}),
    ("compound_rate", {"compound_rate": 0}),
    ("compound_rate_before_maturity", {"compound_before_maturity": 12_000_000}),
    ("compound_on_penalty", {"compounds": frozenset({"penalty"})}),
    ("compound_on_compound", {"compounds": frozenset({"compound"})}),
    ("compound_settlement", {"compound_settlement": "quarterly-20", "compounds": frozenset({"penalty"})}),
    ("allocation", {"order": PARTS_MIXED}),
    ("allocation_by", {"by_instalment": True}),
    ("early_money", {"early_money": "next"}),
    ("first_period", {"first_period": "apart"}),
    ("business_days", {"business_days": "following"}),
    ("uplift", {"uplift": 30_000_000, "penalty_rate": 15_600_000, "compound_rate": 15_600_000}),
)
"""Conventions and what a bank that calculates so would have; where two fields are said, the second is the history's too."""
SHARED: Final[dict[str, dict[str, Any]]] = {"compound_settlement": {"compounds": frozenset({"penalty"})}}


def drawn(seed: int) -> tuple[Loan, str, Loan]:
    """A history, the convention that differs, and the bank's way of it."""
    rng = random.Random(seed)
    name, fields = CHANGES[seed % len(CHANGES)]
    opened = dt.date(2024, rng.randint(1, 12), rng.randint(1, 28))
    count = rng.randint(4, 9)
    due_day = rng.choice([opened.day, 20, 31])
    first = date(int(add_months(day(opened) + 15, 1, due_day)))
    until = day(first) + rng.randint(60, 300)
    times = sorted(rng.sample(range(day(first) - 10, until), rng.randint(1, 4)))
    payments = tuple(Payment(date(when), rng.randint(50, 4_000) * 100 + rng.randint(0, 99)) for when in times)
    loan = Loan(
        id="drawn", kind="consumer", principal=rng.randint(5_000, 30_000) * 100, rate=12_000_000, opened=opened, instalments=count,
        first_due=first, due_day=due_day, method=rng.choice(["level", "equal-principal"]), penalty_rate=18_000_000,
        compound_rate=18_000_000, uplift=50_000_000, payments=payments, **SHARED.get(name, {}),
    )  # fmt: skip
    return replace(loan, statement=None), name, replace(loan, **fields)


def test_the_changed_convention_is_among_the_answers() -> None:
    """Where it moves the figure at all; its own change alone agrees to the cent, so it stands among the smallest sets."""
    moved = 0
    for seed in range(SEEDS):
        loan, name, bank = drawn(seed)
        last = max(payment.date for payment in loan.payments) + dt.timedelta(days=random.Random(-seed).randint(1, 200))
        ours, theirs = standings([loan, bank], day(last))
        assert isinstance(ours, Standing)
        assert isinstance(theirs, Standing)
        if ours.parts == theirs.parts:
            continue
        moved += 1
        found = reconcile(replace(loan, reconcile=True, statement=statement_of(theirs, last, tolerance=0)))
        assert found is not None
        named = {variant.convention for answer in found.answers if len(answer.changes) == 1 for variant in answer.changes}
        assert name in named, (seed, name, found.difference, [answer.changes[0].key for answer in found.answers])
    assert moved >= MOVING
