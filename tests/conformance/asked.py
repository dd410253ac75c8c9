"""Which figures a case asks for: it names them in what is published, whose values are never looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.conformance.cases import Answer, Inputs, Published, refuse

NONE: Final = "NaN"
"""How a figure that does not exist is published."""


def asked(case: Published, figures: Mapping[str, Any], single: str = "") -> Answer:
    """The figures under the names that are published, or the one called ``single`` where a bare figure is; callables are called."""
    names = case.data["expected"]
    if not isinstance(names, Mapping):
        return _value(figures, single)
    return {name: _value(figures, name) for name in names}


def _value(figures: Mapping[str, Any], name: str) -> Answer:
    if name not in figures:
        refuse(f"no figure called {name or 'by no name'}")
    value = figures[name]
    return value() if callable(value) else value


def length(case: Published, *names: str) -> int:
    """How many rows are asked for: of the list that is published, or of the first of these lists."""
    published = case.data["expected"]
    lists = [published] if not isinstance(published, Mapping) else [published[name] for name in names if name in published]
    return len(lists[0]) if lists and isinstance(lists[0], list) else 0


def by_keys(inputs: Inputs, choices: Mapping[tuple[str, ...], Callable[[Inputs], Answer]]) -> Answer:
    """What the first choice whose keys are all given makes of the inputs."""
    for keys, make in choices.items():
        if all(inputs.get(key) is not None for key in keys):
            return make(inputs)
    return refuse(f"no mapping of {', '.join(sorted(inputs))}")
