"""One number of a plan, varied until a condition holds: the least change that does, and what it makes of the plan."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from planner.conditions import SIGNS
from planner.errors import CaseError
from planner.figures import MEASURES, Kind
from planner.levers import LEVERS
from planner.present.solved import lever_value
from planner.screens import choice, loans, messages, state
from planner.solve import Solved, solve
from planner.text import mark
from planner.wording_solved import say_solved

if TYPE_CHECKING:
    from planner.case import Case, Plan
    from planner.levers import Lever
    from planner.text import Words

UNITS: Final = {
    Kind.MONEY: mark("in yuan"), Kind.RATE: mark("such as 12 % or 0.12"), Kind.COUNT: mark("a whole number"),
    Kind.DATE: mark("a date such as 2028-12-31"),
}  # fmt: skip
"""How a bound is written; measures of other kinds are not offered here."""
PLACES: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "months": (("instalments", "extend"), ""), "rate": (("rate",), ""), "payment": (("instalments",), "amount"),
    "waiver": (("waive",), "share"), "lump_sum": (("lump_sum",), "later"), "down_payment": (("lump_sum",), "down"),
    "pause": (("pause",), "months"), "settle": (("settle",), ""),
}  # fmt: skip
"""Keys that name the clause of each number, and its field there (empty: the key's own value)."""
_FOUND: Final = "sought"


def show(words: Words, work: state.Work) -> None:
    """The question, once it is asked."""
    st.header(words("Find one number"))
    if not work.comparison.case.plans:
        st.info(words("Add a plan to vary one of its numbers."))
        return
    if not st.toggle(words("Vary one number of a plan until a condition holds"), key="seek"):
        return
    case = loans.chosen(words, work, "seek_loan", whole=True)
    if not case.plans:
        st.info(words("No plan has clauses for this loan alone."))
        return
    name, lever, until = _asked(words, work, case)
    if not until:
        return
    try:
        with st.spinner(words("Looking for the number")):
            found = _found(case, (name, lever, until))
    except CaseError as error:
        messages.refuse(words("This cannot be looked for."), messages.said(words, error.problems), "seek_problems")
        return
    lines = say_solved(words, name, found)
    st.html("".join(f"<p>{escape(line)}</p>" for line in lines))
    plan = next(p for p in case.plans if p.name == name)
    if found.value is not None and found.status == "solved":
        st.button(words("Put it into the plan"), key="seek_use", on_click=_use, args=(work, plan, found))


def _asked(words: Words, work: state.Work, case: Case) -> tuple[str, str, str]:
    """Plan, number and condition; the condition is empty until a bound is typed."""
    key = work.key(words.lang)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=280):
            name = choice.select("seek_plan", words("Plan"), {p.name: p.name for p in case.plans}, key, case.plans[0].name)
        plan = next(p for p in case.plans if p.name == name)
        levers = {code: words(f"lever.{code}") for code in _levers(plan)}
        with st.container(width=160):
            lever = choice.select("seek_lever", words("Number to vary"), levers, key, next(iter(levers)))
        measures = {code: words(f"measure.{code}") for code, own in MEASURES.items() if own.kind in UNITS}
        with st.container(width=220):
            measure = choice.select("seek_measure", words("until"), measures, key, "highest_payment")
        with st.container(width=90):
            sign = choice.select("seek_sign", words("is"), {"<=": "≤", ">=": "≥"}, key, "<=")
        hint = words(UNITS[MEASURES[measure].kind])
        bound = st.text_input(words("this, {unit}", unit=hint), key=f"seek_bound_{work.generation}", max_chars=20, width=220)
    return name, lever, f"{measure} {sign if sign in SIGNS else '<='} {bound.strip()}" if bound.strip() else ""


def _levers(plan: Plan) -> list[str]:
    """The numbers a plan has, and those that any plan can be given; a budget is the only one of its plan."""
    if plan.budget is not None:
        return ["budget"]
    return [code for code, own in LEVERS.items() if code in ("rate", "lump_sum", "down_payment") or own.get(plan) is not None]


def _found(case: Case, asked: tuple[str, str, str]) -> Solved:
    """The answer, looked for once."""
    known: tuple[object, object, Solved] | None = st.session_state.get(_FOUND)
    if known is None or known[0] is not case or known[1] != asked:
        known = (case, asked, solve(case, *asked))
        st.session_state[_FOUND] = known
    return known[2]


def _use(work: state.Work, plan: Plan, found: Solved) -> None:
    """The plan with the number found, in the document; the change can be undone."""
    tables = [with_number(own, found.lever, found.value or 0) if own.get("name") == plan.name else own for own in work.document["plan"]]
    state.show(state.changed(work, {**work.document, "plan": tables}))


def with_number(table: dict[str, Any], lever: Lever, value: int) -> dict[str, Any]:
    """A plan's table with a number in the clause that says it, or in one more."""
    written = lever_value(lever, value)
    if lever.name == "budget":
        return {**table, "budget": written}
    keys, field = PLACES[lever.name]
    terms = [dict(clause) for clause in table["terms"]]
    for clause in terms:
        if any(key in clause for key in keys) and (keys != ("lump_sum",) or (clause["lump_sum"] == table["start"]) == (field == "down")):
            named = next(key for key in keys if key in clause)
            clause[named if field == "" else "amount" if keys == ("lump_sum",) else field] = written
            if lever.name == "waiver":
                clause.pop("amount", None)
            return {**table, "terms": terms}
    new = {"rate": written} if lever.name == "rate" else {"lump_sum": table["start"], "amount": written}
    return {**table, "terms": [*terms, new]}
