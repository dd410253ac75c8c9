"""Why interest, penalty, compound interest and fees of a step are what they are."""

from __future__ import annotations

from typing import Final

from planner.book import Off, Part
from planner.conventions import On
from planner.explain.scene import Scene, carried, explained, now_due, of_due, once, overdue, part_name
from planner.why import Given, Why

ROUNDED: Final = (("rounding", "rounding", "number"), ("daily", "daily", "number"))
KINDS: Final = {
    "penalty": (Part.PRINCIPAL, Off.PENALTY, "overdue_principal"), "compound": (Part.INTEREST, Off.COMPOUND, "overdue_interest"),
}  # fmt: skip
DISPUTED: Final = ((On.PENALTY, "penalty_base", "on_penalty_rem", "overdue_penalty"),
                   (On.COMPOUND, "compound_base", "on_compound_rem", "overdue_compound"))  # fmt: skip


def _paused(scene: Scene, bit: int) -> tuple[Given, ...]:
    """That a charge is paused, where it is."""
    return (Given("paused", 1, "number", scene.said("off", scene.step, None)),) if scene.value("off") & bit else ()


@once
def accrued(scene: Scene, _: int | None) -> Why:
    """Contract interest of the interval, and what of a fixed amount it earned."""
    before, inputs = scene.before, [carried("principal", int(scene.before.principal[0]))]
    if scene.value("overdue"):
        rows = overdue(before.dues, scene.date)
        inputs += [carried("overdue_principal", int(before.dues.amount[Part.PRINCIPAL, rows, 0].sum()))]
    inputs += [
        scene.set("rate", "rate", "rate"), scene.set("days", "time", "days"), scene.set("year", "base", "days"),
        carried("remainder", int(before.accrued_rem[0]), "number"), *scene.optional(*ROUNDED), *_paused(scene, Off.INTEREST),
    ]  # fmt: skip
    why = scene.why("accrued", "interest", "cents", tuple(inputs))
    if not scene.value("fixed") or scene.value("off") & Off.INTEREST or not before.principal[0]:
        return why
    fixed = scene.set("fixed", "fixed", "cents")
    own = (fixed,) if scene.timeline.rate is None else (explained("interest", why), fixed)
    return scene.why("accrued", "sum", "cents", own)


@once
def penalty(scene: Scene, _: int | None) -> Why:
    """Penalty on the overdue principal of each instalment."""
    return _charged(scene, "penalty", _rows(scene, "penalty"))


@once
def compound(scene: Scene, _: int | None) -> Why:
    """Compound interest on the overdue interest of each instalment, and what is charged on penalty and on compound."""
    more = [explained(f"disputed_{part_name(row, 'disputed')}", own) for row in (0, 1) if (own := disputed(scene, row)).inputs]
    return _charged(scene, "compound", [*_rows(scene, "compound"), *more])


@once
def disputed(scene: Scene, part: int | None) -> Why:
    """Compound interest on penalty (row 0) or on compound interest (row 1) of each instalment."""
    bit, base, rem, name = DISPUTED[part or 0]
    dues = scene.before.dues
    rows = overdue(dues, scene.date) if scene.value("compounds") & bit else []
    asked = [(k, int(getattr(dues, base)[k, 0]), int(getattr(dues, rem)[k, 0])) for k in rows]
    inputs = [_row(scene, "compound", k, (name, amount, left), rounded=False) for k, amount, left in asked if amount]
    return _charged(scene, "disputed", inputs, part_name(part, "disputed"))


def _charged(scene: Scene, code: str, inputs: list[Given], part: str = "") -> Why:
    return scene.why(code, "sum" if inputs else "nothing", "cents", tuple(inputs), part)


def _rows(scene: Scene, name: str) -> list[Given]:
    """What each instalment that is overdue bears."""
    base, _, word = KINDS[name]
    dues = scene.before.dues
    rem = dues.penalty_rem if name == "penalty" else dues.compound_rem
    rows = [k for k in overdue(dues, scene.date) if dues.amount[base, k, 0]]
    return [_row(scene, name, k, (word, int(dues.amount[base, k, 0]), int(rem[k, 0]))) for k in rows]


def _row(scene: Scene, name: str, k: int, on: tuple[str, int, int], *, rounded: bool = True) -> Given:
    """What one instalment bears: ``on`` is the amount by name, and the remainder of what was charged on it."""
    dues, (word, amount, rem) = scene.before.dues, on
    wait = int((dues.penalty_wait if name == "penalty" else dues.compound_wait)[k, 0])
    inputs = [
        of_due(word, dues, k, amount), _rate(scene, name, k), scene.set("days", "penalty_time", "days"),
        scene.set("year", "penalty_base", "days"), carried("remainder", rem, "number"),
        *([carried("waited", wait, "number")] if wait else []), *(scene.optional(*ROUNDED) if rounded else ()),
        *_paused(scene, KINDS[name][1]), *_grace(scene, int(dues.due[k, 0])),
    ]  # fmt: skip
    return of_due(f"{name}_on", dues, k, (why := scene.why(name, "charge", "cents", tuple(inputs))).value, why=why)


def _grace(scene: Scene, due: int) -> tuple[Given, ...]:
    """The days of grace, and the days between which they lie; nothing where there are none."""
    if not scene.value("grace"):
        return ()
    return (scene.set("grace", "grace", "days"), carried("due", due, "date"), scene.set("date", "date", "date"))


def _rate(scene: Scene, name: str, k: int) -> Given:
    """The rate of a charge; a later one where the instalment has grown old."""
    if not scene.value("step_days"):
        return scene.set("rate", name, "rate")
    age = int(scene.before.date[0] - scene.before.dues.due[k, 0])
    inputs = (
        scene.set("rate", name, "rate"), scene.set("later_rate", f"{name}_late", "rate"), carried("age", age, "days"),
        scene.set("step_days", "step_days", "days"),
    )  # fmt: skip
    why = scene.why(name, "by_age", "rate", inputs)
    return Given("rate", why.value, "rate", scene.said(name, scene.step, None), why)


@once
def fee(scene: Scene, _: int | None) -> Why:
    """What is charged at this step, and a late fee."""
    inputs = (*scene.optional(("fee", "fee", "cents")), *((late,) if (late := late_fee(scene)) else ()))
    return scene.why("fee", ("nothing", "same", "sum")[len(inputs)], "cents", inputs)


def late_fee(scene: Scene) -> Given | None:
    """The fee on what is missing of what was due; None where none is asked at this step."""
    if not scene.value("late_share"):
        return None
    dues = scene.after_move("settle").dues
    rows = [of_due("due", dues, k, int(dues.amount[:, k, 0].sum())) for k in now_due(dues, scene.date)]
    missing = scene.why("missing", "sum", "cents", tuple(rows))
    bounds = (("least", "late_floor", "cents"), ("most", "late_cap", "cents"), ("tolerance", "late_slack", "cents"))
    inputs = (explained("missing", missing), scene.set("share", "late_share", "share"), *scene.optional(*bounds))
    return explained("late_fee", scene.why("late_fee", "late_fee", "cents", inputs))


@once
def drawn(scene: Scene, _: int | None) -> Why:
    """What was lent at this step."""
    inputs = scene.optional(("draw", "draw", "cents"))
    return scene.why("drawn", "same" if inputs else "nothing", "cents", inputs)
