"""Start of a command: language, errors as messages with exit code 2, pipes that close early."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Sequence
from typing import Any, Final

import typer
import typer.main

from planner.cli.commands import app
from planner.errors import CaseError, RangeError
from planner.present import range_problem, say_problem
from planner.text import Words, catalogue, choose, mark

DONE: Final = 0
UNUSABLE: Final = 2
INTERRUPTED: Final = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; gives its exit code: 0 done, 1 a breach found by ``check``, 2 unusable input."""
    args = list(sys.argv[1:] if argv is None else argv) or ["--help"]
    for stream in (sys.stdout, sys.stderr):
        # A console that lacks a sign shows a question mark instead of a traceback.
        with contextlib.suppress(AttributeError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    words = catalogue(choose(_asked(args)))
    try:
        return _run(args, words)
    except BrokenPipeError:
        _silence()
        return DONE


def _run(args: list[str], words: Words) -> int:
    """The command, with everything that is not its result said on stderr."""
    try:
        result = _translated(typer.main.get_command(app), words).main(args=args, prog_name="planner", standalone_mode=False)
        sys.stdout.flush()
    except CaseError as error:
        _say(*(say_problem(words, problem) for problem in error.problems))
        return UNUSABLE
    except RangeError as error:
        _say(say_problem(words, range_problem(words, error)))
        return UNUSABLE
    except typer.TyperException as error:
        _say(words("{message} (planner --help shows what there is)", message=_usage(error, words)))
        return UNUSABLE
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except SystemExit as stop:
        # typer and rich end the process by themselves where a pipe closes early.
        _silence()
        return DONE if stop.code == 1 else int(stop.code or 0)
    return int(result or DONE)


def _asked(args: list[str]) -> str | None:
    """The language asked for on the command line, before anything is parsed, so that usage errors are in it as well."""
    for place, word in enumerate(args):
        if word == "--lang":
            return next(iter(args[place + 1 :]), None)
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return None


def _say(*lines: str) -> None:
    """Lines on stderr, control characters replaced."""
    for line in lines:
        print("".join(c if c.isprintable() else "�" for c in line), file=sys.stderr)  # noqa: T201 - a shell prints


def _usage(error: typer.TyperException, words: Words) -> str:
    """What is wrong with the command line."""
    names = " / ".join(getattr(getattr(error, "param", None), "opts", None) or [getattr(error, "option_name", "")])
    match type(error).__name__:
        case "NoSuchOption":
            return words("There is no option {name}", name=names)
        case "MissingParameter":
            return words("{name} is missing", name=names.upper() if not names.startswith("-") else names)
        case "BadParameter":
            return words("{name}: {message}", name=names, message=error.message)
    command = re.fullmatch(r"No such command '(.*)'\.?", error.message)
    if command:
        return words("There is no command {name}", name=command[1])
    return words("There is no command") if error.message.startswith("Missing command") else error.format_message().rstrip(".")


def _translated(command: Any, words: Words) -> Any:  # noqa: ANN401 - typer does not export the class of its commands
    """The command and all below it with their help in words."""
    command.help = words(command.help or "")
    asked = command.get_help_option(typer.Context(command))
    asked.help = mark("Show this help.")
    for parameter in (*command.params, asked):
        if getattr(parameter, "help", None):
            parameter.help = words(parameter.help)
        parameter.rich_help_panel = words("Arguments") if parameter.param_type_name == "argument" else words("Options")
    for below in getattr(command, "commands", {}).values():
        _translated(below, words).rich_help_panel = words("Commands")
    return command


def _silence() -> None:
    """Nobody reads any more: what is still in the buffer goes nowhere."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
