"""Whether the planner's figures are the published ones, within the tolerance the case gives."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

CENT: Final = Decimal("0.005")
"""Where a case gives no tolerance, figures agree that are the same to the cent."""


def differences(expected: object, answer: object, tolerance: object = None, where: str = "") -> list[str]:
    """What differs, place by place; keys of ``expected`` that are null or that the answer does not speak of are left out.

    ``tolerance`` is absolute: a number, one a field (a mapping by key), or None.
    """
    if isinstance(answer, Mapping):
        return _by_key(expected, answer, tolerance, where)
    if isinstance(answer, (list, tuple)):
        return _by_place(expected, answer, tolerance, where)
    return [] if _agree(expected, answer, tolerance) else [f"{where}: {expected} published, {answer} here"]


def _by_key(expected: object, answer: Mapping[str, Any], tolerance: object, where: str) -> list[str]:
    if not isinstance(expected, Mapping):
        return [f"{where}: {expected} published, {answer} here"]
    found = []
    for key, value in answer.items():
        place = f"{where}.{key}" if where else key
        own = tolerance.get(key) if isinstance(tolerance, Mapping) else tolerance
        if key not in expected:
            found.append(f"{place}: nothing published, {value} here")
        elif expected[key] is not None:
            found += differences(expected[key], value, own, place)
    return found


def _by_place(expected: object, answer: list[Any] | tuple[Any, ...], tolerance: object, where: str) -> list[str]:
    if not isinstance(expected, (list, tuple)) or len(expected) != len(answer):
        return [f"{where}: {len(answer)} rows here, published {expected}"]
    pairs = enumerate(zip(expected, answer, strict=True))
    return [line for k, (own, value) in pairs for line in differences(own, value, tolerance, f"{where}[{k}]")]


def _agree(expected: object, answer: object, tolerance: object) -> bool:
    one, other = _number(expected), _number(answer)
    if one is None or other is None:
        return expected == answer
    gap = abs(one - other)
    return gap < CENT if tolerance is None or isinstance(tolerance, Mapping) else gap <= Decimal(str(tolerance))


def _number(value: object) -> Decimal | None:
    """A finite figure written as number or string; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
