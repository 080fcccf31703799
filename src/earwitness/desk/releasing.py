"""Letting out: clips, exports, the quote check, the story page; each proved before it is put in place."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from earwitness.desk.reading import Reading
from earwitness.publish.clips import ClipCutter
from earwitness.publish.exports.formats import export_sheet, format_named
from earwitness.publish.exports.gathering import Choice, Sound, sheet_of
from earwitness.publish.exports.media_review import Reviewed, media_review
from earwitness.publish.exports.sheet import Sheet
from earwitness.publish.exports.written import Written
from earwitness.publish.quotecheck.check import CheckReport, check_draft
from earwitness.publish.story import StoryReport, write_story
from earwitness.records.redaction_proof import PlacedSound
from earwitness.records.review import CheckResult, Standing
from earwitness.records.sound import Span, SpanKind
from earwitness.records.timecode import Interval
from earwitness.review.gates.keeping import situation_of
from earwitness.review.gates.verdicts import standing_verdict
from earwitness.review.redaction.proof import Proof, prove, refuse
from earwitness.store.proofs import keep_proof
from earwitness.store.redactions import redacted_recordings, sealed_words

__all__ = ["Releasing"]


class Releasing(Reading):
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
        now = situation_of(self.archive, recording_id)
        verdict, _ = standing_verdict(now)
        given = now.assessment[0] if now.assessment else None
        routes = tuple(now.routes(CheckResult.PASS))
        return Standing(verdict, given.parts if given else "", routes)

    def check(self, draft: Path) -> CheckReport:
        """Check a draft article against what was heard.

        Raises:
            UnreadableFile, MalformedInput: the draft cannot be read.
        """
        return check_draft(self.archive, draft, self.standing)

    def story(self, draft: Path, into: Path, *, title: str = "") -> StoryReport:
        """Write a static page from a draft, each quotation playable.

        Raises:
            UsageError: the draft has errors.
            WouldReveal: it would say or play what is withheld; nothing is put in place.
        """
        return write_story(
            self.archive,
            draft,
            into,
            title=title,
            standing=self.standing,
            proved=self._prove_story,
        )

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

    def _prove_story(
        self, folder: Path, placed: Sequence[PlacedSound], recordings: Sequence[str]
    ) -> None:
        proof = prove(self.archive, folder, "story", placed=placed)
        keep_proof(self.archive, proof.run, recordings)
        refuse(proof)
