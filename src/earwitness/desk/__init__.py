"""The facade: what a desk does with an archive, in the order in which it is done.

take_in -> (run, in `earwitness.work`) -> find, show, clip -> timeline, sources -> check -> story -> bag -> verify
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from earwitness.desk.bagging import Bagging
from earwitness.desk.drafting import Drafting
from earwitness.desk.editing import Editing
from earwitness.desk.reading import Answer
from earwitness.intake.incoming import Incoming
from earwitness.intake.report import IntakeReport
from earwitness.intake.take_in import GivenBy, IntakeSettings, take_in
from earwitness.intake.translation_file import (
    TakenTranslation,
    TranslationBy,
    take_in_translation,
)
from earwitness.store.figures import Figures, figures
from earwitness.store.verify import Verification, verify

__all__ = ["Answer", "Desk"]


class Desk(Bagging, Drafting, Editing):
    """An open archive and everything that can be done with it; each part in a file of its own."""

    def take_in(
        self,
        paths: Sequence[Path],
        given_by: GivenBy | None = None,
        told: Callable[[str, int, int], None] = lambda *_: None,
    ) -> IntakeReport:
        """Take in a mixed pile of files and folders; one bad file never stops the rest."""
        return take_in(self.archive, paths, given_by or GivenBy(), told)

    def incoming(self) -> Incoming:
        """Files that come in pieces, and wait to be taken in."""
        most_gb = self.archive.settings.section("intake", IntakeSettings).max_file_gb
        return Incoming(self.archive.root / "desk" / "incoming", int(most_gb * 1e9))

    def take_in_incoming(
        self, given_by: GivenBy, told: Callable[[str, int, int], None] = lambda *_: None
    ) -> IntakeReport:
        """Take in all files that have come whole.

        Raises:
            ArchiveBusy: another intake is under way; the files stay.
        """
        incoming = self.incoming()
        pile = incoming.hand_over()
        report = self.take_in(pile, given_by, told)
        incoming.forget(pile)
        return report

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

    def verify(self, told: Callable[[int, int], None] = lambda *_: None) -> Verification:
        """Recompute everything and name what differs."""
        return verify(self.archive, told)
