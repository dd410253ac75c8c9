"""A select box whose choice lives in the session, by code, and so survives every change of language.

The browser sends the label of a choice back, not the option. So every language has a widget of its own, which begins with what is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from planner.screens import state


def select(name: str, label: str, labels: Mapping[str, str], lang: str, default: str) -> str:
    """The code chosen among ``labels`` (code to words); ``default`` until one is, and when what was chosen is gone."""
    kept, key = f"chosen_{name}", f"{name}_{lang}_{state.generation()}"
    if st.session_state.get(kept) not in labels:
        st.session_state[kept] = default

    def changed() -> None:
        if st.session_state[key] in labels:
            st.session_state[kept] = st.session_state[key]

    codes = list(labels)
    index = codes.index(st.session_state[kept])
    st.selectbox(label, codes, index=index, format_func=lambda code: labels.get(code, code), key=key, on_change=changed)
    chosen: str = st.session_state[kept]
    return chosen
