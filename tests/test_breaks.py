"""Broken plans: at every instalment of every example money is neither made nor lost, and a plan nobody paid leaves the contract."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from planner import casefile
from planner.book import Ledger, Part
from planner.breaks import CHUNK, breaks, broken, roll_breaks, signed
from planner.case import Case, Plan
from planner.dates import date
from planner.errors import CaseError

FOLDER: Final = Path(__file__).resolve().parents[1] / "examples"


@cache
def case_of(name: str) -> Case:
    """An example, read once."""
    return casefile.read(FOLDER / f"{name}.toml")


PLANS: Final = [(file.stem, plan.name) for file in sorted(FOLDER.glob("*.toml")) for plan in case_of(file.stem).plans]


def chunks_of(case: Case, plan: Plan) -> list[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Every payment of a plan, a few at a time."""
    last = signed(case, plan)[0].due.size
    return [np.arange(first, min(first + CHUNK, last)) for first in range(0, last, CHUNK)]


@pytest.mark.parametrize(("name", "plan"), PLANS)
def test_a_plan_broken_before_anything_was_paid_leaves_the_contract(name: str, plan: str) -> None:
    case = case_of(name)
    own = next(p for p in case.plans if p.name == plan)
    found = broken(case, own, 0)
    assert found.paid == 0
    assert np.array_equal(found.owed, found.never)
    assert found.worse == 0


@pytest.mark.parametrize(("name", "plan"), PLANS)
@pytest.mark.parametrize(("on_break", "cure"), [("restore", 0), ("keep", 0), ("keep", 5)])
def test_a_break_at_any_instalment_makes_and_loses_no_money(name: str, plan: str, on_break: str, cure: int) -> None:
    """By part and step of every break: what stood and was charged is what is left, paid and forgiven; and all cash went somewhere."""
    case = case_of(name)
    own = next(p for p in case.plans if p.name == plan)
    for book in signed(case, own):
        before = -1
        for at in chunks_of(case, own):
            rolled = roll_breaks(book, at, on_break, cure)
            for ledger in (rolled.stopped, rolled.kept, rolled.never, rolled.after):
                conserved(ledger)
            paid = rolled.paid()
            assert (np.diff(paid, prepend=before) >= 0).all()
            before = int(paid[-1])
            received = np.where(rolled.after.date < rolled.missed, rolled.after.received - rolled.after.returned, 0).sum(axis=0)
            assert np.array_equal(received, np.broadcast_to(paid, received.shape))
            assert not np.where(rolled.after.date >= rolled.missed, rolled.after.received, 0).any()
            assert (rolled.back() >= 0).all()


def conserved(ledger: Ledger) -> None:
    """Nothing is made or lost at any step."""
    added = np.stack([ledger.drawn, ledger.accrued, ledger.penalty, ledger.compound, ledger.fee])
    into = np.zeros_like(ledger.capitalised)
    into[Part.PRINCIPAL] = ledger.capitalised.sum(axis=0)
    gone = ledger.allocated + ledger.prepaid + ledger.waived + ledger.capitalised
    assert np.array_equal(ledger.opening + added + into, ledger.closing + gone)
    before = np.concatenate([ledger.held[:1] * 0, ledger.held[:-1]])
    moved = before + ledger.received - ledger.allocated.sum(axis=0) - ledger.prepaid.sum(axis=0) - ledger.returned - ledger.held
    assert not moved[1:].any()
    assert np.array_equal(ledger.opening[:, 1:], ledger.closing[:, :-1])


@pytest.mark.parametrize(("name", "plan"), [("card_9000_overdue", 0), ("consumer_missed_instalments", 0), ("second_negotiation", 0)])
@pytest.mark.parametrize("on_break", ["restore", "keep"])
def test_each_break_beside_others_is_the_one_alone(name: str, plan: int, on_break: str) -> None:
    case = case_of(name)
    own = case.plans[plan]
    every = breaks(case, own, on_break, 3)
    for at in (0, 1, len(every) // 2, len(every) - 1):
        alone = broken(case, own, at, on_break, 3)
        assert (alone.at, alone.missed, alone.date, alone.paid) == (at, every[at].missed, every[at].date, every[at].paid)
        for part in ("owed", "never", "back"):
            assert np.array_equal(getattr(alone, part), getattr(every[at], part))


WORKED: Final = """
schema = 1
as_of = 2026-04-01
[[loan]]
id = "a"
kind = "consumer"
principal = "1,200.00"
rate = "12 %"
opened = 2025-12-01
instalments = 1
every = "3 months"
method = "bullet"
penalty = { uplift = "50 %", compound = "interest" }
payments = []
[[plan]]
name = "P"
start = 2026-04-01
terms = [
  { waive = "penalty", share = "100 %", when = "completion" }, { defer = "interest" }, { rate = "0 %" },
  { instalments = 2, every = "1 month" },
]
"""


def test_a_break_by_hand() -> None:
    """The second of two payments is missed.

    The loan fell due on 2026-03-01 with 1,200 principal and 36 interest (3 months of 1 %). Days after at 18 %/360: penalty on 1,200 is
    0.60 a day, compound on 36 is 0.018 a day. On 2026-04-01 (31 days): 18.60 and 0.558, half up 0.56.

    The plan sets 18.60 and 36.00 aside, and with what else is due pays 600 + 0.56 on 05-01 and 600 + 36 on 06-01. The second is missed.
    Without the plan, on 06-02, the payment of 600.56 on 05-01 (61 days: 36.60 and 1.098, half up 1.10) goes to penalty 36.60, compound
    1.10, interest 36.00 and 526.86 of principal; 673.14 are left and bear 32 days at 18 %: 10.77024. All comes to 683.91.
    Keep: the plan left 600 due on 06-01 and brings back 18.60 and 36; one day later 600 bear 0.30 and 36 bear 0.018, half up 0.02.
    """
    case = casefile.parse(WORKED)
    found = broken(case, case.plans[0], 1)
    assert (date(found.missed), date(found.date)) == (dt.date(2026, 6, 1), dt.date(2026, 6, 1))
    assert found.paid == 60_056
    assert found.owed.tolist() == found.never.tolist() == [67_314, 0, 1_077, 0, 0]
    kept = broken(case, case.plans[0], 1, "keep")
    assert kept.owed.tolist() == [60_000, 3_600, 1_860 + 30, 2, 0]
    assert kept.back.tolist() == [0, 0, 1_860, 0, 0]
    assert kept.worse == 65_492 - 68_391


def test_an_instalment_that_does_not_exist() -> None:
    case = case_of("consumer_missed_instalments")
    with pytest.raises(CaseError) as caught:
        broken(case, case.plans[0], 60)
    assert caught.value.problems[0].code == "past_last_instalment"
