"""Why a figure is what it is: the formula it can be recomputed with, its inputs by name, and where each came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

Number: TypeAlias = int | float | tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an input came from, as codes.

    ``kind``: ``case`` (``where`` is the key's path in the case file, ``line`` its line), ``term`` (the clause that set it, by its path),
    ``default`` (a convention nobody named), ``rule`` (``where`` is the rule's code), ``series`` (``where`` is LPR1Y or LPR5Y, ``on`` its
    publication), ``ledger`` (``where`` is the column), ``calendar`` (a count of days), ``engine`` (what the roll carries). ``on`` is an
    ISO date; ``source`` by language and ``confidence`` are those of a rule or a series.
    """

    kind: str
    where: str = ""
    line: int | None = None
    on: str = ""
    source: dict[str, str] = field(default_factory=dict)
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """One input: ``name`` is a code, ``value`` in its ``unit``.

    Units are cents, rate (1e-8 a year), share (1e-8), days, date (day number), count, number, ratio (a share of 1), class (a place in
    CLASSES) and parts. ``why`` explains it in turn, where there is more to say than its origin.
    """

    name: str
    value: Number
    unit: str
    origin: Origin | None = None
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """A figure by its ``code`` (a ledger column, a schedule column or a measure), the code of its ``formula``, and the inputs in order.

    ``step`` is the ledger's (from 0) and ``date`` its ISO date, where the figure is a cell; ``part`` the part's name where it has one.
    """

    code: str
    formula: str
    value: Number
    unit: str
    inputs: tuple[Given, ...] = ()
    step: int | None = None
    date: str = ""
    part: str = ""
