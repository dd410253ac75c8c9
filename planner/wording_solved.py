"""What a search for one number of a plan found, in sentences that commands and screens share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.figures import MEASURES, Kind, Value
from planner.present import say_value
from planner.present.solved import COUNTS, RATES
from planner.text import mark

if TYPE_CHECKING:
    from planner.conditions import Condition
    from planner.levers import Lever
    from planner.solve import Beside, Solved
    from planner.text import Words


def say_lever(words: Words, lever: Lever, value: int | None) -> str:
    """A number of a plan in words; a plan that does not say it has none."""
    if value is None:
        return words("lever.none")
    if lever.name in COUNTS:
        return words.plural("{n} month", "{n} months", value)
    return words.rate(value) if lever.name in RATES else words.money(value)


def say_condition(words: Words, asked: Condition) -> str:
    """A condition with the measure by its name and the bound as such figures are written."""
    kind = MEASURES[asked.measure].kind
    bound = Value(Kind.MONEY if kind is Kind.PARTS else kind, asked.bound)
    return f"{words(f'measure.{asked.measure}')} {asked.sign} {say_value(words, bound)}"


def say_solved(words: Words, plan: str, found: Solved) -> list[str]:
    """What was found, what the measure asked then is, what it is as the plan stands, and that the value beside does not do."""
    until = say_condition(words, found.asked)
    lever = words(f"lever.{found.lever.name}")
    value = say_lever(words, found.lever, found.value)
    if found.status == "already_met":
        lines = [words("{plan}: {until} holds already; {lever}: {value}", plan=plan, until=until, lever=lever, value=value)]
    elif found.status == "solved":
        lines = [words("{plan}: {until} holds with {lever}: {value}", plan=plan, until=until, lever=lever, value=value)]
    else:
        lines = [words("{plan}: no value of {lever} makes {until} hold", plan=plan, until=until, lever=lever)]
        if found.nearest is not None:
            lines.append(words("Nearest: {value}", value=say_lever(words, found.lever, found.nearest)))
    code = found.asked.measure
    if code in found.measures:
        lines.append(f"{words(f'measure.{code}')} {say_value(words, found.measures[code])}")
    if found.status != "already_met":
        lines.append(_said(words, mark("As the plan stands ({value}): {measure} {figure}"), found, found.own))
    if found.short is not None and found.short != found.own:
        lines.append(_said(words, mark("With {value} it does not hold: {measure} {figure}"), found, found.short))
    return lines


def _said(words: Words, sentence: str, found: Solved, beside: Beside) -> str:
    """A value and what the measure asked is with it."""
    value, figure = say_lever(words, found.lever, beside.value), say_value(words, beside.figure)
    return words(sentence, value=value, measure=words(f"measure.{found.asked.measure}"), figure=figure)
