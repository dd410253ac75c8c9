"""Why an instalment asks what it asks."""

from __future__ import annotations

from planner.book import Part, Shape
from planner.explain.cell_accrual import fee
from planner.explain.cell_agreed import released
from planner.explain.scene import Scene, carried, explained, once, part_name
from planner.why import Given, Why


@once
def billed(scene: Scene, part: int | None) -> Why:
    """What of a part falls due at this step: with the instalment, ahead of it, released, and fees."""
    own = part or 0
    pieces = [piece for piece in (_asked(scene, own), _ahead_of_it(scene, own)) if piece is not None]
    inputs = [explained(piece.code, piece) for piece in pieces]
    if own == Part.FEE and fee(scene, None).inputs:
        inputs.append(explained("fee", fee(scene, None)))
    back = released(scene, own)
    if back.inputs:
        inputs.append(explained(f"released_{part_name(own)}", back))
    if len(inputs) == 1 and len(pieces) == 1:
        only = pieces[0]
        return Why("billed", only.formula, only.value, "cents", only.inputs, only.step, only.date, part_name(own))
    return scene.why("billed", "sum" if inputs else "nothing", "cents", tuple(inputs), part_name(own))


def _ahead_of_it(scene: Scene, part: int) -> Why | None:
    """Accrued interest that falls due before anything else."""
    if part != Part.INTEREST or not scene.value("fall_due"):
        return None
    due = Given("accrued", int(scene.after_move("interval").accrued[0]), "cents", scene.said("fall_due", scene.step, None))
    return scene.why("fell_due", "all", "cents", (due,), part_name(part))


def _asked(scene: Scene, part: int) -> Why | None:
    """Principal or interest of the instalment; None where it asks none."""
    shape = scene.value("shape")
    if part not in (Part.PRINCIPAL, Part.INTEREST) or not (shape or scene.value("accelerate")):
        return None
    whole = scene.value("accelerate") > 0
    if part == Part.INTEREST:
        return None if shape == Shape.PRINCIPAL and not whole else _interest(scene)
    if whole or shape == Shape.ALL:
        by = scene.said("accelerate" if whole else "shape", scene.step, None)
        return scene.why("instalment", "all", "cents", (Given("undue", _undue(scene).value, "cents", by),), part_name(part))
    if shape == Shape.INTEREST:
        return None
    ask = explained("ask", _ask(scene, None))
    if shape == Shape.LEVEL:
        inputs = (ask, *_used(scene), explained("interest", _interest(scene)), _undue(scene))
        return scene.why("instalment", "bill_level", "cents", inputs, part_name(part))
    return scene.why("instalment", "bill_unit", "cents", (ask, *_used(scene), _undue(scene)), part_name(part))


def _undue(scene: Scene) -> Given:
    return carried("undue", int(scene.after_move("redate").principal[0]))


@once
def _ask(scene: Scene, _: int | None) -> Why:
    """What a level or a unit asks."""
    share = scene.optional(("share", "share", "share")) if scene.value("share") != 10**8 else ()
    if not scene.value("share"):
        share = (scene.set("share", "share", "share"),)
    extra = int(scene.after_move("redate").extra[0])
    level = carried("level", int(scene.before.level[0]))
    return scene.why("ask", "ask", "cents", (level, *share, *([carried("extra", extra)] if extra else [])))


def _used(scene: Scene) -> tuple[Given, ...]:
    """What was paid ahead of it and counts in it."""
    interest, principal = scene.after_move("redate").ahead[:, 0]
    ahead = [carried("ahead_interest", int(interest)), carried("ahead_principal", int(principal))]
    counts = tuple(given for given in (ahead if scene.value("shape") == Shape.LEVEL else ahead[1:]) if given.value)
    return (explained("ahead", scene.why("ahead", "ahead", "cents", (explained("ask", _ask(scene, None)), *counts))),) if counts else ()


def _interest(scene: Scene) -> Why:
    """All that accrued; of a level no more than it asks where something was paid ahead of it, or where the loan carries the rest."""
    accrued = carried("accrued", int(scene.after_move("redate").accrued[0]))
    levels = scene.value("shape") == Shape.LEVEL and not scene.value("accelerate")
    used = _used(scene) if levels else ()
    if levels and (scene.value("capped") or any(given.value for given in used)):
        return scene.why("instalment", "bill_bound", "cents", (accrued, explained("ask", _ask(scene, None)), *used), "interest")
    return scene.why("instalment", "all", "cents", (accrued,), "interest")
