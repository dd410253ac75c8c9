"""What a pause stops and what it leaves growing, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.text import Words


def say_pause(words: Words, values: dict[str, str]) -> dict[str, str]:
    """What stops, what grows on what base and by how much, and where interest goes; the loan first where it is named."""
    comma, stops = words("convention.comma"), values.get("stops", "").split()
    return {
        "stops": comma.join(words(f"finding.paused_{kind}") for kind in stops) or words("finding.paused_nothing"),
        "grows": comma.join(_growth(words, kind, values) for kind in values.get("grows", "").split()),
        "then": words(f"then.{values.get('then') or 'bill'}"),
        "loan": words("finding.pause_loan", loan=values["loan"]) if values.get("loan") else "",
    }  # fmt: skip


def _growth(words: Words, kind: str, values: dict[str, str]) -> str:
    """One part that grows: in all, and in thirty days; the age of what is past due in days."""
    if kind == "ageing":
        return words("finding.grows_ageing", days=values["days"])
    total, month = (words.money(int(values[name].replace(".", ""))) for name in (kind, f"{kind}_month"))
    return words(f"finding.grows_{kind}", total=total, month=month)
