"""What typer says, in our own words: wrong command lines, and the pages of help."""

from __future__ import annotations

import re
from typing import Any, Final

import typer

from planner.text import Words, mark

EXTRA: Final = re.compile(r"Got unexpected extra argument\(?s?\)? \((.*)\)", re.DOTALL)
UNKNOWN: Final = re.compile(r"No such command '(.*)'\.?", re.DOTALL)


class Misused(typer.BadParameter):
    """A value refused by this program, its sentence in the user's language already."""


def told(error: typer.TyperException, words: Words) -> str:
    """What is wrong with the command line."""
    param = getattr(error, "param", None)
    names = " / ".join(getattr(param, "opts", None) or [getattr(error, "option_name", "")])
    shown = names if names.startswith("-") else getattr(param, "metavar", None) or names.upper()
    match type(error).__name__:
        case "NoSuchOption":
            said = words("There is no option {name}", name=names)
        case "MissingParameter":
            said = words("{name} is missing", name=shown)
        case "Misused" | "BadParameter":
            said = words("{name}: {message}", name=shown, message=_refused(error, words))
        case "BadOptionUsage":
            without = "does not take a value" in error.message
            said = words("{name} takes no value", name=names) if without else words("{name} needs a value", name=names)
        case _:
            said = _other(error.message, words)
    return said


def _refused(error: typer.TyperException, words: Words) -> str:
    """Why a value is refused; every option that this program does not read itself is a whole number."""
    if isinstance(error, Misused):
        return error.message
    param = getattr(error, "param", None)
    least, most = getattr(param, "min", None), getattr(param, "max", None)
    if least is None:
        return words("a whole number is expected")
    if most is None:
        return words("a whole number from {least} on is expected", least=least)
    return words("a whole number from {least} to {most} is expected", least=least, most=most)


def _other(message: str, words: Words) -> str:
    """Usage errors that typer tells apart only by their sentences."""
    if extra := EXTRA.match(message):
        return words("too many words: {words}", words=extra[1])
    if unknown := UNKNOWN.match(message):
        return words("There is no command {name}", name=unknown[1])
    return words("No command given") if message.startswith("Missing command") else words("The command line cannot be read")


def translated(command: Any, words: Words) -> Any:  # noqa: ANN401 - typer does not export the class of its commands
    """The command and all below it with their help in words."""
    command.help = words(command.help or "")
    asked = command.get_help_option(typer.Context(command))
    asked.help = mark("Show this help.")
    for parameter in (*command.params, asked):
        if getattr(parameter, "help", None):
            parameter.help = words(parameter.help)
        if parameter.metavar:
            parameter.metavar = words(parameter.metavar)
        parameter.rich_help_panel = words("Arguments") if parameter.param_type_name == "argument" else words("Options")
    _usage_line(command, words)
    for below in getattr(command, "commands", {}).values():
        translated(below, words).rich_help_panel = words("Commands")
    return command


def _usage_line(command: Any, words: Words) -> None:  # noqa: ANN401 - as above
    """The line of usage and its placeholders in words."""
    command.options_metavar = words("[OPTIONS]")
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = words("COMMAND [ARGS]...")
    plain = command.get_usage
    command.get_usage = lambda context: plain(context).replace("Usage:", words("Usage:"), 1)


def translate_fixed(words: Words) -> None:
    """The fixed strings of the pages of help that belong to no command."""
    from typer import rich_utils  # noqa: PLC0415 - read only where help is shown

    rich_utils.DEFAULT_STRING = words("[default: {shown}]", shown="{}")
    rich_utils.REQUIRED_LONG_STRING = words("[required]")
