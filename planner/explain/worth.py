"""Why a scenario costs and is worth what it does: rates of return of what is left to pay, present value, claim and recovery."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from planner.book import PARTS
from planner.dates import add_months, date, day_of_month
from planner.economics import original_rate
from planner.explain.asked import Asked, case, ledger, told, total, worked
from planner.explain.paid import answer, payments
from planner.why import Given, Origin, Why

if TYPE_CHECKING:
    from collections.abc import Iterable

CHARGES: Final = ("accrued", "penalty", "compound")
CALENDAR: Final = Origin("calendar")


def annual_rate(asked: Asked) -> Why:
    """Twelve times the monthly rate at which the payments are worth what they pay off."""
    if asked.measures["annual_rate"].reason == "unfinished":
        return answer(asked, "annual_rate", "annual_root", ())
    since = asked.inputs.since
    late = [given for given in payments(asked) if _day(given) >= since]
    owed = financed(asked)
    return answer(asked, "annual_rate", "annual_root", (told(owed), *_timed(late, since)))


def effective_rate(asked: Asked) -> Why:
    """The nominal rate compounded monthly."""
    nominal = annual_rate(asked)
    return answer(asked, "effective_rate", "compounded", (told(nominal, "nominal_rate"),))


def life_rate(asked: Asked) -> Why:
    """The same of all money since disbursement."""
    lent = asked.inputs.lent
    if not lent or asked.measures["life_rate"].reason == "unfinished":
        return answer(asked, "life_rate", "compounded", () if lent else (Given("opened", None, "date"),))
    past = [Given("payment", cents, "cents", Origin("case", _key(asked, day, cents), on=date(day).isoformat())) for day, cents in lent]
    flows = [*past, *payments(asked)]
    nominal = worked(Why("nominal_rate", "annual_root", None, "ratio", tuple(_timed(flows, min(map(_day, flows))))))
    return answer(asked, "life_rate", "compounded", (told(nominal, "nominal_rate"),))


def _key(asked: Asked, day: int, cents: int) -> str:
    """Where the case file has what was lent and paid before; what was returned, is of what was paid."""
    if len(asked.case.loans) > 1:
        return "loan"
    loan = asked.case.loans[0]
    lent = date(day) == loan.opened or any(drawn.date == date(day) for drawn in loan.draws)
    return "loan[0].principal" if cents < 0 and lent else "loan[0].payments"


def _day(given: Given) -> int:
    """The day of a payment."""
    on = "" if given.origin is None else given.origin.on
    return int(np.datetime64(on).astype("datetime64[D]").astype(np.int64))


def _timed(flows: Iterable[Given], since: int) -> Iterable[Given]:
    """Each flow followed by its time in months: whole months where all lie on one day of the month, as ``returns.months_since``."""
    flows = list(flows)
    days = np.array([since, *map(_day, flows)], dtype=np.int64)
    whole = np.array_equal(add_months(days, 0, day_of_month(days).max()), days)
    for given, day in zip(flows, days[1:], strict=True):
        first, last = Given("from_day", since, "date", CALENDAR), Given("to_day", int(day), "date", CALENDAR)
        why = worked(Why("months", "months_whole" if whole else "months_of_days", None, "number", (first, last)))
        yield given
        yield told(why, origin=CALENDAR)


def financed(asked: Asked) -> Why:
    """What is owed at the plan's start, less what is forgiven of it, less money held: what later payments pay off.

    A waiver first cancels what was charged since the start; what is set aside and vests later counts from the day it is set aside.
    """
    since = asked.inputs.since
    steps = [step for step in asked.steps if asked.day(step) >= since]
    if not steps:
        nothing = Given("held_before", asked.inputs.held, "cents", Origin("engine"))
        return _financed((Given("owed_at_start", int(asked.inputs.owed.sum()), "cents"), nothing))
    first, on_start = steps[0], asked.day(steps[0]) == since
    owed = total("owed_at_start", asked.cells(("opening", *(CHARGES if on_start else ())), (first,)), asked.day(first))
    vests = sum(asked.at("vested", step) for step in steps)
    before = vests - min(sum(asked.at("pledged", step) for step in steps), vests)
    early = first - 1 >= asked.steps.start
    held = asked.given("held", first - 1) if early else Given("held", asked.inputs.held, "cents", Origin("engine"))
    return _financed((
        told(owed), Given("forgiven_before", before, "cents", ledger("vested", since)),
        *_running(asked, steps, vests, on_start=on_start),
        Given("held_before", held.value, "cents", held.origin, held.why),
    ))  # fmt: skip


def _financed(inputs: tuple[Given, ...]) -> Why:
    return worked(Why("financed", "financed", None, "cents", inputs))


def _running(asked: Asked, steps: list[int], vests: int, *, on_start: bool) -> Iterable[Given]:
    """What is charged and what is forgiven step by step; a fee is billed after its step's waivers and counts with the next."""
    aside = 0
    for step in steps:
        cells = () if on_start and step == steps[0] else asked.cells(CHARGES, (step,))
        cells += asked.cells(("fee",), (step - 1,)) if step > steps[0] else ()
        charged = total("charged", cells, asked.day(step))
        kept = min(aside + asked.at("pledged", step), vests)
        forgiven = asked.at("waived", step) - asked.at("vested", step) + kept - min(aside, vests)
        aside += asked.at("pledged", step)
        if charged.value:
            yield told(charged, origin=ledger("accrued", asked.day(step)))
        if forgiven:
            yield Given("forgiven", forgiven, "cents", ledger("waived", asked.day(step)))


def npv(asked: Asked) -> Why:
    """What all payments are worth today at the funding rate."""
    rate = Given("funding_rate", asked.inputs.funding_rate, "rate", case("assumptions.funding_rate"))
    if rate.value is None:
        return answer(asked, "npv", "present_value", (rate,))
    flows = (*payments(asked), *_beside(asked))
    return answer(asked, "npv", "present_value", tuple(_worth(given, rate, asked.inputs.as_of, "discounted") for given in flows))


def _beside(asked: Asked) -> tuple[Given, ...]:
    """What the lender gets beside the borrower's payments, or (below nothing) pays: the costs of a suit, the price of the claim."""
    suit = "assumptions.collateral" if asked.case.enforcement is None else "assumptions.enforcement"
    path = "assumptions.claim_price" if asked.name == "sale" else suit
    flows = ((cents, Origin("case", path, on=date(day).isoformat())) for day, cents in asked.inputs.beside if cents)
    return tuple(Given("payment", cents, "cents", origin) for cents, origin in flows)


def _worth(payment: Given, rate: Given, since: int, formula: str) -> Given:
    """One payment's worth on a day."""
    days = Given("days", _day(payment) - since, "days", CALENDAR)
    on = "" if payment.origin is None else payment.origin.on
    why = worked(Why("discounted", formula, None, "cents", (payment, rate, days), date=on))
    return told(why, origin=payment.origin)


def modification_gain(asked: Asked) -> Why:
    """What later payments are worth on the plan's start at the rate the loan was lent at, less what is carried then."""
    if asked.measures["modification_gain"].amount is None:
        return answer(asked, "modification_gain", "difference", ())
    revised, carrying = _revised(asked), _carrying(asked)
    return answer(asked, "modification_gain", "difference", (told(revised), told(carrying)))


def modification_share(asked: Asked) -> Why:
    """The same as a share of what is carried."""
    if asked.measures["modification_share"].amount is None:
        return answer(asked, "modification_share", "share", ())
    gain, carrying = modification_gain(asked), _carrying(asked)
    return answer(asked, "modification_share", "share", (told(gain), told(carrying)))


def _revised(asked: Asked) -> Why:
    """Payments from the start on, worth what they are then at the original rate."""
    since = asked.inputs.since
    found = original_rate(asked.case.loans[0], asked.case.as_of)
    rate = Given("original_rate", asked.inputs.original, "ratio", Origin("original", "" if found is None else found.basis))
    late = [given for given in payments(asked) if _day(given) >= since]
    return worked(Why("revised", "present_value", None, "cents", tuple(_worth(given, rate, since, "discounted_at") for given in late)))


def _carrying(asked: Asked) -> Why:
    """What is owed on the plan's start before anything is paid, less money held."""
    inputs = tuple(given for given in financed(asked).inputs if given.name in ("owed_at_start", "held_before"))
    return worked(Why("carrying", "less", None, "cents", inputs))


def claim(asked: Asked) -> Why:
    """What is owed today by part, less money held."""
    owed = tuple(
        Given(f"owed_{part.name.lower()}", int(cents), "cents", ledger("opening", asked.inputs.as_of), _opening(asked, part))
        for part, cents in zip(PARTS, asked.inputs.owed, strict=True) if cents
    )  # fmt: skip
    whole = Why("owed", "sum", int(asked.inputs.owed.sum()), "cents", owed)
    held = Given("held", asked.inputs.held, "cents", Origin("engine"))
    return answer(asked, "claim", "less", (told(whole), held))


def _opening(asked: Asked, part: int) -> Why | None:
    """The opening cell of a part, where the ledger opens on the as-of date."""
    found = asked.given("opening", asked.steps[0], part) if asked.steps else None
    return found.why if found is not None and found.value == int(asked.inputs.owed[part]) else None


def recovery(asked: Asked) -> Why:
    """The worth of the payments as a share of the claim."""
    return answer(asked, "recovery", "ratio", (told(npv(asked)), told(claim(asked))))
