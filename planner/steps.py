"""Timelines as data: cut, weave in dates, stack several on the loan axis. Nothing here knows what a step does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np

from planner.book import BY_PART, COLUMNS, NEUTRAL, PER_LOAN, RUNNING, Timeline
from planner.conventions import NAMES, Conventions
from planner.dates import BY_PERIOD, PLAIN, elapsed
from planner.money import Bools, Ints
from planner.stages import beside

_MANY: Final = 64
"""From so many loans on, pairs of days are worth counting once."""
ALWAYS: Final = ("date", "since", "number", "time", "penalty_time")
"""Columns that are never absent."""


def cut(timeline: Timeline, start: int, stop: int) -> Timeline:
    """Steps ``start`` to ``stop`` - 1; columns of one row stay as they are."""

    def own(column: Ints | None) -> Ints | None:
        return column if column is None or column.shape[-2] == 1 != timeline.length else column[..., start:stop, :]

    changes: dict[str, Any] = {name: own(getattr(timeline, name)) for name in COLUMNS}
    changes["date"] = timeline.date[start:stop]
    return replace(timeline, **changes)


def gather(timeline: Timeline, source: Ints) -> Timeline:
    """Rows of every column by ``source`` (E', N|1): an old row's index, or -1 - i for a new row before old row i.

    New rows take running columns from row i (the last row where i is past the end) and are neutral otherwise. Dates and times of new
    rows are the caller's to set.
    """
    new = source < 0
    after = np.minimum(np.where(new, -1 - source, source), timeline.length - 1)
    return _gathered(timeline, after, np.where(new, timeline.length, after))


def _gathered(timeline: Timeline, after: Ints, only: Ints) -> Timeline:
    """Rows of the running columns and the date by ``after``, of all others by ``only``, the index past their end being a neutral row."""
    length = timeline.length
    changes: dict[str, Any] = {}
    for name in COLUMNS:
        column = getattr(timeline, name)
        if column is None or (column.shape[-2] == 1 != length and (name in RUNNING or not column.any())):
            continue
        keep, neutral = name in RUNNING or name == "date", NEUTRAL.get(name, 0)
        if not keep and name not in ALWAYS and not (column != neutral).any():
            changes[name] = None
        elif column.shape[-1] == 1 and only.shape[-1] > 1:
            changes[name] = _taken(column, after if keep else only, length, neutral)
        else:
            rows = _rows(column, after, length)
            changes[name] = rows if keep else np.where(only == length, neutral, rows)
    return replace(timeline, **changes)


def _taken(column: Ints, index: Ints, length: int, neutral: int) -> Ints:
    """Rows by index (E', N) of a column that is the same for all loans; the index past its end stands for a neutral row."""
    own = np.broadcast_to(column[..., 0], (*column.shape[:-2], length))
    longer = np.concatenate([own, np.full((*own.shape[:-1], 1), neutral, dtype=np.int64)], axis=-1)
    return longer.take(index, axis=-1)


def _rows(column: Ints, index: Ints, length: int) -> Ints:
    """Rows of a column by index (E', N|1), widening whichever axis is shorter."""
    loans = max(column.shape[-1], index.shape[-1])
    full = np.broadcast_to(column, (*column.shape[:-2], length, loans))
    at = np.broadcast_to(index, (*column.shape[:-2], index.shape[0], loans))
    if index.shape[-1] == 1:
        return full[..., index[:, 0], :]
    return np.take_along_axis(full, at, axis=-2)


def measured(timeline: Timeline, opened: Ints) -> Timeline:
    """The timeline with its times measured anew: from each step's ``since``, first step from ``opened`` (N|1,)."""
    before = np.concatenate([np.broadcast_to(opened, (1, timeline.date.shape[1])), timeline.date[:-1]])
    begun = np.maximum(before, timeline.since)
    ends = _period_ends(timeline) if BY_PERIOD in (timeline.count, timeline.penalty_count) else None
    times = {count: _between(count, timeline, begun, ends) for count in {timeline.count, timeline.penalty_count}}
    return replace(timeline, time=times[timeline.count], penalty_time=times[timeline.penalty_count])


def _between(count: str, timeline: Timeline, begun: Ints, ends: Ints | None) -> Ints:
    """Numerators of the time from ``begun`` to each step's date; of many loans of one calendar each pair of days is counted once."""
    since, date, anchor = timeline.since, timeline.date, timeline.anchor
    if count in PLAIN:
        return date - begun
    if date.shape[-1] >= _MANY and anchor.size == 1 and ends is None:
        first, begin = min(int(begun.min()), int(date.min())), int(since.min())
        width = max(int(begun.max()), int(date.max())) - first + 1
        begins, row = np.unique(since, return_inverse=True) if since.shape[-1] == 1 else _ranks(since, begin)
        if begins.size * width <= date.size:
            table = elapsed(count, begins[:, None], np.arange(first, first + width), anchor).ravel()
            place = date + (row.reshape(since.shape) * width - first)
            times = table.take(place)
            place += begun
            place -= date
            times -= table.take(place)
            return times
    return elapsed(count, since, date, anchor, ends) - elapsed(count, since, begun, anchor, ends)


def _ranks(days: Ints, first: int) -> tuple[Ints, Ints]:
    """The different days among many, the earliest being ``first``, and the place of each among them."""
    seen, place = np.zeros(int(days.max()) - first + 1, dtype=np.int64), days - first
    seen[place.ravel()] = 1
    return np.flatnonzero(seen) + first, (seen.cumsum() - 1).take(place)


def _period_ends(timeline: Timeline) -> Ints:
    """The last day of each step's interest period (E, N|1): the last date among the steps beside it that share its ``since``."""
    since, date = np.broadcast_arrays(timeline.since, timeline.date)
    last = np.ones(date.shape, dtype=np.bool_)
    last[:-1] = since[1:] != since[:-1]
    row = np.where(last, np.arange(date.shape[0])[:, None], date.shape[0])
    ends: Ints = np.take_along_axis(date, np.minimum.accumulate(row[::-1], axis=0)[::-1], axis=0)
    return ends


def weave(timeline: Timeline, days: Ints, opened: Ints) -> Timeline:
    """Make sure a step stands on each of ``days`` (m,), the same for all loans, of a timeline whose dates are the same for all."""
    own = timeline.date[:, 0]
    new = np.setdiff1d(days, own)
    if new.size == 0:
        return timeline
    at = np.searchsorted(own, new, side="right")
    source = np.insert(np.arange(own.size), at, -1 - at)[:, None]
    wide = gather(timeline, source)
    date = np.insert(own, at, new)[:, None]
    past = (source < 0) & (-1 - source >= own.size)
    since = np.where(past, own[-1], wide.since)
    return measured(replace(wide, date=date, since=since), opened)


def interleave(timeline: Timeline, days: Ints, asked: Bools, opened: Ints) -> tuple[Timeline, Ints]:
    """Make sure that each loan has a step on its own ``days`` (P, N) where ``asked``, of a timeline whose dates are the same for all.

    Days ascend by loan and occur once. Gives the timeline (E + P, N), loans with fewer new steps padded behind their last, and the
    index of each day's step (P, N), that of the last step where not asked. ``opened`` is as for ``place``.
    """
    own, loans = timeline.date[:, 0], np.arange(days.shape[1])
    at = _ahead(own, days)
    new = asked & (own.take(np.minimum(at, own.size - 1)) != days)
    rank = new.cumsum(axis=0)
    length = own.size + int(rank[-1:].max(initial=0))
    index = np.where(asked, at + rank - new, length - 1)
    places = (index * loans.size + loans)[new]
    inserted = np.zeros((length, loans.size), dtype=np.bool_)
    inserted.reshape(-1)[places] = True
    after = (~inserted).cumsum(axis=0)
    padded = after > own.size
    only = np.where(inserted | padded, own.size + 1, after)
    only -= 1
    after -= 1
    after += inserted
    ends = after >= own.size
    np.minimum(after, own.size - 1, out=after)
    nothing = np.zeros((1, 1), dtype=np.int64)
    wide = _gathered(replace(timeline, time=nothing, penalty_time=nothing), after, only)
    date = wide.date
    date.reshape(-1)[places] = days[new]
    np.copyto(date, np.where(asked, days, own[-1]).max(axis=0, initial=int(own[-1])), where=padded)
    return measured(replace(wide, date=date, since=np.where(ends, own[-1], wide.since)), opened), index


def _ahead(own: Ints, days: Ints) -> Ints:
    """How many of the ascending days ``own`` lie before each of ``days``."""
    first, last = int(days.min(initial=int(own[0]))), int(days.max(initial=int(own[0])))
    if last - first > days.size:
        return own.searchsorted(days)
    return own.searchsorted(np.arange(first, last + 1)).take(days - first)


def place(timeline: Timeline, day: Ints, opened: Ints) -> tuple[Timeline, Ints]:
    """Make sure a step stands on ``day`` (N|1,) for every loan; gives the timeline and the step's index (N|1,).

    A loan that has such a step keeps it and gets a neutral step of no length beside it. ``opened`` is the date the timeline starts from.
    """
    if timeline.date.shape[1] == 1 and day.size == 1:
        timeline = weave(timeline, day, opened)
    stands = timeline.date == day
    has = stands.any(axis=0)
    if has.all():
        return timeline, stands.argmax(axis=0)
    at = (timeline.date <= day).sum(axis=0)
    row = np.arange(timeline.length + 1)[:, None]
    wide = gather(timeline, np.where(row < at, row, np.where(row == at, -1 - at, row - 1)))
    date = np.where(row == at, day, wide.date)
    since = np.where((row == at) & (at >= timeline.length), timeline.date[-1], wide.since)
    return measured(replace(wide, date=date, since=since), opened), np.where(has, at - 1, at)


def put(timeline: Timeline, name: str, index: Ints, value: Ints | int, part: int | tuple[int, ...] | None = None) -> Timeline:
    """Set a column at one step a loan (``index`` N|1,), and of one row of the parts where given; earlier values there are replaced."""
    rows = np.arange(timeline.length)[:, None] == index
    return mark(timeline, name, rows, value, part)


def mark(timeline: Timeline, name: str, rows: Bools, value: Ints | int, part: int | tuple[int, ...] | None = None) -> Timeline:
    """Set a column where ``rows`` (E, N|1) is true; of a column by part, the rows of ``part`` (one, or several with a value each)."""
    wide = full(timeline, name)
    own = wide if part is None else wide[list(part) if isinstance(part, tuple) else part]
    new = np.where(rows, np.asarray(value, dtype=np.int64), own)
    if part is not None:
        whole = np.array(np.broadcast_to(wide, (wide.shape[0], *np.broadcast_shapes(new.shape[-2:], wide.shape[1:]))))
        whole[list(part) if isinstance(part, tuple) else part] = new
        new = whole
    changes: dict[str, Any] = {name: new}
    return replace(timeline, **changes)


def full(timeline: Timeline, name: str) -> Ints:
    """A column with all its steps, neutral where absent: (E, N|1) or (parts, E, N|1)."""
    column = getattr(timeline, name)
    parts = (BY_PART[name],) if name in BY_PART else ()
    if column is None:
        return np.full((*parts, timeline.length, 1), NEUTRAL.get(name, 0), dtype=np.int64)
    wide: Ints = np.broadcast_to(column, (*parts, timeline.length, column.shape[-1]))
    return wide


def stack(timelines: list[Timeline]) -> Timeline:
    """Several timelines beside each other on the loan axis; shorter ones are padded with neutral steps of no length.

    Their day counts may differ: times are measured already. What is woven into the result is measured as the first one says.
    """
    length = max(t.length for t in timelines)
    loans = [t.loans for t in timelines]
    changes: dict[str, Any] = {
        name: np.concatenate([_padded(t, name, length, n) for t, n in zip(timelines, loans, strict=True)], axis=-1)
        for name in COLUMNS
        if any(getattr(t, name) is not None for t in timelines)
    }
    orders = tuple(dict.fromkeys(order for t in timelines for order in t.orders))
    for name in PER_LOAN:
        own = [np.broadcast_to(getattr(t, name), (n,)) for t, n in zip(timelines, loans, strict=True)]
        if name in ("order", "late_order"):
            own = [np.array([orders.index(t.orders[i]) for i in column]) for t, column in zip(timelines, own, strict=True)]
        changes[name] = np.concatenate(own)
    stages = beside([t.stages for t in timelines], loans)
    return replace(timelines[0], **changes, orders=orders, conventions=_conventions(timelines, loans), stages=stages)


def _conventions(timelines: list[Timeline], loans: list[int]) -> Conventions:
    """The conventions of all loans beside each other, those at 0 for all left out."""

    def wide(name: str) -> Ints | None:
        own = [getattr(t.conventions, name) for t in timelines]
        if all(value is None for value in own):
            return None
        nothing = np.zeros(1, dtype=np.int64)
        return np.concatenate([np.broadcast_to(nothing if value is None else value, (n,)) for value, n in zip(own, loans, strict=True)])

    return Conventions(**{name: wide(name) for name in NAMES})


def _padded(timeline: Timeline, name: str, length: int, loans: int) -> Ints:
    """A column of the full length for all its loans."""
    column = full(timeline, name)
    missing = length - timeline.length
    size = (*column.shape[:-2], missing, column.shape[-1])
    ends = column[..., -1:, :] if name in (*RUNNING, "date") else np.int64(NEUTRAL.get(name, 0))
    tail = np.broadcast_to(ends, size)
    joined = np.concatenate([column, tail], axis=-2)
    return np.broadcast_to(joined, (*joined.shape[:-1], loans))
