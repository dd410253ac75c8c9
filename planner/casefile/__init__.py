"""Case files: a TOML document to the nouns of a case, every problem of it reported at once."""

from __future__ import annotations

from planner.casefile.build import build
from planner.casefile.schema import schema
from planner.casefile.source import parse, read

__all__ = ["build", "parse", "read", "schema"]
