"""What cases worked by hand are made of: a loan, steps, a state and rows of dues with everything neutral that is not named."""

from __future__ import annotations

from tests.oracle import ONE, Record

U = 360 * ONE
LAW = (4, 2, 3, 1, 0)
PRINCIPAL_FIRST = (0, 1, 2, 3, 4)
LOAN = {"base": 360, "penalty_base": 360, "order": LAW, "late_order": PRINCIPAL_FIRST, "late_from": -1}
ZEROS = ("sign", "since", "number", "time", "penalty_time", "rate", "penalty", "compound", "off", "relief", "fall_due", "redate", "shape")
MORE = ("fixed", "fee", "accelerate", "cash", "pays", "early", "settle", "recast", "set_level", "balloon")
ARREARS = ("draw", "head", "penalty_late", "compound_late", "joins", "late_share", "late_day", "revive")
NONE, LEVEL, UNIT, INTEREST, ALL, PRINCIPAL = range(6)
BOTH = [f"{of}_{what}" for of in ("penalty", "compound") for what in ("rem", "wait", "base")]
OF_DUES = (*BOTH, "on_penalty_rem", "on_compound_rem")


def step(date: int, **columns: object) -> Record:
    """A step on a day."""
    six = {name: [0] * 6 for name in ("waive", "pledge", "capitalise", "defer")}
    five = {name: [0] * 5 for name in ("waive_cents", "pledge_cents", "release")}
    return dict.fromkeys((*ZEROS, *MORE, *ARREARS), 0) | {"date": date, "share": ONE} | six | five | columns


def state(**own: object) -> Record:
    """Where a loan stands on day 0."""
    zeros = ("date", "principal", "accrued", "accrued_rem", "held", "level", "original", "settled", "relief", "extra")
    lists = {"dues": [], "deferred": [0] * 5, "conditional": [0] * 5, "ahead": [0, 0]}
    return dict.fromkeys(zeros, 0) | lists | own


def due(day: int, *amount: int, **own: int) -> Record:
    """A row of dues by part."""
    return dict.fromkeys(OF_DUES, 0) | {"due": day, "amount": list(amount), "number": 1, "relief": 0} | own


def months(shapes: list[int], rate: int, **columns: object) -> list[Record]:
    """A step that sets the level on day 0, then one step of 30/360 days for each shape."""
    later = [step(30 * (e + 1), number=e + 1, time=30, rate=rate, shape=shape, pays=1) for e, shape in enumerate(shapes)]
    return [step(0, recast=1, **columns), *later]
