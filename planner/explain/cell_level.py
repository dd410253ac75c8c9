"""Why the level payment, or the unit of principal, is what it is: as before, agreed, or solved over the steps to come."""

from __future__ import annotations

from typing import Final

import numpy as np

from planner.book import ACCRUED, Early, Part, Shape
from planner.closing import KEEPS_TERM
from planner.explain.cell_money import coming
from planner.explain.level_formulas import ACCRUED_COLUMNS, COLUMNS, OWN
from planner.explain.scene import Scene, carried, once
from planner.money import ONE, Ints
from planner.steps import full
from planner.why import Given, Why

UNITS: Final = (Shape.UNIT, Shape.PRINCIPAL)


@once
def level(scene: Scene, _: int | None) -> Why:
    """The level in force after the step."""
    if scene.value("set_level"):
        agreed = Given("agreed", scene.value("set_level") - 1, "cents", scene.said("set_level", scene.step, None))
        return scene.why("level", "same", "cents", (agreed,))
    lowers = scene.value("early") == Early.LOWER and coming(scene, Part.PRINCIPAL).value
    if not scene.value("recast") and not lowers:
        return scene.why("level", "same", "cents", (carried("level", int(scene.before.level[0])),))
    if scene.step + 1 >= scene.timeline.length:
        return scene.why("level", "nothing", "cents", ())
    return _solved(scene)


def _rows(scene: Scene, column: str, part: int | None = None) -> Ints:
    """A column of the steps to come (S,)."""
    found = full(scene.timeline, column)
    wide = np.broadcast_to(found if part is None else found[part], (scene.timeline.length, 1))
    return wide[scene.step + 1 :, 0]


def _solved(scene: Scene) -> Why:
    """A level, or a unit where any step to come asks one."""
    shape = _rows(scene, "shape")
    own = tuple(scene.set(name, name, "number") for name in OWN if scene.value(name))
    by = scene.said("recast" if scene.value("recast") else "early", scene.step, None)
    principal = Given("principal", int(scene.after.principal[0]), "cents", by)
    balloon = scene.optional(("balloon", "balloon", "share"))
    if np.isin(shape, UNITS).any():
        shares = _rows(scene, "share")[np.isin(shape, (*UNITS, Shape.ALL))]
        even = bool((shares == ONE).all())
        last = scene.said("number", scene.timeline.length - 1, None)
        count = Given("instalments", shares.size, "count", last) if even else _several(scene, "shares", shares, "share")
        return scene.why("level", "unit", "cents", (principal, count, *balloon, *own))
    accrued, rem = int(scene.after.accrued[0]), int(scene.after.accrued_rem[0])
    carries = tuple(given for given in (carried("accrued", accrued), carried("carried", rem, "number")) if given.value)
    inputs = (principal, *_over(scene, shape), scene.set("year", "base", "days"), *carries, *balloon, *own)
    kept = scene.value("recast") == KEEPS_TERM and int(scene.before.level[0]) > 0
    if kept:
        before = Given("rate_before", scene.value("rate"), "rate", scene.said("rate", scene.step, None))
        return scene.why("level", "level_same_term", "cents", (*inputs, carried("kept", int(scene.before.level[0])), before))
    return scene.why("level", "annuity" if any(given.name == "instalments" for given in inputs) else "level", "cents", inputs)


def _over(scene: Scene, shape: Ints) -> tuple[Given, ...]:
    """The rate, and the steps to come: so many equal instalments, or each by itself."""
    rates = _rows(scene, "rate")
    rate = Given("rate", int(rates[0]), "rate", scene.said("rate", scene.step + 1, None))
    days, rows = _rows(scene, "time"), tuple(_told(scene))
    kept = scene.value("recast") == KEEPS_TERM and int(scene.before.level[0]) > 0
    even = (shape[:-1] == Shape.LEVEL).all() and shape[-1] == Shape.ALL and (days == days[0]).all() and (_rows(scene, "number") > 0).all()
    if even and not rows and not kept:
        each = Given("days", int(days[0]), "days", scene.said("time", scene.step + 1, None))
        return (rate, each, Given("instalments", shape.size, "count", scene.said("number", scene.timeline.length - 1, None)))
    numbers = (_several(scene, "numbers", _rows(scene, "number"), "parts"),) if scene.value("level_months") else ()
    return (rate, _several(scene, "days", days, "parts"), _several(scene, "shapes", shape, "parts"), *numbers, *rows)


def _several(scene: Scene, name: str, values: Ints, unit: str) -> Given:
    """Numbers of the steps to come; their origin is that of the first."""
    column = {**COLUMNS, **ACCRUED_COLUMNS, "days": "time"}[name]
    return Given(name, tuple(int(x) for x in values), "parts" if unit == "parts" else unit, scene.said(column, scene.step + 1, None))


def _told(scene: Scene) -> list[Given]:
    """What else the steps to come say that matters to a level."""
    own = [
        _several(scene, name, _rows(scene, column), "parts") for name, column in COLUMNS.items() if name in ("fixed", "offs")
        and _rows(scene, column).any()
    ]  # fmt: skip
    if (_rows(scene, "share") != ONE).any():
        own.append(_several(scene, "shares", _rows(scene, "share"), "share"))
    moved = ((name, _rows(scene, column, ACCRUED)) for name, column in ACCRUED_COLUMNS.items())
    return own + [_several(scene, name, rows, "share") for name, rows in moved if rows.any()]
