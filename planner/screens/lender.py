"""The lender's view: what every way out is worth at which rate, and a picture of how far each assumption moves one of them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import altair as alt
import pandas as pd
import streamlit as st

from planner.present import say_name
from planner.screens import cells, choice
from planner.wording_worth import ASSUMED, say_breakeven, say_line, say_rates
from planner.worth import SHOWN, lender

if TYPE_CHECKING:
    from planner.figures import Value
    from planner.screens.state import Work
    from planner.text import Words
    from planner.worth import Lender, Worth

BAR: Final = 28
"""Height of a bar with its space."""
COLOURS: Final = ("#0072B2", "#D55E00")
"""The low end of an assumption and its high end."""
FIRST: Final = ("expected_npv", "npv", "surplus")
"""The figure of the picture: the first of these that an assumption moves."""
_FOUND: Final = "lender_found"


def show(words: Words, work: Work) -> None:
    """The view, once it is opened."""
    with st.expander(words("What it is worth to the lender"), key=f"expander_lender_{work.key(words.lang)}"):
        if st.toggle(words("Work out what every way out is worth"), key="lender"):
            _view(words, work)


def _found(work: Work) -> Lender:
    """The view of the case as it was last compared, worked out once."""
    known: tuple[object, Lender] | None = st.session_state.get(_FOUND)
    if known is None or known[0] is not work.comparison:
        known = (work.comparison, lender(work.comparison))
        st.session_state[_FOUND] = known
    return known[1]


def _view(words: Words, work: Work) -> None:
    """The figures, what they rest on, and the picture of one way out."""
    with st.spinner(words("Working out what every way out is worth")):
        found = _found(work)
    names = [say_name(words, scenario) for scenario in work.comparison.scenarios]
    st.html(table(words, names, found))
    several = filter(None, (say_breakeven(words, way) for way in found.ways))
    said = [*say_rates(words, found), *say_line(words, found, work.comparison), *several]
    st.html("".join(f'<p class="planner-hint">{escape(line)}</p>' for line in said))
    moved = {way.name: name for way, name in zip(found.ways, names, strict=True) if way.reach}
    if not moved:
        st.info(words("No assumption of the case is a range, so nothing moves."))
        return
    chosen = choice.select("lender_way", words("Way out"), moved, work.key(words.lang), next(reversed(moved)))
    way = next(own for own in found.ways if own.name == chosen)
    code = next(code for code in FIRST if any(code in reach.figures for reach in way.reach))
    st.altair_chart(tornado(words, way, code), key="tornado", alt=_said(words, way, code))


def table(words: Words, names: list[str], found: Lender) -> str:
    """Ways out as columns, the lender's figures as rows."""
    heads = "".join(f'<th scope="col"><span class="name">{escape(name)}</span></th>' for name in names)
    rows = [
        (words(f"measure.{code}"), [_cell(words, way.figures[code]) for way in found.ways])
        for code in SHOWN if any(way.figures[code].amount is not None for way in found.ways)
    ]  # fmt: skip
    body = "".join(f'<tr><th scope="row">{escape(label)}</th>{"".join(own)}</tr>' for label, own in rows)
    label, corner = escape(words("What every way out is worth to the lender, yuan")), escape(words("Yuan, unless said otherwise"))
    return (
        f'<div class="compare" role="region" tabindex="0" aria-label="{label}"><table><caption>{label}</caption>'
        f'<thead><tr><th scope="col">{corner}</th>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _cell(words: Words, value: Value) -> str:
    """A figure, its parts below it."""
    parts = "".join(f'<span class="part">{escape(part)}</span>' for part in cells.by_part(value, words))
    look = "figure" if value.amount is not None else "figure absent"
    return f'<td><span class="{look}">{escape(cells.shown(value, words))}</span>{parts}</td>'


def tornado(words: Words, way: Worth, code: str) -> alt.LayerChart | alt.FacetChart:
    """A bar an assumption, the widest on top, from the figure at its low end to that at its high end; a rule at the central figure."""
    ends = (words("At its low end"), words("At its high end"))
    central = _yuan(way.figures[code])
    rows = [
        {
            "assumption": words(ASSUMED[reach.assumption]), "end": end, "from": central, "to": _yuan(value),
            "range": words("{low} to {high}", low=cells.shown(reach.low, words), high=cells.shown(reach.high, words)),
        }
        for reach in way.reach if code in reach.figures for end, value in zip(ends, reach.figures[code], strict=True)
    ]  # fmt: skip
    bars = alt.Chart(pd.DataFrame(rows)).mark_bar(size=BAR * 0.6).encode(
        y=alt.Y("assumption:N", title=None, sort=None, axis=alt.Axis(labelLimit=240)),
        x=alt.X("from:Q", title=words("Yuan"), scale=alt.Scale(zero=False), axis=alt.Axis(format=",.0f")),
        x2="to:Q",
        color=alt.Color(
            "end:N", scale=alt.Scale(domain=list(ends), range=list(COLOURS)), legend=alt.Legend(orient="bottom", title=None)
        ),
        tooltip=[
            alt.Tooltip("assumption:N", title=words("Assumption")), alt.Tooltip("range:N", title=words("Its range")),
            alt.Tooltip("end:N", title=" "), alt.Tooltip("to:Q", format=",.2f", title=words(f"measure.{code}")),
        ],
    )  # fmt: skip
    rule = alt.Chart(pd.DataFrame([{"central": central}])).mark_rule(color="#333333", strokeWidth=2).encode(x="central:Q")
    return alt.layer(bars, rule).properties(title=words(f"measure.{code}"), height=alt.Step(BAR))


def _yuan(value: Value) -> float:
    return value.amount / 100 if isinstance(value.amount, (int, float)) else 0.0


def _said(words: Words, way: Worth, code: str) -> str:
    """The picture for who cannot see it."""
    listed = words("convention.semicolon").join(
        words("{name} from {low} to {high}", name=words(ASSUMED[reach.assumption]), low=low, high=high)
        for reach in way.reach if code in reach.figures
        for low, high in [[cells.shown(value, words) for value in reach.figures[code]]]
    )  # fmt: skip
    return words("Bars: {figure} at the ends of each assumption: {listed}.", figure=words(f"measure.{code}"), listed=listed)
