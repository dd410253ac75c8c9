"""What courts charge and what rests on their judgments, for the family ``china``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

import numpy as np

from planner import court
from planner.money import ONE, Ints
from planner.rules import Rulebook, built_in
from tests.conformance.asked import asked
from tests.conformance.cases import Answer, Inputs, Published
from tests.conformance.finance_rates import decimal
from tests.conformance.finance_table import share
from tests.conformance.interest import segments
from tests.conformance.owed import annual, counted, currency, first, money, penalty, span

CN: Final = built_in("cn")
ON: Final = dt.date(2024, 1, 1)
"""Where a case names no day: all its rules hold since before."""
HALVES: Final = ("简易", "撤诉", "调解", "simplified", "withdrawn", "mediation")
BASE: Final = ("base", "principal", "amount")
BESIDE: Final = ("lawyer_fee",)
"""What a judgment awards beside principal that bears for late performance as well; neither interest nor the court's own fee does."""


def _one(given: Inputs, *names: str) -> Ints:
    return np.array([money(first(given, *names))], dtype=np.int64)


def litigation(case: Published) -> Answer:
    """The acceptance fee; of a judgment that names its procedure in whole yuan, as courts charge it."""
    given = case.inputs
    words = f"{given.get('procedure', '')} {given.get('closing', '')}"
    reduced = int(given.get("halvings") or 0) > 0 or any(word in words for word in HALVES)
    if "fee_full" in given:
        fee = _one(given, "fee_full")
        fee = court.reduced_fee(fee, CN, ON) if reduced else fee
    else:
        fee = court.acceptance_fee(_one(given, "claim", "amount"), CN, ON, reduced=reduced)
    return asked(case, {"fee": currency(int((court.to_yuan(fee) if "procedure" in given else fee)[0]))}, "fee")


def fee(by: Callable[[Ints, Rulebook, dt.date], Ints]) -> Callable[[Published], Answer]:
    """A fee by an amount alone."""
    return lambda case: asked(case, {"fee": currency(int(by(_one(case.inputs, "amount", "claim"), CN, ON)[0]))}, "fee")


def delayed(case: Published) -> Answer:
    """What late performance costs on top: of some days, or of one, of a month of 30 and a year of 360."""
    given = case.inputs
    rate = annual(given) if "daily" in given else Decimal(court.delay_rate(CN, ON)) / ONE
    base = money(first(given, *BASE)) + sum(money(given.get(name, 0)) for name in BESIDE)

    def of(days: int) -> Decimal:
        return currency(penalty(base, rate, span({"days": days}), "actual/360"))

    if "days" in given or "start" in given:
        over = span(given)
        return asked(case, {"amount": lambda: currency(penalty(base, rate, over, "actual/360")), "days": lambda: counted(over)}, "amount")
    return asked(case, {"day": lambda: of(1), "month": lambda: of(30), "year": lambda: of(360)}, "day")


def cap(case: Published) -> Answer:
    """The ceiling of private lending by the LPR, in percent; or interest of segments that it divides."""
    given = case.inputs
    if "segments" in given:
        return segments(case)
    rates = [share(decimal(rate) / 100) for rate in np.atleast_1d(given["lpr"]).tolist()]
    caps = [Decimal(court.private_multiple(rate, CN, ON)) * 100 / ONE for rate in rates]
    return asked(case, {"cap": caps if isinstance(given["lpr"], list) else caps[0]}, "cap")


CHINA: Final[dict[str, Callable[[Published], Any]]] = {
    "litigation_fee": litigation, "payment_order_fee": fee(court.payment_order_fee), "enforcement_fee": fee(court.execution_fee),
    "preservation_fee": fee(court.preservation_fee), "delayed_performance": delayed, "rate_cap": cap,
}  # fmt: skip
