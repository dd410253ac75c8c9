"""What a change of terms is worth at the effective rate the loan was lent at (IFRS 9 5.4.3), from dates and the oracle's rows alone.

The rate is that of the contract paid on every due date, days / 365; of a loan known by a statement its rate, and of one that follows the
LPR the rate in force, compounded by the month.
"""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal

from tests.golden import promises
from tests.golden.figures import Flow, finish_of, pays, root, six, yuan
from tests.golden.paper import WITH_LEVEL, Contract, fresh
from tests.oracle import ONE, Record, roll


def lent_at(loan: Record, own: Contract, as_of: dt.date) -> float:
    """The effective annual rate."""
    if "payments" not in loan or len(own.steps) > 1 or loan["rate"].startswith("LPR"):
        nominal = next(value for since, value in reversed(own.steps) if since <= as_of)
        return float((1 + nominal / ONE / 12) ** 12 - 1)
    sheet = own.sheet(own.opened)
    sheet.mark(own.opened, recast=1 if own.method in WITH_LEVEL else 0)
    rows = roll(own.oracle, fresh(own.opened, own.principal), promises.catch_up(sheet, own.opened).steps(own.opened))[0]
    found = root([((day - own.opened).days / 365, amount) for day, amount in [(own.opened, -own.principal), *pays(rows)]])
    assert found is not None
    return found


def changed(rows: list[Record], start: dt.date, as_of: dt.date, annual: float) -> dict[str, str]:
    """Gain or loss of a plan, and its share of what stood on its start before anything was changed."""
    if finish_of(rows, as_of) is None:
        return {}
    own = next(row for row in rows if row["date"] == start.toordinal())
    stood = sum(own["opening"]) + own["accrued"] + own["penalty"] + own["compound"]
    flows: list[Flow] = [(day, amount) for day, amount in pays(rows) if day >= start]
    worth = math.fsum(amount * (1 + annual) ** (-(day - start).days / 365) for day, amount in flows)
    cents = math.floor(abs(worth - stood) + 0.5)
    return {"modification_gain": yuan(cents if worth > stood else -cents), "modification_share": six(Decimal((worth - stood) / stood))}
