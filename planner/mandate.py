"""Whether a plan stays within what the negotiator may offer: everything outside is a breach that names the clause.

A waiver is held against what stands in its part on the plan's start; what a settlement forgives against that and what is charged after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.book import PARTS, Ledger, Part
from planner.clauses import After, Extend, Instalments, Paid, Pause, Rate, Settle, Waive, said
from planner.dates import day, months_between
from planner.findings import Finding
from planner.money import ONE, Ints, half_up, yuan
from planner.money import share as written
from planner.repricing import contract_rate

if TYPE_CHECKING:
    from planner.case import Loan, Mandate, Plan
    from planner.clauses import Clause, Number, When


@dataclass(frozen=True, slots=True, eq=False)
class _Offer:
    """A plan with its ledger (N = 1) from its start on: ``row`` is the start's, ``stands`` (5,) what stands there by part in cents."""

    mandate: Mandate
    plan: Plan
    loan: Loan
    ledger: Ledger
    row: int
    stands: Ints

    def terms(self, *kinds: type[Any]) -> Iterator[tuple[int, Any]]:
        """The clauses of some kinds, with their places."""
        return ((place, clause) for place, clause in enumerate(self.plan.terms) if isinstance(clause, kinds))

    def finding(self, code: str, place: str, value: str, limit: str, **values: str) -> Finding:
        """A breach at a place of the plan."""
        where = " ".join(filter(None, (self.plan.name, place)))
        return Finding(code, "breach", where, value, limit, values={"found": value, "most": limit} | values)


def findings(mandate: Mandate | None, plan: Plan | None, loan: Loan, ledger: Ledger) -> tuple[Finding, ...]:
    """Every clause of a plan that goes beyond the mandate; nothing without one."""
    if mandate is None or plan is None or ledger.date.shape[0] == 0:
        return ()
    row = min(int(np.searchsorted(ledger.date[:, 0], day(plan.start))), ledger.date.shape[0] - 1)
    offer = _Offer(mandate, plan, loan, ledger, row, _stands(ledger, row))
    checks = (_waivers, _settled, _conditional, _rates, _instalments, _pauses, _down_payment, _due_days)
    return tuple(found for check in checks for found in check(offer))


def _charged(ledger: Ledger) -> Ints:
    """What each step charges, by part (5, E)."""
    columns = (np.zeros_like(ledger.accrued), ledger.accrued, ledger.penalty, ledger.compound, np.zeros_like(ledger.accrued))
    charged: Ints = np.stack([column[:, 0] for column in columns])
    return charged


def _stands(ledger: Ledger, row: int) -> Ints:
    """What stands by part (5,) when the waivers of a step apply."""
    stands: Ints = ledger.opening[:, row, 0] + _charged(ledger)[:, row]
    return stands


def _one(value: Number | None) -> int:
    """The number of a plan that is no bundle of candidates."""
    return 0 if value is None else int(np.asarray(value).reshape(-1)[0])


def _of(amount: int, share: int) -> int:
    """A share of an amount, half up."""
    return int(half_up(np.array([amount]), share, ONE)[0])


def _waivers(offer: _Offer) -> Iterator[Finding]:
    """The clause with which more of a part is forgiven than may be."""
    if offer.mandate.waive is None:
        return
    for part in PARTS:
        limit, gone = _of(int(offer.stands[part]), offer.mandate.waive[part]), 0
        for place, key, total in _forgiven(offer, part):
            if total > limit >= gone:
                yield offer.finding("mandate_waiver", f"terms[{place}].{key}", yuan(total), yuan(limit), part=part.name.lower())
            gone = total


def _forgiven(offer: _Offer, part: Part) -> Iterator[tuple[int, str, int]]:
    """Place and key of each waiver of a part, and what is forgiven of it so far; those on a condition take of what signing leaves."""
    before, stands = 0, int(offer.stands[part])
    for signing in (True, False):
        share = amount = 0
        for place, clause in offer.terms(Waive):
            if part in clause.parts and (clause.when == "signing") == signing:
                share, amount = share + _one(clause.share), amount + _one(clause.amount)
                key = "share" if _one(clause.share) else "amount"
                yield place, key, before + min(_of(stands, min(share, ONE)) + amount, stands)
        taken = min(_of(stands, min(share, ONE)) + amount, stands)
        before, stands = before + taken, stands - taken


def _settled(offer: _Offer) -> Iterator[Finding]:
    """What a settlement forgives, waivers before it included."""
    if offer.mandate.waive is None:
        return
    charged = _charged(offer.ledger)[:, offer.row + 1 :].sum(axis=1)
    charged[Part.FEE] += int(offer.ledger.fee[offer.row :, 0].sum())
    waived = offer.ledger.waived[:, offer.row :, 0].sum(axis=1)
    for place, _ in offer.terms(Settle):
        for part in PARTS:
            named = max((total for _, _, total in _forgiven(offer, part)), default=0)
            limit = _of(int(offer.stands[part] + charged[part]), offer.mandate.waive[part])
            if waived[part] > max(limit, named):
                where, value = f"terms[{place}].settle", yuan(int(waived[part]))
                yield offer.finding("mandate_waiver", where, value, yuan(limit), part=part.name.lower())


def _conditional(offer: _Offer) -> Iterator[Finding]:
    """What may be forgiven only once the borrower has kept a condition, forgiven at signing, or on one that comes too early."""
    for place, clause in offer.terms(Waive):
        for part in clause.parts:
            if clause.when == "signing" and part in offer.mandate.conditional_only and offer.stands[part]:
                yield offer.finding("mandate_conditional", f"terms[{place}].when", clause.when, "", part=part.name.lower())
        if not _late_enough(clause.when, offer.mandate.earliest):
            limit = ", ".join(map(said, offer.mandate.earliest))
            yield offer.finding("mandate_earliest", f"terms[{place}].when", said(clause.when), limit)


def _late_enough(when: When, earliest: tuple[When, ...]) -> bool:
    """Whether a condition is none before the earliest of its kind; of a kind not named, only completion is late enough."""
    if isinstance(when, After):
        return not earliest or any(isinstance(own, After) and _one(when.count) >= _one(own.count) for own in earliest)
    if isinstance(when, Paid):
        return not earliest or any(isinstance(own, Paid) and _one(when.share) >= _one(own.share) for own in earliest)
    return True


def _rates(offer: _Offer) -> Iterator[Finding]:
    """A rate below the lowest; the contract's own is never at fault."""
    least = offer.mandate.min_rate
    least = None if least is None else min(least, contract_rate(offer.loan, offer.plan.start))
    for place, clause in offer.terms(Rate):
        rate = _one(clause.annual)
        if least is not None and rate < least:
            shown = {"found": f"{written(100 * rate)}%", "most": f"{written(100 * least)}%"}
            yield offer.finding("mandate_rate", f"terms[{place}].rate", written(rate), written(least), **shown)


def _instalments(offer: _Offer) -> Iterator[Finding]:
    """More instalments than allowed at all, or of this kind of loan, whichever is less."""
    own = dict(offer.mandate.product_instalments).get(offer.loan.kind)
    limits = [limit for limit in (offer.mandate.max_instalments, own) if limit is not None]
    if not limits:
        return
    code = "mandate_product" if own is not None and own == min(limits) != offer.mandate.max_instalments else "mandate_instalments"
    for place, clause in offer.terms(Instalments, Extend, Settle):
        key, count = _count(offer, clause)
        if count > min(limits):
            yield offer.finding(code, f"terms[{place}].{key}", str(count), str(min(limits)), kind=offer.loan.kind)


def _count(offer: _Offer, clause: Clause) -> tuple[str, int]:
    """The key of a clause that sets the number of instalments, and how many are left with it after the start."""
    if isinstance(clause, Instalments):
        return "instalments", _one(clause.count)
    if isinstance(clause, Settle):
        return "in", clause.parts
    numbers = offer.ledger.number[offer.row + 1 :, 0]
    return "extend", int(np.unique(numbers[numbers > 0]).size)


def _pauses(offer: _Offer) -> Iterator[Finding]:
    """More months paused than allowed; months in which several things pause count once."""
    most, paused, apart = offer.mandate.max_pause, set[int](), 0
    for place, clause in offer.terms(Pause):
        before = len(paused) + apart
        if clause.start is not None and clause.until is not None:
            apart += months_between(day(clause.start), day(clause.until) + 1) or 1
        else:
            paused |= set(range(_one(clause.first), _one(clause.first) + _one(clause.months)))
        if most is not None and len(paused) + apart > most >= before:
            yield offer.finding("mandate_pause", f"terms[{place}].months", str(len(paused) + apart), str(most))


def _down_payment(offer: _Offer) -> Iterator[Finding]:
    """Less paid before the first instalment than asked; a settlement is paid as a whole."""
    share, amount = offer.mandate.min_down_payment
    if (not share and not amount) or next(offer.terms(Settle), None) is not None:
        return
    least = max(amount, _of(int(offer.stands.sum()), share))
    numbers = np.flatnonzero(offer.ledger.number[offer.row + 1 :, 0] > 0)
    until = offer.row + 1 + int(numbers[0]) if numbers.size else offer.row + 1
    paid = int((offer.ledger.received - offer.ledger.returned)[offer.row : until, 0].sum())
    if paid < least:
        yield offer.finding("mandate_down_payment", "terms", yuan(paid), yuan(least))


def _due_days(offer: _Offer) -> Iterator[Finding]:
    """Monthly instalments that fall due on another day of the month than those allowed."""
    days = offer.mandate.due_days
    for place, clause in offer.terms(Instalments):
        first = clause.first_due or offer.plan.start
        if days and (clause.every or offer.loan.every)[1] == "month" and first.day not in days:
            limit = ", ".join(map(str, days))
            yield offer.finding("mandate_due_day", f"terms[{place}].instalments", str(first.day), limit)
