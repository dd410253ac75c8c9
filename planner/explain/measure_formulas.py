"""The formulas of measures, each run again from the inputs of a Why in plain Python, by another way than measures are taken."""

from __future__ import annotations

import calendar
import math
from collections.abc import Iterator
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import Final

from planner.dates import EPOCH, date
from planner.explain.values import Formula, Values
from planner.money import ONE
from planner.why import Number

FAR: Final = math.log1p(1e6)
"""Forces of interest a month beyond this are not looked for."""
NEAR: Final = math.log1p(-1 + 1e-12)
"""Those below this neither: a rate of -100 %."""
TRIES: Final = 2000
"""Stretches between these ends in which several rates of return are looked for."""


def each(v: Values, *names: str) -> list[int | float]:
    """The inputs of these names that are numbers, in order."""
    return [value for name, value in v.named if name in names and isinstance(value, int | float)]


def one(v: Values, name: str) -> int | float:
    """The first input of that name; 0 where there is none."""
    return next(iter(each(v, name)), 0)


def whole(v: Values, name: str) -> int:
    """The same, of an input that is an integer."""
    return int(one(v, name))


def pairs(v: Values, first: str, second: str) -> Iterator[tuple[int | float, int | float]]:
    """Inputs of one name each with that of the other that follows it."""
    return zip(each(v, first), each(v, second), strict=True)


def _less(v: Values) -> Number:
    first, *rest = (int(value) for _, value in v.named if isinstance(value, int | float))
    return first - sum(rest)


def _net(v: Values) -> Number:
    return sum(int(x) for x in each(v, "received")) - sum(int(x) for x in each(v, "returned"))


def _most_frequent(v: Values) -> Number:
    pays = each(v, "payment")
    return min(pays, key=lambda cents: (-pays.count(cents), pays.index(cents)), default=None)


def _middle(v: Values) -> Number:
    pays = each(v, "payment")
    # As many are at least as high, or one more, as are lower.
    return next(p for p in pays if sum(q < p for q in pays) == len(pays) // 2)


def _finish(v: Values) -> Number:
    stands = one(v, "closing") or one(v, "held") or one(v, "later")
    return None if stands else whole(v, "last_day")


def _financed(v: Values) -> Number:
    """What is owed less what is forgiven of it: waivers beyond what was charged until then."""
    running = lowest = 0
    for name, value in v.named:
        if name in ("charged", "forgiven") and isinstance(value, int):
            running += value if name == "charged" else -value
            lowest = min(lowest, running)
    return whole(v, "owed_at_start") - whole(v, "forgiven_before") + lowest - whole(v, "held_before")


def _flows(v: Values) -> list[tuple[float, float]]:
    """Cents and months, in order of time, those of one time together."""
    found: dict[float, float] = {}
    for cents, months in (*((-cents, 0) for cents in each(v, "financed")), *pairs(v, "payment", "months")):
        found[months] = found.get(months, 0) + cents
    return sorted((months, cents) for months, cents in found.items() if cents)


def _worth(flows: list[tuple[float, float]], force: float) -> float:
    """What flows are worth at a force of interest a month, the sum of cents apart: what is left is then exact also at small rates."""
    return math.fsum([*(cents for _, cents in flows), *(cents * math.expm1(-force * months) for months, cents in flows)])


def _monthly(flows: list[tuple[float, float]]) -> float | None:
    """The smallest force of interest, not below 0, at which flows are worth nothing; else the one nearest to 0; None without one."""
    turns = sum((a > 0) != (b > 0) for (_, a), (_, b) in pairwise(flows))
    if not turns:
        return None
    cuts = [FAR] if turns == 1 else [FAR * (k / TRIES) ** 3 for k in range(1, TRIES + 1)]
    for side in (1.0, NEAR / FAR):
        found = next((_halved(flows, a, b) for a, b in pairwise([0.0, *(side * cut for cut in cuts)]) if _crosses(flows, a, b)), None)
        if found is not None:
            return found
    return None


def _crosses(flows: list[tuple[float, float]], a: float, b: float) -> bool:
    """Whether the worth is nothing between two forces, or at the first."""
    start, end = _scaled(flows, a), _scaled(flows, b)
    return start == 0 or (start > 0) != (end > 0)


def _scaled(flows: list[tuple[float, float]], force: float) -> float:
    """The worth at the first flow's time or the last's, whichever keeps it finite: of the same sign."""
    at = flows[0][0] if force >= 0 else flows[-1][0]
    return _worth([(months - at, cents) for months, cents in flows], force)


def _halved(flows: list[tuple[float, float]], a: float, b: float) -> float:
    """The force between two at which the worth changes sign."""
    rising = _scaled(flows, b) > 0
    if _scaled(flows, a) == 0:
        return a
    for _ in range(200):
        middle = (a + b) / 2
        if middle in (a, b):
            break
        a, b = (a, middle) if (_scaled(flows, middle) > 0) == rising else (middle, b)
    return (a + b) / 2


def _annual_root(v: Values) -> Number:
    found = _monthly(_flows(v))
    return None if found is None else 12 * math.expm1(found)


def _compounded(v: Values) -> Number:
    with localcontext() as context:
        context.prec = 60
        return float((1 + Decimal(one(v, "nominal_rate")) / 12) ** 12 - 1)


def _months_whole(v: Values) -> Number:
    first, last = date(whole(v, "from_day")), date(whole(v, "to_day"))
    return (last.year - first.year) * 12 + last.month - first.month


def _months_of_days(v: Values) -> Number:
    return (whole(v, "to_day") - whole(v, "from_day")) * 12 / 365


def _debt_to_income(v: Values) -> Number:
    income = whole(v, "income")
    debts = whole(v, "typical_payment") + whole(v, "other_debts") + whole(v, "priority_debts")
    return debts / income if income > 0 else None


def _left(v: Values) -> Number:
    living = max(each(v, "essential_costs", "floor"))
    return whole(v, "income") - int(living) - sum(int(x) for x in each(v, "priority_debts", "other_debts", "highest_payment"))


def _discounted(v: Values) -> Number:
    return float(whole(v, "payment") * (1 + one(v, "funding_rate") / ONE) ** (-one(v, "days") / 365))


def _present_value(v: Values) -> Number:
    return math.fsum(each(v, "discounted"))


def _discounted_at(v: Values) -> Number:
    return float(whole(v, "payment") * (1 + one(v, "original_rate")) ** (-one(v, "days") / 365))


def _difference(v: Values) -> Number:
    first, *rest = (value for _, value in v.named if isinstance(value, int | float))
    return math.fsum([first, *(-value for value in rest)])


def _share(v: Values) -> Number:
    carrying = one(v, "carrying")
    return one(v, "modification_gain") / carrying if carrying else None


def _through(v: Values, months: int) -> float:
    """The share of plans that gets through so many months."""
    hazards = [hazard / ONE for hazard in each(v, "hazard")]
    return math.prod(1 - hazards[min(month, len(hazards) - 1)] for month in range(months))


def _chance(v: Values) -> Number:
    return _through(v, whole(v, "months_before")) - _through(v, whole(v, "months"))


def _expected(v: Values) -> Number:
    breaks = [worth * chance for worth, chance in pairs(v, "broken_worth", "chance")]
    return math.fsum([*breaks, one(v, "kept_worth") * one(v, "survives")])


def _breakeven(v: Values) -> Number:
    """The smallest hazard of all: the share that gets through a month is looked for from 1 down."""
    breaks, kept, other = list(pairs(v, "broken_worth", "months")), one(v, "kept_worth"), one(v, "alternative")

    def over(share: float) -> float:
        """How much more the plan is worth than the alternative."""
        begun, parts = 1.0, [-other]
        for worth, months in breaks:
            parts.append(worth * (begun - share**months))
            begun = share**months
        return math.fsum([*parts, kept * begun])

    worths = [over(1 - k / TRIES) for k in range(TRIES + 1)]
    found = next((k for k, (a, b) in enumerate(pairwise(worths)) if a == 0 or (a > 0) != (b > 0)), None)
    if found is None:
        return None
    high, low = 1 - found / TRIES, 1 - (found + 1) / TRIES
    for _ in range(100):
        middle = (high + low) / 2
        high, low = (middle, low) if (over(middle) > 0) == (worths[found] > 0) else (high, middle)
    return 1 - (high + low) / 2


def _ratio(v: Values) -> Number:
    claim = one(v, "claim")
    return one(v, "npv") / claim if claim > 0 else None


def _by_part(v: Values) -> Number:
    return tuple(int(value) for _, value in v.named if isinstance(value, int))


def _class_of_days(v: Values) -> Number:
    days = one(v, "days_past_due")
    return next((int(place) for least, place in reversed(list(pairs(v, "from_days", "class"))) if least <= days), 0)


def _watched(v: Values) -> Number:
    first = date(whole(v, "first_due"))
    year, month = divmod(first.year * 12 + first.month - 1 + whole(v, "months"), 12)
    last = calendar.monthrange(year, month + 1)[1]
    return max((first.replace(year=year, month=month + 1, day=min(first.day, last)) - EPOCH).days, whole(v, "nth_due"))


NOTHING: Final = (
    "unknown", "beyond", "no_payments", "no_rate", "one_way", "unfinished", "no_income", "not_income", "no_claim", "not_watched",
    "not_modified", "always_more", "never_more",
)  # fmt: skip
"""Formulas of figures that do not exist: the reasons of ``planner.figures``."""
FORMULAS: Final[dict[str, Formula]] = {
    "cell": lambda v: v.but()[0], "row": lambda v: v.but()[0], "less": _less, "least": lambda v: min(v.but()), "net": _net,
    "first": lambda v: next(iter(each(v, "payment")), None), "most_frequent": _most_frequent, "middle": _middle,
    "highest": lambda v: max(each(v, "payment"), default=None), "how_many": lambda v: len(each(v, "payment")), "finish": _finish,
    "financed": _financed, "annual_root": _annual_root, "compounded": _compounded, "months_whole": _months_whole,
    "months_of_days": _months_of_days, "debt_to_income": _debt_to_income, "left_to_live_on": _left, "discounted": _discounted,
    "discounted_at": _discounted_at, "present_value": _present_value, "difference": _difference, "share": _share,
    "chance": _chance, "survives": lambda v: _through(v, whole(v, "months")), "expected": _expected, "breakeven": _breakeven,
    "ratio": _ratio,
    "higher": lambda v: max((value for _, value in v.named if isinstance(value, int | float)), default=None), "by_part": _by_part,
    "class_of_days": _class_of_days,
    "worse_class": lambda v: max(int(x) for x in each(v, "class_now", "class_restructured")), "watched": _watched,
    "worst_of_loans": lambda v: max(each(v, "risk_class", "observation_end"), default=None),
    **dict.fromkeys(NOTHING, lambda _: None),
}  # fmt: skip
"""Each formula by its code."""
