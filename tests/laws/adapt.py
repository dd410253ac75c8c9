"""From Position, Timeline and Ledger of loan j to the oracle's dicts, and every field of both compared bit for bit."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np

from planner.book import BY_PART, COLUMNS, NEUTRAL, Dues, Ledger, Position, Timeline
from planner.conventions import NAMES
from planner.money import Ints
from planner.stages import STAGED, Stages
from tests.oracle import Record, roll

DUE_FIELDS = tuple(f.name for f in fields(Dues))
OWN_FIELDS = tuple(f.name for f in fields(Position) if f.name not in ("dues", *STAGED))
LEDGER_FIELDS = tuple(f.name for f in fields(Ledger))


def loan_of(timeline: Timeline, j: int) -> Record:
    """What holds for loan j at every step."""

    def one(value: Ints) -> int:
        return int(value[j if value.shape[0] > 1 else 0])

    own = {name: 0 if (value := getattr(timeline.conventions, name)) is None else one(value) for name in NAMES}
    return own | {
        "base": one(timeline.base),
        "penalty_base": one(timeline.penalty_base),
        "order": timeline.orders[one(timeline.order)],
        "late_order": timeline.orders[one(timeline.late_order)],
        "late_from": one(timeline.late_from),
        "stages": stages_of(timeline, j),
    }


def stages_of(timeline: Timeline, j: int) -> list[Record]:
    """The stages of loan j."""
    stages = timeline.stages
    if stages is None:
        return []
    own = {f.name: (value := getattr(stages, f.name))[..., j if value.shape[-1] > 1 else 0] for f in fields(Stages)}
    return [{name: column[..., k].tolist() for name, column in own.items()} for k in range(own["day"].size)]


def column(timeline: Timeline, name: str, j: int) -> list[Any]:
    """One column of loan j, one value (a list for columns by part) a step; neutral where absent."""
    value: Ints | None = getattr(timeline, name)
    length = timeline.length
    if value is None:
        neutral = NEUTRAL.get(name, 0)
        return [[neutral] * BY_PART[name] if name in BY_PART else neutral] * length
    own = value[..., j if value.shape[-1] > 1 else 0]
    listed: list[Any] = own.T.tolist()
    return listed * length if len(listed) < length else listed


def steps_of(timeline: Timeline, j: int) -> list[Record]:
    """The steps of loan j."""
    columns = {name: column(timeline, name, j) for name in COLUMNS}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def state_of(position: Position, j: int) -> Record:
    """Where loan j stands; rows in which nothing stands are left out."""
    state: Record = {name: getattr(position, name)[..., j].tolist() for name in OWN_FIELDS}
    rows = {name: getattr(position.dues, name)[..., j].T.tolist() for name in DUE_FIELDS}
    dues = [dict(zip(rows, values, strict=True)) for values in zip(*rows.values(), strict=True)]
    places = zip(("amount", "day", "left"), STAGED, strict=True)
    waits = {name: getattr(position, field)[..., j].T.tolist() for name, field in places}
    staged = [dict(zip(waits, values, strict=True)) for values in zip(*waits.values(), strict=True)]
    return state | {"dues": [due for due in dues if any(due["amount"])], "staged": [stage for stage in staged if any(stage["amount"])]}


def rows_of(ledger: Ledger, j: int) -> dict[str, list[Any]]:
    """The ledger of loan j by column, one value (a list for columns by part) a step."""
    return {name: getattr(ledger, name)[..., j].T.tolist() for name in LEDGER_FIELDS}


def whole(ledger: Ledger, position: Position) -> list[str]:
    """What is wrong with the shapes and types: every column must be int64 with an axis of N loans."""
    n = position.loans
    values = [(f"ledger.{name}", getattr(ledger, name)) for name in LEDGER_FIELDS]
    values += [(name, getattr(position, name)) for name in (*OWN_FIELDS, *STAGED)]
    values += [(f"dues.{name}", getattr(position.dues, name)) for name in DUE_FIELDS]
    return [f"{name}: {v.dtype} {v.shape}" for name, v in values if v.dtype != np.int64 or v.shape[-1] != n]


def differences(position: Position, timeline: Timeline, ledger: Ledger, after: Position) -> list[str]:
    """Where engine and oracle differ, loan by loan: the first step of each column, each field of the position."""
    found = whole(ledger, after)
    for j in range(0 if found else position.loans):
        rows, state = roll(loan_of(timeline, j), state_of(position, j), steps_of(timeline, j))
        ours = rows_of(ledger, j)
        for name in LEDGER_FIELDS:
            theirs = [row[name] for row in rows]
            if ours[name] != theirs:
                e = next(e for e, pair in enumerate(zip(ours[name], theirs, strict=True)) if pair[0] != pair[1])
                found.append(f"loan {j} step {e} {name}: engine {ours[name][e]}, oracle {theirs[e]}")
        found += [f"loan {j} end {what}" for what in unlike(state_of(after, j), state)]
    return found


def unlike(ours: Record, theirs: Record) -> list[str]:
    """The fields in which two states differ, those of dues row by row."""
    found = [f"{k}: engine {ours[k]}, oracle {theirs[k]}" for k in theirs if k != "dues" and ours[k] != theirs[k]]
    if len(ours["dues"]) != len(theirs["dues"]):
        return [*found, f"dues: engine {len(ours['dues'])}, oracle {len(theirs['dues'])}"]
    pairs = enumerate(zip(ours["dues"], theirs["dues"], strict=True))
    return found + [f"dues {i} {k}: engine {one[k]}, oracle {other[k]}" for i, (one, other) in pairs for k in one if one[k] != other[k]]


def same(one: Position, other: Position) -> list[str]:
    """Where two positions differ, rows in which nothing stands left out."""
    found = []
    for j in range(max(one.loans, other.loans)):
        a, b = state_of(one, j), state_of(other, j)
        found += [f"loan {j} {name}: {a[name]} and {b[name]}" for name in a if a[name] != b[name]]
    return found
