"""The page: a case on the left, and what can be done with it. Later views of the same case join here."""

from __future__ import annotations

import streamlit as st

from planner import text
from planner.screens import (
    bank,
    charts,
    claimed,
    compared,
    hardship,
    header,
    language,
    lender,
    offers,
    open_case,
    owed,
    plans,
    remarks,
    seek,
    state,
    style,
)


def run() -> None:
    """Draw the page for this visitor."""
    lang = language.chosen()
    words = text.catalogue(lang)
    st.set_page_config(page_title=words("Repayment planner"), page_icon="⚖️", layout="wide", initial_sidebar_state="expanded")
    language.remember(lang)
    style.apply()
    work = open_case.follow(state.current() or open_case.first(), lang)
    if work is not None:
        work = plans.follow(work)
        state.keep(work)
    with st.sidebar:
        language.switch(lang)
        open_case.show(words, work)
    if work is None:
        st.info(words("Upload a case file on the left to begin."))
        return
    view(words, work)


def view(words: text.Words, work: state.Work) -> None:
    """The working view: owed, plans, comparison, charts, offers, remarks."""
    header.show(words, work)
    owed.show(words, work)
    claimed.show(words, work)
    bank.show(words, work)
    plans.show(words, work)
    compared.show(words, work)
    charts.show(words, work)
    lender.show(words, work)
    offers.show(words, work)
    seek.show(words, work)
    hardship.show(words, work)
    remarks.show(words, work)
