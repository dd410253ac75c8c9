"""Problems of a case that show only when its plans are applied and rolled, every plan by itself, all at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner import dates, debts, joint
from planner.book import Ledger, Part, Position, Timeline
from planner.case import Case, Plan
from planner.clauses import Settle, Waive
from planner.errors import CaseError, Problem, RangeError
from planner.money import ONE, yuan
from planner.today import stand


def problems(case: Case, indices: tuple[int, ...] | None = None) -> list[Problem]:
    """What is wrong with the loan's and the plans' figures; ``indices`` are the plans' places in the file (their order where None)."""
    stands, wrong = [], list[Problem]()
    for n, loan in enumerate(case.loans):
        try:
            stands.append(stand(loan, case.as_of))
        except CaseError as error:
            wrong += [replace(p, path=p.path.replace("loan[0]", f"loan[{n}]", 1)) for p in error.problems]
        except RangeError as error:
            wrong.append(_too_far(f"loan[{n}]", error))
    if wrong:
        return wrong
    places = range(len(case.plans)) if indices is None else indices
    found = (_of_plan(case, plan, stands) for plan in case.plans)
    return [replace(p, path=f"plan[{place}].{p.path}".rstrip(".")) for place, own in zip(places, found, strict=True) for p in own]


def _of_plan(case: Case, plan: Plan, stands: list[tuple[Position, Timeline]]) -> list[Problem]:
    """A plan's problems, paths relative to it."""
    try:
        ledgers = debts.ledgers(stands, joint.timelines(case, plan, stands))
    except CaseError as error:
        return list(error.problems)
    except RangeError as error:
        return [_too_far("", error)]
    return excess_of(case, plan, ledgers)


def _too_far(path: str, error: RangeError) -> Problem:
    return Problem("grows_too_large", path, values={"what": error.code})


def excess_of(case: Case, plan: Plan, ledgers: list[Ledger]) -> list[Problem]:
    """The same as ``excess`` of each loan of a case, each with its ledger."""
    return [
        replace(p, path=joint.placed(p.path, plan, loan)) for loan, ledger in zip(case.loans, ledgers, strict=True)
        for p in excess(plan.of(loan.id), ledger)
    ]  # fmt: skip


def excess(plan: Plan, ledger: Ledger) -> list[Problem]:
    """Waivers larger than what stands in a part on the start, settlements above the whole debt; paths relative to the plan."""
    row = int(np.searchsorted(ledger.date[:, 0], dates.day(plan.start)))
    found = []
    for place, clause in enumerate(plan.terms):
        if isinstance(clause, Waive) and isinstance(clause.amount, int) and clause.amount:
            left = _waivable(plan, ledger, row, clause)
            if left < _asked(plan, clause):
                found.append(_too_large("waiver_too_large", f"terms[{place}].amount", clause.amount, max(left, 0)))
        back = int(ledger.returned.sum())
        if isinstance(clause, Settle) and isinstance(clause.amount, int) and back:
            found.append(_too_large("settlement_too_large", f"terms[{place}].settle", clause.amount, max(clause.amount - back, 0)))
    return found


def _asked(plan: Plan, clause: Waive) -> int:
    """All amounts the plan waives of the part at signing, or on a condition."""
    return sum(int(other.amount) for other in _alike(plan, clause))


def _alike(plan: Plan, clause: Waive) -> list[Waive]:
    signing = clause.when == "signing"
    return [c for c in plan.terms if isinstance(c, Waive) and (c.when == "signing") == signing and clause.parts[0] in c.parts]


def _waivable(plan: Plan, ledger: Ledger, row: int, clause: Waive) -> int:
    """What stands in the part on the start, less the shares waived of it and, for a condition, less what is waived at once."""
    part = clause.parts[0]
    charged = {Part.INTEREST: ledger.accrued, Part.PENALTY: ledger.penalty, Part.COMPOUND: ledger.compound}.get(part)
    stands = int(ledger.opening[part, row, 0]) + (0 if charged is None else int(charged[row, 0]))
    if clause.when != "signing":
        stands -= int(ledger.waived[part, row, 0])
    share = sum(int(other.share) for other in _alike(plan, clause))
    return stands - (2 * stands * share + ONE) // (2 * ONE)


def _too_large(code: str, path: str, asked: int, stands: int) -> Problem:
    return Problem(code, path, yuan(asked), f"expected.{code}", {"stands": yuan(stands)})
