"""The example cases that ship with the planner: beside the package in a checkout, inside it once installed."""

from __future__ import annotations

import functools
from importlib import resources
from pathlib import Path
from typing import Final

FIRST: Final = "consumer_missed_instalments"
"""What a first visitor sees."""


@functools.cache
def found() -> dict[str, str]:
    """Every example by name: its text; the first visitor's one first, the others by name."""
    inside = Path(str(resources.files("planner"))) / "examples"
    folder = inside if inside.is_dir() else inside.parents[1] / "examples"
    names = sorted(folder.glob("*.toml"), key=lambda path: (path.stem != FIRST, path.stem))
    return {path.stem: path.read_text(encoding="utf-8") for path in names}
