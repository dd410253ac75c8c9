"""A number that was found is written into the clause that says it, and the plan reads back with it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from planner import casefile
from planner.levers import LEVERS
from planner.screens.seek import with_number

HEAD = """schema = 1
as_of = 2026-09-30
[[loan]]
id = "a"
kind = "consumer"
principal = "12,000.00"
rate = "12 %"
opened = 2025-12-30
instalments = 24
payments = []
[[plan]]
name = "P"
start = 2026-10-30
terms = [TERMS]
"""
WRITTEN = [
    ("months", "{ instalments = 12 }", 18), ("months", "{ extend = 3 }, { recast = 0 }", 7), ("rate", "{ instalments = 12 }", 4_000_000),
    ("rate", '{ rate = "6 %" }, { instalments = 12 }', 4_000_000), ("payment", '{ instalments = 12, amount = "900.00" }', 95_000),
    ("waiver", '{ waive = "penalty", amount = "10.00" }, { instalments = 12 }', 25_000_000),
    ("down_payment", "{ instalments = 12 }", 12_345),
    ("lump_sum", '{ lump_sum = 2026-11-30, amount = "5.00" }, { instalments = 12 }', 700), ("settle", '{ settle = "9,000.00" }', 800_000),
    ("pause", '{ pause = ["interest"], first = 0, months = 2 }', 5),
]


@pytest.mark.parametrize(("name", "terms", "value"), WRITTEN)
def test_what_is_written_reads_back_as_the_number_varied(name: str, terms: str, value: int, tmp_path: Path) -> None:
    document, lever = tomllib.loads(HEAD.replace("TERMS", terms)), LEVERS[name]
    table = with_number(document["plan"][0], lever, value)
    plan = casefile.build({**document, "plan": [table]}, tmp_path).plans[0]
    assert lever.get(plan) == value
    own = casefile.build(document, tmp_path).plans[0]
    assert plan == lever.put(own, value)
