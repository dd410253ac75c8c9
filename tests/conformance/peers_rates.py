"""Groups of the family ``peers`` that need no loan: annual percentage rates, day counts, month arithmetic; and rates of flat fees."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from planner import dates
from planner.apr import Unit, apr_z, aprc, per_year, term_per_year, unit_periods
from planner.money import ONE, half_up, to_cents, to_rate, yuan
from planner.returns import irr12, rule_of_thumb
from tests.conformance.asked import asked, by_keys
from tests.conformance.cases import Answer, Inputs, Published, refuse
from tests.conformance.finance_rates import count, day, decimal, percent

ISO: Final = r"\d{4}-\d\d-\d\d"
WORDS: Final[dict[str, Unit]] = {
    "daily": (1, "day"), "weekly": (1, "week"), "biweekly": (2, "week"), "fortnightly": (2, "week"), "semimonthly": (1, "semimonth"),
    "monthly": (1, "month"), "bimonthly": (2, "month"), "quarterly": (3, "month"), "semiannual": (6, "month"), "yearly": (1, "year"),
    "annual": (1, "year"),
}  # fmt: skip


def apr(case: Published) -> Answer:
    """A rate in percent: by Regulation Z where words describe the transaction, otherwise the European one."""
    given = case.inputs
    rates = by_keys(given, {
        ("description",): lambda i: _described(str(i["description"])),
        ("advance", "payments"): lambda i: aprc([(0, float(i["advance"]))], [(t / _year(i), float(a)) for t, a in i["payments"]]),
    })  # fmt: skip
    return asked(case, {"apr_pct": percent(rates)}, "apr_pct")


def _year(given: Inputs) -> float:
    """Days in the year, given as a number or as 'days/365'."""
    return float(given.get("year_days") or str(given.get("time_unit", "days/365")).removeprefix("days/"))


def _described(text: str) -> tuple[float, ...]:
    """The rate of a transaction such as '5000; 24 x 230 monthly; advance 1978-01-10, first 1978-02-10'."""
    lent, rest = re.sub(r"\(.*?\)", "", text).split(";", 1)
    days = [day(iso) for iso in re.findall(ISO, rest)]
    advance = re.search(rf"advance[d]? ?({ISO})", rest)
    if advance is None:
        refuse(f"no date of an advance in {text}")
    start = day(advance[1])
    days.remove(start)
    amounts = _amounts(re.sub(rf"(advance|first|payment|on)[: ]*{ISO}", "", rest))
    if len(amounts) == 1:
        return _single(float(lent), amounts[0], start, days[0])
    return _series(float(lent), amounts, start, days, _unit(rest))


def _amounts(text: str) -> list[float]:
    """'250, 22 x 230, 280' written out."""
    plain = re.sub(r"every \d+", "", text)
    found = re.findall(r"(?:(\d+) ?[x×] ?)?(\d+(?:\.\d+)?)", plain)
    return [float(amount) for times, amount in found for _ in range(int(times or 1))]


def _unit(text: str) -> Unit:
    every = re.search(r"every (\d+) (day|week|month|year)s?", text)
    if every:
        return int(every[1]), every[2]
    named = [unit for word, unit in WORDS.items() if re.search(rf"\b{word}\b", text)]
    return named[0] if named else refuse(f"no unit-period in {text}")


def _single(lent: float, amount: float, start: int, end: int) -> tuple[float, ...]:
    """One payment: its term is the unit-period, a year at most."""
    whole, odd, of = unit_periods(start, end, (1, "year"))
    if whole:
        return apr_z([(0, 0, lent)], [(whole, odd / of, amount)], 1)
    return apr_z([(0, 0, lent)], [(1, 0, amount)], float(term_per_year(start, end)))


def _series(lent: float, amounts: list[float], start: int, days: list[int], unit: Unit) -> tuple[float, ...]:
    """Payments a unit-period apart; the first is due a unit-period after the advance where no date is given."""
    whole, odd, of = unit_periods(start, days[0], unit) if days else (1, 0, 1)
    return apr_z([(0, 0, lent)], [(whole + k, odd / of, amount) for k, amount in enumerate(amounts)], float(per_year(unit)))


def day_count(case: Published) -> Answer:
    """Interest between two dates under every day count that is named."""
    given = case.inputs
    since, until = np.array([day(given["start"])]), np.array([day(given["end"])])
    cents, rate = to_cents(decimal(given["principal"])), to_rate(decimal(given["annual_rate_pct"]) / 100)

    def interest(name: str) -> str:
        own = count(re.sub(r"\(\d{4}.*?\)", "", name))
        time = int(dates.elapsed(own, since, until, dates.day_of_month(since))[0])
        return yuan(int(half_up(np.array([cents]), rate * time, dates.BASE[own] * ONE)[0]))

    return asked(case, {name: interest(name) for name in case.data["expected"]})


def months_added(case: Published) -> Answer:
    """Dates so many months later."""
    return {"results": [dates.date(int(dates.add_months(day(iso), n))).isoformat() for iso, n in case.inputs["pairs"]]}


def flat_fee(case: Published) -> Answer:
    """A monthly fee on what was first lent: instalment, fees, the rule of thumb, and twelve times the monthly rate, in percent."""
    given, n = case.inputs, int(case.inputs["n"])
    fee = float(given["fee_rate_month"]) if "fee_rate_month" in given else float(given["total_fee_rate"]) / n
    rates = irr12([-1.0, *[1 / n + fee] * n], range(n + 1))
    lent = to_cents(decimal(given["principal"])) if "principal" in given else 0
    fees = int(half_up(np.array([lent]), to_rate(decimal(fee)), ONE)[0])
    return asked(case, {
        "monthly_payment": lambda: yuan(int(half_up(np.array([lent]), 1, n)[0]) + fees), "total_fee": yuan(fees * n),
        "approx_apr_pct": 100 * rule_of_thumb(fee, n), "apr_pct": percent(rates), "irr_nominal_pct": percent(rates),
    }, "apr_pct")  # fmt: skip


PEERS: Final[dict[str, Callable[[Published], Any]]] = {"apr": apr, "day_count": day_count, "dates": months_added}
CHINA: Final[dict[str, Callable[[Published], Any]]] = {"apr_irr": flat_fee}
