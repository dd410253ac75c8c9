"""When what is forgiven is final: at signing, on completion, after so many instalments, once so much principal is paid."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Final, TypeAlias

from pydantic import PlainValidator, WithJsonSchema

from planner.casefile import units
from planner.casefile.fields import MOST_INSTALMENTS
from planner.casefile.problems import Refused
from planner.clauses import After, Paid, When

WORDS: Final = ("signing", "completion")
_CALL: Final = re.compile(r"(after|paid)\s*\((.*)\)", re.DOTALL)
_AFTER: Final = r"^after\(\s*[1-9][0-9]*\s*\)$"
_PAID: Final = r"^paid\(.+\)$"


def when(value: object) -> When:
    """A condition: a word of WORDS, "after(6)" or "paid(50 %)"."""
    return value if isinstance(value, str) and value in WORDS else milestone(value)


def milestone(value: object, expected: str = "when") -> After | Paid:
    """A milestone before completion: "after(6)" or "paid(50 %)"; Refused otherwise, with the limit that it leaves."""
    if not isinstance(value, str):
        raise Refused("wrong_type", expected)
    match = _CALL.fullmatch(units.plain(value))
    if match is None:
        raise Refused("unknown_choice", expected)
    inner = match[2].strip()
    return _after(inner) if match[1] == "after" else _paid(inner)


def _after(inner: str) -> After:
    if not inner.isascii() or not inner.isdigit() or len(inner) > len(str(MOST_INSTALMENTS)):
        raise Refused("range.count" if inner.lstrip("-").isdigit() else "unreadable", "after", least=1, most=MOST_INSTALMENTS)
    try:
        return After(units.whole(1, MOST_INSTALMENTS)(int(inner)))
    except Refused as refused:
        raise Refused(refused.code, "after", **refused.values) from None


def _paid(inner: str) -> Paid:
    """A share above nothing; a bare number is no percentage."""
    try:
        share = units.share(inner)
    except Refused as refused:
        if "suggestion" in refused.values:
            raise Refused(refused.code, "as_percent", suggestion=f"paid({refused.values['suggestion']})") from None
        raise Refused(refused.code, "paid", **refused.values) from None
    if not share:
        raise Refused("not_positive", "paid")
    return Paid(share)


def earliest(value: object) -> tuple[When, ...]:
    """The earliest milestones allowed, one of a kind at most: "after(6)", ["after(6)", "paid(50 %)"], or "completion" for none before."""
    if value == "completion":
        return ("completion",)
    listed = value if isinstance(value, list) else [value]
    if not listed:
        raise Refused("empty_list", "earliest")
    found: list[After | Paid] = []
    for place, own in enumerate(listed):
        at = f"[{place}]" if isinstance(value, list) else ""
        try:
            one = milestone(own, "earliest")
        except Refused as refused:
            raise Refused(refused.code, refused.expected, at=at, found=own, **refused.values) from None
        if any(type(other) is type(one) for other in found):
            raise Refused("repeated", "earliest", at=at, found=own, name=str(own))
        found.append(one)
    return tuple(found)


def _schema(words: tuple[str, ...]) -> dict[str, Any]:
    return {"anyOf": [{"enum": list(words)}, {"type": "string", "pattern": _AFTER}, {"type": "string", "pattern": _PAID}]}


def _field(read: Callable[[object], object], schema: dict[str, Any], *examples: str) -> tuple[PlainValidator, WithJsonSchema]:
    return PlainValidator(read), WithJsonSchema({**schema, "examples": list(examples)})


_one, _one_schema = _field(when, _schema(WORDS), "completion", "after(6)", "paid(50 %)")
_some: Final[dict[str, Any]] = {"type": "array", "items": _schema(()), "minItems": 1, "maxItems": 2}
_all, _all_schema = _field(earliest, {"anyOf": [{"enum": ["completion"]}, *_schema(())["anyOf"][1:], _some]}, "after(6)")
Condition: TypeAlias = Annotated[When, _one, _one_schema]
Earliest: TypeAlias = Annotated[tuple[When, ...], _all, _all_schema]
