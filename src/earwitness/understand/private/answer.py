"""What in an archive could identify a private person: a recording's words, captions and file names.

Read when asked and never stored: a list of all that is private would be one more place to lose it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from earwitness.errors import UnreadableFile
from earwitness.store.archive import Archive
from earwitness.store.catalog.receipts import appearances_of_recording, original_names
from earwitness.store.catalog.sound import renditions
from earwitness.store.catalog.words import (
    best_transcript,
    best_translations,
    translation_lines,
    utterances,
)
from earwitness.understand.private.finding import find_private
from earwitness.understand.private.finds import Find
from earwitness.understand.private.public_people import (
    PublicPeople,
    read_public_people,
    shipped_public_people,
)

__all__ = ["PrivateLine", "Where", "desk_public_people", "private_in_text", "private_lines"]

_PUBLIC_PEOPLE = "public_people.csv"
_NAME_SIGNS = str.maketrans(dict.fromkeys("_+=~", " "))  # a name's signs between words; one for one


class Where(StrEnum):
    """In which kind of text a find stands."""

    ORIGINAL = "original"
    TRANSLATION = "translation"
    TITLE = "title"
    CAPTION = "caption"
    FILE_NAME = "file name"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class PrivateLine:
    """A find where it stands.

    Attributes:
        within: the transcript, translation or appearance, or the SHA-256 of the file that had the name.
        position: of the line in it, from 0.
        language: of the words, "" where nobody says.
        text: the line. Of file names it is "", and so is the find's surface: names under which
            bytes were received are sealed.
    """

    find: Find
    where: Where
    within: str
    position: int
    language: str = ""
    text: str = ""
    voice: str = ""
    start_ms: int | None = None
    end_ms: int | None = None
    timing: str = ""


def desk_public_people(archive: Archive) -> PublicPeople:
    """The list that ships, and the desk's own ``public_people.csv`` in the archive folder.

    Raises:
        UnreadableFile: the file cannot be opened.
        MalformedInput, OverLimit: it is no such list.
    """
    path = archive.root / _PUBLIC_PEOPLE
    if not path.is_file():
        return shipped_public_people()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror}", where=str(path)) from error
    return shipped_public_people().joined(read_public_people(data, where=str(path)))


def private_lines(
    archive: Archive, recording_id: str, public: PublicPeople
) -> tuple[PrivateLine, ...]:
    """All finds in the words shown first of a recording, in the translations shown first, in titles
    and captions of where it appeared, and in the names of its files.
    """
    return tuple(
        one
        for part in (_original, _translations, _captions, _file_names)
        for one in part(archive, recording_id, public)
    )


def private_in_text(
    lines: Sequence[tuple[str, str]], name: str, public: PublicPeople
) -> tuple[PrivateLine, ...]:
    """Finds in a file that the desk holds in its hands: a draft, a page, a transcript; and in its name.

    Args:
        lines: text and voice of each, "" for no voice.
        name: of the file, without its folder.
    """
    voices = [voice for _, voice in lines]
    found = [
        PrivateLine(
            one, Where.FILE, name, one.line, text=lines[one.line][0], voice=voices[one.line]
        )
        for one in find_private([text for text, _ in lines], voices, public)
    ]
    found += [
        PrivateLine(one, Where.FILE_NAME, name, 0, text=name)
        for one in find_private([_spoken_name(name)], (), public)
    ]
    return tuple(found)


def _original(archive: Archive, recording_id: str, public: PublicPeople) -> Iterator[PrivateLine]:
    shown = best_transcript(archive.db, recording_id)
    if shown is None:
        return
    lines = utterances(archive.db, shown.id)
    texts, voices = [one.text for one in lines], [one.voice or "" for one in lines]
    for one in find_private(texts, voices, public):
        line = lines[one.line]
        yield PrivateLine(
            one, Where.ORIGINAL, shown.id, line.position, line.language, line.text, line.voice or "",
            line.start_ms, line.end_ms, line.timing.value,
        )  # fmt: skip


def _translations(
    archive: Archive, recording_id: str, public: PublicPeople
) -> Iterator[PrivateLine]:
    for language, version in best_translations(archive.db, recording_id).items():
        lines = translation_lines(archive.db, version.id)
        texts, voices = [one.text for one in lines], [one.voice or "" for one in lines]
        for one in find_private(texts, voices, public):
            line = lines[one.line]
            yield PrivateLine(
                one, Where.TRANSLATION, version.id, line.position, language, line.text,
                line.voice or "", line.start_ms, line.end_ms, "exact" if line.start_ms is not None else "",
            )  # fmt: skip


def _captions(archive: Archive, recording_id: str, public: PublicPeople) -> Iterator[PrivateLine]:
    for seen in appearances_of_recording(archive.db, recording_id):
        for where, text in ((Where.TITLE, seen.title or ""), (Where.CAPTION, seen.caption)):
            lines = text.splitlines()
            for one in find_private(lines, (), public):
                yield PrivateLine(one, where, seen.id, one.line, text=lines[one.line])


def _file_names(archive: Archive, recording_id: str, public: PublicPeople) -> Iterator[PrivateLine]:
    """Names of its sound files and of the file that its words came in; their words stay sealed."""
    files = [one.sha256 for one in renditions(archive.db, recording_id)]
    shown = best_transcript(archive.db, recording_id)
    if shown is not None and shown.artefact:
        files.append(shown.artefact)
    for sha256 in dict.fromkeys(files):
        for name in {PurePosixPath(one).name for one in original_names(archive.db, sha256)}:
            for one in find_private([_spoken_name(name)], (), public):
                yield PrivateLine(_sealed(one), Where.FILE_NAME, sha256, 0)


def _sealed(one: Find) -> Find:
    """The find without words of its name: also its place would tell how long they are."""
    reason = "a find in a sealed name; the rule that fired is told"
    return Find(0, 0, 0, one.kind, "", one.rule, reason, one.certainty, "public" * bool(one.public))


def _spoken_name(name: str) -> str:
    return name.translate(_NAME_SIGNS)
