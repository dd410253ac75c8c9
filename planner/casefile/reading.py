"""Read a table into a form: every problem of it at once, and a form of whatever could be read."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any, Final, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from planner.casefile.fields import KINDS, MOST_INSTALMENTS
from planner.casefile.form import Form, Trouble
from planner.casefile.problems import Log, Refused, show

F = TypeVar("F", bound=Form)
Place = tuple[int | str, ...]

DEPTH: Final = 6
"""Tables and lists nest no deeper than this in the format."""
CLOSE: Final = 40
"""Longest unknown key for which a known one is suggested."""
_COUNT: Final = ("whole_number", {"least": "1", "most": str(MOST_INSTALMENTS)})
WANTED: Final[dict[str, tuple[str, dict[str, str]]]] = {
    **dict.fromkeys(("as_of", "start", "opened", "date", "due"), ("date", {})), **dict.fromkeys(("principal", "amount"), ("amount", {})),
    **dict.fromkeys(("instalments", "instalments_left", "months"), _COUNT), "rate": ("rate", {}), "share": ("share", {}),
    "name": ("text", {}),
    "days": ("whole_number", {"least": "1", "most": "3660"}), "statement_day": ("whole_number", {"least": "1", "most": "31"}),
    "terms": ("terms", {}), "kind": ("one_of", {"choices": ", ".join(KINDS)}), "loan": ("loan", {}),
}  # fmt: skip
"""What belongs in the keys that must be there."""


def read(model: type[F], table: dict[str, Any], path: str, log: Log) -> F:
    """A form of the table. What cannot be used is noted and left out, so that the rest is still checked."""
    data: Any = _copy(table, DEPTH)
    for _ in range(3):
        try:
            form = model.model_validate(data)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                _note(model, detail, path, log)
            for detail in error.errors(include_url=False, include_context=False):
                _drop(data, detail["loc"])
        else:
            break
    else:
        form = model()
    for place, own, (code, key, values) in _wanting(form, table):
        where = join(path, (*place, key))
        if code == "missing":
            absent(where, key, log)
        else:
            log.add(code, where, own.get(key), **values)
    return form


def absent(path: str, key: str, log: Log) -> None:
    """Note a key that must be there and is not, with what belongs there."""
    expected, values = WANTED.get(key, ("", {}))
    log.add("missing", path, expected=expected, **values)


def join(path: str, place: Place) -> str:
    """A path as users see it: ``loan[0].payments[3].amount``."""
    for step in place:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def known(model: type[Form]) -> dict[str, Any]:
    """The keys of a form, with the type of each field."""
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _copy(value: Any, depth: int) -> Any:  # noqa: ANN401 - a document holds any value
    """Tables and lists anew down to ``depth``, so that entries can be left out."""
    if depth and isinstance(value, dict):
        return {str(key): _copy(entry, depth - 1) for key, entry in value.items() if entry is not None}
    if depth and isinstance(value, list):
        return [_copy(entry, depth - 1) for entry in value]
    return value


def _drop(data: Any, place: Place) -> None:  # noqa: ANN401 - a document holds any value
    """Leave out what stands at a place; an entry of a list becomes an empty table, so that the others keep their numbers."""
    *above, last = place
    for step in above:
        if not isinstance(data, (dict, list)):
            return
        data = data[int(step)] if isinstance(data, list) else data.get(step)
    if isinstance(data, dict):
        data.pop(last, None)
    elif isinstance(data, list):
        data[int(last)] = {}


def _note(model: type[Form], detail: ErrorDetails, path: str, log: Log) -> None:
    """One finding of pydantic as a problem in our own codes."""
    where, found = join(path, detail["loc"]), detail["input"]
    if detail["type"] == "extra_forbidden":
        _unknown(_inside(model, detail["loc"]), str(detail["loc"][-1]), join(path, detail["loc"][:-1]), log)
        return
    refused = detail.get("ctx", {}).get("error")
    if isinstance(refused, Refused):
        shown = found if refused.found is None else refused.found
        log.add(refused.code, where + refused.at, shown, refused.expected, **refused.values)
    elif detail["type"] == "too_long":
        log.add("range.length", where, limit=detail.get("ctx", {}).get("max_length"))
    else:
        several = "heading" if where in {"loan", "plan"} else "tables"
        log.add("wrong_type", where, found, several if detail["type"] == "list_type" else "table", key=where)


def _unknown(model: type[Form], key: str, path: str, log: Log) -> None:
    """Note a key that the form does not have, or does not have yet."""
    if key in model.later:
        log.add("not_available", join(path, (key,)), name=key)
    else:
        stray("unknown_key", key, list(known(model)), path, log)


def stray(code: str, key: str, keys: list[str], path: str, log: Log) -> None:
    """Note a key that is none of ``keys``, with the nearest of them."""
    near = difflib.get_close_matches(key, keys, 1) if len(key) <= CLOSE else []
    expected = "did_you_mean" if near else "known_keys"
    values = {"key": show(key), "suggestion": "".join(near), "keys": ", ".join(keys)}
    log.add(code, join(path, (show(key),)), expected=expected, **values)


def _inside(model: type[Form], place: Place) -> type[Form]:
    """The form in which the last step of a place stands."""
    for step in place[:-1]:
        if isinstance(step, str):
            model = _form(known(model)[step]) or model
    return model


def _form(annotation: Any) -> type[Form] | None:  # noqa: ANN401 - an annotation may be anything
    """The form inside ``list[Form] | None`` and the like."""
    if isinstance(annotation, type) and issubclass(annotation, Form):
        return annotation
    return next(filter(None, map(_form, get_args(annotation))), None)


def _wanting(form: Form, table: dict[str, Any], place: Place = ()) -> Iterator[tuple[Place, dict[str, Any], Trouble]]:
    """What is missing or contradicts itself in a table and those inside it."""
    yield from ((place, table, ("missing", key, {"key": key})) for key in form.needs if table.get(key) is None)
    yield from ((place, table, trouble) for trouble in form.troubles() if not _spurious(trouble, table))
    for name, field in type(form).model_fields.items():
        key = field.alias or name
        for inner, entry, raw in _nested(getattr(form, name), table.get(key)):
            yield from _wanting(entry, raw, (*place, key, *inner))


def _nested(value: object, raw: object) -> Iterator[tuple[Place, Form, dict[str, Any]]]:
    """The forms in a field with the tables they were read from."""
    if isinstance(value, Form) and isinstance(raw, dict):
        yield (), value, raw
    elif isinstance(value, list) and isinstance(raw, list):
        pairs = zip(value, raw, strict=False)
        yield from (((n,), entry, own) for n, (entry, own) in enumerate(pairs) if isinstance(entry, Form) and isinstance(own, dict))


def _spurious(trouble: Trouble, table: dict[str, Any]) -> bool:
    """Whether what seems to be missing is there and was refused for itself."""
    code, _, values = trouble
    sought = {"neither": ("one", "other"), "needs_key": ("needed",)}.get(code, ())
    return any(table.get(values[name]) is not None for name in sought)
