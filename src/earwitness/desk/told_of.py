"""What the quote check is told: what stands, who speaks, what words could identify somebody, what was counted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from earwitness.records.review import CheckResult, Standing
from earwitness.records.told import CodedCount, PrivateWords, SpeakerKnown, SpokenOf, Told
from earwitness.review.gates.keeping import situation_of
from earwitness.review.gates.ladder import standing_rung
from earwitness.review.gates.verdicts import standing_verdict
from earwitness.store.archive import Archive
from earwitness.understand.claims.keeping import desk_codebook
from earwitness.understand.coding.agreement import CodeCount, counts_of
from earwitness.understand.mentions.finding import find_mentions
from earwitness.understand.mentions.keeping import desk_gazetteer
from earwitness.understand.mentions.prepared import PreparedLine, prepare
from earwitness.understand.private.answer import desk_public_people
from earwitness.understand.private.finding import find_private

__all__ = ["standing_of", "told_of"]

_LINES_KEPT = 1 << 10


def told_of(archive: Archive) -> Told:
    """What other stages know of an archive, to be handed to the quote check.

    Raises:
        MalformedInput, OverLimit, UnreadableFile: the desk's list of public people, or its gazetteer.
    """
    public = desk_public_people(archive)
    gazetteer, _ = desk_gazetteer(archive)

    @lru_cache(maxsize=_LINES_KEPT)
    def read(text: str) -> PreparedLine:
        return prepare(text, "und")  # a draft is asked for both, one after the other

    def private(lines: Sequence[str]) -> tuple[PrivateWords, ...]:
        return tuple(
            PrivateWords(
                one.line, one.start, one.end, one.surface, one.kind.value, one.certainty,
                f"{one.rule}: {one.reason}", one.public,
            )
            for one in find_private([read(text) for text in lines], (), public)
        )  # fmt: skip

    def spoken_of(lines: Sequence[tuple[str, str]]) -> tuple[SpokenOf, ...]:
        return tuple(
            SpokenOf(one.line, one.start, one.end, one.surface, one.kind, one.key)
            for one in find_mentions(
                [read(text).said_in(language) for text, language in lines], gazetteer
            )
        )

    return Told(
        lambda one: standing_of(archive, one),
        lambda one: _speakers(archive, one),
        private,
        spoken_of,
        lambda: _counts(archive),
    )


def standing_of(archive: Archive, recording_id: str) -> Standing:
    """The verdict that stands about a recording now, with what its wording needs.

    Raises:
        NotInArchive: there is no such recording.
    """
    now = situation_of(archive, recording_id)
    verdict, _ = standing_verdict(now)
    given = now.assessment[0] if now.assessment else None
    routes = tuple(now.routes(CheckResult.PASS))
    return Standing(verdict, given.parts if given else "", routes)


def _speakers(archive: Archive, recording_id: str) -> tuple[SpeakerKnown, ...]:
    now = situation_of(archive, recording_id)
    return tuple(
        SpeakerKnown(voice, standing_rung(voice, now)[0], given)
        for voice, (given, _) in now.attributions.items()
    )


def _counts(archive: Archive) -> tuple[CodedCount, ...]:
    codebook, _ = desk_codebook(archive)
    counted = counts_of(archive, codebook)
    return tuple(
        CodedCount(one.code, one.name, _figures(one), len(counted.coders), one.alpha.value)
        for one in counted.codes
        if any(one.lines.values())
    )


def _figures(one: CodeCount) -> frozenset[int]:
    every = (*one.lines.values(), *one.recordings.values(), *one.sounds.values(), one.both)
    return frozenset(every)
