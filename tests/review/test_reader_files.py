"""Correction files of readers: what strangers wrote, held against what was published."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from earwitness.desk import Desk
from earwitness.errors import EarwitnessError, NotInArchive, OverLimit, Refused, UsageError
from earwitness.publish.page.options import PageOptions
from earwitness.records.corrections import CorrectionState
from earwitness.review.corrections.taking import read_reader_file
from earwitness.work.run import run

SRT = (
    "1\n00:00:01,000 --> 00:00:04,000\nМам, нас осталось двадцать человек из сотни.\n\n"
    "2\n00:00:05,000 --> 00:00:08,000\nВчера приезжал Зяблик и забрал все рации.\n"
)
DRAFT = (
    "# Звонок\n\n«Мам, нас осталось двадцать человек из сотни», — говорит он.\n\n«Вчера приезжал Зяблик и забрал"
    " все рации», — говорит он.\n\nЗапись опубликовала служба «Сурмач», сторона конфликта. Подлинность записи"
    " независимо подтвердить не удалось, второй стороны разговора не слышно.\n"
)
WHO = {"by": "I. Reed", "because": "listened"}


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """(desk, story, folder) of a page with two quotations; corrections are only added."""
    folder = tmp_path_factory.mktemp("readers")
    (folder / "pile").mkdir()
    (folder / "pile" / "call.ru.srt").write_text(SRT, encoding="utf-8")
    (folder / "draft.md").write_text(DRAFT, encoding="utf-8")
    with Desk.new(folder / "archive") as desk:
        desk.take_in([folder / "pile"])
        run(desk.archive)
        report = desk.story(folder / "draft.md", folder / "page", PageOptions())
        yield desk, report.story, folder


def said(story, exact="двадцать", value="двенадцать", kind="quote", **more):
    selector = {"type": "TextQuoteSelector", "exact": exact, "prefix": "", "suffix": ""}
    selector |= {name: more.pop(name) for name in ("prefix", "suffix") if name in more}
    given_ = {"format": 1, "version": 1, "kind": kind, "contact": ""}
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "target": {"source": story, "selector": selector},
        "body": {"type": "TextualBody", "purpose": "editing", "value": value},
        "correction": given_ | more,
    }


@pytest.fixture
def take(published, tmp_path):
    desk, story, _ = published

    def run_(content=None, **fields):
        path = tmp_path / "correction.json"
        body = said(story, **fields) if content is None else content
        text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        path.write_text(text, encoding="utf-8")
        return desk.take_reader_file(path)

    return run_


def test_words_of_a_quotation_are_about_its_recording(published, take):
    desk, story, _ = published
    rec = desk.recordings()[0].id
    taken = take(contact="reader@example.org")
    assert (taken.new, taken.subject, taken.quotation) == (True, rec, "1")
    entry = next(one for one in desk.change_log(rec) if one.id == taken.record.id)
    assert entry.state is CorrectionState.PROPOSED
    given_ = entry.correction
    assert (given_.before, given_.after, given_.origin) == ("двадцать", "двенадцать", "reader")
    assert (given_.start_ms, given_.end_ms) == (1000, 4000)
    assert "reader@example.org" in entry.why
    assert story in entry.why
    desk.settle(taken.record.id, accept=True, **WHO)
    assert any(one.kind == "quote" for one in desk.public_log(rec))


def test_words_of_the_text_are_about_the_story(published, take):
    desk, story, _ = published
    taken = take(exact="служба «Сурмач»", value="служба «Рубіж»", kind="fact")
    assert (taken.subject, taken.quotation) == (story, "")
    assert [one.id for one in desk.change_log(story)] == [taken.record.id]


def test_the_same_file_twice_is_one_correction(take):
    first = take(value="двадцать один")
    assert first.new
    again = take(value="двадцать один")
    assert (again.new, again.record.id) == (False, first.record.id)


def test_surroundings_tell_two_places_apart(take):
    assert take(exact="говорит он", prefix="из сотни», — ", value="сказал он", kind="fact").new
    assert take(exact="рации», — говорит", value="рации», — сказал", kind="fact").quotation == "2"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"exact": "этих слов там нет"}, NotInArchive),
        ({"version": 7}, NotInArchive),
        ({"version": True}, Refused),
        ({"version": "1"}, Refused),
        ({"version": -1}, Refused),
        ({"kind": "libel"}, Refused),
        ({"kind": ["fact"]}, Refused),
        ({"format": 2}, Refused),
        ({"exact": ""}, Refused),
        ({"exact": 5}, Refused),
        ({"value": "  "}, Refused),
        ({"value": "х" * 5000}, OverLimit),
        ({"contact": "х" * 400}, OverLimit),
    ],
)
def test_what_is_wrong_is_said(take, fields, error):
    with pytest.raises(error):
        take(**fields)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"a": 1, "a": 2}',
        "[" * 100_000,
        "\x00",
        '{"target": {"selector": []}}',
    ],
)
def test_what_is_no_such_file_is_refused(take, text):
    with pytest.raises(Refused):
        take(text)


def test_a_story_of_others_is_not_here(published, take):
    with pytest.raises(NotInArchive):
        take(said("pub-000000000"))
    with pytest.raises(Refused):
        take(said("rec-000000000"))


def test_large_and_absent_files(published, tmp_path):
    desk, _, folder = published
    (tmp_path / "large.json").write_bytes(b" " * 70_000)
    with pytest.raises(OverLimit):
        desk.take_reader_file(tmp_path / "large.json")
    for path in (tmp_path / "absent.json", folder):
        with pytest.raises(Refused):
            desk.take_reader_file(path)


def test_words_of_strangers_cannot_act_on_a_screen(published, take):
    desk, _story, _ = published
    taken = take(value="двенадцать\x1b[2J\u202e\r\nчеловек", contact="\x07a@b.example")
    entry = next(one for one in desk.change_log(taken.subject) if one.id == taken.record.id)
    assert entry.correction.after == "двенадцать[2J человек"
    assert "\x07" not in entry.why


def test_a_reader_s_file_changes_nothing_by_itself(published, take):
    desk, _, folder = published
    page = (folder / "page" / "index.html").read_bytes()
    take(value="что-то другое совсем")
    assert (folder / "page" / "index.html").read_bytes() == page
    assert desk.verify().differences == ()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["target", "body", "correction", "selector", "source", "exact", "value"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_is_read_or_refused(tmp_path, read):
    path = tmp_path / "any.json"
    path.write_text(json.dumps(read), encoding="utf-8")
    with pytest.raises(EarwitnessError):
        read_reader_file(path)


def test_nobody_settles_what_is_not_there(published):
    desk, story, _ = published
    with pytest.raises((NotInArchive, UsageError)):
        desk.settle(story, accept=True, **WHO)
