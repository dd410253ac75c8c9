"""The three views of what is claimed, side by side: as JSON, and as rows in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from planner.limits import percent
from planner.money import yuan

if TYPE_CHECKING:
    from planner.claims import View
    from planner.loan import Loan
    from planner.text import Words

CLAIMS: Final = ("claim_contract", "claim_line", "claim_contract_rate")
"""Findings that a table of the views says."""
Claimed = tuple["Loan", int, tuple["View", ...]]
"""A loan, the days since its oldest unpaid due date, and its views."""


def claims_json(found: tuple[Claimed, ...]) -> list[dict[str, Any]]:
    """Of each loan its views, the contract's first: charges since the oldest unpaid due date, all that is claimed, source, how sure."""
    return [{"loan": loan.id, "days": days, "views": [_view(view) for view in views]} for loan, days, views in found]


def _view(view: View) -> dict[str, Any]:
    return {
        "view": view.code, "charges": yuan(view.charges), "total": yuan(view.total), "source": next(iter(view.rule.source.values())),
        "confidence": view.rule.confidence,
    }  # fmt: skip


def claim_title(words: Words, loan: str, days: int) -> str:
    """What the rows below show, of how many days; the loan first where it is named."""
    title = words("rule.claims", days=days)
    return words("{loan}: {title}", loan=loan, title=title) if loan else title


def claim_heads(words: Words) -> list[str]:
    """Headings of the rows below."""
    return [words("View"), words("Charges"), words("Claimed"), words("Less"), words("How sure")]


def claim_rows(words: Words, views: tuple[View, ...]) -> list[list[str]]:
    """A row a view: its name with source, charges, the claim, how much less than by the contract, how sure the rule is."""
    most = views[0].total
    return [
        [
            words(f"rule.claim_{view.code}", rate=percent(view.rate)), words.money(view.charges), words.money(view.total),
            words.money(most - view.total), words(f"confidence.{view.rule.confidence}"),
        ]
        for view in views
    ]  # fmt: skip


def claim_sources(words: Words, views: tuple[View, ...]) -> list[str]:
    """The source of each view."""
    named = ((words(f"rule.claim_{view.code}", rate=percent(view.rate)), view.rule.source[words.lang]) for view in views)
    return [words("{view}: {source}", view=name, source=source) for name, source in named]
