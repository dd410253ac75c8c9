"""What the screen holds: one case document, how it was reached, and the last comparison that could be made.

All pure but the session's own three functions at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from planner import casefile, debts
from planner.errors import CaseError, Problem, RangeError
from planner.money import Ints
from planner.present import range_problem
from planner.scenarios import Comparison, compare
from planner.screens.edits import Document
from planner.text import catalogue

MOST_STEPS: Final = 200
"""Changes that can be undone."""
_KEY: Final = "work"


@dataclass(frozen=True, slots=True)
class Work:
    """A case in work. ``name`` is an example's or a file's, ``past`` its documents, the present one last.

    ``comparison`` and ``daily`` (what one more day costs by part, (5, 1)) are of the last document that could be compared; ``problems``
    say why the present one could not. ``generation`` is part of the key of every widget that shows the case: it goes up when the case
    changes other than by its widgets, so that they begin anew. A widget that lived on and was told another value could still send its old
    one back, a moment later, as if it had been typed.
    """

    name: str
    example: bool
    source: str
    past: tuple[Document, ...]
    comparison: Comparison
    daily: Ints
    problems: tuple[Problem, ...] = ()
    generation: int = 0

    @property
    def document(self) -> Document:
        """The document as it stands."""
        return self.past[-1]

    def key(self, lang: str) -> str:
        """Part of the key of a choice widget: a new one for every language, since browsers send labels back, and for every generation."""
        return f"{lang}_{self.generation}"


def opened(name: str, source: str, *, example: bool) -> Work:
    """A file's text as a case in work; CaseError with every problem where it cannot be."""
    source = source.removeprefix("\ufeff")
    try:
        case = casefile.parse(source)
        comparison = compare(case)
        daily = debts.grown(debts.stands(case))
    except RangeError as error:
        raise CaseError([_out_of_range(error)]) from error
    return Work(name, example, source, (case.raw,), comparison, daily)


def changed(work: Work, document: Document) -> Work:
    """The work with an edited document; the last comparison stays where the new one cannot be made."""
    if document == work.document:
        return work
    return _compared(replace(work, past=(*work.past, document)[-MOST_STEPS:]))


def undone(work: Work) -> Work:
    """The work before its last change."""
    return _compared(replace(work, past=work.past[:-1])) if len(work.past) > 1 else work


def restored(work: Work) -> Work:
    """The work with the file's own values; this can be undone too."""
    return changed(work, casefile.parse(work.source).raw)


def _compared(work: Work) -> Work:
    try:
        return replace(work, comparison=compare(casefile.build(work.document)), problems=())
    except CaseError as error:
        return replace(work, problems=error.problems)
    except RangeError as error:
        return replace(work, problems=(_out_of_range(error),))


def _out_of_range(error: RangeError) -> Problem:
    """A figure that the integers cannot hold; what the problem says is the same in every language."""
    return range_problem(catalogue("en"), error)


def current() -> Work | None:
    """The case this visitor works on."""
    work: Work | None = st.session_state.get(_KEY)
    return work


def keep(work: Work) -> None:
    """Note what its widgets made of the case: they show it already."""
    st.session_state[_KEY] = work


def show(work: Work) -> None:
    """Make this the case the visitor works on, whatever the widgets show."""
    before = current()
    # One assignment: a run that is broken off between two of them would leave old widgets to write into the new case.
    keep(replace(work, generation=before.generation + 1 if before else 0))
