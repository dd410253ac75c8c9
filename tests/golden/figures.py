"""The figures of a comparison, each from its definition in design section 8, on the oracle's rows.

Rates of return by halving an interval: a month's rate m gives 12 m and (1 + m)^12 - 1 (domain section 5); present values at an effective
annual rate, actual/365.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, localcontext

from tests.golden import almanac
from tests.golden.paper import cents, rate
from tests.oracle import ONE, Record

Flow = tuple[dt.date, int]
NAMES = ("paid_principal", "paid_interest", "paid_penalty", "paid_compound", "paid_fees")
NONE = "-"


def yuan(amount: int) -> str:
    """Cents as yuan with two decimals."""
    sign, whole = "-" if amount < 0 else "", abs(amount)
    return f"{sign}{whole // 100}.{whole % 100:02d}"


def six(value: Decimal) -> str:
    """A rate or share to six decimals."""
    return f"{round(value, 6) + 0:.6f}"


@dataclass(frozen=True)
class View:
    """What all scenarios of a case share. ``idle`` gives what is owed on a day if nobody pays, ``lent`` the flows before ``as_of``."""

    case: Record
    as_of: dt.date
    claim: int
    lent: list[Flow]
    idle: Callable[[dt.date], int]


def pays(rows: list[Record]) -> list[Flow]:
    """Money that came, less what went back, by day."""
    return [(dt.date.fromordinal(row["date"]), row["received"] - row["returned"]) for row in rows if row["received"] - row["returned"]]


def most_common(amounts: list[int]) -> int:
    """The payment made most often; the one in the middle where no two are alike."""
    if not amounts:
        return 0
    amount, times = Counter(amounts).most_common(1)[0]
    return amount if times > 1 else sorted(amounts)[len(amounts) // 2]


def finish_of(rows: list[Record], as_of: dt.date) -> dt.date | None:
    """The first day from which nothing stands; today where all is paid today, none where something is left."""
    left = [k for k, row in enumerate(rows) if sum(row["closing"])]
    if not left:
        return as_of
    return dt.date.fromordinal(rows[left[-1] + 1]["date"]) if left[-1] < len(rows) - 1 else None


def figures(rows: list[Record], start: dt.date, view: View) -> dict[str, str]:
    """Every figure of one scenario, as text."""
    flows, end = pays(rows), finish_of(rows, view.as_of)
    size = [amount for _, amount in flows]
    typical = most_common(size)
    paid = [sum(row["allocated"][part] + row["prepaid"][part] for row in rows) for part in range(5)]
    waived = [sum(row["waived"][part] for row in rows) for part in range(5)]
    money = {"first_payment": size[0], "typical_payment": typical, "highest_payment": max(size)} if size else {}
    found = {name: yuan(amount) for name, amount in money.items()} | {"payments": str(len(size)), "finish": str(end) if end else NONE}
    found |= {"total_paid": yuan(sum(size))} | {name: yuan(amount) for name, amount in zip(NAMES, paid, strict=True)}
    found |= {"waived": yuan(sum(waived)), "waived_conditional": yuan(sum(sum(row["vested"]) for row in rows))}
    found["less_than_nothing"] = yuan(view.idle(end) - sum(size)) if end else NONE
    found |= rates(rows, start, view) if end and size else {}
    found |= household(view, typical, max(size, default=0))
    found |= lender(view, flows)
    return found | {"concession": " ".join(yuan(amount) for amount in waived)}


def rates(rows: list[Record], start: dt.date, view: View) -> dict[str, str]:
    """Nominal and effective rate of what is left to pay, and since the loan was paid out."""
    flows = pays(rows)
    ahead = [(start, -financed(rows, start)), *((day, amount) for day, amount in flows if day >= start)]
    month = monthly(ahead)
    found = {"annual_rate": shown(month and 12 * month), "effective_rate": shown(month and (1 + month) ** 12 - 1)}
    since = monthly(view.lent + flows) if view.lent else None
    return found | {"life_rate": shown(since and (1 + since) ** 12 - 1)}


def financed(rows: list[Record], start: dt.date) -> int:
    """What is owed at the start less what is waived of it, on the start or all at once at the end, as the examples do.

    What was charged since and is forgiven too costs nothing and counts on neither side.
    """
    first = next(k for k, row in enumerate(rows) if row["date"] == start.toordinal())
    own = rows[first]
    owed: int = sum(own["opening"]) + own["accrued"] + own["penalty"] + own["compound"]
    pledged = min(sum(own["pledged"]), sum(sum(row["vested"]) for row in rows[first:]))
    settled = sum(sum(row["waived"]) - sum(row["vested"]) for row in rows[first + 1 :])
    grown = sum(row["accrued"] + row["penalty"] + row["compound"] for row in rows[first + 1 :]) if settled else 0
    assert settled >= grown or not settled
    return owed - (sum(own["waived"]) - sum(own["vested"])) - pledged - (settled - grown)


def root(flows: list[tuple[float, int]]) -> float | None:
    """The rate a period at which the flows are worth nothing: an interval halved. Flows of the examples change sign once."""
    def worth(rate: float) -> float:
        force = math.log1p(rate)
        return math.fsum(amount * math.exp(-t * force) for t, amount in flows)

    low, high = -0.5, 100.0
    if worth(low) * worth(high) >= 0:
        return None
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if worth(middle) * worth(low) > 0 else (low, middle)
    return low


def monthly(flows: list[Flow]) -> float | None:
    """The rate a month: whole months where all fall on one day of the month (or the last of a shorter one), else days × 12 / 365."""
    begin, anchor = flows[0][0], max(day.day for day, _ in flows)
    same = all(day == almanac.later(day, 0, anchor) for day, _ in flows)
    spans = [(d.year - begin.year) * 12 + d.month - begin.month if same else (d - begin).days * 12 / 365 for d, _ in flows]
    return root([(span, amount) for span, (_, amount) in zip(spans, flows, strict=True)])


def shown(rate: float | None) -> str:
    """A rate as text; nothing where there is none."""
    return NONE if rate is None else six(Decimal(rate))


def household(view: View, typical: int, highest: int) -> dict[str, str]:
    """All debts to income, and what is left in the dearest month (domain section 12)."""
    own = view.case.get("household")
    if not own:
        return {}
    income, costs, debts = (cents(own.get(key, 0)) for key in ("income", "essential_costs", "other_debts"))
    return {"debt_to_income": six(Decimal(typical + debts) / income), "left_to_live_on": yuan(income - costs - debts - highest)}


def lender(view: View, flows: list[Flow]) -> dict[str, str]:
    """What the payments are worth at the funding rate, the claim, and their ratio."""
    said = view.case.get("assumptions", {}).get("funding_rate")
    found = {"claim": yuan(view.claim)}
    if said is None:
        return found
    with localcontext(prec=40):
        growth = (1 + Decimal(rate(said)) / ONE).ln()
        worth = sum((amount * (-growth * (day - view.as_of).days / 365).exp() for day, amount in flows), Decimal(0))
        return found | {"npv": yuan(int((worth + Decimal("0.5")) // 1)), "recovery": six(worth / view.claim)}
