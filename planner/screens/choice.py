"""A select box whose choice lives in the session, by code, and so survives every change of language.

The browser sends the label of a choice back, not the option. So every language has a widget of its own, told each time what is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def select(name: str, label: str, labels: Mapping[str, str], lang: str, default: str) -> str:
    """The code chosen among ``labels`` (code to words); ``default`` until one is, and when what was chosen is gone."""
    kept, key = f"chosen_{name}", f"{name}_{lang}"
    if st.session_state.get(kept) not in labels:
        st.session_state[kept] = default
    _tell(key, st.session_state[kept])

    def changed() -> None:
        if st.session_state[key] in labels:
            st.session_state[kept] = st.session_state[key]

    st.selectbox(label, list(labels), format_func=lambda code: labels.get(code, code), key=key, on_change=changed)
    chosen: str = st.session_state[kept]
    return chosen


def _tell(key: str, value: str) -> None:
    """Set a widget only where it says something else: one that is told anew would drop what is being typed."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value
