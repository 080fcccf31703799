"""The evidence bag: what other stages know of each recording, handed to the one that publishes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from earwitness.compare.corroboration import corroboration_of
from earwitness.compare.sources.answer import sources_of
from earwitness.compare.sources.graph import SourceGraph
from earwitness.desk.comparing import Comparing
from earwitness.desk.judging import Judging
from earwitness.desk.releasing import Releasing
from earwitness.desk.told_of import told_of
from earwitness.publish.bag.facts import (
    CheckFact,
    ClaimFact,
    Counted,
    PrivateFind,
    RecordingFacts,
    SayPrivate,
)
from earwitness.publish.bag.writing import BagChoice, BagReport, write_bag
from earwitness.records.claims import Claim, ClaimStatus
from earwitness.records.review import CheckResult, Standing
from earwitness.review.corrections.log import change_log
from earwitness.review.dates import date_of
from earwitness.review.gates.keeping import situation_of
from earwitness.review.gates.verdicts import standing_verdict
from earwitness.review.redaction.proof import prove, refuse
from earwitness.store.catalog.claims import claims_of
from earwitness.store.catalog.copies import same_recording
from earwitness.store.catalog.signed import signed_about
from earwitness.store.proofs import keep_proof
from earwitness.understand.private.answer import desk_public_people
from earwitness.understand.private.finding import find_private

__all__ = ["Bagging"]

_UNREAD = (ClaimStatus.EXTRACTED, ClaimStatus.REJECTED)


class Bagging(Judging, Comparing, Releasing):
    """What a bag is made of."""

    def bag(
        self,
        names: Sequence[str],
        into: Path,
        choice: BagChoice,
        told: Callable[[str, int, int], None] = lambda *_: None,
    ) -> BagReport:
        """Write an evidence bag.

        Raises:
            NotInArchive, UsageError: as `recording`; the folder is there; one of them may not go out.
            Differs: an original was changed since it was received.
            WouldReveal: what is withheld would be in a public bag; nothing is put in place.
        """
        chosen = [self.recording(one).id for one in names]
        same = same_recording(self.archive.db)
        return write_bag(
            self.archive,
            chosen,
            into,
            choice,
            (lambda one: self._facts(one, same), self._say_private(), told_of(self.archive)),
            told,
            (lambda folder: self._prove_bag(folder, chosen))
            if choice.edition.is_public
            else _sealed,
        )

    def _prove_bag(self, folder: Path, chosen: Sequence[str]) -> None:
        """Hold a public bag against all that is withheld, and keep what came of it.

        Raises:
            WouldReveal: something of it is in the bag.
        """
        proof = prove(self.archive, folder, "evidence bag")
        keep_proof(self.archive, proof.run, chosen)
        refuse(proof)

    def _say_private(self) -> SayPrivate:
        people = desk_public_people(self.archive)

        def say(lines: Sequence[str], voices: Sequence[str]) -> list[PrivateFind]:
            found = find_private(lines, voices, people)
            return [
                PrivateFind(one.line, one.start, one.end, one.kind.value)
                for one in found
                if not one.public
            ]

        return say

    def _facts(self, recording_id: str, same: Mapping[str, str]) -> RecordingFacts:
        db = self.archive.db
        now = situation_of(self.archive, recording_id)
        verdict, lapsed = standing_verdict(now)
        given = now.assessment[0] if now.assessment else None
        graph = sources_of(db, [recording_id], same).graph
        return RecordingFacts(
            recording=self.recording(recording_id),
            sound=self._sound(recording_id),
            state=now.state,
            standing=Standing(
                verdict, given.parts if given else "", tuple(now.routes(CheckResult.PASS))
            ),
            lapsed=tuple(lapsed),
            checks=tuple(
                CheckFact(one.run, one.at, one.by, one.reason)
                for _, one in sorted(now.answers.items())
            ),
            date=date_of(self.archive, recording_id),
            attributions=tuple(one for one, _ in now.attributions.values()),
            corrections=tuple(change_log(db, recording_id)),
            claims=tuple(self._claim(one, same) for one in claims_of(db, recording_id)),
            counted=_counted(graph),
            signed=tuple(signed_about(db, recording_id)),
        )

    def _claim(self, claim: Claim, same: Mapping[str, str]) -> ClaimFact:
        """What nobody has reviewed is not counted: nothing of it could be printed."""
        if claim.status in _UNREAD:
            return ClaimFact(claim, claim.status, "", None)
        found = corroboration_of(self.archive, claim.id, same)
        counted = _counted(found.sources.graph) if found.sources else None
        return ClaimFact(claim, found.status, found.because, counted)


def _sealed(_: Path) -> None:
    """A sealed bag holds the originals: nothing is proved of it, and it is not for the public."""


def _counted(graph: SourceGraph) -> Counted:
    return Counted(graph.vector, graph.label, graph.because, graph.line, graph.cautions)
