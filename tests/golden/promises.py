"""The ways out of a case, written onto the contract's sheet clause by clause: design sections 6 and 8 read once more, by themselves."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from typing import Any

from tests.golden import almanac
from tests.golden.paper import PARTS, REGULAR, Contract, Sheet, cents, rate
from tests.oracle import ACCRUED, ALL, NONE, ONE, ONLY_INTEREST, Record, half_up

Terms = dict[str, Record]


def six(parts: str | list[str], value: int = ONE) -> list[int]:
    """A column by part, the last row for accrued interest."""
    return [value if name in ([parts] if isinstance(parts, str) else parts) else 0 for name in (*PARTS, "accrued")]


def copied(sheet: Sheet) -> Sheet:
    """A sheet that may be marked without changing the one it came from."""
    return replace(sheet, marks={day: dict(row) for day, row in sheet.marks.items()})


def catch_up(sheet: Sheet, as_of: dt.date) -> Sheet:
    """All arrears paid today, every later instalment on its day."""
    sheet = copied(sheet)
    for day in [as_of, *sheet.marks]:
        sheet.mark(day, pays=1)
    return sheet


def pay_off(sheet: Sheet, as_of: dt.date, fee: int) -> Sheet:
    """Everything called and paid today, with the fee for early repayment."""
    alone = replace(sheet, marks={})
    alone.mark(as_of, accelerate=1, pays=1, fee=fee)
    return alone


def early_fee(rule: Record, own: Contract, undue: int, as_of: dt.date) -> int:
    """Months of interest on principal not yet due, inside the window."""
    until = rule.get("until_month")
    if not rule or (until and as_of >= almanac.later(own.opened, until, own.opened.day)):
        return 0
    return half_up(Fraction(undue * own.rate * rule["months_of_interest"], 12 * ONE))


def plan(form: Record, contract: Sheet) -> Sheet:
    """A ``[[plan]]`` on a sheet: the contract until the start, then what was agreed."""
    start: dt.date = form["start"]
    terms: Terms = {}
    waivers = []
    for term in form["terms"]:
        name = next(iter(term))
        if name == "waive":
            waivers.append(term)
        else:
            assert name not in terms, name
            terms[name] = term
    sheet = replace(contract, marks={day: dict(row) for day, row in contract.marks.items() if day < start})
    sheet.mark(start, fixed=contract.marks.get(start, {}).get("fixed", 0))
    due = _calendar(terms, contract, start)
    sheet = _instalments(terms, sheet, start, due)
    staged = [term for term in waivers if "(" in term.get("when", "")]
    for term in (term for term in waivers if term not in staged):
        _waive(term, sheet, start)
    sheet = _stages(staged, sheet, start, due[terms["pause"]["months"] if "pause" in terms else 0 :])
    for name in terms:
        sheet = WRITERS.get(name, _nothing)(terms[name], sheet, start, due)
    return sheet


def _calendar(terms: Terms, contract: Sheet, start: dt.date) -> list[dt.date]:
    """The instalments after the start."""
    if "settle" in terms or "accelerate" in terms:
        return []
    own = contract.contract
    if "instalments" in terms:
        every = int(terms["instalments"].get("every", f"{own.every} months").removesuffix(" months"))
        first = terms["instalments"].get("first_due") or almanac.later(start, every, start.day)
        return almanac.monthly(first, terms["instalments"]["instalments"], first.day, every)
    due = [day for day in own.due if day > start]
    more = terms["extend"]["extend"] if "extend" in terms else 0
    return due + [almanac.later(due[-1], k * own.every, own.anchor) for k in range(1, more + 1)]


def _instalments(terms: Terms, sheet: Sheet, start: dt.date, due: list[dt.date]) -> Sheet:
    """Mark what each instalment asks; a new schedule takes in overdue principal and re-dates the rest."""
    new = "instalments" in terms
    kept = [day for day in sheet.grid if day <= start] + ([start] if new else [])
    sheet = replace(sheet, grid=tuple(sorted({*kept, *due})), anchor=due[0].day if new else sheet.anchor)
    regular = REGULAR[terms["instalments"].get("method", "level") if new else sheet.contract.method]
    for number, day in enumerate(due, 1):
        sheet.mark(day, shape=ALL if number == len(due) else regular, number=number, pays=1, fixed=0 if new else sheet.contract.fixed)
    if sheet.contract.apart and due and not new:
        sheet = _interest_days(sheet, start, due)
    paused = terms["pause"]["months"] if "pause" in terms else 0
    sheet.mark(start, fall_due=_first(sheet, due[paused:], start).toordinal())
    if new:
        sheet.mark(start, capitalise=six("principal"), redate=due[0].toordinal(), recast=1)
    if new and sheet.contract.method == "flat":
        return replace(sheet, rates=((start, sheet.contract.nominal),))
    return sheet


def _first(sheet: Sheet, due: list[dt.date], start: dt.date) -> dt.date:
    """The first day after the start on which something is paid; the start where all is paid then."""
    return min((day for day, row in sheet.marks.items() if day > start and row.get("pays") and day >= min(due)), default=start)


def _interest_days(sheet: Sheet, start: dt.date, due: list[dt.date]) -> Sheet:
    """Interest goes on falling due every quarter, up to the last instalment."""
    days = [day for day in almanac.quarters(start, due[-1]) if day not in due]
    for day in days:
        sheet.mark(day, shape=ONLY_INTEREST, pays=1)
    return replace(sheet, grid=tuple(sorted({*sheet.grid, *days})))


def _waive(term: Record, sheet: Sheet, start: dt.date) -> None:
    """Forgiven at signing, or set aside until completion."""
    verb = "pledge" if term.get("when") == "completion" else "waive"
    if "amount" in term:
        sheet.mark(start, **{f"{verb}_cents": six(term["waive"], cents(term["amount"]))[:5]})
    else:
        sheet.mark(start, **{verb: six(term["waive"], rate(term["share"]))})


def _stages(staged: list[Record], sheet: Sheet, start: dt.date, due: list[dt.date]) -> Sheet:
    """Set aside until a milestone: instalments first, then shares of principal, each from the earliest on."""
    if not staged:
        return sheet
    found = []
    for term in staged:
        kind, _, inner = term["when"].rstrip(")").partition("(")
        day, paid = (due[int(inner) - 1].toordinal(), 0) if kind == "after" else (0, rate(inner))
        found.append({"share": six(term["waive"], rate(term["share"]))[:5], "cents": [0] * 5, "day": day, "paid": paid})
    sheet.mark(start, sign=1)
    return replace(sheet, stages=tuple(sorted(found, key=lambda stage: (stage["paid"], stage["day"]))))


def _nothing(_term: Record, sheet: Sheet, _start: dt.date, _due: list[dt.date]) -> Sheet:
    return sheet


def _capitalise(term: Record, sheet: Sheet, start: dt.date, _due: list[dt.date]) -> Sheet:
    sheet.mark(start, capitalise=six(term["capitalise"]))
    return sheet


def _defer(term: Record, sheet: Sheet, start: dt.date, due: list[dt.date]) -> Sheet:
    """Set aside, back with the last instalment or in equal parts from the first."""
    sheet.mark(start, defer=six(term["defer"]))
    parts = term.get("spread", 1)
    for left, day in zip(range(parts, 0, -1), due[-1:] if parts == 1 else due, strict=False):
        sheet.mark(day, release=[left * bool(x) for x in six(term["defer"])[:5]])
    return sheet


def _rate(term: Record, sheet: Sheet, start: dt.date, _due: list[dt.date]) -> Sheet:
    """Another contract rate from the start on; the level follows."""
    sheet.mark(start, recast=1)
    return replace(sheet, rates=((start, rate(term["rate"])),))


def _recast(term: Record, sheet: Sheet, start: dt.date, due: list[dt.date]) -> Sheet:
    """A new level from an instalment on, set when the one before is closed."""
    sheet.mark([start, *due][term["recast"]], recast=1)
    return sheet


def _interest_only(term: Record, sheet: Sheet, start: dt.date, due: list[dt.date]) -> Sheet:
    """Some instalments of interest only, then a new level."""
    first, months = term["interest_only"], term["months"]
    for day in due[first : first + months]:
        sheet.mark(day, shape=ONLY_INTEREST)
    sheet.mark([start, *due][first + months], recast=1)
    return sheet


def _pause(term: Record, sheet: Sheet, _start: dt.date, due: list[dt.date]) -> Sheet:
    """Nothing is billed for some instalments; the interest of the pause joins principal at its end."""
    assert term["pause"] == ["payments"]
    assert term["then"] == "capitalise-at-end"
    first, months = term.get("first", 0), term["months"]
    assert first == 0
    for day in due[:months]:
        sheet.mark(day, shape=NONE, pays=0)
    sheet.mark(due[months - 1], capitalise=[0] * ACCRUED + [ONE])
    return sheet


def _accelerate(term: Record, sheet: Sheet, start: dt.date, _due: list[dt.date]) -> Sheet:
    """Everything falls due on the start, and is paid."""
    assert term["accelerate"] == start
    sheet.mark(start, accelerate=1, pays=1)
    return sheet


def _fee(term: Record, sheet: Sheet, start: dt.date, _due: list[dt.date]) -> Sheet:
    """A fee on the start, on which something is paid."""
    sheet.mark(start, fee=cents(term["fee"]))
    return sheet


def _lump_sum(term: Record, sheet: Sheet, _start: dt.date, _due: list[dt.date]) -> Sheet:
    """Extra money: what is due, then what is not."""
    day: dt.date = term["lump_sum"]
    sheet.mark(day, cash=cents(term["amount"]), early=1, pays=2 if sheet.marks.get(day, {}).get("pays") else 0)
    return sheet


def _settle(term: Record, sheet: Sheet, start: dt.date, _due: list[dt.date]) -> Sheet:
    """Everything falls due; when the agreed amount has come, the rest is forgiven."""
    days, total = _parts(term, start), cents(term["settle"])
    sheet.mark(start, accelerate=1, settle=total)
    for k, day in enumerate(days):
        sheet.mark(day, settle=total, cash=total // len(days) if k < len(days) - 1 else total - total // len(days) * (len(days) - 1))
    return sheet


def _parts(term: Record, start: dt.date) -> list[dt.date]:
    """The day of a settlement, or its monthly days after the start."""
    if "in" in term:
        return almanac.monthly(almanac.later(start, 1, start.day), term["in"], start.day)
    return [term.get("on", start)]


WRITERS: dict[str, Any] = {
    "capitalise": _capitalise, "defer": _defer, "rate": _rate, "recast": _recast, "interest_only": _interest_only, "pause": _pause,
    "lump_sum": _lump_sum, "settle": _settle, "accelerate": _accelerate, "fee": _fee,
}  # fmt: skip
