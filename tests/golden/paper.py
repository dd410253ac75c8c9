"""An example's file read as a banker would: the contract, what was paid or what the bank states, on the oracle's steps.

A plan that was agreed earlier and broken is no part of it: the contract revives, and every payment counts under it.

Cents are ints, rates and shares ints in 1e-8, days proleptic ordinals. Only what the examples use is understood; anything else fails.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.golden import almanac, floating
from tests.oracle import ALL, INTEREST, LEVEL, NONE, ONE, ONLY_INTEREST, PRINCIPAL, UNIT, Record, half_up, one_step

PARTS = ("principal", "interest", "penalty", "compound", "fee")
REGULAR = {"level": LEVEL, "equal-principal": UNIT, "interest-only": ONLY_INTEREST, "bullet": NONE, "flat": UNIT}
WITH_LEVEL = ("level", "equal-principal", "flat")
LAW = ("fee", "penalty", "compound", "interest", "principal")
FIVE = ("waive_cents", "pledge_cents", "release")
SIX = ("waive", "pledge", "capitalise", "defer")
SINGLE = (
    "off", "relief", "fall_due", "redate", "shape", "fixed", "fee", "accelerate", "cash", "pays", "early", "settle", "recast",
    "set_level", "balloon", "number",
)  # fmt: skip


def cents(value: str | int) -> int:
    """An amount in yuan."""
    exact = Decimal(str(value).replace(",", "")) * 100
    assert exact == int(exact), value
    return int(exact)


def rate(value: str) -> int:
    """A rate a year: "15.4 %", "1 %/month" or "0.05 %/day", a day being 1/360 of a year."""
    figure, _, per = value.partition("%")
    exact = Decimal(figure) / 100 * ONE * {"": 1, "/month": 12, "/day": 360}[per.strip()]
    assert exact == int(exact), value
    return int(exact)


def amounts(row: dict[str, Any]) -> list[int]:
    """The five parts of a row of a statement."""
    return [cents(row.get(part, 0)) for part in PARTS]


@dataclass(frozen=True)
class Sheet:
    """What is to happen, as marks on days: columns of the oracle's steps.

    ``grid``: the days on which interest periods begin; ``anchor``: the day of the month on which they do; ``stages``: what is set aside
    until a milestone.
    """

    contract: Contract
    grid: tuple[dt.date, ...]
    anchor: int
    marks: dict[dt.date, Record] = field(default_factory=dict)
    rates: tuple[tuple[dt.date, int], ...] = ()
    stages: tuple[Record, ...] = ()

    def mark(self, day: dt.date, **columns: Any) -> None:  # noqa: ANN401 - a column is an int or a list of them
        """Set columns on a day; lists by part are added up."""
        row = self.marks.setdefault(day, {})
        for name, value in columns.items():
            row[name] = [a + b for a, b in zip(row[name], value, strict=True)] if isinstance(value, list) and name in row else value

    def steps(self, since: dt.date) -> list[Record]:
        """The oracle's steps from a day on, which is the first of them."""
        days = sorted({since, *(day for day in self.marks if day >= since)})
        return [self._step(before, day) for before, day in zip([since, *days], days, strict=False)]

    def _step(self, before: dt.date, day: dt.date) -> Record:
        """One step: neutral but for its marks, with the time since the step before."""
        own = self.contract
        begin = max((d for d in self.grid if d < day), default=before)
        assert begin <= before
        span = almanac.years(own.count, begin, day, self.anchor) - almanac.years(own.count, begin, before, self.anchor)
        assert (span * own.base).denominator == 1
        neutral: Record = dict.fromkeys(SINGLE, 0) | {name: [0] * 5 for name in FIVE} | {name: [0] * 6 for name in SIX}
        force = {"rate": own.rate_on(self.rates, day), "penalty": own.penalty_on(day), "compound": own.compound_on(day), "share": ONE}
        times = {"time": int(span * own.base), "penalty_time": (day - before).days}
        return neutral | force | times | self.marks.get(day, {}) | {"date": day.toordinal()}


@dataclass(frozen=True)
class Contract:
    """A loan as written. ``due``: its instalments, all of them or those still to come; ``apart``: other days on which interest is due.

    ``steps``: the contract rate from each day on, 0 where a fee of a flat loan stands for it. ``penalty``: a rate of its own, or None
    where it lies ``uplift`` above the contract's; ``early``: whether interest due before maturity compounds at the contract rate.
    """

    principal: int
    steps: list[tuple[dt.date, int]]
    nominal: int
    penalty: int | None
    uplift: int
    compounds: bool
    early: bool
    opened: dt.date
    due: list[dt.date]
    apart: list[dt.date]
    every: int
    anchor: int
    method: str
    count: str
    oracle: Record

    @property
    def rate(self) -> int:
        """The contract rate in force at the end of what is known."""
        return self.steps[-1][1]

    @property
    def base(self) -> int:
        """Denominator of the day count of interest."""
        return 365 if self.count == "actual/365" else 360

    @property
    def fixed(self) -> int:
        """Interest of each instalment of a flat loan, on the principal first lent."""
        return half_up(Fraction(self.principal * self.nominal, 12 * ONE)) if self.method == "flat" else 0

    def rate_on(self, rates: tuple[tuple[dt.date, int], ...], day: dt.date) -> int:
        """The contract rate, or a plan's, of the interval that ends on a day."""
        own = [(after, value) for after, value in self.steps if day > after]
        return next((value for after, value in reversed([*own, *rates]) if day > after), self.steps[0][1])

    def penalty_on(self, day: dt.date) -> int:
        """The penalty rate of the interval that ends on a day."""
        return half_up(Fraction(self.rate_on((), day) * (ONE + self.uplift), ONE)) if self.penalty is None else self.penalty

    def compound_on(self, day: dt.date) -> int:
        """The rate that unpaid interest bears in the interval that ends on a day."""
        if not self.compounds:
            return 0
        return self.rate_on((), day) if self.early and day <= self.due[-1] else self.penalty_on(day)

    def sheet(self, before: dt.date) -> Sheet:
        """The contract's instalments, nobody paying; ``before`` begins the period of the first."""
        sheet = Sheet(self, (before, *sorted([*self.due, *self.apart])), self.anchor)
        for number, day in enumerate(self.due, 1):
            shape = ALL if number == len(self.due) else REGULAR[self.method]
            sheet.mark(day, shape=shape, number=number, fixed=self.fixed)
        for day in self.apart:
            sheet.mark(day, shape=ONLY_INTEREST)
        for day, _ in self.steps[1:]:
            sheet.mark(day, recast=1)
        return sheet


def document(path: Path) -> Record:
    """The file as TOML."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def contract(loan: Record) -> Contract:
    """The contract of a ``[[loan]]``."""
    penalty, flat = loan["penalty"], loan.get("method") == "flat"
    due, anchor = _calendar(loan)
    steps = _rates(loan, due[-1] if due else _opened(loan))
    return Contract(
        principal=cents(loan.get("principal", 0)), steps=[(_opened(loan), 0)] if flat else steps, nominal=steps[0][1],
        penalty=rate(penalty["rate"]) if "rate" in penalty else None, uplift=rate(penalty.get("uplift", "50 %")),
        compounds=penalty["compound"] == "interest", early=penalty.get("compound_rate_before_maturity") == "contract",
        opened=_opened(loan), due=due, apart=_apart(loan, due), every=_every(loan), anchor=anchor, method=loan.get("method", "level"),
        count=loan.get("day_count", "30/360"), oracle=_ways(loan),
    )  # fmt: skip


def _rates(loan: Record, until: dt.date) -> list[tuple[dt.date, int]]:
    """The rate from each day on which it changes."""
    if loan["rate"].startswith("LPR"):
        assert loan["repricing"] == {"on": "january", "effective": "on-the-day"}
        return floating.changes(loan["rate"], _opened(loan), until)
    return [(_opened(loan), rate(loan["rate"]))]


def _every(loan: Record) -> int:
    """Months between instalments."""
    number, _, unit = loan.get("every", "1 months").partition(" ")
    assert unit == "months"
    return int(number)


def _apart(loan: Record, due: list[dt.date]) -> list[dt.date]:
    """The days on which interest is due by itself; instalments that stand between them would ask principal alone."""
    if loan.get("interest_due", "instalments") == "instalments":
        return []
    assert loan["interest_due"] == "quarterly-20"
    days = almanac.quarters(_opened(loan), due[-1])
    assert set(due[:-1]) <= set(days)
    return [day for day in days if day not in due]


def _opened(loan: Record) -> dt.date:
    """The day the loan was paid out; where only a statement is known, its day."""
    day: dt.date = loan["opened"] if "opened" in loan else loan["statement"]["date"]
    return day


def _calendar(loan: Record) -> tuple[list[dt.date], int]:
    """Due dates still to come (all of them where there is a history), and the day of the month."""
    opened, every = _opened(loan), _every(loan)
    if "payments" in loan:
        return almanac.monthly(almanac.later(opened, every, opened.day), loan["instalments"], opened.day, every), opened.day
    stated = loan["statement"]
    month = almanac.later(stated["date"], 0, opened.day)
    first = month if month > stated["date"] else almanac.later(month, 1, opened.day)
    return almanac.monthly(first, stated["instalments_left"], opened.day), opened.day


def _ways(loan: Record) -> Record:
    """Bases and allocation orders, as the oracle has them."""
    said = loan.get("allocation", {})
    order, late = said.get("order", LAW), said.get("then", LAW)
    return {
        "base": 365 if loan.get("day_count") == "actual/365" else 360, "penalty_base": 360,
        "order": [PARTS.index(p) for p in order], "late_order": [PARTS.index(p) for p in late], "late_from": said.get("from_day", -1),
    }  # fmt: skip


def stand(loan: Record, as_of: dt.date) -> tuple[Contract, Record, Sheet]:
    """Where a loan stands, as the oracle's state, and its contract from there on."""
    own = contract(loan)
    assert "agreed" not in loan or _revived(loan["agreed"], as_of)
    if "payments" not in loan:
        return own, stated(own, loan["statement"]), own.sheet(almanac.later(own.due[0], -1, own.anchor) if own.due else as_of)
    sheet = own.sheet(own.opened)
    state = fresh(own.opened, own.principal)
    whole = replace(sheet, marks={day: dict(row) for day, row in sheet.marks.items()})
    whole.mark(own.opened, recast=1 if own.method in WITH_LEVEL else 0)
    whole.mark(as_of)
    for payment in loan.get("payments", []):
        whole.mark(payment["date"], cash=cents(payment["amount"]))
    steps = whole.steps(own.opened)
    for e in range([step["date"] for step in steps].index(as_of.toordinal()) + 1):
        one_step(own.oracle, state, steps, e)
    future = replace(sheet, marks={day: row for day, row in sheet.marks.items() if day > as_of})
    return own, state, future


def _revived(agreed: Record, as_of: dt.date) -> bool:
    """Whether an agreed plan was broken and leaves nothing behind: what it waived only on completion."""
    waivers = [term for term in agreed["terms"] if "waive" in term]
    return agreed["broken"] <= as_of and agreed["on_break"] == "restore" and all(term["when"] == "completion" for term in waivers)


def fresh(day: dt.date, principal: int) -> Record:
    """A loan just disbursed."""
    return {
        "date": day.toordinal(), "principal": principal, "accrued": 0, "accrued_rem": 0, "dues": [], "deferred": [0] * 5,
        "conditional": [0] * 5, "held": 0, "level": 0, "original": principal, "settled": 0, "relief": 0,
    }  # fmt: skip


def stated(own: Contract, statement: Record) -> Record:
    """What the bank states, as the oracle's state."""
    state = fresh(statement["date"], cents(statement["principal"]))
    state |= {"accrued": cents(statement.get("accrued", 0)), "level": cents(statement.get("payment", 0)), "original": own.principal}
    state["dues"] = [
        {"due": row["due"].toordinal(), "amount": amounts(row), "penalty_rem": 0, "compound_rem": 0, "number": 0, "relief": 0}
        for row in statement.get("dues", [])
    ]
    return state


def owed(state: Record) -> list[int]:
    """All that stands by part."""
    total = [sum(due["amount"][part] for due in state["dues"]) + state["deferred"][part] + state["conditional"][part] for part in range(5)]
    total[PRINCIPAL] += state["principal"]
    total[INTEREST] += state["accrued"]
    return total
