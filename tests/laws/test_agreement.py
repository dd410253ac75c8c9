"""Oracle and engine give the same integers in every column of every step and every field of the position."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from planner.engine import roll_forward
from tests.laws.adapt import differences
from tests.laws.strategies import Program, numbered, programs

CHUNK = 100
CHUNKS = 22


def compare(program: Program) -> list[str]:
    """Where engine and oracle differ on a program."""
    end = roll_forward(program.position, program.timeline)
    assert end.ledger is not None
    return differences(program.position, program.timeline, end.ledger, end.position)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_oracle_equals_engine_on_numbered_programs(chunk: int) -> None:
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        program = numbered(seed)
        assert compare(program) == [], f"numbered({seed})"


@settings(max_examples=200, deadline=None)
@given(programs())
def test_oracle_equals_engine_on_drawn_programs(program: Program) -> None:
    assert compare(program) == []
