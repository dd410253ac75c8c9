"""Laws of what a plan asks and what months leave: a smaller shock never fails earlier; columns are as plain loops over each household."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from planner.burden import NEVER, Burden, borne, burden
from planner.dates import add_months
from planner.household import Months
from planner.money import Ints

MONTHS = st.lists(st.integers(0, 500), min_size=1, max_size=12).filter(lambda due: due[0] > 0 and due[-1] > 0)
MEANS = st.lists(st.lists(st.integers(-100, 600), min_size=40, max_size=40), min_size=1, max_size=3)


def asked(due: list[int], cure: int) -> Burden:
    """A burden of payments on the 15th from January 1970 on, months of nothing left out as in a ledger."""
    number = np.array([m for m, cents in enumerate(due) if cents])
    return burden(Months(number, add_months(14, number), np.array([due[m] for m in number])), cure)


def looped(due: list[int], days: list[int], means: list[int], cure: int) -> tuple[int, int, int]:
    """The same for one household, by queues: first month short, months in arrears, first instalment not cured in time."""
    queue: list[list[int]] = []
    paid_on = {m: NEVER for m, cents in enumerate(due) if cents}
    first, late = NEVER, 0
    for m in range(len(days)):
        if m < len(due) and due[m]:
            queue.append([m, due[m]])
        purse = max(means[m], 0)
        while queue and purse:
            part = min(purse, queue[0][1])
            purse, queue[0][1] = purse - part, queue[0][1] - part
            if not queue[0][1]:
                paid_on[queue.pop(0)[0]] = days[m]
        if queue and m < len(due):
            first, late = m if first == NEVER else first, late + 1
    broken = [m for m, on in paid_on.items() if on == NEVER or on > days[m] + cure]
    return first, late, min(broken, default=NEVER)


@given(MONTHS, MEANS, st.sampled_from([0, 15, 30, 31, 62, 95]))
def test_columns_are_as_plain_loops(due: list[int], means: list[list[int]], cure: int) -> None:
    asks = asked(due, cure)
    assert (asks.asked, asks.due[: asks.asked].tolist()) == (len(due), due)
    found = borne(asks, np.array(means).T[: asks.day.size])
    for k, own in enumerate(means):
        assert (found.first[k], found.months[k], found.broken[k]) == looped(due, asks.day.tolist(), own, cure)


@given(MONTHS, st.integers(0, 600), st.integers(0, 200), st.integers(0, 62))
def test_a_smaller_shock_never_fails_earlier_nor_longer(due: list[int], means: int, less: int, cure: int) -> None:
    found = borne(asked(due, cure), np.array([[means, means - less]]))

    def place(rows: Ints, column: int) -> float:
        return np.inf if rows[column] == NEVER else float(rows[column])

    assert place(found.first, 1) <= place(found.first, 0)
    assert place(found.broken, 1) <= place(found.broken, 0)
    assert found.months[1] >= found.months[0]


@given(MONTHS, st.integers(0, 600), st.integers(0, 62))
def test_more_days_to_cure_never_break_more(due: list[int], means: int, cure: int) -> None:
    short, long = (borne(asked(due, days), np.array([[means]])) for days in (cure, cure + 31))
    assert long.broken[0] == NEVER or long.broken[0] >= short.broken[0] != NEVER
