"""The head of the page: which case this is, and from which day its figures are."""

from __future__ import annotations

from html import escape

import streamlit as st

from planner.screens.state import Work
from planner.text import Words


def show(words: Words, work: Work) -> None:
    """Title, kind of loan, day."""
    case = work.comparison.case
    title = case.title or work.name
    count = len(case.loans)
    kind = words(f"kind.{case.loans[0].kind}") if count == 1 else words.plural("{n} loan", "{n} loans", count)
    line = words("{kind}. Figures as of {date}.", kind=kind, date=words.date(case.as_of))
    st.html(f'<h1 class="planner-case">{escape(title)}</h1><p class="planner-sub">{escape(line)}</p>')
