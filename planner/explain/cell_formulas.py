"""Formulas of ledger cells, each by the name of its function; docstrings name the inputs. Amounts are cents.

Factors, shares and remainders are those of docs/engine.md; the roundings are the engine's own functions.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from planner import moves, rounding
from planner.book import Early, Shape
from planner.explain.values import Values, table, whole
from planner.money import ONE, Ints, half_up

LESS: Final = ("allocated", "prepaid", "waived", "capitalised", "returned", "fell_due")
"""Inputs of ``balance`` whose names begin so are taken off."""


def _int(value: Ints) -> int:
    return int(value.sum())


def nothing(_: Values) -> int:
    """No input: nothing is set at this step that would move it."""
    return 0


def same(v: Values) -> int:
    """One input: as it was before, or as it is set."""
    return v.but()[0]


def all_(v: Values) -> int:
    """One input: all of it."""
    return v.but()[0]


def sum_(v: Values) -> int:
    """Any inputs: their sum."""
    return sum(v.but())


def balance(v: Values) -> int:
    """Any inputs: their sum, those that begin with a word of ``LESS`` taken off."""
    return sum(-int(value) if name.startswith(LESS) else int(value) for name, value in v.named if isinstance(value, int))


def interest(v: Values) -> int:
    """principal, overdue_principal?, rate, days, year, remainder, rounding?, daily?, paused?: principal × rate × days / year, posted."""
    return _posted(v, v["principal"] + v["overdue_principal"])


def charge(v: Values) -> int:
    """An amount first, then rate, days, year, remainder, waited?, rounding?, daily?, paused?, grace?, due?, date?: as ``interest``.

    ``waited`` is rate × days of the time that waited for the grace to end; nothing while ``date`` is at most ``due`` + ``grace``.
    """
    if v.has("grace") and v["date"] <= v["due"] + v["grace"]:
        return 0
    return _posted(v, whole(v.named[0][1]))


def _posted(v: Values, amount: int) -> int:
    """An amount × rate × time over the year, onto the remainder, as the loan rounds: at once or day by day."""
    days, unit = 0 if v["paused"] else v["days"], v["year"] * ONE
    if not (v["rounding"] or v["daily"]):
        exact = amount * (v["waited"] + v["rate"] * days) + v["remainder"]
        return (2 * exact + unit) // (2 * unit)
    given = np.array([amount, v["rate"], days, v["waited"], v["remainder"], unit], dtype=np.int64)
    base, rate, time, waited, rem, year = given[:, None]
    mode = v.mode("rounding")
    if not v["daily"]:
        return _int(moves.charge(base, waited + rate * time, rem, year, mode)[0])
    first, rem = moves.charge(base, waited, rem, year, mode)
    return _int(first + rounding.post_days(base, (rate, time), rem, year, v.array("daily"), mode)[0])


def by_age(v: Values) -> int:
    """rate, later_rate, age, step_days: the later rate for an instalment that is so old at the beginning of the interval."""
    return v["later_rate"] if v["age"] >= v["step_days"] else v["rate"]


def floating(v: Values) -> int:
    """lpr, points: a published rate and points on it, below it where they are negative; never below 0."""
    return max(v["lpr"] + v["points"], 0)


def uplifted(v: Values) -> int:
    """rate, uplift: the rate and so large a share of it, half up."""
    return _int(half_up(v.array("rate"), v.array("uplift") + ONE, ONE))


def portion(v: Values) -> int:
    """share..., amount..., then all that stands: shares × its sum, half up, and the amounts; no more than stands."""
    stands = np.array([v.but("share", "amount")], dtype=np.int64).T
    share, amount = (np.array([v.all(name)], dtype=np.int64) for name in ("share", "amount"))
    return _int(moves.waive(stands, np.minimum(share, ONE), amount))


def portion_and(v: Values) -> int:
    """The same, both shares and amounts."""
    return portion(v)


def up_to(v: Values) -> int:
    """amount..., then all that stands: the amounts, no more than stands."""
    return min(v.all("amount"), sum(v.but("amount")))


def fraction(v: Values) -> int:
    """deferred, parts: one of so many equal parts, half up."""
    return _int(moves.release(v.array("deferred"), v.array("parts")))


def late_fee(v: Values) -> int:
    """missing, share, least?, most?, tolerance?: share × missing within its bounds; none up to the tolerance."""
    names = ("missing", "share", "least", "most", "tolerance")
    return _int(moves.late_fee(*(v.array(name) for name in names)))


def ask(v: Values) -> int:
    """level, share?, extra?: what the instalment asks, share × level and what comes beside it; never below 0."""
    share = v.array("share") if v.has("share") else np.array([ONE])
    return max(_int(half_up(v.array("level"), share, ONE)) + v["extra"], 0)


def ahead(v: Values) -> int:
    """ask, and what was paid ahead: as much of it as the instalment asks."""
    return min(v["ask"], sum(v.but("ask")))


def bill_level(v: Values) -> int:
    """ask, ahead?, interest, undue: what the instalment leaves for principal after its interest."""
    ask, interest, undue = v.array("ask") - v.array("ahead"), v.array("interest"), v.array("undue")
    return _int(moves.bill(np.array([Shape.LEVEL]), ask, undue, interest))


def bill_unit(v: Values) -> int:
    """ask, ahead?, undue: the unit of principal."""
    return _int(moves.bill(np.array([Shape.UNIT]), v.array("ask") - v.array("ahead"), v.array("undue"), np.zeros(1, dtype=np.int64)))


def bill_bound(v: Values) -> int:
    """accrued, ask, ahead?: interest, no more than the instalment asks."""
    return min(v["accrued"], v["ask"] - v["ahead"])


def pays(v: Values) -> int:
    """cash?, held?, due: what came, and what was missing of all that is due."""
    return v["cash"] + max(v["due"] - v["held"] - v["cash"], 0)


def pays_on_top(v: Values) -> int:
    """cash?, held?, due: what was due and not held, and what came besides."""
    return v["cash"] + max(v["due"] - v["held"], 0)


def order(v: Values) -> tuple[int, ...]:
    """order, later_order, age, from_age: the order of the parts at this age of the debt."""
    return v.row("later_order") if v["age"] >= v["from_age"] else v.row("order")


def same_order(v: Values) -> tuple[int, ...]:
    """order: the order of the parts, at any age."""
    return v.row("order")


def allocate(v: Values) -> int:
    """money, part, order, row...: what one part gets of the money; a row is an instalment's cents by part, oldest first; part by part."""
    return _allocated(v, by_row=False)


def allocate_rows(v: Values) -> int:
    """The same inputs: the oldest instalment first, inside it the parts in their order."""
    return _allocated(v, by_row=True)


def _allocated(v: Values, *, by_row: bool) -> int:
    rows = np.array(v.rows("row"), dtype=np.int64).reshape(-1, 5).T[:, :, None]
    return _int(moves.allocate(rows, v.array("money"), v.row("order"), by_row=by_row)[v["part"]])


def early(v: Values) -> int:
    """money, mode, part, accrued, undue, room?: what accrued interest (part 1) or principal not yet due (part 0) gets of early money.

    Interest first; with LAST principal first; with NEXT_LAST interest first up to ``room``, then principal first.
    """
    accrued, undue, money = v["accrued"], v["undue"], v["money"]
    first = 0 if v["mode"] == Early.LAST else min(money, v["room"]) if v["mode"] == Early.NEXT_LAST else money
    interest, principal = (_int(x) for x in moves.prepay(np.array([first]), np.array([accrued]), np.array([undue])))
    rest = money - interest - principal if v["mode"] in (Early.LAST, Early.NEXT_LAST) else 0
    more = min(rest, undue - principal)
    return principal + more if v["part"] == 0 else interest + min(rest - more, accrued - interest)


def room(v: Values) -> int:
    """level, and what was paid ahead: what the next instalment can still take."""
    return max(v["level"] - sum(v.but("level")), 0)


def given_back(v: Values) -> int:
    """held, stands: all of it once nothing stands."""
    return v["held"] if v["stands"] == 0 else 0


def settlement(v: Values) -> int:
    """settled, received, fee?, agreed, then all that stands: all of it once the agreed amount has come."""
    come = v["settled"] + max(v["received"] - v["fee"], 0)
    done = moves.settle(np.array([come]), v.array("agreed")).any()
    return sum(v.but("settled", "received", "fee", "agreed")) if done else 0


def vest(v: Values) -> int:
    """conditional, left: what a conditional waiver set aside, once nothing else stands."""
    return _int(moves.vest(v.array("conditional"), v.array("left")))


def milestone(v: Values) -> int:
    """staged, owing?, allocated_principal?, prepaid_principal?, from_day?, date?, due...: the stage where nothing keeps it.

    That is principal still owing after what was paid of it; a day ahead; on the day and later anything due.
    """
    paid = np.array([v["allocated_principal"] + v["prepaid_principal"]])
    left = moves.paid_off(v.array("owing")[None], paid)
    waits = v["from_day"] > 0 and (v["date"] < v["from_day"] or v.all("due") > 0)
    return _int(moves.ripen(v.array("staged")[None, None], left, np.array([[waits]])))


def on_plan(v: Values) -> int:
    """staged, from_day, date, due...: as ``milestone``, of a stage that waits for a day alone."""
    return milestone(v)


def principal_paid(v: Values) -> int:
    """staged, owing?, allocated_principal?, prepaid_principal?: as ``milestone``, of a stage that waits for principal alone."""
    return milestone(v)


def age(v: Values) -> int:
    """date, due, relief?, relief_then?: days since the due date, less those since then that do not count; not below 0."""
    return max(v["date"] - v["due"] - (v["relief"] - v["relief_then"]), 0)


FORMULAS: Final = table(
    nothing, same, all_, sum_, balance, interest, charge, by_age, floating, uplifted, portion, portion_and, up_to, fraction, late_fee,
    ask, ahead, bill_level, bill_unit, bill_bound, pays, pays_on_top, order, same_order, allocate, allocate_rows, early, room, given_back,
    settlement, vest, milestone, on_plan, principal_paid, age,
)  # fmt: skip
