"""Letting out: clips, exports, the quote check, the story page; each proved before it is put in place."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from earwitness.desk.checking import Checking
from earwitness.desk.told_of import standing_of, told_of
from earwitness.errors import UsageError
from earwitness.publish.clips import ClipCutter
from earwitness.publish.exports.formats import export_sheet, format_named
from earwitness.publish.exports.gathering import Choice, Sound, sheet_of
from earwitness.publish.exports.media_review import Reviewed, media_review
from earwitness.publish.exports.sheet import Sheet
from earwitness.publish.exports.written import Written
from earwitness.publish.films import is_film
from earwitness.publish.page.folder import story_in
from earwitness.publish.page.gate import Gate
from earwitness.publish.page.options import PageOptions
from earwitness.publish.page.withdrawal import pages_of, write_tombstone
from earwitness.publish.pictures.card import Card
from earwitness.publish.pictures.card_words import (
    Telling,
    card_of_lines,
    card_of_quotation,
    chosen_lines,
)
from earwitness.publish.story import StoryReport, write_story
from earwitness.publish.video.making import MadeClip, make_embed, make_film
from earwitness.publish.withheld_quotations import original_outside, over_withheld, refuse_withheld
from earwitness.publish.withholding import Withholding
from earwitness.records.corrections import PublicChange
from earwitness.records.judgement import Heard
from earwitness.records.review import Attribution, Rung, Standing
from earwitness.records.sound import Span, SpanKind
from earwitness.records.timecode import Interval, format_ms
from earwitness.review.corrections.log import public_log
from earwitness.review.gates.keeping import situation_of
from earwitness.review.gates.ladder import standing_rung
from earwitness.review.redaction.proof import Proof, prove, refuse
from earwitness.store.catalog.publications import editions
from earwitness.store.proofs import keep_proof
from earwitness.store.redactions import redacted_recordings, sealed_words, treatments_of

__all__ = ["Releasing"]


class Releasing(Checking):
    """What leaves the archive."""

    def clip(
        self,
        recording_id: str,
        interval: Interval | None,
        into: Path,
        *,
        withheld: bool = True,
    ) -> Path:
        """Write a stretch of a recording (or all of it) as FLAC or WAV, sample for sample.

        Args:
            withheld: False gives the original, for the ears of the desk alone.

        Raises:
            NotInArchive: the archive has no sound of it.
        """
        with ClipCutter(self.archive, withheld=withheld) as cutter:
            return cutter.cut(recording_id, interval, into)

    def export(self, name: str, form: str, choice: Choice) -> tuple[Sheet, Written]:
        """The words of a recording in a format of other programs, and what was written of them.

        Raises:
            NotInArchive: no such recording, no such words, or none that the format can hold.
            UsageError: no such format or language; or it has no place for two languages.
            WouldReveal: a sealed word stands in what was made all the same.
        """
        found = self.recording(name)
        sheet = sheet_of(self.archive, found, choice, self._sound(found.id))
        written = export_sheet(sheet, form)
        self._prove_export(written, format_named(form).ending)
        return sheet, written

    def _prove_export(self, written: Written, ending: str) -> None:
        """Search the very bytes; without sealed words there is nothing to look for in text."""
        if not sealed_words(self.archive.db):
            return
        with tempfile.TemporaryDirectory(prefix="earwitness-") as folder:
            place = Path(folder) / f"export.{ending}"
            place.write_bytes(written.content)
            refuse(prove(self.archive, place, "export", ()))

    def _sound(self, recording_id: str) -> Sound:
        """What was heard that matters to whoever writes the words down."""
        hearing, voices = self.hearing(recording_id), self.voices(recording_id)
        bleeps = [
            Span(Interval(one.start_ms, one.end_ms), SpanKind.BLEEP, "hearing", one.channel)
            for one in (hearing.marks if hearing else ())
            if one.kind == "bleep"
        ]
        return Sound(
            hearing.duration_ms if hearing else None,
            (*bleeps, *(voices.spans if voices else ())),
            voices,
        )

    def media_review(self, name: str, given: Reviewed) -> dict[str, Any]:
        """The verdict that stands as a schema.org MediaReview.

        Raises:
            NotInArchive, UsageError: as `recording`; the verdict cannot be said so, and why.
        """
        found = self.recording(name)
        return media_review(found.id, self.standing(found.id).verdict, given)

    def standing(self, recording_id: str) -> Standing:
        """The verdict that stands about a recording now, with what its wording needs.

        Raises:
            NotInArchive: there is no such recording.
        """
        return standing_of(self.archive, recording_id)

    def story(self, draft: Path, into: Path, options: PageOptions | None = None) -> StoryReport:
        """Write a static page from a draft, each quotation playable, as the next version of its story.

        Raises:
            UsageError: the draft has errors, or quotes what was withdrawn.
            WouldReveal: it would say or play what is withheld; nothing is put in place.
        """
        gate, checked = Withholding(self.archive), self.check(draft)
        refuse_withheld(self.archive, checked, gate)
        quoted = [one.heard for one in checked.quotations if one.heard is not None]

        def outside(heard: Heard) -> Heard:
            voice = gate.text(heard.voice) if heard.voice else heard.voice
            return replace(heard, original=original_outside(self.archive, heard, gate), voice=voice)

        def proved(folder: Path) -> None:
            proof = prove(self.archive, folder, "story")
            keep_proof(self.archive, proof.run, [one.recording_id for one in quoted])
            refuse(proof)

        report = write_story(
            self.archive,
            draft,
            into,
            options=options,
            told=told_of(self.archive),
            corrections=self._corrections,
            gate=Gate(gate.text, outside, proved),
        )
        over = [
            one.text
            for one in report.check.quotations
            if one.heard is not None and over_withheld(self.archive, one.heard, gate)
        ]
        return replace(report, over_withheld=tuple(over))

    def withdraw_page(self, into: Path, options: PageOptions | None = None) -> Path:
        """Put a tombstone in the place of a page that quotes a withdrawn recording.

        Raises:
            UsageError: nothing that it quotes was withdrawn. NotInArchive: no story stands there.
        """
        return write_tombstone(self.archive, into, options, self._corrections)

    def pages_of(self, name: str) -> list[Path]:
        """The folders of the pages that quote a recording now.

        Raises:
            NotInArchive, UsageError: as `recording`.
        """
        return pages_of(self.archive.db, self.recording(name).id)

    def card_of_quotation(self, draft: Path, number: int) -> Card:
        """A quote card of a quotation of a draft, counted from 1 as on its page.

        Raises:
            UsageError: there is none of that number, or the draft has errors.
        """
        checked = self.check(draft)
        refuse_withheld(self.archive, checked, Withholding(self.archive))
        return card_of_quotation(self._telling(), checked, number)

    def card_of_lines(
        self, name: str, language: str, *, line: int | None, stretch: Interval | None
    ) -> Card:
        """A quote card of lines of a recording.

        Args:
            language: of the translation that is shown first, "" for the original alone.
            line: its number, from 1; stretch: lines that mostly lie in it.

        Raises:
            NotInArchive, UsageError: as `recording`; there are no such lines or no such words.
        """
        found = self.recording(name)
        choice = Choice(language, both=True) if language else Choice()
        sheet = sheet_of(self.archive, found, choice, self._sound(found.id))
        return card_of_lines(
            self._telling(), sheet, chosen_lines(sheet, line=line, stretch=stretch)
        )

    def clip_with_words(
        self, name: str, stretch: Interval, languages: Sequence[str], into: Path
    ) -> MadeClip:
        """Write a stretch with its words: a film if ``into`` is an ``.mp4``, else a folder to embed.

        Args:
            languages: of the words, ``original`` for the one spoken; the readers' first.

        Raises:
            NotInArchive, UsageError, Refused: as `recording`, `make_film`, `make_embed`.
        """
        found = self.recording(name)
        sound = self._sound(found.id)
        if sound.duration_ms is not None and stretch.end_ms > sound.duration_ms:
            if stretch.start_ms >= sound.duration_ms:
                raise UsageError(f"the recording ends at {format_ms(sound.duration_ms)}")
            stretch = Interval(stretch.start_ms, sound.duration_ms)
        sheets = [sheet_of(self.archive, found, Choice(one), sound) for one in languages]
        touched = any(
            one.interval.overlap_ms(stretch) for one in treatments_of(self.archive, found.id)
        )
        if touched and is_film(self.archive, found.id):
            raise UsageError(
                "a stretch of this film is withheld, and clips do not cover its picture",
                where=found.id,
                do="Choose a stretch without it, or write the whole film with `earwitness redact REC --out F.mp4`",
            )
        make = make_film if into.suffix.lower() == ".mp4" else make_embed
        made = make(self.archive, self._telling(), stretch, sheets, into)
        self._prove_made(into, (found.id,), made.subtitles)
        return made

    def _prove_made(self, into: Path, recordings: Sequence[str], beside: Sequence[Path]) -> None:
        """Prove what was written, and take it away again if it must not go out."""
        written = [into, *(one for one in beside if not one.is_relative_to(into))]
        for one in written:
            proof = prove(self.archive, one, "clip")
            keep_proof(self.archive, proof.run, recordings)
            if not proof.proved:
                for gone in written:
                    shutil.rmtree(gone) if gone.is_dir() else gone.unlink(missing_ok=True)
            refuse(proof)

    def _telling(self) -> Telling:
        return Telling(self.archive.db, self.standing, self._speaker)

    def _speaker(self, recording_id: str, voice: str) -> tuple[Rung, Attribution | None]:
        now = situation_of(self.archive, recording_id)
        rung, _ = standing_rung(voice, now)
        given = now.attributions[voice][0] if voice in now.attributions else None
        return rung, given

    def has_page(self, folder: Path) -> bool:
        """Whether a folder holds the page of a story that was published from this archive."""
        return bool(editions(self.archive.db, story_in(folder)))

    def _corrections(self, subject: str) -> list[PublicChange]:
        return public_log(self.archive.db, subject)

    def prove(
        self,
        public: Path,
        names: Sequence[str] = (),
        told: Callable[[str], None] | None = None,
    ) -> Proof:
        """Hold a folder or file that is to go out against all that is withheld, and keep what came of it.

        Args:
            names: recordings whose withheld sound is looked for; without any, all that have some.
            told: each file as it is begun.

        Raises:
            NotInArchive, UsageError: as `recording`. UnreadableFile: there is no such folder.
        """
        chosen = [self.recording(one).id for one in names] or None
        proof = prove(self.archive, public, "folder", chosen, told=told)
        about = chosen if chosen is not None else redacted_recordings(self.archive.db)
        keep_proof(self.archive, proof.run, about)
        return proof
