"""The catalogues and the source ask for the same msgids, in both languages, with the same placeholders."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

import pytest
from babel.messages.catalog import Catalog, Message

from planner import text
from planner.book import Part
from planner.dates import BASE
from tests.tools.msgids import CODE, find
from tests.tools.update_catalogues import HEADER_NOISE, LOCALES, ids, path, read, required

FOUND = find()
CATALOGUES = {locale: read(locale) for locale in LOCALES}
MEASURES = [
    "first_payment", "typical_payment", "highest_payment", "payments", "finish", "total_paid", "paid_principal", "paid_interest",
    "paid_penalty", "paid_compound", "paid_fees", "waived", "waived_conditional", "less_than_nothing", "annual_rate", "effective_rate",
    "life_rate", "debt_to_income", "left_to_live_on", "npv", "claim", "recovery", "concession", "expected_npv", "breakeven_redefault",
    "enforcement_npv", "surplus", "modification_gain", "modification_share", "risk_class", "observation_end",
]  # fmt: skip
NAMED = {
    "part": [p.name.lower() for p in Part],
    "scenario": ["do_nothing", "catch_up", "pay_off", "enforcement", "sale"],
    "measure": MEASURES,
    "grade": ["breach", "warning", "note"],
    "day_count": list(BASE),
}
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def words(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def holes(sentence: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(sentence))


@pytest.fixture(params=LOCALES)
def locale(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def catalog(locale: str) -> Catalog:
    return CATALOGUES[locale]


def test_every_msgid_of_the_source_has_an_entry(locale: str, catalog: Catalog) -> None:
    present = set(ids(catalog))
    wanted = {m if isinstance(m, str) else m[0] for m in required(locale, FOUND)}
    lacking = {m: sorted(FOUND.codes.get(m) or FOUND.sentences[m]) for m in sorted(wanted - present)}
    assert not lacking, "add them with: python -m tests.tools.update_catalogues"


def test_families_of_the_design_are_whole(catalog: Catalog) -> None:
    lacking = [f"{family}.{name}" for family, names in NAMED.items() for name in names if f"{family}.{name}" not in ids(catalog)]
    assert lacking == []


def test_both_languages_know_the_same_codes() -> None:
    english, chinese = ({m for m in ids(c) if CODE.fullmatch(m)} for c in CATALOGUES.values())
    assert english == chinese


def test_english_sentences_stand_in_the_source_only() -> None:
    assert [m for m in ids(CATALOGUES["en"]) if not CODE.fullmatch(m)] == []


def test_no_sentence_is_put_together_before_it_is_looked_up() -> None:
    assert FOUND.unreadable == set()


def test_no_entry_is_unused(catalog: Catalog) -> None:
    unused = [m for m in ids(catalog) if not FOUND.used(m)]
    assert unused == [], "remove them with: python -m tests.tools.update_catalogues --prune"


def test_no_entry_is_empty_or_fuzzy(catalog: Catalog) -> None:
    assert [m.id for m in catalog if m.id and (m.fuzzy or not all(w.strip() for w in words(m)))] == []


def test_placeholders_are_names_and_equal_on_both_sides(locale: str, catalog: Catalog) -> None:
    english = {m.id: m for m in CATALOGUES["en"]}
    for message in (m for m in catalog if m.id):
        plural = isinstance(message.id, tuple)
        one = message.id[-1] if plural else words(english[message.id])[0] if message.id in english else str(message.id)
        for said in filter(None, words(message)):
            assert holes(said) == holes(one), f"{locale}: {message.id}"
        assert all(name.isidentifier() for name in holes(one)), message.id


def test_file_is_sorted_and_tidy(locale: str, catalog: Catalog) -> None:
    raw = path(locale).read_bytes()
    assert ids(catalog) == sorted(ids(catalog)), "sort them with: python -m tests.tools.update_catalogues"
    assert b"\n#:" not in raw
    assert b"\n#~" not in raw
    assert HEADER_NOISE.search(raw) is None
    assert raw.count(b"\nmsgid ") == len(ids(catalog)) + 1, "a msgid stands twice"


def test_language_comes_from_the_argument_then_the_locale_then_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in text.ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    assert text.choose() == "zh"
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert text.choose() == "en"
    assert text.choose("zh-CN") == "zh"
    assert text.choose("fr") == "en"
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert text.choose() == "zh"


def test_values_are_filled_in_as_they_stand() -> None:
    say = text.catalogue("en")
    assert say("Plan {name} has {n} clauses", name="{n} {x", n=2) == "Plan {n} {x has 2 clauses"
    assert say("a {gap} stays") == "a {gap} stays"
    assert (say.plural("{n} month", "{n} months", 1), say.plural("{n} month", "{n} months", 3)) == ("1 month", "3 months")


@pytest.mark.parametrize(
    ("cents", "shown"), [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123450, "1,234.50"), (10**15 + 1, "10,000,000,000,000.01")]
)
def test_money_is_exact_and_grouped(cents: int, shown: str) -> None:
    assert text.catalogue("zh").money(cents) == shown


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (15_400_000, 6, "15.4%"), (0, 2, "0%"), (10**8, 2, "100%"), (1, 6, "0.000001%"), (123_450, 2, "0.12%"), (-500_000, 0, "-1%"),
        (-1, 2, "0%"),
    ],
)
def test_rates_drop_only_needless_decimals(value: int, places: int, shown: str) -> None:
    assert text.catalogue("en").rate(value, places) == shown


def test_dates_read_as_the_language_writes_them() -> None:
    day = dt.date(2026, 11, 5)
    assert text.catalogue("zh").date(day) == "2026年11月5日"
    assert text.catalogue("en").date(day) == "Nov 5, 2026"
