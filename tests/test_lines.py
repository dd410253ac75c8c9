"""The line of every key of a case file: of the examples by what stands on it, of odd texts by hand."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from planner.casefile.lines import lines_of

FOLDER: Final = Path(__file__).resolve().parents[1] / "examples"
ODD: Final = '''\ufeff# a comment with loan = 1
"title" = "a # no comment, [no list], {no table}"   # one
note = """
two lines, "quoted", # none
[loan]
"""
loan.first = 1
[a.b]  # header
'c d' = [1, 2,
  # between
  { x = [ "]", 'y' ], z = 1979-05-27T07:32:00Z },
]
[[plan]]
name = \'\'\'one
two\'\'\'
terms = [ { rate = "0 %" }, { pause = ["interest"],  months = 6 } ]
[plan.more]
k = true
[[plan]]
[[plan.rows]]
k = 1
[[plan.rows]]
k = 2
'''
BY_HAND: Final = {
    "title": 2, "note": 3, "loan.first": 7, "a.b": 8, "a.b.c d": 9, "a.b.c d[0]": 9, "a.b.c d[1]": 9, "a.b.c d[2]": 11,
    "a.b.c d[2].x": 11, "a.b.c d[2].x[0]": 11, "a.b.c d[2].x[1]": 11, "a.b.c d[2].z": 11, "plan[0]": 13, "plan[0].name": 14,
    "plan[0].terms": 16, "plan[0].terms[0]": 16, "plan[0].terms[0].rate": 16, "plan[0].terms[1]": 16, "plan[0].terms[1].pause": 16,
    "plan[0].terms[1].pause[0]": 16, "plan[0].terms[1].months": 16, "plan[0].more": 17, "plan[0].more.k": 18, "plan[1]": 19,
    "plan[1].rows[0]": 20, "plan[1].rows[0].k": 21, "plan[1].rows[1]": 22, "plan[1].rows[1].k": 23,
}  # fmt: skip


def paths(value: Any, path: str = "") -> Iterator[str]:  # noqa: ANN401 - a document holds any value
    """Every path of a document but those of lists of tables, whose entries have their own."""
    if isinstance(value, dict):
        for key, own in value.items():
            yield from paths(own, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for place, own in enumerate(value):
            yield from paths(own, f"{path}[{place}]")
    if path and not (isinstance(value, list) and value and isinstance(value[0], dict) and "." not in path):
        yield path


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.toml")))
def test_every_key_of_an_example_stands_on_its_line(name: str) -> None:
    text = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    found, rows = lines_of(text), text.split("\n")
    assert set(paths(tomllib.loads(text))) <= set(found)
    for path, line in found.items():
        key = path.rsplit(".", 1)[-1]
        if "[" not in key:
            assert key in rows[line - 1], (path, line)
        elif path.count(".") == 0:
            assert rows[line - 1].startswith(f"[[{key.partition('[')[0]}]]"), (path, line)


def test_odd_texts_by_hand() -> None:
    tomllib.loads(ODD.removeprefix("\ufeff"))
    assert lines_of(ODD) == BY_HAND


def test_entries_of_a_list_stand_on_their_own_lines() -> None:
    text = (FOLDER / "consumer_missed_instalments.toml").read_text(encoding="utf-8")
    found, rows = lines_of(text), text.split("\n")
    assert rows[found["loan[0].payments[3]"] - 1].strip().startswith("{ date = 2025-05-15")
    assert '{ rate = "0 %" }' in rows[found["plan[0].terms[2]"] - 1]
    assert "start" in rows[found["plan[3].start"] - 1]
