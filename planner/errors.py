"""What can go wrong, as values with a place: codes only, the sentences live in the catalogues.

PlannerError
├── CaseError    one or more problems of a user's file, all collected
│   └── RulesError   the same of a rulebook
└── RangeError   an amount, rate or date the integers cannot hold exactly
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the input.

    ``code`` names the sentence in the catalogues (``problem.<code>``), ``path`` the place in the user's document
    (``plan[0].terms[2].share``), ``found`` what stands there, ``expected`` a second code (``expected.<code>``) or empty,
    ``values`` fill both sentences.
    """

    code: str
    path: str = ""
    found: str = ""
    expected: str = ""
    values: dict[str, str] = field(default_factory=dict)


class PlannerError(Exception):
    """Root of everything the planner raises on purpose."""


class CaseError(PlannerError):
    """The user's document cannot be used; ``problems`` holds every one of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems; the message is their codes, for logs without names or amounts."""
        self.problems = tuple(problems)
        super().__init__(", ".join(f"{p.path}:{p.code}" for p in self.problems))


class RulesError(CaseError):
    """A rulebook cannot be used; ``problems`` holds every one of them."""


class RangeError(PlannerError):
    """A figure outside the range in which the integers are exact."""

    def __init__(self, code: str, found: object = "", limit: object = "") -> None:
        """``code`` names what is out of range; ``limit`` is the bound it broke."""
        self.code, self.found, self.limit = code, str(found), str(limit)
        super().__init__(f"{code}: {found} (limit {limit})")
