"""Exports of Telegram Desktop, with invented people, units and places."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.errors import (
    EarwitnessError,
    MalformedInput,
    OverLimit,
    UnsupportedInput,
)
from earwitness.intake.telegram import export as telegram
from earwitness.intake.telegram.export import read_export
from earwitness.intake.telegram.records import (
    AttachmentState,
    CaptionState,
    DateBasis,
    Entity,
    ForwardState,
    Post,
    PostKind,
    Role,
    TelegramExport,
)

NEW = {
    "id": 101,
    "type": "message",
    "date": "2031-03-09T20:20:00",
    "date_unixtime": "1930846800",
    "from": "Голос Заріччя",
    "from_id": "channel4242",
    "author": "Редакція",
    "file": "voice_messages/audio_1.ogg",
    "thumbnail": "voice_messages/audio_1.ogg_thumb.jpg",
    "thumbnail_file_size": 900,
    "file_size": 12345,
    "media_type": "voice_message",
    "mime_type": "audio/ogg",
    "duration_seconds": 31,
    "text": [
        "Слухайте ",
        {"type": "bold", "text": "запис"},
        {"type": "text_link", "text": " тут", "href": "https://z.example/1"},
    ],
    "text_entities": [
        {"type": "plain", "text": "Слухайте "},
        {"type": "bold", "text": "запис"},
        {"type": "text_link", "text": " тут", "href": "https://z.example/1"},
    ],
}
OLD = {
    "id": 7,
    "type": "message",
    "date": "2019-10-27T02:30:00",
    "edited": "1970-01-01T03:00:00",
    "from": "Тарас Вигаданий",
    "from_id": 555777,
    "text": "Запис розмови",
}


def chat_of(*messages: object, **fields: object) -> bytes:
    chat = {"name": "Голос Заріччя", "type": "public_channel", "id": 4242, "messages": messages}
    return json.dumps(chat | fields, ensure_ascii=False).encode()


def export_of(*messages: object) -> TelegramExport:
    return read_export(chat_of(*messages), where="result.json")


def post_of(message: dict[str, object]) -> Post:
    return export_of(message).chats[0].posts[0]


def said(export: TelegramExport) -> str:
    return "\n".join(problem.what for problem in export.problems)


def test_a_new_post_is_taken_whole() -> None:
    export = export_of(NEW)
    chat = export.chats[0]
    post = chat.posts[0]
    assert (export.kind, chat.name, chat.type, chat.chat_id) == (
        "single",
        "Голос Заріччя",
        "public_channel",
        4242,
    )
    assert not chat.left
    assert export.problems == ()
    assert post.published.instant == datetime.fromtimestamp(1930846800, UTC)
    assert post.published.earliest == post.published.latest == post.published.instant
    assert (post.published.basis, post.published.note) == (DateBasis.UNIX, "")
    assert post.caption == "Слухайте запис тут"
    assert post.entities == (
        Entity("bold", "запис", 9, 14),
        Entity("text_link", " тут", 14, 18, "https://z.example/1"),
    )
    assert all(post.caption[e.start : e.end] == e.text for e in post.entities)
    assert (post.author, post.sender, post.sender_id) == (
        "Редакція",
        "Голос Заріччя",
        "channel4242",
    )
    assert post.kind is PostKind.MESSAGE
    media, thumbnail = post.attachments
    assert (media.path, media.state, media.role) == (
        "voice_messages/audio_1.ogg",
        AttachmentState.PRESENT,
        Role.MEDIA,
    )
    assert (media.media_type, media.mime_type, media.duration_s, media.size_bytes) == (
        "voice_message",
        "audio/ogg",
        31.0,
        12345,
    )
    assert (thumbnail.role, thumbnail.size_bytes, thumbnail.duration_s) == (
        Role.THUMBNAIL,
        900,
        None,
    )


def test_an_old_post_has_no_zone_a_bare_number_and_no_edit() -> None:
    post = post_of(OLD)
    assert post.sender_id == "555777"
    assert post.edited is None
    assert post.caption_state is CaptionState.AS_PUBLISHED
    assert (post.caption, post.entities) == ("Запис розмови", ())
    when = post.published
    assert (when.basis, when.instant, when.local) == (
        DateBasis.LOCAL_UNKNOWN,
        None,
        "2019-10-27T02:30:00",
    )
    # 02:30 on that night stood twice on clocks in Kyiv; both instants lie inside the bounds.
    assert when.earliest is not None
    assert when.latest is not None
    for offset in (2, 3):
        instant = datetime(2019, 10, 27, 2, 30, tzinfo=UTC) - timedelta(hours=offset)
        assert when.earliest <= instant <= when.latest
    assert when.latest - when.earliest == timedelta(hours=26)
    assert "summer time" in when.note


def test_the_start_of_1970_in_any_zone_is_no_edit_and_a_real_edit_loses_the_first_wording() -> None:
    for never in ("1970-01-01T03:00:00", "1969-12-31T19:00:00"):
        assert post_of(OLD | {"edited": never}).edited is None
    assert post_of(NEW | {"edited": "1970-01-01T03:00:00", "edited_unixtime": "0"}).edited is None
    for edit in (
        {"edited": "2019-10-28T02:30:00"},
        {"edited": "x", "edited_unixtime": "1572222600"},
    ):
        post = post_of(OLD | edit)
        assert post.edited is not None
        assert post.caption_state is CaptionState.EDITED_FIRST_WORDING_LOST


def test_dates_that_no_zone_can_reconcile_are_named() -> None:
    export = export_of(NEW | {"date": "2031-03-12T20:20:00"})
    assert "message 101: its date and date_unixtime are further apart" in said(export)
    assert export.chats[0].posts[0].published.basis is DateBasis.UNIX


@pytest.mark.parametrize(
    "date",
    [None, "", "yesterday", "2019-02-30T00:00:00", "0001-01-01T00:00:00", "9999-12-31T23:59:59", 5],
)
def test_a_post_without_a_readable_date_is_kept_and_says_so(date: object) -> None:
    export = export_of(OLD | {"date": date})
    when = export.chats[0].posts[0].published
    assert (when.basis, when.earliest, when.latest) == (DateBasis.UNKNOWN, None, None)
    assert "message 7: its date cannot be read" in said(export)


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("(File not included. Change data exporting settings to download.)", "not_included"),
        ("(File exceeds maximum size. Change data exporting settings to download.)", "too_large"),
        ("(File unavailable, please try again later)", "unavailable"),
        (
            "зведення.mp4 (File not included. Change data exporting settings to download.)",
            "not_included",
        ),
        ("(Something that a later version says)", "unavailable"),
        ("", "unavailable"),
        (["no text"], "unavailable"),
        ("../../etc/shadow", "unsafe_path"),
        ("/etc/shadow", "unsafe_path"),
        ("C:\\Users\\x.ogg", "unsafe_path"),
        ("files/a\x00.ogg", "unsafe_path"),
        ("files/(1) розмова.ogg", "present"),
    ],
)
def test_what_stands_for_a_file_is_told_from_a_path(written: object, state: str) -> None:
    export = export_of(NEW | {"file": written})
    media = export.chats[0].posts[0].attachments[0]
    assert media.state == state
    assert (media.path == written) is (state == "present")
    assert (media.reason is None) is (state == "present")
    assert ("not followed" in said(export)) is (state == "unsafe_path")


def test_control_characters_are_mended_and_a_written_backslash_x_is_left_alone() -> None:
    data = rb'{"type":"saved_messages","id":1,"messages":[{"id":1,"type":"message","date_unixtime":"1572222600","text":"a\x1Fb \\x1F \\\x0Bc"}]}'
    export = read_export(data, where="result.json")
    assert export.chats[0].posts[0].caption == "a\x1fb \\x1F \\\x0bc"
    assert export.chats[0].name is None
    assert "2 control characters" in said(export)


@pytest.mark.parametrize(
    ("fields", "state", "name"),
    [
        ({}, "not_forwarded", None),
        ({"forwarded_from": "Канал Вигадка"}, "forwarded", "Канал Вигадка"),
        ({"forwarded_from": None}, "forwarded", None),
        ({"saved_from": "Invented Desk"}, "forwarded", "Invented Desk"),
    ],
)
def test_a_forward_by_a_deleted_account_is_still_a_forward(
    fields: dict[str, object], state: str, name: str | None
) -> None:
    forwarded = post_of(NEW | fields).forwarded
    assert (forwarded.state, forwarded.name) == (ForwardState(state), name)


def test_service_and_unsupported_messages_hold_no_words() -> None:
    service = {
        "id": 1,
        "type": "service",
        "date": "2031-01-01T00:00:00",
        "actor": "Хтось",
        "action": "pin_message",
        "text": "",
        "text_entities": [],
    }
    posts = (
        export_of(
            service, {"id": 2, "type": "unsupported"}, {"id": 3, "type": "hologram", "text": "x"}
        )
        .chats[0]
        .posts
    )
    assert [post.kind.value for post in posts] == ["service", "unsupported", "unsupported"]
    assert [post.caption for post in posts] == ["", "", ""]
    assert posts[1].published.basis is DateBasis.UNKNOWN


def test_a_broken_message_does_not_spoil_the_rest() -> None:
    export = export_of(
        7,
        {"type": "message"},
        {"id": "x"},
        NEW,
        {"id": 9, "type": "message", "date": "2031-01-01T00:00:00", "text": {"a": 1}},
        NEW | {"text": ["a", 5, {"type": "bold"}], "text_entities": None},
    )
    assert [post.post_id for post in export.chats[0].posts] == [101, 9, 101]
    for part in (
        "the 1. in the list: is no object",
        "the 2. in the list: has no number",
        "message 9: its text is neither",
        "2 pieces of its text",
        "its number was used before",
    ):
        assert part in said(export)


def test_a_key_that_telegram_writes_twice_is_taken_once_and_named() -> None:
    data = b'{"name":"B","type":"bot_chat","id":1,"messages":[{"id":5,"type":"service","date_unixtime":"1572222600","text":"x","text":""}]}'
    export = read_export(data, where="result.json")
    assert len(export.chats[0].posts) == 1
    assert "message 5: has 'text' twice" in said(export)


def test_text_and_entities_that_differ_are_named() -> None:
    export = export_of(NEW | {"text": "Інше"})
    assert export.chats[0].posts[0].caption == "Інше"
    assert "text and text_entities differ" in said(export)


def test_private_data_is_counted_and_nowhere_in_the_result() -> None:
    secret = {
        "reactions": [
            {
                "type": "emoji",
                "count": 2,
                "recent": [
                    {"from": "Ганна Таємна", "from_id": "user31337"},
                    {"from": "Петро Таємний"},
                ],
            }
        ],
        "contact_information": {"first_name": "Ганна", "phone_number": "+380 00 000 31337"},
        "location_information": {"latitude": 31.337, "longitude": 0.1},
        "text": [{"type": "mention_name", "text": "вона", "user_id": 31337}],
        "text_entities": None,
    }
    export = export_of(NEW | secret)
    assert "31337" not in repr(export)
    assert "Таємн" not in repr(export)
    for part in ("2 names behind reactions", "1 contacts", "1 places"):
        assert part in said(export)


def test_a_full_export_keeps_chats_that_were_left_and_leaves_the_account_out() -> None:
    chat = {"name": "А", "type": "public_channel", "id": 1, "messages": [NEW]}
    full = {
        "about": "...",
        "personal_information": {"first_name": "Власник", "phone_number": "+999"},
        "contacts": {"list": [{"first_name": "Таємна"}]},
        "chats": {
            "about": "",
            "list": [chat, {"id": 2, "messages": 5}, chat | {"type": None, "name": None}],
        },
        "left_chats": {"about": "", "list": [chat]},
    }
    export = read_export(json.dumps(full).encode(), where="result.json")
    assert export.kind == "full"
    assert [(chat.name, chat.type, chat.left) for chat in export.chats] == [
        ("А", "public_channel", False),
        (None, "unknown", False),
        ("А", "public_channel", True),
    ]
    assert "personal_information, contacts" in said(export)
    assert "Власник" not in repr(export)
    assert "chat 2 holds no list" in said(export)


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html><html>",
        b"\xef\xbb\xbf\n <html lang='uk'>",
        b"[]",
        b"{}",
        b'{"chats_": 1}',
        b"5",
        b"null",
    ],
)
def test_what_is_no_export_is_refused_with_advice(data: bytes) -> None:
    with pytest.raises(UnsupportedInput) as refused:
        read_export(data, where="messages.html")
    if b"html" in data:
        assert "JSON" in (refused.value.do or "")


def test_a_torn_file_names_its_line() -> None:
    data = json.dumps({"name": "x", "messages": [NEW]}, indent=1, ensure_ascii=False).encode()
    with pytest.raises(MalformedInput) as torn:
        read_export(data[:-30], where="result.json")
    assert torn.value.line is not None
    assert torn.value.line > 20
    cut = data[: data.index("Слухайте".encode()) + 1]
    with pytest.raises(MalformedInput) as torn:
        read_export(cut, where="result.json")
    assert torn.value.line == cut.count(b"\n") + 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[" * 200_000,
        b'{"messages":' * 5000,
        b'{"messages":[' + b"9" * 9000 + b"]}",
        b"\\x1F" * 10,
        b'{"id":1e400,"messages":[{"id":1e400},{"id":NaN}]}',
    ],
)
def test_json_that_is_made_to_break_is_refused_or_read(data: bytes) -> None:
    try:
        read_export(data, where="result.json")
    except EarwitnessError:
        return


def test_halves_of_characters_are_replaced() -> None:
    data = chat_of(NEW | {"text": "HALF", "text_entities": None}).replace(b"HALF", b"a\\ud800b")
    post = read_export(data, where="result.json").chats[0].posts[0]
    assert post.caption == "a\ufffdb"
    post.caption.encode()


def test_a_file_over_the_limit_is_not_even_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram, "MAX_EXPORT_BYTES", 100)
    with pytest.raises(OverLimit):
        read_export(chat_of(NEW), where="result.json")


def test_a_long_run_of_backslashes_takes_no_time() -> None:
    export_of(NEW | {"text": "\\" * 200_000 + "x1F", "text_entities": None})


KEYS = [
    "id",
    "type",
    "date",
    "date_unixtime",
    "edited",
    "edited_unixtime",
    "text",
    "text_entities",
    "file",
    "photo",
    "thumbnail",
    "file_size",
    "from",
    "from_id",
    "forwarded_from",
    "reactions",
    "recent",
    "duration_seconds",
    "href",
    "messages",
    "chats",
    "left_chats",
    "list",
    "name",
]
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["message", "service", "1572222600", "2019-10-27T02:30:00", "../x", "user5"])
)
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=8)
    ),
    max_leaves=25,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(KEYS), JSON, max_size=10), max_size=4))
def test_any_messages_are_read_or_named(messages: list[dict[str, object]]) -> None:
    export = read_export(json.dumps({"id": 1, "messages": messages}).encode(), where="x")
    posts = export.chats[0].posts
    assert len(posts) + said(export).count("left out") >= len(messages)
    for post in posts:
        assert (post.published.earliest is None) == (post.published.basis is DateBasis.UNKNOWN)
        assert all(post.caption[e.start : e.end] == e.text for e in post.entities)


@settings(max_examples=40, deadline=None)
@given(JSON | st.dictionaries(st.sampled_from(KEYS), JSON))
def test_any_json_is_a_value_or_a_refusal(value: object) -> None:
    try:
        assert isinstance(read_export(json.dumps(value).encode(), where="x"), TelegramExport)
    except EarwitnessError:
        return


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_refusal(data: bytes) -> None:
    try:
        read_export(data, where="x")
    except EarwitnessError:
        return
