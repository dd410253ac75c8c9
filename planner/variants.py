"""The open conventions of a loan as data: every other value of each, as the same loan with that value in place.

A convention bears the name under which outputs echo it; combinations that mean nothing are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any, Final

import numpy as np

from planner import dates
from planner.book import Part
from planner.clauses import Number
from planner.loan import CHOICES, Grace, Loan, StepUp
from planner.money import ONE, half_up

Option = tuple[str, str, dict[str, Any]]
"""Convention, value and the fields that say it."""
IN_DAYS: Final = tuple(count for count, base in dates.BASE.items() if base in (360, 365))
"""Day counts that count days, so that the amount of one day can be rounded."""
LEVELS: Final = ("level", "equal-principal")
GRACES: Final = (1, 2, 3, 5, 7, 10, 15)
"""Days of grace that banks give."""
UPLIFTS: Final = (30, 40, 50)
"""Penalty uplifts in percent that are tried besides the loan's own."""
DECIMALS: Final = (3, 4, 6)
LATE: Final = (Part.PRINCIPAL, Part.INTEREST, Part.PENALTY, Part.COMPOUND, Part.FEE)
LATE_FROM: Final = 91
"""Days past due from which on an order with principal first is tried."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A loan with one convention at another value: ``value`` is its code, ``changes`` the fields that say it."""

    convention: str
    value: str
    loan: Loan
    changes: dict[str, Any]

    @property
    def key(self) -> tuple[str, str]:
        """Convention and value."""
        return self.convention, self.value


def variants(loan: Loan) -> tuple[Variant, ...]:
    """Every alternative of every open convention, in the order of design section 5."""
    found: list[Variant] = []
    for convention, value, changes in _options(loan):
        other = replace(loan, **changes)
        if not _same(other, loan, changes) and not any(v.convention == convention and _same(v.loan, other, changes) for v in found):
            found.append(Variant(convention, value, other, changes))
    return tuple(found)


def both(first: Variant, second: Variant) -> Loan | None:
    """The loan with two conventions changed; None where the two together mean nothing."""
    if first.changes.keys() & second.changes.keys():
        return next((v.loan for v in variants(first.loan) if v.key == second.key), None)
    loan = replace(first.loan, **second.changes)
    return loan if loan.rounded == "posted" or _can_be_daily(loan) else None


def _can_be_daily(loan: Loan) -> bool:
    return loan.rounding != "none" and {loan.day_count, loan.penalty_day_count} <= set(IN_DAYS)


def _same(one: Loan, other: Loan, names: dict[str, Any]) -> bool:
    """Whether two loans agree in these fields; rates may be arrays."""
    return all(_equal(getattr(one, name), getattr(other, name)) for name in names)


def _equal(one: Any, other: Any) -> bool:  # noqa: ANN401 - a code, a rate or a noun
    if isinstance(one, StepUp) and isinstance(other, StepUp):
        return one.days == other.days and _equal(one.penalty_rate, other.penalty_rate) and _equal(one.compound_rate, other.compound_rate)
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return np.array_equal(np.atleast_1d(one), np.atleast_1d(other))
    return bool(one == other)


def _options(loan: Loan) -> Iterator[Option]:
    yield from _counts(loan)
    yield from _lateness(loan)
    yield from _roundings(loan)
    yield from _levels(loan)
    yield from _compound(loan)
    yield from _money(loan)
    yield from _calendar(loan)
    yield from _rates(loan)


def _words(name: str, without: tuple[str, ...] = ()) -> Iterator[Option]:
    """The values of a convention that is a word."""
    for value in CHOICES[name]:
        if value not in without:
            yield name, value, {name: value}


def _counts(loan: Loan) -> Iterator[Option]:
    counts = IN_DAYS if loan.rounded == "daily" else tuple(dates.BASE)
    for name in ("day_count", "penalty_day_count") if loan.method != "flat" else ("penalty_day_count",):
        for count in counts:
            yield name, count, {name: count}
    yield from _words("days")


def _lateness(loan: Loan) -> Iterator[Option]:
    """From when overdue money bears penalty, and what else it bears."""
    yield from _words("first_penalty_day")
    yield "grace", "none", {"grace": None}
    longest = min(_shortest(loan), loan.step_up.days - 1 if loan.step_up is not None else _shortest(loan))
    for kind in ("excused", "retroactive"):
        for days in GRACES:
            if days <= longest:
                yield "grace", f"{days} {kind}", {"grace": Grace(days, kind == "retroactive")}
    for on in (False, True) if loan.method != "flat" else ():
        yield "overdue_interest", _switch(on=on), {"overdue_interest": on}


def _shortest(loan: Loan) -> int:
    """Days of the shortest period between two due dates at least."""
    n, unit = loan.every
    return n * {"day": 1, "week": 7, "month": 28}[unit]


def _switch(*, on: bool) -> str:
    return "on" if on else "off"


def _roundings(loan: Loan) -> Iterator[Option]:
    daily = loan.rounded == "daily"
    yield from _words("rounding", ("none",) if daily else ())
    if _can_be_daily(loan):
        yield "rounded", "posted", {"rounded": "posted", "daily_decimals": 2}
        yield "rounded", "daily", {"rounded": "daily", "daily_decimals": 2}
        for places in DECIMALS:
            yield "daily_decimals", str(places), {"rounded": "daily", "daily_decimals": places}
    if loan.rounding != "none":
        yield from _words("remainder")


def _levels(loan: Loan) -> Iterator[Option]:
    """How instalments of a level schedule are set."""
    if loan.card is not None or loan.method not in LEVELS:
        return
    yield from _words("instalment_amount")
    yield from _words("residue", () if loan.method == "level" else ("smoothed",))
    if loan.method == "level":
        yield from _words("level_on", () if loan.every[1] == "month" else ("rate/12",))
        yield from _words("interest_above_level")


def _compound(loan: Loan) -> Iterator[Option]:
    """What compounds, at which rate, and when it joins its base."""
    step = loan.step_up
    for value, rate in (("none", 0), ("contract", loan.rate), ("penalty", loan.penalty_rate)):
        later = None if step is None else replace(step, compound_rate=step.penalty_rate if value == "penalty" else rate)
        yield "compound_rate", value, {"compound_rate": rate, "step_up": later}
    if not np.any(loan.compound_rate):
        return
    yield "compound_rate_before_maturity", "same", {"compound_before_maturity": None}
    yield "compound_rate_before_maturity", "contract", {"compound_before_maturity": loan.rate}
    for name in ("penalty", "compound"):
        for on in (False, True):
            yield f"compound_on_{name}", _switch(on=on), {"compounds": loan.compounds | {name} if on else loan.compounds - {name}}
    yield from _words("compound_settlement")


def _money(loan: Loan) -> Iterator[Option]:
    """What a payment pays first, and what becomes of money that comes early."""
    for order in orders(loan):
        yield "allocation", ",".join(part.name.lower() for part in order), {"order": order}
    for by_row in (False, True):
        yield "allocation_by", "instalment" if by_row else "part", {"by_instalment": by_row}
    yield "late_allocation", "none", {"late_order": None, "late_from": -1}
    yield "late_allocation", f"principal {LATE_FROM}", {"late_order": LATE, "late_from": LATE_FROM}
    yield from _words("early_money")


def orders(loan: Loan) -> Iterator[tuple[Part, ...]]:
    """The orders of the parts this debt can have; parts it cannot have keep their places."""
    charged = loan.late_fee is not None or bool(loan.fees)
    compound = bool(np.any(loan.compound_rate)) or loan.compound_before_maturity is not None
    there = {Part.FEE: charged, Part.PENALTY: bool(np.any(loan.penalty_rate)), Part.COMPOUND: compound}
    moving = [part for part in loan.order if there.get(part, True)]
    for mixed in permutations(moving):
        rest = iter(mixed)
        yield tuple(next(rest) if part in moving else part for part in loan.order)


def _calendar(loan: Loan) -> Iterator[Option]:
    """The days on which something falls due."""
    if loan.card is None:
        if loan.method not in ("level", "flat"):
            yield from _words("interest_due")
        if loan.method != "flat":
            yield from _words("first_period")
    yield from _words("business_days")
    if loan.card is not None:
        for kind in ("full-amount", "unpaid-part"):
            yield "card", kind, {"card": replace(loan.card, interest=kind)}
        for on in (False, True):
            yield "card", f"statement_day {_switch(on=on)}", {"card": replace(loan.card, statement_day_counted=on)}


def _rates(loan: Loan) -> Iterator[Option]:
    """How much more overdue money bears; when a floating rate changes."""
    if loan.uplift is not None:
        for percent in ((0, *UPLIFTS) if loan.kind == "card" else UPLIFTS):
            yield "uplift", str(percent), _uplifted(loan, percent * ONE // 100)
    if loan.floating is not None:
        for when in ("fixed", "january", "anniversary"):
            yield "repricing", when, {"floating": replace(loan.floating, reprice=when)}
        for first in ("on-the-day", "day-before") if loan.floating.reprice != "fixed" else ():
            yield "repricing_effective", first, {"floating": replace(loan.floating, effective=first)}


def _uplifted(loan: Loan, uplift: int) -> dict[str, Any]:
    """Penalty at another uplift; compound rates that equal the penalty rate go with it."""
    own = half_up(np.atleast_1d(np.asarray(loan.rate, dtype=np.int64)), ONE + uplift, ONE)
    penalty: Number = own if isinstance(loan.rate, np.ndarray) else int(own[0])
    follows = [name for name in ("compound_rate", "compound_before_maturity") if _equal(getattr(loan, name), loan.penalty_rate)]
    return {"uplift": uplift, "penalty_rate": penalty, **dict.fromkeys(follows, penalty)}
