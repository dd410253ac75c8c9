"""Plans over a loan whose interest falls due on days of its own: by hand, 360,000 yuan at 6 % actual/360, 60.00 a day on all of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

import numpy as np

from planner.book import Ledger, Part, take
from planner.case import Plan
from planner.clauses import Clause, Extend, Pause, Recast
from planner.dates import date, day
from planner.engine import roll_forward
from planner.loan import Loan
from planner.money import Ints
from planner.steps import stack
from planner.terms import apply
from planner.today import stand

D: Final = dt.date
OPENED: Final = D(2025, 12, 20)
YEARLY: Final = Loan(
    id="works", kind="business", principal=36_000_000, rate=6_000_000, opened=OPENED, instalments=1, first_due=D(2026, 12, 20), due_day=20,
    every=(12, "month"), method="equal-principal", day_count="actual/360", interest_due="quarterly-20", penalty_rate=9_000_000,
)  # fmt: skip
"""All principal after a year."""
JANUARY: Final = replace(YEARLY, first_due=D(2027, 1, 10), due_day=10)


def rolled(loan: Loan, *terms: Clause) -> Ledger:
    """The ledger of a plan that starts on the opening."""
    now, future = stand(loan, OPENED)
    ledger = roll_forward(now, apply(Plan("plan", OPENED, terms), loan, now, future, day(OPENED))).ledger
    assert ledger is not None
    return ledger


def paid(ledger: Ledger, loan: int = 0) -> list[tuple[str, int, int]]:
    """Day, principal and interest of every payment, in yuan."""
    found = []
    for e in np.flatnonzero(ledger.received[:, loan]):
        principal, interest = (int(ledger.allocated[part, e, loan]) // 100 for part in (Part.PRINCIPAL, Part.INTEREST))
        found.append((date(int(ledger.date[e, 0])).isoformat(), principal, interest))
    return found


FIRST: Final = [("2026-03-20", 0, 90 * 60), ("2026-06-20", 0, 92 * 60), ("2026-09-20", 0, 92 * 60)]
"""20 December to 20 March are 90 days, then 92, 92 and 91."""
AFTER: Final = [("2027-03-20", 0, 90 * 30), ("2027-06-20", 0, 92 * 30), ("2027-09-20", 0, 92 * 30), ("2027-12-20", 180_000, 91 * 30)]
"""Half of the principal for a year more: 30.00 a day."""


def test_more_instalments_keep_the_days_of_interest() -> None:
    assert paid(rolled(YEARLY, Extend(1), Recast(0))) == [*FIRST, ("2026-12-20", 180_000, 91 * 60), *AFTER]


def test_principal_on_a_day_of_its_own_asks_no_interest_there() -> None:
    # 20 December to 10 January: 21 days of 60.00; from there to 20 March 69 of 30.00; from 20 December 2027 21 of 30.00.
    found = paid(rolled(JANUARY, Extend(1), Recast(0)))
    assert found[3:6] == [("2026-12-20", 0, 91 * 60), ("2027-01-10", 180_000, 0), ("2027-03-20", 0, 21 * 60 + 69 * 30)]
    assert found[-2:] == [("2027-12-20", 0, 91 * 30), ("2028-01-10", 180_000, 21 * 30)]


def test_each_candidate_has_the_days_of_interest_up_to_its_own_end() -> None:
    now, future = stand(YEARLY, OPENED)
    counts: Ints = np.array([1, 2])
    both = apply(Plan("plan", OPENED, (Extend(counts), Recast(0))), YEARLY, now, future, day(OPENED))
    ledger = roll_forward(take(now, np.zeros(2, dtype=np.int64)), stack([both])).ledger
    assert ledger is not None
    assert paid(ledger) == [*FIRST, ("2026-12-20", 180_000, 91 * 60), *AFTER]
    assert paid(ledger, 1) == paid(rolled(YEARLY, Extend(2), Recast(0)))


def test_a_pause_of_payments_pauses_interest_days_as_well() -> None:
    # The pause covers January to June; its 182 days of 60.00 are billed with the next interest.
    pause = Pause(frozenset({"payments"}), start=D(2026, 1, 1), until=D(2026, 6, 30))
    assert paid(rolled(YEARLY, pause))[0] == ("2026-09-20", 0, 274 * 60)


def test_interest_of_a_pause_by_instalments_joins_principal() -> None:
    # Paused to the first of two yearly parts: 365 days of 60.00 join 360,000; then 381,900 for a year, 63.65 a day.
    pause = Pause(frozenset({"payments"}), first=0, months=1, then="capitalise-at-end")
    found = paid(rolled(YEARLY, Extend(1), pause))
    assert [(day, interest) for day, _, interest in found] == [
        ("2027-03-20", 5_728), ("2027-06-20", 5_855), ("2027-09-20", 5_855), ("2027-12-20", 5_792),
    ]  # fmt: skip
    assert found[-1][1] == 381_900
