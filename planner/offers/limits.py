"""What a search for offers keeps within: the mandate, the rulebook's longest plan, what a month leaves, the least the lender takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from planner import household
from planner.book import PARTS, Part
from planner.errors import CaseError, Problem
from planner.money import ONE, half_up

if TYPE_CHECKING:
    import datetime as dt

    from planner.case import Case, Mandate

LONGEST: Final = 60
"""Instalments of the longest plan where neither mandate nor rulebook says one, and the contract has no more left."""
PAUSE: Final = 6
"""Months of the longest pause where the mandate says none."""
CHARGES: Final = (Part.PENALTY, Part.COMPOUND, Part.FEE)

Shares = tuple[int, ...]
"""A share of each part."""


@dataclass(frozen=True, slots=True)
class Limits:
    """``months`` and ``pause`` at most; ``rate`` at least (1e-8); ``waive`` the largest share by part, ``whens`` on what condition.

    ``capacity`` is what a month leaves in cents, below 0 where the money does not even reach; ``claim`` what is owed now; ``down`` the
    least and the most that may be asked down; ``floor`` the least worth to the lender in cents (None: none); ``due_days`` days of the
    month, empty: any; ``ruled`` says the rulebook limits the term.
    """

    capacity: int
    claim: int
    months: int = LONGEST
    rate: int = 0
    waive: Shares = (0, 0, ONE, ONE, ONE)
    whens: tuple[str, ...] = ("signing",) * 5
    pause: int = PAUSE
    down: tuple[int, int | None] = (0, None)
    floor: int | None = None
    due_days: tuple[int, ...] = ()
    ruled: bool = False

    @property
    def budget(self) -> int:
        """What can be paid a month."""
        return max(self.capacity, 0)


def limits(case: Case, claim: int, start: dt.date, left: int = 0, at_start: int = 0, enforced: int | None = None) -> Limits:
    """The limits of a case with ``left`` instalments to go, ``at_start`` cents standing on the start, ``enforced`` what a suit is worth.

    CaseError where nothing says what comes in a month, or nothing is owed.
    """
    spare = None if case.household is None else household.capacity(case.household)
    if spare is None:
        raise CaseError([Problem("no_income", "household.income", "", "expected.no_income")])
    if claim <= 0:
        raise CaseError([Problem("nothing_owed", "loan[0]")])
    rule = case.book.on("plan_term", start, case.loans[0].kind)
    most = max(LONGEST, left) if rule is None or rule.band.most is None else rule.band.most
    plain = Limits(spare, claim, most, ruled=rule is not None, floor=_floor(case, claim, enforced))
    return plain if case.mandate is None else _within(case.mandate, plain, case.loans[0].kind, at_start)


def _floor(case: Case, claim: int, enforced: int | None) -> int | None:
    """The least worth to the lender: the better of enforcement and the price offered for the claim, else the mandate's share of it."""
    share = None if case.mandate is None else case.mandate.min_recovery
    others = [other for other in (enforced, case.claim_price) if other is not None]
    if others or share is None:
        return max(others, default=None)
    return int(half_up(np.array([claim]), share, ONE)[0])


def _within(mandate: Mandate, plain: Limits, kind: str, at_start: int) -> Limits:
    """What is left of plain limits under a mandate; what it does not speak of stays as it is, and no term is longer than the rulebook's."""
    counts = [n for n in (mandate.max_instalments, dict(mandate.product_instalments).get(kind)) if n is not None]
    share, amount = mandate.min_down_payment
    least = max(amount, int(half_up(np.array([at_start]), share, ONE)[0]))
    waive = plain.waive if mandate.waive is None else tuple(mandate.waive)
    return replace(
        plain, months=min([plain.months, *counts]) if plain.ruled else min(counts, default=plain.months),
        rate=mandate.min_rate or 0, waive=waive, down=(least, None), due_days=mandate.due_days,
        pause=plain.pause if mandate.max_pause is None else mandate.max_pause,
        whens=tuple("completion" if part in mandate.conditional_only else "signing" for part in PARTS),
    )  # fmt: skip
