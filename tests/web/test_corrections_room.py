"""The corrections inbox and the form that feeds it."""

from __future__ import annotations

import json

import pytest

from earwitness.desk import Desk
from earwitness.records.corrections import Correction, CorrectionKind
from earwitness.web.wording import LANGUAGES

SCRIPT = '<script>alert("x")</script>'


def spoken_line(desk) -> tuple[str, str, str, int]:
    """A recording with sound, and a line with a time that is like no other."""
    row = desk.archive.db.execute(
        "select t.recording_id, u.id, u.text, u.start_ms from transcript t join utterance u on u.transcript_id = t.id"
        " join recording r on r.id = t.recording_id and r.basis = 'sound'"
        " where u.start_ms is not null and length(u.text) > 20 and t.id = (select id from transcript"
        " where recording_id = t.recording_id order by rank desc, rowid desc limit 1) order by t.rowid limit 1"
    ).fetchone()
    return tuple(row)


@pytest.fixture
def proposed(writer) -> dict:
    """One correction of a line and one of a recording, both hostile in every field."""
    with Desk.open(writer.house.root) as desk:
        rec, line, text, start = spoken_line(desk)
        one = Correction(CorrectionKind.QUOTE, line, after=f"{SCRIPT} води")
        two = Correction(CorrectionKind.PRIVACY, after=SCRIPT, start_ms=1000, end_ms=2000)
        first = desk.propose(rec, one, by=f"O. Reid {SCRIPT}", because=f"listened {SCRIPT}")
        second = desk.propose(rec, two, by="E. Marrow", because="a name")
    return {"rec": rec, "line": text, "at": start, "first": first.id, "second": second.id}


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_inbox_in_every_language_escapes_all_it_shows(writer, proposed, language):
    for address in (
        "/corrections",
        f"/recordings/{proposed['rec']}",
        f"/recordings/{proposed['rec']}/correct",
    ):
        page = writer.page(address, **{"Accept-Language": language})
        assert page.get("lang") == language
        assert not [one for one in page.xpath("//script") if one.text]
    page = writer.page("/corrections", **{"Accept-Language": language})
    assert [one.get("id") for one in page.xpath("//li[@class='hit card']")] == [
        proposed["second"],
        proposed["first"],
    ]
    card = page.get_element_by_id(proposed["first"])
    said = card.text_content()
    assert proposed["line"] in said
    assert said.count(SCRIPT) >= 3
    assert card.xpath(".//button[@data-play=$rec]/@data-from", rec=proposed["rec"]) == [
        str(proposed["at"])
    ]


def test_accepted_words_stand_on_the_page_and_the_old_ones_stay(writer, proposed):
    done = writer.send(
        f"/corrections/{proposed['first']}", decision="accept", reason="heard it too"
    )
    assert done.status_code == 303
    page = writer.page("/corrections")
    (settled,) = page.xpath("//section[h2/@id='settled']//li[@class='hit card']")
    assert settled.get("id") == proposed["first"]
    assert "heard it too" in settled.text_content()
    (version,) = settled.xpath(".//p[@class='good']/a/@href")
    assert f"{SCRIPT} води" in writer.page(version).xpath("//ol[@class='lines']")[0].text_content()
    again = writer.send(f"/corrections/{proposed['first']}", decision="reject", reason="no")
    assert again.status_code == 400
    assert "accepted already" in again.text


def test_who_proposed_it_does_not_settle_it_and_the_reason_is_not_lost(writer, proposed):
    refused = writer.send(
        f"/corrections/{proposed['second']}", decision="reject", reason="typed at length"
    )
    assert refused.status_code == 400
    assert "somebody else settles it" in refused.text
    assert "typed at length</textarea>" in refused.text
    assert (
        len(writer.page("/corrections").xpath("//form[starts-with(@action, '/corrections/sig-')]"))
        == 2
    )


@pytest.mark.parametrize(
    "form",
    [{"decision": "accept", "reason": " "}, {"decision": "maybe", "reason": "x"}, {"reason": "x"}],
)
def test_a_decision_without_reason_or_sense_is_refused(writer, proposed, form):
    assert writer.send(f"/corrections/{proposed['first']}", **form).status_code == 400
    assert writer.send("/corrections/sig-none", decision="accept", reason="x").status_code == 404


def test_a_line_is_found_by_its_time_or_words_shown_and_proposed(writer):
    with Desk.open(writer.house.root) as desk:
        rec, _, text, start_ms = spoken_line(desk)
    address = f"/recordings/{rec}/correct"
    time = f"{start_ms // 60000}:{start_ms // 1000 % 60:02}"
    for place in (time, text.upper()):
        page = writer.send(address, line=place, do="look", reason="kept")
        assert page.status_code == 200
        assert text in page.text
        assert "kept</textarea>" in page.text
    wrong = {"kind": "quote", "line": time, "after": "зовсім інше", "reason": "listened"}
    other = writer.send(address, do="propose", before="what another person changed", **wrong)
    assert other.status_code == 400
    assert "reads otherwise now" in other.text
    assert writer.send(address, do="propose", before=text, **wrong).status_code == 303
    card = writer.page("/corrections").xpath("//li[@class='hit card']")[0]
    assert [one.text_content() for one in card.xpath(".//del | .//ins")] == [text, "зовсім інше"]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"kind": "quote", "line": "", "after": "", "reason": "x"}, 400),
        ({"kind": "lies", "line": "", "after": "y", "reason": "x"}, 400),
        ({"kind": "fact", "line": "", "after": "y", "reason": ""}, 400),
        ({"kind": "fact", "line": "слів-таких-немає", "after": "y", "reason": "x"}, 400),
        ({"kind": "fact", "line": "0:00", "of": "xx", "after": "y", "reason": "x"}, 400),
        ({"kind": "fact", "line": "", "after": "y", "reason": "the whole recording"}, 303),
    ],
)
def test_a_proposal_says_what_is_wrong_with_it(writer, form, status):
    with Desk.open(writer.house.root) as desk:
        rec = spoken_line(desk)[0]
    answer = writer.send(f"/recordings/{rec}/correct", do="propose", **form)
    assert answer.status_code == status
    if status == 400:
        assert 'role="alert"' in answer.text


def upload(writer, data: bytes):
    return writer.client.post(
        "/corrections/file", files={"file": ("../../x.json", data, "application/json")},
        headers={"Origin": "http://127.0.0.1"}, follow_redirects=False,
    )  # fmt: skip


def test_readers_files_are_taken_for_what_strangers_wrote(writer):
    for data in (b"", b"[]", b"\xff\xfe", b"{" * 5000, json.dumps({"target": {}}).encode()):
        answer = upload(writer, data)
        assert answer.status_code == 400
        assert 'role="alert"' in answer.text
    assert upload(writer, b" " * 70_000).status_code == 413
    assert upload(writer, b" " * 20_000_000).status_code == 413
    assert writer.send("/corrections/file").status_code == 400
    unknown = {
        "target": {"source": "pub-aaaaaaaaaaaaaaaaaaaaaaaaaa", "selector": {"type": "TextQuoteSelector", "exact": "a"}},
        "body": {"value": "b"}, "correction": {"format": 1, "version": 1, "kind": "fact"},
    }  # fmt: skip
    assert (
        "names no story" in upload(writer, json.dumps(unknown).encode()).text
        or "no story is called" in upload(writer, json.dumps(unknown).encode()).text
    )


def test_many_corrections_come_page_by_page(writer):
    with Desk.open(writer.house.root) as desk:
        rec = spoken_line(desk)[0]
        made = [
            desk.propose(
                rec, Correction(CorrectionKind.FACT, after=f"{n}"), by="O. Reid", because="x"
            ).id
            for n in range(30)
        ]
        for one in made[:2]:
            desk.settle(one, accept=False, by="E. Marrow", because="no")
        back = desk.settle(made[2], accept=True, by="E. Marrow", because="a mistake")
        desk.take_back(back.id, by="E. Marrow", because="it waits again")
        waiting, settled = desk.corrections(count=10), desk.corrections(settled=True)
    assert (waiting.total, settled.total) == (28, 2)
    shown = []
    for first in (0, 25):
        page = writer.page(f"/corrections?from={first}")
        shown += [one.get("id") for one in page.xpath("//main/ol/li[@class='hit card']")]
    assert shown == made[:1:-1]
    assert len(writer.page("/").xpath("//ul[@class='waits']")) == 1


def test_a_reading_room_has_no_forms(made_once, reader):
    reader.house.read_only = True
    try:
        page = reader.page("/corrections")
        assert not page.xpath("//form[@method='post']")
        assert reader.send("/corrections/sig-x", decision="accept", reason="x").status_code == 403
    finally:
        reader.house.read_only = False
