"""What going to court costs by the rulebook: fees on an amount, interest on a judgment that is not performed, ceilings of private lending.

Amounts are int64 cents (N,) or int; fees are half up to the cent, or to the yuan. RangeError where the book has no such rule on the day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from planner.clauses import Number
from planner.dates import date, day
from planner.errors import RangeError
from planner.money import ONE, Ints, half_up
from planner.rules import Dated, Multiple, Rulebook
from planner.series import lpr

YUAN: Final = 100
DAYS_OF_YEAR: Final = 360
"""By which a rate a day is written as a rate a year."""


def acceptance_fee(claim: Number, book: Rulebook, on: dt.date, *, reduced: bool = False) -> Ints:
    """The court's fee on a money claim (N,); ``reduced`` for simplified procedure, mediation or withdrawal, never more than once."""
    fee = _marginal(claim, _rule(book, "acceptance_fee", on))
    return _one_in(fee, _rule(book, "acceptance_fee_reduced", on)) if reduced else fee


def reduced_fee(fee: Number, book: Rulebook, on: dt.date) -> Ints:
    """What is left of an acceptance fee that is already known, once it is reduced (N,)."""
    return _one_in(np.atleast_1d(np.asarray(fee, dtype=np.int64)), _rule(book, "acceptance_fee_reduced", on))


def payment_order_fee(claim: Number, book: Rulebook, on: dt.date) -> Ints:
    """The fee of a payment order (N,): a part of the acceptance fee."""
    return _one_in(acceptance_fee(claim, book, on), _rule(book, "payment_order_fee", on))


def preservation_fee(amount: Number, book: Rulebook, on: dt.date) -> Ints:
    """The fee for securing an amount before judgment (N,), up to its cap."""
    return np.minimum(_marginal(amount, _rule(book, "preservation_fee", on)), _rule(book, "preservation_fee_most", on).number)


def execution_fee(amount: Number, book: Rulebook, on: dt.date) -> Ints:
    """The fee for enforcing an amount (N,)."""
    return _marginal(amount, _rule(book, "execution_fee", on))


def to_yuan(cents: Ints) -> Ints:
    """Whole yuan, half up, in cents: as courts charge."""
    return (cents + YUAN // 2) // YUAN * YUAN


def delayed_performance(base: Number, since: dt.date, until: dt.date, book: Rulebook, *, shift: int = 0) -> Ints:
    """Additional interest on adjudicated money, without general interest, from ``since`` to ``until`` (N,), by the rates of those days.

    The last day is not counted; ``shift`` of +1 counts it as well, -1 leaves out the first.
    """
    first, last = day(since) + min(shift, 0) * -1, day(until) + max(shift, 0)
    cents, found = np.atleast_1d(np.asarray(base, dtype=np.int64)), spans(book, "delayed_performance", first, last)
    weight = sum(_rule(book, "delayed_performance", date(begin)).number * (end - begin) for begin, end in found)
    return half_up(cents, weight, ONE)


def delay_rate(book: Rulebook, on: dt.date) -> int:
    """The additional rate on adjudicated money as a rate a year of 360 days, in 1e-8."""
    return _rule(book, "delayed_performance", on).number * DAYS_OF_YEAR


@dataclass(frozen=True, slots=True)
class Capped:
    """Days under one ceiling: from ``since`` to before ``until``, ``rate`` a year in 1e-8."""

    since: dt.date
    until: dt.date
    rate: int


def private_cap(book: Rulebook, on: dt.date, quoted: dt.date | None = None) -> int:
    """The ceiling of private lending of a day in 1e-8 a year; ``quoted`` is the day whose published rate is taken, unless the same.

    Not for licensed lenders. RangeError where the published rate begins later.
    """
    return _rate(_rule(book, "private_cap", on), quoted or on)


def private_multiple(published: int, book: Rulebook, on: dt.date) -> int:
    """The ceiling of private lending for a published rate, by the rule of a day, in 1e-8 a year; the rule's own where it names a rate."""
    rule = _rule(book, "private_cap", on)
    return int(half_up(np.array([published]), rule.value.times, ONE)[0]) if isinstance(rule.value, Multiple) else rule.number


def private_caps(book: Rulebook, made: dt.date, since: dt.date, until: dt.date, filed: dt.date | None = None) -> tuple[Capped, ...]:
    """The ceilings of a private loan by time: of the day it was made, and, after a change of the rule, of the new rule on the old loan.

    Where the rule changed after the loan was made, its published rate is that of the day of filing (``filed``, else ``until``).
    """
    found = []
    for begin, end in spans(book, "private_cap", day(since), day(until)):
        rule = _rule(book, "private_cap", date(begin))
        quoted = made if rule.since <= made else filed or until
        found.append(Capped(date(begin), date(end), _rate(rule, quoted)))
    return tuple(found)


def capped_interest(principal: Number, rate: int, since: dt.date, until: dt.date, base: int = 365) -> Ints:
    """Interest at a ceiling from a day to another, the last not counted, on ``base`` days a year (N,)."""
    cents = np.atleast_1d(np.asarray(principal, dtype=np.int64))
    return half_up(cents, rate * (day(until) - day(since)), ONE * base)


def _rule(book: Rulebook, code: str, on: dt.date) -> Dated:
    """What the book says on a day; RangeError where it says nothing of that day, or nothing at all."""
    found = book.on(code, on)
    if found is not None:
        return found
    later = [value.since for rule in book.all(code) for value in rule.values if value.since > on]
    raise RangeError("before_rule", on, min(later)) if later else RangeError("no_rule", code)


def _rate(rule: Dated, quoted: dt.date) -> int:
    """A rate, or so many times the published one of a day."""
    if not isinstance(rule.value, Multiple):
        return rule.number
    published, _ = lpr(rule.value.series).on(np.array([day(quoted)], dtype=np.int64))
    return int(half_up(published, rule.value.times, ONE)[0])


def _marginal(amount: Number, rule: Dated) -> Ints:
    """The fee of every bracket on the part of the amount within it; a bracket's own fee is due from the first cent of it on (N,)."""
    cents = np.atleast_1d(np.asarray(amount, dtype=np.int64))
    fee, below = np.zeros_like(cents), 0
    for bracket in rule.brackets:
        top = cents if bracket.upto is None else np.minimum(cents, bracket.upto)
        part = np.maximum(top - below, 0)
        fee += half_up(part, bracket.share, ONE) + bracket.fee * (part > 0)
        below = below if bracket.upto is None else bracket.upto
    return fee


def _one_in(fee: Ints, rule: Dated) -> Ints:
    """One half, one third, … half up."""
    return half_up(fee, 1, rule.number)


def spans(book: Rulebook, code: str, first: int, last: int) -> list[tuple[int, int]]:
    """The days from ``first`` to before ``last``, cut where a rule gets another value."""
    changes = {day(value.since) for rule in book.all(code) for value in rule.values}
    cuts = [first, *sorted(change for change in changes if first < change < last), last]
    return [(begin, end) for begin, end in pairwise(cuts) if begin < end]
