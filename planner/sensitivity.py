"""What each open convention of a loan is worth on a day: the position under every other value less the position as it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from planner import dates
from planner.errors import CaseError, Problem
from planner.findings import Finding
from planner.loan import Loan
from planner.standings import Progress, Standing, standings
from planner.variants import Variant, variants


@dataclass(frozen=True, slots=True)
class Move:
    """What one alternative moves, in cents by part in the order of ``standings.PARTS``: with it, less as it is."""

    variant: Variant
    change: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Where the loan stands on ``as_of``, and what every alternative moves, the largest move of the total first, those of nothing last."""

    as_of: dt.date
    now: Standing
    moves: tuple[Move, ...]
    findings: tuple[Finding, ...] = ()


def sensitivity(loan: Loan, as_of: dt.date, progress: Progress | None = None) -> Sensitivity:
    """What each open convention moves on ``as_of``.

    Orders of allocation that move the same are one. A loan that starts from a bank's statement stands as the statement says.
    CaseError where the integers cannot hold what is owed.
    """
    found = variants(loan)
    rolled = standings([loan, *(v.loan for v in found if loan.stated is None)], dates.day(as_of), progress)
    now, others = rolled[0], rolled[1:] or [rolled[0]] * len(found)
    if now is None:
        raise CaseError([Problem("grows_too_large", "loan[0]", values={"what": "claim"})])
    moves = [Move(v, change(now, other)) for v, other in zip(found, others, strict=True) if other is not None]
    ranked = sorted(_distinct(moves), key=_rank)
    return Sensitivity(as_of, now, tuple(ranked), _stated(loan))


def _stated(loan: Loan) -> tuple[Finding, ...]:
    """That nothing moves what a statement says."""
    return () if loan.stated is None else (Finding("stands_as_stated", "note", where=loan.id, value=loan.stated.date.isoformat()),)


def change(now: Standing, other: Standing) -> tuple[int, ...]:
    """The other standing less this one, by part."""
    return tuple(b - a for a, b in zip(now.parts, other.parts, strict=True))


def _distinct(moves: list[Move]) -> list[Move]:
    """Orders that move the same told once."""
    seen: set[tuple[int, ...]] = set()
    kept = []
    for move in moves:
        if move.variant.convention != "allocation" or move.change not in seen:
            kept.append(move)
            seen |= {move.change} if move.variant.convention == "allocation" else set()
    return kept


def _rank(move: Move) -> tuple[bool, int, int]:
    """The largest move of the total first, then the largest of the parts; those of nothing last."""
    size = sum(abs(cents) for cents in move.change[:-1])
    return size == 0, -abs(move.change[-1]), -size
