"""One payment between several debts: in the order of Civil Code Art. 560 unless agreed otherwise, or in proportion, to the cent.

Art. 560, between debts to one creditor: what the debtor names; what is due; of that what is least secured, bears most, fell due
earliest; and then in proportion. What bears most: of what is due the higher rate it bears while overdue, else the higher contract rate.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from planner.money import Ints
from planner.shares import Shares, shared

LAW: Final = "law"
PRO_RATA: Final = "pro-rata"
_FAR: Final = 2**62


@dataclass(frozen=True, slots=True)
class Debt:
    """What stands of a debt in cents: ``due`` since the day ``since`` (None: nothing is), and the ``rest``.

    ``rate`` is what the rest bears, ``overdue`` what the due bears, in 1e-8 a year.
    """

    id: str
    due: int
    rest: int
    since: int | None = None
    rate: int = 0
    overdue: int = 0
    secured: bool = False

    @property
    def owed(self) -> int:
        """All of it."""
        return self.due + self.rest


Split = str | tuple[str, ...] | Shares
"""How money goes between debts: law, pro-rata, ids of debts that come first in this order, or shares that were agreed."""


def between(amount: int, debts: tuple[Debt, ...], split: Split = LAW) -> tuple[int, ...]:
    """What each debt gets of an amount in cents, never more than it owes; the parts add up to it, or to all that is owed if that is less.

    What the debts that ``split`` names leave, once they are paid, goes by law.
    """
    amount = min(amount, sum(debt.owed for debt in debts))
    if split == PRO_RATA:
        return tuple(int(cents) for cents in shared(amount, [debt.owed for debt in debts]))
    paid = _agreed(amount, debts, split)
    amount -= sum(paid)
    for group in _ranked(debts, paid):
        weights = [left for _, left in group]
        parts: Ints = shared(min(amount, sum(weights)), weights)
        for (place, _), part in zip(group, parts, strict=True):
            paid[place] += int(part)
            amount -= int(part)
    return tuple(paid)


def _agreed(amount: int, debts: tuple[Debt, ...], split: Split) -> list[int]:
    """What debts get that are named: whole and one after the other, or by their shares; what one does not need goes to the others'."""
    paid, places = [0] * len(debts), {debt.id: place for place, debt in enumerate(debts)}
    for place in [places[own] for own in split] if isinstance(split, tuple) else []:
        paid[place] = min(amount, debts[place].owed)
        amount -= paid[place]
    shares = {places[own]: share for own, share in split.of} if isinstance(split, Shares) else {}
    while open_ := [place for place in shares if paid[place] < debts[place].owed and shares[place] and amount]:
        for place, cents in zip(open_, shared(amount, [shares[place] for place in open_]), strict=True):
            part = min(int(cents), debts[place].owed - paid[place])
            paid[place], amount = paid[place] + part, amount - part
    return paid


def _ranked(debts: tuple[Debt, ...], paid: list[int]) -> Iterable[list[tuple[int, int]]]:
    """Debts of one rank together, with their place and what is left of them: first what is due, then what is not."""
    due = [(_rank(debt, late=True), place, debt.due - min(paid[place], debt.due)) for place, debt in enumerate(debts)]
    rest = [(_rank(debt, late=False), place, debt.rest - max(paid[place] - debt.due, 0)) for place, debt in enumerate(debts)]
    for _, group in groupby(sorted(due + rest), key=lambda entry: entry[0]):
        yield [(place, left) for _, place, left in group]


def _rank(debt: Debt, *, late: bool) -> tuple[bool, bool, int, int]:
    """The lower the sooner: due, without security, of a higher rate, due earlier."""
    since = debt.since if late and debt.since is not None else _FAR
    return not late, debt.secured, -(debt.overdue if late else debt.rate), since
