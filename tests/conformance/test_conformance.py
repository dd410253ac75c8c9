"""The planner against figures others have published, case by case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest

from tests.conformance import china, finance, fineract, peers, waiting
from tests.conformance.cases import FAMILIES, Answer, NotCoveredError, Published, folder, published, refuse
from tests.conformance.compare import differences

NO_FILE: Final = "(no file)"


def _waits(case: Published) -> Answer:
    refuse(waiting.why(case))


ANSWERS: Final[dict[str, Callable[[Published], Answer]]] = {
    "fineract": fineract.answer, "finance": finance.answer, "peers": peers.answer, "china": china.answer,
}  # fmt: skip
"""What maps the cases of a family to the planner; families that are not here wait."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One item a case, by the case's id; a missing file is a skip that says so."""
    items = []
    for family in FAMILIES:
        missing = Published(family, NO_FILE, {"id": f"no-{family}"})
        items += [pytest.param(case, id=case.id) for case in published(family) or [missing]]
    metafunc.parametrize("case", items)


def test_published(case: Published, record_property: Callable[[str, Any], None]) -> None:
    record_property("published", [case.family, case.kind])
    if case.kind == NO_FILE:
        pytest.skip(f"no {case.family}.json in {folder()}: set PLANNER_CASES to the folder that holds it")
    try:
        answer = ANSWERS.get(case.family, _waits)(case)
    except NotCoveredError as gap:
        pytest.skip(f"not covered: {case.kind}: {gap}")
    expected, computed, tolerance = (case.data.get(key) for key in ("expected", "computed", "tolerance"))
    differs = differences(expected, answer, tolerance)
    if case.stance == "report":
        pytest.skip(f"not covered: {case.kind}: reproduced in part, reported only; {len(differs)} figures differ")
    if case.stance == "match":
        assert not differs
        return
    assert differs, "a published error was matched"
    if case.data.get("negative") and computed is not None:
        assert not differences(computed, answer, tolerance)
