"""What the tests of commands share: a small case, running a command, reading what it printed."""


from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from planner.cli import main

ROOT: Final = Path(__file__).resolve().parents[2]
EXAMPLES: Final = sorted((ROOT / "examples").glob("*.toml"))
CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
CODE: Final = re.compile(r"\b(problem|expected|finding|measure|convention|position|column|part|scenario|then|grade|method)\.[a-z]")
MONEY: Final = re.compile(r"-?\d+\.\d\d")
BASE: Final = """
schema = 1
title = "Base"
as_of = 2026-09-30

[[loan]]
id = "base"
kind = "consumer"
principal = "12,000.00"
rate = "12 %"
opened = 2025-12-30
instalments = 24
penalty = { uplift = "50 %" }
payments = [{ date = 2026-01-30, amount = "564.88" }, { date = 2026-02-28, amount = "564.88" }]

[[plan]]
name = "=Twelve"
start = 2026-10-30
terms = [{ waive = "penalty", amount = "10.00" }, { instalments = 12 }]

[[plan]]
name = "一次结清"
start = 2026-10-30
terms = [{ settle = "9,000.00" }]
"""
TERMS: Final = '[{ settle = "9,000.00" }]'
Ran = tuple[int, str, str]



def run(capsys: pytest.CaptureFixture[str], *args: object) -> Ran:
    code = main([str(arg) for arg in args])
    out, err = capsys.readouterr()
    return code, out, err


def asked(capsys: pytest.CaptureFixture[str], *args: object) -> dict[str, Any]:
    code, out, err = run(capsys, *args, "--json")
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


def strings(form: object) -> Iterator[str]:
    """Every string in a JSON value."""
    if isinstance(form, dict):
        for key, value in form.items():
            yield from (key, *strings(value))
    elif isinstance(form, list):
        for value in form:
            yield from strings(value)
    elif isinstance(form, str):
        yield form


def rows_of(path: Path) -> list[list[str]]:
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
