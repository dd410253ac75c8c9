"""Tables that are never cut: columns that do not fit beside each other go into tables below each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from planner.cli.tongue import holds

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

HEAD: Final = 14
"""Cells up to which a heading widens its column; longer ones go on in the next line."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Headings and rows; a row that is a text is a heading across.

    ``pinned`` columns stand in every table, ``text`` columns are set to the left; of these, ones wider than ``widest`` cells go on in
    the next line (0: never).
    """

    heads: list[str]
    rows: Sequence[list[str] | str]
    pinned: int = 1
    text: tuple[int, ...] = ()
    widest: int = 0


def tables(console: Console, grid: Grid) -> Iterator[Table]:
    """As few tables as fit the console, the columns spread evenly over them."""
    free = range(grid.pinned, len(grid.heads))
    for count in range(1, len(free) + 1):
        made = [_table(grid, chunk) for chunk in _spread(free, count)]
        if count == len(free) or all(_width(console, table) <= console.width for table in made):
            yield from made
            return


def _spread(columns: range, count: int) -> Iterator[range]:
    """``columns`` in ``count`` stretches, the longer ones first."""
    size, more = divmod(len(columns), count)
    start = columns.start
    for i in range(count):
        stop = start + size + (i < more)
        yield range(start, stop)
        start = stop


def _width(console: Console, table: Table) -> int:
    return Measurement.get(console, console.options.update(max_width=10**4), table).maximum


def _table(grid: Grid, columns: range) -> Table:
    """The pinned columns and these."""
    chosen = [*range(grid.pinned), *columns]
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for j in chosen:
        left = j in grid.text
        width = min(_cells(grid, j), grid.widest or 10**4) if left else _cells(grid, j)
        table.add_column(grid.heads[j], justify="left" if left else "right", width=width, overflow="fold", no_wrap=False)
    for row in grid.rows:
        if isinstance(row, str):
            table.add_row(Text(row, style="bold"))
        else:
            table.add_row(*(row[j] for j in chosen))
    return table


def _cells(grid: Grid, column: int) -> int:
    """Width of a column: its widest cell, or its heading up to HEAD."""
    own = [row[column] for row in grid.rows if not isinstance(row, str)]
    own += [row for row in grid.rows if isinstance(row, str)] if column == 0 else []
    return max(min(cell_len(grid.heads[column]), HEAD), *(cell_len(cell) for cell in own), 1)


def spaced(console: Console, grid: Grid) -> list[RenderableType]:
    """A grid, each of its tables after an empty line; nothing where it has no rows."""
    return [piece for table in (tables(console, grid) if grid.rows else ()) for piece in ("", table)]


def flowed(console: Console, items: list[str], style: str = "") -> Padding:
    """Items on as many lines as they need, none broken unless it is longer than a line; indented by two cells."""
    lines, sign = [""], dot(console)
    for item in items:
        longer = f"{lines[-1]} {sign} {item}" if lines[-1] else item
        if lines[-1] and cell_len(longer) > console.width - 4:
            lines[-1] += f" {sign}"
            lines.append(item)
        else:
            lines[-1] = longer
    return Padding(Text("\n".join(lines), style=style), (0, 0, 0, 2))


def dot(console: Console) -> str:
    """The sign between items, as far as the console has it."""
    return "·" if holds("·", console.encoding) else "|"
