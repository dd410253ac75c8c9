"""Rulebooks: dated, sourced values of a jurisdiction as data, looked up by code, day and kind of loan. No country stands in code."""

from __future__ import annotations

from planner.rules.book import Band, Bracket, Dated, Multiple, Rule, Rulebook, Value
from planner.rules.files import BUILT_IN, built_in, named, parse, read

__all__ = ["BUILT_IN", "Band", "Bracket", "Dated", "Multiple", "Rule", "Rulebook", "Value", "built_in", "named", "parse", "read"]
