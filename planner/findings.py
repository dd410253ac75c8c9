"""What checks say: advice with a grade, never an exception. Codes only; the sentences live in the catalogues."""

from __future__ import annotations

from dataclasses import dataclass, field

from planner.rules import Dated


@dataclass(frozen=True, slots=True)
class Finding:
    """``code`` names the sentence (``finding.<code>``); ``grade`` is breach, warning or note; ``where`` the loan, plan or path.

    ``value``, ``limit``, ``source`` and ``confidence`` are strings or empty; ``values`` fill the sentence.
    """

    code: str
    grade: str
    where: str = ""
    value: str = ""
    limit: str = ""
    source: str = ""
    confidence: str = ""
    values: dict[str, str] = field(default_factory=dict)


def by_rule(code: str, rule: Dated, grade: str, where: str, value: str = "", limit: str = "", **values: str) -> Finding:
    """What a rule says of a loan or plan: no graver than the rule and its confidence allow, with its source in both languages."""
    cited = {f"source_{lang}": text for lang, text in rule.source.items()}
    source = next(iter(rule.source.values()))
    return Finding(code, rule.graded(grade), where, value, limit, source, rule.confidence, {**values, **cited})
