"""An explanation in words and as JSON: the formula with its numbers in it, each input with its unit and where it came from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from planner import dates
from planner.book import PARTS
from planner.customs import EARLY
from planner.explain.cell_formulas import LESS
from planner.figures import MEASURES, decimal, whole
from planner.money import ONE, yuan
from planner.rules.book import CLASSES

if TYPE_CHECKING:
    from planner.text import Words
    from planner.why import Given, Number, Origin, Why

SOME: Final = 6
"""Terms of a sum that are written out; of more the first and the last, and how many there are."""
BARE: Final = ("days", "count", "number", "date", "class")
"""Units whose numbers stand in a formula without their names."""
QUIET: Final = ("remainder", "rounding", "daily", "year", "days", "rate", "grace", "date", "shapes", "numbers", "offs", "carried")
"""Inputs that are listed below a formula and would only lengthen it."""
EMPTY: Final = ("sum", "net", "present_value", "most_frequent", "first", "highest")
"""Formulas that have nothing to say where there is no input."""
REPEATS: Final = ("same", "same_order", "sum", "all")
"""Formulas that of one input say only what it is."""
SHAPES: Final = ("none", "level", "unit", "interest", "all", "principal")
"""Words of what an instalment asks, by code."""
MODES: Final = {code: word for word, code in EARLY.items()}
"""Words of what becomes of early money, by code."""
_HOLE: Final = re.compile(r"\{(\w+)\}")
PART_NAMES: Final = tuple(part.name.lower() for part in PARTS)


def label(words: Words, name: str) -> str:
    """What an input or a figure is called; of a part, the whole and its part."""
    for msgid in (f"given.{name}", f"column.{name}", f"measure.{name}"):
        if (said := words(msgid)) != msgid:
            return said
    head, _, part = name.rpartition("_")
    return words("given.of_part", what=label(words, head), part=words(f"part.{part}")) if part in PART_NAMES and head else name


def heading(words: Words, column: str) -> str:
    """What a column of a schedule is called."""
    said = words(f"column.{column}")
    return label(words, column) if said == f"column.{column}" else said


def title(words: Words, why: Why) -> str:
    """What is explained: its name, part and day."""
    measured = words(f"measure.{why.code}") if why.code in MEASURES and not why.date else ""
    named = measured or label(words, f"{why.code}_{why.part}" if why.part in PART_NAMES else why.code)
    return words("given.on", what=named, date=why.date) if why.date else named


def shown(words: Words, value: Number, unit: str, name: str = "") -> str:
    """A value in words, without its unit; nothing known is a dash."""
    if value is None:
        return "–"
    if isinstance(value, tuple):
        return words("convention.comma").join(_several(words, value, unit, name))
    if name in ("part", "mode"):
        return words(f"part.{PART_NAMES[int(value)]}" if name == "part" else f"early.{MODES[int(value)]}")
    if unit in ("cents", "rate", "share", "ratio"):
        units = whole(value, ONE if unit == "ratio" else 1)
        return words.money(units) if unit == "cents" else words.rate(units)
    if unit == "class":
        return words(f"class.{CLASSES[int(value)]}")
    return str(plain(value, unit))


def _several(words: Words, values: tuple[int, ...], unit: str, name: str) -> Iterator[str]:
    """Cents by part, the order of the parts, or a number for each instalment."""
    if unit == "share":
        yield from (words.rate(value) for value in values)
    elif name in ("order", "later_order"):
        yield from (words(f"part.{PART_NAMES[value]}") for value in values)
    elif name in ("row", *MEASURES):
        yield from (f"{words(f'part.{part}')} {words.money(value)}" for part, value in zip(PART_NAMES, values, strict=True) if value)
    else:
        for value, alike in groupby(values):
            said, many = words(f"shape.{SHAPES[value]}") if name == "shapes" else str(value), len(list(alike))
            yield said if many == 1 else f"{said} × {many}"


def measured(words: Words, given: Given, why: Why) -> str:
    """A value with its unit, as an input of a figure; what is left of a cent in parts of one."""
    year = next((own.value for own in why.inputs if own.name == "year"), None)
    if given.name == "remainder" and isinstance(given.value, int) and isinstance(year, int) and year:
        return words("unit.cents", value=f"{given.value / (year * ONE) / 100:.6f}")
    said = shown(words, given.value, given.unit, given.name)
    if given.value is None or given.unit not in ("cents", "days", "rate"):
        return said
    return words(f"unit.{given.unit}", value=said)


def formula(words: Words, why: Why) -> str:
    """The formula with the numbers in it. What it names and is not there is 0; what is there and it does not name stands behind it."""
    comma, template = words("convention.comma"), words(f"formula.{why.formula}")
    named = {given.name: [own for own in why.inputs if own.name == given.name] for given in why.inputs}
    asked = set(_HOLE.findall(template))
    before = next((k for k, given in enumerate(why.inputs) if given.name == "rate"), 0)
    others = [given for given in why.inputs if given.name not in asked]
    more = [given for given in others if given.name not in QUIET and given not in why.inputs[:before] and given.value]
    values = {
        **dict.fromkeys(asked, "0"), **{name: _joined(words, own, comma) for name, own in named.items()},
        "inputs": _joined(words, why.inputs, " + "), "listed": _joined(words, why.inputs, comma), "first": _joined(words, why.inputs[:1]),
        "rest": _joined(words, why.inputs[1:], " − "), "base": _bracketed(words, why.inputs[:before]),
        "others": _joined(words, others, " + "), "signed": _signed(words, why), "number": str(max(map(len, named.values()), default=0)),
        "more": words("formula.with", inputs=_joined(words, more, comma)) if more else "",
    }  # fmt: skip
    template = "nothing" if why.formula in EMPTY and not why.inputs else why.formula
    template = "sum" if template in ("less", "difference") and len(why.inputs) == 1 else template
    return words(f"formula.{template}", **{name: said if said or name == "more" else "0" for name, said in values.items()})


def _bracketed(words: Words, inputs: Sequence[Given]) -> str:
    """Their sum, in brackets where it has several terms; those of nothing left out."""
    kept = [given for given in inputs if given.value] or inputs[:1]
    return f"({_joined(words, kept, ' + ')})" if len(kept) > 1 else _joined(words, kept)


def _joined(words: Words, inputs: Sequence[Given], sign: str = "") -> str:
    """Inputs with a sign between; names that repeat stand once, and of many only some are written out."""
    whole_list = len(inputs) <= SOME
    kept = inputs if whole_list else inputs[: SOME - 2]
    terms = [_term(words, given, kept[k - 1].name if k else "") for k, given in enumerate(kept)]
    said = sign.join([*terms, *([] if whole_list else ["…", _term(words, inputs[-1], kept[-1].name)])])
    return said.replace(" + -", " − ").replace(" − -", " + ")


def _term(words: Words, given: Given, before: str = "") -> str:
    """An input in a formula: its name and its number, the name left out where it was just said."""
    said = shown(words, given.value, given.unit, given.name)
    if given.unit in BARE or given.name == before:
        return said
    return f"{label(words, given.name)} {said}"


def _signed(words: Words, why: Why) -> str:
    """A sum of which some inputs are taken off."""
    kept = [given for k, given in enumerate(why.inputs) if given.value or not k]
    text = ""
    for given in kept:
        sign = " − " if given.name.startswith(LESS) else " + "
        text += f"{sign if text or sign == ' − ' else ''}{_term(words, given)}"
    return text.strip() or "0"


def equation(words: Words, why: Why) -> str:
    """Formula and result in one line; of a figure that does not exist the reason alone."""
    said = formula(words, why)
    repeats = why.formula in REPEATS and len(why.inputs) == 1
    if repeats or why.value is None or (why.formula in (*EMPTY, "nothing") and not why.inputs):
        return said
    return words("formula.equals", formula=said, value=shown(words, why.value, why.unit, why.code))


def came_from(words: Words, origin: Origin | None) -> str:
    """Where an input came from; nothing where that is not said."""
    if origin is None:
        return ""
    values = {"where": origin.where, "on": origin.on, "line": "" if origin.line is None else str(origin.line)}
    if origin.kind == "ledger":
        values["where"] = label(words, origin.where)
    if origin.kind == "scenario":
        own = words(f"scenario.{origin.where}")
        values["where"] = origin.where if own == f"scenario.{origin.where}" else own
    if origin.kind == "original":
        return words(f"origin.original_{origin.where or 'contract'}")
    kind = f"{origin.kind}_line" if origin.kind in ("case", "term") and origin.line is not None else origin.kind
    kind = "here" if kind == "ledger" and not origin.on else kind
    kind = "due_row" if kind == "due" and origin.where in ("", "0") else kind
    said = words(f"origin.{kind}", **values).rstrip("，, ")
    source = origin.source.get(words.lang) or next(iter(origin.source.values()), "")
    sure = words(f"confidence.{origin.confidence}") if origin.confidence else ""
    cited = words("convention.comma").join(filter(None, (source, sure)))
    return words("origin.cited", origin=said, source=cited) if cited else said


def say_why(words: Words, why: Why, most: int = 12) -> Iterator[tuple[int, str]]:
    """Lines with their depth: the equation, then each input with where it came from, explained in turn as far as it is.

    Of inputs that are many alike ``most`` are listed, and how many more there are is said.
    """
    yield 0, equation(words, why)
    inputs = told(why)
    for k, given in enumerate(inputs):
        if len(inputs) > most + 1 and k == most:
            yield 1, words("… and {n} more", n=len(inputs) - most)
            return
        yield 1, input_line(words, given, why, cited=k == 0 or given.origin != inputs[k - 1].origin)
        if given.why is not None:
            yield from ((depth + 2, line) for depth, line in say_why(words, given.why, most))


def told(why: Why) -> list[Given]:
    """The inputs that are listed: numbers without a unit that are 0 say nothing."""
    return [given for given in why.inputs if given.value or given.why or given.unit != "number"]


def input_line(words: Words, given: Given, why: Why, *, cited: bool = True) -> str:
    """One input of a figure: its name, its value with unit, where it came from; a rule that was just ``cited`` is not cited again."""
    said = words("given.is", name=label(words, given.name), value=measured(words, given, why))
    origin = came_from(words, given.origin if cited or given.origin is None or given.origin.kind != "rule" else None)
    return words("given.from", given=said, origin=origin) if origin else said


def why_json(why: Why) -> dict[str, Any]:
    """An explanation as a tree. ``ledger_step`` is that of the ledger, from 0, where the figure is a cell of it."""
    return {
        "code": why.code, "part": why.part or None, "date": why.date or None, "ledger_step": why.step, "formula": why.formula,
        "value": plain(why.value, why.unit, why.code), "unit": why.unit, "inputs": [_given_json(given) for given in why.inputs],
    }  # fmt: skip


def _given_json(given: Given) -> dict[str, Any]:
    return {
        "name": given.name, "value": plain(given.value, given.unit, given.name), "unit": given.unit,
        "origin": None if given.origin is None else _origin_json(given.origin), "why": None if given.why is None else why_json(given.why),
    }  # fmt: skip


def _origin_json(origin: Origin) -> dict[str, Any]:
    named = {"kind": origin.kind, "where": origin.where or None, "line": origin.line, "on": origin.on or None}
    return {**named, "source": origin.source or None, "confidence": origin.confidence or None}


def plain(value: Number, unit: str, name: str = "") -> Any:  # noqa: ANN401 - whatever JSON holds
    """A value as JSON has it."""
    if value is None:
        return None
    if isinstance(value, tuple):
        by_part = name in ("row", *MEASURES)
        return {part: yuan(cents) for part, cents in zip(PART_NAMES, value, strict=True)} if by_part else list(value)
    written = _WRITTEN.get(unit)
    return written(value) if written else value if isinstance(value, int) else decimal(value)


_WRITTEN: Final[dict[str, Callable[[int | float], str]]] = {
    "cents": lambda value: yuan(whole(value)), "rate": lambda value: decimal(value / ONE), "share": lambda value: decimal(value / ONE),
    "ratio": decimal, "date": lambda value: dates.date(int(value)).isoformat(), "class": lambda value: CLASSES[int(value)],
}  # fmt: skip
"""How JSON writes a value by its unit; counts stay numbers."""
