"""Every way out of a case side by side: do nothing, catch up, pay off, enforcement, sale, and each plan, rolled on the loan axis."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from planner import breakeven, classes, dates, debts, enforcement, household, joint, limits, mandate, pausing, redefault
from planner.book import Ledger, Part, Pays, Position, Timeline, days_past_due, standing, take
from planner.checks import moved_findings, plan_findings
from planner.contract import one, pays_as_billed
from planner.economics import original_rate
from planner.engine import roll_forward
from planner.errors import CaseError, RangeError
from planner.measures import Inputs, Value, measure
from planner.money import Bools
from planner.past import given_back
from planner.prepayment import payoff_fee, rate_in_force
from planner.steps import cut, mark, stack, weave
from planner.today import stand
from planner.verify import excess_of, problems

if TYPE_CHECKING:
    import datetime as dt

    from planner.case import Case, Loan, Plan
    from planner.findings import Finding
    from planner.hazards import Course

STANDARD = ("do_nothing", "catch_up", "pay_off", "enforcement", "sale")


@dataclass(frozen=True, slots=True)
class Scenario:
    """One way out: ``kind`` is standard or plan; the ledger (N = 1) starts on the as-of date.

    Of several loans it is their joint one, ``each`` holds their own, and the timeline is the first's. ``inputs`` are what its measures
    were taken with. ``rolled`` are the timelines of all loans as they were rolled, which may go on behind the ledger.
    ``range`` has the lowest and the highest of figures that rest on assumptions, by code;
    ``brings`` is what a plan brings broken at each payment, where re-default is assumed.
    """

    name: str
    kind: str
    timeline: Timeline
    ledger: Ledger
    measures: dict[str, Value]
    findings: tuple[Finding, ...]
    inputs: Inputs
    each: tuple[Ledger, ...] = ()
    rolled: tuple[Timeline, ...] = ()
    range: dict[str, enforcement.Range] = field(default_factory=dict)
    brings: Course | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A case's position and all its scenarios, in the order of design section 8."""

    case: Case
    position: Position
    scenarios: tuple[Scenario, ...]

    def scenario(self, name: str) -> Scenario | None:
        """The scenario of that name."""
        return next((s for s in self.scenarios if s.name == name), None)


def compare(case: Case, plans: tuple[str, ...] | None = None) -> Comparison:
    """Roll every scenario of a case; ``plans`` keeps only the plans of these names.

    Raises CaseError with every problem that shows only when the plans are applied and rolled.
    """
    if len(case.loans) > 1:
        return _several(case, plans)
    try:
        now, future = stand(case.loans[0], case.as_of)
        named = _timelines(case, now, future, plans)
        ledgers = _rolled(now, list(named.values()))
        court = enforcement.enforced(case, now, future)
        nothing, ledger, shown = _do_nothing(case, now, future, ledgers, () if court is None else (court.central.ledger,))
    except (CaseError, RangeError):
        found = problems(case)
        if found:
            raise CaseError(found) from None
        raise
    _refuse_excess(case, {name: [own] for name, own in zip(named, ledgers, strict=True)})
    inputs = inputs_of(case, now, ledger)
    named, ledgers = {"do_nothing": nothing, **named}, [column(ledger, 0, shown), *ledgers]
    held = enforcement.against(case, inputs, court)
    ways = [_scenario(case, held, name, line, own, (now, future)) for (name, line), own in zip(named.items(), ledgers, strict=True)]
    idle = inputs_under(case, inputs, None, int(days_past_due(now)[0]))
    beside = [
        Scenario(own.name, "standard", own.timeline, own.ledger, own.measures, own.findings, own.inputs, (), (own.timeline,), own.range)
        for own in enforcement.beside(case, idle, (now, future), court)
    ]  # fmt: skip
    return Comparison(case, now, (*ways[:3], *beside, *ways[3:]))


def _timelines(case: Case, now: Position, future: Timeline, plans: tuple[str, ...] | None) -> dict[str, Timeline]:
    """The timelines of all scenarios but ``do_nothing``."""
    loan, day = case.loans[0], dates.day(case.as_of)
    asked = [plan for plan in case.plans if plans is None or plan.name in plans]
    written = {plan.name: joint.timelines(case, plan, [(now, future)])[0] for plan in asked}
    return {"catch_up": catch_up(future, day), "pay_off": pay_off(loan, now, future), **written}


def _several(case: Case, plans: tuple[str, ...] | None) -> Comparison:
    """The same for several loans: each rolled by itself, everything added up."""
    try:
        stands, day = debts.stands(case), dates.day(case.as_of)
        runs = {
            "catch_up": [catch_up(future, day) for _, future in stands],
            "pay_off": [pay_off(loan, *known) for loan, known in zip(case.loans, stands, strict=True)],
            **{plan.name: joint.timelines(case, plan, stands) for plan in case.plans if plans is None or plan.name in plans},
        }  # fmt: skip
        each = {name: debts.ledgers(stands, own) for name, own in runs.items()}
        whole = [debts.merged(own) for own in each.values()]
        idle = [_do_nothing(case, *known, whole) for known in stands]
    except (CaseError, RangeError):
        found = problems(case)
        if found:
            raise CaseError(found) from None
        raise
    _refuse_excess(case, each)
    now = debts.joined([position for position, _ in stands])
    inputs = inputs_of(case, now, debts.merged([ledger for _, ledger, _ in idle]))
    runs = {"do_nothing": [timeline for timeline, _, _ in idle], **runs}
    each = {"do_nothing": [column(ledger, 0, shown) for _, ledger, shown in idle], **each}
    return Comparison(case, now, tuple(_of_several(case, inputs, name, (stands, runs[name], own)) for name, own in each.items()))


def _of_several(case: Case, inputs: Inputs, name: str, run: tuple[list[debts.Stand], list[Timeline], list[Ledger]]) -> Scenario:
    """Measures and findings of one scenario of several loans, of which the run holds where each stands, its timeline and its ledger."""
    stands, timelines, own = run
    plan, ledger = next((p for p in case.plans if p.name == name), None), debts.merged(own)
    begun = inputs if plan is None else replace(inputs, start=dates.day(plan.start))
    measures, found, risks = measure(ledger, 0, begun), plan_findings(plan, ledger), []
    if plan is not None:
        found = pausing.findings(plan, list(zip(timelines, own, strict=True)), tuple(loan.id for loan in case.loans)) + found
    found += household.plan_findings(case, plan, household.paid_by_month(ledger, inputs.as_of), measures)
    for loan, known, timeline, its in zip(case.loans, stands, timelines, own, strict=True):
        alone, part = case.alone(loan), None if plan is None else plan.of(loan.id)
        late = int(days_past_due(known[0])[0])
        risks.append(measure(its, 0, inputs_under(alone, begun, part, late, name)))
        found += joint.named(_of_loan(alone, part, known, (timeline, its)), plan, loan)
    measures |= joint.worst(risks)
    kind = "standard" if plan is None else "plan"
    return Scenario(name, kind, timelines[0], ledger, measures, found, begun, tuple(own), tuple(timelines))


def _of_loan(case: Case, plan: Plan | None, start: debts.Stand, run: tuple[Timeline, Ledger]) -> tuple[Finding, ...]:
    """What rules, mandate and prepayments have to say of a plan on the only loan of a case, rolled from its start."""
    loan, (_, ledger) = case.loans[0], run
    if plan is None:
        return ()
    return (
        *moved_findings(plan, loan, ledger), *limits.plan_findings(case, plan, ledger), *mandate.findings(case.mandate, plan, loan, ledger),
        *breakeven.findings(plan, loan, *start, run),
    )  # fmt: skip


def _refuse_excess(case: Case, each: dict[str, list[Ledger]]) -> None:
    """Waivers and settlements larger than what stands are refused, all at once; ledgers of each loan by scenario."""
    if any(excess_of(case, plan, each[plan.name]) for plan in case.plans if plan.name in each):
        raise CaseError(problems(case))


def catch_up(future: Timeline, day: int) -> Timeline:
    """All arrears paid on the as-of date; the contract goes on and is paid."""
    return mark(pays_as_billed(future, day), "pays", _first_row(future), Pays.AS_BILLED)


def _first_row(future: Timeline) -> Bools:
    first: Bools = np.arange(future.length)[:, None] == 0
    return first


def pay_off(loan: Loan, now: Position, future: Timeline) -> Timeline:
    """Everything paid on the as-of date, with the prepayment fee on principal not yet due where one is owed."""
    today = cut(future, 0, 1)
    row = _first_row(today)
    today = mark(mark(today, "accelerate", row, 1), "pays", row, Pays.AS_BILLED)
    if (now.dues.due > now.date).any():
        today = mark(today, "redate", row, int(now.date[0]))
    for part in Part:
        if now.deferred[part].any():
            today = mark(today, "release", row, 1, part)
    fee = payoff_fee(loan, now, rate_in_force(future, 0, loan), int(now.date[0]))
    return mark(today, "fee", row, fee) if fee.any() else today


def _do_nothing(
    case: Case, now: Position, future: Timeline, ledgers: list[Ledger], beside: tuple[Ledger, ...] = ()
) -> tuple[Timeline, Ledger, int]:
    """Nobody pays: rolled to the latest finish of all, to compare with; and the steps up to the latest among the plans.

    Where there is no plan that ends, twelve months. A step stands on every finish, and on every quarter for the charts.
    """
    day = dates.day(case.as_of)
    finishes = [finish_of(ledger) for ledger in (*ledgers, *beside)]
    ends = [finish for finish in finishes[2 : len(ledgers)] if finish is not None]
    horizon = max(ends) if ends else int(dates.add_months(day, 12))
    far = max([horizon, *(finish for finish in finishes if finish is not None)])
    quarters = dates.add_months(day, np.arange(3, 3 + max(1, (far - day) // 30), 3))
    marks = {horizon, far, *(f for f in finishes if f is not None), *(int(q) for q in quarters if q < far)}
    timeline = weave(future, np.array(sorted(marks), dtype=np.int64), one(day))
    timeline = cut(timeline, 0, int((timeline.date[:, 0] <= far).sum()))
    return timeline, _rolled(now, [timeline])[0], int((timeline.date[:, 0] <= horizon).sum())


def finish_of(ledger: Ledger) -> int | None:
    """The first day (of one loan) from which nothing stands any more; None if that never comes."""
    left = ledger.closing.sum(axis=(0, 2)) > 0
    if left.size == 0 or left[-1]:
        return None
    return int(ledger.date[int(np.flatnonzero(left)[-1]) + 1 if left.any() else 0, 0])


def _rolled(now: Position, timelines: list[Timeline]) -> list[Ledger]:
    """One roll of all timelines beside each other; each ledger without its padding."""
    whole = stack(timelines)
    everyone = take(now, np.zeros(len(timelines), dtype=np.int64))
    ledger = roll_forward(everyone, whole).ledger
    if ledger is None:
        return []
    return [column(ledger, j, timeline.length) for j, timeline in enumerate(timelines)]


def column(ledger: Ledger, loan: int, steps: int) -> Ledger:
    """The ledger of one loan (N = 1), its first ``steps`` steps."""
    return Ledger(**{f.name: getattr(ledger, f.name)[..., :steps, [loan]] for f in fields(Ledger)})


def inputs_of(case: Case, now: Position, nothing: Ledger | None = None) -> Inputs:
    """What the measures of all scenarios share; ``nothing`` is the ledger of doing nothing, where it is known."""
    known = all(loan.stated is None for loan in case.loans)
    lent = tuple(flow for loan in case.loans for flow in _lent(loan, case.as_of)) if known else ()
    rate = original_rate(case.loans[0], case.as_of)
    inputs = Inputs(
        as_of=dates.day(case.as_of), owed=standing(now)[:, 0], household=case.household, funding_rate=case.funding_rate, lent=lent,
        held=int(now.held[0]), original=None if rate is None or len(case.loans) > 1 else rate.annual, monthly=len(case.loans) > 1,
    )  # fmt: skip
    if nothing is None:
        return inputs
    return replace(inputs, nothing_days=nothing.date[:, 0], nothing_owed=(nothing.closing.sum(axis=0) - nothing.held)[:, 0])


def inputs_under(case: Case, inputs: Inputs, plan: Plan | None, days: int, name: str = "") -> Inputs:
    """The same for one scenario: a plan, or the standard one called ``name``; ``days`` past due are those of the as-of date."""
    if plan is not None:
        risk, watch = classes.under(case, plan, days)
        return replace(inputs, start=dates.day(plan.start), risk=risk, watch=watch)
    paid = name in ("catch_up", "pay_off")
    today = classes.index(classes.today(case.book, case.loans[0].kind, 0 if paid else days, case.as_of))
    return replace(inputs, enforced=None, price=None, risk=today)


def _lent(loan: Loan, as_of: dt.date) -> list[tuple[int, int]]:
    """What was lent or returned (below nothing) and paid since disbursement."""
    return [
        (dates.day(loan.opened), -int(np.asarray(loan.principal).max())), *((dates.day(d.date), -d.amount) for d in loan.draws),
        *((dates.day(p.date), p.amount) for p in loan.payments), *given_back(loan, as_of),
    ]  # fmt: skip


def _scenario(
    case: Case, inputs: Inputs, name: str, rolled: Timeline, ledger: Ledger, start: tuple[Position, Timeline]
) -> Scenario:
    """Measures and findings of one scenario, its timeline cut to its ledger."""
    length = ledger.date.shape[0]
    timeline = rolled if rolled.length == length else cut(rolled, 0, length)
    plan = next((p for p in case.plans if p.name == name), None)
    own = inputs_under(case, inputs, plan, int(days_past_due(start[0])[0]), name)
    brings, fails = (None, {}) if plan is None else redefault.measured(case, start, ledger, own)
    measures = measure(ledger, 0, own) | fails
    kind = "standard" if plan is None else "plan"
    found = plan_findings(plan, ledger)
    if plan is not None:
        found = pausing.findings(plan, [(timeline, ledger)], (case.loans[0].id,)) + found
        found += household.plan_findings(case, plan, household.paid_by_month(ledger, inputs.as_of), measures)
        found += _of_loan(case, plan, start, (timeline, ledger))
    return Scenario(name, kind, timeline, ledger, measures, found, own, rolled=(rolled,), brings=brings)
