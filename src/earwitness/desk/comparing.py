"""Side by side: copies, timeline, sources, corroboration."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from earwitness.compare.copies.answer import CopiesAnswer, copies_of
from earwitness.compare.copies.keeping import regroup
from earwitness.compare.corroboration import (
    Corroboration,
    corroboration_of,
    link_evidence,
    log_search,
)
from earwitness.compare.sources.answer import ClaimSources, sources_of
from earwitness.compare.sources.deciding import PAIR_KINDS, decide
from earwitness.compare.timeline import Timeline, timeline_of
from earwitness.desk.reading import Reading
from earwitness.records.evidence import CounterSearch, EvidenceLink
from earwitness.records.independence import Decision, DecisionKind
from earwitness.records.signed import SignedRecord
from earwitness.store.catalog.copies import same_recording
from earwitness.store.catalog.receipts import sources
from earwitness.store.catalog.source_decisions import decisions
from earwitness.store.signing import Signature
from earwitness.understand.claims.deciding import one_claim

__all__ = ["Comparing"]


class Comparing(Reading):
    """Recordings and claims held beside each other."""

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
