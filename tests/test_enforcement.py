"""Enforcement as a way out: court, costs, time and house, each figure worked by hand; and the sale of the claim."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from planner import casefile, enforcement
from planner.book import Part, standing
from planner.case import Enforcement, Span
from planner.dates import date
from planner.errors import CaseError
from planner.explain.formulas import again
from planner.figures import jsonable
from planner.money import ONE
from planner.offers.search import search
from planner.present import compare_json
from planner.scenarios import Scenario, compare
from planner.solve import solve
from planner.today import stand
from planner.whys import Explainer

EXAMPLES: Final = sorted((Path(__file__).resolve().parents[1] / "examples").glob("*.toml"))
LOAN: Final = """
as_of = 2026-09-30
[[loan]]
id = "consumer"
kind = "consumer"
rate = "12 %"
penalty = { uplift = "50 %", compound = "none" }
[loan.statement]
date = 2026-09-30
principal = "40,000"
instalments_left = 8
dues = [ { due = 2026-08-30, principal = "5,000", interest = "450", penalty = "77.50" } ]
[[plan]]
name = "plan"
start = 2026-09-30
terms = [ { settle = "30,000", on = 2026-09-30 } ]
[assumptions]
funding_rate = 0
"""
COURT: Final = "enforcement = { months = 6, judgment_months = 3, performance_days = 10, recovery = %s }\n"
HOUSE: Final = """
enforcement = { months = 6, judgment_months = 3, performance_days = 10 }
collateral = { appraisal = %s, prior_liens = "10,000", auction_costs = "2,000", rent = "1,000", rent_months = 12 }
"""


def ways(lines: str, loan: str = LOAN) -> dict[str, Scenario]:
    """The scenarios of the loan under these assumptions."""
    return {s.name: s for s in compare(casefile.parse(loan + lines)).scenarios}


def figures(scenario: Scenario, *codes: str) -> list[Any]:
    """Measures, money in cents."""
    return [scenario.measures[code].amount for code in codes]


def said(scenario: Scenario) -> dict[str, tuple[str, str]]:
    """Findings by code: grade and value."""
    return {f.code: (f.grade, f.value) for f in scenario.findings}


def test_order_of_scenarios() -> None:
    names = ["do_nothing", "catch_up", "pay_off", "plan"]
    assert list(ways("")) == names
    assert list(ways(COURT % '"38 %"')) == [*names[:3], "enforcement", "plan"]
    assert list(ways('claim_price = "4,000"\n' + COURT % '"38 %"')) == [*names[:3], "enforcement", "sale", "plan"]


def test_all_that_was_claimed_at_filing_comes_in() -> None:
    # Filed 2026-09-30 on 45,000 + 450 + 77.50 = 45,527.50: fee 50 + 35,527.50 × 2.5 % = 938.19 (888.1875 half up).
    # Called: 45,000 × 18 % / 360 = 22.50 a day, 181 days to 2027-03-30: 4,072.50. Judged 2026-12-30, to be performed by 2027-01-09:
    # 80 days × 45,000 × 0.0175 % = 630.00. Claimed: 45,000 + 450 + 77.50 + 4,072.50 + 938.19 + 630.00 = 51,168.19.
    # All of the claim as filed: 45,527.50 + 938.19 = 46,465.69. Execution fee: 50 + 36,465.69 × 1.5 % = 596.99. Paid in all 47,062.68.
    # Costs first, then 450.00 and 77.50 + 4,072.50 = 4,150.00; of principal 46,465.69 - 938.19 - 450.00 - 4,150.00 = 40,927.50: what
    # penalty grew by since, 4,072.50, is left, and the 630.00.
    own = ways(COURT % '"100 %"')["enforcement"]
    assert figures(own, "total_paid", "paid_principal", "paid_interest", "paid_penalty") == [4_706_268, 4_092_750, 45_000, 415_000]
    assert figures(own, "paid_fees") == [93_819 + 59_699]
    assert own.ledger.closing[:, -1, 0].tolist() == [407_250, 0, 0, 0, 63_000]
    # The lender paid 938.19 ahead, and passes 596.99 to the court: 47,062.68 - 938.19 - 596.99, what was owed at filing.
    assert figures(own, "npv") == [4_552_750]
    assert said(own)["court_fee"] == ("note", "938.19")
    assert said(own)["delayed_interest"] == ("note", "630.00")


def test_part_is_recovered_and_late_interest_comes_last() -> None:
    # 38 % of 46,465.69 = 17,656.96; execution 50 + 7,656.96 × 1.5 % = 164.85; paid 17,821.81: fees 938.19 + 164.85, penalty 4,150.00,
    # interest 450.00, principal 12,118.77; the 630.00 for late performance stay unpaid.
    own = ways(COURT % '"38 %"')["enforcement"]
    assert figures(own, "total_paid", "paid_fees", "paid_penalty", "paid_interest", "paid_principal") == [
        1_782_181, 110_304, 415_000, 45_000, 1_211_877,
    ]  # fmt: skip
    assert own.measures["finish"].reason == "unfinished"
    assert int(own.ledger.closing[Part.FEE, -1, 0]) == 63_000
    # 17,821.81 - 938.19 - 164.85
    assert figures(own, "npv") == [1_671_877]


def test_worth_is_discounted_and_costs_with_it() -> None:
    own = ways((COURT % '"38 %"'), LOAN.replace("funding_rate = 0", 'funding_rate = "2.6 %"'))["enforcement"]
    by_hand = -93_819 + (1_782_181 - 16_485) * 1.026 ** (-181 / 365)
    assert own.measures["npv"].amount == pytest.approx(by_hand, abs=1e-6)
    assert own.measures["recovery"].amount == pytest.approx(by_hand / 4_552_750, abs=1e-12)


@pytest.mark.parametrize(("more", "court", "borne"), [
    ('procedure = "simplified"', 46_910, 46_910),  # 938.19 / 2, half up
    ('procedure = "mediation"', 46_910, 46_910),
    ('procedure = "payment_order"', 31_273, 31_273),
    # 1,000 for 30, then 1 % of 44,527.50 = 445.28 (half up)
    ("preservation = true", 93_819, 93_819 + 47_528),
    ("publication = 400", 93_819, 93_819 + 40_000),
    ('lawyer = "3,000"', 93_819, 93_819),
    ('lawyer = "3,000", lawyer_agreed = true', 93_819, 93_819 + 300_000),
])  # fmt: skip
def test_costs_and_who_bears_them(more: str, court: int, borne: int) -> None:
    own = ways((COURT % '"38 %"').replace(" }", f", {more} }}"))["enforcement"]
    assert own.ledger.fee[:, 0][own.ledger.fee[:, 0] > 0][0] == borne
    assert said(own)["court_fee"][1] == f"{court / 100:.2f}"


def test_lawyer_counts_for_the_lender_either_way_and_bears_late_interest_only_where_agreed() -> None:
    plain, hired, agreed = (
        ways((COURT % '"100 %"').replace(" }", more + " }"))["enforcement"]
        for more in ("", ', lawyer = "3,000"', ', lawyer = "3,000", lawyer_agreed = true')
    )
    # 80 days × 3,000 × 0.0175 % = 42.00 more, which do not come; execution on 3,000.00 more is 45.00: 641.98535, half up 641.99.
    assert said(agreed)["delayed_interest"][1] == "672.00"
    assert figures(hired, "total_paid", "npv") == [4_706_268, 4_552_750 - 300_000]
    assert figures(agreed, "total_paid", "npv") == [4_706_268 + 300_000 + 4_500, 4_552_750]
    assert said(hired)["lawyer_not_agreed"][0] == said(agreed)["lawyer_agreed"][0] == "note"
    assert "lawyer_agreed" not in said(plain)


def test_judgment_given_already_costs_execution_alone() -> None:
    # 45,527.50 claimed and no costs on it; 50 + 35,527.50 × 1.5 % = 582.91.
    own = ways('enforcement = { months = 6, recovery = "100 %", procedure = "judgment" }')["enforcement"]
    assert figures(own, "total_paid", "npv") == [4_552_750 + 58_291, 4_552_750]
    assert "court_fee" not in said(own)
    assert "delayed_interest" not in said(own)


def test_house_sells_in_the_second_auction() -> None:
    # 100,000 × 70 % × 80 % = 56,000, less 10,000 liens, 2,000 costs, 12 × 1,000 rent: 32,000. Execution 50 + 22,000 × 1.5 % = 380.
    # 30 days after the first auction: 2027-04-29, 211 days: penalty 4,747.50, late 110 days × 7.875 = 866.25; claimed 52,079.44.
    own = ways(HOUSE % '"100,000"')["enforcement"]
    assert figures(own, "total_paid", "npv") == [3_200_000, 3_200_000 - 38_000 - 93_819]
    assert said(own)["auction_price"][1] == "56000.00"
    assert said(own)["house_shortfall"] == ("note", "20459.44")
    assert said(own)["only_home_rent"] == ("warning", "12")
    # First auction: 70,000 - 24,000 = 46,000 on 2027-03-30; the sale after 60 more days, at the price of the second.
    low, high = own.range["total_paid"]
    assert (low.amount, high.amount) == (3_200_000, 4_600_000)
    assert [jsonable(end) for end in own.range["end"]] == ["2027-03-30", "2027-06-28"]


def test_what_the_house_leaves_is_the_owner_s() -> None:
    # 112,000 - 24,000 = 88,000; claimed 52,079.44, execution 50 + 42,079.44 × 1.5 % = 681.19; over 35,239.37.
    own = ways(HOUSE % '"200,000"')["enforcement"]
    assert figures(own, "total_paid") == [5_207_944 + 68_119]
    assert said(own)["house_surplus"] == ("note", "35239.37")
    assert int(own.ledger.closing[:, -1].sum() + own.ledger.returned.sum()) == 0


def test_shortfall_may_come_in_by_a_share() -> None:
    # The house leaves 46,465.69 - 31,620.00 = 14,845.69 of the claim as filed, 10 % = 1,484.57; the fee on 33,484.57 is
    # 50 + 23,484.57 × 1.5 % = 402.27, 22.27 more.
    own = ways((HOUSE % '"100,000"').replace("performance_days = 10", 'performance_days = 10, recovery = "10 %"'))["enforcement"]
    assert figures(own, "total_paid") == [3_200_000 + 148_457 + 2_227]


def test_beside_a_house_that_pays_all_of_the_claim_as_filed_nothing_comes() -> None:
    # 130,000 × 56 % - 24,000 = 48,800, less 50 + 38,800 × 1.5 % = 632: 48,168, more than 46,465.69 and less than 52,079.44.
    own = ways((HOUSE % '"130,000"').replace("performance_days = 10", 'performance_days = 10, recovery = "100 %"'))["enforcement"]
    assert figures(own, "total_paid") == [4_880_000]
    assert said(own)["house_shortfall"] == ("note", "3911.44")


def test_house_without_months_is_auctioned_after_judgment_performance_and_notice() -> None:
    # Judgment assumed 4 to 9 months, the middle 6: 2027-03-30; 10 days, 30 days of notice; the second auction 30 days later.
    own = ways('collateral = { appraisal = "100,000" }')["enforcement"]
    assert date(int(own.ledger.date[-1, 0])) == dt.date(2027, 3, 30) + dt.timedelta(70)
    assert said(own)["judgment_assumed"][0] == "note"


def test_rent_of_an_only_home_is_five_to_eight_years_unless_given() -> None:
    found = enforcement.courses(casefile.parse(LOAN + 'collateral = { appraisal = "800,000", rent = "3,000" }'))
    assert [course.set_aside for course in found] == [96 * 300_000, 78 * 300_000, 60 * 300_000]
    assert [course.round for course in found] == ["sale", "second", "first"]


def test_liens_above_the_appraisal_leave_nothing() -> None:
    own = ways('collateral = { appraisal = "90,000", prior_liens = "95,000" }')["enforcement"]
    assert figures(own, "total_paid") == [0]
    assert said(own)["liens_above_appraisal"] == ("warning", "95000.00")
    # 90,000 × 56 % = 50,400 < 60,000
    tight = ways('collateral = { appraisal = "90,000", prior_liens = "60,000" }')["enforcement"]
    assert said(tight)["house_leaves_nothing"] == ("warning", "60000.00")


def test_range_goes_from_the_cautious_to_the_favourable_course() -> None:
    lines = 'enforcement = { months = [6, 9, 24], judgment_months = 3, performance_days = 10, recovery = ["25 %", "38 %", "50 %"] }'
    own = ways(lines)["enforcement"]
    alone = [
        figures(ways(COURT.replace("6", str(n), 1) % f'"{share} %"')["enforcement"], "npv", "recovery", "total_paid")
        for n, share in ((24, 25), (9, 38), (6, 50))
    ]  # fmt: skip
    for place, code in enumerate(("npv", "recovery", "total_paid")):
        low, high = own.range[code]
        assert (low.amount, high.amount) == (min(a[place] for a in alone), max(a[place] for a in alone))
    assert figures(own, "npv") == [alone[1][0]]
    form = next(p for p in compare_json(compare(casefile.parse(LOAN + lines)))["plans"] if p["name"] == "enforcement")
    assert form["range"]["end"] == {"low": "2027-03-30", "high": "2028-09-30"}
    assert set(form["range"]) == {"npv", "recovery", "total_paid", "end"}
    assert all(set(p) == {"name", "kind", "measures", "findings"} for p in compare_json(compare(casefile.parse(LOAN)))["plans"])


def test_without_a_funding_rate_only_payments_and_days_have_a_range() -> None:
    own = ways(COURT % '"38 %"', LOAN.replace("funding_rate = 0", ""))
    assert set(own["enforcement"].range) == {"total_paid", "end"}
    assert own["plan"].measures["enforcement_npv"].reason == "unknown"


def test_plans_are_held_against_the_better_of_enforcement_and_sale() -> None:
    # Settled for 30,000 today; enforcement is worth 16,718.77.
    own = ways(COURT % '"38 %"')
    assert figures(own["plan"], "npv", "enforcement_npv", "surplus") == [3_000_000, 1_671_877, 1_328_123]
    assert own["pay_off"].measures["surplus"].reason == own["enforcement"].measures["surplus"].reason == "unknown"
    sold = ways('claim_price = "25,000"\n' + COURT % '"38 %"')
    assert figures(sold["plan"], "enforcement_npv", "surplus") == [1_671_877, 500_000]
    assert figures(sold["sale"], "npv", "total_paid") == [2_500_000, 0]
    assert sold["sale"].measures["recovery"].amount == pytest.approx(2_500_000 / 4_552_750, abs=1e-12)
    only = ways('claim_price = "25,000"\n')
    assert figures(only["plan"], "enforcement_npv", "surplus") == [None, 500_000]


@pytest.mark.parametrize("lines", [COURT % '"38 %"', HOUSE % '"100,000"', 'claim_price = "25,000"\n' + COURT % '"38 %"'])
def test_every_measure_is_explained(lines: str) -> None:
    found = compare(casefile.parse(LOAN.replace("funding_rate = 0", 'funding_rate = "2.6 %"') + lines))
    asked = Explainer(found)
    for scenario in found.scenarios:
        for code, value in scenario.measures.items():
            why = asked.measure(scenario.name, code)
            if value.amount is None:
                assert why.formula == value.reason
            elif isinstance(value.amount, float):
                assert again(why) == pytest.approx(value.amount, rel=1e-12, abs=1e-14)
            else:
                assert again(why) == value.amount


def test_surplus_can_be_solved_for() -> None:
    # Enforcement is worth 16,718.77: a settlement today is worth as much at that amount, and less a cent below it.
    found = solve(casefile.parse((LOAN + COURT % '"38 %"').replace("30,000", "10,000")), "plan", "settle", "surplus >= 0")
    assert (found.status, found.value) == ("solved", 1_671_877)


@pytest.mark.parametrize(("due", "warned"), [("2023-09-30", False), ("2023-09-29", True)])
def test_limitation_is_counted_from_the_last_due_date(due: str, warned: bool) -> None:  # noqa: FBT001
    loan = LOAN.replace('"40,000"', "0").replace("instalments_left = 8", "instalments_left = 0").replace("2026-08-30", due)
    found = said(ways(COURT % '"38 %"', loan.replace("30,000", "3,000"))["enforcement"])
    assert ("limitation" in found) is warned
    if warned:
        assert found["limitation"] == ("warning", "2026-09-29")


@pytest.mark.parametrize(("months", "warned"), [(27, False), (28, True)])
def test_enforcement_has_to_be_applied_for_within_two_years(months: int, warned: bool) -> None:  # noqa: FBT001
    # To be performed by 2027-01-09; two years on is 2029-01-09. 27 months: 2028-12-30.
    lines = f'enforcement = {{ months = {months}, judgment_months = 3, performance_days = 10, recovery = "38 %" }}'
    assert ("enforcement_within" in said(ways(lines)["enforcement"])) is warned


def test_findings_cite_rule_and_confidence() -> None:
    own = ways(HOUSE % '"100,000"')["enforcement"]
    ruled = [f for f in own.findings if f.code not in ("liens_above_appraisal", "house_leaves_nothing", "enforcement_without_rules")]
    assert ruled
    assert all(f.source and f.confidence and {"source_zh", "source_en"} <= set(f.values) for f in ruled)


def test_without_rules_nothing_is_charged_and_it_is_said() -> None:
    own = ways(HOUSE % '"100,000"', 'rules = "plain"' + LOAN)["enforcement"]
    # The whole appraisal of 100,000 less 24,000; debt 45,527.50 + 181 × 22.50.
    assert figures(own, "total_paid", "paid_fees") == [4_552_750 + 407_250, 0]
    assert said(own)["enforcement_without_rules"][1].startswith("acceptance_fee")


@pytest.mark.parametrize("path", EXAMPLES, ids=[p.stem for p in EXAMPLES])
def test_where_all_of_the_claim_comes_in_what_grew_since_is_left(path: Path) -> None:
    case = casefile.read(path)
    if len(case.loans) > 1:
        assert enforcement.enforced(replace(case, enforcement=Enforcement()), *stand(case.loans[0], case.as_of)) is None
        return
    whole = Enforcement(Span(9, 14, 24), Span(ONE, ONE, ONE), lawyer=300_000, lawyer_agreed=True)
    now, future = stand(case.loans[0], case.as_of)
    found = enforcement.enforced(replace(case, enforcement=whole, collateral=None), now, future)
    assert found is not None
    for run in found.runs:
        assert int(run.ledger.closing[:, -1].sum() - run.ledger.held[-1].sum()) == run.claimed - run.filed
        assert int(run.ledger.received.sum()) == run.filed + run.execution
        # The borrower bears every cost, so what comes is what was owed and what the lender paid ahead.
        assert run.worth(0) == int(standing(now).sum() - now.held.sum())


def test_nothing_owed_is_not_enforced() -> None:
    loan = LOAN.replace('"40,000"', "0").replace("instalments_left = 8", "instalments_left = 0").replace(
        'dues = [ { due = 2026-08-30, principal = "5,000", interest = "450", penalty = "77.50" } ]', ""
    ).partition("[[plan]]")[0] + "[assumptions]\nfunding_rate = 0\n"  # fmt: skip
    assert "enforcement" not in ways(COURT % '"38 %"', loan)


def test_offers_keep_the_floor_of_enforcement() -> None:
    text = LOAN + COURT % '"38 %"' + "[household]\nincome = 1000\n"
    assert search(casefile.parse(text)).bench.limits.floor == 1_671_877
    dear = 'claim_price = "25,000"\n'
    assert search(casefile.parse(text.replace("funding_rate = 0\n", "funding_rate = 0\n" + dear))).bench.limits.floor == 2_500_000
    worth = search(casefile.parse(text.replace("funding_rate = 0", 'funding_rate = "2.6 %"'))).bench.limits.floor
    assert worth == math.ceil(-93_819 + (1_782_181 - 16_485) * 1.026 ** (-181 / 365))


def test_assumptions_for_several_loans_are_said_not_to_be_used() -> None:
    loan = LOAN.partition("[[plan]]")[0]
    second = loan.partition("[[loan]]")[2].replace('"consumer"\nkind', '"other"\nkind')
    tables = f"{loan}[[loan]]{second}[assumptions]\nfunding_rate = 0\n"
    assert casefile.parse(LOAN + COURT % '"38 %"').unused == ()
    case = casefile.parse(tables + COURT % '"38 %"')
    assert case.unused == ("assumptions.enforcement",)
    assert "enforcement" not in {s.name for s in compare(case).scenarios}


@pytest.mark.parametrize("key", ["judgment_months = 3", "performance_days = 5", "publication = 5", "preservation = true"])
def test_what_a_judgment_already_given_leaves_no_room_for(key: str) -> None:
    with pytest.raises(CaseError) as caught:
        casefile.parse(LOAN + f'enforcement = {{ months = 6, recovery = "38 %", procedure = "judgment", {key} }}')
    assert [(p.code, p.path) for p in caught.value.problems] == [("not_with", f"assumptions.enforcement.{key.partition(' ')[0]}")]
