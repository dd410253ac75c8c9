"""The independent calculation, where conditional waivers wait for milestones of their own."""

from __future__ import annotations

from fractions import Fraction

from tests.oracle_state import ONE, PRINCIPAL, Record, half_up, pots, take


def sign(state: Record, step: Record, row: Record, stages: list[Record]) -> None:
    """Step 4: pledge, and set the stages aside; those that are signed get what is to be paid first."""
    amounts = [[0] * 5 for _ in stages]
    for part in range(5):
        _pledge(state, step, part, row, list(zip(stages, amounts, strict=True)))
    owed = sum(box[key] for box, key in pots(state, PRINCIPAL))
    for stage, amount in zip(stages, amounts, strict=True):
        left = half_up(Fraction(stage["paid"] * owed, ONE))
        state["staged"].append({"amount": amount, "day": stage["day"], "left": left})


def _pledge(state: Record, step: Record, part: int, row: Record, stages: list[tuple[Record, list[int]]]) -> None:
    """What one part sets aside: to completion, then stage by stage up to a sum of shares and cents of one total."""
    total = sum(box[key] for box, key in pots(state, part))
    share, cents = step["pledge"][part], step["pledge_cents"][part]
    upto = min(total, half_up(Fraction(share * total, ONE)) + cents)
    for stage, amount in stages:
        before, share, cents = upto, share + stage["share"][part], cents + stage["cents"][part]
        upto = min(total, half_up(Fraction(share * total, ONE)) + cents)
        amount[part] = upto - before
    take(pots(state, part), upto)
    row["pledged"][part] += upto
    state["conditional"][part] += upto


def count(state: Record, principal: int) -> None:
    """Step 8: principal that was paid counts towards every stage."""
    for stage in state["staged"]:
        stage["left"] = max(stage["left"] - principal, 0)


def vest_stages(state: Record, date: int, row: Record) -> None:
    """Step 9: stages whose milestone is reached are forgiven."""
    unpaid = any(any(due["amount"]) for due in state["dues"] if due["due"] <= date)
    for stage in state["staged"]:
        if stage["left"] or (stage["day"] and (date < stage["day"] or unpaid)):
            continue
        for part, amount in enumerate(stage["amount"]):
            state["conditional"][part] -= amount
            row["waived"][part] += amount
            row["vested"][part] += amount
        stage["amount"] = [0] * 5
    state["staged"] = [stage for stage in state["staged"] if any(stage["amount"])]
