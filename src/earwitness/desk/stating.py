"""What is said: mentions, private data, claims, themes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from earwitness.desk.reading import Reading
from earwitness.errors import Refused
from earwitness.records.claims import Claim
from earwitness.records.coding import Coding
from earwitness.records.statements import Entity, EntityLink
from earwitness.store.catalog.claims import claim_history
from earwitness.store.catalog.codings import codings
from earwitness.understand.claims.answer import (
    ClaimLine,
    ClaimPage,
    all_claim_lines,
    claim_line,
    claim_lines,
    claim_page,
)
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
from earwitness.understand.mentions.pages import (
    EntityList,
    EntityPage,
    entity_list,
    entity_page,
)
from earwitness.understand.private.answer import (
    PrivateLine,
    desk_public_people,
    private_lines,
)

__all__ = ["Stating"]


class Stating(Reading):
    """Statements, as suggested by rules and decided by persons."""

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

    def entity_list(
        self, *, name: str = "", kind: str = "", first: int = 0, count: int = 50
    ) -> EntityList:
        """A page of the names there are, the most often mentioned first; ``name`` in any script and case."""
        return entity_list(self.archive, name=name, kind=kind, first=first, count=count)

    def entity_page(self, entity_id: str, *, first: int = 0, count: int = 30) -> EntityPage:
        """One entity with a page of its mentions.

        Raises:
            NotInArchive: there is none of that identifier.
        """
        return entity_page(self.archive, entity_id, first=first, count=count)

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

    def claim_page(
        self,
        *,
        theme: str = "",
        modality: str = "",
        status: str = "",
        after: int = 0,
        count: int = 50,
    ) -> ClaimPage:
        """A page of what is claimed in all recordings; ``after`` is where the page before ended."""
        return claim_page(
            self.archive, theme=theme, modality=modality, status=status, after=after, count=count
        )

    def claim_line(self, name: str) -> ClaimLine:
        """One claim with what stands around it.

        Raises:
            NotInArchive, UsageError: no claim, or several, are called so.
        """
        return claim_line(self.archive, one_claim(self.archive, name))

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
