"""A version of a story into the archive: its record, and a release for each recording in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from earwitness.errors import NotInArchive, UsageError
from earwitness.publish.page.article_text import ArticleText
from earwitness.publish.page.folder import story_in
from earwitness.publish.page.shown import Shown
from earwitness.records.artefacts import EventType
from earwitness.records.handing_on import Exported, Release
from earwitness.records.held_file import HeldFile
from earwitness.records.identifiers import new_identifier
from earwitness.records.publication import Publication, PublicFile, PublishedQuotation
from earwitness.records.signed import SignedRecord
from earwitness.store.archive import AGENT, Archive
from earwitness.store.catalog.publications import PUBLICATION, Edition, editions
from earwitness.store.catalog.sound import renditions
from earwitness.store.signing import Signature, write_signed

__all__ = ["Earlier", "earlier_of", "published", "record_edition", "signature_of"]


@dataclass(frozen=True, slots=True)
class Earlier:
    """The story that a folder holds, and its versions; a new name and none for a new story."""

    story: str
    history: tuple[Edition, ...] = ()

    @property
    def last(self) -> Edition | None:
        return self.history[-1] if self.history else None


def earlier_of(archive: Archive, into: Path, story: str = "") -> Earlier:
    """What went out at that place before.

    Args:
        story: name of a story to continue in another folder.

    Raises:
        UsageError: the folder holds a story of another archive, or another one than was named.
        NotInArchive: no story is called so.
    """
    there = story_in(into)
    if story and there and there != story:
        raise UsageError(f"holds {there}, not {story}", where=str(into), do="Choose another folder")
    wanted = story or there
    if not wanted:
        return Earlier(new_identifier("pub"))
    history = editions(archive.db, wanted)
    if not history and story:
        raise NotInArchive(f"no story is called '{story}'")
    if not history:
        raise UsageError(
            f"holds {there}, which was published from another archive",
            where=str(into),
            do="Choose a new folder, or publish from that archive",
        )
    return Earlier(wanted, tuple(history))


def published(shown: Sequence[Shown], text: ArticleText) -> list[PublishedQuotation]:
    """The quotations of a page as its record has them, with their anchors; keys are given later."""
    found = []
    for one in shown:
        prefix, suffix = text.around(one.name)
        place = one.heard.interval
        start, end = text.places.get(one.name, (0, 0))
        found.append(
            PublishedQuotation(
                key="",
                text=text.text[start:end]
                or one.text,  # one in the title stands outside the article
                language=one.translated_into or one.heard.language,
                recording=one.recording,
                transcript=one.heard.transcript_id,
                translation=one.heard.translation_id or "",
                first=one.heard.first,
                last=one.heard.last,
                start_ms=place.start_ms if place else None,
                end_ms=place.end_ms if place else None,
                original=one.original,
                original_language=one.original_language,
                clip=one.clip,
                clip_sha256=one.clip_sha256,
                prefix=prefix,
                suffix=suffix,
            )
        )
    return found


def signature_of(by: str, because: str) -> Signature:
    """Who publishes; the program itself where no person is named."""
    if by.strip() or because.strip():
        return Signature(by, because)
    return Signature(AGENT, "written by `earwitness story`")


def record_edition(
    archive: Archive,
    story: str,
    made: Publication,
    signed: Signature,
    put_in_place: Callable[[], None],
) -> SignedRecord:
    """Keep the record of a version and its releases; the page goes out in the same transaction.

    Args:
        put_in_place: puts the folder where it was wanted; if it fails, nothing is kept.
    """
    releases = _releases(archive, made)
    with archive.writing() as w:
        note = "story withdrawn" if made.withdrawn else "story page written"
        index = next(one.sha256 for one in made.files if one.path == "index.html")
        w.note(EventType.DISSEMINATION, [*made.recordings, index, story], note=note)
        record = write_signed(w, PUBLICATION, story, made, signed)
        for recording_id, release in releases:
            write_signed(w, "release", recording_id, release, signed, objects=[record.id])
        put_in_place()
    return record


def _releases(archive: Archive, made: Publication) -> list[tuple[str, Release]]:
    """What went out of each recording, as the written standards ask for it."""
    if made.withdrawn:
        return []
    by_path = {one.path: one for one in made.files}
    found = []
    for name in made.recordings:
        files = [
            exported
            for one in made.quotations
            if one.recording == name
            for exported in _exported(archive, made, one, by_path)
        ]
        own = {one.file.path for one in files}
        others = [_held(made, one) for one in made.files]
        found.append(
            (
                name,
                Release(
                    "public",
                    tuple(files),
                    tuple(one for one in others if one.path not in own),
                    whole_sha256=_source(archive, name),
                ),
            )
        )
    return found


def _exported(
    archive: Archive, made: Publication, one: PublishedQuotation, by_path: dict[str, PublicFile]
) -> list[Exported]:
    if not one.clip:
        return []
    found = [
        Exported(
            _held(made, by_path[one.clip]),
            _source(archive, one.recording),
            start_ms=one.start_ms,
            end_ms=one.end_ms,
        )
    ]
    stem = one.clip.rpartition(".")[0]
    for version, language in (
        (one.transcript, one.original_language),
        (one.translation, one.language),
    ):
        file = by_path.get(f"{stem}.{language}.vtt")
        if version and file:
            held = _held(made, file)
            found.append(Exported(held, version, start_ms=one.start_ms, end_ms=one.end_ms))
    return found


def _source(archive: Archive, recording_id: str) -> str:
    """The file that carries a recording, "" where only its words are known."""
    return next((one.sha256 for one in renditions(archive.db, recording_id)), "")


def _held(made: Publication, one: PublicFile) -> HeldFile:
    return HeldFile(str(Path(made.folder) / one.path), one.sha256, one.size_bytes)
