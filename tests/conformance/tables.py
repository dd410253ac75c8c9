"""Instalment tables of the families ``china`` and ``peers``: level, equal principal, repaid at the end, or solved for their number."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from planner import contract, dates
from planner.engine import roll_forward
from planner.loan import Loan
from planner.money import ONE
from planner.returns import irr12, nearest_zero
from planner.steps import mark
from tests.conformance.asked import asked
from tests.conformance.cases import Answer, Inputs, Published, refuse
from tests.conformance.finance_early import rolled
from tests.conformance.finance_rates import decimal
from tests.conformance.finance_table import CENT, OPENED, Row, Setting, Table, finest, read, share, whole
from tests.conformance.owed import annual, currency, day_count, first, interest, money, rounded, span

AMOUNTS: Final = (("ceil", "-up"), ("up", "-up"), ("", ""))
MOST: Final = 1200
"""Instalments within which a payment is to repay its loan."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A loan in so many integers to the currency; ``whole`` is how its instalment is rounded, ``payment`` what it is, if given."""

    principal: Decimal
    rate: Decimal
    count: int
    method: str = "level"
    unit: int = CENT
    amount: str = "cent"
    payment: Decimal | None = None

    @property
    def table(self) -> Table:
        """Its instalments, each paid when due."""
        own = Setting(self.principal, self.rate, self.count, method=self.method, unit=self.unit)
        loan = replace(own.loan, instalment_amount=self.amount)
        position, timeline = contract.opening(loan)
        if self.payment is not None:
            opened = timeline.date == dates.day(OPENED)
            timeline = replace(mark(timeline, "set_level", opened, own.amount(self.payment) + 1), recast=None)
        ledger = roll_forward(position, contract.pays_as_billed(timeline, dates.day(OPENED))).ledger
        assert ledger is not None
        return read(ledger, self.unit)


def level(case: Published) -> Answer:
    """Level instalments; sums are of unrounded arithmetic."""
    return _figures(case, _described(case, "level"))


def equal_principal(case: Published) -> Answer:
    """Equal parts of principal and the interest on what is left."""
    return _figures(case, _described(case, "equal-principal"))


def schedule(case: Published) -> Answer:
    """A table of either kind; of a list of payments, the interest that they pay."""
    given, names = case.inputs, case.data["expected"]
    if "payments" in given:
        return asked(case, {"total_interest": rounded(_earned(given))}, "total_interest")
    told = str(given.get("method", case.data.get("title", ""))).lower().replace("-", " ")
    by_parts = "equal principal" in told or ("first_payment" in names and "emi" not in names)
    return _figures(case, _described(case, "equal-principal" if by_parts else "level"))


def _described(case: Published, method: str) -> Asked:
    """In cents, but where the case says that its figures are unrounded, as Chinese ones are."""
    given, said = case.inputs, f"{case.data.get('convention', '')} {case.data.get('caution', '')}"
    principal, rate, count = decimal(given["principal"]), annual(given), int(first(given, "periods", "n", "months"))
    rounding = str(given.get("emi_rounding", "")).lower()
    if case.family == "china" or (not rounding and "unrounded" in said):
        return Asked(principal, rate, count, method, finest(principal, rate, Decimal(count) / 12))
    size = "yuan" if re.search("integer|whole|currency", rounding) else "cent"
    return Asked(principal, rate, count, method, amount=size + next(end for word, end in AMOUNTS if word in rounding))


def _figures(case: Published, of: Asked) -> Answer:
    """The figures that are asked for, each to the cent."""
    table = of.table
    return {name: _figure(name, like, table, of.method) for name, like in case.data["expected"].items()}


def _figure(name: str, like: object, table: Table, method: str) -> Answer:
    rows = table.rows
    one = re.fullmatch(r"row_(\d+)|(first|last)", name)
    if one and isinstance(like, list):
        row = rows[int(one[1]) - 1 if one[1] else 0 if one[2] == "first" else -1]
        return [rounded(x) for x in (row.principal, row.interest, row.balance)[: len(like)]]
    figures: dict[str, Callable[[], Decimal | int]] = {
        **dict.fromkeys(("emi", "instalment", "payment"), lambda: table.level if method == "level" else rows[0].total),
        **dict.fromkeys(("first", "first_payment"), lambda: rows[0].total),
        **dict.fromkeys(("last", "last_payment"), lambda: rows[-1].total), "step": lambda: rows[0].total - rows[1].total,
        "first_interest": lambda: rows[0].interest, "first_principal": lambda: rows[0].principal,
        "total_interest": lambda: _sum(rows, "interest"), "periods": lambda: len(rows),
        **dict.fromkeys(("total", "total_payable", "total_payment"), lambda: _sum(rows, "total")),
    }  # fmt: skip
    value = figures[name]() if name in figures else refuse(f"no figure called {name}")
    return value if isinstance(value, int) else rounded(value)


def _sum(rows: tuple[Row, ...], name: str) -> Decimal:
    return sum((getattr(row, name) for row in rows), Decimal(0))


def _earned(given: Inputs) -> Decimal:
    """The interest that payments a month apart pay, at the rate at which they repay the principal."""
    principal, paid = decimal(given["principal"]), [decimal(x) for x in given["payments"]]
    rate = nearest_zero(irr12([-float(principal), *map(float, paid)], range(len(paid) + 1)))
    if rate is None or not 0 <= rate <= 10:
        refuse("payments that repay the principal at no rate")
    annual_ = Decimal(round(rate * ONE)) / ONE
    unit = finest(principal, annual_, Decimal(len(paid)) / 12)
    setting = Setting(principal, annual_, len(paid) + 1, method="bullet", unit=unit)
    due = [int(dates.add_months(dates.day(OPENED), k)) for k in range(1, len(paid) + 1)]
    loan = Loan(
        id="loan", kind="consumer", principal=whole(principal * unit), rate=share(annual_), opened=OPENED, instalments=1,
        first_due=dates.date(due[-1] + 31), due_day=dates.date(due[-1] + 31).day, method="bullet",
    )  # fmt: skip
    ledger = rolled(loan, [(day, setting.amount(x)) for day, x in zip(due, paid, strict=True)], due[-1])
    return Decimal(int(ledger.prepaid[1].sum())) / unit


def solved(case: Published) -> Answer:
    """How many instalments of a given size repay the loan, the last one smaller."""
    given = case.inputs
    principal, rate, payment = decimal(given["principal"]), annual(given), decimal(given["payment"])
    if payment * 12 <= principal * rate:
        refuse("a payment that never repays")
    table = Asked(principal, rate, MOST, payment=payment).table
    return {name: _figure(name, like, table, "level") for name, like in case.data["expected"].items()}


def bullet(case: Published) -> Answer:
    """Principal and interest at the end: of so many months, each a twelfth of a year, or of days."""
    given = case.inputs
    if "months" not in given:
        found = currency(interest(money(given["principal"]), annual(given), span(given), day_count(given)))
        return asked(case, {"interest": found, "total": found + decimal(given["principal"])}, "interest")
    months = int(given["months"])
    own = Setting(decimal(given["principal"]), annual(given), 1, every=(months, "month"), method="bullet")
    position, timeline = contract.opening(own.loan)
    ledger = roll_forward(position, contract.pays_as_billed(timeline, dates.day(OPENED))).ledger
    assert ledger is not None
    row = read(ledger, CENT).rows[0]
    return asked(case, {**dict.fromkeys(("interest", "total_interest"), row.interest), "total": row.total}, "interest")


CHINA: Final[dict[str, Callable[[Published], Any]]] = {
    "amortisation_bullet": bullet, "amortisation_equal_instalment": level, "amortisation_equal_principal": equal_principal,
}  # fmt: skip
PEERS: Final[dict[str, Callable[[Published], Any]]] = {"schedule": schedule, "solver": solved}
