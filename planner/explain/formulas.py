"""Every formula by its code, and a figure worked out again from the inputs its explanation names."""

from __future__ import annotations

from typing import Final

from planner.explain import cell_formulas, court_formulas, level_formulas, measure_formulas
from planner.explain.values import Formula, Values
from planner.why import Number, Why

FORMULAS: Final[dict[str, Formula]] = {
    **cell_formulas.FORMULAS, **level_formulas.FORMULAS, **court_formulas.FORMULAS, **measure_formulas.FORMULAS,
}  # fmt: skip
"""Code to function. A module of formulas joins here; no code may be given twice."""


def again(why: Why, known: dict[int, Number] | None = None) -> Number:
    """The figure recomputed by its formula from its inputs, those that have an explanation of their own being recomputed as well.

    ``known`` keeps what was recomputed by the identity of the explanation, so that figures which rest on the same one ask it once.
    """
    done: dict[int, Number] = {} if known is None else known
    if id(why) not in done:
        named = tuple((given.name, given.value if given.why is None else again(given.why, done)) for given in why.inputs)
        done[id(why)] = FORMULAS[why.formula](Values(named))
    return done[id(why)]
