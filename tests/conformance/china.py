"""Chinese worked examples through the planner, by category."""

from __future__ import annotations

from typing import Final

from tests.conformance import china_cards, china_court, interest, peers_rates, prepayments, tables, waiting
from tests.conformance.cases import Answer, Published, refuse

KINDS: Final = {
    **peers_rates.CHINA, **interest.CHINA, **tables.CHINA, **china_cards.CHINA, **prepayments.CHINA, **china_court.CHINA,
}  # fmt: skip


def answer(case: Published) -> Answer:
    """The figures the case names."""
    if case.kind not in KINDS:
        refuse(waiting.why(case))
    return KINDS[case.kind](case)
