"""Why a figure is what it is: any of the comparison, any of a schedule, down to the case file, step by step."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from planner.casefile.lines import lines_of
from planner.figures import MEASURES
from planner.present import grouped, say_name, schedule_json
from planner.present.why import came_from, equation, heading, label, measured, title, told
from planner.screens import choice
from planner.whys import Explainer

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

    from planner.scenarios import Scenario
    from planner.screens.state import Work
    from planner.text import Words
    from planner.why import Why

LISTED: Final = 12
"""Inputs that are shown before more are asked for."""
SCHEDULE: Final = "schedule"
"""The choice of a row of the schedule instead of a measure."""
COLUMNS: Final = ("payment", "principal", "interest", "penalty", "compound", "fee", "released", "waived", "opening", "closing", "days",
                  "interest_added", "penalty_added", "compound_added", "fee_added")  # fmt: skip
_KEPT: Final = "explainer"
_PATH: Final = "why_path"
"""Where the session keeps the figure that is asked and the way down from it."""


@st.fragment
def show(words: Words, work: Work) -> None:
    """Which figure, its formula, its inputs, each of which can be asked in turn."""
    explainer, key = _explainer(work), work.key(words.lang)
    with st.container(border=True, key="why_panel"):
        st.html(f'<p class="planner-why name">{escape(words("Formula, inputs and sources of any figure"))}</p>')
        with st.container(horizontal=True, vertical_alignment="bottom"):
            names = {s.name: say_name(words, s) for s in work.comparison.scenarios}
            with st.container(width=340):
                name = choice.select("why_plan", words("Way out"), names, key, _first(work))
            figures = {SCHEDULE: words("A row of the schedule"), **{code: words(f"measure.{code}") for code in MEASURES}}
            with st.container(width=340):
                figure = choice.select("why_figure", words("Figure"), figures, key, "total_paid")
        scenario = explainer.scenario(name)
        if figure != SCHEDULE:
            _explained(words, explainer, explainer.measure(name, figure), (name, figure))
            return
        place = _place(words, work, explainer, scenario)
        if place is not None:
            _explained(words, explainer, explainer.line(name, *place), (name, *place))


def _first(work: Work) -> str:
    """The first plan; without one the last way out."""
    scenarios = work.comparison.scenarios
    return next((s.name for s in scenarios if s.kind == "plan"), scenarios[-1].name)


def _explainer(work: Work) -> Explainer:
    """The explanations of the comparison, kept while it stands."""
    known: Explainer | None = st.session_state.get(_KEPT)
    if known is None or known.comparison is not work.comparison:
        # An edited document has lines of its own, which are in no file.
        known = st.session_state[_KEPT] = Explainer(work.comparison, lines_of(work.source) if len(work.past) == 1 else {})
    return known


def _place(words: Words, work: Work, explainer: Explainer, scenario: Scenario) -> tuple[int, str] | None:
    """Row and column of the schedule, chosen by name or by a click on the schedule; None where it has no row."""
    lines, key = explainer.lines(scenario.name), work.key(words.lang)
    if not lines:
        st.info(words("Nothing is billed, paid or forgiven here: the schedule has no row."))
        return None
    form = schedule_json(scenario, *work.comparison.case.loans)["rows"]
    rows = {str(row["step"]): f"{row['step']} · {row['due']}" for row in form}
    columns = {code: heading(words, code) for code in COLUMNS}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=340):
            paying = next((str(row["step"]) for row in form if row["payment"] != "0.00"), "1")
            row = choice.select("why_row", words("Row"), rows, key, paying)
        with st.container(width=340):
            column = choice.select("why_column", words("Column"), columns, key, "payment")
    with st.expander(words("The schedule: click a figure to ask it")):
        _schedule(words, form, key)
    return int(row), column


def _schedule(words: Words, form: list[dict[str, str]], key: str) -> None:
    """The schedule; a click on a cell chooses its row and column."""
    shown = [code for code in COLUMNS if code in form[0]]
    frame = pd.DataFrame([{"due": row["due"], **{code: grouped(words, str(row[code])) for code in shown}} for row in form])
    grid = f"why_schedule_{key}"

    def clicked() -> None:
        cells = st.session_state[grid]["selection"]["cells"]
        if cells and cells[0][1] in shown:
            st.session_state[f"why_row_{key}"], st.session_state[f"why_column_{key}"] = str(cells[0][0] + 1), cells[0][1]

    config: dict[str, ColumnConfig] = {code: st.column_config.TextColumn(heading(words, code), alignment="right") for code in shown}
    config["due"] = st.column_config.TextColumn(words("column.due"))
    st.dataframe(frame, hide_index=True, column_config=config, on_select=clicked, selection_mode="single-cell", key=grid)


def _explained(words: Words, explainer: Explainer, root: Why, asked: tuple[object, ...]) -> None:
    """The figure at the end of the way down, with the way back above it."""
    kept: tuple[object, tuple[int, ...]] | None = st.session_state.get(_PATH)
    path = kept[1] if kept is not None and kept[0] == asked else ()
    way = explainer.at(root, path)
    with st.container(horizontal=True, key="why_way"):
        for depth, why in enumerate(way[:-1]):
            st.button(f"{title(words, why)} →", key=f"why_up_{depth}", type="tertiary", on_click=_go, args=(asked, path[:depth]))
    own = way[-1]
    st.html(
        f'<div class="planner-why" data-code="{escape(own.code)}"><p class="name">{escape(title(words, own))}</p>'
        f'<p class="formula">{escape(equation(words, own))}</p></div>'
    )  # fmt: skip
    _inputs(words, own, asked, path[: len(way) - 1])


def _go(asked: tuple[object, ...], path: tuple[int, ...]) -> None:
    st.session_state[_PATH] = (asked, path)


def _inputs(words: Words, why: Why, asked: tuple[object, ...], path: tuple[int, ...]) -> None:
    """Each input with its unit and where it came from, and a button where it can be asked in turn."""
    kept = told(why)
    listed = [(k, given) for k, given in enumerate(why.inputs) if given in kept]
    if len(listed) > LISTED and not st.toggle(words("All {n} inputs", n=len(listed)), key=f"why_all_{hash((asked, path))}"):
        listed = listed[:LISTED]
    for k, given in listed:
        left, right = st.columns([8, 1], vertical_alignment="center")
        origin = came_from(words, given.origin)
        source = f'<span class="origin">{escape(origin)}</span>' if origin else ""
        said = f"<b>{escape(label(words, given.name))}</b> <span>{escape(measured(words, given, why))}</span>"
        left.html(f'<div class="planner-why input">{said}{source}</div>')
        if given.why is not None:
            right.button(words("Why?"), key=f"why_down_{len(path)}_{k}", on_click=_go, args=(asked, (*path, k)))
