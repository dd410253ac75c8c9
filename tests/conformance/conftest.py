"""The closing table of published cases."""

from __future__ import annotations

import pytest

from tests.conformance import summary


def pytest_configure(config: pytest.Config) -> None:
    """Print the table wherever these tests are among those run."""
    summary.register(config)
