"""Nothing appears or disappears: per loan, step and part; cash is paid, held or returned; flows are the ledger's."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from hypothesis import given, settings

from planner.book import Ledger, Part, Position, days_past_due, standing
from planner.engine import roll_forward
from planner.steps import cut
from tests.laws.strategies import Program, programs

EXAMPLES = settings(max_examples=120, deadline=None)


def leaks(position: Position, ledger: Ledger, end: Position) -> list[str]:
    """Names of the identities of the page that do not hold."""
    came = ledger.opening.copy()
    for part, name in ((Part.INTEREST, "accrued"), (Part.PENALTY, "penalty"), (Part.COMPOUND, "compound"), (Part.FEE, "fee")):
        came[part] += getattr(ledger, name)
    came[Part.PRINCIPAL] += ledger.capitalised.sum(axis=0) + ledger.drawn
    went = ledger.closing + ledger.allocated + ledger.prepaid + ledger.waived + ledger.capitalised
    held_before = np.concatenate([position.held[None], ledger.held[:-1]])
    money = ledger.allocated.sum(axis=0) + ledger.prepaid.sum(axis=0) + ledger.returned + ledger.held
    chain = np.concatenate([standing(position)[:, None], ledger.closing[:, :-1]], axis=1)
    identities = {
        "parts": np.array_equal(came, went),
        "cash": np.array_equal(held_before + ledger.received, money),
        "chain": np.array_equal(chain, ledger.opening),
        "end": np.array_equal(ledger.closing[:, -1], standing(end)) and np.array_equal(ledger.held[-1], end.held),
        "age": np.array_equal(ledger.days_past_due[-1], days_past_due(end)),
        "vested": bool((ledger.vested <= ledger.waived).all()),
        "disputed": bool((ledger.disputed.sum(axis=0) <= ledger.compound).all()),
        "revived": bool((ledger.revived <= ledger.opening + ledger.pledged).all()),
        "signs": all(bool((getattr(ledger, f.name) >= 0).all()) for f in fields(Ledger)),
    }
    return [name for name, holds in identities.items() if not holds]


@EXAMPLES
@given(programs())
def test_every_cent_is_accounted_for(program: Program) -> None:
    end = roll_forward(program.position, program.timeline)
    assert end.ledger is not None
    assert leaks(program.position, end.ledger, end.position) == []


@EXAMPLES
@given(programs())
def test_no_cash_is_held_while_dues_remain_or_nothing_is_owed(program: Program) -> None:
    position = program.position
    for e in range(program.length):
        position = roll_forward(position, cut(program.timeline, e, e + 1)).position
        now = np.where(position.dues.due <= position.date, position.dues.amount.sum(axis=0), 0).sum(axis=0)
        assert not (position.held * now).any()
        assert not position.held[standing(position).sum(axis=0) == 0].any()


@EXAMPLES
@given(programs())
def test_flows_are_the_ledgers(program: Program) -> None:
    ledger = roll_forward(program.position, program.timeline).ledger
    brief = roll_forward(program.position, program.timeline, keep="flows")
    flows = brief.flows
    assert ledger is not None
    assert flows is not None
    assert brief.ledger is None
    assert np.array_equal(np.broadcast_to(flows.date, ledger.date.shape), ledger.date)
    assert np.array_equal(flows.paid, ledger.received - ledger.returned)
    assert np.array_equal(flows.paid_parts, (ledger.allocated + ledger.prepaid).sum(axis=1))
    assert np.array_equal(flows.waived_parts, ledger.waived.sum(axis=1))
    assert np.array_equal(standing(brief.position), ledger.closing[:, -1])
