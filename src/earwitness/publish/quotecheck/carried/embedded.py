"""Q35: the sound or film beside a quotation is of another recording, another place, unredacted, or without subtitles.

A file of the archive is known by its SHA-256, a recording by its identifier in the address. Nothing is fetched and
nothing is decoded: a file that the archive does not know cannot be judged, and that is said.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from earwitness.publish.quotecheck.narrated.story import QuotedPlace, Story
from earwitness.records.judgement import Finding, Severity
from earwitness.store.catalog.signed import standing_about
from earwitness.store.catalog.sound import recordings_of_artefact, renditions

__all__ = ["media_mismatch"]

_LINK = re.compile(r"!?\[[^\[\]\n]{0,500}\]\(\s*<?([^()\s<>]{1,2000})>?[^()\n]{0,500}\)")
_TAG = re.compile(
    r"<(?:audio|video|source|iframe)\b[^<>]{0,2000}?\bsrc\s*=\s*(?:\"([^\"]{1,2000})\"|'([^']{1,2000})')[^<>]{0,2000}>",
    re.IGNORECASE,
)
_FILM = re.compile(r"<video\b.{0,8000}?(?:</video>|\Z)", re.IGNORECASE | re.DOTALL)
_TRACK = re.compile(r"<track\b[^<>]{0,1000}?\bsrclang\s*=\s*[\"']?([A-Za-z-]{2,20})", re.IGNORECASE)
_SOUND = frozenset(
    [
        ".mp3",
        ".m4a",
        ".aac",
        ".ogg",
        ".oga",
        ".opus",
        ".wav",
        ".flac",
        ".mp4",
        ".m4v",
        ".mov",
        ".webm",
        ".mkv",
        ".3gp",
        ".amr",
        ".wma",
    ]
)
_RECORDING = re.compile(r"\brec-[0-9a-z]+(?:-[0-9a-z]+)*", re.IGNORECASE)
_FRAGMENT = re.compile(r"#(?:.*&)?t=(?:npt:)?([\d:.]*)(?:,([\d:.]+))?")
_LARGEST = 2 * 1024**3
_BESIDE = 2000  # characters between a file and the quotation that it is to carry


@dataclass(frozen=True, slots=True)
class _Embedded:
    """A file or address in the draft, with the stretch that it asks for."""

    start: int
    end: int
    target: str
    stretch: tuple[int, int | None] | None


def media_mismatch(story: Story) -> Iterator[Finding]:
    """What can be shown of each file that the draft embeds or links to."""
    if not story.places:
        return
    for one in _embedded(story.draft.text):
        places = _beside(story, one)
        recordings, digest, unknown = _carries(story, one)
        if unknown:
            yield _finding(story, one, unknown, "SHA-256 against the archive", Severity.WARNING)
        elif recordings:
            quoted = [place for place in places if _same(story, place, recordings)]
            if not quoted:
                yield _finding(
                    story,
                    one,
                    f"The file carries {', '.join(recordings)}; quoted beside it is"
                    f" {places[0].heard.recording_id}.",
                    "the recording of the file against that of the quotation",
                )
                continue
            yield from _stretch(story, one, quoted, recordings)
            yield from _redacted(story, one, digest, recordings)
    yield from _subtitles(story)


def _embedded(text: str) -> Iterator[_Embedded]:
    found = [(one.start(), one.end(), one[1]) for one in _LINK.finditer(text)]
    found += [(one.start(), one.end(), one[1] or one[2]) for one in _TAG.finditer(text)]
    for start, end, target in sorted(found):
        bare = target.partition("#")[0].partition("?")[0]
        if PurePosixPath(bare).suffix.lower() in _SOUND or _RECORDING.search(bare):
            yield _Embedded(start, end, target, _stretch_of(target))


def _stretch_of(target: str) -> tuple[int, int | None] | None:
    found = _FRAGMENT.search(target)
    if found is None:
        return None
    start, end = _ms(found[1]), _ms(found[2] or "")
    return (start or 0, end) if start is not None or end is not None else None


def _ms(clock: str) -> int | None:
    """Milliseconds of "12.5", "1:02" or "0:01:02.5", None of anything else."""
    try:
        parts = [float(part) for part in clock.split(":")] if clock else []
    except ValueError:
        return None
    if not 0 < len(parts) <= 3:
        return None
    seconds = 0.0
    for part in parts:
        seconds = seconds * 60 + part
    return round(seconds * 1000)


def _beside(story: Story, one: _Embedded) -> list[QuotedPlace]:
    """The quotations that a file belongs to: of its paragraph, else the last before it, else the first after."""
    own = next(
        (p for p in story.draft.paragraphs if p.start <= one.start < p.start + len(p.text)), None
    )
    if own is not None:
        within = [p for p in story.places if own.start <= p.start < own.start + len(own.text)]
        if within:
            return within
    before = [p for p in story.places if p.start < one.start]
    after = [p for p in story.places if p.start > one.start]
    near = [p for p in (*before[-1:], *after[:1]) if abs(p.start - one.start) < _BESIDE]
    return near or list(story.places)


def _carries(story: Story, one: _Embedded) -> tuple[list[str], str, str]:
    """The recordings of a file, its SHA-256, and why nothing can be said of it."""
    db = story.checking.db
    bare = one.target.partition("#")[0].partition("?")[0]
    named = _RECORDING.search(bare)
    if named:
        return [named[0].lower()], "", ""
    if re.match(r"[a-z][a-z0-9+.-]*:|//", one.target, re.IGNORECASE):
        rows = db.execute(
            "select distinct a.sha256 from attachment a join appearance p on p.id = a.appearance_id"
            " where p.url = ? and a.sha256 is not null",
            (one.target.partition("#")[0],),
        ).fetchall()
        found = [r.id for row in rows for r in recordings_of_artefact(db, row["sha256"])]
        return list(dict.fromkeys(found)), "", ""
    path = _inside(story.checking.folder, unquote(bare))
    if path is None:
        return [], "", "The file is not beside the draft: what it carries was not looked at."
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    carried = [row.id for row in recordings_of_artefact(db, digest)] or _redacted_copy_of(
        story, digest
    )
    if not carried:
        return (
            [],
            digest,
            "The file is none of the archive's: that it carries the quoted words cannot be shown.",
        )
    return carried, digest, ""


def _inside(folder: Path | None, name: str) -> Path | None:
    """A file below the folder of the draft; nothing else is opened."""
    if folder is None or "\0" in name:
        return None
    try:
        path = (folder / name).resolve()
        fits = path.is_relative_to(folder.resolve()) and path.is_file()
        return path if fits and path.stat().st_size <= _LARGEST else None
    except OSError:
        return None


def _redactions(story: Story, recording: str) -> list[dict[str, object]]:
    records = standing_about(story.checking.db, recording, ("redaction",))
    return [json.loads(one.body) for one in records]


def _redacted_copy_of(story: Story, digest: str) -> list[str]:
    return [
        one
        for one in story.recordings
        if any(digest in given.get("files", ()) for given in _redactions(story, one))  # type: ignore[operator]
    ]


def _same(story: Story, place: QuotedPlace, recordings: list[str]) -> bool:
    return bool(set(story.checking.carrying(place.heard.recording_id)) & set(recordings))


def _stretch(
    story: Story, one: _Embedded, quoted: list[QuotedPlace], recordings: list[str]
) -> Iterator[Finding]:
    """The time in the address against the time of the quotation, on the recording's clock."""
    timed = [(p, p.heard.interval) for p in quoted if p.heard.interval is not None]
    if one.stretch is None or not timed:
        return
    start, end = one.stretch
    if any(start < own.end_ms and (end is None or end > own.start_ms) for _, own in timed):
        return
    # A file with a time map of its own has another clock: only a person can say.
    mapped = any(file.time_map for rec in recordings for file in renditions(story.checking.db, rec))
    place, heard = timed[0]
    yield story.finding(
        "Q35",
        (one.start, one.end),
        f"The clip is from {start / 1000:g} s on; the quotation is heard at"
        f" {heard.start_ms / 1000:g} to {heard.end_ms / 1000:g} s.",
        rule="the time in the address against that of the quotation; they do not touch",
        suggestion=f"Write #t={heard.start_ms / 1000:g},{heard.end_ms / 1000:g}.",
        severity=Severity.WARNING if mapped else Severity.ERROR,
        heard=place.heard,
    )


def _redacted(
    story: Story, one: _Embedded, digest: str, recordings: list[str]
) -> Iterator[Finding]:
    """A recording of which something must not be heard, in a file in which it was not treated."""
    for recording in recordings:
        for given in _redactions(story, recording):
            files = given.get("files") or ()
            if digest and digest not in files:  # type: ignore[operator]
                yield _finding(
                    story,
                    one,
                    f"Something in {recording} must not be heard, and this file is not the redacted one.",
                    "a signed redaction stands, and names other files",
                )
                return


def _subtitles(story: Story) -> Iterator[Finding]:
    wanted = story.language
    spoken = {place.heard.language.partition("-")[0] for place in story.places} - {"und"}
    if not spoken or wanted in spoken:
        return
    for film in _FILM.finditer(story.draft.text):
        have = {one[1].partition("-")[0].lower() for one in _TRACK.finditer(film[0])}
        if wanted not in have:
            there = f"it has {', '.join(sorted(have))}" if have else "it has none here"
            yield story.finding(
                "Q35",
                (film.start(), film.start() + min(len(film[0]), 80)),
                f"The film has no subtitles in the story's language ({wanted}): {there}.",
                rule=f"languages of its tracks against the draft's; spoken is {', '.join(sorted(spoken))}",
                suggestion=f"Add a track: `earwitness export REC --format vtt --language {wanted}`.",
                severity=Severity.ERROR if have else Severity.WARNING,
            )


def _finding(
    story: Story, one: _Embedded, reason: str, rule: str, severity: Severity = Severity.ERROR
) -> Finding:
    suggestion = "Embed the file that the quotation was heard in (`earwitness play --save`)."
    return story.finding(
        "Q35", (one.start, one.end), reason, rule=rule, suggestion=suggestion, severity=severity
    )
