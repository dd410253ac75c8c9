"""A history held against a bank's statement: part by part, and the fewest conventions under which both would agree.

Differences are ours less the bank's, in cents, by part in the order of ``standings.PARTS``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Final

from planner import dates
from planner.findings import Finding
from planner.loan import Loan, Statement
from planner.money import yuan
from planner.standings import Progress, Standing, side_by_side, standing, standings
from planner.stated import position_of
from planner.variants import Variant, both, variants

MOST_PAIRS: Final = 2000
"""Pairs of conventions that are tried, those first whose moves alone add up nearest to the difference."""
MOST_ALONE: Final = 200
"""The same of a loan that is rolled by itself (a card, or one under an agreed plan), and at least of every other."""
MOST_ROWS: Final = 72_000
"""Instalments of all pairs together; those of long loans are fewer."""
TOGETHER: Final[tuple[frozenset[str], ...]] = (
    frozenset({"rounding", "rounded", "daily_decimals", "remainder", "day_count", "penalty_day_count"}),
    frozenset({
        "compound_rate", "compound_rate_before_maturity", "compound_on_penalty", "compound_on_compound", "compound_settlement", "uplift",
    }),
    frozenset({"first_penalty_day", "grace", "penalty_day_count"}),
    frozenset({"allocation", "allocation_by", "late_allocation", "early_money"}),
    frozenset({"instalment_amount", "residue", "level_on", "interest_above_level", "first_period", "day_count"}),
    frozenset({"interest_due", "first_period", "business_days", "compound_settlement"}),
    frozenset({"repricing", "repricing_effective", "uplift"}),
)  # fmt: skip
"""Conventions of which one may move nothing alone and something beside another."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Conventions changed together, what then remains by part, and whether the dues that both list agree as well."""

    changes: tuple[Variant, ...]
    remains: tuple[int, ...]
    dues_agree: bool


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Ours and the bank's on a day, and what would make them agree within ``tolerance`` (cents a part).

    ``answers`` are all smallest sets of changes, fewest cents remaining first; where both agree already but not to the cent, those single
    changes under which they do. ``nearest`` is the best single change and the best pair where nothing agrees. ``contradictions`` are
    statements no convention can explain; nothing is tried then. ``whole``: every pair worth trying was tried.
    """

    loan: Loan
    date: dt.date
    tolerance: int
    ours: Standing
    bank: Standing
    answers: tuple[Answer, ...] = ()
    nearest: tuple[Answer, ...] = ()
    contradictions: tuple[Finding, ...] = ()
    tried: int = 0
    whole: bool = True

    @property
    def difference(self) -> tuple[int, ...]:
        """Ours less the bank's, by part."""
        return _less(self.ours, self.bank)

    @property
    def agrees(self) -> bool:
        """Whether every part agrees within the tolerance as it is."""
        return _within(self.difference, self.tolerance)


def compared(loan: Loan) -> Reconciliation | None:
    """Ours and the bank's without a search; None where a statement and a history are not both given."""
    statement = loan.statement
    if statement is None or not loan.reconcile:
        return None
    ours = standings([loan], dates.day(statement.date))[0]
    if ours is None:
        return None
    bank = standing(position_of(loan, statement, dates.day(statement.date)))
    return Reconciliation(loan, statement.date, statement.tolerance, ours, bank, contradictions=tuple(_contradictions(loan, statement)))


def reconcile(loan: Loan, progress: Progress | None = None) -> Reconciliation | None:
    """Ours and the bank's on the statement's date and the fewest changes under which they agree; None where not both are given."""
    found = compared(loan)
    if found is None or found.contradictions or not any(found.difference):
        return found
    search = _Search(found, progress)
    singles = search.tried([(v,) for v in variants(loan)])
    found = replace(found, answers=_agreeing(found, singles), tried=search.count)
    if found.answers or found.agrees:
        return found
    kinds = _kinds(found, singles)
    chosen, whole = _pairs(found, kinds)
    doubles = search.tried(chosen)
    agreeing = [answer.changes for answer in _agreeing(found, doubles)]
    answers = _agreeing(found, doubles + search.tried(_alike(agreeing, kinds)))
    nearest = () if answers else tuple(min(some, key=_distance) for some in (singles, doubles) if some)
    return replace(found, answers=answers, nearest=nearest, tried=search.count, whole=whole)


class _Search:
    """Rolls changes of the loan on the statement's date and compares."""

    def __init__(self, found: Reconciliation, progress: Progress | None) -> None:
        self.found, self.progress, self.count = found, progress, 0

    def tried(self, sets: list[tuple[Variant, ...]]) -> list[Answer]:
        """What remains under each set that means something and can be rolled; the standing itself is dropped."""
        loans = [(changes, _together(changes)) for changes in sets]
        real = [(changes, loan) for changes, loan in loans if loan is not None]
        rolled = standings([loan for _, loan in real], dates.day(self.found.date), self.progress)
        self.count += len(real)
        return [self._answer(changes, one) for (changes, _), one in zip(real, rolled, strict=True) if one is not None]

    def _answer(self, changes: tuple[Variant, ...], one: Standing) -> Answer:
        bank, most = self.found.bank, self.found.tolerance
        shared = one.rows.keys() & bank.rows.keys()
        same = all(abs(a - b) <= most for due in shared for a, b in zip(one.rows[due], bank.rows[due], strict=True))
        return Answer(changes, _less(one, bank), same and one.rows.keys() == bank.rows.keys())


def _together(changes: tuple[Variant, ...]) -> Loan | None:
    return changes[0].loan if len(changes) == 1 else both(*changes)


def _less(ours: Standing, bank: Standing) -> tuple[int, ...]:
    return tuple(a - b for a, b in zip(ours.parts, bank.parts, strict=True))


def _within(difference: tuple[int, ...], tolerance: int) -> bool:
    """Whether every part agrees; the total is their sum and may be off by more."""
    return all(abs(cents) <= tolerance for cents in difference[:-1])


def _distance(answer: Answer) -> tuple[int, bool]:
    """How far a set leaves the parts from the bank's, then whether the dues differ."""
    return sum(abs(cents) for cents in answer.remains[:-1]), not answer.dues_agree


def _agreeing(found: Reconciliation, tried: list[Answer]) -> tuple[Answer, ...]:
    """The sets that agree, nearest first and in the order of the conventions; only exact ones where ours agrees within the tolerance."""
    most = 0 if found.agrees else found.tolerance
    agreeing = [answer for answer in tried if _within(answer.remains, most)]
    return tuple(sorted(_distinct(agreeing), key=_distance))


def _distinct(answers: list[Answer]) -> list[Answer]:
    """Orders of allocation that come to the same told once."""
    kept: dict[object, Answer] = {}
    for answer in answers:
        names = tuple(v.convention if v.convention == "allocation" else v.key for v in answer.changes)
        kept.setdefault((names, answer.remains, answer.dues_agree), answer)
    return list(kept.values())


Kind = list[tuple[Variant, tuple[int, ...]]]
"""Values of one convention that move the same, and what they move by part."""


def _kinds(found: Reconciliation, singles: list[Answer]) -> list[Kind]:
    """The values of each convention by what they move alone; those that move nothing each by itself, orders of allocation apart."""
    kinds: dict[object, Kind] = {}
    for answer in singles:
        variant, move = answer.changes[0], tuple(a - b for a, b in zip(answer.remains, found.difference, strict=True))
        still = not any(move) and variant.convention != "allocation"
        kinds.setdefault((variant.convention, variant.value if still else move), []).append((variant, move))
    return list(kinds.values())


def _pairs(found: Reconciliation, kinds: list[Kind]) -> tuple[list[tuple[Variant, ...]], bool]:
    """Pairs worth trying, the most promising of them, up to MOST_PAIRS, MOST_ROWS or MOST_ALONE, and whether those are all.

    Worth trying are two that each move something, of those that move the same the first, and those that may matter together.
    """
    paired = [
        (_left(found.difference, a[1], b[1]), (a[0], b[0]))
        for a, b in combinations([kind[0] for kind in kinds], 2)
        if a[0].convention != b[0].convention and ((any(a[1]) and any(b[1])) or _coupled(a[0].convention, b[0].convention))
    ]
    most = max(MOST_ALONE, min(MOST_PAIRS, MOST_ROWS // max(found.loan.instalments, 1))) if side_by_side(found.loan) else MOST_ALONE
    chosen = sorted(paired, key=lambda pair: pair[0])[:most]
    return [pair for _, pair in chosen], len(paired) <= most


def _alike(agreeing: list[tuple[Variant, ...]], kinds: list[Kind]) -> list[tuple[Variant, ...]]:
    """Pairs made of values that move the same alone as those of pairs that agree; orders of allocation are left as they are."""
    same = {kind[0][0].key: [v for v, _ in kind if v.convention != "allocation" or v is kind[0][0]] for kind in kinds}
    every = [pair for a, b in agreeing for pair in product(same[a.key], same[b.key]) if (a.key, b.key) != (pair[0].key, pair[1].key)]
    return [tuple(pair) for pair in every[:MOST_PAIRS]]


def _coupled(one: str, other: str) -> bool:
    return any(one in group and other in group for group in TOGETHER)


def _left(difference: tuple[int, ...], *moves: tuple[int, ...]) -> int:
    """What would remain if moves simply added up."""
    return sum(abs(sum(cents)) for cents in list(zip(difference, *moves, strict=True))[:-1])


def _contradictions(loan: Loan, statement: Statement) -> Iterable[Finding]:
    """More principal than was lent, or less than was lent and all payments could have left."""
    if loan.agreed is not None or not isinstance(loan.principal, int):
        return
    rows = [*statement.dues, *([] if statement.deferred is None else [statement.deferred])]
    stands = statement.principal + sum(row.principal for row in rows)
    lent = loan.principal + sum(draw.amount for draw in loan.draws if draw.date <= statement.date)
    paid = sum(payment.amount for payment in loan.payments if payment.date <= statement.date)
    if stands > lent:
        yield Finding("stated_above_lent", "warning", where=loan.id, value=yuan(stands), limit=yuan(lent))
    if stands < lent - paid:
        yield Finding("stated_below_paid", "warning", where=loan.id, value=yuan(stands), limit=yuan(lent - paid))
