"""The page in a browser: readers' corrections by mouse, keyboard and without scripts; accessibility; print."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from earwitness.publish.page.options import PageOptions
from tests.publish.page.conftest import LINES, Story, made

DRAFTS = Path(__file__).resolve().parents[3] / "samples" / "drafts"
CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
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
def published(tmp_path_factory):
    folder = tmp_path_factory.mktemp("page")
    with made(folder) as desk:
        story = Story(desk, folder, {"corrections_to": "desk@example.org", "content_note": "Брань"})
        story.publish(LINES[:2], text="Потом связь оборвалась.")
        yield story


@pytest.fixture(scope="module")
def address(sample_archive, tmp_path_factory):
    into = tmp_path_factory.mktemp("sound") / "page"
    options = PageOptions(corrections_to="desk@example.org", content_note="Strong language.")
    return sample_archive.desk.story(DRAFTS / "clean.en.md", into, options).page.as_uri()


@pytest.fixture
def page(browser, published):
    context = browser.new_context(viewport={"width": 900, "height": 800}, accept_downloads=True)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "request",
        lambda asked: (
            said.append(asked.url) if not asked.url.startswith(("file:", "blob:")) else None
        ),
    )
    page.goto((published.page / "index.html").as_uri())
    yield page
    assert said == []
    context.close()


def select(page, words: str) -> None:
    """Select words of the article, wherever elements begin and end in them."""
    page.evaluate(
        """words => {
            const article = document.querySelector("article");
            const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
            let all = "", nodes = [];
            while (walker.nextNode()) { nodes.push([all.length, walker.currentNode]); all += walker.currentNode.data; }
            const at = all.indexOf(words);
            const find = (offset, end) => nodes.findLast(one => end ? one[0] < offset : one[0] <= offset);
            const range = document.createRange();
            const [a, first] = find(at, false), [b, last] = find(at + words.length, true);
            range.setStart(first, at - a);
            range.setEnd(last, at + words.length - b);
            const selection = document.getSelection();
            selection.removeAllRanges();
            selection.addRange(range);
        }""",
        words,
    )
    page.wait_for_timeout(100)


def saved(page, tmp_path) -> Path:
    with page.expect_download() as waiting:
        page.locator("dialog .save").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_selected_words_become_a_file_that_the_desk_takes(page, published, tmp_path):
    button = page.locator("button.report-selected")
    assert button.is_hidden()
    select(page, "осталось двадцать")
    assert button.is_visible()
    button.click()
    assert page.locator("dialog").is_visible()
    assert page.locator("#c-words").input_value() == "осталось двадцать"
    assert page.evaluate("document.activeElement.id") == "c-say"
    page.locator("input[value=quote]").check()
    page.locator("#c-say").fill("осталось двенадцать, слышно <b>ясно</b>")
    page.locator("#c-contact").fill("a reader")
    path = saved(page, tmp_path)
    assert path.name.startswith("correction-pub-")
    read = json.loads(path.read_text(encoding="utf-8"))
    assert read["target"]["selector"]["exact"] == "осталось двадцать"
    assert read["target"]["selector"]["prefix"].endswith("«Мам, нас ")
    taken = published.desk.take_reader_file(path)
    assert (taken.new, taken.subject, taken.quotation) == (True, published.rec, "1")
    assert path.name in page.locator(".done").inner_text()
    assert "desk@example.org" in page.locator(".done").inner_text()


def test_words_over_the_edge_of_a_quotation_are_found(page, published, tmp_path):
    select(page, "сотни.», — говорит")
    page.keyboard.press("Control+Enter")
    page.locator("#c-say").fill("сказал")
    taken = published.desk.take_reader_file(saved(page, tmp_path))
    assert taken.quotation == "1"


def test_words_of_the_text_are_about_the_story(page, published, tmp_path):
    select(page, "Потом связь")
    page.keyboard.press("Control+Enter")
    page.locator("#c-say").fill("Потом звонок")
    taken = published.desk.take_reader_file(saved(page, tmp_path))
    assert taken.subject.startswith("pub-")


def test_the_keyboard_is_enough(page):
    page.locator("button.report").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "c-words"
    seen = set()
    for _ in range(14):
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate(
                "document.activeElement.closest('dialog') !== null || document.activeElement === document.body"
            )
        )
    assert seen == {True}
    page.keyboard.press("Escape")
    assert page.locator("dialog").is_hidden()
    assert page.evaluate("document.activeElement.className").startswith("report")
    page.keyboard.press("Control+Enter")
    assert page.locator("dialog").is_hidden()


def test_what_is_missing_is_said_and_nothing_is_saved(page):
    page.locator("button.report").click()
    page.locator("dialog .save").click()
    problem = page.locator("dialog .problem")
    assert problem.is_visible()
    assert page.evaluate("document.activeElement.id") == "c-words"
    page.locator("#c-words").fill("слова")
    page.locator("dialog .save").click()
    assert page.evaluate("document.activeElement.id") == "c-say"


def test_by_touch(browser, published):
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto((published.page / "index.html").as_uri())
    select(page, "двадцать")
    button = page.locator("button.report-selected")
    box = button.bounding_box()
    assert box["height"] >= 44
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    button.tap()
    assert page.locator("dialog").is_visible()
    context.close()


def test_without_scripts_there_is_a_letter_to_write(browser, published):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((published.page / "index.html").as_uri())
    assert (
        page.locator("a.mail")
        .get_attribute("href")
        .startswith("mailto:desk@example.org?subject=pub-")
    )
    assert page.locator("p.without-script").is_visible()
    assert page.locator("button.report").is_hidden()
    assert page.locator("dialog").is_hidden()
    context.close()


@pytest.mark.parametrize("width", [390, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_it_fits(browser, address, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for state in ("page", "dialog"):
        if state == "dialog":
            page.locator("button.report").click()
        found = axe.run(page).response["violations"]
        assert [(one["id"], [n["html"][:90] for n in one["nodes"]]) for one in found] == []
    context.close()


def test_nothing_plays_by_itself_and_words_follow_the_sound(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    assert page.locator("audio[autoplay]").count() == 0
    assert page.evaluate("[...document.querySelectorAll('audio')].every(one => one.paused)")
    tracks = page.evaluate(
        "[...document.querySelectorAll('#q01-sound track')].map(one => [one.srclang, one.kind])"
    )
    assert tracks == [["ru", "captions"], ["en", "captions"]]
    context.close()


def test_the_captions_are_read_by_the_browser(browser, address):
    """Over http, as on any static host, the browser itself reads the captions."""
    import http.server
    import threading
    from functools import partial
    from urllib.parse import unquote, urlparse

    folder = Path(unquote(urlparse(address).path)).parent

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Quiet, directory=str(folder))
    ) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{server.server_address[1]}/index.html")
            page.evaluate("document.querySelector('#q01-sound').textTracks[0].mode = 'showing'")
            for _ in range(100):
                cues = page.evaluate(
                    "[...(document.querySelector('#q01-sound').textTracks[0].cues || [])].map(one => one.text)"
                )
                if cues:
                    break
                page.wait_for_timeout(50)
            assert len(cues) == 1
            assert "прокуратуру" in cues[0]
            context.close()
        finally:
            server.shutdown()
            thread.join()


def test_in_print_words_times_and_addresses_stay(browser, published):
    context = browser.new_context()
    page = context.new_page()
    page.goto((published.page / "index.html").as_uri())
    page.emulate_media(media="print")
    assert page.locator("p.without-script").is_visible()
    assert page.locator("button.report").is_hidden()
    assert page.locator("figure .time").first.is_visible()
    assert len(page.pdf()) > 10_000
    context.close()


def test_a_tombstone_is_a_page(browser, tmp_path):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    from earwitness.records.review import State

    with made(tmp_path) as desk:
        story = Story(desk, tmp_path)
        story.publish(LINES[:1])
        story.move(State.WITHDRAWN, "Мы сняли эту запись.")
        desk.withdraw_page(story.page)
        context = browser.new_context(bypass_csp=True, viewport={"width": 390, "height": 700})
        page = context.new_page()
        page.goto((story.page / "index.html").as_uri())
        assert "Мы сняли эту запись." in page.locator("main").inner_text()
        assert axe.run(page).response["violations"] == []
        context.close()
