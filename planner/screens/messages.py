"""Problems and findings as lists on the page, every word escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st

from planner.errors import Problem
from planner.present import say_problems
from planner.text import Words


def refuse(title: str, lines: Iterable[str], key: str) -> None:
    """A box that says what is wrong, all of it. HTML and not Markdown, in which a file's name could fetch a picture from elsewhere."""
    items = "".join(f"<li>{escape(line).replace('].', '].<wbr>')}</li>" for line in lines)
    with st.container(key=key):
        st.html(f'<div role="alert" class="planner-refused"><p>{escape(title)}</p><ul>{items}</ul></div>')


def said(words: Words, problems: Iterable[Problem]) -> list[str]:
    """Each problem in one line, as many as anyone reads."""
    return say_problems(words, tuple(problems))
