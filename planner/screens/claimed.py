"""The three views of what is claimed, side by side under what is owed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from planner.claims import of_case
from planner.present.claimed import claim_heads, claim_rows, claim_sources, claim_title
from planner.screens.tables import table

if TYPE_CHECKING:
    from planner.case import Case
    from planner.claims import View
    from planner.loan import Loan
    from planner.screens.state import Work
    from planner.text import Words


def show(words: Words, work: Work) -> None:
    """A table a loan that is past due, with the source of each view below it, behind one line that opens them."""
    case = work.comparison.case
    shown = of_case(case)
    if not shown:
        return
    with st.expander(words("What may be claimed: three views"), key=f"expander_claims_{work.key(words.lang)}"):
        _views(words, case, shown)


def _views(words: Words, case: Case, shown: tuple[tuple[Loan, int, tuple[View, ...]], ...]) -> None:
    """The tables, and where each view comes from."""
    for loan, days, views in shown:
        caption = claim_title(words, loan.id if len(case.loans) > 1 else "", days)
        st.html(table(caption, claim_heads(words), claim_rows(words, views), "claims"))
        sources = "".join(f"<li>{escape(line)}</li>" for line in claim_sources(words, views))
        st.html(f'<ul class="planner-hint">{sources}</ul>')
