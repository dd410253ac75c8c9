"""Names of plans: each one of its own, and none that a reader could take for a standard scenario."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable
from typing import Final

from planner.casefile.models import PlanForm
from planner.casefile.problems import Log
from planner.text import FOLDERS, catalogue

RESERVED: Final = frozenset({"do_nothing", "catch_up", "pay_off", "enforcement", "sale"})
"""Codes of the standard scenarios."""


def check_names(plans: Iterable[PlanForm], log: Log) -> None:
    """Note names that another plan or a standard scenario has, whatever their case, width and spaces."""
    seen: dict[str, int] = {}
    for place, plan in enumerate(plans):
        key = plain(plan.name)
        if not key:
            continue
        if key in _standard():
            log.add_named("reserved_name", f"plan[{place}].name", plan.name)
        first = seen.setdefault(key, place)
        if first != place:
            log.add_named("duplicate_plan", f"plan[{place}].name", plan.name, other=f"plan[{first}].name")


def plain(name: str) -> str:
    """A name as the eye takes it: compatible signs, case and spaces alike."""
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).split())


@functools.cache
def _standard() -> frozenset[str]:
    """The standard scenarios' codes and what they are called in each language."""
    words = (catalogue(lang)(f"scenario.{code}") for lang in FOLDERS for code in RESERVED)
    return frozenset(map(plain, (*RESERVED, *words)))
