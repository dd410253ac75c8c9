"""What every test shares: settings of Hypothesis, the browser, and the rule that nothing is skipped in silence.

With PLANNER_REQUIRE_ALL=1 a missing browser or cases folder fails, and so does any skip whose reason does not start ``not covered:``.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

import pytest
from hypothesis import settings

from tests.conformance import summary

ROOT: Final = Path(__file__).resolve().parents[1]
REQUIRE_ALL: Final = os.environ.get("PLANNER_REQUIRE_ALL") == "1"
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
ALLOWED: Final = "not covered:"
SKIPPED: Final = pytest.StashKey[dict[str, str]]()

# Two loaded cores make single examples slow without anything being wrong.
settings.register_profile("planner", deadline=None, print_blob=True)
settings.load_profile("planner")


def cases_folder() -> Path:
    """Where the published vectors lie: PLANNER_CASES, or the folder beside the checkout."""
    return Path(os.environ.get("PLANNER_CASES") or ROOT.parent / "shared" / "cases")


def chromium() -> str | None:
    """Path of the machine's Chromium: PLANNER_CHROMIUM, or the first found on the path."""
    return os.environ.get("PLANNER_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def browser_path() -> str:
    """The Chromium to start; it needs --no-sandbox where the tests run as root."""
    found = chromium()
    if found is None:
        pytest.fail("no Chromium found, though a test of marker browser was selected")
    return found


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to start where everything is required and the cases are missing."""
    config.stash[SKIPPED] = {}
    summary.register(config)
    if REQUIRE_ALL and not any(cases_folder().glob("*.json")):
        lacking = f"no cases in {cases_folder()}; set PLANNER_CASES to the folder that holds them"
        raise pytest.UsageError(lacking)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep browser tests in one worker; skip them where there is no browser, unless everything is required."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))
            if not REQUIRE_ALL and chromium() is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


class Skips:
    """Remembers every skip that says something other than ``not covered:``."""

    def __init__(self, config: pytest.Config) -> None:
        """Keep them with the run."""
        self.seen = config.stash[SKIPPED]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test that was skipped, here or in a worker; an expected failure is no skip."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self._note(report.nodeid, report.longrepr)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A whole file that was skipped."""
        if report.skipped:
            self._note(report.nodeid, report.longrepr)

    def _note(self, name: str, why: object) -> None:
        reason = str(why[2] if isinstance(why, tuple) else why).removeprefix("Skipped: ")
        if not reason.startswith(ALLOWED):
            self.seen[name] = reason


def pytest_sessionstart(session: pytest.Session) -> None:
    """Watch for skips from the start."""
    session.config.pluginmanager.register(Skips(session.config), "skips")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail a run that had to run everything and did not."""
    if REQUIRE_ALL and session.config.stash[SKIPPED] and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """List what was skipped without leave."""
    if REQUIRE_ALL and config.stash[SKIPPED]:
        terminalreporter.section("skipped, though everything is required")
        for name, reason in sorted(config.stash[SKIPPED].items()):
            terminalreporter.write_line(f"{name}: {reason}")
