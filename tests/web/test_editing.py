"""Typing over lines: saved at once, never over somebody else's text, never lost; a version when a person says so."""

from __future__ import annotations

import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from http.cookiejar import CookieJar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from earwitness.desk import Desk
from earwitness.errors import UsageError
from earwitness.store.catalog.words import transcripts, utterances
from earwitness.web.app import make_app
from earwitness.web.house import House
from earwitness.web.serving import serve

ORIGIN = "http://127.0.0.1"


@pytest.fixture
def version(writer) -> str:
    with Desk.open(writer.house.root) as desk:
        return _version(desk)


def _version(desk) -> str:
    """A version that is shown first and has several lines."""
    for recording in desk.recordings():
        found = transcripts(desk.archive.db, recording.id)
        if found and len(utterances(desk.archive.db, found[0].id)) >= 4:
            return found[0].id
    raise AssertionError("the samples have no such words")


def lines(writer, version):
    with Desk.open(writer.house.root) as desk:
        return utterances(desk.archive.db, version)


def recording_of(writer, version) -> str:
    with Desk.open(writer.house.root) as desk:
        row = desk.archive.db.execute(
            "select recording_id from transcript where id = ?", (version,)
        ).fetchone()
    return str(row[0])


@pytest.fixture
def edit(writer, version):
    recording = recording_of(writer, version)

    def save(position: int, text: str, base: int = 0):
        return writer.send_json(
            f"/recordings/{recording}/lines/{position}",
            {"version": version, "base": base, "text": text},
        )

    save.recording = recording
    return save


def test_what_is_typed_stands_on_the_page_beside_what_was_there(writer, version, edit):
    before = lines(writer, version)[1].text
    answer = edit(1, "  Это другие   слова. ")
    assert answer.status_code == 200
    assert answer.json()["edit"]["text"] == "Это другие слова."
    assert answer.json()["edit"]["revision"] == 1
    page = writer.page(f"/recordings/{edit.recording}?version={version}")
    (line,) = page.xpath("//li[@id='l1']//p[@class='said']")
    assert line.text.strip() == "Это другие слова."
    assert before in line.text_content()
    assert "E. Marrow" in line.text_content()
    assert lines(writer, version)[1].text == before  # the version itself is never changed


def test_nobodys_text_is_overwritten(edit):
    mine = edit(1, "mine")
    theirs = edit(1, "theirs", base=0)
    assert theirs.status_code == 409
    assert theirs.json()["edit"]["text"] == "mine"
    assert edit(1, "mine", base=0).status_code == 200  # the same words are no conflict
    agreed = edit(1, "theirs", base=mine.json()["edit"]["revision"])
    assert agreed.status_code == 200
    assert agreed.json()["edit"]["revision"] == 2


def test_a_version_is_laid_on_top_and_found(writer, version, edit):
    before = lines(writer, version)
    edit(1, "Здесь сказано слово абракадабра.")
    answer = writer.send(
        f"/recordings/{edit.recording}/version", version=version, because="heard again"
    )
    assert answer.status_code == 303
    made = answer.headers["location"].partition("version=")[2]
    after = lines(writer, made)
    assert len(after) == sum(not one.held_back for one in before)
    assert "Здесь сказано слово абракадабра." in [one.text for one in after]
    changed = next(one for one in after if "абракадабра" in one.text)
    assert (changed.words, changed.score) == ((), None)
    assert (changed.start_ms, changed.voice) == (before[1].start_ms, before[1].voice)
    with Desk.open(writer.house.root) as desk:
        shown = transcripts(desk.archive.db, edit.recording)[0]
        assert (shown.id, shown.maker, shown.origin.value) == (made, "E. Marrow", "human")
        assert "heard again" in shown.because
        assert desk.find("абракадабра").total >= 1
        assert desk.verify().differences == ()
        assert desk.edits(version) == {}
    page = writer.page(f"/recordings/{edit.recording}")
    assert "абракадабра" in page.xpath("//ol[@class='lines']")[0].text_content()
    assert not page.xpath("//form[contains(@action, '/version')]")
    again = writer.send(f"/recordings/{edit.recording}/version", version=version, because="again")
    assert again.status_code == 400


def test_an_edit_after_a_version_begins_anew(writer, version, edit):
    edit(1, "first")
    writer.send(f"/recordings/{edit.recording}/version", version=version, because="x")
    answer = edit(1, "second")
    assert answer.status_code == 200
    with Desk.open(writer.house.root) as desk:
        assert [one.text for one in desk.edits(version).values()] == ["second"]


def test_a_version_needs_a_name_and_an_edit_does_not(made_once, writer, version, edit):
    writer.house.by_name = ""
    assert edit(1, "words").status_code == 200
    answer = writer.send(f"/recordings/{edit.recording}/version", version=version)
    assert answer.status_code == 400
    writer.send("/you", name="І. Хтось")
    assert writer.send(f"/recordings/{edit.recording}/version", version=version).status_code == 303
    with Desk.open(writer.house.root) as desk:
        assert transcripts(desk.archive.db, edit.recording)[0].maker == "І. Хтось"


@pytest.mark.parametrize(
    ("position", "body", "status"),
    [
        (999, {"version": "", "base": 0, "text": "x"}, 404),
        (1, {"version": "trs-none", "base": 0, "text": "x"}, 404),
        (1, {"version": "", "base": 0, "text": "x" * 20_001}, 413),
        (1, {"version": "", "base": "0", "text": "x"}, 422),
        (1, {"text": "x"}, 422),
        (1, [1], 422),
    ],
)
def test_wrong_edits_are_refused_with_a_sentence(writer, version, edit, position, body, status):
    if isinstance(body, dict) and body.get("version") == "":
        body = body | {"version": version}
    answer = writer.send_json(f"/recordings/{edit.recording}/lines/{position}", body)
    assert answer.status_code == status
    assert answer.json()["error"]["what"]


def test_a_version_of_another_recording_is_not_edited_here(writer, version, edit):
    with Desk.open(writer.house.root) as desk:
        other = next(one.id for one in desk.recordings() if one.id != edit.recording)
    body = {"version": version, "base": 0, "text": "x"}
    assert writer.send_json(f"/recordings/{other}/lines/1", body).status_code == 404
    edit(1, "words")
    assert writer.send(f"/recordings/{other}/version", version=version).status_code == 404


def test_a_catalog_that_fails_is_told_and_no_program_error(writer, edit, monkeypatch):
    def full(*_, **__):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("earwitness.desk.editing.save_edit", full)
    answer = edit(1, "words")
    assert answer.status_code == 500
    assert "disk is full" in answer.json()["error"]["what"]


def test_script_in_a_line_stays_text(writer, version, edit):
    evil = '<script>alert(1)</script><img src=x onerror=alert(1)>" onfocus=alert(1) x="'
    edit(1, evil)
    page = writer.page(f"/recordings/{edit.recording}?version={version}")
    (line,) = page.xpath("//li[@id='l1']//p[@class='said']")
    assert line.text.strip() == " ".join(evil.split())
    assert not line.xpath(".//script | .//img")
    assert not page.xpath("//*[@onfocus or @onerror]")


def test_a_reading_room_takes_no_edits(made_once, version):
    house = House(made_once, read_only=True)
    with TestClient(make_app(house), base_url=ORIGIN) as client:
        client.get(f"/?key={house.key}")
        answer = client.post("/recordings/rec-x/lines/1", json={}, headers={"Origin": ORIGIN})
        assert answer.status_code == 403


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.booleans(), st.sampled_from("abc"), st.booleans()), max_size=12))
def test_two_tabs_never_lose_a_text_that_was_acknowledged(writer, version, edit, typed):
    """Each tab knows the revision that it was told last; a refused text is theirs to send again."""
    with Desk.open(writer.house.root) as desk:
        now = desk.edits(version).get(2)
    known = [now.revision if now else 0] * 2
    for tab, text, look_again in typed:
        with Desk.open(writer.house.root) as desk:
            stood = desk.edits(version).get(2)
        answer = edit(2, text, base=known[tab])
        told = answer.json()["edit"]
        if answer.status_code == 409:
            assert stood is not None
            assert (told["text"], told["revision"]) == (stood.text, stood.revision)
            if look_again:
                known[tab] = told["revision"]
        else:
            assert told["text"] == text
            known[tab] = told["revision"]
    with Desk.open(writer.house.root) as desk:
        rows = desk.archive.db.execute(
            "select revision from line_edit where transcript_id = ? and position = 2 order by seq",
            (version,),
        ).fetchall()
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))


class _Running:
    """`earwitness desk` as a process, and somebody who opened its address."""

    def __init__(self, root) -> None:
        command = [sys.executable, "-m", "earwitness", "desk", "--port", "0", "-a", str(root)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        address = self.process.stdout.readline().strip()
        self.base, _, _ = address.partition("/?key=")
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.opener.open(address, timeout=30).read()

    def post(self, path: str, body: bytes) -> bytes:
        headers = {
            "Origin": self.base,
            "Content-Type": "application/json",
            "Accept": "application/json",
        }
        request = urllib.request.Request(self.base + path, body, headers)  # noqa: S310 (our own address)
        return self.opener.open(request, timeout=30).read()

    def end(self, how: int) -> int:
        self.process.send_signal(how)
        self.process.stdout.close()
        self.process.stderr.close()
        return self.process.wait(30)


def test_what_was_acknowledged_survives_kill_9_and_ctrl_c_ends_in_peace(writer, version, edit):
    root = writer.house.root
    running = _Running(root)
    body = f'{{"version": "{version}", "base": 0, "text": "kept for good"}}'.encode()
    try:
        running.post(f"/recordings/{edit.recording}/lines/1", body)
    finally:
        running.end(signal.SIGKILL)
    with Desk.open(root) as desk:
        assert desk.edits(version)[1].text == "kept for good"
    running = _Running(root)
    page = running.opener.open(
        f"{running.base}/recordings/{edit.recording}?version={version}"
    ).read()
    assert b"kept for good" in page
    assert running.end(signal.SIGINT) == 0


def test_a_taken_port_is_said(made_once):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(UsageError, match="--port"):
            serve(House(made_once), other.getsockname()[1], lambda _: None)
