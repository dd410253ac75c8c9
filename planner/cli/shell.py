"""Start of a command: language, errors as messages with exit code 2, output that closes early or cannot be written."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Sequence
from typing import Final, TextIO

import typer
import typer.main

from planner.cli.lender import app
from planner.cli.tongue import spoken
from planner.cli.usage import told, translate_fixed, translated
from planner.errors import CaseError, Problem, RangeError
from planner.present import range_problem, say_problem, say_problems
from planner.text import Words

DONE: Final = 0
UNUSABLE: Final = 2
INTERRUPTED: Final = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; gives its exit code: 0 done, 1 a breach found by ``check``, 2 unusable input."""
    args = list(sys.argv[1:] if argv is None else argv) or ["--help"]
    closed = sys.stdout is None
    _open_all()
    words = spoken(_asked(args))
    if closed:
        return _refuse(say_problem(words, Problem("unprintable")))
    try:
        return _run(args, words)
    except BrokenPipeError:
        _silence(sys.stdout)
        return DONE
    except OSError as error:
        _silence(sys.stdout)
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        return _refuse(say_problem(words, Problem("unprintable_full" if full else "unprintable")))


def _open_all() -> None:
    """Streams that take anything: a closed one goes nowhere, and a sign that an encoding lacks is escaped."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            # A file opened later must not get the number of a closed stream.
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - stays open to the end
        with contextlib.suppress(AttributeError):
            getattr(sys, name).reconfigure(errors="backslashreplace")


def _run(args: list[str], words: Words) -> int:
    """The command, with everything that is not its result said on stderr."""
    if "--help" in args:
        translate_fixed(words)
    try:
        result = translated(typer.main.get_command(app), words).main(args=args, prog_name="planner", standalone_mode=False, obj=words)
        sys.stdout.flush()
    except (CaseError, RangeError, typer.TyperException) as error:
        return _refuse(*_lines(error, words))
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except SystemExit as stop:
        if not isinstance(stop.__context__, BrokenPipeError):
            return int(stop.code or 0)
        # typer and rich end the process by themselves where a pipe closes early.
        _silence(sys.stdout)
        return DONE
    return int(result or DONE)


def _asked(args: list[str]) -> str | None:
    """The language asked for on the command line, before anything is parsed, so that usage errors are in it as well."""
    asked = None
    for word, after in zip(args, [*args[1:], None], strict=True):
        if word == "--lang":
            asked = after
        elif word.startswith("--lang="):
            asked = word.partition("=")[2]
    return asked


def _lines(error: CaseError | RangeError | typer.TyperException, words: Words) -> list[str]:
    """What to say of an error."""
    if isinstance(error, CaseError):
        return say_problems(words, error.problems)
    if isinstance(error, RangeError):
        return [say_problem(words, range_problem(words, error))]
    command = getattr(getattr(error, "ctx", None), "command_path", "planner")
    return [words("{message} ({command} --help shows what there is)", message=told(error, words), command=command)]


def _refuse(*lines: str) -> int:
    """Lines on stderr, control characters replaced; nothing where nobody can read them."""
    try:
        for line in lines:
            print("".join(c if c.isprintable() else "�" for c in line), file=sys.stderr)  # noqa: T201 - a shell prints
        sys.stderr.flush()
    except OSError:
        _silence(sys.stderr)
    return UNUSABLE


def _silence(stream: TextIO) -> None:
    """Nobody reads any more: what is still in the buffer goes nowhere."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
