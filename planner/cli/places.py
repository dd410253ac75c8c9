"""Problems in the order in which their places stand in the document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from planner.errors import Problem

_STEP: Final = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def in_order(problems: Iterable[Problem], document: dict[str, Any]) -> list[Problem]:
    """The problems by place: keys as the document has them, list entries by number, what is missing after what stands there."""
    return sorted(problems, key=lambda problem: _rank(problem.path, document))


def _rank(path: str, document: Any) -> list[int]:  # noqa: ANN401 - a document holds any value
    """The number of each step of a path among its neighbours."""
    ranks = []
    here = document
    for index, key in _STEP.findall(path):
        if index:
            ranks.append(int(index))
            here = here[int(index)] if isinstance(here, list) and int(index) < len(here) else None
        else:
            keys = list(here) if isinstance(here, dict) else []
            ranks.append(keys.index(key) if key in keys else len(keys))
            here = here.get(key) if isinstance(here, dict) else None
    return ranks
