"""The codes of rules that the planner reads, and the unit each must have: a book may hold any other besides."""

from __future__ import annotations

from typing import Final

from planner.dates import BASE, PLAIN

READ: Final[dict[str, str]] = {
    "interest_days": "choice", "first_penalty_day": "choice", "penalty_day_count": "choice", "compound_base": "choice",
    "compound_on_penalty": "choice", "card_minimum": "share", "card_statement_day": "choice", "penalty_uplift": "share",
    "penalty_uplift_default": "share", "misuse_uplift": "share", "compound_rate_before_maturity": "choice", "allocation": "parts",
    "allocation_late": "parts", "allocation_late_from": "days", "private_cap": "multiple", "cost_line": "rate",
    "cost_line_days": "choice", "plan_term": "months", "plan_contents": "items", "risk_classes": "classes", "observation_months": "months",
    "observation_periods": "count", "class_restructured": "class", "class_restructured_again": "class", "short_term": "months",
    "medium_term": "months", "longest_term": "months", "extension_of_short": "share", "extension_of_medium": "share",
    "extension_of_long": "months", "acceptance_fee": "brackets", "acceptance_fee_reduced": "count", "payment_order_fee": "count",
    "preservation_fee": "brackets", "preservation_fee_most": "money", "execution_fee": "brackets", "delayed_performance": "daily",
    "auction_start": "share", "auction_cut": "share", "only_home_rent": "months", "judgment_months": "months",
    "performance_days": "days", "auction_notice": "days", "auction_again_within": "days", "sale_days": "days", "limitation": "months",
    "enforcement_within": "months", "cost_bearer": "text", "proceeds": "text", "housing_to_income": "share", "debt_to_income": "share",
    "contract_binds": "text", "contract_rate_fallback": "text", "prepayment_fee_scope": "text", "class_upward": "text",
    "modification_test": "share",
}  # fmt: skip
"""Code and unit."""
SINGLE: Final = frozenset({
    "penalty_uplift_default", "card_minimum", "allocation_late_from", "cost_line", "observation_months", "observation_periods",
    "acceptance_fee_reduced", "payment_order_fee", "preservation_fee_most", "delayed_performance", "performance_days", "sale_days",
    "limitation", "enforcement_within",
})  # fmt: skip
"""Those of them whose value is one number, never two ends."""
WORDS: Final[dict[str, tuple[str, ...]]] = {
    "interest_days": ("start-in", "both"), "first_penalty_day": ("day-after", "due-date"), "penalty_day_count": tuple(BASE),
    "compound_base": ("interest", "none"), "compound_on_penalty": ("on", "off"), "card_statement_day": ("on", "off"),
    "compound_rate_before_maturity": ("contract", "penalty"), "cost_line_days": tuple(PLAIN),
}  # fmt: skip
"""The words that those of them which are a choice may have."""
WITHIN: Final[dict[str, str]] = {"penalty_uplift_default": "penalty_uplift"}
"""The limits that defaults must keep, whether a book says so or not."""
PAIRS: Final = (("allocation_late", "allocation_late_from"), ("observation_months", "observation_periods"))
"""Rules that mean something only together."""
