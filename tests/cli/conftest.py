"""Fixtures of the tests of commands."""


from __future__ import annotations

import os
from pathlib import Path

import pytest

from planner.text import ENVIRONMENT
from tests.cli.common import BASE


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*ENVIRONMENT, *(n for n in os.environ if n.startswith(("STREAMLIT_", "FORCE_", "NO_COLOR")))):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "base.toml"
    path.write_text(BASE, encoding="utf-8")
    return path


@pytest.fixture(params=["en", "zh"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)
