"""The two charts: what is paid each month by part, and what stands under every scenario. Money starts at nought on every axis."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, Literal

import altair as alt
import pandas as pd
import streamlit as st

from planner.book import PARTS
from planner.present import say_name
from planner.scenarios import Comparison, Scenario
from planner.screens import choice, loans, series
from planner.screens.state import Work
from planner.text import Words

PART_COLOURS: Final = ("#0072B2", "#E69F00", "#D55E00", "#7B3F99", "#CC79A7")
"""Principal, interest, penalty, compound, fees: told apart with any colour vision."""
COLOURS: Final = ("#333333", "#8A8A8A", "#8C564B", "#0072B2", "#009E73", "#D55E00", "#CC79A7", "#5A4FCF")
DASHES: Final = ([1, 0], [7, 3], [2, 2], [1, 0], [8, 2, 2, 2], [4, 2], [10, 3], [6, 2, 1, 2, 1, 2])
SHAPES: Final = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down", "triangle-right", "triangle-left")
HEIGHT: Final = 360
"""Of a chart in pixels, its title and one line of legend with it."""
LEGEND_LINE: Final = 10


def show(words: Words, work: Work) -> None:
    """Payments of one scenario beside the balances of all."""
    st.header(words("Over time"))
    comparison = work.comparison
    with st.container(width=380):
        scenario = _scenario(words, work)
    left, right = st.columns(2, gap="medium")
    with left:
        rows = series.payments(scenario)
        if rows:
            st.altair_chart(payments(words, rows), key="payments", alt=_said_payments(words, scenario, rows))
        else:
            st.info(words("Nothing is paid here."))
    if loans.several(work):
        st.html(loans.between(words, comparison.case, scenario))
    with right:
        st.altair_chart(balances(words, comparison), key="balances", alt=_said_balances(words, comparison))


def _scenario(words: Words, work: Work) -> Scenario:
    """The scenario whose payments are drawn: the first plan until another is chosen."""
    comparison = work.comparison
    labels = {s.name: say_name(words, s) for s in comparison.scenarios}
    first = next((s.name for s in comparison.scenarios if s.kind == "plan"), comparison.scenarios[-1].name)
    name = choice.select("scenario", words("Payments under"), labels, work.key(words.lang), first)
    return comparison.scenario(name) or comparison.scenarios[0]


def payments(words: Words, rows: list[series.Row]) -> alt.Chart:
    """Stacked bars, a month each."""
    names = {part.name.lower(): words(f"part.{part.name.lower()}") for part in PARTS}
    there = [code for code in names if any(r["part"] == code for r in rows)]
    colours = [PART_COLOURS[list(names).index(code)] for code in there]
    scale = alt.Scale(domain=[names[code] for code in there], range=colours)
    chart = alt.Chart(_data({**r, "part": names[r["part"]]} for r in rows), height=HEIGHT, title=words("Paid each month by part, yuan"))
    drawn: alt.Chart = chart.mark_bar().encode(
        x=alt.X("month:T", timeUnit="yearmonth", axis=_months()),
        y=_yuan("zero"),
        color=alt.Color("part:N", scale=scale, sort=None, legend=_legend(columns=3)),
        order=alt.Order("place:Q"),
        tooltip=[
            alt.Tooltip("month:T", format="%Y-%m", title=words("Month")),
            alt.Tooltip("part:N", title=words("Part")),
            alt.Tooltip("amount:Q", format=",.2f", title=words("Yuan")),
            alt.Tooltip("total:Q", format=",.2f", title=words("Whole month")),
        ],
    )
    return drawn


def balances(words: Words, comparison: Comparison) -> alt.LayerChart | alt.FacetChart:
    """A line a scenario, by colour, dash and shape."""
    names = {s.name: say_name(words, s) for s in comparison.scenarios}
    data = _data({**r, "scenario": names[r["scenario"]]} for r in series.balances(comparison))
    height = HEIGHT + LEGEND_LINE * (len(names) - 1) // 2
    base = alt.Chart(data, height=height, title=words("Still owed under each scenario, yuan")).encode(
        x=alt.X("date:T", axis=_months()),
        y=_yuan(),
        color=alt.Color("scenario:N", scale=_cycle(names, COLOURS), sort=None, legend=_legend(columns=2)),
    )
    dash = alt.StrokeDash("scenario:N", scale=_cycle(names, DASHES), sort=None, legend=_legend(columns=2))
    shape = alt.Shape("scenario:N", scale=_cycle(names, SHAPES), sort=None, legend=_legend(columns=2))
    tips = [
        alt.Tooltip("scenario:N", title=words("Scenario")),
        alt.Tooltip("date:T", format="%Y-%m-%d", title=words("Date")),
        alt.Tooltip("amount:Q", format=",.2f", title=words("Yuan")),
    ]
    return alt.layer(
        base.mark_line(strokeWidth=2).encode(strokeDash=dash),
        base.transform_filter("datum.marked").mark_point(filled=True, size=70, opacity=1).encode(shape=shape),
        base.mark_point(size=160, opacity=0).encode(tooltip=tips),
    )


def _data(rows: Iterable[series.Row]) -> pd.DataFrame:
    """Rows as a frame: Altair would check plain rows against its schema one by one, a quarter of a second for a mortgage."""
    return pd.DataFrame(list(rows))


def _yuan(stack: Literal["zero"] | None = None) -> alt.Y:
    """Money, from nought up; the title of the chart names the unit."""
    return alt.Y("amount:Q", title=None, stack=stack, scale=alt.Scale(zero=True), axis=alt.Axis(format=",.0f"))


def _cycle(names: dict[str, str], values: tuple[Any, ...]) -> alt.Scale:
    """A look for every scenario, in the order of the comparison."""
    return alt.Scale(domain=list(names.values()), range=[values[i % len(values)] for i in range(len(names))])


def _months() -> alt.Axis:
    return alt.Axis(format="%Y-%m", title=None, labelOverlap=True, tickCount=6)


def _legend(columns: int) -> alt.Legend:
    return alt.Legend(orient="bottom", title=None, labelLimit=260, columns=columns or 5, symbolStrokeWidth=0, symbolSize=90)


def _said_payments(words: Words, scenario: Scenario, rows: list[series.Row]) -> str:
    """The chart for who cannot see it."""
    high = max(rows, key=lambda r: float(r["total"]))
    return words(
        "Stacked bars: what is paid each month under “{name}”, by part, from {first} to {last}. "
        "The highest month is {month} with {amount} yuan.",
        name=say_name(words, scenario), first=rows[0]["month"][:7], last=rows[-1]["month"][:7], month=high["month"][:7],
        amount=words.money(round(high["total"] * 100)),
    )  # fmt: skip


def _said_balances(words: Words, comparison: Comparison) -> str:
    names = words("convention.comma").join(say_name(words, s) for s in comparison.scenarios)
    return words("Lines: what is still owed over time under each scenario: {names}. The table above has the figures.", names=names)
