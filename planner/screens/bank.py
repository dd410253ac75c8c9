"""Under what is owed today: the history beside the bank's statement, and, when asked for, what each open convention is worth."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from planner import present
from planner.errors import CaseError
from planner.reconcile import Reconciliation, reconcile
from planner.screens import loans
from planner.screens.messages import refuse, said
from planner.screens.tables import table
from planner.sensitivity import Sensitivity, sensitivity

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.case import Case
    from planner.screens.state import Work
    from planner.text import Words

RECONCILED: Final = "reconciled"
"""Where the session keeps the last reconciliation, behind the loan it is of."""
WORTH: Final = "worth"
"""The same of what conventions are worth, behind the loan and the day."""


def show(words: Words, work: Work) -> None:
    """The reconciliation where a statement and payments are both given, then the conventions."""
    case = work.comparison.case
    for place, loan in enumerate(case.loans):
        found = _kept(words, f"{RECONCILED}_{place}", loan, partial(reconcile, loan))
        if found is not None and loans.several(work):
            st.subheader(loan.id)
        if found is not None:
            beside(words, found)
    with st.expander(words("What each open convention is worth"), key=f"expander_worth_{work.key(words.lang)}"):
        _conventions(words, loans.chosen(words, work, "worth_loan"), work.key(words.lang))


def beside(words: Words, found: Reconciliation) -> None:
    """Ours, the bank's and the difference, then the changes under which both agree."""
    heads = [words("Part"), words("Ours"), words("The bank's"), words("Ours less the bank's")]
    left, right = st.columns(2, gap="large")
    left.html(table(words("The bank's statement of {date}", date=found.date), heads, present.say_beside(words, found), "reconciliation"))
    dues = present.say_dues_beside(words, found)
    if dues:
        right.html(table(words("Instalments that differ"), [words("position.due"), *heads[1:]], dues, "dues"))
    lines = [present.say_finding(words, finding) for finding in found.contradictions]
    heading = "".join(f"<p>{escape(line)}</p>" for line in (*lines, *present.say_verdict(words, found)))
    sets = "".join(f"<li>{escape(line)}</li>" for line in present.say_sets(words, found))
    st.html(f'<div class="planner-verdict">{heading}<ul>{sets}</ul></div>' if sets else f'<div class="planner-verdict">{heading}</div>')


def _conventions(words: Words, case: Case, key: str) -> None:
    """A button, and what it brought, for as long as the loan stays as it is."""
    asked = st.button(words("Work it out"), key=f"worth_{key}")
    loan, kept = case.loans[0], st.session_state.get(WORTH)
    same = kept is not None and kept[0] == (loan, case.as_of)
    if not asked and not same:
        return
    try:
        found: Sensitivity = _kept(words, WORTH, (loan, case.as_of), lambda: sensitivity(loan, case.as_of))
    except CaseError as error:
        refuse(words("What each open convention is worth"), said(words, error.problems), "refused_worth")
        return
    moved, still = present.say_moves(words, found, loan)
    rows = [[f"{change}\n{parts}", total] for change, parts, total in moved]
    if rows:
        st.html(table(words("Added, yuan"), [words("If the convention were"), words("Added, yuan")], rows, "worth"))
    for finding in found.findings:
        st.html(f"<p>{escape(present.say_finding(words, finding))}</p>")
    if still:
        nothing = words("convention.comma").join(still)
        st.html(f'<p class="planner-hint">{escape(words("No other value of these moves anything here:"))} {escape(nothing)}</p>')


def _kept(words: Words, name: str, of: object, make: Callable[[], Any]) -> Any:  # noqa: ANN401 - what the session keeps has no type
    """What the session keeps of something, made anew where that has changed."""
    kept = st.session_state.get(name)
    if kept is None or kept[0] != of:
        with st.spinner(words("Trying conventions")):
            kept = st.session_state[name] = (of, make())
    return kept[1]
