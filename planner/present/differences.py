"""What conventions are worth, and a history held against a statement: as JSON, and a change of convention in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from planner.book import Part
from planner.dates import date, day
from planner.floating import on_day
from planner.money import yuan
from planner.present.conventions import of_loan, say_conventions
from planner.present.lines import finding_json
from planner.standings import PARTS

if TYPE_CHECKING:
    from planner.loan import Loan
    from planner.reconcile import Answer, Reconciliation
    from planner.sensitivity import Sensitivity
    from planner.text import Words
    from planner.variants import Variant

UNLIKE: Final = {"principal_overdue": "principal_unpaid"}
"""Parts that a position counts otherwise: here what falls due on the day itself is in it."""
MOST: Final = 20
"""Sets of changes that are said; JSON lists them all."""


def sensitivity_json(found: Sequence[Sensitivity], loans: Sequence[Loan]) -> dict[str, Any]:
    """What ``planner sensitivity --json`` prints; of several loans ``{as_of, loans: [{id, total, rows, findings}]}``."""
    each = [_moves_form(own, loan) for own, loan in zip(found, loans, strict=True)]
    head = {"as_of": found[0].as_of.isoformat()}
    several = [{"id": loan.id, **own} for loan, own in zip(loans, each, strict=True)]
    return {**head, **each[0]} if len(each) == 1 else {**head, "loans": several}


def _moves_form(found: Sensitivity, loan: Loan) -> dict[str, Any]:
    """One loan's moves: ``change`` is the position with ``value`` less the position with ``current``, by part."""
    return {
        "total": yuan(found.now.parts[-1]),
        "rows": [{**change_form(move.variant, loan, day(found.as_of)), "change": parts_form(move.change)} for move in found.moves],
        "findings": [finding_json(finding) for finding in found.findings],
    }


def reconciliation_json(found: Reconciliation | None) -> dict[str, Any] | None:
    """The ``reconciliation`` of ``planner position --json``; ``difference`` is ours less the bank's.

    ``dues`` are the instalments either lists, null where the other does not. ``sets`` are all smallest sets of changes under which every
    part agrees within ``tolerance``; ``nearest`` the best single change and the best pair where there is none. ``complete`` is false where
    more pairs would be worth trying than are tried.
    """
    if found is None:
        return None
    ours, bank, gap = (parts_form(parts) for parts in (found.ours.parts, found.bank.parts, found.difference))
    return {
        "date": found.date.isoformat(), "tolerance": yuan(found.tolerance), "agrees": found.agrees,
        "parts": {part: {"ours": ours[part], "bank": bank[part], "difference": gap[part]} for part in PARTS},
        "dues": [_due_form(found, due) for due in sorted({*found.ours.rows, *found.bank.rows})],
        "contradictions": [{"code": f.code, "value": f.value, "limit": f.limit} for f in found.contradictions],
        "sets": [_answer_form(answer, found) for answer in found.answers],
        "nearest": [_answer_form(answer, found) for answer in found.nearest],
        "tried": found.tried, "complete": found.whole,
    }  # fmt: skip


def _due_form(found: Reconciliation, due: int) -> dict[str, Any]:
    """One instalment: ours, the bank's and the difference, by part."""
    ours, bank = found.ours.rows.get(due), found.bank.rows.get(due)
    gap = None if ours is None or bank is None else tuple(a - b for a, b in zip(ours, bank, strict=True))
    return {"due": date(due).isoformat(), "ours": _row_form(ours), "bank": _row_form(bank), "difference": _row_form(gap)}


def _row_form(cents: tuple[int, ...] | None) -> dict[str, str] | None:
    return None if cents is None else {part.name.lower(): yuan(cents[part]) for part in Part}


def _answer_form(answer: Answer, found: Reconciliation) -> dict[str, Any]:
    return {
        "changes": [change_form(variant, found.loan, day(found.date)) for variant in answer.changes],
        "difference": parts_form(answer.remains), "dues_agree": answer.dues_agree,
    }  # fmt: skip


def change_form(variant: Variant, loan: Loan, on: int) -> dict[str, Any]:
    """A convention with another value and its own, as ``conventions`` writes them on a day."""
    name = variant.convention
    return {"convention": name, "value": of_loan(on_day(variant.loan, on))[name], "current": of_loan(on_day(loan, on))[name]}


def parts_form(cents: tuple[int, ...]) -> dict[str, str]:
    """Amounts by part, in yuan."""
    return {part: yuan(amount) for part, amount in zip(PARTS, cents, strict=True)}


def say_part(words: Words, part: str) -> str:
    """The name of a part of a standing."""
    return words(f"position.{UNLIKE.get(part, part)}")


def signed(words: Words, cents: int) -> str:
    """An amount with its sign; nothing is 0.00."""
    return f"+{words.money(cents)}" if cents > 0 else words.money(cents)


def say_parts(words: Words, cents: Sequence[int]) -> str:
    """What a change comes to by part, nil parts and the total left out."""
    moved = list(zip(PARTS, cents, strict=True))[:-1]
    return words("convention.comma").join(f"{say_part(words, part)} {signed(words, amount)}" for part, amount in moved if amount)


def say_change(words: Words, variants: Sequence[Variant], loan: Loan, on: int) -> str:
    """A convention, the value it would have, or several that come to the same, and the one it has on a day."""
    forms = [change_form(variant, loan, on) for variant in variants]
    name = variants[0].convention
    values = words("convention.or").join(_said(words, name, form["value"]) for form in forms)
    current = _said(words, name, forms[0]["current"])
    return words("convention.changed", name=words(f"convention.{name}"), value=values, current=current)


def say_set(words: Words, answer: Answer, found: Reconciliation) -> str:
    """The changes of a set, what remains with them, and whether they leave instalments that differ."""
    said = words("convention.and").join(say_change(words, [variant], found.loan, day(found.date)) for variant in answer.changes)
    left = [say_parts(words, answer.remains), "" if answer.dues_agree else words("convention.dues_differ")]
    rest = words("convention.then").join(filter(None, left))
    return words("convention.remaining", changes=said, rest=rest) if rest else said


def _said(words: Words, name: str, value: object) -> str:
    return words("convention.none") if value is None else say_conventions(words, {name: value})[0][1]


def say_moves(words: Words, found: Sensitivity, loan: Loan) -> tuple[list[tuple[str, str, str]], list[str]]:
    """For each move of something the change, its parts and total, like values in one; and the conventions that move nothing."""
    together: dict[tuple[str, tuple[int, ...]], list[Variant]] = {}
    for move in found.moves:
        together.setdefault((move.variant.convention, move.change), []).append(move.variant)
    rows = [
        (say_change(words, variants, loan, day(found.as_of)), say_parts(words, change), signed(words, change[-1]))
        for (_, change), variants in together.items()
        if any(change)
    ]
    moving = {name for name, change in together if any(change)}
    return rows, [words(f"convention.{name}") for name in dict.fromkeys(name for name, _ in together) if name not in moving]


def say_beside(words: Words, found: Reconciliation) -> list[list[str]]:
    """Ours, the bank's and the difference of each part that stands, and of the total."""
    every = list(zip(PARTS, found.ours.parts, found.bank.parts, found.difference, strict=True))
    shown = [row for row in every if row[1] or row[2] or row[0] == PARTS[-1]]
    return [[say_part(words, part), words.money(ours), words.money(bank), signed(words, gap)] for part, ours, bank, gap in shown]


def say_dues_beside(words: Words, found: Reconciliation) -> list[list[str]]:
    """The same of what differs in the instalments that either lists."""
    nothing = (0,) * len(Part)
    names = [part.name.lower() for part in Part]
    return [
        [f"{date(due).isoformat()} {words(f'part.{name}')}", words.money(ours), words.money(bank), signed(words, ours - bank)]
        for due in sorted({*found.ours.rows, *found.bank.rows})
        for name, ours, bank in zip(names, found.ours.rows.get(due, nothing), found.bank.rows.get(due, nothing), strict=True)
        if ours != bank
    ]


def say_verdict(words: Words, found: Reconciliation) -> list[str]:
    """Whether both agree, or what would make them agree; statements that nothing can explain come as findings instead."""
    tolerance = words.money(found.tolerance)
    if found.contradictions:
        return []
    if not any(found.difference):
        return [words("convention.agree_exactly")]
    if found.agrees:
        return [words("convention.agree_within", tolerance=tolerance), *([words("convention.exact_under")] if found.answers else [])]
    if not found.answers:
        more = [] if found.whole else [words("convention.not_all_tried")]
        return [*more, words("convention.none_agrees", tolerance=tolerance)]
    one = len(found.answers[0].changes) == 1
    return [words("convention.one_agrees", tolerance=tolerance) if one else words("convention.two_agree", tolerance=tolerance)]


def say_sets(words: Words, found: Reconciliation) -> list[str]:
    """A line for each of the first MOST sets of changes, or of the nearest, and how many more there are."""
    lines = [say_set(words, answer, found) for answer in (found.answers or found.nearest)[:MOST]]
    more = len(found.answers) - MOST
    return [*lines, words("convention.more", count=more)] if more > 0 else lines
