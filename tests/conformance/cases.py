"""The published cases: where they lie, what one is, what is asserted of it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn, TypeAlias

ROOT: Final = Path(__file__).resolve().parents[2]
FAMILIES: Final = ("fineract", "china", "peers", "finance")
KIND: Final[dict[str, tuple[str, ...]]] = {
    "fineract": ("category",), "china": ("category",), "peers": ("group",), "finance": ("topic", "kind"),
}  # fmt: skip
"""The keys that together name the kind of a case, by family."""

Inputs: TypeAlias = Mapping[str, Any]
"""What a case gives: JSON objects as read."""
Answer: TypeAlias = Any
"""What the planner says: numbers, strings, lists and mappings shaped like what is expected; it may hold fewer keys."""


class NotCoveredError(Exception):
    """The planner has no way, as yet, to say what this case asks; the message is the one line why."""


def refuse(why: str) -> NoReturn:
    """Leave a case uncovered."""
    raise NotCoveredError(why)


@dataclass(frozen=True, slots=True)
class Published:
    """One published case of a family (file) and kind."""

    family: str
    kind: str
    data: Inputs

    @property
    def id(self) -> str:
        """The case's own id."""
        return str(self.data["id"])

    @property
    def inputs(self) -> Inputs:
        """What the calculation starts from."""
        inputs: Inputs = self.data["inputs"]
        return inputs

    @property
    def stance(self) -> str:
        """'match'; 'refuse' where the published figure is an error; 'report' where it is right only in part."""
        reproduced = self.data.get("reproduced_schedule", self.data.get("reproduced", True))
        if self.data.get("negative") or reproduced is False:
            return "refuse"
        return "report" if reproduced == "partial" else "match"


def folder() -> Path:
    """Where the cases lie: PLANNER_CASES, or the folder beside the checkout."""
    return Path(os.environ.get("PLANNER_CASES") or ROOT.parent / "shared" / "cases")


def published(family: str) -> list[Published]:
    """All cases of a family, in the order of its file; none where the file is missing."""
    path = folder() / f"{family}.json"
    if not path.is_file():
        return []
    read = json.loads(path.read_text(encoding="utf-8"))["cases"]
    return [Published(family, "/".join(str(case[key]) for key in KIND[family]), case) for case in read]
