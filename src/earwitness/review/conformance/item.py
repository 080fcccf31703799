"""One recording as the rows read it: bytes, texts, appearances, and what people signed about it."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from earwitness.errors import EarwitnessError, NotInArchive
from earwitness.records.artefacts import Appearance, EventType
from earwitness.records.derivatives import Derivative, Duplicate
from earwitness.records.handing_on import Exported, Release, Transfer
from earwitness.records.item_facts import Form, Material, MaterialClass
from earwitness.records.plan import Plan, PlanLink, YesNo
from earwitness.records.review import Move
from earwitness.review.conformance.archive_facts import ArchiveFacts
from earwitness.review.conformance.standing import Said, Standing
from earwitness.review.conformance.text_versions import TextVersion, text_versions
from earwitness.store.catalog.receipts import appearances_of_recording
from earwitness.store.catalog.sound import recording, renditions
from earwitness.store.catalog.words import best_transcript, best_translations
from earwitness.store.item_revision import Part, item_revision

__all__ = ["Item", "Preserved"]

_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class Preserved:
    """Bytes as received.

    Attributes:
        found: digest of the bytes that stand there now, "" for none.
        seq: event in which they were hashed and kept; named: that event names the digest.
    """

    sha256: str
    found: str
    seq: int
    named: bool
    writable: bool

    @property
    def intact(self) -> bool:
        return self.found == self.sha256


class Item:
    """A recording, and what is known of it; asked by the rows, read when first asked."""

    def __init__(self, facts: ArchiveFacts, recording_id: str) -> None:
        """Find the recording.

        Raises:
            NotInArchive: there is none of that identifier.
        """
        found = recording(facts.archive.db, recording_id)
        if found is None:
            raise NotInArchive(f"no recording is called '{recording_id}'")
        self.facts, self.recording = facts, found
        self.db = facts.archive.db

    @property
    def id(self) -> str:
        return self.recording.id

    @cached_property
    def said(self) -> Standing:
        """What people signed about it."""
        return self.facts.about(self.id)

    @cached_property
    def revision(self) -> str:
        """The state that is looked at now."""
        return item_revision(self.db, self.id)

    @cached_property
    def revisions(self) -> frozenset[str]:
        """Every digest that an answer about this state may be bound to."""
        return frozenset(
            item_revision(self.db, self.id, parts)
            for size in range(1, len(Part) + 1)
            for parts in combinations(tuple(Part), size)
        )

    @cached_property
    def sounds(self) -> tuple[Preserved, ...]:
        """The files that carry it, as received."""
        return tuple(self._preserved(one.sha256) for one in renditions(self.db, self.id))

    @cached_property
    def texts_as_received(self) -> tuple[Preserved, ...]:
        """The files in which its words, posts and pages came."""
        rows = self.db.execute(
            "select artefact sha256 from transcript where recording_id = ?1 and artefact is not null"
            " union select artefact from translation where recording_id = ?1 and artefact is not null"
            " order by 1",
            (self.id,),
        )
        found = [row["sha256"] for row in rows]
        for one in self.appearances:
            row = self.db.execute(
                "select text_sha256 from appearance where id = ?", (one.id,)
            ).fetchone()
            found += [row["text_sha256"]] if row["text_sha256"] else []
            found += [str(part.sha256) for part in one.attachments if part.sha256]
        sounds = {one.sha256 for one in self.sounds}
        return tuple(self._preserved(one) for one in sorted(set(found) - sounds))

    @property
    def preserved(self) -> tuple[Preserved, ...]:
        """What is kept as received: the sound, or the texts where there is none."""
        return self.sounds or self.texts_as_received

    @cached_property
    def texts(self) -> tuple[TextVersion, ...]:
        """Its transcripts and translations."""
        return text_versions(self.db, self.id)

    @cached_property
    def shown_texts(self) -> tuple[TextVersion, ...]:
        """The transcript and, for each language, the translation that are shown first."""
        best = best_transcript(self.db, self.id)
        names = {best.id} if best else set()
        names |= {one.id for one in best_translations(self.db, self.id).values()}
        return tuple(one for one in self.texts if one.id in names)

    @cached_property
    def appearances(self) -> tuple[Appearance, ...]:
        """Where it appeared."""
        return tuple(appearances_of_recording(self.db, self.id))

    @property
    def material(self) -> Material | None:
        """What people say that it is."""
        found = self.said.last(Material)
        return found.fields if found else None

    @property
    def material_record(self) -> str:
        """Identifier of the record that says so, "" where there is none."""
        found = self.said.last(Material)
        return found.id if found else ""

    @property
    def is_intercept(self) -> bool:
        """Whether somebody said that it is one."""
        return self.material is not None and (
            self.material.material_class is MaterialClass.INTERCEPT
        )

    @property
    def is_text_only(self) -> bool:
        """Whether somebody said that only its words are held."""
        return self.material is not None and self.material.forms == (Form.TEXT_ONLY,)

    @property
    def has_no_voice(self) -> bool:
        """Whether somebody said that nobody is heard."""
        return self.material is not None and self.material.has_voice is YesNo.NO

    @property
    def has_picture(self) -> bool | None:
        """Whether it has a picture track; None while nobody has said."""
        if self.material is None or not self.material.forms:
            return None
        return Form.VIDEO in self.material.forms

    @cached_property
    def plan(self) -> tuple[Said, Said] | None:
        """The link to its plan and the plan; one of the recording goes before one of the archive."""
        link = self.said.last(PlanLink) or self.facts.of_archive.last(PlanLink)
        if link is None:
            return None
        for one in self.facts.of_archive.all(Plan):
            if one.id == link.fields.plan:
                return link, one
        return None

    @property
    def derivatives(self) -> list[Said]:
        """What came out of work on copies."""
        return self.said.all(Derivative)

    @property
    def duplicates(self) -> list[Said]:
        """Copies that were made to work on."""
        return self.said.all(Duplicate)

    @property
    def releases(self) -> list[Said]:
        return self.said.all(Release)

    @cached_property
    def unlisted_releases(self) -> tuple[str, ...]:
        """Pages that the program wrote and steps to "published", while no release lists what went out."""
        if self.releases:
            return ()
        pages = [
            f"event:{one.seq}"
            for one in self.facts.events
            if one.type == EventType.DISSEMINATION and self.id in one.objects
        ]
        return (*pages, *(one.id for one in self.said.all(Move) if one.fields.to.is_public))

    @property
    def transfers(self) -> list[Said]:
        return self.said.all(Transfer)

    @property
    def handed_on(self) -> list[Said]:
        """Releases and transfers, the earliest first."""
        return sorted([*self.releases, *self.transfers], key=lambda one: one.seq)

    def exported(self) -> Iterator[tuple[Said, Exported]]:
        """Every file that went out, with the record that says so."""
        for one in self.handed_on:
            for file in one.fields.files:
                yield one, file

    def _preserved(self, sha256: str) -> Preserved:
        row = self.db.execute(
            "select custody_seq from artefact where sha256 = ?", (sha256,)
        ).fetchone()
        seq = int(row["custody_seq"]) if row else 0
        event = self.facts.event(seq)
        writable = False
        with suppress(EarwitnessError, OSError):
            mode = self.facts.archive.originals.path(sha256).stat().st_mode
            writable = bool(mode & _WRITABLE)
        named = event is not None and sha256 in event.objects
        return Preserved(sha256, self.facts.original_digest(sha256), seq, named, writable)
