"""Why so much was forgiven, set aside, made principal, deferred, released or brought back at a step."""

from __future__ import annotations

from typing import Final

from planner.book import ACCRUED, PARTS, Part
from planner.explain import cell_staged
from planner.explain.cell_money import received
from planner.explain.scene import MOVES, PLACE, Scene, carried, explained, once, part_name, portion_of, stands
from planner.why import Given, Why

COLUMN: Final = {"waive": "waived", "pledge": "pledged", "capitalise": "capitalised", "defer": "deferred"}
CENTS: Final = {"waive": "waive_cents", "pledge": "pledge_cents"}


def _added(scene: Scene, column: str, part: int, pieces: list[Why]) -> Why:
    """A cell of one piece or of several; nothing where there is none."""
    name = part_name(part)
    if len(pieces) == 1:
        only = pieces[0]
        return Why(column, only.formula, only.value, "cents", only.inputs, only.step, only.date, name)
    inputs = tuple(explained(piece.code, piece) for piece in pieces)
    return scene.why(column, "sum" if pieces else "nothing", "cents", inputs, name)


def _portions(scene: Scene, move: str, part: int) -> list[Why]:
    """A share, and an amount, of what stands in a part; and a share of accrued interest alone."""
    before, pieces, set_aside = scene.after_move(MOVES[PLACE[move] - 1][0]), [], move in CENTS
    share = [scene.set("share", move, "share", part)] if scene.value(move, part) else []
    cents = CENTS.get(move)
    amount = [scene.set("amount", cents, "cents", part)] if cents and scene.value(cents, part) else []
    if move == "pledge":
        share += cell_staged.asked(scene, part, cell_staged.signed(scene))
    if share or amount:
        places = stands(before, part, unbilled=move != "defer", undue=set_aside, deferred=set_aside)
        inputs = (*share, *amount, *places)
        pieces.append(scene.why(COLUMN[move], portion_of(inputs), "cents", inputs, part_name(part)))
    if part == Part.INTEREST and scene.value(move, ACCRUED):
        alone = carried("accrued", int(scene.after_move(move).accrued[0]))
        pieces.append(scene.why(f"{COLUMN[move]}_accrued", "portion", "cents", (scene.set("share", move, "share", ACCRUED), alone)))
    return pieces


@once
def waived(scene: Scene, part: int | None) -> Why:
    """What was forgiven: at once, by a settlement that was paid, and on a condition that was met."""
    own = part or 0
    pieces = _portions(scene, "waive", own)
    if scene.value("settle"):
        pieces.append(_settled(scene, own, stands(scene.after_move("money"), own)))
    final = vested(scene, own)
    if final.inputs:
        pieces.append(final)
    return _added(scene, "waived", own, pieces)


def _settled(scene: Scene, part: int, places: tuple[Given, ...]) -> Why:
    """All of what stands in these places, where the agreed amount has come."""
    inputs = (
        carried("settled", int(scene.before.settled[0])), explained("received", received(scene, None)),
        *scene.optional(("fee", "fee", "cents")), scene.set("agreed", "settle", "cents"), *places,
    )  # fmt: skip
    return scene.why("settled", "settlement", "cents", inputs, part_name(part))


@once
def pledged(scene: Scene, part: int | None) -> Why:
    """What is set aside, to be forgiven on a condition."""
    return _added(scene, "pledged", part or 0, _portions(scene, "pledge", part or 0))


@once
def capitalised(scene: Scene, part: int | None) -> Why:
    """What of the part became principal."""
    return _added(scene, "capitalised", part or 0, _portions(scene, "capitalise", part or 0))


@once
def deferred(scene: Scene, part: int | None) -> Why:
    """What of the part was set aside."""
    return _added(scene, "deferred", part or 0, _portions(scene, "defer", part or 0))


@once
def released(scene: Scene, part: int | None) -> Why:
    """What came back of what was set aside."""
    own = part or 0
    held = int(scene.after_move("defer_accrued").deferred[own, 0])
    if not scene.value("release", own) or not held:
        return scene.why("released", "nothing", "cents", (), part_name(own))
    inputs = (carried("deferred", held), scene.set("parts", "release", "count", own))
    return scene.why("released", "fraction", "cents", inputs, part_name(own))


@once
def revived(scene: Scene, part: int | None) -> Why:
    """What comes back of what was set aside on a condition."""
    own = part or 0
    inputs = _conditional(scene, own) if scene.value("revive") else ()
    return scene.why("revived", "sum" if inputs else "nothing", "cents", inputs, part_name(own))


def _conditional(scene: Scene, part: int) -> tuple[Given, ...]:
    """What conditional waivers had set aside of a part before, and set aside now."""
    held = int(scene.before.conditional[part, 0])
    more = pledged(scene, part)
    return (*([carried("conditional", held)] if held else []), *([explained("pledged", more)] if more.value else []))


@once
def vested(scene: Scene, part: int | None) -> Why:
    """What of a conditional waiver became final: a milestone is reached, nothing else stands, or the loan is settled."""
    own = part or 0
    aside = () if scene.value("revive") else _conditional(scene, own)
    if not aside:
        return scene.why("vested", "nothing", "cents", (), part_name(own))
    conditional = scene.why("conditional", "sum", "cents", aside, part_name(own))
    if scene.value("settle"):
        done = _settled(scene, own, (explained("conditional", conditional),))
        if done.value:
            return Why("vested", done.formula, done.value, "cents", done.inputs, done.step, done.date, done.part)
    stages = cell_staged.vested(scene, own)
    position = scene.after_move("late_fee")
    left = scene.why("left", "sum", "cents", tuple(given for p in PARTS for given in stands(position, p)))
    if left.value and stages.inputs:
        return Why("vested", stages.formula, stages.value, "cents", stages.inputs, stages.step, stages.date, stages.part)
    inputs = (explained("conditional", conditional), explained("left", left))
    return scene.why("vested", "vest", "cents", inputs, part_name(own))
