"""A contract's own clauses beside the rulebook: a fee for early repayment of late money, what late payments pay first, what compounds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from planner.book import days_past_due
from planner.findings import by_rule

if TYPE_CHECKING:
    from planner.book import Part, Position
    from planner.case import Case
    from planner.findings import Finding
    from planner.loan import Loan
    from planner.rules import Rulebook

DISPUTED: Final = "disputed_compound"


def findings(loan: Loan, now: Position, case: Case) -> tuple[Finding, ...]:
    """What the book notes of a loan's own clauses as it stands (N = 1)."""
    return (*_fee(loan, now, case), *_order(loan, case.book))


def _fee(loan: Loan, now: Position, case: Case) -> tuple[Finding, ...]:
    """A fee for early repayment has no base in what is overdue, nor after everything fell due."""
    fee, rule = loan.prepayment_fee, case.book.on("prepayment_fee_scope", case.as_of, loan.kind)
    called = loan.accelerated is not None and loan.accelerated <= case.as_of
    if rule is None or fee is None or fee.waived or not (called or int(days_past_due(now)[0])):
        return ()
    return (by_rule("prepayment_fee_scope", rule, "note", loan.id, **{f"text_{lang}": text for lang, text in rule.words.items()}),)


def _order(loan: Loan, book: Rulebook) -> tuple[Finding, ...]:
    """What the contract's order pays first at the age from which the book has another one."""
    late, age = (book.on(code, loan.opened, loan.kind) for code in ("allocation_late", "allocation_late_from"))
    if late is None or age is None:
        return ()
    first = _paid_at(loan, age.number)[0]
    if first is late.parts[0]:
        return ()
    named = {f"title_{lang}": text for lang, text in late.title.items()}
    names = (first.name.lower(), late.parts[0].name.lower())
    return (by_rule("allocation_late", late, "warning", loan.id, *names, part=names[0], days=str(age.number), **named),)


def _paid_at(loan: Loan, age: int) -> tuple[Part, ...]:
    """The order in force at an age of debt."""
    later = loan.late_order if loan.late_order is not None and 0 <= loan.late_from <= age else None
    return later or loan.order


def sourced(found: tuple[Finding, ...], loan: Loan, book: Rulebook) -> tuple[Finding, ...]:
    """The same, disputed compound interest with what the book says of it."""
    rule = book.on("compound_on_penalty", loan.opened, loan.kind)
    if rule is None:
        return found
    cited = by_rule(DISPUTED, rule, "warning", loan.id)
    return tuple(
        replace(f, grade=cited.grade, source=cited.source, confidence=cited.confidence, values={**f.values, **cited.values})
        if f.code == DISPUTED else f for f in found
    )  # fmt: skip
