"""Early repayments of the families ``peers`` and ``china``: instalments after one, fees, and what a loan cost that was paid off early."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

import numpy as np

from planner import contract, dates
from planner.book import Ledger, Part
from planner.case import Plan
from planner.clauses import Prepay, PrepaymentFee
from planner.engine import roll_forward
from planner.loan import Loan
from planner.payoff import quote
from planner.prepayment import Repaid, fee
from planner.returns import compounded, irr12
from planner.steps import cut
from planner.terms import apply
from tests.conformance.asked import asked, by_keys
from tests.conformance.cases import Answer, Inputs, Published, refuse
from tests.conformance.finance_rates import decimal, percent
from tests.conformance.finance_table import CENT, OPENED, Setting, share, whole
from tests.conformance.owed import annual, first

EFFECTS: Final = {"reduce": "lower", "payment": "lower", "lower": "lower", "term": "shorten", "shorten": "shorten"}
"""What the modes of others are called here."""
BASES: Final = (("outstanding|remaining|balance", "outstanding"), ("prepaid|repaid", "prepaid"), ("loan|original|principal", "original"))
"""Words for what a fee is a share of."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A loan of a case, rolled: payments by day, in currency."""

    ledger: Ledger

    @property
    def payments(self) -> list[Decimal]:
        """What is paid on each day on which anything is."""
        return [Decimal(int(x)) / CENT for x in self.ledger.received[:, 0] if x]

    @property
    def interest(self) -> Decimal:
        """All interest."""
        return Decimal(int(self.ledger.accrued.sum())) / CENT

    def level(self, day: int) -> Decimal:
        """The level after a day."""
        return Decimal(int(self.ledger.level[np.searchsorted(self.ledger.date[:, 0], day), 0])) / CENT


def prepaid(case: Published) -> Answer:
    """A fee alone, or the instalments of a loan after an early repayment."""
    return by_keys(case.inputs, {
        ("overpayment_net", "fee_pct"): lambda given: asked(case, {"fee": _fee(given)}, "fee"),
        ("principal", "prepay", "after_month"): lambda _: _after(case),
    })  # fmt: skip


def _fee(given: Inputs) -> Decimal:
    """A share of what is paid early, the fee in it, so that so much is left."""
    net = np.array([whole(decimal(given["overpayment_net"]) * CENT)])
    rule = PrepaymentFee(share=share(decimal(given["fee_pct"]) / 100))
    loan = Setting(decimal(given["overpayment_net"]), Decimal(0), 1).loan
    repaid = Repaid(dates.day(OPENED), net, net, net, np.zeros(1, dtype=np.int64))
    return Decimal(int(fee(rule, loan, repaid, grossed=True)[0])) / CENT


def _after(case: Published) -> Answer:
    """The loan with the early repayment on a due date, and without."""
    given, names = case.inputs, case.data["expected"]
    loan = Setting(decimal(given["principal"]), annual(given), int(first(given, "periods", "n", "months"))).loan
    on = int(dates.add_months(dates.day(OPENED), int(given["after_month"])))
    word = str(given.get("mode", "reduce" if "new_payment" in names else "term")).lower()
    effect = EFFECTS.get(word) or refuse(f"no mapping of the mode {word}")
    own, plain = (_rolled(loan, *terms) for terms in (
        (Prepay(dates.date(on), whole(decimal(given["prepay"]) * CENT), effect),), (),
    ))  # fmt: skip
    return asked(case, {
        "rows": len(own.payments), "total_interest": own.interest, "last_payment": own.payments[-1], "new_payment": own.level(on),
        "total_paid": sum(own.payments), "interest_saved": plain.interest - own.interest, "payment": plain.level(on),
        "months_saved": len(plain.payments) - len(own.payments),
    })  # fmt: skip


def _rolled(loan: Loan, *terms: Prepay) -> Rows:
    """A plan that begins with the loan itself."""
    now, timeline = contract.opening(loan)
    start = dates.day(loan.opened)
    opened = roll_forward(now, timeline, stop=1).position
    future = contract.pays_as_billed(timeline, start)
    ledger = roll_forward(opened, apply(Plan("plan", loan.opened, terms), loan, opened, future, start)).ledger
    assert ledger is not None
    return Rows(ledger)


def paid_off(case: Published) -> Answer:
    """A level loan paid off after some months with its fee: what it cost a year, in percent."""
    given = case.inputs
    loan = Setting(decimal(given["principal"]), annual(given), int(first(given, "n", "periods", "months"))).loan
    loan = _with_fee(loan, str(given["fee"]))
    months = int(given["settle_after"])
    on = int(dates.add_months(dates.day(OPENED), months))
    start, timeline = contract.opening(loan)
    paying = contract.pays_as_billed(timeline, dates.day(OPENED))
    stop = int(np.searchsorted(paying.date[:, 0], on)) + 1
    roll = roll_forward(start, paying, stop=stop)
    assert roll.ledger is not None
    left = quote(loan, roll.position, cut(timeline, stop - 1, timeline.length), on)
    flows = [-float(loan.principal), *map(float, roll.ledger.received[1:, 0])]
    flows[-1] += left.total
    rates = irr12(flows, range(months + 1))
    return asked(case, {
        **dict.fromkeys(("annualised_pct", "irr_nominal_pct"), percent(rates)), "irr_effective_pct": percent(compounded(rates)),
        "instalment": Decimal(int(roll.ledger.level[0, 0])) / CENT, "outstanding": Decimal(left.owed[Part.PRINCIPAL]) / CENT,
        "fee": Decimal(left.prepayment_fee) / CENT, "payoff": Decimal(left.total) / CENT,
    })  # fmt: skip


def _with_fee(loan: Loan, text: str) -> Loan:
    """The fee in words: a share of something, months of interest, or an amount."""
    part, months = re.search(r"([\d.]+) ?%", text), re.search(r"(\d+) months?", text)
    base = next((base for words, base in BASES if re.search(words, text)), "prepaid")
    if part:
        return replace(loan, prepayment_fee=PrepaymentFee(share=share(Decimal(part[1]) / 100), base=base))
    if months:
        return replace(loan, prepayment_fee=PrepaymentFee(months_of_interest=int(months[1]), base=base))
    amount = re.fullmatch(r"\D*([\d,]+(?:\.\d+)?)\D*", text)
    if amount:
        return replace(loan, prepayment_fee=PrepaymentFee(fixed=whole(decimal(amount[1].replace(",", "")) * CENT)))
    return refuse(f"no mapping of the fee {text}")


PEERS: Final[dict[str, Callable[[Published], Any]]] = {"prepayment": prepaid}
CHINA: Final[dict[str, Callable[[Published], Any]]] = {"prepayment_fee": paid_off}
