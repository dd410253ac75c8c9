"""What is worth knowing about the case and its plans, one line each."""

from __future__ import annotations

from html import escape

import streamlit as st

from planner.checks import case_findings
from planner.findings import Finding
from planner.present import say_finding
from planner.screens.state import Work
from planner.text import Words


def show(words: Words, work: Work) -> None:
    """Findings on the whole case, then those of every plan."""
    st.subheader(words("Findings"))
    comparison = work.comparison
    found = [*case_findings(comparison.case), *(f for s in comparison.scenarios for f in s.findings)]
    if found:
        st.html(f'<ul class="planner-findings">{"".join(_line(words, f) for f in found)}</ul>')
    else:
        st.write(words("Nothing to remark."))


def _line(words: Words, finding: Finding) -> str:
    grade = escape(words(f"grade.{finding.grade}"))
    return f'<li class="{escape(finding.grade)}"><span class="grade">{grade}</span>{escape(say_finding(words, finding))}</li>'
