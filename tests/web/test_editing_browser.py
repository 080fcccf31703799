"""Lines in a browser: the keyboard alone, a network that goes away, two tabs of one browser, a tab that is closed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from earwitness.desk import Desk
from earwitness.store.catalog.words import transcripts, utterances
from tests.web.walking import CHROMIUM, LONG_MS, QUIET, Running

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="apt-get install chromium"),
]


@pytest.fixture
def running(made_once, tmp_path):
    found = Running(Path(shutil.copytree(made_once, tmp_path / "archive")))
    yield found
    found.kill()


@pytest.fixture
def context(running):
    sync = pytest.importorskip("playwright.sync_api")
    with sync.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
        context.set_default_timeout(LONG_MS)
        context.new_page().goto(running.address)
        yield context
        browser.close()


@pytest.fixture
def version(running) -> tuple[str, str]:
    """A recording with sound and a version of several lines that is shown first."""
    with Desk.open(running.root) as desk:
        for one in desk.recordings():
            found = transcripts(desk.archive.db, one.id)
            if (
                one.basis.value == "sound"
                and found
                and len(utterances(desk.archive.db, found[0].id)) > 3
            ):
                return one.id, found[0].id
    raise AssertionError("the samples have none")


def edits(running, version) -> dict[int, str]:
    with Desk.open(running.root) as desk:
        return {at: one.text for at, one in desk.edits(version[1]).items()}


def opened(context, running, version, position: int):
    """A tab with the editor of a line open."""
    page = context.new_page()
    page.goto(f"{running.base}/recordings/{version[0]}")
    page.dblclick(f"#l{position} .said")
    page.wait_for_selector(f"#l{position} textarea")
    return page


def until(page, wanted, what: str) -> None:
    for _ in range(300):
        if wanted():
            return
        page.wait_for_timeout(100)
    pytest.fail(what)


def test_by_keyboard_while_it_plays(context, running, version):
    page = context.new_page()
    page.goto(f"{running.base}/recordings/{version[0]}")
    page.wait_for_selector(".player[data-ready]")
    page.keyboard.press("Space")
    until(
        page,
        lambda: page.evaluate("document.getElementById('sound').currentTime") > 0.3,
        "no sound",
    )
    page.keyboard.press("e")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Typed while it plays.")
    page.keyboard.press("Escape")
    assert page.evaluate("document.getElementById('sound').paused")
    page.keyboard.press("Enter")
    until(page, lambda: "Typed while it plays." in edits(running, version).values(), "not kept")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"  # the next line
    assert page.evaluate("localStorage.length") == 0


def test_two_tabs_of_one_browser_lose_neither_text(context, running, version):
    first, second = (opened(context, running, version, 1) for _ in range(2))
    context.set_offline(True)
    first.fill("#l1 textarea", "from the first tab")
    second.fill("#l1 textarea", "from the second tab")
    first.wait_for_timeout(1500)
    assert first.evaluate("localStorage.length") == 2
    context.set_offline(False)
    until(
        first,
        lambda: first.locator(".conflict").count() + second.locator(".conflict").count() == 1,
        "no conflict",
    )
    told = first if first.locator(".conflict").count() else second
    box = told.inner_text(".conflict")
    assert "from the first tab" in box
    assert "from the second tab" in box
    mine = "from the first tab" if told is first else "from the second tab"
    told.click(".conflict button >> nth=0")
    until(told, lambda: edits(running, version).get(1) == mine, "the choice was not kept")
    until(told, lambda: told.evaluate("localStorage.length") == 0, "something is left")


def test_what_a_closed_tab_could_not_send_is_sent_by_the_next(context, running, version):
    page = opened(context, running, version, 2)
    running.kill()
    page.fill("#l2 textarea", "typed while the desk was dead")
    page.locator("#l2 .state", has_text="not saved yet").wait_for()
    page.close()
    running.start()
    page = context.new_page()
    page.goto(running.address)
    assert 2 not in edits(running, version)
    page.goto(f"{running.base}/recordings/{version[0]}")
    until(page, lambda: edits(running, version).get(2) == "typed while the desk was dead", "lost")
