"""The facade: what a desk does with an archive, in the order in which it is done.

take_in -> (run, in `earwitness.work`) -> find, show, clip -> timeline, sources -> check -> story -> verify
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Self

from earwitness.compare.copies.answer import CopiesAnswer, copies_of
from earwitness.compare.copies.keeping import regroup
from earwitness.compare.corroboration import (
    Corroboration,
    corroboration_of,
    link_evidence,
    log_search,
)
from earwitness.compare.keeping import diff_of
from earwitness.compare.sources.answer import ClaimSources, sources_of
from earwitness.compare.sources.deciding import PAIR_KINDS, decide
from earwitness.compare.timeline import Timeline, timeline_of
from earwitness.compare.versions import VersionDiff
from earwitness.errors import NotInArchive, Refused, UsageError
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
from earwitness.records.claims import Claim
from earwitness.records.coding import Coding
from earwitness.records.corrections import Correction, Logged
from earwitness.records.evidence import CounterSearch, EvidenceLink
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
from earwitness.review.corrections.keeping import propose, settle
from earwitness.review.corrections.log import PublicChange, change_log, public_log
from earwitness.review.dates import DateHint, bound_date, date_hints, date_of
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
from earwitness.review.gates.machine import Found, private_data_check
from earwitness.review.gates.situation import Situation
from earwitness.store.archive import Archive
from earwitness.store.catalog.claims import claim_history
from earwitness.store.catalog.codings import codings
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
from earwitness.understand.claims.answer import ClaimLine, all_claim_lines, claim_lines
from earwitness.understand.claims.deciding import Changes, add_by_hand, one_claim, revise
from earwitness.understand.claims.keeping import CODEBOOK_FILE, desk_codebook
from earwitness.understand.claims.words_read import ReadWords, words_read
from earwitness.understand.coding.agreement import Counts, counts_of
from earwitness.understand.coding.codebook import Codebook, shipped_codebook
from earwitness.understand.coding.marking import mark_lines, mark_whole
from earwitness.understand.coding.taking import take_codebook
from earwitness.understand.mentions.answer import (
    EntityAnswer,
    MentionLine,
    entity_answers,
    every_entity,
    mention_lines,
    say_same,
    split_off,
)
from earwitness.understand.private.answer import (
    PrivateLine,
    desk_public_people,
    private_lines,
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

    def private(self, recording_id: str) -> tuple[PrivateLine, ...]:
        """What could identify a private person in the words, captions and file names of a recording.

        Raises:
            MalformedInput, OverLimit, UnreadableFile: the desk's list of public people.
        """
        return private_lines(self.archive, recording_id, desk_public_people(self.archive))

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

    def claims(self, recording_id: str = "") -> tuple[ClaimLine, ...]:
        """What is claimed in a recording, in order; without one, in all recordings."""
        if recording_id:
            return claim_lines(self.archive, recording_id)
        return all_claim_lines(self.archive)

    def claim_history(self, name: str) -> list[Claim]:
        """All revisions of a claim, the earliest first.

        Raises:
            NotInArchive, UsageError: no claim, or several, are called so.
        """
        return claim_history(self.archive.db, one_claim(self.archive, name).id)

    def revise_claim(self, name: str, changes: Changes, *, by: str, because: str) -> Claim:
        """Lay a person's word on top of a claim.

        Raises:
            UsageError, NotInArchive: as `understand.claims.deciding.revise`.
            MalformedInput: the desk's codebook is broken; names the line.
        """
        codebook, _ = desk_codebook(self.archive)
        return revise(self.archive, name, changes, codebook, by=by, because=because)

    def add_claim(
        self,
        recording_id: str,
        words: str,
        changes: Changes,
        *,
        position: int | None = None,
        by: str,
        because: str,
    ) -> Claim:
        """Add a claim by hand; its words must stand in a line of the recording.

        Raises:
            UsageError: as `understand.claims.deciding.add_by_hand`.
            MalformedInput: the desk's codebook is broken; names the line.
        """
        codebook, _ = desk_codebook(self.archive)
        return add_by_hand(
            self.archive, recording_id, words, changes, codebook,
            position=position, by=by, because=because,
        )  # fmt: skip

    def codebook(self) -> Codebook:
        """The desk's codebook, else the one that ships.

        Raises:
            MalformedInput, OverLimit, UnreadableFile: the desk's is broken; names the line.
        """
        return desk_codebook(self.archive)[0]

    def take_codebook(self, path: Path, *, by: str, because: str) -> Codebook:
        """Take in a codebook, REFI-QDA or CSV; one that was there is kept beside it.

        Raises:
            UsageError, Refused: as `understand.coding.taking.take_codebook`.
        """
        try:
            ours = self.codebook()
        except Refused:
            ours = shipped_codebook()  # the broken one is what this replaces
        shipped = (one for one in shipped_codebook().codes if one.code not in ours)
        known = Codebook((*ours.codes, *shipped))
        into = self.archive.root / CODEBOOK_FILE
        return take_codebook(self.archive, path, known, into, by=by, because=because)

    def words_to_code(self, recording_id: str) -> tuple[ReadWords, ...]:
        """The lines that coders judge and claims are read from."""
        return words_read(self.archive.db, recording_id)

    def codings(self) -> list[Coding]:
        """All marks of all coders, the earliest first."""
        return codings(self.archive.db)

    def mark(
        self,
        recording_id: str,
        positions: Sequence[int],
        codes: Sequence[str],
        *,
        coder: str,
        present: bool = True,
        because: str = "",
    ) -> list[Coding]:
        """Keep that a coder finds codes in lines, or that they are not there.

        Raises:
            UsageError, NotInArchive: as `understand.coding.marking.mark_lines`.
        """
        return mark_lines(
            self.archive, recording_id, positions, codes, self.codebook(),
            coder=coder, present=present, because=because,
        )  # fmt: skip

    def mark_read(self, recording_id: str, *, coder: str, because: str = "") -> list[Coding]:
        """Keep that a coder has judged all lines of a recording.

        Raises:
            UsageError, NotInArchive: as `understand.coding.marking.mark_whole`.
        """
        return mark_whole(self.archive, recording_id, coder=coder, because=because)

    def theme_counts(self) -> Counts:
        """How often each code was found, by whom, and how far coders agree."""
        return counts_of(self.archive, self.codebook())

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

    def corroborate(self, name: str) -> Corroboration:
        """What stands for and against a claim, by rule, with the independence of its sources.

        Raises:
            NotInArchive, UsageError: no such claim, several, or it was rejected.
        """
        db = self.archive.db
        return corroboration_of(self.archive, one_claim(self.archive, name).id, same_recording(db))

    def link_evidence(
        self, name: str, given: EvidenceLink, *, by: str, because: str
    ) -> SignedRecord:
        """Keep a person's word that an item stands for or against a claim.

        Raises:
            NotInArchive, UsageError: no such claim or item, or it goes in a circle.
        """
        claim = one_claim(self.archive, name)
        item = given.item
        if item.startswith("clm-"):
            item = one_claim(self.archive, item).id
        elif not item.startswith("app-"):
            item = self.recording(item).id
        link = EvidenceLink(item, given.stance, given.specific)
        return link_evidence(self.archive, claim.id, link, Signature(by, because))

    def log_search(self, name: str, given: CounterSearch, *, by: str, because: str) -> SignedRecord:
        """Keep that somebody looked for what speaks against a claim.

        Raises:
            NotInArchive, UsageError: no such claim, or it says not where was looked.
        """
        claim = one_claim(self.archive, name)
        return log_search(self.archive, claim.id, given, Signature(by, because))

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
        found = self.recording(name)
        return examine(self.archive, found.id, [private_data_check(self._private_kinds(found.id))])

    def _private_kinds(self, recording_id: str) -> Counter[str]:
        """How many finds of which kind are about no public person."""
        return Counter(
            one.find.kind.value for one in self.private(recording_id) if not one.find.public
        )

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

    def date_hints(self, name: str) -> list[DateHint]:
        """What the words of a recording say of the day on which it was made.

        Raises:
            NotInArchive, UsageError: as `recording`.
        """
        return date_hints(self.archive, self.recording(name).id)

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

    def propose(self, name: str, given: Correction, *, by: str, because: str) -> SignedRecord:
        """Keep what somebody says is wrong; nothing is changed by it.

        Raises:
            NotInArchive, UsageError: as `recording`; it is about nothing that stands.
        """
        return propose(self.archive, self.recording(name).id, given, Signature(by, because))

    def settle(self, correction: str, *, accept: bool, by: str, because: str) -> SignedRecord:
        """Accept or reject a correction; accepted words become a version on top.

        Raises:
            NotInArchive: there is no such correction. UsageError: it is settled, or by whom proposed it.
        """
        return settle(self.archive, correction, Signature(by, because), accept=accept)

    def change_log(self, name: str) -> list[Logged]:
        """What was said to be wrong about a recording, and what was done.

        Raises:
            NotInArchive, UsageError: as `recording`.
        """
        return change_log(self.archive.db, self.recording(name).id)

    def public_log(self, name: str) -> list[PublicChange]:
        """The same for readers: what was accepted, without names and reasons.

        Raises:
            NotInArchive, UsageError: as `recording`.
        """
        return public_log(self.archive.db, self.recording(name).id)

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
            UsageError: the draft has errors.
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
