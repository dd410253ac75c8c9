"""Why a stage of a conditional waiver is as large as it is, what it waits for, and whether it was forgiven at a step."""

from __future__ import annotations

from dataclasses import dataclass

from planner.book import Part
from planner.explain.cell_money import allocated, prepaid
from planner.explain.scene import MOVES, PLACE, Scene, carried, explained, now_due, of_due, once, part_name, portion_of, stands
from planner.why import Given, Why


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage as it stands ahead of the money of a step: what it holds of a part, what must be paid first, from which day it may vest."""

    amount: Given
    left: Given | None
    day: Given | None


def signed(scene: Scene) -> int:
    """How many stages are set aside at this step."""
    stages = scene.timeline.stages
    return 0 if stages is None or not scene.value("sign") else stages.day.shape[0]


def said(scene: Scene, name: str, column: str, unit: str, stage: int, part: int | None = None) -> Given:
    """What the timeline says of one of its stages, as an input."""
    found = getattr(scene.timeline.stages, column)
    value = int((found if part is None else found[part])[stage, 0])
    return Given(name, value, unit, scene.said("stages", scene.step, stage))


def asked(scene: Scene, part: int, upto: int) -> list[Given]:
    """Shares and amounts of a part that the first stages take, those of nothing left out."""
    kinds = (("share", "share", "share"), ("amount", "cents", "cents"))
    every = (said(scene, name, column, unit, k, part) for name, column, unit in kinds for k in range(upto))
    return [given for given in every if given.value]


def pledges(scene: Scene, part: int) -> list[Given]:
    """What is set aside to completion of the same total."""
    share = [scene.set("share", "pledge", "share", part)] if scene.value("pledge", part) else []
    return share + ([scene.set("amount", "pledge_cents", "cents", part)] if scene.value("pledge_cents", part) else [])


def upto(scene: Scene, part: int, stages: int) -> Why | None:
    """What is set aside to completion and by the first ``stages``; None where they ask nothing of a part."""
    inputs = [*pledges(scene, part), *asked(scene, part, stages)]
    before = scene.after_move(MOVES[PLACE["pledge"] - 1][0])
    places = stands(before, part)
    return scene.why("pledged", portion_of(inputs), "cents", (*inputs, *places), part_name(part)) if inputs else None


def waiting(scene: Scene, part: int) -> list[Stage]:
    """The stages that hold anything of a part, those set aside at this step last."""
    return [*_carried(scene, part), *_new(scene, part)]


def _carried(scene: Scene, part: int) -> list[Stage]:
    held, days, left = scene.before.staged[part, :, 0], scene.before.staged_day[:, 0], scene.before.staged_left[:, 0]
    return [
        Stage(
            carried("staged", int(held[k])), carried("owing", int(left[k])) if left[k] else None,
            carried("from_day", int(days[k]), "date") if days[k] else None,
        ) for k in range(held.size) if held[k]
    ]  # fmt: skip


def _new(scene: Scene, part: int) -> list[Stage]:
    found = []
    for k in range(signed(scene)):
        whole, less = upto(scene, part, k + 1), upto(scene, part, k)
        if whole is None or whole.value == (0 if less is None else less.value):
            continue
        inputs = (explained("pledged", whole), *([] if less is None else [explained("pledged_before", less)]))
        amount = scene.why("staged", "less", "cents", inputs, part_name(part))
        day = said(scene, "from_day", "day", "date", k)
        found.append(Stage(explained("staged", amount), _owing(scene, k), day if day.value else None))
    return found


def _owing(scene: Scene, stage: int) -> Given | None:
    """The principal that must be paid before a stage that is set aside at this step."""
    share = said(scene, "share", "paid", "share", stage)
    if not share.value:
        return None
    places = stands(scene.after_move("pledge"), Part.PRINCIPAL)
    return explained("owing", scene.why("owing", "portion", "cents", (share, *places)))


@once
def vested(scene: Scene, part: int | None) -> Why:
    """What of the stages became final at this step, stage by stage, and what keeps the others."""
    own = part or 0
    pieces = [_milestone(scene, stage, own) for stage in waiting(scene, own)]
    inputs = tuple(explained("staged", piece) for piece in pieces)
    return scene.why("stages", "sum" if inputs else "nothing", "cents", inputs, part_name(own))


def _milestone(scene: Scene, stage: Stage, part: int) -> Why:
    inputs = [stage.amount]
    if stage.left is not None:
        inputs.append(stage.left)
        paid = ((name, own(scene, int(Part.PRINCIPAL))) for name, own in (("allocated", allocated), ("prepaid", prepaid)))
        inputs += [explained(f"{name}_principal", why) for name, why in paid if why.value]
    if stage.day is not None:
        dues = scene.after_move("late_fee").dues
        rows = [of_due("due", dues, k, int(dues.amount[:, k, 0].sum())) for k in now_due(dues, scene.date)]
        inputs += [stage.day, carried("date", scene.date, "date"), *rows]
    formula = "principal_paid" if stage.day is None else "on_plan" if stage.left is None else "milestone"
    return scene.why("staged", formula, "cents", tuple(inputs), part_name(part))
