"""Problems and findings as lists on the page, every word escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st

from planner.errors import Problem
from planner.present import say_problem
from planner.text import Words


def listed(words: Words, problems: Iterable[Problem]) -> str:
    """Each problem as one line of a list."""
    items = "".join(f"<li>{escape(say_problem(words, p))}</li>" for p in problems)
    return f'<ul class="planner-messages">{items}</ul>'


def refuse(words: Words, title: str, problems: tuple[Problem, ...], key: str) -> None:
    """A box that says what is wrong, all of it."""
    with st.container(key=key, gap="xsmall"):
        st.error(title)
        st.html(f'<div role="alert">{listed(words, problems)}</div>')
