"""A bar on stderr for what takes longer than a second."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import Progress

PATIENCE: Final = 1.0
"""Seconds without a bar."""


@contextmanager
def counted(label: str) -> Iterator[Callable[[int, int], None]]:
    """Gives a function to be told how many of how many are done; the bar appears after a second, and only on a terminal."""
    console = Console(stderr=True)
    bar, begin = Progress(console=console, transient=True, disable=not console.is_terminal), time.monotonic()
    task, shown = bar.add_task(label, total=None), False

    def tell(done: int, of: int) -> None:
        nonlocal shown
        bar.update(task, completed=done, total=of)
        if not shown and time.monotonic() - begin > PATIENCE:
            shown = True
            bar.start()

    try:
        yield tell
    finally:
        bar.stop()


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[], None]]:
    """Gives a function to be called ``total`` times; the bar is that of ``counted``."""
    with counted(label) as tell:
        done = itertools.count(1)
        yield lambda: tell(next(done), total)
