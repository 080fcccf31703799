"""Q21 to Q24: what a story about a recording has to say: not verified, who released it, one side, a part."""

from __future__ import annotations

from collections.abc import Iterator

from earwitness.publish.quotecheck.narrated.story import Story
from earwitness.publish.quotecheck.places import parties_in
from earwitness.publish.quotecheck.speakers import name_keys
from earwitness.records.artefacts import AppearanceKind, Source, SourceKind
from earwitness.records.judgement import Finding, Severity
from earwitness.records.review import Verdict
from earwitness.records.sound import Relation
from earwitness.store.catalog.receipts import appearances_of_recording, sources
from earwitness.store.catalog.sound import recording, renditions

__all__ = ["missing_publisher", "missing_unverified", "one_sided", "part_of_a_recording"]

_PUBLIC = (AppearanceKind.POST, AppearanceKind.VIDEO_PAGE)
_PARTIES = (
    SourceKind.STATE_SECURITY_SERVICE,
    SourceKind.MILITARY_INTELLIGENCE,
    SourceKind.LAW_ENFORCEMENT,
)
_PARTS = (Relation.EXCERPT, Relation.COMPILATION_PART)


def missing_unverified(story: Story) -> Iterator[Finding]:
    """Q21: no sentence says that the recording is not verified, or one says that it is."""
    waiting = [one for one, verdict in story.verdicts.items() if verdict is not Verdict.VERIFIED]
    if not waiting:
        return
    for one, start, end in story.matches("claims_verified"):
        if not story.negated(one, start) and not story.says(
            "attributed", one.text[: start - one.start]
        ):
            yield story.finding(
                "Q21",
                (start, end),
                "The story says that it is verified; nobody has signed such a verdict here.",
                rule=f"verdicts: {_verdicts(story)}",
                suggestion="Say that it could not be independently verified, or sign the verdict first.",
            )
    first = story.first_body()
    if first is not None and not story.says("unverified"):
        yield story.finding(
            "Q21",
            (first.start, first.end),
            "The story does not say that the recording is not independently verified.",
            rule=f"no such sentence; verdicts: {_verdicts(story)}",
            suggestion="Add: its authenticity could not be independently verified.",
        )
    elif first is not None and not story.says("unverified_many"):
        yield from _others(story, waiting)


def _others(story: Story, waiting: list[str]) -> Iterator[Finding]:
    for one in waiting:
        if not story.says("unverified", story.segment(one)):
            place = next(p for p in story.places if p.heard.recording_id == one)
            yield story.finding(
                "Q21",
                (place.start, place.end),
                "The story says of another recording that it is not verified, of this one it does not.",
                rule=f"no such sentence where {one} is told of",
                suggestion="Say that this recording is not verified either.",
                severity=Severity.WARNING,
                heard=place.heard,
            )


def _verdicts(story: Story) -> str:
    return ", ".join(sorted({one.value for one in story.verdicts.values()}))


def missing_publisher(story: Story) -> Iterator[Finding]:
    """Q22: nobody is named as the one who released it; or a party to the conflict is not called one."""
    first = story.first_body()
    if first is None:
        return
    known = {one.id: one for one in sources(story.checking.db)}
    written: frozenset[str] | None = None
    for one in story.recordings:
        public = [
            known[a.source_id]
            for copy in story.checking.carrying(one)
            for a in appearances_of_recording(story.checking.db, copy)
            if a.kind in _PUBLIC
        ]
        if not public:
            continue
        if written is None:
            every = (story.text, story.text.title())
            written = frozenset().union(*(name_keys(text, story.language) for text in every))
        named = [source for source in public if _keys(source, story.language) & written]
        who = public[0].name
        if not named and not story.says("published"):
            yield story.finding(
                "Q22",
                (first.start, first.end),
                f"The story does not say who released the recording: “{who}”.",
                rule=f"no name of a publisher of {one} and no words for a release",
                suggestion=f"Name the publisher: “{who}”.",
            )
            return
        if any(source.kind in _PARTIES for source in public) and not story.says("interest"):
            yield story.finding(
                "Q22",
                (first.start, first.end),
                f"The story does not say that “{who}” has an interest in the conflict.",
                rule=f"the source of {one} is a {public[0].kind.value}",
                suggestion="Say which side it takes.",
            )
            return


def _keys(source: Source, language: str) -> frozenset[str]:
    return name_keys(source.name, language) | name_keys(source.name.title(), language)


def one_sided(story: Story) -> Iterator[Finding]:
    """Q23: a side of the call cannot be heard, and readers are not told."""
    for one in story.recordings:
        unheard = [party for party in parties_in(story.checking, one) if not party.heard]
        place = next(p for p in story.places if p.heard.recording_id == one)
        if unheard and not story.says("one_sided"):
            yield story.finding(
                "Q23",
                (place.start, place.end),
                f"Only one side of {one} can be heard, and the story does not say so.",
                rule=f"not heard: {', '.join(dict.fromkeys(party.label for party in unheard))}",
                suggestion="Say that the other side cannot be heard.",
                severity=Severity.WARNING,
                heard=place.heard,
            )
            return


def part_of_a_recording(story: Story) -> Iterator[Finding]:
    """Q24: an excerpt or compilation is not called one; or something is called whole without a basis."""
    unknown = ""  # a recording of which nobody has said that it is whole
    for one in story.recordings:
        row = recording(story.checking.db, one)
        files = [file.relation for file in renditions(story.checking.db, one)]
        whole = row is not None and row.completeness == "complete"
        part = row is not None and row.completeness in ("excerpt", "compilation")
        part = part or (bool(files) and all(relation in _PARTS for relation in files))
        place = next(p for p in story.places if p.heard.recording_id == one)
        if part and not story.says("part"):
            yield story.finding(
                "Q24",
                (place.start, place.end),
                f"What is held of {one} is a part of the recording, and the story does not say so.",
                rule=f"completeness: {row.completeness if row else ''}; files: {', '.join(files) or 'none'}",
                suggestion="Say that it is an excerpt.",
                severity=Severity.WARNING,
                heard=place.heard,
            )
        elif not whole:
            unknown = unknown or one
    if unknown:
        yield from _called_whole(story, unknown)


def _called_whole(story: Story, recording_id: str) -> Iterator[Finding]:
    for one, start, end in story.matches("claims_whole"):
        if not story.negated(one, start):
            yield story.finding(
                "Q24",
                (start, end),
                "The story calls the recording whole; nobody has said that it is.",
                rule=f"the completeness of {recording_id} is not known",
                suggestion="Say that it is not known whether the recording is complete.",
                severity=Severity.WARNING,
            )
