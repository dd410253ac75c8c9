"""A select box whose choice lives in the session, by code, and so survives every change of language.

The browser sends the label of a choice back, not the option. So every language has a widget of its own, which begins with what is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def select(name: str, label: str, labels: Mapping[str, str], key: str, default: str) -> str:
    """The code chosen among ``labels`` (code to words); ``default`` until one is, and when what was chosen is gone.

    ``key`` tells the language and the generation of the case; the widget's own begins with ``name``.
    """
    kept, own = f"chosen_{name}", f"{name}_{key}"
    said: tuple[str | None, ...] = (st.session_state.get(own), st.session_state.get(kept), default)
    chosen = next((code for code in said if code is not None and code in labels), default)
    st.session_state[kept] = chosen
    codes = list(labels)
    st.selectbox(label, codes, index=codes.index(chosen), format_func=lambda code: labels.get(code, code), key=own)
    return chosen
