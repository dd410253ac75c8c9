"""What if it goes wrong: a payment is missed and the plan breaks; income falls, a month brings nothing, rates rise."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import altair as alt
import pandas as pd
import streamlit as st

from planner.book import PARTS
from planner.breaks import Broken, breaks
from planner.dates import date
from planner.errors import CaseError
from planner.screens import choice, loans, messages
from planner.stress import stress
from planner.wording import ON_BREAK, say_worse

if TYPE_CHECKING:
    from planner.case import Case, Plan
    from planner.screens.state import Work
    from planner.stress import Shock, Stressed
    from planner.text import Words

HEIGHT = 300
_BROKEN, _STRESSED = "breaks_found", "stress_found"


def show(words: Words, work: Work) -> None:
    """The questions, once they are asked."""
    case = work.comparison.case
    st.header(words("If it goes wrong"))
    if not case.plans:
        st.info(words("Add a plan to ask what happens if it is broken."))
        return
    if not st.toggle(words("Ask what happens if a payment is missed or income falls"), key="hardship"):
        return
    case = loans.chosen(words, work, "hardship_loan", whole=True)
    if not case.plans:
        st.info(words("No plan has clauses for this loan alone."))
        return
    names = {p.name: p.name for p in case.plans}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=340):
            name = choice.select("hardship_plan", words("Plan"), names, work.key(words.lang), case.plans[0].name)
        with st.container(width=340):
            modes = {mode: words(said) for mode, said in ON_BREAK.items()}
            mode = choice.select("hardship_mode", words("A break"), modes, work.key(words.lang), "restore")
        cure = int(st.number_input(words("Days to make a payment good"), 0, 90, 0, key="hardship_cure", width=220))
    plan = next(p for p in case.plans if p.name == name)
    try:
        _missed(words, (work, case), plan, (mode, cure))
        _worse_months(words, case, plan, (mode, cure))
    except CaseError as error:
        messages.refuse(words("This cannot be asked of this case."), messages.said(words, error.problems), "hardship_problems")


def _breaks(words: Words, case: Case, plan: Plan, terms: tuple[str, int]) -> list[Broken]:
    """Every break of the plan, done once."""
    known: tuple[object, object, list[Broken]] | None = st.session_state.get(_BROKEN)
    if known is None or known[0] != case or known[1] != (plan.name, terms):
        with st.spinner(words("Breaking the plan")):
            known = (case, (plan.name, terms), breaks(case, plan, *terms))
        st.session_state[_BROKEN] = known
    return known[2]


def _missed(words: Words, of: tuple[Work, Case], plan: Plan, terms: tuple[str, int]) -> None:
    """One break by part, beside what is owed after a break at any payment."""
    work, case = of
    found = _breaks(words, case, plan, terms)
    left, right = st.columns(2, gap="medium")
    with left:
        at = 1
        if len(found) > 1:
            at = int(st.slider(words("Payment that is missed"), 1, len(found), 1, key=f"hardship_at_{plan.name}_{work.generation}"))
        one = found[at - 1]
        said = words(
            "The payment of {missed} is not made, {paid} came before it. Broken on {date}; the day after is owed:",
            missed=date(one.missed), date=date(one.date), paid=words.money(one.paid),
        )  # fmt: skip
        st.html(f'<p class="planner-hint">{escape(said)}</p>{table(words, one)}<p class="planner-hint">{escape(say_worse(words, one))}</p>')
    with right:
        st.altair_chart(chart(words, found), key="breaks", alt=_said(words, found))


def table(words: Words, one: Broken) -> str:
    """What is owed after a break, by part."""
    columns = (one.owed, one.never, one.back)
    heads = ("Part", "After the break", "Without the plan", "Had been set aside")
    rows = [
        (words(f"part.{part.name.lower()}"), *(words.money(int(own[part])) for own in columns))
        for part in PARTS if any(own[part] for own in columns)
    ]  # fmt: skip
    total = (words("position.total"), *(words.money(int(own.sum())) for own in columns))
    return _grid([words(head) for head in heads], [*rows, total], last="sum")


def _grid(heads: list[str], rows: list[tuple[str, ...]], last: str = "") -> str:
    """A table whose first column names its rows."""
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "".join(
        f'<tr class="{last if row is rows[-1] else ""}"><th scope="row">{escape(row[0])}</th>'
        f"{''.join(f'<td>{escape(cell)}</td>' for cell in row[1:])}</tr>"
        for row in rows
    )
    return f'<div class="owed"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def chart(words: Words, found: list[Broken]) -> alt.Chart:
    """What is owed the day after a break, by the payment that is missed: with the plan broken, and without any plan."""
    names = {"owed": words("After the break"), "never": words("Without the plan")}
    rows = [
        {"payment": one.at + 1, "line": names[code], "amount": int(getattr(one, code).sum()) / 100}
        for one in found for code in names
    ]  # fmt: skip
    shown = alt.Scale(domain=list(names.values()))
    legend = alt.Legend(orient="bottom", title=None, labelLimit=260)
    drawn: alt.Chart = alt.Chart(pd.DataFrame(rows), height=HEIGHT, title=words("Owed the day after a break, yuan")).mark_line(
        strokeWidth=2, point=len(found) < 3
    ).encode(
        x=alt.X("payment:Q", title=words("Payment that is missed"), axis=alt.Axis(tickMinStep=1, format="d")),
        y=alt.Y("amount:Q", title=None, scale=alt.Scale(zero=True), axis=alt.Axis(format=",.0f")),
        color=alt.Color("line:N", scale=alt.Scale(domain=list(names.values()), range=["#D55E00", "#333333"]), legend=legend),
        strokeDash=alt.StrokeDash("line:N", scale=alt.Scale(domain=shown.domain, range=[[1, 0], [4, 3]]), legend=legend),
        tooltip=[
            alt.Tooltip("payment:Q", title=words("Payment")), alt.Tooltip("line:N", title=words("Scenario")),
            alt.Tooltip("amount:Q", format=",.2f", title=words("Yuan")),
        ],
    )  # fmt: skip
    return drawn


def _said(words: Words, found: list[Broken]) -> str:
    """The chart for who cannot see it."""
    first, last = found[0], found[-1]
    return words(
        "Lines: what is owed the day after a break, from {first} yuan if the first payment is missed to {last} yuan if the last one is.",
        first=words.money(int(first.owed.sum())), last=words.money(int(last.owed.sum())),
    )  # fmt: skip


def _worse_months(words: Words, case: Case, plan: Plan, terms: tuple[str, int]) -> None:
    """How the plan bears worse months, where an income is known."""
    if case.household is None or case.household.income is None:
        st.info(words("Give the household's income to see how the plan bears worse months."))
        return
    known: tuple[object, object, Stressed] | None = st.session_state.get(_STRESSED)
    if known is None or known[0] != case or known[1] != (plan.name, terms):
        with st.spinner(words("Drawing incomes")):
            known = (case, (plan.name, terms), stress(case, plan, on_break=terms[0], cure=terms[1]))
        st.session_state[_STRESSED] = known
    found = known[2]
    heads = ["", words("Survives"), words("First month that fails"), words("Months in arrears"), words("Breaks on"), words("Owed then")]
    rows = [_shock(words, shock) for shock in (found.today, *found.shocks)]
    head = words("{plan}: a month leaves {amount} for it", plan=found.plan, amount=words.money(found.spare))
    st.html(f'<p class="planner-hint">{escape(head)}</p>{_grid(heads, rows)}')
    if found.kept is not None:
        low, high = found.kept.complete
        st.html(f'<p class="planner-hint">{escape(_kept(words, found, (low, high)))}</p>')


def _kept(words: Words, found: Stressed, ends: tuple[float, float]) -> str:
    """How often the plan is kept to its end among drawn incomes."""
    low, high = (f"{end:.1%}" for end in ends)
    count = f"{found.kept.count if found.kept else 0:,}"
    return words(
        "Kept to the end in {low} to {high} of {count} drawn courses of income, by what the case assumes.", low=low, high=high, count=count
    )


def _shock(words: Words, shock: Shock) -> tuple[str, ...]:
    """A shock in a row of words."""
    failing = "–" if shock.first_failing is None else date(shock.first_failing).isoformat()
    row = (words(f"shock.{shock.code}"), words("yes") if shock.survives else words("no"), failing, str(shock.months_in_arrears))
    if shock.breaks is None:
        return (*row, "–" if shock.broken is None else date(shock.broken).isoformat(), "–")
    return (*row, date(shock.breaks.date).isoformat(), words.money(int(shock.breaks.owed.sum())))
