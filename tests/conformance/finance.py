"""Published numbers of consumer finance through the planner, by kind."""

from __future__ import annotations

from typing import Final

from tests.conformance import finance_books, finance_early, finance_late, finance_loans, finance_rates, waiting
from tests.conformance.cases import Answer, Published, refuse

KINDS: Final = {**finance_rates.KINDS, **finance_books.KINDS, **finance_loans.KINDS, **finance_early.KINDS, **finance_late.KINDS}
"""Mappings by topic and kind, or by kind alone where every topic means the same by it."""


def answer(case: Published) -> Answer:
    """The figures the case names."""
    mapping = KINDS.get(case.kind) or KINDS.get(case.kind.rsplit("/", 1)[-1])
    return mapping(case) if mapping else refuse(waiting.why(case))
