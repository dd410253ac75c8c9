"""Rates that follow the LPR, as a document writes them: "LPR1Y + 85bp", "LPR5Y - 20bp", "5年期以上LPR减20个基点"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from planner.casefile.problems import Refused
from planner.casefile.units import FIGURE, figure, plain, rate

MOST_POINTS: Final = 10_000
"""Most basis points above or below the LPR: a rate of 100 %."""
_YEARS: Final = {"1": "1Y", "一": "1Y", "5": "5Y", "五": "5Y"}
_MINUS: Final = {"-", "减"}
_PER_POINT: Final = {"%": 100, "百": 100}
"""Basis points in a percent; others are written as basis points."""
_NAME: Final = r"(?:LPR|贷(?:款)(?:市)(?:场)(?:报)(?:价)(?:利)(?:率))"
_TENOR: Final = r"(?:[15]|一|五) *-? *(?:YEARS?|YRS?|Y|年)(?:期)?(?:以(?:上))?"
_POINTS: Final = rf"(?P<sign>[-+]|加|减) *(?P<number>{FIGURE}) *(?P<unit>BPS?|个?基(?:点)|%|个?百(?:分)(?:点))"
_LPR: Final = re.compile(
    rf"(?:{_NAME} *[-_]? *\(? *(?P<after>{_TENOR}) *\)?|\(? *(?P<before>{_TENOR}) *\)? *(?:的)? *{_NAME}|(?P<bare>{_NAME}))(?: *{_POINTS})?"
)


@dataclass(frozen=True, slots=True)
class Lpr:
    """The LPR of a tenor ('1Y' | '5Y') plus signed basis points."""

    tenor: str
    points: int


def loan_rate(value: object) -> int | Lpr:
    """A loan's rate: a rate a year in 1e-8, or one that follows the LPR."""
    if not isinstance(value, str) or not names_lpr(value):
        return rate(value)
    match = _LPR.fullmatch(plain(value).upper().replace("–", "-"))
    if match is None:
        raise Refused("unreadable", "lpr")
    if match["bare"]:
        raise Refused("lpr_tenor", "lpr")
    return Lpr(_YEARS[(match["after"] or match["before"])[0]], _points(match))


def names_lpr(text: str) -> bool:
    """Whether a text speaks of the LPR."""
    return re.search(_NAME, plain(text).upper()) is not None


def _points(match: re.Match[str]) -> int:
    """Signed basis points; 0 where none are written."""
    if match["sign"] is None:
        return 0
    points = figure(match["number"]) * _PER_POINT.get(match["unit"].removeprefix("个")[0], 1)
    if points > MOST_POINTS:
        raise Refused("range.points", "lpr", limit=f"{MOST_POINTS:,}")
    if points != int(points):
        raise Refused("parts_of_point", "lpr")
    return int(-points if match["sign"] in _MINUS else points)
