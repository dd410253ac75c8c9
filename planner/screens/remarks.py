"""What is worth knowing about the case and its plans, one line each."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from planner.findings import Finding
from planner.present import say_finding, say_name
from planner.present.claimed import CLAIMS
from planner.review import reviewed
from planner.scenarios import Scenario
from planner.screens.state import Work
from planner.text import Words


def show(words: Words, work: Work) -> None:
    """Findings on the whole case, then those of plans."""
    st.header(words("Findings"))
    whole, each = reviewed(work.comparison)
    lines = [_line(words, f.grade, say_finding(words, f)) for f in whole if f.code not in CLAIMS]
    lines += [_line(words, grade, said, plans) for (grade, said), plans in _gathered(words, each).items()]
    if lines:
        st.html(f'<ul class="planner-findings">{"".join(lines)}</ul>')
    else:
        st.write(words("Nothing to remark."))


def _gathered(words: Words, each: list[tuple[Scenario, tuple[Finding, ...]]]) -> dict[tuple[str, str], list[str]]:
    """By grade and sentence: the plans it is about, with the clause where one is at fault; what holds for several is said once."""
    gathered: dict[tuple[str, str], list[str]] = {}
    for scenario, found in each:
        for finding in found:
            name = say_name(words, scenario)
            where = finding.where if finding.where.startswith(f"{name} ") else name
            plans = gathered.setdefault((finding.grade, say_finding(words, finding)), [])
            if where not in plans:
                plans.append(where)
    return gathered


def _line(words: Words, grade: str, said: str, plans: Sequence[str] = ()) -> str:
    """Grade, the plans it is about, the sentence."""
    shown = f'<span class="grade">{escape(words(f"grade.{grade}"))}</span>'
    where = f'<span class="where">{escape(" · ".join(plans))}</span>' if plans else ""
    return f'<li class="{escape(grade)}">{shown}{where}{escape(said)}</li>'
