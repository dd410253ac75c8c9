"""Rates of return, annual percentage rates and ways of counting time: kinds of the family ``finance`` that need no loan."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import numpy as np

from planner import dates
from planner.apr import Unit, UnitFlow, apr_z, aprc, as_percent, eu_interval, per_year, unit_periods
from planner.money import Ints
from planner.returns import as_lent, nearest_zero, roots, xirr
from tests.conformance.asked import NONE, asked, by_keys
from tests.conformance.cases import Answer, Inputs, Published, refuse

COUNTS: Final[tuple[tuple[str, str], ...]] = (
    (r"30e/360(eurobond.*)?|eurobond.*|30/360eurobond.*", "30E/360"),
    (r"30u/360.*|30/360(us|usa|nasd).*", "30/360 US"),
    (r"30/360(bond.*|isda)?|bond(basis)?|30a/360", "bond 30/360"),
    (r"act/360", "actual/360"), (r"act/365(f|fixed)?|a365", "actual/365"), (r"a360", "actual/360"),
    (r"act/act(isda.*|historical)?", "actual/actual"),
)  # fmt: skip
"""Names others use, without blanks and in small letters, and the planner's."""
UNITS: Final[dict[str, Unit]] = {"semimonthly": (1, "semimonth"), "semimonth": (1, "semimonth"), "quarter": (3, "month")}


def day(iso: str) -> int:
    """The number of a day."""
    return dates.day(dt.date.fromisoformat(iso))


def count(name: str) -> str:
    """The planner's name of a day count."""
    plain = re.sub(r"[\s()_-]", "", name).lower().replace("actual", "act")
    return next((own for pattern, own in COUNTS if re.fullmatch(pattern, plain)), "") or refuse(f"no day count {name}")


def _other_year(name: str) -> float | None:
    """Days of the year of a count such as ACT/364 or ACT/365.25, for which a loan has no convention; None for any other."""
    found = re.fullmatch(r"(?:act|actual)/(36\d(?:[._]\d+)?)", name.lower().strip())
    return float(found[1].replace("_", ".")) if found and found[1] not in ("360", "365") else None


def decimal(value: object) -> Decimal:
    """A figure of a case, exactly as written."""
    return Decimal(str(value))


def percent(rates: tuple[float, ...]) -> Answer:
    """The rate nearest zero, in percent: a charge before the loan is lent makes a second one, of thousands."""
    rate = nearest_zero(rates)
    return NONE if rate is None else 100 * rate


def apr_eu(case: Published) -> Answer:
    """The European rate, in percent."""
    rates = by_keys(case.inputs, {
        ("drawdowns_t_amount", "payments_t_amount"): lambda i: aprc(i["drawdowns_t_amount"], i["payments_t_amount"]),
        ("principal", "payments"): lambda i: aprc([(0, i["principal"])], list(enumerate(i["payments"], 1))),
        ("principal", "payment", "n"): lambda i: aprc([(0, i["principal"])], [(k / 12, i["payment"]) for k in range(1, i["n"] + 1)]),
    })  # fmt: skip
    return asked(case, {"X_percent": percent(rates), "apr_1dp_half_up": lambda: as_percent(nearest_zero(rates) or 0.0)}, "X_percent")


def apr_single(case: Published) -> Answer:
    """One payment after some days of a year; where it does not say of how many, of 365.25 (so that 30.4375 are a month)."""
    given = case.inputs
    return percent(aprc([(0, given["principal"])], [(given["days"] / given.get("year", 365.25), given["repay"])]))


def rounding(case: Published) -> Answer:
    """A European rate to one decimal."""
    return as_percent(case.inputs["X_percent"] / 100)


def apr_regz(case: Published) -> Answer:
    """The rate by the actuarial method of Regulation Z, in percent."""
    choices: dict[tuple[str, ...], Callable[[Inputs], tuple[float, ...]]] = {
        ("advances_t_f_amount", "payments_t_f_amount", "unit_periods_per_year"):
            lambda i: apr_z(i["advances_t_f_amount"], i["payments_t_f_amount"], i["unit_periods_per_year"]),
        ("principal", "payment", "n", "odd_days"):
            lambda i: apr_z([(0, 0, i["principal"])], _level(i, 1 + i["odd_days"] // 30, i["odd_days"] % 30 / 30), 12),
        ("principal", "payment", "n", "advance_date", "first_payment"): _dated,
    }  # fmt: skip
    return percent(by_keys(case.inputs, choices))


def _level(given: Inputs, first: int, fraction: float) -> list[UnitFlow]:
    return [(first + k, fraction, given["payment"]) for k in range(given["n"])]


def _dated(given: Inputs) -> tuple[float, ...]:
    length = unit(given.get("unit", "month"))
    whole, odd, of = unit_periods(day(given["advance_date"]), day(given["first_payment"]), length)
    return apr_z([(0, 0, given["principal"])], _level(given, whole, odd / of), float(per_year(length)))


def unit(text: str) -> Unit:
    """'2 weeks' as (2, 'week')."""
    if text in UNITS:
        return UNITS[text]
    found = re.fullmatch(r"(?:(\d+) )?(day|week|month|year)s?", text)
    return (int(found[1] or 1), found[2]) if found else refuse(f"no unit {text}")


def unit_period(case: Published) -> Answer:
    """Full unit-periods and odd days, or months, between two dates by Regulation Z."""
    given = case.inputs
    return list(unit_periods(day(given["advance"]), day(given["payment"]), unit(given["unit"])))[:2]


def interval(case: Published) -> Answer:
    """Whole units, days left, and days of their year, as the European rate counts them."""
    given = case.inputs
    return list(eu_interval(day(given["start"]), day(given["end"]), given["unit"]))


def irr(case: Published) -> Answer:
    """Of all rates the one nearest zero."""
    flows = case.inputs["cashflows"]
    rate = nearest_zero(roots(flows, range(len(flows))))
    return asked(case, {"irr": NONE if rate is None else rate}, "irr")


def xirr_(case: Published) -> Answer:
    """Of several rates, one at which what is lent is worth less as the rate rises."""
    given = case.inputs
    on = np.array([day(iso) for iso, _ in given["flows"]], dtype=np.int64)
    amounts = [amount for _, amount in given["flows"]]
    name = given.get("day_count") or "ACT/365F"
    year = _other_year(name)
    rates = roots(amounts, (on - on.min()) / year) if year else xirr(amounts, on, count(name))
    rate = nearest_zero(as_lent(amounts, on / 365, rates) or rates)
    return NONE if rate is None else rate


def daycount(case: Published) -> Answer:
    """The year fraction between two dates, or days of pairs of dates by the numerator of the count."""
    given = case.inputs
    year = _other_year(given["convention"])
    if year and "start" in given:
        return (day(given["end"]) - day(given["start"])) / year
    name = count(given["convention"])
    if "pairs" in given:
        return [int(_elapsed(name, since, until)) for since, until in given["pairs"]]
    return float(Fraction(int(_elapsed(name, given["start"], given["end"])), dates.BASE[name]))


def _elapsed(name: str, since: str, until: str) -> Ints:
    start = np.array(day(since), dtype=np.int64)
    return dates.elapsed(name, start, np.array(day(until), dtype=np.int64), dates.day_of_month(start))


KINDS: Final[dict[str, Callable[[Published], Any]]] = {
    "apr_eu": apr_eu, "apr_single": apr_single, "rounding": rounding, "apr_regz": apr_regz, "unit_period": unit_period,
    "interval": interval, "irr": irr, "xirr": xirr_, "daycount/daycount": daycount,
}  # fmt: skip
