"""A note of two instalments whose every figure is worked by hand, and statements made of what stands on a day.

12,000.00 at 12 %, paid out on 2025-12-20, half of it due on 2026-01-20 and half on 2026-02-20; nobody pays; 2026-03-01.
    interest   12,000 x 1 % = 120.00; 6,000 x 1 % = 60.00
    penalty    6,000 x 18 % / 360 = 3.00 a day: 40 days and 9 days, 120.00 + 27.00 = 147.00
    compound   120 x 18 % / 360 = 0.06 a day, 60 x 18 % / 360 = 0.03 a day: 2.40 + 0.27 = 2.67
    total      12,000.00 + 180.00 + 147.00 + 2.67 = 12,329.67
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, Final

from planner.dates import date
from planner.loan import Due, Loan, Statement
from planner.standings import Standing

D: Final = dt.date
TODAY: Final = D(2026, 3, 1)
NOTE: Final = Loan(
    id="note", kind="consumer", principal=12_000_00, rate=12_000_000, opened=D(2025, 12, 20), instalments=2, first_due=D(2026, 1, 20),
    due_day=20, method="equal-principal", penalty_rate=18_000_000, compound_rate=18_000_000, uplift=50_000_000,
)  # fmt: skip
OWED: Final = (0, 12_000_00, 180_00, 147_00, 2_67, 0, 0, 0, 12_329_67)
FIRST: Final = Due(D(2026, 1, 20), principal=6_000_00, interest=120_00, penalty=120_00, compound=2_40)
SECOND: Final = Due(D(2026, 2, 20), principal=6_000_00, interest=60_00, penalty=27_00, compound=27)


def stated(*dues: Due, day: dt.date = TODAY, principal: int = 0, loan: Loan = NOTE, **more: Any) -> Loan:  # noqa: ANN401 - fields of a statement
    """A loan with its history and a bank's statement."""
    return replace(loan, reconcile=True, statement=Statement(date=day, principal=principal, dues=dues, instalments_left=0, **more))


def statement_of(standing: Standing, day: dt.date, tolerance: int = 1) -> Statement:
    """The statement of a bank at which the loan stands so."""
    rows = tuple(Due(date(due), *cents) for due, cents in sorted(standing.rows.items()))
    return Statement(
        date=day, principal=standing.parts[0], dues=rows, accrued=standing.parts[2] - sum(row.interest for row in rows),
        held=standing.parts[7], instalments_left=0, tolerance=tolerance,
    )  # fmt: skip
