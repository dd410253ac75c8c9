"""What is owed today, by part, and what one more day costs."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from typing import Any, Final

import streamlit as st

from planner.book import Position
from planner.present import disputed_form, per_day_form, position_form, unpaid_instalments
from planner.screens import loans
from planner.screens.state import Work
from planner.text import Words

COUNTED: Final = ("principal", "interest", "penalty", "compound", "fee", "deferred", "held")
"""Lines of the table: what was lent first, then what it bore, then what stands aside."""


def show(words: Words, work: Work) -> None:
    """Three figures and the table behind them."""
    position = work.comparison.position
    st.header(words("Owed today"))
    left, right = st.columns([2, 3], gap="large")
    left.html(figures(words, position, work))
    right.html(table(words, position, work))
    if loans.several(work):
        st.html(loans.each(words, work.comparison.case))


def figures(words: Words, position: Position, work: Work) -> str:
    """The total, its growth in a day, its age."""
    form, daily = position_form(position), per_day_form(work.daily)
    days = int(form["days_past_due"])
    shown = (
        (words("Total, yuan"), _money(words, form["total"]), ""),
        (words("One more day adds, yuan"), f"+{_money(words, daily['total'])}", ' class="growth"'),
        (words("Days past due"), str(days), ""),
        (words("Unpaid instalments"), str(unpaid_instalments(position)), ""),
    )
    items = "".join(f"<div><dt>{escape(name)}</dt><dd{look}>{escape(figure)}</dd></div>" for name, figure, look in shown)
    return f'<dl class="planner-figures">{items}</dl>'


def table(words: Words, position: Position, work: Work) -> str:
    """Parts as rows: what stands, and what a day adds; nil parts are left out."""
    form, daily = position_form(position), per_day_form(work.daily)
    rows = "".join(_row(words, code, form, daily, work) for code in COUNTED if _stands(form[code]) or _stands(daily.get(code, "0")))
    heads = "".join(f'<th scope="col">{escape(t)}</th>' for t in (words("Part"), words("Owed today"), words("One more day adds")))
    total = _line(words("position.total"), _money(words, form["total"]), f"+{_money(words, daily['total'])}", "sum", "")
    caption = escape(words("By part, in yuan"))
    return f'<div class="owed"><table><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}{total}</tbody></table></div>'


def _row(words: Words, code: str, form: dict[str, Any], daily: dict[str, str], work: Work) -> str:
    """One part; overdue principal stands under all principal."""
    grown = daily.get(code, "0")
    sign = "\N{MINUS SIGN}" if code == "held" and _stands(form[code]) else ""
    line = _line(
        words(f"position.{code}"), sign + _money(words, form[code]), f"+{_money(words, grown)}" if _stands(grown) else "", "", "", code
    )
    if code == "compound":
        return line + _disputed(words, work)
    if code != "principal" or not _stands(form["principal_overdue"]):
        return line
    overdue = _money(words, form["principal_overdue"])
    return line + _line(words("position.principal_overdue"), overdue, "", "", "within", "principal_overdue")


def _disputed(words: Words, work: Work) -> str:
    """Compound interest charged on charges so far, under all compound interest."""
    shown = disputed_form(work.comparison.case) or {}
    return "".join(_line(words(f"position.{name}"), _money(words, amount), "", "", "within", name) for name, amount in shown.items())


def _line(label: str, amount: str, growth: str, row: str, head: str, code: str = "total") -> str:
    return (
        f'<tr class="{row}" data-part="{code}"><th scope="row" class="{head}">{escape(label)}</th>'
        f"<td>{escape(amount)}</td><td>{escape(growth)}</td></tr>"
    )


def _stands(amount: str) -> bool:
    return Decimal(amount) != 0


def _money(words: Words, amount: str) -> str:
    """An amount as JSON writes it, grouped."""
    return words.money(int(Decimal(amount) * 100))
