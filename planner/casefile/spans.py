"""Assumptions that may be one value or a range of three, low, central and high; and lists of shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final, TypeAlias

from pydantic import PlainValidator, WithJsonSchema

from planner.case import Span
from planner.casefile import units
from planner.casefile.fields import MOST_INSTALMENTS
from planner.casefile.problems import Refused, show

_VALUES: Final = 3
_NUMBER: Final[list[dict[str, Any]]] = [{"type": "number", "minimum": 0}, {"type": "string"}]
_WHOLE: Final[list[dict[str, Any]]] = [{"type": "integer", "minimum": 1, "maximum": MOST_INSTALMENTS}]


def span(read: Callable[[object], int]) -> Callable[[object], Span]:
    """A reader of one value, or of a list of three that ascend."""

    def reading(value: object) -> Span:
        if not isinstance(value, list):
            only = read(value)
            return Span(only, only, only)
        if len(value) != _VALUES:
            raise Refused("three_values", "span")
        found = [_entry(read, value, place) for place in range(_VALUES)]
        for place in (1, 2):
            if found[place] < found[place - 1]:
                raise Refused("not_ascending", "span", at=f"[{place}]", found=value[place], least=show(value[place - 1]))
        return Span(*found)

    return reading


def shares(value: object) -> tuple[int, ...]:
    """Shares in 1e-8, one or more, at most as many as a loan has instalments."""
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_INSTALMENTS:
        raise Refused("wrong_type", "shares", most=MOST_INSTALMENTS)
    return tuple(_entry(units.share, value, place) for place in range(len(value)))


def _entry(read: Callable[[object], int], values: list[object], place: int) -> int:
    """One entry of a list; what is wrong with it is told with its place."""
    try:
        return read(values[place])
    except Refused as refused:
        refused.at, refused.found = f"[{place}]{refused.at}", values[place] if refused.found is None else refused.found
        raise


def _schema(one: list[dict[str, Any]], *examples: object) -> WithJsonSchema:
    three = {"type": "array", "items": {"anyOf": one} if len(one) > 1 else one[0], "minItems": _VALUES, "maxItems": _VALUES}
    return WithJsonSchema({"anyOf": [*one, three], "examples": list(examples)})


RateSpan: TypeAlias = Annotated[Span, PlainValidator(span(units.rate)), _schema(_NUMBER, "2.6 %", ["2.2 %", "2.6 %", "3.4 %"])]
ShareSpan: TypeAlias = Annotated[Span, PlainValidator(span(units.share)), _schema(_NUMBER, "38 %", ["25 %", "38 %", "50 %"])]
AmountSpan: TypeAlias = Annotated[
    Span, PlainValidator(span(units.positive)), _schema(_NUMBER, "1,800,000", ["1,600,000", "1,800,000", "1,900,000"])
]
CountSpan: TypeAlias = Annotated[Span, PlainValidator(span(units.whole(1, MOST_INSTALMENTS))), _schema(_WHOLE, 14, [9, 14, 24])]
Shares: TypeAlias = Annotated[
    tuple[int, ...], PlainValidator(shares),
    WithJsonSchema({"type": "array", "items": {"anyOf": _NUMBER}, "minItems": 1, "maxItems": MOST_INSTALMENTS, "examples": [["3 %"]]}),
]  # fmt: skip
