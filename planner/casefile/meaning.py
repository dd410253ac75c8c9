"""Keys of a loan that mean nothing beside others: each is refused where it stands, with what it would need or what it contradicts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from planner.casefile import duedates
from planner.casefile.form import Trouble
from planner.casefile.models_charges import PenaltyForm
from planner.casefile.models_loan import LoanForm
from planner.casefile.problems import Log
from planner.dates import BASE

IN_DAYS: Final = ("30/360", "30E/360", "bond 30/360", "30/360 US", "actual/360", "actual/365")
"""Day counts that count days, so that the amount of one day can be rounded."""
ALREADY_IN: Final = ("draws", "agreed")
"""What a statement holds already: only a history needs it."""
OF_CARDS: Final = ("statement_day", "due_after", "minimum", "card")
OF_STATEMENTS: Final = ("due_after", "minimum", "card")
NOT_OF_STATEMENTS: Final = (
    "every", "method", "instalments", "days", "instalment_amount", "residue", "level_on", "interest_due", "interest_above_level",
    "first_period", "early_money",
)  # fmt: skip
"""What instalments have and statements do not: money beyond what is due pays what was drawn."""


def check(loan: LoanForm, table: dict[str, Any], path: str, log: Log) -> None:
    """Note what means nothing; a key that was refused for itself is not told again."""
    for code, key, values in _senseless(loan, table):
        if not any(log.touches(f"{path}.{place}") for place in (key, *values.get("at", "").split())):
            log.add(code, f"{path}.{key}", _found(table, key), **{name: value for name, value in values.items() if name != "at"})


def _found(table: dict[str, Any], key: str) -> object:
    """What stands at a key, or at a key of a table inside."""
    found: object = table
    for step in key.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return found


def _senseless(loan: LoanForm, table: dict[str, Any]) -> Iterator[Trouble]:
    yield from _rounding(loan)
    yield from _compound(loan)
    yield from _schedule(loan)
    yield from _card(loan, table)
    for key in ALREADY_IN if not loan.replayed else ():
        if getattr(loan, key) is not None:
            yield "only_with", key, {"needed": "payments", "at": "payments"}


def _rounding(loan: LoanForm) -> Iterator[Trouble]:
    """Daily rounding is to cents, or parts of one, of the amount of one day."""
    if loan.rounded == "posted":
        if loan.daily_decimals is not None:
            yield "only_with", "daily_decimals", {"needed": 'rounded = "daily"', "at": "rounded"}
        return
    if loan.rounding == "none":
        yield "not_with", "rounded", {"other": 'rounding = "none"'}
    for key in ("day_count", "penalty_day_count"):
        if getattr(loan, key) not in IN_DAYS:
            yield "daily_needs_days", key, {"choices": ", ".join(count for count in BASE if count in IN_DAYS)}


def _compound(loan: LoanForm) -> Iterator[Trouble]:
    """Settlement of compound interest only where some is charged."""
    if (loan.penalty or PenaltyForm()).compound == "none" and loan.compound_settlement != "due-dates":
        yield "not_with", "compound_settlement", {"other": 'penalty.compound = "none"'}


def _schedule(loan: LoanForm) -> Iterator[Trouble]:
    """A level on a twelfth of the rate needs months and a level; interest with dates of its own is in no level; a grace fits a period."""
    n, unit = loan.every
    if loan.level_on == "rate/12":
        if unit != "month":
            yield "not_with", "level_on", {"other": f'every = "{n} {unit}{"s" if n > 1 else ""}"'}
        if loan.method != "level":
            yield "only_with", "level_on", {"needed": 'method = "level"', "at": "method"}
    if loan.interest_due != "instalments" and loan.method in {"level", "flat"}:
        yield "not_with", "interest_due", {"other": f'method = "{loan.method}"', "at": "method"}
    calendar = duedates.contract(loan)
    if loan.grace is not None and calendar is not None and loan.grace.days > duedates.shortest(calendar):
        yield "grace_too_long", "grace.days", {"limit": str(duedates.shortest(calendar)), "at": "opened first_due every"}
    step = (loan.penalty or PenaltyForm()).step_up
    if loan.grace is not None and step is not None and step.days <= loan.grace.days:
        yield "not_with", "penalty.step_up.days", {"other": f"grace.days = {loan.grace.days}", "at": "grace"}


def _card(loan: LoanForm, table: dict[str, Any]) -> Iterator[Trouble]:
    """What only a card has, and what it has only where statements are made; its months are those of its statements."""
    for key in OF_CARDS:
        if getattr(loan, key) is not None and loan.kind != "card":
            yield "only_with", key, {"needed": 'kind = "card"', "at": "kind"}
        elif key in OF_STATEMENTS and getattr(loan, key) is not None and loan.statement_day is None:
            yield "only_with", key, {"needed": "statement_day", "at": "statement_day"}
    if loan.statement_day is not None and loan.kind == "card":
        for key in NOT_OF_STATEMENTS:
            if table.get(key) is not None:
                yield "not_with", key, {"other": "statement_day"}
