"""A bar on stderr for what takes longer than a second."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import Progress

PATIENCE: Final = 1.0
"""Seconds without a bar."""


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[], None]]:
    """Gives a function to be called ``total`` times; the bar appears once a second has gone by, and only on a terminal."""
    console = Console(stderr=True)
    bar, begin = Progress(console=console, transient=True, disable=not console.is_terminal), time.monotonic()
    task, shown = bar.add_task(label, total=total), False

    def advance() -> None:
        nonlocal shown
        bar.advance(task)
        if not shown and time.monotonic() - begin > PATIENCE:
            shown = True
            bar.start()

    try:
        yield advance
    finally:
        bar.stop()
