"""Withholding: what must not be heard or read, suggested by rules, decided by persons."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from earwitness.desk.stating import Stating
from earwitness.errors import UsageError
from earwitness.publish.clips import ClipCutter
from earwitness.publish.films import is_film, write_redacted_film
from earwitness.records.redaction import (
    ALL_RECORDINGS,
    Redaction,
    RedactionReason,
    StandingRedaction,
    Treatment,
)
from earwitness.records.redaction_proof import PlacedSound
from earwitness.records.signed import SignedRecord
from earwitness.records.timecode import Interval
from earwitness.records.words import Utterance
from earwitness.review.redaction.deciding import GivenSound, redact, restore
from earwitness.review.redaction.proof import Proof, prove, refuse
from earwitness.store.catalog.copies import same_recording
from earwitness.store.catalog.words import best_transcript, utterances
from earwitness.store.proofs import keep_proof
from earwitness.store.redactions import redactions_of, treatments_of
from earwitness.store.signing import Signature
from earwitness.understand.private.answer import PrivateLine, Where
from earwitness.understand.private.finds import Kind

__all__ = ["RedactionSuggestion", "Withheld", "Withholds"]

_REASONS = {
    Kind.PHONE: RedactionReason.PHONE,
    Kind.ADDRESS: RedactionReason.ADDRESS,
    Kind.HEALTH: RedactionReason.HEALTH,
    Kind.CHILD: RedactionReason.MINOR,
}


@dataclass(frozen=True, slots=True)
class RedactionSuggestion:
    """What could be withheld, and why; nothing is withheld by it.

    Attributes:
        interval: of the words where they have times, else of the line; None: only the words can be sealed.
        exact: whether it is that of the words.
        rule, why: which rule found it.
    """

    kind: str
    reason: RedactionReason
    words: str
    where: str
    interval: Interval | None
    exact: bool
    certainty: str
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is withheld of one recording (or everywhere): the decisions, and what comes of them in the sound."""

    recording: str
    decisions: tuple[StandingRedaction, ...]
    treatments: tuple[Treatment, ...]
    copies: tuple[str, ...]


class Withholds(Stating):
    """What is not let out."""

    def redact(
        self,
        name: str,
        given: Redaction,
        *,
        by: str,
        because: str,
        sound: GivenSound | None = None,
    ) -> SignedRecord:
        """Keep a decision; from now on nothing public holds what it names.

        Args:
            name: as in `recording`, or `ALL_RECORDINGS` for words alone.

        Raises:
            NotInArchive, UsageError: as `recording`; it names nothing, or what cannot be done.
            Refused: the sound given cannot be read.
        """
        signed = Signature(by, because)
        subject = name if name == ALL_RECORDINGS else self.recording(name).id
        heard = None if subject == ALL_RECORDINGS else self.hearing(subject)
        duration_ms = heard.duration_ms if heard else None
        return redact(self.archive, subject, given, signed, sound, duration_ms)

    def restore(self, record: str, *, by: str, because: str) -> SignedRecord:
        """Take a decision back.

        Raises:
            NotInArchive: there is none of that name.
        """
        return restore(self.archive, record, Signature(by, because))

    def withheld(self, name: str = "") -> list[Withheld]:
        """What is withheld, of one recording or of all; without a name also what is sealed everywhere.

        Raises:
            NotInArchive, UsageError: as `recording`.
        """
        wanted = [self.recording(name).id] if name else [ALL_RECORDINGS, *self._all_ids()]
        found = []
        for one in wanted:
            decisions = tuple(redactions_of(self.archive.db, one))
            if decisions:
                sound = () if one == ALL_RECORDINGS else treatments_of(self.archive, one)
                found.append(Withheld(one, decisions, sound, self.copies_of(one)))
        return found

    def copies_of(self, recording_id: str) -> tuple[str, ...]:
        """Other recordings that are the same sound: what is withheld here is still heard there."""
        same = same_recording(self.archive.db)
        mine = same.get(recording_id)
        return tuple(
            one for one, group in same.items() if group == mine and one != recording_id and mine
        )

    def suggest_redactions(self, name: str) -> list[RedactionSuggestion]:
        """What of a recording could say something of a private person, as stretches and words.

        Raises:
            NotInArchive, UsageError: as `recording`.
        """
        found = self.recording(name)
        best = best_transcript(self.archive.db, found.id)
        lines = {
            one.position: one for one in (utterances(self.archive.db, best.id) if best else ())
        }
        return [
            _suggestion(one, lines.get(one.position) if one.where is Where.ORIGINAL else None)
            for one in self.private(found.id)
            if not one.find.public and one.find.surface
        ]

    def redacted_file(self, name: str, into: Path) -> Proof:
        """Write the whole of a recording as it may go out, in the format of the file's ending, and prove it.

        Raises:
            NotInArchive, UsageError: as `recording`; no such format, or something stands there.
            WouldReveal: the proof found something; the file is not put in place.
        """
        found = self.recording(name)
        if into.exists():
            raise UsageError("is there already", where=str(into), do="Choose another file")
        with tempfile.TemporaryDirectory(
            prefix=".earwitness-", dir=into.absolute().parent
        ) as folder:
            draft = Path(folder) / f"sound{into.suffix}"
            if into.suffix.lower() == ".mp4" and is_film(self.archive, found.id):
                write_redacted_film(self.archive, found.id, draft)
            else:
                with ClipCutter(self.archive) as cutter:
                    cutter.cut(found.id, None, draft)
            proof = prove(
                self.archive,
                draft,
                "redacted recording",
                placed=[PlacedSound(draft.name, found.id, 0)],
            )
            keep_proof(self.archive, proof.run, [found.id])
            refuse(proof)
            draft.replace(into)
        return proof

    def _all_ids(self) -> Iterator[str]:
        return (one.id for one in self.recordings())


def _suggestion(one: PrivateLine, line: Utterance | None) -> RedactionSuggestion:
    find = one.find
    interval, exact = None, False
    if line is not None:
        interval = _of_words(line, find.start, find.end)
        exact = interval is not None
    if interval is None and one.start_ms is not None and one.end_ms is not None:
        interval = Interval(one.start_ms, one.end_ms)
    return RedactionSuggestion(
        find.kind.value,
        _REASONS.get(find.kind, RedactionReason.PRIVATE_PERSON),
        find.surface,
        one.where.value + (f" ({one.language})" if one.language else ""),
        interval,
        exact,
        find.certainty.value,
        find.rule,
        find.reason,
    )


def _of_words(line: Utterance, start: int, end: int) -> Interval | None:
    """The times of the words that stand at those characters of a line, if each of its words has times."""
    at, met = 0, []
    for word in line.words:
        text = word.text.strip()
        place = line.text.find(text, at)
        if place < 0:
            return None
        at = place + len(text)
        if place < end and at > start:
            met.append(word)
    if not met:
        return None
    return Interval(met[0].start_ms, max(one.end_ms for one in met))
