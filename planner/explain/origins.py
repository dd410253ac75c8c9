"""Who set each value of a timeline: the last clause of a plan that changed it, else the contract.

Found by comparing the timelines before and after each clause, in the order in which clauses act; rows belong together by their date and
instalment number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from planner import contract, dates
from planner.book import COLUMNS, NEUTRAL, RUNNING, Position, Timeline
from planner.errors import CaseError, RangeError
from planner.explain.contracted import CALENDAR, Contracted
from planner.explain.scene import RATES
from planner.money import Ints
from planner.steps import full
from planner.terms import WRITERS, apply
from planner.why import Origin, Why

if TYPE_CHECKING:
    from planner.case import Case, Plan
    from planner.loan import Loan

NOWHERE: Final[Mapping[str, int]] = {}
Known = Mapping[tuple[str, int], Why]
"""Values that follow from others, by column and step."""
ORDERS: Final = ("order", "late_order")
Layer = tuple[Timeline, Origin | None]
Key = tuple[int, int, int]


class Origins:
    """Where the values of one rolled timeline came from; columns are compared when first asked for."""

    def __init__(self, contracted: Contracted, layers: list[Layer], assumed: Mapping[str, Origin], known: Known) -> None:
        """The first layer is the contract, the last the timeline as rolled; each but the first with what made it of the one before.

        ``assumed`` are columns of which more is known than that the last layer set them, ``known`` values that follow from others.
        """
        self.contracted, self.layers, self.assumed, self.known = contracted, layers, assumed, known
        self.final = layers[-1][0]
        self._keys = [_keys(timeline) for timeline, _ in layers]
        self._rows = [_aligned(own, self._keys[-1]) for own in self._keys]
        self._found: dict[tuple[str, int | None], Ints] = {}

    def __call__(self, column: str, step: int, part: int | None = None) -> Origin | None:
        """The clause or the scenario that set a value last, else where the contract has it from."""
        changed = self._staged(part or 0) if column == "stages" else self._layer(column, step, part)
        origin = self.layers[changed][1] if changed else None
        if changed == len(self.layers) - 1 and column in self.assumed:
            return self.assumed[column]
        if origin is None:
            return self.contracted.origin(column, self.final)
        on = dates.date(int(self.final.date[step, 0])).isoformat()
        return replace(origin, on=on) if origin.kind == "scenario" else origin

    def why(self, column: str, step: int) -> Why | None:
        """How a value follows from others: a rate of the contract, or what is ``known`` beside; None where it is a number of its own."""
        if (column, step) in self.known:
            return self.known[column, step]
        if column not in RATES or self._layer(column, step, None):
            return None
        value = int(full(self.final, column)[step, 0])
        return self.contracted.rate(column, int(self.final.date[step, 0]) - 1, value)

    def _layer(self, column: str, step: int, part: int | None) -> int:
        """The place of the layer that changed a value last; 0 for the contract."""
        if column in ORDERS:
            return self._ordered(column)
        if column not in COLUMNS or column in CALENDAR:
            return 0
        key = column, part
        if key not in self._found:
            values = [self._values(place, column, part) for place in range(len(self.layers))]
            changed = np.zeros(self.final.length, dtype=np.int64)
            for place in range(1, len(values)):
                changed = np.where(values[place] != values[place - 1], place, changed)
            self._found[key] = changed
        return int(self._found[key][step])

    def _staged(self, stage: int) -> int:
        """The first layer that knows a stage of a conditional waiver, in whichever place."""
        for place, (timeline, _) in enumerate(self.layers):
            known = 0 if timeline.stages is None else timeline.stages.day.shape[0]
            if any(_stage(timeline, k) == _stage(self.final, stage) for k in range(known)):
                return place
        return len(self.layers) - 1

    def _ordered(self, column: str) -> int:
        """The last layer, where it pays in another order than the contract; else the contract."""
        first, last = (timeline.orders[int(getattr(timeline, column)[0])] for timeline in (self.layers[0][0], self.final))
        return 0 if first == last else len(self.layers) - 1

    def _values(self, place: int, column: str, part: int | None) -> Ints:
        """A layer's column on the rows of the final timeline: of a row it lacks what an inserted row would have."""
        timeline, rows = self.layers[place][0], self._rows[place]
        wide = full(timeline, column)
        own = np.broadcast_to(wide if part is None else wide[part], (timeline.length, 1))[:, 0]
        if column in RUNNING:
            after = np.searchsorted(timeline.date[:, 0], self.final.date[:, 0])
            return np.where(rows < 0, own[np.minimum(after, own.size - 1)], own[rows])
        return np.where(rows < 0, NEUTRAL.get(column, 0), own[rows])


def _stage(timeline: Timeline, stage: int) -> list[list[int]]:
    """What one stage says."""
    own = timeline.stages
    return [] if own is None else [getattr(own, f.name)[..., stage, 0].reshape(-1).tolist() for f in fields(own)]


def _keys(timeline: Timeline) -> list[Key]:
    """What rows are known by: date, instalment number, and which of several alike."""
    seen: dict[tuple[int, int], int] = {}
    found = []
    number = full(timeline, "number")[:, 0]
    for on, count in zip(timeline.date[:, 0].tolist(), number.tolist(), strict=True):
        seen[on, count] = seen.get((on, count), -1) + 1
        found.append((on, count, seen[on, count]))
    return found


def _aligned(own: list[Key], final: list[Key]) -> Ints:
    """The row of each final row's key among one's own; -1 where there is none."""
    place = {key: row for row, key in enumerate(own)}
    return np.array([place.get(key, -1) for key in final], dtype=np.int64)


def origins(
    case: Case, place: int, name: str, stand: tuple[Position, Timeline], rolled: Timeline, lines: Mapping[str, int] = NOWHERE, *,
    known: Known = MappingProxyType({}),
) -> Origins:
    """Where the values of a scenario's timeline came from, of one loan of the case; ``stand`` is where it stood, and its future."""
    contracted, loan = Contracted(case, place, lines), case.loans[place]
    layers: list[Layer] = [*_agreed(contracted, case, stand[1]), (stand[1], None)]
    if len(layers) > 1:
        layers[1] = stand[1], contracted.key("agreed")
    plan = next((p for p in case.plans if p.name == name), None)
    if plan is not None and plan.of(loan.id).terms:
        layers += _clauses(plan, case.plans.index(plan), loan, stand, dates.day(case.as_of), lines)
    path = "" if plan is None else f"plan[{case.plans.index(plan)}]"
    layers.append((rolled, Origin("scenario", name) if plan is None else Origin("case", path, lines.get(path))))
    return Origins(contracted, layers, _assumed(contracted, name, lines), known)


def _assumed(contracted: Contracted, name: str, lines: Mapping[str, int]) -> dict[str, Origin]:
    """What standard scenarios rest on: the fee of an early repayment, the assumptions of enforcement."""
    if name == "pay_off":
        return {"fee": contracted.key("prepayment_fee")}
    if name != "enforcement":
        return {}
    found = contracted.case.raw.get("assumptions", {})
    path = f"assumptions.{'enforcement' if 'enforcement' in found else 'collateral'}"
    return dict.fromkeys(("fee", "cash"), Origin("case", path, lines.get(path)))


def _agreed(contracted: Contracted, case: Case, future: Timeline) -> list[Layer]:
    """The contract as signed, of a loan that is under a plan agreed earlier."""
    loan = contracted.loan
    if loan.agreed is None or loan.stated is not None:
        return []
    signed = contract.signed(replace(loan, agreed=None), case.as_of)[1]
    return [(signed, None)] if signed.length and future.length else []


def _clauses(
    plan: Plan, place: int, loan: Loan, stand: tuple[Position, Timeline], as_of: int, lines: Mapping[str, int]
) -> list[Layer]:
    """The plan's timeline as its start and then each clause make it, in the order in which they act.

    What cannot be applied without the clauses to come is told with the first that can.
    """
    order, own, start = list(WRITERS), plan.of(loan.id), f"plan[{place}].start"
    paths = [f"plan[{place}].terms[{n}]" for n in plan.places(loan.id)]
    ranked = sorted(zip(paths, own.terms, strict=True), key=lambda entry: order.index(type(entry[1])))
    found: list[Layer] = []
    for count in range(len(ranked) + 1):
        path = ranked[count - 1][0] if count else start
        origin = Origin("term" if count else "case", path, lines.get(path))
        try:
            found.append((apply(replace(own, terms=tuple(clause for _, clause in ranked[:count]), only=()), loan, *stand, as_of), origin))
        except (CaseError, RangeError):
            continue
    return found
