"""A bar for what takes longer than a second, on stderr and only where somebody watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.progress import Progress as Bar

if TYPE_CHECKING:
    from planner.standings import Progress
    from planner.text import Words

PATIENCE: Final = 1.0
"""Seconds without a bar."""


@contextmanager
def bar(words: Words) -> Iterator[Progress]:
    """Gives what the work tells its progress to; the bar is gone when the work is done."""
    shown = Bar(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
    task, begun = shown.add_task(words("Trying conventions")), time.monotonic()

    def told(done: int, total: int) -> None:
        if not shown.live.is_started and time.monotonic() - begun > PATIENCE:
            shown.start()
        shown.update(task, completed=done, total=total)

    try:
        yield told
    finally:
        shown.stop()
