"""Which key of a loan, which rule or which publication a value of its contract comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from planner.book import Timeline
from planner.dates import date, day
from planner.explain.cell_formulas import FORMULAS
from planner.explain.values import Values
from planner.floating import on_day
from planner.repricing import BASIS_POINT, changes
from planner.series import lpr
from planner.why import Given, Origin, Why

if TYPE_CHECKING:
    from planner.case import Case
    from planner.rules import Dated

KEYS: Final[dict[str, tuple[str, ...]]] = {
    "rate": ("rate",), "penalty": ("penalty.rate", "penalty.uplift", "penalty.misuse", "penalty"), "fixed": ("rate",),
    "compound": ("penalty.compound_rate", "penalty.compound_rate_before_maturity", "penalty.compound", "penalty"),
    "penalty_late": ("penalty.step_up",), "compound_late": ("penalty.compound_rate", "penalty.step_up"),
    "step_days": ("penalty.step_up.days",), "compounds": ("penalty.compound_on_penalty", "penalty.compound_on_compound"),
    "base": ("day_count",), "penalty_base": ("penalty_day_count",), "head": ("first_penalty_day",), "overdue": ("overdue_interest",),
    "shape": ("method",), "share": ("minimum", "method"), "recast": ("method",), "set_level": ("minimum", "method"),
    "number": ("instalments",), "level_months": ("level_on",), "capped": ("interest_above_level",), "residue": ("residue",),
    "level_unit": ("instalment_amount",), "level_up": ("instalment_amount",),
    "order": ("allocation.order", "allocation"), "late_order": ("allocation.then", "allocation"),
    "late_from": ("allocation.from_day", "allocation"), "by_row": ("allocation.by", "allocation"), "early": ("early_money",),
    "cash": ("payments",), "fee": ("fees",), "draw": ("draws",), "accelerate": ("acceleration",),
    "late_share": ("late_fee.share", "late_fee"), "late_day": ("late_fee",), "late_floor": ("late_fee.least", "late_fee"),
    "late_cap": ("late_fee.most", "late_fee"), "late_slack": ("late_fee.tolerance", "late_fee"),
    "grace": ("grace.days", "grace"), "excused": ("grace.kind", "grace"), "joins": ("compound_settlement",),
    "rounding": ("rounding",), "daily": ("rounded",), "remainder": ("remainder",),
    "fall_due": ("first_period", "statement_day"), "defer": ("first_period", "agreed"), "redate": ("agreed",),
    "release": ("statement.deferred", "first_period", "agreed"),
}  # fmt: skip
"""By column or convention the keys of a loan that give it, the most telling first."""
RULED: Final[dict[str, tuple[str, ...]]] = {
    "penalty": ("uplift",), "compound": ("compound_rate_before_maturity", "compound_rate"), "order": ("allocation",),
    "late_order": ("late_allocation",), "late_from": ("late_from",), "penalty_base": ("penalty_day_count",), "head": ("first_penalty_day",),
    "compounds": ("compound_on_penalty",), "share": ("card.minimum",),
}  # fmt: skip
"""The names under which a loan says which rule gave them."""
CALENDAR: Final = {"date": "", "since": "", "time": "count", "penalty_time": "penalty_count"}


class Contracted:
    """Where the contract's values of one loan of a case come from; ``lines`` are those of its file, by path, as far as they are known."""

    def __init__(self, case: Case, place: int, lines: Mapping[str, int]) -> None:
        """Nothing is looked up yet."""
        self.case, self.loan, self.place, self.lines = case, case.loans[place], place, lines
        self.rules = dict(self.loan.by_rule)

    def origin(self, column: str, timeline: Timeline) -> Origin:
        """The rule, the key of the file, or the convention nobody named."""
        if column in CALENDAR:
            return Origin("calendar", getattr(timeline, CALENDAR[column]) if CALENDAR[column] else "")
        for name in RULED.get(column, ()):
            if name in self.rules:
                return by_rule(self.rules[name])
        keys = KEYS.get(column, ())
        given = next((key for key in keys if self.says(key)), None)
        return self.key(given) if given is not None else Origin("default", keys[0] if keys else column)

    def key(self, key: str) -> Origin:
        """A key of the loan."""
        path = f"loan[{self.place}].{key}"
        return Origin("case", path, self.lines.get(path))

    def says(self, key: str) -> bool:
        """Whether the loan's table has a key, or one of its columns of a table inside."""
        found: Any = (self.case.raw.get("loan") or [{}] * (self.place + 1))[self.place]
        for part in key.split("."):
            found = found.get(part) if isinstance(found, dict) else None
        return found is not None

    def rate(self, column: str, on: int, value: int) -> Why | None:
        """A contract rate as it follows from others: the LPR and its points, an uplift on it; None where it is a number of its own."""
        why = {"rate": self._floating, "penalty": self._uplifted, "compound": self._compound}[column](on)
        return why if why is not None and why.value == value else None

    def _floating(self, on: int) -> Why | None:
        """A floating rate on a day: the LPR of the last repricing, and points."""
        floating = self.loan.floating
        if floating is None:
            return None
        begun = int(changes(floating, day(self.loan.opened), max(on, day(self.loan.opened))).day[-1])
        series = lpr(floating.tenor)
        place = int(np.searchsorted(series.day, begun, side="right")) - 1
        published = Origin(
            "series", f"LPR{floating.tenor}", on=date(int(series.day[place])).isoformat(), confidence=series.confidence[place],
        )  # fmt: skip
        inputs = (Given("lpr", int(series.rate[place]), "rate", published),
                  Given("points", floating.basis_points * BASIS_POINT, "rate", self.key("rate")))  # fmt: skip
        return _why("rate", "floating", inputs)

    def _uplifted(self, on: int) -> Why | None:
        """A penalty rate: the contract rate of the day, and an uplift."""
        if self.loan.uplift is None:
            return None
        base = self._floating(on)
        own = int(np.asarray(on_day(self.loan, on).rate).max())
        rate = Given("rate", own, "rate", self.key("rate"), base)
        misused = self.loan.misuse is not None and self.loan.uplift != self.loan.late_uplift
        by = by_rule(self.rules["uplift"]) if "uplift" in self.rules else self.key("penalty.misuse" if misused else "penalty.uplift")
        return _why("penalty", "uplifted", (rate, Given("uplift", self.loan.uplift, "share", by)))

    def _compound(self, on: int) -> Why | None:
        """A compound rate that is the penalty rate, or the contract rate."""
        if self.says("penalty.compound_rate"):
            return None
        penalty = int(np.asarray(on_day(self.loan, on).penalty_rate).max())
        why = self._uplifted(on)
        given = Given("penalty_rate", penalty, "rate", None if why else self.key("penalty.rate"), why)
        return _why("compound", "same", (given,))


def by_rule(rule: Dated) -> Origin:
    """A value of a rulebook."""
    return Origin("rule", rule.rule, on=rule.since.isoformat(), source=rule.source, confidence=rule.confidence)


def _why(code: str, formula: str, inputs: tuple[Given, ...]) -> Why:
    value = FORMULAS[formula](Values(tuple((given.name, given.value) for given in inputs)))
    return Why(code, formula, value, "rate", inputs)
