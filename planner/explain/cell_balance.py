"""Why so much stands before and after a step, and how many days past due that is."""

from __future__ import annotations

from planner.book import PARTS, Part, standing
from planner.explain import cell_accrual, cell_agreed, cell_money
from planner.explain.scene import Builder, Scene, carried, explained, iso, now_due, of_due, once, part_name, stands
from planner.why import Given, Origin, Why

GROWS: dict[int, tuple[tuple[str, Builder], ...]] = {
    Part.PRINCIPAL: (("drawn", cell_accrual.drawn),), Part.INTEREST: (("accrued", cell_accrual.accrued),),
    Part.PENALTY: (("penalty", cell_accrual.penalty),), Part.COMPOUND: (("compound", cell_accrual.compound),),
    Part.FEE: (("fee", cell_accrual.fee),),
}  # fmt: skip
GOES: tuple[tuple[str, Builder], ...] = (
    ("waived", cell_agreed.waived), ("capitalised", cell_agreed.capitalised), ("allocated", cell_money.allocated),
    ("prepaid", cell_money.prepaid),
)  # fmt: skip


@once
def opening(scene: Scene, part: int | None) -> Why:
    """What stood in a part: as the step before left it, or at the first step where the loan stood."""
    own = part or 0
    if scene.step:
        left, on = int(standing(scene.before)[own, 0]), iso(int(scene.before.date[0]))
        return scene.why("opening", "same", "cents", (Given("closing", left, "cents", Origin("ledger", "closing", on=on)),), part_name(own))
    held = int(scene.before.conditional[own, 0])
    places = (*stands(scene.before, own), *((carried("conditional", held),) if held else ()))
    return scene.why("opening", "sum" if places else "nothing", "cents", places, part_name(own))


@once
def closing(scene: Scene, part: int | None) -> Why:
    """What stood, and what came to it, less what was paid, forgiven or made principal."""
    own = part or 0
    inputs = [explained("opening", opening(scene, own))]
    inputs += [explained(name, why) for name, builder in GROWS[own] if (why := builder(scene, None)).value]
    if own == Part.PRINCIPAL:
        joined = [why for p in PARTS if (why := cell_agreed.capitalised(scene, p)).value]
        inputs += [explained(f"joined_{why.part}", why) for why in joined]
    inputs += [explained(f"{name}_{part_name(own)}", why) for name, builder in GOES if (why := builder(scene, own)).value]
    return scene.why("closing", "balance", "cents", tuple(inputs), part_name(own))


@once
def days_past_due(scene: Scene, _: int | None) -> Why:
    """Days since the oldest unpaid due date, those left out that do not count."""
    dues, relief = scene.after.dues, int(scene.after.relief[0])
    rows = now_due(dues, scene.date)
    if not rows:
        return scene.why("days_past_due", "nothing", "days", ())
    oldest = max(rows, key=lambda k: int(dues.relief[k, 0] - dues.due[k, 0]))
    out = (carried("relief", relief, "days"), carried("relief_then", int(dues.relief[oldest, 0]), "days"))
    day = of_due("due", dues, oldest, int(dues.due[oldest, 0]), "date")
    return scene.why("days_past_due", "age", "days", (scene.set("date", "date", "date"), day, *(given for given in out if given.value)))
