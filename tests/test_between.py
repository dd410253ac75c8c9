"""One payment between several debts, worked by hand: the order of Civil Code Art. 560, what the debtor names, proportion to the cent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.between import PRO_RATA, Debt, between

CARD = Debt("card", due=3_000, rest=0, since=100, rate=14_000_000, overdue=18_000_000)
LOAN = Debt("loan", due=2_000, rest=10_000, since=90, rate=15_000_000, overdue=17_000_000)
HOUSE = Debt("house", due=1_000, rest=50_000, since=80, rate=4_000_000, overdue=21_000_000, secured=True)
ALL = (HOUSE, LOAN, CARD)


@pytest.mark.parametrize(("amount", "paid"), [
    # What is due first: without security the card, overdue, bears more than the loan (though its contract rate is lower); then the
    # house, whatever it bears. Then what is not due, in the same order.
    (1_000, (0, 0, 1_000)), (4_000, (0, 1_000, 3_000)), (5_500, (500, 2_000, 3_000)), (6_000, (1_000, 2_000, 3_000)),
    (9_000, (1_000, 5_000, 3_000)), (20_000, (5_000, 12_000, 3_000)), (99_000, (51_000, 12_000, 3_000)),
])  # fmt: skip
def test_by_law(amount: int, paid: tuple[int, ...]) -> None:
    assert between(amount, ALL) == paid


def test_the_same_burden_goes_by_the_earlier_due_date_then_in_proportion() -> None:
    early, late = Debt("a", 300, 0, 10, 5, 7), Debt("b", 300, 0, 20, 6, 7)
    assert between(400, (late, early)) == (100, 300)
    # 100 between 300 and 600 due on one day: 33.33 and 66.67, so 33 and 67.
    assert between(100, (Debt("a", 300, 0, 10, 5, 7), Debt("b", 600, 0, 10, 5, 7))) == (33, 67)


def test_what_the_debtor_names_comes_first() -> None:
    # The loan whole, then by law: the card.
    assert between(13_000, ALL, ("loan",)) == (0, 12_000, 1_000)
    assert between(13_000, ALL, ("house", "card")) == (13_000, 0, 0)


def test_in_proportion_to_what_is_owed() -> None:
    # 51,000, 12,000 and 3,000 of 66,000: of 1,000.00 772.727…, 181.818…, 45.4545…: 77,273 + 18,182 + 4,545 = 100,000 cents, the two
    # largest remainders (0.818… and 0.727…) up.
    debts = tuple(Debt(d.id, d.due * 100, d.rest * 100, d.since, d.rate, d.overdue, d.secured) for d in ALL)
    assert between(100_000, debts, PRO_RATA) == (77_273, 18_182, 4_545)


AMOUNTS = st.integers(0, 10**9)
Raw = list[tuple[int, int, int, int, bool]]
DEBTS = st.lists(st.tuples(AMOUNTS, AMOUNTS, st.integers(0, 3), st.integers(0, 3), st.booleans()), min_size=1, max_size=5)


@given(AMOUNTS, DEBTS, st.sampled_from(["law", PRO_RATA, ("0",)]))
def test_parts_add_up_and_none_is_paid_too_much(amount: int, raw: Raw, split: str | tuple[str, ...]) -> None:
    debts = tuple(Debt(str(n), due, rest, since, rate, rate, own) for n, (due, rest, since, rate, own) in enumerate(raw))
    paid = between(amount, debts, split)
    assert sum(paid) == min(amount, sum(d.owed for d in debts))
    assert all(0 <= cents <= debt.owed for cents, debt in zip(paid, debts, strict=True))


@given(AMOUNTS, DEBTS, st.randoms())
def test_the_order_of_the_case_does_not_matter_by_law(amount: int, raw: Raw, random: object) -> None:
    # Distinct rates, so that no cent has to be shared out.
    debts = [Debt(str(n), due, rest, since, n, n, own) for n, (due, rest, since, _, own) in enumerate(raw)]
    mixed = list(debts)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    paid = {d.id: cents for d, cents in zip(debts, between(amount, tuple(debts)), strict=True)}
    assert paid == {d.id: cents for d, cents in zip(mixed, between(amount, tuple(mixed)), strict=True)}
