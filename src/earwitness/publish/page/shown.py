"""A quotation as the page shows it: its words, its clip with captions, where it stands, what to know of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup

from earwitness.errors import EarwitnessError
from earwitness.publish.clips import ClipCutter
from earwitness.publish.draft_shown import shown_text
from earwitness.publish.page.captions import Track, captions_of, write_vtt
from earwitness.publish.page.gate import Gate
from earwitness.publish.page_body import inline_html
from earwitness.publish.quotecheck.check import Caution, CheckedQuotation, CheckReport
from earwitness.publish.quotecheck.parts import without_markers
from earwitness.publish.wording import Wording
from earwitness.records.judgement import Heard
from earwitness.records.timecode import format_ms
from earwitness.store.archive import Archive

__all__ = ["Shown", "cut_all"]

_MACHINE_LABEL = re.compile(r"(?:speaker|spk|s|v)[ _-]?\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shown:
    """A quotation as the page shows it.

    Attributes:
        language: of the quoted words, "" where it is that of the page.
        text: the quoted words without markup.
        original: the words in the language spoken, "" where they are what is quoted.
        place: where it stands in the recording; ``clip`` plays it.
        notes: what a reader has to know besides.
        key: names it in all versions of the story.
    """

    number: int
    end: int
    html: Markup
    language: str
    text: str
    original: str
    original_language: str
    voice: str
    place: str
    clip: str
    clip_sha256: str
    notes: tuple[str, ...]
    heard: Heard
    translated_into: str = ""
    tracks: tuple[Track, ...] = field(default=())
    key: str = ""

    @property
    def name(self) -> str:
        return f"q{self.number:02d}"

    @property
    def recording(self) -> str:
        return self.heard.recording_id

    @property
    def spoken(self) -> Track | None:
        """The captions in the language spoken."""
        return self.tracks[0] if self.tracks else None

    def vtt(self, track: Track) -> str:
        """Path of a track's file in the folder."""
        return f"clips/{self.name}.{track.language}.vtt"


def cut_all(
    archive: Archive, report: CheckReport, folder: Path, telling: tuple[Wording, Gate]
) -> tuple[dict[int, Shown], tuple[tuple[str, str], ...]]:
    """Cut the clip of every quotation and write its captions.

    Returns:
        Quotations by their place in the draft, and those without sound with the reason.
    """
    say, gate = telling
    shown: dict[int, Shown] = {}
    silent: list[tuple[str, str]] = []
    body = min((one.start for one in report.draft.paragraphs), default=0)
    with ClipCutter(archive) as cutter:
        for one in report.quotations:
            heard = one.heard
            if heard is None or one.start < body:
                continue  # words of the front matter are not on the page
            number = len(shown) + 1
            clip, reason = folder / f"q{number:02d}.flac", ""
            if heard.interval is None:
                reason = "the words have no times yet"
            else:
                try:
                    cutter.cut(heard.recording_id, heard.interval, clip)
                except EarwitnessError as error:
                    reason = error.what
            if reason:
                silent.append((one.text, reason))
            made = _show(archive, report, (one, gate.heard(heard)), (number, clip), say)
            for track in made.tracks:
                vtt = folder.parent / made.vtt(track)
                vtt.write_text(write_vtt(track), encoding="utf-8")
            shown[one.start] = made
    return shown, tuple(silent)


def _show(
    archive: Archive,
    report: CheckReport,
    quoted: tuple[CheckedQuotation, Heard],
    cut: tuple[int, Path],
    say: Wording,
) -> Shown:
    (one, heard), (number, clip) = quoted, cut
    place, digest = "", ""
    if heard.interval is not None:
        place = f"{format_ms(heard.interval.start_ms)} – {format_ms(heard.interval.end_ms)}"
    if clip.is_file():
        digest = hashlib.sha256(clip.read_bytes()).hexdigest()
    language = one.translated_into or heard.language
    own = one.translated_into or heard.language
    words = shown_text(report.draft.text)[one.start : one.end]
    html = Markup(inline_html(without_markers(words)))  # noqa: S704 (escaped by markdown-it)
    text = Markup(inline_html(one.text)).striptags()  # noqa: S704 (likewise)
    return Shown(
        number=number,
        end=one.end,
        html=html,
        language="" if language in (report.draft.language, "und") else language,
        text=text,
        original=heard.original if one.translated_into else "",
        original_language=heard.language,
        voice="" if _MACHINE_LABEL.fullmatch(heard.voice or "") else heard.voice or "",
        place=place,
        clip=f"clips/{clip.name}" if digest else "",
        clip_sha256=digest,
        notes=tuple(_notes(one, say, playable=bool(digest))),
        heard=heard,
        translated_into=one.translated_into,
        tracks=captions_of(archive.db, heard, text, own) if digest else (),
    )


def _notes(one: CheckedQuotation, say: Wording, *, playable: bool) -> Sequence[str]:
    notes = [say.say(caution.value) for caution in one.cautions]
    if not playable and Caution.NO_TIMES not in one.cautions:
        notes.append(say.say("cannot_be_played"))
    return notes
