"""Fineract's re-ageing (all principal over new rows) and re-amortisation (arrears into the rows to come)."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from planner import contract
from planner.book import Early, Part
from planner.money import ONE
from planner.steps import mark
from tests.conformance import fineract_steps as steps
from tests.conformance.fineract_events import rejoin
from tests.conformance.fineract_levels import even, multiple, recast, set_level, smoothed
from tests.conformance.fineract_loan import UNITS, Event, day, later
from tests.conformance.fineract_replay import Replay, act, advance, counts
from tests.conformance.fineract_steps import EXTRA, STUB, Course, Row

PARTS: Final = ("principal", "interest", "fees", "penalties")


@dataclass(frozen=True, slots=True)
class Lifted:
    """What a restructuring takes out of the rows, in cents: all principal, ``moved`` of it overdue, and what is to be asked again."""

    principal: int
    interest: int
    fees: int
    penalties: int
    moved: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.principal + self.interest + self.fees + self.penalties


def lift(replay: Replay, *, accrued: bool, charges: bool) -> Lifted:
    """Old rows keep what was paid; their principal is undue again; their interest is forgiven here, for the caller to ask again.

    ``accrued``: interest of the current period goes with it. ``charges``: so do unpaid charges of old rows.
    """
    now, interest, fees, penalties = replay.now, 0, 0, 0
    for number, amount in zip(now.dues.number[:, 0], now.dues.amount[:, :, 0].T, strict=True):
        row = replay.row(int(number))
        if row is None or not amount.any():
            continue
        row.principal -= int(amount[Part.PRINCIPAL])
        row.interest -= int(amount[Part.INTEREST])
        interest += int(amount[Part.INTEREST])
        if charges:
            lost = min(int(amount[Part.FEE]), row.penalties)
            row.penalties, row.fees = row.penalties - lost, row.fees - int(amount[Part.FEE]) + lost
            penalties, fees = penalties + lost, fees + int(amount[Part.FEE]) - lost
    steps_on = steps.single(replay.plain, replay.day)
    if accrued:
        interest += int(now.accrued[0])
        steps_on = mark(steps_on, "fall_due", steps_on.date == replay.day, replay.day)
    steps_on = mark(steps_on, "waive_cents", steps_on.date == replay.day, interest, Part.INTEREST)
    if charges:
        steps_on = mark(steps_on, "waive", steps_on.date == replay.day, ONE, Part.FEE)
    steps_on = mark(steps_on, "capitalise", steps_on.date == replay.day, ONE, Part.PRINCIPAL)
    _, replay.now = steps.roll(now, steps_on, overdue=False)
    replay.moved, replay.calm = True, replay.now
    moved = int(replay.now.principal[0] - now.principal[0])
    return Lifted(int(replay.now.principal[0]), interest, fees, penalties, moved)


def reage(replay: Replay, event: Event) -> None:
    """All principal over new rows from a given day on, by the way interest is handled."""
    advance(replay, event.day)
    handling = event.data["interest_handling"]
    bears = int(replay.terms.loan.rate) > 0
    if handling in ("DEFAULT", "WAIVE_INTEREST") and bears:
        _anew(replay, event)
    else:
        _in_equal_parts(replay, event, split=handling.startswith("EQUAL"), full=handling == "EQUAL_AMORTIZATION_FULL_INTEREST")


def _anew(replay: Replay, event: Event) -> None:
    """A level on all principal; interest not paid so far is asked first, inside it."""
    open_rows, total = _close(replay), lift(replay, accrued=True, charges=False)
    alone = [row for row in replay.rows if row.kind == EXTRA]
    rows = _new_rows(replay, event)
    act(replay, replay.day, fixed=total.interest)
    replay.calm = replay.now
    counts(replay)
    _move_charges(replay, [*open_rows, *alone])
    every = (int(event.data["every"]), UNITS[event.data["unit"]])
    first = rows[0].due
    start = first if first == replay.draws[0][0] else later(first, every, -1)
    temporary = [Row(row.number, since, row.due) for row, since in zip(rows, [start, *(row.due for row in rows)], strict=False)]
    kept = replay.course
    replay.course = Course([(-1, int(replay.terms.loan.rate))], [])
    level = steps.level_of(replay.plain, replay.terms, temporary, replay.course, total.principal)
    at = replace(steps.empty(start), principal=contract.one(total.principal))
    level = smoothed(replay, at, level, temporary)
    replay.course = Course(kept.rates, [(begin, min(end, replay.day)) for begin, end in kept.pauses if begin < replay.day])
    set_level(replay, smoothed(replay, replay.now, level, rows))
    ended = [(begin, min(end, replay.day)) for begin, end in kept.pauses]
    pauses = [pause if _reaches(pause, start, rows) else until for pause, until in zip(kept.pauses, ended, strict=True)]
    replay.course = Course(kept.rates, pauses)


def _reaches(pause: tuple[int, int], start: int, rows: list[Row]) -> bool:
    """Whether a pause agreed before goes on in the new rows."""
    begin, end = pause[0] + 1, pause[1]
    return begin <= start <= end or start < begin < rows[-1].due


def _in_equal_parts(replay: Replay, event: Event, *, split: bool, full: bool) -> None:
    """Principal, and where ``split`` interest and charges too, in equal parts; nothing bears interest afterwards."""
    count = int(event.data["n_installments"])
    bears = int(replay.terms.loan.rate) > 0
    future = _interest_to_come(replay) if full and split and bears else 0
    waiting = [(row.fees, row.penalties) for row in replay.rows if not row.billed] if split else []
    open_rows = _close(replay)
    taken_out = lift(replay, accrued=True, charges=split)
    interest = future + taken_out.interest if split and bears else 0
    if full and split and bears:
        interest = future
    fees = taken_out.fees + sum(fee for fee, _ in waiting)
    penalties = taken_out.penalties + sum(penalty for _, penalty in waiting)
    whole = Lifted(taken_out.principal, interest, fees, penalties)
    alone = [row for row in replay.rows if row.kind == EXTRA and not (split and not row.billed)]
    rows = _new_rows(replay, event)
    if not split:
        _move_charges(replay, [*open_rows, *alone])
    elif alone:
        replay.rows.extend(alone)
    level = _parts(replay, whole, rows, count)
    replay.course, replay.fixed = Course([*replay.course.rates, (replay.day, 0)], replay.course.pauses), True
    set_level(replay, level)


def _parts(replay: Replay, whole: Lifted, rows: list[Row], count: int) -> int:
    """Equal parts of interest and charges on the rows, the last of each what is left; gives the level that leaves principal its part."""
    level = multiple(replay, even(Fraction(whole.total, count)))
    others = 0
    for name in PARTS[1:]:
        amount = getattr(whole, name)
        others += even(Fraction(amount, count))
        for row, own in zip(rows, equal(amount, count), strict=True):
            if name == "interest":
                row.fixed = own
            else:
                setattr(row, name, getattr(row, name) + own)
                row.waiting += own
    return level - others + even(Fraction(whole.interest, count))


def equal(amount: int, count: int) -> list[int]:
    """Equal parts, the last what is left; where rounding up leaves less than nothing, parts end early."""
    part = even(Fraction(amount, count))
    if part * (count - 1) <= amount:
        return [part] * (count - 1) + [amount - part * (count - 1)]
    return [part if part * (k + 1) <= amount else 0 for k in range(count)]


def _interest_to_come(replay: Replay) -> int:
    """All interest unpaid up to the last row, nobody paying, overdue principal bearing none from today on."""
    trial = copy.deepcopy(replay)
    trial.until = min(trial.until, trial.day)
    coming = trial.asked()
    paid = sum(row.early[0] for row in coming)
    advance(trial, max(row.due for row in trial.rows))
    return sum(row.interest for row in coming) - paid + int(replay.now.dues.amount[Part.INTEREST].sum())


def _close(replay: Replay) -> list[Row]:
    """End the rows to come today: what was paid early towards them stays in a row that closes; gives the rows that end."""
    open_rows = [row for row in replay.rows if not row.billed and row.kind != EXTRA]
    ended = [row for row in replay.rows if row.billed and row.kind != EXTRA]
    last = max((row.due for row in ended), default=replay.rows[0].since)
    matures = max(row.due for row in replay.rows if row.kind != EXTRA)
    replay.rows = [row for row in replay.rows if row not in open_rows]
    if replay.day <= matures and (replay.day > last or not ended):
        stub = Row(_number(replay, open_rows), last, replay.day, STUB, billed=True)
        for row in open_rows:
            stub.interest, stub.principal = stub.interest + row.interest + row.early[0], stub.principal + row.principal + row.early[1]
            stub.paid, stub.in_advance = stub.paid + sum(row.early), stub.in_advance + sum(row.early)
        if replay.now.held.any():
            _held(replay, stub)
        before = ended[-1] if ended else None
        if before is not None and before.kind == STUB and not before.total and not stub.total:
            before.due = replay.day
        else:
            replay.rows = [*ended, stub, *(row for row in replay.rows if row.kind == EXTRA)]
    replay.fresh = 0
    return open_rows


def _held(replay: Replay, stub: Row) -> None:
    """Money held for rows to come pays now; the closing row keeps it."""
    ledger = act(replay, replay.day, early=Early.PREPAY)
    stub.interest += int(ledger.prepaid[Part.INTEREST, 0, 0])
    stub.principal += int(ledger.prepaid[Part.PRINCIPAL, 0, 0])
    stub.paid += int(ledger.prepaid[:, 0, 0].sum())
    stub.in_advance += int(ledger.prepaid[:, 0, 0].sum())


def _number(replay: Replay, more: list[Row]) -> int:
    """A number no row has had."""
    return max(row.number for row in [*replay.rows, *more]) + 1 + 1000 * (replay.day % 100)


def _new_rows(replay: Replay, event: Event) -> list[Row]:
    """The rows that a re-age makes."""
    every = (int(event.data["every"]), UNITS[event.data["unit"]])
    number = max(row.number for row in replay.rows) + 1000
    since = max(row.due for row in replay.rows if row.kind != EXTRA)
    rows = []
    for k in range(int(event.data["n_installments"])):
        due = later(day(event.data["start_date"]), every, k)
        rows.append(Row(number + k, since, due))
        since = due
    replay.rows = [*(row for row in replay.rows if row.kind != EXTRA), *rows]
    replay.seed, replay.every = (rows[0].due, len(rows)), every
    return rows


def _move_charges(replay: Replay, old: list[Row]) -> None:
    """Charges of rows that end go to the rows that now hold their due dates."""
    charged = [row for row in old if row.fees or row.penalties]
    rejoin(replay, [replace(row, kind=EXTRA, principal=0, interest=0, paid=0, in_advance=0, early=(0, 0)) for row in charged])


def reamortise(replay: Replay, event: Event) -> None:
    """Arrears go into the rows to come, which keep their dates."""
    advance(replay, event.day)
    split = event.data["interest_handling"] != "DEFAULT"
    if not int(replay.terms.loan.rate):
        _spread(replay)
        return
    out = lift(replay, accrued=False, charges=split)
    rows = replay.asked()
    if not replay.terms.past_due:
        _as_if_undue(replay, rows, out.moved)
    if not split:
        act(replay, replay.day, fixed=out.interest)
        replay.calm = replay.now
        recast(replay)
        return
    part = even(Fraction(out.interest, len(rows)))
    for row, own in zip(rows, equal(out.fees, len(rows)), strict=True):
        row.fixed, row.fees, row.waiting = row.fixed + part, row.fees + own, row.waiting + own
    recast(replay, even(Fraction(sum(row.fixed for row in rows), len(rows))))


def _as_if_undue(replay: Replay, rows: list[Row], moved: int) -> None:
    """Principal moved back bears interest from the beginning of the period, which it has not borne while it was overdue."""
    if not moved or rows[0].since >= replay.day:
        return
    own, start = [steps.unpaid(row) for row in rows], rows[0].since
    part = steps.up_to(steps.ahead(replay.plain, replay.terms, own, replay.course, start, 0), replay.terms, start, replay.day)
    alone = replace(replay.now, date=contract.one(start), principal=contract.one(moved), dues=steps.empty(start).dues)
    _, grown = steps.roll(alone, part, overdue=False)
    replay.now = replace(replay.now, accrued=grown.accrued, accrued_rem=grown.accrued_rem)
    replay.calm = replay.now


def _spread(replay: Replay) -> None:
    """Without interest, arrears in equal parts on top of what the rows ask."""
    before, rows = int(replay.now.principal[0]), replay.asked()
    out = lift(replay, accrued=False, charges=False)
    set_level(replay, replay.level + multiple(replay, even(Fraction(out.principal - before, len(rows)))))


RESTRUCTURES: Final[dict[str, Callable[[Replay, Event], None]]] = {"reage": reage, "reamortize": reamortise}
"""What each kind of event does."""
