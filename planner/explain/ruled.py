"""Why a scenario asks this share of the household's income, and what it does to the loan's risk class and its observation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner import classes
from planner.explain.asked import Asked, case, ledger
from planner.explain.paid import answer, highest_payment, typical_payment
from planner.rules.book import CLASSES
from planner.why import Given, Origin, Why

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.rules import Dated


def rule(dated: Dated) -> Origin:
    """A rule of law with its source and confidence."""
    return Origin("rule", dated.rule, on=dated.since.isoformat(), source=dict(dated.source), confidence=dated.confidence)


def debt_to_income(asked: Asked) -> Why:
    """The usual payment and all other debts as a share of income."""
    budget = asked.case.household
    if budget is None:
        return answer(asked, "debt_to_income", "debt_to_income", (Given("income", None, "cents", case("household.income")),))
    inputs = (_pay("typical_payment", typical_payment, asked), *_month(asked, "other_debts", "priority_debts", "income"))
    return answer(asked, "debt_to_income", "debt_to_income", inputs)


def left_to_live_on(asked: Asked) -> Why:
    """What the dearest month leaves after living, or its floor where that is more, and all debts."""
    budget = asked.case.household
    if budget is None or budget.income is None:
        return answer(asked, "left_to_live_on", "left_to_live_on", (Given("income", None, "cents", case("household.income")),))
    floor = () if budget.floor is None else (_floor(asked),)
    inputs = (*_month(asked, "income", "essential_costs"), *floor, *_month(asked, "priority_debts", "other_debts"))
    return answer(asked, "left_to_live_on", "left_to_live_on", (*inputs, _pay("highest_payment", highest_payment, asked)))


def _pay(name: str, explain: Callable[[Asked], Why], asked: Asked) -> Given:
    """A payment as an input, nothing where there is none."""
    why = explain(asked)
    return Given(name, why.value or 0, "cents", None, why if why.value else None)


def _month(asked: Asked, *names: str) -> tuple[Given, ...]:
    """Amounts of the household's month."""
    return tuple(Given(name, getattr(asked.case.household, name), "cents", case(f"household.{name}")) for name in names)


def _floor(asked: Asked) -> Given:
    """The least to live on."""
    floor = asked.case.household and asked.case.household.floor
    return Given("floor", floor.total if floor else 0, "cents", case("household.floor"))


def risk_class(asked: Asked) -> Why:
    """The class by days past due; on a plan that changes terms at best the one the rules give restructured loans."""
    if asked.each:
        return _worst(asked, "risk_class", risk_class)
    now = _now(asked)
    if now is None:
        return answer(asked, "risk_class", "class_of_days", ())
    shown = None if asked.plan is None else classes.restructured(asked.case, asked.plan, asked.days)
    if shown is None:
        return answer(asked, "risk_class", "class_of_days", now.inputs)
    set_by = Given("class_restructured", CLASSES.index(shown[1].word), "class", rule(shown[1]))
    return answer(asked, "risk_class", "worse_class", (Given("class_now", now.value, "class", None, now), set_by))


def _worst(asked: Asked, code: str, explain: Callable[[Asked], Why]) -> Why:
    """The worst class of several loans, or the latest end."""
    whys = [(place, explain(own)) for place, own in enumerate(asked.each)]
    return answer(asked, code, "worst_of_loans", tuple(
        Given(code, why.value, why.unit, case(f"loan[{place}]"), why) for place, why in whys if why.value is not None
    ))  # fmt: skip


def _now(asked: Asked) -> Why | None:
    """The class by the days past due on the as-of date, or when a plan that changes terms is signed; paid up, there are none."""
    loan = asked.case.loans[0]
    dated = asked.case.book.on("risk_classes", asked.case.as_of, loan.kind)
    if dated is None:
        return None
    paid = asked.name in ("catch_up", "pay_off")
    late, on = 0 if paid else asked.days, asked.inputs.as_of
    if asked.plan is not None and classes.restructures(asked.plan):
        late, on = classes.at_signing(asked.case, asked.plan, late), max(asked.inputs.since, on)
    days = Given("days_past_due", late, "days", ledger("days_past_due", on))
    scale = [
        given for least, name in dated.classes
        for given in (Given("from_days", least, "days", rule(dated)), Given("class", CLASSES.index(name), "class", rule(dated)))
    ]  # fmt: skip
    place = classes.index(classes.class_of(dated, late))
    return Why("class_now", "class_of_days", place, "class", (days, *scale))


def observation_end(asked: Asked) -> Why:
    """So many months from the first due date on, and so many due dates, whichever is longer."""
    if asked.each:
        return _worst(asked, "observation_end", observation_end)
    watch = asked.inputs.watch
    billed = {asked.day(step) for step in asked.steps if asked.at("billed", step) and asked.day(step) > asked.inputs.since}
    due = sorted(billed)
    if watch is None or len(due) < watch.periods:
        return answer(asked, "observation_end", "watched", (Given("due_dates", len(due), "count", Origin("ledger", "billed")),))
    periods = asked.case.book.on("observation_periods", asked.plan.start) if asked.plan is not None else None
    return answer(asked, "observation_end", "watched", (
        Given("first_due", due[0], "date", ledger("billed", due[0])),
        Given("months", watch.months, "number", rule(watch.source)),
        Given("periods", watch.periods, "count", None if periods is None else rule(periods)),
        Given("nth_due", due[watch.periods - 1], "date", ledger("billed", due[watch.periods - 1])),
    ))  # fmt: skip
