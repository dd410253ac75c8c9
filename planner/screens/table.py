"""The comparison as one real table: scenarios are columns, figures rows in a fixed order. Pure: text in, HTML out, every word escaped."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final

from planner.figures import MEASURES, Kind, Value
from planner.present import say_name, say_span
from planner.scenarios import Comparison, Scenario
from planner.screens import cells
from planner.text import Words, mark

GROUPS: Final = (
    (mark("What is paid"), ("first_payment", "typical_payment", "highest_payment", "payments", "finish")),
    (mark("In all"), (
        "total_paid", "paid_principal", "paid_interest", "paid_penalty", "paid_compound", "paid_fees", "waived", "waived_conditional",
        "still_owed", "less_than_nothing",
    )),
    (mark("Price and household"), ("annual_rate", "effective_rate", "life_rate", "debt_to_income", "left_to_live_on")),
    (mark("What the lender gets"), (
        "npv", "claim", "recovery", "concession", "expected_npv", "breakeven_redefault", "enforcement_npv", "surplus",
        "modification_gain", "modification_share", "risk_class", "observation_end",
    )),
)  # fmt: skip
"""Rows by group; a measure that the engine does not give is left out, one that no scenario has too."""
WITHIN: Final = frozenset({
    "paid_principal", "paid_interest", "paid_penalty", "paid_compound", "paid_fees", "waived_conditional",
})  # fmt: skip
"""Rows that are part of the row above them."""
TICKED: Final = frozenset({
    "first_payment", "typical_payment", "highest_payment", "finish", "total_paid", "annual_rate", "left_to_live_on",
    "npv", "recovery",
})  # fmt: skip
"""Rows in which the best figure is marked; in every row it would say nothing any more."""
FITTING: Final = 7
"""Scenarios that fit beside each other on a desk's screen; more scroll in a frame of their own."""
NOTHING: Final = "do_nothing"
"""The scenario from which differences are taken unless another is chosen."""
STILL_OWED: Final = "still_owed"
"""What stands after the last day of a scenario: the screen's own row, read from the ledger."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to look at a comparison: the scenario differences are taken from, rows that differ only, and whose figures."""

    base: str = NOTHING
    only_differences: bool = False
    sides: tuple[str, ...] = ("borrower", "lender")


def html(comparison: Comparison, words: Words, options: Options) -> str:
    """The whole table."""
    bodies = "".join(_group(words(title), codes, comparison, words, options) for title, codes in GROUPS)
    heads = "".join(
        f'<th scope="col" data-scenario="{escape(s.name)}"><span class="kind">{escape(_kind(s, words))}</span>'
        f'<span class="name">{escape(say_name(words, s))}</span></th>'
        for s in comparison.scenarios
    )
    look = "compare many" if len(comparison.scenarios) > FITTING else "compare"
    return (
        f'<div class="{look}" role="region" tabindex="0" aria-label="{escape(words("Comparison"))}"><table>'
        f"<caption>{escape(caption(comparison, words, options))}</caption>"
        f'<thead><tr><th scope="col">{escape(words("Yuan, unless said otherwise"))}</th>{heads}</tr></thead>{bodies}</table></div>'
    )


def caption(comparison: Comparison, words: Words, options: Options) -> str:
    """What the small figures are and what the tick means."""
    base = next((s for s in comparison.scenarios if s.name == options.base), comparison.scenarios[0])
    return words(
        "Small figures: difference from “{name}”, where both are there and not nil. "
        "✓ marks the lowest (or highest, or soonest) figure of a row among the ways out that end with nothing owed.",
        name=say_name(words, base),
    )


def _kind(scenario: Scenario, words: Words) -> str:
    return words("Standard") if scenario.kind == "standard" else words("Plan")


def still_owed(scenario: Scenario) -> Value:
    """What stands at the end, by the scenario's last step, less money held."""
    ledger = scenario.ledger
    return Value(Kind.MONEY, int(ledger.closing[:, -1].sum() - ledger.held[-1].sum()))


def ends(scenario: Scenario) -> bool:
    """Whether a scenario leaves nothing owed."""
    return not scenario.ledger.closing[:, -1].any()


def row_values(comparison: Comparison, code: str) -> list[Value]:
    """One figure of every scenario."""
    return [still_owed(s) if code == STILL_OWED else s.measures[code] for s in comparison.scenarios]


def _group(title: str, codes: tuple[str, ...], comparison: Comparison, words: Words, options: Options) -> str:
    """The rows of a group under its head; nothing where no row is left."""
    rows = "".join(_row(code, comparison, words, options) for code in codes)
    width = len(comparison.scenarios) + 1
    return f'<tbody><tr class="group"><th scope="rowgroup" colspan="{width}">{escape(title)}</th></tr>{rows}</tbody>' if rows else ""


def _row(code: str, comparison: Comparison, words: Words, options: Options) -> str:
    rule = MEASURES.get(code)
    if code != STILL_OWED and (rule is None or rule.side not in options.sides):
        return ""
    values = row_values(comparison, code)
    equal = cells.same(values)
    if all(v.amount is None for v in values) or (options.only_differences and equal):
        return ""
    eligible = [ends(s) for s in comparison.scenarios]
    word, ticks = cells.best(values, eligible, rule) if rule and code in TICKED else ("", frozenset())
    base = next((i for i, s in enumerate(comparison.scenarios) if s.name == options.base), 0)
    own = "".join(
        _cell(s, v, (cells.difference(v, values[base], words), words(word) if i in ticks else ""), code, words)
        for i, (s, v) in enumerate(zip(comparison.scenarios, values, strict=True))
    )
    label = words("Still owed at the end") if code == STILL_OWED else words(f"measure.{code}")
    look = " ".join(name for name, holds in (("within", code in WITHIN), ("equal", equal)) if holds)
    return f'<tr data-measure="{code}" class="{look}"><th scope="row">{escape(label)}</th>{own}</tr>'


def _cell(scenario: Scenario, value: Value, beside: tuple[str, str], code: str, words: Words) -> str:
    """A figure, its range and parts, the tick, the difference."""
    (gap, tick), ends = beside, scenario.range.get(code)
    span = [] if ends is None else [say_span(words, *ends)]
    parts = "".join(f'<span class="part">{escape(part)}</span>' for part in (*span, *cells.by_part(value, words)))
    mark_ = f'<span class="tick">✓ {escape(tick)}</span>' if tick else ""
    small = f'<span class="gap">{escape(gap)}</span>' if gap else ""
    best = ' class="best"' if tick else ""
    look = "figure" if value.amount is not None else "figure absent"
    figure = f'<span class="{look}">{escape(cells.shown(value, words))}</span>'
    return f'<td data-scenario="{escape(scenario.name)}"{best}>{figure}{parts}{mark_}{small}</td>'
