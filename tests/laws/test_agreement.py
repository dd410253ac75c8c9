"""Oracle and engine give the same integers in every column of every step and every field of the position."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from planner.engine import roll_forward
from tests.laws.adapt import differences
from tests.laws.strategies import Program, numbered, program, programs

CHUNK = 100
CHUNKS = 22


def compare(drawn: Program) -> list[str]:
    """Where engine and oracle differ on a program."""
    end = roll_forward(drawn.position, drawn.timeline)
    assert end.ledger is not None
    return differences(drawn.position, drawn.timeline, end.ledger, end.position)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_oracle_equals_engine_on_numbered_programs(chunk: int) -> None:
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        assert compare(numbered(seed)) == [], f"numbered({seed})"


@pytest.mark.parametrize("seed", range(4))
def test_oracle_equals_engine_on_many_loans_at_once(seed: int) -> None:
    assert compare(program(seed, 150, 30)) == []


@settings(max_examples=200, deadline=None)
@given(programs())
def test_oracle_equals_engine_on_drawn_programs(drawn: Program) -> None:
    assert compare(drawn) == []
