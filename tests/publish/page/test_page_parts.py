"""What stands on a page beside the draft: what is not known, captions, structured data; hostile words stay words."""

from __future__ import annotations

import json
import re

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earwitness.errors import UsageError
from earwitness.publish.page.article_text import article_text, plain
from earwitness.publish.page.captions import captions_of, pieces, write_vtt
from earwitness.publish.page.options import PageOptions
from earwitness.publish.page.structured import in_page
from earwitness.publish.wording import LANGUAGES, wording
from earwitness.records.judgement import Heard
from earwitness.records.review import (
    Assessment,
    CheckResult,
    CheckRun,
    Confidence,
    DateBound,
    Verdict,
)
from earwitness.records.timecode import Interval
from earwitness.review.gates.catalogue import catalogue
from tests.publish.page.conftest import LINES, WHO

HOSTILE = '</script><script>alert(1)</script> <img src=x onerror=alert(2)> {{ 7*7 }} "&\u2028'


def section(html: str, name: str) -> list[str]:
    root = lxml.html.document_fromstring(html)
    return [one.text_content() for one in root.xpath(f"//section[@class='{name}']//li")]


def test_what_is_not_known_is_said(story):
    story.publish(LINES[:1])
    told = section(story.html(), "unknown")
    assert told == [
        "Подлинность записи независимо подтвердить не удалось.",
        "В какой день сделана запись, неизвестно.",
        "Полная ли это запись и что из неё вырезано, неизвестно.",
        "Носитель языка не прослушивал запись целиком и не подтверждал расшифровку (русский).",
    ]


def test_what_a_person_established_is_not_called_unknown(story):
    rec, desk = story.rec, story.desk
    desk.bound_date(rec, DateBound("2022-05-01/2022-05-01", "court"), **WHO)
    desk.answer_check(rec, CheckRun("L2", CheckResult.PASS), **WHO)
    for name, one in catalogue().items():
        if one.for_persons and name[0] in "PX":
            desk.answer_check(rec, CheckRun(name, CheckResult.PASS), **WHO)
    desk.assess(
        rec, Assessment(Verdict.CONSISTENT, Confidence.MODERATE), by="I. Reed", because="read it"
    )
    story.publish(LINES[:1])
    assert section(story.html(), "unknown") == [
        "Полная ли это запись и что из неё вырезано, неизвестно."
    ]


@pytest.mark.parametrize("field", ["title", "content_note", "publisher"])
def test_hostile_options_stay_words(story, field):
    story.options = {field: HOSTILE}
    story.publish(LINES[:1])
    root = lxml.html.document_fromstring(story.html())
    assert len(root.xpath("//script")) == 2
    assert root.xpath("//img") == []
    assert "49" not in root.xpath("string(//h1)")
    (data,) = root.xpath("//script[@type='application/ld+json']/text()")
    article = json.loads(data)["@graph"][0]
    if field == "title":
        assert article["headline"] == HOSTILE
    if field == "publisher":
        assert article["publisher"]["name"] == HOSTILE
    assert json.loads((story.page / "publication.json").read_text(encoding="utf-8"))


def test_hostile_words_of_the_draft_stay_words(story):
    story.publish(LINES[:1], text=HOSTILE)
    root = lxml.html.document_fromstring(story.html())
    assert len(root.xpath("//script")) == 2
    assert root.xpath("//img") == []
    assert "alert(1)" in root.text_content()


@pytest.mark.parametrize(
    "address",
    [
        "no address",
        "a@b",
        "a@b.example?bcc=c@d.example",
        'a"@b.example',
        "a@b.example\n",
        "<a@b.example>",
    ],
)
def test_only_an_address_is_one(address):
    with pytest.raises(UsageError):
        PageOptions(corrections_to=address)


@given(st.dictionaries(st.text(), st.text()))
def test_data_in_a_page_ends_no_script(found):
    written = in_page(found)
    assert json.loads(written) == found
    assert not re.search("[<>&\u2028\u2029]", written)


@given(st.text(alphabet="аб вг.,;—!?\n", max_size=400), st.integers(10, 90))
def test_pieces_are_all_of_the_text_in_order(text, most):
    words = " ".join(text.split())
    cut = [words[a:b] for a, b in pieces(words, most)]
    assert "".join("".join(cut).split()) == "".join(words.split())
    assert all(len(one) <= most or " " not in one for one in cut)


def test_captions_have_times_of_the_words_where_those_are_known(sample_archive):
    db = sample_archive.archive.db
    row = db.execute(
        "select u.transcript_id, u.position, u.text, u.start_ms, u.end_ms, t.recording_id from utterance u"
        " join transcript t on t.id = u.transcript_id where u.words <> '[]' and length(u.text) > 60"
        " and u.start_ms is not null and u.end_ms is not null limit 1"
    ).fetchone()
    heard = Heard(
        row["recording_id"], row["transcript_id"], row["position"], row["position"],
        Interval(row["start_ms"], row["end_ms"]), True, None, row["text"], language="ru",
    )  # fmt: skip
    (track,) = captions_of(db, heard, row["text"] + " " + row["text"][:40], "ru")
    assert track.language == "ru"
    assert track.captions[0].start_ms == 0
    assert track.captions[-1].end_ms == row["end_ms"] - row["start_ms"]
    assert all(
        a.end_ms == b.start_ms for a, b in zip(track.captions, track.captions[1:], strict=False)
    )
    assert write_vtt(track).startswith("WEBVTT\n")


def test_the_article_as_readers_select_it():
    html = (
        "<article>\n<h1>Заголовок</h1>\n<p>До \u2060<span id='q01'><q class='words'>«да, <em>да</em>»</q></span>"
        ", после.</p>\n<p>Ещё</p>\n</article>"
    )
    found = article_text(html)
    assert found.text == "Заголовок До «да, да», после. Ещё"
    assert found.text[slice(*found.places["q01"])] == "«да, да»"
    assert found.around("q01") == ("Заголовок До ", ", после. Ещё")
    assert found.text == plain(lxml.html.document_fromstring(html).text_content())


def test_all_languages_have_all_sentences():
    keys = [set(wording(one).sentences) for one in LANGUAGES]
    assert keys[0] == keys[1] == keys[2]
    for name in keys[0]:
        fields = [
            set(re.findall(r"\{(\w+)\}", str(wording(one).sentences[name]))) for one in LANGUAGES
        ]
        assert fields[0] == fields[1] == fields[2], name


def test_related_names_only_what_is_public(sample_archive):
    from earwitness.publish.page.related import publishers_of, related

    db, desk = sample_archive.archive.db, sample_archive.desk
    ours = [one.id for one in desk.recordings() if one.id in sample_archive.recordings["R01"]]
    handed = next(one for one in ours if not _posts(db, one))
    told = related(db, [handed], wording("uk"))
    assert any("той самий запис, а не інше джерело" in one for one in told)
    assert publishers_of(db, handed)
    for one in told:
        assert not re.search(r"\b(src|app|trs)-", one)
        assert not any(other in one for other in ours if other != handed)


def _posts(db, recording_id):
    from earwitness.store.catalog.receipts import appearances_of_recording

    return [one for one in appearances_of_recording(db, recording_id) if one.kind != "file"]
