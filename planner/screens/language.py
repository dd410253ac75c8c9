"""The visitor's language: in the address, else in the session, else as the app was started, else the browser's, else Chinese."""

from __future__ import annotations

import os
from typing import Final

import streamlit as st

from planner import text

NAMES: Final = {"zh": "中文", "en": "English"}
"""Each language in itself: these labels are the same in both, so that the switch never translates its own options."""
KEY: Final = "language"
STARTED: Final = "PLANNER_LANG"
"""Environment variable that names the language the app was started with."""
_KEPT: Final = "lang"


def chosen() -> str:
    """``zh`` or ``en``."""
    for code in (st.query_params.get("lang"), st.session_state.get(_KEPT), os.environ.get(STARTED), st.context.locale):
        tongue = str(code or "").lower().replace("_", "-").partition("-")[0]
        if tongue in NAMES:
            return tongue
    return text.DEFAULT


def switch(lang: str) -> None:
    """The switch; it writes the address and the session."""
    if st.session_state.get(KEY) != lang:
        st.session_state[KEY] = lang
    st.segmented_control(
        "Language · 语言", list(NAMES), format_func=lambda code: NAMES.get(code, code), key=KEY, required=True,
        label_visibility="collapsed", on_change=_switched,
    )  # fmt: skip


def remember(lang: str) -> None:
    """Keep the language for the session, and tell the browser's reader which it is."""
    st.session_state[_KEPT] = lang
    tag = {"zh": "zh-CN", "en": "en"}[lang]
    st.html(f"<script>document.documentElement.lang = '{tag}'</script>", unsafe_allow_javascript=True)


def _switched() -> None:
    lang = st.session_state.get(KEY)
    if lang in NAMES:
        st.session_state[_KEPT] = lang
        st.query_params["lang"] = lang
