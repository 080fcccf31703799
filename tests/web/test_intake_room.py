"""Intake over the web: pieces, the pile, what is told of it; and hearing beside the pages."""

from __future__ import annotations

import io
import time
import wave

import numpy as np
import pytest

from earwitness.desk import Desk
from earwitness.store.archive import Archive
from earwitness.web.wording import LANGUAGES

ORIGIN = "http://127.0.0.1"
SCRIPT = '<img src=x onerror="alert(1)">'


def a_sound(seed: int) -> bytes:
    """Three seconds of noise, like no other."""
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(np.random.default_rng(seed).integers(-3000, 3000, 24_000, "<i2").tobytes())
    return held.getvalue()


def send_file(writer, name: str, data: bytes, piece: int = 20_000) -> dict:
    now = writer.send_json("/intake/files", {"name": name, "size": len(data)}).json()
    while now["have"] < now["size"]:
        part = data[now["have"] : now["have"] + piece]
        answer = writer.client.post(
            f"/intake/files/{now['key']}/{now['have']}", content=part,
            headers={"Origin": ORIGIN, "Accept": "application/json"},
        )  # fmt: skip
        assert answer.status_code == 200, answer.text
        now = answer.json()
    return now


def done(writer) -> None:
    for _ in range(600):
        if writer.client.get("/intake/progress.json").json()["finished"]:
            return
        time.sleep(0.1)
    raise AssertionError("the work never ended")


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_page_in_every_language(reader, language):
    page = reader.page("/intake", **{"Accept-Language": language})
    assert page.get("lang") == language
    assert page.xpath("//input[@type='file']")


def test_files_are_taken_in_and_heard_and_the_page_says_so(writer):
    sound = a_sound(1)
    send_file(writer, "../дзвінок.wav", sound)
    send_file(writer, f"{SCRIPT}.srt", b"")
    page = writer.page("/intake")
    assert "дзвінок.wav" in [one.text for one in page.xpath("//span[@class='name']")]
    assert not page.xpath("//img")
    assert len(page.xpath("//span[@class='name']")) == 2
    assert writer.send("/intake/take", source="Surmach", language="uk").status_code == 303
    done(writer)
    page = writer.page("/intake")
    said = page.get_element_by_id("at-work").text_content()
    assert not page.xpath("//img | //span[@class='name']")
    assert "recordings: 1" in " ".join(said.split())
    assert SCRIPT in said  # named, as words
    with Desk.open(writer.house.root) as desk:
        row = desk.archive.db.execute(
            "select r.recording_id, s.name from rendition r join attachment t on t.sha256 = r.sha256 join appearance a"
            " on a.id = t.appearance_id join source s on s.id = a.source_id order by r.rowid desc limit 1"
        ).fetchone()
    assert row["name"] == "Surmach"
    assert not list((writer.house.root / "desk" / "incoming").glob("taking-*"))

    send_file(writer, "дзвінок.wav", sound)
    send_file(writer, f"{SCRIPT}.srt", b"")
    writer.send("/intake/take", source="Surmach")
    done(writer)
    assert "Nothing new" in writer.page("/intake").get_element_by_id("at-work").text_content()

    assert writer.send("/intake/hear").status_code == 303
    done(writer)
    said = " ".join(writer.page("/intake").get_element_by_id("at-work").text_content().split())
    assert "files heard: 1 (0:03 of sound)" in said, said


def test_a_piece_that_does_not_fit_is_told_where_to_begin(writer):
    now = writer.send_json("/intake/files", {"name": "a.wav", "size": 100}).json()
    send = {"headers": {"Origin": ORIGIN, "Accept": "application/json"}}
    first = writer.client.post(f"/intake/files/{now['key']}/0", content=b"x" * 60, **send)
    assert (first.status_code, first.json()["have"]) == (200, 60)
    for offset in ("0", "59", "61", "9" * 15):
        wrong = writer.client.post(
            f"/intake/files/{now['key']}/{offset}", content=b"y" * 10, **send
        )
        assert (wrong.status_code, wrong.json()["have"]) == (409, 60)
    more = writer.client.post(f"/intake/files/{now['key']}/60", content=b"y" * 41, **send)
    assert more.status_code == 422
    assert "more than the 100 bytes" in more.json()["error"]["what"]
    for offset in ("-1", "x", "9" * 5000, "٣"):
        assert (
            writer.client.post(
                f"/intake/files/{now['key']}/{offset}", content=b"y", **send
            ).status_code
            == 400
        )
    assert (
        writer.client.post(f"/intake/files/{'0' * 32}/0", content=b"y", **send).status_code == 404
    )
    assert (
        writer.client.post(
            f"/intake/files/{now['key']}/60", content=b"y" * (9 << 20), **send
        ).status_code
        == 413
    )
    assert writer.send(f"/intake/drop/{now['key']}").status_code == 303
    assert not writer.page("/intake").xpath("//span[@class='name']")


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {"name": 1, "size": 1},
        {"name": "a"},
        {"name": "a", "size": -1},
        {"name": "a", "size": 10**12},
    ],
)
def test_an_announcement_that_is_none_is_refused(writer, body):
    answer = writer.send_json("/intake/files", body)
    assert answer.status_code in (400, 413)
    assert answer.json()["error"]["what"]


def test_work_that_is_under_way_elsewhere_is_said(writer):
    assert writer.send("/intake/take").status_code == 400  # nothing has come
    send_file(writer, "a.wav", a_sound(2))
    with Archive(writer.house.root) as other, other.alone("run"), other.alone("add"):
        for address in ("/intake/hear", "/intake/take"):
            assert writer.send(address).status_code == 303
            done(writer)
            page = writer.page("/intake")
            assert "is under way (process" in page.xpath("//p[@role='alert']")[0].text_content()
    assert "1 file of an intake that was broken off" in writer.page("/intake").text_content()
    assert writer.send("/intake/take").status_code == 303
    done(writer)
    assert "recordings: 1" in " ".join(writer.page("/intake").text_content().split())
