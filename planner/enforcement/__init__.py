"""Going to court as a way out: what the claim costs, how long it takes and what it brings, in three courses rolled by the one engine."""

from planner.enforcement.beside import Range, against, beside
from planner.enforcement.course import Course, courses
from planner.enforcement.rolled import Enforced, enforced, worth

__all__ = ["Course", "Enforced", "Range", "against", "beside", "courses", "enforced", "worth"]
