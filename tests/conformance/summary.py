"""The closing table of a run: published cases passed, failed and not covered, by family and kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

import pytest

NAME: Final = "planner-conformance"
COLUMNS: Final = ("passed", "failed", "not covered")
STATES: Final = {"passed": 0, "failed": 1, "error": 1, "skipped": 2}
"""Pytest's outcomes, and the column each counts in."""


@dataclass(slots=True)
class Kind:
    """Counts of a kind, in the order of the columns, and why cases were not covered."""

    counts: list[int] = field(default_factory=lambda: [0] * len(COLUMNS))
    reasons: Counter[str] = field(default_factory=Counter)


def register(config: pytest.Config) -> None:
    """Print the table once, however many conftest files ask for it."""
    if not config.pluginmanager.has_plugin(NAME):
        config.pluginmanager.register(Closing(), NAME)


class Closing:
    """Writes the table; every report carries its family and kind, so that workers' reports count as well."""

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Above the closing lines of pytest."""
        families: dict[str, dict[str, Kind]] = {}
        for state, column in STATES.items():
            for report in terminalreporter.stats.get(state, []):
                _count(families, report, column)
        if families:
            terminalreporter.section("published cases")
            terminalreporter.write_line(_line("", COLUMNS))
        for family, kinds in sorted(families.items()):
            counts = (kind.counts for kind in kinds.values())
            terminalreporter.write_line(_line(family, [sum(column) for column in zip(*counts, strict=True)]))
            for name, kind in sorted(kinds.items()):
                terminalreporter.write_line(_line(f"  {name}", kind.counts, "; ".join(kind.reasons)))


def _count(families: dict[str, dict[str, Kind]], report: pytest.TestReport, column: int) -> None:
    """Add a report that belongs to a published case."""
    published = dict(getattr(report, "user_properties", ())).get("published")
    if not isinstance(published, (list, tuple)):
        return
    family, name = map(str, published)
    kind = families.setdefault(family, {}).setdefault(name, Kind())
    kind.counts[column] += 1
    if report.skipped and isinstance(report.longrepr, tuple):
        kind.reasons[report.longrepr[2].removeprefix("Skipped: ").removeprefix("not covered: ").removeprefix(f"{name}: ")] += 1


def _line(name: str, cells: list[int] | tuple[str, ...], note: str = "") -> str:
    return f"{name:34}{''.join(f'{cell:>13}' for cell in cells)}  {note}".rstrip()
