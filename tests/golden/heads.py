"""What stands at the head of each golden table: where its figures come from, and how to check a few of them with a pocket calculator."""

from __future__ import annotations

COMMON = """Derived from examples/{name}.toml by tests/golden/make.py: plain dates and fractions (almanac.py), the
contract and plans written onto steps once more (paper.py, promises.py), those steps rolled by tests/oracle.py, measures from their
definitions (figures.py). The planner takes no part in it. Yuan; rates and shares as fractions of 1 to six decimals; "-" where a figure
does not exist. "concession" is what is forgiven of principal, interest, penalty, compound and fee.

By hand: """

HANDS = {
    "consumer_missed_instalments": """the level is 120,000 × i / (1 − (1+i)^−36) = 4,183.38 with i = 15.4 % / 12.
After 16 payments 73,380.85 of principal are left (120,000 × (1+i)^16 − 4,183.38 × ((1+i)^16 − 1) / i, rounded row by row);
the next interest is 73,380.85 × i = 941.72, so instalment 17 asks 3,241.66 of principal. It is 107 days old on 2026-09-30:
penalty 3,241.66 × 23.1 % × 107/360 = 222.57, compound 941.72 × 23.1 % × 107/360 = 64.66. 60 parts of 73,380.85: 1,223.01 each.""",
    "overdue_interest_formula": "every figure of this page is worked out line by line in the comment of the example.",
    "principal_only_instalments": """48,600 / 60 = 810.00. Penalty to the start of the plan: 48,600 × 21.6 % × 102/360 = 2,974.32 and
48,600 × 21.6 % × 15/360 = 437.40, together 3,411.72; compound 107.08 and 1,749.60 × 21.6 % × 15/360 = 15.75, together 122.83.
The last payment is 810.00 + 1,749.60 = 2,559.60. Five years without paying: see do_nothing against total_paid.""",
    "card_9000_overdue": """one more day costs 9,000 × 0.05 % = 4.50 and 279 × 0.05 % = 0.14. First statement, 128 days:
6,000 × 0.05 % × 128 = 384.00, 186 × 0.05 % × 128 = 11.90. 9,000 / 60 = 150.00. 1,800 down: 279.00 of interest and 1,521.00 of
principal; 7,479.00 / 24 = 311.63. At 6 % over 36 months 9,000 ask 9,000 × 0.5 % / (1 − 1.005^−36) = 273.80 a month, so 274.16 with the
days from the 10th to the 10th as they are, over 360; 279 / 12 = 23.25 with each of the first twelve.""",
    "mortgage_income_drop": """the rate is 3.85 − 0.30 = 3.55 %, from 2025-01-01 3.60 − 0.30 = 3.30 %, from 2026-01-01 3.50 − 0.30 = 3.20 %.
800,000 × i / (1 − (1+i)^−360) = 3,614.72 with i = 3.55 % / 12. On 1 January 2026 780,292.31 are left and 345 instalments to come: with 12
days of 3.30 % and 18 of 3.20 % in the first, 780,292.31 × (1 + 0.033 × 12/360 + 0.032 × 18/360) / Σ (1 + 0.032/12)^−k, k = 0 … 344,
= 3,462.35. Instalment 22, 72 days old: penalty 1,403.75 × 4.8 % × 72/360 = 13.48, compound 2,058.60 × 4.8 % × 72/360 = 19.76.
Interest only: all but the penalty becomes principal, 780,235.83 × 3.2 % / 12 = 2,080.63.""",
    "small_loan_eight_years": """1,000 × 24 % = 240.00; 2,922 days: 1,000 × 36 % × 2922/360 = 2,922.00, 240 × 36 % × 2922/360 = 701.28.
Ten parts of (1,000 + 240) / 10 = 124.00. To the start 15 days more: penalty 15.00, compound 3.60; forgiven
2,937.00 + 704.88 = 3,641.88.""",
    "second_negotiation": """what was paid and what is owed is worked out in the comment of the example: 3,500.00 = 302.01 of penalty +
25.54 of compound + 1,470.00 of interest + 1,702.45 of principal. At 6 % over 36 months 22,297.55 ask 22,297.55 × 0.5 % / (1 − 1.005^−36)
= 678.33; 888.33 / 36 = 24.68 with each. 22,500.00 − 22,297.55 = 202.45 of interest.""",
    "high_fee_consumer_loan": """today and the plans are worked out in the comment of the example. The fee of the month that ends on the
start, 240.00, is earned on it: 8,000 + 3 × 240 = 8,720.00, × 1 % / (1 − 1.01^−12) = 774.76. Catching up costs as much as all six fees at
once: 2,515.50 + 6 × 1,240.00 = 8,515.50 + 1,440.00 = 9,955.50.""",
    "business_quarterly_interest": """today is worked out in the comment of the example. Half of the principal, 289,269.60 / 2 = 144,634.80,
for a year more: 144,634.80 × 5.4 % × 90/360 = 1,952.57, for 92 days 1,995.96, for 91 days 1,974.27; before that 61 days on 289,269.60:
2,646.82, and half of the penalty, 2,736.00.""",
}  # fmt: skip


def head(name: str) -> str:
    """The head of one example's page."""
    return COMMON.format(name=name) + HANDS[name]
