"""Rulebooks: what the built-in one must say of each rule, look-up by date and kind, and every problem of a file of one's own."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import rules
from planner.book import Part
from planner.errors import RulesError
from planner.present import rulebook_json, say_rule
from planner.rules.book import CONFIDENCES, GRADES, MOST, USES, Band
from planner.rules.codes import READ, SINGLE, WORDS
from planner.rules.reading import KEYS as KEYS_OF_A_RULE
from planner.rules.reading import rulebook
from planner.rules.units import READERS
from planner.text import catalogue

CN = rules.built_in("cn")
RULES = [pytest.param(rule, id=f"{rule.code}-{'-'.join(rule.kinds)}") for rule in CN.rules]
OWN = Path(__file__).parent / "data" / "rules_example.toml"
RULE = """
[[rule]]
code = "own"
use = "limit"
unit = "share"
title = "Own"
source = "Somewhere"
confidence = "verified"
checked_on = 2026-01-01
values = [ { from = 2020-01-01, most = "50 %" } ]
"""


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_says_where_it_is_from_how_sure_it_is_and_when_it_was_checked(rule: rules.Rule) -> None:
    for value in rule.values:
        assert set(value.title) == set(value.source) == {"zh", "en"}
        assert all(text.strip() for text in (*value.title.values(), *value.source.values()))
        assert value.confidence in CONFIDENCES
        assert value.checked_on <= dt.date(2026, 11, 25)


def test_rules_not_checked_for_a_year_are_listed(
    record_property: Callable[[str, object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """The list of today is told, and fails nothing: the calendar alone must not break a build."""
    today = CN.unchecked(on=dt.datetime.now(dt.UTC).date())
    record_property("unchecked", ", ".join(today))
    with capsys.disabled():
        print("\n".join(f"not checked for a year: {code}" for code in today), end="")  # noqa: T201 - a list to be read
    assert CN.unchecked() == []
    assert CN.unchecked(on=dt.date(2027, 11, 26)) == list(dict.fromkeys(rule.code for rule in CN.rules))
    old = RULE.replace('"own"', '"old"').replace("checked_on = 2026-01-01", "checked_on = 2024-12-31")
    edge = RULE.replace('"own"', '"edge"').replace("checked_on = 2026-01-01", "checked_on = 2025-01-01")
    assert rules.parse(RULE + old + edge, "own").unchecked() == ["old"]
    assert rules.built_in("plain").unchecked() == []


def test_built_in_books_are_whole() -> None:
    assert set(rules.BUILT_IN) == {"cn", "plain"}
    assert set(READ) <= {rule.code for rule in CN.rules}
    assert set(READ) >= SINGLE | set(WORDS)
    assert set(WORDS) == {code for code, unit in READ.items() if unit == "choice"} | {"cost_line_days"}
    assert rules.built_in("plain").rules == ()


def test_the_seven_errors_that_are_often_repeated_stand_in_the_book() -> None:
    errors = [rule for rule in CN.rules if rule.corrects]
    assert [rule.code for rule in errors] == [
        "contract_binds", "collection_privacy", "private_cap_scope", "contract_law", "prepayment_fee_scope", "collection_standards",
        "contact_pressure",
    ]  # fmt: skip
    for rule in errors:
        found = rule.on(dt.date(2026, 11, 25))
        assert found is not None
        assert set(found.words) == set(rule.corrects) == {"zh", "en"}
        assert "".join(say_rule(catalogue("zh"), rule)).count(rule.corrects["zh"]) == 1
        assert rulebook_json(rules.Rulebook("own", CN.title, (rule,)))["rules"][0]["corrects"] == rule.corrects


# The day before each value starts, and that day.
@pytest.mark.parametrize("rule", RULES)
def test_values_hold_from_their_dates_on(rule: rules.Rule) -> None:
    before = None
    for value in rule.values:
        assert rule.on(value.since - dt.timedelta(1)) is before
        assert rule.on(value.since) is value
        before = value
    if rule.until is not None:
        assert rule.on(rule.until) is before
        assert rule.on(rule.until + dt.timedelta(1)) is None


def test_expired_rules_are_not_used() -> None:
    assert CN.on("mortgaged_home_grace", dt.date(2020, 12, 31)) is not None
    assert CN.on("mortgaged_home_grace", dt.date(2021, 1, 1)) is None


def test_the_rule_for_one_kind_of_loan_comes_first() -> None:
    day = dt.date(2026, 9, 30)
    card, loan = CN.on("risk_classes", day, "card"), CN.on("risk_classes", day, "consumer")
    assert card is not None
    assert loan is not None
    assert (card.classes[-1], loan.classes[-1]) == ((181, "loss"), (361, "loss"))
    assert CN.on("penalty_uplift", day, "card") is None
    assert len(list(CN.all("risk_classes", "card"))) == 2


def test_a_day_before_the_first_value_takes_it_only_where_asked() -> None:
    day = dt.date(2003, 12, 31)
    assert CN.on("penalty_uplift_default", day, "consumer") is None
    early = CN.first_or_on("penalty_uplift_default", day, "consumer")
    assert early is not None
    assert early.number == 50_000_000
    assert CN.first_or_on("mortgaged_home_grace", dt.date(2026, 1, 1)) is None


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_only_what_was_read_can_be_broken_and_what_is_hardly_known_is_noted(confidence: str) -> None:
    book = rules.parse(RULE.replace('"verified"', f'"{confidence}"'), "own")
    found = book.on("own", dt.date(2026, 1, 1))
    assert found is not None
    assert found.graded() == MOST[confidence]
    assert found.graded("note") == "note"
    assert (found.graded() == "breach") == (confidence == "verified")
    assert GRADES.index(MOST["low"]) == 0


def test_a_band_includes_both_ends() -> None:
    band = Band(30, 50)
    assert [band.holds(value) for value in (29, 30, 50, 51)] == [False, True, True, False]
    assert Band(None, 50).holds(0)
    assert Band(30, None).holds(10**9)


def test_a_book_of_another_country_needs_no_code() -> None:
    book = rules.read(OWN)
    found = book.on("penalty_uplift", dt.date(2026, 1, 1), "consumer")
    assert found is not None
    assert found.band == Band(None, 20_000_000)
    order = book.on("allocation", dt.date(2026, 1, 1))
    assert order is not None
    assert order.parts[0] is Part.PRINCIPAL


def test_codes_below_the_shells_name_no_country() -> None:
    package = Path(rules.__file__).parents[1]
    lawful = [package / "court.py", *sorted((package / "rules").glob("*.py"))]
    named = [path.name for path in lawful if any(word in path.read_text(encoding="utf-8") for word in ("China", "Chinese", '"cn"', "PBC"))]
    assert named == []


def problems(text: str) -> list[tuple[str, str]]:
    with pytest.raises(RulesError) as refused:
        rules.parse(text, "own")
    return [(problem.path, problem.code) for problem in refused.value.problems]


@pytest.mark.parametrize("key", ["source", "confidence", "checked_on", "title", "code", "use", "unit", "values"])
def test_a_rule_that_lacks_something_is_refused(key: str) -> None:
    lines = [line for line in RULE.splitlines() if not line.startswith(key)]
    assert ("rule[0]." + key, "missing") in problems("\n".join(lines))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('most = "50 %"', 'least = "60 %", most = "50 %"', ("rule[0].values[0].least", "least_above_most")),
        ('most = "50 %"', 'value = "1 %", most = "50 %"', ("rule[0].values[0].most", "either")),
        ('most = "50 %"', 'most = "fifty"', ("rule[0].values[0].most", "unreadable")),
        ('most = "50 %"', "most = 1e999999", ("rule[0].values[0].most", "range.share")),
        (', most = "50 %"', "", ("rule[0].values[0].value", "missing")),
        ("from = 2020-01-01, ", "", ("rule[0].values[0].from", "missing")),
        ("from = 2020-01-01", 'from = "2020"', ("rule[0].values[0].from", "wrong_type")),
        ('most = "50 %" } ]', 'most = "50 %" }, { from = 2020-01-01, most = "40 %" } ]', ("rule[0].values[1].from", "rules_backwards")),
        ('"verified"', '"sure"', ("rule[0].confidence", "unknown_choice")),
        ('"Somewhere"', '""', ("rule[0].source", "wrong_type")),
        ('"Own"', '{ zh = "自有" }', ("rule[0].title.en", "missing")),
        ("checked_on = 2026-01-01", "checked_on = 2026-01-01\nuntil = 2019-12-31", ("rule[0].until", "rules_ended")),
        ("checked_on = 2026-01-01", 'checked_on = 2026-01-01\nwithin = "none"', ("rule[0].within", "rules_unknown")),
        ("checked_on = 2026-01-01", 'checked_on = 2026-01-01\ncountry = "x"', ("rule[0].country", "unknown_key")),
        ('code = "own"', 'code = "debt_to_income"\nkinds = "card"', ("rule[0].kinds", "wrong_type")),
        ('code = "own"', 'code = "plan_term"', ("rule[0].unit", "rules_unit")),
        ('code = "own"', 'code = "penalty_uplift_default"', ("rule[0].values[0].value", "missing")),
        ("checked_on = 2026-01-01", "checked_on = 2026-01-01\ncorrects = 1", ("rule[0].corrects", "wrong_type")),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_named_and_placed(old: str, new: str, problem: tuple[str, str]) -> None:
    assert old in RULE
    assert problem in problems(RULE.replace(old, new, 1))


def test_words_of_a_default_are_those_of_its_convention() -> None:
    choice = RULE.replace('"limit"', '"default"').replace('"share"', '"choice"').replace('"own"', '"first_penalty_day"')
    assert problems(choice.replace('most = "50 %"', 'value = "start-in"')) == [("rule[0].values[0].value", "unknown_choice")]
    assert rules.parse(choice.replace('most = "50 %"', 'value = "due-date"'), "own").rules[0].values[0].word == "due-date"


def test_all_problems_are_told_at_once() -> None:
    found = problems(RULE.replace('"verified"', '"sure"').replace('"50 %"', '"x"') + RULE.replace('"limit"', '"law"'))
    assert [path for path, _ in found] == ["rule[0].confidence", "rule[0].values[0].most", "rule[1].use"]


def test_the_same_code_twice_for_a_kind_is_refused() -> None:
    assert problems(RULE + RULE) == [("rule[1].code", "repeated")]
    apart = RULE.replace('code = "own"', 'code = "own"\nkinds = ["card"]')
    wide = RULE.replace('code = "own"', 'code = "own"\nkinds = ["card", "plan"]').replace("50 %", "40 %")
    book = rules.parse(RULE + wide + apart, "own")
    assert len(book.rules) == 3
    assert [rule.kinds for rule in book.all("own", "card")] == [("card",), ("card", "plan"), ()]
    assert problems(wide + wide) == [("rule[1].code", "repeated")]


def test_a_default_outside_its_limit_is_refused() -> None:
    default = RULE.replace('"own"', '"chosen"').replace('most = "50 %"', 'value = "60 %"') + 'within = "own"\n'
    assert problems(RULE + default) == [("rule[1].values", "rules_outside")]
    # On the day the limit falls below it, too.
    falls = RULE.replace("} ]", '}, { from = 2025-01-01, most = "30 %" } ]')
    assert problems(falls + default.replace("60", "40")) == [("rule[1].values", "rules_outside")]


def test_a_default_keeps_its_limit_whether_the_book_says_so_or_not() -> None:
    limit = RULE.replace('"own"', '"penalty_uplift"')
    default = RULE.replace('"own"', '"penalty_uplift_default"').replace('"limit"', '"default"').replace('most = "50 %"', 'value = "51 %"')
    assert problems(limit + default) == [("rule[1].values", "rules_outside")]
    assert len(rules.parse(limit + default.replace("51", "50"), "own").rules) == 2
    # Each for a kind of its own: they never meet.
    apart = default.replace('use = "default"', 'use = "default"\nkinds = ["card"]')
    alone = limit.replace('use = "limit"', 'use = "limit"\nkinds = ["consumer"]')
    assert len(rules.parse(alone + apart, "own").rules) == 2
    assert problems(limit + apart) == [("rule[1].values", "rules_outside")]


def test_rules_that_mean_something_only_together_stand_together() -> None:
    order = RULE.replace('"own"', '"allocation_late"').replace('"share"', '"parts"').replace('"limit"', '"order"').replace(
        'most = "50 %"', 'value = ["principal", "interest", "penalty", "compound", "fee"]'
    )  # fmt: skip
    age = RULE.replace('"own"', '"allocation_late_from"').replace('"share"', '"days"').replace('most = "50 %"', "value = 91")
    assert problems(order) == [("rule[0].code", "rules_alone")]
    assert problems(age) == [("rule[0].code", "rules_alone")]
    assert len(rules.parse(order + age, "own").rules) == 2
    cards = age.replace('use = "limit"', 'use = "limit"\nkinds = ["card"]')
    loans = order.replace('use = "order"', 'use = "order"\nkinds = ["plan"]')
    assert [code for _, code in problems(loans + cards)] == ["rules_alone", "rules_alone"]


def test_every_code_that_is_said_to_be_read_is_read() -> None:
    package = Path(rules.__file__).parents[1]
    source = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py") if path.name != "codes.py")
    assert [code for code in READ if f'"{code}"' not in source] == []


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ('[ { days = 0, class = "normal" }, { days = 0, class = "loss" } ]', "rules_ascend"),
        ('[ { days = 0, class = "loss" }, { days = 9, class = "normal" } ]', "rules_ascend"),
        ('[ { days = 0, class = "fine" } ]', "unknown_choice"),
        ("[ { days = 0 } ]", "missing"),
        ("[]", "wrong_type"),
    ],
)  # fmt: skip
def test_classes_must_fall_with_days(value: str, code: str) -> None:
    found = problems(RULE.replace('"share"', '"classes"').replace('most = "50 %"', f"value = {value}"))
    assert code in [own for _, own in found]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ('[ { to = "2", fee = "1" } ]', "rules_ascend"),
        ('[ { fee = "1" }, { share = "1 %" } ]', "rules_ascend"),
        ('[ { to = "2", fee = "1" }, { to = "2", fee = "1" }, { share = "1 %" } ]', "rules_ascend"),
        ('[ { share = "0.001" } ]', ""),
        ('[ { fee = "1.001" } ]', "parts_of_cent"),
    ],
)  # fmt: skip
def test_brackets_must_rise_to_an_open_one(value: str, code: str) -> None:
    text = RULE.replace('"share"', '"brackets"').replace('most = "50 %"', f"value = {value}")
    if code:
        assert [own for _, own in problems(text)] == [code]
    else:
        assert rules.parse(text, "own").rules[0].values[0].brackets[0].share == 100_000


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ('["principal"]', "all_parts"),
        ('["tax", "interest", "penalty", "compound", "fee"]', "unknown_part"),
        ('"principal"', "wrong_type"),
    ],
)  # fmt: skip
def test_orders_name_all_parts_once(value: str, code: str) -> None:
    assert [own for _, own in problems(RULE.replace('"share"', '"parts"').replace('most = "50 %"', f"value = {value}"))] == [code]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"rule = 1", "wrong_type"), (b"[[rule]", "file.not_toml"), (b"\xff", "file.not_utf8"), (b"book = 2", "wrong_type")],
)
def test_files_that_are_no_book(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(content)
    with pytest.raises(RulesError) as refused:
        rules.read(path)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_books_are_found_by_name_or_beside_the_case(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(RULE, encoding="utf-8")
    assert rules.named("cn") is CN
    assert rules.named("own.toml", tmp_path).on("own", dt.date(2026, 1, 1)) is not None
    refusals = (("de", tmp_path, "unknown_choice"), ("own.toml", None, "rules_no_folder"), ("no.toml", tmp_path, "file.missing"))
    for name, folder, code in refusals:
        with pytest.raises(RulesError) as refused:
            rules.named(name, folder)
        assert [problem.code for problem in refused.value.problems] == [code]


LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 10**6), st.integers(), st.text(max_size=6),
    st.decimals(allow_nan=False, allow_infinity=False), st.dates(), st.datetimes(), st.sampled_from([
        "share", "parts", "classes", "brackets", "multiple",
        "limit", "verified", "50 %", "penalty_uplift",
    ]),
)  # fmt: skip
KEYS = st.sampled_from([
    "code", "use", "unit", "title", "source", "confidence", "checked_on", "values", "kinds", "until", "within", "grade", "from", "value",
    "least", "most", "zh", "en", "times", "series", "to", "fee", "share", "days", "class",
])  # fmt: skip
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)), max_leaves=12
)  # fmt: skip
SOUND = {
    "code": "own", "use": "limit", "unit": "share", "title": "Own", "source": "Somewhere", "confidence": "verified",
    "checked_on": dt.date(2026, 1, 1), "values": [{"from": dt.date(2020, 1, 1), "most": "50 %"}],
}  # fmt: skip


@given(st.dictionaries(KEYS, ANYTHING, max_size=4), st.sampled_from(sorted(READERS)), ANYTHING)
def test_whatever_stands_in_a_book_it_is_read_or_refused(changes: dict[str, Any], unit: str, value: object) -> None:
    own = SOUND | {"unit": unit, "values": [{"from": dt.date(2020, 1, 1), "value": value}]} | changes
    for document in ({"rule": [own]}, {"rule": own, "book": value}, {"rule": [value]}):
        with contextlib.suppress(RulesError):
            book = rulebook(document, "own")
            assert all(say_rule(catalogue("en"), rule) for rule in book.rules)
            assert rulebook_json(book)["name"] == "own"


def test_the_page_on_books_of_one_s_own_names_every_unit_use_and_word(tmp_path: Path) -> None:
    page = (Path(rules.__file__).parents[1] / "data" / "README.md").read_text(encoding="utf-8")
    assert [unit for unit in READERS if f"`{unit}`" not in page] == []
    assert [word for word in (*CONFIDENCES, *USES, *KEYS_OF_A_RULE) if word not in page] == []
    (tmp_path / "own.toml").write_text(page.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    found = rules.read(tmp_path / "own.toml").on("penalty_uplift", dt.date(2026, 1, 1), "consumer")
    assert found is not None
    assert found.band == Band(None, 18_000_000)
