"""The visitor's language: in the address, else in the session, else the browser's, else Chinese."""

from __future__ import annotations

from typing import Final

import streamlit as st

from planner import text

NAMES: Final = {"zh": "中文", "en": "English"}
"""Each language in itself: these labels are the same in both, so that the switch never translates its own options."""
KEY: Final = "language"
_KEPT: Final = "lang"
_LAGS: Final = "address_lags"
"""Set from a switch until the browser's address has followed: a click in between still carries the old one."""


def chosen() -> str:
    """``zh`` or ``en``; what the switch says beats what was shown before, in the address too."""
    asked, before = _known(st.query_params.get("lang")), st.session_state.get(_KEPT)
    picked = st.session_state.get(KEY)
    if picked in NAMES and before is not None and picked != before:
        st.session_state[_LAGS] = True
        st.query_params["lang"] = picked
        return str(picked)
    if asked == before:
        st.session_state[_LAGS] = False
    if asked and not st.session_state.get(_LAGS):
        return asked
    return _known(before) or _known(st.context.locale) or text.DEFAULT


def _known(code: str | None) -> str:
    """The language a locale or address names; empty where there is no catalogue for it."""
    tongue = (code or "").lower().replace("_", "-").partition("-")[0]
    return tongue if tongue in NAMES else ""


def switch(lang: str) -> None:
    """The switch; it shows the page's language also where the address chose it."""
    if st.session_state.get(KEY) != lang:
        st.session_state[KEY] = lang
    st.segmented_control(
        "Language · 语言", list(NAMES), format_func=lambda code: NAMES.get(code, code), key=KEY, required=True,
        label_visibility="collapsed",
    )  # fmt: skip


def remember(lang: str) -> None:
    """Keep the language for the session, and tell the browser's reader which it is."""
    st.session_state[_KEPT] = lang
    tag = {"zh": "zh-CN", "en": "en"}[lang]
    st.html(f"<script>document.documentElement.lang = '{tag}'</script>", unsafe_allow_javascript=True)
