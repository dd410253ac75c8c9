"""The line of 24 % is held against charges of the days past due only; worked by hand in the comments, in yuan."""

from __future__ import annotations

import datetime as dt
from typing import Final

from planner import rules
from planner.claims import line_findings, views
from planner.loan import Card, Draw, Loan, Payment
from planner.today import stand

D: Final = dt.date


def test_interest_of_the_time_before_the_due_date_is_not_held_against_the_line() -> None:
    # 10,000 of 10 January on a card at 0.05 % a day; 9,000 paid on 25 February, 1,000 missing. Interest of the statement of 5 March:
    # 46 days of 10,000 = 230, 8 of 1,000 = 4, asked on 25 March. On 10 April, 16 days past due, 10 for 20 days of 1,000 had run before.
    loan = Loan(
        id="card", kind="card", principal=0, rate=18_000_000, penalty_rate=18_000_000, compound_rate=18_000_000, opened=D(2026, 1, 1),
        instalments=0, first_due=D(2026, 1, 25), due_day=25, day_count="actual/360", card=Card(5, due_day=25),
        draws=(Draw(D(2026, 1, 10), 1_000_000),), payments=(Payment(D(2026, 2, 25), 900_000),),
    )  # fmt: skip
    as_of = D(2026, 4, 10)
    now, _ = stand(loan, as_of)
    shown = views(loan, now, rules.built_in("cn"), as_of)
    assert shown is not None
    # Since then 16 days of 1,000 at 0.05 % and of the 234 at the same: 8 + 1.87; the line: 1,000 x 24 % x 16 / 365 = 10.52.
    assert (shown.days, shown.charged, shown.line) == (16, 987, 1_052)
    assert line_findings(loan, shown) == ()
