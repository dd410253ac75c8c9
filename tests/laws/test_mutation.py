"""The laws see one cent: each movement made wrong by a cent, a day or a rounding is caught by the oracle on fixed programs."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from planner import cash, closing, instalment, moves, rounding
from planner.engine import roll_forward
from planner.money import Ints
from tests.laws.adapt import differences
from tests.laws.strategies import Program, numbered

PROGRAMS = 240
Wrong = Callable[..., Any]


def one_more(amount: Ints) -> Ints:
    """One more in the first place of each loan at which anything stands."""
    value = np.asarray(amount)
    flat = value.reshape(-1, value.shape[-1])
    first = np.arange(len(flat))[:, None] == (flat > 0).argmax(axis=0)
    added: Ints = (flat + (first & (flat > 0))).reshape(value.shape)
    return added


def more(right: Wrong) -> Wrong:
    """What is returned, or the first of it, is one more where it is anything."""

    def wrong(*args: Ints, **how: bool) -> object:
        result = right(*args, **how)
        return (one_more(result[0]), *result[1:]) if isinstance(result, tuple) else one_more(result)

    return wrong


def more_second(right: Wrong) -> Wrong:
    """The second of what is returned is one more where it is anything."""

    def wrong(*args: Ints) -> tuple[Ints, Ints]:
        first, second = right(*args)
        return first, one_more(second)

    return wrong


def next_day(right: Wrong) -> Wrong:
    """Rows move to the day after the one given."""
    return lambda due, amount, day: right(due, amount, day + (day > 0))


def one_short(right: Wrong) -> Wrong:
    """A settlement counts as kept when one cent is missing."""
    return lambda settled, agreed: right(settled + 1, agreed)


def by_floats(_right: Wrong) -> Wrong:
    """A quotient rounded half up in floats alone, the remainder kept exactly."""

    def wrong(base: Ints, factor: Ints, rem: Ints, unit: Ints) -> tuple[Ints, Ints]:
        posted = np.floor(base * (factor / unit) + rem / unit + 0.5).astype(np.int64)
        return posted, base * factor + rem - posted * unit

    return wrong


def half_even(right: Wrong) -> Wrong:
    """Exact halves go to the even cent."""

    def wrong(base: Ints, factor: Ints, rem: Ints, unit: Ints) -> tuple[Ints, Ints]:
        posted, rest = right(base, factor, rem, unit)
        odd = (2 * rest == -unit) & (posted % 2 == 1)
        return posted - odd, rest + odd * unit

    return wrong


def halves_even(_right: Wrong) -> Wrong:
    """A share in floats whose exact halves go to the even cent."""
    return lambda base, factor, unit: np.rint(base * (np.asarray(factor) / unit)).astype(np.int64)


def a_cent(right: Wrong) -> Wrong:
    """A number of cents is one more."""
    return lambda *args, **how: right(*args, **how) + 1


MUTATIONS: list[tuple[ModuleType, str, Callable[[Wrong], Wrong]]] = [
    (moves, "accrue", more), (moves, "charge", more), (moves, "fall_due", more), (moves, "waive", more), (moves, "pledge", more),
    (moves, "capitalise", more), (moves, "defer", more), (moves, "release", more), (moves, "redate", next_day), (moves, "bill", more),
    (moves, "allocate", more), (moves, "prepay", more), (moves, "prepay", more_second), (moves, "settle", one_short), (moves, "vest", more),
    (moves, "owing", more), (moves, "paid_off", more), (moves, "ripen", more),
    (moves, "late_fee", more), (moves, "age", more), (rounding, "carry", by_floats), (rounding, "carry", half_even),
    (rounding, "post_days", more), (moves, "half_up", halves_even), (closing, "set_level", more), (cash, "_coming", more),
    (instalment, "rounded", a_cent), (instalment, "smoothed", a_cent), (instalment, "_first", a_cent), (instalment, "_needed", a_cent),
]  # fmt: skip


@cache
def fixed(seed: int) -> Program:
    """A program of the fixed set."""
    return numbered(seed)


def caught() -> list[str]:
    """What the oracle says of the first fixed program in which it differs from the engine as it stands."""
    for seed in range(PROGRAMS):
        program = fixed(seed)
        end = roll_forward(program.position, program.timeline)
        assert end.ledger is not None
        found = differences(program.position, program.timeline, end.ledger, end.position)
        if found:
            return found
    return []


def test_the_engine_as_it_stands_is_right() -> None:
    assert caught() == []


@pytest.mark.parametrize(("module", "name", "mutate"), MUTATIONS, ids=[f"{name}-{wrong.__name__}" for _, name, wrong in MUTATIONS])
def test_a_wrong_movement_is_caught(
    module: ModuleType, name: str, mutate: Callable[[Wrong], Wrong], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, mutate(getattr(module, name)))
    assert caught() != []


def test_every_movement_has_a_mutation() -> None:
    own = {name for name, what in inspect.getmembers(moves, inspect.isfunction) if what.__module__ == moves.__name__}
    assert {name for name in own if not name.startswith("_")} <= {name for module, name, _ in MUTATIONS if module is moves}
