"""Published schedules, recomputed row by row from the textbook formulas in exact fractions; neither planner nor oracle is used.

The sources print unrounded totals: A × n − P. A bank rounds each row to the cent and lets the last instalment take the rest, so its
total differs by at most half a cent a row, grown by the interest on it. Both stand in the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tests.golden.figures import yuan
from tests.golden.tables import Rows, Sections
from tests.oracle import half_up


@dataclass(frozen=True)
class Published:
    """A loan (cents, 1e-8 a year, monthly) and what its source prints: first and last payment where it does, total interest unrounded."""

    method: str
    principal: int
    rate: int
    count: int
    source: str
    first: str
    interest: str
    last: str = ""


LOANS = {
    "level_3": Published(
        "level", 10_000_000, 10_000_000, 3,
        "a web page on methods of repayment: 100,000 yuan, 10 % a year, 3 months, 等额本息", "33890.43", "1671.28",
    ),
    "level_120": Published(
        "level", 10_000_000, 6_550_000, 120,
        "a loan calculator's page: 100,000 yuan, 6.55 % a year, ten years, 等额本息", "1138.03", "36563.05",
    ),
    "level_360": Published(
        "level", 100_000_000, 4_900_000, 360,
        "an examination question: 1,000,000 yuan, 4.9 % a year, thirty years, 等额本息", "5307.27", "910616.19",
    ),
    "equal_principal_120": Published(
        "equal-principal", 10_000_000, 6_550_000, 120,
        "a loan calculator's page: 100,000 yuan, 6.55 % a year, ten years, 等额本金", "1379.17", "33022.92", "837.88",
    ),
    "flat_12": Published(
        "flat", 1_000_000, 7_200_000, 12,
        "a page on card instalments: 10,000 yuan, 12 instalments, a fee of 0.6 % a month, 等本等息", "893.33", "720.00",
    ),
}  # fmt: skip


def exact_level(loan: Published) -> Fraction:
    """A = P·i / (1 − (1+i)^−n)."""
    i = Fraction(loan.rate, 12 * 10**8)
    return loan.principal * i / (1 - (1 + i) ** -loan.count)


def rows(loan: Published) -> Iterator[tuple[int, int, int, int, int]]:
    """Number, payment, interest, principal and what is left, in cents; the last instalment takes the rest."""
    left, i = loan.principal, Fraction(loan.rate, 12 * 10**8)
    unit = half_up(Fraction(loan.principal, loan.count))
    for number in range(1, loan.count + 1):
        interest = half_up((loan.principal if loan.method == "flat" else left) * i)
        asked = half_up(exact_level(loan)) - interest if loan.method == "level" else unit
        principal = left if number == loan.count else asked
        left -= principal
        yield number, interest + principal, interest, principal, left


def unrounded(loan: Published) -> dict[str, str]:
    """What calculators print: never rounded before the end."""
    i, part = Fraction(loan.rate, 12 * 10**8), Fraction(loan.principal, loan.count)
    if loan.method == "level":
        first, interest = exact_level(loan), exact_level(loan) * loan.count - loan.principal
    else:
        first = part + loan.principal * i
        interest = loan.principal * i * (Fraction(loan.count + 1, 2) if loan.method == "equal-principal" else loan.count)
    found = {"first payment": yuan(half_up(first)), "total interest": yuan(half_up(interest))}
    return found | ({"last payment": yuan(half_up(part * (1 + i)))} if loan.last else {})


def printed(loan: Published) -> Rows:
    """What the source prints."""
    last = [["last payment", loan.last]] if loan.last else []
    return [["figure", "yuan"], ["first payment", loan.first], ["total interest", loan.interest], *last]


def kept(count: int) -> list[int]:
    """The numbers of the rows that a table shows."""
    return list(range(1, count + 1)) if count <= 12 else [1, 2, 3, count // 2, count - 2, count - 1, count]


def schedule(found: list[tuple[int, int, int, int, int]]) -> Rows:
    """Chosen rows and the totals of all, as text."""
    count = len(found)
    shown = [[str(number), *map(yuan, amounts)] for number, *amounts in found if number in kept(count)]
    totals = [yuan(sum(row[k] for row in found)) for k in (1, 2, 3)]
    return [["number", "payment", "interest", "principal", "left"], *shown, ["total", *totals, yuan(0)]]


def page(name: str) -> tuple[str, Sections]:
    """Head and tables of one published loan."""
    loan = LOANS[name]
    head = (
        f"Source: {loan.source}.\n"
        "What it prints stands in the second table, never rounded before the end. The rows are the textbook's formula in exact fractions,\n"
        "rounded half up to the cent once a row; the last instalment takes the rest (tests/golden/published.py)."
    )
    return head, {"schedule": schedule(list(rows(loan))), "published": printed(loan)}
