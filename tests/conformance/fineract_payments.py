"""Money that a Fineract loan receives: to what is due, oldest row first; early, to the next rows or to the last."""

from __future__ import annotations

import copy
from dataclasses import replace
from fractions import Fraction
from typing import Final

from planner.book import Early, Part, Position
from tests.conformance.fineract_loan import Event, Rule, cents
from tests.conformance.fineract_replay import Replay, act, advance, counts
from tests.conformance.fineract_steps import Row

HOW: Final = {"next": Early.NEXT, "last": Early.LAST, "next-then-last": Early.NEXT_LAST}


def pay(replay: Replay, event: Event) -> None:
    """Money received: to what is due, oldest row first; what is left by the loan's convention for early money."""
    came, amount = event.day, cents(event.data["amount"])
    rule = replay.terms.rules.get(event.data["kind"], replay.terms.rules["DEFAULT"])
    advance(replay, came)
    replay.plain = replace(replay.plain, orders=((*rule.due, Part.COMPOUND),) * 2)
    on = _closed(replay, came, amount)
    _bill_early(replay, came, amount, rule)
    if not replay.terms.recalculates:
        receive(replay, came, on, amount, {"next": Early.HOLD, "last": Early.RETURN}.get(rule.pays, Early.HOLD))
        return
    if rule.pays == "evenly":
        amount = _evenly(replay, came, on, amount)
    how = HOW.get(rule.pays, Early.NEXT)
    if rule.principal_first:
        amount = _principal_first(replay, came, on, amount, how)
    most = int(replay.now.dues.amount.sum() + replay.now.accrued[0] + replay.now.principal[0])
    receive(replay, came, on, min(amount, most), how)
    if amount > most:
        for row in replay.coming():
            if row.waiting:
                act(replay, on, fee=row.waiting, number=row.number)
                row.waiting = 0
        receive(replay, came, on, amount - most, Early.RETURN)


def _closed(replay: Replay, came: int, amount: int) -> int:
    """The day on which the money acts: the end of the period where it pays everything off, and the loan's interest then runs to there."""
    row = next(iter(replay.asked()), None)
    if not replay.terms.closing or row is None or row.due <= came:
        return came
    trial = copy.deepcopy(replay)
    trial.until = max(trial.until, row.due)
    advance(trial, row.due)
    if amount < int(trial.now.principal[0] + trial.now.accrued[0] + trial.now.dues.amount.sum()):
        return came
    replay.until = max(replay.until, row.due)
    advance(replay, row.due)
    return row.due


def receive(replay: Replay, came: int, on: int, amount: int, how: int) -> None:
    """One step at which money comes; what each row was paid is noted, early or late by the day it came."""
    before = _standing(replay.now)
    ledger = act(replay, on, cash=amount, early=how)
    after = _standing(replay.now)
    for number, stood in before.items():
        row, paid = replay.row(number), stood - after.get(number, 0)
        if row is not None and paid:
            row.paid += paid
            row.in_advance += paid if came < row.due else 0
            row.late += paid if came > row.due else 0
    interest, principal = (int(ledger.prepaid[part, 0, 0]) for part in (Part.INTEREST, Part.PRINCIPAL))
    replay.fresh += principal
    forwards = _forwards(replay, how, interest + principal)
    if how != Early.HOLD:
        _count(replay, interest, min(principal, forwards - interest) if forwards else 0)
        _count_back(replay, principal - max(min(principal, forwards - interest), 0))
    returned = int(ledger.returned[0, 0])
    if how == Early.RETURN and not replay.terms.recalculates:
        replay.backwards.append((came, returned))
    elif returned:
        replay.over.append((came, returned))
    replay.calm = replay.now
    counts(replay)


def _forwards(replay: Replay, how: int, prepaid: int) -> int:
    """How much of early money goes to the next rows; the rest goes to the last."""
    if how == Early.LAST:
        return 0
    row = next(iter(replay.asked()), None)
    if how == Early.NEXT_LAST and row is not None:
        return min(prepaid, row.room(replay.level))
    return prepaid


def _count(replay: Replay, interest: int, principal: int) -> None:
    """Early money counts towards the next rows, each up to its level, the last without end."""
    rows = replay.asked()
    for row in rows:
        room = interest + principal if row is rows[-1] else row.room(replay.level)
        own = min(interest, room)
        more = min(principal, room - own)
        _early(row, own, more)
        interest, principal = interest - own, principal - more


def _count_back(replay: Replay, principal: int) -> None:
    """Early money counts towards the last rows, each up to its level."""
    rows = replay.asked()
    for row in reversed(rows):
        own = principal if row is rows[0] else min(principal, row.room(replay.level))
        _early(row, 0, own)
        principal -= own


def _early(row: Row, interest: int, principal: int) -> None:
    row.early = (row.early[0] + interest, row.early[1] + principal)
    row.paid, row.in_advance = row.paid + interest + principal, row.in_advance + interest + principal


def _standing(now: Position) -> dict[int, int]:
    """What is due by row."""
    found: dict[int, int] = {}
    for number, amount in zip(now.dues.number[:, 0], now.dues.amount[:, :, 0].sum(axis=0), strict=True):
        found[int(number)] = found.get(int(number), 0) + int(amount)
    return found


def _bill_early(replay: Replay, came: int, amount: int, rule: Rule) -> None:
    """Interest of a fixed amount of the next row is earned when early money comes; charges that it pays before principal are billed."""
    row = next(iter(replay.coming()), None)
    if row is None or amount <= int(replay.now.dues.amount.sum()) or came < row.since:
        return
    if row.fixed and replay.terms.recalculates:
        act(replay, replay.day, fixed=row.fixed)
        row.fixed = 0
    if row.waiting and rule.charges_first:
        act(replay, replay.day, fee=row.waiting, number=row.number)
        row.waiting = 0


def _principal_first(replay: Replay, came: int, on: int, amount: int, how: int) -> int:
    """Early money pays an instalment's principal before its interest: that principal; gives the money left."""
    rows = replay.asked()
    if how == Early.LAST or len(rows) < 2:
        return amount
    due = int(replay.now.dues.amount.sum())
    row = next((row for row in rows if row.room(replay.level)), rows[-1])
    part = min(amount - due, max(row.room(replay.level) - int(replay.now.accrued[0]), 0), int(replay.now.principal[0]))
    if part <= 0 or row is rows[-1] or (how == Early.NEXT_LAST and row is not rows[0]):
        return amount
    receive(replay, came, on, due, Early.HOLD)
    _prepay(replay, on, {row.number: part})
    return amount - due - part


def _evenly(replay: Replay, came: int, on: int, amount: int) -> int:
    """Early money pays principal of all rows to come alike, the last what is left; gives the money left."""
    due = int(replay.now.dues.amount.sum())
    rows = [row for row in replay.asked() if row.room(replay.level)]
    left = min(amount - due, int(replay.now.principal[0]))
    if left <= 0 or not rows:
        return amount
    receive(replay, came, on, due, Early.HOLD)
    part = round(Fraction(left, len(rows)))
    parts = {row.number: min(part, row.room(replay.level)) for row in rows[:-1]}
    parts[rows[-1].number] = min(left - part * (len(rows) - 1), rows[-1].room(replay.level))
    _prepay(replay, on, parts)
    return amount - due - sum(parts.values())


def _prepay(replay: Replay, on: int, parts: dict[int, int]) -> None:
    """Principal of rows to come, by number, is paid early."""
    act(replay, on, cash=sum(parts.values()), early=Early.LAST)
    for number, part in parts.items():
        row = replay.row(number)
        if row is not None:
            _early(row, 0, part)
    replay.fresh += sum(parts.values())
    replay.calm = replay.now
    counts(replay)
