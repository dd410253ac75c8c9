"""The plans of the case, each with its main numbers to change, and what is wrong with a change beside it."""

from __future__ import annotations

import re
from decimal import Decimal
from html import escape
from typing import Any, Final

import streamlit as st

from planner.errors import Problem
from planner.screens import messages, state
from planner.screens.edits import Numbers, edit, numbers
from planner.text import Words

IN_A_ROW: Final = 4
_PLAN: Final = re.compile(r"plan\[(\d+)\]")


def show(words: Words, work: state.Work) -> None:
    """Undo and reset, then a card a plan."""
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        st.subheader(words("Plans"), width="content")
        with st.container(horizontal=True, width="content"):
            st.button(words("Undo"), key="undo", on_click=_undo, disabled=len(work.past) < 2)
            st.button(words("Reset to the file"), key="reset", on_click=_reset, disabled=len(work.past) < 2)
    if work.problems:
        st.warning(words("The last change cannot be used, see beside the plan. The comparison still shows the numbers before it."))
    _general(words, work)
    plans = work.document.get("plan", [])
    if plans:
        hint = words(
            "Waived: the share of penalty and compound interest. Down: paid on the plan’s first day, on top. "
            "An empty box: as the contract has it."
        )
        st.html(f'<p class="planner-hint">{escape(hint)}</p>')
    else:
        st.info(words("This case has no plans yet; the standard ways out are compared below."))
    for first in range(0, len(plans), IN_A_ROW):
        for place, column in enumerate(st.columns(IN_A_ROW)[: len(plans) - first], first):
            with column, st.container(border=True, key=f"plan_{place}"):
                _card(words, work, place)


def _general(words: Words, work: state.Work) -> None:
    """Problems that belong to no plan."""
    rest = tuple(p for p in work.problems if _plan_of(p) is None)
    if rest:
        messages.refuse(words, words("This change cannot be used."), rest, "general_problems")


def _plan_of(problem: Problem) -> int | None:
    """The plan a problem's path names."""
    found = _PLAN.match(problem.path)
    return int(found[1]) if found else None


def _card(words: Words, work: state.Work, place: int) -> None:
    """Name, clauses, the four numbers, and what is wrong with them."""
    plan = work.document["plan"][place]
    terms = " · ".join(words(f"term.{next(iter(clause))}") for clause in plan["terms"])
    start = words("from {date}", date=words.date(plan["start"]))
    st.html(f'<div class="planner-plan"><p class="name">{escape(plan["name"])}</p><p>{escape(start)}</p><p>{escape(terms)}</p></div>')
    _inputs(words, numbers(work.document, place), place)
    own = tuple(p for p in work.problems if _plan_of(p) == place)
    if own:
        messages.refuse(words, words("This change cannot be used."), own, f"problems_{place}")


def _inputs(words: Words, now: Numbers, place: int) -> None:
    """Two by two; an empty box says that the plan leaves it as agreed, or says it in a way one number cannot show."""
    left, right = st.columns(2, gap="xsmall")
    with left:
        _number(place, "months", words("Extended by") if now.added else words("Instalments"), now.months, step=1)
        _number(place, "waive", words("Waived, %"), now.waive, step=5.0)
    with right:
        _number(place, "rate", words("Rate, %"), now.rate, step=0.1)
        _number(place, "down", words("Down, yuan"), now.down, step=1000.0)


def _number(place: int, field: str, label: str, now: Decimal | int | None, step: float) -> None:
    """A box for one number; it begins with the plan's value and writes what is typed into the document."""
    made = state.generation()
    value = float(now) if isinstance(now, Decimal) else now
    style = {"months": "%d", "down": "%.2f"}.get(field, "%g")
    key = f"{field}_{place}_{made}"
    st.number_input(label, value=value, key=key, format=style, step=step, on_change=_edited, args=(place, field, made))


def _edited(place: int, field: str, made: int) -> None:
    """Write what was typed into the document it was typed for."""
    work = state.current()
    typed = st.session_state[f"{field}_{place}_{made}"]
    if work is not None and made == state.generation():
        change: dict[str, Any] = {field: Decimal(repr(typed)) if isinstance(typed, float) else typed}
        state.keep(state.changed(work, edit(work.document, place, **change)))


def _undo() -> None:
    work = state.current()
    if work is not None:
        state.show(state.undone(work))


def _reset() -> None:
    work = state.current()
    if work is not None:
        state.show(state.restored(work))
