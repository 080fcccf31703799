"""Metadata that yt-dlp writes, with invented channels and secrets."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.errors import EarwitnessError, MalformedInput, UnsupportedInput
from earwitness.intake.ytdlp.info import Chapter, VideoDateBasis, VideoInfo, public_info, read_info
from earwitness.intake.ytdlp.secrets import clean_address

CANARY = "CANARY31337"
RAW = {
    "_type": "video",
    "id": "Ab1_zz",
    "extractor": "tube",
    "extractor_key": "Tube",
    "webpage_url": f"https://user:{CANARY}@tube.example/watch?v=Ab1_zz&si={CANARY}&utm_source=tg",
    "original_url": f"https://tube.example/{CANARY}",
    "channel": "Вигадане управління",
    "channel_id": "UC1",
    "uploader": "Вигадане управління",
    "uploader_id": "@vyhadane",
    "uploader_url": f"https://tube.example/@vyhadane?token={CANARY}",
    "title": "Розмова",
    "description": "Опис\nдва рядки",
    "timestamp": 1930846800,
    "upload_date": "20310310",
    "release_timestamp": 1930940000,
    "modified_timestamp": 1930950000.5,
    "duration": 61.5,
    "language": "uk",
    "live_status": "not_live",
    "availability": "public",
    "section_start": 10,
    "section_end": float("inf"),
    "epoch": 1931000000,
    "_version": {"version": "2031.03.01", "release_git_head": CANARY},
    "subtitles": {"uk": [{"url": f"https://s.example/?sig={CANARY}"}], "live_chat": []},
    "automatic_captions": {"uk-orig": [], "en": []},
    "chapters": [{"start_time": 0.0, "end_time": 1.5, "title": "Початок"}, {"title": "x"}],
    "cookies": f"sid={CANARY}",
    "http_headers": {"Cookie": CANARY, "Authorization": f"Bearer {CANARY}"},
    "formats": [
        {
            "url": f"https://r1.tubevideo.example/v?expire=1&ip=192.0.2.7&sig={CANARY}",
            "cookies": CANARY,
            "filepath": f"/home/{CANARY}/a",
        }
    ],
    "requested_downloads": [{"filepath": f"/home/{CANARY}/a.mp4"}],
    "requested_formats": [{"x": CANARY}],
    "_filename": f"/home/{CANARY}/a.mp4",
    "filename": f"/home/{CANARY}/a.mp4",
    "thumbnail": f"https://t.example/a.jpg?sqp={CANARY}",
    "thumbnails": [{"url": f"https://t.example/a.jpg?sqp={CANARY}"}],
    "comments": [{"author": CANARY}],
    "a_field_of_tomorrow": CANARY,
}


def read(raw: object) -> VideoInfo:
    return read_info(json.dumps(raw).encode(), where="a.info.json")


def test_what_a_desk_needs_is_read() -> None:
    info = read(RAW)
    assert (info.video_id, info.extractor, info.channel, info.uploader_id) == (
        "Ab1_zz",
        "tube",
        "Вигадане управління",
        "@vyhadane",
    )
    assert info.webpage_url == "https://tube.example/watch?v=Ab1_zz"
    assert info.uploader_url == "https://tube.example/@vyhadane"
    assert (
        info.published.earliest == info.published.latest == datetime.fromtimestamp(1930846800, UTC)
    )
    assert info.published.basis is VideoDateBasis.TIMESTAMP
    assert (info.duration_s, info.section_start_s, info.section_end_s) == (61.5, 10.0, None)
    assert info.modified is not None
    assert info.downloaded_at == datetime.fromtimestamp(1931000000, UTC)
    assert info.ytdlp_version == "2031.03.01"
    assert (info.subtitles, info.automatic_captions) == (("uk",), ("en", "uk-orig"))
    assert info.chapters == (Chapter("Початок", 0, 1500),)
    assert [problem.what for problem in info.problems] == [
        "its timestamp and upload_date are different days; timestamp was taken",
        "1 chapters have no start; left out",
    ]


def test_a_day_is_a_day_and_a_premiere_comes_last() -> None:
    day = read({"id": "a", "upload_date": "20310309", "release_timestamp": 1930940000}).published
    assert day.basis is VideoDateBasis.UPLOAD_DATE
    assert (day.earliest, day.latest) == (
        datetime(2031, 3, 9, tzinfo=UTC),
        datetime(2031, 3, 9, 23, 59, 59, tzinfo=UTC),
    )
    assert (
        read({"id": "a", "release_timestamp": 1930940000}).published.basis
        is VideoDateBasis.RELEASE_TIMESTAMP
    )
    for broken in (
        {},
        {"upload_date": "20311399"},
        {"upload_date": "٢٠٣١٠٣٠٩"},
        {"timestamp": -5},
        {"timestamp": True},
        {"timestamp": 1e300},
    ):
        info = read({"id": "a"} | broken)
        assert info.published.basis is VideoDateBasis.UNKNOWN
        assert info.problems


@pytest.mark.parametrize("with_words", [False, True])
def test_nothing_sealed_is_in_the_public_part(*, with_words: bool) -> None:
    info = read(RAW)
    shown = json.dumps(public_info(info, with_words=with_words), ensure_ascii=False)
    assert CANARY not in shown
    assert "192.0.2.7" not in shown
    assert ("Опис" in shown) is with_words
    assert CANARY not in repr(info.sealed)
    assert CANARY not in repr(info)


def test_secrets_are_named_without_their_values() -> None:
    assert (
        read({"id": "a", "cookies": "", "formats": [{"url": "https://v.example/a.mp4"}]}).sealed
        == ()
    )
    sealed = " | ".join(read(RAW).sealed)
    for part in (
        "cookies",
        "headers",
        "disk",
        "signed",
        "network address",
        "login",
        "typed",
        "comments",
    ):
        assert part in sealed
    path = read(
        {
            "id": "a",
            "formats": [{"manifest_url": "https://m.example/api/ip/192.0.2.7/expire/99/x.m3u8"}],
        }
    )
    assert any("network" in reason for reason in path.sealed)


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("https://t.me/vyhadane/5?single&comment=7", "https://t.me/vyhadane/5?single&comment=7"),
        ("HTTPS://v.example:8080/a?X-Amz-Signature=1&id=2", "https://v.example:8080/a?id=2"),
        ("https://v.example/a?id=2;sig=5", "https://v.example/a?id=2"),
        ("https://v.example/a?%73ig=5", "https://v.example/a"),
        ("https://v.example/a#access_token=5", "https://v.example/a"),
        ("https://v.example/a#part", "https://v.example/a#part"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
        ("https://[oops/a", ""),
        ("https://v.example:99999999/", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("https://", ""),
    ],
)
def test_addresses_lose_what_follows_people(written: str, cleaned: str) -> None:
    assert clean_address(written) == cleaned


@pytest.mark.parametrize(
    "raw",
    [[], 5, None, {}, {"title": "x"}, {"_type": "playlist", "id": "p"}, {"id": "p", "entries": []}],
)
def test_what_is_no_video_is_refused(raw: object) -> None:
    with pytest.raises(UnsupportedInput):
        read(raw)


def test_a_torn_file_names_its_line() -> None:
    with pytest.raises(MalformedInput) as torn:
        read_info(b'{"id": "a",\n"title": "b', where="a.info.json")
    assert torn.value.line == 2


KEYS = sorted(RAW)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["https://a.example/?sig=1", "http://[", "20310309"])
)
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from([*KEYS, "url", "version", "start_time", "end_time"]), inner, max_size=8
        )
    ),
    max_leaves=25,
)


@settings(max_examples=40, deadline=None)
@given(JSON | st.dictionaries(st.sampled_from(KEYS), JSON, max_size=12))
def test_any_json_is_a_value_or_a_refusal(value: object) -> None:
    try:
        info = read(value)
    except EarwitnessError:
        return
    json.dumps(public_info(info, with_words=True), allow_nan=False, ensure_ascii=False).encode()


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_cleaning_an_address_twice_changes_nothing(address: str) -> None:
    once = clean_address(address)
    assert clean_address(once) == once
