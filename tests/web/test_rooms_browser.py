"""Intake and corrections in a browser: a line that breaks, a desk that is killed, a tab that is closed, keys only."""

from __future__ import annotations

import io
import re
import shutil
import wave
from pathlib import Path

import numpy as np
import pytest

from earwitness.desk import Desk
from earwitness.records.corrections import Correction, CorrectionKind
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


@pytest.fixture(scope="module")
def long_file(tmp_path_factory) -> Path:
    """Five pieces of noise."""
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(44_100)
        file.writeframes(np.random.default_rng(5).integers(-9, 9, 9_000_000, "<i2").tobytes())
    path = tmp_path_factory.mktemp("given") / "дзвінок.wav"
    path.write_bytes(held.getvalue())
    return path


def taken(running, page, path: Path) -> None:
    """Take it in and hold the bytes of the archive against the file."""
    page.locator(
        f"#coming li:has-text('{path.name}') .state", has_text=re.compile("^here$")
    ).wait_for()
    page.click("#take button")
    page.locator("#at-work[data-finished=yes]").wait_for()
    with Desk.open(running.root) as desk:
        row = desk.archive.db.execute(
            "select sha256 from rendition order by rowid desc limit 1"
        ).fetchone()
        assert desk.archive.originals.path(row["sha256"]).read_bytes() == path.read_bytes()


def test_a_line_that_breaks_and_a_desk_that_is_killed_lose_nothing(running, context, long_file):
    page = context.new_page()
    page.goto(f"{running.base}/intake")
    begun = []

    def break_twice(route) -> None:
        begun.append(route.request.url)
        if len(begun) in (2, 3):
            route.abort()
        else:
            route.continue_()

    page.route(re.compile("/intake/files/"), break_twice)
    page.set_input_files("#choose", str(long_file))
    while len(begun) < 4:
        page.wait_for_timeout(20)
    page.unroute(re.compile("/intake/files/"))
    running.kill()
    page.locator("#coming .state", has_text="goes on by itself").wait_for()
    running.start()
    context.new_page().goto(running.address)  # the desk has a new key; the cookie is the tab's too
    taken(running, page, long_file)


def test_a_closed_tab_goes_on_where_it_was(running, context, long_file):
    page = context.new_page()
    page.goto(f"{running.base}/intake")
    sent = []
    page.route(
        re.compile("/intake/files/"),
        lambda route: route.continue_() if sent.append(1) or len(sent) < 3 else None,
    )
    page.set_input_files("#choose", str(long_file))
    while len(sent) < 3:
        page.wait_for_timeout(20)
    page.close(run_before_unload=False)
    page = context.new_page()
    page.goto(f"{running.base}/intake")
    assert "goes on where it was" in page.locator("#coming .state").inner_text()
    offsets = []
    page.on(
        "request",
        lambda one: (
            offsets.append(one.url.rpartition("/")[2]) if "/intake/files/" in one.url else None
        ),
    )
    page.set_input_files("#choose", str(long_file))
    taken(running, page, long_file)
    assert int(offsets[0]) >= 4 << 20


def test_a_correction_is_proposed_and_settled_with_keys_only(running, context):
    with Desk.open(running.root) as desk:
        row = desk.archive.db.execute(
            "select t.recording_id, u.text from transcript t join utterance u on u.transcript_id = t.id"
            " join recording r on r.id = t.recording_id and r.basis = 'sound' where u.start_ms is not null and t.id ="
            " (select id from transcript where recording_id = t.recording_id order by rank desc, rowid desc limit 1)"
            " and u.position = 1 limit 1"
        ).fetchone()
        desk.propose(
            row["recording_id"],
            Correction(CorrectionKind.FACT, after="x"),
            by="O. Reid",
            because="y",
        )
    page = context.new_page()
    page.goto(f"{running.base}/recordings/{row['recording_id']}")
    page.locator("#l1 .at").focus()
    page.keyboard.press("c")
    after = page.locator("#propose-after")
    assert after.input_value() == row["text"]
    page.keyboard.press("Control+A")
    page.keyboard.type("Зовсім інше.")
    page.keyboard.press("Tab")
    page.keyboard.type("listened twice")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#corrections$"))
    page.keyboard.press("g")
    page.keyboard.press("x")
    page.wait_for_url(re.compile("/corrections$"))
    page.keyboard.press("j")
    page.keyboard.press("Tab")  # from the recording to the reason
    page.keyboard.type("I proposed it myself")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("[role=alert]", has_text="somebody else settles it").wait_for()
    assert page.locator("textarea", has_text="I proposed it myself").count() == 1
    page.goto(f"{running.base}/corrections")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Tab")
    page.keyboard.type("so it is")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#settled$"))
    assert "so it is" in page.locator("section[aria-labelledby=settled]").inner_text()
