"""The ``planner`` command."""

from planner.cli.shell import main

__all__ = ["main"]
