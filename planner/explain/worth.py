"""Why a scenario costs and is worth what it does: rates of return of what is left to pay, present value, claim and recovery."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from planner.book import PARTS
from planner.dates import add_months, date, day_of_month
from planner.explain.asked import Asked, case, ledger, total
from planner.explain.formulas import again
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
    return answer(asked, "annual_rate", "annual_root", (Given("financed", owed.value, "cents", None, owed), *_timed(late, since)))


def effective_rate(asked: Asked) -> Why:
    """The nominal rate compounded monthly."""
    nominal = annual_rate(asked)
    return answer(asked, "effective_rate", "compounded", (Given("nominal_rate", nominal.value, "ratio", None, nominal),))


def life_rate(asked: Asked) -> Why:
    """The same of all money since disbursement."""
    lent = asked.inputs.lent
    if not lent or asked.measures["life_rate"].reason == "unfinished":
        return answer(asked, "life_rate", "compounded", () if lent else (Given("opened", None, "date"),))
    past = [Given("payment", cents, "cents", Origin("case", _kind(cents), on=date(day).isoformat())) for day, cents in lent]
    flows = [*past, *payments(asked)]
    nominal = Why("nominal_rate", "annual_root", None, "ratio", tuple(_timed(flows, min(map(_day, flows)))))
    rate = again(nominal)
    whole = Why(nominal.code, nominal.formula, rate, nominal.unit, nominal.inputs)
    return answer(asked, "life_rate", "compounded", (Given("nominal_rate", rate, "ratio", None, whole),))


def _kind(cents: int) -> str:
    return "loan.principal" if cents < 0 else "loan.payments"


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
        why = Why("months", "months_whole" if whole else "months_of_days", None, "number", (first, last))
        months = again(why)
        yield given
        yield Given("months", months, "number", CALENDAR, Why(why.code, why.formula, months, why.unit, why.inputs))


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
        Given("owed_at_start", owed.value, "cents", None, owed), Given("forgiven_before", before, "cents", ledger("vested", since)),
        *_running(asked, steps, vests, on_start=on_start),
        Given("held_before", held.value, "cents", held.origin, held.why),
    ))  # fmt: skip


def _financed(inputs: tuple[Given, ...]) -> Why:
    why = Why("financed", "financed", None, "cents", inputs)
    return Why(why.code, why.formula, again(why), why.unit, inputs)


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
            yield Given("charged", charged.value, "cents", ledger("accrued", asked.day(step)), charged)
        if forgiven:
            yield Given("forgiven", forgiven, "cents", ledger("waived", asked.day(step)))


def npv(asked: Asked) -> Why:
    """What all payments are worth today at the funding rate."""
    rate = Given("funding_rate", asked.inputs.funding_rate, "rate", case("assumptions.funding_rate"))
    if rate.value is None:
        return answer(asked, "npv", "present_value", (rate,))
    return answer(asked, "npv", "present_value", tuple(_discounted(given, rate, asked.inputs.as_of) for given in payments(asked)))


def _discounted(payment: Given, rate: Given, as_of: int) -> Given:
    """One payment's worth today."""
    days = Given("days", _day(payment) - as_of, "days", CALENDAR)
    on = "" if payment.origin is None else payment.origin.on
    why = Why("discounted", "discounted", None, "cents", (payment, rate, days), date=on)
    worth = again(why)
    return Given("discounted", worth, "cents", payment.origin, Why(why.code, why.formula, worth, why.unit, why.inputs, date=on))


def claim(asked: Asked) -> Why:
    """What is owed today by part, less money held."""
    owed = tuple(
        Given(f"owed_{part.name.lower()}", int(cents), "cents", ledger("opening", asked.inputs.as_of), _opening(asked, part))
        for part, cents in zip(PARTS, asked.inputs.owed, strict=True) if cents
    )  # fmt: skip
    whole = Why("owed", "sum", int(asked.inputs.owed.sum()), "cents", owed)
    held = Given("held", asked.inputs.held, "cents", Origin("engine"))
    return answer(asked, "claim", "less", (Given("owed", whole.value, "cents", None, whole), held))


def _opening(asked: Asked, part: int) -> Why | None:
    """The opening cell of a part, where the ledger opens on the as-of date."""
    if asked.cell is None or not asked.steps:
        return None
    found = asked.cell("opening", asked.steps[0], part)
    return found if found is not None and found.value == int(asked.inputs.owed[part]) else None


def recovery(asked: Asked) -> Why:
    """The worth of the payments as a share of the claim."""
    whys = {"npv": npv(asked), "claim": claim(asked)}
    return answer(asked, "recovery", "ratio", tuple(Given(name, why.value, "cents", None, why) for name, why in whys.items()))
