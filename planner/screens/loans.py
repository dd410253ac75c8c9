"""Several loans of one case: what each owes, what each is paid in a month under a way out, and which of them is looked at."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from planner import debts
from planner.dates import date, day
from planner.household import paid_by_month
from planner.payoff import per_day
from planner.picked import picked
from planner.present import per_day_form, position_form
from planner.screens import choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.case import Case
    from planner.scenarios import Scenario
    from planner.screens.state import Work
    from planner.text import Words

ALL: Final = ""
"""Stands for all loans where one may be looked at."""
FIGURES: Final = ("principal", "interest", "penalty", "compound", "fee", "total", "days_past_due")


def several(work: Work) -> bool:
    """Whether the case has more than one loan."""
    return len(work.comparison.case.loans) > 1


def chosen(words: Words, work: Work, name: str, *, whole: bool = False) -> Case:
    """The case, or that of the loan that is chosen where there are several; ``whole``: all of them may be, and are until one is."""
    case = work.comparison.case
    if not several(work):
        return case
    labels = {**({ALL: words("All loans")} if whole else {}), **{loan.id: loan.id for loan in case.loans}}
    return picked(case, choice.select(name, words("Loan"), labels, work.key(words.lang), next(iter(labels))) or None)


def each(words: Words, case: Case) -> str:
    """A row a loan: what it owes by part, in all, how late it is, what one more day adds; and all together."""
    known = debts.stands(case)
    rows = [_row(words, loan.id, (position_form(own[0]), per_day_form(per_day(*own)))) for loan, own in zip(case.loans, known, strict=True)]
    joint = (position_form(debts.joined([now for now, _ in known])), per_day_form(debts.grown(known)))
    heads = [words("Loan"), *(words(f"position.{name}") for name in FIGURES), words("One more day adds")]
    return _table(words("By loan, in yuan"), heads, [*rows, _row(words, words("All loans"), joint)], "loans")


def _row(words: Words, name: str, forms: tuple[dict[str, str], dict[str, str]]) -> list[str]:
    """One loan, or all."""
    owed, daily = forms
    figures = [str(owed[name]) if name == "days_past_due" else _money(words, owed[name]) for name in FIGURES]
    return [name, *figures, f"+{_money(words, daily['total'])}"]


def between(words: Words, case: Case, scenario: Scenario) -> str:
    """A row a month in which anything is paid: what each loan is paid, and all of them."""
    months = [paid_by_month(ledger, day(case.as_of)) for ledger in scenario.each]
    days = {int(number): int(first) for own in months for number, first in zip(own.number, own.first, strict=True)}
    paid = [{int(number): int(cents) for number, cents in zip(own.number, own.cents, strict=True)} for own in months]
    rows = []
    for month, first in sorted(days.items()):
        cents = [own.get(month, 0) for own in paid]
        rows.append([f"{date(first):%Y-%m}", *(words.money(own) for own in (*cents, sum(cents)))])
    heads = [words("Month"), *(loan.id for loan in case.loans), words("All loans")]
    return _table(words("Paid each month by loan, yuan"), heads, rows, "between")


def _money(words: Words, amount: str) -> str:
    """An amount as JSON writes it, grouped."""
    return words.money(int(amount.replace(".", "")))


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], name: str) -> str:
    """Names in the first column, figures in the others; the last row is the sum where the first column is of loans."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(
        f'<tr class="{"sum" if row is rows[-1] and name == "loans" else ""}"><th scope="row">{escape(row[0])}</th>'
        f"{''.join(f'<td>{escape(cell)}</td>' for cell in row[1:])}</tr>"
        for row in rows
    )
    return (
        f'<div class="owed" data-table="{name}" role="region" tabindex="0" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
