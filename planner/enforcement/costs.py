"""What going to court costs by the rulebook: what the lender pays ahead at filing, and how much of it the judgment lays on the borrower."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner import court
from planner.case import Enforcement
from planner.dates import date
from planner.enforcement.course import GIVEN, rule

if TYPE_CHECKING:
    from planner.case import Case
    from planner.enforcement.course import Course
    from planner.money import Ints


@dataclass(frozen=True, slots=True)
class Costs:
    """Cents: the court's fee, the fee for securing the claim, notice by publication, the lawyer; ``agreed``: the borrower bears the lawyer.

    The lender pays all of them at filing; whoever loses bears them.
    """

    court: int = 0
    preservation: int = 0
    publication: int = 0
    lawyer: int = 0
    agreed: bool = False

    @property
    def advanced(self) -> int:
        """What the lender pays at filing."""
        return self.court + self.preservation + self.publication + self.lawyer

    @property
    def adjudicated(self) -> int:
        """The lawyer, where the borrower bears it: the only cost that bears interest for late performance."""
        return self.lawyer if self.agreed else 0

    @property
    def borne(self) -> int:
        """What the judgment lays on the borrower."""
        return self.court + self.preservation + self.publication + self.adjudicated


def costs(case: Case, claim: int) -> Costs:
    """The costs of a claim (cents) filed on the as-of date, accrued interest included; none where judgment is given, but the lawyer."""
    charged, secured = (int(fee[0]) for fee in _fees(case, np.array([claim], dtype=np.int64)))
    return replace(_fixed(case), court=charged, preservation=secured)


def costs_of(case: Case, claims: Ints) -> tuple[Ints, Ints]:
    """The same of many claims (N,): what the lender pays at filing, and what the judgment lays on the borrower."""
    charged, secured = _fees(case, claims)
    fixed = _fixed(case)
    return charged + secured + fixed.advanced, charged + secured + fixed.borne


def _fixed(case: Case) -> Costs:
    """What does not depend on the claim."""
    own = case.enforcement or Enforcement()
    return Costs(publication=0 if own.procedure == GIVEN else own.publication, lawyer=own.lawyer, agreed=own.lawyer_agreed)


def _fees(case: Case, claims: Ints) -> tuple[Ints, Ints]:
    """The court's fee on each claim (N,), and that for securing it."""
    own, nothing = case.enforcement or Enforcement(), np.zeros_like(claims)
    if own.procedure == GIVEN:
        return nothing, nothing
    secured = own.preservation and _known(case, "preservation_fee")
    held = court.preservation_fee(claims, case.book, case.as_of) if secured else nothing
    return _court(case, own.procedure, claims), held


def execution(case: Case, amount: Ints) -> Ints:
    """The fee for enforcing each amount (N,), in cents; nothing where the book knows none."""
    return court.execution_fee(amount, case.book, case.as_of) if _known(case, "execution_fee") else np.zeros_like(amount)


def delayed(case: Case, base: int, course: Course) -> int:
    """Interest for late performance on adjudicated money (cents) from the end of the time to perform until the money comes."""
    if course.performed >= course.paid or course.performed == course.filed or not _known(case, "delayed_performance"):
        return 0
    return int(court.delayed_performance(base, date(course.performed), date(course.paid), case.book)[0])


def _court(case: Case, procedure: str, claim: Ints) -> Ints:
    """The court's fee on each claim (N,): whole, reduced once, or a payment order's."""
    if not _known(case, "acceptance_fee"):
        return np.zeros_like(claim)
    if procedure == "payment_order":
        return court.payment_order_fee(claim, case.book, case.as_of)
    return court.acceptance_fee(claim, case.book, case.as_of, reduced=procedure != "ordinary")


def _known(case: Case, code: str) -> bool:
    return rule(case, code) is not None
