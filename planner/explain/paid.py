"""Why the borrower pays what a scenario says: payments by day, what they pay, what is forgiven, and when it ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from planner.book import PARTS
from planner.dates import date
from planner.explain.asked import Asked, ledger, told, total
from planner.figures import Kind
from planner.measures import PAID
from planner.why import Given, Origin, Why

UNITS: Final = {
    Kind.MONEY: "cents", Kind.RATE: "ratio", Kind.COUNT: "count", Kind.DATE: "date", Kind.PARTS: "parts", Kind.CLASS: "class",
}  # fmt: skip
"""The unit of an explained measure by its kind."""


def answer(asked: Asked, code: str, formula: str, inputs: tuple[Given, ...]) -> Why:
    """A measure by a formula; where it does not exist the formula is the reason."""
    value = asked.measures[code]
    return Why(code, value.reason or formula, value.amount, UNITS[value.kind], inputs)


def payments(asked: Asked) -> tuple[Given, ...]:
    """What is paid on each day, less what is returned on it, days on which that is nothing left out."""
    days: dict[int, list[int]] = {}
    for step in asked.steps:
        days.setdefault(asked.day(step), []).append(step)
    return tuple(given for day, steps in sorted(days.items()) if (given := _payment(asked, day, steps)).value)


def _payment(asked: Asked, day: int, steps: list[int]) -> Given:
    cells = asked.cells(("received", "returned"), steps)
    cents = sum(asked.at("received", step) - asked.at("returned", step) for step in steps)
    on = date(day).isoformat()
    return Given("payment", cents, "cents", ledger("received", day), Why("payment", "net", cents, "cents", cells, date=on))


def made(asked: Asked) -> tuple[Given, ...]:
    """Those of them that are above nothing; of several loans those of a month together."""
    found = _by_month(payments(asked)) if asked.inputs.monthly else payments(asked)
    return tuple(given for given in found if isinstance(given.value, int) and given.value > 0)


def _by_month(paid: tuple[Given, ...]) -> tuple[Given, ...]:
    """What is paid in each calendar month."""
    months: dict[str, list[Given]] = {}
    for given in paid:
        months.setdefault(given.origin.on[:7] if given.origin else "", []).append(given)
    sums = {month: total("payment", tuple(own)) for month, own in months.items()}
    return tuple(Given("payment", own.value, "cents", Origin("ledger", "received", on=f"{month}-01"), own) for month, own in sums.items())


def first_payment(asked: Asked) -> Why:
    """The first of them."""
    return answer(asked, "first_payment", "first", made(asked)[:1])


def typical_payment(asked: Asked) -> Why:
    """The most frequent, or the one in the middle where no two are the same."""
    pays = made(asked)
    several = len({given.value for given in pays}) < len(pays)
    return answer(asked, "typical_payment", "most_frequent" if several or not pays else "middle", pays)


def highest_payment(asked: Asked) -> Why:
    """The highest."""
    return answer(asked, "highest_payment", "highest", made(asked))


def how_many(asked: Asked) -> Why:
    """On how many days one is made."""
    return answer(asked, "payments", "how_many", made(asked))


def finish(asked: Asked) -> Why:
    """The day after whose last step nothing stands and nothing moves; the as-of date where nothing ever stood."""
    busy = [step for step in asked.steps if _moves(asked, step)]
    if not busy:
        return answer(asked, "finish", "same", (Given("as_of", asked.inputs.as_of, "date", Origin("case", "as_of")),))
    last = busy[-1]
    stands = (
        Given("closing", asked.at("closing", last), "cents", ledger("closing", asked.day(last)), _standing(asked, last)),
        asked.given("held", last),
        Given("later", sum(_moves(asked, step) for step in asked.steps if step > last), "cents", Origin("engine")),
    )
    return answer(asked, "finish", "finish", (Given("last_day", asked.day(last), "date", ledger("date", asked.day(last))), *stands))


def _moves(asked: Asked, step: int) -> int:
    """Everything that stands or moves at a step: 0 where nothing does."""
    return sum(asked.at(name, step) for name in ("opening", "closing", "accrued", "penalty", "compound", "fee", "received", "held"))


def _standing(asked: Asked, step: int) -> Why:
    return total("closing", asked.cells(("closing",), (step,)), asked.day(step))


def total_paid(asked: Asked) -> Why:
    """All payments."""
    return answer(asked, "total_paid", "sum", payments(asked))


def paid_part(code: str) -> Callable[[Asked], Why]:
    """What is paid of one part, due or early."""
    part = PARTS[PAID.index(code)]
    return lambda asked: answer(asked, code, "sum", asked.cells(("allocated", "prepaid"), asked.steps, (part,)))


def waived(asked: Asked) -> Why:
    """Everything forgiven."""
    return answer(asked, "waived", "sum", asked.cells(("waived",), asked.steps))


def waived_conditional(asked: Asked) -> Why:
    """What was set aside on a condition and is forgiven since it is met."""
    return answer(asked, "waived_conditional", "sum", asked.cells(("vested",), asked.steps))


def concession(asked: Asked) -> Why:
    """Everything forgiven, by part."""
    parts = (total(f"waived_{part.name.lower()}", asked.cells(("waived",), asked.steps, (part,))) for part in PARTS)
    return answer(asked, "concession", "by_part", tuple(told(why) for why in parts))


def less_than_nothing(asked: Asked) -> Why:
    """What would be owed on the day of finish if nothing is done, less what is paid."""
    end, known = asked.measures["finish"].amount, asked.inputs
    if known.nothing_days is None or known.nothing_owed is None or not isinstance(end, int):
        open_end = Given("finish", None, "date", None, finish(asked))
        missing = Given("nothing_owed", None, "cents") if known.nothing_days is None else open_end
        return answer(asked, "less_than_nothing", "less", (missing,))
    last = int((known.nothing_days <= end).sum()) - 1
    if last < 0 or end > known.nothing_days[-1]:
        ends = Given("known_until", int(known.nothing_days[-1]), "date")
        return answer(asked, "less_than_nothing", "less", (Given("finish", end, "date", None, finish(asked)), ends))
    owed, day = int(known.nothing_owed[last]), int(known.nothing_days[last])
    nothing = Given("nothing_owed", owed, "cents", ledger("closing", day), _owed_then(asked.nothing, last, day))
    return answer(asked, "less_than_nothing", "less", (nothing, told(total_paid(asked))))


def _owed_then(nothing: Asked | None, step: int, day: int) -> Why | None:
    """What stands after a step if nothing is done, less money held; None beyond what is known of it."""
    if nothing is None or step >= nothing.ledger.date.shape[0] or nothing.day(step) != day:
        return None
    stands = Given("closing", nothing.at("closing", step), "cents", ledger("closing", day), _standing(nothing, step))
    owed = nothing.at("closing", step) - nothing.at("held", step)
    return Why("nothing_owed", "less", owed, "cents", (stands, nothing.given("held", step)), date=date(day).isoformat())
