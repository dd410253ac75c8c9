"""What every way out is worth to the lender, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.figures import Kind, Value, decimal, jsonable
from planner.money import ONE
from planner.worth import KINDS, SHOWN, spans

if TYPE_CHECKING:
    from planner.case import Case, Span
    from planner.worth import Lender, Reach, Worth


def worth_json(found: Lender) -> dict[str, Any]:
    """What ``planner worth --json`` prints. Every rate says which it is: ``effective``, or by the definition that names it."""
    case, original, line = found.case, found.original, found.line
    return {
        "as_of": case.as_of.isoformat(),
        "rates": {
            "funding_rate": None if case.funding_rate is None else {"value": decimal(case.funding_rate / ONE), "kind": "effective"},
            "original_rate": None if original is None else {
                "value": decimal(original.annual), "kind": "effective", "basis": original.basis,
            },
            "as_written": {code: [decimal(rate) for rate in rates] for code, rates in found.written.items()},
        },
        "assumptions": {code: {end: jsonable(value) for end, value in ends.items()} for code, ends in assumed(case).items()},
        "modification_line": None if line is None or line.band.most is None else {
            "value": decimal(line.band.most / ONE), "source": line.source, "confidence": line.confidence,
        },
        "plans": [_way(way) for way in found.ways],
    }  # fmt: skip


def _way(way: Worth) -> dict[str, Any]:
    return {
        "name": way.name,
        "kind": way.kind,
        "figures": {code: jsonable(way.figures[code]) for code in SHOWN},
        "breakeven_all": [decimal(rate) for rate in way.figures["breakeven_redefault"].all],
        "ranges": [_reach(reach) for reach in way.reach],
    }


def _reach(reach: Reach) -> dict[str, Any]:
    figures = {code: {"low": jsonable(low), "high": jsonable(high)} for code, (low, high) in reach.figures.items()}
    return {"assumption": reach.assumption, "low": jsonable(reach.low), "high": jsonable(reach.high), "figures": figures}


def assumed(case: Case) -> dict[str, dict[str, Value]]:
    """Every assumption that may be a range: low, central, high."""
    return {code: _ends(code, span) for code, span in spans(case).items()}


def _ends(code: str, span: Span) -> dict[str, Value]:
    kind = KINDS[code]
    values = zip(("low", "central", "high"), span.values, strict=True)
    return {end: Value(kind, value / ONE if kind is Kind.RATE else value) for end, value in values}
