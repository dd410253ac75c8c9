"""A plan as a ``[[plan]]`` table that can be pasted into a case file and reads back as the same clauses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from planner.clauses import Defer, Instalments, LumpSum, Pause, Rate, Recast, Step, Waive, said
from planner.money import share as decimal
from planner.money import yuan

if TYPE_CHECKING:
    from planner.book import Part
    from planner.case import Plan
    from planner.clauses import Clause


def plan_toml(plan: Plan) -> str:
    """The table of a plan whose clauses are those of offers. TypeError for any other clause."""
    only = plan.only or ((),) * len(plan.terms)
    terms = "".join(f"  {{ {_term(clause, ids)} }},\n" for clause, ids in zip(plan.terms, only, strict=True))
    return f"[[plan]]\nname = {_text(plan.name)}\nstart = {plan.start.isoformat()}\nterms = [\n{terms}]\n"


def _term(clause: Clause, only: tuple[str, ...]) -> str:
    """A clause, with the loans for which it holds where it names them."""
    own = {"loan": _text(only[0] if len(only) == 1 else only)} if only else {}
    return ", ".join(f"{key} = {value}" for key, value in (_fields(clause) | own).items())


def _fields(clause: Clause) -> dict[str, str]:
    """The keys of a term, the one that names it first."""
    found: dict[str, str]
    match clause:
        case Waive(parts, share, 0, when):
            found = {"waive": _parts(parts), "share": _share(share), **({} if when == "signing" else {"when": _text(said(when))})}
        case Defer(parts, spread):
            found = {"defer": _parts(parts), "spread": str(spread)}
        case Rate(annual, 0, None, None):
            found = {"rate": _share(annual)}
        case LumpSum(day, amount):
            found = {"lump_sum": day.isoformat(), "amount": _text(yuan(int(amount)))}
        case Pause(of, first, months, None, None, then):
            found = {"pause": _text(sorted(of)), "first": str(first), "months": str(months), "then": _text(then)}
        case Recast(at):
            found = {"recast": str(at)}
        case Step(first, months, share):
            found = {"step": str(first), "months": str(months), "share": _share(share)}
        case Instalments(count, "level", first_due, None, every) if every in (None, (1, "month")):
            begins = {} if first_due is None else {"first_due": first_due.isoformat()}
            found = {"instalments": str(count), **begins, **({} if every is None else {"every": _text("1 month")})}
        case _:
            raise TypeError(clause)
    return found


def _parts(parts: tuple[Part, ...]) -> str:
    return _text([part.name.lower() for part in parts])


def _text(value: Any) -> str:  # noqa: ANN401 - a text or a list of texts
    """JSON's strings are TOML's."""
    return json.dumps(value, ensure_ascii=False)


def _share(value: Any) -> str:  # noqa: ANN401 - a number of one candidate
    """An exact percentage."""
    return _text(f"{decimal(int(value) * 100)} %")
