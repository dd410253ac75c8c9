"""What an overdue loan owes, and what every way out would cost: one position rolled forward along timelines."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from planner.book import Ledger, Part, Position, Timeline
    from planner.case import Case, Loan, Plan
    from planner.casefile import read
    from planner.engine import roll_forward
    from planner.errors import CaseError, PlannerError, RangeError
    from planner.findings import Finding
    from planner.scenarios import compare

__version__ = "0.1.0"
__all__ = [
    "Case",
    "CaseError",
    "Finding",
    "Ledger",
    "Loan",
    "Part",
    "Plan",
    "PlannerError",
    "Position",
    "RangeError",
    "Timeline",
    "__version__",
    "compare",
    "read",
    "roll_forward",
]
_HOME: Final = {
    "Case": "planner.case",
    "CaseError": "planner.errors",
    "Finding": "planner.findings",
    "Ledger": "planner.book",
    "Loan": "planner.case",
    "Part": "planner.book",
    "Plan": "planner.case",
    "PlannerError": "planner.errors",
    "Position": "planner.book",
    "RangeError": "planner.errors",
    "Timeline": "planner.book",
    "compare": "planner.scenarios",
    "read": "planner.casefile",
    "roll_forward": "planner.engine",
}
"""Where each name of the front door lives; it is loaded when first asked for, so that importing the package costs nothing."""

if not TYPE_CHECKING:  # so that type checkers still refuse names that are not there

    def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's attributes can be anything
        """Load a name of the front door."""
        if name not in _HOME:
            raise AttributeError(name)
        return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    """The names of the front door."""
    return sorted({*globals(), *__all__})
