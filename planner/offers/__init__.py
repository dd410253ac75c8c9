"""Offers: from what a household can pay and what may be offered to plans both sides can live with, candidates on the loan axis."""

from __future__ import annotations

from planner.offers.axes import Axes, Candidates
from planner.offers.changes import Change
from planner.offers.frontier import frontier
from planner.offers.ladder import Rung
from planner.offers.rolled import Bench, Figures
from planner.offers.search import NAMES, Search, bench_of, search

__all__ = ["NAMES", "Axes", "Bench", "Candidates", "Change", "Figures", "Rung", "Search", "bench_of", "frontier", "search"]
