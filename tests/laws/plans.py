"""Random loans with random histories, and random plans of every clause for them."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from planner.book import PARTS, Part
from planner.case import Due, Loan, Payment, Plan, Statement
from planner.clauses import (
    Accelerate,
    After,
    Balloon,
    Capitalise,
    Clause,
    Defer,
    Extend,
    Fee,
    Instalments,
    InterestOnly,
    LumpSum,
    Paid,
    Pause,
    Prepay,
    PrepaymentFee,
    Rate,
    Recast,
    Settle,
    Step,
    Waive,
)
from planner.dates import BASE, add_months, date, day
from planner.money import ONE

RATES = (0, 3_600_000, 4_900_000, 7_200_000, 15_400_000, 24_000_000)
METHODS = ("level", "level", "equal-principal", "interest-only", "bullet", "flat")
COUNTS = tuple(BASE)
AS_OF = dt.date(2026, 9, 30)
STOPS = ("interest", "penalty", "compound", "payments", "ageing")


def loan(rng: random.Random) -> Loan:
    """A loan opened one to four years before the as-of date, paid for a while, or as a statement gives it."""
    rate, due_day = rng.choice(RATES), rng.choice((1, 5, 15, 28, 30, 31))
    opened = date(day(AS_OF) - rng.randrange(20, 1400))
    first = date(int(add_months(day(opened), 1, due_day)))
    payments = tuple(
        Payment(date(int(add_months(day(first), k, due_day)) + rng.choice((0, 0, -3 if k else 0, 9))), rng.choice((10_000, 123_456)))
        for k in range(rng.randrange(30))
        if int(add_months(day(first), k, due_day)) + 9 <= day(AS_OF)
    )
    own = Loan(
        id="random", kind="consumer", principal=rng.choice((100_000, 1_000_000, 12_000_000, 777_777)), rate=rate, opened=opened,
        instalments=rng.choice((1, 3, 12, 24, 36, 48)), first_due=first, due_day=due_day, method=rng.choice(METHODS),
        day_count=rng.choice(COUNTS), penalty_day_count=rng.choice(COUNTS), penalty_rate=rate * 3 // 2,
        compound_rate=rng.choice((0, rate, rate * 3 // 2)),
        late_order=(Part.PRINCIPAL, Part.INTEREST, Part.FEE, Part.PENALTY, Part.COMPOUND), late_from=rng.choice((-1, 0, 91)),
        payments=payments,
    )  # fmt: skip
    return own if rng.random() < 0.7 else _stated(rng, own)


def _stated(rng: random.Random, own: Loan) -> Loan:
    """The same loan known only by a statement."""
    rows = tuple(
        Due(date(day(AS_OF) - 30 * k - 7), *(rng.choice((0, 1, 999, 33_333)) for _ in PARTS)) for k in range(rng.randrange(4), 0, -1)
    )
    next_due = date(int(add_months(day(AS_OF) + 1, 1, own.due_day)))
    deferred = rng.choice((None, Due(AS_OF, interest=4_321, penalty=11)))
    statement = Statement(
        AS_OF, rng.choice((0, 500_000, 3_333_333)), rows, rng.choice((0, 777)), deferred, rng.choice((0, 0, 5_000)), own.instalments,
        rng.choice((None, 45_678)),
    )  # fmt: skip
    return replace(own, statement=statement, first_due=next_due, payments=())


def plan(rng: random.Random) -> Plan:
    """A plan of one to five clauses."""
    start = AS_OF + dt.timedelta(days=rng.choice((0, 0, 5, 15, 40)))
    kinds = rng.sample(range(len(MAKERS)), rng.randrange(1, 6))
    return Plan("random", start, tuple(MAKERS[k](rng, start) for k in kinds))


def _parts(rng: random.Random) -> tuple[Part, ...]:
    return tuple(rng.sample(PARTS, rng.randrange(1, 4)))


def _pause(rng: random.Random, start: dt.date) -> Clause:
    of = frozenset(rng.sample(STOPS, rng.randrange(1, 5)))
    then = rng.choice(("bill", "waive", "defer", "capitalise", "capitalise-at-end", "spread")) if "payments" in of else "bill"
    if rng.random() < 0.5:
        return Pause(of, rng.randrange(3), rng.randrange(1, 4), then=then)
    begin = start + dt.timedelta(days=rng.randrange(40))
    return Pause(of, start=begin, until=begin + dt.timedelta(days=rng.randrange(100)), then=then)


def _waive(rng: random.Random, start: dt.date) -> Clause:
    del start
    when = rng.choice(("signing", "completion", After(1), After(2), Paid(ONE // 2), Paid(ONE)))
    if rng.random() < 0.5:
        return Waive(_parts(rng), share=rng.choice((ONE, ONE // 2, 33_333_333)), when=when)
    return Waive((rng.choice(PARTS),), amount=rng.choice((1, 500, 10_000)), when=when)


def _settle(rng: random.Random, start: dt.date) -> Clause:
    on = rng.choice((None, start + dt.timedelta(days=20)))
    return Settle(rng.choice((0, 50_000, 400_001)), on, rng.choice((1, 1, 3)))


def _instalments(rng: random.Random, start: dt.date) -> Clause:
    return Instalments(
        rng.choice((1, 2, 12, 40)), rng.choice(("level", "level", "equal-principal", "interest-only")),
        rng.choice((None, start + dt.timedelta(days=17))), rng.choice((None, None, 60_000)),
        rng.choice((None, (1, "month"), (14, "day"), (2, "week"), (3, "month"))),
    )  # fmt: skip


def _prepay(rng: random.Random, start: dt.date) -> Clause:
    effect = rng.choice(("shorten", "lower", "both"))
    own = rng.choice(({"payment": 45_000}, {"months": 2})) if effect == "both" else {}
    rules = (PrepaymentFee(share=ONE // 50, least=300, free=5_000), PrepaymentFee(2, base="outstanding", most=900))
    fee = rng.choice((None, 0, 250, *rules))
    on = start + dt.timedelta(days=rng.choice((0, 10, 45, 80)))
    return Prepay(on, rng.choice((1_000, 9_999, 100_000)), effect, fee, rng.choice(("on-top", "amount", "grossed-up")), **own)


MAKERS = (
    _prepay,
    _pause, _waive, _settle, _instalments,
    lambda rng, _: Rate(rng.choice(RATES), rng.randrange(3), rng.choice((None, 3, 6)), rng.choice((None, 20_000_000))),
    lambda rng, _: Capitalise(_parts(rng)),
    lambda rng, _: Defer(_parts(rng), rng.choice((None, 1, 2, 5))),
    lambda rng, _: Extend(rng.choice((1, 6, 12))),
    lambda rng, _: InterestOnly(rng.randrange(3), rng.choice((1, 3, 6))),
    lambda rng, _: Step(rng.randrange(3), rng.choice((1, 4)), rng.choice((0, ONE // 2, 33_333_333))),
    lambda rng, _: Balloon(rng.choice((ONE // 10, 30_000_000))),
    lambda rng, start: LumpSum(start + dt.timedelta(days=rng.choice((0, 10, 45))), rng.choice((1, 9_999, 300_000))),
    lambda rng, start: Fee(rng.choice((1, 20_000)), rng.choice((None, start + dt.timedelta(days=12)))),
    lambda rng, _: Recast(rng.randrange(4)),
    lambda rng, start: Accelerate(rng.choice((None, start + dt.timedelta(days=70)))),
)  # fmt: skip
"""One maker a clause."""
