"""What is worth saying of enforcement: what it rests on, with rule, source and confidence; what the assumptions run up against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner import dates
from planner.case import Enforcement
from planner.enforcement.course import GIVEN, rule
from planner.findings import Finding, by_rule
from planner.money import yuan

if TYPE_CHECKING:
    from planner.book import Position
    from planner.case import Case
    from planner.enforcement.rolled import Enforced, Run

WHERE = "enforcement"
NEEDED = ("acceptance_fee", "execution_fee", "delayed_performance")
OF_HOUSES = ("auction_start", "auction_cut")


def findings(case: Case, now: Position, found: Enforced) -> tuple[Finding, ...]:
    """Everything, in the order of the way through court: time, costs, interest, the house."""
    own, run = case.enforcement or Enforcement(), found.central
    house = () if case.collateral is None else _house(case, run)
    begun = _performed(now, own, found)
    return (*_unknown(case), *_limitation(case, now), *_timing(case, own, found, begun), *_costs(case, own, run), *_late(case, run), *house)


def _unknown(case: Case) -> tuple[Finding, ...]:
    """Rules that the book lacks: nothing is counted for them."""
    codes = (*NEEDED, *(OF_HOUSES if case.collateral is not None else ()))
    lacks = ", ".join(code for code in codes if rule(case, code) is None)
    return (Finding("enforcement_without_rules", "note", WHERE, lacks),) if lacks else ()


def _limitation(case: Case, now: Position) -> tuple[Finding, ...]:
    """Whether limitation counted from the last instalment or the last payment has run before filing, as far as the case knows."""
    limit, loan = rule(case, "limitation"), case.loans[0]
    if limit is None or (case.enforcement or Enforcement()).procedure == GIVEN:
        return ()
    due = dates.schedule(dates.day(loan.first_due), loan.instalments, loan.every, loan.due_day)
    called = [] if loan.accelerated is None else [dates.day(loan.accelerated)]
    ends = called or [*due[-1:], *now.dues.due[:, 0]]
    since = max([int(day) for day in ends] + [dates.day(payment.date) for payment in loan.payments], default=dates.day(case.as_of))
    end = int(dates.add_months(since, limit.number))
    if end >= dates.day(case.as_of):
        return ()
    day, begun = dates.date(end).isoformat(), dates.date(since).isoformat()
    return (by_rule("limitation", limit, "warning", WHERE, day, str(limit.number), since=begun),)


def _performed(now: Position, own: Enforcement, found: Enforced) -> int:
    """The end of the time to perform: of the cautious course; of a judgment given already, the last day something fell due."""
    past = now.dues.due[now.dues.due <= now.date]
    return int(past.max()) if own.procedure == GIVEN and past.size else found.runs[0].course.performed


def _timing(case: Case, own: Enforcement, found: Enforced, begun: int) -> tuple[Finding, ...]:
    """Times that are not the user's; enforcement that is applied for in time only if it is before the money comes."""
    said = []
    if own.procedure != GIVEN and own.judgment_months is None and (timing := rule(case, "judgment_months")) is not None:
        band = timing.band
        said.append(by_rule("judgment_assumed", timing, "note", WHERE, least=str(band.least), most=str(band.most)))
    within = rule(case, "enforcement_within")
    last = found.runs[0].course
    if within is not None and last.paid > (until := int(dates.add_months(begun, within.number))):
        day, paid = dates.date(until).isoformat(), dates.date(last.paid).isoformat()
        said.append(by_rule("enforcement_within", within, "warning", WHERE, paid, day, months=str(within.number)))
    return tuple(said)


def _costs(case: Case, own: Enforcement, run: Run) -> tuple[Finding, ...]:
    """The court's fees, and who bears the lawyer."""
    said, bill = [], run.costs
    ordered = own.procedure == "payment_order"
    of_court = rule(case, "payment_order_fee") if ordered else rule(case, "acceptance_fee")
    if of_court is not None and own.procedure != GIVEN:
        said.append(by_rule("court_fee", of_court, "note", WHERE, yuan(bill.court), execution=yuan(run.execution)))
    if bill.lawyer and (bearer := rule(case, "cost_bearer")) is not None:
        says = by_rule("lawyer_agreed" if bill.agreed else "lawyer_not_agreed", bearer, "note", WHERE, yuan(bill.lawyer))
        said.append(says)
    return tuple(said)


def _late(case: Case, run: Run) -> tuple[Finding, ...]:
    """Interest for late performance, which is paid last."""
    found = rule(case, "delayed_performance")
    if found is None or not run.late:
        return ()
    days = str(run.course.paid - run.course.performed)
    return (by_rule("delayed_interest", found, "note", WHERE, yuan(run.late), days=days),)


def _house(case: Case, run: Run) -> tuple[Finding, ...]:
    """The price it is reckoned with; liens that leave nothing; rent outside the band; what is over, or left owing."""
    house, said = case.collateral, []
    if house is None or run.course.price is None:
        return ()
    if (start := rule(case, "auction_start")) is not None:
        part = f"{round(100 * run.course.price / house.appraisal.central, 2):g}%"
        said.append(by_rule("auction_price", start, "note", WHERE, yuan(run.course.price), share=part))
    if house.prior_liens >= house.appraisal.low:
        said.append(Finding("liens_above_appraisal", "warning", WHERE, yuan(house.prior_liens), yuan(house.appraisal.low)))
    elif not run.course.available:
        said.append(Finding("house_leaves_nothing", "warning", WHERE, yuan(run.course.set_aside), yuan(run.course.price)))
    rent = rule(case, "only_home_rent")
    if rent is not None and house.rent_months is not None and not all(map(rent.band.holds, house.rent_months.values)):
        limits = {"least": str(rent.band.least), "most": str(rent.band.most)}
        said.append(by_rule("only_home_rent", rent, "warning", WHERE, "–".join(map(str, np.unique(house.rent_months.values))), **limits))
    left, proceeds = run.claimed - run.comes, rule(case, "proceeds")
    if proceeds is not None and left:
        said.append(by_rule("house_shortfall", proceeds, "note", WHERE, yuan(left)))
    elif proceeds is not None and run.over:
        said.append(by_rule("house_surplus", proceeds, "note", WHERE, yuan(run.over)))
    return tuple(said)
