"""Rates that change with the LPR, or grow with the age of a due, written into a timeline."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from planner import dates
from planner.book import Shape, Timeline
from planner.clauses import Number
from planner.closing import KEEPS_TERM
from planner.loan import Loan, StepUp
from planner.money import ONE, Ints, half_up
from planner.repricing import changes, in_force
from planner.steps import full, mark, weave


def uplifted(rate: Ints, uplift: int) -> Ints:
    """A rate with an uplift on it, half up: what is late bears the contract rate and a share of it more."""
    return half_up(rate, ONE + uplift, ONE)


def on_day(loan: Loan, day: int) -> Loan:
    """The loan with the rates in force on a day, where they follow the LPR."""
    if loan.floating is None:
        return loan
    rate = in_force(loan.floating, dates.day(loan.opened), max(day, dates.day(loan.opened)))
    follows = _compounds_at(loan)
    now = replace(loan, rate=rate, compound_rate=rate) if follows == "rate" else replace(loan, rate=rate)
    if loan.uplift is not None:
        penalty = int(uplifted(np.array([rate]), loan.uplift)[0])
        now = replace(now, penalty_rate=penalty, compound_rate=penalty if follows == "penalty" else now.compound_rate)
    now = replace(now, step_up=_grown(loan, rate, follows))
    early = loan.compound_before_maturity
    for before, after in ((loan.penalty_rate, now.penalty_rate), (loan.rate, rate)):
        if early is not None and np.array_equal(early, np.asarray(before)):
            now = replace(now, compound_before_maturity=after)
    return now


def _compounds_at(loan: Loan) -> str:
    """Which rate compound interest follows, being the same on the opening: penalty, rate, or none (empty)."""
    own, late, plain = (np.asarray(rate) for rate in (loan.compound_rate, loan.penalty_rate, loan.rate))
    if np.array_equal(own, late) and loan.uplift is not None:
        return "penalty"
    return "rate" if own.any() and np.array_equal(own, plain) else ""


def _grown(loan: Loan, rate: int, follows: str) -> StepUp | None:
    """The rates of dues that have grown old, at another contract rate; compound interest as well where it ``follows`` a rate."""
    step = loan.step_up
    if step is None:
        return None
    plain = follows == "rate" and np.array_equal(np.asarray(step.compound_rate), np.asarray(loan.rate))
    compound = rate if plain else step.compound_rate
    if step.uplift is None:
        return replace(step, compound_rate=compound)
    annual = int(uplifted(np.array([rate]), step.uplift)[0])
    return replace(step, penalty_rate=annual, compound_rate=annual if follows == "penalty" else compound)


def repriced(timeline: Timeline, loan: Loan, since: int, opened: Ints, *, recast: bool = True) -> Timeline:
    """The rates of a floating loan after the day ``since``; a new level where one is asked and the rate has changed.

    ``opened`` is the day from which the timeline's first step is measured.
    """
    if loan.floating is None or timeline.length == 0:
        return timeline
    begin, rate = _moves(loan, since, int(timeline.date.max()))
    timeline = weave(timeline, begin, opened)
    asks = recast and timeline.shape is not None and bool((timeline.shape == Shape.LEVEL).any())
    for day, annual in zip(begin, rate, strict=True):
        timeline = charged(timeline, loan, timeline.date > day, annual)
        if asks:
            timeline = mark(timeline, "recast", timeline.date == day, KEEPS_TERM)
    return timeline


def late_again(timeline: Timeline, loan: Loan, since: int, opened: Ints) -> Timeline:
    """After the day ``since`` overdue money bears what the contract says, whatever a plan said; steps as in ``repriced``."""
    begin, _ = _moves(loan, since, int(timeline.date.max()))
    timeline = weave(timeline, np.array([since, *begin], dtype=np.int64), opened)
    for day in (since, *begin.tolist()):
        now, later = on_day(loan, day), timeline.date > day
        for name, rate in (("penalty", now.penalty_rate), ("compound", now.compound_rate)):
            timeline = mark(timeline, name, later, np.atleast_1d(np.asarray(rate, dtype=np.int64)))
    return timeline


def _moves(loan: Loan, since: int, until: int) -> tuple[Ints, Ints]:
    """The days after ``since``, up to ``until``, on which a floating rate really changes, and the new rates (1e-8 a year)."""
    opened = dates.day(loan.opened)
    if loan.floating is None:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    found = changes(loan.floating, opened, max(until, opened))
    moves = (found.rate[1:] != found.rate[:-1]) & (found.day[1:] > since)
    return found.day[1:][moves], found.rate[1:][moves]


def charged(timeline: Timeline, loan: Loan, rows: Any, annual: int | Ints) -> Timeline:  # noqa: ANN401 - a mask of rows
    """A contract rate for some rows, with the penalty and compound rates that follow it."""
    rate = np.atleast_1d(np.asarray(annual, dtype=np.int64))
    timeline = mark(timeline, "rate", rows, rate)
    follows = _compounds_at(loan)
    if follows == "rate":
        timeline = mark(timeline, "compound", rows, rate)
        old = loan.step_up is not None and np.array_equal(np.asarray(loan.step_up.compound_rate), np.asarray(loan.rate))
        timeline = mark(timeline, "compound_late", rows, rate) if old else timeline
    if loan.uplift is None:
        return timeline
    penalty = uplifted(rate, loan.uplift)
    timeline = mark(timeline, "penalty", rows, penalty)
    if follows == "penalty":
        timeline = mark(timeline, "compound", rows, penalty)
    if loan.step_up is not None and loan.step_up.uplift is not None:
        later = uplifted(rate, loan.step_up.uplift)
        timeline = mark(timeline, "penalty_late", rows, later)
        timeline = mark(timeline, "compound_late", rows, later) if follows == "penalty" else timeline
    return timeline


def before_maturity(timeline: Timeline, loan: Loan, maturity: int) -> Timeline:
    """The compound rate of the time up to the last due date, where the contract names one of its own."""
    own = loan.compound_before_maturity
    if own is None:
        return timeline
    return mark(timeline, "compound", timeline.date <= maturity, following(timeline, loan, own))


def following(timeline: Timeline, loan: Loan, rate: Number) -> Ints:
    """A rate at each step: of a floating loan the penalty or contract rate of that step, where it is one of them on the opening."""
    for name, own in (("penalty", loan.penalty_rate), ("rate", loan.rate)):
        if loan.floating is not None and np.array_equal(np.asarray(rate), np.asarray(own)) and (name == "rate" or loan.uplift is not None):
            return full(timeline, name)
    return np.atleast_1d(np.asarray(rate, dtype=np.int64))


def stepped(timeline: Timeline, loan: Loan) -> Timeline:
    """The rates of dues that have grown old, at every step."""
    step = loan.step_up
    if step is None:
        return timeline
    penalty, compound = (np.atleast_1d(np.asarray(v, dtype=np.int64))[None] for v in (step.penalty_rate, step.compound_rate))
    return replace(timeline, penalty_late=penalty, compound_late=compound)
