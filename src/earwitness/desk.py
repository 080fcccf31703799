"""The facade: what a desk does with an archive, in the order in which it is done.

take_in -> (run, in `earwitness.work`) -> find, show, clip -> timeline, sources -> check -> story -> verify
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from earwitness.compare.copies.answer import CopiesAnswer, copies_of
from earwitness.compare.copies.keeping import regroup
from earwitness.compare.keeping import diff_of
from earwitness.compare.sources.answer import ClaimSources, sources_of
from earwitness.compare.sources.deciding import PAIR_KINDS, decide
from earwitness.compare.timeline import Timeline, timeline_of
from earwitness.compare.versions import VersionDiff
from earwitness.errors import NotInArchive, UsageError
from earwitness.intake.report import IntakeReport
from earwitness.intake.take_in import GivenBy, take_in
from earwitness.intake.translation_file import (
    TakenTranslation,
    TranslationBy,
    take_in_translation,
)
from earwitness.listen.hearing import Hearing
from earwitness.listen.keeping import hearing_of
from earwitness.listen.voices.keeping import voices_of
from earwitness.publish.clips import ClipCutter
from earwitness.publish.quotecheck.check import CheckReport, check_draft
from earwitness.publish.story import StoryReport, write_story
from earwitness.records.conformance import RowResult, Standard
from earwitness.records.fuzzydate import Narrowed
from earwitness.records.independence import Decision, DecisionKind
from earwitness.records.review import (
    Assessment,
    Attribution,
    CheckRun,
    DateBound,
    Move,
    State,
)
from earwitness.records.signed import SignedRecord
from earwitness.records.sound import Recording
from earwitness.records.statements import Entity, EntityLink
from earwitness.records.timecode import Interval
from earwitness.records.voices import VoicesVersion
from earwitness.records.words import Transcript
from earwitness.review.conformance.archive_facts import archive_facts
from earwitness.review.conformance.checking import check_rows, rows_asked
from earwitness.review.conformance.container_listing import write_listing
from earwitness.review.conformance.fields import record_of
from earwitness.review.conformance.item import Item
from earwitness.review.conformance.keeping import keep as keep_for_standards
from earwitness.review.conformance.keeping import records_where
from earwitness.review.conformance.kinds import ARCHIVE, Kind
from earwitness.review.conformance.page import write_page
from earwitness.review.conformance.profile import profile
from earwitness.review.conformance.report import Readiness, readiness
from earwitness.review.conformance.standing import standing_by_subject, unread_about
from earwitness.review.dates import bound_date, date_of
from earwitness.review.gates.keeping import (
    answer_check,
    approve,
    assess,
    attribute,
    examine,
    move,
    situation_of,
    take_back,
)
from earwitness.review.gates.machine import Found
from earwitness.review.gates.situation import Situation
from earwitness.store.archive import Archive
from earwitness.store.catalog.copies import same_recording
from earwitness.store.catalog.receipts import sources
from earwitness.store.catalog.sound import find_recording, recordings, renditions
from earwitness.store.catalog.source_decisions import decisions
from earwitness.store.figures import Figures, figures
from earwitness.store.found_lines import FoundLine, describe
from earwitness.store.search import Filters, SearchIndex
from earwitness.store.signing import Signature
from earwitness.store.verify import Verification, verify
from earwitness.text.query_words import parse_query
from earwitness.understand.mentions.answer import (
    EntityAnswer,
    MentionLine,
    entity_answers,
    every_entity,
    mention_lines,
    say_same,
    split_off,
)

__all__ = ["Answer", "Desk"]


class Answer:
    """What a search gave: lines with their words in both languages, best first."""

    def __init__(self, lines: Sequence[FoundLine], total: int, *, loosened: bool) -> None:
        self.lines = tuple(lines)
        self.total = total
        self.loosened = loosened


class Desk:
    """An open archive and everything that can be done with it."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    @classmethod
    def new(cls, root: Path) -> Self:
        """Make an archive.

        Raises:
            ArchiveExists: something stands there.
        """
        return cls(Archive.create(root))

    @classmethod
    def open(cls, root: Path) -> Self:
        """Open an archive.

        Raises:
            ArchiveNotFound: there is none.
        """
        return cls(Archive(root))

    def take_in(
        self,
        paths: Sequence[Path],
        given_by: GivenBy | None = None,
        told: Callable[[str, int, int], None] = lambda *_: None,
    ) -> IntakeReport:
        """Take in a mixed pile of files and folders; one bad file never stops the rest."""
        return take_in(self.archive, paths, given_by or GivenBy(), told)

    def take_in_translation(
        self, recording_id: str, path: Path, by: TranslationBy
    ) -> TakenTranslation:
        """Take in what a translator made of one recording.

        Raises:
            UsageError: it is in another language than stated.
            Refused: the file cannot be read.
        """
        return take_in_translation(self.archive, recording_id, path, by)

    def figures(self) -> Figures:
        """How much of what the archive holds."""
        return figures(self.archive.db)

    def find(self, query: str, filters: Filters | None = None, limit: int = 20) -> Answer:
        """Search original words and translations in any script.

        Raises:
            UsageError: a query without words.
        """
        clauses = parse_query(query)
        index = SearchIndex(self.archive.search_folder)
        found = index.find(clauses, filters or Filters(), limit)
        lines = [describe(self.archive.db, hit) for hit in found.hits]
        return Answer(lines, found.total, loosened=found.loosened)

    def recording(self, name: str) -> Recording:
        """The recording of that identifier, or the beginning of one, or title.

        Raises:
            NotInArchive: none. UsageError: more than one.
        """
        found = find_recording(self.archive.db, name)
        if not found:
            raise NotInArchive(
                f"no recording is called '{name}'", do="`earwitness show` lists them all"
            )
        if len(found) > 1:
            names = ", ".join(one.id for one in found[:5])
            raise UsageError(f"'{name}' could be {names}", do="Write more of the identifier")
        return found[0]

    def recordings(self) -> list[Recording]:
        """All recordings in the order in which they were made."""
        return recordings(self.archive.db)

    def hearing(self, recording_id: str) -> Hearing | None:
        """What was measured in the sound of a recording, or None while nothing was."""
        for one in renditions(self.archive.db, recording_id):
            hearing = hearing_of(self.archive, one.sha256)
            if hearing is not None:
                return hearing
        return None

    def diff(self, first: Transcript, second: Transcript) -> VersionDiff:
        """Two versions of the words of one recording, word by word."""
        return diff_of(self.archive, first, second)

    def voices(self, recording_id: str) -> VoicesVersion | None:
        """Who speaks when in a recording, by label, or None while nobody listened for it."""
        return voices_of(self.archive, recording_id)

    def mentions(self, recording_id: str) -> tuple[MentionLine, ...]:
        """Who and what the words of a recording speak of, in order."""
        return mention_lines(self.archive, recording_id)

    def entities(self) -> tuple[EntityAnswer, ...]:
        """All that is spoken of, the most often first."""
        return every_entity(self.archive)

    def entity(self, name: str) -> tuple[EntityAnswer, ...]:
        """All mentions of a name in any script and case; what could be several is several.

        Raises:
            NotInArchive: nothing is called so.
        """
        return entity_answers(self.archive, name)

    def say_same(self, name: str, other: str, *, same: bool, by: str, because: str) -> EntityLink:
        """Keep a person's word that two entities are the same, or are not.

        Raises:
            UsageError: nobody signs it, it has no reason, or a name could mean several.
            NotInArchive: nothing is called so.
        """
        return say_same(self.archive, name, other, same=same, by=by, because=because)

    def split_entity(
        self, name: str, mention_ids: Sequence[str], *, by: str, because: str
    ) -> Entity:
        """Take mentions out of an entity: they are another one of the same name.

        Raises:
            UsageError, NotInArchive: as `say_same`; a mention that does not belong to it.
        """
        return split_off(self.archive, name, mention_ids, by=by, because=because)

    def copies(self, name: str) -> CopiesAnswer:
        """Which files carry the sound of a recording, and what of it.

        Raises:
            NotInArchive, UsageError: as `recording`.
        """
        return copies_of(self.archive, self.recording(name).id)

    def timeline(self, name: str) -> Timeline:
        """Where a recording and its copies appeared, and when.

        Raises:
            NotInArchive, UsageError: as `recording`.
        """
        db = self.archive.db
        return timeline_of(db, self.recording(name).id, same_recording(db))

    def sources(
        self, names: Sequence[str], *, claim: str = "", public_since: datetime | None = None
    ) -> ClaimSources:
        """How many independent sources stand behind recordings (or appearances) of one claim.

        Args:
            names: as in `recording`, or identifiers of appearances.
            claim: its words, to show who says them where.
            public_since: when it was public by other ways.

        Raises:
            NotInArchive, UsageError: as `recording`.
        """
        db = self.archive.db
        chosen = [one if one.startswith("app-") else self.recording(one).id for one in names]
        return sources_of(db, chosen, same_recording(db), claim, public_since)

    def decide(
        self,
        kind: DecisionKind,
        subject: str,
        value: str,
        *,
        by: str,
        because: str,
        group: str = "",
    ) -> Decision:
        """Keep a person's decision about the dependence of sources.

        Args:
            subject: a recording as in `recording`, an appearance, or a source by identifier or name.
            value: the second recording of a pair, else what was decided; "" takes it back.
            group: the collector's origin group.

        Raises:
            NotInArchive, UsageError: as `recording`; nobody signs it, or it cannot be meant.
        """
        pair = kind in PAIR_KINDS
        given = Decision(
            id="",
            kind=kind,
            subject=self._subject(subject, may_be_source=kind is DecisionKind.COLLECTOR),
            other=self.recording(value).id if pair and value else "",
            value="" if pair else value,
            group=group,
            by=by,
            at="",
            reason=because,
        )
        made = decide(self.archive, given)
        if kind.topic == DecisionKind.SOUND_SAME.topic:
            regroup(self.archive)
        return made

    def decisions(self) -> list[Decision]:
        """What persons decided, the earliest first."""
        return decisions(self.archive.db)

    def _subject(self, name: str, *, may_be_source: bool) -> str:
        if name.startswith("app-"):
            return name
        if may_be_source:
            for one in sources(self.archive.db):
                if name in (one.id, one.name):
                    return one.id
        return self.recording(name).id

    def situation(self, name: str) -> Situation:
        """What stands about a recording: its state, answers, verdict, rungs.

        Raises:
            NotInArchive, UsageError: as `recording`.
        """
        return situation_of(self.archive, self.recording(name).id)

    def examine(self, name: str) -> list[Found]:
        """Compute the checks that a machine can; keep what changed.

        Raises:
            NotInArchive, UsageError: as `recording`.
        """
        return examine(self.archive, self.recording(name).id)

    def answer_check(
        self, name: str, run: CheckRun, *, by: str, because: str, seen: str = ""
    ) -> SignedRecord:
        """Keep a person's answer to a check.

        Raises:
            NotInArchive, UsageError: as `recording`; it is refused, and why.
        """
        signed, found = Signature(by, because), self.recording(name)
        return answer_check(self.archive, found.id, run, signed, seen=seen)

    def move(self, name: str, to: State, fields: Move, *, by: str, because: str) -> SignedRecord:
        """Take a recording a step further, back, or aside.

        Raises:
            NotInArchive, UsageError: as `recording`; something is missing for it.
        """
        return move(self.archive, self.recording(name).id, to, fields, Signature(by, because))

    def assess(self, name: str, given: Assessment, *, by: str, because: str) -> SignedRecord:
        """Give a verdict through its guards.

        Raises:
            NotInArchive, UsageError: as `recording`; something is missing for it.
        """
        return assess(self.archive, self.recording(name).id, given, Signature(by, because))

    def attribute(self, name: str, given: Attribution, *, by: str, because: str) -> SignedRecord:
        """Place a voice on a rung of the attribution ladder.

        Raises:
            NotInArchive, UsageError: as `recording`; something is missing for it.
        """
        return attribute(self.archive, self.recording(name).id, given, Signature(by, because))

    def recorded(self, name: str) -> Narrowed:
        """When a recording was made: what all bounds leave, and what contradicts what.

        Raises:
            NotInArchive, UsageError: as `recording`.
        """
        return date_of(self.archive, self.recording(name).id)

    def bound_date(self, name: str, given: DateBound, *, by: str, because: str) -> Narrowed:
        """Keep a person's bounds for the date.

        Raises:
            NotInArchive, UsageError: as `recording`; it is no date, or has no basis.
        """
        return bound_date(self.archive, self.recording(name).id, given, Signature(by, because))

    def approve(self, name: str, *, by: str, because: str) -> SignedRecord:
        """One person's approval of this state of a recording.

        Raises:
            NotInArchive, UsageError: as `recording`; the same person approved it.
        """
        return approve(self.archive, self.recording(name).id, Signature(by, because))

    def take_back(self, record: str, *, by: str, because: str) -> SignedRecord:
        """Let something that was signed not hold any more.

        Raises:
            NotInArchive, UsageError: there is no such record; a step is undone by a step.
        """
        return take_back(self.archive, record, Signature(by, because))

    def keep_record(
        self, kind: Kind, name: str, fields: Mapping[str, Any], *, by: str, because: str
    ) -> SignedRecord:
        """Keep what a person says of a recording, or of the archive, for the written standards.

        Args:
            name: as in `recording`, or ``archive``.
            fields: as a person wrote them; files by their path.

        Raises:
            NotInArchive, UsageError: as `recording`; a field cannot be, or nobody signs it.
            UnreadableFile: a file that is named is not there.
        """
        signed = Signature(by, because)
        subject = name if name == ARCHIVE else self.recording(name).id
        made = record_of(kind, fields, Path.cwd())
        return keep_for_standards(self.archive, kind, subject, made, signed)

    def records_of(
        self, kind: Kind, values: Mapping[str, str], name: str = ""
    ) -> list[SignedRecord]:
        """Records of a kind that stand, with certain values in their fields.

        Raises:
            NotInArchive, UsageError: as `recording`.
        """
        subject = name if name in ("", ARCHIVE) else self.recording(name).id
        found = records_where(self.archive, kind, values)
        return [one for one in found if not subject or one.subject == subject]

    def conform(
        self,
        names: Sequence[str] = (),
        standard: Standard | None = None,
        rows: Sequence[str] = (),
        now: datetime | None = None,
    ) -> list[Readiness]:
        """Hold recordings (all, unless named) to the written standards; nothing is written.

        Raises:
            NotInArchive, UsageError: as `recording`; a row that is not known.
        """
        chosen = [self.recording(one) for one in names] or self.recordings()
        asked = rows_asked(standard, rows)
        found: dict[str, list[RowResult]] = {one.id: [] for one in chosen}
        for result in check_rows(self.archive, found, asked, now):
            found[result.item].append(result)
        standing = standing_by_subject(self.archive.db)
        return [
            readiness(
                (one.id, one.title), found[one.id], asked, profile(), unread_about(standing, one.id)
            )
            for one in chosen
        ]

    def container_listing(self, name: str, into: Path) -> list[Path]:
        """Write what belongs to a recording, with hashes and labels, into a folder.

        Raises:
            NotInArchive, UsageError: as `recording`; there is no place for it.
        """
        return write_listing(Item(archive_facts(self.archive), self.recording(name).id), into)

    def conformance_page(
        self,
        reports: Sequence[Readiness],
        rows: Sequence[str],
        standard: Standard | None,
        into: Path,
    ) -> Path:
        """Write what `conform` gave as a page for people.

        Raises:
            UsageError: there is no place for it.
        """
        return write_page(reports, rows_asked(standard, rows), into)

    def clip(self, recording_id: str, interval: Interval | None, into: Path) -> Path:
        """Write a stretch of a recording (or all of it) as FLAC or WAV, sample for sample.

        Raises:
            NotInArchive: the archive has no sound of it.
        """
        with ClipCutter(self.archive) as cutter:
            return cutter.cut(recording_id, interval, into)

    def check(self, draft: Path) -> CheckReport:
        """Check a draft article against what was heard.

        Raises:
            UnreadableFile, MalformedInput: the draft cannot be read.
        """
        return check_draft(self.archive, draft)

    def story(self, draft: Path, into: Path, *, title: str = "") -> StoryReport:
        """Write a static page from a draft, each quotation playable.

        Raises:
            UsageError: the draft has errors in its quotations.
        """
        return write_story(self.archive, draft, into, title=title)

    def verify(self, told: Callable[[int, int], None] = lambda *_: None) -> Verification:
        """Recompute everything and name what differs."""
        return verify(self.archive, told)

    def close(self) -> None:
        self.archive.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
