"""Kinds of cases that no mapping reads yet, and what they wait for."""

from __future__ import annotations

from typing import Final

from tests.conformance.cases import Published

ECONOMICS: Final = frozenset({
    "eir", "modification", "impairment",
})  # fmt: skip
"""Kinds, or the topic before their slash, that need enforcement, the rulebook or the lender's books."""


def why(case: Published) -> str:
    """What the kind waits for."""
    issue = "economics" if case.kind.split("/")[0] in ECONOMICS else "arrears"
    return f"waits for the issue on {issue}"
