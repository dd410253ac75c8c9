"""Cases, scenarios, problems and findings in the forms in which they leave the planner: JSON, and lines in words.

Pure functions, nothing is printed here. Money in JSON is a string with two decimals, rates and shares are decimal strings, dates ISO,
absent is null; keys and codes are English in every language.
"""

from planner.present.broken import breaks_json
from planner.present.conventions import conventions, say_conventions
from planner.present.differences import (
    parts_form,
    reconciliation_json,
    say_beside,
    say_dues_beside,
    say_moves,
    say_sets,
    say_verdict,
    sensitivity_json,
)  # fmt: skip
from planner.present.forms import (
    all_dues,
    compare_json,
    disputed_form,
    dues_form,
    payoff_form,
    per_day_form,
    position_form,
    position_json,
    unpaid_instalments,
)  # fmt: skip
from planner.present.lines import (
    MISSING,
    all_rates,
    finding_json,
    grouped,
    range_problem,
    say_finding,
    say_name,
    say_problem,
    say_problems,
    say_value,
)  # fmt: skip
from planner.present.offered import offers_json
from planner.present.plan_toml import plan_toml
from planner.present.ranges import say_ranges, say_span, say_where
from planner.present.rulebook import review_json, rulebook_json, say_rule
from planner.present.schedule import AMOUNTS, schedule_json
from planner.present.solved import solved_json
from planner.present.stressed import stress_json
from planner.present.worth import worth_json

__all__ = [
    "AMOUNTS",
    "MISSING",
    "all_dues",
    "all_rates",
    "breaks_json",
    "compare_json",
    "conventions",
    "disputed_form",
    "dues_form",
    "finding_json",
    "grouped",
    "offers_json",
    "parts_form",
    "payoff_form",
    "per_day_form",
    "plan_toml",
    "position_form",
    "position_json",
    "range_problem",
    "reconciliation_json",
    "review_json",
    "rulebook_json",
    "say_beside",
    "say_conventions",
    "say_dues_beside",
    "say_finding",
    "say_moves",
    "say_name",
    "say_problem",
    "say_problems",
    "say_ranges",
    "say_rule",
    "say_sets",
    "say_span",
    "say_value",
    "say_verdict",
    "say_where",
    "schedule_json",
    "sensitivity_json",
    "solved_json",
    "stress_json",
    "unpaid_instalments",
    "worth_json",
]  # fmt: skip
