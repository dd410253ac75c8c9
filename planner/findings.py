"""What checks say: advice with a grade, never an exception. Codes only; the sentences live in the catalogues."""

from __future__ import annotations

from dataclasses import dataclass, field


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
