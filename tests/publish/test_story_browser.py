"""The page in a browser, from a file, without any network."""

from __future__ import annotations

from pathlib import Path

import pytest

DRAFTS = Path(__file__).resolve().parents[2] / "samples" / "drafts"
CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="apt-get install chromium"),
]


@pytest.fixture(scope="module")
def browser():
    sync = pytest.importorskip("playwright.sync_api")
    with sync.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(sample_archive, tmp_path_factory) -> str:
    from earwitness.publish.story import write_story

    into = tmp_path_factory.mktemp("browser") / "page"
    return write_story(sample_archive.archive, DRAFTS / "clean.en.md", into).page.as_uri()


@pytest.fixture
def page(browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "request",
        lambda asked: said.append(asked.url) if not asked.url.startswith("file:") else None,
    )
    page.goto(address)
    yield page
    assert said == []
    context.close()


def playing(page) -> list[str]:
    return page.evaluate(
        "[...document.querySelectorAll('audio')].filter(a => !a.paused).map(a => a.id)"
    )


def wait_until_it_sounds(page, name: str) -> None:
    """The policy of the page forbids the browser's own way of waiting for an expression."""
    for _ in range(100):
        if page.evaluate("name => document.getElementById(name).currentTime > 0", name):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"{name} does not play")


def test_one_clip_plays_at_a_time(page):
    buttons = page.locator("button.play")
    assert buttons.count() == 10
    buttons.nth(0).click()
    wait_until_it_sounds(page, "q01-sound")
    assert playing(page) == ["q01-sound"]
    assert buttons.nth(0).get_attribute("aria-pressed") == "true"
    buttons.nth(3).click()
    wait_until_it_sounds(page, "q04-sound")
    assert playing(page) == ["q04-sound"]
    assert buttons.nth(0).get_attribute("aria-pressed") == "false"
    buttons.nth(3).click()
    assert playing(page) == []


def test_the_keyboard_is_enough(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "play"
    page.keyboard.press("Enter")
    wait_until_it_sounds(page, "q01-sound")
    page.keyboard.press("Space")
    assert playing(page) == []


def test_every_control_has_a_name(page):
    names = page.evaluate(
        "[...document.querySelectorAll('button, audio')].map(e => e.getAttribute('aria-label') || e.textContent.trim())"
    )
    assert all(names)


def test_without_scripts_the_players_remain(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("audio[controls]").count() == 10
    assert page.locator("audio").first.is_visible()
    assert page.locator("button.play").first.is_hidden()
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_the_window(browser, address, tmp_path, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    picture = page.screenshot(path=str(tmp_path / "page.png"), full_page=True)
    assert len(picture) > 20_000
    context.close()
