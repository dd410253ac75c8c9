"""Numbers of other lending systems and calculators through the planner, by group."""

from __future__ import annotations

from typing import Final

from tests.conformance import peers_arrears, peers_plans, peers_rates, prepayments, tables, waiting
from tests.conformance.cases import Answer, Published, refuse

KINDS: Final = {**peers_rates.PEERS, **peers_arrears.PEERS, **peers_plans.PEERS, **tables.PEERS, **prepayments.PEERS}


def answer(case: Published) -> Answer:
    """The figures the case names."""
    if case.kind not in KINDS:
        refuse(waiting.why(case))
    return KINDS[case.kind](case)
