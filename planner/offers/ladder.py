"""A negotiation ladder: from the offer worth most to the lender down to the edge of the mandate, each step with its price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from planner.money import Ints
from planner.offers.frontier import frontier
from planner.offers.rolled import Figures

RUNGS: Final = 6
"""Steps of a ladder at most, opening and edge included."""


@dataclass(frozen=True, slots=True)
class Rung:
    """The place of an offer, and what it is worth less than the opening, in cents."""

    place: int
    price: int


def ladder(own: Figures, places: Ints) -> tuple[Rung, ...]:
    """Offers that ask less and less in all, none beaten in what is paid in all and what it is worth; ``places`` (n,) are theirs.

    Steps in between lie at equal distances of worth, as near as there are offers.
    """
    kept = np.flatnonzero(frontier(np.stack([own.total, -own.worth])))
    kept = kept[np.lexsort((kept, own.highest[kept], own.total[kept], -own.worth[kept]))]
    worth = own.worth[kept]
    aims = np.linspace(worth[0], worth[-1], RUNGS)
    nearest = np.unique([int(np.abs(worth - aim).argmin()) for aim in aims])
    return tuple(Rung(int(places[kept[k]]), int(worth[0] - worth[k])) for k in nearest)
