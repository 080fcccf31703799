"""Any text into any reader: a transcript with sane times, or a refusal; and in linear time."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from earwitness.errors import EarwitnessError
from earwitness.intake.transcripts.otr import read_otr
from earwitness.intake.transcripts.parsed import ParsedTranscript, Timing
from earwitness.intake.transcripts.plain import read_plain
from earwitness.intake.transcripts.prompt_list import looks_like_prompt_list, read_prompt_list
from earwitness.intake.transcripts.read import explain_format, read_transcript
from earwitness.intake.transcripts.sbv import read_sbv
from earwitness.intake.transcripts.slots import read_slots
from earwitness.intake.transcripts.srt import read_srt
from earwitness.intake.transcripts.textgrid import read_textgrid
from earwitness.intake.transcripts.ttml import read_ttml
from earwitness.intake.transcripts.webvtt import read_webvtt
from earwitness.intake.transcripts.whisper_json import read_whisper_json

Reader = Callable[[str], ParsedTranscript]
READERS: list[Reader] = [
    read_srt,
    read_webvtt,
    read_whisper_json,
    read_plain,
    read_slots,
    read_otr,
    read_textgrid,
    read_sbv,
    read_ttml,
]
PIECES = [
    *(
        "WEBVTT",
        "\n",
        "\n\n",
        "00:00:01,000 --> 00:00:02,000",
        "00:09.000 --> 00:03.000",
        "-->",
        "1",
    ),
    *("<v Ганна>", "</v>", "<00:00:01.000>", "<lang uk>", "<", ">", "&amp;", "&", "{\\an8}", "<i>"),
    *(
        "Мати: ",
        "- ",
        "-- ",
        "[музика]",
        "[00:01]",
        "(0:02)",
        "#00:00:03-1#",
        "0:04",
        "[01.02]",
        ": ",
    ),
    *(
        "######## START OF 1.MP3 (0:00:00 - 0:00:30s) ########",
        "######## START OF 2 (9 - 3s) ########",
    ),
    *(
        "Model: x Task: translate a-german",
        "x" * 20,
        "Bemerkung:",
        "0:00:01.000,0:00:02.000",
        "٣:٠٠",
    ),
    *(
        '"',
        "0",
        "1.5",
        "<exists>",
        '"IntervalTier"',
        "-1",
        "1e9",
        "слово",
        "word",
        " ",
        "\t",
        "²",
        "\x00",
    ),
    *('File type = "ooTextFile"\nObject class = "TextGrid"\n', '<tt><body><p begin="2s" end="1s">'),
    *("</p></body></tt>", '<span begin="1s">', "</span>", "<br/>", '<p begin="9h">'),
]
SOUP = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=25).map("".join)
NUMBERS = st.none() | st.integers() | st.floats() | st.text(max_size=3) | st.booleans()
WORDS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "word": st.text(max_size=4),
            "start": NUMBERS,
            "end": NUMBERS,
            "score": NUMBERS,
            "speaker": NUMBERS,
        },
    )
    | NUMBERS,
    max_size=3,
)
SEGMENT = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(
            (
                "start",
                "end",
                "start_s",
                "end_s",
                "speaker",
                "avg_logprob",
                "no_speech_prob",
                "confidence",
            ),
            NUMBERS,
        ),
        "text": st.text(max_size=5) | NUMBERS,
        "words": WORDS | NUMBERS,
        "offsets": st.fixed_dictionaries({"from": NUMBERS, "to": NUMBERS}) | NUMBERS,
    },
)
DUMP = st.fixed_dictionaries(
    {},
    optional={
        "segments": st.lists(SEGMENT | NUMBERS, max_size=4) | NUMBERS,
        "transcription": st.lists(SEGMENT | NUMBERS, max_size=4),
        "language": NUMBERS,
        "task": NUMBERS | st.lists(NUMBERS, max_size=1),
        "model": NUMBERS | st.fixed_dictionaries({"type": NUMBERS}),
        "params": st.fixed_dictionaries({"model": NUMBERS, "translate": NUMBERS}),
        "text": st.text(max_size=5),
        "words": WORDS,
    },
)


def check(found: ParsedTranscript) -> None:
    for line in found.lines:
        assert line.text or line.no_speech
        if line.timing is Timing.NONE:
            assert line.start_ms is None
            assert line.end_ms is None
        else:
            assert type(line.start_ms) is int
            assert line.start_ms >= 0
            assert line.end_ms is None or line.end_ms >= line.start_ms
            assert line.timing is Timing.START or type(line.end_ms) is int
        for word in line.words:
            assert word.text.strip()
            assert 0 <= word.start_ms <= word.end_ms
            assert word.score is None or 0 <= word.score <= 1
        assert line.score is None or 0 <= line.score <= 1


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=SOUP | st.text())
def test_any_text(reader: Reader, text: str) -> None:
    try:
        found = reader(text)
    except EarwitnessError:
        return
    check(found)


@settings(max_examples=60, deadline=None)
@given(
    text=SOUP,
    prefix=st.sampled_from(
        ["WEBVTT\n\n", "1\n00:00:01,000 --> 00:00:02,000\n", '<tt><body><p begin="1s">', ""]
    ),
)
def test_any_text_by_any_name(text: str, prefix: str) -> None:
    data = (prefix + text).encode("utf-8", errors="replace")
    assert explain_format(data, "x.txt")
    try:
        check(read_transcript(data, name="x.srt"))
    except EarwitnessError:
        return


@settings(max_examples=80, deadline=None)
@given(DUMP | st.lists(SEGMENT, max_size=3))
def test_any_dump(value: object) -> None:
    try:
        check(read_whisper_json(json.dumps(value)))
    except EarwitnessError:
        return


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="<>/ pbr\"'=span data-timestamp.0123456789та&;", max_size=80))
def test_any_page(page: str) -> None:
    check(read_otr(json.dumps({"text": page, "media": None})))


@given(SOUP)
@settings(max_examples=40, deadline=None)
def test_any_list(text: str) -> None:
    assert looks_like_prompt_list(text, frozenset({"a"})) in {True, False}
    try:
        assert read_prompt_list(text)
    except EarwitnessError:
        return


ROWS = st.lists(
    st.text(
        alphabet="абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёэыъabcxyz0123456789 ,.!?",
        min_size=1,
        max_size=30,
    )
    .map(lambda row: " ".join(row.split()))
    .filter(lambda row: any(letter.isalpha() for letter in row)),
    min_size=1,
    max_size=12,
)


def clock(ms: int, point: str) -> str:
    return (
        f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}{point}{ms % 1000:03d}"
    )


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, step_ms=st.integers(60, 5_000_000))
def test_written_subtitles_read_back(rows: list[str], step_ms: int) -> None:
    spans = [(n * step_ms, (n + 1) * step_ms) for n in range(len(rows))]
    wanted = [(row, *span) for row, span in zip(rows, spans, strict=True)]
    for point, head, reader in ((",", "", read_srt), (".", "WEBVTT\n\n", read_webvtt)):
        text = head + "".join(
            f"{n}\n{clock(start, point)} --> {clock(end, point)}\n{row}\n\n"
            for n, (row, start, end) in enumerate(wanted, start=1)
        )
        found = reader(text)
        assert [(line.text, line.start_ms, line.end_ms) for line in found.lines] == wanted
        assert found.problems == ()


LONG = [
    *(
        "<" * 30_000,
        "[" * 30_000,
        "(" * 30_000,
        " " * 30_000,
        "-" * 30_000,
        "0:" * 30_000,
        "a " * 30_000,
    ),
    *(
        "0" * 30_000,
        "00:00:01,000 -" * 5000,
        "x" * 30_000,
        '"' * 30_001,
        "{\\" * 30_000,
        "<v a>" * 12_000,
    ),
    *(
        "1\n" * 8_000,
        "\n" * 30_000,
        "[шум]" * 12_000,
        "- \n" * 8_000,
        "#00:00:01-" * 6000,
        "&" * 30_000,
    ),
    *(
        "(0:01 - " * 8000,
        "Мати: " * 10_000,
        "--> " * 15_000,
        "<a " * 20_000,
        "[0:01] " * 5000,
        "<!--" * 15_000,
    ),
    *("0:01\n" * 6_000, "0:00:01.000,0:00:02.000\n" * 2500, "00:01 --> 00:02\n" * 4000),
]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.timeout(120)  # a quadratic reader would take minutes
def test_long_monotone_text_takes_linear_time(reader: Reader) -> None:
    heads = {
        read_webvtt: "WEBVTT\n\n00:01.000 --> 00:02.000\n",
        read_srt: "00:00:01,000 --> 00:00:02,000\n",
        read_slots: "######## START OF 1.MP3 (0 - 30s) ########\n",
        read_textgrid: 'File type = "ooTextFile"\nObject class = "TextGrid"\n0 1 <exists> 1 ',
        read_ttml: '<tt><p begin="1s">',
    }
    for long in LONG:
        text = (
            json.dumps({"text": long, "media": ""})
            if reader is read_otr
            else heads.get(reader, "") + long
        )
        with contextlib.suppress(EarwitnessError):
            check(reader(text))
