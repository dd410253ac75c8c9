"""The option that looks at one of several loans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from planner.picked import others, picked
from planner.text import Words, mark

if TYPE_CHECKING:
    from planner.case import Case

OneLoan = Annotated[
    str | None, typer.Option("--loan", metavar=mark("ID"), help=mark("One of several loans; the others count as other debts."))
]


def of(case: Case, loan: str | None) -> Case:
    """The case of that loan, or the case where none is asked for."""
    return picked(case, loan)


def said(words: Words, case: Case, loan: str | None) -> list[str]:
    """What the other loans usually ask a month, where one of several is looked at."""
    if loan is None or len(case.loans) == 1:
        return []
    return [words("Loan {loan}: the others usually ask {amount} a month", loan=loan, amount=words.money(others(case, loan)))]
