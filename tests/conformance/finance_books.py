"""The lender's books: effective interest rates, amounts carried at them, changed flows at the first one. Periods are years unless said."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from planner.economics import Carried, Modified, carried, grown, modified
from planner.returns import worth
from tests.conformance.asked import NONE, asked, by_keys, length
from tests.conformance.cases import Answer, Inputs, Published, refuse
from tests.conformance.finance_rates import xirr_


def equal_principal(principal: float, rate: float, count: int) -> list[float]:
    """Payments of an equal part of principal with interest on what is left, by the period."""
    return [principal / count + principal * (count - k) / count * rate for k in range(count)]


def bullet(principal: float, rate: float, count: int) -> list[float]:
    """Interest each period, principal with the last."""
    return [principal * rate] * (count - 1) + [principal * (1 + rate)]


def _costs(given: Inputs) -> float:
    """Fees and costs of the borrower, which lower what the loan is carried at."""
    return sum(float(given[name]) for name in ("fee", "cost", "costs") if name in given)


def _styled(given: Inputs) -> Carried:
    """Flows described as '5 equal principal'."""
    found = re.match(r"(\d+) (equal principal|.*(?:bullet|interest only).*)", given["style"])
    if not found:
        refuse(f"no flows of style {given['style']}")
    make = equal_principal if found[2] == "equal principal" else bullet
    return carried(given["principal"] - _costs(given), make(given["principal"], given["coupon"], int(found[1])))


def _monthly(given: Inputs) -> Carried:
    """Interest a month, principal at the end, costs paid at the start."""
    return carried(given["principal"] - _costs(given), bullet(given["principal"], given["rate"] / 12, given["months"]))


def eir(case: Published) -> Answer:
    """An effective interest rate, and a table at it."""
    given = case.inputs
    if "flows" in given:
        return xirr_(case)
    if {"coupon", "years", "rate"} <= set(given):
        return _split(case)
    if {"rate", "payment"} <= set(given):
        return [_grown(given["principal"], given["rate"], given["payment"], k) for k in range(1, length(case) + 1)]
    found: Carried = by_keys(given, {
        ("carrying", "payments"): lambda i: carried(i["carrying"], i["payments"]),
        ("carrying", "coupons", "final"): lambda i: carried(i["carrying"], [*i["coupons"], i["final"]]),
        ("principal", "payments"): lambda i: carried(i["principal"] - _costs(i), i["payments"]),
        ("principal", "coupon", "style"): _styled,
        ("principal", "rate", "months"): _monthly,
    })  # fmt: skip
    a_year = 12 if "months" in given else 1
    return asked(case, _figures(case, found, a_year), "eir")


def _figures(case: Published, found: Carried, a_year: int) -> dict[str, Any]:
    rate = NONE if found.rate is None else found.rate * a_year
    figures: dict[str, Any] = {"eir": rate, "eir_nominal": rate}
    for k in range(1, len(found.flows) + 1):
        figures[f"row{k}"] = lambda k=k: [found.interest(k), found.balance(k)]
        figures[f"year{k}_interest"] = lambda k=k: sum(found.interest(m) for m in range(a_year * (k - 1) + 1, a_year * k + 1))
        figures[f"carrying_after_{k}y"] = lambda k=k: found.balance(a_year * k)
    figures["interest"] = [found.interest(k) for k in range(1, length(case, "interest") + 1)]
    figures["balances"] = [found.balance(k) for k in range(1, length(case, "balances") + 1)]
    figures["unamortised"] = lambda: case.inputs["principal"] - found.balance(a_year)
    return figures


def _grown(principal: float, rate: float, payment: float, periods: int) -> float:
    """What is carried after so many periods of a payment: everything moved to that day at the rate."""
    return grown([principal, *[-payment] * periods], range(periods, -1, -1), rate)


def _split(case: Published) -> Answer:
    """The debt inside a convertible bond: principal and coupons at the market's rate."""
    given = case.inputs
    principal = worth([given["principal"]], [given["years"]], given["rate"])
    interest = worth([given["coupon"]] * given["years"], range(1, given["years"] + 1), given["rate"])
    whole = principal + interest
    return asked(case, {
        "principal_pv": principal, "interest_pv": interest, "liability": whole, "interest1": whole * given["rate"],
    }, "liability")  # fmt: skip


def modification(case: Published) -> Answer:
    """Changed flows at the first effective rate, or what is carried when they change."""
    given = case.inputs
    if "months" in given and "rate" in given:
        return asked(case, _figures(case, _monthly(given), 12), "carrying_after_1y")
    choices: dict[tuple[str, ...], Callable[[Inputs], float]] = {
        ("flows", "eir"): lambda i: _revised(i["flows"], i["eir"]),
        ("new", "discount"): _described,
        ("gca", "new_rate", "months"): _interest_only,
        ("principal", "eir", "year1_paid"): _two_years,
    }  # fmt: skip
    value = by_keys(given, choices)
    return asked(case, {"revised": value, "pv": value, "adjustment": lambda: Modified(given["gca"], value).gain}, "pv")


def _revised(flows: Sequence[float], rate: float) -> float:
    """Flows of the periods to come at a rate a period."""
    return modified(0, flows, range(1, len(flows) + 1), rate).revised


def _interest_only(given: Inputs) -> float:
    """Monthly interest at a new rate and principal at the end, at the first nominal rate."""
    return _revised(bullet(given["gca"], given["new_rate"] / 12, given["months"]), given["eir_nominal"] / 12)


def _described(given: Inputs) -> float:
    """'8 x 950,000, 15%': equal parts of principal with interest on what is left."""
    found = re.fullmatch(r"(\d+) x ([\d,.]+), ([\d.]+) ?%", given["new"])
    if not found:
        refuse(f"no flows described as {given['new']}")
    count, part, rate = int(found[1]), float(found[2].replace(",", "")), float(found[3]) / 100
    return _revised(equal_principal(part * count, rate, count), given["discount"])


def _two_years(given: Inputs) -> float:
    """What is carried after the payments of two years."""
    paid = [given["year1_paid"], given["year2_interest_paid"]]
    return grown([given["principal"] - _costs(given), *(-amount for amount in paid)], [2, 1, 0], given["eir"])


def impairment(case: Published) -> Answer:
    """A value in use that grows at a rate, year by year."""
    given = case.inputs
    return asked(case, {f"y{k}": grown([given["v"]], [k], given["r"]) for k in range(1, given["n"] + 1)}, f"y{given['n']}")


KINDS: Final[dict[str, Callable[[Published], Any]]] = {
    "eir": eir, "modification": modification, "ten_pct": modification, "impairment": impairment,
}  # fmt: skip
