"""Formulas of ledger cells against calculations by hand: a figure comes out of its named inputs again, and of others it does not."""

from __future__ import annotations

import pytest

from planner.explain.formulas import FORMULAS, again
from planner.why import Given, Number, Why


def why(formula: str, *inputs: tuple[str, Number | Why]) -> Why:
    """A figure of a formula and its inputs, those that are explained themselves included."""
    given = (Given(n, v, "cents") if not isinstance(v, Why) else Given(n, v.value, "cents", why=v) for n, v in inputs)
    return Why("test", formula, None, "cents", tuple(given))


NONE = ("remainder", 0)
LATE = (("principal", 140_375), ("rate", 4_800_000), ("year", 360), NONE)
"""1,403.75 overdue at 4.8 % a year."""
TWO = (("order", (2, 1, 0, 3, 4)), ("row", (40, 30, 10, 0, 0)), ("row", (40, 28, 5, 0, 0)))
"""Two instalments by part, and an order that begins with penalty and interest."""
HALF = why("ask", ("level", 418_338), ("share", 50_000_000))
WORKED = [
    # 84,000.00 at 12 % a year for 30 of 360 days: 8,400,000 × 0.12 × 30 / 360 = 84,000 cents.
    (why("interest", ("principal", 8_400_000), ("rate", 12_000_000), ("days", 30), ("year", 360), NONE), 84_000),
    # The same, interest paused.
    (why("interest", ("principal", 8_400_000), ("rate", 12_000_000), ("days", 30), ("year", 360), NONE, ("paused", 1)), 0),
    # 1,403.75 overdue at 4.8 % for 72 days on 360: 140,375 × 0.048 × 72 / 360 = 1,347.6 cents.
    (why("charge", *LATE, ("days", 72)), 1_348),
    # The same cut down, and rounded day by day: 140,375 × 0.048 / 360 = 18.7167, 19 a day, 72 days.
    (why("charge", *LATE, ("days", 72), ("rounding", 2)), 1_347),
    (why("charge", *LATE, ("days", 72), ("daily", 1)), 1_368),
    # Five days of grace, the fifth day not over.
    (why("charge", *LATE, ("days", 5), ("grace", 5), ("due", 100), ("date", 105)), 0),
    # Half of 101 + 50 + 0 = 151 is 75.5, up; and never more than stands.
    (why("portion", ("share", 50_000_000), ("due", 101), ("due", 50), ("accrued", 0)), 76),
    (why("portion", ("share", 50_000_000), ("amount", 100), ("due", 101), ("due", 50)), 151),
    # A third of 1,000 is 333.33.
    (why("fraction", ("deferred", 1_000), ("parts", 3)), 333),
    # 5 % of 3,000 is 150, at least 200, at most 180: the least wins, as docs/engine.md has it.
    (why("late_fee", ("missing", 3_000), ("share", 5_000_000), ("least", 200), ("most", 180)), 200),
    (why("late_fee", ("missing", 3_000), ("share", 5_000_000), ("tolerance", 3_000)), 0),
    # A level of 4,183.38 after 1,100.00 of interest; half of it would leave 991.69.
    (why("bill_level", ("ask", why("ask", ("level", 418_338))), ("interest", 110_000), ("undue", 9_000_000)), 308_338),
    (why("bill_level", ("ask", HALF), ("interest", 110_000), ("undue", 9_000_000)), 99_169),
    # 100 of 60 + 80 that are due, 25 being held: 140 − 25 − 100 = 15 more.
    (why("pays", ("cash", 100), ("held", 25), ("due", 140)), 115),
    (why("pays_on_top", ("cash", 100), ("held", 25), ("due", 140)), 215),
    # Two instalments (principal, interest, penalty, compound, fee); 70 paid in the order penalty, interest, principal.
    (why("allocate", ("money", 70), ("part", 1), *TWO), 55),
    (why("allocate_rows", ("money", 70), ("part", 1), *TWO), 30),
    # 500 early with 120 accrued: interest first; or principal first, of which 450 are left.
    (why("early", ("money", 500), ("mode", 1), ("part", 0), ("accrued", 120), ("undue", 900)), 380),
    (why("early", ("money", 500), ("mode", 4), ("part", 1), ("accrued", 120), ("undue", 450)), 50),
    # The first 200 to interest and principal of the coming instalment, the rest to the last ones.
    (why("early", ("money", 500), ("mode", 5), ("part", 0), ("accrued", 120), ("undue", 900), ("room", 200)), 380),
    (why("settlement", ("settled", 400), ("received", 150), ("fee", 40), ("agreed", 510), ("due", 70), ("undue", 30)), 100),
    (why("settlement", ("settled", 400), ("received", 150), ("fee", 40), ("agreed", 511), ("due", 70), ("undue", 30)), 0),
    (why("balance", ("opening", 100), ("accrued", 20), ("allocated_interest", 30), ("waived_interest", 5)), 85),
    (why("age", ("date", 130), ("due", 100), ("relief", 7), ("relief_then", 2)), 25),
]  # fmt: skip


@pytest.mark.parametrize(("told", "value"), WORKED, ids=lambda v: v.formula if isinstance(v, Why) else "")
def test_formula_gives_the_figure_worked_by_hand(told: Why, value: int) -> None:
    assert again(told) == value


def test_an_input_that_is_explained_is_recomputed_as_well() -> None:
    wrong = why("sum", ("a", Why("test", "sum", 999, "cents", (Given("b", 2, "cents"),))), ("c", 3))
    assert again(wrong) == 5


def test_codes_are_single_words() -> None:
    assert [code for code in FORMULAS if not code.replace("_", "").isalpha() or code != code.lower()] == []
