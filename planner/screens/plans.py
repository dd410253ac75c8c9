"""The plans of the case, each with its main numbers to change, and what is wrong with a change beside it."""

from __future__ import annotations

import re
from decimal import Decimal
from html import escape
from typing import Any, Final

import streamlit as st

from planner.casefile.conditions import WORDS
from planner.casefile.terms import TERMS
from planner.errors import Problem
from planner.present.conditions import say_when
from planner.screens import messages, state
from planner.screens.edits import Numbers, budget, edit, numbers
from planner.text import Words, mark

IN_A_ROW: Final = 4
FIELDS: Final = ("months", "rate", "waive", "down")
SPLITS: Final = {
    "law": mark("Between the loans by law: due, unsecured, dearer, due earlier"),
    "pro-rata": mark("Between the loans in proportion to what each owes"),
}
AGREED: Final = mark("Between the loans as agreed")
_PLAN: Final = re.compile(r"plan\[(\d+)\]")


def show(words: Words, work: state.Work) -> None:
    """Undo and reset, then a card a plan."""
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        st.header(words("Plans"), width="content")
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
        messages.refuse(words("This change cannot be used."), messages.said(words, rest), "general_problems")


def _plan_of(problem: Problem) -> int | None:
    """The plan a problem's path names."""
    found = _PLAN.match(problem.path)
    return int(found[1]) if found else None


def _card(words: Words, work: state.Work, place: int) -> None:
    """Name, clauses, the four numbers, and what is wrong with them."""
    plan = work.document["plan"][place]
    terms = " · ".join(dict.fromkeys(_clause(words, clause) for clause in plan.get("terms", [])))
    start = words("from {date}", date=words.date(plan["start"]))
    st.html(f'<div class="planner-plan"><p class="name">{escape(plan["name"])}</p><p>{escape(start)}</p><p>{escape(terms)}</p></div>')
    if "budget" in plan:
        _budget(words, work, place)
    elif any("loan" in clause for clause in plan["terms"]):
        st.html(f'<p class="planner-hint">{escape(words("Its clauses differ by loan: they are changed in the file."))}</p>')
    else:
        _inputs(words, numbers(work.document, place), _key(work, place))
    own = tuple(p for p in work.problems if _plan_of(p) == place)
    if own:
        messages.refuse(words("This change cannot be used."), messages.said(words, own), f"problems_{place}")


def _clause(words: Words, clause: dict[str, Any]) -> str:
    """What a clause is called, of a waiver on a milestone with what it waits for."""
    said, when = words(f"term.{next(k for k in clause if k in TERMS)}"), clause.get("when")
    return words("{term}: {when}", term=said, when=say_when(words, when)) if isinstance(when, str) and when not in WORDS else said


def _budget(words: Words, work: state.Work, place: int) -> None:
    """What the plan pays a month, and how it goes between the loans."""
    plan, key = work.document["plan"][place], f"budget_{_key(work, place)}"
    st.session_state.setdefault(key, _shown(budget(work.document, place)))
    st.number_input(words("Budget a month, yuan"), value=None, key=key, step=100.0, format="%.2f")
    split = plan.get("split", "law")
    said = words(SPLITS[split] if isinstance(split, str) and split in SPLITS else AGREED)
    case = work.comparison.case
    rule = case.book.on("allocation_debts", case.as_of) if split == "law" else None
    said = said if rule is None else words("finding.with_source", sentence=said, source=rule.source[words.lang])
    st.html(f'<p class="planner-hint">{escape(said)}</p>')


def _inputs(words: Words, now: Numbers, key: str) -> None:
    """Two by two; an empty box says that the plan leaves it as agreed, or says it in a way one number cannot show."""
    left, right = st.columns(2, gap="xsmall")
    for field in FIELDS:
        # Told once, when the box is new: a default would not let it be emptied.
        st.session_state.setdefault(f"{field}_{key}", _shown(getattr(now, field)))
    months = words("Extended by") if now.added else words("Instalments")
    left.number_input(months, value=None, key=f"months_{key}", step=1, format="%d")
    right.number_input(words("Rate, %"), value=None, key=f"rate_{key}", step=0.1, format="%g")
    left.number_input(words("Waived, %"), value=None, key=f"waive_{key}", step=5.0, format="%g")
    right.number_input(words("Down, yuan"), value=None, key=f"down_{key}", step=1000.0, format="%.2f")


def _shown(value: Decimal | int | None) -> float | int | None:
    return float(value) if isinstance(value, Decimal) else value


def follow(work: state.Work) -> state.Work:
    """The work with whatever its number boxes say that its document does not.

    Boxes are read in every run instead of by callbacks: a run that the visitor's next click breaks off may lose a callback, but what was
    typed is still in its box in the run after.
    """
    document = work.document
    for place in range(len(document.get("plan", []))):
        now = numbers(document, place)
        said = {field: (_typed(f"{field}_{_key(work, place)}", getattr(now, field)), getattr(now, field)) for field in FIELDS}
        change: dict[str, Any] = {field: typed for field, (typed, value) in said.items() if typed != value}
        paid = budget(document, place)
        asked = _typed(f"budget_{_key(work, place)}", paid)
        if isinstance(asked, Decimal) and asked != paid:
            change["budget_a_month"] = asked
        document = edit(document, place, **change)
    return state.changed(work, document)


def _key(work: state.Work, place: int) -> str:
    return f"{place}_{work.generation}"


def _typed(key: str, default: Decimal | int | None) -> Decimal | int | None:
    """What a box says; the default where it is not on the page yet."""
    typed: float | None = st.session_state.get(key, default)
    return Decimal(repr(typed)) if isinstance(typed, float) else typed


def _undo() -> None:
    work = state.current()
    if work is not None:
        state.show(state.undone(work))


def _reset() -> None:
    work = state.current()
    if work is not None:
        state.show(state.restored(work))
