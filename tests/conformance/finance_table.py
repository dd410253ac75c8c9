"""A level loan rolled by the engine, its rows in currency, and the figures a case may name of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

import numpy as np

from planner import contract, dates
from planner.book import Ledger, Part, Timeline
from planner.case import Loan
from planner.engine import roll_forward
from planner.steps import mark
from tests.conformance.cases import Answer, Published, refuse

OPENED: Final = dt.date(2024, 1, 1)
"""Where a case gives no dates: months of 30 days make them all alike, and February has 29."""
CENT: Final = 100
UNROUNDED: Final = Decimal("0.0005")
"""A tolerance below this means that the published figures come from unrounded arithmetic."""
ROUNDINGS: Final = {"half_even": "half-even", "half_up": "half-up", "down": "down", "floor": "down"}
"""Names of rounding modes, in small letters."""
FORMULAS: Final = frozenset({"balance", "balloon", "nper", "step", "odd_first"})
"""Kinds that are published from a formula, not from a table of cents."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a loan is made of: money in currency, the rate a year, and ``unit`` integers to the currency (100: cents)."""

    principal: Decimal
    rate: Decimal
    count: int
    payment: Decimal | None = None
    opened: dt.date = OPENED
    every: tuple[int, str] = (1, "month")
    day_count: str = "30/360"
    method: str = "level"
    unit: int = CENT
    rounding: str = "half-up"

    @property
    def loan(self) -> Loan:
        """The loan as written."""
        n, unit = self.every
        start = dates.day(self.opened)
        first = int(dates.add_months(start, n)) if unit == "month" else start + n
        return Loan(
            id="loan", kind="consumer", principal=self.amount(self.principal), rate=share(self.rate), opened=self.opened,
            instalments=self.count, first_due=dates.date(first), due_day=self.opened.day, every=self.every, day_count=self.day_count,
            method=self.method, rounding=self.rounding, remainder="dropped-when-billed" if self.unit == CENT else "carried",
        )  # fmt: skip

    def amount(self, currency: Decimal) -> int:
        """An amount in the loan's integers."""
        return whole(currency * self.unit)


@dataclass(frozen=True, slots=True)
class Row:
    """One instalment."""

    interest: Decimal
    principal: Decimal
    balance: Decimal

    @property
    def total(self) -> Decimal:
        """What is paid."""
        return self.interest + self.principal


@dataclass(frozen=True, slots=True)
class Table:
    """Instalments that ask anything, and the level set first."""

    rows: tuple[Row, ...]
    level: Decimal


def whole(value: Decimal) -> int:
    """An integer; refused where there are parts of one."""
    if value != value.to_integral_value():
        refuse(f"no convention for {value}, smaller than a unit")
    return int(value)


def share(value: Decimal) -> int:
    """A rate or share in 1e-8."""
    return whole(value * 10**8)


def rolled(timeline: Timeline, setting: Setting) -> Ledger:
    """The ledger of the loan with everything paid as billed."""
    position, _ = contract.opening(setting.loan)
    paid = contract.pays_as_billed(timeline, dates.day(setting.opened))
    ledger = roll_forward(position, paid).ledger
    assert ledger is not None
    return ledger


def table(setting: Setting, edit: Callable[[Timeline], Timeline] = lambda timeline: timeline) -> Table:
    """The loan's instalments; its level is the payment where one is given."""
    _, timeline = contract.opening(setting.loan)
    if setting.payment is not None:
        first = timeline.date == dates.day(setting.opened)
        timeline = replace(mark(timeline, "set_level", first, setting.amount(setting.payment) + 1), recast=None)
    return read(rolled(edit(timeline), setting), setting.unit)


def read(ledger: Ledger, unit: int) -> Table:
    """Rows of a ledger: interest earned since the row before, principal asked for, principal left."""
    ends = np.flatnonzero(ledger.number[:, 0] > 0)
    earned = np.cumsum(ledger.accrued[:, 0])[ends]
    columns = (np.diff(earned, prepend=0), ledger.billed[Part.PRINCIPAL, ends, 0], ledger.closing[Part.PRINCIPAL, ends, 0])
    rows = [Row(*(Decimal(int(value)) / unit for value in row)) for row in zip(*columns, strict=True)]
    while rows and rows[-1].total == 0:
        rows.pop()
    levels = ledger.level[:, 0][ledger.level[:, 0] > 0]
    return Table(tuple(rows), Decimal(int(levels[0])) / unit if levels.size else Decimal(0))


def fine(case: Published, principal: Decimal, rate: Decimal, years: Decimal) -> int:
    """Integers to the currency: cents, or as many as the engine's range allows where the case is of unrounded arithmetic."""
    tolerance = case.data.get("tolerance")
    exact = isinstance(tolerance, (int, float)) and Decimal(str(tolerance)) < UNROUNDED
    if not exact and "nominal" not in case.inputs and case.kind.rsplit("/", 1)[-1] not in FORMULAS:
        return CENT
    return finest(principal, rate, years)


def finest(principal: Decimal, rate: Decimal, years: Decimal) -> int:
    """As many integers to the currency as the engine's range allows: the arithmetic is as good as unrounded."""
    most = principal * (1 + rate * years) ** 3
    digits = int(min(Decimal(10**13) / principal, Decimal(6 * 10**13) / most).log10())
    return int(max(CENT, 10**digits))


def months_like(days: Sequence[int]) -> dt.date:
    """A first of a month from which the months have these lengths."""
    for months in range(12 * 8):
        start = int(dates.add_months(dates.day(OPENED), months))
        ends = dates.add_months(start, np.arange(len(days) + 1))
        if np.array_equal(np.diff(ends), days):
            return dates.date(start)
    return refuse(f"no months of {list(days)} days")


class Figures:
    """Figures of a table by the names cases give them; ``window`` is the stretch of rows a sum or a balance is asked of."""

    def __init__(self, of: Table, window: tuple[int, int]) -> None:
        """Rows count from 1; both ends of the window are in it."""
        self.table, (self.first, self.last) = of, window

    def answer(self, published: object, single: str) -> Answer:
        """What is asked for: figures by name, rows, or the single figure."""
        if isinstance(published, dict):
            return {name: self.named(name, value) for name, value in published.items()}
        return self.named("rows" if isinstance(published, list) else single, published)

    def named(self, name: str, like: object) -> Answer:
        """One figure; ``like`` says whether it is a list, of how many, and of how wide rows."""
        rows = self.table.rows
        if name in ("interest", "principal", "balance") and isinstance(like, list):
            return [getattr(row, name) for row in rows[: len(like)]]
        if name == "rows" and isinstance(like, list):
            return [[row.interest, row.principal, row.balance][: len(own)] for own, row in zip(like, rows, strict=False)]
        one = re.fullmatch(r"(row|interest|ip|principal|pr|balance|)_?(\d+)(_interest|_balance|_principal)?", name)
        if one:
            return _of_row(rows[int(one[2]) - 1], (one[1] + (one[3] or "")))
        year = re.fullmatch(r"year(\d+)_(interest|principal)", name)
        if year:
            return _sum(rows[12 * int(year[1]) - 12 : 12 * int(year[1])], year[2])
        return self._whole(name)

    def _whole(self, name: str) -> Answer:
        rows, inside = self.table.rows, self.table.rows[self.first - 1 : self.last]
        figures: dict[str, Callable[[], Any]] = {
            **dict.fromkeys(("payment", "emi", "instalment"), lambda: self.table.level),
            **dict.fromkeys(("final", "last", "final_due"), lambda: rows[-1].total),
            **dict.fromkeys(("balance", "balloon"), lambda: inside[-1].balance),
            "n": lambda: len(rows), "n_unrounded_years": lambda: Decimal(len(rows)) / 12,
            "i": lambda: inside[0].interest, "p": lambda: inside[0].principal,
            "interest": lambda: _sum(inside, "interest"), "principal": lambda: _sum(inside, "principal"),
            "total_interest": lambda: _sum(rows, "interest"), "total": lambda: sum(row.total for row in rows),
        }  # fmt: skip
        return figures[name]() if name in figures else refuse(f"no figure called {name}")


def _sum(rows: Sequence[Row], name: str) -> Decimal:
    return sum((getattr(row, name) for row in rows), Decimal(0))


def _of_row(row: Row, what: str) -> Answer:
    """A figure of one row; under a bare number interest, payment and balance, under 'row' interest and balance."""
    if what in ("", "row"):
        return [row.interest, row.total, row.balance] if what == "" else [row.interest, row.balance]
    names = {"ip": "interest", "pr": "principal"}
    plain = what.removeprefix("row_")
    return getattr(row, names.get(plain, plain))
