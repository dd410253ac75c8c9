"""The comparison on the page: which scenario differences are taken from, which rows are shown, the table."""

from __future__ import annotations

import streamlit as st

from planner.present import say_name
from planner.screens import choice, state, table, why
from planner.text import Words


def show(words: Words, work: state.Work) -> None:
    """Controls and table."""
    comparison = work.comparison
    st.header(words("Comparison"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        labels = {s.name: say_name(words, s) for s in comparison.scenarios}
        with st.container(width=280):
            base = choice.select("base", words("Differences from"), labels, work.key(words.lang), table.NOTHING)
        only = st.toggle(words("Only what differs"), key="only_differences")
        ask = st.toggle(words("Why? Ask about any figure"), key="ask_why")
    st.html(table.html(comparison, words, table.Options(base, only_differences=only)))
    if ask:
        why.show(words, work)
