"""The page in a real Chromium: what AppTest cannot see."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from planner import casefile, text
from planner.present import say_value
from planner.present.why import equation
from planner.scenarios import Comparison, compare
from planner.screens import examples
from planner.screens.edits import Document, edit
from planner.whys import Explainer

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.sync_api import Error, Page, expect, sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ROOT: Final = Path(__file__).resolve().parents[2]
HOST: Final = "127.0.0.1"
SECONDS: Final = 30
TRIES: Final = 5
NUMBERS: Final = "mortgage_income_drop"
"""The example with the widest figures."""
SPILT: Final = """
() => [...document.querySelectorAll('.planner-figures dd, .owed td, .compare td, .compare th, label p, button p')]
    .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText)
"""
"""Texts that do not fit where they stand."""
FITS: Final = """
() => ['[data-testid="stMainBlockContainer"]', '.compare'].map(name => document.querySelector(name))
    .every(e => e.scrollWidth <= e.clientWidth)
"""
"""Whether page and table are no wider than their place; charts follow a new width a moment later."""


def free_port() -> int:
    with socket.socket() as door:
        door.bind((HOST, 0))
        return int(door.getsockname()[1])


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on a port of its own, for as long as the tests of this file run."""
    port = free_port()
    log = tmp_path_factory.mktemp("app") / "log"
    command = [sys.executable, "-m", "streamlit", "run", "app_streamlit.py", f"--server.port={port}"]
    with log.open("w") as out, subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT) as server:
        try:
            wait_for(f"http://{HOST}:{port}", server, log)
            yield f"http://{HOST}:{port}"
        finally:
            server.terminate()


def wait_for(where: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until the app answers; what it said where it does not."""
    for _ in range(SECONDS * 10):
        if server.poll() is not None:
            break
        try:
            with urlopen(f"{where}/_stcore/health", timeout=2):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the app does not answer: {log.read_text()}")


@pytest.fixture(scope="module")
def chromium(browser_path: str) -> Iterator[Browser]:
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=browser_path, args=["--no-sandbox"] if as_root else [])
        yield browser
        browser.close()


@pytest.fixture
def hosts() -> set[str]:
    """Every host the page asked anything of."""
    return set()


@pytest.fixture
def page(chromium: Browser, hosts: set[str]) -> Iterator[Page]:
    own = chromium.new_page(viewport={"width": 1280, "height": 2600})
    own.set_default_timeout(SECONDS * 1000)
    own.on("request", lambda request: hosts.add(urlsplit(request.url).hostname or ""))
    own.on("websocket", lambda line: hosts.add(urlsplit(line.url).hostname or ""))
    yield own
    own.close()


@pytest.fixture
def document() -> Document:
    return casefile.parse(examples.found()[examples.FIRST]).raw


def widget(page: Page, name: str) -> Locator:
    """The widget whose key begins so."""
    return page.locator(f'[class*="st-key-{name}"]').first


def settled(page: Page) -> None:
    """Wait until the page has drawn what it was asked to."""
    page.wait_for_timeout(150)
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_attached(timeout=SECONDS * 1000)
    expect(page.locator(".compare table")).to_be_visible(timeout=SECONDS * 1000)


def opened(page: Page, address: str, lang: str) -> None:
    page.goto(f"{address}/?lang={lang}")
    settled(page)


def choose(page: Page, name: str, label: str) -> None:
    """Open the list and take the option; a list that a rerun of the page closed is opened again, as a hand would."""
    option = page.get_by_role("option", name=label, exact=True)
    for left in reversed(range(TRIES)):
        widget(page, name).locator("input").click()
        try:
            option.click(timeout=SECONDS * 1000 / TRIES)
        except Error:
            if not left:
                raise
            page.keyboard.press("Escape")
        else:
            break
    settled(page)


def has(page: Page, name: str, value: str) -> None:
    """The box shows this value."""
    expect(widget(page, name).locator("input")).to_have_value(value, timeout=SECONDS * 1000)


def shows(page: Page, comparison: Comparison, lang: str) -> None:
    """The table shows this comparison's figures."""
    words = text.catalogue(lang)
    for scenario in comparison.scenarios:
        for code in ("first_payment", "highest_payment", "finish", "total_paid"):
            cell = page.locator(f'.compare tr[data-measure="{code}"] td[data-scenario="{scenario.name}"] .figure')
            expect(cell).to_have_text(say_value(words, scenario.measures[code]), timeout=SECONDS * 1000)


def test_a_changed_plan_changes_the_figures_to_what_the_planner_says(page: Page, address: str, hosts: set[str], document: Document) -> None:
    opened(page, address, "zh")
    choose(page, "example", casefile.parse(examples.found()["principal_only_instalments"]).title)
    choose(page, "example", document["title"])
    shows(page, compare(casefile.build(document)), "zh")
    months = widget(page, "months_0").locator("input")
    months.fill("36")
    months.press("Enter")
    edited = edit(document, 0, months=36)
    shows(page, compare(casefile.build(edited)), "zh")
    with page.expect_download() as taken:
        page.locator(".st-key-download button").click()
    assert casefile.read(taken.value.path()).raw == edited
    assert hosts == {HOST}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_choices_and_numbers_survive_two_switches_of_language(page: Page, address: str, lang: str, document: Document) -> None:
    opened(page, address, lang)
    words, other = text.catalogue(lang), {"zh": "en", "en": "zh"}[lang]
    choose(page, "scenario", words("scenario.pay_off"))
    choose(page, "base", words("scenario.catch_up"))
    widget(page, "waive_0").locator("input").fill("40")
    for now in (other, lang):
        page.get_by_text({"zh": "中文", "en": "English"}[now], exact=True).click()
        settled(page)
        expect(page.locator("html")).to_have_attribute("lang", re.compile(now))
        assert f"lang={now}" in page.url
        page.locator(".st-key-only_differences label").click()
        settled(page)
        own = text.catalogue(now)
        has(page, "scenario", own("scenario.pay_off"))
        has(page, "base", own("scenario.catch_up"))
        has(page, "example", document["title"])
        has(page, "waive_0", "40")
        shows(page, compare(casefile.build(edit(document, 0, waive=Decimal(40)))), now)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_cut_off(page: Page, address: str, lang: str) -> None:
    opened(page, address, lang)
    for name in (examples.FIRST, NUMBERS):
        choose(page, "example", casefile.parse(examples.found()[name]).title)
        for width in (1280, 1440):
            page.set_viewport_size({"width": width, "height": 2600})
            page.wait_for_function(FITS)
            assert page.evaluate(SPILT) == []


def test_a_bad_upload_stands_beside_the_upload_and_what_was_open_stays(page: Page, address: str, document: Document) -> None:
    opened(page, address, "en")
    bad = examples.found()[examples.FIRST].replace("36", "100000").replace('"15.4 %"', '"2000 %"')
    files = [{"name": "bad.toml", "mimeType": "application/toml", "buffer": bad.encode()}]
    page.locator('.st-key-upload input[type="file"]').set_input_files(files)  # type: ignore[arg-type]
    box = page.locator(".st-key-upload_problems")
    expect(box.get_by_role("listitem").first).to_be_visible()
    assert box.get_by_role("listitem").count() >= 2
    assert box.locator("xpath=ancestor::*[@data-testid='stSidebar']").count() == 1
    shows(page, compare(casefile.build(document)), "en")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_why_goes_down_from_a_figure_and_its_choices_survive_a_switch_of_language(page: Page, address: str, lang: str) -> None:
    opened(page, address, lang)
    known, other = Explainer(compare(casefile.parse(examples.found()[examples.FIRST]))), {"zh": "en", "en": "zh"}[lang]
    plan = next(s.name for s in known.comparison.scenarios if s.kind == "plan")
    formula = page.locator(".st-key-why_panel .planner-why .formula")
    page.locator(".st-key-ask_why label").click()
    expect(formula).to_have_text(equation(text.catalogue(lang), known.measure(plan, "total_paid")), timeout=SECONDS * 1000)
    # A long list draws only what is in sight: typing brings the choice there.
    widget(page, "why_figure").locator("input").click()
    page.keyboard.insert_text(text.catalogue(lang)("measure.npv"))
    page.get_by_role("option", name=text.catalogue(lang)("measure.npv"), exact=True).click()
    worth = known.measure(plan, "npv")
    expect(formula).to_have_text(equation(text.catalogue(lang), worth), timeout=SECONDS * 1000)
    page.locator(".st-key-why_down_0_0 button").click()
    expect(formula).to_have_text(equation(text.catalogue(lang), known.at(worth, (0,))[-1]), timeout=SECONDS * 1000)
    page.get_by_text({"zh": "中文", "en": "English"}[other], exact=True).click()
    settled(page)
    expect(formula).to_have_text(equation(text.catalogue(other), known.at(worth, (0,))[-1]), timeout=SECONDS * 1000)
    has(page, "why_figure", text.catalogue(other)("measure.npv"))
    page.locator(".st-key-why_up_0 button").click()
    expect(formula).to_have_text(equation(text.catalogue(other), worth), timeout=SECONDS * 1000)
