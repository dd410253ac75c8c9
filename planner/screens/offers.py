"""What the household can pay: three offers, the frontier between what is paid and what it is worth, or the smallest change."""

from __future__ import annotations

from html import escape
from typing import Final

import altair as alt
import pandas as pd
import streamlit as st

from planner import offers
from planner.case import Case
from planner.errors import CaseError
from planner.offers import Search
from planner.present.offered import change_plans, offer_plans, rolled
from planner.scenarios import Scenario
from planner.screens import cells, loans, messages
from planner.screens.state import Work
from planner.text import Words
from planner.wording import say_changes, say_terms

ROWS: Final = ("highest_payment", "payments", "finish", "total_paid", "waived", "left_to_live_on", "npv", "recovery")
HEIGHT: Final = 320
COLOUR: Final = "#0072B2"
_FOUND: Final = "offers_found"


def show(words: Words, work: Work) -> None:
    """The search, once it is asked for."""
    st.header(words("What can be paid"))
    if not st.toggle(words("Look for plans the household can pay and the mandate allows"), key="offers"):
        return
    try:
        case = loans.chosen(words, work, "offers_loan")
        with st.spinner(words("Looking for plans")):
            found = _search(case)
    except CaseError as error:
        messages.refuse(words("No plans can be looked for."), messages.said(words, error.problems), "offers_problems")
        return
    said = words(
        "A month leaves {amount} yuan for this debt. {searched} plans tried, {feasible} of them can be paid and are allowed.",
        amount=words.money(found.bench.limits.capacity), searched=f"{found.candidates.count:,}", feasible=f"{found.feasible:,}",
    )  # fmt: skip
    st.html(f'<p class="planner-hint">{escape(said)}</p>')
    if found.feasible:
        _offers(words, found)
    else:
        _changes(words, found)


def _search(case: Case) -> Search:
    """The search of the case as it was last compared, or of one of its loans, done once."""
    known: tuple[object, Search] | None = st.session_state.get(_FOUND)
    if known is None or known[0] != case:
        known = (case, offers.search(case))
        st.session_state[_FOUND] = known
    return known[1]


def _offers(words: Words, found: Search) -> None:
    """Three offers beside the frontier."""
    names = [words(f"offer.{name}") for name in found.picked]
    terms = [say_terms(words, found, place) for place in found.picked.values()]
    left, right = st.columns([2, 1], gap="medium")
    left.html(table(words, names, terms, rolled(found, offer_plans(found))))
    right.altair_chart(frontier(words, found), key="frontier", alt=_said(words, found))


def _changes(words: Words, found: Search) -> None:
    """What would make something possible, least first."""
    if not found.changes:
        st.info(words("No change of one limit, or of two together, makes a plan possible"))
        return
    st.info(words("Nothing fits as it is. One of these changes makes a plan possible, the smallest first:"))
    names = [str(k) for k in range(1, len(found.changes) + 1)]
    st.html(table(words, names, [say_changes(words, change) for change in found.changes], rolled(found, change_plans(found))))


def table(words: Words, names: list[str], terms: list[str], plans: list[Scenario]) -> str:
    """Plans as columns: their terms, then their figures."""
    heads = "".join(f'<th scope="col"><span class="name">{escape(name)}</span></th>' for name in names)
    rows = [(words("offer.terms"), terms)]
    rows += [
        (words(f"measure.{code}"), [cells.shown(s.measures[code], words) for s in plans])
        for code in ROWS
        if any(s.measures[code].amount is not None for s in plans)
    ]
    body = "".join(
        f'<tr class="{"terms" if row is terms else ""}"><th scope="row">{escape(label)}</th>'
        f"{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>"
        for label, row in rows
    )
    label, corner = escape(words("Offers")), escape(words("Yuan, unless said otherwise"))
    return (
        f'<div class="compare beside" role="region" tabindex="0" aria-label="{label}"><table><caption>{label}</caption>'
        f'<thead><tr><th scope="col">{corner}</th>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def frontier(words: Words, found: Search) -> alt.Chart:
    """A point a plan: what is paid in the dearest month against what it is worth to the lender."""
    own = found.figures.take(found.frontier)
    rows = {
        "highest": own.highest / 100, "worth": own.worth / 100, "total": own.total / 100,
        "terms": [say_terms(words, found, int(place)) for place in found.frontier],
    }  # fmt: skip
    drawn: alt.Chart = alt.Chart(pd.DataFrame(rows), height=HEIGHT, title=words("Plans that no other beats, yuan")).mark_point(
        filled=True, size=45, opacity=0.6, color=COLOUR
    ).encode(
        x=alt.X("highest:Q", title=words("measure.highest_payment"), scale=alt.Scale(zero=True), axis=alt.Axis(format=",.0f")),
        y=alt.Y("worth:Q", title=words("measure.npv"), scale=alt.Scale(zero=True), axis=alt.Axis(format=",.0f")),
        tooltip=[
            alt.Tooltip("terms:N", title=words("offer.terms")),
            alt.Tooltip("highest:Q", format=",.2f", title=words("measure.highest_payment")),
            alt.Tooltip("total:Q", format=",.2f", title=words("measure.total_paid")),
            alt.Tooltip("worth:Q", format=",.2f", title=words("measure.npv")),
        ],
    )
    return drawn


def _said(words: Words, found: Search) -> str:
    """The chart for who cannot see it."""
    own = found.figures.take(found.frontier)
    return words(
        "Points: {count} plans that no other beats in everything. Highest payments run from {least} to {most} yuan, what they are worth to "
        "the lender from {low} to {high} yuan.",
        count=found.frontier.size, least=words.money(int(own.highest.min())), most=words.money(int(own.highest.max())),
        low=words.money(int(own.worth.min())), high=words.money(int(own.worth.max())),
    )  # fmt: skip
