"""Other people's files, where ../shared/real is there; nothing of them is copied."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pysubs2
import pytest
import webvtt

from earwitness.errors import EarwitnessError, MalformedInput, UnsupportedInput
from earwitness.intake.transcripts.parsed import Timing
from earwitness.intake.transcripts.prompt_list import looks_like_prompt_list, read_prompt_list
from earwitness.intake.transcripts.read import read_transcript
from earwitness.intake.transcripts.webvtt import read_webvtt
from earwitness.intake.transcripts.webvtt_blocks import collect_blocks
from earwitness.text.encoding import decode_text

REAL = Path(__file__).parents[4] / "shared" / "real"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not REAL.is_dir(), reason="../shared/real is not there"),
]
# Where vtt.js leaves the W3C parser: it reads "000:00.000" and "120:00.000" as hours, and drops the
# cue whose identifier row is "-->".
VTTJS_DEPARTS = {"min-top-digits.vtt", "minimum-spots-over-sixty.vtt", "id.vtt"}


def test_webvtt_of_vttjs() -> None:
    root = REAL / "docs/webvtt_vttjs/tests"
    agree, differ, unread = 0, set(), 0
    for path in sorted(root.rglob("*.vtt")):
        expected = path.with_suffix(".json")
        text = decode_text(path.read_bytes()).text
        try:
            read_webvtt(text)
            cues = [
                (b.start_ms, b.end_ms)
                for b in collect_blocks(text).blocks
                if b.start_ms is not None
            ]
        except MalformedInput:
            cues = []
        if not expected.is_file():
            unread += 1
            continue
        wanted = [
            (round(c["startTime"] * 1000), round(c["endTime"] * 1000))
            for c in json.loads(expected.read_text())["cues"]
        ]
        if cues == wanted:
            agree += 1
        else:
            differ.add(path.name)
    assert differ == VTTJS_DEPARTS
    assert agree == 148
    assert unread == 116


def test_radio_analyzer() -> None:
    paths = sorted((REAL / "intercepts_text/radio_analyzer/data").glob("*/*/*/*.txt"))
    counts: Counter[str] = Counter()
    for path in paths:
        try:
            found = read_transcript(path.read_bytes(), name=path.name)
        except UnsupportedInput:
            assert "final" in path.parts, path
            counts["prose"] += 1
            continue
        assert found.format == "slots"
        assert found.title
        assert all(line.timing is Timing.WINDOW for line in found.lines)
        counts["files"] += 1
        counts["lines"] += len(found.lines)
        counts["slots"] += len({line.start_ms for line in found.lines})
        counts["voices"] += len({line.voice for line in found.lines} - {None})
        counts["silent"] += sum(line.no_speech is not None for line in found.lines)
        counts["notes"] += sum(p.what.startswith("note left out") for p in found.problems)
    print(dict(counts))  # noqa: T201  the numbers of the report
    assert counts["files"] + counts["prose"] == len(paths)
    assert (counts["files"], counts["slots"], counts["silent"]) == (40, 108, 4)


def test_prompt_lists() -> None:
    for language in ("ru", "uk"):
        folder = REAL / f"audio/{language}/asterisk_core_{language}"
        text = decode_text((folder / f"core-sounds-{language}.txt").read_bytes()).text
        pairs = read_prompt_list(text)
        stems = frozenset(
            str(path.relative_to(folder).with_suffix("")) for path in folder.rglob("*.wav")
        )
        assert len(pairs) > 200
        print(language, len(pairs), len(stems), sum(name in stems for name, _ in pairs))  # noqa: T201
        assert len(stems) * 2 < len(pairs), "only a part of the recordings is here"
        assert looks_like_prompt_list(text, stems)


def test_subtitles_agree_with_their_own_readers() -> None:
    folder = REAL / "docs/subtitles_webvtt_py/tests/subtitles"
    for name in (
        "sample.srt",
        "sample.vtt",
        "using_identifiers.vtt",
        "captions_with_bom.vtt",
        "one_caption.srt",
    ):
        path = folder / name
        theirs = webvtt.from_srt(path) if path.suffix == ".srt" else webvtt.read(path)
        ours = read_transcript(path.read_bytes(), name=name)
        assert [line.text for line in ours.lines] == [
            cue.text.replace("\n", " ") for cue in theirs
        ], name
        assert [line.start_ms for line in ours.lines] == [
            round(cue.start_in_seconds * 1000 + cue.start_time.milliseconds) for cue in theirs
        ]
    for name in ("ttml_example.ttml", "ttml_example2.ttml"):
        path = REAL / "docs/subtitles_pysubs2/tests/data" / name
        ours = read_transcript(path.read_bytes(), name=name)
        times = {(line.start_ms, line.end_ms) for line in ours.lines}
        assert times == {(e.start, e.end) for e in pysubs2.load(str(path))}, name


def test_every_document_is_read_or_refused() -> None:
    folders = (
        "subtitles_webvtt_py",
        "subtitles_pysubs2",
        "textgrid_praatio",
        "otranscribe_openpecha",
        "webvtt_vttjs",
    )
    kinds: Counter[str] = Counter()
    for folder in folders:
        for path in sorted((REAL / "docs" / folder).rglob("*")):
            if path.suffix.lower() not in {".vtt", ".srt", ".sbv", ".ttml", ".textgrid", ".otr"}:
                continue
            try:
                kinds[read_transcript(path.read_bytes(), name=path.name).format] += 1
            except EarwitnessError:
                kinds["refused"] += 1
    print(dict(kinds))  # noqa: T201
    assert kinds["textgrid"] == 23
    assert kinds["otr"] == 2
