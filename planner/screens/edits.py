"""The main numbers of a plan, read from a case document and written back into a copy of it. Pure: nothing here knows a screen.

A document is a case file as parsed: tables are dicts, lists lists. Numbers may be ones the planner will refuse; the check comes later.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from types import EllipsisType
from typing import Any, Final, TypeAlias

from planner.casefile import units
from planner.casefile.problems import Refused

Document: TypeAlias = dict[str, Any]
Clause: TypeAlias = dict[str, Any]

LATE: Final = ("penalty", "compound")
"""Parts of a debt that only lateness makes: the waiver on the screen is of these."""
_LEAST: Final = Decimal("0.000001")
"""The finest share in percent."""
_OWN: Final = re.compile(r"(-?[\d,]+(?:\.\d+)?)(?: %)?")
"""A figure as this module writes it, whatever its size."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the screen lets one change: instalments, rate and waived share in percent, yuan paid on the start.

    ``added`` says that ``months`` come on top of the contract's. None: the plan says nothing of it (the contract holds), or says it in a
    way one number cannot show.
    """

    months: int | None
    added: bool
    rate: Decimal | None
    waive: Decimal | None
    down: Decimal


def numbers(document: Document, plan_index: int) -> Numbers:
    """The main numbers of a plan."""
    plan = document["plan"][plan_index]
    terms: list[Clause] = plan.get("terms", [])
    months = next((c for c in terms if "instalments" in c or "extend" in c), {})
    rate = next((c["rate"] for c in terms if "rate" in c), None)
    down = sum((_yuan(c["amount"]) for c in terms if _on_start(c, plan)), Decimal(0))
    count = months.get("instalments", months.get("extend"))
    return Numbers(count, "extend" in months, None if rate is None else _percent(rate, units.rate), _waived(terms), down)


def budget(document: Document, plan_index: int) -> Decimal | None:
    """What a plan pays all loans a month, in yuan; None where it has no budget."""
    plan = document["plan"][plan_index]
    return _yuan(plan["budget"]) if "budget" in plan else None


def edit(
    document: Document,
    plan_index: int,
    *,
    months: int | EllipsisType | None = ...,
    rate: Decimal | EllipsisType | None = ...,
    waive: Decimal | EllipsisType | None = ...,
    down: Decimal | EllipsisType | None = ...,
    budget_a_month: Decimal | EllipsisType = ...,
) -> Document:
    """A copy of the document with some numbers of one plan changed; None (or nothing waived, nothing paid) takes the clause out."""
    plans = list(document["plan"])
    plan = plans[plan_index]
    terms: list[Clause] = list(plan.get("terms", []))
    if months is not ...:
        terms = _with_months(terms, months)
    if rate is not ...:
        terms = _with_rate(terms, rate)
    if waive is not ...:
        terms = _with_waiver(terms, waive)
    if down is not ...:
        terms = _with_down(terms, plan, down)
    paid = {} if budget_a_month is ... else {"budget": yuan(budget_a_month)}
    plans[plan_index] = {**plan, **paid, **({"terms": terms} if terms or "terms" in plan else {})}
    return {**document, "plan": plans}


def _with_months(terms: list[Clause], months: int | None) -> list[Clause]:
    key = "extend" if any("extend" in c for c in terms) and not any("instalments" in c for c in terms) else "instalments"
    return _put(terms, lambda c: key in c, None if months is None else {key: months})


def _with_rate(terms: list[Clause], rate: Decimal | None) -> list[Clause]:
    return _put(terms, lambda c: "rate" in c, None if rate is None else {"rate": percent(rate)})


def _with_down(terms: list[Clause], plan: Clause, down: Decimal | None) -> list[Clause]:
    """One payment on the start; several of that day become one."""
    there = [c for c in terms if _on_start(c, plan)]
    kept = [c for c in terms if not _on_start(c, plan) or c is there[0]]
    clause = {"lump_sum": plan["start"], "amount": yuan(down)} if down else None
    return _put(kept, lambda c: _on_start(c, plan), clause)


def _with_waiver(terms: list[Clause], share: Decimal | None) -> list[Clause]:
    """Every waiver of penalty or compound gets the share, several of the same parts get it together; of other parts each keeps its own."""
    own = _steps(terms, share) if share else {}
    written = [new for place, c in enumerate(terms) for new in _rewaived(c, own.get(place, share))]
    if share and not any(_late(c) for c in terms):
        written.append({"waive": list(LATE), "share": percent(share)})
    return written


def _steps(terms: list[Clause], share: Decimal) -> dict[int, Decimal]:
    """The shares of waivers of the same parts on several conditions, by place: as large a part of the whole as they were."""
    alike: dict[tuple[str, ...], list[int]] = {}
    for place, clause in enumerate(terms):
        if _late(clause):
            alike.setdefault(tuple(sorted(_late(clause))), []).append(place)
    found: dict[int, Decimal] = {}
    for places in alike.values():
        old = [_share_of(terms[place]) or Decimal(0) for place in places]
        if len(places) > 1 and all(old):
            upto = [(sum(old[: k + 1], Decimal(0)) * share / sum(old)).quantize(_LEAST) for k in range(len(old))]
            found |= {place: after - before for place, before, after in zip(places, [Decimal(0), *upto], upto, strict=False)}
    return found


def _rewaived(clause: Clause, share: Decimal | None) -> Iterable[Clause]:
    late = _late(clause)
    if not late:
        return [clause]
    others = [part for part in _parts(clause) if part not in late]
    kept = {name: value for name, value in clause.items() if name not in ("waive", "amount", "share")}
    new: list[Clause] = [{**clause, "waive": others}] if others else []
    return [*new, {"waive": late if len(late) > 1 else late[0], "share": percent(share), **kept}] if share else new


def _put(terms: list[Clause], found: Callable[[Clause], bool], clause: Clause | None) -> list[Clause]:
    """Change the first clause that is found, keeping its other fields; or add one; or, without a clause, take the first out."""
    place = next((i for i, c in enumerate(terms) if found(c)), None)
    if clause is None:
        return [c for i, c in enumerate(terms) if i != place]
    if place is None:
        return [*terms, clause]
    return [*terms[:place], {**terms[place], **clause}, *terms[place + 1 :]]


def _parts(clause: Clause) -> list[str]:
    """The parts a waiver names."""
    parts = clause.get("waive", [])
    return [parts] if isinstance(parts, str) else list(parts)


def _late(clause: Clause) -> list[str]:
    return [part for part in _parts(clause) if part in LATE]


def _on_start(clause: Clause, plan: Clause) -> bool:
    return "lump_sum" in clause and clause["lump_sum"] == plan["start"]


def _waived(terms: list[Clause]) -> Decimal | None:
    """The share of penalty and compound that is waived; None where parts differ, amounts are named, or only some is at signing."""
    whole: dict[str, Decimal | None] = {}
    kinds: set[tuple[str, bool]] = set()
    for clause in terms:
        own = _share_of(clause)
        for part in _late(clause):
            before = whole.get(part, Decimal(0))
            whole[part] = None if before is None or own is None else before + own
            kinds.add((part, clause.get("when", "signing") == "signing"))
    shares = set(whole.values()) or {Decimal(0)}
    return next(iter(shares)) if len(shares) == 1 and len(kinds) == len(whole) else None


def _share_of(clause: Clause) -> Decimal | None:
    """The share that a waiver names, in percent."""
    return _percent(clause["share"], units.share) if "share" in clause else None


def _percent(value: object, read: Callable[[object], int]) -> Decimal | None:
    """A rate or share of the document in percent; also one that the planner refuses, if it was written here."""
    try:
        return Decimal(read(value)).scaleb(-6)
    except Refused:
        own = _OWN.fullmatch(value) if isinstance(value, str) else None
        return Decimal(own[1].replace(",", "")) if own else None


def _yuan(value: object) -> Decimal:
    """An amount of the document; also one that the planner refuses, if it was written here."""
    try:
        return Decimal(units.amount(value)).scaleb(-2)
    except Refused:
        own = _OWN.fullmatch(value) if isinstance(value, str) else None
        return Decimal(own[1].replace(",", "")) if own else Decimal(0)


def percent(value: Decimal) -> str:
    """15.4 as documents write it: '15.4 %'."""
    whole = value == value.to_integral()
    return f"{value.to_integral() if whole else value.normalize():f} %"


def yuan(value: Decimal) -> str:
    """20000 as documents write it: '20,000.00'; parts of a cent stay, so that the planner can refuse them."""
    cents = value.quantize(Decimal("0.01"))
    return f"{cents if cents == value else value.normalize():,f}"
