"""Formulas of what enforcement costs and brings, each by the name of its function; docstrings name the inputs. Amounts are cents."""

from __future__ import annotations

from typing import Final

import numpy as np

from planner.explain.values import Values, table
from planner.money import ONE, half_up


def bracket(v: Values) -> int:
    """top, above, share, fixed_fee?: the fee of one bracket on what lies within it, half up, and what it asks in any case."""
    return int(half_up(np.array([v["top"] - v["above"]]), v["share"], ONE)[0]) + v["fixed_fee"]


def at_most(v: Values) -> int:
    """An amount, most: the amount, but no more than that."""
    return min(v.but("most")[0], v["most"])


def one_in(v: Values) -> int:
    """An amount, parts: one half, one third, … of it, half up."""
    return int(half_up(np.array([v.but("parts")[0]]), 1, v["parts"])[0])


def late_interest(v: Values) -> int:
    """adjudicated, then daily_rate and days, for each time under one rate: interest for late performance, half up."""
    rates, days = ([value for name, value in v.named if name == own and isinstance(value, int)] for own in ("daily_rate", "days"))
    return int(half_up(v.array("adjudicated"), sum(rate * count for rate, count in zip(rates, days, strict=True)), ONE)[0])


def auction(v: Values) -> int:
    """appraisal, start, cut: the starting price of the round in which the house sells, half up."""
    return (v["appraisal"] * v["start"] * (ONE - v["cut"]) + ONE * ONE // 2) // (ONE * ONE)


FORMULAS: Final = table(bracket, at_most, one_in, late_interest, auction)
