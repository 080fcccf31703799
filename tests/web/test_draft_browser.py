"""A draft in a browser: with the keyboard, with two tabs, and with a desk that is killed while somebody types."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from tests.web.walking import CHROMIUM, LONG_MS, QUIET, Running

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "drafts"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="apt-get install chromium"),
]


@pytest.fixture(scope="module")
def running(made_once, tmp_path_factory):
    found = Running(Path(shutil.copytree(made_once, tmp_path_factory.mktemp("walk") / "archive")))
    yield found
    found.kill()


@pytest.fixture(scope="module")
def browser():
    sync = pytest.importorskip("playwright.sync_api")
    with sync.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def context(browser, running):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    context.set_default_timeout(LONG_MS)
    context.new_page().goto(running.address)
    yield context
    context.close()


def begin(context, running, text: str):
    """A page with a new draft, begun with the keyboard alone."""
    page = context.new_page()
    page.wrong = []
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.goto(f"{running.base}/draft")
    page.focus("#text")
    page.keyboard.insert_text(text)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/draft/drf-*")
    page.wait_for_selector(".sum")
    return page


def until(page, wanted, what: str):
    """The policy of the page forbids the browser's own way of waiting for an expression."""
    for _ in range(600):
        if wanted():
            return
        page.wait_for_timeout(100)
    pytest.fail(what)


def chosen(page) -> str:
    return page.evaluate(
        "(f => f.value.slice(f.selectionStart, f.selectionEnd))(document.getElementById('text'))"
    )


def state(page) -> str:
    return page.text_content("#kept")


def test_findings_are_walked_mended_and_played_with_the_keyboard(context, running):
    text = "𝔄\n\n" + (SAMPLES / "flawed.en.md").read_text(encoding="utf-8")
    page = begin(context, running, text)
    page.focus("#text")
    for _ in range(30):
        page.keyboard.press("Alt+ArrowDown")
        if chosen(page) == "Forty":
            break
    assert chosen(page) == "Forty"  # counted past a sign of two units
    page.keyboard.press("Alt+KeyP")
    until(
        page,
        lambda: page.evaluate("document.getElementById('sound').currentTime > 0"),
        "nothing plays",
    )
    page.keyboard.type("Twenty")
    until(page, lambda: "revision 2" in state(page), "it was not kept")
    until(page, lambda: "Q04" not in page.text_content(".found"), "it was not checked again")
    page.focus(".pick")
    page.keyboard.press("j")
    first = chosen(page)
    assert page.evaluate("document.activeElement.className") == "pick"
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert chosen(page) == first
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "text"
    assert page.wrong == []


def test_a_reason_that_is_being_written_survives_the_next_check(context, running):
    page = begin(context, running, (SAMPLES / "flawed.en.md").read_text(encoding="utf-8"))
    finding = page.locator(".found > .finding", has_text="Q20")
    finding.locator("summary").click()
    finding.locator("textarea").fill("it is what she")
    page.focus("#text")
    page.keyboard.press("Control+End")
    page.keyboard.type("\nThe end.")
    until(page, lambda: "revision 2" in state(page), "it was not kept")
    until(page, lambda: not page.text_content("#checking"), "it was not checked")
    assert page.locator(".finding", has_text="Q20").locator("textarea").input_value() == (
        "it is what she"
    )
    assert page.wrong == []


def test_what_is_typed_while_the_desk_is_killed_is_there_again(context, running):
    page = begin(context, running, "The mill burned.\n")
    where = page.url
    running.kill()
    page.focus("#text")
    page.keyboard.press("Control+End")
    page.keyboard.type("Nobody knows why.")
    until(page, lambda: "stands in this browser" in state(page), "it was not said")
    page.close(run_before_unload=False)
    running.start()
    again = context.new_page()
    again.goto(running.address)
    again.goto(where)
    until(again, lambda: "revision 2" in state(again), "it was not brought back")
    assert again.input_value("#text") == "The mill burned.\nNobody knows why."
    identifier = where.rsplit("/", 1)[1].split("#")[0]
    kept = running.root / "desk" / "drafts" / identifier / f"{identifier}-000002.md"
    assert kept.read_text() == "The mill burned.\nNobody knows why."
    assert again.evaluate("localStorage.length") == 0


def test_what_two_tabs_could_not_send_is_there_for_both(context, running):
    one = begin(context, running, "Begin.\n")
    where = one.url
    two = context.new_page()
    two.goto(where)
    running.kill()
    for page, words in ((one, "First tab."), (two, "Second tab.")):
        page.focus("#text")
        page.keyboard.press("Control+End")
        page.keyboard.type(words)
        until(page, lambda page=page: "stands in this browser" in state(page), "it was not said")
    one.close(run_before_unload=False)
    two.close(run_before_unload=False)
    running.start()
    found = set()
    for visit in range(2):
        page = context.new_page()
        page.goto(running.address)
        page.goto(where)
        if visit == 0:
            until(page, lambda page=page: "revision 2" in state(page), "nothing came back")
        else:
            until(
                page, lambda page=page: page.is_visible("#conflict"), "the other did not come back"
            )
        found.add(page.input_value("#text"))
        page.close()
    assert found == {"Begin.\nFirst tab.", "Begin.\nSecond tab."}


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_two_tabs_choose_and_lose_nothing(context, running, choice):
    one = begin(context, running, "Begin.\n")
    two = context.new_page()
    two.goto(one.url)
    one.focus("#text")
    one.keyboard.press("Control+End")
    one.keyboard.type("First tab.")
    until(one, lambda: "revision 2" in state(one), "the first was not kept")
    two.focus("#text")
    two.keyboard.press("Control+End")
    two.keyboard.type("Second tab.")
    until(two, lambda: two.is_visible("#conflict"), "the conflict was not shown")
    assert two.input_value("#theirs") == "Begin.\nFirst tab."
    assert two.input_value("#text") == "Begin.\nSecond tab."
    two.focus(f"[data-do={choice}]")
    two.keyboard.press("Enter")
    until(two, lambda: not two.is_visible("#conflict"), "it stays")
    folder = running.root / "desk" / "drafts"
    wanted = {"mine": "Begin.\nSecond tab.", "theirs": "Begin.\nFirst tab."}[choice]
    assert two.input_value("#text") == wanted
    for _ in range(100):
        every = {one.read_text() for one in folder.glob("*/*.md")}
        if {"Begin.\nFirst tab.", "Begin.\nSecond tab."} <= every:
            return
        time.sleep(0.1)
    pytest.fail("one of the texts is nowhere")


def test_the_page_that_is_looked_at_plays_its_clips(context, running):
    page = begin(context, running, (SAMPLES / "clean.en.md").read_text(encoding="utf-8"))
    page.goto(f"{page.url}/release")
    page.fill("#because", "cleared")
    page.keyboard.press("Enter")
    page.wait_for_selector(".good >> text=version 1")
    with context.expect_page() as opened:
        page.click("text=Look at the page")
    look = opened.value
    look.wait_for_load_state()
    assert look.locator("button.play:visible").count() == 10
    look.locator("button.play").first.click()
    until(
        look,
        lambda: look.evaluate("document.querySelector('audio').currentTime > 0"),
        "nothing plays",
    )
    assert look.evaluate("getComputedStyle(document.body).fontFamily.length > 0")
    assert look.evaluate("window.opener === null")
