"""What the screens are made of, without a screen: edits of a document, the file they become, the comparison as HTML."""

from __future__ import annotations

import copy
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any, Final

import pytest

from planner import casefile, text
from planner.errors import CaseError
from planner.figures import MEASURES, Kind, Value
from planner.present import say_value
from planner.scenarios import Comparison, compare
from planner.screens import cells, examples, series, state, table, tomlfile
from planner.screens.edits import Document, Numbers, edit, numbers

SOURCE = """\
# The story.
schema = 1
as_of = 2026-09-30

[[loan]]
kind = "consumer"
principal = "12,000"
rate = 0.12  # a year
opened = 2026-01-15
instalments = 12
penalty = { uplift = "50 %" }

# First way out.
[[plan]]
name = "<b>one</b> & two"
start = 2026-10-15
terms = [
  { waive = ["interest", "penalty"], share = "30 %", when = "completion" }, # by half
  { instalments = 24 },
]

[[plan]]
name = "longer"
start = 2026-10-15
terms = [ { extend = 6 }, { recast = 0 } ]
"""


@pytest.fixture
def document() -> Document:
    return casefile.parse(SOURCE).raw


def terms(document: Document, place: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = document["plan"][place]["terms"]
    return found


def test_numbers_are_read_from_the_clauses(document: Document) -> None:
    first, second = numbers(document, 0), numbers(document, 1)
    assert first == Numbers(months=24, added=False, rate=None, waive=Decimal(30), down=Decimal(0))
    assert second == Numbers(months=6, added=True, rate=None, waive=Decimal(0), down=Decimal(0))


def test_an_edit_leaves_the_document_as_it_was(document: Document) -> None:
    before = copy.deepcopy(document)
    edit(document, 0, months=36, rate=Decimal(4), waive=Decimal(100), down=Decimal(500))
    assert document == before


def test_months_change_the_clause_that_counts_them(document: Document) -> None:
    assert {"instalments": 36} in terms(edit(document, 0, months=36), 0)
    assert terms(edit(document, 1, months=9), 1) == [{"extend": 9}, {"recast": 0}]
    assert terms(edit(document, 1, months=None), 1) == [{"recast": 0}]


def test_clauses_that_are_not_there_are_added_and_taken_out_again(document: Document) -> None:
    more = edit(document, 1, rate=Decimal("4.35"), waive=Decimal(50), down=Decimal(1000))
    assert terms(more, 1)[2:] == [
        {"rate": "4.35 %"},
        {"waive": ["penalty", "compound"], "share": "50 %"},
        {"lump_sum": document["plan"][1]["start"], "amount": "1,000.00"},
    ]
    assert numbers(more, 1).down == 1000
    assert edit(more, 1, rate=None, waive=Decimal(0), down=Decimal(0)) == document


def test_a_waiver_of_other_parts_keeps_its_own_share(document: Document) -> None:
    assert terms(edit(document, 0, waive=Decimal(100)), 0)[:2] == [
        {"waive": ["interest"], "share": "30 %", "when": "completion"},
        {"waive": "penalty", "share": "100 %", "when": "completion"},
    ]


def test_two_shares_or_an_amount_show_no_number_until_one_is_set(document: Document) -> None:
    plan = terms(document, 1)
    plan += [{"waive": "penalty", "share": "10 %"}, {"waive": "compound", "amount": "3"}]
    assert numbers(document, 1).waive is None
    assert terms(edit(document, 1, waive=Decimal(25)), 1)[2:] == [
        {"waive": "penalty", "share": "25 %"},
        {"waive": "compound", "share": "25 %"},
    ]


STEPS: Final = [
    {"waive": "penalty", "share": "30 %", "when": "after(6)"}, {"waive": "penalty", "share": "30 %", "when": "after(12)"},
    {"waive": "penalty", "share": "40 %", "when": "paid(50 %)"}, {"waive": "compound", "share": "100 %", "when": "completion"},
]  # fmt: skip


def test_waivers_on_several_conditions_are_one_share(document: Document) -> None:
    own = terms(document, 1)
    own += STEPS
    assert numbers(document, 1).waive == 100
    less = edit(document, 1, waive=Decimal(50))
    assert [(c["share"], c["when"]) for c in terms(less, 1)[2:]] == [
        ("15 %", "after(6)"), ("15 %", "after(12)"), ("20 %", "paid(50 %)"), ("50 %", "completion"),
    ]  # fmt: skip
    assert numbers(less, 1).waive == 50
    # A third and its steps are not whole: 0.333333, 0.666667 less that, and what is missing.
    third = edit(document, 1, waive=Decimal("1.111111"))
    assert [c["share"] for c in terms(third, 1)[2:5]] == ["0.333333 %", "0.333334 %", "0.444444 %"]
    assert numbers(third, 1).waive == Decimal("1.111111")
    # What signing leaves is no share of the whole.
    own.append({"waive": "penalty", "share": "10 %"})
    assert numbers(document, 1).waive is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"months": 100_000}, "range.count"),
        ({"months": -1}, "range.count"),
        ({"rate": Decimal(2000)}, "range.rate"),
        ({"rate": Decimal(-3)}, "negative"),
        ({"waive": Decimal(120)}, "range.share"),
        ({"down": Decimal(-5)}, "negative"),
        ({"down": Decimal("0.001")}, "parts_of_cent"),
    ],
)
def test_what_is_refused_stays_to_be_read_and_the_last_comparison_stands(change: dict[str, Any], code: str) -> None:
    work = state.opened("own", SOURCE, example=False)
    after = state.changed(work, edit(work.document, 0, **change))
    assert [p.code for p in after.problems] == [code]
    assert after.problems[0].path.startswith("plan[0].terms[")
    assert after.comparison is work.comparison
    ((field, value),) = change.items()
    assert getattr(numbers(after.document, 0), field) == value
    assert state.undone(after).problems == ()


def test_undo_and_reset() -> None:
    work = state.opened("own", SOURCE, example=False)
    once = state.changed(work, edit(work.document, 0, months=36))
    twice = state.changed(once, edit(once.document, 1, months=9))
    assert state.undone(twice).document == once.document
    assert state.undone(state.undone(twice)).document == work.document
    assert state.undone(work) is work
    back = state.restored(twice)
    assert back.document == work.document
    assert state.undone(back).document == twice.document
    assert state.changed(work, work.document) is work


def test_the_file_keeps_its_comments_and_means_the_edited_document(document: Document) -> None:
    assert tomlfile.write(SOURCE, document) == SOURCE
    edited = edit(edit(document, 1, months=9, rate=Decimal("4.35")), 1, down=Decimal(1000))
    written = tomlfile.write(SOURCE, edited)
    assert casefile.parse(written).raw == edited
    assert written.startswith(SOURCE[: SOURCE.index("terms = [ {")])


@pytest.mark.parametrize("name", examples.found())
def test_every_example_opens_and_can_be_written(name: str) -> None:
    source = examples.found()[name]
    work = state.opened(name, source, example=True)
    for document in (work.document, edit(work.document, 0, waive=Decimal(40))):
        assert casefile.parse(tomlfile.write(source, document)).raw == document


def test_the_first_example_is_the_worked_one() -> None:
    assert next(iter(examples.found())) == examples.FIRST


def test_a_file_with_problems_is_not_opened() -> None:
    with pytest.raises(CaseError) as caught:
        state.opened("own", SOURCE.replace("24", "0").replace("12,000", "-3"), example=False)
    assert {p.path for p in caught.value.problems} == {"loan[0].principal", "plan[0].terms[1].instalments"}


class Table(HTMLParser):
    """Cells by row and column; every tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.cells: dict[tuple[str, str], str] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.row, self.cell = "", ("", "")
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        self.tags.append((tag, own))
        self.row = own.get("data-measure") or "" if tag == "tr" else self.row
        self.cell = (self.row, own.get("data-scenario") or "") if tag in ("td", "th") else self.cell

    def handle_data(self, data: str) -> None:
        self.cells[self.cell] = self.cells.get(self.cell, "") + data + " "


@pytest.fixture
def comparison() -> Comparison:
    return compare(casefile.parse(SOURCE))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_has_every_scenario_and_figure_and_says_what_heads_what(comparison: Comparison, lang: str) -> None:
    words = text.catalogue(lang)
    made = Table(table.html(comparison, words, table.Options()))
    tags = [tag for tag, _ in made.tags]
    assert tags.count("caption") == 1
    assert all(own.get("scope") in ("col", "row", "rowgroup") for tag, own in made.tags if tag == "th")
    heads = [own["data-scenario"] for tag, own in made.tags if tag == "th" and "data-scenario" in own]
    assert heads == [s.name for s in comparison.scenarios] == ["do_nothing", "catch_up", "pay_off", "<b>one</b> & two", "longer"]
    assert "b" not in tags
    for scenario in comparison.scenarios:
        for code in ("first_payment", "finish", "total_paid", "annual_rate"):
            assert made.cells[code, scenario.name].split()[0] == say_value(words, scenario.measures[code]).split()[0]


def test_rows_keep_their_order_and_lender_rows_are_left_out_on_the_server(comparison: Comparison) -> None:
    words = text.catalogue("en")

    def rows(options: table.Options) -> list[str]:
        return [str(own["data-measure"]) for tag, own in Table(table.html(comparison, words, options)).tags if "data-measure" in own]

    every = rows(table.Options())
    known = [code for code in every if code != table.STILL_OWED]
    assert known == [code for code in MEASURES if code in known]
    borrower = rows(table.Options(sides=("borrower",)))
    assert borrower == [c for c in every if c == table.STILL_OWED or MEASURES[c].side == "borrower"]
    assert "claim" in every
    assert "claim" not in borrower
    assert "claim" not in rows(table.Options(only_differences=True))


def money(cents: int | None) -> Value:
    return Value(Kind.MONEY, cents)


def test_the_best_of_a_row_counts_only_ways_out_that_end() -> None:
    rule = MEASURES["total_paid"]
    values = [money(0), money(900), money(500), money(700), money(None)]
    assert cells.best(values, [False, True, True, True, True], rule) == ("lowest", frozenset({2}))
    assert cells.best(values[1:3], [True, True], MEASURES["npv"]) == ("highest", frozenset({0}))
    assert cells.best([money(5), money(5), money(5)], [True] * 3, rule) == ("", frozenset())
    assert cells.best(values, [True] * 5, MEASURES["payments"]) == ("", frozenset())


@pytest.mark.parametrize(
    ("value", "base", "said"),
    [
        (money(150_000), money(100_000), "+500.00"),
        (money(100_000), money(150_000), "−500.00"),
        (money(100_000), money(0), ""),
        (money(None), money(5), ""),
        (money(5), money(5), ""),
        (Value(Kind.RATE, 0.154), Value(Kind.RATE, 0.1), "+5.4 points"),
        (Value(Kind.DATE, 20_000), Value(Kind.DATE, 20_001), "−1 day"),
        (Value(Kind.COUNT, 60), Value(Kind.COUNT, 24), "+36"),
        (Value(Kind.PARTS, (0, 100, 200, 0, 0)), Value(Kind.PARTS, (0, 50, 0, 0, 0)), "+2.50"),
    ],
)
def test_differences_are_signed_text(value: Value, base: Value, said: str) -> None:
    assert cells.difference(value, base, text.catalogue("en")) == said


def test_charts_draw_what_the_ledger_says(comparison: Comparison) -> None:
    plan = comparison.scenarios[3]
    rows = series.payments(plan)
    assert round(sum(r["amount"] for r in rows) * 100) == plan.measures["total_paid"].amount
    lines = series.balances(comparison)
    for scenario in comparison.scenarios:
        own = [r for r in lines if r["scenario"] == scenario.name]
        assert round(own[0]["amount"] * 100) == comparison.scenarios[0].measures["claim"].amount
        assert round(own[-1]["amount"] * 100) == table.still_owed(scenario).amount
