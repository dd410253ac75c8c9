"""What going to court costs by the rulebook: what the lender pays ahead at filing, and how much of it the judgment lays on the borrower."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner import court
from planner.case import Enforcement
from planner.dates import date
from planner.enforcement.course import GIVEN, rule

if TYPE_CHECKING:
    from planner.case import Case
    from planner.enforcement.course import Course


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
    own = case.enforcement or Enforcement()
    if own.procedure == GIVEN:
        return Costs(lawyer=own.lawyer, agreed=own.lawyer_agreed)
    secured = int(court.preservation_fee(claim, case.book, case.as_of)[0]) if own.preservation and _known(case, "preservation_fee") else 0
    return Costs(_court(case, own.procedure, claim), secured, own.publication, own.lawyer, own.lawyer_agreed)


def execution(case: Case, amount: int) -> int:
    """The fee for enforcing an amount, in cents; nothing where the book knows none."""
    return int(court.execution_fee(amount, case.book, case.as_of)[0]) if _known(case, "execution_fee") else 0


def delayed(case: Case, base: int, course: Course) -> int:
    """Interest for late performance on adjudicated money (cents) from the end of the time to perform until the money comes."""
    if course.performed >= course.paid or course.performed == course.filed or not _known(case, "delayed_performance"):
        return 0
    return int(court.delayed_performance(base, date(course.performed), date(course.paid), case.book)[0])


def _court(case: Case, procedure: str, claim: int) -> int:
    """The court's fee on a claim: whole, reduced once, or a payment order's."""
    if not _known(case, "acceptance_fee"):
        return 0
    if procedure == "payment_order":
        return int(court.payment_order_fee(claim, case.book, case.as_of)[0])
    return int(court.acceptance_fee(claim, case.book, case.as_of, reduced=procedure != "ordinary")[0])


def _known(case: Case, code: str) -> bool:
    return rule(case, code) is not None
