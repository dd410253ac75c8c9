"""What is worth knowing about the case and its plans, one line each."""

from __future__ import annotations

from html import escape

import streamlit as st

from planner.findings import Finding
from planner.present import say_finding, say_name
from planner.present.claimed import CLAIMS
from planner.review import reviewed
from planner.screens.state import Work
from planner.text import Words


def show(words: Words, work: Work) -> None:
    """Findings on the whole case, then those of every plan."""
    st.header(words("Findings"))
    whole, each = reviewed(work.comparison)
    lines = [_line(words, f) for f in whole if f.code not in CLAIMS]
    lines += [_line(words, f, say_name(words, s)) for s, found in each for f in found]
    if lines:
        st.html(f'<ul class="planner-findings">{"".join(lines)}</ul>')
    else:
        st.write(words("Nothing to remark."))


def _line(words: Words, finding: Finding, plan: str = "") -> str:
    """Grade, the plan it is about (with the clause, where one is at fault), the sentence."""
    plan = finding.where if plan and finding.where.startswith(f"{plan} ") else plan
    grade = f'<span class="grade">{escape(words(f"grade.{finding.grade}"))}</span>'
    where = f'<span class="where">{escape(plan)}</span>' if plan else ""
    return f'<li class="{escape(finding.grade)}">{grade}{where}{escape(say_finding(words, finding))}</li>'
