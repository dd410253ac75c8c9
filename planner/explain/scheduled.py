"""Why a row of a schedule says what it says: sums of the ledger's cells on its day, and of what its days added."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from planner.book import PARTS
from planner.dates import date
from planner.explain.asked import ROW, Asked, ledger, told, total, worked
from planner.why import Given, Origin, Why

MOVED: Final = ("allocated", "prepaid", "waived", "billed")
"""A day on which any of these is not 0 has a row."""
ADDED: Final = {"interest_added": "accrued", "penalty_added": "penalty", "compound_added": "compound", "fee_added": "fee", "drawn": "drawn"}
"""What the days of a row added, and the column of the ledger that says it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number from 1 on, its day and that of the row before, its ledger steps, and all steps since the row before."""

    number: int
    day: int
    since: int
    steps: tuple[int, ...]
    lately: tuple[int, ...]


def rows(asked: Asked) -> tuple[Row, ...]:
    """The rows of one loan's schedule."""
    found: list[Row] = []
    since, lately = asked.day(0), list[int]()
    for day, group in groupby(range(asked.ledger.date.shape[0]), asked.day):
        steps = tuple(group)
        lately += steps
        if any(asked.at(column, step, part) for column in MOVED for step in steps for part in PARTS):
            found.append(Row(len(found) + 1, day, since, steps, tuple(lately)))
            since, lately = day, []
    return tuple(found)


def explain_row(asked: Asked, row: Row, column: str) -> Why:
    """Why a column of a row is what it is; KeyError for one that no row has."""
    return COLUMNS[column](asked, row)


def _days(asked: Asked, row: Row) -> Why:
    """Days since the row before; of the first since the as-of date."""
    del asked
    calendar = Origin("calendar")
    inputs = (Given("to_day", row.day, "date", calendar), Given("from_day", row.since, "date", calendar))
    return Why("days", "less", row.day - row.since, "days", inputs, date=date(row.day).isoformat())


def _opening(asked: Asked, row: Row) -> Why:
    """What stood when the row before closed; before the first row on the as-of date."""
    if row.number == 1:
        return total("opening", asked.cells(("opening",), (0,)), row.since)
    before = _closed(asked, row.lately[0] - 1)
    here = Given("closing", before, "cents", asked.here(row.since))
    closed = Why("closing", ROW, before, "cents", (here,), row.number - 1, _iso(row.since))
    return Why("opening", "same", before, "cents", (told(closed, origin=ledger("closing", row.since)),), date=_iso(row.day))


def _closed(asked: Asked, step: int) -> int:
    return asked.at("closing", step)


def _iso(day: int) -> str:
    return date(day).isoformat()


def _closing(asked: Asked, row: Row) -> Why:
    """What stood, and what the days added, less what is paid and forgiven."""
    opening, taken = _opening(asked, row), (_payment(asked, row), _waived(asked, row))
    grown = [own for code in ADDED if (own := _added(code)(asked, row)).value]
    whole = total("owed", (told(opening), *map(told, grown)), row.day)
    less = tuple(told(own) for own in taken if own.value)
    return Why("closing", "less", _closed(asked, row.steps[-1]), "cents", (told(whole), *less), date=_iso(row.day))


def _added(code: str) -> Callable[[Asked, Row], Why]:
    """What the days since the row before added, of one kind."""
    return lambda asked, row: total(code, asked.cells((ADDED[code],), row.lately), row.day)


def _payment(asked: Asked, row: Row) -> Why:
    """All that is paid that day, due or early, out of money held too."""
    return total("payment", asked.cells(("allocated", "prepaid"), row.steps), row.day)


def _waived(asked: Asked, row: Row) -> Why:
    """All that is forgiven that day."""
    return total("waived", asked.cells(("waived",), row.steps), row.day)


def _paid(part: int) -> Callable[[Asked, Row], Why]:
    """What is paid of a part, without what had been set aside before."""

    def explain(asked: Asked, row: Row) -> Why:
        name = PARTS[part].name.lower()
        paid, back = total(f"paid_{name}", asked.cells(("allocated", "prepaid"), row.steps, (part,)), row.day), _back(asked, row, part)
        if not back.value:
            return Why(name, paid.formula, paid.value, "cents", paid.inputs, date=paid.date)
        return worked(Why(name, "less", None, "cents", (told(paid), told(back)), date=paid.date))

    return explain


def _back(asked: Asked, row: Row, part: int) -> Why:
    """What is paid of what had been set aside of a part: no more than is paid of it at all."""
    name = PARTS[part].name.lower()
    came = total(f"released_{name}", asked.cells(("released",), row.steps, (part,)), row.day)
    paid = total(f"paid_{name}", asked.cells(("allocated", "prepaid"), row.steps, (part,)), row.day)
    return worked(Why(f"released_{name}", "least", None, "cents", (told(came), told(paid)), date=_iso(row.day)))


def _released(asked: Asked, row: Row) -> Why:
    """What is paid of what had been set aside."""
    back = [_back(asked, row, part) for part in PARTS]
    return total("released", tuple(told(own) for own in back if own.value), row.day)


COLUMNS: Final[dict[str, Callable[[Asked, Row], Why]]] = {
    "days": _days, "opening": _opening, **{part.name.lower(): _paid(part) for part in PARTS}, "released": _released, "waived": _waived,
    "payment": _payment, "closing": _closing, **{code: _added(code) for code in ADDED},
}  # fmt: skip
"""The columns of a row, and what its days added."""
