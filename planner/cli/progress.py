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
def counted(label: str) -> Iterator[Callable[[int, int], None]]:
    """Gives a function to be told how many of how many are done; the bar appears as that of ``progress``."""
    console = Console(stderr=True)
    bar, begin = Progress(console=console, transient=True, disable=not console.is_terminal), time.monotonic()
    task = bar.add_task(label, total=None)

    def tell(done: int, of: int) -> None:
        bar.update(task, completed=done, total=of)
        if not bar.live.is_started and time.monotonic() - begin > PATIENCE:
            bar.start()

    try:
        yield tell
    finally:
        bar.stop()


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
