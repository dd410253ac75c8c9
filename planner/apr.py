"""Annual percentage rates as two laws define them, and how each counts the time between dates.

Neither is twelve times the monthly rate of return (``returns.irr12``): the European rate compounds once a year, the American one
is a nominal rate of equal unit-periods with simple interest inside each. Rates are shares a year (0.0969 is 9.69 %).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final, TypeAlias

import numpy as np

from planner.dates import add_months
from planner.errors import RangeError
from planner.returns import roots

Flow: TypeAlias = tuple[float, float]
"""Time in years from the first drawdown, and an amount."""
UnitFlow: TypeAlias = tuple[int, float, float]
"""Full unit-periods, the fraction of a unit-period (0 to 1), and an amount."""
Unit: TypeAlias = tuple[int, str]
"""n and 'day', 'week', 'semimonth', 'month' or 'year'."""

YEAR: Final[dict[str, int]] = {"day": 365, "week": 52, "month": 12, "year": 1}
"""Equal periods of a year, Directive 2008/48/EC Annex I remark (c)."""
DAYS: Final[dict[str, int]] = {"day": 1, "week": 7}
THIRTY: Final[dict[str, int]] = {"semimonth": 15, "month": 30}
"""Days of a unit-period made of months, Appendix J (b)(5)(ii) and (iii)."""
PER_YEAR: Final[dict[str, int]] = {"day": 365, "week": 52, "semimonth": 24, "month": 12, "year": 1}


def aprc(drawdowns: Sequence[Flow], payments: Sequence[Flow]) -> tuple[float, ...]:
    """Every annual percentage rate of charge X: the sum of C(1+X)**-t over drawdowns equals that of D(1+X)**-s over payments.

    Directive 2008/48/EC Annex I, part I (before it 98/7/EC). Payments may come before the first drawdown. Empty where there is none.
    """
    flows = [*drawdowns, *((time, -amount) for time, amount in payments)]
    return roots([amount for _, amount in flows], [time for time, _ in flows])


def as_percent(rate: float, places: int = 1) -> Decimal:
    """A rate in percent with so many decimals; a following digit of 5 or more rounds up (Annex I remark (d) of 2008/48/EC)."""
    # Fifteen digits: float64 holds no more, and 6.05 % must not become 6.0499...
    exact = Decimal(f"{rate * 100:.15g}")
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def eu_interval(since: int, until: int, unit: str) -> tuple[int, int, int]:
    """Whole units ('day', 'week', 'month' or 'year') counted back from ``until``, days left, and days of the year those days end.

    Directive 2008/48/EC Annex I remark (c) as amended by 2011/90/EU: first day excluded, last included; the year is counted back
    from the last of the days left. In days nothing is whole: all are left. RangeError where ``until`` is before ``since``.
    """
    _ordered(since, until)
    if unit not in YEAR:
        raise RangeError("unit_period", unit)
    if unit in DAYS:
        whole, start = (0, until) if unit == "day" else ((until - since) // 7, since + (until - since) % 7)
    else:
        whole, start = _whole_back(since, until, 12 if unit == "year" else 1)
    return whole, start - since, start - int(add_months(start, -12))


def eu_years(since: int, until: int, unit: str) -> float:
    """The interval of ``eu_interval`` in years: 52 weeks or 12 months make one, days count over the days of their year."""
    whole, odd, year = eu_interval(since, until, unit)
    return float(Fraction(whole, YEAR[unit]) + Fraction(odd, year))


def unit_periods(since: int, until: int, unit: Unit) -> tuple[int, int, int]:
    """Full unit-periods, what is left, and how much of it would make a unit-period: the fraction is the second over the third.

    12 CFR 1026 Appendix J (b)(5): months and years are counted back from the later date; multiples of a month and semimonths by
    months of 30 days; a year's rest in twelfths where it is whole months, otherwise in days over 365. RangeError where ``until`` is
    before ``since`` or the unit is longer than a year.
    """
    _ordered(since, until)
    n, name = unit
    if n < 1 or name not in PER_YEAR or n > PER_YEAR[name]:
        raise RangeError("unit_period", f"{n} {name}")
    if name in DAYS:
        whole, odd = divmod(until - since, n * DAYS[name])
        return whole, odd, n * DAYS[name]
    if name == "year" or (n, name) == (12, "month"):
        return _unit_years(since, until)
    months, start = _whole_back(since, until, 1)
    if unit == (1, "month"):
        return months, start - since, 30
    whole, odd = divmod(30 * months + start - since, n * THIRTY[name])
    return whole, odd, n * THIRTY[name]


def _unit_years(since: int, until: int) -> tuple[int, int, int]:
    years, start = _whole_back(since, until, 12)
    months, begin = _whole_back(since, start, 1)
    return (years, months, 12) if begin == since else (years, start - since, 365)


def per_year(unit: Unit) -> Fraction:
    """How many of these unit-periods a year has, Appendix J (b)(5): 365 days, 52 weeks, 24 semimonths, 12 months."""
    return Fraction(PER_YEAR[unit[1]], unit[0])


def term_per_year(since: int, until: int) -> Fraction:
    """Unit-periods a year where one advance is repaid by one payment within a year: the term itself is the unit-period.

    12 CFR 1026 Appendix J (b)(5)(vi) and (vii): 12 over its whole months, otherwise 365 over its days. RangeError where the term is not
    longer than nothing.
    """
    _ordered(since + 1, until)
    months, start = _whole_back(since, until, 1)
    return Fraction(12, months) if start == since else Fraction(365, until - since)


def apr_z(advances: Sequence[UnitFlow], payments: Sequence[UnitFlow], unit_periods_per_year: float) -> tuple[float, ...]:
    """Every nominal annual rate of the actuarial method, 12 CFR 1026 Appendix J (b)(8): unit-periods a year times the rate i of one.

    i equates the sums of A/((1 + f i)(1 + i)**t) of advances and of payments. Multiplied by every factor 1 + f i, the equation is one
    between powers of 1 + i, whose roots are all found. Empty where there is none. RangeError where a fraction is outside 0 to 1.
    """
    flows = [*advances, *((t, f, -amount) for t, f, amount in payments)]
    if any(not 0 <= f <= 1 for _, f, _ in flows):
        raise RangeError("unit_period")
    parts = sorted({f for _, f, _ in flows if f})
    amounts: list[float] = []
    times: list[float] = []
    for t, f, amount in flows:
        spread = np.array([float(amount)])
        for other in parts:
            if other != f:
                # 1 + f i = (1 - f) + f (1 + i): ascending powers of 1 + i.
                spread = np.convolve(spread, [1 - other, other])
        amounts += spread.tolist()
        times += [t - power for power in range(spread.size)]
    return tuple(unit_periods_per_year * rate for rate in roots(amounts, times))


def merchant_rule(principal: int, rate: int, payments: Sequence[tuple[int, int]], at: int, base: int = 365) -> int:
    """What is left at ``at`` by the Merchant's rule, in cents: principal and payments all bear simple interest up to that time.

    Times are whole numbers of which ``base`` make a year, ``payments`` (time, cents), ``rate`` in 1e-8 a year; half up. Negative where
    too much was paid. (Under the United States rule a payment first clears interest: that is a loan rolled by the engine.)
    RangeError where a payment comes after ``at``.
    """
    if any(time > at for time, _ in payments):
        raise RangeError("interval", at)
    year = base * 10**8
    flows = [(0, principal), *((time, -cents) for time, cents in payments)]
    exact = sum((Fraction(cents * (year + rate * (at - time)), year) for time, cents in flows), Fraction(0))
    return int((exact + Fraction(1, 2)).__floor__())


def _whole_back(since: int, until: int, step: int) -> tuple[int, int]:
    """Whole periods of ``step`` months counted back from ``until`` without passing ``since``, and the day they begin on."""
    count = (until - since) // (28 * step)
    while int(add_months(until, -count * step)) < since:
        count -= 1
    return count, int(add_months(until, -count * step))


def _ordered(since: int, until: int) -> None:
    if until < since:
        raise RangeError("interval", until, since)
