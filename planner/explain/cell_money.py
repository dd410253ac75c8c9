"""Why so much was received at a step, and where it went: to what was due, early, back, or held."""

from __future__ import annotations

from typing import Final

import numpy as np

from planner.book import PARTS, Early, Part, Pays, days_past_due
from planner.explain.scene import Scene, carried, explained, now_due, of_due, once, part_name, stands
from planner.why import Given, Why

PREPAYS: Final = (Early.PREPAY, Early.LOWER)
KEEPS: Final = (Early.HOLD, Early.RETURN)
PAYS: Final = {Pays.AS_BILLED: "pays", Pays.ON_TOP: "pays_on_top"}


@once
def received(scene: Scene, _: int | None) -> Why:
    """Money that came, and where the loan pays as billed what was missing of all that is due."""
    cash, how = scene.optional(("cash", "cash", "cents")), scene.value("pays")
    if how not in PAYS:
        return scene.why("received", "same" if cash else "nothing", "cents", cash)
    dues = scene.after_move("bill").dues
    rows = tuple(of_due("due", dues, k, int(dues.amount[:, k, 0].sum())) for k in now_due(dues, scene.date))
    due = scene.why("due", "sum", "cents", rows)
    held = (carried("held", int(scene.before.held[0])),) if scene.before.held[0] else ()
    asked = Given("due", due.value, "cents", scene.said("pays", scene.step, None), due)
    return scene.why("received", PAYS[how], "cents", (*cash, *held, asked))


@once
def available(scene: Scene, _: int | None) -> Why:
    """Money held and money received."""
    return scene.why("money", "sum", "cents", (carried("held", int(scene.before.held[0])), explained("received", received(scene, None))))


@once
def order(scene: Scene, _: int | None) -> Why:
    """The order of the parts at this age of the debt."""
    first, later = (
        Given(name, scene.timeline.orders[scene.value(column)], "parts", scene.said(column, scene.step, None))
        for name, column in (("order", "order"), ("later_order", "late_order"))
    )
    if scene.value("late_from") < 0:
        return Why("order", "same_order", first.value, "parts", (first,), scene.step)
    age = carried("age", int(days_past_due(scene.after_move("bill"))[0]), "days")
    return scene.why("order", "order", "parts", (first, later, age, scene.set("from_age", "late_from", "days")))


def _paid(scene: Scene, code: str, part: int, money: Why, rows: tuple[Given, ...]) -> Why:
    """What one part gets of some money along the order in force."""
    if not rows or not money.value:
        return scene.why(code, "nothing", "cents", (), part_name(part))
    formula = "allocate_rows" if scene.value("by_row") else "allocate"
    along = explained("order", order(scene, None))
    return scene.why(code, formula, "cents", (explained("money", money), Given("part", part, "number"), along, *rows), part_name(part))


def _rows(scene: Scene, *, later: bool) -> tuple[Given, ...]:
    """Instalments by part, those due by the day of the step or those due later."""
    dues, day = scene.after_move("bill").dues, scene.date
    asked = np.flatnonzero((dues.due[:, 0] > day) & dues.amount[:, :, 0].any(axis=0)) if later else now_due(dues, day)
    return tuple(of_due("row", dues, int(k), tuple(int(x) for x in dues.amount[:, k, 0]), "parts") for k in asked)


@once
def allocated(scene: Scene, part: int | None) -> Why:
    """What of a part was paid of what is due."""
    money = available(scene, None)
    return _paid(scene, "allocated", part or 0, money, _rows(scene, later=False) if money.value else ())


@once
def left(scene: Scene, _: int | None) -> Why:
    """What is left of the money after what is due."""
    gone = tuple(explained(f"allocated_{part_name(p)}", own) for p in PARTS if (own := allocated(scene, p)).value)
    return scene.why("left", "balance", "cents", (explained("money", available(scene, None)), *gone))


@once
def _later(scene: Scene, part: int | None) -> Why:
    """What of early money goes to instalments not yet due."""
    money = left(scene, None)
    return _paid(scene, "prepaid_later", part or 0, money, _rows(scene, later=True) if money.value else ())


@once
def _rest(scene: Scene, _: int | None) -> Why:
    """What is left of it after them."""
    gone = tuple(explained(f"prepaid_later_{part_name(p)}", own) for p in PARTS if (own := _later(scene, p)).value)
    return scene.why("rest", "balance", "cents", (explained("left", left(scene, None)), *gone))


@once
def coming(scene: Scene, part: int | None) -> Why:
    """What of it goes to accrued interest or to principal not yet due."""
    position = scene.after_move("bill")
    inputs = [
        explained("money", _rest(scene, None)), scene.set("mode", "early", "number"), Given("part", part or 0, "number"),
        carried("accrued", int(position.accrued[0])), carried("undue", int(position.principal[0])),
    ]  # fmt: skip
    if scene.value("early") == Early.NEXT_LAST:
        ahead = tuple(carried("ahead", int(x)) for x in position.ahead[:, 0])
        inputs.append(explained("room", scene.why("room", "room", "cents", (carried("level", int(position.level[0])), *ahead))))
    return scene.why("prepaid_coming", "early", "cents", tuple(inputs), part_name(part))


@once
def _aside(scene: Scene, part: int | None) -> Why:
    """What of it goes to amounts that were set aside."""
    held = tuple(int(x) for x in scene.after_move("bill").deferred[:, 0])
    gone = (explained("prepaid_interest", coming(scene, Part.INTEREST)), explained("prepaid_principal", coming(scene, Part.PRINCIPAL)))
    rest = scene.why("rest", "balance", "cents", (explained("rest", _rest(scene, None)), *gone))
    row = (Given("row", held, "parts", carried("deferred", 0).origin),) if any(held) else ()
    return _paid(scene, "prepaid_deferred", part or 0, rest, row)


@once
def prepaid(scene: Scene, part: int | None) -> Why:
    """What of a part was paid early."""
    own, mode, pieces = part or 0, scene.value("early"), []
    if mode not in KEEPS:
        pieces.append(_later(scene, own))
        if own in (Part.PRINCIPAL, Part.INTEREST):
            pieces.append(coming(scene, own))
        if mode in PREPAYS:
            pieces.append(_aside(scene, own))
    inputs = tuple(explained(piece.code, piece) for piece in pieces if piece.inputs)
    return scene.why("prepaid", "sum" if inputs else "nothing", "cents", inputs, part_name(own))


def _moved(scene: Scene) -> tuple[Given, ...]:
    """Money held before and received, less what was paid with it."""
    paid = tuple(
        explained(f"{column}_{part_name(p)}", why)
        for column, own in (("allocated", allocated), ("prepaid", prepaid)) for p in PARTS if (why := own(scene, p)).value
    )  # fmt: skip
    return (explained("money", available(scene, None)), *paid)


@once
def returned(scene: Scene, _: int | None) -> Why:
    """Money that goes back: what comes early where the loan takes none, and what is held when nothing stands any more."""
    if scene.value("early") == Early.RETURN:
        kept = scene.why("early", "all", "cents", (Given("left", left(scene, None).value, "cents", scene.said("early", scene.step, None),
                                                         left(scene, None)),))  # fmt: skip
        return scene.why("returned", "sum", "cents", (explained("returned_early", kept),))
    held = scene.why("held", "balance", "cents", _moved(scene))
    if not held.value:
        return scene.why("returned", "nothing", "cents", ())
    places = [given for p in PARTS for given in stands(scene.after, p)]
    places += [carried("conditional", int(x)) for x in scene.after.conditional[:, 0] if x]
    why = scene.why("stands", "sum", "cents", tuple(places))
    return scene.why("returned", "given_back", "cents", (explained("held", held), explained("stands", why)))


@once
def held(scene: Scene, _: int | None) -> Why:
    """Money received early that waits."""
    back = returned(scene, None)
    return scene.why("held", "balance", "cents", (*_moved(scene), *((explained("returned", back),) if back.value else ())))
