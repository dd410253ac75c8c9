"""What one scenario means for the borrower and the lender: figures by code, read from a ledger, never posted.

A payment is what was received on a day less what was returned on it. Only steps on and after the as-of date count.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from planner.book import PARTS, Ledger
from planner.case import Household
from planner.classes import Watch
from planner.compared import against, cents_of, of_household
from planner.dates import month_number
from planner.economics import modified
from planner.figures import MEASURES, Kind, Measure, Value, jsonable
from planner.money import ONE, Ints
from planner.pays import by_day, usual
from planner.returns import compounded, irr12, months_since, npv

__all__ = ["MEASURES", "Inputs", "Kind", "Measure", "Value", "jsonable", "measure"]

PAID: Final = ("paid_principal", "paid_interest", "paid_penalty", "paid_compound", "paid_fees")
"""What was paid of each part, in the order of PARTS."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a measure needs beside the ledger: days as numbers, amounts in cents.

    ``owed`` (5,) and ``held`` are what stands and what came early at ``as_of``, ``start`` is the plan's (None: ``as_of``),
    ``funding_rate`` is 1e-8 a year. ``lent`` are (day, cents) since disbursement without what the ledger counts as payments,
    money out negative; empty where unknown.
    ``nothing_owed`` (D,) is what would be owed on ``nothing_days`` (D,), ascending, if nothing is done; None where unknown.
    ``beside`` are (day, cents) that the lender gets beside the borrower's payments, or, below 0, pays: they count in npv alone.
    ``enforced`` is what enforcement is worth in cents, ``price`` what a buyer offers for the claim; None where not assumed, or not to
    be held against.
    ``risk`` is the class once the scenario has begun, ``watch`` how long it is then watched; None where the rules do not say, or nothing
    is restructured. ``original`` is the effective annual rate the loan was lent at, None where unknown.
    ``outside``: what is paid does not come out of the household's month.
    ``monthly``: payments of one calendar month count as one, as those of several loans do.
    """

    as_of: int
    owed: Ints
    start: int | None = None
    household: Household | None = None
    funding_rate: int | None = None
    lent: tuple[tuple[int, int], ...] = ()
    nothing_days: Ints | None = None
    nothing_owed: Ints | None = None
    held: int = 0
    risk: int | None = None
    watch: Watch | None = None
    original: float | None = None
    monthly: bool = False
    beside: tuple[tuple[int, int], ...] = ()
    enforced: float | None = None
    price: int | None = None
    outside: bool = False

    @property
    def since(self) -> int:
        """The day from which the rates of what is left to pay count."""
        return self.as_of if self.start is None else self.start


@dataclass(frozen=True, slots=True)
class _Rows:
    """One loan's steps from the as-of date on: (E,), by part (5, E); and its payments, one a day, zeros left out."""

    date: Ints
    opening: Ints
    held: Ints
    charged: Ints
    fee: Ints
    waived: Ints
    vested: Ints
    pledged: Ints
    paid: Ints
    busy: Ints
    closing: Ints
    days: Ints
    pays: Ints
    billed: Ints


def measure(ledger: Ledger, loan: int, inputs: Inputs) -> dict[str, Value]:
    """Every measure of loan ``loan`` of this ledger, in the order of MEASURES."""
    rows = _rows(ledger, loan, inputs.as_of)
    found = _payments(by_day(month_number(rows.days), rows.pays)[1] if inputs.monthly else rows.pays)
    found["finish"] = _finish(rows, inputs)
    found |= _paid(rows)
    found["less_than_nothing"] = _less_than_nothing(found, inputs)
    found |= _rates(rows, inputs, finished=found["finish"].amount is not None)
    found |= of_household(found, inputs.household, outside=inputs.outside)
    found |= _lender(rows, inputs)
    found |= _modification(rows, inputs, finished=found["finish"].amount is not None)
    found |= {code: _none(MEASURES[code].kind, "unknown") for code in MEASURES if code not in found}
    found |= _risk(rows, inputs)
    return {code: found[code] for code in MEASURES}


def _column(values: Ints, loan: int) -> Ints:
    """One loan's column, also where one stands for all."""
    return values[..., loan if values.shape[-1] > 1 else 0]


def _rows(ledger: Ledger, loan: int, as_of: int) -> _Rows:
    """The loan's steps from the as-of date on."""
    own = {f.name: _column(getattr(ledger, f.name), loan) for f in fields(Ledger)}
    now = own["date"] >= as_of
    own = {name: column[..., now] for name, column in own.items()}
    opening, closing = own["opening"].sum(axis=0), own["closing"].sum(axis=0)
    charged, net = own["accrued"] + own["penalty"] + own["compound"], own["received"] - own["returned"]
    days, pays = by_day(own["date"], net)
    return _Rows(
        date=own["date"], opening=opening, closing=closing, held=own["held"], charged=charged, fee=own["fee"], waived=own["waived"],
        vested=own["vested"].sum(axis=0), pledged=own["pledged"].sum(axis=0), paid=own["allocated"] + own["prepaid"],
        busy=np.flatnonzero(opening + closing + charged + own["fee"] + own["received"] + own["held"]), days=days, pays=pays,
        billed=own["billed"].sum(axis=0),
    )  # fmt: skip


def _money(cents: float) -> Value:
    return Value(Kind.MONEY, cents)


def _none(kind: Kind, reason: str) -> Value:
    return Value(kind, None, reason=reason)


def _payments(paid: Ints) -> dict[str, Value]:
    """First, usual and highest payment, and on how many days, or in how many months, one is made."""
    pays = [int(cents) for cents in paid if cents > 0]
    count = {"payments": Value(Kind.COUNT, len(pays))}
    if not pays:
        return dict.fromkeys(("first_payment", "typical_payment", "highest_payment"), _none(Kind.MONEY, "no_payments")) | count
    return {"first_payment": _money(pays[0]), "typical_payment": _money(usual(pays)), "highest_payment": _money(max(pays))} | count


def _finish(rows: _Rows, inputs: Inputs) -> Value:
    """The first day on which nothing stands and nothing follows; the as-of date where nothing ever stood."""
    if rows.busy.size == 0:
        stands = rows.date.size == 0 and bool(inputs.owed.any())
        return _none(Kind.DATE, "unfinished") if stands else Value(Kind.DATE, inputs.as_of)
    last = rows.busy[-1]
    if rows.closing[last] or rows.held[last]:
        return _none(Kind.DATE, "unfinished")
    return Value(Kind.DATE, int(rows.date[last]))


def _paid(rows: _Rows) -> dict[str, Value]:
    """What was paid, in all and by part (money held before the as-of date counts by part only), and what was forgiven."""
    paid = rows.paid.sum(axis=1)
    found = {name: _money(int(paid[part])) for name, part in zip(PAID, PARTS, strict=True)}
    return found | {
        "total_paid": _money(int(rows.pays.sum())),
        "waived": _money(int(rows.waived.sum())),
        "waived_conditional": _money(int(rows.vested.sum())),
    }


def _less_than_nothing(found: dict[str, Value], inputs: Inputs) -> Value:
    """What would be owed on the day of finish if nothing is done (after the last step up to it), less all that is paid."""
    finish = found["finish"].amount
    if inputs.nothing_days is None or inputs.nothing_owed is None:
        return _none(Kind.MONEY, "unknown")
    if not isinstance(finish, int):
        return _none(Kind.MONEY, "unfinished")
    last = int(np.searchsorted(inputs.nothing_days, finish, side="right")) - 1
    if last < 0 or finish > inputs.nothing_days[-1]:
        return _none(Kind.MONEY, "beyond")
    return _money(int(inputs.nothing_owed[last]) - cents_of(found["total_paid"]))


def _rates(rows: _Rows, inputs: Inputs, *, finished: bool) -> dict[str, Value]:
    """Nominal and effective rate of what is left to pay, effective rate since disbursement; none while something stands.

    Effective is (1 + m)**12 - 1 of the monthly rate m where all dates lie on one day of the month, otherwise as XIRR, actual/365.
    """
    if not finished:
        return dict.fromkeys(("annual_rate", "effective_rate", "life_rate"), _none(Kind.RATE, "unfinished"))
    late = rows.days >= inputs.since
    days = np.concatenate(([inputs.since], rows.days[late]))
    flows = np.concatenate(([-_financed(rows, inputs)], rows.pays[late]))
    nominal = effective = _none(Kind.RATE, "no_payments")
    if late.any():
        found = irr12(flows, months_since(days))
        nominal, effective = _rate(found, flows), _rate(compounded(found), flows)
    life = _life(rows, inputs) if inputs.lent else _none(Kind.RATE, "unknown")
    return {"annual_rate": nominal, "effective_rate": effective, "life_rate": life}


def _rate(found: tuple[float, ...], flows: Ints) -> Value:
    """Of several rates of return the smallest that is not negative, or else the one nearest to 0."""
    if not found:
        return _none(Kind.RATE, "no_rate" if flows.min() < 0 < flows.max() else "one_way")
    positive = [rate for rate in found if rate >= 0]
    return Value(Kind.RATE, positive[0] if positive else found[-1], all=found)


def _financed(rows: _Rows, inputs: Inputs) -> int:
    """What is owed at the start less what is waived of it, and less money held.

    A waiver first cancels what was charged since the start, which then costs nothing; only what it forgives beyond that is taken off
    the debt. So interest that accrues and is waived leaves the same rate as interest that never accrues. What is set aside and vests
    later counts from the day it is set aside.
    """
    first, owed = _at_start(rows, inputs)
    if first == rows.date.size:
        return owed
    on_start = rows.date[first] == inputs.since
    charged = rows.charged[first:].copy()
    charged[0] = 0 if on_start else charged[0]
    # A step's fee is billed after its waivers: it can only be forgiven later.
    charged[1:] += rows.fee[first:-1]
    waived, before = _waivers(rows, first)
    forgiven = before + max(0, -int(np.cumsum(charged - waived).min()))
    return owed - forgiven


def _at_start(rows: _Rows, inputs: Inputs) -> tuple[int, int]:
    """The first step from the start on; what is owed then, before anything else happens on it, less money held."""
    first = int(np.searchsorted(rows.date, inputs.since))
    if first == rows.date.size:
        return first, int(inputs.owed.sum()) - inputs.held
    charged = int(rows.charged[first]) if rows.date[first] == inputs.since else 0
    return first, int(rows.opening[first]) + charged - (int(rows.held[first - 1]) if first else inputs.held)


def _waivers(rows: _Rows, first: int) -> tuple[Ints, int]:
    """What is forgiven from step ``first`` on, what vests at the step that sets it aside; and what vests that was set aside before."""
    waived, vested = rows.waived.sum(axis=0)[first:], rows.vested[first:]
    kept = np.minimum(np.cumsum(rows.pledged[first:]), vested.sum())
    return waived - vested + np.diff(kept, prepend=0), int(vested.sum() - kept[-1])


def _life(rows: _Rows, inputs: Inputs) -> Value:
    """Effective rate of all money since disbursement."""
    past = np.array(inputs.lent, dtype=np.int64)
    flows, days = np.concatenate((past[:, 1], rows.pays)), np.concatenate((past[:, 0], rows.days))
    return _rate(compounded(irr12(flows, months_since(days))), flows)


def _lender(rows: _Rows, inputs: Inputs) -> dict[str, Value]:
    """Worth of the payments at the funding rate, the claim at the as-of date, their ratio, and what is given up by part.

    The ledger knows what the borrower pays; what the lender pays ahead for a suit, or gets from a buyer, is discounted beside it.
    """
    claim = int(inputs.owed.sum()) - inputs.held
    worth, share, cents = _none(Kind.MONEY, "unknown"), _none(Kind.RATE, "unknown"), None
    if inputs.funding_rate is not None:
        beside = np.array(inputs.beside, dtype=np.int64).reshape(-1, 2)
        flows, days = np.concatenate((rows.pays, beside[:, 1])), np.concatenate((rows.days, beside[:, 0]))
        cents = npv(flows, days - inputs.as_of, inputs.funding_rate / ONE)
        worth = _money(cents)
        share = Value(Kind.RATE, cents / claim) if claim > 0 else _none(Kind.RATE, "no_claim")
    given = tuple(int(part) for part in rows.waived.sum(axis=1))
    found = {"npv": worth, "claim": _money(claim), "recovery": share, "concession": Value(Kind.PARTS, given)}
    return found | against(cents, inputs.enforced, inputs.price)


def _modification(rows: _Rows, inputs: Inputs, *, finished: bool) -> dict[str, Value]:
    """Gain or loss on changing the flows on a plan's start: what they are worth at the original rate less what stands then."""
    reason = "not_modified" if inputs.start is None else "unfinished" if not finished else "unknown" if inputs.original is None else ""
    if reason or inputs.original is None:
        return {code: _none(MEASURES[code].kind, reason) for code in ("modification_gain", "modification_share")}
    late = rows.days >= inputs.since
    found = modified(_at_start(rows, inputs)[1], rows.pays[late], (rows.days[late] - inputs.since) / 365, inputs.original)
    share = _none(Kind.RATE, "no_claim") if found.share is None else Value(Kind.RATE, found.share)
    return {"modification_gain": _money(found.gain), "modification_share": share}


def _risk(rows: _Rows, inputs: Inputs) -> dict[str, Value]:
    """The class once the scenario has begun, and the day its observation ends at the earliest."""
    risk = _none(Kind.CLASS, "unknown") if inputs.risk is None else Value(Kind.CLASS, inputs.risk)
    end = None
    if inputs.watch is not None:
        due = np.unique(rows.date[rows.billed > 0])
        end = inputs.watch.ends(due[due > inputs.since])
    reason = "unknown" if inputs.risk is None else "not_watched"
    return {"risk_class": risk, "observation_end": _none(Kind.DATE, reason) if end is None else Value(Kind.DATE, end)}
