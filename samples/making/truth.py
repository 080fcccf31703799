"""What is true of the releases: written beside them, never inside, so that a program can be measured."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path
from typing import Any

from making.conversation import SaidLine, TrueRecording
from making.media import sha256_of
from making.transcripts import cues_of

__all__ = ["truth_of"]

_ABOUT = (
    "What is true of samples/releases. Times are integer milliseconds; a time map's pieces say where "
    "a stretch of a file lies on the true recording, at rate 1. Words under a bleep are in no list. "
    "An appearance is a Telegram post with a file, a video of yt-dlp, a loose media file that can be "
    "read, or an article. Flawed drafts may deserve more findings than the planted ones."
)


def truth_of(
    tables: dict[str, Any],
    recordings: dict[str, TrueRecording],
    media: list[dict[str, Any]],
    releases: Path,
) -> dict[str, Any]:
    """The whole of ``truth.json``."""
    described = {
        name: _recording(recording, tables, media) for name, recording in recordings.items()
    }
    return {
        "about": _ABOUT,
        "counts": _counts(tables, recordings, media),
        "recordings": described,
        "media": media,
        "transcripts": [_transcript(table, releases) for table in tables["transcript"]],
        "documents": _documents(tables, releases),
        "searches": [_search(table, recordings) for table in tables["search"]],
        "draft_errors": [_draft_error(table, releases.parent) for table in tables["draft_error"]],
        "clean_quotes": _clean_quotes(recordings, releases.parent / "drafts"),
    }


def _recording(
    recording: TrueRecording, tables: dict[str, Any], media: list[dict[str, Any]]
) -> dict[str, Any]:
    script = recording.script
    carried_by = [item["path"] for item in media if script.id in item.get("recordings", [])]
    asserted = [
        {key: value for key, value in table.items() if key != "recording"}
        for table in tables["assertion"]
        if table["recording"] == script.id
    ]
    return {
        "title": script.title,
        "language": script.language,
        "languages_spoken": sorted({line.turn.language for line in recording.lines}),
        "kind": script.kind,
        "duration_ms": recording.duration_ms,
        "rate_hz": script.rate_hz,
        "channels": script.channels,
        "pcm_sha256": hashlib.sha256(recording.pcm.astype("<i2").tobytes()).hexdigest(),
        "sides": [{"label": k, "audibility": v} for k, v in script.sides.items()],
        "one_sided": script.unheard_person is not None,
        "unheard_person": script.unheard_person,
        "voices": [{"id": v.id, "side": v.side, "label": v.label} for v in script.voices.values()],
        "lines": [_line(i, line) for i, line in enumerate(recording.lines, 1)],
        "bleeps": _spans(recording.bleeps),
        "clipped": _spans(recording.clipped),
        "unheard": _spans(recording.unheard),
        "files": sorted(carried_by),
        "articles": sorted(
            {item["where"] for item in asserted if item["where"].startswith("articles/")}
        ),
        "publisher_assertions": asserted,
    }


def _line(number: int, line: SaidLine) -> dict[str, Any]:
    return {
        "line": number,
        "voice": line.turn.voice,
        "language": line.turn.language,
        "text": line.turn.text,
        "start_ms": line.start_ms,
        "end_ms": line.end_ms,
        "words": [[word.text, word.start_ms, word.end_ms] for word in line.words],
        "translations": line.turn.translations,
    }


def _spans(spans: tuple[tuple[int, int], ...]) -> list[dict[str, int]]:
    return [{"start_ms": start_ms, "end_ms": end_ms} for start_ms, end_ms in spans]


def _transcript(table: dict[str, Any], releases: Path) -> dict[str, Any]:
    machine = table["form"] in {"whisperx", "auto_vtt"}
    planted = [{"right": right, "written": wrong} for right, wrong in table.get("heard_as", [])]
    described = {"path": table["path"], "recording": table["recording"], "form": table["form"]}
    if "language" in table:
        described["translation_into"] = table["language"]
    return described | {
        "made_by": "machine" if machine else "person",
        "planted_errors": planted,
        "sha256": sha256_of(releases / table["path"]),
    }


def _documents(tables: dict[str, Any], releases: Path) -> list[dict[str, Any]]:
    known = {item["path"] for item in tables["media"] + tables["transcript"]}
    paths = sorted(p.relative_to(releases).as_posix() for p in releases.rglob("*") if p.is_file())
    return [
        {"path": path, "sha256": sha256_of(releases / path)} for path in paths if path not in known
    ]


def _counts(
    tables: dict[str, Any], recordings: dict[str, TrueRecording], media: list[dict[str, Any]]
) -> dict[str, Any]:
    readable = [item for item in media if "duration_ms" in item]
    by_place = Counter(item["path"].split("/")[0] for item in readable)
    posts = [post for post in tables["post"] if "media" in post]
    appearances = {
        "telegram_posts_with_a_file": len(posts),
        "ytdlp_videos": by_place["ytdlp"],
        "loose_files": by_place["clips"],
        "articles": 2,
    }
    languages = Counter(r.script.language for r in recordings.values())
    return {
        "appearances": sum(appearances.values()),
        "appearances_by_kind": appearances,
        "telegram_posts_without_a_file": len(tables["post"]) - len(posts),
        "media_files": len(media),
        "media_files_readable": len(readable),
        "artefacts": len({item["sha256"] for item in readable}),
        "unreadable": [i["path"] for i in media if i not in readable],
        "recordings": len(recordings),
        "one_sided": sum(r.script.unheard_person is not None for r in recordings.values()),
        "voices": sum(len(r.script.voices) for r in recordings.values()),
        "lines": sum(len(r.lines) for r in recordings.values()),
        "words": sum(len(line.words) for r in recordings.values() for line in r.lines),
        "minutes": round(sum(r.duration_ms for r in recordings.values()) / 60_000, 2),
        "languages": dict(sorted(languages.items())),
        "relations": dict(sorted(Counter(item["relation"] for item in media).items())),
    }


def _search(table: dict[str, Any], recordings: dict[str, TrueRecording]) -> dict[str, Any]:
    texts = {name: _searchable(recording) for name, recording in recordings.items()}
    found = [name for name, text in texts.items() if _has_any(text, table["forms"])]
    without = [name for name in found if _has_any(texts[name], table.get("without", []))]
    return {
        "query": table["query"],
        "why": table["why"],
        "typo": table.get("typo", False),
        "expect_recordings": [name for name in found if name not in without],
        "may_also": table.get("may_also", []),
    }


def _searchable(recording: TrueRecording) -> str:
    """Original and all translations, one line after another, lower case, between bars."""
    languages = {recording.script.language}
    languages |= set(recording.lines[0].turn.translations)
    cues = [cue.text for language in sorted(languages) for cue in cues_of(recording, language)]
    return " | ".join(re.sub(r"[.,?!]", "", cue).lower() for cue in cues)


def _has_any(text: str, forms: list[str]) -> bool:
    return any(re.search(rf"(?<![\w'-]){re.escape(form)}(?![\w'-])", text) for form in forms)


def _draft_error(table: dict[str, Any], samples: Path) -> dict[str, Any]:
    lines = (samples / "drafts" / table["draft"]).read_text(encoding="utf-8").splitlines()
    where = [i for i, line in enumerate(lines, 1) if table["words"] in line]
    if len(where) != 1:
        raise ValueError(f"{table['draft']}: {table['words']!r} stands in lines {where}")
    return {**table, "line": where[0]}


def _clean_quotes(recordings: dict[str, TrueRecording], drafts: Path) -> list[dict[str, Any]]:
    """Every quotation of the clean drafts with the lines that hold it."""
    quotes = []
    for draft in sorted(drafts.glob("clean.*.md")):
        text = draft.read_text(encoding="utf-8")
        for match in re.finditer(r"“([^”]+)”|«([^»]+)»", text):
            words = match[1] or match[2]
            where = _where_said(words, recordings)
            if where:
                line = text.count("\n", 0, match.start()) + 1
                quotes.append({"draft": draft.name, "line": line, "words": words, **where})
    return quotes


def _where_said(words: str, recordings: dict[str, TrueRecording]) -> dict[str, Any]:
    """The recording, its lines and the language in which they hold the words; empty if none does."""
    for name, recording in recordings.items():
        languages = [recording.script.language, *recording.lines[0].turn.translations]
        for language in languages:
            own = language == recording.script.language
            texts = [
                _bare(line.turn.text if own else line.turn.translations[language])
                for line in recording.lines
            ]
            for count in (1, 2):
                for first in range(len(texts) - count + 1):
                    if f" {_bare(words)} " in f" {' '.join(texts[first : first + count])} ":
                        lines = list(range(first + 1, first + count + 1))
                        return {"recording": name, "lines": lines, "language": language}
    return {}


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[.,?!]", "", text).lower().split())
