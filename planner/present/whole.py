"""The whole derivation of a scenario as a table: every cell of its ledgers with its formula, its inputs and where they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from planner.present.why import equation, input_line, plain, told

if TYPE_CHECKING:
    from planner.text import Words
    from planner.whys import Explainer

HEAD: Final = ["loan", "ledger_step", "date", "column", "part", "value", "formula", "inputs"]


def derivation_rows(words: Words, explainer: Explainer, name: str) -> list[list[str]]:
    """One row a cell that is not 0, in the order of the ledger; ``ledger_step`` counts from 1, inputs stand one a line."""
    loans = explainer.comparison.case.loans
    rows = [HEAD]
    for place, why in explainer.cells(name):
        value, step = plain(why.value, why.unit, why.code), "" if why.step is None else str(why.step + 1)
        inputs = "\n".join(input_line(words, given, why) for given in told(why))
        rows.append([loans[place].id, step, why.date, why.code, why.part, str(value), equation(words, why), inputs])
    return rows
